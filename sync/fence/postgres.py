"""What a database keeps of an office, in PostgreSQL. Whether a run was in time is judged by the server's clock alone.

Each statement stands for itself (autocommit). One that may be repeated is sent a second time over a new connection, as
after a restart of the server; a ledger is never sent twice.
"""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from typing import TYPE_CHECKING, Any

from sync.fence.database import Database
from sync.fence.ledger_table import LedgerHead
from sync.fence.postgres_errors import extra_missing, postgres_translated

if TYPE_CHECKING:
    from psycopg import Connection

_SCHEMA = """
CREATE TABLE IF NOT EXISTS office_ledger (
  office text PRIMARY KEY, identity text NOT NULL DEFAULT '', format integer NOT NULL DEFAULT 0,
  run integer NOT NULL DEFAULT 0, head text NOT NULL DEFAULT '', blob bytea NOT NULL DEFAULT '',
  holder text NOT NULL DEFAULT '', lease_until timestamptz NOT NULL DEFAULT '-infinity');
ALTER TABLE office_ledger ALTER COLUMN blob SET STORAGE EXTERNAL;
CREATE UNIQUE INDEX IF NOT EXISTS office_ledger_identity ON office_ledger (identity) WHERE identity <> '';
CREATE TABLE IF NOT EXISTS office_file (
  office text NOT NULL REFERENCES office_ledger ON UPDATE CASCADE ON DELETE CASCADE, name text NOT NULL,
  data bytea NOT NULL, PRIMARY KEY (office, name));
CREATE TABLE IF NOT EXISTS office_record (office text PRIMARY KEY, record jsonb NOT NULL);
CREATE TABLE IF NOT EXISTS fleet_machine (machine text PRIMARY KEY, seen timestamptz NOT NULL);
ALTER TABLE fleet_machine ADD COLUMN IF NOT EXISTS worker text NOT NULL DEFAULT '',
  ADD COLUMN IF NOT EXISTS twice timestamptz NOT NULL DEFAULT '-infinity';
CREATE TABLE IF NOT EXISTS account_reads (
  account text PRIMARY KEY, times double precision[] NOT NULL, pause double precision NOT NULL);
"""
_OURS = """office = %(office)s AND holder = %(holder)s AND lease_until > clock_timestamp() AND head = %(head)s"""
_UNTIL = "clock_timestamp() + make_interval(secs => %(seconds)s)"
_TAKE = """
INSERT INTO office_ledger AS kept (office, holder, lease_until) VALUES (%(office)s, %(holder)s, {until})
ON CONFLICT (office) DO UPDATE SET holder = excluded.holder, lease_until = excluded.lease_until
  WHERE kept.holder IN ('', excluded.holder) OR kept.lease_until < clock_timestamp()
RETURNING identity, format, run, head
"""
_HOLD = "UPDATE office_ledger SET lease_until = {until} WHERE {ours}"
_REPLACE = """
UPDATE office_ledger SET identity = %(identity)s, format = %(format)s, run = %(run)s, head = %(new)s, blob = %(blob)s,
  lease_until = {until} WHERE {ours} AND format <= %(format)s AND identity IN ('', %(identity)s)
"""
_KEEP_FILE = """
INSERT INTO office_file (office, name, data)
SELECT office, %(name)s, %(data)s FROM office_ledger WHERE {ours} FOR SHARE
ON CONFLICT (office, name) DO UPDATE SET data = excluded.data
"""
_FREE = """
UPDATE office_ledger SET holder = '', lease_until = '-infinity' WHERE office = %(office)s AND holder = %(holder)s
"""


def connect(database: Database) -> Connection[Any]:
    """A connection. Raises `SettingsError` without the extra, and what psycopg raises."""
    try:
        import psycopg
        import zstandard  # noqa: F401  packs the ledgers that are kept there
    except ImportError:
        raise extra_missing() from None
    options: dict[str, Any] = {"passfile": database.passfile} if database.passfile else {}
    return psycopg.connect(
        database.to, autocommit=True, connect_timeout=10, tcp_user_timeout=20_000, application_name="dip",
        options="-c statement_timeout=30s -c lock_timeout=10s", **options,
    )  # fmt: skip


def create_tables(database: Database) -> None:
    """Make the tables that are missing. May be repeated. Raises `SettingsError`, `TryLater`."""
    with postgres_translated(), connect(database) as connection, connection.transaction():
        connection.execute("SELECT pg_advisory_xact_lock(hashtext('dip'))")  # another machine may do so, too
        connection.execute(_SCHEMA)


class PostgresTable:
    """A `LedgerTable`. The connection is made when it is first needed."""

    def __init__(self, database: Database, office: str) -> None:
        self._database, self._office = database, office
        self._connection: Connection[Any] | None = None

    def take(self, holder: str, seconds: float) -> LedgerHead | None:
        rows = self._rows(_TAKE, holder=holder, seconds=seconds)
        return LedgerHead(*rows[0]) if rows else None

    def hold(self, holder: str, head: str, seconds: float) -> bool:
        return self._changed(_HOLD, holder=holder, head=head, seconds=seconds)

    def replace(self, holder: str, before: str, kept: LedgerHead, blob: bytes, seconds: float) -> bool:
        return self._changed(
            _REPLACE, again=False, holder=holder, head=before, new=kept.head, identity=kept.identity,
            format=kept.format, run=kept.run, blob=blob, seconds=seconds,
        )  # fmt: skip

    def load(self) -> bytes:
        rows = self._rows("SELECT blob FROM office_ledger WHERE office = %(office)s")
        return bytes(rows[0][0]) if rows else b""

    def keep_file(self, holder: str, head: str, name: str, data: bytes) -> bool:
        return self._changed(_KEEP_FILE, holder=holder, head=head, name=name, data=data)

    def files(self) -> dict[str, bytes]:
        rows = self._rows("SELECT name, data FROM office_file WHERE office = %(office)s")
        return {name: bytes(data) for name, data in rows}

    def free(self, holder: str) -> None:
        try:
            self._changed(_FREE, holder=holder)
        finally:
            self.close()

    def close(self) -> None:
        """The next verb connects anew."""
        connection, self._connection = self._connection, None
        if connection is not None:
            with suppress(Exception):
                connection.close()

    def _changed(self, statement: str, *, again: bool = True, **values: object) -> bool:
        return self._sent(statement, values, again=again)[0] == 1

    def _rows(self, statement: str, **values: object) -> Sequence[tuple[Any, ...]]:
        return self._sent(statement, values, again=True)[1]

    def _sent(self, statement: str, values: dict[str, object], *, again: bool) -> tuple[int, list[tuple[Any, ...]]]:
        """How many rows a statement touched, and what it answered."""
        with postgres_translated():
            known = self._connection is not None
            try:
                return self._once(statement, values)
            except Exception as error:
                lost = self._connection is None or self._connection.broken or self._connection.closed
                self.close()
                if not (again and known and lost and type(error).__module__.startswith("psycopg")):
                    raise
            return self._once(statement, values)

    def _once(self, statement: str, values: dict[str, object]) -> tuple[int, list[tuple[Any, ...]]]:
        if self._connection is None:
            self._connection = connect(self._database)
        whole = statement.format(ours=_OURS, until=_UNTIL)
        cursor = self._connection.execute(whole.encode(), {"office": self._office, **values})
        return cursor.rowcount, cursor.fetchall() if cursor.description else []
