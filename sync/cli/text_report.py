"""A plan, a check and a run as lines for a person: at the terminal, or as Markdown for a mail.

What cells hold is quoted as it is: `print_lines` makes it one printable line.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from sync.cli.json_report import former_lines, planned_steps
from sync.cli.language import in_language
from sync.cli.moments import minute
from sync.cli.terminal import ScreenRow
from sync.ledger.state import Event
from sync.message import joined, say
from sync.plan.gather import Snapshot
from sync.plan.plan import Plan
from sync.publish.steps import Steps
from sync.settings.settings import Settings
from sync.tabs.problem import Problem, shorten
from sync.template.template import Template

MANY = 12
"""So many files of the site are named one by one."""
_ROW = re.compile(r"\d+")

_SIGNS = (("added", "+"), ("lapsed", "!"), ("missing", "-"), ("withdrawn", "-"), ("changed", "~"))
_PHRASES = {
    "approved": say("approved"),
    "returned": say("returned to its unit with the PPID's note"),
    "withdrawn": say("leaves the site"),
    "excluded": say("established as excluded"),
    "missing": say("no longer in its tab; stays on the site until the PPID withdraws it"),
    "restored": say("back in its tab"),
    "published": say("goes to the site"),
    "lapsed": say("approval lapses; the approved text stays on the site"),
}
_WAITS = {
    "unclassified": say("waits for classification"),
    "invalid": say("needs fixing"),
    "waiting": say("waits for approval"),
    "lapsed": say("waits for approval"),
}
_COUNTS = {
    "added": say("to add"), "changed": say("to change"), "lapsed": say("to re-approve"), "approved": say("approved"),
    "returned": say("returned"), "withdrawn": say("withdrawn"), "excluded": say("excluded"), "missing": say("missing"),
    "restored": say("restored"), "published": say("to publish"),
}  # fmt: skip


def plan_lines(plan: Plan, snapshot: Snapshot, settings: Settings, template: Template) -> list[str]:
    """What a sync would do, as `dip plan` prints it."""
    todo = planned_steps(plan, snapshot)
    lines = [_read_line(plan, settings)]
    if plan.hold:
        lines += ["", say("Held: %(message)s", message=plan.hold.message)]
    if plan.busy:
        lines += ["", say("Only withdrawals: %(busy)s", busy=plan.busy)]
    if plan.batch and snapshot.workbook.unkept:
        lines += _section(say("A write cannot keep, in the workbook"), snapshot.workbook.unkept)
    lines += _section(_MASTER, _entry_lines(plan, settings, template))
    lines += problem_lines(plan.problems)
    if snapshot.target.unreachable:
        lines += ["", say("The site cannot be reached: %(reason)s", reason=snapshot.target.unreachable)]
    if snapshot.receipt:
        lines += former_lines(snapshot.receipt.left(settings.receipt_address))
    lines += _section(_SITE, _site_lines(todo, snapshot))
    end = say(
        "Plan: %(counts)s. %(files)s. Nothing has been written.",
        counts=_counted(plan),
        files=_pages(todo, released=plan.record.office.release > 0),
    )
    return [*lines, "", end]


def check_lines(plan: Plan, settings: Settings) -> list[str]:
    """What `dip check` prints."""
    end = say("Checked: %(counts)s.", counts=_problem_counts(plan.problems))
    return [_read_line(plan, settings), *problem_lines(plan.problems), "", end]


def _problem_counts(problems: Sequence[Problem]) -> str:
    """How many cells need fixing, and in how many rows, which is what `dip status` counts."""
    if not problems:
        return say("nothing to fix")
    cells = [problem.cell for problem in problems if problem.severity == "error"]
    errors, others = len(cells), len(problems) - len(cells)
    if not errors or None in cells:  # a tab that cannot be read has no rows
        return say("%(errors)s to fix, %(others)s to look at", errors=errors, others=others)
    rows = {(problem.tab, *_ROW.findall(problem.cell or "")) for problem in problems if problem.severity == "error"}
    return say(
        "%(errors)s cells in %(rows)s rows to fix, %(others)s to look at", errors=errors, rows=len(rows), others=others
    )


def history_lines(events: Sequence[Mapping[str, Any]]) -> list[str]:
    """Events of the ledger (as `event_document` gives them), one a line: the minute in office time, who in words."""
    words = [in_language(_EVENTS.get(event["event"], event["event"])) for event in events]
    width = max(10, *map(len, words))
    return [
        _HISTORY_LINE.format(
            **{**event, "at": event["at"][:16].replace("T", " "), "event": f"{word:<{width}}", "by": _who(event["by"])}
        )
        for event, word in zip(events, words, strict=True)
    ]


def _who(by: str) -> str:
    kind, _, unit = by.partition(":")
    return in_language(say("unit %(code)s", code=unit) if unit else _ROLES.get(kind, kind))


_HISTORY_LINE = "{seq:>6}  {at}  {id:<9}  {event}  v{version:<4} {by}"
_ROLES = {"desk": say("desk"), "ppid": say("PPID"), "panel": say("panel"), "sync": say("dip itself")}
_EVENTS = {
    "added": say("added"), "changed": say("changed"), "approved": say("approved"), "lapsed": say("lapsed"),
    "returned": say("returned"), "withdrawn": say("withdrawn"), "excluded": say("excluded"), "missing": say("missing"),
    "restored": say("restored"), "published": say("published"), "removed": say("removed"),
    "recovered": say("recovered"), "attached": say("signed decree attached"),
}  # fmt: skip


def problem_lines(problems: Sequence[Problem]) -> list[str]:
    """Every problem with its place."""
    signs = {"error": "×", "warning": "·"}
    lines = [
        f"{signs[problem.severity]} {_place(problem)}   {problem.message}   [{problem.code}]" for problem in problems
    ]
    return _section(_PROBLEMS, lines)


def status_rows(by_status: Mapping[str, int], template: Template) -> list[ScreenRow]:
    """How many entries have which status, in the order of the statuses."""
    order = [choice.value for choice in template.choices["status"]]
    rows = [ScreenRow(f"{by_status[status]:>6}", status) for status in order if by_status.get(status)]
    return rows or [ScreenRow("", say("no entries yet"))]


def as_markdown(lines: Iterable[str]) -> list[str]:
    """The same lines for a mail: headings and lists, nothing of a cell taken for markup."""
    written = []
    for line in lines:
        text = in_language(line)
        if line.startswith("  "):
            written.append(f"- {_escaped(text.strip())}")
        elif line in _HEADINGS:
            written += [f"## {text}", ""]
        else:
            written.append(_escaped(text))
    return written


_HEADINGS = _MASTER, _SITE, _PROBLEMS = say("Master"), say("Site"), say("Problems (told to the units in their own tab)")


def _section(heading: str, lines: Sequence[str]) -> list[str]:
    return ["", heading, *(joined(("  ", line)) for line in lines)] if lines else []


def _read_line(plan: Plan, settings: Settings) -> str:
    return say(
        "Read %(tabs)s tabs, %(rows)s rows, %(entries)s entries at %(moment)s.",
        tabs=len(settings.units), rows=plan.total, entries=sum(plan.by_status.values()),
        moment=minute(datetime.fromisoformat(plan.at), settings),
    )  # fmt: skip


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
        phrases[-1] = say("approval lapses; the entry leaves the site until it is approved")
    if not phrases and status in _WAITS:
        phrases = [_WAITS[status]]
    change = plan.changes.get(id, "")
    what = change.splitlines()[0] if change else plan.titles.get(id, "")
    if change and (more := len(change.splitlines()) - 1):
        phrases.insert(0, say("and %(count)s more", count=more))
    begin = f"{sign} {id}   {shorten(what, 64):<64}"
    return joined((begin, joined(phrases, "; ")), "   ") if phrases else begin.rstrip()


def _site_lines(todo: Steps, snapshot: Snapshot) -> list[str]:
    lines = [f"{'~' if path in snapshot.target.files else '+'} {path}" for path in todo.uploads]
    lines += [f"- {path}" for path in todo.stale]
    return lines if len(lines) <= MANY else [*lines[:MANY], say("and %(count)s more files", count=len(lines) - MANY)]


def _counted(plan: Plan) -> str:
    counts: dict[str, int] = {}
    for event in plan.events:
        counts[event.event] = counts.get(event.event, 0) + 1
    parts: list[str] = [joined((str(counts[name]), words), " ") for name, words in _COUNTS.items() if name in counts]
    if plan.problems:
        parts.append(_problem_counts(plan.problems))
    if not parts and plan.batch:
        parts.append(say("cells of sync to put right"))
    return joined(parts, ", ") if parts else say("nothing to do")


def _pages(todo: Steps, *, released: bool) -> str:
    count = len(todo.uploads) + len(todo.stale)
    if not count:
        return say("Site: as it should be") if released else say("Site: nothing published yet")
    return say("Site: 1 file") if count == 1 else say("Site: %(count)s files", count=count)


def _escaped(text: str) -> str:
    return "".join(f"\\{letter}" if letter in "\\`*_[]<>#|~!-+" else letter for letter in text)
