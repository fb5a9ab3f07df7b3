"""An .xlsx file: read and changed inside its XML, so that whatever we do not know stays as it was.

Others use: `XlsxWorkbook` (xlsx_workbook), `file_gaps` (gaps).

    file_swap        a file replaced atomically, with backup copies
    reference        A1 references ↔ rows and columns
    formula          a formula as it reads in another cell
    office_lock      the lock files of Excel, WPS Office, LibreOffice and OnlyOffice
    package          the zip around a workbook
    book             its sheets, and the parts they share
    row_height       the height of a row of wrapped text
    row_stream       long lists inside a part, parsed piece by piece
    calc_chain       Excel's list of computed cells
    cell_text        what a cell stores ↔ its text
    new_tab          one tab drawn with openpyxl
    column_looks     which columns stay in sight, how wide they are
    sheet_xml        a sheet's XML cut at its rows and cells, unparsed
    sheet_reader     the bytes of a workbook → Sheets
    sheet_writer     cells changed inside a sheet's XML
    style_merge      the styles of one workbook added to another's
    sheet_order      the order of what stands around the rows
    header_notes     the notes on headers that a tab in use lacks
    colour_rules     the rules of colour that a tab in use lacks
    column_moves     columns of a tab in use put into another order
    insert_tabs      tabs of one workbook added to another
    new_workbook     a workbook, or the tabs it lacks, drawn from the templates
    arrange_tabs     the tabs in use put into the order of a new workbook
    tab_titles       tabs that get another title
    apply_batch      a batch applied to the bytes of a workbook
    gaps             what a workbook lost of its layout
    repair           the same put back
    xlsx_workbook    the adapter
"""
