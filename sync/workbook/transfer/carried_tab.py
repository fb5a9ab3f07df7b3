"""The tabs of a workbook that is copied to Google or to a file: texts at their addresses, notes, links, merges."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from sync.cells.cell import Tick, read_tick
from sync.cells.document_links import compose_links
from sync.errors import WorkbookError, reason_of
from sync.message import say
from sync.model import Address, Sheet, Value, a1
from sync.settings.units import Unit
from sync.tabs.header_row import Columns, find_columns
from sync.template.template import TabTemplate, Template, Ticks
from sync.workbook.tab_list import kinds_of
from sync.workbook.xlsx.book import Book, SheetPart, parse, relations
from sync.workbook.xlsx.cell_text import rich_text
from sync.workbook.xlsx.reference import address
from sync.workbook.xlsx.sheet_reader import read_book

_QUOTED = 80
"""Characters of a text that are quoted."""


@dataclass(frozen=True)
class CarriedTab:
    """One tab: what stands in it, what ticks there, the notes on its cells, and what it is of ours (None: somebody's
    own)."""

    sheet: Sheet
    signs: Ticks
    notes: Mapping[Address, str] = field(default_factory=dict)
    tab: TabTemplate | None = None

    @property
    def columns(self) -> Columns | None:
        """Where the columns of the template stand in it."""
        columns = find_columns(self.sheet, self.tab, ()) if self.tab and self.tab.columns else None
        return columns if isinstance(columns, Columns) else None

    @property
    def ticks(self) -> frozenset[int]:
        """The columns of checkboxes."""
        columns, tab = self.columns, self.tab
        if columns is None or tab is None:
            return frozenset()
        return frozenset(columns.at[c.role] for c in tab.columns if c.kind == "checkbox" and c.role in columns.at)

    def values(self) -> list[list[Value]]:
        """The cells: a tick that can be read is one, everything else is the text people see."""
        first = self.columns.first if self.columns else 0
        ticks = self.ticks
        return [
            [self._value(r, c, ticks if r >= first else frozenset()) for c in range(width)]
            for r, width in enumerate(self._widths())
        ]

    def _widths(self) -> list[int]:
        """How far each row reaches; a formula that nobody computed yet stands where no text does."""
        widths = [len(row) for row in self.sheet.rows]
        for row, column in self.sheet.formulas:
            widths += [0] * (row + 1 - len(widths))
            widths[row] = max(widths[row], column + 1)
        return widths

    def _value(self, row: int, column: int, ticks: frozenset[int]) -> Value:
        text = self.sheet.text(row, column)
        if column in ticks:
            formula = self.sheet.formulas.get((row, column))
            ticked = read_tick(text, self.signs, formula.text if formula else None)
            if ticked is Tick.YES:
                return True
            return None if ticked is Tick.NO and text.strip() in ("", "FALSE") else text
        if (row, column) in self.sheet.links and not self.link(row, column):
            return compose_links(text, self.sheet.links[row, column])
        formula = self.sheet.formulas.get((row, column))
        if not text and formula and not formula.stored:
            return f"={formula.text.removeprefix('=')}"  # nobody knows what it shows: what was typed is kept
        return text or None

    def link(self, row: int, column: int) -> str:
        """The one target behind the whole text of a cell; several are written out as lines."""
        links = self.sheet.links.get((row, column), ())
        text = self.sheet.text(row, column).strip()
        whole = len(links) == 1 and "\n" not in text and links[0].name in ("", text)
        return links[0].url if whole and text else ""

    def computed(self) -> list[Address]:
        """Cells whose formula is carried over as what it shows."""
        return [at for at in self.sheet.formulas if at not in self.sheet.links and at[1] not in self.ticks]


def carried_tabs(
    sheets: Mapping[str, Sheet], notes: Mapping[str, Mapping[Address, str]], template: Template, units: Sequence[Unit]
) -> list[CarriedTab]:
    """These tabs, but for the hidden one of lists, which is drawn anew."""
    kinds, signs = kinds_of(sheets, template, units), template.ticks["approval"]
    return [
        CarriedTab(sheet, signs, notes[title], template.tab(kinds[title]) if title in kinds else None)
        for title, sheet in sheets.items()
        if kinds.get(title) != "pilihan"
    ]


def from_file(path: Path, template: Template, units: Sequence[Unit]) -> list[CarriedTab]:
    """All tabs of an .xlsx, in order. Raises `WorkbookError`."""
    try:
        data = path.read_bytes()
    except OSError as error:
        raise WorkbookError(
            say("the workbook %(path)s cannot be read: %(reason)s.", path=path, reason=reason_of(error))
        ) from error
    book, sheets = read_book(data, path.name)
    return carried_tabs(sheets, {part.title: _notes(book, part) for part in book.sheets}, template, units)


def _notes(book: Book, part: SheetPart) -> dict[Address, str]:
    notes = {}
    for arrow in relations(book.package, part.path):
        if arrow.kind == "comments":
            root = parse(book.package.read(arrow.target), f"{book.package.name}, part {arrow.target}")
            for comment in root.iter("{*}comment"):
                texts = [rich_text(element) for element in comment.iter("{*}text")]
                notes[address(comment.get("ref") or "A1")] = "".join(texts)
    return notes


def verify_carried(source: Sequence[CarriedTab], arrived: Mapping[str, Sheet], where: str) -> None:
    """Raises `WorkbookError` if any text did not arrive, naming the first."""
    for tab in source:
        there = arrived.get(tab.sheet.title) or Sheet(tab.sheet.title, ())
        for at, text in _texts(tab):
            written = there.text(*at)
            if written != text and compose_links(written, there.links.get(at, ())) != text:
                raise WorkbookError(_otherwise(f"{where}: {tab.sheet.title}!{a1(*at)}", written, text))


def _otherwise(place: str, written: str, text: str) -> str:
    if len(written) > _QUOTED and text.startswith(written[:-1]):
        return say(
            "%(place)s would hold %(held)s of %(length)s characters: a cell there holds no more. Shorten the text in "
            "the old workbook, which is as it was, and run again.",
            place=place, held=len(written), length=len(text),
        )  # fmt: skip
    return (
        f"{place} says “{written[:_QUOTED]}” instead of “{text[:_QUOTED]}”. The old workbook is as it was; go on "
        "working there."
    )


def _texts(tab: CarriedTab) -> Iterator[tuple[Address, str]]:
    for r, row in enumerate(tab.values()):
        for c, value in enumerate(row):
            if isinstance(value, str):
                yield (r, c), value
