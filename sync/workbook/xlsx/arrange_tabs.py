"""The tabs of a workbook in use put into the order of a new one, or made to show first what must be seen."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from sync.errors import WorkbookError
from sync.message import say
from sync.model import Sheet
from sync.settings.units import Unit
from sync.template.template import Template
from sync.workbook.column_order import ARRANGED, Arrangement, ColumnOrder, column_order
from sync.workbook.tab_list import kinds_of
from sync.workbook.xlsx.book import open_book
from sync.workbook.xlsx.colour_rules import coloured, lacking_colours
from sync.workbook.xlsx.column_looks import fitted
from sync.workbook.xlsx.column_moves import in_the_way, moved
from sync.workbook.xlsx.package import Package
from sync.workbook.xlsx.sheet_reader import read_book


def arrangements(data: bytes, name: str, template: Template, units: Sequence[Unit]) -> list[Arrangement]:
    """Each tab whose columns stand otherwise than in a new one, and what stands in the way; or that lacks colours."""
    book, sheets = read_book(data, name)
    to_arrange = []
    for title, kind in kinds_of(list(sheets), template, units).items():
        order = column_order(sheets[title], template.tab(kind)) if kind in ARRANGED else None
        colours = lacking_colours(book, order, template) if order else 0
        if order and (order.moves or colours):
            barriers = tuple(dict.fromkeys(in_the_way(book, order))) if order.moves else ()
            to_arrange.append(Arrangement(order, barriers, colours))
    return to_arrange


def arranged(data: bytes, name: str, done: Sequence[Arrangement], template: Template) -> bytes:
    """The workbook afterwards. Raises `WorkbookError` if what is read back is not what stood there."""
    _, before = read_book(data, name)
    content = data
    for each in done:
        package = Package(content, name)
        change = fitted if each.in_the_way else moved
        if each.order.moves:
            content = package.rebuilt(change(open_book(package), each.order))
        content = _with_colours(content, name, each, template)
    _, after = read_book(content, name)
    orders = {each.order.title: each.order for each in done if not each.in_the_way}
    if before.keys() != after.keys() or not all(_same(before[title], after[title], orders) for title in before):
        raise WorkbookError(say("the columns of %(name)s could not be moved as meant. Nothing was written.", name=name))
    return content


def _with_colours(data: bytes, name: str, each: Arrangement, template: Template) -> bytes:
    """The workbook with the colours that the tab lacks, in the columns as they stand now."""
    book, sheets = read_book(data, name)
    order = column_order(sheets[each.order.title], each.order.tab)
    return book.package.rebuilt(coloured(book, order, template)) if order and each.colours else data


def _same(before: Sheet, after: Sheet, orders: Mapping[str, ColumnOrder]) -> bool:
    """Whether a tab says the same, its columns being where they should."""
    if before.title not in orders:
        return before.rows == after.rows and before.links == after.links
    place = orders[before.title].place
    width = max([len(orders[before.title].order), *map(len, before.rows)])
    texts = all(
        before.text(row, column) == after.text(row, place(column))
        for row in range(max(len(before.rows), len(after.rows)))
        for column in range(width)
    )
    return texts and {(row, place(column)): links for (row, column), links in before.links.items()} == after.links
