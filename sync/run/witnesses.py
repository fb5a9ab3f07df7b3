"""The witnesses of what was decided, besides the ledger that is put back: the receipt, `dip-runs.jsonl`, the target,
and a ledger that is still there."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from typing import Any

from sync.errors import LedgerError
from sync.ledger.ledger import Ledger
from sync.ledger.state import GIVEN, TAKEN_BACK, LedgerState
from sync.model import ID_PATTERN, Manifest, run_number
from sync.plan.recovery_evidence import EntryReport, PublicRecord
from sync.publish.target import Target
from sync.run.sync import Doors
from sync.site.manifest import is_sealed
from sync.template.template import Template

DATA = "data/dip.json"
_MOST = 10**9
_PAGE = re.compile(rf"informasi/({ID_PATTERN.pattern})/index\.html")


@dataclass
class Testimony:
    """All that the witnesses say. `published` is what the target shows, by ID, as far as its manifest confirms it."""

    reports: list[EntryReport] = field(default_factory=list)
    ids: set[str] = field(default_factory=set)
    notices: set[str] = field(default_factory=set)
    published: dict[str, PublicRecord] = field(default_factory=dict)
    run: int = 0
    release: int = 0
    runs: dict[int, int] = field(default_factory=dict)
    """Release → the run in which somebody saw it."""
    data: bytes = b""
    """The list that the target shows, as it is there."""

    def note(self, run: int, release: int) -> None:
        """Note that a witness knows this run and this release. A number that no office ever reaches is a typing error
        and is left out."""
        run, release = (number if number < _MOST else 0 for number in (run, release))
        self.run, self.release = max(self.run, run), max(self.release, release)
        if run and release:
            self.runs[release] = max(run, self.runs.get(release, 0))


def ask_witnesses(doors: Doors, ledger: LedgerState, template: Template, *, anew: bool = False) -> Testimony:
    """Ask all of them. `ledger` is the one that is put back; with `anew` there is none. Raises `TargetError`."""
    testimony = Testimony()
    _ledger(testimony, doors.ledger, ledger, template)
    _runs(testimony, doors.runs.lines())
    if receipt := doors.receipts.claimed():  # whoever wrote it: it can only warn
        testimony.note(receipt.run, 0)
        for manifest in (*receipt.begun, *([receipt.completed] if receipt.completed else [])):
            testimony.note(receipt.run, manifest.release)
            _pages(testimony, manifest, receipt.run, receipt.run)
    _site(testimony, doors.target, ledger, anew=anew)
    return testimony


def _ledger(testimony: Testimony, there: Ledger, ledger: LedgerState, template: Template) -> None:
    """The one beside dip.toml, if it can be read and is the same office's."""
    try:
        state = there.read(template.content_roles, 0)
    except LedgerError:
        return
    if not state.exists or state.office.identity != ledger.office.identity:
        return
    testimony.note(state.office.run, state.office.release)
    for id, entry in state.entries.items():
        testimony.ids.add(id)
        gone = entry.is_withdrawn and not entry.approved
        if gone or entry.approved:
            testimony.reports.append(EntryReport(state.office.run, id, gone))


def _runs(testimony: Testimony, lines: Iterable[dict[str, Any]]) -> None:
    for line in lines:
        number, events = run_number(line.get("run")), line.get("events")
        if number is None or number >= _MOST:
            continue
        testimony.note(number, 0)
        for event in events if isinstance(events, list) else ():
            if isinstance(event, dict):
                _event(testimony, number, str(event.get("id", "")), str(event.get("event", "")))


def _event(testimony: Testimony, run: int, id: str, name: str) -> None:
    if ID_PATTERN.fullmatch(id):
        testimony.ids.add(id)
        if name in TAKEN_BACK | GIVEN:
            testimony.reports.append(EntryReport(run, id, name in TAKEN_BACK))


def _pages(testimony: Testimony, manifest: Manifest, withdrawn_run: int, shown_run: int) -> None:
    """The notices and the pages of a site, as reports of these runs."""
    notices = {match[1] for path in manifest.withdrawn if (match := _PAGE.fullmatch(path))}
    shown = {match[1] for path in manifest.files if (match := _PAGE.fullmatch(path))} - notices
    testimony.ids |= notices | shown
    testimony.reports += [EntryReport(withdrawn_run, id, withdrawn=True) for id in notices]
    testimony.reports += [EntryReport(shown_run, id, withdrawn=False) for id in shown]


def _site(testimony: Testimony, target: Target, ledger: LedgerState, *, anew: bool) -> None:
    """A manifest counts if the ledger sealed it, or if there is no secret to tell."""
    manifest = target.read().manifest
    if manifest is None or not (anew or not ledger.secret or is_sealed(manifest, ledger.secret)):
        return
    testimony.note(0, manifest.release)
    newer, first = manifest.release > ledger.office.release, ledger.office.run + 1
    seen = testimony.runs.get(manifest.release, 0)
    # What left the site left it for good; what stands there may have been withdrawn since, and not gone out yet.
    _pages(testimony, manifest, seen or (max(testimony.run, first) if newer else 0), seen or (first if newer else 0))
    testimony.notices |= {match[1] for path in manifest.withdrawn if (match := _PAGE.fullmatch(path))}
    testimony.data = target.fetch(DATA) or b""
    testimony.published = _published(testimony.data, manifest, testimony.notices)


def _published(data: bytes, manifest: Manifest, notices: Collection[str]) -> dict[str, PublicRecord]:
    """What `data/dip.json` says, if it is what the manifest says it is."""
    if hashlib.sha256(data).hexdigest() != manifest.files.get(DATA):
        return {}
    try:
        return {record["id"]: record for record in json.loads(data)["entries"] if record["id"] not in notices}
    except (ValueError, KeyError, TypeError, RecursionError):
        return {}
