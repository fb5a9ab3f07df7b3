"""What is remembered between runs (entries, versions, approvals, events), in an append-only SQLite file.

Others use: `Ledger` (ledger), `EntryState`, `LedgerState`, `OfficeState`, `Version`, `Event`, `Record` (state).

    hash_chain     each event carries the hash of the one before, so that a changed ledger is found out
    state          what is remembered, as values: the state of an entry, its versions, the office, the events
    state_data     states as that file holds them, in JSON
    releases       the past, as the SQLite file knows it: releases, and up to which event it reached
    schema         the tables of that file, and the secret in it
    sqlite_errors  what SQLite cannot do with it, as sentences
    ledger         the SQLite file, read and appended to
"""
