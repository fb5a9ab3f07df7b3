"""What `dip publish` does and tells: a document for programs, lines for people."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

from sync.plan.release import office_minute
from sync.run.republish import Archive, Sent, resend, resume, roll_back, write_day

Told = tuple[object, list[str]]
"""The document, and the lines."""


def perform(archive: Archive, act: str, day: date | None, out: Path | None) -> Told:
    """Do what was asked: `list`, `rollback`, `resume`, a past day into a folder, or (empty) send again."""
    if day and out:
        release = write_day(archive, day, out)
        words = f"release {release.number}, {len(release.entries)} entries, as public on {day}: {out}"
        return {"exit": 0, "release": release.number, "entries": len(release.entries), "out": str(out)}, [words]
    if act == "list":
        return _list(archive)
    if act == "resume":
        held = resume(archive)
        words = "new releases go out again with the next `dip sync`" if held else "nothing was held"
        return {"exit": 0, "resumed": held}, [words]
    if act == "rollback":
        number = roll_back(archive)
        document, lines = _sent(archive, resend(archive))
        note = (
            f"the list of release {number} is shown again, less what was taken back since; new releases wait until the "
            "order to upload is changed or `dip publish --resume`"
        )
        return document | {"rollback": number}, [note, *lines]
    return _sent(archive, resend(archive))


def _sent(archive: Archive, sent: Sent) -> tuple[dict[str, Any], list[str]]:
    receipt, release = sent.receipt, sent.release
    site = {
        "changed": bool(receipt.uploaded or receipt.deleted), "entries": len(release.entries),
        "uploaded": receipt.uploaded, "deleted": receipt.deleted, "unchanged": receipt.unchanged,
        "bytes": receipt.bytes, "url": archive.settings.publish.url,
    }  # fmt: skip
    words = f"{receipt.uploaded} files sent, {receipt.deleted} removed, {receipt.unchanged} as they were"
    return {"exit": 0, "release": release.number, "site": site}, [f"release {release.number}: {words}"]


def _list(archive: Archive) -> Told:
    office, zone = archive.read().office, archive.settings.office.zone
    documents, lines = [], []
    for past in archive.ledger.releases():
        current = past.number == office.release
        at = office_minute(past.at, zone)
        documents.append({"release": past.number, "at": at, "entries": past.entries, "current": current})
        mark = f"  current{f', the list of release {office.rollback}' if office.rollback else ''}" if current else ""
        lines.append(f"{past.number:>6}  {at}  {past.entries:>6} entries{mark}")
    return documents, lines
