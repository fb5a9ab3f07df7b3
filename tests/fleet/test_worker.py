"""`dip fleet work`: three machines and many offices, with a real queue, while machines lose power and stand still."""

from __future__ import annotations

import os
import random
import signal
import time
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

import psycopg
import pytest
from procrastinate import exceptions

from sync.fence.database import Database
from sync.fence.job_queue import make_queue
from sync.fence.ledger_copy import in_memory, unpacked
from sync.fence.postgres import PostgresTable
from tests.fleet_machines import KUL, Machine, SharedOffice, dip, shared_office
from tests.office_folder import OfficeFolder, row
from tests.postgres_server import Server

pytestmark = pytest.mark.slow
OFFICES = int(os.environ.get("FLEET_OFFICES", "8"))
SECONDS = float(os.environ.get("FLEET_SECONDS", "25"))
LEASE = 3
ROWS = 3


@pytest.fixture
def fleet(server: Server, tmp_path: Path) -> Iterator[Fleet]:
    fleet = Fleet(tmp_path, server.new_database("fleet", LEASE))
    with fleet.queue.open():
        yield fleet


class Fleet:
    """Offices, machines, and people who tick."""

    def __init__(self, folder: Path, database: Database, offices: int = OFFICES) -> None:
        like = OfficeFolder(folder / "like")
        like.fill(KUL, *(row(number) for number in range(ROWS)))
        self.database = database
        self.offices = [shared_office(folder / "shared" / f"kab{n:02d}", like, database) for n in range(offices)]
        self.machines = [Machine(folder / f"m{n}", self.offices, like, database) for n in range(3)]
        assert dip("fleet", "migrate", "--fleet", str(self.machines[0].folder / "fleet.toml")).returncode == 0
        self.queue = make_queue(database)

    def ask_for(self, office: SharedOffice) -> None:
        """Put it into the queue, as `tick` does."""
        task = self.queue.configure_task("run_office", queue="offices", lock=office.name, queueing_lock=office.name)
        for _ in range(10):  # connections that a restart of the server cut
            try:
                task.defer(office=office.name)
            except exceptions.AlreadyEnqueued:
                return
            except exceptions.ConnectorException:
                time.sleep(0.5)
            else:
                return

    def tick(self, office: SharedOffice, number: int) -> None:
        """The PPID ticks a row at a moment when no run is at work for the office."""
        table = PostgresTable(self.database, office.name)
        while table.take("the PPID", 30) is None:
            time.sleep(0.05)
        people = OfficeFolder.__new__(OfficeFolder)
        people.workbook = office.workbook
        rows = people.cells("Induk", "induk")
        if number < len(rows) and rows[number]["id"] not in office.ticked:
            people.type("Induk", "induk", number + 2, setuju=True)
            office.ticked.add(rows[number]["id"])
        table.free("the PPID")

    def approvals(self, office: SharedOffice) -> Counter[str]:
        table = PostgresTable(self.database, office.name)
        blob = table.load()
        table.close()
        if not blob:
            return Counter()
        with in_memory(unpacked(blob)) as base:
            return Counter(id for (id,) in base.execute("SELECT id FROM events WHERE event = 'approved'"))

    def verify(self) -> None:
        """What holds at every moment: nothing unapproved, nothing counted twice."""
        for office in self.offices:
            assert office.public() <= office.ticked, f"{office.name}: unapproved"
            counted = self.approvals(office)
            assert counted.keys() <= office.ticked and set(counted.values()) <= {1}, f"{office.name}: {counted}"

    def is_right(self) -> bool:
        """Whether every office has come to its end."""
        return all(office.public() == office.ticked for office in self.offices) and not self.waiting()

    def waiting(self) -> int:
        with psycopg.connect(self.database.to) as connection:
            query = "SELECT count(*) FROM procrastinate_jobs WHERE task_name = 'run_office'"
            return int((connection.execute(query).fetchone() or (0,))[0])

    def logs(self) -> str:
        return "\n".join(machine.log()[-3000:] for machine in self.machines)


def _trouble(fleet: Fleet, dice: random.Random) -> None:
    """A machine loses its power and comes again, or stands still for longer than its lease."""
    machine = dice.choice(fleet.machines)
    if dice.random() < 0.5:
        machine.signal(signal.SIGKILL)
        assert machine.process
        machine.process.wait()
        machine.start()
    else:
        machine.signal(signal.SIGSTOP)
        time.sleep(LEASE + 1)
        machine.signal(signal.SIGCONT)


def test_whatever_machines_do_every_office_ends_right(fleet: Fleet) -> None:
    """Nothing unapproved, lost or doubled. `FLEET_OFFICES=60 FLEET_SECONDS=120` is the size of a nation's tenth."""
    dice = random.Random(int(os.environ.get("FLEET_SEED", "16")))
    for machine in fleet.machines:
        machine.start()
    try:
        end = time.monotonic() + SECONDS
        while time.monotonic() < end:
            for office in dice.sample(fleet.offices, len(fleet.offices) // 2):
                fleet.ask_for(office)
            fleet.tick(dice.choice(fleet.offices), dice.randrange(ROWS))
            _trouble(fleet, dice)
            fleet.verify()
        for office in fleet.offices:  # everybody comes to an end in peace
            fleet.ask_for(office)
        _until(fleet, lambda: not fleet.waiting())
        for office in fleet.offices:
            for number in range(ROWS):
                fleet.tick(office, number)
            fleet.ask_for(office)
        _until(fleet, fleet.is_right)
        fleet.verify()
        assert all(len(office.ticked) == ROWS and len(fleet.approvals(office)) == ROWS for office in fleet.offices)
        assert [machine.end() for machine in fleet.machines] == [0, 0, 0]
        assert "Traceback" not in fleet.logs()
    finally:
        for machine in fleet.machines:
            machine.signal(signal.SIGKILL)


def _until(fleet: Fleet, holds: Callable[[], object]) -> None:
    end = time.monotonic() + 120
    while not holds():
        assert time.monotonic() < end, fleet.logs()
        time.sleep(0.5)
        for office in fleet.offices:
            if office.public() != office.ticked:
                fleet.ask_for(office)
