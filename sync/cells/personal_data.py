"""What must not become public by accident: personal data, and another office's name left in a copied row.

The check runs over every cell; a first look lets most texts pass. What is found is quoted with its middle hidden: the
sentence travels further than the cell.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import islice

from sync.cells.link_words import decoded, with_link_words
from sync.cells.number_runs import SEPARATORS, unglued
from sync.cells.other_offices import OfficeFacts, find_offices, names_other, own_names, own_pattern
from sync.cells.personal_numbers import find_numbers, phone_key
from sync.cells.personal_words import find_births, find_homes, find_mails
from sync.cells.text import Flaw, clean, failing, plain

# What a text must have in it for the checks to find anything.
_NUMERIC = bytes(ord("0") if byte > 127 or chr(byte) in f"OoIl0123456789{SEPARATORS}" else 0 for byte in range(256))
_TEN_DIGITS = re.compile(r"(?:[\dOoIl][^0-9A-Za-z]{0,4}){10}")
_SIGNS = frozenset("@%[{<")
_HINTS = tuple(re.compile(hint) for hint in (
    r"\( ?a[t) ]", " at ", "p(?:aspor|assport|e?lat[^a-z])", r"no(?:mor)?\W{0,2}pol", "l(?:ahir|hr)", r"t\W?t\W?l",
    r"rt\W{0,3}(?:rw|\d)",
))  # fmt: skip
_MOST = 5
"""Of one kind, so many are quoted: a list of them is seen without the rest."""
_KEYS = re.compile(r"\b10\.\d{4,9}/\S+|\b[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\b", re.IGNORECASE)  # DOI, UUID


class Watch:
    """The checks for one office."""

    def __init__(self, office: OfficeFacts) -> None:
        self.office = office
        self.own = own_names(office)
        self.own_name = own_pattern(office)
        self.own_phones = frozenset(map(phone_key, office.phones))

    def suspects(self, texts: Iterable[str]) -> list[str]:
        """The texts in which `check` may find something."""
        return failing(texts, self._passes)

    def _passes(self, text: str) -> bool:
        return not (_may_be_personal(text) or names_other(text, self.own_name))

    def check(self, text: str) -> tuple[Flaw, ...]:
        """Everything in a text that must not be published, in the names of linked files, too."""
        flaws: list[Flaw] = []
        if _may_be_personal(text):
            flaws += _personal(text, self.own_phones, self.office.email.casefold())
        if names_other(text, self.own_name):
            flaws += find_offices(plain(clean(decoded(text), lines=True)), self.office, self.own)
        return tuple(flaws)


def _may_be_personal(text: str) -> bool:
    low = plain(text).lower()
    return any(sign in low for sign in _SIGNS) or any(hint.search(low) for hint in _HINTS) or _may_number(text)


def _may_number(text: str) -> bool:
    """Whether a long number can be in a text; the first of the two conditions is quick, and few texts meet it."""
    signs = text.encode("utf-8", "surrogatepass").translate(_NUMERIC)
    return b"0000000000" in signs and _TEN_DIGITS.search(text) is not None


@lru_cache(maxsize=8)
def _watch(office: OfficeFacts) -> Watch:
    return Watch(office)


def check_text(text: str, office: OfficeFacts) -> tuple[Flaw, ...]:
    """The flaws of `Watch.check`, for a single text."""
    return _watch(office).check(text)


def personal_flaws(text: str) -> list[Flaw]:
    """Personal data in a text, whichever office wrote it."""
    return list(_personal(text, frozenset(), "")) if _may_be_personal(text) else []


def _personal(text: str, own_phones: frozenset[str], own_mail: str) -> Iterator[Flaw]:
    text = unglued(_KEYS.sub("", plain(clean(with_link_words(text), lines=True))))
    kinds = (
        ((number.code, number.text) for number in find_numbers(text, own_phones)),
        (("data-pribadi-surel", mail) for mail in find_mails(text) if mail.casefold() != own_mail),
        (("data-pribadi-lahir", birth) for birth in find_births(text)),
        (("data-pribadi-alamat", home) for home in find_homes(text)),
    )
    for kind in kinds:
        yield from (Flaw(code, {"found": hide(quoted)}) for code, quoted in islice(kind, _MOST))


def hide(text: str) -> str:
    """The ends of what was found, its middle hidden: enough to find it, too little to use it."""
    edge = max(1, min(4, len(text) // 4))
    return f"{text[:edge]}…{text[-edge:]}"
