"""Rows of one unit's tab moved beneath those of another, in one batch, so that no run ever reads them twice or not at
all. Whatever would read otherwise there than here is refused, with its place; nothing that people typed is lost.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from sync.cells.text import is_blank, same_words, squeeze
from sync.errors import WorkbookError
from sync.message import joined, named, say
from sync.model import Address, Row, Sheet, TabWrite, Value, WorkbookState, a1, column_letters
from sync.settings.settings import Settings
from sync.settings.units import Unit
from sync.tabs.added_rows import as_row, first_free, row_cells
from sync.tabs.header_row import Columns
from sync.tabs.tab_names import find_tab
from sync.tabs.unit_tab import Reading, read_unit_tab
from sync.template.template import Template
from sync.workbook.xlsx.cell_text import stored_text


@dataclass(frozen=True)
class UnitTab:
    """A unit's tab that can be read and written."""

    sheet: Sheet
    reading: Reading
    columns: Columns


@dataclass(frozen=True)
class MovedRows:
    """The writes that move rows: those beneath the other tab first. `count` are rows, `own` the headers of clerks' own
    columns that go with them, `computed` the formulas of which only what they show goes along, `left` cells besides the
    table that stay where they are."""

    writes: tuple[TabWrite, ...] = ()
    count: int = 0
    own: tuple[str, ...] = ()
    computed: tuple[str, ...] = ()
    left: int = 0


def open_unit_tab(unit: Unit, state: WorkbookState, settings: Settings, template: Template) -> UnitTab:
    """Raises `WorkbookError` for a tab that is missing or cannot be used."""
    title = find_tab(state.titles, unit.tab, unit.aliases).title
    sheet = state.sheets.get(title)
    if sheet is None:
        raise WorkbookError(
            say("the workbook has no tab “%(tab)s” of %(code)s. Nothing was changed.", tab=unit.tab, code=unit.code)
        )
    reading = read_unit_tab(sheet, unit.code, settings.office.facts, template, ("id", "status", "catatan"))
    if reading.columns is None:
        why = " ".join(problem.message for problem in reading.problems[:2])
        raise WorkbookError(
            say(
                "the tab “%(title)s” cannot be read: %(why)s Put it right first. Nothing was changed.",
                title=title, why=why,
            )
        )  # fmt: skip
    return UnitTab(sheet, reading, reading.columns)


def move_rows(source: UnitTab, goal: UnitTab, settings: Settings, template: Template) -> MovedRows:
    """All rows of `source` beneath those of `goal`. Raises `WorkbookError` where something would be lost."""
    rows = source.reading.rows
    if not rows:
        return MovedRows(left=_left(source, ()))
    _refuse_unsaid(source, rows, template)
    own, headed = _own_columns(source, goal, rows)
    there = {(row.id, row.values) for row in goal.reading.rows if row.id}
    new = [row for row in rows if (row.id, row.values) not in there]
    append = tuple(_moved(row, source, goal, own, template) for row in new)
    first = first_free(goal.sheet, goal.columns)
    added = TabWrite(goal.sheet.title, "unit", headed, append, first)
    _verify(added, new, goal, settings, template)
    emptied = dict.fromkeys(_filled(source, rows, own))
    computed = tuple(a1(*at) for at in sorted(source.sheet.formulas) if at in emptied and at not in source.sheet.links)
    headers = tuple(source.sheet.text(source.columns.header_row, place).strip() for place in own)
    writes = (*([added] if new else []), TabWrite(source.sheet.title, "unit", emptied))
    return MovedRows(writes, len(rows), headers, computed, _left(source, emptied))


def _refuse_unsaid(source: UnitTab, rows: Sequence[Row], template: Template) -> None:
    """A cell that says nothing now may say something tomorrow: it cannot be moved."""
    unit, at = template.tab("unit"), source.columns.at
    silent = [f"{a1(row.number, at[role])} ({unit.column(role).header})" for row in rows for role in row.unsaid]
    if silent:
        raise WorkbookError(
            say(
                "cells of the tab “%(title)s” say nothing now (merged, or a formula in error): %(cells)s. Put them "
                "right first. Nothing was changed.",
                title=source.sheet.title, cells=named(silent),
            )
        )  # fmt: skip


def _own_columns(source: UnitTab, goal: UnitTab, rows: Sequence[Row]) -> tuple[dict[int, int], dict[Address, Value]]:
    """The clerks' own columns that hold something in these rows → their columns in the other tab, found by header; and
    the headers of those that it has not, at its right end. Raises `WorkbookError` for a column without a header, and
    for one of which there are two."""
    theirs = _places_of_others(source)
    wanted = [at for at in theirs if any(not is_blank(source.sheet.text(row.number, at)) for row in rows)]
    places: dict[int, int] = {}
    headed: dict[Address, Value] = {}
    end = max([*map(len, goal.sheet.rows), *(place + 1 for place in goal.columns.at.values())])
    lacking = []
    for place in wanted:
        header = source.sheet.text(source.columns.header_row, place)
        goals = [at for at in _places_of_others(goal) if header.strip() and _same_header(goal, at, header)]
        if len(goals) == 1 and goals[0] not in places.values():
            places[place] = goals[0]
        elif header.strip() and not goals and header.strip() not in headed.values():
            places[place] = end + len(headed)
            headed[goal.columns.header_row, places[place]] = header.strip()
        else:
            count = sum(not is_blank(source.sheet.text(row.number, place)) for row in rows)
            lacking.append(
                say("“%(header)s” (%(count)s cells)", header=header.strip(), count=count)
                if header.strip()
                else say("column %(letters)s, without a header (%(count)s cells)",
                         letters=column_letters(place), count=count)
            )  # fmt: skip
    if lacking:
        raise WorkbookError(
            say(
                "the tab “%(title)s” has columns of its own of which it is not clear where in “%(other)s” they belong: "
                "%(columns)s. Give each a header of its own in both tabs, or empty it; then run this again. Nothing "
                "was changed.",
                title=source.sheet.title, other=goal.sheet.title, columns=joined(lacking, ", "),
            )
        )  # fmt: skip
    return places, headed


def _same_header(tab: UnitTab, place: int, header: str) -> bool:
    return squeeze(tab.sheet.text(tab.columns.header_row, place)) == squeeze(header)


def _places_of_others(tab: UnitTab) -> list[int]:
    ours = {*tab.columns.at.values(), *tab.columns.ticks}
    return [place for place in range(max(map(len, tab.sheet.rows), default=0)) if place not in ours]


def _moved(row: Row, source: UnitTab, goal: UnitTab, own: dict[int, int], template: Template) -> tuple[Value, ...]:
    roles = template.content_roles
    texts = {role: text for role, text in zip(roles, row.typed, strict=True) if text}
    if source.columns.ticks or goal.columns.ticks:
        texts["bentuk"] = row.values[roles.index("bentuk")]
    cells = row_cells({"id": row.id, **texts}, goal.columns, template)
    cells |= {goal_at: source.sheet.text(row.number, at) for at, goal_at in own.items()}
    return as_row({place: text for place, text in cells.items() if text})


def _verify(added: TabWrite, rows: Sequence[Row], goal: UnitTab, settings: Settings, template: Template) -> None:
    """Every row reads in the other tab as it did in its own. Raises `WorkbookError`."""
    sheet = added.applied_to(goal.sheet, stored_text)
    reading = read_unit_tab(sheet, goal.reading.unit, settings.office.facts, template)
    read = {row.number: row for row in reading.rows}
    unit = template.tab("unit")
    for number, row in enumerate(rows, added.append_at):
        there = read.get(number)
        values = there.values if there else ("",) * len(row.values)
        for role, mine, theirs in zip(template.content_roles, row.values, values, strict=True):
            if mine != theirs and not same_words(mine, theirs):
                raise WorkbookError(
                    say(
                        "“%(header)s” of row %(row)s would read “%(other)s” instead of “%(text)s” in the tab "
                        "“%(title)s”: has it that column, and no merged cells beneath its rows? Nothing was changed.",
                        header=unit.column(role).header, row=f"{row.number + 1} {row.id}".strip(),
                        other=theirs[:80], text=mine[:80], title=goal.sheet.title,
                    )
                )  # fmt: skip


def _filled(source: UnitTab, rows: Sequence[Row], own: dict[int, int]) -> Iterator[Address]:
    """The cells of these rows that are taken out of their tab."""
    places = {*source.columns.at.values(), *source.columns.ticks, *own}
    for row in rows:
        for place in sorted(places):
            if source.sheet.text(row.number, place) or (row.number, place) in source.sheet.formulas:
                yield row.number, place


def _left(source: UnitTab, emptied: Sequence[Address] | dict[Address, None]) -> int:
    """How many cells below the header are neither moved nor empty."""
    first = source.columns.first
    return sum(
        not is_blank(text) and (number, place) not in emptied
        for number, row in enumerate(source.sheet.rows)
        for place, text in enumerate(row)
        if number >= first and not source.columns.is_header(number)
    )
