"""Diagnosis of everything a run touches, part by part, without writing: what is well, and what to do about the rest."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from sync.errors import DipError, LedgerError, WorkbookError
from sync.file_system import verify_locks, verify_writable
from sync.ledger.state import LedgerState
from sync.message import joined, named, say
from sync.model import Batch, TargetState, WorkbookState
from sync.plan.guards import control_of, guard_witnesses
from sync.plan.make_plan import guard, make_plan
from sync.private_files import readable_by_others
from sync.publish.open_target import only_here
from sync.publish.receipt import Receipt
from sync.run.arrange import layout_loss
from sync.run.deliver import read_target, verify_read, witnesses_of
from sync.run.messages import verify_doors
from sync.run.scheduler import is_installed
from sync.run.sync import Doors, take_snapshot
from sync.settings.answers import is_example
from sync.settings.settings import Settings
from sync.settings.units import folded_title
from sync.site.signed_decrees import is_whole
from sync.template.template import Template
from sync.workbook.workbook import Workbook

PARTS = {"settings": say("settings"), "workbook": say("workbook"), "ledger": say("ledger"), "target": say("target"),
         "messages": say("messages")}  # fmt: skip
"""What is looked at, as a person reads it."""


@dataclass(frozen=True)
class Finding:
    """One part: `seen` says what is there, `error` what is wrong and what to do."""

    part: str
    seen: str
    error: DipError | None = None


class _ReadOnce:
    """A workbook of which every part is told what was read first."""

    def __init__(self, workbook: Workbook) -> None:
        self._workbook = workbook
        self.location = workbook.location

    @cached_property
    def _state(self) -> WorkbookState | DipError:
        try:
            return self._workbook.read()
        except DipError as error:
            return error

    def read(self) -> WorkbookState:
        if isinstance(self._state, DipError):
            raise self._state
        return self._state

    def check_writable(self, state: WorkbookState) -> None:
        self._workbook.check_writable(state)

    def write(self, batch: Batch, state: WorkbookState) -> WorkbookState | None:
        return self._workbook.write(batch, state)


def examine(doors: Doors, settings: Settings, template: Template) -> list[Finding]:
    """Findings about settings, workbook, ledger and target. An error in one part does not stop the others."""
    doors = replace(doors, workbook=_ReadOnce(doors.workbook))
    parts: Mapping[str, Callable[[], str]] = {
        "settings": lambda: _settings(settings),
        "workbook": lambda: _with_layout(_workbook(doors, settings, template), settings, template),
        "ledger": lambda: _ledger(doors, settings, template),
        "target": lambda: _target(doors, settings, template),
    }
    if told := settings.messages:
        parts = {**parts, "messages": lambda: verify_doors(settings, told)}
    return [_finding(part, look) for part, look in parts.items()]


def exit_code(findings: Sequence[Finding]) -> int:
    """0 if all is well; 75 if something is only in the way for now; else 1."""
    codes = {finding.error.exit_code for finding in findings if finding.error}
    return min(codes, default=0)


def doctor_document(findings: Sequence[Finding]) -> dict[str, Any]:
    """For a program."""
    parts = [
        {
            "part": finding.part,
            "ok": finding.error is None,
            "code": finding.error.code if finding.error else None,
            "message": str(finding.error) if finding.error else finding.seen,
        }
        for finding in findings
    ]
    return {"exit": exit_code(findings), "parts": parts}


def _finding(part: str, look: Callable[[], str]) -> Finding:
    try:
        return Finding(part, look())
    except DipError as error:
        return Finding(part, "", error)


def _settings(settings: Settings) -> str:
    verify_locks(settings.source)
    verify_writable([settings.folder, *(path for path in settings.private_paths if path.exists())])
    example = say("; this is still the example office: write your own into it") if is_example(settings) else ""
    return say(
        "%(source)s: %(units)s units, %(short)s%(example)s%(readable)s%(schedule)s",
        source=settings.source, units=len(settings.units), short=settings.office.short, example=example,
        readable=_readable(settings), schedule=_schedule(settings),
    )  # fmt: skip


def _schedule(settings: Settings) -> str:
    """That nothing runs `dip sync` by itself, where this machine can be asked. Before the first run nothing should, and
    an office whose ledger is a fleet's is run by the fleet."""
    if not settings.ledger_path.exists() or settings.fleet_mark_path.exists() or is_installed(settings) is not False:
        return ""
    return say("; no schedule is installed on this computer: if nothing else starts dip sync, type dip schedule")


def _readable(settings: Settings) -> str:
    """What other accounts of this machine can read though no run leaves it so."""
    names = [path.name for path in readable_by_others(settings.private_paths)]
    if not names:
        return ""
    return say(
        "; other users of this machine can read %(names)s: the next run closes them, unless their disk gives every "
        "file the same rights. Then mount it for this user alone (umask=077), or move the folder",
        names=named(names),
    )  # fmt: skip


def _workbook(doors: Doors, settings: Settings, template: Template) -> str:
    state = doors.workbook.read()
    doors.workbook.check_writable(state)
    if settings.workbook.on_google:
        from sync.workbook.google.setup import client_of, verify_writable

        verify_writable(client_of(settings))
    kept = say("; a write cannot keep %(unkept)s", unkept=", ".join(state.unkept)) if state.unkept else ""
    known = {folded_title(title) for title in template.fixed_titles}
    known |= {folded_title(name) for unit in settings.units for name in (unit.tab, *unit.aliases)}
    others = [title for title in state.titles if folded_title(title) not in known]
    unread = say("; no unit's, and not read: %(others)s", others=", ".join(others)) if others else ""
    return say(
        "%(location)s: %(sheets)s tabs, can be read and written%(kept)s%(unread)s",
        location=state.location, sheets=len(state.sheets), kept=kept, unread=unread,
    )  # fmt: skip


def _with_layout(seen: str, settings: Settings, template: Template) -> str:
    """What was seen of the workbook. Raises `WorkbookError` if its layout lost something: dropdowns and notes that
    pasting took along, protection that was lifted, tabs and columns that are gone."""
    if gaps := layout_loss(settings, template):
        raise WorkbookError(
            say(
                "%(seen)s; its layout lost something in %(gaps)s places (dropdowns, notes, protection, colours). dip "
                "doctor --repair-layout names them and puts them back; close the workbook before",
                seen=seen, gaps=len(gaps),
            )
        )  # fmt: skip
    return seen


def _ledger(doors: Doors, settings: Settings, template: Template) -> str:
    """By itself, and by the guards that stand before every run."""
    ledger = doors.ledger.read(template.content_roles, 0)
    seen = (
        say("%(count)s events, the chain is whole", count=doors.ledger.verify())
        if ledger.exists
        else say("none yet; the first sync makes it")
    )
    try:
        guard(take_snapshot(doors, settings, template), settings, template)
    except WorkbookError:  # which is told in its own part
        guard_witnesses(ledger, witnesses_of(ledger, doors.receipts, doors.runs))
    return joined((seen, _decrees(ledger, settings)))


def _decrees(ledger: LedgerState, settings: Settings) -> str:
    """Signed decrees that were filed and are no longer what was recorded."""
    folder = settings.decree_folder
    filed = (*ledger.attached, *ledger.exempting)
    names = [decree.name for decree in filed if not is_whole(folder / decree.name, decree.sha256)]
    if not names:
        return ""
    return say(
        "; of the signed decrees in %(folder)s, %(names)s is lost or was altered, and the site does not offer it: "
        "attach the signed PDF again (dip decree --attach FILE), or put the file back from a backup",
        folder=folder.name, names=named(names),
    )  # fmt: skip


def _target(doors: Doors, settings: Settings, template: Template) -> str:
    """By the evidence of ledger and receipt, as a run reads it."""
    state, receipt = _target_state(doors, settings, template)
    verify_read(state)
    former = receipt.left(doors.receipts.address) if receipt else ()
    moved = joined(
        say("; %(address)s still shows release %(release)s", address=address, release=release)
        for address, release in former
    )
    if state.release is None and not state.known:
        return say(
            "can be read, nothing is published there yet%(moved)s; %(todo)s",
            moved=moved, todo=_before_release(doors, settings, template),
        )  # fmt: skip
    altered = say(", %(altered)s changed by somebody else", altered=len(state.altered)) if state.altered else ""
    foreign = say(", %(foreign)s that are not ours", foreign=len(state.foreign)) if state.foreign else ""
    seen = say(
        "release %(release)s, %(files)s files%(empty)s%(altered)s%(foreign)s%(moved)s",
        release=state.release or say("unknown"), files=len(state.files), empty=_if_empty(doors, settings, template),
        altered=altered, foreign=foreign, moved=moved,
    )  # fmt: skip
    return joined(filter(None, (seen, only_here(settings))), "; ")


def _if_empty(doors: Doors, settings: Settings, template: Template) -> str:
    """Where the release shows no entry: so much, and how many wait. Its files alone would look like a full site."""
    with suppress(DipError):
        ledger = doors.ledger.read(template.content_roles, 0)
        if ledger.exists and not ledger.office.rollback and not ledger.items:
            waiting = make_plan(take_snapshot(doors, settings, template), settings, template).waiting
            return say(", none of them an entry; %(waits)s wait for the PPID", waits=waiting.tick if waiting else 0)
    return ""


def _before_release(doors: Doors, settings: Settings, template: Template) -> str:
    """What is still to be done before anything can be public."""
    try:
        snapshot = take_snapshot(doors, settings, template)
        counts = make_plan(snapshot, settings, template).by_status
        order = control_of(snapshot.workbook.sheets, settings, template).order
    except DipError:
        return say("what is to be done before the first release can be said when the rest is well")
    entries = ", ".join(f"{count} {status}" for status, count in counts.items()) or say("no entries yet")
    label = template.tab("kendali").label("perintah").label
    return say(
        "before the first release: %(entries)s; %(label)s: %(order)s",
        entries=entries, label=label, order=template.orders[order],
    )  # fmt: skip


def _target_state(doors: Doors, settings: Settings, template: Template) -> tuple[TargetState, Receipt | None]:
    """As a run reads it; without a ledger that can be read, as it stands there."""
    with suppress(LedgerError):
        ledger = doors.ledger.read(template.content_roles, 0)
        if ledger.exists:
            return read_target(doors.target, doors.receipts, ledger, settings, template)
    return doors.target.read(), None
