"""Tables of OpenDocument spreadsheets and of Word documents: what their cells show, link to and are merged with."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from lxml import etree

from sync.cells.text import clean
from sync.errors import ListError
from sync.importing.source_tab import TOO_LARGE, SourceTab, SpannedGrid, titled
from sync.model import Link, Sheet
from sync.workbook import number_format
from sync.workbook.xlsx.book import XmlElement, attribute, children, local
from sync.workbook.xlsx.cell_text import number_text

_MAX_PART = 2**28
_MOST_REPEATED = 2000
_MOST_ALIKE = 100_000
"""Rows or cells that hold the same: more is a mistake of the file, or meant to fill this machine."""
_FORMULA_LINK = re.compile(r'HYPERLINK\(\s*"((?:[^"]|"")*)"', re.IGNORECASE)
_FIELD_LINK = re.compile(r'HYPERLINK\s+"([^"]+)"')


def zip_part(data: bytes, part: str) -> XmlElement:
    """A part of the file as XML. Raises `ListError` if it is too large, `ValueError` if it brings its own entities (no
    program writes that), and what a damaged file makes zip and XML readers raise."""
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        if package.getinfo(part).file_size > _MAX_PART:
            raise ListError(TOO_LARGE)
        parser = etree.XMLParser(
            resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True, remove_pis=True
        )
        root = etree.fromstring(package.read(part), parser)
    if root.getroottree().docinfo.internalDTD is not None:
        raise ValueError("declares entities of its own")
    return root


# --- OpenDocument


@dataclass(frozen=True)
class _Styles:
    """Which precision the dates of a style show; by column the style of cells that name none."""

    finest: dict[str, str]
    columns: list[str]


def read_ods(data: bytes) -> list[SourceTab]:
    """The tabs of an OpenDocument spreadsheet."""
    content = zip_part(data, "content.xml")
    finest = _date_styles([content, zip_part(data, "styles.xml")])
    return [SourceTab(_ods_sheet(table, finest)) for table in content.iter("{*}table")]


def _date_styles(parts: list[XmlElement]) -> dict[str, str]:
    """Style of cells → the smallest part of a date that it shows."""
    formats: dict[str, str] = {}
    for root in parts:
        for style in root.iter("{*}date-style"):
            shown = {local(part) for part in style}
            named = (("day", number_format.DAY), ("month", number_format.MONTH), ("quarter", number_format.QUARTER))
            formats[attribute(style, "name") or ""] = next(
                (finest for part, finest in named if part in shown), number_format.YEAR
            )
    styles = ((attribute(each, "name"), attribute(each, "data-style-name")) for root in parts for each in root.iter())
    return {name: formats[data] for name, data in styles if name and data in formats}


def _ods_sheet(table: XmlElement, finest: dict[str, str]) -> Sheet:
    columns: list[str] = []
    for column in table.iter("{*}table-column"):
        columns += [attribute(column, "default-cell-style-name") or ""] * min(_repeated(column, "columns"), 500)
    grid, styles = SpannedGrid(), _Styles(finest, columns)
    for row in table.iter("{*}table-row"):
        repeated = _repeated(row, "rows")
        filled = any(local(part) == "p" for part in row.iter())
        if filled and repeated > _MOST_ALIKE:
            raise ListError(TOO_LARGE)
        for _ in range(repeated if filled or repeated <= _MOST_REPEATED else 1):
            grid.new_row()
            _ods_row(row, grid, styles)
    return grid.sheet(attribute(table, "name") or "")


def _repeated(element: XmlElement, kind: str) -> int:
    return int(attribute(element, f"number-{kind}-repeated") or 1)


def _ods_row(row: XmlElement, grid: SpannedGrid, styles: _Styles) -> None:
    for cell in row:
        repeated = _repeated(cell, "columns")
        if local(cell) != "table-cell":
            continue  # covered: the cell that reaches here was counted where it stands
        text, links = _ods_text(cell, styles, len(grid.rows[-1])), list(_ods_links(cell))
        down, across = (int(attribute(cell, f"number-{kind}-spanned") or 1) for kind in ("rows", "columns"))
        if text and repeated > _MOST_ALIKE:
            raise ListError(TOO_LARGE)
        for _ in range(repeated if text or repeated <= _MOST_REPEATED else 1):
            grid.put(text, links, down=down, across=across)


def _ods_text(cell: XmlElement, styles: _Styles, place: int) -> str:
    kind = attribute(cell, "value-type")
    shown = "\n".join("".join(_ods_pieces(part)) for part in children(cell, "p"))
    if kind == "date" and (stored := attribute(cell, "date-value")):
        style = attribute(cell, "style-name") or (styles.columns[place] if place < len(styles.columns) else "")
        return number_format.date_text(date.fromisoformat(stored[:10]), styles.finest.get(style, number_format.DAY))
    if kind == "float" and not any(sign.isalpha() for sign in shown):
        return number_text(attribute(cell, "value") or shown)
    if kind == "boolean":
        return (attribute(cell, "boolean-value") or "").upper()
    return clean(shown, lines=True)


def _ods_pieces(element: XmlElement) -> Iterator[str]:
    yield element.text or ""
    for part in element:
        if local(part) == "line-break":
            yield "\n"
        elif local(part) in ("s", "tab"):
            yield " "
        elif local(part) != "annotation":
            yield from _ods_pieces(part)
        yield part.tail or ""


def _ods_links(cell: XmlElement) -> Iterator[Link]:
    for anchor in cell.iter("{*}a"):
        if (url := attribute(anchor, "href")) and not url.startswith("#"):
            yield Link(clean("".join(_ods_pieces(anchor))), url)
    for url in _FORMULA_LINK.findall(attribute(cell, "formula") or ""):
        yield Link("", url.replace('""', '"'))


# --- Word


def read_docx(data: bytes) -> list[SourceTab]:
    """The tables of a Word document, each with the two paragraphs before it."""
    body = next(zip_part(data, "word/document.xml").iter("{*}body"), None)
    if body is None:
        raise ValueError("no body")
    try:
        relations = zip_part(data, "word/_rels/document.xml.rels")
    except KeyError:
        relations = etree.Element("none")
    targets = {each.get("Id") or "": each.get("Target") or "" for each in relations if each.get("TargetMode")}
    tabs: list[SourceTab] = []
    above: list[str] = []
    for element in body:
        if local(element) == "p" and (text := clean("".join(_word_pieces(element)))):
            above.append(text)
        for table in [element] if local(element) == "tbl" else element.iter("{*}tbl"):
            tabs.append(SourceTab(_word_grid(table, targets).sheet(), tuple(above[-2:])))
            above = []
    return titled(tabs)


def _word_grid(table: XmlElement, targets: dict[str, str]) -> SpannedGrid:
    """Cells that go on downwards are counted ahead: each says only that it continues the one above."""
    rows = [[(cell, *_word_place(cell)) for cell in children(row, "tc")] for row in children(table, "tr")]
    grid = SpannedGrid()
    for number, cells in enumerate(rows):
        grid.new_row()
        starts = _starts(cells)
        for (cell, across, merge), start in zip(cells, starts, strict=True):
            if merge != "continue":
                down = _reach(rows, number, start) if merge == "restart" else 1
                text = "\n".join("".join(_word_pieces(part)) for part in children(cell, "p"))
                grid.put(clean(text, lines=True), _word_links(cell, targets), down=down, across=across)
    return grid


def _word_place(cell: XmlElement) -> tuple[int, str]:
    """How many columns a cell covers, and whether it begins or continues a merge downwards."""
    across, merge = 1, ""
    for properties in children(cell, "tcPr"):
        for span in children(properties, "gridSpan"):
            across = int(attribute(span, "val") or 1)
        for down in children(properties, "vMerge"):
            merge = attribute(down, "val") or "continue"
    return across, merge


def _starts(cells: list[tuple[XmlElement, int, str]]) -> list[int]:
    starts = [0]
    for _, across, _ in cells:
        starts.append(starts[-1] + across)
    return starts[:-1]


def _reach(rows: list[list[tuple[XmlElement, int, str]]], number: int, start: int) -> int:
    down = 1
    for cells in rows[number + 1 :]:
        if not any(
            place == start and merge == "continue" for place, (_, _, merge) in zip(_starts(cells), cells, strict=True)
        ):
            break
        down += 1
    return down


def _word_pieces(element: XmlElement) -> Iterator[str]:
    for part in element.iter():
        if local(part) == "t":
            yield part.text or ""
        elif local(part) in ("br", "cr"):
            yield "\n"
        elif local(part) == "tab" and attribute(part, "val") is None:
            yield " "


def _word_links(cell: XmlElement, targets: dict[str, str]) -> Iterator[Link]:
    for anchor in cell.iter("{*}hyperlink"):
        if url := targets.get(attribute(anchor, "id") or ""):
            yield Link(clean("".join(_word_pieces(anchor))), url)
    fields = [part.text or "" for part in cell.iter("{*}instrText")]
    fields += [attribute(part, "instr") or "" for part in cell.iter("{*}fldSimple")]
    for url in _FIELD_LINK.findall("".join(fields)):
        yield Link("", url)
