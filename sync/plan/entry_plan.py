"""One entry with all that was read about it, and what follows from it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sync.ledger.state import Version
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
    seen: Observed | None = None
    extra: Sequence[MasterRow] = ()
    problems: tuple[Problem, ...] = ()
    error: bool = False
    new_version: Version | None = None
    reading: str = ""
    class_written: str = ""

    def amend(self, **changes: Any) -> None:
        """Complete the state that was decided."""
        self.decision = Decision(self.decision.state._replace(**changes), *self.decision[1:])
