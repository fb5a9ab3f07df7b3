"""What changed, for citizens: new, updated and withdrawn entries day by day, from approved states only.

An update names elements, never values; a withdrawal is an ID and a day.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from sync.release import Release, Withdrawal
from sync.site.gate import PublicEntry

FEED_LIMIT = 50
DAYS, SHOWN = 60, 40
"""How many days the page of changes shows, and how many changes of one day."""
FIRST_DAY = 6
"""So many new entries on the very first day are told in one line."""


@dataclass(frozen=True, slots=True)
class Update:
    """One line: `kind` is `established`, `updated` or `withdrawn`; `title` and `unit` are empty for what was
    withdrawn, of which the slug of its `reason` is known if one was chosen."""

    day: str
    id: str
    kind: str
    title: str = ""
    elements: tuple[str, ...] = ()
    unit: str = ""
    reason: str = ""


@dataclass(frozen=True)
class Day:
    """What changed on one day: the first `SHOWN` of it by unit, how many more there are, and how many entries the list
    began with, if it is the first day."""

    day: str
    units: tuple[tuple[str, tuple[Update, ...]], ...]
    more: int
    began: int = 0

    @property
    def shown(self) -> tuple[Update, ...]:
        """Every change that is told one by one."""
        return tuple(update for _, group in self.units for update in group)


def updates(entries: Sequence[PublicEntry], release: Release) -> list[Update]:
    """Everything that changed, the newest day first, within a day in the order of the list and withdrawals last."""
    changes = [update for entry in entries for update in of_entry(entry)]
    shown = {entry.id for entry in entries}
    changes += [withdrawal(gone) for gone in release.withdrawn if gone.id not in shown]
    return sorted(changes, key=lambda update: update.day, reverse=True)


def by_day(changes: Sequence[Update]) -> list[Day]:
    """The newest days."""
    days = [(day, list(group)) for day, group in groupby(changes, key=lambda update: update.day)]
    return [_day(day, items, first=day == days[-1][0]) for day, items in days[:DAYS]]


def _day(day: str, items: Sequence[Update], *, first: bool) -> Day:
    new = [update for update in items if update.kind == "established"]
    began = len(new) if first and len(new) >= FIRST_DAY else 0
    told = [update for update in items if update.kind != "established"] if began else items
    units = dict.fromkeys(update.unit for update in told[:SHOWN])
    grouped = tuple((unit, tuple(update for update in told[:SHOWN] if update.unit == unit)) for unit in units)
    return Day(day, grouped, max(0, len(told) - SHOWN), began)


def withdrawal(gone: Withdrawal) -> Update:
    """All that is told of an entry that left."""
    return Update(gone.day, gone.id, "withdrawn", reason=gone.reason)


def of_entry(entry: PublicEntry) -> list[Update]:
    """What became of one entry, the oldest first. One line for each day and kind: what changed twice on a day is told
    once."""
    merged: dict[tuple[str, str], tuple[str, ...]] = {}
    for change in entry.changes:
        key = (change.day, change.kind)
        merged[key] = tuple(dict.fromkeys((*merged.get(key, ()), *change.elements)))
    return [
        Update(day, entry.id, kind, entry.judul, elements, entry.penguasa) for (day, kind), elements in merged.items()
    ]
