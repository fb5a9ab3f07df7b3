"""Requests that give a tab at Google its headers, formats, dropdowns, checkboxes and colours."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sync.model import column_letters
from sync.template.template import Column, TabTemplate, Template
from sync.workbook import style
from sync.workbook.answer_colours import answer_colours
from sync.workbook.google.cells import a1_range
from sync.workbook.google.style import FORMATTED, body_format, conditional_format, header_format, pixels, rgb
from sync.workbook.layout_gap import runs
from sync.workbook.tab_layout import PAGES, choice_lists, frozen_columns, note_text

Json = dict[str, Any]

SEPARATOR = ";"
"""Between the arguments of a formula: the Indonesian one, which Google takes in every locale."""
ROWS = {
    "petunjuk": 120, "unit": 600, "induk": 200, "kendali": 100, "dip": 200, "dik": 100, "riwayat": 260, "pilihan": 60,
}  # fmt: skip
"""How many rows a new tab has: rows that sync inserts later look like those above them, and what people add below the
last one gets its dropdowns with the next `dip init`."""


@dataclass(frozen=True)
class Placed:
    """A tab that is there or will be: its number and title, how many rows its grid has, where its header stands and
    in which column each role."""

    id: int
    title: str
    tab: TabTemplate
    rows: int
    header_row: int
    at: Mapping[str, int]

    def area(self, left: int, right: int, top: int = 0, bottom: int | None = None) -> Json:
        """A GridRange; without `bottom` whole columns, so that rows added later belong to it."""
        span = {"sheetId": self.id, "startColumnIndex": left, "endColumnIndex": right}
        return span | ({"startRowIndex": top, "endRowIndex": bottom} if bottom is not None else {})

    def below(self, role: str) -> Json:
        """The cells below a header, down to the end of the grid."""
        return self.area(self.at[role], self.at[role] + 1, self.header_row + 1, self.rows)

    def columns(self) -> Iterator[tuple[Column, int]]:
        """The template's columns that stand in the tab, with their places."""
        return ((column, self.at[column.role]) for column in self.tab.columns if column.role in self.at)


def as_drawn(id: int, title: str, tab: TabTemplate, lines: int = 0) -> Placed:
    """A tab as its template has it: the header on top, the columns in order, room for so many lines below."""
    return Placed(
        id, title, tab, max(ROWS[tab.kind], lines + 1), 0, {role: place for place, role in enumerate(tab.roles)}
    )


# --- a new tab


def properties(placed: Placed, index: int) -> Json:
    """The SheetProperties of a new tab."""
    width = max((place + 1 for place in placed.at.values()), default=8)
    grid: Json = {"rowCount": placed.rows, "columnCount": width}
    return {
        "sheetId": placed.id, "title": placed.title, "index": index, "hidden": placed.tab.hidden,
        "tabColorStyle": rgb(style.TAB_COLOUR[placed.tab.kind]),
        "gridProperties": grid | {
            "frozenRowCount": placed.header_row + 1, "frozenColumnCount": frozen_columns(placed.tab, placed.at),
            "hideGridlines": placed.tab.kind != "petunjuk",
        },
    }  # fmt: skip


def add_tab(properties: Json, *, reused: bool) -> Json:
    """The request that makes a tab with these properties, or gives them to the blank one that has its number."""
    if not reused:
        return {"addSheet": {"properties": properties}}
    fields = [name for name in properties if name not in ("sheetId", "gridProperties")]
    fields += [f"gridProperties.{name}" for name in properties["gridProperties"]]
    return {"updateSheetProperties": {"properties": properties, "fields": ",".join(fields)}}


def format_requests(placed: Placed) -> Iterator[Json]:
    """Widths, the formats of headers and of the cells below."""
    for column, place in placed.columns():
        span = {"sheetId": placed.id, "dimension": "COLUMNS", "startIndex": place, "endIndex": place + 1}
        width = {"range": span, "properties": {"pixelSize": pixels(column)}, "fields": "pixelSize"}
        yield {"updateDimensionProperties": width}
        yield body_cells(placed, column, placed.below(column.role))
    tall = {
        "sheetId": placed.id,
        "dimension": "ROWS",
        "startIndex": placed.header_row,
        "endIndex": placed.header_row + 1,
    }
    yield {"updateDimensionProperties": {"range": tall, "properties": {"pixelSize": 48}, "fields": "pixelSize"}}
    yield from header_formats(placed)


def body_cells(placed: Placed, column: Column, span: Json) -> Json:
    """The format of cells below a header, put on these."""
    cell = {"userEnteredFormat": body_format(column, placed.tab.kind)}
    return {"repeatCell": {"range": span, "cell": cell, "fields": FORMATTED}}


def header_formats(placed: Placed) -> Iterator[Json]:
    """The formats of the header cells; their texts are not touched."""
    kind = placed.tab.kind
    cells = {place: {"userEnteredFormat": header_format(column, kind)} for column, place in placed.columns()}
    yield from _across(placed, cells, FORMATTED)


def _across(placed: Placed, cells: Mapping[int, Json], fields: str) -> Iterator[Json]:
    """Cells of the header row, neighbours in one request."""
    for left, right in runs(list(cells)):
        span = placed.area(left, right, placed.header_row, placed.header_row + 1)
        rows = [{"values": [cells[place] for place in range(left, right)]}]
        yield {"updateCells": {"range": span, "rows": rows, "fields": fields}}


def header_texts(placed: Placed) -> Json:
    """The headers themselves."""
    return texts(placed, placed.header_row, [[column.header for column in placed.tab.columns]])


def texts(placed: Placed, top: int, rows: Sequence[Sequence[str]]) -> Json:
    """Lines of text from the left edge on, as text and nothing else."""
    lines = [{"values": [{"userEnteredValue": {"stringValue": text}} if text else {} for text in row]} for row in rows]
    span = placed.area(0, max(map(len, rows)), top, top + len(rows))
    return {"updateCells": {"range": span, "rows": lines, "fields": "userEnteredValue"}}


def notes(placed: Placed, columns: Iterable[Column]) -> Iterator[Json]:
    """The notes on these headers."""
    cells = {placed.at[column.role]: {"note": note_text(column)} for column in columns}
    yield from _across(placed, cells, "note")


def has_notes(tab: TabTemplate) -> bool:
    """Whether the headers of this tab are explained by notes."""
    return tab.kind not in PAGES and bool(tab.columns)


def filter_all(placed: Placed) -> Json:
    """The filter over the whole table."""
    right = max(placed.at.values()) + 1
    return {"setBasicFilter": {"filter": {"range": placed.area(0, right, placed.header_row, placed.rows)}}}


def filter_views(placed: Placed, template: Template) -> Iterator[tuple[str, Json]]:
    """(title, request) of every saved filter: whoever opens one sees the rows that wait for them, and nobody else's
    view of the tab changes."""
    if "status" not in placed.at:
        return
    span = placed.area(0, max(placed.at.values()) + 1, placed.header_row, placed.rows)
    for view in placed.tab.views:
        hidden = ["", *(choice.value for choice in template.choices["status"] if choice.role not in view.statuses)]
        spec = {"columnIndex": placed.at["status"], "filterCriteria": {"hiddenValues": hidden}}
        yield view.title, {"addFilterView": {"filter": {"title": view.title, "range": span, "filterSpecs": [spec]}}}


# --- dropdowns, boxes, colours


def list_range(template: Template, name: str, title: str) -> str:
    """Where a closed list stands, as a formula."""
    lists = choice_lists(template)
    letter = column_letters(list(lists).index(name))
    return "=" + a1_range(title, f"${letter}$2:${letter}${len(lists[name]) + 1}")


def rule_of(column: Column, template: Template, lists: str) -> Json | None:
    """The validation the cells of a column should have; `lists` is the title of the tab of lists."""
    if column.kind == "checkbox":
        return {"condition": {"type": "BOOLEAN"}, "strict": True, "showCustomUi": True}
    if not column.choices or column.writer == "sync":
        return None
    return dropdown(column.choices, template, lists)


def dropdown(name: str, template: Template, lists: str) -> Json:
    """A dropdown that only warns: a value that is not in the list can be typed, and sync reports it."""
    source = {"userEnteredValue": list_range(template, name, lists)}
    return {"condition": {"type": "ONE_OF_RANGE", "values": [source]}, "showCustomUi": True}


def validation(span: Json, rule: Json) -> Json:
    """The rule put on these cells; what stands in them stays."""
    return {"setDataValidation": {"range": span, "rule": rule}}


def colours(placed: Placed, template: Template) -> list[Json]:
    """The rules that colour what is to be mended, then statuses and classes (ConditionalFormatRule)."""
    rules = [
        rule(placed.below(role), when(formula), conditional_format(look))
        for role, formula, look in answer_colours(placed.tab, template, placed.at, placed.header_row + 2, SEPARATOR)
    ]
    for column, _ in placed.columns():
        if column.choices:
            rules += choice_rules(placed.below(column.role), column.choices, template)
    return rules


def choice_rules(span: Json, name: str, template: Template) -> list[Json]:
    return [
        when_text(span, choice.value, conditional_format(style.tint(choice.colour, bold=name == "status")))
        for choice in template.choices.get(name, ())
        if choice.colour
    ]


def when_text(span: Json, text: str, form: Json) -> Json:
    """A rule that compares texts."""
    return rule(span, {"type": "TEXT_EQ", "values": [{"userEnteredValue": text}]}, form)


def when(formula: str) -> Json:
    """The condition that a formula is true."""
    return {"type": "CUSTOM_FORMULA", "values": [{"userEnteredValue": f"={formula}"}]}


def rule(span: Json, condition: Json, form: Json) -> Json:
    """A ConditionalFormatRule."""
    return {"ranges": [span], "booleanRule": {"condition": condition, "format": form}}


def coloured(rules: Sequence[Json], first: int = 0) -> Iterator[Json]:
    """The rules as requests, each after the one before."""
    for index, colour in enumerate(rules, first):
        yield {"addConditionalFormatRule": {"rule": colour, "index": index}}
