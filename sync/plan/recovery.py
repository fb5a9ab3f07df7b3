"""The way home (docs/operating.md): from a ledger that was put back, or made anew, and what else was left → the record
that closes the gap, and what the operator is shown first. Pure.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from sync.ledger.state import RECOVERED, EntryState, Event, LedgerState, OfficeState, Record
from sync.model import UploadOrder
from sync.plan.identity import order_of
from sync.plan.plan import item_changes
from sync.plan.recovered_entries import EntryRecovery
from sync.plan.recovery_evidence import RecoveredEntry, RecoveryEvidence, RecoveryOutcome
from sync.plan.version import reading_key
from sync.plan.what_stays_public import dated, with_list_page
from sync.settings.settings import Settings
from sync.tabs.control_sentences import report_line
from sync.template.template import Template


@dataclass(frozen=True)
class Recovery:
    """What is recorded, and the entries the operator is shown."""

    record: Record
    entries: Mapping[str, RecoveredEntry]

    def ids(self, outcome: RecoveryOutcome, *, since: bool | None = None, new: bool | None = None) -> list[str]:
        """The entries that have this outcome."""
        return [
            id
            for id, each in self.entries.items()
            if each.outcome is outcome and since in (None, each.since) and new in (None, each.new)
        ]


def recover(
    ledger: LedgerState,
    evidence: RecoveryEvidence,
    settings: Settings,
    template: Template,
    now: datetime,
    *,
    anew: bool = False,
) -> Recovery:
    """Decide everything. `anew`: the ledger is an empty one, made now. Raises `WorkbookError` without a usable
    `Induk`."""
    recovering = EntryRecovery(ledger, evidence, settings, template, now, anew)
    recovered = recovering.all()
    entries = {id: recovered[id] for id in sorted(recovered, key=order_of)}
    return Recovery(_record(recovering, entries), entries)


def _record(recovering: EntryRecovery, entries: Mapping[str, RecoveredEntry]) -> Record:
    versions = tuple(each.version for each in entries.values() if each.version)
    items = {id: each.state.approved for id, each in entries.items() if each.outcome is RecoveryOutcome.KEPT}
    states = {id: each.state for id, each in entries.items()}
    after = replace(recovering.ledger, entries=states, items=items)
    states |= dated(after, recovering.ledger.items, recovering.day)
    changed = tuple(state for id, state in states.items() if recovering.ledger.entries.get(id) != state)
    events = tuple(_events(recovering, entries))
    office = replace(_office(recovering, states), report=report_line(events))
    known = {id: {each.version.number: each.version} for id, each in entries.items() if each.version}
    all_versions = {id: {**recovering.ledger.versions.get(id, {}), **known.get(id, {})} for id in states}
    shown = replace(after, entries=states, versions=all_versions, office=office)
    return Record(
        with_list_page(shown, recovering.settings.office.zone).office, changed, versions,
        tuple(_readings(recovering, entries)), events, item_changes(recovering.ledger.items, items),
    )  # fmt: skip


def _office(recovering: EntryRecovery, states: Mapping[str, EntryState]) -> OfficeState:
    """Run, release and numbers begin above all that anybody knows; the order is to hold. The tab of a unit of which any
    ID is known is the office's own (rule 9), also if its header cannot be read at the moment. Nothing is reported yet:
    what stands in the tabs of sync is another ledger's."""
    before, evidence = recovering.ledger.office, recovering.evidence
    numbers = dict(before.numbers)
    for code, number in map(order_of, {*evidence.ids, *states, *recovering.marked_ids()}):
        numbers[code] = max(numbers.get(code, 0), number)
    release = max(before.release, evidence.release)
    kept = any(state.approved for state in states.values())
    columns: dict[str, tuple[str, ...]] = {**dict.fromkeys(numbers, ("id",)), **before.columns}
    return replace(
        before, run=recovering.run, confirmed=min(before.confirmed, evidence.confirmed),
        release=release + 1 if release or kept else 0, ordered=0, once_done=False, rollback=0,
        order=UploadOrder.HOLD, behind_since="", locked=False, reported_at="", numbers=numbers,
        columns=columns,
    )  # fmt: skip


def _readings(recovering: EntryRecovery, entries: Mapping[str, RecoveredEntry]) -> Iterable[tuple[str, str, int]]:
    for id, each in entries.items():
        if each.version:
            state = each.state
            typed = recovering.template.public_texts(state.typed)
            yield id, reading_key(state.unit, typed, state.klasifikasi, state.basis), each.version.number


def _events(recovering: EntryRecovery, entries: Mapping[str, RecoveredEntry]) -> Iterable[Event]:
    gap = {
        "from_run": recovering.ledger.office.run,
        "to_run": recovering.run,
        "from": recovering.evidence.at,
        "to": recovering.utc,
    }
    yield Event("", RECOVERED, 0, "sync", json.dumps(gap))
    for id, each in entries.items():
        before = recovering.ledger.entries.get(id)
        if before is None:
            yield Event(id, "added", 1, f"unit:{each.state.unit}")
        if each.outcome is RecoveryOutcome.WITHDRAWN and each.since:
            yield Event(id, "withdrawn", each.state.version, "ppid")
        if each.outcome is RecoveryOutcome.LAPSED:
            yield Event(id, "lapsed", each.state.version, "sync")
        if each.outcome is RecoveryOutcome.KEPT and before is None:
            yield Event(id, "approved", 1, "ppid")
