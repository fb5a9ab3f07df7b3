"""`dip national work`: a job an office, with a real PostgreSQL and the sites of many offices on loopback."""

from __future__ import annotations

import asyncio
import os
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import psycopg
import pytest

from sync.errors import SettingsError
from sync.fence.database import Database
from sync.fence.job_queue import create_queue, defer_once, queue_name
from sync.links.turns import Politeness, Turns
from sync.national.harvest import OfficeOutcome
from sync.national.harvest_worker import HarvestActs, HarvestWorker, is_due
from sync.national.list_store import Confirmation, ListStore, OfficeList
from sync.national.page_files import write_pages
from sync.national.pages import NationalPages
from sync.national.search_index import existing_index
from sync.national.site_reader import SiteReader
from tests.internet import Internet, answer, internet
from tests.national.nation import NOW, Nation, ids, record, site


@pytest.fixture
def net(tmp_path: Path) -> Iterator[Internet]:
    (tmp_path / "net").mkdir()
    with internet(tmp_path / "net") as made:
        yield made


class Harvester:
    """A machine: its folder, its worker in a thread of its own, and what it told."""

    def __init__(self, net: Internet, folder: Path, database: Database, machine: str, count: int) -> None:
        folder.mkdir()
        self.nation = Nation(net, folder, [site(number) for number in range(1, count + 1)])
        self.settings = replace(self.nation.settings, database=database)
        lines = [",".join(each) for each in self.nation.offices.values()]
        self.settings.offices_path.write_text("\n".join(["code,name,kind,province,address", *lines, ""]))
        self.told: list[tuple[str, str]] = []
        self.warned: list[str] = []
        self.machine, self.database = machine, database

    @contextmanager
    def at_work(self) -> Iterator[HarvestWorker]:
        acts = HarvestActs(self._reader, self._note, self.warned.append, self._build)
        worker = HarvestWorker(self.settings, self.machine, lambda: self.nation.now, acts)
        self.loop = asyncio.new_event_loop()
        task = self.loop.create_task(worker._work())
        thread = threading.Thread(target=lambda: self.loop.run_until_complete(asyncio.wait([task])))
        thread.start()
        try:
            yield worker
        finally:
            self.loop.call_soon_threadsafe(task.cancel)
            thread.join(20)
            self.loop.close()

    def tick(self, worker: HarvestWorker) -> None:
        asyncio.run_coroutine_threadsafe(worker.defer_due(), self.loop).result(10)

    def show(self, worker: HarvestWorker, words: str) -> None:
        """As each minute; the first page then says so."""
        lock = f"{worker._name} show"
        job = defer_once(worker._show, lock, worker._name, timestamp=0)
        asyncio.run_coroutine_threadsafe(job, self.loop).result(10)
        home = self.settings.pages_path / "index.html"
        self.until(lambda: home.exists() and words in home.read_text())

    def _reader(self) -> SiteReader:
        return SiteReader(self.nation.net.client(), Turns(Politeness(pause=0, patience=2)), 1, 60)

    def _note(self, outcome: OfficeOutcome, before: str) -> None:
        self.told.append((outcome.site.code, outcome.trouble))

    def _build(self, store: ListStore) -> None:
        write_pages(self.settings.pages_path, NationalPages(self.settings, store, self.nation.now).files())

    def jobs(self) -> list[tuple[str, str]]:
        query = "SELECT args->>'code', status FROM procrastinate_jobs WHERE task_name = 'harvest_office' ORDER BY 1"
        with psycopg.connect(self.database.to) as connection:
            return list(connection.execute(query))

    def until_told(self, count: int) -> None:
        self.until(lambda: len(self.told) == count and not self.jobs())

    def until(self, holds: Callable[[], object]) -> None:
        end = time.monotonic() + 20
        while not holds():
            assert time.monotonic() < end, (self.told, self.warned, self.jobs())
            time.sleep(0.05)


@pytest.mark.slow
def test_each_office_is_harvested_in_a_job_of_its_own_when_its_turn_comes(
    net: Internet, tmp_path: Path, database: Database
) -> None:
    here = Harvester(net, tmp_path / "m1", database, "m1", 5)
    made = here.nation
    for code in made.offices:
        made.publish(code, [record(number) for number in range(1, 11)])
    made.put("3603", "manifest.json", b"<html>")
    with here.at_work() as worker:
        here.until_told(5)
        assert sorted(here.told) == [(code, "html" if code == "3603" else "") for code in sorted(made.offices)]
        here.tick(worker)
        assert not here.jobs(), "asked again before its turn"
        here.show(worker, "40 informasi dari 4 kantor")
        made.publish("3601", [record(number) for number in range(2, 11)], withdrawn=["KUL-0001"])
        made.now += timedelta(hours=1)
        here.tick(worker)
        here.until_told(10)
        assert made.shown("3601") == ids(range(2, 11))
        here.show(worker, "39 informasi")
        here.until(lambda: existing_index(here.settings.index_path).searcher().num_docs == 4 * 10 - 1 + 4)
    assert not here.warned or all("signal" in line for line in here.warned)


@pytest.mark.slow
def test_a_site_that_was_away_for_hours_is_asked_again(net: Internet, tmp_path: Path, database: Database) -> None:
    here = Harvester(net, tmp_path / "m1", database, "m1", 1)
    made = here.nation
    made.publish("3601", [record(1)])
    host = made.offices["3601"].address.split("/")[2]
    net.names[host] = socket.gaierror(socket.EAI_AGAIN, "later")
    with here.at_work() as worker:
        for number in range(1, 6):
            here.until_told(number)
            if number == 4:
                del net.names[host]
            made.now += timedelta(hours=1)
            here.tick(worker)
        here.until(lambda: not here.jobs())
    assert [trouble for _, trouble in here.told[:5]] == ["lookup"] * 4 + [""]


@pytest.mark.slow
def test_what_a_worker_left_that_was_killed_is_done_by_the_next(
    net: Internet, tmp_path: Path, database: Database
) -> None:
    here = Harvester(net, tmp_path / "m1", database, "m1", 3)
    for code in here.nation.offices:
        here.nation.publish(code, [record(1)])
    create_queue(database)
    queue = queue_name(f"national m1:{here.settings.folder}")
    with psycopg.connect(database.to) as connection:
        for code, status in (("3601", "doing"), ("3601", "todo"), ("3602", "doing")):
            connection.execute(
                "INSERT INTO procrastinate_jobs (queue_name, task_name, lock, queueing_lock, args, status)"
                " VALUES (%s, 'harvest_office', %s, %s, jsonb_build_object('code', %s::text), %s)",
                [queue, f"{queue} {code}", f"{queue} {code}", code, status],
            )
    with here.at_work():
        here.until_told(3)
    assert sorted(code for code, _ in here.told) == ["3601", "3602", "3603"], "an office was asked twice"


@pytest.mark.slow
def test_two_machines_on_one_database_are_two_whole_searches(net: Internet, tmp_path: Path, database: Database) -> None:
    machines = [Harvester(net, tmp_path / name, database, name, 8) for name in ("m1", "m2")]
    for code in machines[0].nation.offices:
        machines[0].nation.publish(code, [record(1), record(2)])
    with machines[0].at_work(), machines[1].at_work():
        machines[0].until(lambda: all(len(each.told) == 8 for each in machines) and not machines[0].jobs())
        for each in machines:
            assert {trouble for _, trouble in each.told} == {""}, each.told
            assert all(each.nation.shown(code) == ids((1, 2)) for code in each.nation.offices)


CODE = "from sync.cli.main import main; main()"
TOML = '[national]\nname = "Komisi"\nurl = "https://cari.kpu.go.id/"\ncontact = "ppid@kpu.go.id"\n'


@pytest.mark.slow
def test_the_command_works_until_it_is_told_to_end_and_goes_on_after_it_was_killed(
    net: Internet, tmp_path: Path, database: Database
) -> None:
    here = Harvester(net, tmp_path / "m1", database, "m1", 1)
    here.nation.publish("3601", [record(1)])
    here.nation.now = datetime.now(UTC) + timedelta(days=1)  # its turn does not come: the network is not asked
    here.nation.harvest()
    toml = here.settings.folder / "national.toml"
    dip = [sys.executable, "-c", CODE, "national"]
    words = ["--config", str(toml)]
    english = {**os.environ, "DIP_LANG": "en"}
    toml.write_text(TOML)
    done = subprocess.run([*dip, "work", *words], capture_output=True, text=True, check=False, env=english)
    assert done.returncode == 2 and "no table [database]" in done.stderr
    toml.write_text(f'{TOML}[database]\nto = "{database.to}"\n')
    with subprocess.Popen([*dip, "work", *words], env=english) as killed:
        here.until(lambda: _workers(database))
        killed.kill()
    with psycopg.connect(database.to) as connection:
        connection.execute("DELETE FROM procrastinate_workers")  # as its lease would
    with subprocess.Popen([*dip, "work", *words], stderr=subprocess.PIPE, text=True, env=english) as process:
        here.until(lambda: _workers(database))
        for command in ("work", "harvest"):
            busy = subprocess.run([*dip, command, *words], capture_output=True, text=True, check=False, env=english)
            assert busy.returncode == 75 and "another dip national is at work" in busy.stderr
        here.until((here.settings.pages_path / "index.html").exists)
        process.terminate()
        assert (process.wait(20), process.stderr and process.stderr.read()) == (0, "")


def _workers(database: Database) -> bool:
    with psycopg.connect(database.to) as connection:
        row = connection.execute("SELECT to_regclass('procrastinate_workers')").fetchone()
        return row != (None,) and bool(connection.execute("SELECT 1 FROM procrastinate_workers").fetchone())


@pytest.mark.slow
def test_a_mistake_in_the_list_of_offices_ends_no_worker(net: Internet, tmp_path: Path, database: Database) -> None:
    here = Harvester(net, tmp_path / "m1", database, "m1", 2)
    for code in here.nation.offices:
        here.nation.publish(code, [record(1)])
    right = here.settings.offices_path.read_text()
    with here.at_work() as worker:
        here.until(lambda: len(here.told) == 2)
        here.settings.offices_path.write_text("code\n")
        with pytest.raises(SettingsError):
            here.tick(worker)
        here.settings.offices_path.write_text(right.replace("3602", "3609"))
        here.nation.net.pages.clear()
        here.nation.net.pages |= {f"{each.address}manifest.json": answer(503) for each in [site(1), site(2)]}
        here.tick(worker)
        here.until(lambda: ("3609", "503") in here.told)
    assert here.nation.store.office("3602") is None


def test_the_name_of_a_queue_fits_into_a_channel_of_the_database() -> None:
    assert queue_name("machine m1") == "machine m1"
    long = [queue_name(f"machine ppid-{'é' * 30}.kab-lebak.kpu.go.id{number}") for number in range(3)]
    assert len(set(long)) == 3 and all(len(name.encode()) <= 40 for name in long)


def _office(code: str, asked: datetime | None) -> OfficeList:
    at = asked.isoformat(timespec="seconds") if asked else ""
    return OfficeList(site(1)._replace(code=code), at, "", "", Confirmation(-1, "", "", "", "", ()), "")


def test_offices_have_their_turns_one_after_the_other() -> None:
    codes = [f"{number:04}" for number in range(552)]
    assert all(is_due(_office(code, None), 30, NOW) for code in codes), "who was never asked is asked at once"
    turns = [sum(is_due(_office(code, NOW), 30, NOW + timedelta(minutes=minutes)) for code in codes)
             for minutes in range(1, 31)]  # fmt: skip
    news = [after - before for before, after in zip([0, *turns], turns, strict=False)]
    assert turns[-1] == 552 and max(news) < 40, "many offices have one minute"
    assert not is_due(_office("3601", NOW + timedelta(hours=5)), 30, NOW), "a clock that was put back"
