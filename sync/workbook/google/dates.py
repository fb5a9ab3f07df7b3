"""The precision with which a date is shown (day, month, year), from the shown text and the serial number behind it.

A date in a spreadsheet is a number with a format. One request gives the number, another the shown text; from both the
precision follows, unless the text can be read in two ways. Then the format has to be asked for.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date
from functools import lru_cache
from itertools import permutations

from sync.cells.period import MONTH_WORDS, WEEKDAYS
from sync.workbook.number_format import DAY, DAY_OF_YEAR, MONTH, MONTH_OF_YEAR, YEAR, serial_text

_CLOCK = re.compile(r"\b\d{1,2}:\d{2}(?::\d{2}(?:[.,]\d+)?)?(?:\s*[ap]m)?\b", re.I)
_PART = re.compile(r"\d+|[^\W\d_]+")
_MOST = 40
"""No date is shown longer."""


@lru_cache(maxsize=10_000)
def seen_as(text: str, serial: float) -> str | None:
    """The day, month or year that a serial number is shown as; None if the text can be read in several ways or none."""
    day = _day(serial)
    words, numbers = _parts(text)
    if day is None or not (words or numbers) or any(not _fits(word, day) for word in words):
        return None
    named = any(word in MONTH_WORDS for word in words)
    precisions = {_finest(fields, named=named) for fields in _readings(numbers, day, named=named)}
    return serial_text(serial, precisions.pop(), date1904=False) if len(precisions) == 1 else None


def could_be_date(text: str) -> bool:
    """Whether the shown result of a formula might be a date."""
    words, numbers = _parts(text) if len(text) <= _MOST else ([], [])
    return bool(1 <= len(numbers) <= 3 and all(word in MONTH_WORDS or word in WEEKDAYS for word in words))


def _parts(text: str) -> tuple[list[str], list[str]]:
    """(words, numbers), without the time of day."""
    parts = _PART.findall(_CLOCK.sub(" ", text.lower()))
    return [part for part in parts if not part.isdigit()], [part for part in parts if part.isdigit()]


def _day(serial: float) -> date | None:
    iso = serial_text(serial, DAY, date1904=False)
    return date.fromisoformat(iso) if iso else None


def _fits(word: str, day: date) -> bool:
    return MONTH_WORDS.get(word) == day.month or WEEKDAYS.get(word) == day.weekday()


def _readings(numbers: list[str], day: date, *, named: bool) -> Iterator[tuple[str, ...]]:
    """Every order of year, month and day in which the numbers name this day."""
    short = named or len(numbers) > 1
    values: Mapping[str, set[str]] = {
        "y": {f"{day.year:04d}", *({f"{day.year % 100:02d}"} if short else ())},
        "m": set() if named else {str(day.month), f"{day.month:02d}"},
        "d": {str(day.day), f"{day.day:02d}"},
    }
    for fields in permutations("ymd", len(numbers)):
        whole = "y" in fields or ("d" in fields and "m" in fields) or named
        loose = "d" in fields and not (named or "m" in fields)
        if whole and not loose and all(number in values[field] for number, field in zip(numbers, fields, strict=True)):
            yield fields


def _finest(fields: tuple[str, ...], *, named: bool) -> str:
    if "d" in fields:
        return DAY if "y" in fields else DAY_OF_YEAR
    if named or "m" in fields:
        return MONTH if "y" in fields else MONTH_OF_YEAR
    return YEAR
