"""The columns of a spreadsheet in use at Google put into the order of a new one, in one batch.

Google takes along what stands in a column: texts, notes, dropdowns, filters. What `dip init` made over several columns,
protection and colours, is taken off and made anew in the same batch.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from sync.message import say
from sync.model import a1
from sync.settings.settings import Settings
from sync.template.template import Template
from sync.workbook.column_order import ARRANGED, Arrangement, ColumnOrder, column_order
from sync.workbook.google.client import GoogleClient
from sync.workbook.google.complete_tab import trait
from sync.workbook.google.gaps import existing
from sync.workbook.google.protection import OURS, LayoutContext, protections
from sync.workbook.google.setup import send
from sync.workbook.google.spreadsheet import SpreadsheetTab, read_layout
from sync.workbook.google.tab_requests import Placed, coloured, colours
from sync.workbook.tab_layout import frozen_columns

Json = dict[str, Any]


def arrange(client: GoogleClient, settings: Settings, template: Template, *, only_look: bool) -> list[Arrangement]:
    """Every tab whose columns stand otherwise than in a new one; they are moved unless `only_look`. One with merged
    cells in the way stays as it is. Raises as `setup.complete`."""
    context = LayoutContext(settings, template, client.requester.service_account)
    spreadsheet = read_layout(client.get, context)
    to_arrange, requests = [], []
    for kind, tab in existing(spreadsheet, context):
        order = column_order(tab.sheet, template.tab(kind)) if kind in ARRANGED and not tab.blank else None
        if order and order.moves:
            to_arrange.append(Arrangement(order, tuple(_merged(tab, order))))
            requests += [] if to_arrange[-1].in_the_way else list(_requests(tab, order, context))
    if requests and not only_look:
        send(client, requests)
    return to_arrange


def _merged(tab: SpreadsheetTab, order: ColumnOrder) -> Iterator[str]:
    """Google moves no column out of merged cells."""
    for span in tab.raw.get("merges", []):
        left, right = span.get("startColumnIndex", 0), span["endColumnIndex"]
        if right - left > 1 and left < len(order.order):
            first, last = a1(span.get("startRowIndex", 0), left), a1(span["endRowIndex"] - 1, right - 1)
            yield say("merged cells %(cells)s", cells=f"{first}:{last}")


def _requests(tab: SpreadsheetTab, order: ColumnOrder, context: LayoutContext) -> Iterator[Json]:
    before = Placed(tab.id, tab.title, order.tab, tab.rows, order.header_row, order.at)
    after = Placed(tab.id, tab.title, order.tab, tab.rows, order.header_row, order.after)
    there = tab.raw.get("conditionalFormats", [])
    ours = set(map(trait, colours(before, context.template)))
    kept = [rule for rule in there if trait(rule) not in ours]
    yield _frozen(tab, 0)
    for index in reversed([index for index, rule in enumerate(there) if trait(rule) in ours]):
        yield {"deleteConditionalFormatRule": {"sheetId": tab.id, "index": index}}
    for rule in tab.raw.get("protectedRanges", []):
        if str(rule.get("description", "")).startswith(OURS):
            yield {"deleteProtectedRange": {"protectedRangeId": rule["protectedRangeId"]}}
    for place, to in order.steps():
        column = {"sheetId": tab.id, "dimension": "COLUMNS", "startIndex": place, "endIndex": place + 1}
        yield {"moveDimension": {"source": column, "destinationIndex": to}}
    for rule in protections(after, tab.sheet, context):
        yield {"addProtectedRange": {"protectedRange": rule}}
    yield from coloured(colours(after, context.template), len(kept))
    yield _frozen(tab, frozen_columns(order.tab, order.after))


def _frozen(tab: SpreadsheetTab, columns: int) -> Json:
    properties = {"sheetId": tab.id, "gridProperties": {"frozenColumnCount": columns}}
    return {"updateSheetProperties": {"properties": properties, "fields": "gridProperties.frozenColumnCount"}}
