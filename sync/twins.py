"""Entries that say the same as another: each is told where the other stands."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from sync.case import Case
from sync.check import find_duplicates, flaw_problem
from sync.gather import Gathered
from sync.model import a1
from sync.spelling import Flaw, squeeze_all
from sync.template import Template


def tell_duplicates(cases: Sequence[Case], gathered: Gathered, template: Template) -> None:
    """Same title and period within or across tabs: each is told where the other stands, in the order of the tabs (who
    of them was there first, and has the lower ID, says nothing)."""
    column, readings = template.tab("unit").column("judul"), {reading.unit: reading for reading in gathered.readings}
    alike = {case.id: case for case in _with_common_title(cases)}
    said = {id: (case.title, case.version.content.get("waktu", "")) for id, case in alike.items()}
    rows = [
        (id, *said[id], f"baris {row.number + 1} di tab “{reading.tab}”")
        for reading in (gathered.readings if alike else ())
        for row in reading.rows
        if (id := gathered.matching.ids[reading.unit, row.number]) in alike
    ]
    for id, where in find_duplicates(rows).items():
        case, row = alike[id], alike[id].row
        reading = readings[row.unit] if row else None
        cell = a1(row.row.number, reading.columns.at["judul"]) if row and reading and reading.columns else None
        flaw = Flaw("duplikat", {"other": where})
        tab = reading.tab if reading else ""
        case.problems.append(flaw_problem(flaw, column, tab=tab, cell=cell, value=case.title, id=id))


def _with_common_title(cases: Sequence[Case]) -> list[Case]:
    """The cases with a row whose title another one has, too, blanks and signs apart: few, if any."""
    there = [case for case in cases if case.row]
    keys = squeeze_all([case.title for case in there])
    common = Counter(keys)
    if len(common) == len(keys):
        return []
    return [case for case, key in zip(there, keys, strict=True) if common[key] > 1]
