"""What a number format says about a number: a day, a month, a year, a quarter, a time, or just a number.

A serial date carries more than people typed; the format they see tells how much of it they meant. Of `12 Jan` a program
makes a day of the current year: where the format shows no year, the text has none.
"""

from __future__ import annotations

import re
from datetime import date, datetime, time, timedelta
from functools import lru_cache

from sync.cells.period import MONTHS, YEARS

NUMBER, DAY, MONTH, QUARTER, YEAR = "number", "day", "month", "quarter", "year"
DAY_OF_YEAR, MONTH_OF_YEAR = "day of a year", "month of a year"
TIME, ELAPSED = "time", "elapsed"
UNITS = frozenset({"tahun", "thn", "th", "bulan", "bln", "minggu", "hari"})
"""Units of time that a format may write behind a number."""

# 27 to 36 and 50 to 58 are the East Asian dates that have no format code in the file.
_BUILT_IN = {14: DAY, 15: DAY, 16: DAY_OF_YEAR, 17: MONTH, 22: DAY, 46: ELAPSED}
_BUILT_IN |= dict.fromkeys((18, 19, 20, 21, 32, 33, 34, 35, 45, 47), TIME)
_BUILT_IN |= dict.fromkeys((*range(27, 32), 36, *range(50, 59)), DAY)

_LITERAL = re.compile(r'"[^"]*"?|\\.|[_*].|\[(?!(?:h+|m+|s+)\])[^\]]*\]|am/pm|a/p|general|standard', re.I)
_WITH_WORDS = re.compile(r'\s*(?:#,##)?(?:0|#|general)((?:"[^"]*"|\\.|[ ])+)', re.I)
_FRACTION = re.compile(r"(s+\]?)[.,]0+", re.I)
_TOKEN = re.compile(r"\[?([a-z])\1*\]?", re.I)
_ROMAN = ("I", "II", "III", "IV")
_LAST_SERIAL = 2_958_465  # 9999-12-31


def built_in(format_id: int) -> str:
    """The meaning of a format that has a number but no code in the file."""
    return _BUILT_IN.get(format_id, NUMBER)


@lru_cache(maxsize=512)
def meaning(code: str) -> str:
    """The meaning of a format code: only its first section counts, literal text and locale marks do not."""
    first = _first_section(code)
    bare = _FRACTION.sub(r"\1", _LITERAL.sub(" ", first))
    if re.search(r"[0#?@]", bare):
        return NUMBER
    if "[" in bare:
        return ELAPSED
    return _finest(_words([match.group(0).strip("[]").lower() for match in _TOKEN.finditer(bare)]))


@lru_cache(maxsize=512)
def unit_shown(code: str) -> str:
    """The unit of time that a format writes behind a whole number (`0 "tahun"`); nothing if it writes none."""
    match = _WITH_WORDS.fullmatch(_first_section(code))
    word = re.sub(r'"([^"]*)"|\\(.)', r"\1\2", match[1]).strip().casefold() if match else ""
    return word if word in UNITS else ""


def with_unit(number: str, unit: str) -> str:
    """A number as people see it: a whole one with its unit. Of any other the format shows something else."""
    return f"{number} {unit}" if number.isdecimal() else number


def _first_section(code: str) -> str:
    parts = re.findall(r'(?:"[^"]*"?|\\.|\[[^\]]*\]|[^;"\\\[])+', code)
    return parts[0] if parts else ""


def _words(tokens: list[str]) -> set[str]:
    letters = {token[0] for token in tokens}
    # Indonesian letters: tahun, bulan, hari. Written raw by some programs; `b` alone is the Buddhist year of Excel.
    if "t" in letters and "y" not in letters:
        return {{"t": "y", "b": "m", "h": "d"}.get(token[0], token[0]) for token in tokens}
    if "b" in letters and "y" in letters:
        tokens = ["m" if token[0] == "b" else token for token in tokens]
    return {_word(tokens, index) for index in range(len(tokens))}


def _word(tokens: list[str], index: int) -> str:
    letter = tokens[index][0]
    if letter == "m" and len(tokens[index]) <= 2:
        after_hour = index > 0 and tokens[index - 1][0] == "h"
        before_second = index + 1 < len(tokens) and tokens[index + 1][0] == "s"
        return "minute" if after_hour or before_second else "m"
    return {"b": "y", "e": "y", "g": "", "n": "d", "a": "d"}.get(letter, letter)


def _finest(words: set[str]) -> str:
    if "y" not in words and words & {"d", "m"}:
        return DAY_OF_YEAR if "d" in words else MONTH_OF_YEAR
    for word, finest in (("d", DAY), ("m", MONTH), ("q", QUARTER), ("y", YEAR), ("h", TIME), ("s", TIME)):
        if word in words:
            return finest
    return TIME if "minute" in words else NUMBER


def serial_text(serial: float, finest: str, date1904: bool) -> str | None:
    """A serial number as text of this precision; None if no date can be meant by it."""
    if finest in {TIME, ELAPSED}:
        return _clock(serial % 1 if finest == TIME else serial)
    if not -657_434 <= serial <= _LAST_SERIAL:
        return None
    # A year typed where a day is expected: the whole day is kept, so that the year can be told from it.
    return date_text(_date(int(serial // 1), date1904), DAY if serial in YEARS else finest)


def _date(days: int, date1904: bool) -> date:
    if date1904:
        return date(1904, 1, 1) + timedelta(days=days)
    # Excel knows a 29 February 1900: serials 1 to 59 count from the day after, 60 is that day that never was.
    return date(1899, 12, 30) + timedelta(days=days + 1 if 1 <= days < 60 else days if days != 60 else 60)


def _clock(serial: float) -> str:
    minutes = round(serial * 1440)
    return f"{minutes // 60:02d}:{minutes % 60:02d}"


def date_text(day: date, finest: str) -> str:
    """A date with just the precision asked for."""
    if finest == YEAR:
        return f"{day.year:04d}"
    if finest in (DAY_OF_YEAR, MONTH_OF_YEAR):
        return f"{day.day} {MONTHS[day.month - 1]}" if finest == DAY_OF_YEAR else MONTHS[day.month - 1]
    if finest == QUARTER:
        return f"Triwulan {_ROMAN[(day.month - 1) // 3]} {day.year:04d}"
    return f"{day.year:04d}-{day.month:02d}" if finest == MONTH else f"{day.year:04d}-{day.month:02d}-{day.day:02d}"


def iso_text(value: str, finest: str) -> str:
    """A cell of type `d`, which holds ISO 8601 text instead of a serial number."""
    try:
        if "T" not in value and ":" in value:
            return time.fromisoformat(value).strftime("%H:%M")
        moment = datetime.fromisoformat(value)
    except ValueError:
        return value
    return moment.strftime("%H:%M") if finest == TIME else date_text(moment.date(), finest)
