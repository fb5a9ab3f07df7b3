"""What a tab at Google that people work in lacks of its layout, with the requests that add it.

No request here contains the content of a cell, except for the hidden tab of lists, which is sync's own. Dropdowns and
checkboxes that pasting removed come back; a cell that holds something keeps its format.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any

from sync.message import say
from sync.template.template import Column
from sync.workbook import style
from sync.workbook.google import new_tab, tab_requests
from sync.workbook.google.protection import OURS, LayoutContext, lacking, protections
from sync.workbook.google.spreadsheet import Spreadsheet, SpreadsheetTab
from sync.workbook.google.tab_requests import Placed
from sync.workbook.layout_gap import Gap, cell_ranges, lacking_columns, runs

Json = dict[str, Any]
_CELL = re.compile(r"\$[A-Z]+\d+|[;,]")


def tab_gaps(
    tab: SpreadsheetTab, kind: str, spreadsheet: Spreadsheet, context: LayoutContext, lists: str
) -> Iterator[Gap]:
    """Everything that this tab lacks."""
    template = context.template.tab(kind)
    placed = tab.placed(template)
    if placed is None:
        headers = ", ".join(column.header for column in template.columns[:4])
        yield Gap(
            tab.title,
            say("its header (%(headers)s, …) is not to be found; nothing is done here", headers=headers),
            sign="!",
        )
        return
    if kind == "pilihan":
        yield from _lists(tab, placed, spreadsheet, context)
    yield from lacking_columns(tab.title, placed.tab, placed.at)
    yield from _notes(tab, placed)
    yield from _validations(tab, placed, context, lists)
    yield from _formats(tab, placed)
    yield from _colours(tab, placed, context)
    yield from _views(tab, placed, context)
    yield from _protections(tab, placed, spreadsheet, context)


def settings_gaps(spreadsheet: Spreadsheet, context: LayoutContext, locales: Sequence[str]) -> Iterator[Gap]:
    """Locale and time zone, which only people should change in a spreadsheet that is in use."""
    properties, zone = spreadsheet.raw.get("properties", {}), context.settings.office.timezone
    if properties.get("locale") not in locales:
        yield Gap("", say("locale is %(there)s; Indonesian: File → Settings", there=properties.get("locale")), sign="!")
    if properties.get("timeZone") != zone:
        yield Gap(
            "",
            say(
                "time zone is %(there)s, dip.toml says %(zone)s: File → Settings",
                there=properties.get("timeZone"), zone=zone,
            ),
            sign="!",
        )  # fmt: skip


def _notes(tab: SpreadsheetTab, placed: Placed) -> Iterator[Gap]:
    """Headers without a note. A note that somebody wrote stays."""
    if not tab_requests.has_notes(placed.tab):
        return
    bare = [column for column, place in placed.columns() if not tab.cell(placed.header_row, place).get("note")]
    if bare:
        requests = tuple(tab_requests.notes(placed, bare))
        yield Gap(tab.title, say("notes on %(headers)s", headers=", ".join(column.header for column in bare)), requests)


def _validations(tab: SpreadsheetTab, placed: Placed, context: LayoutContext, lists: str) -> Iterator[Gap]:
    for span, rule in new_tab.validations(placed, tab.sheet, context.template, lists):
        place, rows = span["startColumnIndex"], range(span.get("startRowIndex", 0), span["endRowIndex"])
        bare = [row for row in rows if not _same_rule(tab.cell(row, place).get("dataValidation"), rule)]
        if bare:
            requests = [tab_requests.validation({**span, "startRowIndex": top, "endRowIndex": end}, rule)
                      for top, end in runs(bare)]  # fmt: skip
            what = say("boxes") if rule["condition"]["type"] == "BOOLEAN" else say("dropdowns")
            yield Gap(
                tab.title,
                say("%(what)s in %(cells)s", what=what, cells=cell_ranges(bare, place)),
                tuple(requests),
                sign="~",
            )


def _same_rule(there: Json | None, rule: Json) -> bool:
    current, desired = (there or {}).get("condition", {}), rule["condition"]
    sources = (
        [v.get("userEnteredValue", "").replace("'", "") for v in c.get("values", [])] for c in (current, desired)
    )
    return current.get("type") == desired["type"] and next(sources) == next(sources)


def _formats(tab: SpreadsheetTab, placed: Placed) -> Iterator[Gap]:
    """Empty cells that are not formatted as text. Others keep their format: another would change how a number reads."""
    for column, place in placed.columns():
        if column.writer == "sync" or style.number_format(column) != "@":
            continue
        bare = [row for row in range(placed.header_row + 1, placed.rows) if _open(tab.cell(row, place))]
        if bare:
            yield Gap(
                tab.title,
                say("format of text in %(cells)s", cells=cell_ranges(bare, place)),
                tuple(_body(placed, column, bare)),
                sign="~",
            )


def _open(cell: Json) -> bool:
    kind = cell.get("userEnteredFormat", {}).get("numberFormat", {}).get("type")
    return kind != "TEXT" and not cell.get("formattedValue")


def _body(placed: Placed, column: Column, rows: Sequence[int]) -> Iterator[Json]:
    place = placed.at[column.role]
    for top, end in runs(rows):
        yield tab_requests.body_cells(placed, column, placed.area(place, place + 1, top, end))


def _colours(tab: SpreadsheetTab, placed: Placed, context: LayoutContext) -> Iterator[Gap]:
    there = [trait(rule) for rule in tab.raw.get("conditionalFormats", [])]
    rules = new_tab.colours(placed, tab.sheet, context.template)
    lost = [rule for rule in rules if trait(rule) not in there]
    if lost:
        yield Gap(
            tab.title, say("%(count)s rules of colour", count=len(lost)), tuple(tab_requests.coloured(lost, len(there)))
        )


def _views(tab: SpreadsheetTab, placed: Placed, context: LayoutContext) -> Iterator[Gap]:
    """Saved filters that are not there. One of the same name is somebody's to change."""
    there = {view.get("title") for view in tab.raw.get("filterViews", [])}
    lost = {title: made for title, made in tab_requests.filter_views(placed, context.template) if title not in there}
    if lost:
        yield Gap(tab.title, say("filter view %(names)s", names=", ".join(lost)), tuple(lost.values()))


def trait(rule: Json) -> tuple[Any, ...]:
    """What makes two rules of colour the same one: condition and column, however far down they reach, wherever the
    cells that a formula looks at were moved to, and whichever separator Google shows."""
    condition = rule.get("booleanRule", {}).get("condition", {})
    texts = tuple(_CELL.sub("", str(value.get("userEnteredValue"))) for value in condition.get("values", []))
    return condition.get("type"), texts, rule["ranges"][0].get("startColumnIndex", 0)


def _protections(
    tab: SpreadsheetTab, placed: Placed, spreadsheet: Spreadsheet, context: LayoutContext
) -> Iterator[Gap]:
    there = tab.raw.get("protectedRanges", [])
    foreign = [rule for rule in there if not str(rule.get("description", "")).startswith(OURS)]
    for rule in foreign:
        if not rule.get("requestingUserCanEdit") and not rule.get("warningOnly"):
            name = rule.get("description") or say("without description")
            words = say(
                "a protected range (%(name)s) keeps %(account)s out: add it as an editor",
                name=name, account=context.service_account,
            )  # fmt: skip
            yield Gap(tab.title, words, sign="!")
    for what, request in lacking(protections(placed, tab.sheet, context), there, spreadsheet.always):
        rule = next(iter(request.values()))["protectedRange"]
        name = rule["description"].removeprefix(OURS)
        yield Gap(
            tab.title,
            say("“%(name)s” %(what)s", name=name, what=what),
            (request,),
            sign="~" if "otherwise" in what else "+",
        )


def _lists(tab: SpreadsheetTab, placed: Placed, spreadsheet: Spreadsheet, context: LayoutContext) -> Iterator[Gap]:
    rows = new_tab.list_texts(context.template)
    differing = any(tab.sheet.text(r, c) != text for r, row in enumerate(rows) for c, text in enumerate(row))
    if differing:
        yield Gap(tab.title, say("the lists behind the dropdowns"), (tab_requests.texts(placed, 0, rows),), sign="~")
    names = new_tab.list_names(tab.id, context.template)
    requests = tuple(new_tab.named(names, spreadsheet.raw.get("namedRanges", [])))
    if requests:
        yield Gap(tab.title, say("%(count)s named ranges", count=len(requests)), requests)
