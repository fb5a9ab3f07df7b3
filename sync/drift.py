"""What a tab lost of its layout, as far as its door reads it: dropdowns that pasting took along, protection that was
lifted. It is told, and mended by people: only the program they work in can do so without touching anything else."""

from __future__ import annotations

from collections.abc import Iterator

from sync.header import Columns
from sync.model import Sheet
from sync.template import Column, TabTemplate

OPEN = frozenset({"unit", "petunjuk"})
"""Kinds of tabs that are not protected."""


def lost_protection(sheet: Sheet, tab: TabTemplate) -> bool:
    """Whether a tab that is protected at first is so no longer."""
    return sheet.protected is False and tab.kind not in OPEN and not tab.hidden


def lost_dropdowns(sheet: Sheet, tab: TabTemplate, columns: Columns) -> Iterator[tuple[Column, int, list[int]]]:
    """(column, its place, the rows with content whose cell has no list to choose from) where there are any."""
    if sheet.lists is None:
        return
    rows = [n for n in range(columns.header_row + 1, len(sheet.rows)) if any(map(str.strip, sheet.rows[n]))]
    for column in tab.columns:
        place = columns.at.get(column.role)
        if place is not None and column.writer != "sync" and (column.choices or column.kind == "checkbox"):
            spans = [(top, bottom) for top, left, bottom, right in sheet.lists if left <= place <= right]
            if bare := [row for row in rows if not any(top <= row <= bottom for top, bottom in spans)]:
                yield column, place, bare
