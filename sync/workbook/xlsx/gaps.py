"""What an .xlsx workbook lost of its layout: tabs, dropdowns that pasting took along, protection that was lifted.

`dip init` adds the tabs; the rest is put back by `dip doctor --repair-layout`, which looks more closely.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from sync.message import say
from sync.model import Sheet
from sync.settings.units import Unit
from sync.tabs.header_row import Columns, find_columns
from sync.tabs.layout_loss import lost_dropdowns, lost_protection
from sync.template.template import TabTemplate, Template
from sync.workbook.layout_gap import Gap, cell_ranges, lacking_columns, missing_tab
from sync.workbook.tab_list import find_tabs, tabs_of
from sync.workbook.xlsx.sheet_reader import read_book


def file_gaps(path: Path, template: Template, units: Sequence[Unit]) -> list[Gap]:
    """Everything that is missing of a workbook file, or that it is not there at all. Raises `WorkbookError`."""
    if not path.exists():
        return [Gap(title, say("the whole tab")) for title, _ in tabs_of(template, units)]
    data = path.read_bytes()
    book, sheets = read_book(data, path.name)
    ours = list(find_tabs([sheet.title for sheet in book.sheets], template, units))
    missing = [missing_tab(title, tab) for title, _, tab in ours if tab.title not in sheets]
    there = [(sheets[tab.title], kind) for _, kind, tab in ours if tab.title in sheets]
    return missing + [gap for sheet, kind in there for gap in _lost(sheet, template.tab(kind))]


def _lost(sheet: Sheet, tab: TabTemplate) -> Iterator[Gap]:
    if lost_protection(sheet, tab):
        yield Gap(sheet.title, say("the protection is off: dip doctor --repair-layout puts it back"), sign="!")
    columns = find_columns(sheet, tab, ()) if tab.columns else None
    if not isinstance(columns, Columns) or tab.kind not in ("unit", "induk"):
        return
    yield from lacking_columns(sheet.title, tab, columns.at)
    for _, place, bare in lost_dropdowns(sheet, tab, columns):
        words = say("no dropdown in %(cells)s: dip doctor --repair-layout puts it back", cells=cell_ranges(bare, place))
        yield Gap(sheet.title, words, sign="!")
