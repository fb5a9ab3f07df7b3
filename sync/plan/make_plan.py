"""The plan: everything a run will do, decided before anything is done. Pure: the same snapshot gives the same plan.

`make_plan` takes what was read (workbook, ledger, target) and answers with a `Plan` that is complete: what to
record, what to write, what to publish, and what to tell. `apply` compares nothing and chooses nothing.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from sync.gc_pause import gc_paused
from sync.ledger.state import EntryState, Event, LedgerState, OfficeState, Record, Version
from sync.model import Batch
from sync.plan.approval import Decision, Moment, withdraw_only
from sync.plan.batch import make_batch
from sync.plan.entries import plan_entries
from sync.plan.entry_plan import EntryPlan
from sync.plan.gather import Gathered, Snapshot, gather
from sync.plan.generated_tabs import PlanContext, site_line, unnoticed
from sync.plan.guards import Hold, find_hold, guard_identity
from sync.plan.notices import passing_notices, standing_notices
from sync.plan.observed import observe_all
from sync.plan.plan import Plan, count_by_status, item_changes
from sync.plan.release import ReleaseDecision, decide_release, is_public, office_day, release_of, standing
from sync.plan.status import changes_since
from sync.settings.settings import Settings
from sync.site.render import render_site
from sync.site.site_settings import site_settings
from sync.tabs.control_tab import Control, read_control, write_control
from sync.tabs.problem import Problem
from sync.template.template import Template


@gc_paused()
def make_plan(snapshot: Snapshot, settings: Settings, template: Template, *, allow_removals: int = 0) -> Plan:
    """Decide everything. Raises `LedgerError` or `WorkbookError` where nothing may be decided at all (rule 6)."""
    control = read_control(
        snapshot.workbook.sheets.get(template.tab("kendali").title), template, [unit.tab for unit in settings.units]
    )
    restored = guard_identity(snapshot.ledger, snapshot.workbook, snapshot.target, control, template)
    snapshot = replace(snapshot, ledger=_confirmed(snapshot.ledger, control))
    gathered = gather(snapshot.workbook, snapshot.ledger, settings, template)
    hold = find_hold(gathered, snapshot.ledger, allow_removals)
    moment = _moment(snapshot, settings)
    if hold or snapshot.busy:
        return only_withdrawals(snapshot, settings, template, gathered, moment, hold, restored)
    return _full(snapshot, settings, template, gathered, moment, control, restored)


def _confirmed(ledger: LedgerState, control: Control) -> LedgerState:
    """A workbook that shows the last run was written, whether or not the run lived to note it."""
    if control.value("nomor_putaran") != str(ledger.office.run):
        return ledger
    return replace(ledger, office=replace(ledger.office, confirmed=ledger.office.run))


def _moment(snapshot: Snapshot, settings: Settings) -> Moment:
    utc = snapshot.now.isoformat(timespec="seconds")
    return Moment(utc, office_day(utc, settings.office.zone))


def _full(  # noqa: PLR0913  the one place where everything that was read comes together
    snapshot: Snapshot,
    settings: Settings,
    template: Template,
    gathered: Gathered,
    moment: Moment,
    control: Control,
    restored: str,
) -> Plan:
    ledger = snapshot.ledger
    entries = plan_entries(gathered, ledger, template, moment, restored)
    states = {entry.id: entry.decision.state for entry in entries}
    versions = _versions(ledger, entries)
    office = replace(ledger.office, columns=gathered.columns, locked=gathered.locked_now, names=gathered.names)
    decided = decide_release(
        office,
        ledger.items,
        standing(states, versions, template, settings.publish.on_change),
        standing(states, versions, template, "keep"),
        control.order,
        control.establishment,
    )
    _mark_left(entries, ledger.items, decided.items, moment)
    published = _published(entries, ledger.items, decided.items)
    context = PlanContext(
        snapshot, settings, template, gathered, control, decided.office, decided.items, moment, restored
    )
    batch, told = make_batch(context, entries, states, versions, published)
    return _assemble(context, entries, states, versions, decided, batch, told, published)


def _assemble(  # noqa: PLR0913
    context: PlanContext,
    entries: Sequence[EntryPlan],
    states: Mapping[str, EntryState],
    versions: Mapping[str, Mapping[int, Version]],
    decided: ReleaseDecision,
    batch: Batch,
    told: OfficeState,
    published: Sequence[Event],
) -> Plan:
    ledger, settings, template = context.snapshot.ledger, context.settings, context.template
    changed_states = tuple(state for id, state in states.items() if ledger.entries.get(id) != state)
    events = tuple(event for entry in entries for event in entry.decision.events) + tuple(published)
    items = item_changes(ledger.items, decided.items)
    same = unnoticed(ledger.office, decided.office)
    quiet = not (changed_states or events or items or batch or decided.office != same or not ledger.exists)
    office = told if quiet else replace(told, run=ledger.office.run + 1)
    record = Record(
        office,
        changed_states,
        tuple(entry.new_version for entry in entries if entry.new_version),
        tuple((entry.id, entry.reading, states[entry.id].version) for entry in entries if entry.reading),
        events,
        items,
    )
    release = release_of(office, decided.items, states, versions, template, settings.office.zone)
    site = render_site(release, site_settings(settings, context.gathered.names), template)
    return Plan(
        run=office.run,
        at=context.moment.utc,
        mode="full",
        record=record,
        batch=batch,
        site=site,
        release=release,
        problems=_problems(context, entries),
        by_status=count_by_status(states.values()),
        total=sum(len(reading.rows) for reading in context.gathered.readings),
        events=events,
        titles={entry.id: entry.title for entry in entries},
        site_without=_without(context, states, versions, decided) if events else None,
        after_receipt=_after_receipt(context, office),
        after_failure=_after_failure(context, office),
        changed=not quiet or same != ledger.office,
        changes=_changes(context, entries, versions),
    )


def _problems(context: PlanContext, entries: Sequence[EntryPlan]) -> tuple[Problem, ...]:
    gathered, template = context.gathered, context.template
    own = [problem for entry in entries for problem in entry.problems]
    standing = standing_notices(gathered, context.control, template)
    return (*own, *gathered.problems, *standing, *passing_notices(gathered, entries, template, context.restored))


def _after_receipt(context: PlanContext, office: OfficeState) -> Batch:
    """`Sekali` goes back to `Tahan` when what it asked for is received, if it still says so (rule 8); a site that was
    behind is so no longer."""
    orders = [choice.value for choice in context.template.choices["perintah"]]
    desired = {"situs": site_line(replace(office, behind_since=""), context)} if office.behind_since else {}
    if context.control.order == orders[1] and (office.ordered or office.spent):
        desired["perintah"] = orders[2]
    return _control_batch(context, desired)


def _after_failure(context: PlanContext, office: OfficeState) -> Batch:
    """`Kendali` says since when the site is behind, once."""
    if office.behind_since or office.received == office.release:
        return Batch()
    return _control_batch(context, {"situs": site_line(replace(office, behind_since=context.moment.utc), context)})


def _control_batch(context: PlanContext, desired: Mapping[str, str]) -> Batch:
    """Lines of `Kendali` that are already there, written after everything else."""
    present = {role: text for role, text in desired.items() if role in context.control.places}
    write = write_control(context.control, context.template, present) if present else None
    return Batch((write,)) if write else Batch()


def _changes(
    context: PlanContext, entries: Sequence[EntryPlan], versions: Mapping[str, Mapping[int, Version]]
) -> dict[str, str]:
    """For the entries whose content is another than before: what differs, before → after."""
    before, names = context.snapshot.ledger.entries, context.gathered.names
    return {
        entry.id: changes_since(
            versions[entry.id][before[entry.id].version].content, entry.version.content, context.template, names
        )
        for entry in entries
        if entry.id in before and before[entry.id].version != entry.version.number
    }


def _without(
    context: PlanContext,
    states: Mapping[str, EntryState],
    versions: Mapping[str, Mapping[int, Version]],
    decided: ReleaseDecision,
) -> Mapping[str, bytes] | None:
    """The kept release less what was withdrawn, if anything was."""
    before = context.snapshot.ledger.items
    kept = {id: version for id, version in before.items() if states[id].approved and id in decided.items}
    if len(kept) == len(before):
        return None
    zone = context.settings.office.zone
    release = release_of(decided.office, kept, states, versions, context.template, zone)
    return render_site(release, site_settings(context.settings, context.gathered.names), context.template)


def _versions(ledger: LedgerState, entries: Sequence[EntryPlan]) -> Mapping[str, Mapping[int, Version]]:
    """Every version of the entries the ledger knows. Of new ones nothing is approved, and there is nothing to look
    up."""
    new = {entry.id: entry.new_version for entry in entries if entry.new_version and entry.id in ledger.versions}
    if not new:
        return ledger.versions
    return {**ledger.versions, **{id: {**ledger.versions[id], version.number: version} for id, version in new.items()}}


def _mark_left(
    entries: Sequence[EntryPlan], before: Mapping[str, int], after: Mapping[str, int], moment: Moment
) -> None:
    """Keep the day an entry left the site, and that it has been there."""
    for entry in entries:
        state = entry.decision.state
        if entry.id in after and (state.left or not state.public):
            entry.amend(public=True, left="")
        elif entry.id in before and entry.id not in after:
            entry.amend(left=moment.day)


def _published(entries: Sequence[EntryPlan], before: Mapping[str, int], after: Mapping[str, int]) -> list[Event]:
    ids = [entry.id for entry in entries if entry.id in after and before.get(entry.id) != after[entry.id]]
    return [Event(id, "published", after[id], "sync") for id in ids]


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
    seen = observe_all(gathered, ledger, template, restored)
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
