"""Problems as values: a slug, a place, the value as typed, and the sentence that says what to do.

A problem is never raised: it is collected, written into the tab of the person concerned, and counted.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from sync.tabs.approval_sentences import APPROVAL_SENTENCES
from sync.tabs.clerk_sentences import CELL_SENTENCES, HEADER_SENTENCES, Severity
from sync.tabs.control_sentences import CONTROL_SENTENCES

_SENTENCES = {**CELL_SENTENCES, **HEADER_SENTENCES, **APPROVAL_SENTENCES, **CONTROL_SENTENCES}
_LONGEST = {
    "value": 32,
    "link": 32,
    "shown": 32,
    "rest": 24,
    "place": 30,
    "found": 40,
    "other": 56,
    "columns": 40,
}
"""Characters that a word of a sentence may have. What is cut stands whole in the cell; the others are as long as
`_USUAL`."""
_USUAL = 60
_WHOLE = frozenset({"cells", "headers", "range", "who", "alike", "rows", "more", "title", "name", "example"})
"""Words that say where to look or what to type, and what was cut already."""
_CUT_AT_END = re.compile(r"…\.(?=\s|$)")


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
    """The problem for a slug; `words` fill the sentence. What is told of a cell begins with its header, `column`. A
    slug without a sentence is a KeyError: a mistake of ours."""
    severity, sentence = _SENTENCES[code]
    words |= {"value": value, "column": column or "", "id": id or ""}
    message = _CUT_AT_END.sub("…", sentence.format(**{name: _cut(name, word) for name, word in words.items()}))
    if code in CELL_SENTENCES and column:
        message = f"{column}: {message}"
    return Problem(tab, cell, id, column, code, severity, value, message)


def _cut(name: str, word: object) -> object:
    whole = not isinstance(word, str) or name in _WHOLE
    return word if whole else shorten(str(word), _LONGEST.get(name, _USUAL))
