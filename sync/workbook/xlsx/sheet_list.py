"""The list of sheets in a workbook's main part, and the names that count by position in it."""

from __future__ import annotations

from collections.abc import Sequence

from lxml import etree

from sync.workbook.xlsx.book import XmlElement, children, local

_HEAD = {"fileVersion", "fileSharing", "workbookPr", "AlternateContent", "revisionPtr", "absPath", "workbookProtection"}
_HEAD |= {"bookViews", "sheets", "functionGroups", "externalReferences"}


class SheetList:
    """The main part of a workbook, open for more sheets."""

    def __init__(self, root: XmlElement) -> None:
        self.root = root
        self.holder = children(root, "sheets")[0]

    def titles(self) -> list[str]:
        return [sheet.get("name") or "" for sheet in children(self.holder, "sheet")]

    def add(self, title: str, arrow: str, source: SheetList, position: int, order: Sequence[str]) -> None:
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
