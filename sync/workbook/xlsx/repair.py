"""What a workbook lost of its layout, put back: dropdowns, notes on headers, protection, rules of colour. They are
drawn as for a new tab, in the columns where they stand, and only they are taken over: no byte of a row changes.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from io import BytesIO

from openpyxl import Workbook as Drawing

from sync.errors import WorkbookError
from sync.message import say
from sync.model import Sheet, column_letters
from sync.settings.units import Unit
from sync.tabs.control_tab import read_control
from sync.tabs.layout_loss import lost_protection
from sync.template.template import Column, Template
from sync.workbook.column_order import ARRANGED, ColumnOrder, column_order
from sync.workbook.layout_gap import Gap, for_init, lacking_columns, missing_tab
from sync.workbook.tab_list import find_tabs
from sync.workbook.xlsx import new_tab
from sync.workbook.xlsx.book import Book, XmlElement, children, open_book, parse
from sync.workbook.xlsx.colour_rules import coloured, lacking_colours
from sync.workbook.xlsx.header_notes import lacking_notes, noted
from sync.workbook.xlsx.package import Package
from sync.workbook.xlsx.reference import area
from sync.workbook.xlsx.row_stream import open_bulk
from sync.workbook.xlsx.sheet_order import insert_in_order
from sync.workbook.xlsx.sheet_reader import read_book

_BELOW = 100
"""So many rows beneath the last that says something must have their dropdowns, too."""
Spans = list[tuple[int, int]]


@dataclass(frozen=True)
class TabRepair:
    """What one tab lost. `dropdowns` are (list, its column, the rows without it)."""

    title: str
    kind: str
    order: ColumnOrder | None
    dropdowns: tuple[tuple[str, int, tuple[tuple[int, int], ...]], ...] = ()
    notes: tuple[Column, ...] = ()
    unprotected: bool = False
    colours: int = 0

    def gaps(self) -> Iterator[Gap]:
        """The same for people."""
        for _, place, spans in self.dropdowns:
            cells = ", ".join(_reference(place, first, last) for first, last in spans[:4])
            if len(spans) > 4:
                cells = say("%(cells)s and %(count)s more places", cells=cells, count=len(spans) - 4)
            yield Gap(self.title, say("%(what)s in %(cells)s", what=say("dropdowns"), cells=cells), sign="~")
        if self.notes:
            headers = ", ".join(column.header for column in self.notes)
            yield Gap(self.title, say("notes on %(headers)s", headers=headers))
        if self.colours:
            yield Gap(self.title, say("%(count)s rules of colour", count=self.colours))
        if self.unprotected:
            yield Gap(self.title, say("the protection"))


def repairs(data: bytes, name: str, template: Template, units: Sequence[Unit]) -> tuple[list[TabRepair], list[Gap]]:
    """What each tab lost that can be put back, and what only people or `dip init` can mend."""
    book, sheets = read_book(data, name)
    lists, others, lost = new_tab.Lists(template), [], []
    lists_there = _lists_there(sheets, template, units, lists)
    for title, kind, found in find_tabs([sheet.title for sheet in book.sheets], template, units):
        if found.title not in sheets:
            others.append(for_init(missing_tab(title, found)))
            continue
        sheet = sheets[found.title]
        others += _unmendable(sheet, kind, template, lists_there=lists_there)
        repair = _lost(book, sheet, kind, template, lists_there=lists_there)
        if any(repair.gaps()):
            lost.append(repair)
    return lost, others


def repaired(data: bytes, name: str, lost: Sequence[TabRepair], template: Template) -> bytes:
    """The workbook afterwards. Raises `WorkbookError` if anything but the layout would be another."""
    content = data
    for each in lost:
        content = _with_around(content, name, each, template)
        if each.order and each.notes:
            book = open_book(Package(content, name))
            content = book.package.rebuilt(noted(book, each.order, each.notes))
        if each.order and each.colours:
            book = open_book(Package(content, name))
            content = book.package.rebuilt(coloured(book, each.order, template))
    if _content(data, name) != _content(content, name):
        raise WorkbookError(
            say("the layout of %(name)s could not be put back as meant. Nothing was written.", name=name)
        )
    return content


def _content(data: bytes, name: str) -> dict[str, object]:
    """What the tabs say, to the byte, and what is read of it."""
    book, sheets = read_book(data, name)
    rows = {}
    for part in book.sheets:
        if part.grid:
            bulk = open_bulk(book.package.read(part.path), "sheetData", part.title)
            rows[part.title] = bulk.data[bulk.begin : bulk.end]
    read = {title: (sheet.rows, sheet.links) for title, sheet in sheets.items()}
    return {"rows": rows, "read": read}


def _unmendable(sheet: Sheet, kind: str, template: Template, *, lists_there: bool) -> Iterator[Gap]:
    tab = template.tab(kind)
    if kind == "pilihan" and not lists_there:
        words = say("the lists behind the dropdowns are not those of a new workbook; no dropdown is put back")
        yield Gap(sheet.title, words, sign="!")
    if kind not in ARRANGED:
        return
    order = column_order(sheet, tab)
    if order is None:
        headers = ", ".join(column.header for column in tab.columns[:4])
        words = say("its header (%(headers)s, …) is not to be found; nothing is done here", headers=headers)
        yield Gap(sheet.title, words, sign="!")
    else:
        yield from lacking_columns(sheet.title, tab, order.at)


def _lost(book: Book, sheet: Sheet, kind: str, template: Template, *, lists_there: bool) -> TabRepair:
    tab = template.tab(kind)
    unprotected = lost_protection(sheet, tab)
    order = column_order(sheet, tab) if kind in ARRANGED else None
    if order is None:
        bare = tuple(_bare_order(book, sheet, template)) if kind == "kendali" and lists_there else ()
        return TabRepair(sheet.title, kind, None, bare, unprotected=unprotected)
    dropdowns = tuple(_bare(book, sheet, order)) if lists_there else ()
    notes = tuple(lacking_notes(book, order))
    return TabRepair(sheet.title, kind, order, dropdowns, notes, unprotected, lacking_colours(book, order, template))


def _bare(book: Book, sheet: Sheet, order: ColumnOrder) -> Iterator[tuple[str, int, tuple[tuple[int, int], ...]]]:
    """Where people choose from a list and nothing, not even a rule of their own, says what may stand there."""
    areas = _ruled(book, sheet)
    for role, name in new_tab.chosen(order.tab).items():
        if role not in order.at:
            continue
        place = order.at[role]
        covered = sorted((top, bottom) for top, left, bottom, right in areas if left <= place <= right)
        spans = _between(covered, order.header_row + 1, new_tab.LAST_ROW - 1)
        if spans and spans[0][0] < len(sheet.rows) + _BELOW:
            yield name, place, tuple(spans)


def _bare_order(book: Book, sheet: Sheet, template: Template) -> Iterator[tuple[str, int, tuple[tuple[int, int], ...]]]:
    """The same of the lines of `Kendali` whose value people choose."""
    areas, control = _ruled(book, sheet), read_control(sheet, template, ())
    for label in template.tab("kendali").labels:
        if label.choices and label.role in control.places:
            row, place = control.places[label.role]
            if not any(top <= row <= bottom and left <= place <= right for top, left, bottom, right in areas):
                yield label.choices, place, ((row, row),)


def _ruled(book: Book, sheet: Sheet) -> list[tuple[int, int, int, int]]:
    """The areas in which a rule says what may stand there: top, left, bottom, right."""
    part = book.sheet(sheet.title)
    if part is None:
        return []
    around = open_bulk(book.package.read(part.path), "sheetData", sheet.title).around()
    return [area(span) for rule in around.iter("{*}dataValidation") for span in _cells(rule).split()]


def _between(covered: Sequence[tuple[int, int]], first: int, last: int) -> Spans:
    """The rows from first to last that are in none of these spans, which are in order."""
    spans, row = [], first
    for top, bottom in covered:
        if top > row:
            spans.append((row, min(top - 1, last)))
        row = max(row, bottom + 1)
    if row <= last:
        spans.append((row, last))
    return [(top, bottom) for top, bottom in spans if top <= bottom <= last]


def _cells(rule: XmlElement) -> str:
    return rule.get("sqref") or next((child.text or "" for child in children(rule, "sqref")), "")


def _reference(place: int, first: int, last: int) -> str:
    letter = column_letters(place)
    return f"{letter}{first + 1}" if first == last else f"{letter}{first + 1}:{letter}{last + 1}"


def _lists_there(sheets: Mapping[str, Sheet], template: Template, units: Sequence[Unit], lists: new_tab.Lists) -> bool:
    """Whether the hidden tab has the lists where dropdowns look for them."""
    found = next((tab for _, kind, tab in find_tabs(sheets, template, units) if kind == "pilihan"), None)
    sheet = sheets.get(found.title) if found else None
    if sheet is None:
        return False
    columns = enumerate(lists.texts.items())
    return all(sheet.text(row, place) == text
               for place, (name, texts) in columns for row, text in enumerate([name, *texts]))  # fmt: skip


def _with_around(data: bytes, name: str, each: TabRepair, template: Template) -> bytes:
    """The workbook with dropdowns and protection, which stand around the rows of a tab."""
    book = open_book(Package(data, name))
    part = book.sheet(each.title)
    if part is None or not (each.dropdowns or each.unprotected):
        return data
    bulk = open_bulk(book.package.read(part.path), "sheetData", each.title)
    around, drawn = bulk.around(), _drawn(each, template)
    space = around.tag.rpartition("}")[0] + "}"
    for element in drawn.iter():
        element.tag = space + element.tag.rpartition("}")[2]
    if each.unprotected:
        for former in children(around, "sheetProtection"):
            around.remove(former)
        insert_in_order(around, children(drawn, "sheetProtection")[0])
    if each.dropdowns:
        _add_rules(around, children(drawn, "dataValidations")[0])
    return book.package.rebuilt({part.path: bulk.framed(around)})


def _add_rules(around: XmlElement, ours: XmlElement) -> None:
    """Beside the rules that are there."""
    there = next(iter(children(around, "dataValidations")), None)
    if there is None:
        insert_in_order(around, ours)
        return
    there.extend(list(ours))
    there.set("count", str(len(there)))


def _drawn(each: TabRepair, template: Template) -> XmlElement:
    """A sheet that has these dropdowns, and the protection of a new tab."""
    drawing, lists, out = Drawing(), new_tab.Lists(template), BytesIO()
    sheet = drawing.worksheets[0]
    for name, place, spans in each.dropdowns:
        rule = lists.dropdown(name)
        for first, last in spans:
            rule.add(_reference(place, first, last))
        sheet.add_data_validation(rule)
    new_tab.protect(sheet, template.tab(each.kind))
    drawing.save(out)
    book = open_book(Package(out.getvalue(), "the layout"))
    return parse(book.package.read(book.sheets[0].path), "the layout")
