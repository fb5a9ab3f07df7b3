"""The tables of the ledger's file, what keeps them append-only, and the secret."""

from __future__ import annotations

import sqlite3
from secrets import token_hex

_SCHEMA = """
CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL);
CREATE TABLE states (seq INTEGER PRIMARY KEY, id TEXT NOT NULL, data TEXT NOT NULL, tx INTEGER NOT NULL);
CREATE INDEX states_by_id ON states (id, seq);
CREATE INDEX states_by_tx ON states (tx);
CREATE TABLE versions (id TEXT NOT NULL, number INTEGER NOT NULL, fingerprint TEXT NOT NULL, content TEXT NOT NULL,
  valid INTEGER NOT NULL, tx INTEGER NOT NULL, PRIMARY KEY (id, number));
CREATE TABLE readings (id TEXT NOT NULL, key TEXT NOT NULL, version INTEGER NOT NULL, tx INTEGER NOT NULL,
  PRIMARY KEY (id, key));
CREATE TABLE items (release INTEGER NOT NULL, id TEXT NOT NULL, version INTEGER NOT NULL, tx INTEGER NOT NULL,
  PRIMARY KEY (release, id));
CREATE TABLE events (seq INTEGER PRIMARY KEY, at TEXT NOT NULL, run INTEGER NOT NULL, id TEXT NOT NULL,
  event TEXT NOT NULL, version INTEGER NOT NULL, by TEXT NOT NULL, detail TEXT NOT NULL, hash TEXT NOT NULL);
"""
FORMAT = 1
"""Which edition of these tables this is: higher where an earlier `dip` could not read what is written."""
_TABLES = ("meta", "states", "versions", "readings", "items", "events")


def create_tables(base: sqlite3.Connection, identity: str) -> None:
    """Make them in an empty file, with triggers that refuse any change of what is there, and note whose it is."""
    triggers = [
        f"CREATE TRIGGER no_{verb.lower()}_{table} BEFORE {verb} ON {table} "
        "BEGIN SELECT RAISE(ABORT, 'the ledger is append-only'); END;"
        for table in _TABLES
        for verb in ("UPDATE", "DELETE")
    ]
    base.executescript("BEGIN;" + _SCHEMA + "".join(triggers))
    base.execute("INSERT INTO meta VALUES ('identity', ?)", (identity,))
    base.commit()


def secret_of(base: sqlite3.Connection) -> str:
    """What seals the manifest of the site; made if there is none. Like the identity it stands
    outside the chain: it is no decision."""
    row = base.execute("SELECT value FROM meta WHERE key = 'secret'").fetchone()
    if row is None:
        row = (token_hex(32),)
        base.execute("INSERT INTO meta VALUES ('secret', ?)", row)
    return str(row[0])
