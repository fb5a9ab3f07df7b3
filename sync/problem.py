"""Problems as values: a slug, a place, the value as typed, and one plain Indonesian sentence that says what to do.

The sentences stand here, all of them, so that one reader can keep them plain. `{value}` is the text as typed, shortened.
A problem never raises: it is collected, told in the tab of the person concerned, and counted.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Severity = Literal["error", "warning"]


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing for one person to look at. `cell`, `id` and `column` are None where there is no such thing."""

    tab: str
    cell: str | None
    id: str | None
    column: str | None
    code: str
    severity: Severity
    value: str
    message: str


# slug → (severity, sentence). Told in the row's own `Catatan`.
CELL_SENTENCES: dict[str, tuple[Severity, str]] = {}

# slug → (severity, sentence). Told in `Kendali`, or in the `Catatan` of a row of `Induk`.
APPROVAL_SENTENCES: dict[str, tuple[Severity, str]] = {}


def shorten(value: str, limit: int = 60) -> str:
    """A value as it is quoted in a sentence: on one line, at most `limit` characters."""
    line = " ".join(value.split())
    return line if len(line) <= limit else line[: limit - 1] + "…"


def make_problem(  # noqa: PLR0913  every part of a problem is named at the call
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
    severity, sentence = (CELL_SENTENCES.get(code) or APPROVAL_SENTENCES[code])
    message = sentence.format(value=shorten(value), column=column or "", **words)
    return Problem(tab, cell, id, column, code, severity, value, message)
