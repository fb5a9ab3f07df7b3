"""Kinds of `batchUpdate` about the spreadsheet, its tabs, and whole rows and columns."""

from __future__ import annotations

import copy
from typing import Any

from . import mask, shift
from .book import Book, grid_properties
from .cells import field_tree
from .color import paired, with_twins
from .errors import bad
from .locale import is_locale
from .moves import span_of
from .sheet import COLUMNS, ROWS, Sheet

Json = dict[str, Any]
OMITTED: tuple[Any, ...] = (False, 0, None, {}, [])


def update_spreadsheet(book: Book, request: Json) -> Json:
    new = request.get("properties") or {}
    tree = field_tree(request, "SpreadsheetProperties", book)
    if "title" in tree and not new.get("title"):
        raise bad("Spreadsheet title cannot be empty.")
    if "locale" in tree and not is_locale(str(new.get("locale", ""))):
        raise bad(f"Unsupported locale: {new.get('locale')}")
    if "timeZone" in tree and not _is_zone(str(new.get("timeZone", ""))):
        raise bad(f"Invalid time zone: {new.get('timeZone')}")
    if "*" in tree:  # what is not said stays: a spreadsheet has a locale, a zone and a format
        tree = {name: {} for name in new}
    book.properties = mask.merged(book.properties, paired(new), tree)
    return {}


def _is_zone(name: str) -> bool:
    from zoneinfo import available_timezones

    return name in available_timezones()


def _check_title(book: Book, title: str, own: Sheet | None = None) -> None:
    if not title:
        raise bad("Sheet name cannot be empty.")
    if len(title) > 100:
        raise bad("Sheet name cannot be longer than 100 characters.")
    if any(sheet.title.lower() == title.lower() for sheet in book.sheets if sheet is not own):
        raise bad(f'A sheet with the name "{title}" already exists. Please enter another name.')


def _new_title(book: Book) -> str:
    number = len(book.sheets) + 1
    while book.by_title(f"Sheet{number}"):
        number += 1
    return f"Sheet{number}"


def shown_properties(sheet: Sheet) -> Json:
    """Properties as given back: what has its default is left out, the first tab's id 0 is not [recorded]."""
    found = {name: value for name, value in sheet.properties.items() if value not in OMITTED or name in KEPT}
    if "gridProperties" in found:
        grid = found["gridProperties"]
        found["gridProperties"] = {name: value for name, value in grid.items() if value not in OMITTED}
    return found


KEPT = {"sheetId", "index", "title"}


def add_sheet(book: Book, request: Json) -> Json:
    given = paired(request.get("properties") or {})
    title = given.get("title") or _new_title(book)
    _check_title(book, title)
    sheet_id = given.get("sheetId")
    if sheet_id is None:
        sheet_id = book.new_sheet_id()
    elif any(sheet.id == sheet_id for sheet in book.sheets):
        raise bad(f"Sheet already exists. ID: {sheet_id}")
    properties = grid_properties(title, len(book.sheets), int(sheet_id))
    properties["gridProperties"] |= given.get("gridProperties") or {}
    properties |= {k: v for k, v in given.items() if k not in {"gridProperties", "title", "sheetId", "index"}}
    sheet = Sheet(properties)
    if sheet.width > 18278:
        raise bad(f"This action would increase the number of columns to {sheet.width}, above the limit of 18278.")
    place = given.get("index", len(book.sheets))
    if place > len(book.sheets):
        raise bad(f"Sheet index {place} is out of bounds; it must be between 0 and {len(book.sheets)}.")
    book.sheets.insert(place, sheet)
    book.renumber()
    book.check_size()
    return {"addSheet": {"properties": shown_properties(sheet)}}


def delete_sheet(book: Book, request: Json) -> Json:
    sheet = book.sheet(request.get("sheetId", 0), "sheet")
    book.guard(sheet, sheet.whole)
    if len([other for other in book.sheets if not other.properties.get("hidden")]) < 2 and (
        not sheet.properties.get("hidden")
    ):
        raise bad("You can't remove all the visible sheets in a document.")
    book.sheets.remove(sheet)
    book.names = [n for n in book.names if n.get("range", {}).get("sheetId", 0) != sheet.id]
    book.renumber()
    return {}


def twin_of(book: Book, sheet: Sheet, title: str, sheet_id: int | None) -> Sheet:
    """A copy of a tab with ids of its own."""
    _check_title(book, title)
    twin = sheet.copied()
    twin.properties |= {"title": title, "sheetId": book.new_sheet_id() if sheet_id is None else sheet_id}
    for name, key in (("protected", "protectedRangeId"), ("banded", "bandedRangeId"), ("filter_views", "filterViewId")):
        for item in getattr(twin, name):
            item[key] = book.new_id(set())
    for item in [
        *twin.merges,
        *[o["range"] for o in (*twin.protected, *twin.banded, *twin.filter_views) if "range" in o],
    ]:
        item["sheetId"] = twin.id
    return twin


def duplicate_sheet(book: Book, request: Json) -> Json:
    sheet = book.sheet(request.get("sourceSheetId", 0), "sheet")
    title = request.get("newSheetName") or f"Copy of {sheet.title}"
    twin = twin_of(book, sheet, title, request.get("newSheetId"))
    book.sheets.insert(request.get("insertSheetIndex", 0), twin)
    book.renumber()
    book.check_size()
    return {"duplicateSheet": {"properties": shown_properties(twin)}}


def update_sheet(book: Book, request: Json) -> Json:
    new = paired(request.get("properties") or {})
    sheet = book.sheet(new.get("sheetId", 0), "sheet")
    tree = with_twins(field_tree(request, "SheetProperties", book))
    if "*" in tree:
        tree = {name: {} for name in new if name != "sheetId"}
    if "title" in tree:
        _check_title(book, new.get("title", ""), sheet)
    if tree.pop("index", None) is not None:
        _reorder(book, sheet, int(new.get("index", 0)))
    _resize(book, sheet, new, tree)
    tree.pop("sheetId", None)
    if tree:
        sheet.properties = mask.merged(sheet.properties, new, tree)
    if all(other.properties.get("hidden") for other in book.sheets):
        raise bad("You can't hide all the sheets in a document.")
    if sheet.grid.get("frozenRowCount", 0) >= sheet.height and sheet.grid.get("frozenRowCount"):
        raise bad("You can't freeze all visible rows on the sheet.")
    if sheet.grid.get("frozenColumnCount", 0) >= sheet.width and sheet.grid.get("frozenColumnCount"):
        raise bad("You can't freeze all visible columns on the sheet.")
    return {}


def _reorder(book: Book, sheet: Sheet, to: int) -> None:
    """The index counts before the move [documentation]."""
    at = book.sheets.index(sheet)
    if not 0 <= to <= len(book.sheets):
        raise bad(f"Sheet index {to} is out of bounds; it must be between 0 and {len(book.sheets)}.")
    book.sheets.remove(sheet)
    book.sheets.insert(to - 1 if to > at else to, sheet)
    book.renumber()


def _resize(book: Book, sheet: Sheet, new: Json, tree: Json) -> None:
    """Takes row and column counts out of the mask and makes the grid that large."""
    grid, below = new.get("gridProperties") or {}, tree.get("gridProperties")
    if below is None:
        return
    if not below:
        below = {name: {} for name in grid}
        tree["gridProperties"] = below
    sizes = {"rowCount": ROWS, "columnCount": COLUMNS}
    for name, axis in sizes.items():
        if name in below:
            del below[name]
            size = int(grid.get(name, 0))
            if size < sheet.size(axis):
                sheet.grid.pop(
                    "frozenRowCount" if axis == ROWS and size <= sheet.grid.get("frozenRowCount", 0) else "", None
                )
            if size != sheet.size(axis):
                shift.resize(book, sheet, axis, size)
    if not below:
        del tree["gridProperties"]


def update_dimension(book: Book, request: Json) -> Json:
    sheet, axis, start, end = span_of(book, request.get("range", {}))
    tree = field_tree(request, "DimensionProperties", book)
    if end > sheet.size(axis):
        raise bad(f"range.endIndex[{end}] is beyond the {sheet.size(axis)} {shift.WORD[axis]}s of the sheet")
    new = request.get("properties") or {}
    for place in range(start, end):
        sheet.dimensions[axis][place] = mask.merged(sheet.dimensions[axis].get(place, {}), new, tree)
    return {}


def auto_resize(book: Book, request: Json) -> Json:
    """The width that the longest text needs; how wide a letter is, only Google knows."""
    sheet, axis, start, end = span_of(book, request.get("dimensions", {}))
    for place in range(start, min(end, sheet.size(axis))):
        size = 21
        if axis == COLUMNS:
            texts = [str(row[place].value or "") for row in sheet.cells.values() if place in row]
            size = max((7 * len(line) + 8 for text in texts for line in text.split("\n")), default=100)
        sheet.dimensions[axis][place] = {**sheet.dimensions[axis].get(place, {}), "pixelSize": size}
    return {}


def copied_to(book: Book, sheet: Sheet) -> Json:
    """A tab from another spreadsheet put at the end; answers its properties."""
    title = f"Copy of {sheet.title}"
    number = 1
    while book.by_title(title):
        number += 1
        title = f"Copy of {sheet.title} {number}"
    twin = twin_of(book, sheet, title, None)
    book.sheets.append(twin)
    book.renumber()
    book.check_size()
    return copy.deepcopy(shown_properties(twin))
