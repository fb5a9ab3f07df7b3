"""The rules of colour that a tab in use lacks: the cells that `Catatan` names, IDs by their status, choices. They are
drawn as for a new tab, in the columns where they stand there, and only the rules are taken over.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from copy import deepcopy
from io import BytesIO

from openpyxl import Workbook as Drawing

from sync.template.template import Template
from sync.workbook.column_order import ColumnOrder
from sync.workbook.xlsx import new_tab
from sync.workbook.xlsx.book import Book, XmlElement, children, local, open_book, parse
from sync.workbook.xlsx.package import Package
from sync.workbook.xlsx.row_stream import open_bulk, text_of
from sync.workbook.xlsx.style_merge import merge_rules

_BEFORE = frozenset(
    (
        *("sheetPr", "dimension", "sheetViews", "sheetFormatPr", "cols", "sheetData", "sheetCalcPr"),
        *("sheetProtection", "protectedRanges", "scenarios", "autoFilter", "sortState", "dataConsolidate"),
        *("customSheetViews", "mergeCells", "phoneticPr", "conditionalFormatting"),
    )
)
"""What stands in a sheet before, or is, a rule of colour."""
_CELL = re.compile(r"\$?[A-Z]{1,3}\$?\d+|\s")


def lacking_colours(book: Book, order: ColumnOrder, template: Template) -> int:
    """How many rules of colour the tab lacks."""
    part = book.sheet(order.title)
    if part is None or book.shared("styles") is None:
        return 0
    around = open_bulk(book.package.read(part.path), "sheetData", order.title).around()
    return len(_lacking(around, _drawn(order, template)[0]))


def coloured(book: Book, order: ColumnOrder, template: Template) -> dict[str, bytes | None]:
    """The parts that change so that the tab has them. They come before those that are there: what is to be mended is
    seen first."""
    part, path = book.sheet(order.title), book.shared("styles")
    if part is None or path is None:
        return {}
    bulk = open_bulk(book.package.read(part.path), "sheetData", order.title)
    around, (drawn, looks) = bulk.around(), _drawn(order, template)
    styles = parse(book.package.read(path), f"{book.package.name}, part {path}")
    numbers = merge_rules(styles, looks)
    rules = _lacking(around, drawn)
    for rule in around.iter("{*}cfRule"):
        rule.set("priority", str(int(rule.get("priority") or 1) + len(rules)))
    _insert(around, rules, numbers)
    return {part.path: bulk.framed(around), path: text_of(styles)}


def _drawn(order: ColumnOrder, template: Template) -> tuple[list[XmlElement], XmlElement]:
    """The rules of a new tab with its columns in these places, and the styles that they name."""
    drawing, lists = Drawing(), new_tab.Lists(template)
    new_tab.table(drawing.worksheets[0], order.tab, template, lists, order.at, order.header_row)
    out = BytesIO()
    drawing.save(out)
    book = open_book(Package(out.getvalue(), "the rules of colour"))
    sheet, styles = book.sheets[0].path, book.shared("styles")
    assert styles is not None  # noqa: S101  openpyxl writes them always
    root, looks = (parse(book.package.read(path), "the rules of colour") for path in (sheet, styles))
    return children(root, "conditionalFormatting"), looks


def _lacking(around: XmlElement, drawn: Sequence[XmlElement]) -> list[XmlElement]:
    """Those of the rules that are not there, each in a holder of its own."""
    there = {trait for holder in children(around, "conditionalFormatting") for trait in map(_trait, holder)}
    lacking = []
    for holder in drawn:
        for rule in holder:
            if _trait(rule) not in there:
                single = deepcopy(holder)
                for other in list(single):
                    single.remove(other)
                single.append(deepcopy(rule))
                lacking.append(single)
    return lacking


def _trait(rule: XmlElement) -> tuple[str, str]:
    """What makes two rules the same one: the column they colour, and their formula, whichever cells it looks at."""
    holder = rule.getparent()
    column = re.match("[A-Z]*", holder.get("sqref") or "") if holder is not None else None
    formula = "".join(child.text or "" for child in rule if local(child) == "formula")
    return column[0] if column else "", _CELL.sub("", formula)


def _insert(around: XmlElement, holders: Sequence[XmlElement], numbers: Sequence[int]) -> None:
    space = around.tag.rpartition("}")[0] + "}"
    last = [child for child in around if local(child) in _BEFORE][-1]
    for priority, holder in enumerate(holders, 1):
        for element in holder.iter():
            element.tag = space + local(element)
        (rule,) = holder
        rule.set("priority", str(priority))
        rule.set("dxfId", str(numbers[int(rule.get("dxfId") or 0)]))
        last.addnext(holder)
        last = holder
