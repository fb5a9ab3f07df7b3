"""`spreadsheets.values`: reading, writing, clearing and appending plain values."""

from __future__ import annotations

from typing import Any

from . import shift
from .a1 import Area, area_name, label
from .book import Book, open_corners, outside
from .cell import Cell, CellError, plain_number
from .cells import check_rule, clear_values, typed_cell
from .errors import bad
from .formula import value_of
from .render import is_date, shown
from .sheet import COLUMNS, ROWS, Sheet

Json = dict[str, Any]
EMPTY_TEXT = ""


class Wish:
    """How values shall be rendered."""

    def __init__(self, options: Json):
        self.render = options.get("valueRenderOption") or options.get("responseValueRenderOption") or "FORMATTED_VALUE"
        self.dates = options.get("dateTimeRenderOption") or options.get("responseDateTimeRenderOption")
        self.axis = options.get("majorDimension") or ROWS
        if self.axis == "DIMENSION_UNSPECIFIED":
            self.axis = ROWS


def rendered(book: Book, sheet: Sheet, cell: Cell, wish: Wish) -> Any:
    if wish.render == "FORMULA" and cell.formula is not None:
        return cell.formula
    value = value_of(book, sheet, cell)
    if value is None:
        return EMPTY_TEXT
    dated = is_date(cell.number_format) and isinstance(value, (int, float)) and not isinstance(value, bool)
    if wish.render == "FORMATTED_VALUE" or (dated and wish.dates == "FORMATTED_STRING"):
        return shown(value, cell.number_format, book.locale)
    if isinstance(value, CellError):
        return value.text
    return plain_number(value) if isinstance(value, (int, float)) and not isinstance(value, bool) else value


def read(book: Book, sheet: Sheet, area: Area, wish: Wish) -> Json:
    """A ValueRange: trailing empty cells and lines left out, no `values` at all when there is nothing [recorded]."""
    found: Json = {"range": label(sheet.title, area), "majorDimension": wish.axis}
    filled = [(r - area.top, c - area.left, cell) for r, c, cell in sheet.used(area) if cell.filled]
    if wish.axis == COLUMNS:
        filled = sorted(((c, r, cell) for r, c, cell in filled), key=lambda item: item[:2])
    lines: list[list[Any]] = []
    for line, place, cell in filled:
        while len(lines) <= line:
            lines.append([])
        lines[line].extend([EMPTY_TEXT] * (place - len(lines[line])))
        lines[line].append(rendered(book, sheet, cell, wish))
    if lines:
        found["values"] = lines
    return found


def get(book: Book, text: str, options: Json) -> Json:
    return read(book, *book.area_of(text), Wish(options))


def batch_get(book: Book, texts: list[str], options: Json) -> Json:
    wish = Wish(options)
    return {"spreadsheetId": book.id, "valueRanges": [read(book, *book.area_of(text), wish) for text in texts]}


# --- writing


def _lines(body: Json) -> list[list[Any]]:
    lines: list[list[Any]] = body.get("values") or []
    if body.get("majorDimension") != COLUMNS:
        return lines
    height = max(map(len, lines), default=0)
    return [[line[n] if n < len(line) else None for line in lines] for n in range(height)]


def _check_values(lines: list[list[Any]]) -> None:
    for row, line in enumerate(lines):
        for column, value in enumerate(line):
            if isinstance(value, (dict, list)):
                kind = "struct_value" if isinstance(value, dict) else "list_value"
                raise bad(f"Invalid values[{row}][{column}]: {kind} {{\n}}\n")


def _mode(option: str | None) -> bool:
    """Whether values are stored raw."""
    if option not in {"RAW", "USER_ENTERED"}:
        raise bad("'valueInputOption' is required but not specified")
    return option == "RAW"


def _target(book: Book, text: str, lines: list[list[Any]]) -> tuple[Sheet, Area]:
    """Where the lines go: from the range's first cell, and not beyond the range unless it is a single cell."""
    sheet, corners = book.read_range(text)
    area = sheet.area(corners)
    if area.top >= sheet.height or area.left >= sheet.width:
        raise outside(sheet, corners)
    width = max(map(len, lines), default=0)
    written = Area(area.top, area.top + len(lines), area.left, area.left + width)
    single = area.height == 1 and area.width == 1 and corners.bottom is not None and corners.right is not None
    if not single:
        within = label(sheet.title, area)
        if corners.bottom is not None and written.bottom > area.bottom:
            raise bad(f"Requested writing within range [{within}], but tried writing to row [{area.bottom + 1}]")
        if corners.right is not None and written.right > area.right:
            column = area_name(Area(0, 1, area.right, area.right + 1))[:-1]
            raise bad(f"Requested writing within range [{within}], but tried writing to column [{column}]")
    if written.bottom > sheet.height or written.right > sheet.width:
        raise outside(sheet, open_corners({
            "startRowIndex": written.top, "endRowIndex": written.bottom,
            "startColumnIndex": written.left, "endColumnIndex": written.right,
        }))  # fmt: skip
    return sheet, written


def write(book: Book, text: str, body: Json, raw: bool) -> Json:
    """Writes and answers the UpdateValuesResponse; null skips a cell, "" empties it [documentation]."""
    lines = _lines(body)
    _check_values(lines)
    sheet, written = _target(book, text, lines)
    return put(book, sheet, written, lines, raw)


def put(book: Book, sheet: Sheet, written: Area, lines: list[list[Any]], raw: bool) -> Json:
    book.guard(sheet, written)
    rows, columns, count = set(), set(), 0
    for row, line in enumerate(lines, start=written.top):
        for column, value in enumerate(line, start=written.left):
            if value is None:
                continue
            sheet.put(row, column, typed_cell(book, sheet.cell(row, column), value, raw))
            check_rule(book, sheet, row, column)
            rows.add(row)
            columns.add(column)
            count += 1
    found: Json = {"spreadsheetId": book.id, "updatedRange": sheet.label(_at_least_one(written))}
    counts = {"updatedRows": len(rows), "updatedColumns": len(columns), "updatedCells": count}
    return found | {name: number for name, number in counts.items() if number}


def _at_least_one(area: Area) -> Area:
    return area._replace(bottom=max(area.bottom, area.top + 1), right=max(area.right, area.left + 1))


def _with_values(book: Book, answer: Json, options: Json) -> Json:
    if str(options.get("includeValuesInResponse", "")).lower() == "true":
        answer["updatedData"] = get(book, answer["updatedRange"], options)
    return answer


def update(book: Book, text: str, body: Json, options: Json) -> Json:
    raw = _mode(options.get("valueInputOption"))
    if body.get("range") and book.area_of(body["range"]) != book.area_of(text):
        raise bad(f"Requested writing within range [{body['range']}], but the range of the request is [{text}]")
    return _with_values(book, write(book, text, body, raw), options)


def batch_update(book: Book, body: Json) -> Json:
    raw = _mode(body.get("valueInputOption"))
    answers = []
    for place, part in enumerate(body.get("data") or []):
        try:
            answers.append(_with_values(book, write(book, part.get("range", ""), part, raw), body))
        except Exception as error:
            if getattr(error, "code", 0) == 400:
                error.message = f"Invalid data[{place}]: {error.message}"  # type: ignore[attr-defined]
            raise
    return _totals(book, body, answers)


def _totals(book: Book, body: Json, answers: list[Json]) -> Json:
    """Rows and columns are counted once each, over all ranges [recorded: two rows of four columns are 2 and 4]."""
    rows, columns, sheets, cells = set(), set(), set(), 0
    for answer in answers:
        sheet, area = book.area_of(answer["updatedRange"])
        sheets.add(sheet.id)
        rows |= {(sheet.id, row) for row in area.rows}
        columns |= {(sheet.id, column) for column in area.columns}
        cells += answer.get("updatedCells", 0)
    found: Json = {"spreadsheetId": book.id}
    counts = {"totalUpdatedRows": len(rows), "totalUpdatedColumns": len(columns), "totalUpdatedCells": cells,
              "totalUpdatedSheets": len(sheets)}  # fmt: skip
    found |= {name: number for name, number in counts.items() if number}
    return found | ({"responses": answers} if answers else {})


def clear(book: Book, text: str) -> str:
    """Empties values only; answers the range, open ends filled in [recorded]."""
    sheet, area = book.area_of(text)
    book.guard(sheet, area)
    clear_values(sheet, area)
    return sheet.label(area)


# --- appending


def _tables(sheet: Sheet) -> list[Area]:
    """Blocks of cells that touch each other, corners included."""
    left = {(row, column) for row, column, cell in sheet.used(sheet.whole) if cell.filled}
    found = []
    while left:
        pile = [left.pop()]
        rows, columns = {pile[0][0]}, {pile[0][1]}
        while pile:
            row, column = pile.pop()
            near = {(r, c) for r in range(row - 1, row + 2) for c in range(column - 1, column + 2)} & left
            left -= near
            pile.extend(near)
            rows |= {r for r, _ in near}
            columns |= {c for _, c in near}
        found.append(Area(min(rows), max(rows) + 1, min(columns), max(columns) + 1))
    return sorted(found, key=lambda area: (area.bottom, area.right))


def append(book: Book, text: str, body: Json, options: Json) -> Json:
    """After the last table that the range meets; without one, at the range's start [recorded, documentation]."""
    raw = _mode(options.get("valueInputOption"))
    lines = _lines(body)
    _check_values(lines)
    sheet, corners = book.read_range(text)
    area = sheet.area(corners)
    if area.top >= sheet.height or area.left >= sheet.width:
        raise outside(sheet, corners)
    met = [table for table in _tables(sheet) if table.meets(_at_least_one(area))]
    table = met[-1] if met else None
    top, left = (table.bottom, table.left) if table else (area.top, area.left)
    written = Area(top, top + len(lines), left, left + max(map(len, lines), default=0))
    if options.get("insertDataOption") == "INSERT_ROWS" and lines and top < sheet.height:
        shift.insert(book, sheet, ROWS, top, len(lines), before=top > 0)
    for axis, needed in ((ROWS, written.bottom), (COLUMNS, written.right)):
        if needed > sheet.size(axis):
            shift.append(book, sheet, axis, needed - sheet.size(axis))
    updates = _with_values(book, put(book, sheet, written, lines, raw), options)
    found: Json = {"spreadsheetId": book.id}
    if table:
        found["tableRange"] = sheet.label(table)
    return found | {"updates": updates}
