"""Procrastinate, a job queue in the fleet's database, and what a program does that takes jobs out of it."""

from __future__ import annotations

import asyncio
import hashlib
import logging
import os
import signal
import time
from collections.abc import Callable, Coroutine, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any

from sync.errors import TryLater
from sync.fence.database import Database
from sync.fence.postgres import connect
from sync.fence.postgres_errors import extra_missing, postgres_translated
from sync.message import say
from sync.plain_text import readable

try:
    from procrastinate import App, PsycopgConnector, exceptions, jobs
    from procrastinate.tasks import Task
    from psycopg import OperationalError
except ImportError:
    raise extra_missing() from None

_LIBRARIES = ("procrastinate", "psycopg.pool", "asyncio")
_LONGEST = 40
"""Bytes of a queue's name: it is a part of a channel's, for which PostgreSQL has 63."""
_MOVE = """
UPDATE procrastinate_jobs SET queue_name = %(queue)s
WHERE queueing_lock = %(name)s AND task_name = %(task)s AND status = 'todo' AND queue_name <> %(queue)s
"""
_AGAIN = 5.0
"""After so many seconds a database that did not answer is asked again."""


def queue_name(text: str) -> str:
    """The name of a queue: of one that is too long for the database the beginning, and a digest of all of it."""
    if len(text.encode()) <= _LONGEST:
        return text
    digest = hashlib.sha256(text.encode()).hexdigest()[:16]
    return f"{text.encode()[: _LONGEST - 17].decode(errors='ignore')} {digest}"


def make_queue(database: Database) -> App:
    """The job queue. Nothing is asked yet."""
    options: dict[str, Any] = {"passfile": database.passfile} if database.passfile else {}
    connector = PsycopgConnector(conninfo=database.to, kwargs=options, min_size=1, max_size=4, timeout=10)
    return App(connector=connector)


def create_queue(database: Database) -> None:
    """Make the queue's tables, if there are none. Raises `SettingsError`, `TryLater`."""
    with postgres_translated(), connect(database) as connection, connection.transaction():
        connection.execute("SELECT pg_advisory_xact_lock(hashtext('dip'))")
        if connection.execute("SELECT to_regclass('procrastinate_jobs')").fetchone() == (None,):
            connection.execute(App(connector=PsycopgConnector()).schema_manager.get_schema().encode())


async def take_jobs(queue: App, queues: Sequence[str], worker: str, at_once: int, lease: int) -> None:
    """Do the jobs of these queues as they come, so many at once, until the process is ended (SIGTERM, SIGINT): then no
    job is begun any more, and those at work are finished."""
    await queue.run_worker_async(
        queues=queues, name=worker, concurrency=at_once, delete_jobs=jobs.DeleteJobCondition.ALWAYS,
        update_heartbeat_interval=max(1, lease // 3), stalled_worker_timeout=lease, fetch_job_polling_interval=2,
    )  # fmt: skip


async def defer_once(task: Task[Any, Any, Any], name: str, queue: str, **words: str | int) -> None:
    """Put a job into the queue, unless one of this name waits there already; one that waits in another queue, which
    nobody may ask any more, is moved to this one. Of those of one name one is done at a time."""
    job = task.configure(lock=name, queueing_lock=name, queue=queue)
    try:
        await job.defer_async(**words)
    except exceptions.AlreadyEnqueued:
        await job.job_manager.connector.execute_query_async(query=_MOVE, name=name, queue=queue, task=task.name)


def ask_once(queue: App, task: str, asked: Mapping[str, str], word: str) -> None:
    """The same for jobs of a task that another program does: name → queue. Each is given its name as `word`. Raises
    `SettingsError`, `TryLater`."""
    with postgres_translated(), _unwrapped(), queue.open():
        for name, where in asked.items():
            job = queue.configure_task(task, queue=where, lock=name, queueing_lock=name)
            try:
                job.defer(**{word: name})
            except exceptions.AlreadyEnqueued:
                sync = queue.connector.get_sync_connector()
                sync.execute_query(query=_MOVE, name=name, queue=where, task=task)


async def give_again(queue: App, left: Iterable[int]) -> None:
    """Put jobs that nobody is at work for any more into the queue again."""
    manager = queue.job_manager
    for job in left:
        try:
            await manager.retry_job_by_id_async(job, retry_at=datetime.now(UTC))
        except exceptions.ConnectorException:  # it waits in the queue a second time already
            await manager.finish_job_by_id_async(job, jobs.Status.FAILED, delete_job=True)


def stay_at_work(work: Callable[[], Coroutine[Any, Any, None]], warn: Callable[[str], None]) -> None:
    """Until `work` returns. A database that does not answer is asked again. After it was away the worker ends by
    itself, and systemd starts it anew. What the libraries say is told in a line each. Raises `SettingsError` where a
    person must mend what the database refuses."""
    for name in _LIBRARIES:
        log = logging.getLogger(name)
        log.handlers, log.propagate = [_OneLine(warn)], False
    while True:
        try:
            with postgres_translated(), _unwrapped():
                asyncio.run(work())
            return
        except TryLater as error:
            warn(error.message)
            time.sleep(_AGAIN)


@contextmanager
def _unwrapped() -> Iterator[None]:
    """What Procrastinate raises, as what psycopg raised below it."""
    try:
        yield
    except exceptions.ConnectorException as error:
        raise error.__cause__ or OperationalError(str(error)) from None


class _OneLine(logging.Handler):
    """What the libraries of the queue warn of, as a line each, without the traceback that they would print."""

    def __init__(self, warn: Callable[[str], None]) -> None:
        super().__init__(logging.WARNING)
        self._warn = warn

    def emit(self, record: logging.LogRecord) -> None:
        error = record.exc_info[1] if record.exc_info else None
        if record.name == "asyncio" and not str(error or ""):
            return  # it says that an answer came to nobody, of what this program told already
        words = " ".join(filter(None, (record.getMessage().partition("\n")[0], str(error or "").partition("\n")[0])))
        self._warn(say("the job queue says: %(what)s", what=readable(words)))
        if words.startswith("Side task"):  # it is not begun anew: this machine would get nothing more to do
            os.kill(os.getpid(), signal.SIGTERM)
