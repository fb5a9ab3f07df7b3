"""What is told to whom, as values: for each unit, for the desk, for the PPID and for the operator a section of matters,
made from a plan. A matter has a key: what was told before is known by it."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from sync.calendar.due import DueMatter
from sync.cells.other_offices import OfficeFacts
from sync.messages.discretion import may_go_out, told_change, told_problem, told_title
from sync.messages.sentences import (
    CHANGED,
    CHANGED_TO,
    DUE,
    HEADINGS,
    INTROS,
    ORDER,
    READ_NOTE,
    READ_NOTE_OF,
    ROW,
)  # fmt: skip
from sync.model import UploadOrder
from sync.plain_text import plain
from sync.plan.plan import Plan, Task
from sync.settings.settings import Settings
from sync.tabs.control_sentences import AGAIN, FIX, TICK
from sync.template.template import Template

OPERATOR = "operator"
_MOST_LINES = 6
"""So many lines about one row."""


class Matter(NamedTuple):
    """One thing that waits: the keys by which it is known (one for each thing that is wrong), what it is called, lines
    about it, the address that leads there, and the cell as people write it."""

    keys: tuple[str, ...]
    name: str
    lines: tuple[str, ...] = ()
    link: str = ""
    place: str = ""


@dataclass(frozen=True)
class RoleSection:
    """What waits for one role, under its heading: pairs of an introduction and the matters beneath it."""

    whom: str
    heading: str
    parts: tuple[tuple[str, tuple[Matter, ...]], ...] = ()

    @property
    def keys(self) -> frozenset[str]:
        """The keys of everything in it."""
        return frozenset(key for _, matters in self.parts for matter in matters for key in matter.keys)

    @property
    def count(self) -> int:
        """How many things wait."""
        return sum(len(matters) for _, matters in self.parts)


@dataclass(frozen=True)
class Waitings:
    """What waits after a run, by role: `unit:KUL`, `desk`, `ppid`; those for whom nothing waits are left out."""

    sections: tuple[RoleSection, ...] = field(default=())

    def of(self, roles: Iterable[str]) -> tuple[RoleSection, ...]:
        """The sections of these roles."""
        wanted = frozenset(roles)
        return tuple(section for section in self.sections if section.whom in wanted)


def waitings_of(plan: Plan, settings: Settings, template: Template) -> Waitings | None:
    """What waits after a run with this plan; None if it could not look at every entry."""
    if plan.waiting is None:
        return None
    tasks: dict[str, list[Task]] = {}
    for task in plan.tasks():
        tasks.setdefault(task.whom, []).append(task)
    names = {f"unit:{unit.code}": unit.name for unit in settings.units} | HEADINGS
    sections = (
        RoleSection(
            whom, name,
            (
                *_parts(tasks.get(whom, ()), settings, template), *_order(whom, plan, template),
                *_due(whom, plan.due or (), settings.office.facts),
            ),
        )
        for whom, name in names.items()
    )  # fmt: skip
    return Waitings(tuple(section for section in sections if section.parts))


def _parts(
    tasks: Sequence[Task], settings: Settings, template: Template
) -> Iterator[tuple[str, tuple[Matter, ...]]]:  # fmt: skip
    header = template.tab("unit").column("tautan").header
    for what, intro in INTROS.items():
        if found := [task for task in tasks if task.what == what]:
            matters = tuple(matter_of(task, settings.office.facts, header) for task in found)
            yield intro.format(count=len(found), tab=found[0].tab), matters


def _order(whom: str, plan: Plan, template: Template) -> Iterator[tuple[str, tuple[Matter, ...]]]:
    """Approved entries that nobody ordered to be uploaded."""
    if whom == "ppid" and plan.waiting and plan.waiting.order and plan.record.office.order != UploadOrder.ALWAYS:
        tab = template.tab("kendali")
        words = ORDER.format(count=plan.waiting.order, tab=tab.title)
        yield "", (Matter((_key("order"),), words),)


def _due(whom: str, due: Iterable[DueMatter], office: OfficeFacts) -> Iterator[tuple[str, tuple[Matter, ...]]]:
    """What is due by law for this role."""
    own = [matter for matter in due if whom == (f"unit:{matter.unit}" if matter.role == "unit" else matter.role)]
    matters = [
        Matter(tuple(_due_keys(matter)), _without_role(plain(matter.text)))
        for matter in own
        if may_go_out(matter.text, office)
    ]
    if matters:
        yield DUE, tuple(matters)


def _without_role(text: str) -> str:
    """Whose it is, the heading says: without it the sentence begins with a capital, after its number in the mail."""
    own = text.removeprefix("PPID: ").removeprefix("Desk: ")
    return own[:1].upper() + own[1:]


def _due_keys(matter: DueMatter) -> Iterator[str]:
    """Told again when it concerns one more entry, one more kind of information, or another period."""
    yield from (_key("due", matter.code, matter.unit, what) for what in matter.ids or matter.names or (matter.period,))


def matter_of(task: Task, office: OfficeFacts, link_header: str) -> Matter:
    """What waits, as it may be told."""
    title, row = told_title(task, office), ROW.format(row=task.row + 1)
    name = " ".join(filter(None, (task.id or f"{row}:"[: len(row) + bool(title)], title)))
    lines = tuple(dict.fromkeys((*_problem_lines(task, office), *_change_lines(task, office, link_header))))
    if len(lines) > _MOST_LINES:
        lines = (*lines[: _MOST_LINES - 1], READ_NOTE)
    tab = task.tab if task.tab.isalnum() else f"'{task.tab}'"
    return Matter(tuple(_keys(task)), name, lines, task.link, f"{tab}!{task.cell}")


def _problem_lines(task: Task, office: OfficeFacts) -> Iterator[str]:
    for problem in task.problems:
        if problem.severity != "error" and task.what == FIX:
            continue
        told = "" if task.excluded else told_problem(problem, office)
        if told or task.excluded or not problem.column:
            yield told or READ_NOTE
        else:
            yield READ_NOTE_OF.format(column=problem.column)


def _change_lines(task: Task, office: OfficeFacts, link_header: str) -> Iterator[str]:
    if task.excluded:
        return
    for column, before, after in (told_change(change, office, link_header) for change in task.changes):
        words = CHANGED_TO if before else CHANGED
        yield words.format(column=column, before=before, after=after)


def _keys(task: Task) -> Iterator[str]:
    """A row with two mistakes is told again when a third comes, and not when one goes."""
    who = task.id or task.title
    if task.what == FIX and task.problems:
        yield from (_key(task.whom, task.what, who, problem.code, problem.column or "") for problem in task.problems)
    elif task.what in (TICK, AGAIN):
        yield _key(task.whom, task.what, who, str(task.version))
    else:
        yield _key(task.whom, task.what, who)


def _key(*words: str) -> str:
    return hashlib.blake2b("\n".join(words).encode(), digest_size=6).hexdigest()


class Told(NamedTuple):
    """Something the operator is told: a code for programs, and the sentence."""

    code: str
    text: str


def operator_section(told: Sequence[Told], heading: str) -> RoleSection | None:
    """What the operator must look at; None if there is nothing."""
    matters = tuple(Matter((_key(OPERATOR, item.code),), item.text) for item in told)
    return RoleSection(OPERATOR, heading, (("", matters),)) if matters else None
