"""Kinds of `batchUpdate` that go over the texts of many cells."""

from __future__ import annotations

import re
from typing import Any

from .a1 import Area
from .book import Book
from .cells import clear_values, new_value, typed_cell
from .moves import put_block
from .render import shown
from .sheet import Sheet

Json = dict[str, Any]


def _areas(book: Book, request: Json) -> list[tuple[Sheet, Area]]:
    if "range" in request:
        return [book.grid_area(request["range"])]
    if request.get("allSheets"):
        return [(sheet, sheet.whole) for sheet in book.sheets]
    sheet = book.sheet(request.get("sheetId", 0))
    return [(sheet, sheet.whole)]


def find_replace(book: Book, request: Json) -> Json:
    text = request.get("find", "")
    pattern = text if request.get("searchByRegex") else re.escape(text)
    if request.get("matchEntireCell"):
        pattern = f"^(?:{pattern})$"
    find = re.compile(pattern, 0 if request.get("matchCase") else re.I)
    new = request.get("replacement", "")
    counts = {"occurrencesChanged": 0, "valuesChanged": 0, "formulasChanged": 0}
    rows, sheets = set(), set()
    for sheet, area in _areas(book, request):
        for row, column, cell in list(sheet.used(area)):
            old = (
                cell.formula if request.get("includeFormulas") and cell.formula else shown(cell.value, {}, book.locale)
            )
            changed, times = find.subn(new.replace("\\", r"\\"), old) if cell.filled and old else ("", 0)
            if not times:
                continue
            book.guard(sheet, Area(row, row + 1, column, column + 1))
            sheet.put(row, column, typed_cell(book, cell, changed, raw=False))
            counts["occurrencesChanged"] += times
            counts["formulasChanged" if cell.formula else "valuesChanged"] += 1
            rows.add((sheet.id, row))
            sheets.add(sheet.id)
    found = counts | {"rowsChanged": len(rows), "sheetsChanged": len(sheets)}
    return {"findReplace": {name: count for name, count in found.items() if count}}


def trim_whitespace(book: Book, request: Json) -> Json:
    sheet, area = book.grid_area(request.get("range", {}))
    book.guard(sheet, area)
    changed = 0
    for row, column, cell in list(sheet.used(area)):
        if isinstance(cell.value, str) and (text := " ".join(cell.value.split(" ")).strip()) != cell.value:
            sheet.put(row, column, new_value(cell, re.sub(" +", " ", text)))
            changed += 1
    return {"trimWhitespace": {"cellsChangedCount": changed} if changed else {}}


def delete_duplicates(book: Book, request: Json) -> Json:
    sheet, area = book.grid_area(request.get("range", {}))
    book.guard(sheet, area)
    spans = request.get("comparisonColumns") or []
    columns = [c for s in spans for c in range(s.get("startIndex", 0), s["endIndex"])] or list(area.columns)
    seen, kept, gone = set(), [], 0
    for row in area.rows:
        key = tuple(str(sheet.cell(row, column).value).lower() for column in columns)
        if key in seen and any(sheet.cell(row, column).filled for column in columns):
            gone += 1
            continue
        seen.add(key)
        kept.append([sheet.cell(row, column) for column in area.columns])
    clear_values(sheet, area)
    put_block(sheet, area.top, area.left, kept)
    return {"deleteDuplicates": {"duplicatesRemovedCount": gone} if gone else {}}


def text_to_columns(book: Book, request: Json) -> Json:
    sheet, area = book.grid_area(request.get("source", {}))
    sign = {"COMMA": ",", "SEMICOLON": ";", "PERIOD": ".", "SPACE": " "}.get(
        request.get("delimiterType", "COMMA"), request.get("delimiter") or ","
    )
    for row in area.rows:
        cell = sheet.cell(row, area.left)
        if isinstance(cell.value, str):
            for column, piece in enumerate(cell.value.split(sign), start=area.left):
                sheet.put(row, column, typed_cell(book, sheet.cell(row, column), piece, raw=False))
    return {}
