"""A whole workbook copied from a file to Google, or back.

Others use: `from_file` (carried_tab), `copy_into` (to_google), `from_google`, `refuse_file`, `write_file` (to_file).

    carried_tab  one tab as it is copied: texts, notes, links, merges
    to_file      from Google into an .xlsx
    to_google    from an .xlsx to Google
"""
