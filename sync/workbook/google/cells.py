"""Cells, values and ranges in the JSON of the Sheets API."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from gspread.utils import absolute_range_name

from sync.model import Address, Link, Value
from sync.workbook.layout_gap import runs
from sync.workbook.number_format import DAY, NUMBER, TIME, meaning, serial_text
from sync.workbook.xlsx.cell_text import cut_text, number_text

Json = dict[str, Any]
MAX_TEXT = 50_000
"""The most characters of a cell. Google does not say what it counts: UTF-16 units (an emoji is two) are the most."""
_BY_TYPE = {"DATE": DAY, "DATE_TIME": DAY, "TIME": TIME}


def cell_text(value: object) -> str:
    """An unformatted value as text: numbers without an exponent, checkboxes as TRUE or FALSE."""
    if isinstance(value, str):
        return value.replace("\r\n", "\n").replace("\r", "\n") if "\r" in value else value
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    return "" if value is None else number_text(repr(value))


def shown(cell: Json) -> str:
    """The text of a CellData."""
    value = cell.get("effectiveValue") or {}
    return cell_text(next(iter(value.values()), None))


def date_of(value: float, number_format: Json) -> str | None:
    """A serial number as the date, month or year that its format shows; None if the format shows a number."""
    pattern = str(number_format.get("pattern", ""))
    finest = meaning(pattern) if pattern else _BY_TYPE.get(str(number_format.get("type")), NUMBER)
    if number_format.get("type") == "TEXT" or finest == NUMBER:
        return None
    return serial_text(value, finest, date1904=False)


def links_of(cell: Json, text: str) -> tuple[Link, ...]:
    """The links of a cell: those of parts of its text and of smart chips, else the one of the whole cell."""
    parts = [
        (run.get("startIndex", 0), _uri(run)) for run in (*cell.get("textFormatRuns", ()), *cell.get("chipRuns", ()))
    ]
    parts.sort(key=lambda run: run[0])
    ends = [start for start, _ in parts[1:]] + [len(text) * 2]
    units = text.encode("utf-16-le", "surrogatepass")
    links = [
        _link(units[2 * start : 2 * end].decode("utf-16-le", "ignore"), uri)
        for (start, uri), end in zip(parts, ends, strict=False)  # without parts there is nothing that ends
        if uri
    ]
    if not links and cell.get("hyperlink") and text.strip():
        links = [_link(text, str(cell["hyperlink"]))]
    return tuple(links)


def _uri(run: Json) -> str:
    link = run.get("format", {}).get("link", {})
    return str(link.get("uri") or run.get("chip", {}).get("richLinkProperties", {}).get("uri") or "")


def _link(name: str, uri: str) -> Link:
    name = name.strip()
    return Link("" if name == uri else name, uri)


def stored(value: Value) -> Json:
    """A value as CellData; text that begins with `=` stays text."""
    if isinstance(value, bool):
        return {"userEnteredValue": {"boolValue": value}}
    return {"userEnteredValue": {"stringValue": stored_text(value)}} if value else {}


def stored_text(value: Value) -> str:
    """The text that is read where this value was written."""
    if not isinstance(value, str):
        return "" if value is None else cell_text(value)
    return cut_text(cell_text(value).encode("utf-8", "replace").decode("utf-8"), MAX_TEXT)


def a1_range(title: str, cells: str = "") -> str:
    """`'Induk'!A1:C4`: cells of a tab as an address, without `cells` the whole tab."""
    return absolute_range_name(title, cells or None)


def area(sheet_id: int, top: int, left: int, bottom: int, right: int) -> Json:
    """A GridRange; `bottom` and `right` are exclusive."""
    return {
        "sheetId": sheet_id, "startRowIndex": top, "endRowIndex": bottom,
        "startColumnIndex": left, "endColumnIndex": right,
    }  # fmt: skip


def put_rows(sheet_id: int, top: int, left: int, rows: Sequence[Sequence[Value]], bottom: int = 0) -> Json:
    """The request that writes rows of values and leaves formats alone. From the last row down to `bottom` cells are
    emptied."""
    width = max(len(row) for row in rows)
    cells = [{"values": [stored(value) for value in row]} for row in rows]
    where = area(sheet_id, top, left, max(bottom, top + len(rows)), left + width)
    return {"updateCells": {"range": where, "rows": cells, "fields": "userEnteredValue"}}


def put_cells(sheet_id: int, cells: Mapping[Address, Value], most: int = 200) -> Iterator[tuple[list[int], list[Json]]]:
    """The requests that write single cells: (rows, requests) for every `most` rows. Neighbouring cells share a
    request."""
    rows: dict[int, dict[int, Value]] = {}
    for (row, column), value in sorted(cells.items()):
        rows.setdefault(row, {})[column] = value
    numbers = list(rows)
    for start in range(0, len(numbers), most):
        group = numbers[start : start + most]
        yield group, list(_joined(sheet_id, {row: rows[row] for row in group}))


def _joined(sheet_id: int, rows: Mapping[int, Mapping[int, Value]]) -> Iterator[Json]:
    """One request for each rectangle: neighbouring columns, and neighbouring rows that have the same columns."""
    open_runs: dict[tuple[int, int], tuple[int, list[list[Value]]]] = {}
    for row, cells in rows.items():
        pieces = {(left, right): [cells[place] for place in range(left, right)] for left, right in runs(list(cells))}
        for span in list(open_runs):
            top, block = open_runs[span]
            if span in pieces and top + len(block) == row:
                block.append(pieces.pop(span))
            else:
                yield put_rows(sheet_id, top, span[0], open_runs.pop(span)[1])
        open_runs |= {span: (row, [values]) for span, values in pieces.items()}
    for span, (top, block) in open_runs.items():
        yield put_rows(sheet_id, top, span[0], block)


def byte_size(requests: Sequence[Json]) -> int:
    """The size of the requests as JSON."""
    return len(json.dumps(requests, ensure_ascii=False).encode("utf-8", "surrogatepass"))
