"""How a value is shown: FORMATTED_VALUE, by the cell's number format and the spreadsheet's locale."""

from __future__ import annotations

import re
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from .cell import CellError, Result, plain_number
from .locale import Locale, locale, moment_of

Json = dict[str, Any]

DATES = {"DATE", "TIME", "DATE_TIME"}
TOKENS = re.compile(r'"[^"]*"|\\.|yyyy|yy|mmmm|mmm|mm|m|dddd|ddd|dd|d|hh|h|ss|s|am/pm|a/p|\.0+|.', re.I | re.S)


def is_date(number_format: Json) -> bool:
    return number_format.get("type") in DATES


def shown(value: Result, number_format: Json, locale_name: str) -> str:
    """The text people see."""
    if value is None:
        return ""
    if isinstance(value, CellError):
        return value.text
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, str):
        return value
    return _number(value, number_format, locale(locale_name))


def _number(value: float, number_format: Json, rules: Locale) -> str:
    kind, pattern = number_format.get("type"), number_format.get("pattern")
    if kind in DATES:
        usual = {"DATE": rules.date, "TIME": rules.time, "DATE_TIME": f"{rules.date} {rules.time}"}
        return _moment(value, pattern or usual[kind], rules)
    usual = {
        "NUMBER": "#,##0.00",
        "PERCENT": "0.00%",
        "CURRENCY": f'"{rules.currency}"#,##0.00',
        "SCIENTIFIC": "0.00E+00",
    }
    pattern = pattern or usual.get(kind or "")
    if kind == "TEXT" or not pattern or pattern in {"General", "@"}:
        return general(value, rules)
    return _patterned(value, pattern, rules)


def general(value: float, rules: Locale) -> str:
    """The automatic format: at most ten significant digits [recorded: 0.0009765625]."""
    value = plain_number(value)
    if isinstance(value, int) and abs(value) < 10**15:
        return str(value)
    if value != 0 and (abs(value) >= 1e15 or abs(value) < 1e-9):
        mantissa, exponent = f"{value:.5E}".split("E")
        text = f"{mantissa.rstrip('0').rstrip('.')}E{int(exponent):+03d}"
    else:
        text = format(Decimal(f"{value:.10g}"), "f")
        text = text.rstrip("0").rstrip(".") if "." in text else text
    return text.replace(".", rules.decimal)


def _patterned(value: float, pattern: str, rules: Locale) -> str:
    parts = pattern.split(";")
    if value < 0 and len(parts) > 1:
        value, pattern = -value, parts[1]
    elif value == 0 and len(parts) > 2:
        pattern = parts[2]
    else:
        pattern = parts[0]
    bare = re.sub(r'"[^"]*"|\\.|\[[^\]]*\]|_.|\*.', "", pattern)
    number = re.search(r"[#0,]*[#0](?:\.[#0]+)?(?:E[+-]0+)?", bare)
    if number is None:
        return re.sub(r'"|\\', "", pattern)
    figures = _figures(value * (100 if "%" in bare else 1), number[0], rules)
    clean = re.sub(r"\[[^\]]*\]|_.|\*.", "", pattern)
    place = clean.find(number[0])
    before, after = clean[:place], clean[place + len(number[0]) :]
    text = re.sub(r'"|\\', "", before) + figures.lstrip("-") + re.sub(r'"|\\', "", after)
    return f"-{text}" if figures.startswith("-") else text


def _figures(value: float, pattern: str, rules: Locale) -> str:
    if "E" in pattern:
        places = len(pattern.split("E", maxsplit=1)[0].partition(".")[2])
        mantissa, exponent = f"{value:.{places}E}".split("E")
        return f"{mantissa}E{int(exponent):+03d}".replace(".", rules.decimal)
    whole, _, part = pattern.partition(".")
    exact = Decimal(repr(value)).quantize(Decimal(1).scaleb(-len(part)), ROUND_HALF_UP)
    digits, _, cents = format(abs(exact), "f").partition(".")
    cents = cents[: part.count("0")] + cents[part.count("0") :].rstrip("0")
    digits = digits.zfill(whole.count("0")) if whole.count("0") else digits.lstrip("0")
    if "," in whole:
        digits = re.sub(r"(?<=\d)(?=(?:\d{3})+$)", lambda _: rules.thousands, digits)
    text = digits + (rules.decimal + cents if cents else "")
    return f"-{text}" if exact < 0 else text


def _moment(value: float, pattern: str, rules: Locale) -> str:
    moment = moment_of(value)
    tokens = TOKENS.findall(pattern)
    twelve = any(token.lower() in {"am/pm", "a/p"} for token in tokens)
    text, after_hour = "", False
    for place, token in enumerate(tokens):
        low = token.lower()
        if low in {"m", "mm"} and (after_hour or _before_seconds(tokens[place + 1 :])):
            text += str(moment.minute).zfill(len(low))
        elif low in PARTS or low in NAMES:
            text += NAMES[low](moment, rules) if low in NAMES else PARTS[low](moment, twelve)
            after_hour = low in {"h", "hh"}
            continue
        else:
            text += token.strip('"') if token.startswith('"') else token.lstrip("\\")
            continue
        after_hour = False
    return text


def _before_seconds(rest: list[str]) -> bool:
    letters = [token.lower() for token in rest if token[0].isalpha()]
    return bool(letters) and letters[0] in {"s", "ss"}


def _hour(moment: Any, twelve: bool) -> int:
    return (moment.hour % 12 or 12) if twelve else int(moment.hour)


NAMES: dict[str, Any] = {
    "mmmm": lambda m, rules: rules.months[m.month - 1],
    "mmm": lambda m, rules: rules.months[m.month - 1][:3],
    "dddd": lambda m, rules: rules.days[m.weekday()],
    "ddd": lambda m, rules: rules.days[m.weekday()][:3],
}
PARTS: dict[str, Any] = {
    "yyyy": lambda m, _: f"{m.year:04d}",
    "yy": lambda m, _: f"{m.year % 100:02d}",
    "mm": lambda m, _: f"{m.month:02d}",
    "m": lambda m, _: str(m.month),
    "dd": lambda m, _: f"{m.day:02d}",
    "d": lambda m, _: str(m.day),
    "hh": lambda m, twelve: f"{_hour(m, twelve):02d}",
    "h": lambda m, twelve: str(_hour(m, twelve)),
    "ss": lambda m, _: f"{m.second:02d}",
    "s": lambda m, _: str(m.second),
    "am/pm": lambda m, _: "AM" if m.hour < 12 else "PM",
    "a/p": lambda m, _: "A" if m.hour < 12 else "P",
}
