"""Kinds of `batchUpdate` that carry cells from one place to another."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from typing import Any

from . import shift
from .a1 import Area
from .book import Book
from .cell import EMPTY, Cell, CellError
from .cells import typed_cell
from .errors import bad
from .formula import value_of
from .sheet import COLUMNS, ROWS, Sheet

Json = dict[str, Any]


def _span(book: Book, span: Json) -> tuple[Sheet, str, int, int]:
    sheet = book.sheet(span.get("sheetId", 0), "sheet")
    axis = span.get("dimension", ROWS)
    if axis not in {ROWS, COLUMNS}:
        raise bad("Must specify a dimension.")
    start, end = span.get("startIndex", 0), span.get("endIndex", sheet.size(axis))
    if start < 0 or end <= start:
        raise bad(f"range.endIndex[{end}] must be after range.startIndex[{start}]")
    return sheet, axis, start, end


span_of = _span


def insert_dimension(book: Book, request: Json) -> Json:
    sheet, axis, start, end = _span(book, request.get("range", {}))
    before = bool(request.get("inheritFromBefore"))
    if before and start == 0:
        raise bad("inheritFromBefore cannot be true when inserting at index 0.")
    if start > sheet.size(axis) - (0 if before else 1):
        raise bad(f"range.startIndex[{start}] is after last {shift.WORD[axis]} in sheet[{sheet.size(axis) - 1}]")
    shift.insert(book, sheet, axis, start, end - start, before=before)
    return {}


def append_dimension(book: Book, request: Json) -> Json:
    sheet = book.sheet(request.get("sheetId", 0), "sheet")
    shift.append(book, sheet, request.get("dimension", ROWS), int(request.get("length", 0)))
    return {}


def delete_dimension(book: Book, request: Json) -> Json:
    shift.delete(book, *_span(book, request.get("range", {})))
    return {}


def move_dimension(book: Book, request: Json) -> Json:
    sheet, axis, start, end = _span(book, request.get("source", {}))
    shift.move(book, sheet, axis, (start, end), int(request.get("destinationIndex", 0)))
    return {}


def insert_range(book: Book, request: Json) -> Json:
    """Shifts the cells of the area down or right; the grid grows when something would fall off."""
    sheet, area = book.grid_area(request.get("range", {}))
    down = request.get("shiftDimension", ROWS) == ROWS
    rest = (
        Area(area.top, sheet.height, area.left, area.right)
        if down
        else (Area(area.top, area.bottom, area.left, sheet.width))
    )
    book.guard(sheet, rest)
    cells = [(row, column, cell) for row, column, cell in sheet.used(rest)]
    lowest = max((row + area.height if down else column + area.width for row, column, _ in cells), default=0)
    axis = ROWS if down else COLUMNS
    if lowest >= sheet.size(axis):
        shift.append(book, sheet, axis, lowest + 1 - sheet.size(axis))
    for row, column, _ in cells:
        sheet.put(row, column, EMPTY)
    for row, column, cell in cells:
        sheet.put(row + (area.height if down else 0), column + (0 if down else area.width), cell)
    return {}


def delete_range(book: Book, request: Json) -> Json:
    sheet, area = book.grid_area(request.get("range", {}))
    up = request.get("shiftDimension", ROWS) == ROWS
    rest = (
        Area(area.top, sheet.height, area.left, area.right)
        if up
        else (Area(area.top, area.bottom, area.left, sheet.width))
    )
    book.guard(sheet, rest)
    cells = [(row, column, cell) for row, column, cell in sheet.used(rest)]
    for row, column, _ in cells:
        sheet.put(row, column, EMPTY)
    for row, column, cell in cells:
        to = (row - (area.height if up else 0), column - (0 if up else area.width))
        if to[0] >= area.top and to[1] >= area.left:
            sheet.put(*to, cell)
    return {}


# --- sort

Key = tuple[int, Any]


def _sort_key(book: Book, sheet: Sheet, cell: Cell) -> Key | None:
    """Numbers, then text, then booleans; None (empty) comes last either way."""
    value = value_of(book, sheet, cell)
    if value is None:
        return None
    if isinstance(value, bool):
        return 2, value
    if isinstance(value, CellError):
        return 3, value.type
    return (1, str(value).lower()) if isinstance(value, str) else (0, value)


def _falling(spec: Json) -> bool:
    return spec.get("sortOrder") == "DESCENDING"


def sort_area(book: Book, sheet: Sheet, area: Area, specs: list[Json]) -> None:
    """Sorts the cells of an area by rows; rows that are empty in the column stay behind."""
    book.guard(sheet, area)
    order = list(area.rows)
    for spec in reversed(specs):
        column = spec.get("dimensionIndex", 0)
        keys = {row: key for row in area.rows if (key := _sort_key(book, sheet, sheet.cell(row, column)))}
        full = sorted((row for row in order if row in keys), key=keys.__getitem__, reverse=_falling(spec))
        order = full + [row for row in order if row not in keys]
    lines = [[sheet.cell(row, column) for column in area.columns] for row in order]
    for row, line in zip(area.rows, lines, strict=True):
        for column, cell in zip(area.columns, line, strict=True):
            sheet.put(row, column, cell)
    if book.metadata_follows_sort:
        _metadata_along(book, sheet, dict(zip(order, area.rows, strict=True)))


def _metadata_along(book: Book, sheet: Sheet, places: dict[int, int]) -> None:
    for item in book.metadata:
        span = item["location"].get("dimensionRange", {})
        if span.get("dimension") == ROWS and span.get("sheetId", 0) == sheet.id and span["startIndex"] in places:
            span["startIndex"] = places[span["startIndex"]]
            span["endIndex"] = span["startIndex"] + 1


def sort_range(book: Book, request: Json) -> Json:
    sheet, area = book.grid_area(request.get("range", {}))
    for spec in request.get("sortSpecs") or []:
        if not area.left <= spec.get("dimensionIndex", 0) < area.right:
            raise bad(f"The sort column index {spec.get('dimensionIndex', 0)} is outside the range.")
    sort_area(book, sheet, area, request.get("sortSpecs") or [])
    return {}


def randomize(book: Book, request: Json) -> Json:
    sheet, area = book.grid_area(request.get("range", {}))
    book.guard(sheet, area)
    lines = sheet.block(area)
    book.numbers.shuffle(lines)
    put_block(sheet, area.top, area.left, lines)
    return {}


# --- copy, cut, paste


def put_block(sheet: Sheet, top: int, left: int, lines: list[list[Cell]]) -> None:
    for row, line in enumerate(lines, start=top):
        for column, cell in enumerate(line, start=left):
            sheet.put(row, column, cell)


def _pasted(book: Book, source: Sheet, kind: str) -> Callable[[Cell, Cell], Cell]:
    """How a copied cell and the one under it become one."""
    looks: dict[str, Callable[[Cell, Cell], Cell]] = {
        "PASTE_NORMAL": lambda new, _: new,
        "PASTE_VALUES": lambda new, old: old.with_value(_plain(value_of(book, source, new))),
        "PASTE_FORMAT": lambda new, old: old._replace(format=new.format, validation=new.validation),
        "PASTE_NO_BORDERS": lambda new, _: new._replace(format=_borderless(new.format)),
        "PASTE_FORMULA": lambda new, old: old.with_value(new.value, new.formula),
        "PASTE_DATA_VALIDATION": lambda new, old: old._replace(validation=new.validation),
        "PASTE_CONDITIONAL_FORMATTING": lambda _, old: old,
    }
    return looks.get(kind, looks["PASTE_NORMAL"])


def _plain(value: Any) -> Any:
    return value.text if isinstance(value, CellError) else value


def _borderless(look: Json | None) -> Json | None:
    return {name: part for name, part in (look or {}).items() if name != "borders"} or None


def _grow_check(sheet: Sheet, area: Area) -> None:
    if area.bottom > sheet.height or area.right > sheet.width:
        from .a1 import Corners
        from .book import outside

        raise outside(sheet, Corners(area.top, area.bottom, area.left, area.right))


def copy_paste(book: Book, request: Json) -> Json:
    source, area = book.grid_area(request.get("source", {}))
    target, place = book.grid_area(request.get("destination", {}))
    lines = source.block(area)
    if request.get("pasteOrientation") == "TRANSPOSE":
        lines = [list(line) for line in zip(*lines, strict=True)]
    high, wide = len(lines), len(lines[0])
    down = place.height // high if place.height % high == 0 else 1
    across = place.width // wide if place.width % wide == 0 else 1
    whole = Area(place.top, place.top + high * max(down, 1), place.left, place.left + wide * max(across, 1))
    _grow_check(target, whole)
    book.guard(target, whole)
    paste = _pasted(book, source, request.get("pasteType", "PASTE_NORMAL"))
    for row in whole.rows:
        for column in whole.columns:
            new = lines[(row - whole.top) % high][(column - whole.left) % wide]
            target.put(row, column, paste(new, target.cell(row, column)))
    return {}


def cut_paste(book: Book, request: Json) -> Json:
    source, area = book.grid_area(request.get("source", {}))
    place = request.get("destination", {})
    target = book.sheet(place.get("sheetId", 0))
    top, left = place.get("rowIndex", 0), place.get("columnIndex", 0)
    goal = Area(top, top + area.height, left, left + area.width)
    _grow_check(target, goal)
    book.guard(source, area)
    book.guard(target, goal)
    lines = source.block(area)
    paste = _pasted(book, source, request.get("pasteType", "PASTE_NORMAL"))
    source.change(area, lambda cell: cell.with_value(None)._replace(format=None, note=None, validation=None))
    old = target.block(goal)
    put_block(
        target,
        top,
        left,
        [[paste(n, o) for n, o in zip(new, was, strict=True)] for new, was in zip(lines, old, strict=True)],
    )
    return {}


def paste_data(book: Book, request: Json) -> Json:
    place = request.get("coordinate", {})
    sheet = book.sheet(place.get("sheetId", 0))
    text = str(request.get("data", ""))
    delimiter = request.get("delimiter") or "\t"
    rows = (
        list(csv.reader(io.StringIO(text), delimiter=delimiter))
        if len(delimiter) == 1
        else ([line.split(delimiter) for line in text.splitlines()])
    )
    top, left = place.get("rowIndex", 0), place.get("columnIndex", 0)
    width = max(map(len, rows), default=0)
    for axis, needed in ((ROWS, top + len(rows)), (COLUMNS, left + width)):
        if needed > sheet.size(axis):
            shift.append(book, sheet, axis, needed - sheet.size(axis))
    book.guard(sheet, Area(top, top + len(rows), left, left + width))
    for row, line in enumerate(rows, start=top):
        for column, piece in enumerate(line, start=left):
            sheet.put(row, column, typed_cell(book, sheet.cell(row, column), piece, raw=False))
    return {}
