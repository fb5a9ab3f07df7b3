"""DIP Sync: an Indonesian public office's Daftar Informasi Publik, from spreadsheet to web site, with approval between.

A folder imports only from what stands above it here; inside a folder a file imports only from files that stand above
it in the folder's own map (the docstring of its `__init__.py`). `tests/test_floors.py` holds both. To follow a run,
read from the bottom: `cli` calls `run`, which joins `workbook`, `plan` and `publish`.

    message        what the operator reads: English sentences that can be said in another language
    errors         everything that stops a run, with its exit code
    time_limit     a limit for what waits for somebody else's answer
    gc_pause       pauses the cyclic garbage collector while many objects are made
    certificates   whom a connection trusts: the known authorities, and those of the office's network
    time_stamp     the time in the names of copies, which never goes back
    file_system    what a file system may refuse without anything being lost, and what not
    private_files  files beside dip.toml, written whole; most only for the operator's account
    plain_text     text and JSON that no terminal obeys
    model          values that pass between the folders
    release        what the public may see, as values
    spelling       which of some words is spelt most like another
    strict_toml    a TOML table read strictly into a dataclass
    template       sheets_templates/ as values
    ledger         what is remembered: values, the SQLite file, its hash chain
    cells          one cell: text → value or flaws
    links          are the documents open to a citizen: links are asked for, and what is known of them is kept
    settings       dip.toml as values
    calendar       pure: what the ledger knows, the law's dates and the office's day → what is due by law
    tabs           what stands in each tab: header, rows, cells; what is wrong there, in words for clerks, desk and PPID
    site           pure: a release → the pages and files of the public site
    publish        adapters to the web server: a folder, SFTP, FTP, S3 or git behind one Protocol
    plan           pure: what was read → Plan. Which row is which entry, which tick counts, what is released and written
    messages       what waits, told to the people concerned: by mail, or by a service
    papers         pure: the ledger → the papers of the procedure, to sign and to edit
    workbook       adapters to the spreadsheet: an .xlsx file or Google Sheets behind one Protocol
    importing      a list that the office already has → rows for its tabs
    fence          keeps machines apart that run the same office: its ledger in a database, a lease for who is at work
    national       many offices' published lists → one search over them (extra `national`)
    run            use cases, one for each command: sync, publish, backup, doctor, print; a plan kept in a file
    fleet          many offices on one machine: which are due, each in a process of its own
    cli            what people type: the commands, what they print, the progress line
"""
