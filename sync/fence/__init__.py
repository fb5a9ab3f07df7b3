"""Keeps machines apart that run the same office: its ledger in a database, and a lease for whoever is at work.

An office of its own has no file `dip-fleet.toml`, and nothing of this is ever imported.

Others use: `Database`, `read_database` (database), `LedgerHead`, `LedgerTable` (ledger_table), `postgres_translated`
(postgres_errors), `PostgresTable`, `create_tables`, `connect` (postgres), `queue_name`, `make_queue`, `create_queue`,
`take_jobs`, `defer_once`, `ask_once`, `give_again`, `stay_at_work` (job_queue), `Fence` (fence), `GuardedWorkbook`,
`GuardedTarget`, `GuardedStore`, `FencedReceipts` (guards), `fence_of`, `fenced`, `committing_of`, `write_mark`
(fleet_mark).

    database         which database, and who may open it, as values
    ledger_table     what a database keeps of an office, as a Protocol
    postgres_errors  what psycopg raises, as what a person can do about it
    postgres         the same in PostgreSQL
    job_queue        Procrastinate in the same database, and what a program does that takes jobs out of it
    encrypted_table  the same over another one: the database alone tells nobody what it keeps
    ledger_copy      the ledger's file as the bytes that the database keeps
    fence            the lease of a run; every record is committed in the database first
    guards           workbook, target and receipt that ask the fence before each write
    fleet_mark       dip-fleet.toml: whether an office's ledger is in a database, and the fence of that office
"""
