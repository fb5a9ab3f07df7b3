"""What a run tells: one JSON document for programs, lines for people. The same plan gives both."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sync.plan import Plan
from sync.run import Outcome
from sync.settings import Settings
from sync.state import RecordedEvent


def run_document(plan: Plan, settings: Settings, code: int, outcome: Outcome | None = None) -> dict[str, Any]:
    """The document of `sync --json`; of `plan --json` without an outcome."""
    receipt = outcome.receipt if outcome else None
    started = datetime.fromisoformat(plan.at).astimezone(settings.office.zone).isoformat(timespec="seconds")
    return {
        "run": str(plan.run),
        "started": started,
        "exit": code,
        "held": plan.hold.message if plan.hold else None,
        "workbook": {
            "location": settings.workbook.location,
            "reads": outcome.reads if outcome else 1,
            "writes": outcome.writes if outcome else 0,
        },
        "rows": {"total": plan.total, "by_status": dict(plan.by_status)},
        "problems": [problem_document(problem) for problem in plan.problems],
        "events": [{"id": event.id, "event": event.event} for event in plan.events],
        "site": {
            "changed": bool(receipt and (receipt.uploaded or receipt.deleted)),
            "entries": len(plan.release.entries),
            "uploaded": receipt.uploaded if receipt else 0,
            "deleted": receipt.deleted if receipt else 0,
            "unchanged": receipt.unchanged if receipt else 0,
            "url": settings.publish.url,
        },
    }


def problem_document(problem: Any) -> dict[str, Any]:
    """A problem as programs read it."""
    keys = ("tab", "cell", "id", "column", "code", "severity", "message")
    return {key: getattr(problem, key) for key in keys}


def event_document(event: RecordedEvent, settings: Settings) -> dict[str, Any]:
    """One line of `history --json`."""
    at = datetime.fromisoformat(event.at).astimezone(settings.office.zone).isoformat(timespec="seconds")
    return {
        "seq": event.seq, "at": at, "run": event.run, "id": event.id, "event": event.event, "version": event.version,
        "by": event.by,
    }  # fmt: skip


def plan_lines(plan: Plan) -> list[str]:
    """The plan for a person."""
    signs = {"added": "+", "changed": "~", "lapsed": "!", "missing": "-", "withdrawn": "-"}
    lines = ["Master"] if plan.events else []
    for event in plan.events:
        title = plan.titles.get(event.id, "")
        lines.append(f"  {signs.get(event.event, '·')} {event.id}   {title[:48]:<48} {event.event}")
    if plan.problems:
        lines.append("Problems (told to the units in their own tab)")
        lines += [
            f"  × {problem.tab}!{problem.cell or ''}   {problem.message}   [{problem.code}]"
            for problem in plan.problems
        ]
    lines += ["", f"Plan: {_counts(plan)}. Nothing has been written."]
    return lines


def _counts(plan: Plan) -> str:
    counts: dict[str, int] = {}
    for event in plan.events:
        counts[event.event] = counts.get(event.event, 0) + 1
    return ", ".join(f"{count} {name}" for name, count in counts.items()) or "nothing to do"


def status_lines(by_status: Mapping[str, int]) -> list[str]:
    """How many entries have which status."""
    return [f"  {count:>6}  {status}" for status, count in sorted(by_status.items())]
