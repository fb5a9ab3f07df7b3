"""What a tab lost of its layout, as far as it was read: dropdowns overwritten by pasting, protection that was lifted.
Both are reported and never repaired: only the program people work in can do that without touching anything else."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence

from sync.model import Sheet
from sync.tabs.header_row import Columns
from sync.template.template import Column, TabTemplate

OPEN = frozenset({"unit", "petunjuk"})
"""Kinds of tabs that are not protected."""


def lost_protection(sheet: Sheet, tab: TabTemplate) -> bool:
    """Whether a tab that is protected at first is so no longer."""
    return sheet.protected is False and tab.kind not in OPEN and not tab.hidden


def lost_dropdowns(sheet: Sheet, tab: TabTemplate, columns: Columns) -> Iterator[tuple[Column, int, list[int]]]:
    """(column, its place, the rows with content whose cell has no list to choose from) where there are any."""
    if sheet.lists is None:
        return
    below = (n for n in range(columns.first, len(sheet.rows)) if not columns.is_header(n))
    rows = [n for n in below if any(map(str.strip, sheet.rows[n]))]
    for column in tab.columns:
        place = columns.at.get(column.role)
        chosen = column.writer != "sync" and (column.choices or column.kind == "checkbox")
        if place is not None and chosen and (bare := _bare(rows, spans_of(sheet, place))):
            yield column, place, bare


def spans_of(sheet: Sheet, place: int) -> list[tuple[int, int]]:
    """Where a column has lists: (first, last) row, in order."""
    return sorted((top, bottom) for top, left, bottom, right in sheet.lists or () if left <= place <= right)


def _bare(rows: Sequence[int], spans: Sequence[tuple[int, int]]) -> list[int]:
    """The rows (in order) in none of the spans (in order of their first). Linear in both."""
    bare, reached, left = [], -1, iter([*spans, (sys.maxsize, sys.maxsize)])
    top, bottom = next(left)
    for row in rows:
        while top <= row:
            reached = max(reached, bottom)
            top, bottom = next(left)
        if row > reached:
            bare.append(row)
    return bare
