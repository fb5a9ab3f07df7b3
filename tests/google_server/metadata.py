"""Developer metadata: notes of programs on a spreadsheet, a tab, a row or a column."""

from __future__ import annotations

import copy
from typing import Any

from . import mask
from .book import Book
from .cells import field_tree
from .errors import bad
from .moves import span_of

Json = dict[str, Any]


def add(book: Book, request: Json) -> Json:
    given = copy.deepcopy(request.get("developerMetadata") or {})
    if "location" not in given or "visibility" not in given or not given.get("metadataKey"):
        raise bad("Developer metadata needs a key, a location and a visibility.")
    location = given["location"]
    kind = "SPREADSHEET" if location.get("spreadsheet") else "SHEET"
    if "dimensionRange" in location:
        sheet, axis, start, end = span_of(book, location["dimensionRange"])
        kind = "ROW" if axis == "ROWS" else "COLUMN"
        if end - start != 1:
            raise bad("Developer metadata may be put on a single row or column only.")
        location["dimensionRange"] = {"sheetId": sheet.id, "dimension": axis, "startIndex": start, "endIndex": end}
    location["locationType"] = kind
    given["metadataId"] = given.get("metadataId") or book.new_id({0})
    book.metadata.append(given)
    return {"createDeveloperMetadata": {"developerMetadata": copy.deepcopy(given)}}


def lookup_of(item: Json, lookup: Json) -> bool:
    """Whether a DeveloperMetadataLookup means an item."""
    asked = [name for name in ("metadataId", "metadataKey", "metadataValue", "visibility") if name in lookup]
    plain = all(item.get(name) == lookup[name] for name in asked)
    kind = lookup.get("locationType")
    if not plain or (kind is not None and item["location"]["locationType"] != kind):
        return False
    place = lookup.get("metadataLocation")
    exact = lookup.get("locationMatchingStrategy") == "EXACT_LOCATION"
    return place is None or (_same(item["location"], place) if exact else _meet(item["location"], place))


def _parts(location: Json) -> tuple[Any, ...]:
    """(tab, axis, start, end); None where it is the whole."""
    if location.get("spreadsheet"):
        return None, None, None, None
    span = location.get("dimensionRange")
    if span is None:
        return location.get("sheetId", 0), None, None, None
    return span.get("sheetId", 0), span.get("dimension", "ROWS"), span.get("startIndex", 0), span.get("endIndex", 1)


def _same(one: Json, other: Json) -> bool:
    return _parts(one) == _parts(other)


def _meet(one: Json, other: Json) -> bool:
    """Rows and columns of a tab meet each other and the tab; a spreadsheet meets nothing but itself."""
    (tab, axis, start, end), (tab2, axis2, start2, end2) = _parts(one), _parts(other)
    if tab != tab2 or axis is None or axis2 is None or axis != axis2:
        return bool(tab == tab2)
    return bool(start < end2 and start2 < end)


def _covered(book: Book, item: Json, each: Json) -> bool:
    """Whether metadata lies on a row, a column or a tab of the cells meant."""
    sheet, area = book.area_of(each["a1Range"]) if "a1Range" in each else book.grid_area(each["gridRange"])
    tab, axis, start, end = _parts(item["location"])
    if tab != sheet.id or axis is None:
        return bool(tab == sheet.id)
    first, last = (area.top, area.bottom) if axis == "ROWS" else (area.left, area.right)
    return bool(start < last and first < end)


def found_by(book: Book, filters: list[Json]) -> list[Json]:
    """Metadata that any of the filters means."""
    return [item for item in book.metadata if any(_means(book, item, each) for each in filters)]


def _means(book: Book, item: Json, each: Json) -> bool:
    if "a1Range" in each or "gridRange" in each:
        return _covered(book, item, each)
    return lookup_of(item, each.get("developerMetadataLookup", {}))


def delete(book: Book, request: Json) -> Json:
    gone = found_by(book, [request.get("dataFilter") or {}])
    book.metadata = [item for item in book.metadata if item not in gone]
    return {"deleteDeveloperMetadata": {"deletedDeveloperMetadata": gone} if gone else {}}


def update(book: Book, request: Json) -> Json:
    tree = field_tree(request, "DeveloperMetadata", book)
    found = found_by(book, request.get("dataFilters") or [])
    for item in found:
        item.update(mask.merged(item, request.get("developerMetadata") or {}, tree))
    return {"updateDeveloperMetadata": {"developerMetadata": copy.deepcopy(found)} if found else {}}
