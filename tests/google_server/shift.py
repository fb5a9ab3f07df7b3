"""Inserting, deleting and moving whole rows or columns, with everything that lies over the grid moving along."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from .a1 import Area
from .book import Book
from .cell import EMPTY
from .errors import bad
from .sheet import COLUMNS, ROWS, Sheet

Json = dict[str, Any]
Move = Callable[[int, int], tuple[int, int] | None]
WORD = {ROWS: "row", COLUMNS: "column"}


def _keys(axis: str) -> tuple[str, str]:
    return ("startRowIndex", "endRowIndex") if axis == ROWS else ("startColumnIndex", "endColumnIndex")


def _moved_span(span: Json, axis: str, move: Move) -> Json | None:
    """A GridRange after the move; open sides stay open; None when nothing is left."""
    first, last = _keys(axis)
    if first not in span and last not in span:
        return span
    found = move(span.get(first, 0), span.get(last, 10**9))
    if found is None:
        return None
    result = dict(span)
    if first in span:
        result[first] = found[0]
    if last in span:
        result[last] = found[1]
    return result


def _ranges(items: list[Json], axis: str, move: Move) -> list[Json]:
    found = []
    for item in items:
        if "range" not in item:
            found.append(item)
            continue
        span = _moved_span(item["range"], axis, move)
        if span is not None:
            found.append({**item, "range": span})
    return found


def _along(book: Book, sheet: Sheet, axis: str, move: Move) -> None:
    sheet.merges = [span for old in sheet.merges if (span := _moved_span(old, axis, move)) is not None]
    for name in ("protected", "filter_views", "banded", "tables", "anchors"):
        setattr(sheet, name, _ranges(getattr(sheet, name), axis, move))
    if sheet.basic_filter:
        sheet.basic_filter = next(iter(_ranges([sheet.basic_filter], axis, move)), None)
    for rule in sheet.protected:
        if "unprotectedRanges" in rule:
            spans = [_moved_span(old, axis, move) for old in rule["unprotectedRanges"]]
            rule["unprotectedRanges"] = [span for span in spans if span is not None]
    for rule in sheet.conditional:
        rule["ranges"] = [span for old in rule["ranges"] if (span := _moved_span(old, axis, move)) is not None]
    sheet.conditional = [rule for rule in sheet.conditional if rule["ranges"]]
    sheet.groups = [group for group in sheet.groups if _moved_index(group["range"], axis, move)]
    mine = [named for named in book.names if named.get("range", {}).get("sheetId", 0) == sheet.id]
    kept = _ranges(mine, axis, move)
    by_id = {named["namedRangeId"]: named for named in kept}
    book.names = [by_id.get(n["namedRangeId"], n) for n in book.names if n not in mine or n["namedRangeId"] in by_id]
    book.metadata = [item for item in book.metadata if _moved_metadata(item, sheet, axis, move)]


def _moved_index(span: Json, axis: str, move: Move) -> bool:
    if span.get("dimension", ROWS) != axis:
        return True
    found = move(span.get("startIndex", 0), span["endIndex"])
    if found:
        span["startIndex"], span["endIndex"] = found
    return found is not None


def _moved_metadata(item: Json, sheet: Sheet, axis: str, move: Move) -> bool:
    span = item["location"].get("dimensionRange")
    if span is None or span.get("sheetId", 0) != sheet.id:
        return True
    return _moved_index(span, axis, move)


def insert(book: Book, sheet: Sheet, axis: str, at: int, count: int, *, before: bool = False) -> None:
    """`before`: the new ones look like the one before them, else like the one after."""
    model = at - 1 if before else at
    look = _looks(sheet, axis, model)
    sheet.reindex(axis, lambda place: place if place < at else place + count)
    sheet.set_size(axis, sheet.size(axis) + count)

    def move(start: int, end: int) -> tuple[int, int]:
        return start + count if start >= at else start, end + count if end > at else end

    _along(book, sheet, axis, move)
    for other, cell in look.items():
        for place in range(at, at + count):
            row, column = (place, other) if axis == ROWS else (other, place)
            sheet.put(row, column, cell)
    book.check_size()


def _looks(sheet: Sheet, axis: str, model: int) -> dict[int, Any]:
    found = {}
    for row, cells in sheet.cells.items() if axis == COLUMNS else [(model, sheet.cells.get(model, {}))]:
        for column, cell in cells.items():
            if axis == ROWS or column == model:
                bare = EMPTY._replace(format=cell.format, validation=cell.validation)
                if bare != EMPTY:
                    found[column if axis == ROWS else row] = bare
    return found


def append(book: Book, sheet: Sheet, axis: str, count: int) -> None:
    sheet.set_size(axis, sheet.size(axis) + count)
    book.check_size()


def delete(book: Book, sheet: Sheet, axis: str, start: int, end: int) -> None:
    size, word = sheet.size(axis), WORD[axis]
    if end > size:
        raise bad(
            f"Cannot delete a {word} that doesn't exist. "
            f"Tried to delete {word} index {end - 1} but there are only {size} {word}s."
        )
    if end - start >= size:
        raise bad(f"You can't delete all the {word}s on the sheet.")
    frozen = sheet.grid.get("frozenRowCount" if axis == ROWS else "frozenColumnCount", 0)
    if start <= frozen and end >= size:
        raise bad(f"Sorry, it is not possible to delete all non-frozen {word}s.")
    area = Area(start, end, 0, sheet.width) if axis == ROWS else Area(0, sheet.height, start, end)
    book.guard(sheet, area)
    sheet.reindex(axis, lambda at: at if at < start else (None if at < end else at - (end - start)))
    sheet.set_size(axis, size - (end - start))

    def back(at: int) -> int:
        return at if at <= start else max(start, at - (end - start))

    def move(first: int, last: int) -> tuple[int, int] | None:
        found = back(first), back(last)
        return found if found[0] < found[1] else None

    _along(book, sheet, axis, move)
    frozen_key = "frozenRowCount" if axis == ROWS else "frozenColumnCount"
    if frozen_key in sheet.grid:
        sheet.grid[frozen_key] = back(frozen)


def move(book: Book, sheet: Sheet, axis: str, span: tuple[int, int], to: int) -> None:
    """`to` counts before the removal; a place inside the span is refused [reported live]."""
    start, end = span
    if start <= to < end:
        raise bad(f"destinationIndex[{to}] must be outside the requested range[{start}-{end}]")
    if to > sheet.size(axis):
        raise bad(f"destinationIndex[{to}] is after last {WORD[axis]} in sheet[{sheet.size(axis) - 1}]")
    area = Area(start, end, 0, sheet.width) if axis == ROWS else Area(0, sheet.height, start, end)
    book.guard(sheet, area)
    count = end - start

    def place(at: int) -> int:
        if start <= at < end:
            return at - start + (to if to < start else to - count)
        if to <= at < start:
            return at + count
        return at - count if end <= at < to else at

    def moved(first: int, last: int) -> tuple[int, int]:
        """A range goes along with what it covers, if that stays together."""
        places = sorted(map(place, range(first, last)))
        whole = bool(places) and places[-1] - places[0] == last - first - 1
        return (places[0], places[-1] + 1) if whole else (first, last)

    sheet.reindex(axis, place)
    _along(book, sheet, axis, moved)


def resize(book: Book, sheet: Sheet, axis: str, size: int) -> None:
    """Another number of rows or columns: what lies beyond is gone."""
    if size < 1:
        raise bad(f"Sheets must have at least one {WORD[axis]}.")
    old = sheet.size(axis)
    if size < old:
        delete(book, sheet, axis, size, old)
    else:
        append(book, sheet, axis, size - old)
