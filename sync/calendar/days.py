"""Days to come: after so many months, at the end of a retention or of an exclusion, of the period that runs.

What cannot be computed is None: a condition that nobody wrote a day for, a length that is none.
"""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from sync.cells.period import Span, Unreal, span_of, written
from sync.cells.schedule import Phase, Unclear, parts_of
from sync.cells.text import clean

_PART = re.compile(r"(\d{1,3}) (tahun|bulan|minggu|hari)")
_UNTIL = re.compile(
    r"^(?:berlaku |ditutup |dikecualikan )?(?:s ?[./]? ?d\b\.?|sampai(?: dengan)?|hingga)\s+(.+)$", re.I
)
_SINCE = re.compile(r"^(?:(?:terhitung )?(?:sejak|setelah|sesudah)|terhitung mulai)\s+(?:tanggal |tgl\.? )?(.+)$", re.I)
_ESTABLISHED = re.compile(r"\b(?:ditetapkan|penetapan)(?:nya)?$", re.I)
_KEPT_FOR_GOOD = "permanen"


def day_of(utc: str, zone: ZoneInfo) -> date:
    """The office's day of a moment in UTC."""
    return datetime.fromisoformat(utc).astimezone(zone).date()


def months_after(day: date, months: int) -> date:
    """The same day so many months later, or the last of a month that is too short."""
    years, month = divmod(day.month - 1 + months, 12)
    year = day.year + years
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def period_around(day: date, months: int) -> Span:
    """The period of so many months, counted from January, in which a day lies: its first and last day."""
    first = date(day.year, (day.month - 1) // months * months + 1, 1)
    return first, months_after(first, months) - timedelta(1)


def period_name(span: Span) -> str:
    """`Semester II 2026`; from day to day where a period has no name."""
    first, last = span
    return written(span) or f"{written((first, first))} s.d. {written((last, last))}"


def period_span(text: str) -> Span | None:
    """The first and last day of a period as people write it."""
    try:
        return span_of(text) if text else None
    except Unreal:
        return None


@lru_cache(4096)
def retention_end(period: str, retention: str) -> date | None:
    """The last day on which something is kept: the end of its period, and then the phases of its retention. Nothing for
    what is kept for good in the end."""
    span, parts = period_span(period), _parts(retention)
    if span is None or parts is None or parts[1] == _KEPT_FOR_GOOD:
        return None
    phases = parts[0]
    if any(phase.condition for phase in phases):
        return None
    return _after(span[1], phases)


@lru_cache(4096)
def exclusion_end(text: str, approved: date) -> date | None:
    """The last day of an exclusion: `s.d. 31 Desember 2027`, `2024–2029`, `5 tahun sejak 1 Januari 2024`; `5 tahun` is
    counted from the day of its approval."""
    text = clean(text).strip(" .,;")
    until = _UNTIL.match(text)
    if span := period_span(until[1] if until else text):
        return span[1]
    parts = None if until else _parts(text)
    if parts is None or parts[1] or len(parts[0]) != 1:
        return None
    start = _start(parts[0][0].condition, approved)
    return _after(start, parts[0]) if start else None


def _start(condition: str, approved: date) -> date | None:
    """From when a length counts."""
    if not condition:
        return approved
    since = _SINCE.match(condition)
    if since and (span := period_span(since[1])):
        return span[1]
    return approved if since and _ESTABLISHED.search(since[1]) else None


def _parts(text: str) -> tuple[list[Phase], str] | None:
    try:
        return parts_of(text) if text else None
    except Unclear:
        return None


def _after(day: date, phases: list[Phase]) -> date | None:
    """The day after all these lengths; nothing if one of them is none."""
    lengths = [_PART.findall(phase.length) for phase in phases]
    if not lengths or not all(lengths):
        return None
    try:
        for number, unit in (part for length in lengths for part in length):
            day = _later(day, int(number), unit)
    except (ValueError, OverflowError):  # after the last year there is
        return None
    return day


def _later(day: date, number: int, unit: str) -> date:
    if unit in ("tahun", "bulan"):
        return months_after(day, number * (12 if unit == "tahun" else 1))
    return day + timedelta(number * (7 if unit == "minggu" else 1))
