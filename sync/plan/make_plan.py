"""The plan: everything a run will do, decided before anything is done. Pure: the same snapshot gives the same plan.

`make_plan` takes what was read (workbook, ledger, target) and answers with a `Plan` that is complete: what to
record, what to write, what to publish, and what to tell. `apply` compares nothing and chooses nothing.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from sync.gc_pause import at_rest
from sync.ledger.state import EntryState, Event, LedgerState, OfficeState, Record, Version
from sync.model import Batch
from sync.plan.approval import Decision, Moment, withdraw_only
from sync.plan.batch import make_batch
from sync.plan.entries import make_cases
from sync.plan.entry_plan import Case
from sync.plan.gather import Gathered, Snapshot, gather
from sync.plan.generated_tabs import Pages, site_line, unnoticed
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


@at_rest()
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
    cases = make_cases(gathered, ledger, template, moment, restored)
    states = {case.id: case.decision.state for case in cases}
    versions = _versions(ledger, cases)
    office = replace(ledger.office, columns=gathered.columns, locked=gathered.locked_now, names=gathered.names)
    decided = decide_release(
        office,
        ledger.items,
        standing(states, versions, template, settings.publish.on_change),
        standing(states, versions, template, "keep"),
        control.order,
        control.establishment,
    )
    _mark_left(cases, ledger.items, decided.items, moment)
    published = _published(cases, ledger.items, decided.items)
    pages = Pages(snapshot, settings, template, gathered, control, decided.office, decided.items, moment, restored)
    batch, told = make_batch(pages, cases, states, versions, published)
    return _assemble(pages, cases, states, versions, decided, batch, told, published)


def _assemble(  # noqa: PLR0913
    pages: Pages,
    cases: Sequence[Case],
    states: Mapping[str, EntryState],
    versions: Mapping[str, Mapping[int, Version]],
    decided: ReleaseDecision,
    batch: Batch,
    told: OfficeState,
    published: Sequence[Event],
) -> Plan:
    ledger, settings, template = pages.snapshot.ledger, pages.settings, pages.template
    changed_states = tuple(state for id, state in states.items() if ledger.entries.get(id) != state)
    events = tuple(event for case in cases for event in case.decision.events) + tuple(published)
    items = item_changes(ledger.items, decided.items)
    same = unnoticed(ledger.office, decided.office)
    quiet = not (changed_states or events or items or batch or decided.office != same or not ledger.exists)
    office = told if quiet else replace(told, run=ledger.office.run + 1)
    record = Record(
        office,
        changed_states,
        tuple(case.new_version for case in cases if case.new_version),
        tuple((case.id, case.reading, states[case.id].version) for case in cases if case.reading),
        events,
        items,
    )
    release = release_of(office, decided.items, states, versions, template, settings.office.zone)
    site = render_site(release, site_settings(settings, pages.gathered.names), template)
    return Plan(
        run=office.run,
        at=pages.moment.utc,
        mode="full",
        record=record,
        batch=batch,
        site=site,
        release=release,
        problems=_problems(pages, cases),
        by_status=count_by_status(states.values()),
        total=sum(len(reading.rows) for reading in pages.gathered.readings),
        events=events,
        titles={case.id: case.title for case in cases},
        site_without=_without(pages, states, versions, decided) if events else None,
        after_receipt=_after_receipt(pages, office),
        after_failure=_after_failure(pages, office),
        changed=not quiet or same != ledger.office,
        changes=_changes(pages, cases, versions),
    )


def _problems(pages: Pages, cases: Sequence[Case]) -> tuple[Problem, ...]:
    gathered, template = pages.gathered, pages.template
    own = [problem for case in cases for problem in case.problems]
    standing = standing_notices(gathered, pages.control, template)
    return (*own, *gathered.problems, *standing, *passing_notices(gathered, cases, template, pages.restored))


def _after_receipt(pages: Pages, office: OfficeState) -> Batch:
    """`Sekali` goes back to `Tahan` when what it asked for is received, if it still says so (rule 8); a site that was
    behind is so no longer."""
    orders = [choice.value for choice in pages.template.choices["perintah"]]
    desired = {"situs": site_line(replace(office, behind_since=""), pages)} if office.behind_since else {}
    if pages.control.order == orders[1] and (office.ordered or office.spent):
        desired["perintah"] = orders[2]
    return _control_batch(pages, desired)


def _after_failure(pages: Pages, office: OfficeState) -> Batch:
    """`Kendali` says since when the site is behind, once."""
    if office.behind_since or office.received == office.release:
        return Batch()
    return _control_batch(pages, {"situs": site_line(replace(office, behind_since=pages.moment.utc), pages)})


def _control_batch(pages: Pages, desired: Mapping[str, str]) -> Batch:
    """Lines of `Kendali` that are already there, written after everything else."""
    present = {role: text for role, text in desired.items() if role in pages.control.places}
    write = write_control(pages.control, pages.template, present) if present else None
    return Batch((write,)) if write else Batch()


def _changes(pages: Pages, cases: Sequence[Case], versions: Mapping[str, Mapping[int, Version]]) -> dict[str, str]:
    """For the entries whose content is another than before: what differs, before → after."""
    before, names = pages.snapshot.ledger.entries, pages.gathered.names
    return {
        case.id: changes_since(
            versions[case.id][before[case.id].version].content, case.version.content, pages.template, names
        )
        for case in cases
        if case.id in before and before[case.id].version != case.version.number
    }


def _without(
    pages: Pages,
    states: Mapping[str, EntryState],
    versions: Mapping[str, Mapping[int, Version]],
    decided: ReleaseDecision,
) -> Mapping[str, bytes] | None:
    """The kept release less what was withdrawn, if anything was."""
    before = pages.snapshot.ledger.items
    kept = {id: version for id, version in before.items() if states[id].approved and id in decided.items}
    if len(kept) == len(before):
        return None
    zone = pages.settings.office.zone
    release = release_of(decided.office, kept, states, versions, pages.template, zone)
    return render_site(release, site_settings(pages.settings, pages.gathered.names), pages.template)


def _versions(ledger: LedgerState, cases: Sequence[Case]) -> Mapping[str, Mapping[int, Version]]:
    """Every version of the entries the ledger knows. Of new ones nothing is approved, and there is nothing to look
    up."""
    new = {case.id: case.new_version for case in cases if case.new_version and case.id in ledger.versions}
    if not new:
        return ledger.versions
    return {**ledger.versions, **{id: {**ledger.versions[id], version.number: version} for id, version in new.items()}}


def _mark_left(cases: Sequence[Case], before: Mapping[str, int], after: Mapping[str, int], moment: Moment) -> None:
    """Keep the day an entry left the site, and that it has been there."""
    for case in cases:
        state = case.decision.state
        if case.id in after and (state.left or not state.public):
            case.amend(public=True, left="")
        elif case.id in before and case.id not in after:
            case.amend(left=moment.day)


def _published(cases: Sequence[Case], before: Mapping[str, int], after: Mapping[str, int]) -> list[Event]:
    ids = [case.id for case in cases if case.id in after and before.get(case.id) != after[case.id]]
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
