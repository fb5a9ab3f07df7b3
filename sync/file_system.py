"""What a file system may refuse without anything being lost, and what it may not: shares, memory sticks and mounts of a
cloud know neither every mode nor every way to make a file durable, and some know no locks."""

from __future__ import annotations

import errno
import os
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

from sync.errors import FileError, files_translated, reason_of
from sync.message import say

NO_LOCKS = (errno.ENOSYS, errno.ENOLCK, errno.EOPNOTSUPP, errno.EINVAL)
"""How a file system says that it has no locks. `EAGAIN` and its like are a lock that somebody holds."""
_UNKNOWN_THERE = (errno.ENOSYS, errno.EOPNOTSUPP, errno.EINVAL, errno.EBADF, errno.EPERM, errno.EACCES, errno.EISDIR)
"""How one says that it cannot make something durable. A disk that fails (`EIO`, `ENOSPC`) says otherwise."""


def settle(handle: int) -> None:
    """Make an open file, or the names in an open folder, outlast a power cut, where the file system can. Raises
    `OSError` where the disk fails."""
    try:
        os.fsync(handle)
    except OSError as error:
        if error.errno not in _UNKNOWN_THERE:
            raise


def settle_folder(folder: Path | str) -> None:
    """Make the names in a folder outlast a power cut, as `settle` does. Windows opens no folder."""
    if not hasattr(os, "O_DIRECTORY"):
        return
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        settle(handle)
    finally:
        os.close(handle)


def give_mode(path: Path | str, mode: int) -> None:
    """Set the mode of a file of ours. Who owns a file may do so; what refuses it is a file system that gives each file
    the same one, as it was mounted."""
    with suppress(OSError):
        os.chmod(path, mode)


def without_locks(folder: Path, error: OSError) -> FileError:
    """What to say of a folder whose file system has no locks."""
    return FileError(
        say(
            "%(folder)s lies on a disk that knows no locks (%(reason)s), as some shares and cloud drives are. Two runs "
            "could write there at once, so nothing was done. Move dip.toml and what lies beside it to a disk of this "
            "machine. Workbook and site may stay: write their whole path in dip.toml",
            folder=folder, reason=reason_of(error),
        )
    )  # fmt: skip


def verify_locks(path: Path) -> None:
    """Raises `FileError` if the file system of this file has no locks, of the kind that runs take or of the kind that
    SQLite takes. A lock that somebody holds is one."""
    try:
        import fcntl
    except ImportError:  # Windows has its own, everywhere
        return
    with path.open("rb") as file:
        for lock in (fcntl.flock, fcntl.lockf):
            try:
                lock(file, fcntl.LOCK_SH | fcntl.LOCK_NB)
            except OSError as error:
                if error.errno in NO_LOCKS:
                    raise without_locks(path.parent, error) from error


def verify_writable(paths: Iterable[Path]) -> None:
    """Raises `FileError` for the first of these files and folders in which this user may not write."""
    effective = os.access in os.supports_effective_ids
    for path in paths:
        if not os.access(path, os.W_OK, effective_ids=effective):
            with files_translated():
                raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), str(path))
