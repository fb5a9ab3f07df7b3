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
OFFICES = int(os.environ.get("FLEET_OFFICES", "8"))
SECONDS = float(os.environ.get("FLEET_SECONDS", "20"))
LEASE = 3
ASKED, TICKED = min(OFFICES, 20), min(OFFICES, 4)
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
        self.kills = self.stalls = 0

    def strike(self) -> None:
        """One more machine; those that stood still for long enough go on."""
        self.wake(time.monotonic() - LEASE - 1)
        awake = [number for number in range(len(self.machines)) if number not in self.still]
        if not awake:
            time.sleep(1)
            return
        number = self.dice.choice(awake)
        if self.dice.random() < 0.5:
            self.machines[number].lose_power()
            self.machines[number].start()
            self.kills += 1
        else:
            self.machines[number].signal(signal.SIGSTOP)
            self.still[number] = time.monotonic()
            self.stalls += 1

    def wake(self, before: float) -> None:
        """Those that stand still since before then go on."""
        for number in [number for number, since in self.still.items() if since < before]:
            self.machines[number].signal(signal.SIGCONT)
            del self.still[number]


def test_whatever_machines_do_every_office_ends_right(nation: Nation) -> None:
    """Nothing unapproved, lost or doubled. `make soak` does it for longer."""
    dice = random.Random(int(os.environ.get("FLEET_SEED", "16")))
    trouble = Trouble(nation.machines, dice)
    nation.start()
    end = time.monotonic() + SECONDS
    while time.monotonic() < end:
        for office in dice.sample(nation.offices, ASKED):
            nation.ask_for(office)
        for office in dice.sample(nation.offices, TICKED):
            nation.tick(office)
        trouble.strike()
        nation.verify()
    trouble.wake(time.monotonic())
    assert trouble.kills and trouble.stalls
    nation.run_all()  # everybody comes to an end in peace
    for office in nation.offices:
        nation.tick(office)
    nation.run_all()
    nation.verify_end()
    nation.end()
