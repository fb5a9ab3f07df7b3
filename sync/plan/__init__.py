"""Pure: what was read of workbook, ledger and target → a Plan. The rules of approval stand here (docs/rules.md).

Others use: `make_plan` (make_plan), `Snapshot` (gather), `Plan` (plan), `guard_release` (guards), `release_of`,
`everything_approved`, `shown_on_site`, `office_day`, `office_minute` (release).

    approval        the rules of approval: what is true of an entry now
    identity        row ↔ entry: IDs and marks
    version         content, fingerprint, and the key of what was typed
    entry_plan      one entry with all that was read about it
    gather          every tab as read, every row with its entry
    observed        what Induk shows of an entry now, and what changed while sync wrote
    guards          do workbook, ledger and target belong together; the brake
    entry_problems  what is wrong with an entry; entries that say the same
    plan            everything a run will do, as a value
    release         what the public may see
    status          status, note, changes: the words in the sheets
    stray_rows      rows that are no entry's: copies, foreign and emptied rows
    notices         what is told besides problems of rows
    generated_tabs  the tabs that only sync writes
    batch           what the tabs should say
    entries         every entry with all that was read about it
    make_plan       how it is all decided
"""
