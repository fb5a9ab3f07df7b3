"""The files of `sheets_templates/` as values: tabs, columns, labels, choices.

Others use: `Template`, `TabTemplate`, `Column`, `Choice` (template), `load_template`, `read_templates`,
`with_examples`, `templates_folder` (loader).

    template  tabs, columns, labels and choices
    loader    the TOML files, read strictly
"""
