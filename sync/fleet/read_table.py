"""The reads of a Google account that several machines share: a row in their database, by whose clock it goes."""

from __future__ import annotations

import json
import time
from dataclasses import dataclass
from pathlib import Path

from sync.fence.database import Database
from sync.fence.postgres import connect
from sync.fence.postgres_errors import postgres_translated
from sync.fleet.fleet_settings import FleetSettings
from sync.fleet.read_row import TICK, WINDOW, ReadRow, digest_of, open_row

_TAKE = """
INSERT INTO account_reads AS kept (account, times, pause)
VALUES (%(account)s, ARRAY[extract(epoch FROM clock_timestamp())], 0)
ON CONFLICT (account) DO UPDATE SET (times, pause) = (
  SELECT CASE WHEN count(at) < %(reads)s THEN array_agg(at) FILTER (WHERE at IS NOT NULL) || max(now)
              ELSE array_agg(at) END,
         CASE WHEN count(at) < %(reads)s THEN 0
              ELSE (array_agg(at ORDER BY at DESC))[%(reads)s] + %(window)s - max(now) END
  FROM (SELECT extract(epoch FROM clock_timestamp())::float8 AS now) AS clock
  LEFT JOIN LATERAL (SELECT least(at, now) AS at FROM unnest(kept.times) AS at) AS row ON at > now - %(window)s)
RETURNING pause
"""
"""One statement, so that a machine that stands still holds nobody up. The row is locked before the clock is read."""


@dataclass(frozen=True)
class SharedReadRow:
    """As `ReadRow`, for all machines together. `account` is what `digest_of` says."""

    database: Database
    account: str
    reads: int
    window: float = WINDOW

    @property
    def text(self) -> str:
        """For `read_row_of`, in another process."""
        database = {"to": self.database.to, "passfile": self.database.passfile}
        return json.dumps({"reads": self.reads, "account": self.account, "database": database})

    def take(self) -> float:
        """Take a place: 0 if there was one, else how many seconds to wait before asking again. Raises `TryLater`,
        `SettingsError`."""
        values = {"account": self.account, "reads": self.reads, "window": self.window}
        with postgres_translated(), connect(self.database) as connection:
            (pause,) = connection.execute(_TAKE, values).fetchone() or (0.0,)
        return float(pause) + TICK if pause > 0 else 0.0

    def wait(self) -> None:
        """Take a place, as soon as there is one."""
        while seconds := self.take():
            time.sleep(seconds)


def open_reads(fleet: FleetSettings, robot: str, reads: int) -> ReadRow | SharedReadRow:
    """Where the reads of an account are counted: in the fleet's database, if it has one. Raises `FileError`."""
    if fleet.database is None:
        return open_row(fleet.reads_folder, robot, reads)
    return SharedReadRow(fleet.database, digest_of(robot), reads)


def read_row_of(text: str) -> ReadRow | SharedReadRow:
    """What gave this `text`."""
    row = json.loads(text)
    if "path" in row:
        return ReadRow(Path(row["path"]), row["reads"])
    return SharedReadRow(Database(**row["database"]), row["account"], row["reads"])
