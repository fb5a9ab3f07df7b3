"""Rows that people put between entries or beneath them and that are none: totals, and a block of signatures."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence

from sync.cells.cell import says_nothing
from sync.cells.text import fold
from sync.cells.time_and_place import split_place
from sync.tabs.clerk_sentences import CELL_SENTENCES
from sync.template.template import NoEntries

MOST_CELLS = 2
"""So many cells a row of a total or of signatures fills, besides numbers."""
_APART = 6
"""So many rows may lie between those of a block: people sign there."""
_COUNTED = re.compile(
    r"\W*(?:rp)?\W*[\d\s.,]*(?:dokumen|informasi|berkas|arsip|data|item|buah|judul)?\W*", re.IGNORECASE
)
_AMOUNT = re.compile(r"[\d\s]+(?:dokumen|informasi|berkas|arsip|data|item|buah|judul)?$")
_SENTENCE = CELL_SENTENCES["bukan-informasi"][1].partition("}")[2].strip()
_NIP = re.compile(r"nip\.? *:? *\d", re.IGNORECASE)


def begins(text: str, words: Collection[str]) -> bool:
    """Whether a folded text begins with one of these words or pairs of words."""
    return any(text == word or text.startswith(f"{word} ") for word in words)


def is_total(texts: Sequence[str], words: NoEntries) -> bool:
    """Whether the texts of a row say how many or how much stands above: `JUMLAH`, and beside it nothing but numbers."""
    first = fold(texts[0]) if texts else ""
    if not begins(first, words.totals) or not all(map(_is_count, texts[1:])):
        return False
    return _AMOUNT.sub("", first).strip() in words.totals or len(texts) > 1


def _is_count(text: str) -> bool:
    return _COUNTED.fullmatch(text) is not None or says_nothing(text)


def is_signature(texts: Sequence[str], words: NoEntries) -> bool:
    """Whether the texts of a row are such as stand over a signature or beneath it: `Mengetahui`, `NIP. 1970…`."""
    return any(begins(fold(text), words.signatures) or _NIP.match(text) for text in texts)


def says_no_entry(text: str) -> bool:
    """Whether a text is the sentence that a run writes beside such rows."""
    return _SENTENCE in text


def find_blocks(rows: Mapping[int, Sequence[str]], entries: Collection[int], words: NoEntries) -> list[list[int]]:
    """The rows that are no entry, as blocks. `rows` are the texts of those that may be none, `entries` the numbers of
    all others. Beneath a signature everything is a part of the block up to the next entry; above it, place and day."""
    blocks: list[list[int]] = []
    for number in sorted(rows):
        goes_on = bool(blocks) and _reach(blocks[-1][-1], number, entries)
        signed = goes_on and any(is_signature(rows[row], words) for row in blocks[-1])
        if is_signature(rows[number], words):
            above = sorted(_above(number, rows, entries))
            blocks[-1:] = [sorted({*blocks[-1], *above, number})] if goes_on else [*blocks[-1:], [*above, number]]
        elif goes_on and (signed or is_total(rows[number], words)):
            blocks[-1].append(number)
        elif is_total(rows[number], words):
            blocks.append([number])
    return blocks


def _reach(last: int, number: int, entries: Collection[int]) -> bool:
    """Whether a row may belong to what ended before, with nothing but empty rows or such as may be none between."""
    return number - last <= _APART and not any(between in entries for between in range(last + 1, number))


def _above(number: int, rows: Mapping[int, Sequence[str]], entries: Collection[int]) -> set[int]:
    """What stands above a signature's row and belongs to it: place and day, and where it is the last row of all, with
    the NIP, also office and name."""
    above: list[int] = []
    while (row := _next_above((above or [number])[-1], rows, entries)) is not None:
        above.append(row)
    if not any(map(_NIP.match, rows[number])):
        return {row for row in above[:1] if _is_dated(rows[row])}
    begins = [row for row in above if _is_dated(rows[row]) or rows[row][0].endswith(",")]
    return {row for row in above if row >= min(begins, default=number - 1)}


def _next_above(number: int, rows: Mapping[int, Sequence[str]], entries: Collection[int]) -> int | None:
    """The row with content next above, if it may be none and lies within reach."""
    above = next((row for row in range(number - 1, number - _APART, -1) if row in rows or row in entries), None)
    return above if above in rows else None


def _is_dated(texts: Sequence[str]) -> bool:
    """Whether a row is a place and a day."""
    return len(texts) == 1 and bool(split_place(texts[0])[0])
