"""Cell references as spreadsheets write them, and how far a sheet reaches."""

from __future__ import annotations

import re
from functools import lru_cache

from sync.model import Address, Area

MAX_ROWS, MAX_COLUMNS = 1_048_576, 16_384

_COLUMN, _ROW = re.compile(r"\$?[A-Za-z]{1,3}\Z"), re.compile(r"\d{1,7}\Z")
_REFERENCE = re.compile(r"\$?([A-Za-z]{1,3})\$?(\d{1,7})\Z")


def address(reference: str) -> Address:
    """`H7` → (6, 7). Raises `ValueError` if it is none, or outside the grid."""
    match = _REFERENCE.match(reference)
    if match is None:
        raise ValueError(f"{reference!r} is not a cell")
    column = column_number(match.group(1))
    row = int(match.group(2))
    if not (1 <= row <= MAX_ROWS and column <= MAX_COLUMNS):
        raise ValueError(f"{reference!r} is outside the grid")
    return row - 1, column - 1


@lru_cache(maxsize=1024)
def column_number(letters: str) -> int:
    """A → 1, AA → 27."""
    number = 0
    for letter in letters.upper():
        number = number * 26 + ord(letter) - 64
    return number


def area(reference: str) -> Area:
    """`A1:C4` → (0, 0, 3, 2); a single cell is its own area, `A:C` are whole columns, `1:4` whole rows."""
    first, _, last = reference.partition(":")
    if _COLUMN.match(first) and _COLUMN.match(last):
        first, last = f"{first}1", f"{last}{MAX_ROWS}"
    elif _ROW.match(first) and _ROW.match(last):
        first, last = f"A{first}", f"XFD{last}"
    (top, left), (bottom, right) = address(first), address(last or first)
    return min(top, bottom), min(left, right), max(top, bottom), max(left, right)
