"""`dip.toml` as values; unknown keys and values that have no meaning are errors with file and place.

Others use: `Settings`, `load_settings`, `example_settings` (settings), `Unit` (units), `Address` (target_address),
`Account`, `is_google`, `spreadsheet_id`, `spreadsheet_url` (spreadsheet_address), `Signing` (appearance).

    logo                 a picture that only draws
    appearance           how the site looks, who signs the print
    spreadsheet_address  which Google spreadsheet a location names
    target_address       where the site goes: an address taken apart
    units                the units and their tabs
    settings             dip.toml as a whole
"""
