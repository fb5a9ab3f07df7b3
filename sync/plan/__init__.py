"""Pure: what was read of workbook, ledger and target → a Plan. The rules of approval stand here (docs/rules.md).

Others use: `make_plan` (make_plan), `Snapshot` (gather), `Plan`, `Waiting`, `Task` (plan), `guard_witnesses` (guards),
`release_of`, `everything_approved`, `shown_on_site` (what_stays_public), `office_day`, `office_minute`
(office_clock), `public_changes` (version_changes).

    office_clock       a moment in UTC as the office's clock shows it
    tick_rules         does a tick count, what is withdrawn, what lapses, for one entry: the rules of approval 3 to 5
    identity           which row is which entry (rule 1): IDs and marks
    version            the content of an entry, its fingerprint, and the key of what was typed (rule 2)
    entry_plan         one entry in this run, as a value
    foreign            what stands where sync would write and is somebody's own (rule 9)
    lost_header        a unit's tab whose header was pasted over, and what is told of it there
    gather             Snapshot → every tab read, every row with its entry
    observed           what Induk shows of an entry, and what people changed there, also while sync wrote
    salvage            what of an `Induk` that cannot be used can be read all the same (rule 6)
    guards             may this run decide at all (rule 6): do workbook, ledger and target belong together; the brake
    entry_problems     what is wrong with an entry; entries that say the same
    plan               everything a run will do, as a value
    what_stays_public  which entries the public sees: what is released, what stays after a withdrawal (rules 4 to 8)
    entry_status       the status of an entry, and its notes in the unit's tab and in Induk
    version_changes    what differs between two versions: Perubahan, the minutes, what the public may know
    recovery_evidence  after a loss: what is left, what becomes of an entry by it, which report on it is the latest
    recovered_entries  each entry after a loss: what is still believed of it, by that evidence
    recovery           ledger put back or made anew + what is left → the record that closes the gap
    waiting            who waits for whom, and the first cells to go to, as Kendali says it
    tasks              what waits for whom, one by one, with all that a message may tell of it
    stray_rows         rows that are no entry's: copies, foreign and emptied rows
    notices            what Kendali and the operator are told besides problems of entries
    written_rows       in a tab that only sync writes: its rows, and what people typed between and below them (rule 9)
    generated_tabs     the tabs that only sync writes: DIP, DIK, Riwayat, Petunjuk; its lines of Kendali
    batch              decisions → the cells to write in every tab (rule 9)
    linked_documents   which links may be asked for, and what is said of those that a citizen cannot open
    entries            an EntryPlan for every entry, known and new
    make_plan          all of it in its order: Snapshot → Plan
"""
