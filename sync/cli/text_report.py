"""A plan, a check and a run as lines for a person: at the terminal, or as Markdown for a mail.

What cells hold is quoted as it is: `print_lines` makes it one printable line.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from sync.cli.json_report import former_lines, planned_steps, snapshot_name
from sync.cli.terminal import ScreenRow
from sync.ledger.state import Event
from sync.message import say
from sync.plan.gather import Snapshot
from sync.plan.plan import Plan
from sync.publish.steps import Steps
from sync.settings.settings import Settings
from sync.tabs.problem import Problem, shorten
from sync.template.template import Template

MANY = 12
"""So many files of the site are named one by one."""

_SIGNS = (("added", "+"), ("lapsed", "!"), ("missing", "-"), ("withdrawn", "-"), ("changed", "~"))
_PHRASES = {
    "approved": "approved",
    "returned": "returned to its unit with the PPID's note",
    "withdrawn": "leaves the site",
    "excluded": "established as excluded",
    "missing": "no longer in its tab; stays on the site until the PPID withdraws it",
    "restored": "back in its tab",
    "published": "goes to the site",
    "lapsed": "approval lapses; the approved text stays on the site",
}
_WAITS = {
    "unclassified": "waits for classification",
    "invalid": "needs fixing",
    "waiting": "waits for approval",
    "lapsed": "waits for approval",
}
_COUNTS = {
    "added": "to add", "changed": "to change", "lapsed": "to re-approve", "approved": "approved",
    "returned": "returned", "withdrawn": "withdrawn", "excluded": "excluded", "missing": "missing",
    "restored": "restored", "published": "to publish",
}  # fmt: skip


def plan_lines(plan: Plan, snapshot: Snapshot, settings: Settings, template: Template) -> list[str]:
    """What a sync would do, as `dip plan` prints it."""
    todo = planned_steps(plan, snapshot)
    lines = [_read_line(plan, snapshot, settings)]
    if plan.hold:
        lines += ["", f"Held: {plan.hold.message}"]
    if plan.busy:
        lines += ["", f"Only withdrawals: {plan.busy}"]
    if plan.batch and snapshot.workbook.unkept:
        lines += _section("A write cannot keep, in the workbook", snapshot.workbook.unkept)
    lines += _section("Master", _entry_lines(plan, settings, template))
    lines += problem_lines(plan.problems)
    if snapshot.target.unreachable:
        lines += ["", f"The site cannot be reached: {snapshot.target.unreachable}"]
    if snapshot.receipt:
        lines += former_lines(snapshot.receipt.left(settings.receipt_address))
    lines += _section("Site", _site_lines(todo, snapshot))
    return [*lines, "", f"Plan: {_counted(plan)}. {_pages(todo)}. Nothing has been written."]


def check_lines(plan: Plan, snapshot: Snapshot, settings: Settings) -> list[str]:
    """What `dip check` prints."""
    errors = sum(problem.severity == "error" for problem in plan.problems)
    counts = f"{errors} to fix, {len(plan.problems) - errors} to look at" if plan.problems else "nothing to fix"
    return [_read_line(plan, snapshot, settings), *problem_lines(plan.problems), "", f"Checked: {counts}."]


def problem_lines(problems: Sequence[Problem]) -> list[str]:
    """Every problem with its place."""
    signs = {"error": "×", "warning": "·"}
    lines = [
        f"{signs[problem.severity]} {_place(problem)}   {problem.message}   [{problem.code}]" for problem in problems
    ]
    return _section("Problems (told to the units in their own tab)", lines)


def status_rows(by_status: Mapping[str, int], template: Template) -> list[ScreenRow]:
    """How many entries have which status, in the order of the statuses."""
    order = [choice.value for choice in template.choices["status"]]
    rows = [ScreenRow(f"{by_status[status]:>6}", status) for status in order if by_status.get(status)]
    return rows or [ScreenRow("", say("no entries yet"))]


def as_markdown(lines: Iterable[str]) -> list[str]:
    """The same lines for a mail: headings and lists, nothing of a cell taken for markup."""
    written = []
    for line in lines:
        if line.startswith("  "):
            written.append(f"- {_escaped(line.strip())}")
        elif line in _HEADINGS:
            written += [f"## {line}", ""]
        else:
            written.append(_escaped(line))
    return written


_HEADINGS = ("Master", "Site", "Problems (told to the units in their own tab)")


def _section(heading: str, lines: Sequence[str]) -> list[str]:
    return ["", heading, *(f"  {line}" for line in lines)] if lines else []


def _read_line(plan: Plan, snapshot: Snapshot, settings: Settings) -> str:
    at = datetime.fromisoformat(plan.at).astimezone(settings.office.zone)
    moment = f"{at:%Y-%m-%d %H:%M} {at.tzname()}"
    return (
        f"Read {len(settings.units)} tabs, {plan.total} rows, {sum(plan.by_status.values())} entries at {moment}."
        f"   snapshot {snapshot_name(snapshot)}"
    )


def _place(problem: Problem) -> str:
    where = f"{problem.tab}!{problem.cell}" if problem.cell else problem.tab
    return f"{where} ({problem.id})" if problem.id else where


def _entry_lines(plan: Plan, settings: Settings, template: Template) -> list[str]:
    by_entry: dict[str, list[Event]] = {}
    for event in plan.events:
        by_entry.setdefault(event.id, []).append(event)
    roles = {choice.value: choice.role for choice in template.choices["status"]}
    status = {state.id: roles.get(state.status, "") for state in plan.record.entries}
    keeps = settings.publish.on_change == "keep"
    return [_entry_line(id, events, plan, status.get(id, ""), keeps) for id, events in by_entry.items()]


def _entry_line(id: str, events: Sequence[Event], plan: Plan, status: str, keeps: bool) -> str:
    names = {event.event for event in events}
    sign = next((sign for name, sign in _SIGNS if name in names), "✓" if "approved" in names else "·")
    phrases = [_PHRASES[name] for name in _PHRASES if name in names]
    if "lapsed" in names and not keeps:
        phrases[-1] = "approval lapses; the entry leaves the site until it is approved"
    if not phrases and status in _WAITS:
        phrases = [_WAITS[status]]
    change = plan.changes.get(id, "")
    what = change.splitlines()[0] if change else plan.titles.get(id, "")
    if change and (more := len(change.splitlines()) - 1):
        phrases.insert(0, f"and {more} more")
    return f"{sign} {id}   {shorten(what, 64):<64}   {'; '.join(phrases)}".rstrip()


def _site_lines(todo: Steps, snapshot: Snapshot) -> list[str]:
    lines = [f"{'~' if path in snapshot.target.files else '+'} {path}" for path in todo.uploads]
    lines += [f"- {path}" for path in todo.stale]
    return lines if len(lines) <= MANY else [*lines[:MANY], f"and {len(lines) - MANY} more files"]


def _counted(plan: Plan) -> str:
    counts: dict[str, int] = {}
    for event in plan.events:
        counts[event.event] = counts.get(event.event, 0) + 1
    parts = [f"{counts[name]} {words}" for name, words in _COUNTS.items() if name in counts]
    if plan.problems:
        parts.append(f"{len(plan.problems)} problem{'s' * (len(plan.problems) > 1)}")
    if not parts and plan.batch:
        parts.append("cells of sync to put right")
    return ", ".join(parts) or "nothing to do"


def _pages(todo: Steps) -> str:
    count = len(todo.uploads) + len(todo.stale)
    return f"Site: {count} file{'s' * (count != 1)}" if count else "Site: as it should be"


def _escaped(text: str) -> str:
    return "".join(f"\\{letter}" if letter in "\\`*_[]<>#|~!-+" else letter for letter in text)
