"""A whole workbook carried from a file to Google, or back.

Others use: `copy_to_google` (to_google), `copy_to_file` (to_file).

    carried_tab  one tab on its way
    to_file      from Google into an .xlsx
    to_google    from an .xlsx to Google
"""
