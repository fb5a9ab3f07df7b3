"""A run: read everything, plan everything, then do what the plan says, in the order that makes a crash harmless.

Decisions are in the ledger before the sheet shows them, the sheet shows them before the site does, the receipt
comes last.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from sync.errors import DipError, TryLater, WorkbookChanged, WorkbookError, WorkbookOpen
from sync.gather import Snapshot
from sync.ledger import Ledger
from sync.model import Batch, Receipt, WorkbookState
from sync.plan import Plan, make_plan
from sync.publish import Progress, Target
from sync.settings import Settings
from sync.state import Record
from sync.template import Template
from sync.workbook import Workbook

ROUNDS = 3
"""How often a workbook that changes under the run is read again."""


@dataclass(frozen=True)
class Doors:
    """Everything a run touches."""

    workbook: Workbook
    ledger: Ledger
    target: Target


@dataclass(frozen=True)
class Outcome:
    """What became of a plan: the receipt of the upload, how often the workbook was read and written, and what went
    wrong after the decisions were recorded."""

    plan: Plan
    receipt: Receipt | None
    reads: int
    writes: int
    failure: DipError | None = None

    @property
    def exit_code(self) -> int:
        """The shell's answer."""
        return self.failure.exit_code if self.failure else self.plan.exit_code


def take_snapshot(doors: Doors, template: Template, now: datetime | None = None) -> Snapshot:
    """Read workbook, ledger and target, in this order. Writes nothing."""
    workbook = doors.workbook.read()
    try:
        doors.workbook.check_writable(workbook)
        busy = ""
    except WorkbookOpen as error:
        busy = str(error)
    ledger = doors.ledger.read(template.content_roles, template.tab("riwayat").newest)
    return Snapshot(workbook, ledger, doors.target.read(), now or datetime.now(UTC), busy)


def sync(  # noqa: PLR0913
    doors: Doors,
    settings: Settings,
    template: Template,
    *,
    allow_removals: int = 0,
    expect: Callable[[Plan], None] = lambda _: None,
    progress: Progress = lambda _, __: None,
    now: datetime | None = None,
) -> Outcome:
    """One run. `expect` may refuse the plan (a saved plan that is stale)."""
    for attempt in range(1, ROUNDS + 1):
        snapshot = take_snapshot(doors, template, now)
        plan = make_plan(snapshot, settings, template, allow_removals=allow_removals)
        expect(plan)
        try:
            if plan.batch:
                doors.workbook.check_writable(snapshot.workbook)
        except WorkbookChanged:
            if attempt == ROUNDS:
                raise
            continue
        return apply(plan, doors, snapshot, template, progress, reads=attempt)
    raise AssertionError("unreachable")


def apply(
    plan: Plan, doors: Doors, snapshot: Snapshot, template: Template, progress: Progress, reads: int = 1
) -> Outcome:
    """Do what the plan says. Decides nothing; can be stopped anywhere and repeated."""
    roles = template.content_roles
    if plan.changed:
        doors.ledger.record(plan.record, plan.at, roles)
    writes = 0
    state: WorkbookState | None = snapshot.workbook
    try:
        if plan.batch:
            state = doors.workbook.write(plan.batch, snapshot.workbook)
            writes += 1
            _confirm(plan, doors, roles)
    except WorkbookError as error:
        return Outcome(plan, _publish_without(plan, doors, snapshot, progress), reads, writes, error)
    receipt = doors.target.publish(plan.site, snapshot.target, progress)
    writes += _receive(plan, doors, state, roles)
    return Outcome(plan, receipt, reads, writes)


def _confirm(plan: Plan, doors: Doors, roles: tuple[str, ...]) -> None:
    """The workbook shows this run now."""
    office = replace(plan.record.office, confirmed=plan.record.office.run)
    doors.ledger.record(Record(office), plan.at, roles)


def _publish_without(plan: Plan, doors: Doors, snapshot: Snapshot, progress: Progress) -> Receipt | None:
    """Withdrawals go out even if the workbook could not be written (rule 8)."""
    return doors.target.publish(plan.site_without, snapshot.target, progress) if plan.site_without else None


def _receive(plan: Plan, doors: Doors, state: WorkbookState | None, roles: tuple[str, ...]) -> int:
    """The receipt: the target has the release; a `Sekali` is spent and goes back to `Tahan`."""
    office = replace(plan.record.office, confirmed=plan.record.office.run) if plan.batch else plan.record.office
    received = replace(office, received=office.release, ordered=0, spent=office.spent or bool(office.ordered))
    if received != office and (plan.changed or office.ordered):
        doors.ledger.record(Record(received), plan.at, roles)
    if plan.after_receipt and state is not None:
        doors.workbook.write(plan.after_receipt, state)
        return 1
    return 0


@contextmanager
def only_one(settings: Settings) -> Iterator[None]:
    """Hold the lock of this office, or raise `TryLater` at once: the operating system lets go of it when the run
    dies."""
    from filelock import FileLock, Timeout

    lock = FileLock(settings.lock_path, timeout=0, mode=0o600)
    try:
        lock.acquire()
    except Timeout as error:
        raise TryLater("another run of dip is at work in this folder; try again when it is done") from error
    try:
        yield
    finally:
        lock.release()


def log_run(settings: Settings, line: dict[str, object]) -> None:
    """Add a line to `dip-runs.jsonl`."""
    handle = os.open(settings.runs_path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
    with os.fdopen(handle, "a", encoding="utf-8") as file:
        file.write(json.dumps(line, ensure_ascii=False) + "\n")


__all__ = ["Batch", "Doors", "Outcome", "apply", "log_run", "only_one", "sync", "take_snapshot"]
