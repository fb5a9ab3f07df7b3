"""An `Induk` that cannot be used (rule 6): what of it can be read all the same, so that withdrawals in it count and
nothing else does.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from sync.cells.cell import Tick, read_tick
from sync.cells.text import clean
from sync.model import ID_PATTERN, Address, Sheet, WorkbookState
from sync.tabs.header_row import claimed_columns
from sync.tabs.master_tab import NEEDED
from sync.template.template import Template, Ticks

SILENT = "#REF!"
"""What says nothing, in any cell."""
_READ_TWICE = frozenset({"id", "tarik"})
"""Of which two columns can be read. Of two under `Setuju` one was never ticked: an empty cell there is no untick."""
_SAYING = (Tick.NO, Tick.SILENT, Tick.OTHER, Tick.YES)
"""From the least to the most that a cell can say."""


def salvage(workbook: WorkbookState, template: Template) -> WorkbookState:
    """The workbook with an `Induk` that can be used: where a column is missing or stands there twice, its cells say
    nothing; of two under `ID` or `Tarik` each row says what one of them does. Without `ID`, or without both `Tarik`
    and `Setuju`, it has no rows."""
    title = template.tab("induk").title
    sheet = _readable(workbook.sheets.get(title), title, template)
    return replace(workbook, sheets={**workbook.sheets, title: sheet}, witness={})


def _readable(sheet: Sheet | None, title: str, template: Template) -> Sheet:
    tab = template.tab("induk")
    empty = Sheet(title, (tuple(column.header for column in tab.columns),))
    if sheet is None:
        return empty
    first, last, claims = claimed_columns(sheet, tab)
    if "id" not in claims or not claims.keys() & {"setuju", "tarik"}:
        return empty
    spare = set()
    for role in _READ_TWICE & claims.keys():
        sheet = _joined(sheet, claims[role], role, template)
        spare.update(claims[role][1:])
        claims[role] = claims[role][:1]
    sure = {role for role, places in claims.items() if len(places) == 1}
    spare |= {place for places in claims.values() if len(places) > 1 for place in places}
    lost = [role for role in NEEDED if role not in sure]
    width = max(map(len, sheet.rows))
    headers = tuple(tab.column(role).header for role in lost)
    rows = []
    for number, row in enumerate(sheet.rows):
        cells = [*row, *[""] * (width - len(row))]
        if first <= number <= last:
            cells = ["" if place in spare else text for place, text in enumerate(cells)]
        silent = () if first <= number <= last or not any(cells) else (SILENT,) * len(lost)
        more = headers if number == first else silent
        rows.append((*cells, *more))
    return replace(sheet, rows=tuple(rows))


def _joined(sheet: Sheet, places: Sequence[int], role: str, template: Template) -> Sheet:
    """The sheet with what several columns say in the first of them: of each row the cell that says most."""
    kept, ticks = places[0], template.ticks["approval"]
    rows, formulas, boxes = list(map(list, sheet.rows)), dict(sheet.formulas), set(sheet.boxes or ())
    for number in range(len(rows) if len(places) > 1 else 0):
        at = max(((number, place) for place in places), key=lambda at: _weight(sheet, at, role, ticks))
        rows[number] += [""] * (kept + 1 - len(rows[number]))
        rows[number][kept] = sheet.text(*at)
        formulas.pop((number, kept), None)
        boxes.discard((number, kept))
        if at in sheet.formulas:
            formulas[number, kept] = sheet.formulas[at]
        if sheet.boxes and at in sheet.boxes:
            boxes.add((number, kept))
    return replace(sheet, rows=rows, formulas=formulas, boxes=None if sheet.boxes is None else frozenset(boxes))


def _weight(sheet: Sheet, at: Address, role: str, ticks: Ticks) -> int:
    """How much a cell says. A header says as much as any other."""
    if role == "id":
        return bool(ID_PATTERN.fullmatch(clean(sheet.text(*at)).upper()))
    formula, boxed = sheet.formulas.get(at), sheet.boxes is not None and at not in sheet.boxes
    return _SAYING.index(read_tick(sheet.text(*at), ticks, formula.text if formula else None, boxed=boxed))
