"""`dip publish`, and what it prints: a document for programs, lines for people."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from sync.cli.common import config_option, confirmed, guarded, json_option, open_doors, print_json, print_lines
from sync.errors import ArgumentError
from sync.message import joined, say

if TYPE_CHECKING:
    from sync.run.republish import PublishContext, Sent
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
@click.option("--gone", metavar="ADDRESS", help="The site is no longer at this former address.")
@click.option("--yes", is_flag=True, help="Roll back without asking.")
def publish(  # noqa: PLR0913  one a option
    config: Path, as_json: bool, act: str | None, day: datetime | None, out: Path | None, gone: str | None, yes: bool
) -> None:
    """Send the current release again, without the workbook; or put an earlier one back."""
    if (day is None) != (out is None) or (day and act):
        raise click.UsageError("--at and --out belong together, and to no other option")
    if gone is not None and (act or day):
        raise click.UsageError("--gone belongs to no other option")

    def work(settings: Settings, template: Template) -> int:
        from sync.run.republish import PublishContext
        from sync.run.run_lock import run_lock

        doors = open_doors(settings, template)
        with run_lock(settings):
            context = PublishContext(
                doors.ledger, doors.target, settings, template, doors.receipts, doors.runs, doors.workbook
            )
            if day and out:
                document, lines = _write_day(context, day.date(), out)
            elif gone is not None:
                document, lines = _forget(context, gone)
            elif act == "rollback":
                document, lines = _roll_back(context, yes=yes)
            else:
                document, lines = _ACTS[act](context)
        if as_json:
            print_json(document)
        else:
            print_lines(lines)
        return 0

    guarded(work, config, as_json=as_json)


def _write_day(context: PublishContext, day: date, out: Path) -> Report:
    from sync.run.republish import write_day

    release = write_day(context, day, out)
    line = say(
        "release %(number)s, %(entries)s entries, as public on %(day)s: %(out)s",
        number=release.number, entries=len(release.entries), day=day, out=out,
    )  # fmt: skip
    return {"exit": 0, "release": release.number, "entries": len(release.entries), "out": str(out)}, [line]


def _forget(context: PublishContext, address: str) -> Report:
    from sync.run.republish import forget_address

    forget_address(context, address)
    return {"exit": 0, "gone": address}, [say("%(address)s is no longer told", address=address)]


def _list(context: PublishContext) -> Report:
    from sync.plan.office_clock import office_minute

    state = context.read()
    context.look(state)
    office, zone = state.office, context.settings.office.zone
    documents, lines = [], []
    for past in context.ledger.releases():
        current = past.number == office.release
        at = office_minute(past.at, zone)
        documents.append({"release": past.number, "at": at, "entries": past.entries, "current": current})
        told = say(
            "%(number)s  %(at)s  %(entries)s entries", number=f"{past.number:>6}", at=at, entries=f"{past.entries:>6}"
        )
        lines.append(joined((told, _mark(office.rollback)), "  ") if current else told)
    return documents, lines


def _mark(rollback: int) -> str:
    """What stands behind the release that is shown now, and whose list it shows after a rollback."""
    return say("current, the list of release %(number)s", number=rollback) if rollback else say("current")


def _resume(context: PublishContext) -> Report:
    from sync.run.republish import resume

    held = resume(context)
    _log(context, "resume", [])
    line = say("new releases go out again with the next `dip sync`") if held else say("nothing was held")
    return {"exit": 0, "resumed": held}, [line]


def _roll_back(context: PublishContext, *, yes: bool) -> Report:
    """Says first what it would do. Without `yes` a person is asked, and an empty result is refused."""
    from sync.run.republish import plan_rollback, resend, roll_back

    planned = plan_rollback(context)
    change = {"appears": list(planned.appears), "disappears": list(planned.leaves)}
    list_again = say(
        "the list of release %(number)s would be shown again, with %(entries)s entries",
        number=planned.number, entries=planned.entries,
    )  # fmt: skip
    preview = [
        list_again,
        say("appears:    %(ids)s", ids=", ".join(planned.appears) or say("nothing")),
        say("disappears: %(ids)s", ids=", ".join(planned.leaves) or say("nothing")),
    ]
    print_lines(preview, err=True, needed=not yes)
    if not yes:
        _ask(planned.entries)
    number = roll_back(context)
    _log(context, "rollback", planned.events)
    document, lines = _sent(context, resend(context))
    document |= change
    note = say(
        "the list of release %(number)s is shown again, less what was taken back since; new releases wait until the "
        "order to upload is changed or `dip publish --resume`",
        number=number,
    )
    return document | {"rollback": number}, [note, *lines]


def _ask(entries: int) -> None:
    """Raises `ArgumentError` where nobody can answer, and for a list that would be empty."""
    if not entries:
        raise ArgumentError(say("the list would be empty. If this is meant: dip publish --rollback --yes"))
    if not sys.stdin.isatty():
        raise ArgumentError(say("there is no terminal to ask at. If this is meant: dip publish --rollback --yes"))
    if not confirmed(say("Show it?"), default=False):
        raise ArgumentError(say("nothing was changed"))


def _log(context: PublishContext, act: str, events: list[dict[str, str]]) -> None:
    """A line in `dip-runs.jsonl`."""
    run, head = context.ledger.head()
    at = datetime.now(context.settings.office.zone).isoformat(timespec="seconds")
    context.runs.append({"run": str(run), "started": at, "publish": act, "events": events, "head": head})


def _resend(context: PublishContext) -> Report:
    from sync.run.republish import resend

    sent = _sent(context, resend(context))
    _log(context, "resend", [])
    return sent


_ACTS = {"list": _list, "resume": _resume, None: _resend}


def _sent(context: PublishContext, sent: Sent) -> tuple[dict[str, Any], list[str]]:
    result, release = sent.result, sent.release
    site = {
        "changed": bool(result.uploaded or result.deleted), "entries": len(release.entries),
        "uploaded": result.uploaded, "deleted": result.deleted, "unchanged": result.unchanged,
        "bytes": result.bytes, "url": context.settings.publish.url,
    }  # fmt: skip
    line = say(
        "release %(number)s: %(uploaded)s files sent, %(deleted)s removed, %(unchanged)s as they were",
        number=release.number, uploaded=result.uploaded, deleted=result.deleted, unchanged=result.unchanged,
    )  # fmt: skip
    return {"exit": 0, "release": release.number, "site": site}, [line]
