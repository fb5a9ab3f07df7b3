"""The machines of a fleet, in its database: when each was heard of last. One that was drained on purpose is forgotten
by itself; one that died stays, until it comes again or a person forgets it. Two with one name are told."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import timedelta
from secrets import token_hex
from typing import NamedTuple

from sync.errors import DipError, SettingsError, TryLater
from sync.fence.database import Database
from sync.fence.postgres import connect
from sync.fence.postgres_errors import postgres_translated
from sync.message import say

EVERY = 15.0
"""After so many seconds a machine says again that it is at work."""
LONG = timedelta(minutes=2)
"""One that was not heard of for longer is told."""
_SAY = """
INSERT INTO fleet_machine AS kept (machine, seen, worker) VALUES (%(machine)s, clock_timestamp(), %(worker)s)
ON CONFLICT (machine) DO UPDATE SET seen = excluded.seen, worker = excluded.worker,
  twice = CASE WHEN %(again)s AND kept.worker <> excluded.worker THEN clock_timestamp() ELSE kept.twice END
RETURNING twice >= seen
"""
"""Who says so again and finds another worker's word in the place of its own is not alone under this name. One that
takes the place of a worker which died says so for the first time."""

_LOAD = """
SELECT machine, clock_timestamp() - seen, twice > clock_timestamp() - %s FROM fleet_machine ORDER BY machine
"""


class MachineSeen(NamedTuple):
    """A machine that began to work and was not drained; how long ago it was heard of, by the database's clock, and
    whether two workers bore its name in the last minutes."""

    name: str
    ago: timedelta
    is_doubled: bool = False

    @property
    def is_silent(self) -> bool:
        """It was not heard of for minutes."""
        return self.ago > LONG


def load_machines(database: Database) -> list[MachineSeen]:
    """By name. Raises `SettingsError`, `TryLater`."""
    with postgres_translated(), connect(database) as connection:
        rows = connection.execute(_LOAD, (LONG,)).fetchall()
    return [MachineSeen(name, max(ago, timedelta()), is_doubled) for name, ago, is_doubled in rows]


def forget_machine(database: Database, name: str, worker: str = "") -> None:
    """As if it had never been; of a `worker` only while no other bears the name. Raises as `load_machines`."""
    with postgres_translated(), connect(database) as connection:
        connection.execute("DELETE FROM fleet_machine WHERE machine = %s AND %s IN ('', worker)", (name, worker))


@contextmanager
def seen(database: Database, name: str, warn: Callable[[str], None]) -> Iterator[None]:
    """Meanwhile the machine says again and again that it is at work; when this ends well it was drained, and is
    forgotten. `warn` hears once that another worker has its name, and that the tables are too old."""
    over, worker = threading.Event(), token_hex(8)

    def say_so() -> None:
        again, warned = False, set[str]()
        while not over.is_set():
            trouble = ""
            try:
                trouble = doubled(name) if _say(database, name, worker, again=again) else ""
                again = True
            except SettingsError as error:
                trouble = error.message
            except TryLater:  # the worker itself says it
                pass
            if trouble and trouble not in warned:
                warned.add(trouble)
                warn(trouble)
            over.wait(EVERY)

    thread = threading.Thread(target=say_so, daemon=True)
    thread.start()
    try:
        yield
    finally:
        over.set()
    thread.join()
    with suppress(DipError):
        forget_machine(database, name, worker)


def doubled(name: str) -> str:
    """What to say of a name that two workers bear."""
    return say(
        "Two workers bear the name %(name)s: what is pinned to it may run on either, and dip fleet status cannot tell "
        "them apart. Give each machine a name of its own: dip fleet work --machine NAME (docs/fleet.md)", name=name
    )  # fmt: skip


def _say(database: Database, name: str, worker: str, *, again: bool) -> bool:
    """Say that it is at work, `again` or for the first time; whether another worker said so meanwhile."""
    with postgres_translated(), connect(database) as connection:
        row = connection.execute(_SAY, {"machine": name, "worker": worker, "again": again}).fetchone()
    return bool(row and row[0])
