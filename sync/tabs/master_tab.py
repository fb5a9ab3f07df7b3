"""From rows to entries: what `Induk` says of each.

The master is read by its headers like any tab; a row belongs to the entry its ID names, or, if the ID was
overtyped, to the one its mark names.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from sync.cells.cell import read_cell, read_tick
from sync.cells.text import clean, is_blank
from sync.model import Pick, Sheet, pick
from sync.tabs.columns import Columns, find_columns
from sync.tabs.problem import Problem
from sync.tabs.rows import Grid
from sync.template.template import Template

NEEDED = ("id", "klasifikasi", "setuju", "tarik")
"""Without one of these columns of `Induk` nothing is decided (rule 6)."""


class MasterRow(NamedTuple):
    """One row of `Induk` as read. `texts` runs over the template's roles; a tick is None where it is neither."""

    number: int
    texts: tuple[str, ...]
    setuju: bool | None
    tarik: bool | None


@dataclass(frozen=True)
class MasterReading:
    """`Induk` as read: its columns, where the roles stand in `texts`, its rows that hold anything, and the first
    free row. `public` and `basis` take the public cells and the basis of an exclusion out of `texts`."""

    columns: Columns
    at: Mapping[str, int]
    rows: tuple[MasterRow, ...]
    end: int
    public: Pick
    basis: Pick

    def text(self, row: MasterRow, role: str) -> str:
        """A cell of a row, by role."""
        return row.texts[self.at[role]]


def read_master(sheet: Sheet, template: Template) -> MasterReading | tuple[Problem, ...]:
    """Read `Induk`, or say why it cannot be used."""
    tab = template.tab("induk")
    columns = find_columns(sheet, tab, NEEDED)
    if not isinstance(columns, Columns):
        return columns
    at = {role: index for index, role in enumerate(tab.roles)}
    grid = Grid(sheet, columns.header_row + 1)
    texts = [_column(grid, columns.at.get(role)) for role in tab.roles]
    setuju, tarik = (_ticks(sheet, grid, columns.at[role], texts[at[role]]) for role in ("setuju", "tarik"))
    rows = map(MasterRow, grid.numbers, zip(*texts, strict=True), setuju, tarik)
    public, basis = pick(template.public_roles, tab.roles), pick(template.basis_roles, tab.roles)
    end = _end(sheet, columns.header_row)
    return MasterReading(columns, at, tuple(filter(_holds_anything, rows)), end, public, basis)


def _column(grid: Grid, place: int | None) -> list[str]:
    """The trimmed texts of a column; one that is missing is empty."""
    return [""] * len(grid.numbers) if place is None else grid.texts(place, grid.numbers)


def _ticks(sheet: Sheet, grid: Grid, place: int, texts: Sequence[str]) -> list[bool | None]:
    """A column of ticks. Where a tab has boxes of its own, nothing else ticks or unticks but an empty cell, and a
    formula that shows nothing is none."""
    read = {text: read_tick(text) for text in set(texts)}
    ticks = [read[text] for text in texts]
    if sheet.boxes is not None:
        for index, (number, text) in enumerate(zip(grid.numbers, texts, strict=True)):
            if (text and (number, place) not in sheet.boxes) or (number, place) in sheet.formulas:
                ticks[index] = None
        return ticks
    for (number, column), formula in sheet.formulas.items():
        if column == place and number in grid.numbers:
            index = number - grid.numbers.start
            ticks[index] = read_tick(texts[index], formula.text)
    return ticks


def _holds_anything(row: MasterRow) -> bool:
    return bool(row.setuju or row.tarik) or not all(map(is_blank, row.texts))


def _end(sheet: Sheet, header_row: int) -> int:
    """The first row below everything that stands in the tab, in whatever column. Unticked boxes do not count."""
    computed = (row for (row, _), formula in sheet.formulas.items() if read_tick("", formula.text) is not False)
    last = max(computed, default=header_row)
    for number in range(len(sheet.rows) - 1, header_row, -1):
        if not all(map(is_blank, sheet.rows[number])):
            return max(number, last, header_row) + 1
    return max(last, header_row) + 1


def rows_by_id(master: MasterReading, marks: Mapping[str, str]) -> dict[str, list[MasterRow]]:
    """ID → its rows. `marks` are the entries' marks, by ID: a mark names a row whose ID cell was wiped or overtyped, if
    the entry has no other. Rows that name nothing known are left out."""
    found: dict[str, list[MasterRow]] = {}
    strays = []
    place = master.at["id"]
    for row in master.rows:
        id = row.texts[place]
        if id in marks or (id := clean(id).upper()) in marks:
            found.setdefault(id, []).append(row)
        else:
            strays.append(row)
    owners = {mark: id for id, mark in marks.items() if mark} if strays else {}
    for row in strays:
        id = owners.get(master.text(row, "tanda"), "")
        if id and id not in found:
            found[id] = [row]
    return found


def read_class(text: str, template: Template) -> tuple[str, bool]:
    """The desk's class: (as meant, whether it is one). Empty is no class and no mistake."""
    if not text or text in template.class_values:
        return text, True
    read = read_cell(text, template.tab("induk").column("klasifikasi"), template)
    return read.value, not read.flaws
