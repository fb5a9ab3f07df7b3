"""Styles of one workbook added at the end of another's, so that every style that is there keeps its number."""

from __future__ import annotations

from copy import deepcopy
from dataclasses import dataclass

from lxml import etree

from sync.workbook.xlsx.book import XmlElement, children

_ORDER = (
    "numFmts",
    "fonts",
    "fills",
    "borders",
    "cellStyleXfs",
    "cellXfs",
    "cellStyles",
    "dxfs",
    "tableStyles",
    "colors",
)
_FIRST_FREE_FORMAT = 164


@dataclass(frozen=True)
class Styles:
    """The merged styles; `cells` and `rules` map the donor's cell styles and colour rules to their new numbers."""

    root: XmlElement
    cells: tuple[int, ...]
    rules: tuple[int, ...]


def merge_styles(own: XmlElement | None, donor: XmlElement) -> Styles:
    """Add the donor's styles to a workbook's own. A workbook without styles takes those of the donor."""
    if own is None:
        cells, rules = (_items(donor, name) for name in ("cellXfs", "dxfs"))
        return Styles(donor, tuple(range(len(cells))), tuple(range(len(rules))))
    formats = _formats(own, donor)
    moved = {name: _appended(own, donor, name) for name in ("fonts", "fills", "borders")}
    looks = [_add(own, "cellXfs", _pointing(xf, moved, formats)) for xf in _items(donor, "cellXfs")]
    return Styles(own, tuple(looks), tuple(_appended(own, donor, "dxfs")))


def merge_rules(own: XmlElement, donor: XmlElement) -> tuple[int, ...]:
    """Add the looks of the donor's colour rules alone; their new numbers."""
    return tuple(_appended(own, donor, "dxfs"))


def _pointing(xf: XmlElement, moved: dict[str, list[int]], formats: dict[str, str]) -> XmlElement:
    copied = deepcopy(xf)
    for name, kind in (("fontId", "fonts"), ("fillId", "fills"), ("borderId", "borders")):
        copied.set(name, str(moved[kind][int(xf.get(name) or 0)]))
    number = xf.get("numFmtId") or "0"
    copied.set("numFmtId", formats.get(number, number))
    copied.set("xfId", "0")
    for name in ("applyFont", "applyFill", "applyBorder", "applyNumberFormat", "applyAlignment", "applyProtection"):
        copied.set(name, "1")
    return copied


def _formats(own: XmlElement, donor: XmlElement) -> dict[str, str]:
    taken = [int(item.get("numFmtId") or 0) for item in _items(own, "numFmts")]
    free, numbers = max([_FIRST_FREE_FORMAT - 1, *taken]) + 1, {}
    for offset, item in enumerate(_items(donor, "numFmts")):
        copied = deepcopy(item)
        copied.set("numFmtId", str(free + offset))
        numbers[item.get("numFmtId") or ""] = str(free + offset)
        _add(own, "numFmts", copied)
    return numbers


def _appended(own: XmlElement, donor: XmlElement, name: str) -> list[int]:
    return [_add(own, name, deepcopy(item)) for item in _items(donor, name)]


def _items(root: XmlElement, name: str) -> list[XmlElement]:
    return [item for holder in children(root, name) for item in holder]


def _add(own: XmlElement, name: str, item: XmlElement) -> int:
    """Append an item to its table, unless an equal one is there; its index in the table, which is made if missing."""
    holder = _holder(own, name)
    space = holder.tag.rpartition("}")[0] + "}"
    for element in item.iter():
        element.tag = space + element.tag.rpartition("}")[2]
    items = _items(own, name)
    wanted = _canonical(item)
    for number, other in enumerate(items):
        if _canonical(other) == wanted:
            return number
    holder.append(item)
    holder.set("count", str(len(items) + 1))
    return len(items)


def _canonical(item: XmlElement) -> bytes:
    alone = deepcopy(item)
    alone.tail = None
    etree.cleanup_namespaces(alone)
    return bytes(etree.tostring(alone, method="c14n"))


def _holder(own: XmlElement, name: str) -> XmlElement:
    for holder in children(own, name):
        return holder
    space = own.tag.rpartition("}")[0] + "}"
    holder = etree.Element(space + name)
    before = _ORDER[: _ORDER.index(name)]
    earlier = [child for child in own if child.tag.rpartition("}")[2] in before]
    if earlier:
        earlier[-1].addnext(holder)
    else:
        own.insert(0, holder)
    return holder
