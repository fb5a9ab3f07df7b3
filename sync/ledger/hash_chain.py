"""The chain that makes a changed ledger be found out: every event's hash covers the one before it, and the event that
closes a run covers everything else the run recorded. Whatever stands in the file and was not so recorded breaks it.
"""

from __future__ import annotations

import hashlib
import json
import sqlite3
from collections.abc import Iterable, Iterator
from itertools import groupby
from operator import itemgetter
from typing import Any

CLOSING = "run"
"""The event that closes a transaction; `dip history` does not show it."""

_TABLES = ("states", "versions", "readings", "items")
_STRICT = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":"))
_LENIENT = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":"), default=repr)
_RUN, _EVENT, _DETAIL = 2, 4, 7
"""Where these stand in a row of `events`."""

Row = tuple[Any, ...]
Group = tuple[int, Iterator[Row]]
"""A transaction, and its rows of one table."""


def canonical(value: object) -> str:
    """One spelling for each value that a ledger records. Raises `TypeError` for any other."""
    return _STRICT.encode(value)


def _spelt(row: Row) -> str:
    """The same for what stands in a ledger, whatever that is."""
    return _LENIENT.encode(row)


def link(before: str, event: Row) -> str:
    """The hash of an event (its row without the hash) that follows the one with the hash `before`."""
    return hashlib.sha256(f"{before}\n{_spelt(event)}".encode("utf-8", "surrogatepass")).hexdigest()


def digest_of(base: sqlite3.Connection, tx: int) -> str:
    """The SHA-256 of everything a transaction added besides its events."""
    return _digest(base.execute(f"SELECT * FROM {table} WHERE tx = ? ORDER BY rowid", (tx,)) for table in _TABLES)  # noqa: S608  our own names


def _digest(tables: Iterable[Iterable[Row]]) -> str:
    digest = hashlib.sha256()
    for rows in tables:
        for row in rows:
            digest.update(_spelt(row).encode("utf-8", "surrogatepass"))
    return digest.hexdigest()


def walk(base: sqlite3.Connection) -> tuple[int, str]:
    """How many events there are up to the first that does not fit, and what does not fit; nothing if all does. Every
    row of the file is read once."""
    before, count, kind, recorded = "", 0, CLOSING, _Recorded(base)
    for *event, recorded_link in base.execute("SELECT * FROM events ORDER BY seq"):
        count += 1
        before = link(before, tuple(event))
        if before != recorded_link:
            return count, f"the ledger's chain breaks at event {event[0]}: it is not what was recorded"
        kind = event[_EVENT]
        if kind == CLOSING and recorded.digest(event[0]) != event[_DETAIL]:
            what = f"what run {event[_RUN]} recorded (up to event {event[0]})"
            return count, f"{what} is not what stands in the ledger now"
    more = recorded.left() or kind != CLOSING
    return count, "there is more in the ledger than any run recorded" if more else ""


class _Recorded:
    """What transactions added besides their events, one after the other."""

    def __init__(self, base: sqlite3.Connection) -> None:
        rows = (base.execute(f"SELECT * FROM {table} ORDER BY rowid") for table in _TABLES)  # noqa: S608  our own names
        self._tables: list[Iterator[Group]] = [groupby(each, key=itemgetter(-1)) for each in rows]
        self._next: list[Group | None] = [next(table, None) for table in self._tables]

    def digest(self, tx: int) -> str:
        """That of the next transaction."""
        return _digest([self._rows(number, tx) for number in range(len(self._tables))])

    def _rows(self, number: int, tx: int) -> list[Row]:
        group = self._next[number]
        if group is None or group[0] != tx:
            return []
        rows = list(group[1])
        self._next[number] = next(self._tables[number], None)
        return rows

    def left(self) -> bool:
        """Whether there is more than all transactions asked for."""
        return any(group is not None for group in self._next)
