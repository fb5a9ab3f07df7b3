"""An office in memory that several machines run by turns: one workbook, one target, one database; each machine has its
own copy of the ledger and of the receipt."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

from sync.fence.fence import Fence
from sync.fence.guards import FencedReceipts, GuardedTarget, GuardedWorkbook
from sync.ledger.ledger import Ledger
from sync.publish.receipt import ReceiptFile
from sync.run.sync import Doors, Outcome, sync
from tests.memory_doors import TEMPLATE, Crash, Fuse, FusedLedger
from tests.memory_table import Clock, MemoryTable
from tests.office import Office

LEASE = 30.0
APART = timedelta(minutes=7)
"""The clocks of two machines differ by more than the time between two runs: that goes back at every second run."""


class MachineReceipts(FencedReceipts):
    """The receipt of a machine, with the points at which a process could die."""

    def __init__(self, path: Path, fence: Fence, fuse: Fuse) -> None:
        super().__init__(ReceiptFile(path, "memory"), fence)
        self.fuse = fuse

    @property
    def data(self) -> bytes:
        return self.load()

    def store(self, data: bytes) -> None:
        self.fuse.step("before receipt")
        super().store(data)
        self.fuse.step("after receipt")


class Machine:
    """One machine: its folder, its fence, and by how much its clock is wrong. Its spans begin when it was started."""

    def __init__(self, folder: Path, table: MemoryTable, clock: Clock, fuse: Fuse, wrong: timedelta) -> None:
        folder.mkdir()
        self.wrong, started = wrong, wrong.total_seconds()
        path = folder / "dip-receipt.json"
        self.ledger = FusedLedger(folder, fuse)
        self.fence = Fence(
            table, Ledger(self.ledger.path, self.ledger.backup_folder), [path], LEASE, lambda: clock() - started
        )
        self.ledger.committing = self.fence.commit
        self.receipts = MachineReceipts(path, self.fence, fuse)


class FleetOffice(Office):
    """The office; each run is made by the next machine. A run that dies keeps its lease until that is over."""

    def __init__(self, folder: Path, on_change: str = "keep", machines: int = 2) -> None:
        super().__init__(folder, on_change)
        self.clock = Clock()
        self.table = MemoryTable(self.clock)
        self.table.before = lambda what: self.fuse.step(f"before {what}")
        self.table.after = lambda what: self.fuse.step(f"after {what}")
        self.machines = [
            Machine(folder / f"machine{n}", self.table, self.clock, self.fuse, n * APART) for n in range(machines)
        ]
        self.turn = 0
        self.go_to(0)

    def go_to(self, number: int) -> Machine:
        """From now on this machine is looked at."""
        self.turn = number % len(self.machines)
        machine = self.machines[self.turn]
        machine.ledger.records = max(self.ledger.records, machine.ledger.records)
        self.ledger, self.receipts = machine.ledger, machine.receipts  # type: ignore[assignment]
        return machine

    def doors(self) -> Doors:
        doors, machine = super().doors(), self.machines[self.turn]
        return Doors(
            GuardedWorkbook(self.book, machine.fence), machine.ledger, GuardedTarget(self.target, machine.fence),
            machine.receipts, links=doors.links,
        )  # fmt: skip

    def sync(self, allow_removals: int = 0, *, meanwhile: Callable[[str], None] | None = None) -> Outcome:
        """One run, by the next machine, after every lease is over. `meanwhile` is called before the database is asked
        anything."""
        self.clock.now += LEASE + 1
        machine = self.go_to(self.turn + 1)
        self.now += timedelta(minutes=5)
        self.fuse.steps.clear()
        ordinary = self.table.before
        if meanwhile:
            self.table.before = meanwhile
        try:
            with machine.fence.held():
                doors = self.doors()
                return sync(doors, self.settings, TEMPLATE, allow_removals=allow_removals, now=self.now + machine.wrong)
        except Crash:
            self.table.holder, self.table.until = "a run that died", self.clock() + LEASE
            raise
        finally:
            self.table.before = ordinary
