"""Which rows of a tab are rows: what stands below the header and is content, not decoration.

Blank rows, rows of unticked boxes, rows where only sync's columns are filled, category names between the rows,
repeated headers and number rows (1 2 3 …) are not. Also what stands for a text: the top cell of a merge, ticks
under the forms.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from itertools import islice, pairwise, zip_longest

from sync.cells.text import LOOKS, clean, fold, is_blank, squeeze
from sync.model import Address, Sheet, a1
from sync.tabs.header_row import Columns
from sync.template.template import TabTemplate, Template, Ticks

_NUMBERING = re.compile(r"\s*(?:[A-Za-z]|[IVXLC]{1,5}|\d{1,2})\s*[.)]\s*(?=\D)")
_COUNTER = re.compile(r"\s*\(?(\d{1,2})(?:\.0?)?\)?\s*")


def forms_of(template: Template) -> frozenset[str]:
    """The spellings of single forms, squeezed: what may stand over a column of ticks."""
    choices = (choice for choice in template.choices.get("bentuk", ()) if len(choice.parts) == 1)
    return frozenset(squeeze(word) for choice in choices for word in (choice.value, *choice.aliases))


class Grid:
    """What stands below the header, as columns: ragged rows are filled up, and a column is trimmed in one go."""

    def __init__(self, sheet: Sheet, first: int) -> None:
        self.sheet = sheet
        self.numbers = range(first, len(sheet.rows))
        self._columns = list(zip_longest(*islice(sheet.rows, first, None), fillvalue=""))

    def texts(self, place: int, numbers: Sequence[int]) -> list[str]:
        """The texts of a column in these rows, blanks trimmed."""
        if place >= len(self._columns):
            return [""] * len(numbers)
        column, first = self._columns[place], self.numbers.start
        if len(numbers) == len(self.numbers):
            return list(map(str.strip, column))
        return [column[number - first].strip() for number in numbers]


def content_rows(grid: Grid, tab: TabTemplate, template: Template, columns: Columns) -> Sequence[int]:
    """The numbers of the rows with content, in order. Merged cells count where their text stands."""
    places = sorted({columns.at[role] for role in template.content_roles if role in columns.at} | set(columns.ticks))
    decoration = _Decoration(grid.sheet, tab, template, columns, places)
    key = _key_place(tab, columns)
    keys = grid.texts(key, grid.numbers)
    usual = {text for text in set(keys) if not is_blank(clean(text)) and not decoration.may_cover(key, text)}
    if usual.issuperset(keys):
        return grid.numbers
    return [
        number
        for number, text in zip(grid.numbers, keys, strict=True)
        if (text in usual or _has_content(grid.sheet, number, places, decoration)) and not columns.is_header(number)
    ]


def _key_place(tab: TabTemplate, columns: Columns) -> int:
    """A column with few distinct texts that every row has: where it holds something usual, the row is one."""
    short = [
        column.role for column in tab.columns if column.kind in ("retention", "choice", "period") and column.required
    ]
    return next((columns.at[role] for role in reversed(short) if role in columns.at), columns.at["judul"])


def _has_content(sheet: Sheet, number: int, places: Sequence[int], decoration: _Decoration) -> bool:
    """Whether a row is one whose key column says nothing usual: all its cells decide."""
    texts = [clean(sheet.text(number, place)) for place in places]
    filled = [text for text in texts if not is_blank(text)]
    return bool(filled) and not decoration.covers(number, texts, filled)


class _Decoration:
    """What looks like a row and is none."""

    def __init__(
        self, sheet: Sheet, tab: TabTemplate, template: Template, columns: Columns, places: Sequence[int]
    ) -> None:
        self.wide = {top for top, left, bottom, right in sheet.merges if top == bottom and right - left >= 2}
        self.classes = [
            fold(word) for choice in template.choices.get("klasifikasi", ()) for word in (choice.value, *choice.aliases)
        ]
        self.headers = {place: squeeze(sheet.text(columns.header_row, place)) for place in places}
        self.names = self._names(tab, columns)
        self.places = places

    def _names(self, tab: TabTemplate, columns: Columns) -> Mapping[int, set[str]]:
        by_role = {column.role: {squeeze(column.header), *map(squeeze, column.aliases)} for column in tab.columns}
        return {place: by_role[role] for role, place in columns.at.items()}

    def may_cover(self, place: int, text: str) -> bool:
        """Whether a text in the key column could stand in a row that is none."""
        return self._says_header(place, text) or self._is_category(text) or bool(_COUNTER.fullmatch(text))

    def covers(self, number: int, texts: list[str], filled: list[str]) -> bool:
        """A category name, a header once more, or a row of numbers."""
        if len(filled) == 1:
            return number in self.wide or self._is_category(filled[0])
        return self._is_header(texts) or is_counting(filled)

    def _is_category(self, text: str) -> bool:
        """`A. INFORMASI WAJIB DIUMUMKAN SECARA BERKALA`: numbered, in capitals or a class itself, and it names a
        class."""
        numbering = _NUMBERING.match(text)
        bare = text[numbering.end() :] if numbering else text
        words = fold(bare.replace("&", " dan "))
        if words in self.classes:
            return True
        named = any(f" {name}" in f" {words}" for name in self.classes if name)
        loud = bare.isupper()
        informs = named or (loud and words.startswith("informasi "))
        return (loud or numbering is not None) and informs and len(words) <= 150

    def _is_header(self, texts: list[str]) -> bool:
        """At least two cells that say what their column's header says, and no fewer than half of all that is filled."""
        same = sum(1 for place, text in zip(self.places, texts, strict=True) if text and self._says_header(place, text))
        return same >= 2 and same * 2 >= sum(1 for text in texts if text)

    def _says_header(self, place: int, text: str) -> bool:
        key = squeeze(text)
        return key in self.names.get(place, ()) or key == self.headers.get(place)


def is_counting(filled: Sequence[str]) -> bool:
    """`1 2 3 4 …` under a header, with or without brackets: only small numbers that rise by one."""
    if len(filled) < 3 or len(filled[0]) > 4:
        return False
    counters = [_COUNTER.fullmatch(text) for text in filled]
    numbers = [int(counter[1]) for counter in counters if counter]
    return len(numbers) == len(filled) and all(b - a == 1 for a, b in pairwise(numbers))


def fill_merged(sheet: Sheet, columns: Columns, place: int, numbers: Sequence[int], texts: list[str]) -> list[str]:
    """The texts of a column, with the top cell of every merge that runs downwards in this column repeated over its
    rows. A header is no text of theirs."""
    merges = [
        (top, bottom)
        for top, left, bottom, right in sheet.merges
        if left == place == right and bottom > top and not columns.is_header(top)
    ]
    if not merges:
        return texts
    at = {number: index for index, number in enumerate(numbers)}
    filled = list(texts)
    for top, bottom in merges:
        for number in range(top + 1, bottom + 1):
            if number in at:
                filled[at[number]] = sheet.text(top, place).strip()
    return filled


def covered_cells(sheet: Sheet, columns: Collection[int], first: int = 0) -> dict[Address, str]:
    """The cells of these columns, from a row on, that a merge covers, with its range: all of it but its top left
    cell."""
    return {
        (row, column): f"{a1(top, left)}:{a1(bottom, right)}"
        for top, left, bottom, right in sheet.merges
        for column in columns
        if left <= column <= right
        for row in range(max(top, first), min(bottom + 1, len(sheet.rows)))
        if (row, column) != (top, left)
    }


def merge_over(sheet: Sheet, number: int, place: int) -> str:
    """The range of the merged cells that a cell disappeared in; nothing if it stands by itself."""
    for top, left, bottom, right in sheet.merges:
        if top <= number <= bottom and left <= place <= right:
            return f"{a1(top, left)}:{a1(bottom, right)}"
    return ""


def tick_texts(sheet: Sheet, columns: Columns, numbers: Sequence[int], ticks: Ticks) -> list[str]:
    """The forms as a list of words (`Cetak, Online`) from ticks under them. What is no tick is kept behind its form:
    no choice reads so."""
    marks = columns.ticks.items()
    rows = ((_ticked(sheet.text(number, place), word, ticks) for place, word in marks) for number in numbers)
    return [", ".join(filter(None, words)) for words in rows]


def _ticked(text: str, word: str, ticks: Ticks) -> str:
    mark = clean(text).rstrip(LOOKS)
    if mark.casefold() in ticks.ticked:
        return word
    return "" if not mark or mark.casefold() in ticks.unticked else f"{word}: {mark}"
