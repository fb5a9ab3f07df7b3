"""A run for programs: one JSON document, with the same keys whatever became of the run."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from sync.calendar.due import DueMatter
from sync.errors import DipError
from sync.ledger.state import RecordedEvent
from sync.message import named, say, to_document
from sync.model import PublishResult, TargetState
from sync.plan.gather import Snapshot
from sync.plan.plan import Plan, Waiting
from sync.publish.steps import Steps, steps
from sync.run.sync import Outcome
from sync.settings.settings import Settings
from sync.tabs.problem import Problem

Document = dict[str, Any]
MOST = 100
MOST_DUE = 12
"""So many matters that are due are kept with each run."""


def run_document(
    plan: Plan, settings: Settings, code: int, result: PublishResult | None, counts: tuple[int, int]
) -> Document:
    """The document of a plan that was made. `counts` are (reads, writes) of the workbook."""
    started = datetime.fromisoformat(plan.at)
    return _document(settings, code, started, counts) | {
        "run": str(plan.run),
        "held": plan.hold.message if plan.hold else None,
        "rows": {"total": plan.total, "by_status": dict(plan.by_status)},
        "problems": [problem_document(problem) for problem in plan.problems],
        "events": [{"id": event.id, "event": event.event} for event in plan.events],
        "site": _site(settings, len(plan.release.entries), result),
    }


def sync_document(outcome: Outcome, settings: Settings, code: int) -> Document:
    """The document of `sync --json`."""
    document = run_document(outcome.plan, settings, code, outcome.result, (outcome.reads, outcome.writes))
    return _with_target(document, outcome.target)


def _with_target(document: Document, target: TargetState) -> Document:
    named = {"altered": list(target.altered), "foreign": list(target.foreign[:MOST])}
    return document | {"site": document["site"] | named}


def unused_tabs(problems: Iterable[Problem], settings: Settings) -> list[str]:
    """The units' tabs that could not be used, and why, for the operator; `Kendali` says the same."""
    titles = {unit.tab for unit in settings.units}
    whole = (problem for problem in problems if problem.tab in titles and not (problem.cell or problem.id))
    return [
        say("the tab “%(tab)s” is not used: %(message)s", tab=problem.tab, message=problem.message)
        for problem in whole
        if problem.severity == "error"
    ]


def alarms(target: TargetState, result: PublishResult | None, plan: Plan) -> list[str]:
    """What somebody else did to the site, whether or not it could be put right. Of a site without entries it is said,
    and how many wait, as after a way home without the old site."""
    lines: list[str] = []
    if target.altered:
        now = _now(plan) if result else say("It could not be put right yet")
        if target.files:
            files = named(target.altered)
            lines.append(say("the site was changed by somebody else: %(files)s. %(now)s", files=files, now=now))
        else:
            count = len(target.altered)
            lines.append(
                say("the site was not there: all its files are missing, %(count)s. %(now)s", count=count, now=now)
            )
    if target.appeared:
        lines.append(
            say(
                "files that are not ours appeared or changed on the site: %(files)s. Look at them",
                files=named(target.appeared),
            )
        )
    if result and result.unread:
        lines.append(result.unread)
    return lines


def _now(plan: Plan) -> str:
    if plan.release.entries:
        return say("Now it is as approved again")
    return say("Now it shows no entry: %(waits)s wait for the PPID", waits=plan.waiting.tick if plan.waiting else 0)


def former_lines(former: Iterable[tuple[str, int]]) -> list[str]:
    """Where the site still is besides its address: nobody takes off there what is withdrawn."""
    return [
        say(
            "%(address)s still shows release %(release)s of this site, and what is withdrawn stays public there. "
            "Remove it, then say so: dip publish --gone %(address)s",
            address=address, release=release,
        )
        for address, release in former
    ]  # fmt: skip


def planned_steps(plan: Plan, snapshot: Snapshot) -> Steps:
    """What would be sent and removed."""
    return steps(plan.site, snapshot.target) if plan.publishes else Steps((), (), (), len(snapshot.target.files), {})


def plan_document(plan: Plan, snapshot: Snapshot, settings: Settings, code: int) -> Document:
    """The document of `plan --json`: the site as it would be, and what was read."""
    todo = planned_steps(plan, snapshot)
    sent = sum(len(plan.site[path]) for path in todo.uploads)
    result = PublishResult(len(todo.uploads), len(todo.stale), todo.unchanged, sent)
    target = replace(snapshot.target, altered=plan.altered)
    document = _with_target(run_document(plan, settings, code, result, (snapshot.workbook.reads, 0)), target)
    workbook = document["workbook"] | {"unkept": list(snapshot.workbook.unkept)}
    return document | {"workbook": workbook, "snapshot": snapshot_name(snapshot)}


def stopped_document(error: DipError, settings: Settings | None) -> Document:
    """The document of a run that was stopped before it had a plan."""
    return with_error(_document(settings, error.exit_code, datetime.now(UTC), (0, 0)), error)


def with_error(document: Document, error: DipError) -> Document:
    """The same document with code and message of the error."""
    return document | {"error": {"code": error.code, "message": error.message}}


def log_line(
    document: Document, head: str = "", waiting: Waiting | None = None, due: Sequence[DueMatter] | None = None
) -> Document:
    """What `dip-runs.jsonl` keeps of a document: the problems are counted, not quoted, and the head of the ledger's
    chain is added, who is waited for, what is due by law, and why the run stopped in a form that can be said in another
    language."""
    reason = {"told": to_document(document["error"]["message"])} if "error" in document else {}
    waits: Document = {"waiting": waiting.document() if waiting else None}
    waits["due"] = None if due is None else [matter.document() for matter in due[:MOST_DUE]]
    return document | {"problems": len(document["problems"]), "head": head} | waits | reason


def snapshot_name(snapshot: Snapshot) -> str:
    """Sixteen hexadecimal digits, a digest of what was read."""
    ledger, target = snapshot.ledger, snapshot.target
    known = (ledger.office.identity, ledger.last_seq) if ledger.exists else ()
    read = (snapshot.workbook.stamp, known, target.release, sorted(target.files.items()))
    return hashlib.sha256(repr(read).encode()).hexdigest()[:16]


def _document(settings: Settings | None, code: int, started: datetime, counts: tuple[int, int]) -> Document:
    zone = settings.office.zone if settings else UTC
    return {
        "run": "",
        "started": started.astimezone(zone).isoformat(timespec="seconds"),
        "exit": code,
        "held": None,
        "workbook": {
            "location": settings.workbook.location if settings else "",
            "reads": counts[0],
            "writes": counts[1],
        },
        "rows": {"total": 0, "by_status": {}},
        "problems": [],
        "events": [],
        "site": _site(settings, 0, None),
    }


def _site(settings: Settings | None, entries: int, result: PublishResult | None) -> Document:
    done = result or PublishResult(0, 0, 0)
    return {
        "changed": bool(done.uploaded or done.deleted),
        "entries": entries,
        "uploaded": done.uploaded,
        "deleted": done.deleted,
        "unchanged": done.unchanged,
        "bytes": done.bytes,
        "url": settings.publish.url if settings else "",
    }


def problem_document(problem: Problem) -> Document:
    """A problem as programs read it."""
    keys = ("tab", "cell", "id", "column", "code", "severity", "message")
    return {key: getattr(problem, key) for key in keys}


def event_document(event: RecordedEvent, settings: Settings) -> Mapping[str, Any]:
    """One line of `history --json`."""
    at = datetime.fromisoformat(event.at).astimezone(settings.office.zone).isoformat(timespec="seconds")
    return {
        "seq": event.seq, "at": at, "run": str(event.run), "id": event.id, "event": event.event,
        "version": event.version, "by": event.by, **({"detail": json.loads(event.detail)} if event.detail else {}),
    }  # fmt: skip
