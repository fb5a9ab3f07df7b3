"""A text file of separated values: its encoding and its separator are found, its cells stay the text they are."""

from __future__ import annotations

import csv
from collections import Counter

from sync.errors import ListError
from sync.message import say
from sync.model import Sheet

_SEPARATORS = ",;\t|"
_SAMPLE = 300
_LONGEST_CELL = 1_000_000
_END = "\x1fend\x1f"


def read_csv(data: bytes) -> Sheet:
    """The records of the file as rows. A record is a row, whatever line breaks stand inside its quotes. Raises
    `ListError` where a quotation mark is never closed: all that follows would be one cell."""
    csv.field_size_limit(_LONGEST_CELL)
    text = decoded(data)
    lines = text.splitlines(keepends=True)
    separator = _separator(lines[:_SAMPLE])
    rows = tuple(tuple(record) for record in csv.reader([*lines, _END], delimiter=separator))
    if rows[-1] != (_END,):
        raise ListError(
            say('a quotation mark (") in record %(number)s is never closed. Close it or take it out.', number=len(rows))
        )
    rows = rows[:-1]
    return Sheet("", rows).trimmed()


def decoded(data: bytes) -> str:
    """The text: UTF-16 with its mark, UTF-8, or else Windows-1252."""
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return data.decode("utf-16", "replace")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp1252", "replace")


def _separator(lines: list[str]) -> str:
    """The sign by which most records come out equally wide; of several the one that makes them widest."""
    return max(_SEPARATORS, key=lambda sign: _evenness(lines, sign))


def _evenness(lines: list[str], sign: str) -> tuple[int, int]:
    widths = Counter(len(record) for record in csv.reader(lines, delimiter=sign) if len(record) > 1)
    if not widths:
        return 0, 0
    width, count = max(widths.items(), key=lambda item: (item[1], item[0]))
    return count, width
