"""A new workbook drawn from the templates, or the tabs that an existing one lacks.

openpyxl draws in memory. An office's own workbook is never loaded by openpyxl: the tabs it lacks are drawn in a new
workbook, from which their parts are copied (`insert_tabs`).
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from io import BytesIO

from openpyxl import Workbook as Drawing
from openpyxl.worksheet.worksheet import Worksheet

from sync.settings.units import Unit
from sync.tabs.guide_tab import guide_rows
from sync.tabs.tab_names import as_written
from sync.template.template import TabTemplate, Template
from sync.workbook import style
from sync.workbook.tab_list import find_tabs, lacking_tabs, tabs_of
from sync.workbook.xlsx import new_tab
from sync.workbook.xlsx.book import open_book
from sync.workbook.xlsx.package import Package

Tab = tuple[str, str]
"""(title, kind)"""


def first_workbook(template: Template, units: Sequence[Unit], office: str = "") -> tuple[bytes, list[str]]:
    """A new workbook and the titles of its tabs. The same templates and units give the same bytes."""
    tabs = tabs_of(template, units)
    return to_bytes(draw_tabs(tabs, template, units, office)), [title for title, _ in tabs]


def add_missing_tabs(
    data: bytes, name: str, template: Template, units: Sequence[Unit], office: str = ""
) -> tuple[bytes, list[str]]:
    """The workbook with the tabs it lacks, and their titles; the same bytes and none if it lacks nothing."""
    lacking = lacking_tabs([sheet.title for sheet in open_book(Package(data, name)).sheets], template, units)
    return (add_tabs(data, name, lacking, template, units, office), list(lacking)) if lacking else (data, [])


def add_tabs(
    data: bytes, name: str, kinds: Mapping[str, str], template: Template, units: Sequence[Unit], office: str = ""
) -> bytes:
    """The workbook with these tabs (title → kind) drawn from their templates and put where they belong."""
    from sync.workbook.xlsx.insert_tabs import insert_tabs

    titles = [sheet.title for sheet in open_book(Package(data, name)).sheets]
    template = as_written(template, titles)
    whole = {tab.title or title: kind for title, kind, tab in find_tabs(titles, template, units)}
    tabs = list({**whole, **kinds}.items())
    donor = to_bytes(draw_tabs(tabs, template, units, office))
    return insert_tabs(data, name, donor, [title for title, _ in tabs if title in kinds], list(whole))


def draw_tabs(tabs: Sequence[Tab], template: Template, units: Sequence[Unit], office: str) -> Drawing:
    """An openpyxl workbook with these tabs."""
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


def to_bytes(drawing: Drawing) -> bytes:
    """The drawing as an .xlsx file without timestamps: the same drawing gives the same bytes."""
    out = BytesIO()
    drawing.save(out)
    return _timeless(out.getvalue())


def _fill(sheet: Worksheet, tab: TabTemplate, template: Template, units: Sequence[Unit], lists: new_tab.Lists) -> None:
    sheet.sheet_properties.tabColor = style.TAB_COLOUR[tab.kind]
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
    parts: dict[str, bytes | None] = {part: with_free_heights(package.read(part)) for part in package.names()}
    return package.rebuilt({**parts, "docProps/core.xml": core, "docProps/app.xml": app})


def with_free_heights(part: bytes) -> bytes:
    """A part of a workbook that openpyxl wrote, in which the header's height alone is fixed: the others are a first
    estimate that a spreadsheet program may correct."""
    return re.sub(rb'(<row r="(?:[2-9]|\d\d+)"[^>]*?) customHeight="1"', rb"\1", part)
