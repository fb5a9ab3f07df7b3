"""`dip fleet work`: three machines and many offices, with a real queue, while machines lose power and stand still."""

from __future__ import annotations

import os
import random
import signal
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.fleet_machines import Machine
from tests.fleet_nation import Nation
from tests.postgres_server import Server

pytestmark = pytest.mark.slow
OFFICES = 60
STRIKES = int(os.environ.get("STRIKES", "8"))
LEASE = 3
ASKED, TICKED = 10, 4
"""So many offices are asked for, and so many are ticked, before each trouble."""


@pytest.fixture
def nation(server: Server, tmp_path: Path) -> Iterator[Nation]:
    nation = Nation(tmp_path, server.new_database("fleet", LEASE), OFFICES)
    with nation.queue.open():
        yield nation
    nation.lose_power()


class Trouble:
    """Machines lose their power and come again, or stand still for longer than their lease; several at once."""

    def __init__(self, machines: list[Machine], dice: random.Random) -> None:
        self.machines, self.dice = machines, dice
        self.still: dict[int, float] = {}

    def strike(self, how: signal.Signals) -> None:
        """One more machine; those that stood still for long enough go on."""
        self.wake(time.monotonic() - LEASE - 1)
        while len(self.still) == len(self.machines):
            time.sleep(0.2)
            self.wake(time.monotonic() - LEASE - 1)
        number = self.dice.choice([number for number in range(len(self.machines)) if number not in self.still])
        if how == signal.SIGSTOP:
            self.machines[number].signal(how)
            self.still[number] = time.monotonic()
        else:
            self.machines[number].lose_power()
            self.machines[number].start()

    def wake(self, before: float) -> None:
        """Those that stand still since before then go on."""
        for number in [number for number, since in self.still.items() if since < before]:
            self.machines[number].signal(signal.SIGCONT)
            del self.still[number]


def test_whatever_machines_do_every_office_ends_right(nation: Nation) -> None:
    """Nothing unapproved, lost or doubled. `make soak` strikes more often."""
    dice = random.Random(int(os.environ.get("FLEET_SEED", "16")))
    trouble = Trouble(nation.machines, dice)
    strikes = [signal.SIGKILL, signal.SIGSTOP] * (STRIKES // 2)
    dice.shuffle(strikes)
    nation.start()
    for how in strikes:
        for office in dice.sample(nation.offices, ASKED):
            nation.ask_for(office)
        for office in dice.sample(nation.offices, TICKED):
            nation.tick(office)
        trouble.strike(how)
        nation.verify()
        time.sleep(dice.random() * LEASE)
    trouble.wake(time.monotonic())
    nation.run_all()  # everybody comes to an end in peace
    for office in nation.offices:
        nation.tick(office)
    nation.run_all()
    nation.verify_end()
    nation.end()
