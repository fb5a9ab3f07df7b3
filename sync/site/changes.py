"""What changed, for citizens: new, updated and withdrawn entries day by day, from approved states only.

An update names elements, never values; a withdrawal is an ID and a day.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from sync.release import Release
from sync.site.gate import PublicEntry

FEED_LIMIT = 50
DAYS, SHOWN = 60, 40
"""How many days the page of changes shows, and how many changes of one day."""


@dataclass(frozen=True, slots=True)
class Update:
    """One line: `kind` is `established`, `updated` or `withdrawn`; `title` is empty for what was withdrawn."""

    day: str
    id: str
    kind: str
    title: str = ""
    elements: tuple[str, ...] = ()


@dataclass(frozen=True)
class Day:
    """What changed on one day: the first `SHOWN` of it, and how many more there are."""

    day: str
    shown: tuple[Update, ...]
    more: int


def updates(entries: Sequence[PublicEntry], release: Release) -> list[Update]:
    """Everything that changed, the newest day first, within a day in the order of the list and withdrawals last."""
    changes = [update for entry in entries for update in _of_entry(entry)]
    shown = {entry.id for entry in entries}
    changes += [Update(gone.day, gone.id, "withdrawn") for gone in release.withdrawn if gone.id not in shown]
    return sorted(changes, key=lambda update: update.day, reverse=True)


def by_day(changes: Sequence[Update]) -> list[Day]:
    """The newest days."""
    days = []
    for day, group in groupby(changes, key=lambda update: update.day):
        items = tuple(group)
        days.append(Day(day, items[:SHOWN], max(0, len(items) - SHOWN)))
        if len(days) == DAYS:
            break
    return days


def _of_entry(entry: PublicEntry) -> list[Update]:
    """One line for each day and kind: what changed twice on a day is told once."""
    merged: dict[tuple[str, str], tuple[str, ...]] = {}
    for change in entry.changes:
        key = (change.day, change.kind)
        merged[key] = tuple(dict.fromkeys((*merged.get(key, ()), *change.elements)))
    return [Update(day, entry.id, kind, entry.judul, elements) for (day, kind), elements in merged.items()]
