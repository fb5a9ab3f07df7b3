"""One tab's XML to a `Sheet`: the text people see, what is computed, what is linked, what is merged.

Goes through the XML once, row by row. Never guesses a type: a number stays a number unless its format makes it a date.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from sync.errors import WorkbookError
from sync.model import Address, Formula, Link, Sheet
from sync.workbook import number_format
from sync.workbook.book import XmlElement, attribute, children, local, parse
from sync.workbook.cell_text import elements, number_text, rich_text, unescaped
from sync.workbook.formula import shifted

MAX_ROWS, MAX_COLUMNS = 1_048_576, 16_384
MAX_CELLS = 20_000_000
"""The most cells, counting the empty ones before the last of a row, that one tab may have."""

_REFERENCE = re.compile(r"\$?([A-Za-z]{1,3})\$?(\d{1,7})\Z")
_HYPERLINK = re.compile(r'HYPERLINK\(\s*"((?:[^"]|"")*)"\s*(?:[,;]\s*"((?:[^"]|"")*)"\s*)?\)', re.I)

Show = Callable[[str], str]


@dataclass(frozen=True)
class Shared:
    """What all tabs of a workbook share: its strings, and how each cell style shows a number."""

    strings: Sequence[str]
    meanings: Sequence[str]
    date1904: bool


@dataclass
class _Grid:
    """What a tab has given so far."""

    rows: list[tuple[str, ...]] = field(default_factory=list)
    formulas: dict[Address, Formula] = field(default_factory=dict)
    links: dict[Address, tuple[Link, ...]] = field(default_factory=dict)
    merges: list[tuple[int, int, int, int]] = field(default_factory=list)
    masters: dict[str, tuple[Address, str]] = field(default_factory=dict)
    letters: dict[str, int] = field(default_factory=dict)
    last: int = -1
    cells: int = 0


def style_meanings(data: bytes | None, where: str) -> list[str]:
    """For each cell style, what its number format makes of a number."""
    if data is None:
        return []
    root = parse(data, where)
    codes = {
        f.get("numFmtId"): f.get("formatCode") or "" for h in children(root, "numFmts") for f in children(h, "numFmt")
    }
    formats = [xf.get("numFmtId") or "0" for holder in children(root, "cellXfs") for xf in children(holder, "xf")]
    return [number_format.meaning(codes[f]) if f in codes else number_format.built_in(int(f)) for f in formats]


def read_sheet(data: bytes, title: str, shared: Shared, targets: Mapping[str, str], where: str) -> Sheet:
    """Read one tab. `targets` are the external addresses by relationship. Raises `WorkbookError` if it is damaged."""
    grid = _Grid()
    try:
        for element in elements(data, ("row", "mergeCell", "hyperlink"), where):
            name = local(element)
            if name == "row":
                _row(element, grid, shared)
            elif name == "mergeCell":
                grid.merges.append(area(element.get("ref") or ""))
            else:
                _hyperlink(element, grid, targets)
    except (ValueError, IndexError, OverflowError) as error:
        raise WorkbookError(f"{where} is damaged: {error}. Restore a backup copy.") from error
    return Sheet(title, grid.rows, grid.formulas, grid.links, tuple(grid.merges), shared.date1904)


def _row(row: XmlElement, grid: _Grid, shared: Shared) -> None:
    number = row.get("r")
    index = int(number) - 1 if number else grid.last + 1
    if not grid.last < index < MAX_ROWS:
        raise ValueError(f"row {number} is out of order")
    grid.last = index
    texts: list[str] = []
    column = -1
    for cell in row:
        reference = cell.get("r")
        column = _column(reference, grid) if reference else column + 1
        text = _cell(cell, (index, column), grid, shared)
        if text:
            texts.extend([""] * (column - len(texts)))
            texts[column:] = [text]
    grid.cells += len(texts)
    if grid.cells > MAX_CELLS:
        raise ValueError(f"more than {MAX_CELLS:,} cells in one tab")
    if texts:
        grid.rows.extend([()] * (index - len(grid.rows)))
        grid.rows.append(tuple(texts))


def _column(reference: str, grid: _Grid) -> int:
    letters = reference.rstrip("0123456789")
    if (column := grid.letters.get(letters)) is None:
        column = grid.letters[letters] = address(f"{letters}1")[1]
    return column


def _cell(cell: XmlElement, at: Address, grid: _Grid, shared: Shared) -> str:
    value, formula, inline = None, None, None
    for child in cell:
        name = child.tag.rpartition("}")[2]
        if name == "v":
            value = child.text or ""
        elif name == "f":
            formula = child
        elif name == "is":
            inline = child
    kind = cell.get("t") or "n"
    if formula is not None:
        _formula(formula, at, grid, stored=bool(value) or (kind == "str" and value is not None))
    if inline is not None:
        return rich_text(inline)
    return _shown(value, kind, cell.get("s"), shared) if value else ""


def _shown(value: str, kind: str, style: str | None, shared: Shared) -> str:
    if kind == "s":
        return shared.strings[int(value)]
    if kind == "n":
        finest = _meaning(style, shared)
        return number_text(value) if finest == number_format.NUMBER else _dated(value, finest, shared.date1904)
    if kind == "b":
        return "TRUE" if value.strip() in ("1", "true") else "FALSE"
    if kind == "d":
        return number_format.iso_text(value, _meaning(style, shared))
    return unescaped(value)


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
        text = shifted(master, at[0] - row, at[1] - column)
    grid.formulas[at] = Formula(text, stored)
    if found := tuple(Link(_quoted(name), _quoted(url)) for url, name in _HYPERLINK.findall(text) if url[:1] != "#"):
        grid.links[at] = found


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


def address(reference: str) -> Address:
    """`H7` → (6, 7). Raises `ValueError` if it is none, or outside the grid."""
    match = _REFERENCE.match(reference)
    if match is None:
        raise ValueError(f"{reference!r} is not a cell")
    column = 0
    for letter in match.group(1).upper():
        column = column * 26 + ord(letter) - 64
    row = int(match.group(2))
    if not (1 <= row <= MAX_ROWS and column <= MAX_COLUMNS):
        raise ValueError(f"{reference!r} is outside the grid")
    return row - 1, column - 1


def area(reference: str) -> tuple[int, int, int, int]:
    """`A1:C4` → (0, 0, 3, 2); a single cell is its own area."""
    first, _, last = reference.partition(":")
    (top, left), (bottom, right) = address(first), address(last or first)
    return min(top, bottom), min(left, right), max(top, bottom), max(left, right)
