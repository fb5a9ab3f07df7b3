"""The lock of a run: two never work in one office's folder at the same time."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from sync.errors import TryLater
from sync.file_system import NO_LOCKS, without_locks
from sync.message import say
from sync.private_files import close_to_others
from sync.settings.settings import Settings


@contextmanager
def run_lock(settings: Settings, wait: float = 0) -> Iterator[None]:
    """Hold the lock of this office. Raises `TryLater` (after so many seconds), `FileError` where there are no locks.
    The operating system lets go of it when the run dies. What is private beside `dip.toml` is closed to others."""
    from filelock import FileLock, Timeout

    lock = FileLock(settings.lock_path, timeout=wait, fallback_to_soft=False)
    try:
        lock.acquire()
    except Timeout as error:
        raise TryLater(say("another run of dip is at work in this folder; try again when it is done")) from error
    except OSError as error:
        if error.errno in NO_LOCKS:
            raise without_locks(settings.folder, error) from error
        raise
    try:
        close_to_others(settings.private_paths)
        yield
    finally:
        lock.release()
