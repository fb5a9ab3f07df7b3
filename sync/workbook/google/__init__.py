"""A Google spreadsheet: read in two requests, written in one batch, verified after each write.

Others use: `GoogleWorkbook` (google_workbook), `client_of`, `missing`, `complete`, `layout_loss`, `repair`,
`owner_of`, `verify_writable` (setup), `probe` (probe), `Traffic` (recording).

    credentials      keys and identities; a signed-in session
    recording        requests and answers recorded as a cassette
    refusals         a refused request as an error that says what to do
    retry            how often a request is repeated, and for how long
    client           the requests that dip sends
    dates            the precision with which a date is shown
    cells            cells, texts and ranges in the API's JSON
    reader           a spreadsheet read in two requests
    tick_lock        whether only the PPID can tick
    witness          a hidden tab that keeps what a write is about to overwrite
    style            fonts, fills and lines in the API's JSON
    tab_requests     requests that draw parts of a tab
    protection       the protected ranges a tab should have
    new_tab          requests that draw a whole new tab
    requests         a batch as requests, in parts
    verify           whether a write landed on what was read, and how to undo it
    google_workbook  the adapter
    spreadsheet      a spreadsheet's layout as it is
    complete_tab     what a tab in use lacks of its layout
    gaps             what a spreadsheet lacks of its layout
    setup            the layout checked, or completed in one batch
    arrange_tabs     the columns of tabs in use put into the order of a new spreadsheet
    probe            checks of what we assume about Google's service
"""
