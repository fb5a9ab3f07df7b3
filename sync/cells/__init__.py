"""One cell: the text somebody typed → a value, or what is wrong with it.

Others use: `read_cell`, `read_tick`, `Tick`, `says_nothing` (cell), `is_ditto` (placeholders), `CellValue`, `Flaw`,
`clean`, `fold`, `is_blank` (text), `links_of`, `compose_links`, `is_internal` (document_links), `read_period`
(period_reading), `period_days` (period), `find_choice` (choice), `read_withdrawal_reason` (withdrawal_reason),
`OfficeFacts` (other_offices).

    text              what every reader shares: blanks, case, dashes, invisible characters
    placeholders      what people write where they have nothing to write
    choice            a value of a closed list
    withdrawal_reason  why an entry was withdrawn, as the PPID chose it
    document_links    links to documents: URL, or name and URL
    period            when something was made: a day, month, year, or years
    regencies         the names of regencies and cities
    time_and_place    a time and a place in one cell, taken apart
    period_reading    a text as a period, or why it is none
    other_offices     another office's name in a text
    link_words        what people wrote in an address: names of files, values that say what they are
    number_runs       long numbers as people type them, in groups and with letters for digits
    number_names      the word that names a number, and how it stands there
    personal_numbers  numbers of persons, known by their structure or by the word that names them
    personal_words    private e-mail addresses, days of birth, homes
    personal_data     everything in a text that must not be published
    number_words      numbers in Indonesian words
    schedule          a retention schedule in its parts: phases, conditions, fate
    retention         how long something is kept: `5 tahun`, `Permanen`
    cell              text → value or flaws, by the kind of its column
"""
