"""`dip publish`, and what it prints: a document for programs, lines for people."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from sync.cli.common import config_option, guarded, json_option, open_watched_target, print_json, print_lines

if TYPE_CHECKING:
    from sync.run.republish import Archive, Sent
    from sync.settings.settings import Settings
    from sync.template.template import Template

Report = tuple[object, Sequence[str]]
"""The document, and the lines."""


@click.command()
@config_option
@json_option
@click.option("--list", "act", flag_value="list", help="Show every release.")
@click.option("--rollback", "act", flag_value="rollback", help="Show the release before again; new ones wait.")
@click.option("--resume", "act", flag_value="resume", help="Let new releases go out again.")
@click.option("--at", "day", type=click.DateTime(["%Y-%m-%d"]), metavar="DAY", help="What was public that evening …")
@click.option("--out", type=click.Path(path_type=Path, file_okay=False), help="… into this new folder.")
def publish(config: Path, as_json: bool, act: str | None, day: datetime | None, out: Path | None) -> None:
    """Send the current release again, without the workbook; or put an earlier one back."""
    if (day is None) != (out is None) or (day and act):
        raise click.UsageError("--at and --out belong together, and to no other option")

    def work(settings: Settings, template: Template) -> int:
        from sync.ledger.ledger import Ledger
        from sync.publish.receipt import ReceiptFile
        from sync.run.republish import Archive
        from sync.run.run_log import RunLog
        from sync.run.sync import only_one

        ledger = Ledger(settings.ledger_path, settings.backup_folder)
        with only_one(settings):
            receipts = ReceiptFile(settings.receipt_path, settings.receipt_address)
            runs = RunLog(settings.runs_path)
            archive = Archive(ledger, open_watched_target(settings), settings, template, receipts, runs)
            document, lines = _write_day(archive, day.date(), out) if day and out else _ACTS[act](archive)
        if as_json:
            print_json(document)
        else:
            print_lines(lines)
        return 0

    guarded(work, config, as_json=as_json)


def _write_day(archive: Archive, day: date, out: Path) -> Report:
    from sync.run.republish import write_day

    release = write_day(archive, day, out)
    line = f"release {release.number}, {len(release.entries)} entries, as public on {day}: {out}"
    return {"exit": 0, "release": release.number, "entries": len(release.entries), "out": str(out)}, [line]


def _list(archive: Archive) -> Report:
    from sync.plan.release import office_minute

    office, zone = archive.read().office, archive.settings.office.zone
    documents, lines = [], []
    for past in archive.ledger.releases():
        current = past.number == office.release
        at = office_minute(past.at, zone)
        documents.append({"release": past.number, "at": at, "entries": past.entries, "current": current})
        mark = f"  current{f', the list of release {office.rollback}' if office.rollback else ''}" if current else ""
        lines.append(f"{past.number:>6}  {at}  {past.entries:>6} entries{mark}")
    return documents, lines


def _resume(archive: Archive) -> Report:
    from sync.run.republish import resume

    held = resume(archive)
    line = "new releases go out again with the next `dip sync`" if held else "nothing was held"
    return {"exit": 0, "resumed": held}, [line]


def _roll_back(archive: Archive) -> Report:
    from sync.run.republish import resend, roll_back

    number = roll_back(archive)
    document, lines = _sent(archive, resend(archive))
    note = (
        f"the list of release {number} is shown again, less what was taken back since; new releases wait until the "
        "order to upload is changed or `dip publish --resume`"
    )
    return document | {"rollback": number}, [note, *lines]


def _resend(archive: Archive) -> Report:
    from sync.run.republish import resend

    return _sent(archive, resend(archive))


_ACTS = {"list": _list, "resume": _resume, "rollback": _roll_back, None: _resend}


def _sent(archive: Archive, sent: Sent) -> tuple[dict[str, Any], list[str]]:
    receipt, release = sent.receipt, sent.release
    site = {
        "changed": bool(receipt.uploaded or receipt.deleted), "entries": len(release.entries),
        "uploaded": receipt.uploaded, "deleted": receipt.deleted, "unchanged": receipt.unchanged,
        "bytes": receipt.bytes, "url": archive.settings.publish.url,
    }  # fmt: skip
    counts = f"{receipt.uploaded} files sent, {receipt.deleted} removed, {receipt.unchanged} as they were"
    return {"exit": 0, "release": release.number, "site": site}, [f"release {release.number}: {counts}"]
