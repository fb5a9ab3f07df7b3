"""The methods of Sheets v4, by the names they have in the discovery document."""

from __future__ import annotations

import copy
from collections.abc import Callable
from typing import Any, NamedTuple

from . import batch, mask, metadata, schema, sheets, values, view
from .a1 import Area
from .book import Book
from .errors import Refusal, bad, no_permission
from .sheet import Sheet
from .world import File, World

Json = dict[str, Any]


class Call(NamedTuple):
    """One request, taken apart."""

    world: World
    email: str
    method: schema.Method
    names: dict[str, str]
    query: list[tuple[str, str]]
    body: Json

    def option(self, name: str, default: str = "") -> str:
        return next((value for key, value in self.query if key == name), default)

    def options(self) -> Json:
        return dict(self.query)

    def all(self, name: str) -> list[str]:
        return [value for key, value in self.query if key == name]

    def flag(self, name: str) -> bool:
        return self.option(name).lower() in {"true", "1"}

    @property
    def tree(self) -> mask.Tree:
        text = self.option("fields") or self.option("$fields")
        return schema.read_mask(self.method, text) if text else {}

    def read(self) -> File:
        return self.world.opened(self.names["spreadsheetId"], self.email)

    def change(self, act: Callable[[Book], Json]) -> Json:
        file = self.world.opened(self.names["spreadsheetId"], self.email, write=True)
        return self.world.change(file, self.email, act)  # type: ignore[no-any-return]


Areas = list[tuple[Sheet, Area]]


def _areas(book: Book, texts: list[str]) -> Areas | None:
    return [book.area_of(text) for text in texts] if texts else None


def _filtered(book: Book, filters: list[Json]) -> Areas:
    found: Areas = []
    for item in filters:
        if "a1Range" in item:
            found.append(book.area_of(item["a1Range"]))
        elif "gridRange" in item:
            found.append(book.grid_area(item["gridRange"]))
        else:
            found.extend(_by_metadata(book, item))
    return found


def _by_metadata(book: Book, item: Json) -> Areas:
    found: Areas = []
    for entry in metadata.found_by(book, [item]):
        span = entry["location"].get("dimensionRange")
        if span is None:
            sheet = book.sheet(entry["location"].get("sheetId", 0))
            found.append((sheet, sheet.whole))
            continue
        sheet = book.sheet(span.get("sheetId", 0))
        rows = span["dimension"] == "ROWS"
        start, end = span["startIndex"], span["endIndex"]
        whole = sheet.whole
        found.append((sheet, whole._replace(top=start, bottom=end) if rows else whole._replace(left=start, right=end)))
    return found


def _wants_grid(tree: mask.Tree, asked: bool) -> bool:
    """A mask decides by itself; without one `includeGridData` does [documentation]."""
    return "data" in tree.get("sheets", {}) or tree.get("sheets") == {} if tree else asked


def get(call: Call) -> Json:
    file = call.read()
    areas = _areas(file.book, call.all("ranges"))
    tree = call.tree
    grid = _wants_grid(tree, call.flag("includeGridData"))
    return view.spreadsheet(file.book, call.world.actor(file, call.email), tree, areas, grid)


def get_by_filter(call: Call) -> Json:
    file = call.read()
    areas = _filtered(file.book, call.body.get("dataFilters") or []) or None
    grid = _wants_grid(call.tree, bool(call.body.get("includeGridData")))
    return view.spreadsheet(file.book, call.world.actor(file, call.email), call.tree, areas, grid)


def create(call: Call) -> Json:
    """A service account may not own files [reported 2025]."""
    if call.world.no_storage and call.email.endswith("gserviceaccount.com"):
        raise no_permission()
    given = call.body.get("properties") or {}
    file = call.world.create(given.get("title") or "Untitled spreadsheet", call.email)
    file.book.properties |= {k: v for k, v in given.items() if k != "title"}
    if call.body.get("sheets"):
        file.book.sheets = []
        for sheet in call.body["sheets"]:
            sheets.add_sheet(
                file.book, {"properties": {"sheetId": len(file.book.sheets), **sheet.get("properties", {})}}
            )
    return view.spreadsheet(file.book, call.world.actor(file, call.email), call.tree, None, grid=False)


def batch_update(call: Call) -> Json:
    """All or nothing; the answer can hold the spreadsheet as it is after the last request [documentation]."""
    body = call.body

    def act(book: Book) -> Json:
        found: Json = {"spreadsheetId": book.id, "replies": batch.apply(book, body.get("requests") or [])}
        if body.get("includeSpreadsheetInResponse"):
            areas = _areas(book, body.get("responseRanges") or [])
            tree = call.tree.get("updatedSpreadsheet", {})
            grid = _wants_grid(tree, bool(body.get("responseIncludeGridData")))
            found["updatedSpreadsheet"] = view.spreadsheet(book, book.actor, tree, areas, grid)
        return mask.select(found, call.tree)  # type: ignore[no-any-return]

    return call.change(act)


def copy_to(call: Call) -> Json:
    source = call.read()
    sheet = source.book.sheet(call.names["sheetId"], "sheet")
    goal = call.world.opened(call.body.get("destinationSpreadsheetId", ""), call.email, write=True)
    return call.world.change(goal, call.email, lambda book: sheets.copied_to(book, sheet))  # type: ignore[no-any-return]


# --- values


def values_get(call: Call) -> Json:
    return mask.select(values.get(call.read().book, call.names["range"], call.options()), call.tree)  # type: ignore[no-any-return]


def values_batch_get(call: Call) -> Json:
    found = values.batch_get(call.read().book, call.all("ranges"), call.options())
    return mask.select(found, call.tree)  # type: ignore[no-any-return]


def values_batch_get_by_filter(call: Call) -> Json:
    book, wish, found = call.read().book, values.Wish(call.body), []
    for item in call.body.get("dataFilters") or []:
        for sheet, area in _filtered(book, [item]):
            found.append({"valueRange": values.read(book, sheet, area, wish), "dataFilters": [item]})
    return {"spreadsheetId": book.id, "valueRanges": found}


def values_update(call: Call) -> Json:
    return call.change(lambda book: values.update(book, call.names["range"], call.body, call.options()))


def values_batch_update(call: Call) -> Json:
    return call.change(lambda book: values.batch_update(book, call.body))


def values_batch_update_by_filter(call: Call) -> Json:
    def act(book: Book) -> Json:
        data = []
        for part in call.body.get("data") or []:
            for sheet, area in _filtered(book, [part.get("dataFilter") or {}]):
                data.append({**part, "range": sheet.label(area)})
        found = values.batch_update(book, {**call.body, "data": data})
        for answer, part in zip(found.get("responses", []), data, strict=True):
            answer["dataFilter"] = part["dataFilter"]
            answer.pop("spreadsheetId", None)
        return found

    return call.change(act)


def values_append(call: Call) -> Json:
    return call.change(lambda book: values.append(book, call.names["range"], call.body, call.options()))


def values_clear(call: Call) -> Json:
    return call.change(lambda book: {"spreadsheetId": book.id, "clearedRange": values.clear(book, call.names["range"])})


def values_batch_clear(call: Call) -> Json:
    def act(book: Book) -> Json:
        cleared = []
        for place, text in enumerate(call.body.get("ranges") or []):
            try:
                cleared.append(values.clear(book, text))
            except Refusal as refusal:
                refusal.message = f"Invalid ranges[{place}]: {refusal.message}"
                raise
        return {"spreadsheetId": book.id, "clearedRanges": cleared}

    return call.change(act)


def values_batch_clear_by_filter(call: Call) -> Json:
    def act(book: Book) -> Json:
        found = _filtered(book, call.body.get("dataFilters") or [])
        return {"spreadsheetId": book.id, "clearedRanges": [values.clear(book, s.label(a)) for s, a in found]}

    return call.change(act)


# --- developer metadata


def metadata_get(call: Call) -> Json:
    for item in call.read().book.metadata:
        if str(item["metadataId"]) == call.names["metadataId"]:
            return copy.deepcopy(item)
    raise bad(f"No developer metadata with id: {call.names['metadataId']}")


def metadata_search(call: Call) -> Json:
    filters = call.body.get("dataFilters") or []
    found = [
        {"developerMetadata": copy.deepcopy(item), "dataFilters": filters}
        for item in metadata.found_by(call.read().book, filters)
    ]
    return {"matchedDeveloperMetadata": found} if found else {}


METHODS: dict[str, Callable[[Call], Json]] = {
    "sheets.spreadsheets.get": get,
    "sheets.spreadsheets.getByDataFilter": get_by_filter,
    "sheets.spreadsheets.create": create,
    "sheets.spreadsheets.batchUpdate": batch_update,
    "sheets.spreadsheets.sheets.copyTo": copy_to,
    "sheets.spreadsheets.values.get": values_get,
    "sheets.spreadsheets.values.batchGet": values_batch_get,
    "sheets.spreadsheets.values.batchGetByDataFilter": values_batch_get_by_filter,
    "sheets.spreadsheets.values.update": values_update,
    "sheets.spreadsheets.values.batchUpdate": values_batch_update,
    "sheets.spreadsheets.values.batchUpdateByDataFilter": values_batch_update_by_filter,
    "sheets.spreadsheets.values.append": values_append,
    "sheets.spreadsheets.values.clear": values_clear,
    "sheets.spreadsheets.values.batchClear": values_batch_clear,
    "sheets.spreadsheets.values.batchClearByDataFilter": values_batch_clear_by_filter,
    "sheets.spreadsheets.developerMetadata.get": metadata_get,
    "sheets.spreadsheets.developerMetadata.search": metadata_search,
}
READS = {"get", "getByDataFilter", "batchGet", "batchGetByDataFilter", "search"}
