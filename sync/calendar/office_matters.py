"""What is due of the office as a whole: its establishment, units that are silent, the report, kinds that lack."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from zoneinfo import ZoneInfo

from sync.calendar.days import day_of, months_after, period_around, period_name, period_span
from sync.calendar.found import Found, ListedWords, as_words, holds, listed_versions
from sync.calendar.law import Law, MandatoryKind
from sync.ledger.state import LedgerState, Version
from sync.settings.units import Unit
from sync.template.template import Template


def establishment_matters(ledger: LedgerState, official: tuple[str, str], law: Law, today: date) -> Iterator[Found]:
    """A list on the site that no decree establishes, or one that is old. `official` are number and day of the decree
    in force; of a signed one that came back later, that day counts."""
    days = [official[1], *(decree.establishment[1] for decree in ledger.attached if decree.stands)]
    last = max(filter(None, days), default="")
    if last and today >= (due := months_after(date.fromisoformat(last), law.establishment.months)):
        yield Found("penetapan", due, period=last)
    if ledger.items and not all(official):
        newest = ledger.office.list_page.day
        yield Found("tanpa-penetapan", date.fromisoformat(newest) if newest else None)


def silent_units(ledger: LedgerState, units: Sequence[Unit], law: Law, today: date, zone: ZoneInfo) -> Iterator[Found]:
    """Units that neither added nor changed a row in the period that runs, nor declared it `Nihil`; before its end."""
    first, last = period_around(today, law.unit_report.months)
    if not ledger.entries or today < last - timedelta(law.unit_report.ahead_days):
        return
    for unit in units:
        codes = (unit.code, *unit.past_codes)
        reported = any(day_of(ledger.reported[code], zone) >= first for code in codes if code in ledger.reported)
        if not reported and not any(_covers(ledger.office.nihil.get(code, ""), first, last) for code in codes):
            yield Found("tanpa-laporan", last, unit.code, period=period_name((first, last)))


def _covers(declared: str, first: date, last: date) -> bool:
    """Whether a period that was declared is this one, a part of it or more than it."""
    span = period_span(declared)
    return span is not None and span[0] <= last and span[1] >= first


def lacking_kinds(ledger: LedgerState, template: Template, law: Law, today: date) -> Iterator[Found]:
    """What is looked for among the words of the entries and not seen: the yearly report, and kinds of information. In
    an empty list nothing is looked for."""
    versions = list(listed_versions(ledger, template))
    if not versions:
        return
    titles = as_words(_title(version) for version in versions)
    yield from _report(titles, law, today)
    lacking = [kind for kind in law.checklist if not _seen(kind, titles)]
    if lacking:
        summaries = as_words(version.content.get("ringkasan", "") for version in versions)
        lacking = [kind for kind in lacking if not _seen(kind, summaries)]
    if lacking:
        yield Found("wajib", None, names=tuple(kind.name for kind in lacking))


def _title(version: Version) -> str:
    return f"{version.content.get('judul', '')} {version.content.get('waktu', '')}"


def _seen(kind: MandatoryKind, words: ListedWords) -> bool:
    return any(holds(words, wanted) for wanted in kind.words)


def _report(titles: ListedWords, law: Law, today: date) -> Iterator[Found]:
    """The report on the year before, from some days before its day to the end of the year."""
    report, year = law.service_report, str(today.year - 1)
    due = date(today.year, report.month, report.day)
    if today >= due - timedelta(report.ahead_days) and not any(
        holds(titles, f"{each} {year}") for each in report.words
    ):
        yield Found("laporan-layanan", due, period=year)
