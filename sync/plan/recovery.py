"""The way home (docs/operating.md): from a ledger that was put back, or made anew, and what else was left → the record
that closes the gap, and what the operator is shown first. Pure.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from sync.ledger.state import EntryState, Event, LedgerState, OfficeState, Record
from sync.model import UploadOrder
from sync.plan.after_loss import Fate, Recovered, Remains
from sync.plan.identity import order_of
from sync.plan.plan import item_changes
from sync.plan.survey import Survey
from sync.plan.version import reading_key
from sync.plan.what_stays_public import dated
from sync.settings.settings import Settings
from sync.template.template import Template

RECOVERED = "recovered"
"""The event that says from when to when the ledger knows nothing."""


@dataclass(frozen=True)
class Recovery:
    """What is recorded, and the numbers the operator is shown."""

    record: Record
    entries: Mapping[str, Recovered]

    def count(self, fate: Fate, *, since: bool | None = None, new: bool | None = None) -> int:
        """How many entries have this fate."""
        return sum(
            each.fate is fate and since in (None, each.since) and new in (None, each.new)
            for each in self.entries.values()
        )


def recover(
    ledger: LedgerState, remains: Remains, settings: Settings, template: Template, now: datetime, *, anew: bool = False
) -> Recovery:
    """Decide everything. `anew`: the ledger is an empty one, made now. Raises `WorkbookError` without a usable
    `Induk`."""
    survey = Survey(ledger, remains, settings, template, now, anew)
    found = survey.all()
    entries = {id: found[id] for id in sorted(found, key=order_of)}
    return Recovery(_record(survey, entries), entries)


def _record(survey: Survey, entries: Mapping[str, Recovered]) -> Record:
    versions = tuple(each.version for each in entries.values() if each.version)
    items = {id: each.state.approved for id, each in entries.items() if each.fate is Fate.KEPT}
    states = {id: each.state for id, each in entries.items()}
    after = replace(survey.ledger, entries=states, items=items)
    states |= dated(after, survey.ledger.items, survey.day)
    changed = tuple(state for id, state in states.items() if survey.ledger.entries.get(id) != state)
    return Record(
        _office(survey, states), changed, versions, tuple(_readings(survey, entries)), tuple(_events(survey, entries)),
        item_changes(survey.ledger.items, items),
    )  # fmt: skip


def _office(survey: Survey, states: Mapping[str, EntryState]) -> OfficeState:
    """Run, release and numbers begin above all that anybody knows; the order is to hold."""
    before, remains = survey.ledger.office, survey.remains
    numbers = dict(before.numbers)
    for code, number in map(order_of, {*remains.ids, *states, *survey.marked()}):
        numbers[code] = max(numbers.get(code, 0), number)
    release = max(before.release, remains.release)
    kept = any(state.approved for state in states.values())
    return replace(
        before, run=survey.run, confirmed=min(before.confirmed, remains.confirmed),
        release=release + 1 if release or kept else 0, ordered=0, once_done=False, rollback=0,
        order=UploadOrder.HOLD, behind_since="", locked=False, numbers=numbers,
    )  # fmt: skip


def _readings(survey: Survey, entries: Mapping[str, Recovered]) -> Iterable[tuple[str, str, int]]:
    for id, each in entries.items():
        if each.version:
            state = each.state
            typed = survey.template.public_texts(state.typed)
            yield id, reading_key(state.unit, typed, state.klasifikasi, state.basis), each.version.number


def _events(survey: Survey, entries: Mapping[str, Recovered]) -> Iterable[Event]:
    gap = {"from_run": survey.ledger.office.run, "to_run": survey.run, "from": survey.remains.at, "to": survey.utc}
    yield Event("", RECOVERED, 0, "sync", json.dumps(gap))
    for id, each in entries.items():
        before = survey.ledger.entries.get(id)
        if before is None:
            yield Event(id, "added", 1, f"unit:{each.state.unit}")
        if each.fate is Fate.WITHDRAWN and each.since:
            yield Event(id, "withdrawn", each.state.version, "ppid")
        if each.fate is Fate.LAPSED:
            yield Event(id, "lapsed", each.state.version, "sync")
        if each.fate is Fate.KEPT and before is None:
            yield Event(id, "approved", 1, "ppid")
