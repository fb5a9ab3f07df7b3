"""`dip rebuild`: a ledger where there is none, from what workbook and site agree on."""

from __future__ import annotations

from datetime import datetime

from sync.errors import LedgerError
from sync.ledger.state import LedgerState, OfficeState
from sync.message import say
from sync.plan.guards import control_of
from sync.plan.recovery_evidence import RecoveryOutcome
from sync.run.recovery import PlannedRecovery, carry_out_recovery, plan_recovery
from sync.run.sync import Doors
from sync.settings.settings import Settings
from sync.template.template import Template


def plan_rebuild(doors: Doors, settings: Settings, template: Template, now: datetime | None = None) -> PlannedRecovery:
    """Read everything and decide. Raises `LedgerError` if there is a ledger, or the workbook names none."""
    if doors.ledger.exists():
        raise LedgerError(
            say(
                "there is a ledger, %(name)s: nothing is made in its place. If it is damaged or too old, "
                "go on from a backup with `dip restore`; only if there is none anywhere move it away and run "
                "this again.",
                name=doors.ledger.path.name,
            )
        )
    identity = control_of(doors.workbook.read().sheets, settings, template).value("buku")
    if not identity:
        label = template.tab("kendali").label("buku").label
        raise LedgerError(
            say(
                "the workbook names no ledger: “%(label)s” in %(title)s is empty. If no ledger ever "
                "worked in it, `dip sync` makes the first one.",
                label=label, title=template.tab("kendali").title,
            )
        )  # fmt: skip
    return plan_recovery(doors, settings, template, LedgerState(OfficeState(identity), exists=False), now, anew=True)


def carry_out_rebuild(planned: PlannedRecovery) -> None:
    """Make the ledger, and tell everybody who must know."""
    carry_out_recovery(planned, None)


def rebuild_lines(planned: PlannedRecovery) -> list[str]:
    """Every entry that stays public, for the operator to look at."""
    kept = {
        id: each
        for id, each in planned.recovery.entries.items()
        if each.outcome is RecoveryOutcome.KEPT and each.version
    }
    return [
        say("stays public  %(id)s  %(title)s", id=id, title=each.version.content.get("judul", ""))
        for id, each in kept.items()
        if each.version
    ]
