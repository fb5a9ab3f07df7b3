"""The bytes of a workbook as `Sheet`s: the text people see, what is computed, what is linked, what is merged.

Each tab's XML is read once, row by row. No type is guessed: a number stays a number unless its format makes it a date.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field

from sync.errors import WorkbookError
from sync.message import say
from sync.model import Address, Area, Formula, Link, Sheet
from sync.workbook import number_format
from sync.workbook.xlsx.book import (
    Book,
    SheetPart,
    XmlElement,
    attribute,
    children,
    local,
    open_book,
    parse,
    relations,
)
from sync.workbook.xlsx.cell_text import (
    is_struck,
    number_text,
    rich_text,
    shared_strings,
    strikes,
    struck_strings,
    unescaped,
)
from sync.workbook.xlsx.formula import shift_formula
from sync.workbook.xlsx.package import Package
from sync.workbook.xlsx.reference import MAX_ROWS, address, area
from sync.workbook.xlsx.row_stream import open_bulk
from sync.workbook.xlsx.sheet_xml import put_in_order

MAX_CELLS = 20_000_000
"""The most cells, counting the empty ones before the last of a row, that one tab may have."""

_HYPERLINK = re.compile(r'HYPERLINK\(\s*"((?:[^"]|"")*)"\s*(?:[,;]\s*"((?:[^"]|"")*)"\s*)?\)', re.I)

Show = Callable[[str], str]


@dataclass(frozen=True)
class Shared:
    """What all tabs of a workbook share: its strings, how each cell style shows a number, and which strings and cell
    styles are struck through."""

    strings: Sequence[str]
    meanings: Sequence[str]
    date1904: bool
    struck_strings: frozenset[int] = frozenset()
    struck_styles: frozenset[int] = frozenset()


@dataclass
class _Grid:
    """What a tab has given so far. `strikes`: something in it may be struck through."""

    strikes: bool = False
    rows: list[tuple[str, ...]] = field(default_factory=list)
    formulas: dict[Address, Formula] = field(default_factory=dict)
    links: dict[Address, tuple[Link, ...]] = field(default_factory=dict)
    merges: list[Area] = field(default_factory=list)
    lists: list[Area] = field(default_factory=list)
    struck: set[Address] = field(default_factory=set)
    protected: bool = False
    masters: dict[str, tuple[Address, str]] = field(default_factory=dict)
    letters: dict[str, int] = field(default_factory=dict)
    last: int = -1
    cells: int = 0


def style_meanings(data: bytes | None, where: str) -> list[str]:
    """For each cell style, what its number format makes of a number: its meaning, or the unit that stands behind it."""
    if data is None:
        return []
    root = parse(data, where)
    codes = {
        f.get("numFmtId"): f.get("formatCode") or "" for h in children(root, "numFmts") for f in children(h, "numFmt")
    }
    formats = [xf.get("numFmtId") or "0" for holder in children(root, "cellXfs") for xf in children(holder, "xf")]
    known = {f: number_format.unit_shown(code) or number_format.meaning(code) for f, code in codes.items()}
    return [known[f] if f in known else number_format.built_in(int(f)) for f in formats]


def struck_styles(data: bytes | None, where: str) -> frozenset[int]:
    """The cell styles whose font strikes through."""
    if data is None or b"strike" not in data:
        return frozenset()
    root = parse(data, where)
    fonts = [font for holder in children(root, "fonts") for font in children(holder, "font")]
    struck = {str(number) for number, font in enumerate(fonts) if strikes(font)}
    styles = [xf for holder in children(root, "cellXfs") for xf in children(holder, "xf")]
    return frozenset(number for number, xf in enumerate(styles) if xf.get("fontId", "0") in struck)


def read_sheet(data: bytes, title: str, shared: Shared, targets: Mapping[str, str], where: str) -> Sheet:
    """Read one tab. `targets` are the external addresses by relationship. Raises `WorkbookError` if it is damaged."""
    doubled: tuple[Address, ...] | None = None
    try:
        try:
            grid = _read_grid(data, shared, targets, where)
        except _NotInOrderError:
            data, doubled = put_in_order(data, where)
            grid = _read_grid(data, shared, targets, where)
    except (ValueError, IndexError, OverflowError) as error:
        raise WorkbookError(
            say("%(where)s is damaged: %(error)s. Restore a backup copy.", where=where, error=error)
        ) from error
    return Sheet(
        title, grid.rows, grid.formulas, grid.links, tuple(grid.merges), shared.date1904,
        lists=tuple(grid.lists), protected=grid.protected, in_order=doubled is None, doubled=doubled or (),
        struck=frozenset(grid.struck),
    )  # fmt: skip


class _NotInOrderError(Exception):
    """The cells do not stand in the order of their addresses."""


def _read_grid(data: bytes, shared: Shared, targets: Mapping[str, str], where: str) -> _Grid:
    grid, bulk = _Grid(), open_bulk(data, "sheetData", where)
    grid.strikes = bool(shared.struck_strings or shared.struck_styles) or b"strike" in data
    for row in bulk.items("row"):
        _row(row, grid, shared)
    _surroundings(bulk.around(), grid, targets)
    return grid


def _surroundings(root: XmlElement, grid: _Grid, targets: Mapping[str, str]) -> None:
    for holder in children(root, "mergeCells"):
        grid.merges.extend(area(cell.get("ref") or "") for cell in children(holder, "mergeCell"))
    for holder in children(root, "hyperlinks"):
        for link in children(holder, "hyperlink"):
            _hyperlink(link, grid, targets)
    grid.protected = any(holder.get("sheet") in ("1", "true") for holder in children(root, "sheetProtection"))
    grid.lists.extend(_listed(root))


def _listed(root: XmlElement) -> Iterator[Area]:
    """Where lists are chosen from, in the old form and in the one Excel writes for lists in other tabs."""
    for rule in root.iter("{*}dataValidation"):
        if rule.get("type") == "list":
            spans = rule.get("sqref") or next((each.text or "" for each in rule if local(each) == "sqref"), "")
            for span in spans.split():
                with suppress(ValueError):  # what no program writes is no dropdown, and no reason to read nothing
                    yield area(span)


def _row(row: XmlElement, grid: _Grid, shared: Shared) -> None:
    index = _row_index(row.get("r"), grid)
    texts: list[str] = []
    column, number = -1, str(index + 1)
    for cell in row:
        reference, last = cell.get("r"), column
        column = _column(reference, number, grid) if reference else column + 1
        if column <= last:
            raise _NotInOrderError
        if len(cell) and (text := _cell(cell, (index, column), grid, shared)):
            if (gap := column - len(texts)) > 0:
                texts.extend([""] * gap)
            texts.append(text)
            if grid.strikes and _is_struck(cell, shared):
                grid.struck.add((index, column))
    if texts:
        _keep(texts, index, grid)


def _is_struck(cell: XmlElement, shared: Shared) -> bool:
    if shared.struck_styles and int(cell.get("s") or 0) in shared.struck_styles:
        return True
    kind = cell.get("t")
    if kind == "s" and shared.struck_strings:
        return any(local(part) == "v" and int(part.text or -1) in shared.struck_strings for part in cell)
    return kind == "inlineStr" and is_struck(cell[0])


def _row_index(number: str | None, grid: _Grid) -> int:
    index = int(number) - 1 if number else grid.last + 1
    if not 0 <= index < MAX_ROWS:
        raise ValueError(f"row {number} is outside the grid")
    if index <= grid.last:
        raise _NotInOrderError
    grid.last = index
    return index


def _column(reference: str, number: str, grid: _Grid) -> int:
    letters = reference.removesuffix(number)
    if (column := grid.letters.get(letters)) is None:
        row, column = address(reference)
        if row != int(number) - 1:
            raise _NotInOrderError
        grid.letters[letters] = column
    return column


def _keep(texts: list[str], index: int, grid: _Grid) -> None:
    grid.cells += len(texts)
    if grid.cells > MAX_CELLS:
        raise ValueError(f"more than {MAX_CELLS:,} cells in one tab")
    if (gap := index - len(grid.rows)) > 0:
        grid.rows.extend([()] * gap)
    grid.rows.append(tuple(texts))


def _cell(cell: XmlElement, at: Address, grid: _Grid, shared: Shared) -> str:
    kind = cell.get("t") or "n"
    first = cell[0]
    if kind == "inlineStr":
        return rich_text(first if len(cell) == 1 else next((each for each in cell if local(each) == "is"), first))
    if len(cell) == 1 and first.tag.endswith("}v"):
        return _shown(first.text or "", kind, cell, shared)
    parts = {local(child): child for child in cell}
    value = (parts["v"].text or "") if "v" in parts else None
    if "f" in parts:
        _formula(parts["f"], at, grid, stored=bool(value) or (kind == "str" and value is not None))
    return _shown(value or "", kind, cell, shared)


def _shown(value: str, kind: str, cell: XmlElement, shared: Shared) -> str:
    if not value:
        return ""
    if kind == "s":
        return _shared_string(int(value), shared)
    if kind == "n":
        finest = _meaning(cell.get("s"), shared)
        if finest in number_format.UNITS:
            return number_format.with_unit(number_text(value), finest)
        return number_text(value) if finest == number_format.NUMBER else _dated(value, finest, shared.date1904)
    if kind == "b":
        return "TRUE" if value.strip() in ("1", "true") else "FALSE"
    if kind == "d":
        return number_format.iso_text(value, _meaning(cell.get("s"), shared))
    return unescaped(value)


def _shared_string(number: int, shared: Shared) -> str:
    if not 0 <= number < len(shared.strings):
        raise ValueError(f"it points at text {number} of {len(shared.strings)} shared ones")
    return shared.strings[number]


def _meaning(style: str | None, shared: Shared) -> str:
    index = int(style or 0)
    return shared.meanings[index] if index < len(shared.meanings) else number_format.NUMBER


def _dated(value: str, finest: str, date1904: bool) -> str:
    text = number_format.serial_text(float(value), finest, date1904)
    return number_text(value) if text is None else text


def _formula(element: XmlElement, at: Address, grid: _Grid, stored: bool) -> None:
    text = unescaped(element.text or "")
    group = element.get("si") if element.get("t") == "shared" else None
    if group is not None and text:
        grid.masters[group] = (at, text)
    elif group is not None and group in grid.masters:
        (row, column), master = grid.masters[group]
        text = shift_formula(master, at[0] - row, at[1] - column)
    grid.formulas[at] = Formula(text, stored)
    if targets := tuple(Link(_quoted(name), _quoted(url)) for url, name in _HYPERLINK.findall(text) if url[:1] != "#"):
        grid.links[at] = targets


def _quoted(text: str) -> str:
    return text.replace('""', '"')


def _hyperlink(element: XmlElement, grid: _Grid, targets: Mapping[str, str]) -> None:
    url = targets.get(attribute(element, "id") or "")
    if not url:
        return  # a jump inside the workbook
    if (place := element.get("location")) and "#" not in url:
        url = f"{url}#{place}"
    top, left, bottom, right = area(element.get("ref") or "")
    for row in range(top, min(bottom, len(grid.rows) - 1) + 1):
        for column in range(left, min(right, len(grid.rows[row]) - 1) + 1):
            _link(grid, (row, column), url)


def _link(grid: _Grid, at: Address, url: str) -> None:
    text = grid.rows[at[0]][at[1]].strip()
    if text:
        grid.links[at] = (*grid.links.get(at, ()), Link("" if text == url else text, url))


# --- the whole workbook


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
    texts, looks = (book.package.read(part) if part else None for part in (strings, styles))
    struck = frozenset[int]() if texts is None else struck_strings(texts, f"{where}, part {strings}")
    return Shared(
        [] if texts is None else shared_strings(texts, f"{where}, part {strings}"),
        style_meanings(looks, f"{where}, part {styles}"),
        book.date1904, struck, struck_styles(looks, f"{where}, part {styles}"),
    )  # fmt: skip


def _sheet(book: Book, part: SheetPart, shared: Shared) -> Sheet:
    arrows = relations(book.package, part.path)
    targets = {arrow.id: arrow.target for arrow in arrows if arrow.kind == "hyperlink" and arrow.external}
    where = f"{book.package.name}, tab “{part.title}”"
    return read_sheet(book.package.read(part.path), part.title, shared, targets, where)


def unkept_parts(book: Book) -> tuple[str, ...]:
    """What this workbook holds that is no longer true once any cell changes, in words for an operator."""
    names = [name.replace("\\", "/").lower() for name in book.package.names()]
    unkept = []
    if any(name.startswith("_xmlsignatures/") for name in names):
        unkept.append("the digital signature (a changed file needs to be signed again)")
    if any("/revisions/" in name for name in names):
        unkept.append("the change log of a shared workbook (it will not name the cells written by sync)")
    return tuple(unkept)
