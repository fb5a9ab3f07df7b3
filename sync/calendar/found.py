"""Something that is due, before it is said; and the words of the entries, to look for kinds of information in them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import date
from typing import NamedTuple

from sync.ledger.state import LedgerState, Version
from sync.template.template import Template

_TO_BLANK = {code: " " for code in range(128) if not chr(code).isalnum() and chr(code) != "\n"}


class Found(NamedTuple):
    """`code` is one of `MATTERS`, `unit` the unit it is about (empty: none), `ids` the entries, `day` when it fell or
    falls due, where that is a day. `names` are kinds of information, `period` the period or year that is meant."""

    code: str
    day: date | None
    unit: str = ""
    ids: tuple[str, ...] = ()
    names: tuple[str, ...] = ()
    period: str = ""


def listed_versions(ledger: LedgerState, template: Template) -> Iterator[Version]:
    """The version that `Induk` shows of each entry that is in the list, or is to come into it: none that is excluded,
    or proposed to be."""
    excluded = template.excluded_class
    for id, state in ledger.entries.items():
        if state.removed or not state.version or state.klasifikasi == excluded:
            continue
        version = ledger.versions[id][state.version]
        if version.content.get("klasifikasi") != excluded:
            yield version


class ListedWords(NamedTuple):
    """Texts as words apart by blanks, a text a line; and which words there are at all."""

    text: str
    known: frozenset[str]


def as_words(texts: Iterable[str]) -> ListedWords:
    """Texts, to be searched by `holds`."""
    text = "\n".join(["", *texts, ""]).casefold().translate(_TO_BLANK).replace("\n", " \n ")
    return ListedWords(text, frozenset(text.split()))


def holds(words: ListedWords, wanted: str) -> bool:
    """Whether the words of `wanted` stand in this order in one of the texts."""
    first, *others = re.findall(r"\w+", wanted.casefold())
    if not words.known.issuperset((first, *others)):
        return False
    text = words.text
    at = text.find(f" {first} ")
    while at >= 0:
        end = text.find("\n", at)
        if _follow(text, others, at, len(text) if end < 0 else end):
            return True
        at = text.find(f" {first} ", at + 1)
    return False


def _follow(text: str, others: Iterable[str], at: int, end: int) -> bool:
    for word in others:
        at = text.find(f" {word} ", at + 1, end)
        if at < 0:
            return False
    return True
