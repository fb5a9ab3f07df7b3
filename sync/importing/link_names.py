"""Names of documents that stand in a column beside that of their links."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from sync.cells.text import clean, fold
from sync.importing.list_columns import LINK_NAMES, Guess
from sync.importing.words import ListWords

_FILE = re.compile(r"\.(?:pdf|docx?|xlsx?|pptx?|odt|ods|csv|zip|rar|jpe?g|png)\b", re.IGNORECASE)
_MOST, _NEARLY = 0.6, 0.9
_BAR = "|"


def with_link_names(
    guesses: dict[int, Guess], filled: Mapping[int, Mapping[int, str]], words: ListWords
) -> dict[int, Guess]:
    """The meanings of the columns, with the one beside the links that holds their names: it is filled where they are,
    and its header says so or its texts are names of files. `filled` are the texts of each column by row."""
    links = [place for place, guess in guesses.items() if guess.role == "tautan"]
    named = any(guess.role == LINK_NAMES for guess in guesses.values())
    if len(links) != 1 or named:
        return guesses
    for place in (links[0] - 1, links[0] + 1):
        guess = guesses.get(place)
        if guess is None or guess.asked or guess.why == "map" or guess.role not in ("", "lain"):
            continue
        if _are_names(guess, filled.get(place, {}), filled.get(links[0], {}), words):
            why = "header" if fold(guess.header) in words.link_labels else "content"
            return {**guesses, place: replace(guess, role=LINK_NAMES, why=why)}
    return guesses


def _are_names(guess: Guess, names: Mapping[int, str], links: Mapping[int, str], words: ListWords) -> bool:
    both = len(names.keys() & links.keys())
    if not both or both < _NEARLY * max(len(names), len(links)):
        return False
    files = sum(_FILE.search(text) is not None for text in names.values())
    return fold(guess.header) in words.link_labels or files >= _MOST * len(names)


def named_lines(lines: Sequence[str], text: str) -> list[str]:
    """Lines `Nama | URL` or `URL`, those without a name with the names that a text gives, one a line: each its own,
    or all of them for the one there is. Where their numbers differ otherwise nobody knows which is whose."""
    names = [name for line in clean(text, lines=True).split("\n") if (name := line.replace(_BAR, "/").strip())]
    bare = [number for number, line in enumerate(lines) if line and f" {_BAR} " not in line]
    if len(bare) == 1:
        names = [", ".join(names)] if names else []
    named = list(lines)
    if len(names) == len(bare):
        for number, name in zip(bare, names, strict=True):
            named[number] = f"{name} {_BAR} {lines[number]}"
    return named
