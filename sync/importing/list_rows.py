"""Which rows of a list are entries, and what stands between them: classes and units as rows, headers once more, rows of
numbers, totals, pages, signatures.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from statistics import median

from sync.cells.text import clean, fold, is_blank, squeeze
from sync.importing.list_header import ListHeader
from sync.importing.unit_names import UnitNames
from sync.importing.words import Vocabulary
from sync.model import Sheet
from sync.tabs.no_entry import begins, is_signature, is_total
from sync.tabs.rows import is_counting
from sync.template.template import Choice, NoEntries

_NUMBERING = re.compile(r"\s*(?:[A-Za-z]|[IVXLC]{1,5}|\d{1,2})\s*[.)]\s*(?=\D)")
_NUMBER = re.compile(r"\(?\d{1,5}(?:\.0)?[.)]?")
_ORDINAL = re.compile(r"\(?(?:[A-Za-z]|[IVXLC]{1,5})[.)]?")
_PAGE = re.compile(r"[-–—\s]*\d{1,3}(?:\s*(?:/|dari|of)\s*\d{1,3})?[-–—\s]*")
_LONGEST_HEADING = 160


@dataclass(frozen=True)
class Section:
    """What stands over a row: the class that a heading names, and the unit as it is written there; `unknown` is a
    heading that sounds like a class and names none, or several. `numbering` is how the heading of the class is
    numbered: `A`, `a` or `1`."""

    klass: str = ""
    unit: str = ""
    unknown: str = ""
    numbering: str = ""


@dataclass(frozen=True)
class ListRow:
    """A row that is an entry: its number in the tab, from zero, its texts (with those of merges over it), and what
    stands over it."""

    number: int
    texts: tuple[str, ...]
    section: Section

    def text(self, column: int) -> str:
        """The text in a column, blanks trimmed."""
        return self.texts[column].strip() if column < len(self.texts) else ""


@dataclass(frozen=True)
class LeftOut:
    """A row that is no entry: what it is, and what stands in it."""

    number: int
    kind: str
    text: str


class Classes:
    """The classes of the law, as titles and headings name them."""

    def __init__(self, choices: Sequence[Choice]) -> None:
        self._names = [(fold(word), choice.value) for choice in choices for word in (choice.value, *choice.aliases)]

    def named(self, text: str) -> frozenset[str]:
        """Every class that a text names."""
        words = f" {fold(text.replace('&', ' dan '))} "
        return frozenset(value for name, value in self._names if f" {name} " in words)

    def one(self, text: str) -> str:
        """The one class that a text names; empty if it names none, or several."""
        named = self.named(text)
        return next(iter(named)) if len(named) == 1 else ""


def filled_merges(sheet: Sheet, header: ListHeader) -> list[list[str]]:
    """The rows of a tab with the top cell of every merge that runs downwards repeated over the rows it covers."""
    rows = [list(row) for row in sheet.rows]
    for top, left, bottom, right in sheet.merges:
        if top > header.bottom and bottom > top and left == right:
            text = sheet.text(top, left)
            for number in range(top + 1, min(bottom + 1, len(rows))):
                rows[number] += [""] * (left + 1 - len(rows[number]))
                rows[number][left] = text
    return rows


def data_rows(sheet: Sheet, header: ListHeader, end: int) -> Iterator[int]:
    """The rows below a header in which two cells or more are filled, but no header once more and no row of numbers."""
    for number in range(header.bottom + 1, end):
        texts = {column: text.strip() for column, text in enumerate(sheet.rows[number]) if not is_blank(text)}
        if len(texts) >= 2 and not is_header_again(texts, header) and not is_counting(list(texts.values())):
            yield number


def is_header_again(texts: Mapping[int, str], header: ListHeader) -> bool:
    """Two cells at least that say what stands over their column, and no fewer than half of all."""
    keys = header.keys
    same = sum(column in keys and squeeze(text) in keys[column] for column, text in texts.items())
    return same >= 2 and same * 2 >= len(texts)


def is_number(text: str) -> bool:
    """Whether a text numbers an entry."""
    return _NUMBER.fullmatch(text.strip()) is not None


@dataclass
class RowSorter:
    """Sorts the rows below a header into entries and others. `content` are the columns that hold what we take over,
    `anchors` those of title and summary, `number` the column of numbers or -1, `no_entries` words of rows that are
    none."""

    sheet: Sheet
    header: ListHeader
    vocabulary: Vocabulary
    classes: Classes
    units: UnitNames
    content: frozenset[int]
    anchors: tuple[int, ...]
    number: int
    no_entries: NoEntries
    left_out: list[LeftOut] = field(default_factory=list)

    def rows(self, end: int, section: Section) -> tuple[list[ListRow], Section]:
        """The entries, in order, and the section that the last row stands in."""
        rows = filled_merges(self.sheet, self.header)
        wide = {area[0] for area in self.sheet.merges if area[0] == area[2] and area[3] - area[1] >= 2}
        last = self._last(rows, end)
        entries: list[ListRow] = []
        for number in range(self.header.bottom + 1, end):
            own = {column: clean(text) for column, text in enumerate(self.sheet.rows[number]) if not is_blank(text)}
            if not own:
                continue
            # What only merges fill is an entry as well: its other cells stand in the rows above.
            alone = number in wide or self._strength(rows[number]) <= 1
            kind, section = self._kind(own, number in wide, section, may_head=alone)
            if not kind and (number > last or not self._is_entry(rows[number], own)):
                kind = "text"
            if kind:
                self.left_out.append(LeftOut(number, kind, " ".join(own.values())))
            else:
                entries.append(ListRow(number, tuple(rows[number]), section))
        return entries, section

    def _last(self, rows: Sequence[Sequence[str]], end: int) -> int:
        """The last row that is filled as entries are: what stands below it is signatures and notes."""
        strengths = {number: self._strength(rows[number]) for number in range(self.header.bottom + 1, end)}
        enough = self._enough([strength for strength in strengths.values() if strength >= 2])
        counted = self._is_counted(rows, [number for number, strength in strengths.items() if strength >= enough])
        last = -1
        for number, strength in strengths.items():
            if counted and is_number(_at(rows[number], self.number)):
                full = strength >= 1
            else:
                full = strength >= enough + counted and not self._signed(rows[number])
            if full:
                last = number
        return last

    def _is_counted(self, rows: Sequence[Sequence[str]], filled: Sequence[int]) -> bool:
        """Whether most of the entries have a number."""
        counted = sum(is_number(_at(rows[number], self.number)) for number in filled)
        return self.number >= 0 and 2 * counted >= max(1, len(filled))

    def _enough(self, strengths: Sequence[int]) -> int:
        """So many cells an entry fills, where its number does not tell: nearly half of what is usual in the list."""
        usual = median(strengths) if strengths else 0
        return 1 if len(self.content) <= 2 else max(2, round(0.4 * usual))

    def _strength(self, texts: Sequence[str]) -> int:
        return sum(not is_blank(_at(texts, column)) for column in self.content)

    def _signed(self, texts: Sequence[str]) -> bool:
        signs = bool(texts) and begins(fold(texts[0]), self.vocabulary.words.signatures)
        return signs or is_signature(texts, self.no_entries)

    def _is_entry(self, texts: Sequence[str], own: Mapping[int, str]) -> bool:
        numbered = self.number >= 0 and is_number(own.get(self.number, ""))
        strength = self._strength(texts)
        if numbered:
            return strength >= 1
        return strength >= 2 or (self.number < 0 and any(column in own for column in self.anchors))

    def _kind(self, own: Mapping[int, str], is_wide: bool, section: Section, *, may_head: bool) -> tuple[str, Section]:
        """What a row is, if not an entry, and the section after it."""
        texts = list(own.values())
        if is_header_again(own, self.header):
            return "header", section
        if is_counting(texts):
            return "numbers", section
        words = [text for text in texts if not is_number(text) and not _ORDINAL.fullmatch(text)]
        text = words[0] if words else texts[0]
        if is_total(words, self.no_entries) and len(own) <= max(3, len(self.content) // 2):
            return "total", section
        if len(texts) == 1 and (_PAGE.fullmatch(text) or self._is_page(text)):
            return "page", section
        if may_head and len(dict.fromkeys(words)) == 1 and not self._is_numbered(own):
            return self._heading(text, is_wide or len(own) > len(words) or own.keys().isdisjoint(self.anchors), section)
        return "", section

    def _is_page(self, text: str) -> bool:
        words = fold(text)
        return len(words) < 24 and begins(words, self.vocabulary.words.pages) and any(map(str.isdigit, words))

    def _is_numbered(self, own: Mapping[int, str]) -> bool:
        return self.number >= 0 and is_number(own.get(self.number, ""))

    def _heading(self, text: str, alone: bool, section: Section) -> tuple[str, Section]:
        """A class, a unit, or another heading: of what stands alone in its row."""
        numbering = _NUMBERING.match(text)
        bare = text[numbering.end() :] if numbering else text
        stands_out = alone or bare.isupper() or numbering is not None
        if len(text) > _LONGEST_HEADING:
            return ("text" if alone else ""), section
        named = self.classes.named(bare)
        style = _style(numbering[0]) if numbering else ""
        if not named and section.klass and style and section.numbering and style != section.numbering:
            return (
                "text" if stands_out else ""
            ), section  # `1. Informasi tentang Profil`, beneath `A. INFORMASI BERKALA`
        informs = fold(bare).startswith(("informasi", "daftar informasi", "klasifikasi", "kategori"))
        if (named and (stands_out or informs)) or (informs and stands_out):
            klass = next(iter(named)) if len(named) == 1 else ""
            return "class", Section(klass, section.unit, "" if klass else text, style)
        is_part = self.units.is_part(bare)
        if (alone and is_part) or (self.units.find(bare) and (stands_out or is_part)):
            return "unit", replace(section, unit=bare)
        return ("text" if alone else ""), section


def _style(numbering: str) -> str:
    """`A`, `a` or `1`: how a heading is numbered."""
    sign = numbering.strip()[0]
    return "1" if sign.isdigit() else "A" if sign.isupper() else "a"


def _at(texts: Sequence[str], column: int) -> str:
    return texts[column].strip() if 0 <= column < len(texts) else ""
