"""A run: read everything, plan everything, then do what the plan says, in the order that makes a crash harmless.

Decisions are in the ledger before the sheet shows them, the sheet shows them before the site does, the receipt
comes last.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime

from sync.errors import (
    DipError,
    TargetError,
    TryLater,
    WorkbookChanged,
    WorkbookError,
    WorkbookOpen,
)
from sync.ledger.ledger import Ledger
from sync.ledger.state import Event, OfficeState, Record
from sync.links.link_file import LinkFile
from sync.links.link_result import LinkResults
from sync.message import say
from sync.model import Batch, PublishResult, TargetState, WorkbookState
from sync.plan.gather import Snapshot
from sync.plan.make_plan import make_plan
from sync.plan.plan import Plan
from sync.publish.receipt import ReceiptFile
from sync.publish.target import Progress, Target
from sync.run.deliver import Delivery, deliver, read_target, taken_back, witnesses_of
from sync.run.run_log import RunLog
from sync.settings.settings import Settings
from sync.site.build import SiteBuild
from sync.template.template import Template
from sync.workbook.workbook import Workbook

_log = logging.getLogger("dip")

ROUNDS = 3
"""How often a workbook that changes under the run is read again."""


@dataclass(frozen=True)
class Doors:
    """Everything a run reads and writes."""

    workbook: Workbook
    ledger: Ledger
    target: Target
    receipts: ReceiptFile = field(default_factory=lambda: ReceiptFile(None))
    runs: RunLog = field(default_factory=lambda: RunLog(None))
    links: LinkFile = field(default_factory=lambda: LinkFile(None))


@dataclass(frozen=True)
class Outcome:
    """What became of a plan. `reads` and `writes` count those of the workbook, `failure` is what went wrong after the
    decisions were recorded, `target` is the target as it was before the upload, `former` where
    the site still is besides, with the release it shows there."""

    plan: Plan
    result: PublishResult | None
    reads: int
    writes: int
    failure: DipError | None = None
    target: TargetState = field(default_factory=lambda: TargetState(None))
    former: tuple[tuple[str, int], ...] = ()

    @property
    def trouble(self) -> DipError | None:
        """What the run ends with, if it is not well: the first that applies."""
        return self.plan.mistake or self.failure or self.plan.trouble

    @property
    def exit_code(self) -> int:
        """The exit code of `dip sync`; with `--strict` rows that need fixing are one more."""
        return self.trouble.exit_code if self.trouble else 0


def take_snapshot(
    doors: Doors, settings: Settings, template: Template, now: datetime | None = None, *, checking: bool = False
) -> Snapshot:
    """Read workbook, ledger and target, in this order. Writes nothing. A target that refuses or does not answer
    stops nothing but the publishing. For `checking` rows nothing is needed but the workbook, which may be open."""
    workbook = doors.workbook.read()
    busy = "" if checking else _busy(doors.workbook, workbook)
    ledger = doors.ledger.read(template.content_roles, template.tab("riwayat").newest)
    witnesses = witnesses_of(ledger, doors.receipts, doors.runs)
    target, receipt = read_target(doors.target, doors.receipts, ledger, settings, template)
    return Snapshot(
        workbook, ledger, target, now or datetime.now(UTC), busy, receipt, witnesses, doors.receipts.address,
        taken_back(doors.ledger, receipt), _links(doors.links),
    )  # fmt: skip


def _links(file: LinkFile) -> LinkResults:
    """What is known of links. A file that cannot be used is told, and stops nothing."""
    results = file.read()
    if results.trouble:
        _log.warning(results.trouble)
    return results


def _busy(workbook: Workbook, state: WorkbookState) -> str:
    """In which program the workbook is open, as a sentence; empty if in none."""
    try:
        workbook.check_writable(state)
    except WorkbookOpen as error:
        return error.message
    return ""


def sync(  # noqa: PLR0913  what it works on, and what the command line consents to
    doors: Doors,
    settings: Settings,
    template: Template,
    *,
    allow_removals: int = 0,
    allow_withdrawals: int = 0,
    expect: Callable[[Snapshot], None] = lambda _: None,
    progress: Progress = lambda _, __: None,
    now: datetime | None = None,
) -> Outcome:
    """One run. `expect` may refuse what was read (a saved plan that is stale). A workbook that is saved by somebody
    between reading and writing is read again; what was decided stands in the ledger by then, as after a crash."""
    events: tuple[Event, ...] = ()
    reads = writes = 0
    for attempt in range(1, ROUNDS + 1):
        snapshot = take_snapshot(doors, settings, template, now)
        reads += snapshot.workbook.reads
        expect(snapshot)
        plan = make_plan(
            snapshot, settings, template, allow_removals=allow_removals, allow_withdrawals=allow_withdrawals
        )
        if attempt < ROUNDS and _changed_meanwhile(plan, doors, snapshot):
            continue
        outcome = apply(plan, doors, snapshot, template, progress, reads)
        events += plan.events
        writes += outcome.writes
        if attempt == ROUNDS or not isinstance(outcome.failure, WorkbookChanged):
            return replace(outcome, plan=replace(outcome.plan, events=events), writes=writes)
        expect = _expect_anything
    raise AssertionError("unreachable")


def _expect_anything(_: Snapshot) -> None:
    """What was saved is under way: a second round finishes it."""


def _changed_meanwhile(plan: Plan, doors: Doors, snapshot: Snapshot) -> bool:
    try:
        if plan.batch:
            doors.workbook.check_writable(snapshot.workbook)
    except WorkbookChanged:
        return True
    except WorkbookOpen:
        return False
    return False


def apply(
    plan: Plan, doors: Doors, snapshot: Snapshot, template: Template, progress: Progress, reads: int = 1
) -> Outcome:
    """Do what the plan says. Decides nothing; can be stopped anywhere and repeated."""
    roles = template.content_roles
    if plan.batch:
        for what in snapshot.workbook.unkept:
            _log.warning(say("Writing the workbook cannot keep %(what)s.", what=what))
    if plan.changed:
        doors.ledger.record(plan.record, plan.at, roles)
    state: WorkbookState | None = snapshot.workbook
    try:
        if plan.batch:
            state = doors.workbook.write(plan.batch, snapshot.workbook)
    except (WorkbookError, TryLater) as error:
        return _without_workbook(plan, doors, snapshot, progress, reads, error)
    target_state = replace(snapshot.target, altered=plan.altered)
    former = snapshot.receipt.left(doors.receipts.address) if snapshot.receipt else ()
    done = Outcome(plan, None, reads, _writes(plan.batch, state), target=target_state, former=former)
    if not plan.publishes:
        if target_state.refused:  # somebody has to mend that, though nothing is to be sent yet
            done = replace(done, failure=TargetError(target_state.unreachable))
        return done if plan.mistake else _close(plan.received, Batch(), doors, snapshot, state, roles, done)
    try:
        sent = _publish(plan.site, doors, snapshot, progress)
    except TargetError as error:
        return _close(plan.behind, plan.after_failure, doors, snapshot, state, roles, replace(done, failure=error))
    done = replace(done, result=sent.result, failure=sent.blocked)
    if sent.blocked:
        return _close(plan.behind, plan.after_failure, doors, snapshot, state, roles, done)
    return _close(plan.received, plan.after_receipt, doors, snapshot, state, roles, done)


def _writes(batch: Batch, state: WorkbookState | None) -> int:
    if not batch:
        return 0
    return state.writes if state else 1


def _publish(site: SiteBuild, doors: Doors, snapshot: Snapshot, progress: Progress) -> Delivery:
    """Send the site. A ledger that had no secret when it was read has one by now: it seals the manifest."""
    sealed = site if snapshot.ledger.secret else site.sealed(doors.ledger.secret())
    return deliver(sealed, snapshot.target, snapshot.receipt, doors.target, doors.receipts, doors.ledger, progress)


def _without_workbook(
    plan: Plan, doors: Doors, snapshot: Snapshot, progress: Progress, reads: int, error: DipError
) -> Outcome:
    """Withdrawals go out even if the workbook could not be written (rule 5)."""
    writes = error.writes if isinstance(error, WorkbookChanged) else 0
    outcome = Outcome(plan, None, reads, writes, error, replace(snapshot.target, altered=plan.altered))
    if plan.site_without is None:
        return outcome
    try:
        sent = _publish(plan.site_without, doors, snapshot, progress)
    except TargetError as worse:
        return replace(outcome, failure=TargetError(say("%(worse)s. Before that: %(error)s", worse=worse, error=error)))
    if sent.blocked:
        return replace(
            outcome,
            result=sent.result,
            failure=TargetError(say("%(blocked)s. Before that: %(error)s", blocked=sent.blocked, error=error)),
        )
    return replace(outcome, result=sent.result)


def _close(  # noqa: PLR0913  one thing each
    office: OfficeState,
    batch: Batch,
    doors: Doors,
    snapshot: Snapshot,
    state: WorkbookState | None,
    roles: tuple[str, ...],
    outcome: Outcome,
) -> Outcome:
    """The last step: the ledger has the receipt, or since when the site is behind, and `Kendali` says so. A `Sekali`
    that has gone from its cell needs no remembering."""
    plan = outcome.plan
    if office != (plan.record.office if plan.changed else snapshot.ledger.office):
        doors.ledger.record(Record(office), plan.at, roles)
    if not batch or state is None:
        return outcome
    try:
        state = doors.workbook.write(batch, state)
    except (WorkbookError, TryLater) as error:
        return replace(outcome, failure=outcome.failure or error)
    if office.once_done:
        doors.ledger.record(Record(replace(office, once_done=False)), plan.at, roles)
    return replace(outcome, writes=outcome.writes + _writes(batch, state))
