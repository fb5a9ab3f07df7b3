"""Columns of a tab that is in use put into another order, inside the package.

Cells move with their comments, links and styles, and with them what `dip init` made: dropdowns, colours, widths, the
frozen part. Where anything else would have to move, it is named and nothing is done.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from html import unescape
from xml.sax.saxutils import escape

from sync.message import say
from sync.model import Address, a1, column_letters
from sync.workbook.column_order import ColumnOrder
from sync.workbook.layout_gap import runs
from sync.workbook.tab_layout import frozen_columns
from sync.workbook.xlsx.book import Book, SheetPart, XmlElement, children, local, parse, relations
from sync.workbook.xlsx.calc_chain import without_cells
from sync.workbook.xlsx.column_looks import freeze, single_columns
from sync.workbook.xlsx.formula import map_columns
from sync.workbook.xlsx.reference import address, area
from sync.workbook.xlsx.row_stream import open_bulk, text_of
from sync.workbook.xlsx.sheet_xml import CutRow, SheetCut, open_sheet

Place = Callable[[int], int]
_KNOWN = frozenset({
    "sheetPr", "dimension", "sheetViews", "sheetFormatPr", "cols", "sheetData", "sheetCalcPr",
    "sheetProtection", "protectedRanges", "autoFilter", "mergeCells", "phoneticPr", "conditionalFormatting",
    "dataValidations", "hyperlinks", "printOptions", "pageMargins", "pageSetup", "headerFooter", "rowBreaks",
    "ignoredErrors", "legacyDrawing", "legacyDrawingHF", "extLst",
})  # fmt: skip
"""What may stand around the rows: it moves with the columns, or has nothing to do with them."""
_NAMED = {
    "drawing": say("pictures or charts"),
    "tableParts": say("a table (Insert → Table)"),
    "customSheetViews": say("custom views"),
    "colBreaks": say("page breaks between columns"),
}
_REACHING = ("protectedRange", "conditionalFormatting", "dataValidation", "ignoredError")
_NOTES = frozenset({"comments", "threadedComment", "vmlDrawing"})
_REFERENCE = re.compile(rb'(<(?:[\w.-]+:)?(?:comment|threadedComment)\s[^>]*?\bref=")([A-Z]+\d+)(")')
_CELL = re.compile(rb"(\sr\s*=\s*[\"'])[A-Za-z]+\d+")
_BY_NAME = re.compile(r"\b(?:INDIRECT|ADDRESS|OFFSET|COLUMN)\b", re.I)
"""What looks at cells by their numbers does not notice that they moved."""
_CLIENT = re.compile(rb"<x:ClientData\b.*?</x:ClientData>", re.S)


@dataclass(frozen=True)
class _TabInUse:
    """A tab that is to change: its part, cut at its rows, and what stands around them."""

    book: Book
    part: SheetPart
    cut: SheetCut
    around: XmlElement
    order: ColumnOrder

    def named_in(self, formula: str) -> bool:
        """Whether a formula names this tab."""
        title = self.part.title.replace("'", "''").casefold()
        return any(f"{title}{end}" in formula.casefold() for end in ("!", "'!"))

    def formulas(self) -> Iterator[tuple[Address, bytes, bytes]]:
        """Address, attributes and text of every formula in a cell."""
        for row in self.cut.rows():
            for at, cell in self.cut.cells(row.inside):
                if match := self.cut.formula.search(cell.group(2) or b""):
                    yield at, match.group(1), match.group(2) or b""


def in_the_way(book: Book, order: ColumnOrder) -> list[str]:
    """What would have to move and cannot be moved. Empty: `moved` can be called."""
    tab = _opened(book, order)
    return [*_strangers(tab), *_areas(tab), *_computed(tab), *_elsewhere(tab)]


def moved(book: Book, order: ColumnOrder) -> dict[str, bytes | None]:
    """The parts of the package that change."""
    tab = _opened(book, order)
    computed = {at for at, _, _ in tab.formulas()}
    rows = b"".join(_row(tab.cut, row, order.place) for row in tab.cut.rows())
    _map_around(tab)
    parts: dict[str, bytes | None] = {tab.part.path: _closed(tab, rows), **_notes(tab), **_titles(tab)}
    return parts | without_cells(book, {tab.part.sheet_id: computed})


def _opened(book: Book, order: ColumnOrder) -> _TabInUse:
    part = book.sheet(order.title)
    if part is None:
        raise ValueError(order.title)
    where = f"{book.package.name}, tab {order.title}"
    cut = open_sheet(book.package.read(part.path), where, in_order=order.in_order)
    return _TabInUse(book, part, cut, open_bulk(cut.data, "sheetData", where).around(), order)


def _closed(tab: _TabInUse, rows: bytes) -> bytes:
    """The part with these rows in the place of its own."""
    bulk = open_bulk(text_of(tab.around), "sheetData", tab.part.path)
    return bulk.data[: bulk.begin] + rows + bulk.data[bulk.end :]


# --- what stands in the way


def _strangers(tab: _TabInUse) -> Iterator[str]:
    """What stands around the rows and is nothing that we know."""
    arrows = relations(tab.book.package, tab.part.path)
    drawn = [parse(tab.book.package.read(arrow.target), arrow.target) for arrow in arrows if arrow.kind == "drawing"]
    for child in tab.around:
        empty = local(child) == "drawing" and not any(map(len, drawn))  # LibreOffice gives one to every tab with notes
        if local(child) not in _KNOWN and not empty:
            yield _NAMED.get(local(child), local(child))
    for extension in tab.around.iter("{*}ext"):
        for child in extension:
            if local(child) not in ("dataValidations", "conditionalFormattings"):
                yield local(child)


def _areas(tab: _TabInUse) -> Iterator[str]:
    """Filters, merged cells and rules that columns cannot be taken out of."""
    for element in tab.around.iter("{*}autoFilter"):
        if len(element):
            yield say("a filter that hides rows: show all rows first")
    for element in tab.around.iter("{*}mergeCell"):
        _, left, _, right = area(element.get("ref") or "A1")
        if left != right and left < len(tab.order.order):
            yield say("merged cells %(cells)s", cells=element.get("ref"))
    for element in tab.around.iter("{*}conditionalFormatting", "{*}dataValidation"):
        rules = _rules(element)
        tied = any(tab.named_in(rule.text or "") for rule in rules)
        if tied or any(_mapped(rule, element, tab.order.place) is None for rule in rules):
            yield say("a rule of somebody's own in %(cells)s", cells=_sqref(element))


def _computed(tab: _TabInUse) -> Iterator[str]:
    for at, attributes, text in tab.formulas():
        words = unescape(text.decode())
        tied = b"t=" in attributes or _BY_NAME.search(words) or tab.named_in(words)
        if tied or map_columns(words, tab.order.place) is None:
            yield say("the formula in %(cell)s", cell=a1(*at))


def _elsewhere(tab: _TabInUse) -> Iterator[str]:
    """Formulas, names and charts of other parts that look at this tab."""
    book = tab.book
    for name in parse(book.package.read(book.path), book.path).iter("{*}definedName"):
        own = str(name.get("name")).startswith(("_xlnm._FilterDatabase", "_xlnm.Print_Titles"))
        if not own and tab.named_in(name.text or ""):
            yield say("the name %(name)s", name=name.get("name"))
    formula = re.compile(rb"<(?:[\w.-]+:)?(?:f|formula\d?)(?:\s[^>]*)?>([^<]*)<")
    for part in book.package.names():
        if part == tab.part.path or not part.endswith(".xml") or not re.search("sheet|chart|pivot", part):
            continue
        data = book.package.read(part)
        if any(tab.named_in(unescape(match.group(1).decode())) for match in formula.finditer(data)):
            yield say("formulas that look at it (%(part)s)", part=part)
        elif "pivot" in part and f'sheet="{escape(tab.part.title)}"'.encode() in data:
            yield say("a pivot table that looks at it")


def _rules(element: XmlElement) -> list[XmlElement]:
    rules = element.iter("{*}formula", "{*}formula1", "{*}formula2", "{*}f")
    return [child for child in rules if child.text and child.text.strip()]


def _sqref(element: XmlElement) -> str:
    """The cells of a rule: an attribute, in what newer versions of Excel add a child."""
    return element.get("sqref") or next((child.text or "" for child in children(element, "sqref")), "")


def _set_sqref(element: XmlElement, spans: str) -> None:
    if element.get("sqref"):
        element.set("sqref", spans)
    for child in children(element, "sqref"):
        child.text = spans


def _mapped(formula: XmlElement, holder: XmlElement, place: Place) -> str | None:
    """A rule's formula afterwards. Where a rule covers several columns, what it looks at must be fixed by `$`."""
    columns = {edge for span in _sqref(holder).split() for edge in area(span)[1::2]}
    return map_columns(formula.text or "", place, relative=len(columns) < 2)


# --- rows


def _row(cut: SheetCut, row: CutRow, place: Place) -> bytes:
    cells = []
    for at, match in cut.cells(row.inside):
        text, to = match.group(0), place(at[1])
        if (formula := cut.formula.search(text)) and formula.group(2):
            new = map_columns(unescape(formula.group(2).decode()), place) or ""
            text = text[: formula.start(2)] + escape(new).encode() + text[formula.end(2) :]
        cells.append((to, _CELL.sub(rb"\g<1>" + a1(at[0], to).encode(), text, count=1)))
    inside = b"".join(text for _, text in sorted(cells))
    attributes = re.sub(rb'\s+spans="[^"]*"', b"", row.attributes)
    return b"<%s%s>%s</%s>" % (cut.tag("row"), attributes.rstrip(b" /"), inside, cut.tag("row"))


# --- around the rows


def _map_around(tab: _TabInUse) -> None:
    place = tab.order.place
    for element in tab.around.iter(*(f"{{*}}{name}" for name in _REACHING)):
        for formula in _rules(element):
            formula.text = _mapped(formula, element, place) or formula.text
        if spans := _sqref(element):
            _set_sqref(element, " ".join(_spans(spans, len(tab.order.order), place)))
    for element in tab.around.iter("{*}hyperlink", "{*}mergeCell"):
        top, left, bottom, right = area(element.get("ref") or "A1")
        end = right if right >= len(tab.order.order) or right != left else place(right)
        element.set("ref", _reference(top, place(left), bottom, max(end, place(left))))
    _widths(tab)
    freeze(tab.around, frozen_columns(tab.order.tab, tab.order.after), tab.order.header_row + 1)


def _spans(text: str, width: int, place: Place) -> Iterator[str]:
    """Areas after their columns have moved: neighbours stay together."""
    for span in text.split():
        top, left, bottom, right = area(span)
        for first, end in runs([place(column) for column in range(left, min(right + 1, width))]):
            yield _reference(top, first, bottom, end - 1)
        if right >= width:
            yield _reference(top, max(left, width), bottom, right)


def _reference(top: int, left: int, bottom: int, right: int) -> str:
    first, last = a1(top, left), a1(bottom, right)
    return first if first == last else f"{first}:{last}"


def _widths(tab: _TabInUse) -> None:
    """Widths, formats and what is hidden, a column each."""
    for holder in children(tab.around, "cols"):
        single_columns(holder, len(tab.order.order))
        for column in children(holder, "col"):
            place = int(column.get("min") or 1) - 1
            if place < len(tab.order.order):
                column.set("min", str(tab.order.place(place) + 1))
                column.set("max", str(tab.order.place(place) + 1))
        holder[:] = sorted(holder, key=lambda column: int(column.get("min") or 1))


# --- other parts


def _notes(tab: _TabInUse) -> dict[str, bytes | None]:
    """Comments of every kind, and the boxes they are drawn in."""
    parts: dict[str, bytes | None] = {}
    place = tab.order.place
    for arrow in relations(tab.book.package, tab.part.path):
        if arrow.kind in _NOTES and not arrow.external:
            data = tab.book.package.read(arrow.target)
            data = _REFERENCE.sub(lambda match: match[1] + _at(match[2], place) + match[3], data)
            parts[arrow.target] = _CLIENT.sub(lambda match: _box(match[0], place), data)
    return parts


def _at(reference: bytes, place: Place) -> bytes:
    row, column = address(reference.decode())
    return a1(row, place(column)).encode()


def _box(data: bytes, place: Place) -> bytes:
    """A comment's box beside the cell's new place."""
    column = re.search(rb"<x:Column>\s*(\d+)\s*</x:Column>", data)
    if column is None:
        return data
    old = int(column.group(1))
    by = place(old) - old

    def shifted(anchor: re.Match[bytes]) -> bytes:
        numbers = [int(number) for number in anchor.group(1).split(b",")]
        numbers[0], numbers[4] = max(0, numbers[0] + by), max(1, numbers[4] + by)
        return b"<x:Anchor>%s</x:Anchor>" % ", ".join(map(str, numbers)).encode()

    data = re.sub(rb"<x:Anchor>\s*((?:-?\d+\s*,\s*){7}-?\d+)\s*</x:Anchor>", shifted, data)
    return re.sub(rb"<x:Column>\s*\d+\s*</x:Column>", b"<x:Column>%d</x:Column>" % place(old), data)


def _titles(tab: _TabInUse) -> dict[str, bytes | None]:
    """The columns repeated on every printed page: the first one, which names the row."""
    root = parse(tab.book.package.read(tab.book.path), tab.book.path)
    position, changed = str(tab.book.sheets.index(tab.part)), False
    for name in root.iter("{*}definedName"):
        if name.get("name") == "_xlnm.Print_Titles" and name.get("localSheetId") == position:
            new = re.sub(r"!\$[A-Z]+:\$[A-Z]+", f"!$A:${column_letters(0)}", name.text or "")
            changed, name.text = changed or new != name.text, new
    return {tab.book.path: text_of(root)} if changed else {}
