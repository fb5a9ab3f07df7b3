"""Sheets written in an unusual way, brought into the form that can be cut at its rows."""

from __future__ import annotations

import re

from lxml import etree

from sync.model import a1
from sync.workbook.book import XmlElement, children, local, parse
from sync.workbook.sheet_reader import address

_NO_ADDRESS = re.compile(rb"<(?:[\w.-]+:)?(?:row|c)(?:\s+(?!r\s*=)[\w:.-]+\s*=\s*(?:\"[^\"]*\"|'[^']*'))*\s*/?>")
_DECLARED = re.compile(rb"<\?xml[^>]*encoding=[\"']([^\"']+)[\"']")


def usual(data: bytes, where: str) -> bytes:
    """The same sheet in UTF-8 with an address on every row and cell and without comments; itself if it is so
    already."""
    declared = _DECLARED.match(data[:200])
    plain = data[:1] == b"<" and (declared is None or declared.group(1).lower() in (b"utf-8", b"utf8"))
    if plain and b"<!" not in data and not _NO_ADDRESS.search(data, data.find(b"sheetData"), data.rfind(b"sheetData")):
        return data
    root = parse(data, where)
    for holder in children(root, "sheetData"):
        _address(holder)
    return bytes(etree.tostring(root.getroottree(), xml_declaration=True, encoding="UTF-8", standalone=True))


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
