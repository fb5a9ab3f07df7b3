"""The lock of a run: two never work in one office's folder at the same time."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sync.errors import TryLater
from sync.fence.fleet_mark import fenced
from sync.file_system import NO_LOCKS, give_mode, without_locks
from sync.message import say
from sync.private_files import close_to_others
from sync.settings.settings import Settings


@contextmanager
def run_lock(settings: Settings, wait: float = 0) -> Iterator[None]:
    """Hold the lock of this office; where a fleet keeps its ledger, the lease as well. Raises `TryLater` (after so many
    seconds), `FileError` where there are no locks, and what the fence raises. The operating system lets go of it when
    the run dies. What is private beside `dip.toml` is closed to others."""
    busy = say("another run of dip is at work in this folder; try again when it is done")
    with lock_held(settings.lock_path, busy, wait):
        close_to_others(settings.private_paths)
        with fenced(settings):
            yield


@contextmanager
def lock_held(path: Path, busy: str, wait: float = 0) -> Iterator[None]:
    """Hold a lock. Raises `TryLater` with what is `busy`, `FileError` where there are no locks."""
    from filelock import FileLock, Timeout

    lock = FileLock(path, timeout=wait, fallback_to_soft=False)
    try:
        lock.acquire()
    except Timeout as error:
        raise TryLater(busy) from error
    except OSError as error:
        if error.errno in NO_LOCKS:
            raise without_locks(path.parent, error) from error
        raise
    give_mode(path, 0o600)  # not by filelock, for which a disk without modes is an error
    try:
        yield
    finally:
        lock.release()
