"""The header of a list: the row that names most columns, with the rows that belong to it.

Title rows above, groups over several columns, a second row with the parts of a group, cells merged downwards.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from sync.cells.period import period_days
from sync.cells.text import clean, squeeze
from sync.importing.words import Vocabulary, is_header, roles_of
from sync.model import Sheet, column_letters
from sync.tabs.header_row import SEARCHED_ROWS

_LONGEST = 160
_SHORT = 60
_LEAST, _PLAIN, _NEARLY = 2, 3, 0.6
"""So many columns a header names; so many that it is one though another names more, if it names nearly as many."""
_COVERED = 0.34
"""What part of a header its phrase makes up."""


@dataclass(frozen=True)
class ListHeader:
    """Where the header stands (from `top` to `bottom`), and by column the words over it: those of its group, and its
    own. `top` is -1 where there is none."""

    top: int
    bottom: int
    texts: Mapping[int, tuple[str, str]]

    @cached_property
    def keys(self) -> Mapping[int, frozenset[str]]:
        """The words over each column, squeezed."""
        return {column: frozenset(map(squeeze, words)) - {""} for column, words in self.texts.items()}

    def text(self, column: int) -> str:
        """What stands over a column, as one text."""
        group, own = self.texts.get(column, ("", ""))
        return f"{group} / {own}" if group and own else group or own

    def names(self, column: int) -> Iterator[str]:
        """What a person may call a column: its letter, the words over it, the lower part of them; squeezed."""
        group, own = self.texts.get(column, ("", ""))
        yield column_letters(column).casefold()
        yield from (squeeze(name) for name in (own, f"{group} {own}") if squeeze(name))


def find_header(sheet: Sheet, vocabulary: Vocabulary, start: int = 0) -> ListHeader | None:
    """The header at or below a row, or none: of the rows near the top the first that names nearly as many columns as
    any other does."""
    rows = range(start, min(start + SEARCHED_ROWS, len(sheet.rows)))
    scores = {row: _score(sheet, row, vocabulary) for row in rows}
    most = max(scores.values(), default=0)
    if most < _LEAST:
        return None
    enough = max(_PLAIN, _NEARLY * most) if most > _PLAIN else most
    return _block(sheet, next(row for row, score in scores.items() if score >= enough))


def named_columns(sheet: Sheet, row: int, vocabulary: Vocabulary, covered: float = _COVERED) -> frozenset[str]:
    """The roles that the cells of a row name, as a header does: a row in which most cells name none has none. `covered`
    is what part of a cell its phrase must make up."""
    texts = [clean(text) for text in sheet.rows[row] if text.strip()]
    # At the top the number of the row may stand before a header, as in a page that a spreadsheet was saved as.
    if len(texts) < 2 or any(text.strip(".)( ").isdigit() for text in texts[covered == _COVERED :]):
        return frozenset()
    short = [text for text in texts if len(text) <= _LONGEST]
    known = [roles_of(text, vocabulary) for text in short if is_header(text, vocabulary, covered)]
    named = [roles for roles in known if roles]
    return frozenset(roles[0] for roles in named) if 2 * len(named) >= len(texts) else frozenset()


def _score(sheet: Sheet, row: int, vocabulary: Vocabulary) -> int:
    return len(named_columns(sheet, row, vocabulary) - {"nomor"})


def _block(sheet: Sheet, row: int) -> ListHeader:
    """The header around its best row: with a row of groups above it, or of parts below it."""
    top, bottom = row, row
    merged = [area for area in sheet.merges if area[0] <= row <= area[2] and area[2] > area[0]]
    if merged and all(area[2] - area[0] <= 3 for area in merged):
        top, bottom = min(area[0] for area in merged), min(max(area[2] for area in merged), len(sheet.rows) - 1)
        bottom = bottom if bottom == row or _parts(sheet, row, bottom) else row
    if top == row == bottom:
        if row and _parts(sheet, row - 1, row) and _filled(sheet, row - 1) >= 2:
            top = row - 1
        elif row + 1 < len(sheet.rows) and _parts(sheet, row, row + 1):
            bottom = row + 1
    texts = {column: _over(sheet, column, top, bottom) for column in range(_width(sheet, top, bottom))}
    return ListHeader(top, bottom, {column: text for column, text in texts.items() if any(text)})


def _width(sheet: Sheet, top: int, bottom: int) -> int:
    return max(len(sheet.rows[row]) for row in range(top, bottom + 1))


def _filled(sheet: Sheet, row: int) -> int:
    return sum(bool(text.strip()) for text in sheet.rows[row])


def _parts(sheet: Sheet, upper: int, lower: int) -> bool:
    """Whether the lower row holds the parts of groups in the upper: short words, under empty cells or under the first
    cell of a group; one at least under an empty one."""
    below = {column: clean(text) for column, text in enumerate(sheet.rows[lower]) if text.strip()}
    if len(below) < 2 or any(len(text) > _SHORT or _is_value(text) for text in below.values()):
        return False
    new = {column for column in below if not sheet.text(upper, column).strip()}
    others = set(below) - new
    grouped = {column for column in others if column + 1 in new}
    same = {column for column in others if squeeze(below[column]) == squeeze(sheet.text(upper, column))}
    return bool(new) and others <= grouped | same and len(below) < max(2, len(sheet.rows[upper]))


def _is_value(text: str) -> bool:
    return text.strip("()., ").isdigit() or bool(period_days(text)[0]) or "://" in text


def _over(sheet: Sheet, column: int, top: int, bottom: int) -> tuple[str, str]:
    """What stands over a column: the words of its group and its own, each but once."""
    group = clean(_spread(sheet, top, column)) if bottom > top else ""
    own = clean(" ".join(dict.fromkeys(sheet.text(row, column) for row in range(top + (bottom > top), bottom + 1))))
    return ("", own or group) if squeeze(group) == squeeze(own) or not own else (group, own)


def _spread(sheet: Sheet, row: int, column: int) -> str:
    """The text of a cell of the upper row, or of the group that reaches over it."""
    for top, left, bottom, right in sheet.merges:
        if top <= row <= bottom and left <= column <= right:
            return sheet.text(top, left)
    if sheet.text(row, column).strip() or not sheet.text(row + 1, column).strip():
        return sheet.text(row, column)
    place = column
    while place > 0 and not sheet.text(row, place).strip() and sheet.text(row + 1, place).strip():
        place -= 1
    return sheet.text(row, place)
