"""Pure: what was kept of an office and what its site offers now → what is kept from now on. A list is replaced as a
set.

Who is named as withdrawn is gone at once, however many they are. Who vanishes without a notice is gone at once, too,
unless more than half of the list vanishes: then something may have broken at the office, and those that vanished are
kept, marked, and at most as long as a setting says.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import NamedTuple

from sync.national.published_list import ListEntry, PublishedList


class KeptEntry(NamedTuple):
    """An entry, and since when it is missing from its office's list without a notice (UTC, ISO; empty: it is there)."""

    entry: ListEntry
    missing: str = ""


@dataclass(frozen=True)
class Ages:
    """How long what is not renewed is shown."""

    show: timedelta
    notice: timedelta

    def shows_list(self, confirmed: str, now: datetime) -> bool:
        """Whether a list that was last confirmed then is still shown."""
        return bool(confirmed) and age(confirmed, now) <= self.show

    def shows_entry(self, missing: str, now: datetime) -> bool:
        """Whether an entry that is missing since then is still shown."""
        return not missing or age(missing, now) <= self.notice


class Taking(NamedTuple):
    """What is kept from now on, and which entries are new, changed and gone; `vanished` are those that are missing
    without a notice and kept for a while."""

    kept: Mapping[str, KeptEntry]
    added: tuple[str, ...]
    changed: tuple[str, ...]
    gone: tuple[str, ...]
    vanished: int

    @property
    def is_new(self) -> bool:
        return bool(self.added or self.changed or self.gone)


def age(since: str, now: datetime) -> timedelta:
    """How long ago that was; nothing, for what the clock dates ahead."""
    return max(now - datetime.fromisoformat(since), timedelta(0))


def take_list(former: Mapping[str, KeptEntry], offered: PublishedList, withdrawn: Collection[str], now: datetime,
              ages: Ages) -> Taking:  # fmt: skip
    """What is kept once this list is taken."""
    fresh = {entry.id: KeptEntry(entry) for entry in offered.entries if entry.id not in withdrawn}
    away = {id: kept for id, kept in former.items() if id not in fresh and id not in withdrawn}
    newly = {id for id, kept in away.items() if not kept.missing}
    there = sum(not kept.missing for kept in former.values())
    at = now.isoformat(timespec="seconds")
    waiting = {
        id: kept._replace(missing=kept.missing or at)
        for id, kept in away.items()
        if (kept.missing or 2 * len(newly) > there) and ages.shows_entry(kept.missing, now)
    }
    return _taking(former, {**fresh, **waiting})


def take_withdrawals(former: Mapping[str, KeptEntry], withdrawn: Collection[str], now: datetime, ages: Ages) -> Taking:
    """What is kept where the list itself did not change, or is not taken: without what was withdrawn, and what is
    missing for too long."""
    left = {
        id: kept for id, kept in former.items() if id not in withdrawn and ages.shows_entry(kept.missing, now)
    }  # fmt: skip
    return _taking(former, left)


def _taking(former: Mapping[str, KeptEntry], kept: Mapping[str, KeptEntry]) -> Taking:
    return Taking(
        kept,
        tuple(sorted(id for id in kept if id not in former)),
        tuple(sorted(id for id, each in kept.items() if id in former and former[id] != each)),
        tuple(sorted(id for id in former if id not in kept)),
        sum(bool(each.missing) for each in kept.values()),
    )
