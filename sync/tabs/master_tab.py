"""From rows to entries: what `Induk` says of each.

The master is read by its headers like any tab; a row belongs to the entry that its ID names, or, where that is not its
own, to the one that its mark names.
"""

from __future__ import annotations

from collections.abc import Collection, Container, Iterator, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import NamedTuple

from sync.cells.cell import Tick, read_cell, read_tick, says_nothing
from sync.cells.choice import near_choice
from sync.cells.text import clean, is_blank, same_words, squeeze
from sync.model import Formula, Pick, Sheet, pick
from sync.tabs.header_row import Columns, find_columns
from sync.tabs.problem import Problem
from sync.tabs.rows import Grid, covered_cells
from sync.template.template import Template, Ticks

_FAR_END = 1 << 19
"""No list is so long; below this row there might be no room for another."""
_NONE: Mapping[str, str] = MappingProxyType({})
NEEDED = ("id", "klasifikasi", "setuju", "tarik")
"""Without one of these columns of `Induk` nothing is decided (rule 6)."""


class MasterRow(NamedTuple):
    """One row of `Induk` as read. `texts` runs over the template's roles. `silent`: the roles whose cell is no answer,
    with the range of the merge that covers it, or with nothing for a formula in error or without a value."""

    number: int
    texts: tuple[str, ...]
    setuju: Tick
    tarik: Tick
    silent: Mapping[str, str] = _NONE


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
    grid = Grid(sheet, columns.first)
    texts = [_column(grid, columns.at.get(role)) for role in tab.roles]
    approval = template.ticks["approval"]
    setuju, tarik = (_ticks(sheet, grid, columns.at[role], texts[at[role]], approval) for role in ("setuju", "tarik"))
    setuju = _meant(sheet, grid, columns.at["setuju"], setuju)
    tarik = _asking(sheet, grid, columns.at["tarik"], texts[at["tarik"]], tarik, approval)
    rows = list(map(MasterRow, grid.numbers, zip(*texts, strict=True), setuju, tarik))
    _silence(rows, sheet, columns, template)
    public, basis = pick(template.public_roles, tab.roles), pick(template.basis_roles, tab.roles)
    end = _end(sheet, columns.header_row, approval)
    filled = (row for row in rows if _holds_anything(row) and not columns.is_header(row.number))
    return MasterReading(columns, at, tuple(filled), end, public, basis)


def _silence(rows: list[MasterRow], sheet: Sheet, columns: Columns, template: Template) -> None:
    """Cells that a merge covers, and what people wrote as a formula that is in error or has no value yet, are no
    answer."""
    first, roles = columns.first, template.tab("induk").roles
    at = {place: role for role, place in columns.at.items()}
    silent: dict[int, dict[str, str]] = {}
    for (number, place), merge in covered_cells(sheet, at, first).items():
        silent.setdefault(number, {})[at[place]] = merge
    typed = ("klasifikasi", *template.basis_roles, "alasan_tarik", "catatan_ppid")
    for (number, place), formula in sheet.formulas.items():
        if not formula.stored and at.get(place) in typed and number >= first:
            silent.setdefault(number, {}).setdefault(at[place], "")
    for role in typed:
        index = roles.index(role)
        if odd := set(filter(says_nothing, {row.texts[index] for row in rows})):
            for row in rows:
                if row.texts[index] in odd:
                    silent.setdefault(row.number, {}).setdefault(role, "")
    for number, silent_roles in silent.items():
        row = rows[number - first]
        texts = tuple("" if silent_roles.get(role) else text for role, text in zip(roles, row.texts, strict=True))
        setuju, tarik = (Tick.SILENT if role in silent_roles else getattr(row, role) for role in ("setuju", "tarik"))
        rows[number - first] = MasterRow(number, texts, setuju, tarik, silent_roles)


def _column(grid: Grid, place: int | None) -> list[str]:
    """The trimmed texts of a column; one that is missing is empty."""
    return [""] * len(grid.numbers) if place is None else grid.texts(place, grid.numbers)


def _ticks(sheet: Sheet, grid: Grid, place: int, texts: Sequence[str], ticks: Ticks) -> list[Tick]:
    """A column of ticks. Where a tab has boxes of its own, nothing else ticks."""
    boxes, boxed = sheet.boxes or (), sheet.boxes is not None
    read = {text: read_tick(text, ticks, boxed=boxed) for text in set(texts)}
    column_ticks = [read[text] for text in texts]
    for number, column in boxes:
        if column == place and number in grid.numbers:
            column_ticks[number - grid.numbers.start] = read_tick(texts[number - grid.numbers.start], ticks)
    for index, formula in _formulas(sheet, grid, place):
        column_ticks[index] = read_tick(texts[index], ticks, formula.text, boxed=boxed)
    return column_ticks


def _meant(sheet: Sheet, grid: Grid, place: int, column_ticks: Sequence[Tick]) -> list[Tick]:
    """The same under `Setuju`, where a tick whose box was pasted over, or that is struck through, is no answer: it
    neither approves nor is taken back."""
    meant = list(column_ticks)
    for number, column in sheet.unboxed | sheet.struck:
        if column == place and number in grid.numbers and meant[number - grid.numbers.start] is Tick.YES:
            meant[number - grid.numbers.start] = Tick.SILENT
    return meant


def _asking(
    sheet: Sheet, grid: Grid, place: int, texts: Sequence[str], column_ticks: Sequence[Tick], ticks: Ticks
) -> list[Tick]:
    """The same under `Tarik`, where a formula that shows FALSE, 0 or nothing asks for nothing, and one that the file
    holds no value for says nothing."""
    asking = list(column_ticks)
    for index, formula in _formulas(sheet, grid, place):
        if column_ticks[index] is Tick.OTHER and read_tick(texts[index], ticks) is Tick.NO:
            asking[index] = Tick.NO if formula.stored else Tick.SILENT
    return asking


def _formulas(sheet: Sheet, grid: Grid, place: int) -> Iterator[tuple[int, Formula]]:
    """The formulas of a column, with where they stand in its list of texts."""
    for (number, column), formula in sheet.formulas.items():
        if column == place and number in grid.numbers:
            yield number - grid.numbers.start, formula


def _holds_anything(row: MasterRow) -> bool:
    return Tick.YES in (row.setuju, row.tarik) or not all(map(is_blank, row.texts))


def _end(sheet: Sheet, header_row: int, ticks: Ticks) -> int:
    """The first row below everything that stands in the tab, in whatever column; what somebody left at the far end of
    the grid does not count. Nor do unticked boxes."""
    formulas = sheet.formulas.items()
    filled = (row for (row, _), formula in formulas if read_tick("", ticks, formula.text) is not Tick.NO)
    last = max((row for row in filled if row < _FAR_END), default=header_row)
    for number in range(min(len(sheet.rows), _FAR_END) - 1, last, -1):
        if not all(map(is_blank, sheet.rows[number])):
            return number + 1
    return last + 1


def rows_by_id(
    master: MasterReading,
    owners: Mapping[str, str],
    contents: Mapping[str, tuple[str, ...]],
    astray: Mapping[str, Collection[int]] = MappingProxyType({}),
) -> dict[str, list[MasterRow]]:
    """ID → its rows, which its ID cell or its mark names: of several rows no tick counts, withdrawals do. Where the two
    name different entries (the IDs were sorted without their rows, or typed over), the row is that of the entry whose
    content it shows; the mark decides between two that it shows alike. Rows that name nothing known are left out.
    `owners` maps marks to IDs, `contents` IDs to the public cells that `Induk` should show. `astray` maps marks that
    may have been written into a row that had moved to the places of the public cells that may have come with them:
    these prove nothing, and such a mark does not decide."""
    rows: dict[str, list[MasterRow]] = {}
    for row in master.rows:
        mark, shown = master.text(row, "tanda"), master.public(row.texts)
        id, owner = named_id(row, master, contents), owners.get(mark, "")
        if owner and owner != id:
            places = [place for place in range(len(shown)) if place not in astray.get(mark, ())]
            by_mark, by_id = (
                sum(same_words(shown[place], contents[each][place]) for place in places) if each else 0
                for each in (owner, id)
            )
            id = owner if not id or by_mark > by_id or (by_mark == by_id and mark not in astray) else id
        if id:
            rows.setdefault(id, []).append(row)
    return rows


def namesakes(master: MasterReading, known: Container[str]) -> dict[str, list[MasterRow]]:
    """ID → the rows whose ID cells name it, where that are several."""
    by_id: dict[str, list[MasterRow]] = {}
    for row in master.rows:
        if id := named_id(row, master, known):
            by_id.setdefault(id, []).append(row)
    return {id: rows for id, rows in by_id.items() if len(rows) > 1}


def named_id(row: MasterRow, master: MasterReading, known: Container[str]) -> str:
    """The known ID that stands in the ID cell of a row; nothing if there is none."""
    text = master.text(row, "id")
    return next((id for id in (text, clean(text).upper()) if id in known), "")


def means_excluded(text: str, template: Template) -> bool:
    """Whether a class is the excluded one: as it is written, as a misspelling that is closest to it, or among other
    words (rule 5)."""
    class_value, readable = read_class(text, template)
    if readable or class_value == template.excluded_class:
        return class_value == template.excluded_class
    choices = template.choices["klasifikasi"]
    names = [name for choice in choices if choice.excluded for name in (choice.value, *choice.aliases)]
    named = any(len(name) >= 8 and squeeze(name) in squeeze(text) for name in names)
    return named or near_choice(clean(text), choices) == template.excluded_class


def read_class(text: str, template: Template) -> tuple[str, bool]:
    """The desk's class: (as meant, whether it is one). Empty is no class and no mistake."""
    if not text or text in template.class_values:
        return text, True
    read = read_cell(text, template.tab("induk").column("klasifikasi"), template)
    return (read.value or text) if read.flaws else read.value, not read.flaws
