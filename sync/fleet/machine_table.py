"""The machines of a fleet, in its database: when each was heard of last. One that was drained on purpose is forgotten
by itself; one that died stays, until it comes again or a person forgets it."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import timedelta
from typing import NamedTuple

from sync.errors import DipError
from sync.fence.database import Database
from sync.fence.postgres import connect
from sync.fence.postgres_errors import postgres_translated

EVERY = 15.0
"""After so many seconds a machine says again that it is at work."""
LONG = timedelta(minutes=2)
"""One that was not heard of for longer is told."""
_SAY = """
INSERT INTO fleet_machine VALUES (%s, clock_timestamp())
ON CONFLICT (machine) DO UPDATE SET seen = excluded.seen
"""


class MachineSeen(NamedTuple):
    """A machine that began to work and was not drained; how long ago it was heard of, by the database's clock."""

    name: str
    ago: timedelta

    @property
    def is_silent(self) -> bool:
        """It was not heard of for minutes."""
        return self.ago > LONG


def load_machines(database: Database) -> list[MachineSeen]:
    """By name. Raises `SettingsError`, `TryLater`."""
    query = "SELECT machine, clock_timestamp() - seen FROM fleet_machine ORDER BY machine"
    with postgres_translated(), connect(database) as connection:
        return [MachineSeen(name, max(ago, timedelta())) for name, ago in connection.execute(query).fetchall()]


def forget_machine(database: Database, name: str) -> None:
    """As if it had never been. Raises as `load_machines`."""
    with postgres_translated(), connect(database) as connection:
        connection.execute("DELETE FROM fleet_machine WHERE machine = %s", (name,))


@contextmanager
def seen(database: Database, name: str) -> Iterator[None]:
    """Meanwhile the machine says again and again that it is at work; when this ends well it was drained, and is
    forgotten."""
    over = threading.Event()

    def say_so() -> None:
        while not over.is_set():
            with suppress(DipError), postgres_translated(), connect(database) as connection:
                connection.execute(_SAY, (name,))
            over.wait(EVERY)

    thread = threading.Thread(target=say_so, daemon=True)
    thread.start()
    try:
        yield
    finally:
        over.set()
    thread.join()
    with suppress(DipError):
        forget_machine(database, name)
