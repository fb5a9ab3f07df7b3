"""The vocabulary of the search: `kosakata.toml`, people's words → the words of lists; ours and what an office adds.

A page is sent only the groups that can matter to its list: those of which something stands in it.
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from sync.errors import TemplateError
from sync.message import say
from sync.site.gate import PublicEntry
from sync.site.template_files import VOCABULARY, TemplateFiles

KEYS = ("sumber", "sama", "arti")
PLAIN = ("abaikan", "lain")
LONGEST = 600
"""Letters of one group; a line longer than that is no group but something that was pasted."""
SIGNS = re.compile(r"[^\W_]+")
MARKS = re.compile("[\u0300-\u036f]")


@dataclass(frozen=True)
class SearchWords:
    """`skipped` are words that point at nothing, `elsewhere` those of other bodies' affairs, or phrases
    of them with commas between; each group is what people say and what lists say (empty: each of the former means the
    others)."""

    skipped: tuple[str, ...]
    elsewhere: tuple[str, ...]
    groups: tuple[tuple[tuple[str, ...], tuple[str, ...]], ...]

    def __add__(self, other: SearchWords) -> SearchWords:
        return SearchWords(
            self.skipped + other.skipped,
            self.elsewhere + other.elsewhere,
            self.groups + other.groups,
        )


def read_search_words(files: TemplateFiles) -> SearchWords:
    """Ours, and the office's after it. Raises `TemplateError` with file and line of the first mistake."""
    both = [data for data in (files.ours.get(VOCABULARY), files.own.get(VOCABULARY)) if data is not None]
    return sum(map(_read_words, both), SearchWords((), (), ()))


@lru_cache(maxsize=4)
def _read_words(data: bytes) -> SearchWords:
    return _File(data).words()


def words_for(words: SearchWords, entries: Collection[PublicEntry]) -> dict[str, str]:
    """What the page of this list is sent: `dip.js` reads groups parted by `;`, their two sides by `:`, words by `,`.
    Nothing stands on the right of the phrases of other affairs."""
    skipped = dict.fromkeys(word for text in words.skipped for word in _words(text))
    elsewhere = dict.fromkeys(word for text in words.elsewhere if "," not in text for word in _words(text))

    def telling(phrase: str) -> tuple[str, ...]:
        said = _words(phrase)
        return tuple(word for word in said if word not in skipped) or said

    phrases = {phrase: telling(phrase) for group in words.groups for phrase in (group[1] or group[0])}
    where = _places(entries, {*elsewhere, *(word for said in phrases.values() for word in said)})
    stands = {phrase for phrase, said in phrases.items() if set.intersection(*(where[word] for word in said))}
    affairs = _unsaid(words.elsewhere, skipped, entries)
    groups = [",".join(affairs) + ":"] if affairs else []
    for asked, meant in words.groups:
        found = [phrase for phrase in meant or asked if phrase in stands]
        if found:
            needed = _shortest(asked, () if meant else found)
            groups.append(",".join(needed) + (":" + ",".join(found) if meant else ""))
    return {
        "abaikan": _folded(skipped),
        "lain": _folded(word for word in elsewhere if not where[word]),
        "kelompok": ";".join(dict.fromkeys(groups)),
    }


def _unsaid(elsewhere: Iterable[str], skipped: Collection[str], entries: Iterable[PublicEntry]) -> list[str]:
    """The phrases of other affairs, which have commas between them, that stand in no title or summary: not those with a
    word that points at nothing, for then what is left of them may stand anywhere."""
    said = [_words(phrase) for text in elsewhere if "," in text for phrase in text.split(",")]
    phrases = [" ".join(words) for words in said if not any(word in skipped for word in words)]
    shown = "\n".join(f"{entry.judul} {entry.ringkasan}" for entry in entries if phrases).lower()
    return [phrase for phrase in phrases if phrase and phrase not in shown]


def _folded(words: Iterable[str]) -> str:
    """Sorted, with blanks between; what a word shares with the one before is one capital letter: A, B for one, two."""
    text, last = "", ""
    for word in sorted(words):
        same = next((at for at, (one, other) in enumerate(zip(last, word, strict=False)) if one != other), len(last))
        same = min(same, len(word) - 1, 26)
        text += (chr(64 + same) if same else " " if text else "") + word[same:]
        last = word
    return text


def _shortest(asked: Sequence[str], kept: Collection[str]) -> Iterable[str]:
    """Without the phrases that hold another one of them, which finds as much."""
    said = {phrase: f" {' '.join(_words(phrase))} " for phrase in asked}
    return (
        phrase
        for phrase, whole in said.items()
        if phrase in kept or not any(other in whole and other != whole for other in said.values())
    )


def _places(entries: Iterable[PublicEntry], wanted: Collection[str]) -> Mapping[str, set[int]]:
    """Where each of these words stands: the places of the entries that show it, as `cari.js` tells words apart."""
    places: dict[str, set[int]] = {word: set() for word in wanted}
    known: dict[str, list[str]] = {}  # most texts between blanks are the same ones in every entry
    for place, entry in enumerate(entries):
        shown = (entry.judul, entry.ringkasan, entry.penguasa, entry.penanggung_jawab, entry.waktu, entry.tempat)
        for rough in " ".join((*shown, entry.bentuk, entry.retensi, *(link.name for link in entry.tautan))).split():
            if rough not in known:
                known[rough] = [word for word in _words(rough) if word in places]
            for word in known[rough]:
                places[word].add(place)
    return places


@lru_cache(maxsize=8192)
def _words(text: str) -> tuple[str, ...]:
    return tuple(SIGNS.findall(MARKS.sub("", unicodedata.normalize("NFKD", text)).lower()))


class _File:
    """One `kosakata.toml`, which knows where in it something stands."""

    def __init__(self, data: bytes) -> None:
        try:
            self.text = data.decode("utf-8-sig")
        except UnicodeDecodeError:
            raise TemplateError(
                say("site template %(name)s, or one it uses, is not UTF-8 text. Save it as UTF-8.", name=VOCABULARY)
            ) from None

    def words(self) -> SearchWords:
        """What stands in it."""
        try:
            raw = tomllib.loads(self.text)
        except tomllib.TOMLDecodeError as error:
            place = re.search(r" \(at (?:line (\d+), column \d+|end of document)\)", str(error))
            line = int(place[1]) if place and place[1] else self.text.count("\n") + 1
            raise _mistake(line, say("is not valid TOML: %(error)s.", error=error)) from error
        skipped, elsewhere = (tuple(self._texts(raw.pop(key, []), key)) for key in PLAIN)
        groups = [group for name, table in raw.items() for group in self._groups(name, table)]
        return SearchWords(skipped, elsewhere, tuple(groups))

    def _groups(self, name: str, table: object) -> Iterable[tuple[tuple[str, ...], tuple[str, ...]]]:
        if not isinstance(table, dict):
            raise self._mistake(name, say("“%(name)s” must be a table with sama or arti.", name=name))
        for key in table:
            if key not in KEYS:
                raise self._mistake(key, say("unknown key “%(key)s”; known are: sumber, sama, arti.", key=key))
        for key in KEYS:
            for text in self._texts(table.get(key, []), key):
                if key != "sumber":
                    yield self._group(text, key)

    def _group(self, text: str, key: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
        sides = [tuple(part.strip() for part in side.split(",") if _words(part)) for side in text.split(":")]
        fits = len(sides) == 1 and len(sides[0]) > 1 if key == "sama" else len(sides) == 2 and all(sides)
        if not fits or ";" in text:
            raise self._mistake(text, _wanted(key, text))
        return sides[0], sides[1] if len(sides) > 1 else ()

    def _texts(self, value: object, key: str) -> Sequence[str]:
        if not isinstance(value, list) or not all(isinstance(each, str) for each in value):
            raise self._mistake(key, say("%(key)s must be a list of texts.", key=key))
        for text in value:
            if not text.isprintable() or len(text) > LONGEST:
                told = say("a text in %(key)s is too long, or has a sign that cannot be printed.", key=key)
                raise self._mistake(text, told, key)
        return value

    def _mistake(self, near: str, message: str, key: str = "") -> TemplateError:
        """With the first line in which `near` stands, or else `key`: a text with a backslash in it stands nowhere."""
        lines = list(enumerate(self.text.splitlines(), 1))
        found = (number for sought in (near[:40], key) for number, line in lines if sought in line)
        return _mistake(next(found, 1), message)


def _mistake(line: int, message: str) -> TemplateError:
    return TemplateError(
        say("site template %(name)s, line %(lineno)s: %(message)s", name=VOCABULARY, lineno=line, message=message)
    )


def _wanted(key: str, text: str) -> str:
    if key == "sama":
        return say("“%(text)s” must be two or more words with commas between, without “:” and “;”.", text=text)
    return say("“%(text)s” must be words, a “:”, and words of lists, with commas between and without “;”.", text=text)
