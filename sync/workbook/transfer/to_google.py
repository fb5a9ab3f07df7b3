"""A workbook copied in one batch into a Google spreadsheet that has none of its tabs yet.

Texts stand at the addresses they had, so that IDs, marks and the ledger still mean the same rows. What the layout needs
besides (dropdowns, checkboxes, colours, protection) comes with the next `complete`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import count
from typing import Any

from sync.errors import WorkbookError
from sync.message import say
from sync.model import Value
from sync.settings.settings import Settings
from sync.tabs.tab_names import find_tab
from sync.template.template import Template
from sync.workbook.google import tab_requests
from sync.workbook.google.cells import stored
from sync.workbook.google.client import GoogleClient
from sync.workbook.google.gaps import first_settings, spare_tab
from sync.workbook.google.new_tab import control_looks
from sync.workbook.google.protection import LayoutContext
from sync.workbook.google.reader import read_all
from sync.workbook.google.setup import complete, send
from sync.workbook.google.spreadsheet import Spreadsheet, read_layout
from sync.workbook.google.tab_requests import Placed
from sync.workbook.layout_gap import Gap
from sync.workbook.transfer.carried_tab import CarriedTab, verify_carried

Json = dict[str, Any]
_SPARE = 50
"""Empty rows below what was carried over."""


def copy_into(client: GoogleClient, source: Sequence[CarriedTab], settings: Settings, template: Template) -> list[Gap]:
    """Carry a workbook over into a spreadsheet that has none of its tabs, read it back, then complete the layout.
    Raises `WorkbookError` if a tab is in the way (nothing is written) or a text did not arrive."""
    context = LayoutContext(settings, template, client.requester.service_account)
    send(client, copy_requests(source, read_layout(client.get, context), context))
    arrived = read_all(client, [tab.sheet.title for tab in source]).sheets
    verify_carried(source, arrived, "the spreadsheet")
    return complete(client, settings, template)


def copy_requests(source: Sequence[CarriedTab], spreadsheet: Spreadsheet, context: LayoutContext) -> list[Json]:
    """The batch. Raises `WorkbookError` if the spreadsheet has a tab of this name: nothing is written over."""
    refuse_occupied(source, spreadsheet, context)
    free = (number for number in count(101) if number not in {tab.id for tab in spreadsheet.tabs.values()})
    spare = spare_tab(spreadsheet)
    placed = []
    for index, tab in enumerate(source):
        placed.append(_placed(spare.id if spare and not index else next(free), tab, context))
    made = [_made(place, tab, index, reused=bool(spare) and not index)
            for index, (place, tab) in enumerate(zip(placed, source, strict=True))]  # fmt: skip
    filled = [request for place, tab in zip(placed, source, strict=True) for request in _filled(place, tab, context)]
    return [first_settings(context), *made, *filled]


def refuse_occupied(source: Sequence[CarriedTab], spreadsheet: Spreadsheet, context: LayoutContext) -> None:
    """Raises `WorkbookError` for a tab in the way."""
    ours = [tab for _, _, tab in spreadsheet.find_ours(context)]
    carried = [find_tab(spreadsheet.tabs, tab.sheet.title) for tab in source]
    taken = {title for tab in (*ours, *carried) for title in tab.alike}
    if spare := spare_tab(spreadsheet):
        taken.discard(spare.title)
    if taken:
        raise WorkbookError(
            say(
                "the spreadsheet already has the tab %(taken)s: nothing is written over what is there. "
                "Make a new, empty spreadsheet, share it, and name it in dip.toml.",
                taken=", ".join(sorted(taken)),
            )
        )


def _placed(id: int, tab: CarriedTab, context: LayoutContext) -> Placed:
    columns, height = tab.columns, len(tab.sheet.rows) + _SPARE
    kind = tab.tab or context.template.tab("pilihan")
    rows = max(height, tab_requests.ROWS[kind.kind] if tab.tab else 0)
    return Placed(id, tab.sheet.title, kind, rows, columns.header_row if columns else 0, columns.at if columns else {})


def _made(placed: Placed, tab: CarriedTab, index: int, *, reused: bool) -> Json:
    properties = tab_requests.properties(placed, index)
    width = max([len(row) for row in tab.sheet.rows], default=1)
    properties["gridProperties"]["columnCount"] = max(properties["gridProperties"]["columnCount"], width)
    if tab.columns is None:
        properties = {name: properties[name] for name in ("sheetId", "title", "index")} | {
            "gridProperties": {name: properties["gridProperties"][name] for name in ("rowCount", "columnCount")}
        }
    return tab_requests.add_tab(properties, reused=reused)


def _filled(placed: Placed, tab: CarriedTab, context: LayoutContext) -> Iterator[Json]:
    if tab.columns is not None:
        yield from tab_requests.format_requests(placed)
        yield from control_looks(placed, tab.sheet, context)
        if placed.tab.kind not in ("kendali", "petunjuk"):
            yield tab_requests.filter_all(placed)
    if rows := tab.values():
        yield _content(placed, tab, rows)
    for (row, column), text in tab.notes.items():
        span = placed.area(column, column + 1, row, row + 1)
        yield {"updateCells": {"range": span, "rows": [{"values": [{"note": text}]}], "fields": "note"}}
    for top, left, bottom, right in tab.sheet.merges:
        yield {"mergeCells": {"range": placed.area(left, right + 1, top, bottom + 1), "mergeType": "MERGE_ALL"}}


def _content(placed: Placed, tab: CarriedTab, rows: Sequence[Sequence[Value]]) -> Json:
    width = max(map(len, rows), default=0) or 1
    cells = [{"values": [_cell(value, tab.link(r, c)) for c, value in enumerate(row)]} for r, row in enumerate(rows)]
    span = placed.area(0, width, 0, len(rows))
    return {"updateCells": {"range": span, "rows": cells, "fields": "userEnteredValue,textFormatRuns"}}


def _cell(value: Value, link: str) -> Json:
    cell = stored(value)
    return cell | {"textFormatRuns": [{"startIndex": 0, "format": {"link": {"uri": link}}}]} if link else cell
