"""Checks, on a real spreadsheet, of what we assume about Google's service and its documentation leaves open.

At most `MOST` requests, all on a hidden tab of the probe's own that is removed at the end, whatever happened. Nothing
that anybody wrote is read or touched. Each `Point` says what was expected, what was found, and what a difference means.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, NamedTuple

from sync.errors import WorkbookError
from sync.workbook.google.recording import Traffic

Json = dict[str, Any]
MOST = 20
TITLE = "dip-uji-sementara"
_ROWS, _COLUMNS = 12, 8


class Point(NamedTuple):
    """One assumption and what was found.

    name      what was checked
    expected  what we assume
    found     what Google did
    means     the consequence if the two differ
    settled   false if the probe could not find out
    """

    name: str
    expected: str
    found: str
    means: str
    settled: bool = True

    @property
    def same(self) -> bool:
        """Whether Google does what we assume."""
        return not self.settled or self.expected == self.found


def probe(traffic: Traffic) -> list[Point]:
    """All points, in the order asked. Raises `WorkbookError` if the probe's tab cannot be made or removed."""
    points: list[Point] = []
    with _scratch(traffic) as tab:
        for question in _QUESTIONS:
            points += question(traffic, tab)
    return points


# --- the tab of the probe


@contextmanager
def _scratch(traffic: Traffic) -> Iterator[int]:
    properties = {
        "title": TITLE,
        "hidden": True,
        "gridProperties": {"rowCount": _ROWS, "columnCount": _COLUMNS},
    }
    status, answer = traffic.ask("POST", ":batchUpdate", {"requests": [{"addSheet": {"properties": properties}}]})
    if status != 200:
        raise WorkbookError(f"the probe may not add its tab “{TITLE}”: {_message(answer)}. Nothing was changed.")
    tab = int(answer["replies"][0]["addSheet"]["properties"]["sheetId"])
    try:
        yield tab
    finally:
        status, answer = traffic.ask("POST", ":batchUpdate", {"requests": [{"deleteSheet": {"sheetId": tab}}]})
        if status != 200:
            raise WorkbookError(f"the probe's tab “{TITLE}” could not be removed: {_message(answer)}. Remove it.")


def _message(answer: Json) -> str:
    return str((answer.get("error") or {}).get("message") or "no reason given")[:200]


def _area(tab: int, top: int, left: int, height: int = 1, width: int = 1) -> Json:
    return {
        "sheetId": tab,
        "startRowIndex": top,
        "endRowIndex": top + height,
        "startColumnIndex": left,
        "endColumnIndex": left + width,
    }


def _put(tab: int, row: int, column: int, *values: str | bool) -> Json:
    kind = {str: "stringValue", bool: "boolValue"}
    cells = [{"userEnteredValue": {kind[type(value)]: value}} for value in values]
    area = _area(tab, row, column, 1, len(values))
    return {"updateCells": {"range": area, "rows": [{"values": cells}], "fields": "userEnteredValue"}}


def _rule(tab: int, row: int, column: int, condition: Json) -> Json:
    rule = {"condition": condition, "strict": True}
    return {"setDataValidation": {"range": _area(tab, row, column), "rule": rule}}


def _change(traffic: Traffic, *requests: Json, **more: Any) -> tuple[int, Json]:
    """The mask keeps everything of the office out of the answer."""
    mask = "replies,updatedSpreadsheet.sheets.data.rowData.values.formattedValue"
    return traffic.ask("POST", ":batchUpdate", {"requests": list(requests), **more}, fields=mask)


def _read(traffic: Traffic, cells: str) -> list[list[Any]]:
    _, answer = traffic.ask("GET", f"/values/'{TITLE}'!{cells}", valueRenderOption="UNFORMATTED_VALUE")
    rows: list[list[Any]] = answer.get("values", [])
    return rows


# --- the questions


def _batch(traffic: Traffic, tab: int) -> list[Point]:
    """Row 1: text stays text; a copy in the same batch keeps what the batch then overwrites; the answer shows it."""
    copy = {
        "source": _area(tab, 0, 0),
        "destination": _area(tab, 0, 3),
        "pasteType": "PASTE_VALUES",
    }
    asked = {
        "includeSpreadsheetInResponse": True,
        "responseIncludeGridData": True,
        "responseRanges": [f"'{TITLE}'!A1:D1"],
    }
    _, answer = _change(
        traffic,
        _rule(tab, 0, 0, {"type": "BOOLEAN"}),
        _put(tab, 0, 0, True, "=1+1", "0042"),
        {"copyPaste": copy},
        _put(tab, 0, 0, False),
        **asked,
    )
    rows = _rows_of(answer.get("updatedSpreadsheet", {}))
    shown = [cell.get("formattedValue", "") for cell in (rows[0].get("values", []) if rows else [])]
    [line] = _read(traffic, "A1:D1") or [[]]
    return [
        Point("text beginning with =", repr(["=1+1", "0042"]), repr(line[1:3]), "texts would turn into something else"),
        Point("copy, then overwrite, in one batch", repr([False, True]), repr([*line[:1], *line[3:4]]),
              "a tick given between reading and writing could be lost"),
        Point("the answer of a batch", repr(["FALSE", "=1+1", "0042", "TRUE"]), repr(shown),
              "a row that moved meanwhile would be noticed one run later"),
    ]  # fmt: skip


def _rows_of(spreadsheet: Json) -> list[Json]:
    for sheet in spreadsheet.get("sheets", []):
        for data in sheet.get("data", []):
            rows: list[Json] = data.get("rowData", [])
            if rows:
                return rows
    return []


def _validation(traffic: Traffic, tab: int) -> list[Point]:
    """Row 2: do strict rules bind programs, and is the text TRUE in a checkbox a tick?"""
    listed = {"type": "ONE_OF_LIST", "values": [{"userEnteredValue": "a"}]}
    _change(traffic, _rule(tab, 1, 0, {"type": "BOOLEAN"}), _rule(tab, 1, 1, listed))
    status, _ = traffic.ask("PUT", f"/values/'{TITLE}'!A2", {"values": [["TRUE"]]}, valueInputOption="RAW")
    refused, _ = _change(traffic, _put(tab, 1, 1, "not in the list"))
    [line] = _read(traffic, "A2:B2") or [[]]
    outcome = repr(line[0]) if status == 200 and line else f"refused ({status})"
    return [
        Point(
            "the text TRUE in a checkbox",
            "'TRUE'",
            outcome,
            "pasted ticks would be read as real ones, or the other way",
        ),
        Point(
            "a value outside a strict list", "accepted", _taken(refused), "sync could not clear or answer such cells"
        ),
    ]


def _taken(status: int) -> str:
    return "accepted" if status == 200 else f"refused ({status})"


def _atomic(traffic: Traffic, tab: int) -> list[Point]:
    """Row 3: a batch with a mistake at its end leaves nothing behind, and says where the mistake is."""
    status, answer = _change(traffic, _put(tab, 2, 0, "half"), _put(tab, _ROWS + 5, 0, "outside"))
    left = _read(traffic, "A3:A3")
    where = "requests[1].updateCells" in _message(answer)
    return [
        Point("a batch with a mistake", "(400, [])", repr((status, left)), "half a write would be possible"),
        Point("the mistake is named", "True", repr(where), "messages would be less exact"),
    ]


def _protection(traffic: Traffic, tab: int) -> list[Point]:
    """Row 4: warnings do not stop programs; who may edit what only the service account protected."""
    gentle = {"range": _area(tab, 3, 0), "warningOnly": True}
    hard = {"range": _area(tab, 3, 1), "editors": {"users": []}}
    requests = [{"addProtectedRange": {"protectedRange": rule}} for rule in (gentle, hard)]
    status, _ = _change(traffic, *requests, _put(tab, 3, 0, "x", "y"))
    _, answer = traffic.ask("GET", "", ranges=f"'{TITLE}'!A1", fields="sheets.protectedRanges")
    rules = [rule for sheet in answer.get("sheets", []) for rule in sheet.get("protectedRanges", [])]
    closed = [rule for rule in rules if not rule.get("warningOnly")]
    return [
        Point("a range with a warning", "accepted", _taken(status), "sync could not write its columns in unit tabs"),
        Point("the service account sees who may edit", "True", repr(bool(closed and "editors" in closed[0])),
              "the lock on the approval columns could not be verified"),
    ]  # fmt: skip


def _hidden(traffic: Traffic, tab: int) -> list[Point]:
    """Rows 5–7: rows that a filter hides are read like any other."""
    criteria = {"0": {"hiddenValues": ["b"]}}
    lines = [_put(tab, row, 0, text) for row, text in ((4, "head"), (5, "a"), (6, "b"))]
    filtered = {"range": _area(tab, 4, 0, 3), "criteria": criteria}
    _change(traffic, *lines, {"setBasicFilter": {"filter": filtered}})
    rows = _read(traffic, "A5:A7")
    return [
        Point("rows hidden by a filter", "[['head'], ['a'], ['b']]", repr(rows), "filtered rows would look removed")
    ]


def _links(traffic: Traffic, tab: int) -> list[Point]:
    """Row 8: links over a part of a text, and by formula, come with a mask over the cells."""
    runs = [{"startIndex": 0, "format": {}}, {"startIndex": 4, "format": {"link": {"uri": "https://a.example/"}}}]
    cells = [
        {"userEnteredValue": {"stringValue": "see here"}, "textFormatRuns": runs},
        {"userEnteredValue": {"formulaValue": '=HYPERLINK("https://b.example/","b")'}},
    ]
    area = _area(tab, 7, 0, 1, 2)
    _change(traffic, {"updateCells": {"range": area, "rows": [{"values": cells}],
                                      "fields": "userEnteredValue,textFormatRuns"}})  # fmt: skip
    mask = "sheets.data.rowData.values(hyperlink,textFormatRuns.format.link)"
    _, answer = traffic.ask("GET", "", ranges=f"'{TITLE}'!A8:B8", fields=mask)
    links = sorted(set(_uris(answer)))
    return [
        Point("links", "['https://a.example/', 'https://b.example/']", repr(links), "links in texts would be missed")
    ]


def _uris(value: Any) -> Iterator[str]:
    if isinstance(value, list):
        for item in value:
            yield from _uris(item)
    elif isinstance(value, dict):
        for name, item in value.items():
            if name in ("uri", "hyperlink"):
                yield str(item)
            else:
                yield from _uris(item)


def _refusals(traffic: Traffic, _: int) -> list[Point]:
    """Unknown fields and tabs: 400 with a reason."""
    status = traffic.ask("GET", "", fields="sheets.nothingLikeIt")[0]
    gone, answer = traffic.ask("GET", f"/values/'{TITLE}-2'!A1")
    named = "Unable to parse range" in _message(answer)
    return [
        Point("a mask that names nothing", "400", repr(status), "a mistake of ours would be overlooked"),
        Point("a tab that was renamed", "(400, True)", repr((gone, named)), "a renamed tab would not be told as such"),
    ]


_QUESTIONS: tuple[Callable[[Traffic, int], list[Point]], ...] = (
    _batch, _validation, _atomic, _protection, _hidden, _links, _refusals,
)  # fmt: skip
