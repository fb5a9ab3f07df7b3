"""An office in memory and the people who type. A rule test reads: what people do → `sync()` → one literal."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import cache, partial
from pathlib import Path
from typing import Any

from sync.ledger.state import EntryState, LedgerState, RecordedEvent
from sync.links.link_file import LinkFile
from sync.model import Sheet
from sync.plan.gather import Snapshot
from sync.plan.make_plan import make_plan
from sync.plan.plan import Plan
from sync.plan.version import with_present_codes
from sync.run.sync import Doors, Outcome, sync, take_snapshot
from sync.settings.appearance import Appearance
from sync.settings.settings import Office as OfficeFacts
from sync.settings.settings import Roles, Settings, WorkbookPlace
from sync.settings.target_address import Publish
from sync.settings.units import Unit
from sync.tabs.control_sentences import CONTROL_SENTENCES, NOTHING
from sync.tabs.header_row import Columns, find_columns
from tests.file_book import FileBook
from tests.google_book import GoogleBook
from tests.google_people import PPID
from tests.memory_doors import TEMPLATE, Crash, Fuse, FusedLedger, MemoryBook, MemoryReceipts, MemoryTarget, put

__all__ = ["TEMPLATE", "Crash", "Office", "put"]

UNITS = (
    Unit("KUL", "Subbagian Keuangan, Umum, dan Logistik", "Keuangan, Umum, Logistik", ("KUL",)),
    Unit("TEK", "Subbagian Teknis Penyelenggaraan Pemilu dan Hukum", "Teknis dan Hukum", ("TEK",)),
)
BERKALA, SETIAP_SAAT = "Informasi Berkala", "Informasi Setiap Saat"
DIKECUALIKAN = "Informasi Dikecualikan"
BASIS = {"dasar_pengecualian": "UU 14/2008 Pasal 17 huruf h", "nomor_uji": "002/UK/2026",
         "jangka_pengecualian": "5 tahun"}  # fmt: skip
CONSEQUENCES = {"konsekuensi_dibuka": "Mengungkap data pelapor", "konsekuensi_ditutup": "Pelapor terlindungi"}
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


@cache
def columns_of(header: tuple[str, ...], kind: str) -> Mapping[str, int]:
    """Role → column, of a header in the first row."""
    found = find_columns(Sheet("", (header,)), TEMPLATE.tab(kind), ())
    assert isinstance(found, Columns)
    return found.at


class Office:
    """The office and everybody in it, as its PPID has ordered: what is approved goes out at every run. Addresses are
    people's: an entry by its ID, a column by its role. The workbook is one of lists in memory, an .xlsx `file`, or a
    spreadsheet at `google`."""

    def __init__(
        self, folder: Path, on_change: str = "keep", units: tuple[Unit, ...] = UNITS, *, kind: str = "memory"
    ) -> None:
        self.fuse = Fuse()
        self.kind = kind
        self.book = self._book(folder, units)
        self.ledger = FusedLedger(folder, self.fuse)
        self.target = MemoryTarget(self.fuse)
        self.receipts = MemoryReceipts(self.fuse)
        facts = OfficeFacts("Komisi Pemilihan Umum Kabupaten Lebak", "KPU Kabupaten Lebak", "Asia/Jakarta")
        self.settings = Settings(
            facts, WorkbookPlace("dip.xlsx"), units, Roles((PPID,)),
            Publish("site/", "https://dip.example/", on_change),
            folder, folder / "dip.toml", Appearance(english=False, pdf=False),
        )  # fmt: skip
        self.now = START
        self.book.lay_out()
        self.order("Otomatis")

    def _book(self, folder: Path, units: tuple[Unit, ...]) -> MemoryBook | FileBook | GoogleBook:
        if self.kind == "memory":
            return MemoryBook(units, self.fuse)
        return FileBook(folder, units, self.fuse) if self.kind == "file" else GoogleBook(units, self.fuse)

    # -- the program ---------------------------------------------------------------------------------------------------

    def doors(self) -> Doors:
        self.ledger.present = partial(with_present_codes, units=self.settings.units)
        links = LinkFile(self.settings.links_path)
        return Doors(self.book, self.ledger, self.target, self.receipts, links=links)

    def sync(self, allow_removals: int = 0) -> Outcome:
        """One run, five minutes after the last."""
        self.now += timedelta(minutes=5)
        self.fuse.steps.clear()
        return sync(self.doors(), self.settings, TEMPLATE, allow_removals=allow_removals, now=self.now)

    def crash(self, name: str, count: int = 1) -> None:
        """A run that dies at the n-th step of this name."""
        self.fuse.blow_on = (name, count)
        try:
            self.sync()
        except Crash:
            return
        finally:
            self.fuse.blow_on = ("", 0)
        raise AssertionError(f"no such step; there were {self.fuse.steps}")

    def snapshot(self) -> Snapshot:
        return take_snapshot(self.doors(), self.settings, TEMPLATE, self.now)

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

    def texts(self, title: str) -> dict[tuple[int, int], str]:
        """What stands in a tab, also in one that nobody reads: the text of every cell that is not blank."""
        if isinstance(self.book, GoogleBook):
            sheet = self.book.google.file.book.by_title(title)
            assert sheet
            return {(row, at): str(cell.value) for row, at, cell in sheet.used(sheet.whole) if cell.value is not None}
        rows = self.book.tabs[title]
        return {(number, at): text for number, row in enumerate(rows) for at, text in enumerate(row) if text}

    def columns(self, rows: list[list[str]], kind: str) -> Mapping[str, int]:
        return columns_of(tuple(rows[0]), kind)

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
        return next((row[1] if len(row) > 1 else "" for row in self.book.tabs["Kendali"] if row[:1] == [label]), "")

    def attention(self) -> str:
        """What needs attention, but for the decision that nobody has named, as long as tests do not name it."""
        unnamed = CONTROL_SENTENCES["penetapan-kosong"][1]
        lines = self.control("Perlu Perhatian").splitlines()
        return "\n".join(line for line in lines if line != unnamed) or NOTHING

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
        for role, text in {**BASIS, **CONSEQUENCES, **basis}.items():
            self.type(id, role, text)

    def order(self, text: str) -> None:
        """The PPID writes into `Perintah Unggah`."""
        rows = self.book.tabs["Kendali"]
        put(rows, next(n for n, row in enumerate(rows) if row[0] == "Perintah Unggah"), 1, text)

    # -- the public ----------------------------------------------------------------------------------------------------

    def site(self) -> list[dict[str, Any]]:
        """The entries of `data/dip.json`; none where somebody has taken or spoilt it."""
        try:
            return list(json.loads(self.target.files["data/dip.json"])["entries"])
        except (KeyError, ValueError):
            return []

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


def one_of_two_public(folder: Path, kind: str = "memory") -> Office:
    """An office in which KUL-0001 is on the site and KUL-0002 waits."""
    office = Office(folder, kind=kind)
    office.add()
    office.add(judul="Laporan Barang")
    office.approved("KUL-0001")
    return office
