"""Rows that are written beneath those of a unit's tab: where they begin, and which cells they fill."""

from __future__ import annotations

from collections.abc import Mapping

from sync.cells.choice import find_choice
from sync.cells.text import is_blank
from sync.model import Sheet, Value
from sync.tabs.header_row import Columns
from sync.template.template import Template

_TICK = "✓"
_TALLEST_MERGE = 1000
"""Taller ones are columns that somebody merged whole: they say nothing of where a list ends."""


def first_free(sheet: Sheet, columns: Columns) -> int:
    """The row below all content, formulas and merged cells."""
    filled = [number for number, row in enumerate(sheet.rows) if not all(map(is_blank, row))]
    computed = [row for row, _ in sheet.formulas]
    merged = [bottom for top, _, bottom, _ in sheet.merges if bottom - top < _TALLEST_MERGE]
    return max([columns.header_row, *filled, *computed, *merged]) + 1


def row_cells(texts: Mapping[str, str], columns: Columns, template: Template) -> dict[int, Value]:
    """Column → what is written there; `texts` by role. What the tab has no column for is left out."""
    cells: dict[int, Value] = {columns.at[role]: text for role, text in texts.items() if role in columns.at}
    if columns.ticks:
        cells.pop(columns.at["bentuk"], None)
        cells |= dict.fromkeys(_ticked(texts.get("bentuk", ""), columns, template), _TICK)
    return cells


def as_row(cells: Mapping[int, Value]) -> tuple[Value, ...]:
    """The cells of a row, up to the last that is filled."""
    return tuple(cells.get(place) for place in range(max(cells) + 1))


def _ticked(form: str, columns: Columns, template: Template) -> list[int]:
    """The columns that are ticked for a form, in a tab that has one for each."""
    choices = template.choices["bentuk"]
    wanted = choice.parts if (choice := find_choice(form, choices)) else ()
    named = {place: find_choice(word, choices) for place, word in columns.ticks.items()}
    return [place for place, choice in named.items() if choice and set(choice.parts) <= set(wanted)]
