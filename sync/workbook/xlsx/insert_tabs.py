"""Tabs of one workbook (the donor) added as parts of the package to another (the receiver).

Only these parts of the receiver change: the list of its sheets, its relationships, its styles (new ones at the end) and
its content types. Its own sheets stay byte for byte.
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
from sync.workbook.xlsx.style_merge import Styles, merge_styles

_TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"
_RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_SHEET_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"
_COMMENTS_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.comments+xml"
_STYLES_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.styles+xml"
_VML_TYPE = "application/vnd.openxmlformats-officedocument.vmlDrawing"
_HEAD = {"fileVersion", "fileSharing", "workbookPr", "AlternateContent", "revisionPtr", "absPath", "workbookProtection"}
_HEAD |= {"bookViews", "sheets", "functionGroups", "externalReferences"}


@dataclass
class _Receiver:
    """The workbook that receives, with the parts that change so far."""

    book: Book
    types: XmlElement
    arrows: XmlElement
    sheets: _SheetList
    styles: Styles
    parts: dict[str, bytes | None] = field(default_factory=dict)

    def free_name(self, pattern: str) -> str:
        """The first part name of this pattern that is not taken."""
        folder, number = posixpath.dirname(self.book.path), 1
        while (name := posixpath.join(folder, pattern % number)) in self.book.package or name in self.parts:
            number += 1
        return name

    def declare(self, part: str, kind: str) -> None:
        """Add the content type of a new part."""
        etree.SubElement(self.types, f"{{{_TYPES}}}Override", PartName=f"/{part}", ContentType=kind)

    def point(self, kind: str, part: str) -> str:
        """Add a relationship from the workbook to a part; its ID."""
        taken = {element.get("Id") for element in self.arrows}
        number = next(n for n in range(1, 100_000) if f"rId{n}" not in taken)
        arrow = etree.SubElement(self.arrows, f"{{{_RELATIONS}}}Relationship", Id=f"rId{number}")
        arrow.set("Type", f"{_OFFICE}/{kind}")
        arrow.set("Target", f"/{part}")
        return f"rId{number}"


def insert_tabs(data: bytes, name: str, donor: bytes, titles: Sequence[str], order: Sequence[str]) -> bytes:
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
    sheets = _SheetList(parse(package.read(book.path), f"{package.name}, part {book.path}"))
    path, there = book.shared("styles"), source.shared("styles")
    donor = parse(source.package.read(there), "the new styles") if there else etree.Element("styleSheet")
    own = parse(package.read(path), f"{package.name}, part {path}") if path else None
    styles = merge_styles(own, donor)
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
    model = _SheetList(parse(source.package.read(source.path), "the new tabs"))
    receiver.sheets.add(title, receiver.point("worksheet", path), model, source.sheets.index(part), order)


def _own_strings(root: XmlElement, strings: Sequence[str]) -> None:
    """Replace shared strings by inline strings, so that the receiver's table stays as it is."""
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
    """Copy the notes on headers: a part with the texts and a part with the drawings."""
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
    """The part with the namespaces of the receiver, which differ if it is a strict OOXML file."""
    if "purl.oclc.org" not in workbook.tag:
        return data
    data = data.replace(
        b"http://schemas.openxmlformats.org/spreadsheetml/2006/main", b"http://purl.oclc.org/ooxml/spreadsheetml/main"
    )
    return data.replace(_OFFICE.encode(), b"http://purl.oclc.org/ooxml/officeDocument/relationships")


# --- the list of sheets in a workbook's main part, and the names that count by position in it


class _SheetList:
    """The main part of a workbook, to which sheets are added."""

    def __init__(self, root: XmlElement) -> None:
        self.root = root
        self.holder = children(root, "sheets")[0]

    def titles(self) -> list[str]:
        return [sheet.get("name") or "" for sheet in children(self.holder, "sheet")]

    def add(self, title: str, arrow: str, source: _SheetList, position: int, order: Sequence[str]) -> None:
        """Add a sheet at its place, with the names (print titles, filter) that belong to it in the source."""
        model = children(source.holder, "sheet")[position]
        place = self._place(title, order)
        ids = [int(sheet.get("sheetId") or 0) for sheet in children(self.holder, "sheet")]
        sheet = etree.Element(self.holder.tag.replace("sheets", "sheet"), name=title, sheetId=str(max(ids) + 1))
        sheet.set(self._arrow_name(), arrow)
        if state := model.get("state"):
            sheet.set("state", state)
        self._make_room(place)
        self.holder.insert(place, sheet)
        for name in _names_of(source.root, position):
            self._name(name, place)

    def _place(self, title: str, order: Sequence[str]) -> int:
        """After the last tab that precedes it in the usual order; at the end if the order does not know it."""
        titles = self.titles()
        before = order[: order.index(title)] if title in order else titles
        return max((titles.index(other) + 1 for other in before if other in titles), default=0)

    def _arrow_name(self) -> str:
        for sheet in self.holder:
            for key in sheet.attrib:
                if str(key).endswith("}id"):
                    return str(key)
        return "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"

    def _make_room(self, place: int) -> None:
        for name in self.root.iter("{*}definedName"):
            _shift(name, "localSheetId", place)
        for view in self.root.iter("{*}workbookView"):
            _shift(view, "activeTab", place, missing="0")
            _shift(view, "firstSheet", place)

    def _name(self, name: XmlElement, place: int) -> None:
        holder = next(iter(children(self.root, "definedNames")), None)
        if holder is None:
            holder = etree.Element(self.holder.tag.replace("sheets", "definedNames"))
            after = [child for child in self.root if local(child) in _HEAD]
            after[-1].addnext(holder)
        copied = etree.SubElement(holder, self.holder.tag.replace("sheets", "definedName"))
        copied.attrib.update(name.attrib)
        copied.set("localSheetId", str(place))
        copied.text = name.text


def _names_of(root: XmlElement, position: int) -> list[XmlElement]:
    return [name for name in root.iter("{*}definedName") if name.get("localSheetId") == str(position)]


def _shift(element: XmlElement, name: str, place: int, missing: str | None = None) -> None:
    number = element.get(name, missing)
    if number is not None and int(number) >= place:
        element.set(name, str(int(number) + 1))
