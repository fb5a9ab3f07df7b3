"""The files of `sheets_templates/` as values: tabs, columns, labels, choices.

Others use: `Template` and its parts (template), `load_template` (loader).

    template  tabs, columns, labels and choices
    loader    the TOML files, read strictly
"""
