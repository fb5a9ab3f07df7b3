"""What a workbook's package is made of: its sheets in tab order, and the parts they share.

Follows the relationships rather than guessing file names, in the transitional and the strict dialect, with any
namespace prefix.
"""

from __future__ import annotations

import posixpath
from dataclasses import dataclass
from urllib.parse import unquote

from lxml import etree

from sync.errors import WorkbookError
from sync.message import say
from sync.workbook.xlsx.package import Package

XmlElement = etree._Element  # noqa: SLF001  # lxml gives its elements no public type


@dataclass(frozen=True)
class Relation:
    """A relationship of a part: `kind` is the last word of its type, `target` a part name, or a URL if `external`."""

    id: str
    kind: str
    target: str
    external: bool


@dataclass(frozen=True)
class SheetPart:
    """One tab: where its XML lies. Chart sheets and dialogs have no grid (`grid` is false)."""

    title: str
    path: str
    sheet_id: str
    grid: bool


@dataclass(frozen=True)
class Book:
    """The shape of one workbook."""

    package: Package
    path: str
    sheets: tuple[SheetPart, ...]
    relations: tuple[Relation, ...]
    date1904: bool

    def shared(self, kind: str) -> str | None:
        """The part of this kind that all sheets share (`styles`, `sharedStrings`, `calcChain`), if there is one.
        Raises `WorkbookError` if it is named and not there: without it cells would be read as something else."""
        for relation in self.relations:
            if relation.kind == kind and (relation.target in self.package or kind != "calcChain"):
                return self.package.there(relation.target)
        return None

    def sheet(self, title: str) -> SheetPart | None:
        """The tab with this title."""
        return next((sheet for sheet in self.sheets if sheet.title == title), None)


def parse(data: bytes, where: str) -> XmlElement:
    """The XML of a small part. Raises `WorkbookError` if it is broken or brings its own entities."""
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True, remove_pis=True
    )
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise WorkbookError(
            say("%(where)s is damaged: %(error)s. Restore a backup copy.", where=where, error=error)
        ) from error
    if root.getroottree().docinfo.internalDTD is not None:
        raise WorkbookError(
            say(
                "%(where)s declares entities of its own; no spreadsheet program writes that. It is refused.",
                where=where,
            )
        )
    return root


def local(element: XmlElement) -> str:
    """The name without its namespace."""
    return element.tag.rpartition("}")[2]


def children(element: XmlElement, name: str) -> list[XmlElement]:
    """The direct children with this local name."""
    return [child for child in element if local(child) == name]


def attribute(element: XmlElement, name: str) -> str | None:
    """An attribute by its local name, in whatever namespace it stands (`r:id`)."""
    for key, value in element.attrib.items():
        if str(key).rpartition("}")[2] == name and "}" in str(key):
            return str(value)
    return None


def relations_path(part: str) -> str:
    """Where the relationships of a part lie."""
    folder, name = posixpath.split(part)
    return posixpath.join(folder, "_rels", f"{name}.rels")


def relations(package: Package, part: str) -> tuple[Relation, ...]:
    """The relationships of a part (`""`: of the package itself)."""
    path = relations_path(part)
    if path not in package:
        return ()
    root = parse(package.read(path), f"{package.name}, part {path}")
    return tuple(_relation(part, element) for element in children(root, "Relationship"))


def _relation(part: str, element: XmlElement) -> Relation:
    kind = (element.get("Type") or "").rpartition("/")[2]
    target = element.get("Target") or ""
    external = element.get("TargetMode") == "External"
    return Relation(element.get("Id") or "", kind, target if external else _resolved(part, target), external)


def _resolved(part: str, target: str) -> str:
    target = unquote(target.replace("\\", "/"))
    if target.startswith("/"):
        return target.lstrip("/")
    return posixpath.normpath(posixpath.join(posixpath.dirname(part), target))


def open_book(package: Package) -> Book:
    """Find the sheets. Raises `WorkbookError` if the package holds no workbook of this format."""
    path = _main_part(package)
    root = parse(package.read(path), f"{package.name}, part {path}")
    if local(root) != "workbook":
        raise WorkbookError(
            say(
                "%(name)s holds no workbook (%(path)s is a %(local)s). Save it as .xlsx.",
                name=package.name, path=path, local=local(root),
            )
        )  # fmt: skip
    arrows = relations(package, path)
    properties = next(iter(children(root, "workbookPr")), None)
    date1904 = properties is not None and properties.get("date1904") in ("1", "true", "on")
    return Book(package, path, tuple(_sheets(root, arrows, package)), arrows, date1904)


def _main_part(package: Package) -> str:
    for relation in relations(package, ""):
        if relation.kind == "officeDocument":
            if relation.target.endswith(".bin"):
                raise WorkbookError(
                    say("%(name)s is a binary workbook (.xlsb). Open it and save it as .xlsx.", name=package.name)
                )
            return relation.target
    if "xl/workbook.xml" in package:
        return "xl/workbook.xml"
    raise WorkbookError(
        say("%(name)s is a zip file without a workbook inside. Save the workbook as .xlsx.", name=package.name)
    )


def _sheets(root: XmlElement, arrows: tuple[Relation, ...], package: Package) -> list[SheetPart]:
    by_id = {arrow.id: arrow for arrow in arrows}
    sheets = []
    for holder in children(root, "sheets"):
        for element in children(holder, "sheet"):
            arrow_id, title = attribute(element, "id"), element.get("name") or ""
            arrow = by_id.get(arrow_id or "")
            if not arrow_id:  # a module of macros, in files that were an .xls once
                sheets.append(SheetPart(title, "", element.get("sheetId") or "", grid=False))
                continue
            if arrow is None or arrow.target not in package:
                raise WorkbookError(
                    say(
                        "%(name)s is damaged: tab “%(title)s” has no content. Restore a backup copy.",
                        name=package.name, title=title,
                    )
                )  # fmt: skip
            sheets.append(SheetPart(title, arrow.target, element.get("sheetId") or "", arrow.kind == "worksheet"))
    return sheets
