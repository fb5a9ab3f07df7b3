"""A value of a closed list: its own spelling, an alias, or a combination of parts (`Website, hardcopy, dan
softcopy`)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache

from sync.cells.text import CellValue, Flaw, clean, nearest, squeeze
from sync.template.template import Choice

_AND = re.compile(r"[,;/&+\n]|\bdan\b|\bserta\b|\bdan/atau\b", re.IGNORECASE)
_NUMBERING = re.compile(r"(?:^|(?<=\n))\s*\d[.)]\s*")
# A doubt, half a list, a form with a sign under it that is no tick (`Hardcopy: ☒`), boxes (`☑ Softcopy ☐ Hardcopy`).
_UNCLEAR = re.compile(r"[?√✓✔✗✘☑☒☐✅❌✖≠]|\b(?:dan|serta)\W*$|^\W*dan\b|:\s*(?:[^\w\s]|$)", re.IGNORECASE)


def find_choice(text: str, choices: Sequence[Choice]) -> Choice | None:
    """The choice a text names, by value or alias, whatever its case, blanks and punctuation."""
    choices = tuple(choices)
    return _by_value(choices).get(text) or _by_spelling(choices).get(squeeze(text))


@lru_cache(maxsize=32)
def _by_value(choices: tuple[Choice, ...]) -> dict[str, Choice]:
    return {choice.value: choice for choice in choices}


@lru_cache(maxsize=32)
def _by_spelling(choices: tuple[Choice, ...]) -> dict[str, Choice]:
    spellings = {squeeze(alias): choice for choice in choices for alias in choice.aliases}
    return spellings | {squeeze(choice.value): choice for choice in choices}


def read_choice(text: str, choices: Sequence[Choice]) -> CellValue:
    """Text → the value of a choice; a text that names none, or several that do not combine, is a flaw, with
    the one that may be meant."""
    value = clean(text)
    choice = None if _UNCLEAR.search(value) else find_choice(value, choices) or _combined(text, choices)
    if choice:
        return CellValue(choice.value)
    near = near_choice(value, choices)
    return CellValue(value, (Flaw("pilihan-salah", {"more": f" Mungkin {near}?" if near else ""}),))


def near_choice(text: str, choices: Sequence[Choice]) -> str:
    """The value of the choice whose value or alias is closest to a text; empty if none is close."""
    return nearest(text, (choice.value for choice in choices)) or _near_alias(text, choices)


def _combined(text: str, choices: Sequence[Choice]) -> Choice | None:
    """The choice made of exactly the parts that a text lists; none if one of the listed things is unknown."""
    listed = [piece for piece in _AND.split(_NUMBERING.sub("", text)) if squeeze(piece)]
    parts = [find_choice(piece, choices) for piece in listed]
    if not parts or any(choice is None or not choice.parts for choice in parts):
        return None
    return with_parts((part for choice in parts if choice for part in choice.parts), choices)


def with_parts(parts: Iterable[str], choices: Sequence[Choice]) -> Choice | None:
    """The choice that has exactly these parts."""
    wanted = frozenset(parts)
    return next((choice for choice in choices if wanted and frozenset(choice.parts) == wanted), None)


def _near_alias(text: str, choices: Sequence[Choice]) -> str:
    aliases = {alias: choice.value for choice in choices for alias in choice.aliases}
    return aliases.get(nearest(text, aliases), "")
