"""Where the tables of a tab are, each below its header, and what titles and names say of their rows."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from sync.cells.text import clean, is_blank, squeeze
from sync.importing.list_header import ListHeader, find_header, named_columns
from sync.importing.list_rows import Classes, Section, is_header_again
from sync.importing.source_tab import SourceTab
from sync.importing.unit_names import UnitNames
from sync.importing.words import Vocabulary
from sync.model import Address, Link, Sheet

_TITLES = 20
_COVERED_BELOW = 0.6
"""Among entries a header must be plainer than at the top: they have its words in them."""
_LEAST_ROWS, _LEAST_COLUMNS = 3, 4


@dataclass(frozen=True)
class FoundTable:
    """A table of a tab, from its header to the row `end` (exclusive). `titles` stand above it. `beside` are the first
    columns of tables that stand beside each other under its header; empty where it is one."""

    sheet: Sheet
    header: ListHeader
    end: int
    links: Mapping[Address, tuple[Link, ...]]
    titles: tuple[str, ...]
    beside: tuple[int, ...] = ()


def find_tables(tab: SourceTab, vocabulary: Vocabulary) -> Iterator[FoundTable]:
    """The tables of a tab, in order."""
    sheet, links = tab.sheet, _spread_links(tab.sheet)
    header, start = find_header(sheet, vocabulary) or _without_header(sheet), 0
    above = tab.above
    while header is not None:
        end = _end(sheet, header, vocabulary)
        titles = (*above, *_titles(sheet, start, header.top))
        yield FoundTable(sheet, header, end, links, titles, _beside(sheet, header))
        # Titles of the next table stand in the last rows of this one.
        above, start = (), max(header.bottom + 1, end - 3)
        header = find_header(sheet, vocabulary, end) if end < len(sheet.rows) else None


def _titles(sheet: Sheet, start: int, end: int) -> list[str]:
    """What stands in rows that hold one text."""
    rows = ([clean(text) for text in row if text.strip()] for row in sheet.rows[start : max(end, 0)])
    return [texts[0] for texts in rows if len(texts) == 1][:_TITLES]


def section_of(titles: Sequence[str], name: str, classes: Classes, units: UnitNames) -> Section:
    """The class and the unit that the titles of a table or the name of its tab say for all its rows."""
    klass = next(filter(None, (classes.one(text) for text in (name, *reversed(titles)))), "")
    mentioned = [text for text in titles if units.is_part(text) and units.find(text)]
    unit = name if units.named(name) or units.find(name) else (mentioned[-1] if mentioned else "")
    return Section(klass, unit)


def _without_header(sheet: Sheet) -> ListHeader | None:
    """A table whose columns have no names: some rows, evenly filled."""
    filled = [sum(bool(text.strip()) for text in row) for row in sheet.rows]
    even = sum(count >= _LEAST_COLUMNS for count in filled)
    if even < _LEAST_ROWS or even < 0.8 * len(filled):
        return None
    return ListHeader(-1, -1, dict.fromkeys(range(max(map(len, sheet.rows))), ("", "")))


def _end(sheet: Sheet, header: ListHeader, vocabulary: Vocabulary) -> int:
    """Where a table ends: at the header of another one."""
    for row in range(header.bottom + 1, len(sheet.rows)):
        texts = {column: text for column, text in enumerate(sheet.rows[row]) if not is_blank(text)}
        if len(texts) >= 3 and not is_header_again(texts, header):
            named = named_columns(sheet, row, vocabulary, _COVERED_BELOW)
            if len(named - {"nomor"}) >= 3:
                return row
    return len(sheet.rows)


def _beside(sheet: Sheet, header: ListHeader) -> tuple[int, ...]:
    """The first columns of parts that are apart by an empty column and have two headers in common."""
    if header.top < 0:
        return ()
    filled = {column for row in sheet.rows[header.top :] for column, text in enumerate(row) if text.strip()}
    starts = [column for column in sorted(filled) if column - 1 not in filled]
    parts = [
        {squeeze(header.text(place)) for place in header.texts if start <= place < after}
        for start, after in zip(starts, [*starts[1:], 10**6], strict=True)
    ]
    alike = [
        start
        for start, part in zip(starts, parts, strict=True)
        if any(len(part & other) >= 2 for other in parts if other is not part)
    ]
    return tuple(alike)


def _spread_links(sheet: Sheet) -> Mapping[Address, tuple[Link, ...]]:
    """The links by cell, those of merged cells in every row they cover."""
    links = dict(sheet.links)
    for top, left, bottom, right in sheet.merges:
        if left == right and (top, left) in links:
            links |= {(row, left): links[top, left] for row in range(top + 1, bottom + 1)}
    return links
