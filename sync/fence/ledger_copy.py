"""The ledger's file as the bytes that a database keeps, and what is asked of either."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from sync.errors import LedgerError
from sync.fence.encrypted_table import SIGN
from sync.fence.ledger_table import LedgerHead
from sync.ledger.schema import FORMAT
from sync.message import say
from sync.private_files import write_private

_LARGEST = 1 << 31


def kept_of(base: sqlite3.Connection) -> LedgerHead:
    """What an open ledger is, with what is not committed yet."""
    (identity,) = base.execute("SELECT value FROM meta WHERE key = 'identity'").fetchone()
    run, head = base.execute("SELECT run, hash FROM events ORDER BY seq DESC LIMIT 1").fetchone() or (0, "")
    return LedgerHead(identity, FORMAT, run, head)


def knows(base: sqlite3.Connection, head: str) -> bool:
    """Whether the chain of an open ledger ever had this head."""
    return base.execute("SELECT 1 FROM events WHERE hash = ?", (head,)).fetchone() is not None


def packed(base: sqlite3.Connection) -> bytes:
    """The bytes of an open ledger, with what is not committed yet."""
    import zstandard

    # Level 3, the usual one, takes twice the time and makes no less.
    return zstandard.ZstdCompressor(level=1, write_checksum=True).compress(base.serialize())


def damaged() -> LedgerError:
    """What to say of a ledger in the database that is none."""
    return LedgerError(say("the ledger that the fleet's database keeps is damaged. Put back a backup of the database."))


def unpacked(blob: bytes) -> bytes:
    """What was packed. Raises `LedgerError` where it is damaged, or encrypted."""
    if blob.startswith(SIGN):
        raise LedgerError(
            say("the ledger in the fleet's database is encrypted, and this machine has no key. Write keyfile into "
                "[database] of fleet.toml, as on the other machines. Nothing was decided.")
        )  # fmt: skip
    import zstandard

    try:
        if 0 < zstandard.get_frame_parameters(blob).content_size <= _LARGEST:  # of no bytes it verifies nothing
            return zstandard.ZstdDecompressor().decompress(blob, allow_extra_data=False)
    except (zstandard.ZstdError, MemoryError):
        pass
    raise damaged()


@contextmanager
def in_memory(data: bytes) -> Iterator[sqlite3.Connection]:
    """The bytes of a ledger, opened. Raises `LedgerError` where they are none."""
    with closing(sqlite3.connect(":memory:")) as base:
        try:
            base.deserialize(data)
            yield base
        except sqlite3.DatabaseError as error:
            raise damaged() from error


def put_in_place(path: Path, data: bytes) -> None:
    """Make these bytes the ledger's file, whole or not at all. A transaction that a run which was killed left half
    written belongs to the former file."""
    path.with_name(f"{path.name}-journal").unlink(missing_ok=True)
    write_private(path, data, durable=True)
