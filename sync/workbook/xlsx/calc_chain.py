"""Excel's calculation chain: the list of cells that hold formulas.

Excel calls a file damaged if the list names a cell without a formula.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping

from sync.model import Address, a1
from sync.workbook.xlsx.book import Book, children, parse, relations_path
from sync.workbook.xlsx.row_stream import text_of

CONTENT_TYPES = "[Content_Types].xml"


def without_cells(book: Book, freed: Mapping[str, Collection[Address]]) -> dict[str, bytes | None]:
    """The parts of the package that change when these cells (sheet ID → cells) no longer hold formulas; empty if the
    list does not name them."""
    path = book.shared("calcChain")
    if path is None or not any(freed.values()):
        return {}
    root = parse(book.package.read(path), f"{book.package.name}, part {path}")
    gone = {(sheet, a1(*at)) for sheet, cells in freed.items() for at in cells}
    sheet, changed = "", False
    for cell in children(root, "c"):
        sheet = cell.get("i") or sheet
        cell.set("i", sheet)
        if (sheet, cell.get("r")) in gone:
            root.remove(cell)
            changed = True
    if not changed:
        return {}
    return {path: text_of(root)} if children(root, "c") else _dropped(book, path)


def _dropped(book: Book, path: str) -> dict[str, bytes | None]:
    """The part removed together with the entries that name it: an empty list is not allowed."""
    arrows = relations_path(book.path)
    name = re.escape(path.encode())
    last = re.escape(path.rpartition("/")[2].encode())
    types, rels = book.package.read(CONTENT_TYPES), book.package.read(arrows)
    return {
        path: None,
        CONTENT_TYPES: re.sub(rb"<(?:[\w.-]+:)?Override\s[^>]*PartName=[\"']/%s[\"'][^>]*/>" % name, b"", types),
        arrows: re.sub(rb"<(?:[\w.-]+:)?Relationship\s[^>]*Target=[\"'][^\"']*%s[\"'][^>]*/>" % last, b"", rels),
    }
