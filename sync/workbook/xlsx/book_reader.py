"""A workbook file's bytes to its sheets, and what of it could not survive a write."""

from __future__ import annotations

from collections.abc import Mapping

from sync.model import Sheet
from sync.workbook.xlsx.book import Book, SheetPart, open_book, relations
from sync.workbook.xlsx.cell_text import shared_strings
from sync.workbook.xlsx.package import Package
from sync.workbook.xlsx.sheet_reader import Shared, read_sheet, style_meanings


def read_book(data: bytes, name: str, known: Mapping[str, Sheet] | None = None) -> tuple[Book, dict[str, Sheet]]:
    """Read every grid in tab order. Tabs in `known` are taken over instead of read. Raises `WorkbookError`."""
    book = open_book(Package(data, name))
    known = known or {}
    shared = _shared(book)
    tabs = [part for part in book.sheets if part.grid]
    return book, {part.title: known.get(part.title) or _sheet(book, part, shared) for part in tabs}


def _shared(book: Book) -> Shared:
    strings, styles = book.shared("sharedStrings"), book.shared("styles")
    where = book.package.name
    table = shared_strings(book.package.read(strings), f"{where}, part {strings}") if strings else []
    meanings = style_meanings(book.package.read(styles) if styles else None, f"{where}, part {styles}")
    return Shared(table, meanings, book.date1904)


def _sheet(book: Book, part: SheetPart, shared: Shared) -> Sheet:
    arrows = relations(book.package, part.path)
    targets = {arrow.id: arrow.target for arrow in arrows if arrow.kind == "hyperlink" and arrow.external}
    where = f"{book.package.name}, tab “{part.title}”"
    return read_sheet(book.package.read(part.path), part.title, shared, targets, where)


def unkept_parts(book: Book) -> tuple[str, ...]:
    """What this workbook holds that is no longer true once any cell changes, in words for an operator."""
    names = [name.replace("\\", "/").lower() for name in book.package.names()]
    found = []
    if any(name.startswith("_xmlsignatures/") for name in names):
        found.append("the digital signature (a changed file needs to be signed again)")
    if any("/revisions/" in name for name in names):
        found.append("the change log of a shared workbook (it will not name the cells written by sync)")
    return tuple(found)
