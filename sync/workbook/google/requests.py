"""A batch as requests to the Sheets API, in parts of limited size.

The cells of one row are always in one part. New rows are inserted, so that nothing is overwritten. The control tab is
written last, in one step: its run number shows that all the rest was written.
"""

from __future__ import annotations

import zlib
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from sync.model import Address, TabWrite, Value
from sync.template.template import TabTemplate, Template
from sync.workbook.google.cells import area, byte_size, put_cells, put_rows
from sync.workbook.google.reader import Tab

Json = dict[str, Any]
MOST_BYTES = 2_000_000
_ROWS = 200
"""Rows in one step."""
_SPARE = 50
TYPED_IN = ("unit", "induk", "kendali")
"""The kinds of tabs that people type in."""
_KEEPING = 320
"""Bytes of the request that copies into the witness what another request overwrites."""


@dataclass
class Step:
    """Requests that must go together.

    kind      of the tab
    title     of the tab; empty where only sync writes
    requests  in the order in which they are sent
    cells     the cells that they overwrite
    """

    kind: str
    title: str
    requests: list[Json]
    cells: Mapping[Address, Value] = field(default_factory=dict)


def steps_of(
    tabs: Iterable[TabWrite], there: Mapping[str, Tab], template: Template, first: Mapping[str, int] | None = None
) -> Iterator[Step]:
    """All steps of a batch, the control tab's last. `first` is the row below the header of tabs that people type in."""
    taken = {tab.id for tab in there.values()}
    for tab in sorted(tabs, key=lambda tab: tab.kind == "kendali"):
        known = there.get(tab.title)
        if known is None:
            known = new_tab(tab, template, taken)
            taken.add(known.id)
            yield Step(tab.kind, "", _added(known, template.tab(tab.kind)))
        yield from _steps(tab, known, (first or {}).get(tab.title))


def grown(tab: TabWrite, there: Tab) -> Tab:
    """A tab with the size of its grid after this write."""
    height = max(there.height, len(tab.replace or ()), *(row + 1 for row, _ in tab.cells))
    if tab.append:
        height = max(height, tab.append_at) + len(tab.append)
    width = max([there.width, *(len(row) for row in tab.replace or ()), *(column + 1 for _, column in tab.cells)])
    return replace(there, height=height, width=width)


def new_tab(tab: TabWrite, template: Template, taken: Collection[int]) -> Tab:
    """A tab that is to be added, large enough for what is written into it, with an ID that is not in `taken`."""
    rows = len(tab.replace or ()) + tab.append_at + len(tab.append)
    width = max([len(template.tab(tab.kind).columns), *(len(row) for row in tab.replace or tab.append), 2])
    number = zlib.crc32(tab.title.encode()) >> 1
    while number in taken:
        number += 1
    return Tab(number, tab.title, rows + _SPARE, width)


def _added(tab: Tab, template: TabTemplate) -> list[Json]:
    """An empty tab that looks as `dip init` lays it out, in which everything stays text. Who may edit it, `dip init`
    sees to."""
    from sync.workbook.google import tab_requests

    at = {role: place for place, role in enumerate(template.roles)}
    placed = tab_requests.Placed(tab.id, tab.title, template, tab.height, 0, at)
    properties = tab_requests.properties(placed, 0)
    del properties["index"]
    properties["gridProperties"]["columnCount"] = tab.width
    text = {"userEnteredFormat": {"numberFormat": {"type": "TEXT"}, "wrapStrategy": "WRAP"}}
    plain = {"range": {"sheetId": tab.id}, "cell": text, "fields": "userEnteredFormat(numberFormat,wrapStrategy)"}
    return [{"addSheet": {"properties": properties}}, {"repeatCell": plain}, *tab_requests.format_requests(placed)]


def _steps(tab: TabWrite, there: Tab, first: int | None) -> Iterator[Step]:
    if tab.replace is not None:
        yield from _replaced(tab, there)
        return
    typed_in = tab.kind in TYPED_IN
    title = tab.title if typed_in else ""
    room = _columns_for(tab, there)
    for rows, requests in put_cells(there.id, tab.cells, max(1, len(tab.cells)) if tab.kind == "kendali" else _ROWS):
        inside = set(rows) if typed_in else ()
        cells = {at: value for at, value in tab.cells.items() if at[0] in inside and at[1] < there.width}
        yield Step(tab.kind, title, [*room, *requests], cells)
        room = []
    for start in range(0, len(tab.append), _ROWS):
        rows_in = tab.append[start : start + _ROWS]
        at = tab.append_at + start
        requests = [*_inserted(there, at, len(rows_in), start, first), put_rows(there.id, at, 0, rows_in)]
        yield Step(tab.kind, title, requests)


def _columns_for(tab: TabWrite, there: Tab) -> list[Json]:
    """What makes the grid wide enough for the cells to be written."""
    lack = max((column for _, column in tab.cells), default=0) + 1 - there.width
    columns = {"sheetId": there.id, "dimension": "COLUMNS", "length": lack}
    return [{"appendDimension": columns}] if lack > 0 else []


def _inserted(there: Tab, at: int, count: int, before: int, first: int | None) -> list[Json]:
    """Insert rows with the formats of the row above, or of the row below if that is the header, and with the dropdowns
    and boxes of the `first` row below the header: a note that stands in between has none."""
    height, first = there.height + before, first or 1
    if at >= height:
        lack = count + at - height
        requests: list[Json] = [{"appendDimension": {"sheetId": there.id, "dimension": "ROWS", "length": lack}}]
        kinds = ["PASTE_FORMAT", "PASTE_DATA_VALIDATION"]
    else:
        span = {"sheetId": there.id, "dimension": "ROWS", "startIndex": at, "endIndex": at + count}
        requests = [{"insertDimension": {"range": span, "inheritFromBefore": at > first}}]
        kinds = ["PASTE_DATA_VALIDATION"]
    below = at + count
    models = {"PASTE_FORMAT": at - 1, "PASTE_DATA_VALIDATION": first} if at > first else dict.fromkeys(kinds, below)
    if at > first or at < height:
        goal = area(there.id, at, 0, below, there.width)
        for kind in kinds:
            source = area(there.id, models[kind], 0, models[kind] + 1, there.width)
            requests.append({"copyPaste": {"source": source, "destination": goal, "pasteType": kind}})
    return requests


def _replaced(tab: TabWrite, there: Tab) -> Iterator[Step]:
    """The whole content of a tab: the grid is enlarged, the rows are written, the cells below them emptied."""
    rows = tab.replace or ()
    width = max([there.width, *(len(row) for row in rows)])
    room: list[Json] = []
    for dimension, lack in (("ROWS", len(rows) - there.height), ("COLUMNS", width - there.width)):
        if lack > 0:
            room.append({"appendDimension": {"sheetId": there.id, "dimension": dimension, "length": lack}})
    bottom = max(there.height, len(rows))
    for start in range(0, len(rows), _ROWS):
        part = [(*row, *(None,) * (width - len(row))) for row in rows[start : start + _ROWS]]
        last = start + _ROWS >= len(rows)
        request = put_rows(there.id, start, 0, part, bottom if last else 0)
        yield Step(tab.kind, "", [*room, request])
        room = []
    if not rows:
        emptied = {"range": area(there.id, 0, 0, bottom, width), "fields": "userEnteredValue"}
        yield Step(tab.kind, "", [{"updateCells": emptied}])


def parts_of(steps: Iterable[Step], most: int = MOST_BYTES) -> Iterator[list[Step]]:
    """Group the steps into parts of at most `most` bytes (more if a single step is larger)."""
    part: list[Step] = []
    size = 0
    for step in steps:
        heavy = byte_size(step.requests) + (_KEEPING * len(step.requests) if step.cells else 0)
        if part and size + heavy > most:
            yield part
            part, size = [], 0
        part.append(step)
        size += heavy
    if part:
        yield part
