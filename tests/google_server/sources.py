"""Kinds of `batchUpdate` about data sources: kept as given, each with its tab; nothing is fetched from anywhere, so
that every refresh is said to run."""

from __future__ import annotations

import copy
from typing import Any

from . import mask, sheets
from .book import Book
from .cells import field_tree
from .errors import bad

Json = dict[str, Any]


def _status(book: Book) -> Json:
    return {"state": "RUNNING", "lastRefreshTime": book.moment}


def _source(book: Book, id: Any) -> Json:
    for source in book.sources:
        if source["dataSourceId"] == id:
            return source
    raise bad(f"No data source with id: {id}")


def add(book: Book, request: Json) -> Json:
    """With a tab of its own."""
    given = copy.deepcopy(request.get("dataSource") or {})
    if not given.get("spec"):
        raise bad("A data source must have a spec.")
    given["dataSourceId"] = given.get("dataSourceId") or str(book.new_id({0}))
    if any(source["dataSourceId"] == given["dataSourceId"] for source in book.sources):
        raise bad(f"A data source with id {given['dataSourceId']} already exists.")
    about = {"dataSourceId": given["dataSourceId"], "dataExecutionStatus": _status(book)}
    wanted: Json = {"sheetType": "DATA_SOURCE", "dataSourceSheetProperties": about}
    if "sheetId" in given:
        wanted["sheetId"] = given["sheetId"]
    made = sheets.add_sheet(book, {"properties": wanted})["addSheet"]["properties"]
    given["sheetId"] = made["sheetId"]
    book.sources.append(given)
    return {"addDataSource": {"dataSource": copy.deepcopy(given), "dataExecutionStatus": _status(book)}}


def update(book: Book, request: Json) -> Json:
    new = request.get("dataSource") or {}
    source = _source(book, new.get("dataSourceId"))
    changed = mask.merged(source, {**new, "dataSourceId": source["dataSourceId"]},
                          field_tree(request, "DataSource", book))  # fmt: skip
    changed["sheetId"] = source["sheetId"]
    source.clear()
    source.update(changed)
    return {"updateDataSource": {"dataSource": copy.deepcopy(source), "dataExecutionStatus": _status(book)}}


def delete(book: Book, request: Json) -> Json:
    """The tab goes with it."""
    source = _source(book, request.get("dataSourceId"))
    book.sources.remove(source)
    book.sheets = [sheet for sheet in book.sheets if sheet.id != source["sheetId"]]
    book.renumber()
    return {}


def _meant(book: Book, request: Json) -> list[Json]:
    if request.get("isAll"):
        return [{"sheetId": str(source["sheetId"])} for source in book.sources]
    if "dataSourceId" in request:
        return [{"sheetId": str(_source(book, request["dataSourceId"])["sheetId"])}]
    return list((request.get("references") or {}).get("references") or [])


def refresh(book: Book, request: Json) -> Json:
    found = [{"reference": item, "dataExecutionStatus": _status(book)} for item in _meant(book, request)]
    return {"refreshDataSource": {"statuses": found} if found and not request.get("isAll") else {}}


def cancel(book: Book, request: Json) -> Json:
    status = {"state": "CANCEL_SUCCEEDED"}
    found = [{"reference": item, "refreshCancellationStatus": status} for item in _meant(book, request)]
    return {"cancelDataSourceRefresh": {"statuses": found} if found and not request.get("isAll") else {}}
