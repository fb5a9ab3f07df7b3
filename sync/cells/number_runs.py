"""Long numbers as people type them: in one piece, in groups, in pairs or digit by digit, with letters for digits.

A run is a row of groups of digits with separators between; what it is a number of, its readers decide.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise
from typing import NamedTuple

SEPARATORS = " ./_'()+-"
_GROUP = r"[0-9OoIl]+(?![A-Za-z0-9])"
_GAP = r"(?: ?[./_'()+-]{1,2} ?| )"
_RUN = re.compile(rf"(?<![A-Za-z0-9]){_GROUP}(?:{_GAP}{_GROUP})*")
_PIECE = re.compile(r"[0-9OoIl]+")
_DIGITS = str.maketrans("OoIl", "0011")
# A number may be glued to one word, as in names of files (`budi3602…0001.pdf`); in keys both alternate, or all letters
# are those of hexadecimal numbers.
_WORD = r"(?![a-f]+(?![A-Za-z]))[A-Za-z]+"
_WORD_BEFORE = re.compile(rf"(?<![A-Za-z0-9])({_WORD})(?=\d{{8}})")
_WORD_AFTER = re.compile(rf"(?<![A-Za-z0-9])(\d{{8,}})(?={_WORD}(?![A-Za-z0-9]))")
_YEAR = r"(?:19|20)\d\d"
_DAY = re.compile(rf"\b(?:[0-3]?\d [01]?\d {_YEAR}|{_YEAR} [01]?\d [0-3]?\d)\b")
_YEARS = re.compile(rf"\b{_YEAR} {_YEAR}\b")


class Run(NamedTuple):
    """Groups of digits in a text, each with its place, and the separators between them."""

    groups: tuple[str, ...]
    spans: tuple[tuple[int, int], ...]
    gaps: tuple[str, ...]

    @property
    def start(self) -> int:
        """Where the run begins in its text."""
        return self.spans[0][0]

    @property
    def end(self) -> int:
        """Where it ends."""
        return self.spans[-1][1]

    @property
    def digits(self) -> str:
        """All its digits."""
        return "".join(self.groups)

    @property
    def sizes(self) -> tuple[int, ...]:
        """How many digits each group has."""
        return tuple(map(len, self.groups))

    @property
    def is_even(self) -> bool:
        """Whether the same separator stands between all groups."""
        return len(set(self.gaps)) <= 1

    @property
    def holds_day(self) -> bool:
        """Whether three of its groups are a day: day, month and year, or the other way round."""
        return _DAY.search(" ".join(self.groups)) is not None

    @property
    def holds_years(self) -> bool:
        """Whether two groups that follow each other are years."""
        return _YEARS.search(" ".join(self.groups)) is not None

    def part(self, first: int, last: int) -> Run:
        """The groups from `first` to `last`, both included."""
        return Run(self.groups[first : last + 1], self.spans[first : last + 1], self.gaps[first:last])

    def parts(self, lengths: range) -> Iterator[Run]:
        """Every part that has as many digits as one of `lengths`, from the left, the longer of two first."""
        sizes = self.sizes
        for first in range(len(sizes)):
            ends, total = [], 0
            for last in range(first, len(sizes)):
                total += sizes[last]
                if total >= lengths.stop:
                    break
                ends += [last] * (total in lengths)
            yield from (self.part(first, last) for last in reversed(ends))

    def around(self, part: Run) -> list[Run]:
        """What is left and right of a part of it, where anything is."""
        first = self.spans.index(part.spans[0])
        last = first + len(part.groups)
        pairs = ((0, first), (last, len(self.groups)))
        return [self.part(left, right - 1) for left, right in pairs if left < right]

    def stands_apart(self, part: Run) -> bool:
        """Whether a part is the whole run, or is set off from the rest by another separator than its groups are."""
        first = self.spans.index(part.spans[0])
        around = {*self.gaps[first - 1 : first], *self.gaps[first + len(part.gaps) : first + len(part.gaps) + 1]}
        return not around & set(part.gaps)


def unglued(text: str) -> str:
    """The text with a blank between a word and the long number it is glued to."""
    return _WORD_AFTER.sub(r"\1 ", _WORD_BEFORE.sub(r"\1 ", text))


def number_runs(text: str, shortest: int) -> Iterator[Run]:
    """The runs of at least so many digits, from the left. Letters may stand for less than half of them."""
    for match in _RUN.finditer(text):
        pieces = list(_PIECE.finditer(text, match.start(), match.end()))
        typed = "".join(piece.group() for piece in pieces)
        if len(typed) < shortest or sum(sign.isdigit() for sign in typed) * 2 <= len(typed):
            continue
        spans = tuple(piece.span() for piece in pieces)
        gaps = tuple(text[one[1] : other[0]] for one, other in pairwise(spans))
        yield Run(tuple(piece.group().translate(_DIGITS) for piece in pieces), spans, gaps)
