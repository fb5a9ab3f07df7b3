"""Doors without files (but for SQLite's): they keep the protocols of the real ones, and every step at which a process
could die passes a `Fuse`."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping
from pathlib import Path

from sync.errors import TargetError, WorkbookChanged, WorkbookError, WorkbookOpen
from sync.ledger.ledger import Ledger
from sync.ledger.state import Record
from sync.model import Batch, Formula, PublishResult, Sheet, TabWrite, TargetState, WorkbookState
from sync.publish.inventory import refusal
from sync.publish.ours import Evidence, altered, candidates, decide, seal_of
from sync.publish.receipt import ReceiptFile
from sync.publish.steps import Steps, folders_above, steps
from sync.publish.target import Progress, nothing
from sync.settings.units import Unit
from sync.site.manifest import MANIFEST, parse_manifest
from sync.tabs.guide_tab import guide_rows
from sync.template.loader import load_template
from sync.template.template import Template
from sync.workbook.xlsx.cell_text import stored_text

TEMPLATE: Template = load_template()


class Crash(BaseException):
    """The process dies here."""


class Fuse:
    """Counts the steps of a run, and kills it at one of them: by its number (`blow_at`), or at the n-th of a name
    (`blow_on`)."""

    def __init__(self) -> None:
        self.steps: list[str] = []
        self.blow_at = -1
        self.blow_on = ("", 0)

    def step(self, name: str) -> None:
        """One point at which a process could die."""
        self.steps.append(name)
        if len(self.steps) - 1 == self.blow_at or (name, self.steps.count(name)) == self.blow_on:
            raise Crash(name)


class MemoryBook:
    """A workbook of lists that applies a batch as the .xlsx door does. `open_in` names a program that has it open;
    `trouble` is raised by the next write: before it (`refused`) or after it was applied (`lost`)."""

    def __init__(self, units: tuple[Unit, ...], fuse: Fuse) -> None:
        self.location = "dip.xlsx"
        self.tabs: dict[str, list[list[str]]] = {}
        self.formulas: dict[tuple[str, int, int], Formula] = {}
        self.units, self.fuse = units, fuse
        self.open_in = self.trouble = ""
        self.writes = self.reads = 0

    def read(self) -> WorkbookState:
        self.reads += 1
        sheets = {
            title: Sheet(title, tuple(tuple(row) for row in rows),
                         {(r, c): formula for (tab, r, c), formula in self.formulas.items() if tab == title})
            for title, rows in self.tabs.items()
        }  # fmt: skip
        return WorkbookState(self.location, sheets, self._stamp())

    def _stamp(self) -> str:
        return hashlib.sha256(json.dumps(self.tabs).encode()).hexdigest()

    def check_writable(self, state: WorkbookState) -> None:
        if self.open_in:
            raise WorkbookOpen(f"{self.location} is open in {self.open_in}")
        if state.stamp != self._stamp():
            raise WorkbookChanged(f"{self.location} was saved by somebody since it was read")

    def write(self, batch: Batch, state: WorkbookState) -> WorkbookState | None:
        self.check_writable(state)
        self.fuse.step("before workbook")
        trouble, self.trouble = self.trouble, ""
        if trouble == "refused":
            raise WorkbookError("the disk is full")
        self.writes += 1
        tabs = {title: [list(row) for row in rows] for title, rows in self.tabs.items()}
        for tab in batch.tabs:
            _apply(tab, tabs.setdefault(tab.title, laid_out(tab.kind, self.units)))
        self.tabs = {batch.titles.get(title, title): rows for title, rows in tabs.items()}
        self.fuse.step("after workbook")
        if trouble == "lost":
            raise WorkbookError("no answer")
        return self.read()

    def lay_out(self) -> list[str]:
        wanted = [(unit.tab, "unit") for unit in self.units]
        wanted += [(TEMPLATE.tab(kind).title, kind) for kind in ("induk", "kendali", "dip", "dik", "riwayat")]
        added = {title: laid_out(kind, self.units) for title, kind in wanted if title not in self.tabs}
        self.tabs |= added
        return list(added)


def laid_out(kind: str, units: tuple[Unit, ...]) -> list[list[str]]:
    """A tab as `dip init` makes it."""
    tab = TEMPLATE.tab(kind)
    if kind == "petunjuk":
        return [list(row) for row in guide_rows(TEMPLATE, units)]
    rows = [[column.header for column in tab.columns]]
    rows += [[line.label, line.default] for line in tab.lines(unit.tab for unit in units)]
    return rows + ([[unit.tab, ""] for unit in units] if kind == "kendali" else [])


def _apply(tab: TabWrite, rows: list[list[str]]) -> None:
    if tab.replace is not None:
        rows[:] = [[stored_text(value) for value in row] for row in tab.replace]
        return
    for number in range(tab.append_at, tab.append_at + len(tab.append)):
        if number < len(rows) and any(text not in ("", "FALSE") for text in rows[number]):
            raise WorkbookChanged(f"Row {number + 1} of “{tab.title}” is no longer empty.")
    cells = {(tab.append_at + r, c): value for r, row in enumerate(tab.append) for c, value in enumerate(row)}
    for (row, column), value in {**tab.cells, **cells}.items():
        put(rows, row, column, stored_text(value))


def put(rows: list[list[str]], row: int, column: int, text: str) -> None:
    """Write into ragged rows."""
    rows.extend([] for _ in range(row + 1 - len(rows)))
    rows[row].extend("" for _ in range(column + 1 - len(rows[row])))
    rows[row][column] = text


class MemoryTarget:
    """A host as a dict. `somebodys` are the paths of files that were never ours. `refuses` makes the next publishes
    fail before the first file, `closed` whatever it is asked."""

    location = "memory"

    def __init__(self, fuse: Fuse) -> None:
        self.files: dict[str, bytes] = {}
        self.fuse = fuse
        self.refuses = self.closed = False
        self.publishes = 0
        self.journal: set[str] = set()
        self.somebodys: set[str] = set()

    def read(self, evidence: Evidence | None = None) -> TargetState:
        self._knock()
        manifest, journal = parse_manifest(self.files.get(MANIFEST, b"")), dict.fromkeys(self.journal, "")
        there = [path for path in candidates(manifest, journal, evidence) if path in self.files]
        found = {path: hashlib.sha256(self.files[path]).hexdigest() for path in there}
        owned = decide(manifest, journal, found, evidence)
        return TargetState(
            manifest.release if manifest else None,
            {path: digest for path, digest in found.items() if path in owned.known}, owned.known,
            altered(manifest, journal, found, evidence), tuple(sorted(self.files.keys() - owned.known)),
            manifest=manifest, sealed=seal_of(manifest, evidence), proven=owned.proven,
            doubtful={path: self.files[path] for path in owned.doubtful},
        )  # fmt: skip

    def fetch(self, path: str) -> bytes | None:
        self._knock()
        return self.files.get(path)

    def _knock(self) -> None:
        if self.closed:
            raise TargetError("the key may not list this bucket")

    def publish(
        self, site: Mapping[str, bytes], current: TargetState, progress: Progress, begin: Callable[[], None] = nothing
    ) -> PublishResult:
        todo = steps(site, current)
        if self.refuses:
            raise TargetError("the host refuses")
        if blocked := self._in_the_way(site, todo, current.known | todo.claimed):
            raise refusal(self.location, blocked)
        if not (todo.uploads or todo.stale or self.journal):
            return PublishResult(0, 0, todo.unchanged)
        begin()
        self.journal = {*todo.uploads, *todo.stale, *self.journal}
        for path in todo.uploads:
            self.fuse.step(f"before {path}")
            for place in [each for each in self.files if path.startswith(f"{each}/")]:
                del self.files[place]
            self.files[path] = site[path]
            self.publishes += 1
        for path in todo.stale:
            self.fuse.step(f"before removing {path}")
            del self.files[path]
            self.publishes += 1
        self.journal = set()
        self.fuse.step("after site")
        return PublishResult(len(todo.uploads), len(todo.stale), todo.unchanged)

    def _in_the_way(self, site: Mapping[str, bytes], todo: Steps, known: frozenset[str]) -> list[str]:
        foreign = self.files.keys() - known
        found = [path for path in todo.uploads if path in foreign and self.files[path] != site[path]]
        found += [above for path in todo.uploads for above in folders_above(path) if above in foreign]
        return found + [path for path in todo.uploads if any(each.startswith(f"{path}/") for each in foreign)]


class MemoryReceipts(ReceiptFile):
    """The receipt's bytes without a file."""

    def __init__(self, fuse: Fuse) -> None:
        super().__init__(None, "memory")
        self.fuse = fuse
        self.data = b""
        self.writes = 0

    def load(self) -> bytes:
        return self.data

    def store(self, data: bytes) -> None:
        self.fuse.step("before receipt")
        self.data = data
        self.writes += 1
        self.fuse.step("after receipt")


class FusedLedger(Ledger):
    """The real ledger, with the points at which a process could die."""

    def __init__(self, folder: Path, fuse: Fuse) -> None:
        super().__init__(folder / "dip-ledger.sqlite", folder / "dip-backup")
        self.fuse = fuse
        self.records = 0

    def record(self, record: Record, at: str, content_roles: tuple[str, ...]) -> None:
        self.fuse.step("before ledger")
        super().record(record, at, content_roles)
        self.records += 1
        self.fuse.step("after ledger")
