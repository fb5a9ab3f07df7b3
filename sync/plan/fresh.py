"""Entries seen for the first time, column by column: those of one unit and class, with errors or without, are decided
alike."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import repeat
from operator import not_
from typing import Any

from sync.ledger.state import EntryState, Event, LedgerState, Version
from sync.model import made, slabs
from sync.plan.approval import Current, Decision, decide_new
from sync.plan.entry_plan import EntryPlan
from sync.plan.entry_problems import EntryProblems
from sync.plan.gather import Gathered
from sync.plan.identity import UnitRow, marks_of
from sync.plan.status import status_role
from sync.plan.version import contents_and_fingerprints, reading_keys
from sync.tabs.problem import Problem
from sync.template.template import Template

_NO_BASIS = ("", "", "")
_NO_PROBLEM: tuple[tuple[Problem, ...], bool] = (), False
_STATE = len(EntryState._fields)
_EVENT = _STATE + len(Event._fields) - 1
"""Where the fields of a state end, and those of an event behind them."""
_ID, _TYPED, _MARK = map(EntryState._fields.index, ("id", "typed", "mark"))


def plan_new_entries(
    gathered: Gathered, ledger: LedgerState, template: Template, problems: EntryProblems
) -> list[EntryPlan]:
    """An `EntryPlan` for every new entry, in sheet order. They are settled: nothing of them can be approved or
    released."""
    matching, ids = gathered.matching, gathered.matching.fresh
    maker = _Maker(gathered, ledger, template, problems)
    return [entry for slab in slabs(ids) for entry in maker.entries(slab, [matching.rows[id] for id in slab])]


@dataclass
class _Maker:
    gathered: Gathered
    ledger: LedgerState
    template: Template
    problems: EntryProblems

    def entries(self, ids: Sequence[str], rows: Sequence[UnitRow]) -> list[EntryPlan]:
        """Their class is their proposal, if that can be read."""
        units, typed, values = self._columns(rows)
        classes = [text if text in self.problems.classes else "" for text in values[self.problems.usulan]]
        public, typed_public = self.template.public_texts(values), self.template.public_texts(typed)
        contents, fingerprints = contents_and_fingerprints(units, public, classes, self.template)
        keys = reading_keys(units, typed_public, classes, self.template)
        links = values[self.problems.tautan]
        found = list(map(self._problems, ids, rows, classes, contents, links))
        problems, errors = [told for told, _ in found], [error for _, error in found]
        versions = made(Version, ids, repeat(1), fingerprints, contents, map(not_, errors))
        decisions = self._decisions(ids, rows, classes, errors)
        meant = [row.row.values for row in rows]
        none, titles = repeat(None), values[self.problems.judul]
        known = (ids, titles, decisions, versions, meant, rows, none, none, repeat(()))
        return list(map(EntryPlan, *known, problems, errors, versions, keys, classes))

    def _columns(self, rows: Sequence[UnitRow]) -> tuple[list[str], list[tuple[str, ...]], list[tuple[str, ...]]]:
        """Units, and the columns of what was typed and what is meant."""
        typed = zip(*[row.row.typed for row in rows], strict=True)
        values = zip(*[row.row.values for row in rows], strict=True)
        return [row.unit for row in rows], list(typed), list(values)

    def _problems(
        self, id: str, row: UnitRow, klasifikasi: str, content: Mapping[str, str], link: str
    ) -> tuple[tuple[Problem, ...], bool]:
        if row.row.number in self.problems.told[row.unit] or self.problems.demands(klasifikasi, link):
            return self.problems.of(id, row, klasifikasi, klasifikasi, _NO_BASIS, content)
        return _NO_PROBLEM

    def _decisions(
        self, ids: Sequence[str], rows: Sequence[UnitRow], classes: Sequence[str], errors: Sequence[bool]
    ) -> list[Decision]:
        """What is decided of the first of a kind holds for all of it, with their own IDs, texts and marks."""
        doubled, office = self.gathered.matching.doubled, self.ledger.office
        units = [row.unit for row in rows]
        claimed = [doubled.get(row.place, "") for row in rows] if doubled else [""] * len(rows)
        kinds = list(zip(units, classes, errors, claimed, strict=True))
        firsts = {kind: self._first(*kind) for kind in set(kinds)}
        columns: list[Iterable[Any]] = list(zip(*[firsts[kind] for kind in kinds], strict=True))
        columns[_ID], columns[_TYPED] = ids, [row.row.typed for row in rows]
        columns[_MARK] = marks_of(office.identity, ids, office.run + 1)
        state, event, answer = columns[:_STATE], columns[_STATE:_EVENT], columns[_EVENT:]
        events = zip(made(Event, ids, *event), strict=True)
        return made(Decision, made(EntryState, *state), events, *answer)

    def _first(self, unit: str, klasifikasi: str, error: bool, doubled: str) -> tuple[Any, ...]:
        """Of its unit and class, with errors or not: the fields of its state, those of its event after the ID, and the
        rest of the decision. `doubled` is the ID of another that its row claimed."""
        approvable = bool(klasifikasi) and not error
        current = Current(unit, (), 1, approvable, klasifikasi=klasifikasi, class_filled=bool(klasifikasi))
        decision = decide_new("", current)
        role = status_role(
            decision.state, excluded=klasifikasi == self.template.excluded_class, error=error,
            classified=bool(klasifikasi), released=False,
        )  # fmt: skip
        settled = decision.state._replace(
            status=self.template.status(role), reason=f"id-ganda:{doubled}" if doubled else "",
            row_run=self.ledger.office.run + 1,
        )  # fmt: skip
        (added,) = decision.events
        return (*settled, *added[1:], *decision[2:])
