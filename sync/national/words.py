"""Indonesian words, as they are indexed and as they are asked for: folded, and brought back to their stems.

Folded as the search of an office's own site folds (docs/search.md): case, accents and punctuation do not count. Stems
are those of Snowball's Indonesian stemmer; each word is stemmed once.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Mapping
from functools import cache, lru_cache

from sync.site.search_words import MARKS, SIGNS, read_search_words
from sync.site.template_files import read_template_files

LONGEST = 40
"""Letters of a word that are kept."""


def fold(text: str) -> list[str]:
    """The words of a text, folded."""
    return [word[:LONGEST] for word in SIGNS.findall(MARKS.sub("", unicodedata.normalize("NFKD", text)).lower())]


@lru_cache(maxsize=200_000)
def stem(word: str) -> str:
    """The stem of a folded word; a number is its own."""
    return word if word.isdigit() else _stemmer()(word) or word


def stems(text: str) -> str:
    """The stems of a text's words, with blanks between."""
    return " ".join(map(stem, fold(text)))


@cache
def skipped() -> frozenset[str]:
    """Words that point at nothing, by the vocabulary of the offices' sites."""
    words = read_search_words(read_template_files(None)).skipped
    return frozenset(word for text in words for word in fold(text))


@cache
def meanings() -> Mapping[tuple[str, ...], tuple[tuple[str, ...], ...]]:
    """What people say → what lists may say for it, each phrase as stems, by the vocabulary of the offices' sites."""
    found: dict[tuple[str, ...], dict[tuple[str, ...], None]] = {}
    for asked, meant in read_search_words(read_template_files(None)).groups:
        listed = [_stems(phrase) for phrase in meant or asked if _is_telling(phrase)]
        for phrase in map(_stems, asked):
            found.setdefault(phrase, {}).update(dict.fromkeys(each for each in listed if each != phrase))
    return {phrase: tuple(others) for phrase, others in found.items() if phrase and others}


def _is_telling(phrase: str) -> bool:
    """Whether its stems still mean it. One word without its prefix may be quite another: `penghasilan`, `hasil`."""
    words = fold(phrase)
    return len(words) > 1 or all(word.startswith(stem(word)) for word in words)


def _stems(phrase: str) -> tuple[str, ...]:
    words = fold(phrase)
    return tuple(stem(word) for word in words if word not in skipped()) or tuple(map(stem, words))


@cache
def _stemmer() -> Callable[[str], str]:
    import snowballstemmer

    step: Callable[[str], str] = snowballstemmer.stemmer("indonesian").stemWord
    return step
