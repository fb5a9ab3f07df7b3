"""A value of a closed list: its own spelling, an alias, or a combination of parts (`Website, hardcopy, dan
softcopy`)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache

from sync.cells.text import CellValue, Flaw, clean, fold, nearest, squeeze
from sync.template.template import Choice

_AND = re.compile(r"\bdan ?/? ?atau\b|[,;/&+()\n]|\bdan\b|\bserta\b", re.IGNORECASE)
_NUMBERING = re.compile(r"(?:^|(?<=\n))\s*\d[.)]\s*")
# A doubt, half a list, a form with a sign under it that is no tick (`Hardcopy: ☒`), boxes (`☑ Softcopy ☐ Hardcopy`).
_UNCLEAR = re.compile(r"[?√✓✔✗✘☑☒☐✅❌✖≠]|\b(?:dan|serta|atau)\W*$|^\W*dan\b|:\s*(?:[^\w\s]|$)", re.IGNORECASE)


def find_choice(text: str, choices: Sequence[Choice]) -> Choice | None:
    """The choice a text names, by value or alias, whatever its case, blanks and punctuation."""
    choices = tuple(choices)
    return _by_value(choices).get(text) or _by_spelling(choices).get(_spelling(text))


def _spelling(text: str) -> str:
    """What two spellings of one choice have in common: `&` is a way to write `dan`."""
    return squeeze(text.replace("&", " dan ") if "&" in text else text)


@lru_cache(maxsize=32)
def _by_value(choices: tuple[Choice, ...]) -> dict[str, Choice]:
    return {choice.value: choice for choice in choices}


@lru_cache(maxsize=32)
def _by_spelling(choices: tuple[Choice, ...]) -> dict[str, Choice]:
    spellings = {_spelling(alias): choice for choice in choices for alias in choice.aliases}
    return spellings | {_spelling(choice.value): choice for choice in choices}


def read_choice(text: str, choices: Sequence[Choice]) -> CellValue:
    """Text → the value of a choice; a text that names none, or several that do not combine, is a flaw, with
    the one that may be meant."""
    value = clean(text)
    choice = None if _UNCLEAR.search(value) else find_choice(value, choices) or _combined(text, choices)
    if choice:
        return CellValue(choice.value)
    several = len(_listed(text)) > 1
    near = (several and _hinted(text, choices)) or near_choice(value, choices) or _hinted(text, choices)
    return CellValue(value, (Flaw("pilihan-salah", {"more": f" Mungkin {near}?" if near else ""}),))


def near_choice(text: str, choices: Sequence[Choice]) -> str:
    """The value of the choice whose value or alias is closest to a text; empty if none is close."""
    return nearest(text, (choice.value for choice in choices)) or _near_alias(text, choices)


def _combined(text: str, choices: Sequence[Choice]) -> Choice | None:
    """The choice made of exactly the parts that a text lists; none if one of the listed things is unknown."""
    parts = [find_choice(piece, choices) for piece in _listed(text)]
    if not parts or any(choice is None or not choice.parts for choice in parts):
        return None
    return with_parts((part for choice in parts if choice for part in choice.parts), choices)


def _listed(text: str) -> list[str]:
    return [piece for piece in _AND.split(_NUMBERING.sub("", text)) if squeeze(piece)]


def _hinted(text: str, choices: Sequence[Choice]) -> str:
    """The value that may be meant by a list in which every piece names a choice, or a thing that often comes as one
    (`Buku`, `Video`); empty if a piece says neither."""
    pieces = [find_choice(piece, choices) or _by_hint(piece, choices) for piece in _listed(text)]
    choice = (
        with_parts((part for choice in pieces if choice for part in choice.parts), choices) if all(pieces) else None
    )
    return choice.value if choice else ""


def _by_hint(piece: str, choices: Sequence[Choice]) -> Choice | None:
    known = {fold(hint): choice for choice in choices for hint in choice.hints}
    words = f" {fold(piece)} "
    named = [hint for hint in known if f" {hint} " in words]
    if not named:  # misspelt
        named = [near for word in words.split() if (near := nearest(word, known, likeness=0.8))]
    return known[max(named, key=len)] if named else None


def with_parts(parts: Iterable[str], choices: Sequence[Choice]) -> Choice | None:
    """The choice that has exactly these parts."""
    wanted = frozenset(parts)
    return next((choice for choice in choices if wanted and frozenset(choice.parts) == wanted), None)


def _near_alias(text: str, choices: Sequence[Choice]) -> str:
    aliases = {alias: choice.value for choice in choices for alias in choice.aliases}
    return aliases.get(nearest(text, aliases), "")
