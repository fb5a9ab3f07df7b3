"""A tab that only sync writes, in which people typed all the same: which rows sync wrote, and where its rows go now.

The rows of sync are known by what they say, not by their number: so a note stays where it is, whoever inserted, sorted
or deleted rows, and the list goes on beneath it. Rows beyond the last that says anything are appended, never written
over blank cells: what somebody types there meanwhile is not overwritten.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from itertools import zip_longest

from sync.cells.text import is_blank, same_words
from sync.model import Address, Sheet, TabWrite, Value
from sync.tabs.header_row import Columns, find_columns
from sync.tabs.problem import Problem, make_problem
from sync.template.template import TabTemplate

Texts = tuple[str, ...]
Rows = Sequence[Sequence[Value]]
Earlier = Callable[[Texts], bool]
_MOST = 5
"""So many rows are named one by one."""
_DEEPEST = 5000
"""So many rows of a merged cell are gone round."""


@dataclass(frozen=True)
class OwnTab:
    """What is to be written into a tab of sync, if anything, and what is wrong with it."""

    write: TabWrite | None = None
    problems: tuple[Problem, ...] = ()


def write_rows(
    sheet: Sheet | None, tab: TabTemplate, rows: Rows, former: Callable[[], Rows], is_earlier: Earlier | None
) -> OwnTab:
    """The tab with its header and these rows, and everything else as it is. `former` gives the rows that the last run
    meant to write. Where it is not certain that it wrote them, `is_earlier` knows what a row of another run, or of a
    ledger that is lost, looks like; else it is None."""
    whole = (tuple(column.header for column in tab.columns), *map(tuple, rows))
    if sheet is None or not _says_anything(sheet):
        return OwnTab(TabWrite(tab.title, tab.kind, replace=whole))
    if _say_the_same(sheet.rows, whole) and not sheet.formulas:
        return OwnTab()
    columns = find_columns(sheet, tab, ())
    if not isinstance(columns, Columns) or not _is_header(columns, tab):
        return OwnTab(problems=(make_problem("tab-diganti", tab=tab.title, title=tab.title),))
    here = _Here(sheet, tab, columns)
    ours = _RowsOfSync(here, former(), rows, is_earlier).ours
    foreign = here.foreign(ours)
    write = here.write(rows, ours, foreign)
    return OwnTab(write if write.cells or write.append else None, tuple(here.problems(foreign)))


def _says_anything(sheet: Sheet) -> bool:
    return bool(sheet.formulas) or any(not is_blank(text) for row in sheet.rows for text in row)


def _is_header(columns: Columns, tab: TabTemplate) -> bool:
    """Whether it is the header of a tab of sync: it has the first column, and most of the others."""
    return tab.roles[0] in columns.at and len(columns.at) * 2 > len(tab.roles)


class _Here:
    """The table as it stands in the sheet: where its columns are, and what is in them."""

    def __init__(self, sheet: Sheet, tab: TabTemplate, columns: Columns) -> None:
        self.sheet, self.tab, self.head = sheet, tab, columns.header_row
        self.named = set(columns.at.values())
        self.former_headers = {*tab.roles, *(alias for column in tab.columns for alias in column.aliases)}
        self.places = self._places(columns)
        known = sorted(place for place in self.places if place is not None)
        computed = {row for row, place in sheet.formulas if place in known}
        self.rows = {
            number: texts
            for number in range(self.head + 1, len(sheet.rows))
            if any(texts := self.texts(number)) or number in computed
        }

    def _places(self, columns: Columns) -> list[int | None]:
        """The place of each column. A header that was typed over is found by its neighbours, if no column was moved."""
        at, roles = columns.at, self.tab.roles
        still = all(place == roles.index(role) for role, place in at.items())
        last = max(at.values())
        return [at.get(role, number if still and number < last else None) for number, role in enumerate(roles)]

    def texts(self, number: int) -> Texts:
        """What the table says in a row."""
        return tuple("" if place is None else _words(self.sheet.text(number, place)) for place in self.places)

    def foreign(self, ours: Collection[int]) -> set[int]:
        """The rows that somebody else wrote, with those that a merged cell of theirs covers."""
        rows = set(self.rows) - set(ours)
        for top, left, bottom, _ in self.sheet.merges:
            if top in rows and left < len(self.places):
                rows |= set(range(top, min(bottom, top + _DEEPEST) + 1))
        return rows

    def write(self, rows: Rows, ours: Collection[int], foreign: Collection[int]) -> TabWrite:
        """What is to be written for the table to say these rows, around what is foreign."""
        end = self._end(foreign)
        free = [number for number in range(self.head + 1, end) if number not in foreign]
        header = [column.header for column in self.tab.columns]
        wanted: dict[int, Sequence[Value]] = {self.head: header, **dict.fromkeys(ours, ())}
        cells = dict(self._differences(wanted | dict(zip(free, rows, strict=False))))
        new = tuple(map(self._placed, rows[len(free) :]))
        return TabWrite(self.tab.title, self.tab.kind, cells, new, end if new else 0)

    def _end(self, foreign: Collection[int]) -> int:
        """The first row below everything that stands in the tab."""
        filled = (number for number, row in enumerate(self.sheet.rows) if any(not is_blank(text) for text in row))
        return 1 + max([self.head, *filled, *(row for row, _ in self.sheet.formulas), *foreign])

    def _placed(self, row: Sequence[Value]) -> tuple[Value, ...]:
        """A row of the list with its values in the columns of the tab."""
        at = {place: row[index] for index, place in enumerate(self.places) if place is not None and index < len(row)}
        return tuple(at.get(place) for place in range(max(at) + 1))

    def _differences(self, wanted: dict[int, Sequence[Value]]) -> Iterator[tuple[Address, Value]]:
        for number, row in wanted.items():
            for index, place in enumerate(self.places):
                value = row[index] if index < len(row) else None
                if place is not None and self._differs(number, place, value):
                    yield (number, place), value

    def _differs(self, number: int, place: int, value: Value) -> bool:
        if number == self.head and place in self.named:
            return self.sheet.text(number, place) in self.former_headers
        same = same_words(self.sheet.text(number, place), str(value or ""))
        return not same or (number, place) in self.sheet.formulas

    def problems(self, foreign: Collection[int]) -> Iterator[Problem]:
        """What is left as it is, and what cannot be written."""
        title = self.tab.title
        if foreign:
            numbers = [str(number + 1) for number in sorted(foreign)]
            more = f" dan {len(numbers) - _MOST} lagi" if len(numbers) > _MOST else ""
            yield make_problem("baris-titipan", tab=title, title=title, rows=", ".join(numbers[:_MOST]) + more)
        lost = [column.header for column, place in zip(self.tab.columns, self.places, strict=True) if place is None]
        if lost:
            yield make_problem("kolom-tak-diisi", tab=title, title=title, headers=", ".join(f"“{it}”" for it in lost))


class _RowsOfSync:
    """Which rows of a table sync wrote. `ours` are their numbers."""

    def __init__(self, here: _Here, former: Rows, rows: Rows, is_earlier: Earlier | None) -> None:
        self.here, self.is_earlier = here, is_earlier
        self.former = [tuple(map(_words, row)) for row in former]
        self.ours = self._exact({*self.former, *(tuple(map(_words, row)) for row in rows)})
        earlier = {number for number, texts in here.rows.items() if here.tab.former.intersection(texts)}
        self.ours |= earlier
        left = [number for number in here.rows if number not in self.ours]
        if left:
            present = {here.rows[number] for number in self.ours}
            self.missing = [row for row in dict.fromkeys(self.former) if row not in present]
            self.claimed = {here.rows[number][0] for number in self.ours}
            self.ours |= {number for number in left if self._is_ours(number, here.rows[number])}
            if here.tab.kind == "petunjuk" and not earlier:
                self.ours |= self._reworded()

    def _exact(self, written: set[Texts]) -> set[int]:
        """The rows that say just what sync wrote; a copy somebody made of one is not it."""
        numbers = set()
        for number, texts in self.here.rows.items():
            if texts in written:
                written.remove(texts)
                numbers.add(number)
        return numbers

    def _is_ours(self, number: int, texts: Texts) -> bool:
        """Whether a row is one of sync that somebody typed into: half of what sync wrote still stands there, or some
        of it, and it is where it was. After a run that perhaps wrote nothing, and after a loss, those of an earlier one
        look like it and are full; of two that begin alike the second is somebody's copy."""
        best = max(self.missing, key=lambda row: _alike(row, texts), default=())
        alike = _alike(best, texts) if best else 0
        if alike and (alike * 2 >= sum(map(bool, best)) or (self.is_earlier is None and self._in_place(number, best))):
            self.missing.remove(best)
            self.claimed.add(texts[0])
            return True
        full = sum(map(bool, texts)) * 2 > len(texts)
        if self.is_earlier is None or not full or texts[0] in self.claimed or not self.is_earlier(texts):
            return False
        self.claimed.add(texts[0])
        return True

    def _reworded(self) -> set[int]:
        """Rows between two of sync, where it wrote others: an earlier version of the templates said them otherwise, and
        is none of those whose sentences are known."""
        numbers: set[int] = set()
        between: list[int] = []
        last = -1
        for number in sorted(self.here.rows):
            if number not in self.ours:
                between.append(number)
                continue
            texts = self.here.rows[number]
            index = max(range(last + 1, len(self.former)), key=lambda at: _alike(self.former[at], texts), default=last)
            if len(between) <= sum(map(any, self.former[last + 1 : index])):
                numbers |= set(between)
            between, last = [], index
        return numbers

    def _in_place(self, number: int, row: Texts) -> bool:
        """Whether the row stood here: below the very row that it stood below."""
        index = self.former.index(row)
        above = self.here.texts(number - 1) if number - 1 > self.here.head else ()
        return above == (self.former[index - 1] if index else ())


def _alike(row: Texts, texts: Texts) -> int:
    return sum(one == other != "" for one, other in zip(row, texts, strict=True))


def _words(value: Value) -> str:
    return " ".join(str(value or "").split())


def _say_the_same(there: Rows, rows: Rows) -> bool:
    """Apart from blanks, and from empty cells and rows at the end."""
    pairs = zip_longest(there, rows, fillvalue=())
    cells = (cells for pair in pairs for cells in zip_longest(*pair))
    return all(one == other or _words(one) == _words(other) for one, other in cells)
