"""The reads of one Google account in the last minute: a row of times in a file, under a lock. Who wants to read takes
a place in it first, and waits while the row is full; so all offices of an account together never exceed its quota,
whoever starts them."""

from __future__ import annotations

import hashlib
import json
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from sync.errors import files_translated
from sync.message import say
from sync.private_files import write_private
from sync.run.run_lock import lock_held

WINDOW = 62.0
"""Seconds: a minute, and what a request may be under way."""
TICK = 0.001
"""Numbers are rounded: who waits so much longer finds the place free."""
_PATIENCE = 60.0
_BUSY = say("the file that counts the reads of a Google account is held by a program that hangs")


@dataclass(frozen=True)
class ReadRow:
    """The row of one account, which may read so many times a minute. `now` is a clock that never goes back while the
    machine is on."""

    path: Path
    reads: int
    now: Callable[[], float] = time.monotonic

    @property
    def text(self) -> str:
        """For `read_row_of`, in another process."""
        return json.dumps({"reads": self.reads, "path": str(self.path)})

    def take(self) -> float:
        """Take a place: 0 if there was one, else how many seconds to wait before asking again. Raises `FileError`."""
        with files_translated(), lock_held(self.path.with_suffix(".lock"), _BUSY, _PATIENCE):
            now = self.now()
            times = self._times(now)
            if is_free := len(times) < self.reads:
                times.append(now)
            write_private(self.path, json.dumps(times).encode())
            return 0.0 if is_free else times[-self.reads] + WINDOW - now + TICK

    def wait(self) -> None:
        """Take a place, as soon as there is one."""
        while seconds := self.take():
            time.sleep(seconds)

    def free(self) -> int:
        """How many places are free now. Nothing is taken."""
        return max(self.reads - len(self._times(self.now())), 0)

    def _times(self, now: float) -> list[float]:
        """Oldest first. A time to come is of before the machine was started again: it counts as now."""
        try:
            times = json.loads(self.path.read_bytes())
            return sorted(min(float(each), now) for each in times if min(float(each), now) > now - WINDOW)
        except (FileNotFoundError, ValueError, TypeError):
            return []


def open_row(folder: Path, robot: str, reads: int) -> ReadRow:
    """The row of an account, in this folder. Raises `FileError`."""
    with files_translated():
        folder.mkdir(mode=0o700, exist_ok=True)
    return ReadRow(folder / f"{digest_of(robot)}.json", reads)


def digest_of(robot: str) -> str:
    """What an account is called where its reads are counted: nobody reads there whose it is."""
    return hashlib.sha256(robot.encode("utf-8", "surrogateescape")).hexdigest()[:16]
