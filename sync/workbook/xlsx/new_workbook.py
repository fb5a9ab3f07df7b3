"""The first workbook: tabs, headers, dropdowns, notes, colours, protection; all of it from the templates.

openpyxl draws it in memory. An office's own workbook never goes through openpyxl: the tabs it lacks are drawn here
and carried over as parts (`insert_tabs`).
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from io import BytesIO

from openpyxl import Workbook as Drawing
from openpyxl.worksheet.worksheet import Worksheet

from sync.tabs.guide_tab import guide_rows
from sync.template.template import TabTemplate, Template
from sync.workbook.tab_list import UnitTab, lacking_tabs, tabs_of
from sync.workbook.xlsx import new_tab
from sync.workbook.xlsx.book import open_book
from sync.workbook.xlsx.package import Package

Tab = tuple[str, str]
"""(title, kind)"""


def first_workbook(template: Template, units: Sequence[UnitTab], office: str = "") -> tuple[bytes, list[str]]:
    """A new workbook and the titles of its tabs. The same templates and units give the same bytes."""
    tabs = tabs_of(template, units)
    return _drawn(tabs, template, units, office), [title for title, _ in tabs]


def missing_tabs(
    data: bytes, name: str, template: Template, units: Sequence[UnitTab], office: str = ""
) -> tuple[bytes, list[str]]:
    """The workbook with the tabs it lacks, and their titles; the same bytes and none if it lacks nothing."""
    lacking = lacking_tabs([sheet.title for sheet in open_book(Package(data, name)).sheets], template, units)
    return (added_tabs(data, name, lacking, template, units, office), list(lacking)) if lacking else (data, [])


def added_tabs(
    data: bytes, name: str, kinds: Mapping[str, str], template: Template, units: Sequence[UnitTab], office: str = ""
) -> bytes:
    """The workbook with these tabs (title → kind) drawn from their templates and put where they belong."""
    from sync.workbook.xlsx.insert_tabs import transplanted

    order = [title for title, _ in tabs_of(template, units)]
    tabs = tabs_of(template, units)
    tabs += [(title, kind) for title, kind in kinds.items() if title not in order]
    donor = _drawn(tabs, template, units, office)
    return transplanted(data, name, donor, [title for title, _ in tabs if title in kinds], order)


def _drawn(tabs: Sequence[Tab], template: Template, units: Sequence[UnitTab], office: str) -> bytes:
    return finished(drawn_book(tabs, template, units, office))


def drawn_book(tabs: Sequence[Tab], template: Template, units: Sequence[UnitTab], office: str) -> Drawing:
    """These tabs as openpyxl holds them."""
    drawing = Drawing()
    drawing.remove(drawing.worksheets[0])
    lists = new_tab.Lists(template)
    for title, kind in tabs:
        sheet = drawing.create_sheet(title)
        _fill(sheet, template.tab(kind), template, units, lists)
    drawing.active = 1 if len(tabs) > 1 else 0
    for sheet in drawing.worksheets:
        sheet.sheet_view.tabSelected = sheet is drawing.active
    drawing.properties.creator = "DIP Sync"
    drawing.properties.title = f"Daftar Informasi Publik {office}".strip()
    return drawing


def finished(drawing: Drawing) -> bytes:
    """A drawing as a file, without the clock in it."""
    out = BytesIO()
    drawing.save(out)
    return _timeless(out.getvalue())


def _fill(
    sheet: Worksheet, tab: TabTemplate, template: Template, units: Sequence[UnitTab], lists: new_tab.Lists
) -> None:
    sheet.sheet_properties.tabColor = new_tab.tab_colour(tab.kind)
    if tab.kind == "pilihan":
        lists.write(sheet)
        sheet.sheet_state = "hidden"
        return
    new_tab.columns(sheet, tab)
    new_tab.page(sheet, tab)
    if tab.kind == "petunjuk":
        new_tab.guide(sheet, guide_rows(template, units), template)
    elif tab.kind == "kendali":
        new_tab.control(sheet, template, units, lists)
    else:
        new_tab.table(sheet, tab, template, lists)
    new_tab.inherit(sheet)
    new_tab.protect(sheet, tab)


def _timeless(data: bytes) -> bytes:
    """The same parts without the clock and the name of the library."""
    package = Package(data, "the new workbook")
    core, app = package.read("docProps/core.xml"), package.read("docProps/app.xml")
    core = re.sub(rb"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z", b"2026-01-01T00:00:00Z", core)
    app = re.sub(rb"<Application>[^<]*</Application>", b"<Application>DIP Sync</Application>", app)
    parts: dict[str, bytes | None] = {part: _measured(package.read(part)) for part in package.names()}
    return package.rebuilt({**parts, "docProps/core.xml": core, "docProps/app.xml": app})


def _measured(part: bytes) -> bytes:
    """Only the header's height is fixed; the others are a first estimate that a spreadsheet program may correct."""
    return re.sub(rb'(<row r="(?:[2-9]|\d\d+)"[^>]*?) customHeight="1"', rb"\1", part)
