"""One entry with all that was read about it, and what follows from it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from sync.ledger.state import EntryState, LedgerState, Version
from sync.plan.approval import Decision, Observed
from sync.plan.identity import UnitRow
from sync.tabs.master_tab import MasterRow
from sync.tabs.problem import Problem


@dataclass(slots=True)
class EntryPlan:
    """One entry in this run. `title` is what people call it, `values` are what `Induk` shows of the unit's columns;
    `reading` names a typed text seen for the first time; `extra` are further rows of `Induk` with its ID."""

    id: str
    title: str
    decision: Decision
    version: Version
    values: tuple[str, ...]
    row: UnitRow | None
    master: MasterRow | None
    observed: Observed | None = None
    extra: Sequence[MasterRow] = ()
    problems: tuple[Problem, ...] = ()
    error: bool = False
    new_version: Version | None = None
    reading: str = ""
    class_written: str = ""

    @property
    def state(self) -> EntryState:
        """What is known of the entry after the run."""
        return self.decision.state

    @state.setter
    def state(self, state: EntryState) -> None:
        self.decision.state = state

    def amend(self, **changes: Any) -> None:
        """Complete the state that was decided."""
        self.state = self.state._replace(**changes)


def with_states(ledger: LedgerState, entries: Iterable[EntryPlan]) -> LedgerState:
    """The ledger with what is known of the entries now."""
    return replace(ledger, entries={entry.id: entry.state for entry in entries})
