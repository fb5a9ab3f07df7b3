"""Which of some words is spelt most like another: the one place where spellings are compared.

Likeness is the share of letters that two words have in the same order: 1.0 for equal words, 0.0 for words without a
letter in common.
"""

from __future__ import annotations

from collections.abc import Iterable


def closest(word: str, known: Iterable[str], likeness: float) -> str:
    """The known word spelt most like this one, the first of several; nothing where none is so much alike."""
    from rapidfuzz import fuzz, process  # loaded where somebody misspelt something

    match = process.extractOne(word, list(known), scorer=fuzz.ratio, score_cutoff=likeness * 100)
    return str(match[0]) if match else ""


def is_like(word: str, other: str, likeness: float) -> bool:
    """Whether two words are spelt so much alike."""
    return bool(closest(word, [other], likeness))
