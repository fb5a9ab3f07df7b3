"""The ledger: an SQLite file beside `dip.toml` where decisions live. Append-only, chained, copied before each run
that writes.

Every transaction ends with an event whose hash covers the one before and everything the transaction added, so that
`verify` finds the place where a file was tampered with or damaged.
"""

from __future__ import annotations

import json
import sqlite3
import sys
import uuid
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, closing, contextmanager
from dataclasses import replace
from pathlib import Path

from sync.errors import LedgerError
from sync.ledger.hash_chain import CLOSING, canonical, digest_of, link, walk
from sync.ledger.releases import (
    attached_decrees,
    entries_of_list,
    last_before,
    last_established,
    last_reports,
    past_lists,
    past_releases,
    taken_back_since,
)
from sync.ledger.schema import create_tables, secret_of
from sync.ledger.sqlite_errors import sqlite_translated
from sync.ledger.state import (
    LedgerState,
    OfficeState,
    PastRelease,
    Record,
    RecordedEvent,
    Version,
)
from sync.ledger.state_data import data_of_entry, data_of_office, entry_of, office_of
from sync.message import say
from sync.release import ListPage

_TOLD = "seq, at, run, id, event, version, by, detail"


class Ledger:
    """The file. Reading never creates it; the first `record` does. `present` says of what was read what it means today:
    a unit may have another code by now. `committing` is called with the open file right before a record is committed,
    and refuses it by raising: nothing was recorded then."""

    def __init__(
        self,
        path: Path,
        backup_folder: Path,
        present: Callable[[LedgerState], LedgerState] = lambda state: state,
        committing: Callable[[sqlite3.Connection], None] = lambda _: None,
    ) -> None:
        self.path = path
        self.backup_folder = backup_folder
        self.present = present
        self.committing = committing

    def read(self, content_roles: tuple[str, ...], newest: int) -> LedgerState:
        """Everything the plan needs. Raises `LedgerError` if the file is damaged, or holds anything that no run
        recorded. Without a file: an empty state with a fresh identity."""
        if not self.exists():
            return LedgerState(OfficeState(uuid.uuid4().hex), exists=False, advice=self._advice())
        with self._open() as base:
            base.execute("BEGIN")  # what is read is what was walked
            self._walked(base)
            try:
                return self.present(replace(_load(base, content_roles, newest), advice=self._advice()))
            except (ValueError, KeyError, TypeError, IndexError) as error:
                raise LedgerError(
                    say(
                        "the ledger %(name)s holds what this version of dip cannot read. Was it written by a "
                        "newer one? Install that, or put back a copy. %(advice)s",
                        name=self.path.name, advice=self._advice(),
                    )
                ) from error  # fmt: skip

    def read_at(self, content_roles: tuple[str, ...], last_seq: int) -> LedgerState:
        """What `read` would have answered after this event."""
        with self._open() as base:
            return self.present(_load(base, content_roles, 0, last_seq))

    def last_before(self, at: str) -> int:
        """The last event before a moment, as events have it (UTC, ISO); 0 if there is none."""
        with self._open() as base:
            return last_before(base, at)

    def releases(self) -> list[PastRelease]:
        """Every release, oldest first."""
        if not self.exists():
            return []
        with self._open() as base:
            return past_releases(base)

    def established(self, content_roles: tuple[str, ...], decree: str = "establishment") -> LedgerState | None:
        """The state in which the decree that is in force was first known, on the list or (`exemption_decree`) on the
        exemptions; None if there never was one."""
        if not self.exists():
            return None
        with self._open() as base:
            seq = last_established(base, decree)
            return None if seq is None else self.present(_load(base, content_roles, 0, seq))

    def entries_of_list(self, page: ListPage) -> tuple[dict[str, int], int]:
        """The entries of a list that was released, ID → version, and the event with which it was first; nothing and 0
        for one that never was."""
        with self._open() as base:
            return entries_of_list(base, page)

    def taken_back_since(self, release: int) -> frozenset[str]:
        """The IDs of what was taken back after the last run whose newest release this was, be it given again or not."""
        if not self.exists():
            return frozenset()
        with self._open() as base:
            return taken_back_since(base, release)

    def record(self, record: Record, at: str, content_roles: tuple[str, ...]) -> None:
        """Add what a run decided, in one transaction; a copy of the file as it was before the run is kept."""
        with self._open(create=record.office) as base:
            if _last_run(base) < record.office.run:
                self._copy(base, record.office.run)
            with base:
                _append(base, record, at, content_roles)
                secret_of(base)
                self.committing(base)

    def head(self) -> tuple[int, str]:
        """The last run that recorded something, and the head of the chain; (0, "") without a ledger."""
        if not self.exists():
            return 0, ""
        with self._open() as base:
            return base.execute("SELECT run, hash FROM events ORDER BY seq DESC LIMIT 1").fetchone() or (0, "")

    def office(self) -> OfficeState:
        """The office as a whole, without walking the chain. Raises `LedgerError`."""
        with self._open() as base:
            meta = dict(base.execute("SELECT key, value FROM meta"))
            row = base.execute("SELECT data FROM states WHERE id = '' ORDER BY seq DESC LIMIT 1").fetchone()
            return office_of(json.loads(row[0]) if row else {}, meta["identity"])

    def secret(self) -> str:
        """The secret that seals the manifest of the site, made here if a ledger of an earlier version has none. Empty
        without a ledger."""
        if not self.exists():
            return ""
        with self._open() as base, base:
            return secret_of(base)

    def events(self, id: str | None = None) -> list[RecordedEvent]:
        """The history, oldest first, of one entry or of all. Raises `LedgerError` if the ledger is damaged, or is not
        there although copies of it are."""
        if not self.exists() and not self.newest_copy():
            return []
        self.verify()
        with self._open() as base:
            query = f"SELECT {_TOLD} FROM events WHERE event != ? AND (? IS NULL OR id = ?) ORDER BY seq"  # noqa: S608  our own names
            return [RecordedEvent(*row) for row in base.execute(query, (CLOSING, id, id))]

    def verify(self) -> int:
        """Walk the chain; returns the number of events. Raises `LedgerError` naming the first that does not fit."""
        with self._open() as base:
            return self._walked(base)

    def _walked(self, base: sqlite3.Connection) -> int:
        count, broken = walk(base)
        if broken:
            raise LedgerError(
                say("%(broken)s. Put back a copy that is whole. %(advice)s", broken=broken, advice=self._advice())
            )
        return count

    def copy_to(self, path: Path) -> tuple[int, str]:
        """Copy the file as it is at one moment, whatever a run writes meanwhile, to a new file for this account alone.
        Returns the run it ends with and the head of its chain. Raises `LedgerError` for one that is missing or
        damaged."""
        with self._open() as base:
            _copy(base, path)
        with self._translated(), closing(sqlite3.connect(path)) as copy:
            self._walked(copy)
            run, head = copy.execute("SELECT run, hash FROM events ORDER BY seq DESC LIMIT 1").fetchone() or (0, "")
        return int(run), str(head)

    def newest_copy(self) -> Path | None:
        """The newest kept copy, for messages."""
        copies = sorted(self.backup_folder.glob("ledger-*.sqlite"))
        return copies[-1] if copies else None

    def exists(self) -> bool:
        """Whether there is one. An empty file, which a run leaves that was cut while it made the ledger, is none."""
        return self.path.exists() and self.path.stat().st_size > 0

    @contextmanager
    def _open(self, create: OfficeState | None = None) -> Iterator[sqlite3.Connection]:
        fresh = not self.exists()
        if fresh:
            if create is None:
                raise LedgerError(
                    say("there is no ledger at %(name)s. %(advice)s", name=self.path.name, advice=self._advice())
                )
            self.path.touch(mode=0o600)
        with self._translated(), closing(sqlite3.connect(self.path, timeout=5)) as base:
            if fresh:
                create_tables(base, create.identity if create else "")
            yield base

    def _translated(self) -> AbstractContextManager[None]:
        return sqlite_translated(self.path, self._advice)

    def _advice(self) -> str:
        if self.path.with_name("dip-fleet.toml").exists():
            return say("But the fleet's database keeps this ledger: `dip restore` is refused here. Nothing is lost; "
                       "docs/fleet.md, “Backing up”, says how to go on.")  # fmt: skip
        copy = self.newest_copy()
        if copy is None:
            return say("There is no copy.")
        folder = copy.parent.name
        return say(
            "The newest copy is %(folder)s/%(name)s. To go on from it: `dip restore %(folder)s`.",
            folder=folder, name=copy.name,
        )  # fmt: skip

    def _copy(self, base: sqlite3.Connection, run: int) -> None:
        self.backup_folder.mkdir(mode=0o700, exist_ok=True)
        target = self.backup_folder / f"ledger-{run:08d}.sqlite"  # its pair: the workbook's copy of the same number
        fresh = target.with_suffix(".new")
        fresh.unlink(missing_ok=True)
        _copy(base, fresh)
        fresh.replace(target)
        for old in sorted(self.backup_folder.glob("ledger-*.sqlite"))[:-10]:
            old.unlink()


def _copy(base: sqlite3.Connection, path: Path) -> None:
    """SQLite's own way: what is copied is what stood there at one moment."""
    path.touch(mode=0o600, exist_ok=False)
    with closing(sqlite3.connect(path)) as copy:
        base.backup(copy)


def _last_run(base: sqlite3.Connection) -> int:
    """The run that recorded last; in a ledger just made, the one that is about to."""
    (last,) = base.execute("SELECT COALESCE(MAX(run), -1) FROM events").fetchone()
    return int(last) if last >= 0 else sys.maxsize


def _load(base: sqlite3.Connection, roles: tuple[str, ...], newest: int, last: int = sys.maxsize) -> LedgerState:
    meta = dict(base.execute("SELECT key, value FROM meta"))
    latest = "SELECT id, data FROM states WHERE seq IN (SELECT MAX(seq) FROM states WHERE tx <= ? GROUP BY id)"
    raw = {id: json.loads(data) for id, data in base.execute(latest, (last,))}
    office = office_of(raw.pop("", {}), meta["identity"])
    versions: dict[str, dict[int, Version]] = {}
    for id, number, fingerprint, content, valid in base.execute(
        "SELECT id, number, fingerprint, content, valid FROM versions"
    ):
        versions.setdefault(id, {})[number] = Version(id, number, fingerprint, json.loads(content), bool(valid))
    readings: dict[str, dict[str, int]] = {}
    for id, key, version in base.execute("SELECT id, key, version FROM readings"):
        readings.setdefault(id, {})[key] = version
    items = "SELECT id, version FROM items WHERE tx <= ? ORDER BY release"
    released = {id: version for id, version in dict(base.execute(items, (last,))).items() if version}
    query = f"SELECT {_TOLD} FROM events WHERE event != ? ORDER BY seq DESC LIMIT ?"  # noqa: S608  our own names
    recent = tuple(RecordedEvent(*row) for row in base.execute(query, (CLOSING, newest)))
    entries = {id: entry_of(id, data, roles) for id, data in raw.items()}
    top, head = base.execute("SELECT seq, hash FROM events ORDER BY seq DESC LIMIT 1").fetchone() or (0, "")
    heads = frozenset(row[0] for row in base.execute("SELECT hash FROM events WHERE event = ?", (CLOSING,)))
    secret, decrees = meta.get("secret", ""), attached_decrees(base, last)
    return LedgerState(
        office, entries, versions, readings, released, recent[::-1], top, head=head, heads=heads, secret=secret,
        lists=past_lists(base, last), reported=last_reports(base, last),
        attached=tuple(each for each in decrees if not each.exempts),
        exempting=tuple(each for each in decrees if each.exempts),
    )  # fmt: skip


def _append(base: sqlite3.Connection, record: Record, at: str, roles: tuple[str, ...]) -> None:
    seq, before = base.execute("SELECT seq, hash FROM events ORDER BY seq DESC LIMIT 1").fetchone() or (0, "")
    tx = seq + len(record.events) + 1
    _insert(base, record, roles, tx)
    events = [tuple(event) for event in record.events]
    for words in [*events, ("", CLOSING, 0, "sync", digest_of(base, tx))]:
        seq += 1
        row = (seq, at, record.office.run, *words)
        before = link(before, row)
        base.execute("INSERT INTO events VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)", (*row, before))


def _insert(base: sqlite3.Connection, record: Record, roles: tuple[str, ...], tx: int) -> None:
    states = [("", canonical(data_of_office(record.office)))]
    states += [(state.id, canonical(data_of_entry(state, roles))) for state in record.entries]
    base.executemany("INSERT INTO states (id, data, tx) VALUES (?, ?, ?)", [(*row, tx) for row in states])
    base.executemany(
        "INSERT INTO versions VALUES (?, ?, ?, ?, ?, ?)",
        [(v.id, v.number, v.fingerprint, canonical(dict(v.content)), int(v.valid), tx) for v in record.versions],
    )
    base.executemany("INSERT INTO readings VALUES (?, ?, ?, ?)", [(*row, tx) for row in record.readings])
    items = [(record.office.release, id, version, tx) for id, version in sorted(record.items.items())]
    base.executemany("INSERT INTO items VALUES (?, ?, ?, ?)", items)
