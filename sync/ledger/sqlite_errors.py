"""What SQLite cannot do with the ledger's file, as sentences that say why and what to do."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from sync.errors import LedgerBusy, LedgerError, reason_of, whose
from sync.file_system import verify_locks
from sync.message import say

_BUSY = (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED)
_REFUSED = (sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR, sqlite3.SQLITE_READONLY, sqlite3.SQLITE_CANTOPEN)


@contextmanager
def sqlite_translated(path: Path, advice: Callable[[], str]) -> Iterator[None]:
    """What SQLite raises while the ledger at this path is open, as `LedgerError`, `LedgerBusy` or `FileError`. `advice`
    says where a copy is."""
    name = path.name
    try:
        yield
    except sqlite3.OperationalError as error:
        code = error.sqlite_errorcode & 0xFF
        if code in (*_BUSY, sqlite3.SQLITE_IOERR) and path.exists():
            verify_locks(path)
        if code in _BUSY:
            raise LedgerBusy(
                say(
                    "the ledger %(name)s is locked by another program. Close it and run again. Nothing was recorded.",
                    name=name,
                )
            ) from error
        if code in _REFUSED:
            _verify_open(path)
            raise LedgerError(
                say(
                    "the ledger %(name)s could not be written: %(error)s. Is the disk full, or the folder "
                    "read-only? Put it right and run again: nothing is lost.",
                    name=name, error=error,
                )
            ) from error  # fmt: skip
        raise LedgerError(
            say(
                "the ledger %(name)s cannot be used: %(error)s. %(advice)s",
                name=name, error=error, advice=advice(),
            )
        ) from error  # fmt: skip
    except sqlite3.DatabaseError as error:
        raise LedgerError(
            say(
                "the ledger %(name)s is damaged: %(error)s. %(advice)s",
                name=name, error=error, advice=advice(),
            )
        ) from error  # fmt: skip


def _verify_open(path: Path) -> None:
    """Raises `LedgerError` if this user may not open the file: SQLite does not say so."""
    try:
        path.open("r+b").close()
    except OSError as error:
        raise LedgerError(
            say(
                "the ledger %(name)s cannot be opened: %(reason)s.%(whose)s Nothing was decided.",
                name=path.name, reason=reason_of(error), whose=whose(error),
            )
        ) from error  # fmt: skip
