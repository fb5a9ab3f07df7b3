"""Many offices, several machines and one queue, with people who tick; and what must hold at every moment."""

from __future__ import annotations

import time
from collections import Counter
from pathlib import Path

import openpyxl
import psycopg
from procrastinate import exceptions

from sync.fence.database import Database
from sync.fence.job_queue import make_queue
from sync.fence.ledger_copy import in_memory, unpacked
from sync.fence.postgres import PostgresTable
from tests.fleet_machines import KUL, Machine, SharedOffice, dip, shared_office
from tests.office_folder import OfficeFolder, columns_of, row

ROWS = 3
PATIENCE = 600


class Nation:
    """Offices with so many entries each, machines, and the queue, opened by whoever makes it."""

    def __init__(self, folder: Path, database: Database, offices: int, machines: int = 3) -> None:
        like = OfficeFolder(folder / "like")
        like.fill(KUL, *(row(number) for number in range(ROWS)))
        self.database = database
        self.offices = [shared_office(folder / "shared" / f"kab{n:02d}", like, database) for n in range(offices)]
        self.machines = [Machine(folder / f"m{n}", self.offices, like, database) for n in range(machines)]
        assert dip("fleet", "migrate", "--fleet", str(self.machines[0].folder / "fleet.toml")).returncode == 0
        self.queue = make_queue(database)

    def start(self) -> None:
        """Every machine begins to work."""
        for machine in self.machines:
            machine.start()

    def revive(self) -> None:
        """A machine whose worker ended by itself starts it anew, as systemd does."""
        for machine in self.machines:
            if machine.process and machine.process.poll() is not None:
                machine.start()

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

    def tick(self, office: SharedOffice) -> None:
        """The PPID ticks every row that is there, at a moment when no run is at work for the office."""
        table = PostgresTable(self.database, office.name)
        while table.take("the PPID", 30) is None:
            time.sleep(0.05)
        book = openpyxl.load_workbook(office.workbook)
        sheet = book["Induk"]
        at = columns_of(sheet, "induk")
        for number in range(2, ROWS + 2):
            id = str(sheet.cell(number, at["id"]).value or "")
            if id and id not in office.ticked:
                sheet.cell(number, at["setuju"]).value = True
                office.ticked.add(id)
        book.save(office.workbook)
        table.free("the PPID")

    def approvals(self) -> dict[str, Counter[str]]:
        """How often each ledger counted each entry's approval, by office."""
        with psycopg.connect(self.database.to) as connection:
            kept = connection.execute("SELECT office, blob FROM office_ledger WHERE head <> ''").fetchall()
        return {office: _approved(blob) for office, blob in kept}

    def verify(self) -> None:
        """What holds at every moment: nothing unapproved, nothing counted twice."""
        approvals = self.approvals()
        for office in self.offices:
            assert office.public() <= office.ticked, f"{office.name}: unapproved"
            counted = approvals.get(office.name, Counter())
            assert counted.keys() <= office.ticked and set(counted.values()) <= {1}, f"{office.name}: {counted}"

    def verify_end(self) -> None:
        """The PPID ticked every entry; each was counted once, and is on the site."""
        approvals = self.approvals()
        for office in self.offices:
            assert len(office.ticked) == ROWS and office.public() == office.ticked, f"{office.name}: lost"
            assert approvals[office.name] == Counter(office.ticked), f"{office.name}: {approvals[office.name]}"

    def run_all(self) -> None:
        """Ask for every office, and wait until each was run and its site shows what was ticked."""
        for office in self.offices:
            self.ask_for(office)
        end = time.monotonic() + PATIENCE
        while self._waiting() or self._behind():
            assert time.monotonic() < end, self.logs()
            time.sleep(0.5)
            self.revive()
            for office in self._behind():
                self.ask_for(office)

    def _behind(self) -> list[SharedOffice]:
        return [office for office in self.offices if office.public() != office.ticked]

    def _waiting(self) -> int:
        with psycopg.connect(self.database.to) as connection:
            query = "SELECT count(*) FROM procrastinate_jobs WHERE task_name = 'run_office'"
            return int((connection.execute(query).fetchone() or (0,))[0])

    def end(self) -> None:
        """Every machine finishes what is at work and ends well; none printed a traceback."""
        assert [machine.end() for machine in self.machines] == [0] * len(self.machines)
        assert "Traceback" not in self.logs()

    def lose_power(self) -> None:
        """Nothing of any machine is left."""
        for machine in self.machines:
            if machine.process:
                machine.lose_power()

    def logs(self) -> str:
        return "\n".join(machine.log()[-3000:] for machine in self.machines)


def _approved(blob: bytes) -> Counter[str]:
    with in_memory(unpacked(bytes(blob))) as base:
        return Counter(id for (id,) in base.execute("SELECT id FROM events WHERE event = 'approved'"))
