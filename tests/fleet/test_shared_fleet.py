"""How a fleet on several machines stands: who is at work, who is silent, what waits; how a person asks for a run."""

from __future__ import annotations

import asyncio
import errno
import json
import os
import signal
import threading
from datetime import UTC, datetime, timedelta
from pathlib import Path

import psycopg
import pytest
from click.testing import CliRunner, Result

from sync.cli.main import main
from sync.fence.database import Database
from sync.fence.job_queue import create_queue, make_queue
from sync.fleet.fleet_health import FleetHealth, Light, fleet_health
from sync.fleet.fleet_settings import load_fleet
from sync.fleet.machine_table import _say, load_machines, seen
from sync.fleet.office_record import OfficeRecord, with_begin, with_end
from sync.fleet.pool import OfficeTask, Pool, TaskEnd
from sync.fleet.record_table import forget_record, load_records, replace_record, save_record
from sync.fleet.worker import Worker
from tests.postgres_server import Server

pytestmark = pytest.mark.slow


class Shared:
    """A machine's folder with a `fleet.toml` and two offices."""

    def __init__(self, folder: Path, database: Database) -> None:
        self.folder, self.database = folder, database
        for name in ("lebak", "serang"):
            (folder / name).mkdir()
            (folder / name / "dip.toml").write_text(f"[office]\nshort = 'KPU {name}'\n", "utf-8")
        self.write("")

    def write(self, more: str) -> None:
        to = f"[fleet]\noffices = ['*']\n[database]\nto = '{self.database.to}'\n"
        (self.folder / "fleet.new").write_text(to + more, "utf-8")
        (self.folder / "fleet.new").replace(self.folder / "fleet.toml")

    def dip(self, *words: str) -> Result:
        return CliRunner().invoke(
            main, ["fleet", *words, "--fleet", str(self.folder / "fleet.toml")], env={"DIP_LANG": "en"}
        )

    def ran(self, name: str, machine: str, code: int = 0, stamp: str = "") -> None:
        now = datetime.now(UTC)
        record = with_begin(OfficeRecord(), f"KPU {name}", now, machine=machine)
        save_record(self.database, name, with_end(record, TaskEnd("", code, "", "", "", 1, 1), stamp, now))

    def is_at_work(self, machine: str, ago: timedelta = timedelta()) -> None:
        with psycopg.connect(self.database.to) as connection:
            connection.execute("INSERT INTO fleet_machine VALUES (%s, clock_timestamp() - %s)", (machine, ago))

    def health(self) -> FleetHealth:
        return fleet_health(load_fleet(self.folder / "fleet.toml"))

    def queued(self) -> dict[str, str]:
        with psycopg.connect(self.database.to) as connection:
            query = "SELECT args ->> 'office', queue_name FROM procrastinate_jobs WHERE task_name = 'run_office'"
            return dict(connection.execute(query).fetchall())


@pytest.fixture
def shared(tmp_path: Path, database: Database) -> Shared:
    create_queue(database)
    return Shared(tmp_path, database)


def test_migrate_says_whether_the_tables_were_there(tmp_path: Path, server: Server) -> None:
    shared = Shared(tmp_path, server.new_database("migrated"))
    said = [shared.dip("migrate").stdout for _ in range(2)]
    assert said == ["the fleet's database has its tables now\n", "the fleet's database had all its tables already\n"]


def test_a_machine_that_is_drained_is_forgotten_and_one_that_died_is_not(database: Database) -> None:

    def work(machine: str, end: type[BaseException] | None = None) -> None:
        with seen(database, machine, pytest.fail):
            while not load_machines(database):
                threading.Event().wait(0.01)
            if end:
                raise end

    work("dip-1")
    assert load_machines(database) == []
    with pytest.raises(KeyboardInterrupt):
        work("dip-2", KeyboardInterrupt)
    assert [each.name for each in load_machines(database)] == ["dip-2"]


def test_two_machines_with_one_name_are_told_and_one_that_was_restarted_is_not(
    shared: Shared, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sync.fleet.machine_table.EVERY", 0.01)
    assert not _say(shared.database, "dip-1", "the one that died", again=False)
    told: list[str] = []
    with seen(shared.database, "dip-1", told.append):
        threading.Event().wait(0.3)
        assert not told and not load_machines(shared.database)[0].is_doubled
        with seen(shared.database, "dip-1", told.append):
            while len(told) < 2:
                threading.Event().wait(0.01)
            assert load_machines(shared.database)[0].is_doubled
            assert told[0].startswith("Two workers bear the name dip-1") and told[0] in shared.dip("status").stderr
            assert json.loads(shared.dip("status", "--json").stdout)["machines"][0]["doubled"] is True
            assert shared.dip("status", "--strict").exit_code == 1
    assert len(told) == 2


def test_a_worker_whose_tables_are_too_old_says_so(shared: Shared) -> None:
    with psycopg.connect(shared.database.to, autocommit=True) as connection:
        connection.execute("ALTER TABLE fleet_machine DROP COLUMN twice")
    told: list[str] = []
    with seen(shared.database, "dip-1", told.append):
        while not told:
            threading.Event().wait(0.01)
    assert "dip fleet migrate" in told[0]
    assert shared.dip("migrate").stdout == "the fleet's database has its tables now\n"


def test_status_names_the_machines_and_which_ran_an_office(shared: Shared) -> None:
    shared.is_at_work("dip-1")
    shared.is_at_work("dip-2", timedelta(minutes=7))
    shared.ran("lebak", "dip-1")
    told = shared.dip("status", "-v")
    assert "machine dip-1: at work\nmachine dip-2: silent for 7 minutes" in told.stdout
    assert "on dip-1" in told.stdout and "dip fleet forget --machine dip-2" in told.stderr
    document = json.loads(shared.dip("status", "--json").stdout)
    assert [(each["machine"], each["silent"]) for each in document["machines"]] == [("dip-1", False), ("dip-2", True)]
    assert {each["office"]: each["machine"] for each in document["offices"]} == {"KPU lebak": "dip-1", "KPU serang": ""}
    assert shared.dip("status", "--strict").exit_code == 1
    assert shared.dip("forget", "--machine", "dip-2").stdout == "forgotten: dip-2\n"
    assert shared.dip("status", "--strict").exit_code == 0
    assert "there are: dip-1" in shared.dip("forget", "--machine", "dip-2").stderr


def test_a_fleet_without_a_machine_at_work_is_told(shared: Shared) -> None:
    (line,) = shared.health().warnings
    assert "No machine is at work" in line
    assert shared.dip("status", "--strict").exit_code == 1


def test_an_office_that_waits_for_its_machine_is_red(shared: Shared) -> None:
    shared.write("[[pinned]]\noffice = 'lebak'\nmachine = 'dip-9'\n[[pinned]]\noffice = 'lbk'\nmachine = 'dip-1'\n")
    shared.is_at_work("dip-1")
    shared.ran("lebak", "dip-1")
    health = shared.health()
    assert [(each.office.name, each.light) for each in health.offices] == [
        ("KPU lebak", Light.RED), ("KPU serang", Light.NEW),
    ]  # fmt: skip
    assert "waits for the machine dip-9" in health.offices[0].why and health.needs_a_person
    assert any("“lbk” is the folder of no office" in line for line in health.warnings)
    shared.is_at_work("dip-9")
    assert shared.health().offices[0].light is not Light.RED


def test_what_cron_would_start_is_refused_and_what_a_person_asks_for_waits_in_the_queue(shared: Shared) -> None:
    """Whoever runs an office then goes through the fence."""
    shared.write("[[pinned]]\noffice = 'serang'\nmachine = 'dip-1'\n")
    refused = shared.dip("run", "-q")
    assert refused.exit_code == 2 and "dip fleet work" in refused.stderr and not shared.queued()
    asked = shared.dip("run", "--office", "KPU lebak")
    assert asked.exit_code == 0 and "KPU lebak: in the queue" in asked.stdout
    assert shared.dip("run", "--all").exit_code == 0
    assert shared.queued() == {"lebak": "offices", "serang": "machine dip-1"}
    assert not list(shared.folder.glob("*/dip-ledger.sqlite"))


def test_an_office_that_is_pinned_elsewhere_now_waits_for_the_other_machine(shared: Shared) -> None:
    """The one that it waited for may be gone for good."""
    shared.write("[[pinned]]\noffice = 'lebak'\nmachine = 'dip-1'\n")
    assert shared.dip("run", "--office", "lebak").exit_code == 0
    assert shared.queued() == {"lebak": "machine dip-1"}
    shared.write("[[pinned]]\noffice = 'lebak'\nmachine = 'dip-2'\n")
    assert shared.dip("run", "--office", "lebak").exit_code == 0
    assert shared.queued() == {"lebak": "machine dip-2"}
    shared.write("")
    asyncio.run(_ticked(shared))
    assert shared.queued() == {"lebak": "offices", "serang": "offices"}


@pytest.mark.parametrize(("machine", "waits"), [("dip-2", True), ("dip-1", False)])
def test_the_machine_that_ran_a_red_office_sees_that_it_was_mended(shared: Shared, machine: str, waits: bool) -> None:
    """Another one cannot tell: its copy of dip.toml is another file."""
    shared.ran("lebak", machine, 2, "as it was")
    asyncio.run(_ticked(shared))
    assert ("lebak" in shared.queued()) is waits


async def _ticked(shared: Shared) -> None:
    """What a worker does each minute."""
    with Pool("tests.fleet.nosy_office", 1, 10) as pool:
        worker = Worker(load_fleet(shared.folder / "fleet.toml"), shared.database, pool, "dip-2", lambda *_: None)
        worker._queue = worker._with_tasks(make_queue(shared.database))
        async with worker._queue.open_async():
            await worker.defer_due(datetime.now(UTC))


def test_a_worker_ends_once_fleet_toml_says_something_else_and_not_for_a_mistake(
    shared: Shared, monkeypatch: pytest.MonkeyPatch
) -> None:
    """systemd starts it anew; with a mistake in the file it could not begin."""
    told: list[str] = []
    monkeypatch.setattr("sync.fleet.worker._LOOK_AGAIN", 0.01)
    monkeypatch.setattr("os.kill", lambda *ended: told.append(str(ended)))

    async def watched(worker: Worker) -> None:
        watching = asyncio.create_task(worker._watch_settings())
        for more in ("", "[[pinned]]\n", "# nothing else is said\n"):
            shared.write(more)
            await asyncio.sleep(0.2)
            assert not watching.done()
        assert len(told) == 1 and "office is missing" in told[0] and "goes on as it began" in told[0]
        shared.write("[[pinned]]\noffice = 'lebak'\nmachine = 'dip-1'\n")
        await asyncio.wait_for(watching, 10)

    with Pool("tests.fleet.nosy_office", 1, 10) as pool:
        worker = Worker(load_fleet(shared.folder / "fleet.toml"), shared.database, pool, "dip-2", lambda *_: None)
        worker._warn = told.append
        asyncio.run(watched(worker))
    assert "fleet.toml says something else now" in told[1] and told[2:] == [str((os.getpid(), signal.SIGTERM))]


def test_an_office_whose_folder_takes_no_mark_is_red_and_stops_no_other(shared: Shared) -> None:
    """Something lies where the file that leads to the database would be; or its disk is full, or can only be read."""
    shared.is_at_work("dip-2")
    mark = shared.folder / "lebak" / "dip-fleet.toml"
    mark.mkdir()
    with Pool("tests.fleet.nosy_office", 1, 10) as pool:
        worker = Worker(load_fleet(shared.folder / "fleet.toml"), shared.database, pool, "dip-2", lambda *_: None)
        worker._mark_offices()
        assert (shared.folder / "serang" / "dip-fleet.toml").is_file()
        assert asyncio.run(worker.run_office("lebak")).code == 2
    red = shared.health().offices[0]
    assert (red.office.name, red.light) == ("KPU lebak", Light.RED)
    assert str(mark) in red.why and red.what.startswith("Put right what is named there")


def test_an_office_for_which_a_machine_has_no_process_comes_again(
    shared: Shared, monkeypatch: pytest.MonkeyPatch
) -> None:
    """No file can be opened there any more."""

    def none_left(pool: Pool, task: OfficeTask) -> None:
        raise OSError(errno.EMFILE, os.strerror(errno.EMFILE))

    monkeypatch.setattr(Pool, "start", none_left)
    with Pool("tests.fleet.nosy_office", 1, 10) as pool:
        worker = Worker(load_fleet(shared.folder / "fleet.toml"), shared.database, pool, "dip-2", lambda *_: None)
        worker._at_work.start()
        assert asyncio.run(worker.run_office("lebak")).code == 1
        worker._at_work.end()
    (later,) = [each for each in shared.health().offices if each.light is Light.CARE]
    assert later.why == "no process can begin on the machine dip-2: Too many open files"


def test_a_red_office_says_how_the_machines_are_asked_for_it(shared: Shared) -> None:
    shared.is_at_work("dip-1")
    shared.ran("lebak", "dip-1", 2)
    (red,) = [each for each in shared.health().offices if each.light is Light.RED]
    assert red.what == "Put right what is named there, on every machine. Then: dip fleet run --office 'KPU lebak'"


def test_an_office_that_ran_and_is_here_no_more_is_told_until_it_is_forgotten(shared: Shared) -> None:
    shared.is_at_work("dip-1")
    shared.ran("pandeglang", "dip-1")
    shared.ran("lebak", "dip-1")
    assert any(line.startswith("pandeglang: ran before") for line in shared.health().warnings)
    assert shared.dip("forget", "pandeglang", "KPU lebak").stdout == "forgotten: pandeglang\nforgotten: lebak\n"
    health = shared.health()
    assert not health.warnings and [each.light for each in health.offices] == [Light.NEW, Light.NEW]


def test_what_a_machine_that_stood_still_says_late_is_no_news(shared: Shared) -> None:
    """Another one has begun since, and says how it ended; what it says itself is kept."""
    first = with_begin(OfficeRecord(), "KPU lebak", datetime(2026, 11, 30, 8, 0, 0, 1, UTC), machine="dip-1")
    other = with_begin(first, "KPU lebak", datetime(2026, 11, 30, 8, 5, tzinfo=UTC), machine="dip-2")
    well = with_end(other, TaskEnd("", 0, "", "", "", 0.1, 0.03), "stamp", datetime(2026, 11, 30, 8, 6, tzinfo=UTC))
    late = with_end(first, TaskEnd("", 75, "", "", "", 900, 1), "stamp", datetime(2026, 11, 30, 8, 15, tzinfo=UTC))
    for record in (first, other):
        save_record(shared.database, "lebak", record)
        is_news = replace_record(shared.database, "lebak", first, late)
        assert is_news == (record is first)
        assert load_records(shared.database) == {"lebak": late if is_news else other}
    replace_record(shared.database, "lebak", other, well)
    replace_record(shared.database, "lebak", first, late)
    assert load_records(shared.database) == {"lebak": well}
    forget_record(shared.database, "lebak")
    replace_record(shared.database, "lebak", other, well)
    assert not load_records(shared.database)
