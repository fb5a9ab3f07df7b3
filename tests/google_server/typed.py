"""What becomes of text typed into a cell: USER_ENTERED, by the spreadsheet's locale [documentation, recorded]."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any

from .cell import Value
from .locale import Locale, locale, serial

Json = dict[str, Any]

MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "jan january januari", "feb february februari", "mar march maret", "apr april", "may mei", "jun june juni",
            "jul july juli", "aug august agu agustus", "sep september", "oct october okt oktober",
            "nov november", "dec december des desember",
        ),
        start=1,
    )
    for name in names.split()
}  # fmt: skip
ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})")
FIGURES = re.compile(r"(\d{1,4})([/.\-])(\d{1,2})(?:\2(\d{1,4}))?")
WORDS_FIRST_DAY = re.compile(r"(\d{1,2})[ \-]([A-Za-z]+)[ \-,]+(\d{4})")
WORDS_FIRST_MONTH = re.compile(r"([A-Za-z]+) (\d{1,2}),? (\d{4})")
CLOCK = re.compile(r"(\d{1,2}):(\d{2})(?::(\d{2}(?:\.\d{1,3})?))?(?: ?([AaPp])[Mm])?")


class Typed:
    """A value, the formula if it is one, and the number format that comes with it."""

    def __init__(self, value: Value, formula: str | None = None, number_format: Json | None = None):
        self.value, self.formula, self.number_format = value, formula, number_format


def typed(text: str, locale_name: str, as_text: bool = False) -> Typed:
    """Text as typed into a cell; a cell formatted as plain text keeps it as it is."""
    if text == "":
        return Typed(None)
    if as_text:
        return Typed(text)
    if text.startswith("'"):
        return Typed(text[1:] or None)
    if text.startswith("=") and len(text) > 1:
        return Typed(None, text)
    if text.startswith("+") and len(text) > 1 and not re.fullmatch(r"[+\d][\d.,\s]*", text):
        return Typed(None, "=" + text[1:]) if re.match(r"\+[A-Za-z(\d]", text) else Typed(text)
    stripped = text.strip()
    if stripped.upper() in {"TRUE", "FALSE"}:
        return Typed(stripped.upper() == "TRUE")
    rules = locale(locale_name)
    return _number(stripped, rules) or _moment(stripped, rules) or Typed(text)


def _number(text: str, rules: Locale) -> Typed | None:
    sign, body = (-1, text[1:-1]) if text.startswith("(") and text.endswith(")") else (1, text)
    currency = percent = False
    match = re.fullmatch(rf"([+-]?)\s*({re.escape(rules.currency)}\s*)?([+-]?)(.+?)\s*(%)?", body)
    if match is None:
        return None
    currency, percent = bool(match[2]), bool(match[5])
    digits = match[4]
    if "-" in (match[1], match[3]):
        sign = -sign
    thousands, decimal = re.escape(rules.thousands), re.escape(rules.decimal)
    grouped = re.fullmatch(rf"\d{{1,3}}(?:{thousands}\d{{3}})+(?:{decimal}\d*)?", digits)
    if not grouped and not re.fullmatch(rf"(?:\d+(?:{decimal}\d*)?|{decimal}\d+)(?:[eE][+-]?\d+)?", digits):
        return None
    plain = (
        digits.replace(rules.thousands, "").replace(rules.decimal, ".")
        if grouped
        else (digits.replace(rules.decimal, "."))
    )
    number: float = sign * float(plain)
    if percent:
        number = float(f"{number / 100:.15g}")
    value = int(number) if number.is_integer() and abs(number) < 1e15 else number
    return Typed(value, None, _format_of(digits, rules, bool(grouped), currency, percent))


def _format_of(digits: str, rules: Locale, grouped: bool, currency: bool, percent: bool) -> Json | None:
    cents = rules.decimal in digits
    if percent:
        return {"type": "PERCENT", "pattern": "0.00%" if cents else "0%"}
    if currency:
        return {"type": "CURRENCY", "pattern": f'"{rules.currency}"#,##0' + (".00" if cents else "")}
    if "e" in digits.lower():
        return {"type": "SCIENTIFIC", "pattern": "0.00E+00"}
    if grouped:
        return {"type": "NUMBER", "pattern": "#,##0.00" if cents else "#,##0"}
    return None


def _moment(text: str, rules: Locale) -> Typed | None:
    day_text, _, clock_text = (
        text.partition(" ")
        if ":" in text and " " in text and not CLOCK.fullmatch(text)
        else ((text, "", "") if ":" not in text else ("", "", text))
    )
    clock = _clock(clock_text) if clock_text else 0.0
    if clock is None:
        return None
    if not day_text:
        return Typed(clock, None, {"type": "TIME", "pattern": rules.time})
    day = _day(day_text, rules)
    if day is None:
        return None
    number, pattern = day
    if clock_text:
        return Typed(number + clock, None, {"type": "DATE_TIME", "pattern": f"{pattern} {rules.time}"})
    return Typed(number, None, {"type": "DATE", "pattern": pattern})


def _clock(text: str) -> float | None:
    match = CLOCK.fullmatch(text.strip())
    if match is None or int(match[2]) > 59:
        return None
    hours = int(match[1]) % 12 + (12 if match[4].lower() == "p" else 0) if match[4] else int(match[1])
    return (hours * 3600 + int(match[2]) * 60 + float(match[3] or 0)) / 86400


def _day(text: str, rules: Locale) -> tuple[int, str] | None:
    if match := ISO.fullmatch(text):
        return _date(int(match[1]), int(match[2]), int(match[3]), "yyyy-mm-dd")
    if match := WORDS_FIRST_DAY.fullmatch(text):
        return _date(int(match[3]), MONTHS.get(match[2].lower(), 0), int(match[1]), "d mmm yyyy")
    if match := WORDS_FIRST_MONTH.fullmatch(text):
        return _date(int(match[3]), MONTHS.get(match[1].lower(), 0), int(match[2]), "mmm d, yyyy")
    match = FIGURES.fullmatch(text)
    if match is None or (match[2] == "." and (rules.decimal == "." or match[4] is None)):
        return None
    return _figures(match, rules)


def _figures(match: re.Match[str], rules: Locale) -> tuple[int, str] | None:
    first, second, third = int(match[1]), int(match[3]), match[4]
    if len(match[1]) == 4:
        return _date(first, second, int(third), "yyyy/mm/dd") if third else None
    if third is None:
        return None
    year = int(third) if len(third) == 4 else int(third) + (2000 if int(third) < 50 else 1900)
    month, day = (first, second) if rules.order == "mdy" else (second, first)
    return _date(year, month, day, rules.date)


def _date(year: int, month: int, day: int, pattern: str) -> tuple[int, str] | None:
    try:
        return int(serial(dt.datetime(year, month, day))), pattern  # noqa: DTZ001 – see locale.EPOCH
    except ValueError:
        return None
