"""`sheets_templates/import.toml` as values: what other offices call what we have."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from sync.cells.text import fold, squeeze
from sync.errors import TemplateError, reason_of
from sync.message import say
from sync.spelling import is_like
from sync.strict_toml import Mistake, read_fields, read_table, read_toml, refuse_unknown
from sync.template.loader import templates_folder
from sync.template.template import TabTemplate

FILE = "import.toml"
_LIKE_ENOUGH = 0.85
_NEAR_FROM = 6
_GLUED_FROM = 10
OWN_HEADER = 1000
"""What the header of a template, or one of its aliases, weighs: more than any phrase."""


@dataclass(frozen=True)
class Meaning:
    """A role, and the phrases that name it in headers."""

    role: str
    phrases: tuple[str, ...]


@dataclass(frozen=True)
class ListWords:
    """Words by which a cell of a list is known for what it is, folded."""

    subjects: tuple[str, ...]
    officials: tuple[str, ...]
    parts: tuple[str, ...]
    small: tuple[str, ...]
    shelves: tuple[str, ...]
    signatures: tuple[str, ...]
    pages: tuple[str, ...]
    link_names: tuple[str, ...]
    link_labels: tuple[str, ...]
    teams: tuple[str, ...]
    kinds: tuple[str, ...]


@dataclass(frozen=True)
class Vocabulary:
    """The whole file, with the headers of the unit tabs: squeezed, each with its role. `short` are words that are cut
    short, each with the whole one."""

    meanings: tuple[Meaning, ...]
    short: Mapping[str, str]
    words: ListWords
    own: Mapping[str, str]

    def __hash__(self) -> int:  # there is one, and it is a key of caches
        return id(self)


def load_vocabulary(tab: TabTemplate) -> Vocabulary:
    """The file, read strictly. Raises `TemplateError` with the first mistake. `tab` is the template of unit tabs."""
    try:
        raw = read_toml(templates_folder() / FILE)
        return _vocabulary(raw, tab)
    except FileNotFoundError as error:
        raise TemplateError(
            say("template %(file)s cannot be read: %(strerror)s.", file=FILE, strerror=reason_of(error))
        ) from error
    except Mistake as mistake:
        raise TemplateError(say("template %(file)s: %(mistake)s", file=FILE, mistake=mistake)) from None


def _vocabulary(raw: dict[str, Any], tab: TabTemplate) -> Vocabulary:
    refuse_unknown(raw, ("meanings", "short", "words"), "")
    own = {squeeze(name): column.role for column in tab.columns for name in (*column.aliases, column.header)}
    meanings = tuple(read_fields(Meaning, each, "[[meanings]]") for each in raw.get("meanings", ()))
    short = {word: str(whole) for word, whole in dict(raw.get("short", {})).items()}
    return Vocabulary(meanings, short, read_table(ListWords, raw, "words"), own)


def whole_words(text: str, vocabulary: Vocabulary) -> list[str]:
    """The words of a header, folded, those that are cut short written out."""
    return [vocabulary.short.get(word, word) for word in fold(text).split()]


@lru_cache(maxsize=4096)
def weigh(header: str, vocabulary: Vocabulary) -> Mapping[str, int]:
    """Role → how much of the header speaks for it: the letters of the longest phrase that it holds."""
    whole, glued = whole_words(header, vocabulary), squeeze(header)
    words, joined = frozenset(whole), squeeze("".join(whole))
    matches = [
        (meaning.role, phrase)
        for meaning in vocabulary.meanings
        for phrase in meaning.phrases
        if _holds(words, joined, phrase)
    ]
    telling = [(role, phrase) for role, phrase in matches if phrase not in vocabulary.words.subjects]
    weights: dict[str, int] = {}
    for role, phrase in telling or matches:
        weights[role] = max(weights.get(role, 0), len(squeeze(phrase)))
    if own := vocabulary.own.get(glued):
        both = weights.get(own, 0) == max(weights.values(), default=0)
        weights[own] = OWN_HEADER
        if both:  # a phrase of ours that elsewhere means something else as well is no proof
            weights |= {other: OWN_HEADER for other, weight in weights.items() if weight == len(glued) and other != own}
    return weights


def roles_of(header: str, vocabulary: Vocabulary) -> tuple[str, ...]:
    """The roles that a header speaks for most, one or several; none for a header that is not known."""
    weights = weigh(header, vocabulary)
    most = max(weights.values(), default=0)
    return tuple(role for role, weight in weights.items() if weight == most)


def is_header(text: str, vocabulary: Vocabulary, share: float) -> bool:
    """Whether a text is little more than the phrase that it holds: a header, and no sentence that has its words."""
    most = max(weigh(text, vocabulary).values(), default=0)
    return most >= share * len(squeeze(text)) > 0


def _holds(words: frozenset[str], glued: str, phrase: str) -> bool:
    wanted = phrase.split()
    if words.issuperset(wanted):
        return True
    together = "".join(wanted)
    if len(wanted) > 1 and len(together) >= _GLUED_FROM and together in glued:
        return True
    return all(word in words or any(_near(word, other) for other in words) for word in wanted)


@lru_cache(maxsize=65536)
def _near(word: str, other: str) -> bool:
    if min(len(word), len(other)) < _NEAR_FROM or abs(len(word) - len(other)) > 2:
        return False
    return is_like(word, other, _LIKE_ENOUGH)
