"""A1 notation: text to rectangle and back.

A rectangle is zero-based and half open, as in the API's GridRange; an end of None means "to the edge of the grid".
"""

from __future__ import annotations

import re
from typing import Any, NamedTuple

CORNER = re.compile(r"\$?([A-Za-z]{0,3})\$?(\d*)")
CELL_LIKE = re.compile(r"[A-Za-z]{1,3}\d+|[Rr]\d*[Cc]\d*")
PLAIN = re.compile(r"[A-Za-z_]\w*", re.ASCII)


class Area(NamedTuple):
    """Rows top..bottom, columns left..right, ends excluded."""

    top: int
    bottom: int
    left: int
    right: int

    @property
    def rows(self) -> range:
        return range(self.top, self.bottom)

    @property
    def columns(self) -> range:
        return range(self.left, self.right)

    @property
    def height(self) -> int:
        return self.bottom - self.top

    @property
    def width(self) -> int:
        return self.right - self.left

    def meets(self, other: Area) -> bool:
        return (
            self.top < other.bottom and other.top < self.bottom and self.left < other.right and other.left < self.right
        )

    def holds(self, other: Area) -> bool:
        return (
            self.top <= other.top
            and other.bottom <= self.bottom
            and self.left <= other.left
            and other.right <= self.right
        )

    def within(self, other: Area) -> Area:
        return Area(
            max(self.top, other.top),
            min(self.bottom, other.bottom),
            max(self.left, other.left),
            min(self.right, other.right),
        )


class Corners(NamedTuple):
    """A range as written: None where an end is open."""

    top: int | None
    bottom: int | None
    left: int | None
    right: int | None


def column_name(index: int) -> str:
    """0 → A, 25 → Z, 26 → AA."""
    name = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        name = chr(65 + rest) + name
    return name


def column_index(name: str) -> int:
    """A → 0."""
    index = 0
    for letter in name.upper():
        index = index * 26 + ord(letter) - 64
    return index - 1


def cell_name(row: int, column: int) -> str:
    return f"{column_name(column)}{row + 1}"


def quoted(title: str) -> str:
    """A tab's title as Google echoes it: bare, unless it looks like a cell or holds anything but word characters."""
    if PLAIN.fullmatch(title) and not CELL_LIKE.fullmatch(title):
        return title
    return "'" + title.replace("'", "''") + "'"


def area_name(area: Area) -> str:
    first, last = cell_name(area.top, area.left), cell_name(area.bottom - 1, area.right - 1)
    return first if first == last else f"{first}:{last}"


def label(title: str, area: Area) -> str:
    return f"{quoted(title)}!{area_name(area)}"


def split(text: str) -> tuple[str | None, str | None, bool]:
    """Title, range and whether the title was quoted; `Sheet1` alone comes back as the range."""
    if text.startswith("'"):
        match = re.fullmatch(r"'((?:[^']|'')*)'(?:!(.*))?", text, re.S)
        if match is None:
            return None, None, True
        return match[1].replace("''", "'"), match[2], True
    title, mark, rest = text.rpartition("!")
    return (title, rest, False) if mark else (None, text, False)


def _corner(text: str) -> tuple[int | None, int | None] | None:
    match = CORNER.fullmatch(text)
    if match is None or not text or text.strip("$") == "":
        return None
    row = int(match[2]) - 1 if match[2] else None
    if row is not None and row < 0:
        return None
    return row, column_index(match[1]) if match[1] else None


def _r1c1(text: str) -> tuple[int | None, int | None] | None:
    match = re.fullmatch(r"[Rr](\d+)[Cc](\d+)", text)
    return (int(match[1]) - 1, int(match[2]) - 1) if match else None


def corners(text: str) -> Corners | None:
    """`A1`, `A1:B2`, `A:C`, `2:5`, `A2:2`, `A2:C`, `R1C1:R2C3`; reversed corners are put in order [recorded]."""
    first, mark, second = text.partition(":")
    one = _r1c1(first) or _corner(first)
    two = (_r1c1(second) or _corner(second)) if mark else one
    if one is None or two is None or (not mark and None in one):
        return None
    rows, columns = _ordered(one[0], two[0]), _ordered(one[1], two[1])
    return Corners(rows[0], rows[1], columns[0], columns[1])


def _ordered(one: int | None, two: int | None) -> tuple[int | None, int | None]:
    """Start and end (excluded) on one axis; a single number opens the other side: `A2:2` is row 2 from A on."""
    if one is not None and two is not None:
        return min(one, two), max(one, two) + 1
    start = one if one is not None else two
    return start, None


def grid_range(area: Area, sheet_id: int) -> dict[str, Any]:
    """The API's form: the first tab's id 0 is left out [recorded]."""
    found: dict[str, Any] = {"sheetId": sheet_id} if sheet_id else {}
    return found | {
        "startRowIndex": area.top,
        "endRowIndex": area.bottom,
        "startColumnIndex": area.left,
        "endColumnIndex": area.right,
    }
