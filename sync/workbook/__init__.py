"""Adapters to the spreadsheet: an .xlsx file or Google Sheets behind one Protocol.

Others use: `Workbook`, `open_workbook`, `layout_gaps` (workbook), `Gap` (layout_gap).

    layout_gap      one thing of the layout that is missing
    number_format   what a number means under its format
    column_order    how the columns of a tab would stand in a new one
    style           colours, shared by both kinds
    answer_colours  colours that follow the answer in a row
    tab_layout      what stays in sight, what notes say, what dropdowns offer, in both kinds
    tab_list        which tabs a workbook has, and under which titles each may stand
    xlsx            an .xlsx file
    google          a Google spreadsheet
    transfer        from one kind to the other
    workbook        the Protocol, and which adapter a location opens
"""
