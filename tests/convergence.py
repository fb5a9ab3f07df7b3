"""Twins of an office: the same state twice, so that a run that died can be compared with one that did not."""

from __future__ import annotations

import copy
import shutil
from pathlib import Path
from typing import Any

from tests.google_book import GoogleBook
from tests.office import Crash, Office

_RUN_LINES = {
    "Pembaruan Terakhir",
    "Laporan",
    "Nomor Putaran",
    "Sidik Buku Besar",
    "Identitas Buku Besar",
}
_RUN_FIELDS = {"mark", "former_mark", "former_setuju", "former_tarik", "former_class", "row_run", "mended_run"}


def twin(office: Office, folder: Path) -> Office:
    """The same office in another folder: neither touches the other from now on."""
    folder.mkdir(parents=True)
    other = Office(folder, office.settings.publish.on_change, office.settings.units, kind=office.kind)
    if isinstance(other.book, GoogleBook) and isinstance(office.book, GoogleBook):
        other.book.become(office.book)
    other.book.tabs = copy.deepcopy(office.book.tabs)
    other.book.formulas = dict(office.book.formulas)
    other.target.files = dict(office.target.files)
    other.target.journal = set(office.target.journal)
    other.receipts.data = office.receipts.data
    other.now = office.now
    if office.ledger.path.exists():
        shutil.copy(office.ledger.path, other.ledger.path)
    return other


def crash_at(office: Office, step: int) -> bool:
    """A run that dies at this step; the clock stands still. False if it has fewer steps and came to its end."""
    office.fuse.blow_at = step
    now = office.now
    try:
        office.sync()
    except Crash:
        office.now = now
        return True
    finally:
        office.fuse.blow_at = -1
    return False


def end_state(office: Office) -> dict[str, Any]:
    """All that must be the same however often a run died on the way: what people see, what the public sees, what the
    ledger knows. Marks, run numbers and the report of the last run tell how it went, not what is."""
    known = office.known()
    tabs = {title: [list(row) for row in rows] for title, rows in office.book.tabs.items() if title != "Riwayat"}
    tabs["Kendali"] = [row for row in tabs["Kendali"] if row[0] not in _RUN_LINES]
    for row in tabs["Induk"][1:]:
        if len(row) > office.at("tanda"):
            row[office.at("tanda")] = ""
    return {
        "tabs": {title: _trimmed(rows) for title, rows in tabs.items()},
        "site": {path: data for path, data in office.target.files.items() if path != "manifest.json"},
        "entries": {id: _without(state._asdict(), _RUN_FIELDS) for id, state in known.entries.items()},
        "versions": known.versions,
        "items": known.items,
        "events": sorted((event.id, event.event, event.version, event.by) for event in office.recorded()),
        "order": (known.office.ordered, known.office.once_done, known.office.behind_since),
    }


def _without(data: dict[str, Any], keys: set[str]) -> dict[str, Any]:
    return {key: value for key, value in data.items() if key not in keys}


def _trimmed(rows: list[list[str]]) -> list[list[str]]:
    trimmed = [list(row) for row in rows]
    for row in trimmed:
        while row and not row[-1]:
            row.pop()
    while trimmed and not trimmed[-1]:
        trimmed.pop()
    return trimmed
