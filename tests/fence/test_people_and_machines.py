"""People and two machines whose clocks differ by minutes, over one office, interleaved at random: wherever a run dies
or stands still, no approval is counted twice or lost, and who stood still for too long writes nothing any more."""

from __future__ import annotations

import os
from contextlib import suppress
from typing import Any

import pytest
from hypothesis import strategies as st
from hypothesis.stateful import rule

from sync.errors import DipError
from tests.fleet_office import FleetOffice
from tests.office import Office
from tests.people import ACTIONS
from tests.plan.test_people_and_sync import NUMBER, Interleaving, interleave

ACTS = st.lists(st.tuples(st.sampled_from(ACTIONS), NUMBER), min_size=1, max_size=3)


class MachinesInterleaving(Interleaving):
    """Each run is made by the other machine."""

    def make_office(self, on_change: str) -> Office:
        return FleetOffice(self.folder, on_change)

    @property
    def fleet(self) -> FleetOffice:
        office = self.office
        assert isinstance(office, FleetOffice)
        return office

    def written_anywhere(self) -> Any:
        office = self.fleet
        return office.book.writes, dict(office.target.files), office.table.kept, dict(office.table.kept_files)

    @rule(step=st.integers(1, 8), before=ACTS, actions=ACTS)
    def stand_still(self, step, before, actions):
        """A machine that holds the lease stops before it asks the database again, for longer than that. People go on,
        the other machine runs. When the first one wakes up nothing of it goes out."""
        for action, number in before:
            action(self.people, number)
        office, writes, asked = self.fleet, self.office.book.writes, 0
        after: list[Any] = []

        def meanwhile(_: str) -> None:
            nonlocal asked
            asked += 1
            if asked - 1 == step and not after:
                after.append(None)
                ordinary = office.table.before
                office.table.before = lambda _: None
                self.people.oracle.check_public(in_the_middle=True)
                self.people.oracle.died(office.book.writes - writes)
                for action, number in actions:
                    action(self.people, number)
                self.run()
                office.table.before = ordinary
                after[0] = self.written_anywhere()

        self.people.oracle.before()
        outcome = None
        with suppress(DipError):
            outcome = office.sync(meanwhile=meanwhile)
        if after:
            assert self.written_anywhere() == after[0], "who stood still wrote something"
        elif outcome:
            self.people.oracle.after(outcome, office.book.writes - writes)


@pytest.mark.slow
def test_people_and_two_machines_in_memory() -> None:
    """Sixty random interleavings; `make soak` runs many more."""
    interleave(MachinesInterleaving, int(os.environ.get("MACHINES", "60")), 12)
