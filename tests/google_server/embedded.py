"""Kinds of `batchUpdate` about charts, slicers and filter views, kept as given; and filling a series on."""

from __future__ import annotations

import copy
from itertools import pairwise
from typing import Any

from . import mask
from .a1 import Area
from .book import Book
from .cell import Cell
from .cells import field_tree
from .color import paired
from .errors import bad
from .overlays import LISTS
from .sheet import Sheet

Json = dict[str, Any]


def _found(book: Book, wanted: Any) -> tuple[list[Json], Json]:
    """A chart or slicer by its id."""
    for sheet in book.sheets:
        for noun in ("Chart", "Slicer"):
            where, _, name = LISTS[noun]
            for item in getattr(sheet, where):
                if item.get(name) == wanted:
                    return getattr(sheet, where), item
    raise bad(f"No embedded object with id: {wanted}")


def delete_object(book: Book, request: Json) -> Json:
    items, item = _found(book, request.get("objectId"))
    items.remove(item)
    return {}


def update_position(book: Book, request: Json) -> Json:
    _, item = _found(book, request.get("objectId"))
    item["position"] = mask.merged(
        item.get("position", {}), request.get("newPosition") or {}, field_tree(request, "EmbeddedObjectPosition", book)
    )
    return {"updateEmbeddedObjectPosition": {"position": copy.deepcopy(item["position"])}}


def update_border(book: Book, request: Json) -> Json:
    _, item = _found(book, request.get("objectId"))
    tree = field_tree(request, "EmbeddedObjectBorder", book)
    item["border"] = mask.merged(item.get("border", {}), paired(request.get("border") or {}), tree)
    return {}


def update_chart(book: Book, request: Json) -> Json:
    _, item = _found(book, request.get("chartId"))
    item["spec"] = paired(copy.deepcopy(request.get("spec") or {}))
    return {}


def update_slicer(book: Book, request: Json) -> Json:
    _, item = _found(book, request.get("slicerId"))
    tree = field_tree(request, "SlicerSpec", book)
    item["spec"] = mask.merged(item.get("spec", {}), paired(request.get("spec") or {}), tree)
    return {}


def duplicate_view(book: Book, request: Json) -> Json:
    for sheet in book.sheets:
        for view in sheet.filter_views:
            if view.get("filterViewId") == request.get("filterId"):
                twin = copy.deepcopy(view) | {"filterViewId": book.new_id({0}), "title": f"Copy of {view['title']}"}
                sheet.filter_views.append(twin)
                return {"duplicateFilterView": {"filter": copy.deepcopy(twin)}}
    raise bad(f"No filterview with id: {request.get('filterId')}")


def auto_fill(book: Book, request: Json) -> Json:
    """Numbers in even steps go on, everything else repeats; along the longer way of what is given."""
    for sheet, source, target in _fillings(book, request):
        book.guard(sheet, target)
        down = target.top >= source.bottom
        lines = source.columns if down else source.rows
        for line in lines:
            cells = [
                sheet.cell(n, line) if down else sheet.cell(line, n) for n in (source.rows if down else source.columns)
            ]
            for place, number in enumerate(target.rows if down else target.columns, len(cells)):
                sheet.put(*((number, line) if down else (line, number)), _next(cells, place))
    return {}


def _fillings(book: Book, request: Json) -> list[tuple[Sheet, Area, Area]]:
    given = request.get("sourceAndDestination")
    if given:
        sheet, source = book.grid_area(given.get("source", {}))
        length = int(given.get("fillLength") or 0)
        if given.get("dimension") == "COLUMNS":
            return [(sheet, source, source._replace(left=source.right, right=source.right + length))]
        return [(sheet, source, source._replace(top=source.bottom, bottom=source.bottom + length))]
    sheet, area = book.grid_area(request.get("range", {}))
    filled = [row for row, _, cell in sheet.used(area) if cell.filled]
    bottom = max(filled, default=area.top) + 1
    if bottom >= area.bottom:
        return []
    return [(sheet, area._replace(bottom=bottom), area._replace(top=bottom))]


def _next(cells: list[Cell], place: int) -> Cell:
    model = cells[place % len(cells)]
    numbers = [cell.value for cell in cells if isinstance(cell.value, int | float) and not isinstance(cell.value, bool)]
    if len(numbers) == len(cells) > 1:
        steps = {b - a for a, b in pairwise(numbers)}
        if len(steps) == 1:
            return model.with_value(numbers[0] + place * steps.pop())
    return model
