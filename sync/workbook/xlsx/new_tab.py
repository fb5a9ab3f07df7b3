"""Drawing one tab: header, columns, notes, dropdowns, colours, print setup."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from copy import copy
from typing import Any

from openpyxl.comments import Comment
from openpyxl.formatting.rule import Rule
from openpyxl.styles import Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.header_footer import HeaderFooterItem, _HeaderFooterPart
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from sync.settings.units import Unit
from sync.tabs.guide_tab import LEGEND, GuideRow
from sync.tabs.layout_loss import OPEN
from sync.template.template import Column, TabTemplate, Template
from sync.workbook import style
from sync.workbook.answer_colours import answer_colours
from sync.workbook.tab_layout import PAGES, choice_lists, frozen_columns, note_text
from sync.workbook.xlsx.cell_text import TICK
from sync.workbook.xlsx.row_height import height

LAST_ROW = 20_000
"""How far down dropdowns and colours reach."""
TICKS = "centang"
_PRINTED = {"unit": (2, "A:A"), "induk": (4, "A:A"), "dip": (2, "A:C")}
"""Tabs too wide for one page: how many pages across, and the columns repeated on each."""


class Lists:
    """The hidden tab of lists: one column a list, named in its first row; dropdowns point at the rows below."""

    def __init__(self, template: Template) -> None:
        self._title = template.tab("pilihan").title
        self._lists = {**choice_lists(template), TICKS: [TICK]}

    @property
    def texts(self) -> dict[str, list[str]]:
        """The lists in the order of their columns: the name in the first row, the choices below."""
        return self._lists

    def write(self, sheet: Worksheet) -> None:
        for column, (name, values) in enumerate(self._lists.items(), 1):
            for row, text in enumerate([name, *values], 1):
                sheet.cell(row, column, text).font = Font(name=style.FACE, bold=row == 1)
            sheet.column_dimensions[get_column_letter(column)].width = 28

    def dropdown(self, name: str) -> DataValidation:
        letter = get_column_letter(list(self._lists).index(name) + 1)
        source = f"'{self._title}'!${letter}$2:${letter}${len(self._lists[name]) + 1}"
        rule = DataValidation(type="list", formula1=source, allow_blank=True)
        rule.showErrorMessage = name != TICKS
        rule.errorStyle, rule.errorTitle = "warning", "Tidak ada dalam pilihan"
        rule.error = "Sebaiknya pilih dari daftar. Tetap pakai isian ini?"
        return rule


def columns(sheet: Worksheet, tab: TabTemplate, at: Mapping[str, int] | None = None, header_row: int = 0) -> None:
    """Header cells with their notes, and the style every row below inherits; with `at` where these columns stand."""
    for column, number in _places(tab, at):
        cell = sheet.cell(header_row + 1, number, column.header)
        cell.alignment, cell.border = style.header_alignment(), style.header_border()
        if tab.kind in PAGES:
            cell.font, cell.fill = style.title_font(), style.title_fill(tab.kind)
        else:
            cell.font, cell.fill = style.header_font(column.writer), style.header_fill(column.writer)
            cell.comment = _note(column)
        _column_style(sheet, get_column_letter(number), column)
    sheet.row_dimensions[header_row + 1].height = 36
    sheet.freeze_panes = f"{get_column_letter(frozen_columns(tab, at) + 1)}{header_row + 2}"
    sheet.sheet_view.zoomScale = 85 if tab.kind == "induk" else 100


def _places(tab: TabTemplate, at: Mapping[str, int] | None) -> list[tuple[Column, int]]:
    """Each column with its number, from 1."""
    if at is None:
        return [(column, number) for number, column in enumerate(tab.columns, 1)]
    return [(column, at[column.role] + 1) for column in tab.columns if column.role in at]


def _column_style(sheet: Worksheet, letter: str, column: Column) -> None:
    dimension = sheet.column_dimensions[letter]
    dimension.width = column.width + 0.7
    dimension.font, dimension.fill = style.body_font(column), style.body_fill(column.writer)
    dimension.alignment, dimension.number_format = style.body_alignment(column), style.number_format(column)
    dimension.protection = style.protection(column)


def _note(column: Column) -> Comment:
    text = note_text(column)
    height = 26 + 17 * sum(1 + len(line) // 42 for line in text.split("\n"))
    return Comment(text, "DIP Sync", width=290, height=height)


def table(
    sheet: Worksheet,
    tab: TabTemplate,
    template: Template,
    lists: Lists,
    at: Mapping[str, int] | None = None,
    header_row: int = 0,
) -> None:
    """Dropdowns, a filter, lines, and a colour for every status and class."""
    places, first = _places(tab, at), header_row + 1
    last = get_column_letter(max(number for _, number in places))
    sheet.auto_filter.ref = f"A{first}:{last}{LAST_ROW if tab.kind == 'unit' else first + 1}"
    _answer_colours(sheet, tab, template, {column.role: number - 1 for column, number in places}, first + 1)
    for column, number in places:
        letter = get_column_letter(number)
        sheet.column_dimensions[letter].border = style.body_border()
        area = f"{letter}{first + 1}:{letter}{LAST_ROW}"
        if name := chosen(tab).get(column.role):
            _add(sheet, lists.dropdown(name), area)
        _colours(sheet, area, template, TICKS if column.kind == "checkbox" else column.choices)


def chosen(tab: TabTemplate) -> Mapping[str, str]:
    """The columns in which people choose from a list: role → its name."""
    names = {column.role: TICKS if column.kind == "checkbox" else column.choices for column in tab.columns}
    return {column.role: names[column.role] for column in tab.columns if column.writer != "sync" and names[column.role]}


def _add(sheet: Worksheet, rule: DataValidation, area: str) -> None:
    rule.add(area)
    sheet.add_data_validation(rule)


def _answer_colours(sheet: Worksheet, tab: TabTemplate, template: Template, at: Mapping[str, int], row: int) -> None:
    """Before the colours of choices: what is to be mended is seen first."""
    for role, formula, look in answer_colours(tab, template, at, row):
        letter = get_column_letter(at[role] + 1)
        rule = Rule(type="expression", dxf=look, formula=[formula])
        sheet.conditional_formatting.add(f"{letter}{row}:{letter}{LAST_ROW}", rule)


def _colours(sheet: Worksheet, area: str, template: Template, name: str) -> None:
    for choice in template.choices.get(name, ()):
        if choice.colour:
            formula = f'EXACT(${area.partition(":")[0]},"{choice.value}")'
            rule = Rule(type="expression", dxf=style.tint(choice.colour, bold=name == "status"), formula=[formula])
            sheet.conditional_formatting.add(area, rule)


def guide(sheet: Worksheet, rows: Sequence[GuideRow], template: Template) -> None:
    """The guide's rows; sections and statuses get their looks by rule, so that a rewritten guide keeps them."""
    for number, row in enumerate(rows[1:], 2):
        for column, text in enumerate(row, 1):
            sheet.cell(number, column, text or None)
    for letter in "ABC":
        dimension = sheet.column_dimensions[letter]
        dimension.fill = PatternFill()
        dimension.font = Font(name=style.FACE, size=10, bold=letter == "A", italic=letter == "C", color=style.INK)
    _colours(sheet, f"A2:A{LAST_ROW}", template, "status")
    for colour, writer in LEGEND:
        rule = Rule(type="expression", dxf=style.swatch(writer), formula=[f'EXACT($A2,"{colour}")'])
        sheet.conditional_formatting.add(f"A2:A{LAST_ROW}", rule)
    section = Rule(type="expression", dxf=style.section(), formula=['AND($A2<>"",$B2="")'])
    sheet.conditional_formatting.add(f"A2:C{LAST_ROW}", section)


def control(sheet: Worksheet, template: Template, units: Sequence[Unit], lists: Lists) -> None:
    """The labels, what stands beside them and what it means; then a line a unit tab."""
    tab = template.tab("kendali")
    labels = tab.lines(unit.tab for unit in units)
    for number, label in enumerate(labels, 2):
        sheet.cell(number, 1, label.label)
        value = sheet.cell(number, 2, label.default or None)
        sheet.cell(number, 3, label.help or None)
        if label.choices:
            _add(sheet, lists.dropdown(label.choices), f"B{number}")
            _colours(sheet, f"B{number}", template, label.choices)
        _control_style(sheet, number, label.writer)
        sheet.row_dimensions[number].hidden = label.hidden
        value.number_format = "@"
    for number, unit in enumerate(units, len(labels) + 2):
        sheet.cell(number, 1, unit.tab)
        _control_style(sheet, number, "sync")


def _control_style(sheet: Worksheet, row: int, writer: str) -> None:
    column, by_people = Column("", "", writer, "text"), writer != "sync"
    for cell in (sheet.cell(row, 1), sheet.cell(row, 2)):
        cell.fill, cell.alignment = style.body_fill(column.writer), style.body_alignment(column)
        cell.font = Font(name=style.FACE, size=10, bold=cell.column == 1 or by_people, color=style.INK)
    sheet.cell(row, 2).protection = style.protection(column)
    hint = sheet.cell(row, 3)
    hint.font, hint.fill, hint.alignment = style.hint_font(), style.body_fill("sync"), style.body_alignment(column)
    for cell in (sheet.cell(row, 1), sheet.cell(row, 2), hint):
        cell.border = style.body_border()


def inherit(sheet: Worksheet) -> None:
    """A cell that is written says its own style (only cells that do not exist take their column's) and is shown
    whole."""
    widths = {n: sheet.column_dimensions[get_column_letter(n + 1)].width for n in range(sheet.max_column)}
    for row in sheet.iter_rows(min_row=2):
        for cell in row:
            if not cell.has_style:
                column: Any = sheet.column_dimensions[get_column_letter(cell.column or 1)]
                shown: Any = cell
                shown._style = copy(column._style)  # noqa: SLF001  openpyxl copies whole sheets so; aspects are slow
        texts = {number: str(cell.value or "") for number, cell in enumerate(row)}
        sheet.row_dimensions[row[0].row or 1].height = height(texts, widths)


def page(sheet: Worksheet, tab: TabTemplate) -> None:
    """A4 across, no wider than can be read, the header (and what names a row) repeated on every page."""
    across, repeated = _PRINTED.get(tab.kind, (1, None))
    sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", 9
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = across, 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.print_title_rows, sheet.print_title_cols = "1:1", repeated
    sheet.page_setup.pageOrder = "overThenDown" if across > 1 else "downThenOver"
    sheet.sheet_view.showGridLines = tab.kind == "petunjuk"
    sheet.page_margins.left = sheet.page_margins.right = 0.4
    sheet.page_margins.top, sheet.page_margins.bottom, sheet.page_margins.footer = 0.5, 0.7, 0.35
    sheet.HeaderFooter.oddFooter = HeaderFooterItem(
        left=_HeaderFooterPart("&A"), center=_HeaderFooterPart(), right=_HeaderFooterPart("&P / &N")
    )


def protect(sheet: Worksheet, tab: TabTemplate) -> None:
    """Lock what sync writes, without a password; filtering, sorting and widths stay free. Unit tabs stay open."""
    if tab.kind in OPEN:
        return
    lock = sheet.protection
    lock.sheet = True
    lock.autoFilter = lock.sort = lock.formatColumns = lock.formatRows = False
