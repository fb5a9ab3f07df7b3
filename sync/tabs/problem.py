"""Problems as values: a slug, a place, the value as typed, and the sentence that says what to do.

A problem is never raised: it is collected, written into the tab of the person concerned, and counted.
"""

from __future__ import annotations

from typing import NamedTuple

from sync.tabs.approval_sentences import APPROVAL_SENTENCES
from sync.tabs.clerk_sentences import CELL_SENTENCES, Severity


class Problem(NamedTuple):
    """One thing that one person has to look at. `cell`, `id` and `column` are None where there is no such thing."""

    tab: str
    cell: str | None
    id: str | None
    column: str | None
    code: str
    severity: Severity
    value: str
    message: str


def shorten(value: str, limit: int = 60) -> str:
    """A value as it is quoted in a sentence: on one line, at most `limit` characters."""
    line = " ".join(value.split())
    return line if len(line) <= limit else line[: limit - 1] + "…"


def make_problem(
    code: str,
    *,
    tab: str,
    cell: str | None = None,
    id: str | None = None,
    column: str | None = None,
    value: str = "",
    **words: object,
) -> Problem:
    """The problem for a slug; `words` fill the sentence. A slug without a sentence is a KeyError: a mistake of ours."""
    severity, sentence = CELL_SENTENCES.get(code) or APPROVAL_SENTENCES[code]
    message = sentence.format(value=shorten(value), column=column or "", id=id or "", **words)
    return Problem(tab, cell, id, column, code, severity, value, message)
