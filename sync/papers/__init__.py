"""The papers of the procedure as values: what is signed at each step, from the ledger; then as PDF and as Word file.

Others use: `Paper` (paper), `Sources` (sources), `print_templates` (words), `Upload` (desk_papers), `BY_NAME`,
`NOTHING_TO_PRINT`, `WantedPaper`, `named_papers`, `due_papers` (due_papers), `to_word` (word_file), `statistics`
(statistics), `EvidenceSources`, `evidence_period` (evidence_sources), `questionnaires` (monev), `EvidencePapers`,
`PROOFS` (evidence), `to_book` (table_book), `read_carried`, `read_signatures` (signed_pdf).

A paper is a list of blocks (`paper`); its words stand in `print_templates/`, where an office may put its own.

    words         print_templates/ as values: sentences, headings, and the words that are filled in
    paper         what a paper consists of
    sources       what every paper is made from
    statistics    counts from the ledger as tables
    list_forms    the list and the list of exemptions in the forms that offices use
    decree        the decrees that establish the two lists
    list_papers   the two lists by themselves
    minutes       the minutes of the meeting: what changed since the last establishment
    unit_papers   a unit's receipt, and the draft of the desk
    desk_papers   the sheet of a consequence test; the order to upload and its proof
    due_papers    the papers by name, and which of them are due
    word_table    tables as Word's XML
    word_file     a paper as a Word file
    monev         the questions of the monev: what is asked, what proves it
    evidence_sources  what the evidence of a period is made from
    evidence_tables   its tables, counted from the ledger
    evidence      one paper for each question, and the index
    table_book    the tables as a workbook
    signed_pdf    a signed paper that comes back: what it carries, and what its signatures say
"""
