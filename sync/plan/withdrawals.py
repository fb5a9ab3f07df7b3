"""What happens while nothing else may: a brake is held, or the workbook is open in a program. What rule 5 takes off the
site goes; nothing is written."""

from __future__ import annotations

from dataclasses import replace

from sync.ledger.state import EntryState, Record
from sync.model import Batch
from sync.plan.approval import Decision, Moment, withdraw_only
from sync.plan.brake import Hold
from sync.plan.gather import Gathered, Snapshot
from sync.plan.plan import Plan, count_by_status, item_changes
from sync.plan.release import is_public, release_of, site_settings
from sync.settings.settings import Settings
from sync.site.render import render_site
from sync.template.template import Template


def only_withdrawals(  # noqa: PLR0913
    snapshot: Snapshot,
    settings: Settings,
    template: Template,
    gathered: Gathered,
    moment: Moment,
    hold: Hold | None,
    restored: str,
) -> Plan:
    """Nothing is written but what rule 5 takes off the site."""
    ledger = snapshot.ledger
    seen = gathered.seen(ledger, template, restored)
    decisions: dict[str, Decision] = {
        id: withdraw_only(state, seen.get(id), is_public(state, ledger.versions, template))
        for id, state in ledger.entries.items()
    }
    events = tuple(event for decision in decisions.values() for event in decision.events)
    states = {id: decision.state for id, decision in decisions.items()}
    kept = {id: version for id, version in ledger.items.items() if states[id].approved}
    for id in ledger.items.keys() - kept.keys():
        states[id] = states[id]._replace(left=moment.day)
    office = replace(ledger.office, locked=ledger.office.locked and gathered.locked_now)
    if events:
        office = replace(office, run=office.run + 1, release=office.release + (len(kept) != len(ledger.items)))
    changed_states = tuple(state for id, state in states.items() if state != ledger.entries[id])
    record = Record(office, changed_states, (), (), events, item_changes(ledger.items, kept))
    release = release_of(office, kept, states, ledger.versions, template, settings.office.zone)
    return Plan(
        run=office.run,
        at=moment.utc,
        mode="withdrawals",
        record=record,
        batch=Batch(),
        site=render_site(release, site_settings(settings, gathered.names), template),
        release=release,
        problems=tuple(gathered.all_problems()),
        by_status=count_by_status(_as_withdrawn(state, template) for state in states.values()),
        total=sum(len(reading.rows) for reading in gathered.readings),
        events=events,
        titles={},
        hold=hold,
        busy="" if hold else snapshot.busy,
        changed=bool(events) or office != ledger.office,
    )


def _as_withdrawn(state: EntryState, template: Template) -> EntryState:
    """As it is counted before its row can say so."""
    withdrawn = state.withdrawn != 0 and state.withdrawn == state.version
    return state._replace(status=template.status("withdrawn")) if withdrawn else state
