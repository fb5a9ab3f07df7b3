"""Why an entry was withdrawn, as the PPID chose it under `Alasan Tarik`: `Keliru`, or `Digabung KUL-0012`."""

from __future__ import annotations

import re
from collections.abc import Sequence

from sync.cells.choice import find_choice
from sync.cells.text import clean
from sync.template.template import Choice

_WITH_ID = re.compile(r"(.*?)[\s:,(]+([A-Za-z]{2,5})\s*-\s*(\d{4,})[\s.)]*")


def read_withdrawal_reason(text: str, choices: Sequence[Choice]) -> tuple[str, str] | None:
    """(slug of the reason, ID of the entry that takes its place). None for a text that is none of the choices, or that
    names an ID after one which takes none; the ID is empty where none is named."""
    value = clean(text)
    named = _WITH_ID.fullmatch(value)
    choice = find_choice(named[1] if named else value, choices)
    if choice is None or (named and not choice.successor):
        return None
    return choice.slug, f"{named[2].upper()}-{named[3]}" if named else ""
