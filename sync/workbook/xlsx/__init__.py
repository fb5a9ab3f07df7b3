"""An .xlsx file: read and changed inside its XML, so that whatever we do not know stays as it was.

Others use: `XlsxWorkbook` (xlsx_workbook), `OfficeLock` (office_lock), the gaps of the layout (gaps).

    file_swap        a file replaced whole
    formula          formulas that show a constant
    office_lock      is it open in a program
    package          the zip around it
    book             its sheets, and the parts they share
    reference        how cells are named
    row_height       how tall wrapped text is
    row_stream       long lists inside a part
    calc_chain       the list of computed cells
    cell_text        bytes of a cell ↔ text
    new_tab          one tab drawn
    sheet_list       sheets and the names that count them
    sheet_reader     XML → Sheet
    book_reader      bytes → sheets
    sheet_usual      unusual XML made usual
    sheet_xml        XML cut at rows and cells
    shared_formula   formulas written once for many cells
    sheet_writer     cells changed inside the XML
    style_merge      styles added at the end
    insert_tabs      tabs carried into a workbook
    new_workbook     the first workbook
    apply_batch      a batch → new bytes
    gaps             what it lost of its layout
    xlsx_workbook    the adapter
"""
