"""`dip fleet work`: one of several machines that run the offices together. Procrastinate, a job queue in the fleet's
database, gives each office to one machine at a time; what a machine that died left is given to another.

The queue decides who begins, never what is right: that is the fence's. A job that is lost, or handed out twice, costs a
run that is made again or one that ends with 75.
"""

from __future__ import annotations

import asyncio
import os
import queue
import signal
import threading
from collections.abc import Callable, Collection, Mapping
from concurrent.futures import Future
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime
from functools import partial
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING

from sync.errors import ArgumentError, FileError, SettingsError, files_translated, reason_of
from sync.fence.database import Database
from sync.fence.fleet_mark import write_mark
from sync.fence.job_queue import ask_once, defer_once, give_again, make_queue, queue_name, stay_at_work, take_jobs
from sync.fleet.fleet_offices import pick_offices, reads_for, reads_of
from sync.fleet.fleet_run import Chosen, Tell, at_office, task_of
from sync.fleet.fleet_settings import FleetSettings, load_fleet
from sync.fleet.machine_table import seen
from sync.fleet.office_look import FleetOffice, promptly, silent_disk
from sync.fleet.office_record import OfficeRecord, next_start, with_begin, with_end
from sync.fleet.pool import OfficeTask, Pool, TaskEnd
from sync.fleet.read_table import open_reads
from sync.fleet.record_table import find_shared, load_records, name_of, replace_record, save_record
from sync.fleet.timetable import spread
from sync.message import say, to_document

if TYPE_CHECKING:
    from procrastinate import App

SHARED = "offices"
"""The queue of all machines; an office that is pinned has that of its machine."""
_LEFT = """
SELECT job.id FROM procrastinate_jobs job JOIN procrastinate_events event ON event.job_id = job.id
LEFT JOIN office_ledger kept ON kept.office = job.lock
WHERE job.status = 'doing' AND job.task_name = 'run_office' AND event.type = 'started'
  AND (kept.lease_until < clock_timestamp()) IS NOT FALSE
GROUP BY job.id HAVING max(event.at) < clock_timestamp() - make_interval(secs => %(seconds)s)
"""
MARK = "dip-fleet.toml"
_GLANCE = 0.05
_LOOK_AGAIN = 30.0
"""After so many seconds it is looked again what fleet.toml says."""


class Worker:
    """One machine at work. `machine` is its name, for offices that are pinned to it."""

    def __init__(self, fleet: FleetSettings, database: Database, pool: Pool, machine: str, tell: Tell) -> None:
        self.fleet, self.database, self.machine, self.tell = fleet, database, machine, tell
        self._at_work = _AtWork(pool)
        self._queue: App
        self._warn: Callable[[str], None]

    def work(self, warn: Callable[[str], None]) -> None:
        """Until somebody ends it (SIGTERM, SIGINT): then no office is begun any more, and those at work are finished. A
        database that does not answer is asked again. After it was away the worker ends by itself, and systemd starts it
        anew; so it is where fleet.toml says something else."""
        self._at_work.start()
        self._warn = warn
        try:
            with seen(self.database, self.machine, warn):
                stay_at_work(self._work, warn)
        finally:
            self._at_work.end()

    async def _work(self) -> None:
        await asyncio.to_thread(self._mark_offices)
        self._queue = self._with_tasks(make_queue(self.database))
        async with self._queue.open_async():
            queues, at_once = [SHARED, _queue_of(self.machine)], self.fleet.processes + 2
            watching = asyncio.create_task(self._watch_settings())
            try:
                await take_jobs(self._queue, queues, self.machine, at_once, self.database.lease)
            finally:
                watching.cancel()

    async def _watch_settings(self) -> None:
        """End as somebody else would end this worker, once fleet.toml says something else, twice in a row alike: it may
        be half copied. A file with a mistake is told, and changes nothing."""
        found, last_error = self.fleet, ""
        while True:
            await asyncio.sleep(_LOOK_AGAIN)
            former = found
            try:
                found = await asyncio.to_thread(load_fleet, self.fleet.source)
            except (SettingsError, OSError) as error:
                if str(error) != last_error:
                    last_error = str(error)
                    self._warn(say("%(error)s The worker goes on as it began.", error=error))
                continue
            if found == former != self.fleet:
                self._warn(say("%(path)s says something else now: this worker finishes what is at work and ends, so "
                               "that it is started anew", path=self.fleet.source))  # fmt: skip
                os.kill(os.getpid(), signal.SIGTERM)
                return

    def _mark_offices(self) -> None:
        self._mark(self._offices(load_records(self.database)))

    def _mark(self, offices: Mapping[str, FleetOffice]) -> dict[str, str]:
        """Write the mark beside each `dip.toml`; by name why that could not be done, empty where it was. One office
        whose folder refuses it stops no other."""
        ours = {name: office.config for name, office in offices.items() if not office.trouble}
        reasons = promptly({config: partial(self._mark_one, name, config) for name, config in ours.items()})
        return {name: reasons.get(config, silent_disk(config)) for name, config in ours.items()}

    def _mark_one(self, name: str, config: Path) -> str:
        try:
            with files_translated():
                write_mark(config.with_name(MARK), self.database, name)
        except FileError as error:
            return error.message
        return ""

    def _with_tasks(self, app: App) -> App:
        @app.periodic(cron="* * * * *")
        @app.task(name="tick", queue=SHARED, queueing_lock="tick", priority=2)
        async def tick(timestamp: int) -> None:  # noqa: ARG001  as Procrastinate calls it
            await self.defer_due(datetime.now(UTC))

        @app.periodic(cron="* * * * * */10")
        @app.task(name="sweep", queue=SHARED, queueing_lock="sweep", priority=1)
        async def sweep(timestamp: int) -> None:  # noqa: ARG001
            await self.sweep()

        @app.task(name="run_office", queue=SHARED)
        async def run_office(office: str) -> None:
            await self.run_office(office)

        self._run_office = run_office
        return app

    # -- tick ----------------------------------------------------------------------------------------------------------

    async def defer_due(self, now: datetime) -> None:
        """Put the offices that are due into the queue, each at most once."""
        records = await asyncio.to_thread(load_records, self.database)
        offices = await asyncio.to_thread(self._offices, records)
        busy = {job.lock for job in await self._queue.job_manager.list_jobs_async(task="run_office", status="doing")}
        places = self._places(offices)
        for name in offices.keys() - busy:
            record = records.get(name, OfficeRecord())
            changed = record.red and record.machine == self.machine and offices[name].stamp != record.stamp
            if next_start(record, places[name], self.fleet.minutes, now, changed=changed) <= now:
                await self.defer(name)

    async def defer(self, name: str) -> None:
        """Put one office into the queue, if it does not wait there already."""
        await defer_once(self._run_office, name, queue_of(self.fleet, name), office=name)

    async def sweep(self) -> None:
        """Give what a machine left that was not heard of for a lease to another one, and what nobody is at work for
        although the queue says so: its end could not be noted when the database was away."""
        manager, lease = self._queue.job_manager, self.database.lease
        left = [job.id or 0 for job in await manager.get_stalled_jobs(seconds_since_heartbeat=lease)]
        rows = await self._queue.connector.execute_query_all_async(query=_LEFT, seconds=4 * lease)
        await give_again(self._queue, {*left, *(row["id"] for row in rows)})

    def _offices(self, records: Mapping[str, OfficeRecord]) -> dict[str, FleetOffice]:
        """By name. Of two folders with one name neither runs."""
        found: dict[str, FleetOffice] = {}
        twice: set[str] = set()
        for office in find_shared(self.fleet, records):
            name = name_of(office)
            twice |= {name} & found.keys()
            found[name] = office
        return {name: office for name, office in found.items() if name not in twice}

    def _places(self, offices: dict[str, FleetOffice]) -> dict[str, int]:
        robots = {name: office.robot for name, office in offices.items()}
        return spread(robots, self._reads(set(robots.values())), self.fleet.minutes)

    def _reads(self, robots: Collection[str]) -> dict[str, int]:
        return reads_for(robots, reads_of(self.fleet))

    # -- run_office ----------------------------------------------------------------------------------------------------

    async def run_office(self, name: str) -> TaskEnd:
        """Run an office in a process of its own; what came of it is remembered."""
        records = await asyncio.to_thread(load_records, self.database)
        office, task = await asyncio.to_thread(self._prepared, name, records)
        before, is_run = records.get(name, OfficeRecord()), isinstance(task, OfficeTask)
        begun = with_begin(before, office.name, datetime.now(UTC), is_run=is_run, machine=self.machine)
        await asyncio.to_thread(save_record, self.database, name, begun)
        if isinstance(task, OfficeTask):
            end = await self._end_of(task)
        else:
            end = TaskEnd(office.key, ArgumentError.exit_code, to_document(task), "", "", 0.0, 0.0)
        ended = with_end(begun, end, await asyncio.to_thread(lambda: office.stamp), datetime.now(UTC))
        kept = await asyncio.to_thread(replace_record, self.database, name, begun, ended)
        self.tell(office, end, kept and ended.red and not before.red)
        return end

    async def _end_of(self, task: OfficeTask) -> TaskEnd:
        try:
            return await asyncio.wrap_future(self._at_work.at_once(task))
        except OSError as error:
            words = say("no process can begin on the machine %(machine)s: %(reason)s",
                        machine=self.machine, reason=reason_of(error))  # fmt: skip
            return TaskEnd(task.key, FileError.exit_code, to_document(words), "", "", 0.0, 0.0)

    def _prepared(self, name: str, records: Mapping[str, OfficeRecord]) -> tuple[FleetOffice, OfficeTask | str]:
        """The office and what is to be done, or what is in the way on this machine."""
        office = self._offices(records).get(name)
        if office is None:
            missing = say(
                "%(machine)s has no folder %(name)s, or two of them, by its fleet.toml. The folders of all offices "
                "must be on every machine, unless they are pinned",
                machine=self.machine, name=name,
            )  # fmt: skip
            return FleetOffice(self.fleet.source, name, name, trouble=missing), missing
        if trouble := office.trouble or self._mark({name: office})[name]:
            return office, trouble
        reads = self._reads([office.robot])[office.robot]
        row = open_reads(self.fleet, office.robot, reads).text if office.robot else ""
        return office, task_of(office, [at_office(office, "sync")], row)


def queue_of(fleet: FleetSettings, office: str) -> str:
    """The queue in which an office waits: that of all machines, or of the one that it is pinned to."""
    machines = [each.machine for each in fleet.pinned if each.office == office]
    return _queue_of(machines[0]) if machines else SHARED


def _queue_of(machine: str) -> str:
    return queue_name(f"machine {machine}")


def ask_for(fleet: FleetSettings, database: Database, chosen: Chosen) -> list[FleetOffice]:
    """Put what a person chose into the queue, so that a machine runs it as soon as it can; which offices those are.
    Raises `ArgumentError` for a name that is none, `SettingsError`, `TryLater`."""
    offices = find_shared(fleet, load_records(database))
    picked = offices if chosen.every else pick_offices(offices, chosen.names)
    asked = {name_of(office): queue_of(fleet, name_of(office)) for office in picked}
    ask_once(make_queue(database), "run_office", asked, "office")
    return picked


class _AtWork(threading.Thread):
    """The pool, in a thread of its own: it waits for processes."""

    def __init__(self, pool: Pool) -> None:
        super().__init__(daemon=True)
        self.pool, self.over = pool, threading.Event()
        self._asked: queue.Queue[tuple[OfficeTask, Future[TaskEnd]]] = queue.Queue()
        self._ends: dict[str, Future[TaskEnd]] = {}
        self._numbers = count()

    def at_once(self, task: OfficeTask) -> Future[TaskEnd]:
        """The end of a task that is started as soon as there is room."""
        future: Future[TaskEnd] = Future()
        self._asked.put((replace(task, key=f"{task.key} {next(self._numbers)}"), future))
        return future

    def end(self) -> None:
        """Return when everything that was asked for is done."""
        self.over.set()
        self.join()

    def run(self) -> None:
        while not (self.over.is_set() and self._asked.empty() and not self.pool.is_busy):
            with suppress(queue.Empty):
                while self.pool.has_room:
                    self._begin(*self._asked.get(timeout=0 if self.pool.is_busy else 0.5))
            for end in self.pool.wait(_GLANCE) if self.pool.is_busy else ():
                self._ends.pop(end.key).set_result(end)

    def _begin(self, task: OfficeTask, future: Future[TaskEnd]) -> None:
        if future.set_running_or_notify_cancel():
            try:
                self.pool.start(task)
            except Exception as error:  # noqa: BLE001  whoever asked gets it, and the next one is started
                future.set_exception(error)
            else:
                self._ends[task.key] = future
