"""A workbook at Google copied into a new .xlsx.

Texts stand at the addresses they had. What an .xlsx has no place for (several links in one cell) is written out as
lines that mean the same.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from openpyxl.cell.cell import Cell, MergedCell
from openpyxl.comments import Comment
from openpyxl.worksheet.worksheet import Worksheet

from sync.errors import WorkbookError
from sync.message import say
from sync.model import Address
from sync.settings.units import Unit
from sync.tabs.tab_names import find_tab
from sync.template.template import Template
from sync.workbook.google.client import GoogleClient
from sync.workbook.google.reader import read_all
from sync.workbook.google.witness import TITLE
from sync.workbook.tab_list import lacking_tabs
from sync.workbook.transfer.carried_tab import CarriedTab, carried_tabs, verify_carried
from sync.workbook.xlsx import file_swap, new_tab
from sync.workbook.xlsx.cell_text import TICK, stored_text
from sync.workbook.xlsx.new_workbook import draw_tabs, to_bytes
from sync.workbook.xlsx.sheet_reader import read_book

Json = dict[str, Any]
_NOTES = "sheets(properties(title),data(startRow,startColumn,rowData(values(note))))"


def from_google(client: GoogleClient, template: Template, units: Sequence[Unit]) -> list[CarriedTab]:
    """All tabs of the spreadsheet but sync's hidden ones. Raises `NoAccess`, `GoogleBusy`, `WorkbookError`."""
    notes = {str(item["properties"]["title"]): _notes(item) for item in client.get(_NOTES).get("sheets", [])}
    witness = find_tab(notes, TITLE).title
    sheets = read_all(client, [title for title in notes if title != witness]).sheets
    return carried_tabs(sheets, {title: notes.get(title, {}) for title in sheets}, template, units)


def _notes(item: Json) -> dict[Address, str]:
    notes = {}
    for data in item.get("data", []):
        top, left = data.get("startRow", 0), data.get("startColumn", 0)
        for r, line in enumerate(data.get("rowData", [])):
            for c, cell in enumerate(line.get("values", [])):
                if note := cell.get("note"):
                    notes[top + r, left + c] = str(note)
    return notes


def refuse_file(path: Path) -> None:
    """Raises `WorkbookError` if a file is in the way."""
    if path.exists():
        raise WorkbookError(
            say("%(path)s is there already: nothing is written over it. Put it elsewhere, or name another.", path=path)
        )


def write_file(
    source: Sequence[CarriedTab], path: Path, template: Template, units: Sequence[Unit], office: str
) -> None:
    """The whole workbook, read back before it gets its name. Raises `WorkbookError`; then there is no file."""
    refuse_file(path)
    data = _book(source, template, units, office)
    verify_carried(source, read_book(data, path.name)[1], str(path))
    file_swap.create_file(path, data)


def _book(source: Sequence[CarriedTab], template: Template, units: Sequence[Unit], office: str) -> bytes:
    ours = [(tab.sheet.title, tab.tab.kind) for tab in source if tab.tab]
    lacking = lacking_tabs([tab.sheet.title for tab in source], template, units)
    book = draw_tabs([*ours, *lacking.items()], template, units, office)
    lists = new_tab.Lists(template)
    for tab in source:
        sheet = book[tab.sheet.title] if tab.sheet.title in book.sheetnames else book.create_sheet(tab.sheet.title)
        _fill(sheet, tab, template, lists)
    return to_bytes(book)


def _fill(sheet: Worksheet, tab: CarriedTab, template: Template, lists: new_tab.Lists) -> None:
    for line in sheet.iter_rows():
        for cell in line:
            cell.value, cell.comment = None, None
    if tab.tab and tab.tab.kind in ("unit", "induk") and (columns := tab.columns):
        _draw_again(sheet, tab, template, lists, (columns.at, columns.header_row))
    for r, row in enumerate(tab.values()):
        for c, value in enumerate(row):
            _put(sheet.cell(r + 1, c + 1), TICK if value is True else value or "", tab.link(r, c))
    for (r, c), text in tab.notes.items():
        sheet.cell(r + 1, c + 1).comment = Comment(text, "DIP Sync", width=290, height=120)
    for top, left, bottom, right in tab.sheet.merges:
        sheet.merge_cells(start_row=top + 1, start_column=left + 1, end_row=bottom + 1, end_column=right + 1)
    if tab.tab:
        new_tab.inherit(sheet)


def _draw_again(
    sheet: Worksheet, tab: CarriedTab, template: Template, lists: new_tab.Lists, place: tuple[Mapping[str, int], int]
) -> None:
    """The header may stand lower, the columns elsewhere than in the template."""
    at, header_row = place
    if not tab.tab or (header_row == 0 and [at.get(role) for role in tab.tab.roles] == list(range(len(at)))):
        return
    sheet.data_validations.dataValidation.clear()
    sheet.conditional_formatting = type(sheet.conditional_formatting)()
    for cell in sheet[1]:
        cell.style = "Normal"
    for dimension in list(sheet.column_dimensions):
        del sheet.column_dimensions[dimension]
    new_tab.columns(sheet, tab.tab, at, header_row)
    new_tab.table(sheet, tab.tab, template, lists, at, header_row)


def _put(cell: Cell | MergedCell, text: str | bool, link: str) -> None:
    """As text, whatever it begins with; what a cell cannot hold is written as spreadsheets do."""
    from openpyxl.utils.escape import escape

    if not text or not isinstance(cell, Cell):
        return
    cell.value = "\n".join(map(escape, stored_text(str(text)).split("\n")))  # a line end is no sign to be escaped
    cell.data_type = "s"
    if link:
        cell.hyperlink = link
