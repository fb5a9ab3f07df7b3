"""When something was made, as people type it: a written form, or why there is none, the most helpful reason first."""

from __future__ import annotations

import re
from datetime import date

from sync.cells.period import (
    GAP,
    MONTH_WORDS,
    NUMBER,
    QUARTER,
    SEMESTER,
    SIGN,
    YEARS,
    Unreal,
    listed,
    no_form,
    period_days,
    simplify,
    span_of,
    written,
)
from sync.cells.text import CellValue, Flaw, clean, with_digits
from sync.cells.time_and_place import split_place, time_before_words, time_behind_words

_MONTH = "|".join(MONTH_WORDS)
_NO_YEAR = re.compile(
    rf"(?:{QUARTER}|{SEMESTER}){GAP}{NUMBER}(?:{SIGN}(?:iv|i+|[1-4]))*"
    rf"|(?:\d{{1,2}}{GAP})?(?:{_MONTH})\.?(?:{GAP}\d|{SIGN}(?:\d{{1,2}}{GAP})?(?:{_MONTH}))?",
    re.ASCII,
)
_ISO_DAY = re.compile(r"19\d\d-\d\d-\d\d", re.ASCII)
_SCHOOL_YEAR = re.compile(r"(?:(?:ajaran|akademik|pelajaran) )?(\d{4}) ?[/–-] ?(\d{4})", re.ASCII)


def read_period(text: str, *, date1904: bool = False, place_column: str = "") -> CellValue:
    """Text → one of the written forms. `place_column` is the header to name when a place stands here too."""
    value = clean(text)
    try:
        span = span_of(value, date1904)
        if span and _ISO_DAY.fullmatch(value):
            _refuse_year_as_day(span[0], date1904)
    except Unreal as unreal:
        return CellValue(value, (Flaw(unreal.code, {"hint": unreal.hint}),))
    if span is None:
        return CellValue(value, (_explain(value, place_column),))
    form = written(span)
    return CellValue(form) if form else CellValue(value, (no_form(span),))


def _refuse_year_as_day(day: date, date1904: bool) -> None:
    """`2024` in a cell for dates is the 2,024th day: 16 July 1905, or 17 July 1909 where days count from 1904."""
    year = (day - (date(1904, 1, 1) if date1904 else date(1899, 12, 30))).days
    if year in YEARS:
        raise Unreal("tahun-jadi-hari", str(year))


def _explain(value: str, place_column: str) -> Flaw:
    """Why a text is no period: the most helpful reason first."""
    if _NO_YEAR.fullmatch(simplify(value)):
        return Flaw("waktu-tanpa-tahun")
    if (mended := with_digits(value)) != value and (form := read_period(mended).value) and period_days(form)[0]:
        return Flaw("huruf-angka", {"hint": form})
    place, time = split_place(value)
    if place and (flaws := read_period(time).flaws):
        return flaws[0]
    if place:
        return Flaw("waktu-tempat", {"place": place, "time": time, "place_column": place_column})
    if span := listed(simplify(value)):
        return no_form(span)
    if time := time_behind_words(value) or time_before_words(value)[1]:
        return Flaw("waktu-kata", {"hint": time}) if not read_period(time).flaws else read_period(time).flaws[0]
    if school_year := _SCHOOL_YEAR.fullmatch(simplify(value)):
        return Flaw("rentang-waktu", {"hint": f"{school_year[1]}–{school_year[2]}"})
    return Flaw("waktu-salah")
