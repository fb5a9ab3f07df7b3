"""A whole Google spreadsheet read in two requests: one for its structure, one for the values of the tabs that are ours.

Both must agree on every checkbox; if somebody changed a tab between them, both are sent again. For a date the first
gives the serial number and the second the shown text; a third request asks for the format where that is ambiguous.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sync.errors import WorkbookChanged, WorkbookError
from sync.message import say
from sync.model import Address, Formula, Link, Sheet, column_letters
from sync.settings.units import folded_title
from sync.workbook.google.cells import a1_range, cell_text, date_of, links_of
from sync.workbook.google.client import GoogleClient
from sync.workbook.google.dates import could_be_date, seen_as

Json = dict[str, Any]
Table = list[list[Any]]
ATTEMPTS = 3
_MASK = (
    "properties(title,locale,timeZone),sheets(properties(sheetId,title,hidden,gridProperties(rowCount,columnCount)),"
    "merges,protectedRanges(protectedRangeId,description,range,namedRangeId,warningOnly,unprotectedRanges,editors),"
    "data.rowData.values(userEnteredValue(formulaValue,boolValue,numberValue),dataValidation.condition.type,hyperlink,"
    "textFormatRuns(startIndex,format.link.uri),chipRuns(startIndex,chip.richLinkProperties.uri)))"
)
_LOOKS = (
    "sheets(properties.sheetId,data(startRow,startColumn,"
    "rowData.values(effectiveValue.numberValue,effectiveFormat.numberFormat)))"
)
HEAD, MOST_HEADS = 20, 100
"""How many rows of how many other tabs are read: enough to recognise a tab that looks like ours."""
_LONGEST = 7000
"""The most characters of ranges in a URL; longer lists are sent as the body of another request."""


@dataclass(frozen=True)
class Tab:
    """A tab: its ID, its title, the size of its grid, its protected ranges."""

    id: int
    title: str
    height: int
    width: int
    protected: tuple[Json, ...] = ()


@dataclass(frozen=True)
class GoogleRead:
    """Everything that was read: all tabs of the spreadsheet, the contents of those that are ours, the first rows of
    others, and the titles of tabs without cells."""

    tabs: Mapping[str, Tab]
    sheets: Mapping[str, Sheet]
    heads: Mapping[str, Sheet] = field(default_factory=dict)
    without_cells: tuple[str, ...] = ()


@dataclass
class _Marks:
    """What the structure says of the cells of one tab: formulas, ticked and unticked cells and which of them have no
    box, numbers, cells that may hold links."""

    formulas: dict[Address, str] = field(default_factory=dict)
    ticks: set[Address] = field(default_factory=set)
    unboxed: set[Address] = field(default_factory=set)
    numbers: dict[Address, float] = field(default_factory=dict)
    linked: dict[Address, Json] = field(default_factory=dict)


def read_all(
    client: GoogleClient,
    ours: Collection[str],
    plain: Collection[str] = (),
    *,
    narrow: Mapping[str, int] | None = None,
    heads: bool = False,
) -> GoogleRead:
    """Read a spreadsheet. Raises `WorkbookChanged` if tabs keep changing meanwhile, and what the client raises.

    ours    titles of the tabs to read
    plain   titles of tabs in which nothing is a date
    narrow  title → how many columns to read, if not all
    heads   whether to read the first rows of all other tabs, too
    """
    narrow = {folded_title(title): width for title, width in (narrow or {}).items()}
    names, undated = set(map(folded_title, ours)), set(map(folded_title, plain))
    wanted = _Wanted(names, undated, narrow, MOST_HEADS if heads else 0)
    for attempt in range(1, ATTEMPTS + 1):
        try:
            return _read(client, wanted, last=attempt == ATTEMPTS)
        except WorkbookChanged:
            if attempt == ATTEMPTS:
                raise
    raise AssertionError("unreachable")


@dataclass(frozen=True)
class _Wanted:
    """What is to be read, by folded titles. See `read_all`."""

    names: Collection[str]
    plain: Collection[str]
    narrow: Mapping[str, int]
    heads: int

    def span(self, tab: Tab) -> tuple[str, Json]:
        """A tab of ours, as an address and as a grid range."""
        if (width := self.narrow.get(folded_title(tab.title))) is None:
            return a1_range(tab.title), {"sheetId": tab.id}
        return a1_range(tab.title, f"A:{column_letters(width - 1)}"), {"sheetId": tab.id, "endColumnIndex": width}


def _read(client: GoogleClient, wanted: _Wanted, *, last: bool) -> GoogleRead:
    answer = client.get(_MASK)
    tabs_json = {str(item["properties"]["title"]): item for item in answer.get("sheets", ())}
    tabs = {title: _tab(item) for title, item in tabs_json.items() if "gridProperties" in item["properties"]}
    ours = [tab for title, tab in tabs.items() if folded_title(title) in wanted.names]
    others = [tab for title, tab in tabs.items() if folded_title(title) not in wanted.names][: wanted.heads]
    tables, above = _values(client, wanted, ours, others)
    marks = [_marks(tabs_json[tab.title], wanted.narrow.get(folded_title(tab.title))) for tab in ours]
    dated = [item for item in zip(ours, tables, marks, strict=True) if folded_title(item[0].title) not in wanted.plain]
    dates = _dates(client, dated)
    sheets: dict[str, Sheet] = {}
    for tab, table, mark in zip(ours, tables, marks, strict=True):
        _fit_together(tab, table, mark, last=last)
        sheets[tab.title] = _sheet(tab, table, mark, tabs_json[tab.title].get("merges", ()), dates.get(tab.title, {}))
    return GoogleRead(tabs, sheets, above, tuple(title for title in tabs_json if title not in tabs))


def _tab(item: Json) -> Tab:
    own, grid = item["properties"], item["properties"]["gridProperties"]
    rules = tuple(item.get("protectedRanges", ()))
    return Tab(own.get("sheetId", 0), str(own["title"]), grid.get("rowCount", 0), grid.get("columnCount", 0), rules)


def _values(
    client: GoogleClient, wanted: _Wanted, tabs: Sequence[Tab], others: Sequence[Tab]
) -> tuple[list[Table], dict[str, Sheet]]:
    """The tables of tabs, and the first rows of others."""
    tables = _asked(client, wanted, tabs, others)
    if len(tables) != len(tabs) + len(others):
        raise WorkbookError(
            say(
                "Google answered with %(tables)s of %(tabs)s tabs. Nothing was decided; try again.",
                tables=len(tables), tabs=len(tabs),
            )
        )  # fmt: skip
    for tab, table in zip(tabs, tables, strict=False):
        if len(table) > tab.height:
            raise WorkbookChanged(say("“%(title)s” grew while it was being read.", title=tab.title))
    above = zip(others, tables[len(tabs) :], strict=True)
    heads = {tab.title: Sheet(tab.title, tuple(tuple(map(cell_text, row)) for row in table)) for tab, table in above}
    return tables[: len(tabs)], heads


def _asked(client: GoogleClient, wanted: _Wanted, tabs: Sequence[Tab], others: Sequence[Tab]) -> list[Table]:
    spans = [wanted.span(tab) for tab in tabs]
    spans += [(a1_range(tab.title, f"1:{HEAD}"), {"sheetId": tab.id, "endRowIndex": HEAD}) for tab in others]
    if not spans:
        return []
    if sum(len(text) * 2 for text, _ in spans) < _LONGEST:
        return client.values([text for text, _ in spans])
    tables = client.values_by_id([span for _, span in spans])
    return [tables[tab.id] for tab in (*tabs, *others) if tab.id in tables]


def _marks(item: Json, width: int | None) -> _Marks:
    marks = _Marks()
    for data in item.get("data", ()):
        for r, line in enumerate(data.get("rowData", ())):
            for c, cell in enumerate(line.get("values", ())[:width]):
                entered = cell.get("userEnteredValue")
                if entered:
                    if "formulaValue" in entered:
                        marks.formulas[r, c] = str(entered["formulaValue"]).removeprefix("=")
                    elif "boolValue" in entered:
                        marks.ticks.add((r, c))
                        if "BOOLEAN" not in str(cell.get("dataValidation")):
                            marks.unboxed.add((r, c))
                    elif "numberValue" in entered:
                        marks.numbers[r, c] = entered["numberValue"]
                if len(cell) > (entered is not None) + ("dataValidation" in cell):
                    marks.linked[r, c] = cell
    return marks


def _sheet(tab: Tab, table: Table, marks: _Marks, merges: Sequence[Json], dates: Mapping[Address, str]) -> Sheet:
    rows = [tuple([cell_text(value) if type(value) is not str else value for value in row]) for row in table]
    for r, c in dates:
        row = list(rows[r])
        row[c] = dates[r, c]
        rows[r] = tuple(row)
    while rows and not any(rows[-1]):
        rows.pop()
    sheet = Sheet(tab.title, tuple(rows))
    formulas = {at: Formula(text, stored=True) for at, text in marks.formulas.items()}
    links = {at: targets for at, cell in marks.linked.items() if (targets := links_of(cell, sheet.text(*at)))}
    merged = tuple(_merge(span, tab) for span in merges)
    boxes, unboxed = frozenset(marks.ticks), frozenset(marks.unboxed)
    return Sheet(tab.title, sheet.rows, formulas, links, merged, boxes=boxes, unboxed=unboxed)


def _fit_together(tab: Tab, table: Table, marks: _Marks, *, last: bool) -> None:
    """Raises `WorkbookChanged` unless both requests found the same checkboxes: then no row moved in between. A box that
    the structure does not know in the last attempt either is the spilled result of a formula in another cell."""
    boxes = {(r, c) for r, row in enumerate(table) for c, value in enumerate(row) if value is True or value is False}
    spilled = boxes - marks.formulas.keys() - marks.ticks
    if last and marks.ticks <= boxes:
        marks.formulas |= dict.fromkeys(spilled, "")
    elif spilled or not marks.ticks <= boxes:
        raise WorkbookChanged(say("rows of “%(title)s” moved while it was being read.", title=tab.title))


def _merge(span: Json, tab: Tab) -> tuple[int, int, int, int]:
    return (
        span.get("startRowIndex", 0), span.get("startColumnIndex", 0),
        span.get("endRowIndex", tab.height) - 1, span.get("endColumnIndex", tab.width) - 1,
    )  # fmt: skip


# --- dates


def _dates(client: GoogleClient, tables: Sequence[tuple[Tab, Table, _Marks]]) -> dict[str, dict[Address, str]]:
    """Numbers that people see as dates, with the precision they see. Asks only where that is not certain."""
    dates: dict[str, dict[Address, str]] = {}
    doubts: dict[int, tuple[Tab, set[Address]]] = {}
    for tab, table, marks in tables:
        for at, text in _shown(table, marks):
            if at in marks.numbers and (known := seen_as(text, marks.numbers[at])) is not None:
                dates.setdefault(tab.title, {})[at] = known
            elif at in marks.numbers or could_be_date(text):
                doubts.setdefault(tab.id, (tab, set()))[1].add(at)
    if ranges := [text for tab, cells in doubts.values() for text in _spans(tab, cells)]:
        for item in client.get(_LOOKS, ranges).get("sheets", ()):
            tab, cells = doubts[item.get("properties", {}).get("sheetId", 0)]
            known_days = {at: text for at, text in _looks(item) if at in cells}
            dates[tab.title] = dates.get(tab.title, {}) | known_days
    return dates


def _shown(table: Table, marks: _Marks) -> Iterator[tuple[Address, str]]:
    """What is shown as text where a number, or a formula, was entered."""
    for r, c in (*marks.numbers, *marks.formulas):
        if r < len(table) and c < len(table[r]) and isinstance(table[r][c], str):
            yield (r, c), table[r][c]


def _spans(tab: Tab, cells: Collection[Address]) -> Iterator[str]:
    """One range for each column that has such cells."""
    columns: dict[int, list[int]] = {}
    for row, column in cells:
        columns.setdefault(column, []).append(row)
    for column, rows in columns.items():
        letters = column_letters(column)
        yield a1_range(tab.title, f"{letters}{min(rows) + 1}:{letters}{max(rows) + 1}")


def _looks(item: Json) -> Iterator[tuple[Address, str]]:
    for data in item.get("data", ()):
        top, left = data.get("startRow", 0), data.get("startColumn", 0)
        for r, line in enumerate(data.get("rowData", ())):
            for c, cell in enumerate(line.get("values", ())):
                value = cell.get("effectiveValue", {}).get("numberValue")
                look = cell.get("effectiveFormat", {}).get("numberFormat", {})
                if value is not None and (text := date_of(value, look)) is not None:
                    yield (top + r, left + c), text


# --- the digest of what was read


def stamp_of(sheets: Mapping[str, Sheet]) -> str:
    """A digest of everything that was read."""
    digest = hashlib.sha256()
    for title, sheet in sheets.items():
        digest.update(f"\x1d{title}\x1d".encode("utf-8", "surrogatepass"))
        for row in sheet.rows:
            digest.update(("\x1f".join(row) + "\x1e").encode("utf-8", "surrogatepass"))
        rest: tuple[object, ...] = (
            sorted((at, formula.text) for at, formula in sheet.formulas.items()),
            _sorted(sheet.links),
            sheet.merges,
        )
        digest.update(repr(rest).encode("utf-8", "surrogatepass"))
    return digest.hexdigest()


def _sorted(links: Mapping[Address, tuple[Link, ...]]) -> list[tuple[Address, tuple[Link, ...]]]:
    return sorted(links.items(), key=lambda item: item[0])
