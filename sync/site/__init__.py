"""Pure: a release → every page and file of the public site. Pages see nothing but what the gate lets through.

Others use: `render_site` (site_files), `SiteBuild`, `build_for` (build), `MANIFEST`, `parse_manifest` (manifest),
`site_settings` (site_settings), `dip_rows`, `public_list` (gate), `to_pdf` (printed_list),
`typeset` (typeset), `list_digest`, `page_path` (list_digest), `entry_path` (page_paths), `preview` (preview).

    site_settings   the office as its site presents it
    gate            PublicEntry: the allow-list of the fields that the public may see of an entry
    changes         what is new, updated and withdrawn, for citizens; the feed
    formatting      days, numbers, kinds of documents; letters that a page has begun
    exports         CSV, JSON, XLSX, search data
    linked_data     DCAT, Frictionless, schema.org
    data_description  JSON Schema and OpenAPI of the data
    pagination      a long list cut into pages and search files
    preview         the site on loopback
    manifest        the format of manifest.json: read, written, sealed
    template_files  templates and assets, ours and the office's
    search_words    what people say for what lists say: the vocabulary of the search
    keys            what a file is made from, as a digest
    page_bytes      templates → the bytes of a page, in one language; the list as one file
    list_digest     the digest of a list, and the path of its page for good
    page_paths      where pages stand
    browse_pages    the list without a search: by class, unit and year
    typeset         Typst sets a template with its data
    printed_list    the list on paper, as visitors download it
    build           which files are rendered: those the target does not hold already
    signed_decrees  the signed decrees that came back, as long as every entry in them stands
    machine_files   what programs read: data, feeds, sitemap, robots.txt
    list_pages      the page for good of every list that was released
    site_files      the whole site: path → how its bytes are made
"""
