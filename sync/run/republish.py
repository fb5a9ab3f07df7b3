"""`dip publish`: what is public, sent again without the workbook; an earlier list put back; a past day written out.

Nothing here approves anything: what goes out is a release the ledger knows, less everything withdrawn or excluded
since.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path

from sync.errors import ArgumentError, LedgerError, TargetError
from sync.ledger.ledger import Ledger
from sync.ledger.state import TAKEN_BACK, LedgerState, OfficeState, PastRelease, Record
from sync.message import say
from sync.model import PublishResult, TargetState
from sync.plan.guards import control_of, guard_identity, guard_witnesses
from sync.plan.office_clock import office_day
from sync.plan.plan import item_changes
from sync.plan.what_stays_public import (
    dated,
    kept_exclusions,
    release_of,
    shown_on_site,
    standing_exclusions,
    with_list_page,
)
from sync.publish.open_target import folder_target
from sync.publish.receipt import Receipt, ReceiptFile
from sync.publish.target import Target
from sync.release import Release
from sync.run.deliver import deliver, read_target, site_of, verify_read, witnesses_of
from sync.run.run_log import RunLog
from sync.settings.settings import Settings
from sync.site.build import Site, build_all, build_for
from sync.tabs.tab_names import as_written
from sync.template.template import Template
from sync.workbook.workbook import Workbook


@dataclass(frozen=True)
class PublishContext:
    """What `dip publish` works with. The workbook is only read, to tell whether it belongs to the ledger, and only by
    what decides something."""

    ledger: Ledger
    target: Target
    settings: Settings
    template: Template
    receipts: ReceiptFile = field(default_factory=lambda: ReceiptFile(None))
    runs: RunLog = field(default_factory=lambda: RunLog(None))
    workbook: Workbook | None = None

    def read(self) -> LedgerState:
        """The ledger now. Raises `LedgerError` if nothing was released yet, and first if it is behind any witness."""
        state = self.ledger.read(self.template.content_roles, 0)
        if not state.office.release:
            if state.exists:
                self.look(state)
            raise LedgerError(say("nothing has been released yet; run `dip sync` first"))
        return state

    def render(self, state: LedgerState) -> tuple[Release, Site]:
        """The release a state of the ledger shows, with today's templates."""
        site = site_of(state, self.settings, self.template)
        return release_of(state, self.template, self.settings.office.zone), site

    def look(self, state: LedgerState) -> tuple[TargetState, Receipt | None]:
        """The target and the receipt by which it was read. Raises `LedgerError` if the ledger is behind any witness,
        `TargetError` if the target refuses."""
        target_state, receipt = read_target(self.target, self.receipts, state, self.settings, self.template)
        if target_state.refused:
            verify_read(target_state)
        guard_witnesses(state, witnesses_of(state, self.receipts, self.runs), target_state)
        return target_state, receipt

    def guard(self, state: LedgerState) -> None:
        """The guards of `sync`: with the workbook, if it is at hand. Raises `LedgerError`, `WorkbookError`."""
        target_state, _ = self.look(state)
        if self.workbook:
            read = self.workbook.read()
            template = as_written(self.template, read.titles)
            guard_identity(state, read, target_state, control_of(read.sheets, self.settings, template), template)


@dataclass(frozen=True)
class Sent:
    """What became of it."""

    release: Release
    result: PublishResult


def resend(context: PublishContext) -> Sent:
    """Bring the target to the current release. Raises `LedgerError` if the site is newer than the ledger."""
    state = context.read()
    current, receipt = context.look(state)
    release, site = context.render(state)
    build = build_for(site, current, state.office.release, context.ledger.secret())
    sent = deliver(build, current, receipt, context.target, context.receipts, context.ledger, lambda _, __: None)
    if sent.blocked:
        raise sent.blocked
    received = replace(state.office, received=state.office.release, behind_since="")
    if received != state.office:
        context.ledger.record(Record(received), _now(), context.template.content_roles)
    return Sent(release, sent.result)


@dataclass(frozen=True)
class Rollback:
    """What putting an earlier release back would do. `appears` and `leaves` are IDs; `number` is that of the release,
    `entries` how many it has."""

    number: int
    entries: int
    appears: tuple[str, ...]
    leaves: tuple[str, ...]
    record: Record

    @property
    def events(self) -> list[dict[str, str]]:
        """For `dip-runs.jsonl`."""
        return [{"id": id, "event": "published"} for id in self.appears]


def plan_rollback(context: PublishContext) -> Rollback:
    """The release before the one that is shown, less what was taken back since, each entry in the version that stands
    approved today; what `on_change` keeps off the site stays off. Raises `LedgerError` if the ledger is behind any
    witness."""
    state = context.read()
    context.guard(state)
    past = _previous(context.ledger.releases(), state.office)
    then = context.ledger.read_at(context.template.content_roles, past.last_seq)
    allowed = _still_public(context, state, past)
    items = {id: allowed[id] for id in then.items if id in allowed}
    today = office_day(_now(), context.settings.office.zone)
    states = dated(replace(state, items=items), state.items, today)
    listed = kept_exclusions(then.office, state, context.template) if context.settings.publish.excluded_list else {}
    if then.office.exclusions is None:
        listed = {id: version for id, version in listed.items() if id in standing_exclusions(then, context.template)}
    office = replace(
        state.office, run=state.office.run + 1, release=state.office.release + 1, rollback=past.number,
        exclusions=listed,
    )  # fmt: skip
    shown = replace(state, entries={**state.entries, **states}, items=items, office=office)
    office = with_list_page(shown, context.settings.office.zone).office
    record = Record(office, tuple(states.values()), items=item_changes(state.items, items))
    appears, leaves = tuple(sorted(items.keys() - state.items.keys())), tuple(sorted(state.items.keys() - items.keys()))
    return Rollback(past.number, len(items), appears, leaves, record)


def roll_back(context: PublishContext) -> int:
    """Make the release before the one that is shown the current one; new releases wait. Returns the number of the
    release that is shown again. Nothing is sent yet."""
    planned = plan_rollback(context)
    context.ledger.record(planned.record, _now(), context.template.content_roles)
    return planned.number


def resume(context: PublishContext) -> bool:
    """Let new releases go out again with the next sync. Returns false if nothing was held. Raises `LedgerError` if the
    ledger is behind any witness."""
    state = context.read()
    context.guard(state)
    if not state.office.rollback:
        return False
    after = replace(state.office, run=state.office.run + 1, rollback=0)
    context.ledger.record(Record(after), _now(), context.template.content_roles)
    return True


def forget_address(context: PublishContext, address: str) -> None:
    """Somebody says that the site is gone from an address it had. Raises `ArgumentError` for any other."""
    secret = context.ledger.secret()
    receipt = context.receipts.read(secret)
    former = dict(receipt.former) if receipt else {}
    if receipt is None or address not in former:
        known = ", ".join(former) or "none"
        raise ArgumentError(
            say(
                "the site is not known to stand at %(address)s; former addresses: %(known)s",
                address=address, known=known,
            )
        )  # fmt: skip
    left = tuple((place, release) for place, release in receipt.former if place != address)
    context.receipts.write(replace(receipt, former=left), secret)


def write_day(context: PublishContext, day: date, out: Path) -> Release:
    """Write what was public at the end of a day, office time, into a new local folder: the list exactly, pages with
    today's templates. The folder is closed to other accounts: some of it may have been withdrawn since. Raises
    `TargetError` for a folder that is not empty, `ArgumentError` for one that the public reads."""
    if out.exists() and (not out.is_dir() or any(out.iterdir())):
        raise TargetError(say("%(out)s is not empty; give --out a new folder", out=out))
    context.settings.verify_private(out)
    context.look(context.read())
    end = datetime.combine(day + timedelta(days=1), time.min, context.settings.office.zone)
    known = [past for past in context.ledger.releases() if past.received and datetime.fromisoformat(past.at) < end]
    if not known:
        raise LedgerError(say("nothing was public on %(day)s", day=day.isoformat()))
    then = context.ledger.read_at(context.template.content_roles, known[-1].last_seq)
    release, site = context.render(then)
    build = build_all(site)
    out.mkdir(mode=0o700, parents=True, exist_ok=True)
    folder = folder_target(out)
    folder.publish(build, folder.read(), lambda _, __: None)
    return release


def _previous(releases: list[PastRelease], office: OfficeState) -> PastRelease:
    shown = office.rollback or office.release
    earlier = [past for past in releases if past.number < shown]
    if not earlier:
        raise LedgerError(say("there is no release before %(shown)s; `dip publish --list` shows them", shown=shown))
    return earlier[-1]


def _still_public(context: PublishContext, state: LedgerState, past: PastRelease) -> dict[str, int]:
    """ID → version of what the site may show today and what was not taken back since that release, not even to be given
    again."""
    events = context.ledger.events()
    taken = {event.id for event in events if event.seq > past.last_seq and event.event in TAKEN_BACK}
    shown = shown_on_site(state, context.template, context.settings.publish.on_change)
    return {id: version for id, version in shown.items() if id not in taken}


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")
