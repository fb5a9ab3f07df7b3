"""A Google spreadsheet: read in two requests, written in one batch, verified after each write.

Others use: `GoogleWorkbook` (google_workbook), `GoogleSetup` (setup), the probe (probe).

    credentials      who asks: keys and identities
    recording        what was asked of Google, kept
    refusals         why Google says no, and what to do
    retry            how often a request is repeated
    client           four kinds of request to Google
    dates            how much of a date is seen
    tabs             which tabs there must be
    cells            what Google says a cell holds
    reader           a spreadsheet in two requests
    tick_lock        can only the PPID tick
    witness          what stood there before a write
    style            colours in Google's words
    tab_requests     one tab drawn, as requests
    protection       who may edit what
    new_tab          a whole new tab
    requests         a batch as requests
    kept             what a write covers, to be given back
    verify           did a write land on what was read
    google_workbook  the adapter
    spreadsheet      the spreadsheet as it stands
    complete_tab     a tab in use, completed
    gaps             what is missing of the layout
    setup            looked at, completed in one batch
    probe            first contact with Google
"""
