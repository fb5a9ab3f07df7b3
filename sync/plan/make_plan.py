"""The plan: everything a run will do, decided before anything is done. Pure: the same snapshot gives the same plan.

`make_plan` takes what was read (workbook, ledger, target) and answers with a `Plan` that is complete: what to
record, what to write, what to publish, and what to tell. `apply` compares nothing and chooses nothing.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from functools import partial

from sync.errors import DipError, SettingsError, TemplateError, WorkbookError
from sync.gc_pause import gc_paused
from sync.ledger.state import RELEASED, TICK_LISTS, EntryState, Event, LedgerState, OfficeState, Record, Version
from sync.model import Batch, UploadOrder
from sync.plan.batch import make_batch, settle, slip_batch
from sync.plan.entries import plan_entries
from sync.plan.entry_plan import EntryPlan, with_states
from sync.plan.gather import PlanContext, Snapshot, gather
from sync.plan.generated_tabs import after_failure, after_receipt, due_by_law, with_unreported
from sync.plan.guards import (
    Hold,
    both,
    control_of,
    find_hold,
    guard_identity,
    hold_for_slip,
    refuse_foreign,
    slipped_texts,
)
from sync.plan.notices import nihil_notices, passing_notices, standing_notices
from sync.plan.observed import observe_all
from sync.plan.office_clock import office_day
from sync.plan.plan import Plan, count_by_status, item_changes
from sync.plan.salvage import salvage
from sync.plan.stray_rows import unnamed_problems
from sync.plan.tasks import find_tasks
from sync.plan.tick_rules import Moment, withdraw_only
from sync.plan.version_changes import changes_since
from sync.plan.waiting import who_waits
from sync.plan.what_stays_public import (
    dated,
    decide_release,
    is_public,
    kept_exclusions,
    leaving,
    left_over,
    release_of,
    still_approved,
    with_list_page,
)
from sync.release import Release
from sync.settings.settings import Settings
from sync.site.build import Site, SiteBuild, build_for, changed_by_others, or_else
from sync.site.site_files import render_site
from sync.site.site_settings import site_settings, without_own_files
from sync.tabs.control_tab import Control, declared_nihil
from sync.tabs.problem import Problem
from sync.tabs.tab_names import as_written
from sync.template.template import Template


@gc_paused()
def make_plan(
    snapshot: Snapshot, settings: Settings, template: Template, *, allow_removals: int = 0, allow_withdrawals: int = 0
) -> Plan:
    """Decide everything. Raises `LedgerError` where nothing may be decided at all (rule 6); without a usable `Induk`
    nothing is but withdrawals."""
    try:
        context = _context(snapshot, settings, template)
    except WorkbookError as unusable:
        workbook = salvage(snapshot.workbook, as_written(template, snapshot.workbook.titles))
        context = _context(replace(snapshot, workbook=workbook), settings, template)
        context = replace(context, slipped=bool(slipped_texts(context, allow_withdrawals)))
        return replace(_only_withdrawals(context, None, unread=True), stop=unusable)
    hold = find_hold(context.gathered, context.ledger, allow_removals)
    if slipped := slipped_texts(context, allow_withdrawals):
        context = replace(context, slipped=True)
        hold = both(hold, hold_for_slip(slipped, len(context.ledger.items)))
    if hold or snapshot.busy:
        return _only_withdrawals(context, hold)
    try:
        return _full(context)
    except (TemplateError, SettingsError) as mistake:
        return _only_withdrawals(context, None, mistake)


def guard(snapshot: Snapshot, settings: Settings, template: Template) -> tuple[Control, str]:
    """What stands before every run: whether what was read belongs together, and whether there is room. Returns
    `Kendali`, and why the workbook seems older than the ledger. Raises `LedgerError` or `ForeignContent`."""
    template = as_written(template, snapshot.workbook.titles)
    control = control_of(snapshot.workbook.sheets, settings, template)
    if snapshot.ledger.exists:
        control = control_with_known(control, snapshot.ledger.office)
    older = guard_identity(snapshot.ledger, snapshot.workbook, snapshot.target, control, template, snapshot.witnesses)
    refuse_foreign(snapshot.workbook.sheets, snapshot.ledger, control, template, settings.units)
    return control, older


def _context(snapshot: Snapshot, settings: Settings, template: Template) -> PlanContext:
    """All that was read, known to belong together."""
    template = as_written(template, snapshot.workbook.titles)
    control, older = guard(snapshot, settings, template)
    if older:
        control = without_old_order(control)
    snapshot = replace(snapshot, ledger=_confirmed(snapshot.ledger, control))
    gathered = gather(snapshot.workbook, snapshot.ledger, settings, template)
    utc = snapshot.now.isoformat(timespec="seconds")
    moment = Moment(utc, office_day(utc, settings.office.zone))
    return PlanContext(snapshot, settings, template, control, gathered, moment, older)


def control_with_known(control: Control, office: OfficeState) -> Control:
    """Where a value of `Kendali` is no answer, what was last read or written there stands; never the order."""
    known = {"nomor_putaran": str(office.confirmed), "buku": office.identity, "laporan": office.report}
    for suffix, (number, day) in (("", office.establishment), ("_dik", office.exemption_decree)):
        known |= {f"nomor_penetapan{suffix}": number, f"tanggal_penetapan{suffix}": day}
    return replace(control, values={**control.values, **{role: known.get(role, "") for role in control.silent}})


def without_old_order(control: Control) -> Control:
    """A `Sekali` in an older workbook was given at another time: it orders nothing, and becomes `Tahan` (rule 8)."""
    if control.order is not UploadOrder.ONCE:
        return control
    return replace(control, order=UploadOrder.HOLD, old_order=True)


def _confirmed(ledger: LedgerState, control: Control) -> LedgerState:
    """A workbook that shows the last run was written, whether or not the run lived to note it."""
    if control.value("nomor_putaran") != str(ledger.office.run):
        return ledger
    return replace(ledger, office=replace(ledger.office, confirmed=ledger.office.run))


def _full(context: PlanContext) -> Plan:
    """All rules, for every entry."""
    before = context.ledger
    entries = plan_entries(context)
    after = _released(context, entries)
    decided = after.office
    released = _release_events(entries, before.items, after.items)
    events = (*(event for entry in entries for event in entry.decision.events), *released)
    settle(entries, context, after.items)
    due = due_by_law(context, after, events)
    batch, after, tab_problems = make_batch(context, entries, after, events, due)
    same = with_unreported(before.office, decided)
    items = item_changes(before.items, after.items)
    states = any(before.entries.get(id) != state for id, state in after.entries.items())
    quiet = not (states or events or items or batch or decided != same or not before.exists)
    if not quiet:
        after = replace(after, office=replace(after.office, run=context.run))
    plan = _assemble(context, after, events, "full", (*_problems(context, entries), *tab_problems))
    versions = tuple(entry.new_version for entry in entries if entry.new_version)
    readings = tuple((entry.id, entry.reading, entry.state.version) for entry in entries if entry.reading)
    return replace(
        plan,
        record=replace(plan.record, versions=versions, readings=readings),
        batch=batch,
        titles={entry.id: entry.title for entry in entries},
        site_without=_without(context, after, context.snapshot.has_to_go(plan.site)) if batch else None,
        after_receipt=after_receipt(context, after.office),
        after_failure=after_failure(context, after.office),
        changed=not quiet or same != before.office,
        changes=_changes(context, entries, after.versions),
        waiting=who_waits(context, entries),
        tasks=partial(find_tasks, context, entries, after.versions),
        due=due,
    )


def _released(context: PlanContext, entries: Sequence[EntryPlan]) -> LedgerState:
    """The ledger with what was decided of the entries and the release; the entries know the day they left the site."""
    before, gathered, template = context.ledger, context.gathered, context.template
    office = replace(
        before.office, columns=gathered.columns, locked=gathered.locked_now, names=gathered.names,
        tick_lists=TICK_LISTS, exemption_decree=_exemption_decree(context),
        nihil=declared_nihil(context.control, context.settings.units, before.office.nihil),
    )  # fmt: skip
    after = replace(before, office=office, versions=_versions(before, entries))
    after = decide_release(with_states(after, entries), context.control, context.settings.publish, template)
    after = with_list_page(after, context.settings.office.zone, before.office.release)
    changed = dated(after, before.items, context.moment.day)
    for entry in entries:
        if entry.id in changed:
            entry.state = changed[entry.id]
    return after


def _exemption_decree(context: PlanContext) -> tuple[str, str]:
    """Number and day of the decree on exemptions; as last known where `Kendali` is lost or somebody else's."""
    control = context.control
    there = control.exists and not control.foreign
    return control.exemption_decree if there else context.ledger.office.exemption_decree


def _versions(ledger: LedgerState, entries: Sequence[EntryPlan]) -> Mapping[str, Mapping[int, Version]]:
    """Every version of every entry, the new ones included."""
    new = {entry.id: entry.new_version for entry in entries if entry.new_version}
    known = ledger.versions
    return {**known, **{id: {**known.get(id, {}), version.number: version} for id, version in new.items()}}


def _release_events(entries: Sequence[EntryPlan], before: Mapping[str, int], after: Mapping[str, int]) -> list[Event]:
    ids = [entry.id for entry in entries if entry.id in after and before.get(entry.id) != after[entry.id]]
    return [Event(id, RELEASED, after[id], "sync") for id in ids]


def _only_withdrawals(
    context: PlanContext, hold: Hold | None, mistake: DipError | None = None, *, unread: bool = False
) -> Plan:
    """A brake is held, the workbook is open in a program, or what the office made for its site has a mistake: what
    rule 5 takes off the site goes, and nothing is written into the workbook. `unread`: not every tick could be read, so
    what an earlier version counted as one is still to be learnt."""
    before, template = context.ledger, context.template
    observed = observe_all(context)
    decisions = {
        id: withdraw_only(state, observed.get(id), is_public(state, before.versions, template))
        for id, state in before.entries.items()
    }
    events = tuple(event for decision in decisions.values() for event in decision.events)
    after = replace(before, entries={id: decision.state for id, decision in decisions.items()})
    left, kept = left_over(after, context.settings.publish, template)
    after = replace(after, items=left)
    after = replace(after, entries={**after.entries, **dated(after, before.items, context.moment.day)})
    locked = before.office.locked and context.gathered.locked_now
    lists = before.office.tick_lists if unread else TICK_LISTS
    office = replace(before.office, locked=locked, tick_lists=lists)
    if events:
        less = len(after.items) != len(before.items) or kept != (before.office.exclusions or kept)
        office = replace(office, run=office.run + 1, release=office.release + less)
    if before.exists:
        office = replace(office, exclusions=kept)
    after = replace(after, office=office)
    after = with_list_page(after, context.settings.office.zone, before.office.release)
    problems = tuple(context.gathered.all_problems())
    plan = _assemble(context, after, events, "withdrawals", problems, mistake)
    return replace(
        plan,
        by_status=count_by_status(_as_withdrawn(state, template) for state in after.entries.values()),
        hold=hold,
        busy="" if hold else context.snapshot.busy,
        batch=slip_batch(context) if context.slipped and hold and not context.snapshot.busy else Batch(),
        site_without=plan.site if context.slipped else None,
        changed=bool(events or plan.record.entries) or (before.exists and after.office != before.office),
    )


def _as_withdrawn(state: EntryState, template: Template) -> EntryState:
    """As it is counted before its row can say so."""
    return state._replace(status=template.status("withdrawn")) if state.is_withdrawn else state


def _assemble(
    context: PlanContext,
    after: LedgerState,
    events: tuple[Event, ...],
    mode: str,
    problems: tuple[Problem, ...],
    mistake: DipError | None = None,
) -> Plan:
    """What every plan has: the way from the ledger that was read to the one `after` the run, and the site it shows."""
    before, readings, snapshot = context.ledger, context.gathered.readings, context.snapshot
    completed = snapshot.receipt.completed if snapshot.receipt else None
    states = tuple(state for id, state in after.entries.items() if before.entries.get(id) != state)
    release = release_of(after, context.template, context.settings.office.zone)
    try:
        site = _made_without(context, after, release) if mistake else _build(context, after, release)
    except (TemplateError, SettingsError) as error:
        if mode == "full":
            raise
        site, mistake = _made_without(context, after, release), error
    return Plan(
        run=after.office.run,
        at=context.moment.utc,
        mode=mode,
        record=Record(after.office, states, events=events, items=item_changes(before.items, after.items)),
        batch=Batch(),
        site=site,
        release=release,
        problems=problems,
        by_status=count_by_status(after.entries.values()),
        total=sum(len(reading.rows) for reading in readings),
        events=events,
        titles={},
        altered=changed_by_others(site, snapshot.target, before.secret, completed),
        mistake=mistake,
        publishes=bool(release.number) and (mistake is None or snapshot.has_to_go(site)),
    )


def _made_without(context: PlanContext, ledger: LedgerState, release: Release) -> SiteBuild:
    """The site where what the office made for it has a mistake: by our templates where the office's fail, and without
    the logo where it cannot be read."""
    ours, theirs = without_own_files(context.settings), context.settings
    site = render_site(release, site_settings(ours, context.gathered.names), context.template)
    with suppress(TemplateError, SettingsError):
        site = or_else(render_site(release, site_settings(theirs, context.gathered.names), context.template), site)
    return _built(context, ledger, site)


def _build(context: PlanContext, ledger: LedgerState, release: Release) -> SiteBuild:
    """The site of a release, rendered as far as the target needs it. Raises `TemplateError`."""
    site = render_site(release, site_settings(context.settings, context.gathered.names), context.template)
    return _built(context, ledger, site)


def _built(context: PlanContext, ledger: LedgerState, site: Site) -> SiteBuild:
    site = replace(site, leaving=leaving(ledger, context.snapshot.taken_back))
    return build_for(site, context.snapshot.target, context.ledger.office.release, context.ledger.secret)


def _problems(context: PlanContext, entries: Sequence[EntryPlan]) -> tuple[Problem, ...]:
    gathered, template = context.gathered, context.template
    own = [problem for entry in entries for problem in entry.problems]
    standing = standing_notices(gathered, context.control, template)
    nihil = (problem for _, problem in nihil_notices(context.control, template))
    own += [problem for row in gathered.matching.unnamed for problem in unnamed_problems(row, gathered)]
    own += [problem for reading in gathered.readings for problem in reading.no_entries.values() if problem]
    return (*own, *gathered.problems, *standing, *nihil, *passing_notices(context, entries))


def _without(context: PlanContext, after: LedgerState, unsent: bool) -> SiteBuild | None:
    """The site of the release before, less what was withdrawn: if anything was, in this run or in one that could not
    send it (`unsent`)."""
    before, office = context.ledger.items, context.ledger.office
    approved = still_approved(before, after, context.template)
    kept = {id: version for id, version in approved.items() if id in after.items}
    listed = None if office.exclusions is None else kept_exclusions(office, after, context.template)
    same = len(kept) == len(before) and len(listed or ()) == len(office.exclusions or ())
    if not office.release or (same and not unsent):
        return None
    after = replace(after, items=kept, office=replace(after.office, exclusions=listed))
    return _build(context, after, release_of(after, context.template, context.settings.office.zone))


def _changes(
    context: PlanContext, entries: Sequence[EntryPlan], versions: Mapping[str, Mapping[int, Version]]
) -> dict[str, str]:
    """For the entries whose content is another than before: what differs, before → after."""
    before, names = context.ledger.entries, context.gathered.names
    return {
        entry.id: changes_since(
            versions[entry.id][before[entry.id].version].content, entry.version.content, context.template, names
        )
        for entry in entries
        if entry.id in before and before[entry.id].version != entry.version.number
    }
