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
    return plain and (kind is None or item["location"]["locationType"] == kind)


def found_by(book: Book, filters: list[Json]) -> list[Json]:
    lookups = [each.get("developerMetadataLookup", {}) for each in filters]
    return [item for item in book.metadata if any(lookup_of(item, lookup) for lookup in lookups)]


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
