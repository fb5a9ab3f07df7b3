"""Which of our units a text names: by name, tab or alias, by an older or shorter name whose words are one unit's alone.

A name whose words belong to several units, or to none, is no answer: it is asked. The words for a kind of unit
(`Direktorat`, `Biro`) tell none from another: by these alone nothing is found and nothing proposed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache

from sync.cells.text import clean, fold, squeeze
from sync.importing.words import ListWords
from sync.settings.units import Unit
from sync.spelling import closest

_LIKE_ENOUGH = 0.84
_NEAR_FROM = 5
_SHORT_FROM = 3
_SQUEEZED_FROM, _PART_FROM = 5, 2
"""So long is a name that was squeezed together (`Biroum`), and so long what is left of each of its words."""
_SEPARATORS = re.compile(r"\s*(?:[\n;|/(]|\s[–—-]\s)\s*")


class UnitNames:
    """The units of this office, and by what words they are known."""

    def __init__(
        self,
        units: Sequence[Unit],
        words: ListWords,
        given: Mapping[str, str] | None = None,
        office: Sequence[str] = (),
    ) -> None:
        self._parts = frozenset(words.parts)
        self._small = self._parts | frozenset(words.small)
        self._kinds = self._parts | frozenset(words.kinds)
        self._phrases = tuple(f" {kind} " for kind in words.kinds if " " in kind)
        self._spelt = {unit.code: [*map(self._words_of, self._spellings(unit))] for unit in units}
        self._officials, self._teams = words.officials, tuple(f" {word} " for word in (*words.parts, *words.teams))
        self._exact: dict[str, str] = {}
        self._words: dict[str, set[str]] = {}
        self._own: set[str] = set()
        for unit in units:
            for name in (unit.name, unit.tab, *unit.aliases, unit.code):
                self._exact[self._key(name)] = unit.code
                self._exact.setdefault(squeeze(name), unit.code)
                for word in self._bare(name):
                    self._words.setdefault(word, set()).add(unit.code)
            if self._kinds.issuperset(self._bare(unit.name)):  # `Inspektorat`: its kind is its name
                self._own |= {*self._bare(unit.name)}
            initials = "".join(word[0] for word in self._bare(unit.name))
            if initials:
                self._exact.setdefault(initials, unit.code)
            for start in range(len(initials)):
                for end in range(start + 3, len(initials) + 1):
                    self._words.setdefault(initials[start:end], set()).add(unit.code)
        self._small |= frozenset(fold(" ".join(office)).split()) - self._words.keys()
        self._office = [f" {fold(name)} " for name in office if name.strip()]
        self._given = {squeeze(name): code for name, code in (given or {}).items()}
        self.find = lru_cache(maxsize=4096)(self._find)
        self.split = lru_cache(maxsize=4096)(self._split)

    def _bare(self, text: str) -> list[str]:
        """The words that tell one unit from another."""
        return [word for word in self._words_of(text) if word not in self._small]

    def _key(self, text: str) -> str:
        return "".join(self._bare(text)) or squeeze(text)

    def _spellings(self, unit: Unit) -> Iterator[str]:
        """What may be written as one word for a unit: its names, and its code behind its kind."""
        yield from (unit.name, unit.tab, *unit.aliases)
        kind = unit.name.split()[0]
        if fold(kind) in self._kinds:
            yield f"{kind} {unit.code}"

    @staticmethod
    def _words_of(text: str) -> list[str]:
        return fold(text.replace("&", " dan ")).split()

    def _telling(self, text: str) -> list[str]:
        """The words of a text but those for kinds of units, unless these are the name of one."""
        folded = f" {' '.join(self._bare(text))} "
        for phrase in self._phrases:
            folded = folded.replace(phrase, " ")
        return [word for word in folded.split() if word not in self._kinds or word in self._own]

    def _find(self, text: str) -> str:
        """The code of the unit that a text names; empty if it names none, or several."""
        for name in (text, self._within(text) or text):
            if code := self.given(name) or self._exact.get(self._key(name), "") or self._exact.get(squeeze(name), ""):
                return code
        codes = self.named(text)
        return codes[0] if len(codes) == 1 else ""

    def _within(self, text: str) -> str:
        """A text without the office's own names: `SPI Politeknik …` is a unit of it."""
        folded = f" {fold(text)} "
        for name in self._office:
            folded = folded.replace(name, " ")
        return text if folded.strip() == fold(text) else folded.strip()

    def given(self, text: str) -> str:
        """The code that a person gave for exactly this name; empty if nobody did."""
        return self._given.get(squeeze(text), "")

    def named(self, text: str) -> tuple[str, ...]:
        """Every unit to which a word of the text belongs: one where each word is known and one unit has them all."""
        text = self._within(text)
        owners = [self._owners(word) for word in self._bare(text)]
        if not self._telling(text) or not all(owners):
            return ()
        common = set.intersection(*owners)
        return tuple(sorted(common or set.union(*owners)))

    def nearest(self, text: str) -> tuple[str, ...]:
        """The codes of the units that share the rarest word with a text, or whose names are squeezed together in it:
        one where only one is that near."""
        found = [*map(self._owners, self._telling(text)), self._squeezed(text)]
        owners = sorted(filter(None, found), key=len)
        codes = set[str]().union(*(each for each in owners if len(each) == len(owners[0])))
        return tuple(sorted(codes))

    def _squeezed(self, text: str) -> set[str]:
        """The units whose names, each word cut short, were written as one: `Biroum`, `Biro Um.`, `Subbagkeu`."""
        pieces = _SEPARATORS.split(text)
        written = {squeeze(piece) for piece in pieces} | {word for piece in pieces for word in fold(piece).split()}
        long = [each for each in written if len(each) >= _SQUEEZED_FROM]
        return {
            code
            for code, names in self._spelt.items()
            if any(self._is_cut(each, words) for each in long for words in names)
        }

    def _is_cut(self, written: str, words: Sequence[str], taken: int = 0) -> bool:
        """Whether a text is made of the beginnings of these words, two at least, in their order; a small word, or one
        for a kind of unit, may be missing."""
        if not words or not written:
            return not written and taken >= 2 and all(word in self._small | self._kinds for word in words)
        first, rest = words[0], words[1:]
        lengths = [length for length in range(_PART_FROM, len(first) + 1) if written.startswith(first[:length])]
        if any(self._is_cut(written[length:], rest, taken + 1) for length in lengths):
            return True
        return first in self._small | self._kinds and self._is_cut(written, rest, taken)

    def _owners(self, word: str) -> set[str]:
        if word in self._words:
            return self._words[word]
        if short := [self._words[other] for other in self._words if other.startswith(word)]:  # `Keu.`, `Log.`
            return set.union(*short) if len(word) >= _SHORT_FROM else set()
        if len(word) < _NEAR_FROM:
            return set()
        near = closest(word, self._words, _LIKE_ENOUGH)
        return self._words[near] if len(near) >= _NEAR_FROM else set()

    def is_official(self, text: str) -> bool:
        """Whether a text names a position rather than a part of the office."""
        first = fold(text).split(" ", 1)[0]
        return first in self._officials

    def is_part(self, text: str) -> bool:
        """Whether a text begins as the name of a part of an office does (`Sub Bagian …`)."""
        first = fold(text).split(" ", 1)[0]
        return first in self._parts and bool(self._bare(text))

    def sounds_like_unit(self, text: str) -> bool:
        """Whether a text seems to name a unit, be it none of ours: it has the word for one, and begins with no other
        position than `Tim`."""
        words = f" {fold(text)} "
        is_position = self.is_official(text) and not words.startswith(self._teams)
        return not is_position and (any(word in words for word in self._teams) or bool(self.find(text)))

    def _split(self, text: str, *, official_too: bool = False) -> tuple[str, str]:
        """A cell with a unit and an official in it → the code of the unit, and the official as written. The official
        alone names his unit, too. A part beside the unit that is neither may be another unit: it leaves the row without
        one, but where the header says that an official stands here as well (`official_too`)."""
        code, pieces = self._find(text), [piece for piece in self._pieces(text) if piece.strip(" )")]
        if len(pieces) < 2:
            return code, clean(text) if self.is_official(text) else ""
        pieces = [
            clean(piece).strip(" )(.,:;") if piece.count("(") != piece.count(")") else clean(piece) for piece in pieces
        ]
        officials = [piece for piece in pieces if self.is_official(piece)]
        others = [piece for piece in pieces if not self.is_official(piece)]
        unknown = [] if officials else [piece for piece in others if self._bare(piece) and not self._is_known(piece)]
        if unknown and len(unknown) < len(others):
            if not official_too:
                return "", ""
            officials, others = unknown, [piece for piece in others if piece not in unknown]
        codes = set(filter(None, map(self._find, others or officials)))
        if not codes and not any(map(self.named, others)):
            codes = set(filter(None, map(self._find, officials)))
        return codes.pop() if len(codes) == 1 else code, ", ".join(officials)

    def _is_known(self, text: str) -> bool:
        return bool(self._find(text) or self.named(text))

    def _pieces(self, text: str) -> Iterator[str]:
        """The parts of a cell: apart by signs, and by a comma before a position."""
        for piece in _SEPARATORS.split(text):
            head, comma, tail = piece.rpartition(",")
            if comma and self.is_official(tail) and not self._find(piece):
                yield from (head, tail)
            else:
                yield piece

    def mentioned(self, text: str) -> Iterator[str]:
        """The units whose whole name, tab or alias stands in a longer text, as a title does."""
        key = self._key(text)
        codes = {code for name, code in self._exact.items() if len(name) >= 8 and name in key}
        yield from sorted(codes)
