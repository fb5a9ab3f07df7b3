"""`dip.toml` as values; unknown keys and values that have no meaning are errors with file and place.

Others use: `Settings`, `load_settings`, `check_settings` (settings), `Answers`, `read_answers`, `settings_text`,
`example_text` (answers), `Unit` (units), `Address` (target_address),
`Account`, `is_google`, `spreadsheet_id`, `spreadsheet_url` (spreadsheet_address), `Signing` (appearance),
`Watching`, `read_span` (watch), `Service` (service), `MessageSettings`, `MailServer` (message_settings).

    logo                 the office's logo, refused if it does more than draw
    appearance           how the site looks, who signs the print
    spreadsheet_address  which Google spreadsheet a location names
    target_address       to where the site is published: an address taken apart
    calendar             where the office wants another legal calendar than ours
    units                the units (sub-divisions) and the names of their tabs
    office_files         what lies beside dip.toml, by name
    service              what the office says to people who ask for information
    watch                how long a run may take, and whom to tell that it went well
    message_settings     whom to tell what waits, and when
    settings             dip.toml as a whole
    answers              what an office says of itself when it starts, and the dip.toml that this makes
    unit_tables          units that change in a dip.toml that somebody wrote: the rest of it stays as it is
"""
