"""People and sync, interleaved at random: whatever anybody does, and wherever a run dies, the promises hold."""

from __future__ import annotations

import os
import shutil
import tempfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from sync.errors import DipError
from sync.run.sync import Outcome
from tests.convergence import crash_at, end_state, twin
from tests.office import Office
from tests.people import ACTIONS, People
from tests.saboteur import SABOTAGE, Saboteur

SHELF = "/dev/shm" if os.access("/dev/shm", os.W_OK) else None
"""Where a ledger costs no disk."""
NUMBER = st.integers(0, 30)


class Interleaving(RuleBasedStateMachine):
    """Each step is one person's action or one run, calm or not."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp(prefix="dip-", dir=SHELF))
        self.twins = 0
        self.people: People

    @initialize(on_change=st.sampled_from(["keep", "keep", "withdraw"]), rows=st.integers(0, 14))
    def open_office(self, on_change: str, rows: int) -> None:
        """Rows of both units, synced once."""
        self.people = People(self.make_office(on_change))
        for number in range(rows):
            self.people.add(number)
        self.sync()

    def make_office(self, on_change: str) -> Office:
        return Office(self.folder, on_change)

    @property
    def office(self) -> Office:
        return self.people.office

    @rule(action=st.sampled_from(ACTIONS), number=NUMBER)
    def act(self, action, number):
        """Somebody does something."""
        action(self.people, number)

    @rule(actions=st.lists(st.tuples(st.sampled_from(ACTIONS), NUMBER), min_size=1, max_size=4))
    def act_and_sync(self, actions):
        """A few people, then a run."""
        for action, number in actions:
            action(self.people, number)
        self.sync()

    @rule()
    def tick_and_sync(self):
        """The PPID ticks every row as it stands."""
        self.people.tick_many(0)
        self.sync()

    @rule(allow=st.sampled_from([0, 0, 100]))
    def sync(self, allow: int = 0) -> None:
        """A run that comes to its end; a second one changes nothing."""
        if (outcome := self.run(allow)) and outcome.exit_code in (0, 3):
            done = self.written()
            assert self.run(allow) is not None
            assert self.written() == done, "a quiet run wrote something"

    def written(self) -> tuple[int, int, int]:
        return self.office.book.writes, self.office.ledger.records, self.office.target.publishes

    def run(self, allow: int = 0) -> Outcome | None:
        """One run, judged; None if nothing could be decided at all."""
        self.people.oracle.before()
        writes = self.office.book.writes
        try:
            outcome = self.office.sync(allow)
        except DipError:
            return None
        self.people.oracle.after(outcome, self.office.book.writes - writes)
        self.people.verify_notes()
        if outcome.exit_code == 0 and outcome.plan.mode == "full":
            self.people.verify_list()
        return outcome

    @rule(step=st.integers(0, 20), again=st.booleans())
    def crash(self, step, again):
        """A run dies; what the public sees is right all the same, and the next run comes to the same end as one that
        never died."""
        self.people.oracle.before()
        calm, writes = self.calm_twin(), self.office.book.writes
        try:
            died = crash_at(self.office, step)
        except DipError:
            return
        self.people.oracle.check_public(in_the_middle=died)
        self.people.verify_notes()
        if died and calm and not again:
            now = self.office.now
            self.office.sync()
            self.office.now = now
            assert end_state(self.office) == end_state(calm)
        self.people.oracle.died(self.office.book.writes - writes)

    def calm_twin(self) -> Office | None:
        """The same office after a run that nothing disturbed; None if that is none."""
        self.twins += 1
        calm = twin(self.office, self.folder / f"twin{self.twins}")
        try:
            return calm if calm.sync().exit_code == 0 else None
        except DipError:
            return None

    @rule(trouble=st.sampled_from(["refused", "lost"]))
    def trouble_with_the_workbook(self, trouble):
        """A write is refused, or applied and its answer lost."""
        self.office.book.trouble = trouble
        self.run()
        self.office.book.trouble = ""

    @rule(action=st.sampled_from(ACTIONS), number=NUMBER)
    def workbook_open(self, action, number):
        """Somebody has it open, saves, and goes on typing."""
        self.office.book.open_in = "LibreOffice"
        self.run()
        action(self.people, number)
        self.run()
        self.office.book.open_in = ""

    @rule()
    def target_refuses(self):
        """The host does not take the files."""
        self.office.target.refuses = True
        self.people.oracle.before()
        writes = self.office.book.writes
        try:
            self.office.sync()
        except DipError:
            return
        finally:
            self.office.target.refuses = False
        self.people.oracle.died(self.office.book.writes - writes)

    @precondition(lambda self: self.office.target.files)
    @rule(number=NUMBER)
    def somebody_touches_the_site(self, number):
        """A file at the host is altered or lost."""
        untouched = {"manifest.json", "data/dip.json", *self.office.target.somebodys}
        if paths := sorted(self.office.target.files.keys() - untouched):
            self.office.target.files[paths[number % len(paths)]] = b"judi online"

    def teardown(self) -> None:
        """What always holds in the end."""
        if hasattr(self, "people"):
            self.sync()
            if self.office.ledger.path.exists():
                self.office.ledger.verify()
        shutil.rmtree(self.folder)


class SabotagedInterleaving(Interleaving):
    """The same, while somebody who can write at the target does there what he likes. After any run that came to an end
    the text of what was withdrawn stands in no file of ours, and no file of his was ever changed."""

    def make_office(self, on_change: str) -> Office:
        office = super().make_office(on_change)
        self.saboteur = Saboteur(office)
        return office

    @rule(actions=st.lists(st.tuples(st.sampled_from(SABOTAGE), NUMBER), min_size=1, max_size=3))
    def somebody_is_at_the_target(self, actions):
        """Whatever he does there."""
        for action, number in actions:
            action(self.saboteur, number)
        self.office.target.somebodys = set(self.saboteur.added)
        self.saboteur.dirty = True

    @rule(actions=st.lists(st.tuples(st.sampled_from(SABOTAGE), NUMBER), min_size=1, max_size=3), number=NUMBER)
    def somebody_is_at_the_target_while_an_entry_is_withdrawn(self, actions, number):
        """The run after it must take the entry off all the same."""
        self.people.tarik(number)
        self.somebody_is_at_the_target(actions)
        self.sync()

    @rule()
    def keep_a_copy(self):
        """Of the site as it stands now."""
        self.saboteur.keep(0)

    @invariant()
    def what_is_his_is_as_it_was(self):
        """At every moment."""
        if hasattr(self, "saboteur"):
            files = self.office.target.files
            assert {path: files.get(path) for path in self.saboteur.added} == self.saboteur.added

    def run(self, allow: int = 0) -> Outcome | None:
        """Before it has come to an end, what he put there may be anything."""
        if (outcome := super().run(allow)) and not outcome.plan.busy:
            self.saboteur.dirty = False
        return outcome

    def crash(self, step: int, again: bool) -> None:
        if not self.saboteur.dirty:
            super().crash(step, again)


class RealInterleaving(Interleaving):
    """The same on a real .xlsx file, through the real door."""

    def make_office(self, on_change: str) -> Office:
        return Office(self.folder, on_change, kind="file")


class GoogleInterleaving(Interleaving):
    """The same in a Google spreadsheet, through the real door; lost answers are lost on the way back."""

    def make_office(self, on_change: str) -> Office:
        return Office(self.folder, on_change, kind="google")


def interleave(machine: type[Interleaving], examples: int, steps: int) -> None:
    """Run a machine so often, with so many steps each."""
    how = settings(
        max_examples=examples, stateful_step_count=steps, deadline=None, suppress_health_check=list(HealthCheck)
    )
    run_state_machine_as_test(machine, settings=how)


@pytest.mark.slow
def test_people_and_sync_in_memory() -> None:
    """A hundred interleavings at random of people, runs and somebody at the target, with crashes at every
    step of apply; `make soak` runs many more."""
    interleave(SabotagedInterleaving, int(os.environ.get("INTERLEAVINGS", "100")), 12)


@pytest.mark.slow
def test_people_and_sync_on_files() -> None:
    """Thirty such interleavings on real .xlsx files."""
    interleave(RealInterleaving, 30, 10)


@pytest.mark.slow
def test_people_and_sync_at_google() -> None:
    """Thirty such interleavings in a Google spreadsheet."""
    interleave(GoogleInterleaving, 30, 8)
