"""Looking at everything a run touches, one part after the other, without writing: what is well, and what to do about
the rest."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sync.errors import DipError
from sync.run.sync import Doors
from sync.settings.settings import Settings
from sync.template.template import Template


@dataclass(frozen=True)
class Finding:
    """One part: what was seen there, or the error with what to do."""

    part: str
    seen: str
    error: DipError | None = None


def examine(doors: Doors, settings: Settings, template: Template) -> list[Finding]:
    """Settings, workbook, ledger, target. A part that is not well does not keep the others from being looked at."""
    parts: Mapping[str, Callable[[], str]] = {
        "settings": lambda: f"{settings.source}: {len(settings.units)} units, {settings.office.short}",
        "workbook": lambda: _workbook(doors, settings) + _layout(settings, template),
        "ledger": lambda: _ledger(doors, template),
        "target": lambda: _target(doors),
    }
    return [_finding(part, look) for part, look in parts.items()]


def exit_code(findings: Sequence[Finding]) -> int:
    """0 if all is well; 75 if something is only in the way for now; else 1."""
    codes = {finding.error.exit_code for finding in findings if finding.error}
    return min(codes, default=0)


def finding_lines(findings: Sequence[Finding]) -> list[str]:
    """For a person."""
    return [f"{'!!' if found.error else 'ok'}  {found.part:<9} {found.error or found.seen}" for found in findings]


def doctor_document(findings: Sequence[Finding]) -> dict[str, Any]:
    """For a program."""
    told = [
        {
            "part": found.part,
            "ok": found.error is None,
            "code": found.error.code if found.error else None,
            "message": str(found.error) if found.error else found.seen,
        }
        for found in findings
    ]
    return {"exit": exit_code(findings), "parts": told}


def _finding(part: str, look: Callable[[], str]) -> Finding:
    try:
        return Finding(part, look())
    except DipError as error:
        return Finding(part, "", error)


def _workbook(doors: Doors, settings: Settings) -> str:
    state = doors.workbook.read()
    doors.workbook.check_writable(state)
    if settings.workbook.on_google:
        from sync.workbook.google.setup import client_of, verify_writable

        verify_writable(client_of(settings))
    kept = f"; a write cannot keep {', '.join(state.unkept)}" if state.unkept else ""
    return f"{state.location}: {len(state.sheets)} tabs, can be read and written{kept}"


def _layout(settings: Settings, template: Template) -> str:
    """Dropdowns that pasting took along, protection that was lifted, tabs and columns that are gone."""
    from sync.workbook.google.setup import client_of, missing
    from sync.workbook.tab_list import UnitTab
    from sync.workbook.xlsx.gaps import file_gaps

    if settings.workbook.on_google:
        found = missing(client_of(settings), settings, template)
    else:
        units = [UnitTab(unit.code, unit.name, unit.tab, unit.aliases) for unit in settings.units]
        found = file_gaps(settings.path(settings.workbook.location), template, units)
    return f"; its layout lost something in {len(found)} places: see dip plan --layout" if found else ""


def _ledger(doors: Doors, template: Template) -> str:
    if not doors.ledger.read(template.content_roles, template.tab("riwayat").newest).exists:
        return "none yet; the first sync makes it"
    return f"{doors.ledger.verify()} events, the chain is whole"


def _target(doors: Doors) -> str:
    state = doors.target.read()
    if state.release is None:
        return "can be read, nothing is published there yet"
    altered = f", {len(state.altered)} of them changed by somebody else" if state.altered else ""
    return f"release {state.release}, {len(state.files)} files{altered}"
