"""DIP Sync: an Indonesian public office's Daftar Informasi Publik, from spreadsheet to web site, with approval between.

The map. A numbered heading is a line on a floor; below it stand its rooms, one file each, from left to right. A file
imports only from floors below, or from a file that stands before it on its own line; `tests/test_floors.py` holds this.

1 words: frozen values, one root error
    errors                    everything that stops a run
    model                     values that pass between the rooms
    state                     what the ledger remembers
2 what a filled-in sheet should be
    strict                    a TOML table, nothing guessed
    template                  tabs, columns, labels, choices
    template_files            the files of sheets_templates/
    sentences                 what people are told, in Indonesian
    problem                   a problem as a value, and where it is
    address                   where the site goes
    appearance                how the site looks, who signs the print
    spreadsheet               which Google spreadsheet is meant
    units                     the units and their tabs
    settings                  dip.toml
3 reading one cell
    spelling                  what every reader of text shares
    choice                    closed lists
    period                    when something was made
    retention                 how long it is kept
    links                     documents
    regency                   the names of regencies and cities
    office                    another office's name
    personal                  personal data
    cell                      text → value or flaws
4 pure steps: tabs → rows → entries → decisions
    header                    where the columns are
    rows                      which rows are rows
    rules                     rules over several cells or rows
    drift                     what a tab lost of its layout
    check                     a unit tab → rows and problems
    identity                  which row is which entry
    content                   what makes a version, its fingerprint, the key of what was typed
    merge                     what Induk says of each
    approval                  what is true of an entry now
    control                   the control tab
    present                   status, note, changes: what people read
4 the guide
    guide                     the guide tab as rows
4 the public side, behind the gate
    public                    PublicEntry, the allow-list
    beside                    work in a process of its own
    wording                   days, numbers, kinds of documents
    export                    CSV, JSON, XLSX, search data
    linked                    DCAT, Frictionless, schema.org
    parts                     a long list cut into pages
    updates                   what changed, for citizens
    tags                      what templates say beyond Jinja
    quick                     Jinja for ten thousand pages
    compiled                  templates as Jinja compiled them
    pages                     templates → bytes, one language
    embed                     the list as one file
    printed                   the list on paper, set by Typst
    site                      the whole site as bytes
5 what a run will do, decided
    collector                 the search for cycles, at rest
    release                   what the public may see
    meanwhile                 what people did while sync wrote
    gather                    every tab as read, every row with its entry
    case                      one entry with all that was read about it
    entry_problems            what is wrong with an entry
    fresh                     entries seen for the first time
    twins                     entries that say the same
    cases                     every entry with all that was read about it
    brake                     too many rows gone at once
    guard                     do workbook, ledger and target belong together
    leftovers                 rows that are no entry's
    notices                   what is told besides
    own_tabs                  the tabs that only sync writes
    write                     what the tabs should say
    planned                   everything a run will do, as a value
    withdrawals               what happens while nothing else may
    plan                      how it is decided
6 the door to the workbook
    workbook                  the protocol, and which door a location opens
    workbook.unit_tab         which tabs the units have
    workbook.package          the zip around it
    workbook.book             its sheets, and the parts they share
    workbook.reference        how cells are named
    workbook.bulk             long lists inside a part
    workbook.cell_text        bytes of a cell ↔ text
    workbook.number_format    what a number means
    workbook.formula          shared formulas
    workbook.calc_chain       the list of computed cells
    workbook.sheet_reader     XML → Sheet
    workbook.book_reader      bytes → sheets
    workbook.sheet_usual      unusual XML made usual
    workbook.sheet_cut        XML cut at rows and cells
    workbook.shared_formula   formulas written once for many cells
    workbook.row_height       how tall wrapped text is
    workbook.sheet_patch      cells changed inside the XML
    workbook.sheet_list       sheets and the names that count them
    workbook.style_merge      styles added at the end
    workbook.look             colours
    workbook.tab_look         one tab drawn
    workbook.transplant       tabs carried into a workbook
    workbook.layout           the first workbook
    workbook.batch_writer     a batch → new bytes
    workbook.file_swap        a file replaced whole
    workbook.office_lock      is it open in a program
    workbook.xlsx             the .xlsx door
    workbook.google_refusal   why Google says no, and what to do
    workbook.google_access    who asks: keys and identities
    workbook.google_patience  how often a request is repeated
    workbook.google_client    four kinds of request to Google
    workbook.google_cells     what Google says a cell holds
    workbook.google_dates     how much of a date is seen
    workbook.google_reader    a spreadsheet in two requests
    workbook.google_tabs      which tabs there must be
    workbook.google_lock      can only the PPID tick
    workbook.google_witness   what stood there before a write
    workbook.gap              what a layout lacks
    workbook.google_look      colours in Google's words
    workbook.google_tab       one tab at Google drawn
    workbook.google_writer    a batch as requests
    workbook.google_kept      what a write covers, to be given back
    workbook.google_check     did a write land on what was read
    workbook.google           the Google door
    workbook.drift            what an .xlsx lost of its layout
    workbook.google_protection  who may edit what there
    workbook.google_drawn     a whole new tab there
    workbook.google_seen      the spreadsheet as it stands
    workbook.google_complete  a tab in use, completed
    workbook.google_layout    what is missing there
    workbook.carried          a whole workbook on its way
    workbook.google_copy      carried over to Google
    workbook.file_copy        carried over into an .xlsx
    workbook.google_setup     looked at, completed in one batch
    workbook.google_traffic   what was asked of Google, kept
    workbook.google_probe     first contact with Google
6 the ledger
    chain                     what makes a changed ledger be found out
    ledger                    where decisions live
6 the door to the public
    publish                   the protocol
    publish.order             which file goes first
    publish.seen              what the last run saw there
    publish.strangers         what is not ours
    publish.folder            a folder as target
    publish.over_http         read back as visitors get it
    publish.store             a server that keeps files
    publish.look              what is there, by listing and reading
    publish.remote            any store as target
    publish.ssh_trust         how an SSH server is known
    publish.git_ssh           git's environment
    publish.git               a branch as target
    publish.sftp_bulk         many small SFTP questions at once
    publish.sftp              an account on an SSH server
    publish.ftp               an account on an FTP server
    publish.bucket            an S3 bucket
6 the preview
    serve                     the site on loopback
7 where core and doors meet
    run                       take a snapshot, apply
    doctor                    is every part well
    progress                  what is going on, on a terminal
    saved_plan                a plan kept in a file
    report                    what a run tells programs
    plan_text                 what a plan tells people
    paper                     the list and the draft decree as files
    republish                 what is public, again without the workbook
    publish_text              what that tells
8 the command
    command                   what every command shares
    cli_init                  dip init, and what it would do
    cli_probe                 dip doctor --probe-google
    cli_publish               dip publish
    cli                       click commands, thin
"""
