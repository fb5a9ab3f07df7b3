"""Several machines over one office, with a real database, real processes and real signals."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Callable
from dataclasses import replace
from multiprocessing import get_context
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import Any

import psycopg
import pytest

from sync.fence.database import Database
from sync.fence.encrypted_table import SIGN
from sync.fence.fleet_mark import write_mark
from sync.fence.postgres import PostgresTable, create_tables
from sync.publish.folder import FolderStore
from sync.workbook.xlsx.xlsx_workbook import XlsxWorkbook
from tests.fleet_machines import KUL, Machine, dip, shared_office
from tests.office_folder import OfficeFolder, row
from tests.postgres_server import Server

pytestmark = pytest.mark.slow
_CONTEXT = get_context("forkserver")
_CONTEXT.set_forkserver_preload(["sync.cli.fleet_office_shared", "tests.fleet.test_machines"])


@pytest.fixture(scope="session")
def like(tmp_path_factory: pytest.TempPathFactory) -> OfficeFolder:
    """An office with three entries, which nobody has answered yet."""
    office = OfficeFolder(tmp_path_factory.mktemp("like") / "office")
    office.fill(KUL, *(row(number) for number in range(3)))
    return office


class Pair:
    """Two machines and their office."""

    def __init__(self, folder: Path, like: OfficeFolder, database: Database) -> None:
        self.database = database
        self.office = shared_office(folder / "shared" / "lebak", like, database)
        self.machines = [Machine(folder / f"m{n}", [self.office], like, database) for n in range(2)]
        for machine in self.machines:
            write_mark(machine.config(self.office).with_name("dip-fleet.toml"), database, "lebak")

    def sync(
        self, number: int, step: int = 0, how: signal.Signals | None = None, *, inside: bool = False
    ) -> BaseProcess:
        """A run on this machine, in a process of its own, which gets a signal at one of its steps, or `inside` one."""
        arguments = (self.machines[number].config(self.office), step, how, inside)
        process = _CONTEXT.Process(target=_run, args=arguments)
        process.start()
        return process

    def exit_of(self, number: int) -> int | None:
        process = self.sync(number)
        process.join(60)
        return process.exitcode

    def everything(self) -> dict[str, Any]:
        """What is anywhere but on the machines."""
        files = {str(path): path.read_bytes() for path in sorted(self.office.folder.rglob("*")) if path.is_file()}
        with psycopg.connect(self.database.to) as connection:
            return files | {"kept": connection.execute("SELECT head, blob FROM office_ledger").fetchall()}

    def expire(self) -> None:
        """As if the lease had been over for long."""
        with psycopg.connect(self.database.to, autocommit=True) as connection:
            connection.execute("UPDATE office_ledger SET lease_until = '-infinity'")

    @property
    def people(self) -> OfficeFolder:
        """Who types into the workbook."""
        people = OfficeFolder.__new__(OfficeFolder)
        people.workbook = self.office.workbook
        return people

    def tick(self) -> list[str]:
        """The PPID ticks every row of Induk; which they are."""
        ids = [cells["id"] for cells in self.people.cells("Induk", "induk")]
        for number in range(2, len(ids) + 2):
            self.people.type("Induk", "induk", number, setuju=True)
        return ids

    def approvals(self) -> list[tuple[str, int]]:
        """Every approval in the ledger: ID and version."""
        from sync.fence.ledger_copy import in_memory, unpacked

        table = PostgresTable(self.database, "lebak")
        blob = table.load()
        table.close()
        with in_memory(unpacked(blob)) as base:
            return sorted(base.execute("SELECT id, version FROM events WHERE event = 'approved'").fetchall())


@pytest.fixture
def pair(tmp_path: Path, like: OfficeFolder, database: Database) -> Pair:
    pair = Pair(tmp_path, like, database)
    assert pair.exit_of(0) == 0
    pair.tick()
    return pair


_APPROVED = [(f"KUL-{number:04d}", 1) for number in range(1, 4)]


def _run(config: Path, step: int, how: signal.Signals | None, inside: bool) -> None:
    """A run whose process gets a signal before its n-th question to the database or after its n-th write; `inside`:
    when the database has let it write for the n-th time, and nothing is written yet."""
    from sync.cli.fleet_office_shared import work

    count = 0

    def one_more() -> None:
        nonlocal count
        count += 1
        if how and count == step:
            os.kill(os.getpid(), how)

    def before(act: Callable[..., Any]) -> Callable[..., Any]:
        def acted(*arguments: Any, **words: Any) -> Any:
            one_more()
            return act(*arguments, **words)

        return acted

    def after(act: Callable[..., Any]) -> Callable[..., Any]:
        def acted(*arguments: Any, **words: Any) -> Any:
            result = act(*arguments, **words)
            one_more()
            return result

        return acted

    if not inside:
        PostgresTable._sent = before(PostgresTable._sent)  # type: ignore[method-assign]
    around = before if inside else after
    XlsxWorkbook.write = around(XlsxWorkbook.write)  # type: ignore[method-assign]
    for name in ("write", "move", "remove", "make_folders"):
        setattr(FolderStore, name, around(getattr(FolderStore, name)))
    sys.stdout = sys.stderr = open(os.devnull, "w")  # noqa: SIM115
    code, _ = work([("sync", "--config", str(config))], "")
    os._exit(200 if how and count < step else code)


def _stands_still(process: BaseProcess) -> bool:
    """Wait until it does; false if it came to its end."""
    while process.is_alive():
        try:
            if Path(f"/proc/{process.pid}/stat").read_text().rpartition(")")[2].split()[0] == "T":
                return True
        except FileNotFoundError:
            break
        process.join(0.01)
    return False


STEPS = 99
"""More than a run has."""
STRIDE = int(os.environ.get("STRIDE", "8"))
"""Only each so-manieth step is tried; `make soak` tries all."""


def test_whoever_is_stopped_at_any_step_writes_nothing_when_it_wakes_up(pair: Pair) -> None:
    """SIGSTOP before each question to the database and after each write, in runs that count an approval and publish it.
    The other machine does it all meanwhile."""
    ids: list[str] = []
    for step in range(2, STEPS, STRIDE):
        pair.people.fill(KUL, row(10 + step))
        process = pair.sync(0, step, signal.SIGSTOP)
        if not _stands_still(process):
            break
        pair.expire()
        assert pair.exit_of(1) == 0
        before = pair.everything()
        os.kill(process.pid or 0, signal.SIGCONT)
        process.join(60)
        assert pair.everything() == before, f"step {step}"
        assert process.exitcode in (0, 75)
        ids = pair.tick()
        with psycopg.connect(pair.database.to, autocommit=True) as connection:
            connection.execute("UPDATE office_ledger SET holder = ''")
    assert step > 10
    assert pair.exit_of(0) == 0
    assert pair.approvals() == [(id, 1) for id in sorted(ids)] and pair.office.public() == set(ids)


def test_what_slips_out_of_whoever_is_stopped_inside_a_request_is_put_right(pair: Pair) -> None:
    """SIGSTOP between the database's answer and each write. The other machine does it all meanwhile; the one request
    that goes out on waking up counts no tick, and the next run puts right what it did."""
    ids: list[str] = []
    for step in range(1, STEPS, STRIDE):
        pair.people.fill(KUL, row(10 + step))
        process = pair.sync(0, step, signal.SIGSTOP, inside=True)
        if not _stands_still(process):
            break
        pair.expire()
        assert pair.exit_of(1) == 0
        counted = pair.approvals()
        os.kill(process.pid or 0, signal.SIGCONT)
        process.join(60)
        assert process.exitcode == 75, f"step {step}"
        assert pair.approvals() == counted, f"step {step}"
        pair.expire()
        assert [pair.exit_of(1), pair.exit_of(0)] == [0, 0], f"step {step}"
        assert pair.office.public() == set(ids) | {id for id, _ in _APPROVED}, f"step {step}"
        ids = pair.tick()
    assert step > 3
    assert pair.exit_of(0) == 0
    assert pair.approvals() == [(id, 1) for id in sorted(ids)] and pair.office.public() == set(ids)


def test_whoever_is_killed_at_any_step_leaves_what_the_other_machine_puts_right(
    tmp_path: Path, like: OfficeFolder, server: Server
) -> None:
    """SIGKILL at each step of the run that counts the approvals and publishes."""
    step, killed = 2 - STRIDE, True
    while killed:
        step += STRIDE
        database = server.new_database("killed")
        create_tables(database)
        pair = Pair(tmp_path / str(step), like, database)
        assert pair.exit_of(0) == 0
        pair.tick()
        process = pair.sync(1, step, signal.SIGKILL)
        process.join(60)
        killed = process.exitcode == -signal.SIGKILL
        pair.expire()
        assert [pair.exit_of(0), pair.exit_of(1)] == [0, 0], f"step {step}"
        assert pair.approvals() == _APPROVED and pair.office.public() == {id for id, _ in _APPROVED}, f"step {step}"
        before = pair.everything()
        assert pair.exit_of(0) == 0 and pair.everything() == before
    assert step > 8


def test_every_command_of_an_office_goes_through_the_fence(pair: Pair, tmp_path: Path) -> None:
    first, second = (str(machine.config(pair.office)) for machine in pair.machines)
    assert dip("sync", "--config", first).returncode == 0
    assert dip("publish", "--config", second).returncode == 0
    table = PostgresTable(pair.database, "lebak")
    assert table.take("somebody", 30)
    busy = dip("publish", "--config", second)
    assert busy.returncode == 75 and "another machine of the fleet" in busy.stderr
    table.free("somebody")
    back = dip("restore", str(pair.machines[0].folder / "offices/lebak/dip-backup"), "--config", first)
    assert back.returncode == 1 and "is kept in the fleet's database" in back.stderr
    assert dip("sync", "--config", first).returncode == 0


def test_machines_with_a_key_keep_in_the_database_what_it_cannot_read(pair: Pair, tmp_path: Path) -> None:
    """From a database without one, as docs/fleet.md says. A machine without the key decides nothing."""
    key = tmp_path / "key"
    key.write_text("5e" * 32, "ascii")
    with psycopg.connect(pair.database.to, autocommit=True) as connection:
        connection.execute("UPDATE office_ledger SET head = '', run = 0")
        connection.execute("DELETE FROM office_file")
        first, second = (machine.config(pair.office).with_name("dip-fleet.toml") for machine in pair.machines)
        without = first.read_bytes()
        for mark in (first, second):
            write_mark(mark, replace(pair.database, keyfile=str(key)), "lebak")
        assert [pair.exit_of(0), pair.exit_of(1), pair.exit_of(0)] == [0, 0, 0]
        kept = connection.execute("SELECT blob FROM office_ledger UNION ALL SELECT data FROM office_file").fetchall()
        assert len(kept) > 1 and all(bytes(data).startswith(SIGN) for (data,) in kept)
    assert pair.office.public() == {id for id, _ in _APPROVED}
    second.write_bytes(without)
    pair.machines[1].config(pair.office).with_name("dip-ledger.sqlite").unlink()
    refused = dip("sync", "--config", str(pair.machines[1].config(pair.office)))
    assert refused.returncode == 1 and "has no key" in refused.stderr


def test_a_second_fleet_over_the_same_workbook_is_refused(
    pair: Pair, server: Server, tmp_path: Path, like: OfficeFolder
) -> None:
    other = server.new_database("second")
    create_tables(other)
    machine = Machine(tmp_path / "other", [pair.office], like, other)
    write_mark(machine.config(pair.office).with_name("dip-fleet.toml"), other, "lebak")
    before = pair.everything()
    refused = dip("sync", "--config", str(machine.config(pair.office)))
    assert refused.returncode == 1 and "Traceback" not in refused.stderr
    assert pair.everything() == before


def test_without_its_database_a_run_decides_nothing(pair: Pair, server: Server) -> None:
    before = pair.everything()
    server.stop()
    stopped = dip("sync", "--config", str(pair.machines[0].config(pair.office)))
    server.start()
    assert stopped.returncode == 75 and "does not answer" in stopped.stderr
    assert pair.everything() == before
    assert pair.exit_of(0) == 0 and pair.approvals() == _APPROVED
