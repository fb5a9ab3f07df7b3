"""Whether a part of a batch was written onto what was read: the answer shows it by the witness, the IDs and the ticks.

This finds rows and columns that moved, and ticks, classes and orders that people entered, between the read and the
write. What was overwritten in a cell that people write is put back at once; the rest is put right after the next read.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from sync.cells.text import is_blank
from sync.model import Address, Sheet, column_letters
from sync.tabs.header_row import Columns
from sync.workbook.google.cells import a1_range, area, cell_text, stored_text
from sync.workbook.google.reader import Tab
from sync.workbook.google.requests import Step
from sync.workbook.google.witness import BESIDE, KEPT_AT, ROLES, TITLE, Watched

Json = dict[str, Any]
MASK = "updatedSpreadsheet.sheets(properties.sheetId,data(startRow,startColumn,rowData.values.effectiveValue))"
_TICKS = ("setuju", "tarik")
KINDS = ("unit", "induk")
"""The tabs that people type in."""


@dataclass
class Mismatch:
    """How the answer differs from what was read.

    moved      titles of tabs whose rows or columns are not where they were read
    give_back  requests that put back what was overwritten
    shifted    those of `moved` in which columns moved: everything that was written there is undone
    """

    moved: list[str] = field(default_factory=list)
    give_back: list[Json] = field(default_factory=list)
    shifted: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Checker:
    """Compares answers with what was read.

    sheets   the tabs as they were read
    tabs     their IDs and sizes
    places   where the columns are, in tabs that people type in
    watched  what the write copied into the witness
    """

    sheets: Mapping[str, Sheet]
    tabs: Mapping[str, Tab]
    places: Mapping[str, Columns]
    watched: Watched

    @cached_property
    def columns(self) -> Mapping[str, Mapping[str, int]]:
        """Tab → role → column."""
        return {title: columns.at for title, columns in self.places.items()}

    def ranges(self, part: Sequence[Step], kept: Kept) -> list[str]:
        """The ranges that the answer has to show: the headers of tabs that people type in; of the rows written, ID,
        ticks and title; the witness, and what it keeps of rows that are taken away."""
        ranges = [*self._headers(part), *(text for step in part for text in self._ranges(step))]
        if any(map(self._takes_rows, part)):
            height, width = kept.size
            letters = column_letters(KEPT_AT), column_letters(KEPT_AT + width - 1)
            ranges.append(a1_range(self.watched.witness.title, f"{letters[0]}1:{letters[1]}{height}"))
        return ranges

    def _takes_rows(self, step: Step) -> bool:
        """Whether it writes over the titles of a unit's rows: then the rows themselves no longer show which they are,
        only their copies in the witness do."""
        title = self.columns.get(step.title, {}).get("judul") if step.kind == "unit" else None
        return any(column == title for _, column in step.cells)

    def _headers(self, part: Sequence[Step]) -> Iterator[str]:
        for title in self._titles(part):
            row = self.places[title].header_row + 1
            yield a1_range(title, f"{row}:{row}")

    def _titles(self, part: Sequence[Step]) -> list[str]:
        return [title for title in dict.fromkeys(step.title for step in part) if title in self.places]

    def _ranges(self, step: Step) -> Iterator[str]:
        if not step.cells:
            return
        top, bottom = min(row for row, _ in step.cells) + 1, max(row for row, _ in step.cells) + 1
        if step.kind == "kendali":
            right = column_letters(BESIDE + self.watched.control_width - 1)
            yield a1_range(self.watched.witness.title, f"{column_letters(BESIDE)}1:{right}{bottom}")
            return
        for role in ("id", *_TICKS) if step.kind == "induk" else ("id", "judul"):
            if role in self.columns.get(step.title, {}):
                letters = column_letters(self.columns[step.title][role])
                yield a1_range(step.title, f"{letters}{top}:{letters}{bottom}")
        if step.kind == "induk":
            yield a1_range(self.watched.witness.title, f"A{top}:{column_letters(len(ROLES) - 1)}{bottom}")

    def check(self, part: Sequence[Step], answer: Json, kept: Kept) -> Mismatch:
        """Compare what was written onto with what was read. `kept` is what the part covered."""
        shown = _Shown(answer)
        mismatch = Mismatch(shifted=[title for title in self._titles(part) if not self._same_headers(title, shown)])
        for title in mismatch.shifted:
            mismatch.moved.append(title)
            mismatch.give_back += kept.given_back(title)
        for step in part:
            if step.cells and step.title not in mismatch.shifted and not self._held(step, shown, mismatch):
                mismatch.moved.append(step.title)
        taken = [step for step in part if self._takes_rows(step)]
        if mismatch.moved or not all(self._took(step, shown, kept) for step in taken):
            self._undo(part, taken, kept, mismatch)
        return mismatch

    def _took(self, step: Step, shown: _Shown, kept: Kept) -> bool:
        """Whether the rows that were taken away are those that were read."""
        sheet, at = self.sheets[step.title], self.columns[step.title]
        places = [
            place for row, _ in step.cells for role in ("id", "judul") if (place := (row, at[role])) in step.cells
        ]
        return all(
            not isinstance(value := shown.value(kept.witness, kept.copy_of(step.title, place)), str | None)
            or cell_text(value) == sheet.text(*place)
            for place in dict.fromkeys(places)
        )

    def _undo(self, part: Sequence[Step], taken: Sequence[Step], kept: Kept, mismatch: Mismatch) -> None:
        """Where rows were to be moved and others were there: all of it is put back."""
        for title in self._titles(part) if taken else ():
            if title not in mismatch.shifted:
                mismatch.give_back += kept.given_back(title)
        mismatch.moved += [step.title for step in taken if step.title not in mismatch.moved]

    def _same_headers(self, title: str, shown: _Shown) -> bool:
        """Every column of ours is where it was read."""
        sheet, tab, columns = self.sheets[title], self.tabs[title], self.places[title]
        row = columns.header_row
        return all(shown.text(tab.id, (row, place)) == sheet.text(row, place) for place in columns.at.values())

    def stood_still(self, titles: Collection[str], part: Sequence[Step], before: Json, after: Json) -> bool:
        """Whether no row or column moved in tabs between two answers: headers, IDs and titles that were not written
        are the same."""
        old, new = _Shown(before), _Shown(after)
        return all(
            old.value(self.tabs[title].id, at) == new.value(self.tabs[title].id, at)
            for title in titles
            if title in self.places
            for at in self._fixed(title, part)
        )

    def _fixed(self, title: str, part: Sequence[Step]) -> Iterator[Address]:
        """Cells that identify a column or a row, and that the part did not write."""
        columns = self.places[title]
        written = {at for step in part if step.title == title for at in step.cells}
        for place in range(self.tabs[title].width):
            yield columns.header_row, place
        for row in {row for row, _ in written}:
            yield from {(row, columns.at[role]) for role in ("id", "judul") if role in columns.at} - written

    def _held(self, step: Step, shown: _Shown, mismatch: Mismatch) -> bool:
        check = {"induk": self._master, "kendali": self._control}.get(step.kind, self._unit)
        return check(step, shown, mismatch)

    def _unit(self, step: Step, shown: _Shown, _: Mismatch) -> bool:
        sheet, tab, at = self.sheets[step.title], self.tabs[step.title], self.columns.get(step.title, {})
        return all(
            self._same_id(step, sheet, tab, row, at, shown)
            and ((row, at.get("judul")) in step.cells or _same_text(sheet, tab, (row, at.get("judul")), shown))
            for row in {row for row, _ in step.cells}
        )

    def _same_id(self, step: Step, sheet: Sheet, tab: Tab, row: int, at: Mapping[str, int], shown: _Shown) -> bool:
        if "id" not in at:
            return True
        place = (row, at["id"])
        expected = stored_text(step.cells[place]) if place in step.cells else sheet.text(*place)
        return shown.text(tab.id, place) == expected

    def _master(self, step: Step, shown: _Shown, mismatch: Mismatch) -> bool:
        sheet, tab, at = self.sheets[step.title], self.tabs[step.title], self.columns[step.title]
        held = True
        for row in sorted({row for row, _ in step.cells}):
            before = {role: shown.value(self.watched.witness.id, (row, place)) for place, role in enumerate(ROLES)}
            read = {role: sheet.text(row, at[role]) for role in ROLES if role in at}
            held = held and all(cell_text(before[role]) == read[role] for role in ("id", "tanda") if role in read)
            held = held and self._same_id(step, sheet, tab, row, at, shown)
            for role in _TICKS:
                if role in read and (row, at[role]) in step.cells:
                    held = held and is_blank(cell_text(before[role])) == is_blank(read[role])
            place = (row, at["klasifikasi"]) if "klasifikasi" in at else None
            if place in step.cells and cell_text(before["klasifikasi"]) != read["klasifikasi"]:
                assert place is not None  # noqa: S101  it is among the cells
                mismatch.give_back.append(_given_back(tab, place, before["klasifikasi"]))
                held = False
        return held

    def _control(self, step: Step, shown: _Shown, mismatch: Mismatch) -> bool:
        sheet, tab = self.sheets[step.title], self.tabs[step.title]
        held = True
        for row, column in step.cells:
            before = shown.value(self.watched.witness.id, (row, BESIDE + column))
            if column < self.watched.control_width and cell_text(before) != sheet.text(row, column):
                mismatch.give_back.append(_given_back(tab, (row, column), before))
                held = False
        return held


class _Shown:
    """The grid data of an answer, by tab and cell."""

    def __init__(self, answer: Json) -> None:
        self._cells: dict[int, dict[Address, Any]] = {}
        for sheet in answer.get("updatedSpreadsheet", {}).get("sheets", ()):
            cells = self._cells.setdefault(sheet.get("properties", {}).get("sheetId", 0), {})
            for data in sheet.get("data", ()):
                cells.update(_cells(data))

    def value(self, tab: int, at: Address) -> object:
        return self._cells.get(tab, {}).get(at)

    def text(self, tab: int, at: Address) -> str:
        return cell_text(self.value(tab, at))


def _cells(data: Json) -> Iterator[tuple[Address, Any]]:
    top, left = data.get("startRow", 0), data.get("startColumn", 0)
    for r, line in enumerate(data.get("rowData", ())):
        for c, cell in enumerate(line.get("values", ())):
            if value := cell.get("effectiveValue"):
                yield (top + r, left + c), next(iter(value.values()))


def _same_text(sheet: Sheet, tab: Tab, at: tuple[int, int | None], shown: _Shown) -> bool:
    """Numbers and dates are not compared: the answer does not show their formats."""
    row, column = at
    if column is None:
        return True
    value = shown.value(tab.id, (row, column))
    return not isinstance(value, str | None) or cell_text(value) == sheet.text(row, column)


def _given_back(tab: Tab, at: Address, value: object) -> Json:
    kinds: Iterable[tuple[type, str]] = (
        (bool, "boolValue"),
        (str, "stringValue"),
        (int, "numberValue"),
        (float, "numberValue"),
    )
    kind = next((name for type_, name in kinds if isinstance(value, type_)), "")
    cell = {"userEnteredValue": {kind: value}} if kind else {}
    where = area(tab.id, at[0], at[1], at[0] + 1, at[1] + 1)
    return {"updateCells": {"range": where, "rows": [{"values": [cell]}], "fields": "userEnteredValue"}}


def lost_message(titles: Sequence[str]) -> str:
    """Rows moved twice, while sync wrote and while it undid that: where the covered texts are to be found."""
    names = ", ".join(f"“{title}”" for title in titles)
    return (
        f"somebody moved rows or columns of {names} in the moment sync wrote there, and again when it gave back what "
        f"it had covered: look at {names}. The former texts stand in the hidden tab “{TITLE}” (what was covered from "
        f"column {column_letters(KEPT_AT)} on), and in the version history."
    )


def moved_message(moved: Sequence[str]) -> str:
    """In which tabs rows or columns are not where they were read."""
    names = ", ".join(f"“{title}”" for title in dict.fromkeys(moved))
    return f"somebody moved or changed rows of {names} in the moment sync wrote there"


# --- what a write overwrites, copied to the witness so that it can be put back


@dataclass(frozen=True)
class Kept:
    """What a part of a batch overwrites.

    witness  the sheet ID of the witness
    covered  the ranges that are overwritten: title of the tab, range, first row of its copy in the witness
    new      the ranges of rows that are new: title of the tab, range
    """

    witness: int
    covered: tuple[tuple[str, Json, int], ...] = ()
    new: tuple[tuple[str, Json], ...] = ()

    @property
    def size(self) -> tuple[int, int]:
        """How many rows and columns the copies take in the witness."""
        spans = [span for _, span, _ in self.covered]
        return sum(map(_height, spans)), max(map(_width, spans), default=0)

    def requests(self) -> list[Json]:
        """The requests that copy everything to the witness; sent before anything is written."""
        return [_copied(span, self._place(span, top)) for _, span, top in self.covered]

    def given_back(self, title: str) -> list[Json]:
        """The requests that undo the write in a tab: overwritten cells are put back, new rows are emptied."""
        back = [_copied(self._place(span, top), span) for name, span, top in self.covered if name == title]
        emptied = [{"updateCells": {"range": span, "fields": "userEnteredValue"}} for n, span in self.new if n == title]
        return back + emptied

    def copy_of(self, title: str, at: Address) -> Address:
        """Where in the witness the copy of a covered cell is."""
        for name, span, top in self.covered:
            row, column = at[0] - span["startRowIndex"], at[1] - span["startColumnIndex"]
            if name == title and 0 <= row < _height(span) and 0 <= column < _width(span):
                return top + row, KEPT_AT + column
        raise KeyError(at)

    def _place(self, span: Json, top: int) -> Json:
        return area(self.witness, top, KEPT_AT, top + _height(span), KEPT_AT + _width(span))


def kept_of(part: Sequence[Step], witness: int) -> Kept:
    """What a part overwrites; the copies lie below each other."""
    covered: list[tuple[str, Json, int]] = []
    new: list[tuple[str, Json]] = []
    top = 0
    for step in part:
        for span in _written(step) if step.title and step.kind in KINDS else ():
            if not step.cells:
                new.append((step.title, span))
                continue
            covered.append((step.title, span, top))
            top += _height(span)
    return Kept(witness, tuple(covered), tuple(new))


def _written(step: Step) -> list[Json]:
    return [request["updateCells"]["range"] for request in step.requests if "updateCells" in request]


def _copied(source: Json, goal: Json) -> Json:
    return {"copyPaste": {"source": source, "destination": goal, "pasteType": "PASTE_FORMULA"}}


def _height(span: Json) -> int:
    return int(span["endRowIndex"] - span["startRowIndex"])


def _width(span: Json) -> int:
    return int(span["endColumnIndex"] - span["startColumnIndex"])
