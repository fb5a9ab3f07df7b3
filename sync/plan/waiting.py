"""Who waits for whom, as `Kendali` says it: for units, desk and PPID and for the order how many entries, and the first
cells to go to."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from operator import attrgetter
from typing import NamedTuple

from sync.model import a1
from sync.plan.entry_plan import EntryPlan
from sync.plan.gather import Gathered, PlanContext
from sync.plan.identity import UnitRow
from sync.plan.plan import Waiting
from sync.tabs.control_sentences import (
    AGAIN,
    CLASSIFY,
    COMPLETE,
    FIX,
    GONE,
    LOST,
    MISTAKEN,
    NOTHING,
    ORDERED,
    REFUSED,
    RETURNED,
    TICK,
)  # fmt: skip
from sync.tabs.problem import Problem

_SHOWN = 3
"""So many cells are named one by one."""


class WaitingCell(NamedTuple):
    """Where something is to be done: the row and the address of the cell, what waits there (an entry, or a row without
    an ID), and what is wrong with it in that tab."""

    row: int
    cell: str
    waits: EntryPlan | UnitRow
    problems: tuple[Problem, ...] = ()


CellsByTask = dict[str, list[WaitingCell]]
"""What is to be done → the cells to do it in."""


def is_for_unit(problem: Problem, induk: str) -> bool:
    """Whether the unit mends a problem, in its tab; what stands in `Induk`, desk and PPID mend there."""
    return problem.tab != induk


def is_for_desk_alone(problems: Iterable[Problem], induk: str) -> bool:
    """Whether an entry has errors, and all of them are mended in `Induk`."""
    errors = [problem for problem in problems if problem.severity == "error"]
    return bool(errors) and not any(is_for_unit(problem, induk) for problem in errors)


def is_refused(entry: EntryPlan) -> bool:
    """Whether a tick of the row does not count, or something else stands under `Setuju`."""
    codes = {problem.code for problem in entry.problems} if entry.problems else ()
    return entry.state.reason.startswith("centang-") or "centang-tak-terbaca" in codes


class Waits(NamedTuple):
    """What is to be done: by each unit, by the desk, by the PPID in `Induk`; and how many wait for the order."""

    units: Mapping[str, CellsByTask]
    desk: CellsByTask
    ppid: CellsByTask
    unordered: int


def who_waits(context: PlanContext, entries: Sequence[EntryPlan]) -> Waiting:
    """What `find_waits` finds, in numbers: for the log and `dip status`."""
    waits = find_waits(context, entries)
    desk, ppid = ({what: len(cells) for what, cells in tasks.items()} for tasks in (waits.desk, waits.ppid))
    return Waiting(
        {unit: len(tasks[FIX]) for unit, tasks in waits.units.items() if FIX in tasks},
        returned={unit: len(tasks[RETURNED]) for unit, tasks in waits.units.items() if RETURNED in tasks},
        lost={unit: len(tasks[LOST]) for unit, tasks in waits.units.items() if LOST in tasks},
        classify=desk.get(CLASSIFY, 0),
        complete=desk.get(COMPLETE, 0),
        delete=desk.get(MISTAKEN, 0),
        tick=ppid.get(TICK, 0) + ppid.get(AGAIN, 0),
        remove=ppid.get(GONE, 0),
        order=waits.unordered,
        again=ppid.get(AGAIN, 0),
        refused=ppid.get(REFUSED, 0),
    )


def waiting_lines(context: PlanContext, waits: Waits) -> dict[str, str]:
    """The lines of `Kendali` that say who is waited for, by role."""
    induk = context.template.tab("induk").title
    tabs = {reading.unit: reading.tab for reading in context.gathered.readings}
    of_units = [line for unit, tasks in waits.units.items() for line in _lines(tasks, tabs[unit])]
    return {
        "menunggu_unit": "\n".join(of_units) or NOTHING,
        "menunggu_desk": "\n".join(_lines(waits.desk, induk)) or NOTHING,
        "menunggu_ppid": "\n".join(_lines(waits.ppid, induk)) or NOTHING,
        "menunggu_perintah": _order(waits.unordered, context),
    }


def find_waits(context: PlanContext, entries: Sequence[EntryPlan]) -> Waits:
    """Who is waited for. The statuses of the entries are settled."""
    role_of, induk = context.template.status_role, context.template.tab("induk").title
    units: dict[str, CellsByTask] = {reading.unit: {} for reading in context.gathered.readings}
    desk: CellsByTask = {}
    ppid: CellsByTask = {}
    ordered = 0
    for entry, number in zip(entries, _numbers(context.gathered, entries), strict=True):
        if entry.state.removed:
            continue
        role = role_of(entry.state.status)
        ordered += role == "approved"
        if is_refused(entry):
            _add(ppid, REFUSED, number, _cell(context, number, "setuju"), entry)
        if role == "missing" and not entry.state.ever_approved:
            _add(desk, MISTAKEN, number, _cell(context, number, "id"), entry)
        elif role in _OF_PPID:
            what, column = _OF_PPID[role]
            _add(ppid, what, number, _cell(context, number, column), entry)
        elif role == "unclassified":
            _add(desk, CLASSIFY, number, _cell(context, number, "klasifikasi"), entry)
        elif role == "returned" and entry.row:
            _add(units[entry.row.unit], RETURNED, *_of_row(entry, context.gathered), entry)
        elif role == "invalid":
            _add_wrong(entry, number, units, desk, context, induk)
        if entry.row and entry.problems:
            _add_lost(entry, entry.row.unit, units, context.gathered)
    _add_unnamed(units, context.gathered)
    return Waits(units, desk, ppid, ordered)


_OF_PPID = {"waiting": (TICK, "setuju"), "reapproval": (AGAIN, "setuju"), "missing": (GONE, "tarik")}


def _numbers(gathered: Gathered, entries: Iterable[EntryPlan]) -> Iterator[int]:
    """The row of each entry in `Induk`, of several the topmost: which of them is its own may be another in the next
    run. New ones are added at its end, in this order."""
    end = gathered.master.end
    for entry in entries:
        if rows := gathered.rows.get(entry.id):
            yield min(row.number for row in rows)
        else:
            yield end
            end += not entry.state.removed


def _cell(context: PlanContext, number: int, role: str) -> str:
    at = context.gathered.master.columns.at
    return a1(number, at.get(role, 0))


def _add(
    tasks: CellsByTask, what: str, number: int, cell: str, waits: EntryPlan | UnitRow,
    problems: tuple[Problem, ...] = (),
) -> None:  # fmt: skip
    tasks.setdefault(what, []).append(WaitingCell(number, cell, waits, problems))


def _add_wrong(
    entry: EntryPlan, number: int, units: Mapping[str, CellsByTask], desk: CellsByTask, context: PlanContext, induk: str
) -> None:
    """An entry with errors: the unit mends those of its tab, the desk those of `Induk`."""
    errors = [problem for problem in entry.problems if problem.severity == "error"]
    own = [problem for problem in errors if is_for_unit(problem, induk)]
    if own and entry.row:
        row, cell = _of_row(entry, context.gathered)
        _add(units[entry.row.unit], FIX, row, own[0].cell or cell, entry, tuple(own))
    if theirs := [problem for problem in errors if not is_for_unit(problem, induk)]:
        # Its cell is known from the second run on; its column, at once.
        columns = context.template.tab("induk").columns
        role = next((column.role for column in columns if column.header == theirs[0].column), "klasifikasi")
        _add(desk, COMPLETE, number, _cell(context, number, role), entry, tuple(theirs))


def _add_lost(entry: EntryPlan, unit: str, units: Mapping[str, CellsByTask], gathered: Gathered) -> None:
    """An entry whose document was open when it was approved, and is gone."""
    if lost := tuple(problem for problem in entry.problems if problem.code == "tautan-hilang-terbit"):
        row, cell = _of_row(entry, gathered)
        _add(units[unit], LOST, row, lost[0].cell or cell, entry, lost)


def _of_row(entry: EntryPlan, gathered: Gathered) -> tuple[int, str]:
    """The row of an entry in its unit's tab, and the cell that says what to do there."""
    assert entry.row is not None  # noqa: S101  asked only of entries with a row
    columns = next(reading.columns for reading in gathered.readings if reading.unit == entry.row.unit)
    number = entry.row.row.number
    return number, a1(number, columns.at.get("catatan", 0) if columns else 0)


def _add_unnamed(units: Mapping[str, CellsByTask], gathered: Gathered) -> None:
    """Rows without an ID that get none until they can be read."""
    readings = {reading.unit: reading for reading in gathered.readings}
    for row in gathered.matching.unnamed:
        number = row.row.number
        problems = tuple(readings[row.unit].problems_by_row.get(number, ()))
        cell = next((problem.cell for problem in problems if problem.cell), None) or a1(number, 0)
        _add(units[row.unit], FIX, number, cell, row, problems)


def _lines(tasks: CellsByTask, tab: str) -> Iterator[str]:
    """`3 perlu Klasifikasi: Induk!E4, E9, E12`."""
    tab = tab if tab.isalnum() else f"'{tab}'"
    # In an order of their own: that of the entries is another in the next run, when new ones have their IDs.
    for what, cells in sorted(tasks.items()):
        first = sorted(cells, key=attrgetter("row", "cell"))[:_SHOWN]
        shown = ", ".join(place.cell for place in first)
        yield f"{len(cells)} {what}: {tab}!{shown}{', …' if len(cells) > _SHOWN else ''}"


def _order(count: int, context: PlanContext) -> str:
    """How many approved entries wait for the order to upload, and where it is given."""
    if not count:
        return NOTHING
    title, cell = context.template.tab("kendali").title, context.control.places.get("perintah")
    return ORDERED.format(count=count, place=f"{title}!{a1(*cell)}" if cell else title)
