"""What the evidence of a period is made from: the ledger as it stood at its end, and what happened in it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from functools import cached_property
from typing import Any
from zoneinfo import ZoneInfo

from sync.errors import ArgumentError
from sync.ledger.state import PastRelease, RecordedEvent
from sync.links.link_result import NO_RESULTS, LinkResults
from sync.message import say
from sync.papers.sources import Sources
from sync.papers.words import MONEV, Words
from sync.plan.office_clock import office_day
from sync.plan.what_stays_public import release_of
from sync.release import Release
from sync.site.formatting import MONTHS, long_day
from sync.site.gate import ListedEntry, public_list

_PERIOD = re.compile(r"(20\d\d)(?:-[Hh]([12]))?")
_SEMESTER = re.compile(r"semester\s+(i{1,2}|[12])\s+(?:tahun\s+)?(20\d\d)", re.IGNORECASE)


@dataclass(frozen=True)
class EvidencePeriod:
    """A year or a half of one: as it is typed, and its first and last day."""

    name: str
    first: date
    last: date

    @property
    def said(self) -> str:
        """As papers say it."""
        half = "" if self.last.year != self.first.year or "-" not in self.name else self.name[-1]
        return f"Semester {'I' * int(half)} {self.first.year}" if half else f"Tahun {self.first.year}"

    def begins(self, zone: ZoneInfo) -> datetime:
        """The moment in office time."""
        return datetime.combine(self.first, time(), zone)

    def ends(self, zone: ZoneInfo) -> datetime:
        """The first moment after it."""
        return datetime.combine(self.last + timedelta(1), time(), zone)

    def holds(self, day: str) -> bool:
        """Whether a day, in ISO, is in it."""
        return self.first.isoformat() <= day <= self.last.isoformat()

    @property
    def months(self) -> list[str]:
        """Its months: `2026-07`."""
        return [f"{self.first.year}-{month:02}" for month in range(self.first.month, self.last.month + 1)]


def evidence_period(text: str) -> EvidencePeriod:
    """The period of this name, as papers and sheets write it, too: `Semester II 2026`. Raises `ArgumentError`."""
    if semester := _SEMESTER.fullmatch(text.strip()):
        text = f"{semester[2]}-H{2 if semester[1].lower() in ('ii', '2') else 1}"
    found = _PERIOD.fullmatch(text.strip().lower().removeprefix("tahun").strip())
    if not found:
        raise ArgumentError(
            say("“%(text)s” is no period: write it like 2026-H2 or “Semester II 2026”, or 2026 for the year", text=text)
        )
    year, half = int(found[1]), found[2]
    first, last = {"1": ((1, 1), (6, 30)), "2": ((7, 1), (12, 31)), None: ((1, 1), (12, 31))}[half]
    return EvidencePeriod(found[0].upper(), date(year, *first), date(year, *last))


def month_name(month: str) -> str:
    """`2026-07` → `Juli 2026`."""
    return f"{MONTHS['id'][int(month[5:]) - 1]} {month[:4]}"


@dataclass(frozen=True)
class EvidenceSources:
    """`sources` has the ledger as it stood at the end of the period (now, if that is to come). `events` and `releases`
    are all up to then; `files` are those that were last read back at the target (path → SHA-256), `links` what is
    known of links now; `taken` are the IDs of what was taken back since: that is
    counted, and its text stands nowhere."""

    sources: Sources
    period: EvidencePeriod
    events: tuple[RecordedEvent, ...]
    releases: tuple[PastRelease, ...]
    files: Mapping[str, str] = field(default_factory=dict)
    links: LinkResults = NO_RESULTS
    taken: frozenset[str] = frozenset()

    @cached_property
    def _raw(self) -> Mapping[str, Any]:
        return self.sources.templates.table(MONEV)

    def words(self, table: str, **more: str) -> Words:
        """The words of a table of `monev.toml`."""
        values = {**self.sources.values, "periode": self.period.said, "sampai": long_day(self.day), **more}
        return Words(MONEV, "", self._raw, values).inner(table)

    @property
    def links_day(self) -> str:
        """The day of the last report on links; empty if there is none."""
        return self.day_of(self.links.reported) if self.links.reported else ""

    @property
    def day(self) -> str:
        """The day whose state is told: the last of the period, or today."""
        return min(self.period.last.isoformat(), self.sources.today)

    def day_of(self, utc: str) -> str:
        """The day in office time."""
        return office_day(utc, self.sources.settings.office.zone)

    @cached_property
    def within(self) -> tuple[RecordedEvent, ...]:
        """What happened in the period."""
        return tuple(event for event in self.events if self.period.holds(self.day_of(event.at)))

    @cached_property
    def shown(self) -> Release:
        """What was public at the end."""
        sources = self.sources
        return release_of(sources.ledger, sources.template, sources.settings.office.zone)

    @cached_property
    def entries(self) -> tuple[ListedEntry, ...]:
        """The public list, in its order."""
        return public_list(self.shown, self.sources.site, self.sources.template)
