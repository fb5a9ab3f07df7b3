"""When something was made: from what people type to one of six written forms, each of them a first and a last day.

The forms are `12 Januari 2024`, `Januari 2024`, `Triwulan III 2025`, `Semester I 2026`, `2024`, `2020–2024`.
Precision is kept: a year stays a year, nothing is filled in. What has no one meaning is a flaw.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Callable
from datetime import date, timedelta
from functools import lru_cache

from sync.cells.text import Flaw, clean, nearest, plain

MONTHS = (
    "Januari", "Februari", "Maret", "April", "Mei", "Juni",
    "Juli", "Agustus", "September", "Oktober", "November", "Desember",
)  # fmt: skip
_SPELLINGS = (
    "jan januari january", "feb peb febr pebr februari pebruari february febuari", "mar mrt maret march",
    "apr april", "mei may", "jun juni june", "jul juli july", "agu agt ags agst agus agust agustus aug august",
    "sep sept september", "okt oct oktober october", "nov nop november nopember", "des dec desember december",
)  # fmt: skip
MONTH_WORDS = {word: number for number, line in enumerate(_SPELLINGS, 1) for word in line.split()}
WEEKDAYS = {"senin": 0, "selasa": 1, "rabu": 2, "kamis": 3, "jumat": 4, "jum'at": 4, "sabtu": 5, "minggu": 6, "ahad": 6}
_ORDINAL = {
    **dict.fromkeys(("i", "1", "satu", "pertama", "kesatu"), 1), **dict.fromkeys(("ii", "2", "dua", "kedua"), 2),
    **dict.fromkeys(("iii", "3", "tiga", "ketiga"), 3), **dict.fromkeys(("iv", "4", "empat", "keempat"), 4),
}  # fmt: skip
_ROMAN = ("I", "II", "III", "IV")
_FIRST_YEAR, _LAST_YEAR = 1900, 2100
YEARS = range(_FIRST_YEAR, _LAST_YEAR + 1)
"""The years in which something can have been made."""
_FIRST_SERIAL, _LAST_SERIAL = 20000, 80000
_DAYS_1904 = 1462
SERIAL = re.compile(r"(\d{5})(?:\.\d+)?", re.ASCII)
LONGEST = 100

Span = tuple[date, date]


class Unreal(Exception):
    """A form that was understood and names a time that does not exist."""

    def __init__(self, code: str, hint: str = "") -> None:
        super().__init__(code)
        self.code = code
        self.hint = hint


# Words that say what the number is and carry no meaning of their own.
_FILLER = re.compile(
    r"(?:(?<=[\s\d(])|^)"
    r"(?:posisi|keadaan|kondisi|periode|tanggal|tgl|bulan|bln|tahun anggaran|t\.? ?a|tahun|thn|th|pada|per)\b"
    r"(?:\.(?!\d))?[\s:]*",
    re.ASCII,
)
_TIME = r"(?:[t, ]+(?:(?:pukul|pkl|jam)\.? ?)?\d{1,2}[:.]\d{2}(?:[:.]\d{2})?(?:\.\d+)?z?(?: ?(?:wib|wita|wit))?)?"
_YEAR = r"(?P<y>\d{4}|'?\d{2})"
_WORD = r"(?P<m>[a-z]{3,10})"
NUMBER = r"(?:ke ?-? ?)?(?P<n>iv|i{1,3}|[1-9]|kesatu|pertama|satu|kedua|dua|ketiga|tiga|keempat|empat|v|vi)"
_BARE_YEAR, _SHORT_YEAR = re.compile(r"\d{4}"), re.compile(r"(?<!\d)\d\d$")  # `2020 - Des 24`: a day, or a range?
_TO = re.compile(r"\s*(?:[–—-]|\bs ?[./]? ?d\b\.?|\bsampai(?: dengan| ke)?\b|\bhingga\b)\s*")

_AND = re.compile(r"\s*(?:[,;&+]|\bdan\b|\bserta\b)\s*")


def _year(text: str) -> int:
    text = text.lstrip("'")
    year = int(text)
    if len(text) == 2:
        year += 2000 if year < 70 else 1900
    if not _FIRST_YEAR <= year <= _LAST_YEAR:
        raise Unreal("tahun-di-luar")
    return year


def _day(day: int, month: int, year: int) -> Span:
    if not 1 <= month <= 12 or day < 1:
        raise Unreal("tanggal-salah", "12 Januari 2026")
    last = monthrange(year, month)[1]
    if day > last:
        raise Unreal("tanggal-salah", f"{last} {MONTHS[month - 1]} {year}")
    return (date(year, month, day),) * 2


def _months(first: int, last: int, year: int) -> Span:
    if not 1 <= first <= last <= 12:
        raise Unreal("tanggal-salah", "12 Januari 2026")
    return date(year, first, 1), date(year, last, monthrange(year, last)[1])


def _month_number(word: str) -> int:
    number = MONTH_WORDS.get(word)
    if number is None:
        raise Unreal("bulan-salah", nearest(word, MONTHS)) if nearest(word, MONTHS) else LookupError(word)
    return number


def _read_day(match: re.Match[str]) -> Span:
    month = match["m"]
    number = int(month) if month.isdecimal() else _month_number(month)
    return _day(int(match["d"]), number, _year(match["y"]))


def _read_month(match: re.Match[str]) -> Span:
    month = match["m"]
    number = int(month) if month.isdecimal() else _month_number(month)
    return _months(number, number, _year(match["y"]))


def _read_year(match: re.Match[str]) -> Span:
    return _months(1, 12, _year(match["y"]))


def _part(match: re.Match[str], months: int) -> Span:
    number = _ORDINAL.get(match["n"], 0)
    if not 1 <= number <= 12 // months:
        raise Unreal("triwulan-salah" if months == 3 else "semester-salah")
    return _months((number - 1) * months + 1, number * months, _year(match["y"]))


def _read_quarter(match: re.Match[str]) -> Span:
    return _part(match, 3)


def _read_semester(match: re.Match[str]) -> Span:
    return _part(match, 6)


QUARTER = r"(?:triwulan|triwln|trw|tri ?wulan|tw|kuartal|q)"
SEMESTER = r"(?:semester|sem|smt|smstr)"
GAP = r"[\s.,/-]*"
_FORMS: tuple[tuple[re.Pattern[str], Callable[[re.Match[str]], Span]], ...] = tuple(
    (re.compile(pattern, re.ASCII), reader)
    for pattern, reader in (
        (r"(?P<y>\d{4})(?:\.0)?", _read_year),
        (rf"(?P<y>\d{{4}})(?P<s>[-/.])(?P<m>\d{{1,2}})(?P=s)(?P<d>\d{{1,2}}){_TIME}", _read_day),
        (r"(?P<y>\d{4})[-/](?P<m>\d{1,2})", _read_month),
        (rf"(?P<d>\d{{1,2}})(?P<s> ?[-/. ] ?)(?P<m>\d{{1,2}})(?P=s)(?P<y>\d{{4}}|\d\d){_TIME}", _read_day),
        (r"(?P<m>\d{1,2}) ?[-/] ?(?P<y>\d{4})", _read_month),
        (rf"(?P<d>\d{{1,2}}){GAP}{_WORD}\.?{GAP}{_YEAR}{_TIME}", _read_day),
        (rf"{_WORD}\.?{GAP}{_YEAR}", _read_month),
        (rf"{_WORD}\.? (?P<d>\d{{1,2}}) ?, ?(?P<y>\d{{4}})", _read_day),
        (rf"{QUARTER}{GAP}{NUMBER}{GAP}{_YEAR}", _read_quarter),
        (rf"(?P<y>\d{{4}}){GAP}{QUARTER}{GAP}{NUMBER}", _read_quarter),
        (rf"{SEMESTER}{GAP}{NUMBER}{GAP}{_YEAR}", _read_semester),
        (rf"(?P<y>\d{{4}}){GAP}{SEMESTER}{GAP}{NUMBER}", _read_semester),
        (rf"(?P<y>\d{{4}})(?P<s>[-/. ]){_WORD}(?P=s)(?P<d>\d{{1,2}}){_TIME}", _read_day),
        (rf"(?P<y>\d{{4}})[-/., ]{{1,2}}{_WORD}", _read_month),
    )
)
_COUNT = r"(?:iv|i{1,3}|[1-9]|v|vi)"
SIGN = r"\s*(?:[–—-]|s ?[./]? ?d\b\.?|sampai(?: dengan| ke)?\b|hingga\b|[,;&+]\s*(?:dan\b|serta\b)?|dan\b|serta\b)\s*"
_NEXT = re.compile(rf"({SIGN})(?:(?:{QUARTER}|{SEMESTER}){GAP})?({_COUNT})\b", re.ASCII)
_COUNTED = re.compile(
    rf"(?P<word>{QUARTER}|{SEMESTER}){GAP}(?P<n>{_COUNT})\b"
    rf"(?P<rest>(?:{SIGN}(?:(?:{QUARTER}|{SEMESTER}){GAP})?{_COUNT}\b)+){GAP}(?P<y>\d{{4}}|'?\d{{2}})",
    re.ASCII,
)
_TWO_YEARS = re.compile(r"(\d{4}) ?/ ?(\d{4})", re.ASCII)


def written(span: Span) -> str:
    """The one form that says exactly these days, or nothing: the span decides, so two spellings of one time are one."""
    first, last = span
    if first == last:
        return f"{first.day} {MONTHS[first.month - 1]} {first.year}"
    if first.day != 1 or last.day != monthrange(last.year, last.month)[1]:
        return ""
    if first.year != last.year:
        return f"{first.year}–{last.year}" if (first.month, last.month) == (1, 12) else ""
    return _written_in_year(first.month, last.month, first.year)


def _written_in_year(first: int, last: int, year: int) -> str:
    length = last - first + 1
    if length == 1:
        return f"{MONTHS[first - 1]} {year}"
    if length == 3 and first % 3 == 1:
        return f"Triwulan {_ROMAN[first // 3]} {year}"
    if length == 6 and first % 6 == 1:
        return f"Semester {_ROMAN[first // 6]} {year}"
    return str(year) if length == 12 else ""


def no_form(span: Span) -> Flaw:
    """That no written form says exactly these days; the shortest that has them all is the hint."""
    first, last = span
    if first.year != last.year:
        return Flaw("rentang-waktu", {"hint": f"{first.year}–{last.year}"})
    whole = next(length for length in (1, 3, 6, 12) if (first.month - 1) // length == (last.month - 1) // length)
    start = (first.month - 1) // whole * whole + 1
    return Flaw("rentang-waktu", {"hint": _written_in_year(start, start + whole - 1, first.year)})


def listed(text: str) -> Span | None:
    """`2019 dan 2020`: several times in a list, from the first to the last."""
    first, *_, last = _AND.split(text) if _AND.search(text) and len(text) <= LONGEST else ("", "")
    try:
        return _joined(first, last) if first and last else None
    except Unreal:
        return None


def simplify(text: str) -> str:
    text = plain(clean(text)).lower().replace("’", "'").replace("‘", "'").strip(" .,;").lstrip("' ")
    return " ".join(_FILLER.sub("", text).split()).strip(" .,;")


def _serial(text: str, date1904: bool) -> Span | None:
    """A bare number that a spreadsheet means as a day: counted from 1899-12-30, in some workbooks from 1904-01-01."""
    match = SERIAL.fullmatch(text)
    if not match or not _FIRST_SERIAL <= int(match[1]) <= _LAST_SERIAL:
        return None
    day = date(1899, 12, 30) + timedelta(int(match[1]) + (_DAYS_1904 if date1904 else 0))
    if day.year > _LAST_YEAR:
        raise Unreal("tahun-di-luar")
    return day, day


def _one(text: str) -> Span | None:
    """One time, no range. Raises `Unreal` for what was understood and cannot be."""
    weekday, _, rest = text.removeprefix("hari ").partition(" ")
    if weekday.strip(",") in WEEKDAYS:
        return _on_weekday(WEEKDAYS[weekday.strip(",")], rest.strip(" ,"))
    for pattern, reader in _FORMS:
        if match := pattern.fullmatch(text):
            try:
                return reader(match)
            except LookupError:
                continue
    return None


def _counted(text: str) -> Span | None:
    """`Triwulan I s.d. IV 2024`, `Semester I dan II 2024`: from the first part to the last, if none is missing."""
    match = _COUNTED.fullmatch(text)
    if not match:
        return None
    months = 3 if re.fullmatch(QUARTER, match["word"]) else 6
    signs = _NEXT.findall(match["rest"])
    numbers = [_ORDINAL.get(number, 0) for number in (match["n"], *(number for _, number in signs))]
    if not all(1 <= number <= 12 // months for number in numbers):
        raise Unreal("triwulan-salah" if months == 3 else "semester-salah")
    if numbers != sorted(set(numbers)):
        raise Unreal("rentang-terbalik")
    span = _months((numbers[0] - 1) * months + 1, numbers[-1] * months, _year(match["y"]))
    is_range = len(signs) == 1 and _TO.fullmatch(signs[0][0])
    if not is_range and len(numbers) <= numbers[-1] - numbers[0]:
        raise Unreal("rentang-waktu", str(no_form(span).words["hint"]))
    return span


def _two_years(text: str) -> Span | None:
    """`2025/2026`: a year and the next."""
    match = _TWO_YEARS.fullmatch(text)
    if not match or int(match[2]) != int(match[1]) + 1:
        return None
    return _months(1, 12, _year(match[1]))[0], _months(1, 12, _year(match[2]))[1]


def _on_weekday(weekday: int, rest: str) -> Span | None:
    span = _one(rest) if rest.partition(" ")[0].strip(",") not in WEEKDAYS else None
    if span and span[0] == span[1] and span[0].weekday() != weekday:
        raise Unreal("hari-salah", written(span))
    return span if span and span[0] == span[1] else None


def _range(text: str) -> Span | None:
    """Two times with a sign or word between. The left one may borrow month and year from the right one."""
    for sign in _TO.finditer(text):
        left, right = text[: sign.start()], text[sign.end() :]
        span = _joined(left, right) if left and right else None
        if span:
            return span
    return None


def _joined(left: str, right: str) -> Span | None:
    last = _one(right)
    if last is None or (_BARE_YEAR.fullmatch(left) and _SHORT_YEAR.search(right)):
        return None
    borrowed = (right[word.start() :] for word in re.finditer(r"(?<= )\S", right))
    for text in (left, *(f"{left} {tail}" for tail in borrowed)):
        first = _one(text)
        if first and (text != left or len(left) >= 4 or not left.isdigit()):
            if first[0] > last[0] or first[1] > last[1]:
                raise Unreal("rentang-terbalik")
            return first[0], last[1]
    return None


@lru_cache(maxsize=4096)
def span_of(text: str, date1904: bool = False) -> Span | None:
    if len(text) > LONGEST:
        return None
    text = simplify(text)
    return _serial(text, date1904) or _one(text) or _range(text) or _counted(text) or _two_years(text)


def period_days(text: str) -> tuple[str, str]:
    """The first and last day of a period as `read_period` wrote it, in ISO. Two empty strings for any other text."""
    try:
        span = span_of(text)
    except Unreal:
        span = None
    return (span[0].isoformat(), span[1].isoformat()) if span else ("", "")
