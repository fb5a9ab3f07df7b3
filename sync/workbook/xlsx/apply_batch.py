"""A batch applied to the bytes of a workbook. The result is read back and compared; no file is touched."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import zip_longest

from sync.cells.text import is_blank
from sync.errors import WorkbookChanged, WorkbookError
from sync.message import say
from sync.model import Address, Batch, Sheet, TabWrite, Value, WorkbookState, a1
from sync.settings.units import Unit
from sync.template.template import Template
from sync.workbook.xlsx import calc_chain
from sync.workbook.xlsx.book import Book, open_book
from sync.workbook.xlsx.cell_text import stored_text
from sync.workbook.xlsx.package import Package
from sync.workbook.xlsx.row_height import RowHeights, wrapping_styles
from sync.workbook.xlsx.sheet_reader import read_book
from sync.workbook.xlsx.sheet_writer import ChangedSheet, NewCell, change_cells, replace_cells
from sync.workbook.xlsx.sheet_xml import SheetCut, open_sheet
from sync.workbook.xlsx.tab_titles import with_titles


def apply_batch(
    batch: Batch, state: WorkbookState, data: bytes, name: str, template: Template, units: Sequence[Unit]
) -> tuple[bytes, dict[str, Sheet]]:
    """The new bytes, and the sheets that are read from them.

    Raises `WorkbookChanged` if a row to append is not empty, `WorkbookError` if the result is not what was meant.
    """
    data, before = _with_tabs(batch, state, data, name, template, units)
    book = open_book(Package(data, name))
    changes: dict[str, bytes | None] = {}
    freed: dict[str, frozenset[Address]] = {}
    wanted: dict[str, Sheet] = {}
    for tab in batch.tabs:
        part = book.sheet(tab.title)
        if part is None or not part.grid:
            raise WorkbookError(say("%(name)s has no tab “%(title)s” to write into.", name=name, title=tab.title))
        sheet = before[tab.title]
        wanted[tab.title] = tab.applied_to(sheet, stored_text)
        result = _changed(book, tab, (sheet, wanted[tab.title]), template, part.path)
        changes[part.path] = result.data
        freed[part.sheet_id] = result.freed
    changes |= calc_chain.without_cells(book, freed)
    if batch.titles:
        changes[book.path] = with_titles(book, batch.titles)
    content = book.package.rebuilt(changes)
    same = {title: sheet for title, sheet in before.items() if title not in wanted and title not in batch.titles}
    _, after = read_book(content, name, same)
    for title, sheet in wanted.items():
        _verify(sheet, after[batch.titles.get(title, title)])
    return content, after


def _with_tabs(
    batch: Batch, state: WorkbookState, data: bytes, name: str, template: Template, units: Sequence[Unit]
) -> tuple[bytes, Mapping[str, Sheet]]:
    """The workbook with the tabs that the batch writes into and that it lacks."""
    wanted = [tab.title for tab in batch.tabs if tab.title not in state.sheets]
    if not wanted:
        return data, state.sheets
    from sync.workbook.xlsx.new_workbook import add_tabs

    kinds = {tab.title: tab.kind for tab in batch.tabs if tab.title in wanted}
    data = add_tabs(data, name, kinds, template, units)
    return data, read_book(data, name, state.sheets)[1]


def _changed(book: Book, tab: TabWrite, sheets: tuple[Sheet, Sheet], template: Template, path: str) -> ChangedSheet:
    """The XML of a tab after a write. `sheets` are the tab before and after."""
    sheet, wanted = sheets
    where = f"{book.package.name}, tab “{tab.title}”"
    cut = open_sheet(book.package.read(path), where, in_order=sheet.in_order)
    columns = cut.column_styles()
    heights = RowHeights(cut.column_widths(), _wrapping(book), wanted.rows)
    if tab.replace is not None:
        return replace_cells(cut, _replacing(tab.replace, cut.row_styles(0), columns), heights)
    cells = {at: NewCell(value, columns.get(at[1])) for at, value in tab.cells.items()}
    if tab.append:
        above = _last_row_styles(cut, tab, sheet, template) | columns
        cells |= _appended(tab, sheet, above, _open_line_styles(cut, tab, sheet, template))
    return change_cells(cut, cells, heights)


def _wrapping(book: Book) -> list[bool]:
    path = book.shared("styles")
    return wrapping_styles(book.package.read(path), f"{book.package.name}, part {path}") if path else []


def _replacing(
    rows: Sequence[Sequence[Value]], head: Mapping[int, str], columns: Mapping[int, str]
) -> dict[Address, NewCell]:
    width = max((len(row) for row in rows), default=0)
    cells = {}
    for number, row in enumerate(rows):
        styles = head if number == 0 else columns
        for column in range(max(width, len(head)) if number == 0 else len(row)):
            value = row[column] if column < len(row) else None
            cells[number, column] = NewCell(value, styles.get(column))
    return cells


def _last_row_styles(cut: SheetCut, tab: TabWrite, sheet: Sheet, template: Template) -> dict[int, str]:
    """The styles of the row above, unless that is the header."""
    above = tab.append_at - 1
    headers = {column.header for column in template.tab(tab.kind).columns}
    if above < 0 or any(text.strip() in headers for text in (sheet.rows[above] if above < len(sheet.rows) else ())):
        return {}
    return cut.row_styles(above)


def _open_line_styles(cut: SheetCut, tab: TabWrite, sheet: Sheet, template: Template) -> dict[str, dict[int, str]]:
    """For each new line of the control tab that people fill the styles of one there that they fill: it is not locked,
    as those of sync are."""
    kendali = template.tab("kendali")
    labels = [line.label.partition("{")[0] for line in kendali.labels if line.writer != "sync"]
    begins = tuple(filter(None, labels)) if tab.kind == kendali.kind else ()
    there = (number for number, row in enumerate(sheet.rows) if any(text.startswith(begins) for text in row[:1]))
    lines = [text for row in tab.append if isinstance(text := row[0], str) and text.startswith(begins)]
    number = next(there, None) if lines else None
    return dict.fromkeys(lines, cut.row_styles(number)) if number is not None else {}


def _appended(
    tab: TabWrite, sheet: Sheet, usual: Mapping[int, str], of_lines: Mapping[str, Mapping[int, str]]
) -> dict[Address, NewCell]:
    cells = {}
    computed = {row for (row, _), formula in sheet.formulas.items() if not is_blank(formula.text.removesuffix("()"))}
    for number, row in enumerate(tab.append, tab.append_at):
        texts = sheet.rows[number] if number < len(sheet.rows) else ()
        if number in computed or not all(map(is_blank, texts)):
            raise WorkbookChanged(f"Row {number + 1} of “{tab.title}” is no longer empty. Nothing was written.")
        styles = of_lines.get(str(row[0]), usual) if of_lines else usual
        for column, value in enumerate(row):
            if value is not None or column in styles or sheet.text(number, column):
                cells[number, column] = NewCell(value, styles.get(column))
    return cells


def _verify(wanted: Sheet, written: Sheet) -> None:
    """Checked on every write: the cells of the batch, and no others, have changed."""
    for number, (row, written_row) in enumerate(zip_longest(wanted.rows, written.rows, fillvalue=())):
        if row == written_row:
            continue
        for column, (one, other) in enumerate(zip_longest(row, written_row, fillvalue="")):
            if one != other:
                raise WorkbookError(
                    f"“{wanted.title}”!{a1(number, column)} would read {other[:80]!r} instead of {one[:80]!r}. "
                    "Nothing was written. Please report this together with a copy of the workbook."
                )
    if wanted.formulas != written.formulas:
        raise WorkbookError(
            f"A formula in “{wanted.title}” would have changed. Nothing was written. Please report this."
        )
