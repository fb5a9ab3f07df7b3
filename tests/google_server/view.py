"""A spreadsheet as `spreadsheets.get` shows it."""

from __future__ import annotations

import copy
import re
from typing import Any

from . import mask
from .a1 import Area
from .book import Actor, Book
from .cell import Cell, extended
from .formula import value_of
from .mask import inside
from .render import shown
from .sheet import COLUMNS, ROWS, Sheet
from .sheets import shown_properties

Json = dict[str, Any]
LINK = re.compile(r'=\s*HYPERLINK\s*\(\s*"((?:[^"]|"")*)"', re.I)
USUAL = {ROWS: 21, COLUMNS: 100}


def spreadsheet(book: Book, actor: Actor, tree: mask.Tree, areas: list[tuple[Sheet, Area]] | None, grid: bool) -> Json:
    """The whole, by mask; `areas` limits the tabs and the cells [documentation]."""
    found: Json = {"spreadsheetId": book.id, "properties": copy.deepcopy(book.properties)}
    below = inside(tree, "sheets")
    if below is not None:
        found["sheets"] = []
        for sheet in book.sheets:
            mine = [area for owner, area in areas or [] if owner is sheet]
            if areas is None or mine:
                found["sheets"].append(_sheet(book, actor, sheet, below, mine if areas is not None else None, grid))
    if book.names:
        found["namedRanges"] = copy.deepcopy(book.names)
    whole = [item for item in book.metadata if item["location"]["locationType"] == "SPREADSHEET"]
    if whole:
        found["developerMetadata"] = copy.deepcopy(whole)
    for name, parts in (("comments", book.threads), ("dataSources", book.sources)):
        if parts:
            found[name] = [_thread(book, part, actor) if name == "comments" else copy.deepcopy(part) for part in parts]
    found["spreadsheetUrl"] = f"https://docs.google.com/spreadsheets/d/{book.id}/edit"
    return mask.select(found, tree)  # type: ignore[no-any-return]


def _sheet(book: Book, actor: Actor, sheet: Sheet, tree: mask.Tree, areas: list[Area] | None, grid: bool) -> Json:
    found: Json = {"properties": copy.deepcopy(shown_properties(sheet))}
    lists = {
        "merges": sheet.merges, "protectedRanges": [_protection(rule, actor) for rule in sheet.protected],
        "filterViews": sheet.filter_views, "bandedRanges": sheet.banded, "conditionalFormats": sheet.conditional,
        "charts": sheet.charts, "slicers": sheet.slicers, "tables": sheet.tables,
        "commentAnchors": sheet.anchors,
        "basicFilter": sheet.basic_filter,
        "rowGroups": [group for group in sheet.groups if group["range"]["dimension"] == ROWS],
        "columnGroups": [group for group in sheet.groups if group["range"]["dimension"] == COLUMNS],
        "developerMetadata": [i for i in book.metadata
                              if i["location"].get("sheetId") == sheet.id and i["location"]["locationType"] == "SHEET"],
    }  # fmt: skip
    found |= {name: copy.deepcopy(value) for name, value in lists.items() if value}
    below = inside(tree, "data")
    if grid and below is not None:
        parts = [sheet.whole] if areas is None else areas
        found["data"] = [_data(book, sheet, area, below) for area in parts]
    return found


def _thread(book: Book, thread: Json, actor: Actor) -> Json:
    """Each author is told which posts are theirs."""
    found = copy.deepcopy(thread)
    for post in (found["headPost"], *found["replies"]):
        post["author"]["me"] = post["author"]["displayName"] == actor.email
    return found


def _protection(rule: Json, actor: Actor) -> Json:
    """Editors are visible to editors only [documentation]."""
    found = copy.deepcopy(rule)
    if rule.get("warningOnly") or actor.edits(rule):
        found["requestingUserCanEdit"] = True
    else:
        found.pop("editors", None)
    return found


def _data(book: Book, sheet: Sheet, area: Area, tree: mask.Tree) -> Json:
    found: Json = {}
    if area.top:
        found["startRow"] = area.top
    if area.left:
        found["startColumn"] = area.left
    below = inside(tree, "rowData")
    if below is not None:
        rows = _rows(book, sheet, area, inside(below, "values") if below else {})
        if rows:
            found["rowData"] = rows
    for name, axis, span in (("rowMetadata", ROWS, area.rows), ("columnMetadata", COLUMNS, area.columns)):
        if inside(tree, name) is not None:
            sizes = sheet.dimensions[axis]
            found[name] = [{"pixelSize": USUAL[axis], **sizes.get(place, {})} for place in span]
    return found


def _rows(book: Book, sheet: Sheet, area: Area, tree: mask.Tree | None) -> list[Json]:
    rows: list[Json] = []
    known: dict[int, Json] = {}  # cells that are one object are shown alike
    for row, column, cell in sheet.used(area):
        while len(rows) <= row - area.top:
            rows.append({})
        values = rows[row - area.top].setdefault("values", [])
        while len(values) < column - area.left:
            values.append({})
        if id(cell) not in known:
            known[id(cell)] = cell_data(book, sheet, cell, tree or {})
        values.append(known[id(cell)])
    return rows


def cell_data(book: Book, sheet: Sheet, cell: Cell, tree: mask.Tree) -> Json:
    """A cell as CellData; only what the mask asks for is computed."""
    wanted = None if not tree or "*" in tree else set(tree)
    value = value_of(book, sheet, cell) if cell.filled else None

    def asked(name: str) -> bool:
        return wanted is None or name in wanted

    parts: Json = {}
    if asked("userEnteredValue"):
        parts["userEnteredValue"] = cell.entered
    if asked("effectiveValue"):
        parts["effectiveValue"] = extended(value)
    if asked("formattedValue") and cell.filled:
        parts["formattedValue"] = shown(value, cell.number_format, book.locale)
    if asked("userEnteredFormat"):
        parts["userEnteredFormat"] = cell.format
    if asked("effectiveFormat"):
        parts["effectiveFormat"] = effective_format(book, cell)
    if asked("hyperlink"):
        parts["hyperlink"] = hyperlink(cell)
    parts |= {"note": cell.note, "dataValidation": cell.validation, "pivotTable": cell.pivot}
    parts |= {"textFormatRuns": list(cell.runs), "chipRuns": list(cell.chips)}
    return {name: part for name, part in parts.items() if asked(name) and (part or name == "formattedValue")}


def hyperlink(cell: Cell) -> str | None:
    """The link of a whole cell; with several links in it, none [documentation]."""
    if cell.formula is not None:
        match = LINK.match(cell.formula)
        return match[1].replace('""', '"') if match else None
    links = [run["format"]["link"]["uri"] for run in cell.runs if run.get("format", {}).get("link", {}).get("uri")]
    if len(links) == 1 and len(cell.runs) == 1:
        return str(links[0])
    link = (cell.format or {}).get("textFormat", {}).get("link", {}).get("uri")
    return str(link) if link and not links else None


def effective_format(book: Book, cell: Cell) -> Json:
    default: Json = copy.deepcopy(book.properties["defaultFormat"])
    for name, part in (cell.format or {}).items():
        default[name] = {**default[name], **part} if name == "textFormat" else part
    default.setdefault("hyperlinkDisplayType", "LINKED" if hyperlink(cell) else "PLAIN_TEXT")
    return default
