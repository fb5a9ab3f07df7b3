"""An `Induk` that cannot be used (rule 6): what of it can be read all the same, so that withdrawals in it count and
nothing else does.
"""

from __future__ import annotations

from dataclasses import replace

from sync.model import Sheet, WorkbookState
from sync.tabs.header_row import claimed_columns
from sync.tabs.master_tab import NEEDED
from sync.template.template import Template

SILENT = "#REF!"
"""What says nothing, in any cell."""


def salvage(workbook: WorkbookState, template: Template) -> WorkbookState:
    """The workbook with an `Induk` that can be used: where a column is missing or stands there twice, its cells say
    nothing. Without `ID`, or without both `Tarik` and `Setuju`, it has no rows."""
    title = template.tab("induk").title
    sheet = _readable(workbook.sheets.get(title), title, template)
    return replace(workbook, sheets={**workbook.sheets, title: sheet}, witness={})


def _readable(sheet: Sheet | None, title: str, template: Template) -> Sheet:
    tab = template.tab("induk")
    empty = Sheet(title, (tuple(column.header for column in tab.columns),))
    if sheet is None:
        return empty
    first, last, claims = claimed_columns(sheet, tab)
    found = {role for role, places in claims.items() if len(places) == 1}
    if "id" not in found or not found & {"setuju", "tarik"}:
        return empty
    doubled = {place for places in claims.values() if len(places) > 1 for place in places}
    lost = [role for role in NEEDED if role not in found]
    width = max(map(len, sheet.rows))
    headers = tuple(tab.column(role).header for role in lost)
    rows = []
    for number, row in enumerate(sheet.rows):
        cells = [*row, *[""] * (width - len(row))]
        if first <= number <= last:
            cells = ["" if place in doubled else text for place, text in enumerate(cells)]
        told = () if first <= number <= last or not any(cells) else (SILENT,) * len(lost)
        more = headers if number == first else told
        rows.append((*cells, *more))
    return replace(sheet, rows=tuple(rows))
