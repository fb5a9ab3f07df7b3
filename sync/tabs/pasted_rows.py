"""Rows that were pasted with their columns in another order than ours.

One such cell is a mistake like any other. Several rows in which days, forms, links and lengths of time stand under each
other's headers are a table that came from elsewhere: mending it cell by cell would be the wrong work.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache

from sync.cells.cell import read_cell
from sync.cells.text import squeeze
from sync.template.template import Template

LEAST_ROWS = 3
_LEAST_CELLS = 2
_CHECKED = frozenset({"period", "choice", "retention", "links"})


def shifted_rows(rows: Sequence[tuple[int, Sequence[str]]], template: Template) -> list[int]:
    """The numbers of the rows that seem shifted: two cells at least that cannot be read where they stand, and two that
    can be read under another header; with them the header that came along. None where it is fewer than three rows.
    `rows` are numbers with their texts, over `template.content_roles`."""
    reader = _Columns(template)
    numbers = [number for number, texts in rows if reader.is_shifted(texts)]
    if len(numbers) < LEAST_ROWS:
        return []
    return sorted({*numbers, *(number for number, texts in rows if reader.is_header(texts))})


class _Columns:
    """Which texts belong under which header of a unit's tab."""

    def __init__(self, template: Template) -> None:
        tab = template.tab("unit")
        self._template, self._columns = template, [tab.column(role) for role in template.content_roles]
        self._checked = [place for place, column in enumerate(self._columns) if column.kind in _CHECKED]
        self._names = {squeeze(name) for column in self._columns for name in (column.header, *column.aliases)}
        self._fits = lru_cache(maxsize=4096)(self._reads)

    def is_header(self, texts: Sequence[str]) -> bool:
        """Whether three cells name columns, as the header of the pasted table does."""
        return sum(squeeze(text) in self._names for text in texts if text) >= LEAST_ROWS

    def is_shifted(self, texts: Sequence[str]) -> bool:
        unread = [place for place in self._checked if texts[place] and not self._fits(texts[place], place)]
        return len(unread) >= _LEAST_CELLS and len(list(self._astray(texts))) >= _LEAST_CELLS

    def _astray(self, texts: Sequence[str]) -> Iterator[int]:
        """The cells that say what belongs under another header, and not what belongs under theirs."""
        for place, text in enumerate(texts):
            at_home = place in self._checked and self._fits(text, place)
            if text and not at_home and any(self._fits(text, other) for other in self._checked if other != place):
                yield place

    def _reads(self, text: str, place: int) -> bool:
        read = read_cell(text, self._columns[place], self._template)
        return bool(read.value) and not read.flaws
