"""What an .xlsx workbook lost of its layout: tabs, dropdowns that pasting took along, protection that was lifted.

`dip init` adds the tabs; the rest is only reported, since a spreadsheet program can mend it without touching anything
else.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from sync.model import Sheet
from sync.settings.units import Unit
from sync.tabs.columns import Columns, find_columns
from sync.tabs.layout_loss import lost_dropdowns, lost_protection
from sync.template.template import TabTemplate, Template
from sync.workbook.layout_gap import Gap, cell_ranges, lacking_columns
from sync.workbook.tab_list import lacking_tabs, tabs_of, titles_of
from sync.workbook.xlsx.sheet_reader import read_book


def file_gaps(path: Path, template: Template, units: Sequence[Unit]) -> list[Gap]:
    """Everything that is missing of a workbook file, or that it is not there at all. Raises `WorkbookError`."""
    if not path.exists():
        return [Gap(title, "the whole tab") for title, _ in tabs_of(template, units)]
    data = path.read_bytes()
    book, sheets = read_book(data, path.name)
    lacking = lacking_tabs([sheet.title for sheet in book.sheets], template, units)
    found = [Gap(title, "the whole tab") for title in lacking]
    kinds = {title: kind for name, kind in tabs_of(template, units) for title in titles_of(name, units)}
    for title, sheet in sheets.items():
        if kind := kinds.get(title):
            found += _lost(sheet, template.tab(kind))
    return found


def _lost(sheet: Sheet, tab: TabTemplate) -> Iterator[Gap]:
    if lost_protection(sheet, tab):
        yield Gap(sheet.title, "the protection is off: Review → Protect Sheet", sign="!")
    columns = find_columns(sheet, tab, ()) if tab.columns else None
    if not isinstance(columns, Columns) or tab.kind not in ("unit", "induk"):
        return
    yield from lacking_columns(sheet.title, tab, columns.at)
    for _, place, bare in lost_dropdowns(sheet, tab, columns):
        words = f"no dropdown in {cell_ranges(bare, place)}: copy one from a row that has it, and paste its validity"
        yield Gap(sheet.title, words, sign="!")
