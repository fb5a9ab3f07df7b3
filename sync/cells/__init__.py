"""One cell: the text somebody typed → a value, or what is wrong with it.

Others use: `read_cell`, `read_tick` (cell), `CellValue`, `Flaw`, `clean`, `fold`, `is_blank` (text), `links_of`,
`compose_links` (document_links), `read_period`, `period_days` (period), `find_choice` (choice), `OfficeFacts`
(other_offices).

    text            what every reader shares: blanks, case, dashes, invisible characters
    choice          closed lists
    document_links  documents: URL, or name and URL
    period          when something was made
    regencies       the names of regencies and cities
    other_offices   another office's name in a text
    personal_data   personal data in a text
    retention       how long something is kept
    cell            text → value or flaws, by the kind of its column
"""
