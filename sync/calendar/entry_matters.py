"""What is due of entries whose approval stands: renewed too long ago, kept long enough, excluded long enough."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo

from sync.calendar.days import day_of, exclusion_end, months_after, period_span, retention_end
from sync.calendar.found import Found
from sync.calendar.law import Law
from sync.ledger.state import EntryState, LedgerState
from sync.template.template import Template

_SLACK = timedelta(5)
"""Months are of different lengths, and a day in UTC may be another than the office's."""


class _Dates(NamedTuple):
    """What the days of an entry are compared with. What was approved after the day `fresh` is not old yet; `at_once` is
    the class that is announced at once."""

    law: Law
    template: Template
    today: date
    zone: ZoneInfo
    fresh: str
    at_once: str


def entry_matters(ledger: LedgerState, law: Law, template: Template, today: date, zone: ZoneInfo) -> Iterator[Found]:
    """One `Found` for each matter and unit, with the entries it is about; its day is the earliest of theirs."""
    shortest = min(law.berkala.months, law.serta_merta.months)
    fresh = (months_after(today, -shortest) + _SLACK).isoformat()
    dates = _Dates(law, template, today, zone, fresh, _at_once(template))
    due: dict[tuple[str, str], list[tuple[str, date]]] = {}
    for id, state in ledger.entries.items():
        if state.approved:
            for code, day in _of_entry(state, ledger.versions[id][state.approved].content, dates):
                due.setdefault((code, state.unit), []).append((id, day))
    for (code, unit), entries in due.items():
        yield Found(
            code, min(day for _, day in entries), unit, tuple(sorted((id for id, _ in entries), key=_by_number))
        )


def _at_once(template: Template) -> str:
    """The class that is announced at once; nothing in templates without it."""
    return next((each.value for each in template.choices["klasifikasi"] if each.slug == "serta-merta"), "")


def _by_number(id: str) -> tuple[str, int]:
    code, _, number = id.partition("-")
    return code, int(number)


def _of_entry(state: EntryState, content: Mapping[str, str], dates: _Dates) -> Iterator[tuple[str, date]]:
    law, today, klasifikasi = dates.law, dates.today, content.get("klasifikasi", "")
    if klasifikasi == dates.template.excluded_class:
        end = exclusion_end(content.get("jangka_pengecualian", ""), day_of(state.approved_at, dates.zone))
        if end and today >= end - timedelta(law.exclusion.ahead_days):
            yield "pengecualian", end
    elif state.approved_at[:10] <= dates.fresh and klasifikasi in (dates.template.periodic_class, dates.at_once):
        yield from _aged(state, content, dates)
    if retention := content.get("retensi", ""):
        end = retention_end(content.get("waktu", ""), retention)
        if end and today >= end - timedelta(law.retention.ahead_days):
            yield "retensi", end


def _aged(state: EntryState, content: Mapping[str, str], dates: _Dates) -> Iterator[tuple[str, date]]:
    """Older than its class may be. What was announced at once ages from its approval; what is announced periodically
    from then or from the end of the period it tells of, if that is later."""
    approved = day_of(state.approved_at, dates.zone)
    if content["klasifikasi"] == dates.at_once:
        code, day = "serta-merta", months_after(approved, dates.law.serta_merta.months)
    else:
        span = period_span(content.get("waktu", ""))
        code, day = "berkala", months_after(max(approved, span[1]) if span else approved, dates.law.berkala.months)
    if dates.today >= day:
        yield code, day
