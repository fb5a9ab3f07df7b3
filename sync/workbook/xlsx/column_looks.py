"""What is seen of a tab without moving anything: which columns stay in sight, how wide they are, which are hidden."""

from __future__ import annotations

from copy import deepcopy

from lxml import etree

from sync.model import a1
from sync.workbook.column_order import ColumnOrder
from sync.workbook.tab_layout import frozen_columns
from sync.workbook.xlsx.book import Book, XmlElement, children, local
from sync.workbook.xlsx.row_stream import open_bulk

NARROW, MIDDLING = 11, 22
"""Widths, in letters, of columns that need not be read at one glance, and of titles."""


def fitted(book: Book, order: ColumnOrder) -> dict[str, bytes | None]:
    """The parts that change so that what people must see first fits on a screen: other columns are narrow, and in
    `Induk` those are hidden that sync copies from the units' tabs."""
    part = book.sheet(order.title)
    if part is None:
        raise ValueError(order.title)
    bulk = open_bulk(book.package.read(part.path), "sheetData", order.title)
    around = bulk.around()
    freeze(around, frozen_columns(order.tab, order.at), order.header_row + 1)
    _fit(around, order)
    return {part.path: bulk.framed(around)}


def _fit(around: XmlElement, order: ColumnOrder) -> None:
    roles = {place: order.tab.column(role) for role, place in order.at.items()}
    for holder in children(around, "cols"):
        single_columns(holder, len(order.order))
        for column in children(holder, "col"):
            ours = roles.get(int(column.get("min") or 1) - 1)
            if ours is None or ours.role in ("id", "status", "catatan", "perubahan"):
                continue
            copied = ours.writer == "sync" and ours.role not in order.tab.first
            if order.tab.kind == "induk" and copied:
                column.set("hidden", "1")
            most = MIDDLING if ours.role == "judul" else NARROW
            if float(column.get("width") or 0) > most:
                column.set("width", str(most))
                column.set("customWidth", "1")


def single_columns(holder: XmlElement, width: int) -> None:
    """Widths and formats of the first `width` columns, that stretches of them share, said of each by itself."""
    for column in children(holder, "col"):
        first, last = int(column.get("min") or 1), int(column.get("max") or 1)
        if first < last and first <= width:
            spans = [(number, number) for number in range(first, min(last, width) + 1)]
            for left, right in [*spans, (width + 1, last)] if last > width else spans:
                single = deepcopy(column)
                single.set("min", str(left))
                single.set("max", str(right))
                column.addprevious(single)
            holder.remove(column)


def freeze(around: XmlElement, columns: int, rows: int) -> None:
    """Keep so many columns and rows in sight."""
    for view in around.iter("{*}sheetView"):
        if "topLeftCell" in view.attrib:
            del view.attrib["topLeftCell"]
        for child in list(view):
            if local(child) in ("pane", "selection"):
                view.remove(child)
        pane = etree.Element(view.tag.replace("sheetView", "pane"))
        for name, count in (("xSplit", columns), ("ySplit", rows)):
            if count:
                pane.set(name, str(count))
        pane.set("topLeftCell", a1(rows, columns))
        pane.set("activePane", "bottomRight" if columns and rows else "bottomLeft" if rows else "topRight")
        pane.set("state", "frozen")
        view.insert(0, pane)
