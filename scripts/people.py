"""The people of the demonstration: clerks, the desk and the PPID, who open the workbook, type, save and close it.

Each change is made by openpyxl in the real file, as a spreadsheet program would make it, and only in the columns of
the one who makes it. What sync wrote is read back from the same file.
"""

from __future__ import annotations

import csv
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from copy import copy
from datetime import date
from functools import lru_cache
from pathlib import Path

from openpyxl import Workbook, load_workbook
from openpyxl.cell.cell import Cell
from openpyxl.worksheet.worksheet import Worksheet

from sync.template.loader import load_template
from sync.workbook.xlsx.new_workbook import with_free_heights
from sync.workbook.xlsx.package import Package

EXAMPLES = Path(__file__).parent.parent / "examples" / "kpu_lebak.csv"
TEMPLATE = load_template()

TICK = "✓"
"""How the PPID ticks a cell; the workbook offers it in the cell's list."""

Entry = Mapping[str, str]
"""What somebody typed of one entry, by role; `unit` is the code of the sub-division."""


def example_entries() -> list[Entry]:
    """The hundred entries of the example office, as its clerks type them: some with mistakes."""
    with EXAMPLES.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


class Tab:
    """One tab as its people see it: rows by what they hold, columns by their role in the template."""

    def __init__(self, sheet: Worksheet, kind: str) -> None:
        self.sheet = sheet
        self.template = TEMPLATE.tab(kind)
        headers = [str(cell.value) for cell in sheet[1]]
        self.places = {column.role: headers.index(column.header) + 1 for column in self.template.columns}

    def header(self, role: str) -> str:
        """The header of a column."""
        return self.template.column(role).header

    def cell(self, row: int, role: str) -> Cell:
        """The cell of a column in a row, which is counted from one."""
        found = self.sheet.cell(row, self.places[role])
        assert isinstance(found, Cell)
        return found

    def text(self, row: int, role: str) -> str:
        """What the cell says."""
        return str(self.cell(row, role).value or "")

    def type(self, row: int, role: str, value: str) -> None:
        """Type into a cell. A spreadsheet program gives a new cell the look of its column and turns an ISO date into a
        date cell, and so does this."""
        cell = self.cell(row, role)
        if not cell.has_style:
            look = self.sheet.column_dimensions[cell.column_letter]
            for part in ("font", "fill", "border", "alignment", "number_format", "protection"):
                setattr(cell, part, copy(getattr(look, part)))
        cell.value = value or None
        if day := _iso_date(value):
            cell.value, cell.number_format = day, "dd/mm/yyyy"

    def rows(self) -> Iterator[int]:
        """The numbers of the rows that have a title."""
        return (row for row in range(2, self.sheet.max_row + 1) if self.text(row, "judul"))

    def find(self, title: str) -> int:
        """The row of the entry whose title begins so."""
        return next(row for row in self.rows() if self.text(row, "judul").startswith(title))


def _iso_date(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


@contextmanager
def working_in(workbook: Path) -> Iterator[Workbook]:
    """Open the workbook, let somebody work in it, save and close it. The library would fix the height of every row for
    good; in people's programs rows grow with their texts."""
    book = load_workbook(workbook)
    yield book
    book.save(workbook)
    package = Package(workbook.read_bytes(), workbook.name)
    workbook.write_bytes(package.rebuilt({part: with_free_heights(package.read(part)) for part in package.names()}))


def look(workbook: Path) -> Workbook:
    """The workbook as it stands, to look at. Read once as long as nobody writes it."""
    return _as_of(workbook, workbook.stat().st_mtime_ns)


@lru_cache(maxsize=1)
def _as_of(workbook: Path, _: int) -> Workbook:
    return load_workbook(workbook)


def master(book: Workbook) -> Tab:
    """`Induk`."""
    return Tab(book[TEMPLATE.tab("induk").title], "induk")


def fill_in(book: Workbook, tabs: Mapping[str, str], entries: Sequence[Entry]) -> None:
    """Every clerk types the entries of the own sub-division. `tabs` gives each unit code its tab."""
    for code, title in tabs.items():
        tab = Tab(book[title], "unit")
        own = [entry for entry in entries if entry["unit"] == code]
        for row, entry in enumerate(own, 2):
            for column in TEMPLATE.tab("unit").columns:
                if column.writer == "unit":
                    tab.type(row, column.role, entry[column.role])


def classify(book: Workbook, entries: list[Entry]) -> int:
    """The desk chooses a class where no proposal gave one, and fills in the basis of what is excluded. Returns how
    many it classified."""
    tab, by_title = master(book), {entry["judul"]: entry for entry in entries}
    chosen = 0
    for row in tab.rows():
        entry = by_title.get(tab.text(row, "judul"), {})
        if not tab.text(row, "klasifikasi") and (choice := entry.get("klasifikasi")):
            tab.type(row, "klasifikasi", choice)
            chosen += 1
        for role in TEMPLATE.basis_roles:
            if basis := entry.get(role):
                tab.type(row, role, basis)
    return chosen


def order(book: Workbook, word: str) -> None:
    """The PPID chooses in `Kendali` what happens to the site: `Otomatis`, `Sekali` or `Tahan`."""
    label = TEMPLATE.tab("kendali").label("perintah").label
    for row in book[TEMPLATE.tab("kendali").title].iter_rows(max_col=2):
        if row[0].value == label:
            row[1].value = word


def approve(book: Workbook, status: str, but: Collection[str] = ()) -> int:
    """The PPID ticks every row of `Induk` that has this status, but for those whose titles are named. Returns how
    many."""
    tab = master(book)
    rows = [row for row in tab.rows() if tab.text(row, "status") == status and tab.text(row, "judul") not in but]
    for row in rows:
        tab.type(row, "setuju", TICK)
    return len(rows)
