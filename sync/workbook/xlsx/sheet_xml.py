"""A sheet's XML cut at its rows and cells with regular expressions, not parsed and serialised.

The pieces put together again give the same bytes, so that everything this program does not know stays as it is.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache

from sync.model import Address, a1
from sync.workbook.xlsx.book import XmlElement, children, local, parse
from sync.workbook.xlsx.reference import address
from sync.workbook.xlsx.row_stream import Bulk, open_bulk, text_of

_ATTRIBUTES = rb'(?:[^>"\']|"[^"]*"|\'[^\']*\')*?'
_BARE = rb"<(?:%srow|%sc)(?:\s+(?!r\s*=)[\w:.-]+\s*=\s*(?:\"[^\"]*\"|'[^']*'))*\s*/?>"
MAX_STYLED = 200
"""Columns further right than this take no part in styling new rows."""


@dataclass(frozen=True)
class CutRow:
    """One row as it lies: its number from zero, `begin` to `end` in the data, the attributes of its tag, its inside."""

    number: int
    begin: int
    end: int
    attributes: bytes
    inside: bytes


@dataclass
class SheetCut:
    """What is before the rows, the rows, what is after, and the prefix under which this sheet writes its tags."""

    data: bytes
    prefix: bytes
    begin: int
    end: int
    cell: re.Pattern[bytes] = field(init=False)
    formula: re.Pattern[bytes] = field(init=False)

    def __post_init__(self) -> None:
        c, f = re.escape(self.tag("c")), re.escape(self.tag("f"))
        self.cell = re.compile(rb"<%s(?=[\s/>])(%s)(?:/>|>(.*?)</%s\s*>)" % (c, _ATTRIBUTES, c), re.S)
        self.formula = re.compile(rb"<%s(?=[\s/>])(%s)(?:/>|>(.*?)</%s\s*>)" % (f, _ATTRIBUTES, f), re.S)

    def tag(self, name: str) -> bytes:
        """A tag's name as this sheet writes it."""
        return self.prefix + name.encode()

    def rows(self) -> Iterator[CutRow]:
        """Every row, in order."""
        opening = re.compile(rb"<%s(?=[\s/>])(%s)(/?)>" % (re.escape(self.tag("row")), _ATTRIBUTES))
        closing, at = b"</" + self.tag("row"), self.begin
        while match := opening.search(self.data, at, self.end):
            inside_end = at = match.end()
            if not match.group(2):
                inside_end = self.data.index(closing, match.end())
                at = self.data.index(b">", inside_end) + 1
            number = int(attribute(match.group(1), b"r") or 0) - 1
            yield CutRow(number, match.start(), at, match.group(1), self.data[match.end() : inside_end])

    def touched(self, numbers: set[int]) -> Iterator[CutRow]:
        """The rows with these numbers, and for each number that no row has, the first row after its place."""
        waiting = sorted(numbers, reverse=True)
        for row in self.rows():
            if not waiting:
                return
            if row.number >= waiting[-1]:
                while waiting and waiting[-1] <= row.number:
                    waiting.pop()
                yield row

    def cells(self, inside: bytes) -> Iterator[tuple[Address, re.Match[bytes]]]:
        """The cells of a row: address, and a match whose groups are the attributes and the inside."""
        for match in self.cell.finditer(inside):
            yield address(attribute(match.group(1), b"r") or ""), match

    def styles(self, inside: bytes) -> dict[int, str]:
        """The styles of the cells of a row, by column."""
        styled = ((at[1], attribute(match.group(1), b"s")) for at, match in self.cells(inside))
        return {column: style for column, style in styled if style and column < MAX_STYLED}

    def row_styles(self, number: int) -> dict[int, str]:
        """The styles of the cells of the row with this number; none if it is not there."""
        return next((self.styles(row.inside) for row in self.touched({number}) if row.number == number), {})

    def columns(self) -> Iterator[tuple[range, bytes]]:
        """Stretches of columns and the attributes they share."""
        pattern = rb"<%s(?=[\s/>])(%s)/?>" % (re.escape(self.tag("col")), _ATTRIBUTES)
        for match in re.finditer(pattern, self.data[: self.begin]):
            first, last = attribute(match.group(1), b"min"), attribute(match.group(1), b"max")
            yield range(int(first or 1) - 1, min(int(last or 1), MAX_STYLED)), match.group(1)

    def column_styles(self) -> dict[int, str]:
        """The styles that columns give to cells that do not exist yet."""
        styles: dict[int, str] = {}
        for stretch, attributes in self.columns():
            if (style := attribute(attributes, b"style")) and style != "0":
                styles |= dict.fromkeys(stretch, style)
        return styles

    def column_widths(self) -> dict[int, float]:
        """The widths that columns were given, in characters."""
        widths: dict[int, float] = {}
        for stretch, attributes in self.columns():
            if width := attribute(attributes, b"width"):
                widths |= dict.fromkeys(stretch, float(width))
        return widths

    def closed(self, inside: bytes, last: Address, exact: bool) -> bytes:
        """Put together around other rows; outline and filter reach to `last` (or just there, if `exact`)."""
        before = _reaching(self.data[: self.begin], self.tag("dimension"), last, exact)
        after = _reaching(self.data[self.end :], self.tag("autoFilter"), (last[0], 0), exact)
        return before + inside + after


def open_sheet(data: bytes, where: str, *, in_order: bool = True) -> SheetCut:
    """Cut a sheet; one that is not `in_order` is put in order. Raises `WorkbookError` if it has no rows part."""
    data = _addressed(open_bulk(data, "sheetData", where)) if in_order else put_in_order(data, where)[0]
    bulk = open_bulk(data, "sheetData", where)
    return SheetCut(bulk.data, bulk.prefix, bulk.begin, bulk.end)


def attribute(attributes: bytes, name: bytes) -> str | None:
    """One attribute out of the text of a tag."""
    match = _attribute(name).search(attributes)
    return match.group(1).decode() if match else None


@lru_cache(maxsize=64)
def _attribute(name: bytes) -> re.Pattern[bytes]:
    return re.compile(rb"(?:^|\s)%s\s*=\s*[\"']([^\"']*)[\"']" % name)


def _reaching(data: bytes, tag: bytes, last: Address, exact: bool) -> bytes:
    match = re.search(rb"(<%s\s[^>]*?ref=[\"'])([A-Z]+\d+)(?::([A-Z]+\d+))?([\"'])" % re.escape(tag), data)
    if match is None:
        return data
    first, old = address(match.group(2).decode()), address((match.group(3) or match.group(2)).decode())
    bottom = max(first[0], last[0]) if exact else max(old[0], last[0])
    corner = a1(bottom, max(old[1], last[1])).encode()
    return data[: match.start()] + b"%s%s:%s%s" % (*match.group(1, 2), corner, match.group(4)) + data[match.end() :]


# --- sheets whose rows or cells leave their address to be counted, or do not stand in the order of their addresses


def put_in_order(data: bytes, where: str) -> tuple[bytes, tuple[Address, ...]]:
    """The same sheet with every cell at its address, in order. Of cells with the same address the last stays; these
    addresses are returned, too."""
    root = parse(data, where)
    doubled: list[Address] = []
    for holder in children(root, "sheetData"):
        _address(holder)
        doubled += _sort(holder)
    return text_of(root), tuple(doubled)


def _sort(holder: XmlElement) -> list[Address]:
    rows: dict[int, XmlElement] = {}
    cells: dict[Address, XmlElement] = {}
    doubled = []
    for row in children(holder, "row"):
        rows.setdefault(int(row.get("r") or 0) - 1, row)
        holder.remove(row)
        for cell in children(row, "c"):
            row.remove(cell)
            at = address(cell.get("r") or "")
            doubled += [at] if at in cells else []
            cells[at] = cell
    for at in sorted(cells):
        row = rows.setdefault(at[0], cells[at].makeelement(holder.tag.replace("sheetData", "row"), r=str(at[0] + 1)))
        row.append(cells[at])
    holder.extend(rows[number] for number in sorted(rows))
    return doubled


def _addressed(bulk: Bulk) -> bytes:
    """The same sheet with an address on every row and cell; itself if it is so already."""
    if _all_addressed(bulk):
        return bulk.data
    root = parse(bulk.data, bulk.where)
    for holder in children(root, "sheetData"):
        _address(holder)
    return text_of(root)


def _all_addressed(bulk: Bulk) -> bool:
    """Counts tags first, which is fast and nearly always enough: every program in use writes the address first."""
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
                at = address(cell.get("r") or a1(number - 1, column + 1))
                column = at[1]
                cell.set("r", a1(*at))
