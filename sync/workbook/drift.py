"""What an .xlsx workbook lost of its layout: tabs, dropdowns that pasting took along, protection that was lifted.

`dip init` adds the tabs; the rest is told, since only the program that a person works in can mend it without touching
anything else.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from sync.header import Columns, find_columns
from sync.model import Sheet
from sync.template import TabTemplate, Template
from sync.workbook import tab_look
from sync.workbook.book import XmlElement, children, local, parse
from sync.workbook.book_reader import read_book
from sync.workbook.gap import Gap, lacking_columns, spelt
from sync.workbook.layout import lacking_tabs, tabs_of
from sync.workbook.reference import area
from sync.workbook.unit_tab import UnitTab, titles_of

Area = tuple[int, int, int, int]


def file_gaps(path: Path, template: Template, units: Sequence[UnitTab]) -> list[Gap]:
    """Everything that is missing of a workbook file, or that it is not there at all. Raises `WorkbookError`."""
    if not path.exists():
        return [Gap(title, "the whole tab") for title, _ in tabs_of(template, units)]
    data = path.read_bytes()
    book, sheets = read_book(data, path.name)
    lacking = lacking_tabs([sheet.title for sheet in book.sheets], template, units)
    found = [Gap(title, "the whole tab") for title in lacking]
    kinds = {title: kind for name, kind in tabs_of(template, units) for title in titles_of(name, units)}
    for part in book.sheets:
        if part.grid and (kind := kinds.get(part.title)):
            root = parse(book.package.read(part.path), f"{path.name}, tab “{part.title}”")
            found += _lost(sheets[part.title], root, template.tab(kind))
    return found


def _lost(sheet: Sheet, root: XmlElement, tab: TabTemplate) -> Iterator[Gap]:
    if tab.kind not in tab_look.OPEN and not tab.hidden and not _protected(root):
        yield Gap(sheet.title, "the protection is off: Review → Protect Sheet", sign="!")
    columns = find_columns(sheet, tab, ()) if tab.columns else None
    if not isinstance(columns, Columns) or tab.kind not in ("unit", "induk"):
        return
    yield from lacking_columns(sheet.title, tab, columns.at)
    areas = list(_validated(root))
    filled = [n for n in range(columns.header_row + 1, len(sheet.rows)) if any(map(str.strip, sheet.rows[n]))]
    for column in tab.columns:
        place = columns.at.get(column.role)
        if place is not None and column.writer != "sync" and (column.choices or column.kind == "checkbox"):
            bare = [row for row in filled if not any(_covers(there, row, place) for there in areas)]
            if bare:
                words = f"no dropdown in {spelt(bare, place)}: copy one from a row that has it, and paste its validity"
                yield Gap(sheet.title, words, sign="!")


def _protected(root: XmlElement) -> bool:
    return any(element.get("sheet") in ("1", "true") for element in children(root, "sheetProtection"))


def _validated(root: XmlElement) -> Iterator[Area]:
    """Where lists are chosen from, in the old form and in the one Excel writes for lists in other tabs."""
    for element in root.iter("{*}dataValidation"):
        if element.get("type") == "list":
            spans = element.get("sqref") or next((e.text or "" for e in element if local(e) == "sqref"), "")
            yield from (area(span) for span in spans.split())


def _covers(there: Area, row: int, place: int) -> bool:
    top, left, bottom, right = there
    return top <= row <= bottom and left <= place <= right
