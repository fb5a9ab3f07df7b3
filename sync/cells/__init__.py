"""One cell: the text somebody typed → a value, or what is wrong with it.

Others use: `read_cell` (cell), the value types of the readers, `other_offices`, `personal_data`.

    text            what every reader shares: blanks, folding, dashes, signs nobody sees
    choice          closed lists
    document_links  documents: URL, or name and URL
    period          when something was made
    regencies       the names of regencies and cities
    other_offices   another office's name in a text
    personal_data   personal data in a text
    retention       how long something is kept
    cell            text → value or flaws, by the kind of its column
"""
