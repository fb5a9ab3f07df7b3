"""Tabs drawn in one workbook, carried over as parts into another that somebody works in.

Of the receiving workbook only these parts change: the list of its sheets, its relationships, its styles (new ones
at the end) and its content types. Every sheet it has stays byte for byte.
"""

from __future__ import annotations

import posixpath
from collections.abc import Sequence
from dataclasses import dataclass, field

from lxml import etree

from sync.workbook.xlsx.book import Book, XmlElement, children, local, open_book, parse, relations, relations_path
from sync.workbook.xlsx.calc_chain import CONTENT_TYPES
from sync.workbook.xlsx.cell_text import shared_strings
from sync.workbook.xlsx.package import Package
from sync.workbook.xlsx.row_stream import text_of
from sync.workbook.xlsx.sheet_list import SheetList
from sync.workbook.xlsx.style_merge import Styles, merged

_TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"
_RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_SHEET_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"
_COMMENTS_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.comments+xml"
_STYLES_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.styles+xml"
_VML_TYPE = "application/vnd.openxmlformats-officedocument.vmlDrawing"


@dataclass
class _Receiver:
    """The workbook that receives, with the parts that change so far."""

    book: Book
    types: XmlElement
    arrows: XmlElement
    sheets: SheetList
    styles: Styles
    parts: dict[str, bytes | None] = field(default_factory=dict)

    def free_name(self, pattern: str) -> str:
        """The first part name of this pattern that nothing has."""
        folder, number = posixpath.dirname(self.book.path), 1
        while (name := posixpath.join(folder, pattern % number)) in self.book.package or name in self.parts:
            number += 1
        return name

    def declare(self, part: str, kind: str) -> None:
        """Name a new part's content type."""
        etree.SubElement(self.types, f"{{{_TYPES}}}Override", PartName=f"/{part}", ContentType=kind)

    def point(self, kind: str, part: str) -> str:
        """A new arrow from the workbook to a part; its id."""
        taken = {element.get("Id") for element in self.arrows}
        number = next(n for n in range(1, 100_000) if f"rId{n}" not in taken)
        arrow = etree.SubElement(self.arrows, f"{{{_RELATIONS}}}Relationship", Id=f"rId{number}")
        arrow.set("Type", f"{_OFFICE}/{kind}")
        arrow.set("Target", f"/{part}")
        return f"rId{number}"


def transplanted(data: bytes, name: str, donor: bytes, titles: Sequence[str], order: Sequence[str]) -> bytes:
    """The workbook with these tabs of the donor, each put after the nearest tab that precedes it in `order`."""
    source, book = open_book(Package(donor, "the new tabs")), open_book(Package(data, name))
    receiver = _receiver(book, source)
    strings = _strings(source)
    for title in titles:
        _carry(source, title, strings, receiver, order)
    receiver.parts[book.path] = text_of(receiver.sheets.root)
    receiver.parts[relations_path(book.path)] = text_of(receiver.arrows)
    receiver.parts[CONTENT_TYPES] = text_of(receiver.types)
    return book.package.rebuilt(receiver.parts)


def _receiver(book: Book, source: Book) -> _Receiver:
    package = book.package
    arrows = parse(package.read(relations_path(book.path)), f"{package.name}, its relationships")
    types = parse(package.read(CONTENT_TYPES), f"{package.name}, its content types")
    sheets = SheetList(parse(package.read(book.path), f"{package.name}, part {book.path}"))
    path, there = book.shared("styles"), source.shared("styles")
    donor = parse(source.package.read(there), "the new styles") if there else etree.Element("styleSheet")
    own = parse(package.read(path), f"{package.name}, part {path}") if path else None
    styles = merged(own, donor)
    receiver = _Receiver(book, types, arrows, sheets, styles)
    if path is None:
        path = receiver.free_name("styles%d.xml")
        receiver.declare(path, _STYLES_TYPE)
        receiver.point("styles", path)
    receiver.parts[path] = text_of(styles.root)
    return receiver


def _strings(source: Book) -> list[str]:
    path = source.shared("sharedStrings")
    return shared_strings(source.package.read(path), "the new tabs") if path else []


def _carry(source: Book, title: str, strings: Sequence[str], receiver: _Receiver, order: Sequence[str]) -> None:
    part = next(sheet for sheet in source.sheets if sheet.title == title)
    root = parse(source.package.read(part.path), f"the new tab {title}")
    _own_strings(root, strings)
    _restyle(root, receiver.styles)
    for view in root.iter("{*}sheetView"):
        view.set("tabSelected", "0")
    path = receiver.free_name("worksheets/sheet%d.xml")
    receiver.parts[path] = _dialect(text_of(root), receiver.sheets.root)
    receiver.declare(path, _SHEET_TYPE)
    _carry_notes(source, part.path, path, receiver)
    model = SheetList(parse(source.package.read(source.path), "the new tabs"))
    receiver.sheets.add(title, receiver.point("worksheet", path), model, source.sheets.index(part), order)


def _own_strings(root: XmlElement, strings: Sequence[str]) -> None:
    """Shared strings become the cells' own: the receiver's table stays as it is."""
    for cell in root.iter("{*}c"):
        if cell.get("t") == "s":
            value = children(cell, "v")[0]
            text = strings[int(value.text or 0)]
            space = cell.tag.rpartition("}")[0] + "}"
            cell.remove(value)
            cell.set("t", "inlineStr")
            holder = etree.SubElement(etree.SubElement(cell, f"{space}is"), f"{space}t")
            holder.text = text
            holder.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")


def _restyle(root: XmlElement, styles: Styles) -> None:
    for element in root.iter("{*}c", "{*}row", "{*}col", "{*}cfRule"):
        name = {"col": "style", "cfRule": "dxfId"}.get(local(element), "s")
        if (number := element.get(name)) is not None:
            table = styles.rules if name == "dxfId" else styles.cells
            element.set(name, str(table[int(number)]))


def _carry_notes(source: Book, old: str, new: str, receiver: _Receiver) -> None:
    """The notes on headers: a part of texts and a part of boxes."""
    root = parse(f'<Relationships xmlns="{_RELATIONS}"/>'.encode(), "new relationships")
    for arrow in relations(source.package, old):
        vml = arrow.kind == "vmlDrawing"
        path = receiver.free_name("drawings/vmlDrawing%d.vml" if vml else "comments%d.xml")
        content = source.package.read(arrow.target)
        receiver.parts[path] = content if vml else _dialect(content, receiver.sheets.root)
        if vml:
            _declare_vml(receiver)
        else:
            receiver.declare(path, _COMMENTS_TYPE)
        etree.SubElement(
            root, f"{{{_RELATIONS}}}Relationship", Id=arrow.id, Type=f"{_OFFICE}/{arrow.kind}", Target=f"/{path}"
        )
    if len(root):
        receiver.parts[relations_path(new)] = text_of(root)


def _declare_vml(receiver: _Receiver) -> None:
    if not any((element.get("Extension") or "").lower() == "vml" for element in receiver.types):
        default = etree.Element(f"{{{_TYPES}}}Default", Extension="vml", ContentType=_VML_TYPE)
        receiver.types.insert(0, default)


def _dialect(data: bytes, workbook: XmlElement) -> bytes:
    """Speak the receiver's dialect: the strict one has other namespaces."""
    if "purl.oclc.org" not in workbook.tag:
        return data
    data = data.replace(
        b"http://schemas.openxmlformats.org/spreadsheetml/2006/main", b"http://purl.oclc.org/ooxml/spreadsheetml/main"
    )
    return data.replace(_OFFICE.encode(), b"http://purl.oclc.org/ooxml/officeDocument/relationships")
