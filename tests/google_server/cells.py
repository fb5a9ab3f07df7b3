"""Kinds of `batchUpdate` that change cells where they are."""

from __future__ import annotations

import re
from typing import Any

from . import mask, shift
from .a1 import Area, cell_name
from .book import Book
from .cell import Cell
from .color import paired, with_twins
from .errors import LONGEST_TEXT, TOO_LONG, Refusal, bad
from .formula import value_of
from .render import is_date, shown
from .sheet import ROWS, Sheet
from .typed import typed

Json = dict[str, Any]
URL = re.compile(r"(?:https?://|mailto:)\S+")


def new_value(cell: Cell, value: Any, formula: str | None = None) -> Cell:
    if (isinstance(value, str) and _units(value) > LONGEST_TEXT) or _units(formula or "") > LONGEST_TEXT:
        raise bad(TOO_LONG)
    return cell.with_value(None if value == "" else value, formula)


def _units(text: str) -> int:
    """UTF-16 units. Google's documents say “characters” and not which; where indices into a text are meant, they are
    units, and that is the stricter of the two."""
    return len(text) if text.isascii() else len(text.encode("utf-16-le", "surrogatepass")) // 2


def _entered(cell: Cell, data: Json | None) -> Cell:
    if not data:
        return new_value(cell, None)
    kind, value = next(iter(data.items()))
    if kind == "formulaValue":
        text = str(value)
        return new_value(cell, None, text) if text.startswith("=") else new_value(cell, text)
    if kind == "errorValue":
        raise bad("Setting error values is not supported.")
    return new_value(cell, float(value) if kind == "numberValue" and isinstance(value, str) else value)


def cell_with(cell: Cell, data: Json, tree: mask.Tree) -> Cell:
    """A cell with the fields of a CellData that the mask names."""
    whole = not tree or "*" in tree
    if whole or "userEnteredValue" in tree:
        cell = _entered(cell, data.get("userEnteredValue"))
    if whole or "userEnteredFormat" in tree:
        below = {} if whole else with_twins(tree["userEnteredFormat"])
        look = mask.merged(cell.format or {}, paired(data.get("userEnteredFormat") or {}), below)
        cell = cell._replace(format=look or None)
    if whole or "note" in tree:
        cell = cell._replace(note=data.get("note") or None)
    if whole or "dataValidation" in tree:
        cell = cell._replace(validation=rule_of(data.get("dataValidation")))
    if whole or "textFormatRuns" in tree:
        cell = cell._replace(runs=tuple(paired(data.get("textFormatRuns") or [])))
    if whole or "chipRuns" in tree:
        cell = cell._replace(chips=tuple(data.get("chipRuns") or []))
    if whole or "pivotTable" in tree:
        cell = cell._replace(pivot=data.get("pivotTable"))
    return cell


def rule_of(rule: Json | None) -> Json | None:
    """A validation rule as it is given back: false is left out."""
    if not rule:
        return None
    kept = {name: value for name, value in rule.items() if value not in (False, None, "")}
    if "condition" not in kept:
        raise bad("No condition specified.")
    return kept


def typed_cell(book: Book, cell: Cell, value: Any, raw: bool) -> Cell:
    """A value from `values.*` or pasted text, stored as given or as typed."""
    if not isinstance(value, str):
        return new_value(cell, value)
    as_text = cell.number_format.get("type") == "TEXT"
    if raw:
        cell = new_value(cell, value)
    else:
        found = typed(value, book.locale, as_text)
        cell = new_value(cell, found.value, found.formula)
        old = cell.number_format
        if found.number_format and (not old or is_date(found.number_format) != is_date(old)):
            cell = cell._replace(format={**(cell.format or {}), "numberFormat": found.number_format})
    if URL.fullmatch(value):  # a cell that is one address becomes a link [reported live]
        text_format = {**(cell.format or {}).get("textFormat", {}), "link": {"uri": value}}
        cell = cell._replace(format={**(cell.format or {}), "textFormat": text_format})
    return cell


def check_rule(book: Book, sheet: Sheet, row: int, column: int) -> None:
    """With `refuse_invalid`, a strict rule also binds the API; whether Google does so is not known."""
    cell = sheet.cell(row, column)
    rule = cell.validation
    if not book.refuse_invalid or not rule or not rule.get("strict") or not cell.filled:
        return
    value, condition = value_of(book, sheet, cell), rule["condition"]
    wanted = [item.get("userEnteredValue", "") for item in condition.get("values", [])]
    if condition["type"] == "BOOLEAN":
        fits = isinstance(value, bool) or str(value) in wanted
    elif condition["type"] == "ONE_OF_LIST":
        fits = shown(value, {}, book.locale) in wanted
    else:
        fits = True
    if not fits:
        raise bad(
            f"The data you entered in cell {cell_name(row, column)} violates "
            "the data validation rules set on this cell."
        )


def _tree(request: Json, name: str, book: Book) -> mask.Tree:
    from .schema import document, wrong_path

    text = request.get("fields") or ""
    if not text.strip():
        raise bad("At least one field must be listed in 'fields'. (Use '*' to indicate all fields.)")
    try:
        tree = mask.parse(text)
    except mask.MaskError as error:
        raise bad(f"Invalid field: {error}") from None
    wrong = wrong_path(document("sheets.v4"), name, tree)
    if wrong is not None:
        raise bad(f"Invalid field: {wrong}")
    return tree


field_tree = _tree


def _start(request: Json, book: Book) -> tuple[Sheet, int, int, Area | None]:
    if "range" in request:
        sheet, area = book.grid_area(request["range"])
        return sheet, area.top, area.left, area
    start = request.get("start")
    if start is None:
        raise bad("No range or start given.")
    return book.sheet(start.get("sheetId", 0)), start.get("rowIndex", 0), start.get("columnIndex", 0), None


def update_cells(book: Book, request: Json) -> Json:
    sheet, top, left, area = _start(request, book)
    tree = _tree(request, "CellData", book)
    rows = request.get("rows") or []
    width = max((len(row.get("values") or []) for row in rows), default=0)
    touched = area or Area(top, top + len(rows), left, left + width)
    if area and (len(rows) > area.height or width > area.width):
        raise bad("Attempting to write outside the requested range.")
    if touched.bottom > sheet.height or touched.right > sheet.width:
        raise bad(
            f"Attempting to write column: {touched.right - 1}, beyond the last requested column of: {sheet.width - 1}"
            if touched.right > sheet.width
            else f"Attempting to write row: {touched.bottom - 1}, beyond the last requested row of: {sheet.height - 1}"
        )
    book.guard(sheet, touched)
    for row in touched.rows:
        values = (rows[row - top].get("values") or []) if row - top < len(rows) else []
        last = touched.right if area else left + len(values)
        for column in range(left, last):
            data = values[column - left] if column - left < len(values) else {}
            sheet.put(row, column, cell_with(sheet.cell(row, column), data or {}, tree))
            check_rule(book, sheet, row, column)
    return {}


def repeat_cell(book: Book, request: Json) -> Json:
    sheet, area = book.grid_area(request.get("range", {}))
    tree = _tree(request, "CellData", book)
    book.guard(sheet, area)
    data = request.get("cell") or {}
    sheet.change(area, lambda cell: cell_with(cell, data, tree))
    return {}


def append_cells(book: Book, request: Json) -> Json:
    """After the last row that holds data; the grid grows as needed."""
    sheet = book.sheet(request.get("sheetId", 0))
    table = next((t for t in sheet.tables if t.get("tableId") == request.get("tableId")), None)
    tree = _tree(request, "CellData", book)
    rows = request.get("rows") or []
    if table is not None:
        top, left = table["range"]["endRowIndex"], table["range"].get("startColumnIndex", 0)
        shift.insert(book, sheet, ROWS, top, len(rows), before=True)
        table = next(t for t in sheet.tables if t.get("tableId") == request["tableId"])
        table["range"]["endRowIndex"] = top + len(rows)
    else:
        top = 1 + max((row for row, _, cell in sheet.used(sheet.whole) if cell.filled), default=-1)
        left = 0
    width = max((len(row.get("values") or []) for row in rows), default=0)
    for axis, needed in ((ROWS, top + len(rows)), ("COLUMNS", left + width)):
        if needed > sheet.size(axis):
            shift.append(book, sheet, axis, needed - sheet.size(axis))
    book.guard(sheet, Area(top, top + len(rows), left, left + width))
    for row, line in enumerate(rows, start=top):
        for column, data in enumerate(line.get("values") or [], start=left):
            sheet.put(row, column, cell_with(sheet.cell(row, column), data or {}, tree))
    return {}


def set_validation(book: Book, request: Json) -> Json:
    sheet, area = book.grid_area(request.get("range", {}))
    book.guard(sheet, area)
    rule = rule_of(request.get("rule"))
    condition = (rule or {}).get("condition", {})
    unticked = condition.get("type") == "BOOLEAN" and not condition.get("values")

    def change(cell: Cell) -> Cell:
        cell = cell._replace(validation=rule)
        return cell.with_value(False) if unticked and not cell.filled else cell

    sheet.change(area, change)
    return {}


def update_borders(book: Book, request: Json) -> Json:
    sheet, area = book.grid_area(request.get("range", {}))
    book.guard(sheet, area)
    edges = {"top": area.top, "bottom": area.bottom - 1, "left": area.left, "right": area.right - 1}
    for row in area.rows:
        for column in area.columns:
            sides = {}
            for side, at in edges.items():
                on_edge = (row if side in {"top", "bottom"} else column) == at
                inner = "innerHorizontal" if side in {"top", "bottom"} else "innerVertical"
                border = request.get(side if on_edge else inner)
                if border:
                    sides[side] = paired(border)
            if sides:
                cell = sheet.cell(row, column)
                borders = {**(cell.format or {}).get("borders", {}), **sides}
                sheet.put(row, column, cell._replace(format={**(cell.format or {}), "borders": borders}))
    return {}


def merge_cells(book: Book, request: Json) -> Json:
    sheet, area = book.grid_area(request.get("range", {}))
    book.guard(sheet, area)
    kind = request.get("mergeType", "MERGE_ALL")
    parts = [area]
    if kind == "MERGE_ROWS":
        parts = [Area(row, row + 1, area.left, area.right) for row in area.rows]
    elif kind == "MERGE_COLUMNS":
        parts = [Area(area.top, area.bottom, column, column + 1) for column in area.columns]
    for span in sheet.merges:
        old = book.grid_area({"sheetId": sheet.id, **span})[1]
        if old.meets(area) and not area.holds(old):
            raise bad("You must select all cells in a merged range to merge or unmerge them.")
    unmerge(book, sheet, area)
    for part in parts:
        if part.height * part.width > 1:
            _merge(sheet, part)
    return {}


def _merge(sheet: Sheet, part: Area) -> None:
    """Only the first value stays."""
    from .a1 import grid_range

    sheet.merges.append(grid_range(part, sheet.id))
    for row, column, cell in list(sheet.used(part)):
        if (row, column) != (part.top, part.left) and cell.filled:
            sheet.put(row, column, cell.with_value(None))


def unmerge(book: Book, sheet: Sheet, area: Area) -> None:
    sheet.merges = [m for m in sheet.merges if not book.grid_area({"sheetId": sheet.id, **m})[1].meets(area)]


def unmerge_cells(book: Book, request: Json) -> Json:
    sheet, area = book.grid_area(request.get("range", {}))
    book.guard(sheet, area)
    unmerge(book, sheet, area)
    return {}


def refuse_kind(kind: str) -> Refusal:
    return Refusal(501, f"The stand-in does not know the request kind {kind}.")


def clear_values(sheet: Sheet, area: Area) -> None:
    for row, column, cell in list(sheet.used(area)):
        if cell.filled:
            sheet.put(row, column, cell.with_value(None))
