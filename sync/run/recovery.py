"""Recovery after a loss, for `dip restore` and `dip rebuild`: what is left is read, everything is decided and shown,
and only then done. It may break off anywhere: the same command then does it again from the start.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

from sync.errors import LedgerError, WorkbookChanged
from sync.ledger.ledger import Ledger
from sync.ledger.state import LedgerState
from sync.message import joined, named, say
from sync.model import Batch, Manifest, UploadOrder, run_number
from sync.plan.guards import control_of
from sync.plan.recovery import Recovery, recover
from sync.plan.recovery_evidence import RecoveryEvidence, RecoveryOutcome, latest_reports
from sync.private_files import write_private
from sync.publish.receipt import Receipt
from sync.run.sync import Doors
from sync.run.witnesses import DATA, ask_witnesses
from sync.settings.settings import Settings
from sync.site.manifest import is_sealed
from sync.tabs.control_tab import write_control
from sync.tabs.tab_names import as_written
from sync.template.template import Template
from sync.time_stamp import stamp_after

_MOST = 10
"""So many entries of a kind are named."""


@dataclass(frozen=True)
class PlannedRecovery:
    """All that was read and decided. `ledger` is the one that is put back, an empty one if it is made `anew`;
    `manifest` and `data` are what stands at the target, `lost` the entries of `data` that nobody else knows."""

    doors: Doors
    settings: Settings
    template: Template
    ledger: LedgerState
    recovery: Recovery
    manifest: Manifest | None
    now: datetime
    anew: bool = False
    data: bytes = b""
    lost: tuple[str, ...] = ()

    @property
    def at(self) -> str:
        """Now, in UTC."""
        return self.now.isoformat(timespec="seconds")


def plan_recovery(
    doors: Doors, settings: Settings, template: Template, ledger: LedgerState, now: datetime | None = None,
    *, anew: bool = False,
) -> PlannedRecovery:  # fmt: skip
    """Read what is left, and decide. Raises `WorkbookError` or `TargetError` where one of them does not answer, and
    `LedgerError` for a ledger of another office."""
    _verify_alone(settings)
    now, state = now or datetime.now(UTC), doors.workbook.read()
    template = as_written(template, state.titles)
    control = control_of(state.sheets, settings, template)
    identity = control.value("buku")
    if identity and identity != ledger.office.identity:
        raise LedgerError(say("this ledger belongs to another workbook. Nothing was written."))
    testimony = ask_witnesses(doors, ledger, template, anew=anew)
    confirmed = run_number(control.value("nomor_putaran")) or 0
    testimony.note(confirmed, 0)
    evidence = RecoveryEvidence(
        state,
        published=testimony.published,
        reported=latest_reports(testimony.reports, ledger.office.run),
        notices=frozenset(testimony.notices),
        ids=frozenset(testimony.ids),
        run=testimony.run,
        release=testimony.release,
        confirmed=confirmed,
        at=ledger.newest[-1].at if ledger.newest else "",
    )
    recovery = recover(ledger, evidence, settings, template, now, anew=anew)
    lost = tuple(sorted(testimony.published.keys() - recovery.entries.keys()))
    manifest = doors.target.read().manifest
    return PlannedRecovery(doors, settings, template, ledger, recovery, manifest, now, anew, testimony.data, lost)


def recovery_lines(planned: PlannedRecovery) -> list[str]:
    """What is going to happen. Where nothing of a site is seen, it proves nothing of what it shows."""
    recovery, office = planned.recovery, planned.recovery.record.office
    kept = recovery.ids(RecoveryOutcome.KEPT)
    asked = recovery.ids(RecoveryOutcome.LAPSED, since=True) + recovery.ids(RecoveryOutcome.WAITING, since=True)
    parts = [
        (kept, say("entries stay public as they were")),
        (recovery.ids(RecoveryOutcome.WITHDRAWN, since=True), say("withdrawals since then: stay withdrawn")),
        (asked, say("approvals since then: their rows wait for the PPID again")),
        (
            recovery.ids(RecoveryOutcome.LAPSED, since=False),
            say("approvals cannot be proved any more: their rows wait for the PPID again"),
        ),
        (
            recovery.ids(RecoveryOutcome.WAITING, since=False, new=True),
            say("rows that nobody knows: their numbers stay, nothing of them is public without a new tick"),
        ),
    ]
    counts = [line for ids, words in parts if ids for line in _counted(planned, ids, words)]
    lost = planned.lost
    only_there = say(
        "%(count)s entries are on the site alone (%(ids)s): they leave it, what they say is kept in %(folder)s/",
        count=len(lost), ids=named(lost), folder=planned.settings.backup_folder.name,
    )  # fmt: skip
    return [
        *(counts or [say("no entries")]),
        say(
            "Perintah Unggah becomes Tahan; release %(release)s has %(kept)s entries, and the site follows it with the "
            "next sync",
            release=office.release, kept=len(kept),
        ),
        *([only_there] if lost else []),
        *([say("NOTHING OF THE SITE IS AT %(place)s, so nothing shows what was approved.",
               place=planned.settings.publish.to)] if is_site_gone(planned) else []),
    ]  # fmt: skip


def is_site_gone(planned: PlannedRecovery) -> bool:
    """Whether nothing of a site is seen though there was one."""
    released = planned.anew or planned.ledger.office.release
    return bool(released) and not (planned.manifest or planned.data)


def site_advice(planned: PlannedRecovery) -> list[str]:
    """What can be done before, where the site is gone from its folder."""
    if not is_site_gone(planned) or planned.settings.publish.address.scheme:
        return []
    return [
        say(
            "Is it on the web server, or is there a copy? Put it into %(folder)s first, then give this command again: "
            "what it shows can then stay public. Else all of it waits for the PPID once more.",
            folder=planned.settings.target_path,
        )
    ]


def _counted(planned: PlannedRecovery, ids: Sequence[str], words: str) -> Iterator[str]:
    """How many entries these are, and the first of them."""
    yield joined((str(len(ids)), words), " ")
    if planned.anew and planned.recovery.entries[ids[0]].outcome is RecoveryOutcome.KEPT:
        return  # the list that the operator confirms has them all
    for id in ids[:_MOST]:
        yield joined(("", id, planned.recovery.entries[id].title), "  ")
    if len(ids) > _MOST:
        yield joined(("", say("and %(count)s more", count=len(ids) - _MOST)), "  ")


def carry_out_recovery(planned: PlannedRecovery, copy: Path | None) -> None:
    """Do it. `copy` is the ledger that is put back, None for one that is made. What is replaced lies in `dip-backup/`.
    Raises `TryLater` before anything is written if the workbook cannot be written now."""
    doors, settings = planned.doors, planned.settings
    doors.workbook.check_writable(doors.workbook.read())
    fresh = doors.ledger.path.with_name(f".{doors.ledger.path.name}.new")
    fresh.unlink(missing_ok=True)
    if copy:
        fresh.touch(mode=0o600)
        shutil.copyfile(copy, fresh)
    made = Ledger(fresh, settings.backup_folder)
    made.record(planned.recovery.record, planned.at, planned.template.content_roles)
    set_aside(doors.ledger.path, planned)
    if planned.data:
        keep(f"site-{DATA.rpartition('/')[2]}", planned.data, planned)
    os.replace(fresh, doors.ledger.path)
    _tell_witnesses(planned)
    _hold(planned)


def set_aside(path: Path, planned: PlannedRecovery) -> None:
    """Keep what is about to be replaced."""
    if path.is_file():
        keep(path.name, path.read_bytes(), planned)


def keep(name: str, data: bytes, planned: PlannedRecovery) -> None:
    """Into `dip-backup/`, under the time."""
    folder = planned.settings.backup_folder
    folder.mkdir(mode=0o700, exist_ok=True)
    stamp = stamp_after([file.name for file in folder.glob("replaced-*")], planned.now)
    write_private(folder / f"replaced-{stamp}-{name}", data)


def _tell_witnesses(planned: PlannedRecovery) -> None:
    """Receipt and log know the ledger that holds from now on."""
    doors, record = planned.doors, planned.recovery.record
    (run, head), secret = doors.ledger.head(), doors.ledger.secret()
    if receipt := _receipt(planned, doors.receipts.read(secret), secret):
        doors.receipts.write(replace(receipt, run=run, head=head), secret)
    events = [{"id": event.id, "event": event.event} for event in record.events]
    started = planned.now.astimezone(planned.settings.office.zone).isoformat(timespec="seconds")
    doors.runs.append({"run": str(run), "started": started, "exit": 0, "events": events, "head": head})


def _receipt(planned: PlannedRecovery, kept: Receipt | None, secret: str) -> Receipt | None:
    """What stands at the target was put there by this office: the ledger's seal says so, or, with a ledger that is made
    anew, the operator who was shown it."""
    receipts, manifest = planned.doors.receipts, planned.manifest
    if planned.anew and manifest:
        return Receipt(receipts.address, 0, "", (), replace(manifest, seal="", keys={}))  # no ledger has that seal now
    if manifest and is_sealed(manifest, secret):
        return Receipt(receipts.address, 0, "", (), manifest, None, kept.former if kept else ())
    return kept


def _hold(planned: PlannedRecovery) -> None:
    """The order is `Tahan`, and `Kendali` knows the run. A workbook that is saved at this moment is read again."""
    office = planned.recovery.record.office
    desired = {"perintah": planned.template.orders[UploadOrder.HOLD], "nomor_putaran": str(office.run)}
    for last in (False, False, True):
        state = planned.doors.workbook.read()
        control = control_of(state.sheets, planned.settings, planned.template)
        head = {"sidik_buku": planned.doors.ledger.head()[1]} if "sidik_buku" in control.places else {}
        write = write_control(control, planned.template, desired | head) if control.exists else None
        try:
            if write:
                planned.doors.workbook.write(Batch((write,), office.run), state)
            return
        except WorkbookChanged:
            if last:
                raise


def _verify_alone(settings: Settings) -> None:
    """Raises `LedgerError` for an office whose ledger a fleet's database keeps: it is not put back here."""
    if settings.fleet_mark_path.exists():
        raise LedgerError(
            say("the ledger of this office is kept in the fleet's database: every machine gets it from there at its "
                "next run. To put back another one, docs/fleet.md says how. Nothing was changed.")
        )  # fmt: skip
