"""`dip national work`: a job an office. Procrastinate, a job queue in the fleet's database, hands out each office when
its turn comes; index and pages follow within a minute.

The queue decides who is asked when, never what is kept. What is kept is this machine's own, and this process alone
writes it; so each machine has a queue of its own, and two machines are two whole searches.
"""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, NamedTuple
from zlib import crc32

from sync.errors import DipError
from sync.fence.job_queue import create_queue, defer_once, give_again, make_queue, queue_name, stay_at_work, take_jobs
from sync.national.harvest import OfficeOutcome, keep
from sync.national.list_store import ListStore, OfficeList, open_store
from sync.national.national_settings import NationalSettings, database_of
from sync.national.offices import read_offices
from sync.national.search_index import refresh_index
from sync.national.site_reader import SiteReader

if TYPE_CHECKING:
    from procrastinate import App

PAGES_EVERY = timedelta(minutes=10)
"""After so long pages are written although no list changed: they say how old the lists are."""


def is_due(office: OfficeList, every: int, now: datetime) -> bool:
    """Whether its turn came since it was last asked. Each office has a minute of its own in a period of so many."""
    minute = int(now.timestamp()) // 60
    turn = minute - (minute - crc32(office.site.code.encode())) % every
    return not office.asked or datetime.fromisoformat(office.asked).timestamp() < turn * 60


class HarvestActs(NamedTuple):
    """What the worker lets others do: `reader` opens what asks the sites; `told` is called with what came of an office
    and the trouble it had before, `warn` with a sentence; `build` writes the pages."""

    reader: Callable[[], SiteReader]
    told: Callable[[OfficeOutcome, str], None]
    warn: Callable[[str], None]
    build: Callable[[ListStore], None]


class HarvestWorker:
    """The process that harvests on one machine."""

    def __init__(
        self, settings: NationalSettings, machine: str, now: Callable[[], datetime], acts: HarvestActs
    ) -> None:  # fmt: skip
        """Raises `SettingsError` where national.toml names no database, and for a mistake in offices.csv."""
        read_offices(settings.offices_path)
        self._settings, self._database = settings, database_of(settings)
        self._now, self._acts = now, acts
        self._reader, self._opened = acts.reader(), now()
        self._name = queue_name(f"national {machine}:{settings.folder}")
        self._store = open_store(settings)  # used by the loop's own thread alone
        self._threads = ThreadPoolExecutor(settings.table.together, thread_name_prefix="harvest")
        self._written: datetime | None = None
        self._queue: App

    def work(self) -> None:
        """Until somebody ends it (SIGTERM, SIGINT): then no office is asked any more, and what is asked is kept."""
        try:
            stay_at_work(self._work, self._acts.warn)
        finally:
            self._threads.shutdown(wait=False, cancel_futures=True)
            self._store.close()

    async def _work(self) -> None:
        create_queue(self._database)
        self._queue = self._with_tasks(make_queue(self._database))
        async with self._queue.open_async():
            left = await self._queue.job_manager.list_jobs_async(queue=self._name, status="doing")
            await give_again(self._queue, [job.id or 0 for job in left])  # nobody else works in this queue
            await self.defer_due()
            at_once = self._settings.table.together + 2
            await take_jobs(self._queue, [self._name], self._name, at_once, self._database.lease)

    def _with_tasks(self, app: App) -> App:
        @app.periodic(cron="* * * * *", periodic_id=self._name)
        @app.task(name="national_tick", queue=self._name, queueing_lock=f"{self._name} tick", priority=2)
        async def tick(timestamp: int) -> None:  # noqa: ARG001  as Procrastinate calls it
            with self._told_trouble():
                await self.defer_due()

        show_lock = f"{self._name} show"

        @app.periodic(cron="* * * * *", periodic_id=self._name)
        @app.task(name="national_show", queue=self._name, lock=show_lock, queueing_lock=show_lock, priority=1)
        async def show(timestamp: int) -> None:  # noqa: ARG001
            with self._told_trouble():
                await asyncio.to_thread(self.show)

        @app.task(name="harvest_office", queue=self._name)
        async def harvest_office(code: str) -> None:
            with self._told_trouble():
                await self.harvest_office(code)

        self._harvest_office, self._show = harvest_office, show
        return app

    @contextmanager
    def _told_trouble(self) -> Iterator[None]:
        """A full disk, or a mistake in offices.csv, ends no worker: the next turn tries again."""
        try:
            yield
        except (DipError, sqlite3.Error, OSError) as error:
            self._acts.warn(str(error))

    async def defer_due(self) -> None:
        """Put the offices that are due into the queue, each at most once; offices.csv is read anew each time."""
        self._store.set_offices(read_offices(self._settings.offices_path))
        now = self._now()
        if now - self._opened >= timedelta(minutes=self._settings.table.every):
            self._reader, self._opened = self._acts.reader(), now  # what was left alone is asked again
        for office in self._store.offices():
            if is_due(office, self._settings.table.every, now):
                code = office.site.code
                await defer_once(self._harvest_office, f"{self._name} {code}", self._name, code=code)

    async def harvest_office(self, code: str) -> None:
        """Ask the site of an office and keep what it says, if its turn is still to come."""
        known = self._store.office(code)
        if known is None or not is_due(known, self._settings.table.every, self._now()):
            return
        news = await asyncio.get_running_loop().run_in_executor(self._threads, self._reader.ask, known, self._now())
        if self._store.office(code) == known:  # else the job was handed out a second time, and the other was sooner
            self._acts.told(keep(self._store, known, news, self._now()), known.trouble)

    def show(self) -> None:
        """Bring the index to the state of the store, then the pages, if anything is another or their time has come."""
        store, now = open_store(self._settings), self._now()
        try:
            changed = refresh_index(self._settings.index_path, store, now)
            if changed or self._written is None or now - self._written >= PAGES_EVERY:
                self._acts.build(store)
                self._written = now
        finally:
            store.close()
