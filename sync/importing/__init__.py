"""A list that the office already has, in whatever file and layout → rows for the tabs of its units.

Others use: `Given`, `given_by`, `remembered`, `remember`, `UNIT` (given), `LINK_NAMES`, `IGNORED`, `Guess`
(list_columns), `Unread` (list_entry), `Question`, `column_name` (list_questions), `read_list`, `ListReading`, `Entry`,
`ReadTable` (list_reading), `remarks` (remarks).

    source_tab      one table of a file as it stands there
    csv_file        separated values
    html_page       tables of a saved web page
    open_document   tables of OpenDocument and of Word
    biff            what an old workbook keeps beside its values
    old_excel       .xls and .xlsb, through pandas
    source          any file → its tables
    words           what other offices call what we have
    unit_names      which unit a text names
    list_header     the header of a list, with the rows that belong to it
    list_rows       which rows are entries, and what stands between them
    cell_kinds      what a cell looks like; time and place taken apart
    list_columns    which column is which of ours
    link_names      names of documents in a column beside their links
    given           what a person says about a list
    list_entry      one row → the cells of one of ours
    list_questions  what must be asked
    list_tables     where the tables of a tab are, and what titles say of their rows
    list_reading    a file → a list as a whole, understood
    remarks         what may be lost of a list and nobody would see: classes in numbers, titles cut or too long
"""
