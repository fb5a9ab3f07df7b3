"""One entry with all that was read about it, and what follows from it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from sync.ledger.state import EntryState, LedgerState, Version
from sync.plan.identity import UnitRow
from sync.plan.tick_rules import Decision, Observed
from sync.tabs.master_tab import MasterRow
from sync.tabs.problem import Problem


@dataclass(slots=True)
class EntryPlan:
    """One entry in this run.

    id              its ID
    title           what people call it
    decision        what is decided of it
    version         the version that `Induk` shows from now on
    values          what `Induk` shows of the unit's columns
    row             its row in its unit's tab, if it is there
    master          its row in `Induk`, if it is there
    observed        what its rows in `Induk` say
    extra           further rows of `Induk` with its ID
    problems        what is wrong with it
    error           one of them is an error
    new_version     the version, if it is new
    reading         key of a typed text that was not read before
    class_written   the class that sync fills in
    """

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
