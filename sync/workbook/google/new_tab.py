"""The requests that draw a whole new tab at Google as its template describes it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from sync.model import Sheet
from sync.tabs.control_tab import read_control
from sync.tabs.guide_tab import LEGEND, guide_rows
from sync.template.template import Template
from sync.workbook import style
from sync.workbook.google import tab_requests
from sync.workbook.google.protection import LayoutContext, protections
from sync.workbook.google.style import FORMATTED, conditional_format, control_formats
from sync.workbook.google.tab_requests import Placed
from sync.workbook.tab_layout import choice_lists

Json = dict[str, Any]

NAMES = "pilihan_"
"""Named ranges of the lists begin so."""


def content_requests(placed: Placed, context: LayoutContext) -> list[Json]:
    """The content and the formats of a new, empty tab."""
    if placed.tab.kind == "pilihan":
        rows = list_texts(context.template)
        names = named(list_names(placed.id, context.template), ())
        return [tab_requests.texts(placed, 0, rows), _head_of_lists(placed, len(rows[0])), *names]
    requests = [tab_requests.header_texts(placed), *tab_requests.format_requests(placed)]
    if lines := first_lines(placed.tab.kind, context):
        requests.append(tab_requests.texts(placed, 1, lines))
        requests += control_looks(placed, _control_sheet(context), context)
    else:
        requests.append(tab_requests.filter_all(placed))
        requests += [request for _, request in tab_requests.filter_views(placed, context.template)]
    return requests


def first_lines(kind: str, context: LayoutContext) -> Sequence[Sequence[str]]:
    """What stands below the header of a new tab."""
    if kind == "petunjuk":
        return guide_rows(context.template, context.settings.units)[1:]
    return control_lines(context) if kind == "kendali" else ()


def rule_requests(placed: Placed, context: LayoutContext, lists: str) -> list[Json]:
    """The notes, dropdowns, checkboxes, colours and protection of a new tab."""
    explained = [column for column, _ in placed.columns() if tab_requests.has_notes(placed.tab)]
    requests = list(tab_requests.notes(placed, explained))
    for span, rule in validations(placed, _control_sheet(context), context.template, lists):
        requests.append(tab_requests.validation(span, rule))
    requests += tab_requests.coloured(colours(placed, _control_sheet(context), context.template))
    rules = protections(placed, _control_sheet(context), context)
    return requests + [{"addProtectedRange": {"protectedRange": rule}} for rule in rules]


def validations(placed: Placed, sheet: Sheet, template: Template, lists: str) -> Iterator[tuple[Json, Json]]:
    """(range, rule) of every dropdown and checkbox. `sheet` is the content of the tab: control lines stand anywhere."""
    for column, _ in placed.columns():
        if rule := tab_requests.rule_of(column, template, lists):
            yield placed.below(column.role), rule
    for span, name in _listed_lines(placed, sheet, template):
        yield span, tab_requests.dropdown(name, template, lists)


def colours(placed: Placed, sheet: Sheet, template: Template) -> list[Json]:
    """Every rule of colour that belongs to a tab."""
    if placed.tab.kind == "petunjuk":
        return _guide_colours(placed, template)
    rules = tab_requests.colours(placed, template)
    for span, name in _listed_lines(placed, sheet, template):
        rules += tab_requests.choice_rules(span, name, template)
    return rules


def list_texts(template: Template) -> list[list[str]]:
    """The tab of lists: a column a list, its name on top."""
    lists = choice_lists(template)
    depth = max(map(len, lists.values()))
    columns = [[name, *values, *[""] * (depth - len(values))] for name, values in lists.items()]
    return [list(row) for row in zip(*columns, strict=True)]


def list_names(id: int, template: Template) -> Mapping[str, Json]:
    """The named ranges of the lists: name → range."""
    return {
        NAMES + name: {"sheetId": id, "startColumnIndex": place, "endColumnIndex": place + 1,
                       "startRowIndex": 1, "endRowIndex": len(values) + 1}
        for place, (name, values) in enumerate(choice_lists(template).items())
    }  # fmt: skip


def _head_of_lists(placed: Placed, columns: int) -> Json:
    bold = {"userEnteredFormat": {"textFormat": {"fontFamily": style.FACE, "bold": True}}}
    return {
        "repeatCell": {"range": placed.area(0, columns, 0, 1), "cell": bold, "fields": "userEnteredFormat.textFormat"}
    }


# --- the control tab


def control_lines(context: LayoutContext) -> list[list[str]]:
    """The first content of the control tab: label, value, explanation of each line; then a line for each unit tab."""
    titles = [unit.tab for unit in context.settings.units]
    labels = [[label.label, label.default, label.help] for label in context.template.tab("kendali").lines(titles)]
    return [*labels, *([title, "", ""] for title in titles)]


def _control_sheet(context: LayoutContext) -> Sheet:
    header = [column.header for column in context.template.tab("kendali").columns]
    return Sheet(context.template.tab("kendali").title, [header, *control_lines(context)])


def control_looks(placed: Placed, sheet: Sheet, context: LayoutContext) -> Iterator[Json]:
    """The formats of the control tab's lines, wherever these stand; none in another tab."""
    if placed.tab.kind != "kendali":
        return
    titles = [unit.tab for unit in context.settings.units]
    labels = context.template.tab("kendali").lines(titles)
    writers = {label.role: label.writer for label in labels}
    hidden = {label.role for label in labels if label.hidden}
    for role, (row, column) in read_control(sheet, context.template, titles).places.items():
        cells = [{"userEnteredFormat": form} for form in control_formats(writers.get(role, "sync"))]
        span = placed.area(column - 1, column + 2, row, row + 1)
        yield {"updateCells": {"range": span, "rows": [{"values": cells}], "fields": FORMATTED}}
        if role in hidden:
            yield _hide_row(placed, row)


def _hide_row(placed: Placed, row: int) -> Json:
    span = {"sheetId": placed.id, "dimension": "ROWS", "startIndex": row, "endIndex": row + 1}
    return {
        "updateDimensionProperties": {"range": span, "properties": {"hiddenByUser": True}, "fields": "hiddenByUser"}
    }


def _listed_lines(placed: Placed, sheet: Sheet, template: Template) -> Iterator[tuple[Json, str]]:
    """The lines of the control tab that are chosen from a list, wherever they stand."""
    if placed.tab.kind == "kendali":
        places = read_control(sheet, template, ()).places
        for label in placed.tab.labels:
            if label.choices and label.role in places:
                row, column = places[label.role]
                yield placed.area(column, column + 1, row, row + 1), label.choices


# --- the guide


def _guide_colours(placed: Placed, template: Template) -> list[Json]:
    """Statuses, the legend of writers, headings of its parts."""
    first = placed.area(0, 1, 1, placed.rows)
    rules = tab_requests.choice_rules(first, "status", template)
    rules += [tab_requests.when_text(first, text, conditional_format(style.swatch(writer))) for text, writer in LEGEND]
    # A product instead of AND(): no separator that a locale would write otherwise.
    heading = {"type": "CUSTOM_FORMULA", "values": [{"userEnteredValue": '=($A2<>"")*($B2="")'}]}
    return [*rules, tab_requests.rule(placed.area(0, 3, 1, placed.rows), heading, conditional_format(style.section()))]


def named(names: Mapping[str, Json], there: Sequence[Json]) -> Iterator[Json]:
    """The named ranges that are missing."""
    known = {str(name.get("name", "")).casefold() for name in there}
    for name, span in names.items():
        if name.casefold() not in known:
            yield {"addNamedRange": {"namedRange": {"name": name, "range": span}}}
