"""Sheets whose rows or cells leave their address to be counted, with the addresses written out."""

from __future__ import annotations

import re

from sync.model import a1
from sync.workbook.xlsx.book import XmlElement, children, local, parse
from sync.workbook.xlsx.reference import address
from sync.workbook.xlsx.row_stream import Bulk, text_of

_BARE = rb"<(?:%srow|%sc)(?:\s+(?!r\s*=)[\w:.-]+\s*=\s*(?:\"[^\"]*\"|'[^']*'))*\s*/?>"


def addressed(bulk: Bulk) -> bytes:
    """The same sheet with an address on every row and cell; itself if it is so already."""
    if _all_addressed(bulk):
        return bulk.data
    root = parse(bulk.data, bulk.where)
    for holder in children(root, "sheetData"):
        _address(holder)
    return text_of(root)


def _all_addressed(bulk: Bulk) -> bool:
    """Counting is quick and nearly always enough: every program in use writes the address first."""
    for name in (b"row", b"c"):
        tag = b"<" + bulk.prefix + name
        tags = sum(bulk.data.count(tag + end, bulk.begin, bulk.end) for end in (b" ", b">", b"/", b"\n", b"\t", b"\r"))
        if tags != bulk.data.count(tag + b' r="', bulk.begin, bulk.end):
            prefix = re.escape(bulk.prefix)
            return not re.compile(_BARE % (prefix, prefix)).search(bulk.data, bulk.begin, bulk.end)
    return True


def _address(holder: XmlElement) -> None:
    number = 0
    for row in children(holder, "row"):
        number = int(row.get("r") or number + 1)
        row.set("r", str(number))
        column = -1
        for cell in row:
            if local(cell) == "c":
                column = address(cell.get("r") or a1(number - 1, column + 1))[1]
                cell.set("r", a1(number - 1, column))
