"""Entries seen for the first time, column by column: those of one unit and class, with errors or without, are decided
alike."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from sync.approval import Current, Decision, decide_new
from sync.case import Case
from sync.entry_problems import EntryProblems
from sync.gather import Gathered
from sync.identity import UnitRow, mark_of
from sync.merge import contents_and_fingerprints, reading_keys
from sync.present import status_role
from sync.state import EntryState, Event, LedgerState, Version
from sync.template import Template

_SLAB = 1000
"""So many rows at a time: their texts stay near the processor, and little is kept twice."""
_NO_BASIS = ("", "", "")
_MARK = EntryState._fields.index("mark")

Kind = tuple[str, str, bool, bool]
"""Unit, class, whether it has errors, and whether its row claimed another's ID."""


def fresh_cases(gathered: Gathered, ledger: LedgerState, template: Template, problems: EntryProblems) -> list[Case]:
    """A case for every entry that is new, as they stand in the tabs. They are settled: nothing of them can be approved
    or released."""
    matching = gathered.matching
    ids = [id for id in matching.rows if id in matching.fresh]
    maker = _Maker(gathered, ledger, template, problems)
    slabs = (ids[start : start + _SLAB] for start in range(0, len(ids), _SLAB))
    return [case for slab in slabs for case in maker.cases(slab, [matching.rows[id] for id in slab])]


@dataclass
class _Maker:
    gathered: Gathered
    ledger: LedgerState
    template: Template
    problems: EntryProblems
    decided: dict[Kind, tuple[tuple[Any, ...], tuple[Any, ...], tuple[Any, ...]]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.identity, self.run = self.ledger.office.identity, self.ledger.office.run + 1
        self.doubled = self.gathered.matching.doubled

    def cases(self, ids: Sequence[str], rows: Sequence[UnitRow]) -> Iterator[Case]:
        """Their class is their proposal, if that can be read."""
        units = [row.unit for row in rows]
        typed = self.template.public_texts(list(zip(*[row.row.typed for row in rows], strict=True)))
        values = list(zip(*[row.row.values for row in rows], strict=True))
        classes = [text if text in self.problems.classes else "" for text in values[self.problems.usulan]]
        publics = self.template.public_texts(values)
        contents = contents_and_fingerprints(units, publics, classes, self.template)
        keys = reading_keys(units, typed, classes, self.template)
        for id, row, klasifikasi, (content, fingerprint), key in zip(ids, rows, classes, contents, keys, strict=True):
            problems, error = self.problems.of(id, row, klasifikasi, klasifikasi, _NO_BASIS, content)
            version = Version(id, 1, fingerprint, content, not error)
            yield Case(
                id, self._decided(id, row, klasifikasi, error), version, row.row.values, row, None, None, (), problems,
                error, version, key, klasifikasi,
            )  # fmt: skip

    def _decided(self, id: str, row: UnitRow, klasifikasi: str, error: bool) -> Decision:
        """What is decided of the first of its kind, with its own ID, text and mark."""
        unit, (number, _, typed, _, _) = row.unit, row.row
        kind = unit, klasifikasi, error, (unit, number) in self.doubled
        if kind not in self.decided:
            state, (added,) = self._first(*kind)[:2]
            self.decided[kind] = state[3:_MARK], state[_MARK + 1 :], added[1:]
        before_mark, after_mark, event = self.decided[kind]
        mark = mark_of(self.identity, id, self.run)
        state = EntryState._make((id, unit, typed, *before_mark, mark, *after_mark))
        return Decision(state, (Event(id, *event),))

    def _first(self, unit: str, klasifikasi: str, error: bool, doubled: bool) -> Decision:
        approvable = bool(klasifikasi) and not error
        current = Current(unit, (), 1, approvable, klasifikasi=klasifikasi, class_filled=bool(klasifikasi))
        decision = decide_new("", current)
        role = status_role(
            decision.state, excluded=klasifikasi == self.template.excluded_class, error=error,
            classified=bool(klasifikasi), released=False,
        )  # fmt: skip
        settled = decision.state._replace(
            status=self.template.status(role), reason="id-ganda" if doubled else "", row_run=self.run
        )
        return decision._replace(state=settled)
