"""Notes on headers added to a tab in use, beside the comments that people wrote there."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Collection
from copy import deepcopy
from io import BytesIO

from lxml import etree
from openpyxl import Workbook as Drawing

from sync.template.template import Column
from sync.workbook.column_order import ColumnOrder
from sync.workbook.tab_layout import PAGES
from sync.workbook.xlsx import new_tab
from sync.workbook.xlsx.book import Book, SheetPart, XmlElement, children, open_book, parse, relations, relations_path
from sync.workbook.xlsx.calc_chain import CONTENT_TYPES
from sync.workbook.xlsx.package import Package
from sync.workbook.xlsx.reference import address
from sync.workbook.xlsx.row_stream import open_bulk, text_of
from sync.workbook.xlsx.sheet_order import insert_in_order

_TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"
_RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_STRICT = "http://purl.oclc.org/ooxml/officeDocument/relationships"
_COMMENTS_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.comments+xml"
_VML_TYPE = "application/vnd.openxmlformats-officedocument.vmlDrawing"
_SHAPE = re.compile(rb"<(?P<tag>(?:[\w.-]+:)?shape)\s.*?</(?P=tag)>", re.S)
_SHAPE_TYPE = re.compile(rb"<(?P<tag>(?:[\w.-]+:)?shapetype)\s.*?</(?P=tag)>", re.S)
_SHAPE_ID = re.compile(rb'(?<=\bid=")_x0000_s(\d+)(?=")')


def lacking_notes(book: Book, order: ColumnOrder) -> list[Column]:
    """Our columns whose header has no note. A note that somebody wrote there stays."""
    part = book.sheet(order.title)
    if part is None or order.tab.kind in PAGES:
        return []
    path = _target(book, part, "comments")
    noted = set()
    if path:
        root = parse(book.package.read(path), f"{book.package.name}, part {path}")
        noted = {address(comment.get("ref") or "A1") for comment in root.iter("{*}comment")}
    columns = {order.at[column.role]: column for column in order.tab.columns if column.role in order.at}
    return [column for place, column in columns.items() if (order.header_row, place) not in noted]


def noted(book: Book, order: ColumnOrder, columns: Collection[Column]) -> dict[str, bytes | None]:
    """The parts that change so that these headers have their notes."""
    part = book.sheet(order.title)
    if part is None or not columns:
        return {}
    comments, drawn = _donor(order, columns)
    change = _Change(book, part)
    path, vml = _target(book, part, "comments"), _target(book, part, "vmlDrawing")
    if path:
        change.parts[path] = _with_comments(book.package.read(path), path, comments)
    else:
        change.add("comments", "comments%d.xml", text_of(_as(change.space, comments)))
    if vml:
        change.parts[vml] = _with_shapes(book.package.read(vml), drawn)
    else:
        change.point_at(change.add("vmlDrawing", "drawings/vmlDrawing%d.vml", drawn))
    return change.finished()


def _donor(order: ColumnOrder, columns: Collection[Column]) -> tuple[XmlElement, bytes]:
    """The notes of a new tab with its columns in these places: their texts, and the boxes they are drawn in."""
    drawing, out = Drawing(), BytesIO()
    sheet = drawing.worksheets[0]
    new_tab.columns(sheet, order.tab, order.at, order.header_row)
    wanted = {order.at[column.role] for column in columns}
    for place in set(order.at.values()) - wanted:
        sheet.cell(order.header_row + 1, place + 1).comment = None
    drawing.save(out)
    book = open_book(Package(out.getvalue(), "the notes"))
    paths = {arrow.kind: arrow.target for arrow in relations(book.package, book.sheets[0].path)}
    return parse(book.package.read(paths["comments"]), "the notes"), book.package.read(paths["vmlDrawing"])


def _target(book: Book, part: SheetPart, kind: str) -> str | None:
    """The part of this kind that the tab has; of drawings the one for comments, not that of headers and footers."""
    around = open_bulk(book.package.read(part.path), "sheetData", part.title).around()
    ids = {value for each in children(around, "legacyDrawing") for value in each.attrib.values()}
    arrows = [arrow for arrow in relations(book.package, part.path) if arrow.kind == kind and not arrow.external]
    wanted = arrows if kind == "comments" else [arrow for arrow in arrows if arrow.id in ids]
    return next((arrow.target for arrow in wanted if arrow.target in book.package), None)


def _as(space: str, root: XmlElement) -> XmlElement:
    """The part with the namespace of the receiver."""
    made = etree.Element(f"{space}{etree.QName(root).localname}", nsmap={None: space.strip("{}")})  # type: ignore[dict-item]  # lxml's default namespace
    made.extend(deepcopy(child) for child in root)
    for element in made.iter():
        element.tag = space + etree.QName(element).localname
    return made


def _with_comments(data: bytes, path: str, comments: XmlElement) -> bytes:
    root = parse(data, path)
    space = root.tag.rpartition("}")[0] + "}"
    authors, listed = children(root, "authors")[0], children(root, "commentList")[0]
    ours = _as(space, comments)
    author = str(len(authors))
    authors.append(deepcopy(children(ours, "authors")[0][0]))
    for comment in children(children(ours, "commentList")[0], "comment"):
        comment.set("authorId", author)
        listed.append(comment)
    listed[:] = sorted(listed, key=lambda comment: address(comment.get("ref") or "A1"))
    return text_of(root)


def _with_shapes(data: bytes, drawn: bytes) -> bytes:
    """The drawing with our boxes at its end, each with an identifier that is free."""
    free = max([1024, *(int(number) for number in _SHAPE_ID.findall(data))]) + 1
    shapes = []
    for number, shape in enumerate(_SHAPE.finditer(drawn), free):
        shapes.append(_SHAPE_ID.sub(b"_x0000_s%d" % number, shape[0]))
    kind = _SHAPE_TYPE.search(drawn)
    if kind and b'"_x0000_t202"' not in _SHAPE.sub(b"", data):
        shapes.insert(0, kind[0])
    end = data.rindex(b"</")
    return data[:end] + b"".join(shapes) + data[end:]


class _Change:
    """The parts of one tab that change: the tab itself, what it points at, and the list of content types."""

    def __init__(self, book: Book, part: SheetPart) -> None:
        self._book, self._part = book, part
        self._bulk = open_bulk(book.package.read(part.path), "sheetData", part.title)
        self._around = self._bulk.around()
        self._types = parse(book.package.read(CONTENT_TYPES), f"{book.package.name}, its content types")
        path = relations_path(part.path)
        empty = f'<Relationships xmlns="{_RELATIONS}"/>'.encode()
        self._arrows = parse(book.package.read(path) if path in book.package else empty, path)
        self.space = self._around.tag.rpartition("}")[0] + "}"
        self._office = _STRICT if "purl.oclc.org" in self.space else _OFFICE
        self.parts: dict[str, bytes | None] = {}
        self._is_added = False

    def add(self, kind: str, pattern: str, content: bytes) -> str:
        """A new part, to which the tab has this relationship; its ID."""
        folder = posixpath.dirname(self._book.path)
        names = (posixpath.join(folder, pattern % number) for number in range(1, 100_000))
        name = next(name for name in names if name not in self._book.package)
        self.parts[name] = content
        if kind == "comments":
            etree.SubElement(self._types, f"{{{_TYPES}}}Override", PartName=f"/{name}", ContentType=_COMMENTS_TYPE)
        elif not any((each.get("Extension") or "").lower() == "vml" for each in self._types):
            self._types.insert(0, etree.Element(f"{{{_TYPES}}}Default", Extension="vml", ContentType=_VML_TYPE))
        taken = {arrow.get("Id") for arrow in self._arrows}
        id = next(f"rId{number}" for number in range(1, 100_000) if f"rId{number}" not in taken)
        arrow = etree.SubElement(self._arrows, f"{{{_RELATIONS}}}Relationship", Id=id)
        arrow.set("Type", f"{self._office}/{kind}")
        arrow.set("Target", f"/{name}")
        self._is_added = True
        return id

    def point_at(self, id: str) -> None:
        """The tab draws its notes by this relationship."""
        for former in children(self._around, "legacyDrawing"):
            self._around.remove(former)
        pointer = etree.Element(f"{self.space}legacyDrawing")
        pointer.set(f"{{{self._office}}}id", id)
        insert_in_order(self._around, pointer)
        self.parts[self._part.path] = self._bulk.framed(self._around)

    def finished(self) -> dict[str, bytes | None]:
        """All parts that change."""
        if self._is_added:
            self.parts[relations_path(self._part.path)] = text_of(self._arrows)
            self.parts[CONTENT_TYPES] = text_of(self._types)
        return self.parts
