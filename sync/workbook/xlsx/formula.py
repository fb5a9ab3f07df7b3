"""Moving a formula from one cell to another, as spreadsheets do for formulas that several cells share."""

from __future__ import annotations

import re
from collections.abc import Callable

from sync.model import column_letters
from sync.workbook.xlsx.reference import column_number

# Strings and quoted sheet names pass unchanged; so do names and functions that merely look like a cell (LOG10, A1B).
_PIECE = re.compile(
    r"""("(?:[^"]|"")*"|'(?:[^']|'')*'!?|\[[^\]]*\])"""
    r"""|(?<![A-Za-z0-9_.\\$])(\$?)([A-Za-z]{1,3})(\$?)([1-9]\d{0,6})(?![A-Za-z0-9_.(!])"""
    r"""|(?<![A-Za-z0-9_.\\$])(\$?)([A-Za-z]{1,3}):(\$?)([A-Za-z]{1,3})(?![A-Za-z0-9_.(!])"""
    r"""|(?<![A-Za-z0-9_.\\$])(\$?)([1-9]\d{0,6}):(\$?)([1-9]\d{0,6})(?![A-Za-z0-9_.(!])"""
)


def shift_formula(text: str, rows: int, columns: int) -> str:
    """The formula as it reads when moved by so many rows and columns: relative references move, `$` ones stay."""
    return _PIECE.sub(lambda match: _moved(match, rows, columns), text)


def map_columns(text: str, place: Callable[[int], int], *, relative: bool = True) -> str | None:
    """The formula after the columns of its sheet have moved, `place` being old → new. None if that cannot be told: it
    names an area of several columns, or, unless `relative`, a column that is not fixed by `$`."""
    pieces, at, foreign = [], 0, False
    for match in _PIECE.finditer(text):
        literal, dollar, letters = match.groups()[:3]
        before = text[at : match.start()]
        pieces.append(before)
        at = match.end()
        follows = before == ":"
        foreign = before.endswith("!") or text[: match.start()].endswith("!") or (foreign and follows)
        if literal is not None or foreign:
            pieces.append(match.group(0))
        elif letters is None or follows or text[at : at + 1] == ":" or not (dollar or relative):
            return None
        else:
            rest = match.group(0)[len(dollar) + len(letters) :]
            pieces.append(dollar + column_letters(place(column_number(letters) - 1)) + rest)
    return "".join([*pieces, text[at:]])


def _moved(match: re.Match[str], rows: int, columns: int) -> str:
    literal, *parts = match.groups()
    if literal is not None:
        return literal
    cell, whole_columns, whole_rows = parts[:4], parts[4:8], parts[8:]
    if cell[1]:
        moved = _column(cell[0], cell[1], columns) + _row(cell[2], cell[3], rows)
    elif whole_columns[1]:
        first, last = whole_columns[:2], whole_columns[2:]
        moved = f"{_column(first[0], first[1], columns)}:{_column(last[0], last[1], columns)}"
    else:
        first, last = whole_rows[:2], whole_rows[2:]
        moved = f"{_row(first[0], first[1], rows)}:{_row(last[0], last[1], rows)}"
    return "#REF!" if "#" in moved else moved


def _column(dollar: str, letters: str, by: int) -> str:
    if dollar:
        return dollar + letters
    number = 0
    for letter in letters.upper():
        number = number * 26 + ord(letter) - 64
    return column_letters(number - 1 + by) if 1 <= number + by <= 16_384 else "#"


def _row(dollar: str, digits: str, by: int) -> str:
    if dollar:
        return dollar + digits
    return str(int(digits) + by) if 1 <= int(digits) + by <= 1_048_576 else "#"
