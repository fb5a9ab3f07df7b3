"""What a spreadsheet at Google lacks of its layout, with the requests that complete it in one batch.

Tabs that are missing or blank are drawn whole. In other tabs nothing is touched that anybody typed (`complete_tab`).
Locale and time zone are set with the first layout only; later they are the office's.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import count
from typing import Any

from sync.message import say
from sync.tabs.tab_names import find_tab
from sync.template.template import Template
from sync.workbook.google import tab_requests
from sync.workbook.google.complete_tab import settings_gaps, tab_gaps
from sync.workbook.google.new_tab import content_requests, first_lines, rule_requests
from sync.workbook.google.protection import LayoutContext
from sync.workbook.google.spreadsheet import Spreadsheet, SpreadsheetTab
from sync.workbook.google.tab_requests import Placed
from sync.workbook.layout_gap import Gap, missing_tab

Json = dict[str, Any]
LOCALES = ("id_ID", "in_ID", "")
"""Names of the Indonesian locale, to be tried in this order; with the empty one the spreadsheet keeps its own."""


def gaps(spreadsheet: Spreadsheet, context: LayoutContext) -> list[Gap]:
    """Everything that is missing. The same spreadsheet and settings give the same gaps; none means it is complete."""
    lacking = list(_new_tabs(spreadsheet, context))
    ours = [(kind, tab) for kind, tab in existing(spreadsheet, context) if not tab.blank]
    if not ours:
        return [Gap("", say("locale Indonesian, time zone as in dip.toml"), (first_settings(context),)), *lacking]
    for kind, tab in ours:
        lacking += tab_gaps(tab, kind, spreadsheet, context, _lists_title(spreadsheet, context.template))
    return [*lacking, *settings_gaps(spreadsheet, context, LOCALES)]


def existing(spreadsheet: Spreadsheet, context: LayoutContext) -> Iterator[tuple[str, SpreadsheetTab]]:
    """The tabs of the office that are there, with their kinds."""
    for _, kind, tab in spreadsheet.find_ours(context):
        if tab.title:
            yield kind, spreadsheet.tabs[tab.title]


def with_locale(requests: Sequence[Json], locale: str) -> list[Json]:
    """The same requests with another locale; with an empty one, without any."""
    localised = []
    for request in requests:
        settings = request.get("updateSpreadsheetProperties")
        localised.append(_set({**settings["properties"], "locale": locale}) if settings else request)
    return localised


def first_settings(context: LayoutContext) -> Json:
    """Locale and time zone, set once."""
    return _set({"locale": LOCALES[0], "timeZone": context.settings.office.timezone})


def _set(properties: Json) -> Json:
    given = {name: value for name, value in properties.items() if value}
    return {"updateSpreadsheetProperties": {"properties": given, "fields": ",".join(given)}}


def _lists_title(spreadsheet: Spreadsheet, template: Template) -> str:
    title = template.tab("pilihan").title
    return find_tab(spreadsheet.tabs, title).title or title


def _new_tabs(spreadsheet: Spreadsheet, context: LayoutContext) -> Iterator[Gap]:
    """Every tab that is missing or blank, in order, so that each finds its place between those that are there."""
    order = [tab.title for tab in spreadsheet.tabs.values()]
    taken = {tab.id for tab in spreadsheet.tabs.values()}
    free = (number for number in count(101) if number not in taken)
    spare = spare_tab(spreadsheet)
    lists = _lists_title(spreadsheet, context.template)
    whole = [wanted.title or title for title, _, wanted in spreadsheet.find_ours(context)]
    for title, kind, wanted in spreadsheet.find_ours(context):
        there = spreadsheet.tabs.get(wanted.title)
        if there is None and wanted.alike:
            yield missing_tab(title, wanted)
        if (there is None and wanted.alike) or (there is not None and not there.blank):
            continue
        reused, spare = (there, spare) if there else (spare, None)
        lines = len(first_lines(kind, context))
        placed = tab_requests.as_drawn(
            reused.id if reused else next(free), there.title if there else title, context.template.tab(kind), lines
        )
        properties = tab_requests.properties(placed, _index(order, placed.title, reused, whole))
        made = tab_requests.add_tab(properties, reused=reused is not None)
        yield Gap(placed.title, say("the whole tab"), tuple(_whole(placed, context, lists)), (made,))


def _whole(placed: Placed, context: LayoutContext, lists: str) -> list[Json]:
    return [*content_requests(placed, context), *rule_requests(placed, context, lists)]


def spare_tab(spreadsheet: Spreadsheet) -> SpreadsheetTab | None:
    """The one blank tab that a new spreadsheet has: it becomes the first of ours."""
    only = list(spreadsheet.tabs.values())
    return only[0] if len(only) == 1 and only[0].blank else None


def _index(order: list[str], title: str, reused: SpreadsheetTab | None, whole: Sequence[str]) -> int:
    """After the nearest tab that precedes it in a whole workbook; `order` is kept up."""
    if reused:
        order.remove(reused.title)
    before = whole[: whole.index(title)] if title in whole else ()
    index = max((order.index(name) + 1 for name in before if name in order), default=0)
    order.insert(index, title)
    return index
