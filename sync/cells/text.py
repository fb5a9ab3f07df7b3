"""What text is before it means anything: the words every reader of a cell shares.

`clean` removes what nobody sees, `plain` is for reading, `fold` for comparing, `nearest` for suggesting. A `CellValue`
is what a reader makes of a text; a `Flaw` is a problem that does not yet know its place.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from sync.spelling import closest

# Seen by no reader, yet two texts differ by them: zero-width and direction marks, soft hyphens, controls, and what XML
# and UTF-8 cannot carry (noncharacters, lone surrogates).
_HIDDEN = re.compile(
    "[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\u00ad\u061c\u180e\u200b-\u200f"
    "\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\ufffe\uffff\ud800-\udfff]"
)
LOOKS = "\ufe0e\ufe0f"
"""Behind a sign: whether it is drawn as text or in colour."""
_BREAKS = re.compile("\r\n|[\r\n\x0b\x0c\x1c-\x1e\x85\u2028\u2029]")
_BLANKS = re.compile(r"\s+")
_DASHES = dict.fromkeys((*range(0x2010, 0x2016), 0x2212, 0xFE58, 0xFE63), "-")
_PLAIN = {code: chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)} | _DASHES  # full width → ASCII
_DIGIT = re.compile(r"(?![0-9])\d")
_BUNDLE = 64
_PRINTABLE = bytes(range(0x20, 0x7F))
_NO_WORD = re.compile(r"[\W_]+")
_TO_BLANK = {code: " " for code in range(128) if not chr(code).isalnum()}
_TO_NOTHING = dict.fromkeys(_TO_BLANK)


@dataclass(frozen=True, slots=True)
class Flaw:
    """One thing that is wrong with a text: a slug of `sync.tabs.clerk_sentences` and the words its sentence needs."""

    code: str
    words: Mapping[str, object] = field(default_factory=dict)


class CellValue(NamedTuple):
    """What a text means: the normalised form, or the text as typed (cleaned) where it cannot be read."""

    value: str
    flaws: tuple[Flaw, ...] = ()


def words(text: str) -> frozenset[str]:
    """A set of words, written as people read it: apart by blanks."""
    return frozenset(text.split())


def is_blank(text: str) -> bool:
    """Whether a cell says nothing: it is empty, or a box that nobody ticked."""
    return text.strip().upper() in {"", "FALSE"}


_SHORTEST_CUT = 16_000
"""No cell holds less, whatever the program, and whatever characters."""


def same_words(there: str, text: str) -> bool:
    """Whether two texts are equal apart from blanks, or the first is all that a cell could hold of the second."""
    return there == text or there.split() == text.split() or _is_cut(there, text)


def _is_cut(there: str, text: str) -> bool:
    return there.endswith("…") and len(there) >= _SHORTEST_CUT and text.startswith(there[:-1])


def is_printable(text: str) -> bool:
    """Whether a text is nothing but printable ASCII: the same as `isascii` and `isprintable`, and faster."""
    return text.isascii() and not text.encode().translate(None, _PRINTABLE)


def is_clean(text: str) -> bool:
    """Fast path of `clean`: true for plain ASCII on one line, which cleaning leaves as it is. May return false
    negatives."""
    return is_printable(text) and "  " not in text and text == text.strip()


def failing(texts: Iterable[str], passes: Callable[[str], bool]) -> list[str]:
    """The texts that do not pass. Bundles of them, joined by bars, are tried first: where a bundle passes, each text in
    it must pass too."""
    texts, left = list(texts), []
    for start in range(0, len(texts), _BUNDLE):
        bundle = texts[start : start + _BUNDLE]
        if not passes("|".join(bundle)):
            left += [text for text in bundle if not passes(text)]
    return left


def is_plain(text: str) -> bool:
    """`is_clean` for one text or for many, joined by bars: true only if each is clean."""
    # From the end: the same answer in half the time.
    return is_printable(text) and f" {text} ".replace("|", " ").rfind("  ") < 0


def clean(text: str, *, lines: bool = False) -> str:
    """The text without what nobody sees: NFC, one kind of blank, collapsed and trimmed. `lines` keeps line breaks
    (single, no empty lines). Cleaning twice changes nothing."""
    if is_clean(text):
        return text
    text = unicodedata.normalize("NFC", _HIDDEN.sub("", text))
    if not lines:
        return _BLANKS.sub(" ", text).strip()
    cleaned = (_BLANKS.sub(" ", line).strip() for line in _BREAKS.split(text))
    return "\n".join(line for line in cleaned if line)


def plain(text: str) -> str:
    """The text with one kind of dash, and digits and signs as a keyboard here has them: for reading, never for
    keeping. It is as long as before."""
    if text.isascii():
        return text
    return _DIGIT.sub(lambda digit: str(unicodedata.decimal(digit.group())), text.translate(_PLAIN))


def fold(text: str) -> str:
    """The text for comparing: no case, no accents, no punctuation, single blanks."""
    text = text.casefold()
    if text.isascii():
        return " ".join(text.translate(_TO_BLANK).split())
    decomposed = unicodedata.normalize("NFKD", _HIDDEN.sub("", text))
    text = "".join(sign for sign in decomposed if not unicodedata.combining(sign)).casefold()
    return _NO_WORD.sub(" ", text).strip()


def squeeze(text: str) -> str:
    """The folded text without blanks: `Soft Copy`, `soft-copy` and `Softcopy` are one spelling."""
    text = text.casefold()
    return text.translate(_TO_NOTHING) if text.isascii() else fold(text).replace(" ", "")


def nearest(text: str, options: Iterable[str], likeness: float = 0.75) -> str:
    """The option spelt most like the text, or nothing. Only ever a suggestion, never a reading."""
    by_key = {squeeze(option): option for option in options}
    return by_key.get(closest(squeeze(text)[:80], by_key, likeness), "")


# Digits that were typed (or scanned) as the letters they look like.
_LOOKALIKE = str.maketrans({"O": "0", "o": "0", "l": "1", "I": "1", "|": "1"})
_MIXED = re.compile(r"(?<![^\W_])(?=[0-9OolI|]*[0-9])(?=[0-9OolI|]*[OolI|])[0-9OolI|]+(?![^\W_])")


def with_digits(text: str) -> str:
    """The text with letters between digits read as digits (`2O2O` → `2020`); the same text where there are none."""
    return _MIXED.sub(lambda match: match.group().translate(_LOOKALIKE), text)
