"""Pure: a release → every byte of the public site. Pages see nothing but what the gate lets through.

Others use: `render_site` (render), `site_settings` (site_settings), `dip_rows`, `public_list` (gate), `to_pdf`
(printed_list), `serve` (preview).

    site_settings  the office as its site presents it
    gate           PublicEntry: the allow-list of what the public may see
    changes        what changed, for citizens; the feed
    formatting     days, numbers, kinds of documents
    exports        CSV, JSON, XLSX, search data
    linked_data    DCAT, Frictionless, schema.org
    pagination     a long list cut into pages and search files
    preview        the site on loopback
    printed_list   the list on paper, set by Typst
    pages          templates → bytes, one language; the list as one file
    render         the whole site
"""
