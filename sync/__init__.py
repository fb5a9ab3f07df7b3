"""DIP Sync: an Indonesian public office's Daftar Informasi Publik, from spreadsheet to web site, with approval between.

A folder imports only from folders that stand below it here; inside a folder a file imports only from files that stand
above it in the folder's own map (the docstring of its `__init__.py`). `tests/test_floors.py` holds both.

    cli            what people type: the commands, what they print, the progress line
    run            use cases, one for each command: sync, publish, backup, doctor, print; a plan kept in a file
    workbook       adapters to the spreadsheet: an .xlsx file or Google Sheets behind one Protocol
    plan           pure: what was read → Plan. Which row is which entry, which tick counts, what is released and written
    publish        adapters to the web server: a folder, SFTP, FTP, S3 or git behind one Protocol
    site           pure: a release → the pages and files of the public site
    tabs           what stands in each tab: header, rows, cells; what is wrong there, in words for clerks, desk and PPID
    settings       dip.toml as values
    cells          one cell: text → value or flaws
    ledger         what is remembered: values, the SQLite file, its hash chain
    template       sheets_templates/ as values
    strict_toml    a TOML table read strictly into a dataclass
    model          values that pass between the folders
    plain_text     text and JSON that no terminal obeys
    private_files  files that only the operator's account may read
    gc_pause       pauses the cyclic garbage collector while many objects are made
    errors         everything that stops a run, with its exit code
"""
