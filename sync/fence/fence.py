"""The fence of one office: one run at a time, on whatever machine, and no decision that another run does not know.

A run takes the lease of its office and brings its copy of the ledger up to date. Each record is committed in the
database, in the place of the very ledger that the run had read, before it is committed in the file beside `dip.toml`,
and before workbook and target are written. Before each write the database is asked once more. A run that was silent for
longer than its lease, stopped, asleep or cut off, has lost it and writes nothing any more.

Times are spans of a clock that nobody sets; the database alone compares moments, all by its own clock.
"""

from __future__ import annotations

import sqlite3
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from secrets import token_hex
from typing import NoReturn

from sync.errors import DipError, LedgerError, TryLater
from sync.fence.ledger_copy import damaged, in_memory, kept_of, knows, packed, put_in_place, unpacked
from sync.fence.ledger_table import LedgerHead, LedgerTable
from sync.ledger.ledger import Ledger
from sync.ledger.schema import FORMAT
from sync.message import say
from sync.private_files import write_private


def steady() -> float:
    """Seconds of a clock that nobody sets, and that goes on while the machine sleeps."""
    return time.clock_gettime(time.CLOCK_BOOTTIME) if hasattr(time, "CLOCK_BOOTTIME") else time.monotonic()


class Fence:
    """`ledger` is the file beside `dip.toml`, `files` are those that go with it from machine to machine, `lease` is in
    seconds."""

    def __init__(
        self, table: LedgerTable, ledger: Ledger, files: Sequence[Path] = (), lease: float = 30,
        clock: Callable[[], float] = steady,
    ) -> None:  # fmt: skip
        self._table, self._ledger, self._files = table, ledger, {path.name: path for path in files}
        self._lease, self._clock = lease, clock
        self._holder = self._head = ""
        self._until = 0.0
        self._kept_files: dict[str, bytes] = {}
        self._lock = threading.RLock()

    # -- the lease of a run ------------------------------------------------------------------------------------------

    @contextmanager
    def held(self) -> Iterator[None]:
        """Hold the lease, with ledger and files brought up to date. Raises `TryLater` while another run has it or the
        database does not answer, `LedgerError` where its ledger is not this office's or a newer `dip` wrote it."""
        if self._holder:
            yield  # whoever asks again in the same run has it
            return
        self._take()
        try:
            with self._prolonged():
                self._bring(self._kept)
                try:
                    yield
                finally:
                    self._keep_files()
        finally:
            holder, self._holder = self._holder, ""
            with suppress(DipError):
                self._table.free(holder)

    def _take(self) -> None:
        holder, sent = token_hex(16), self._clock()
        kept = self._table.take(holder, self._lease)
        if kept is None:
            with suppress(DipError):
                self._table.free(holder)  # it is not ours; this closes the connection
            raise TryLater(say("another machine of the fleet is at work for this office; try again when it is done"))
        self._holder, self._until, self._head, self._kept = holder, sent + self._lease, kept.head, kept

    @contextmanager
    def _prolonged(self) -> Iterator[None]:
        """The lease is prolonged while a run waits for a long answer. A run that stands still does not prolong it."""
        over = threading.Event()

        def beat() -> None:
            while not over.wait(self._lease / 3):
                with suppress(DipError):  # what it means is said by the run's own next question
                    self.verify()

        threading.Thread(target=beat, daemon=True).start()
        try:
            yield
        finally:
            over.set()

    def verify(self) -> None:
        """Ask the database whether this run still may write. Raises `TryLater` if not."""
        with self._lock:
            sent = self._clock()
            if not (self._holder and self._table.hold(self._holder, self._head, self._lease)):
                self._lost()
            self._until = sent + self._lease
        self.watch()

    def verify_read(self) -> None:
        """The same for a run that has read everything: if it stood still meanwhile, what it read is of two moments.
        Whoever only looks has no lease, and needs none."""
        if self._holder:
            self.verify()

    def watch(self) -> None:
        """Look at the clock alone. Raises `TryLater` once the lease may be over."""
        if self._clock() >= self._until:
            self._lost()

    def _lost(self) -> NoReturn:
        raise TryLater(
            say("this run stood still for too long, or another machine of the fleet was faster: it writes nothing "
                "more, and the next run goes on")
        )  # fmt: skip

    # -- the ledger ----------------------------------------------------------------------------------------------------

    def commit(self, base: sqlite3.Connection) -> None:
        """Commit what an open ledger holds by now, before the file does. Raises `TryLater` where another run was
        faster: nothing of it is recorded anywhere."""
        with self._lock:
            kept, sent = kept_of(base), self._clock()
            if not self._replaced(kept, packed(base)):
                self._lost()
            self._head, self._until = kept.head, sent + self._lease
        self.watch()

    def _replaced(self, kept: LedgerHead, blob: bytes) -> bool:
        return bool(self._holder) and self._table.replace(self._holder, self._head, kept, blob, self._lease)

    def _bring(self, kept: LedgerHead) -> None:
        """Make the file the ledger that the database keeps, or that one the file where it is the newer one."""
        if kept.format > FORMAT:
            raise LedgerError(
                say("the ledger in the fleet's database was written by a newer dip. Install the same version on this "
                    "machine. Nothing was decided.")
            )  # fmt: skip
        here = self._here()
        if kept.head and here.head != kept.head:
            self._agree(here, kept)
        elif here.head and not kept.head:
            self._give()
        if self._files:
            self._fetch_files()

    def _here(self) -> LedgerHead:
        """What the file is; nothing where it is missing, or damaged: it is put aside then."""
        if not self._ledger.exists():
            return LedgerHead()
        try:
            with closing(sqlite3.connect(self._ledger.path, timeout=5)) as base:
                return kept_of(base)  # a transaction that was cut is undone on the way
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode & 0xFF == sqlite3.SQLITE_BUSY:
                raise TryLater(say("the ledger is locked by another program; try again when it is done")) from error
        except (sqlite3.DatabaseError, TypeError):
            pass
        self._ledger.path.replace(self._ledger.path.with_suffix(".damaged"))
        return LedgerHead()

    def _agree(self, here: LedgerHead, kept: LedgerHead) -> None:
        """One of both goes on where the other ends: the longer one is the ledger."""
        data = unpacked(self._table.load())
        with in_memory(data) as theirs:
            if kept_of(theirs)._replace(format=kept.format) != kept:
                self.verify()  # another run may have been faster
                raise damaged()
            if not here.head or (here.identity == kept.identity and knows(theirs, here.head)):
                put_in_place(self._ledger.path, data)
                return
        if here.identity != kept.identity:
            raise LedgerError(
                say("the ledger %(name)s and the one in the fleet's database belong to two offices. Is `office` in "
                    "dip-fleet.toml right, and is there one fleet for this office? Nothing was decided.",
                    name=self._ledger.path.name)
            )  # fmt: skip
        with closing(sqlite3.connect(self._ledger.path)) as ours:
            known = knows(ours, kept.head)
        if not known:
            raise LedgerError(
                say("the ledger %(name)s and the one in the fleet's database both hold what the other does not know: "
                    "somebody ran dip here without the fleet, or the database is an old one. docs/fleet.md says how to "
                    "choose. Nothing was decided.", name=self._ledger.path.name)
            )  # fmt: skip
        self._give()

    def _give(self) -> None:
        """The database gets the ledger of this machine."""
        self._ledger.secret()
        with closing(sqlite3.connect(self._ledger.path)) as base:
            self.commit(base)

    # -- what goes with it ---------------------------------------------------------------------------------------------

    def keep_file(self, name: str, data: bytes) -> None:
        """Keep a file in the database before it is kept here. Raises `TryLater` where this run has lost its lease."""
        with self._lock:
            if not (self._holder and self._table.keep_file(self._holder, self._head, name, data)):
                self._lost()
            self._kept_files[name] = data

    def _fetch_files(self) -> None:
        self._kept_files = self._table.files()
        for name, path in self._files.items():
            data = self._kept_files.get(name)
            if data is not None and data != _bytes(path):
                write_private(path, data, durable=True)

    def _keep_files(self) -> None:
        """What a run changed goes with the ledger. What cannot be kept is told again, or looked for again."""
        for name, path in self._files.items():
            if (data := _bytes(path)) and data != self._kept_files.get(name):
                with suppress(DipError):
                    self.keep_file(name, data)


def _bytes(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except FileNotFoundError:
        return b""
