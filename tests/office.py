"""An office in memory: a workbook, a ledger and a target without files (but for SQLite's), and the people who type.

A rule test reads: what people do → `sync()` → one literal. The doors keep the protocols of the real ones; every step
at which a process could die passes a `Fuse`.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from sync.errors import TargetError, WorkbookChanged, WorkbookError, WorkbookOpen
from sync.gather import Snapshot
from sync.guide import guide_rows
from sync.header import Columns, find_columns
from sync.ledger import Ledger
from sync.model import Batch, Formula, Receipt, Sheet, TabWrite, TargetState, WorkbookState
from sync.plan import Plan, make_plan
from sync.publish import Progress
from sync.publish.order import MANIFEST, read_manifest, steps
from sync.run import Doors, Outcome, sync, take_snapshot
from sync.settings import Office as OfficeFacts
from sync.settings import Publish, Roles, Settings, Unit, WorkbookPlace
from sync.state import EntryState, LedgerState, Record, RecordedEvent
from sync.template import Template, load_template
from sync.workbook.cell_text import stored_text

TEMPLATE: Template = load_template()
UNITS = (
    Unit("KUL", "Subbagian Keuangan, Umum, dan Logistik", "Keuangan, Umum, Logistik", ("KUL",)),
    Unit("TEK", "Subbagian Teknis Penyelenggaraan Pemilu dan Hukum", "Teknis dan Hukum", ("TEK",)),
)
BERKALA, SETIAP_SAAT = "Informasi Berkala", "Informasi Setiap Saat"
DIKECUALIKAN = "Informasi Dikecualikan"
BASIS = {"dasar_pengecualian": "UU 14/2008 Pasal 17 huruf h", "nomor_uji": "002/UK/2026",
         "jangka_pengecualian": "5 tahun"}  # fmt: skip
ROW = {
    "judul": "Laporan Keuangan 2025",
    "ringkasan": "Neraca, realisasi anggaran, dan catatan atas laporan keuangan",
    "penanggung_jawab": "Kepala Subbagian",
    "waktu": "Januari 2026",
    "tempat": "Rangkasbitung",
    "bentuk": "Hardcopy",
    "retensi": "5 tahun",
    "usulan": SETIAP_SAAT,
}
START = datetime(2026, 11, 23, 7, 5, tzinfo=UTC)


class Crash(BaseException):
    """The process dies here."""


class Fuse:
    """Counts the steps of a run, and kills it at one of them."""

    def __init__(self) -> None:
        self.steps: list[str] = []
        self.blow_at = -1

    def step(self, name: str) -> None:
        """One point at which a process could die."""
        self.steps.append(name)
        if len(self.steps) - 1 == self.blow_at:
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
        self.tabs = tabs
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
    rows += [[label.label, label.default] for label in tab.labels]
    return rows + ([[unit.tab, ""] for unit in units] if kind == "kendali" else [])


def _apply(tab: TabWrite, rows: list[list[str]]) -> None:
    if tab.replace is not None:
        rows[:] = [[stored_text(value) for value in row] for row in tab.replace]
        return
    for number in range(tab.append_at, tab.append_at + len(tab.append)):
        if number < len(rows) and any(rows[number]):
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
    """A host as a dict. `refuses` makes the next publishes fail before the first file."""

    location = "memory"

    def __init__(self, fuse: Fuse) -> None:
        self.files: dict[str, bytes] = {}
        self.fuse = fuse
        self.refuses = False
        self.publishes = 0
        self._known: set[str] = set()

    def read(self) -> TargetState:
        manifest = read_manifest(self.files[MANIFEST], MANIFEST) if MANIFEST in self.files else None
        known = self._known | ({*manifest.files, MANIFEST} if manifest else set())
        found = {path: hashlib.sha256(self.files[path]).hexdigest() for path in known if path in self.files}
        return TargetState(manifest.release if manifest else None, found, frozenset(known))

    def publish(self, site: Mapping[str, bytes], current: TargetState, progress: Progress) -> Receipt:
        todo = steps(site, current)
        if self.refuses:
            raise TargetError("the host refuses")
        self._known = set(site) | current.known
        for path in todo.uploads:
            self.fuse.step(f"before {path}")
            self.files[path] = site[path]
            self.publishes += 1
        for path in todo.stale:
            self.fuse.step(f"before removing {path}")
            del self.files[path]
            self.publishes += 1
        self.fuse.step("after site")
        return Receipt(len(todo.uploads), len(todo.stale), todo.unchanged)


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


class Office:
    """The office and everybody in it. Addresses are people's: an entry by its ID, a column by its role."""

    def __init__(self, folder: Path, on_change: str = "keep", units: tuple[Unit, ...] = UNITS) -> None:
        self.fuse = Fuse()
        self.book = MemoryBook(units, self.fuse)
        self.ledger = FusedLedger(folder, self.fuse)
        self.target = MemoryTarget(self.fuse)
        facts = OfficeFacts("Komisi Pemilihan Umum Kabupaten Lebak", "KPU Kabupaten Lebak", "Asia/Jakarta")
        self.settings = Settings(
            facts, WorkbookPlace("dip.xlsx"), units, Roles(), Publish("site/", "https://dip.example/", on_change),
            folder, folder / "dip.toml",
        )  # fmt: skip
        self.now = START
        self.book.lay_out()

    # -- the program ---------------------------------------------------------------------------------------------------

    def doors(self) -> Doors:
        return Doors(self.book, self.ledger, self.target)

    def sync(self, allow_removals: int = 0) -> Outcome:
        """One run, five minutes after the last."""
        self.now += timedelta(minutes=5)
        self.fuse.steps.clear()
        return sync(self.doors(), self.settings, TEMPLATE, allow_removals=allow_removals, now=self.now)

    def snapshot(self) -> Snapshot:
        return take_snapshot(self.doors(), TEMPLATE, self.now)

    def plan(self) -> Plan:
        """What a run would do."""
        return make_plan(self.snapshot(), self.settings, TEMPLATE)

    def known(self) -> LedgerState:
        return self.ledger.read(TEMPLATE.content_roles, 100)

    def entry(self, id: str) -> EntryState:
        return self.known().entries[id]

    def events(self, id: str | None = None) -> list[str]:
        """The names of all events so far, of one entry or of all."""
        return [event.event for event in self.ledger.events(id)]

    def recorded(self) -> list[RecordedEvent]:
        return self.ledger.events()

    # -- the sheets ----------------------------------------------------------------------------------------------------

    @property
    def induk(self) -> list[list[str]]:
        return self.book.tabs["Induk"]

    def tab(self, unit: str = "KUL") -> list[list[str]]:
        return self.book.tabs[next(item.tab for item in self.settings.units if item.code == unit)]

    def columns(self, rows: list[list[str]], kind: str) -> Mapping[str, int]:
        found = find_columns(Sheet("", rows), TEMPLATE.tab(kind), ())
        assert isinstance(found, Columns)
        return found.at

    def at(self, role: str, kind: str = "induk", unit: str = "KUL") -> int:
        """The column of a role."""
        return self.columns(self.induk if kind == "induk" else self.tab(unit), kind)[role]

    def rows_of(self, id: str, unit: str | None = None) -> list[list[str]]:
        """The rows that say this ID: of `Induk`, or of a unit's tab."""
        rows = self.tab(unit) if unit else self.induk
        column = self.columns(rows, "unit" if unit else "induk")["id"]
        return [row for row in rows[1:] if len(row) > column and row[column] == id]

    def row(self, id: str, unit: str | None = None) -> list[str]:
        (row,) = self.rows_of(id, unit)
        return row

    def read(self, id: str, role: str, unit: str | None = None) -> str:
        """A cell of `Induk`, or of a unit's tab."""
        row = self.row(id, unit)
        place = self.columns(self.tab(unit), "unit")[role] if unit else self.at(role)
        return row[place] if place < len(row) else ""

    def status(self, id: str) -> str:
        return self.read(id, "status")

    def note(self, id: str) -> str:
        """`Catatan` in `Induk`."""
        return self.read(id, "catatan")

    def control(self, label: str) -> str:
        """The value beside a label of `Kendali`."""
        return next((row[1] if len(row) > 1 else "" for row in self.book.tabs["Kendali"] if row[0] == label), "")

    # -- people --------------------------------------------------------------------------------------------------------

    def add(self, unit: str = "KUL", **cells: str) -> None:
        """A clerk adds a row at the end of the tab; what is not said is as in `ROW`."""
        rows = self.tab(unit)
        columns = self.columns(rows, "unit")
        for role, text in ({**ROW, **cells}).items():
            put(rows, len(rows) - (role != "judul"), columns[role], text)

    def type_unit(self, id: str, role: str, text: str, unit: str = "KUL") -> None:
        """A clerk types over a cell of the tab."""
        rows = self.tab(unit)
        put(rows, rows.index(self.row(id, unit)), self.columns(rows, "unit")[role], text)

    def type_unit_row(self, number: int, role: str, text: str, unit: str = "KUL") -> None:
        """A clerk types into a row by its number (from zero, the header is 0)."""
        rows = self.tab(unit)
        put(rows, number, self.columns(rows, "unit")[role], text)

    def use_units(self, *codes: str) -> None:
        """`dip.toml` names only these units from now on."""
        units = tuple(unit for unit in self.settings.units if unit.code in codes)
        self.settings = replace(self.settings, units=units)

    def drop(self, id: str, unit: str | None = "KUL") -> None:
        """Somebody deletes the row of a unit's tab (of `Induk` with `unit=None`)."""
        (self.tab(unit) if unit else self.induk).remove(self.row(id, unit))

    def type(self, id: str, role: str, text: str) -> None:
        """Somebody types over a cell of `Induk`."""
        put(self.induk, self.induk.index(self.row(id)), self.at(role), text)

    def tick(self, *ids: str, role: str = "setuju", text: str = "✓") -> None:
        for id in ids:
            self.type(id, role, text)

    def untick(self, *ids: str) -> None:
        self.tick(*ids, text="")

    def exclude(self, id: str, **basis: str) -> None:
        """The desk classifies an entry as excluded, with its basis."""
        self.type(id, "klasifikasi", DIKECUALIKAN)
        for role, text in ({**BASIS, **basis}).items():
            self.type(id, role, text)

    def order(self, text: str) -> None:
        """The PPID writes into `Perintah Unggah`."""
        rows = self.book.tabs["Kendali"]
        put(rows, next(n for n, row in enumerate(rows) if row[0] == "Perintah Unggah"), 1, text)

    # -- the public ----------------------------------------------------------------------------------------------------

    def site(self) -> list[dict[str, Any]]:
        """The entries of `data/dip.json`."""
        return list(json.loads(self.target.files["data/dip.json"])["entries"]) if self.target.files else []

    def public(self) -> list[str]:
        """The IDs on the site, sorted."""
        return sorted(entry["id"] for entry in self.site())

    def titles(self) -> list[str]:
        return [entry["judul"] for entry in self.site()]

    def approved(self, *ids: str) -> None:
        """Sync, tick these, sync: the short way to a published entry."""
        self.sync()
        self.tick(*ids)
        self.sync()
