"""Entries that say the same as another: each is told where the other stands."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from sync.cells.text import Flaw, squeeze_all
from sync.model import a1, slabs
from sync.plan.entry_plan import Case
from sync.plan.gather import Gathered
from sync.tabs.unit_tab import Reading, find_duplicates, flaw_problem
from sync.template.template import Template


def tell_duplicates(cases: Sequence[Case], gathered: Gathered, template: Template) -> None:
    """Same title and period within or across tabs: each is told where the other stands, in the order of the tabs (who
    of them was there first, and has the lower ID, says nothing). Those whose tab cannot be read come last, and are told
    nothing."""
    column = template.tab("unit").column("judul")
    readings = {reading.unit: (order, reading) for order, reading in enumerate(gathered.readings)}
    alike = {case.id: case for case in _with_common_title(cases, gathered.closed)}
    places = sorted((readings[row.unit][0], row.row.number, id) for id, case in alike.items() if (row := case.row))
    stand = {id: _where(number, gathered.readings[order]) for order, number, id in places}
    stand |= {id: f"{id}, yang tabnya sedang tidak terbaca" for id, case in alike.items() if not case.row}
    rows = [(id, alike[id].title, alike[id].version.content.get("waktu", ""), where) for id, where in stand.items()]
    for id, where in find_duplicates(rows).items():
        case, row = alike[id], alike[id].row
        if row:
            _, reading = readings[row.unit]
            cell = a1(row.row.number, reading.columns.at["judul"]) if reading.columns else None
            flaw = Flaw("duplikat", {"other": where})
            told = flaw_problem(flaw, column, tab=reading.tab, cell=cell, value=case.title, id=id)
            case.problems = (*case.problems, told)


def _where(number: int, reading: Reading) -> str:
    return f"baris {number + 1} di tab “{reading.tab}”"


def _with_common_title(cases: Sequence[Case], closed: frozenset[str]) -> list[Case]:
    """The cases with a row, or in a tab that cannot be read, whose title another one has, too, blanks and signs apart:
    few, if any."""
    there = [case for case in cases if case.row or (closed and _is_unread(case, closed))]
    titles = [case.title for case in there]
    distinct: set[str] = set()
    for slab in slabs(titles):
        distinct.update(squeeze_all(slab))
    if len(distinct) == len(titles):
        return []
    keys = [key for slab in slabs(titles) for key in squeeze_all(slab)]
    common = Counter(keys)
    return [case for case, key in zip(there, keys, strict=True) if common[key] > 1]


def _is_unread(case: Case, closed: frozenset[str]) -> bool:
    state = case.decision.state
    return state.unit in closed and not state.missing
