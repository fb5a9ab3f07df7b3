"""Replaces a file atomically: at every moment either the old or the new content is there. Copies of the old are kept.

Mode, owner, extended attributes and a link that leads to the file survive. Every failure is a `WorkbookError` and
leaves the file as it was and no litter beside it.
"""

from __future__ import annotations

import contextlib
import errno
import os
import re
import shutil
import stat
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from sync.errors import WorkbookChanged, WorkbookError, reason_of
from sync.file_system import give_mode, settle, settle_folder
from sync.message import say
from sync.time_stamp import STAMP, stamp_after

KEPT = 10
LITTER = 3600.0
"""After so many seconds a half-written file beside ours belongs to a run that died."""

FileStamp = tuple[int, int, int]
"""Inode, size and time of the last change."""


def file_stamp(path: Path) -> FileStamp:
    """The stamp of a file as it is now: another one means that somebody wrote it."""
    status = path.stat()
    return status.st_ino, status.st_size, status.st_mtime_ns


def replace_file(path: Path, content: bytes, before: FileStamp) -> None:
    """Put `content` in place of `path`, which must still be the file with the stamp `before`."""
    with _half_written(path, content, path) as temporary:
        _like(path, temporary)
        if file_stamp(path) != before:
            raise WorkbookChanged(
                say("%(path)s was saved by somebody while it was being written. Nothing was written.", path=path)
            )
        os.replace(temporary, path)
        settle_folder(path.parent)


def create_file(path: Path, content: bytes) -> None:
    """Make a new file, whole or not at all. Raises `WorkbookError` if there is one already."""
    with _half_written(path, content, path) as temporary:
        mask = os.umask(0)
        os.umask(mask)
        give_mode(temporary, 0o666 & ~mask)
        if path.exists():
            raise WorkbookError(say("%(path)s is already there; it is not overwritten.", path=path))
        os.replace(temporary, path)
        settle_folder(path.parent)


def back_up(path: Path, content: bytes, folder: Path, run: int = 0) -> Path:
    """Keep this content of `path` in the folder, under the run that is about to write (0: none) and the time. The
    copies of the last ten runs stay. For the eyes of the owner only."""
    stamp = stamp_after(copy.name for copy in backups(path, folder))
    number = f"{run:08d}-" if run else ""
    copy = folder / f"{path.stem}-{number}{stamp}{path.suffix}"
    with _half_written(path, content, copy, mode=0o700) as temporary:
        os.replace(temporary, copy)
        _forget(path, folder)
    return copy


@contextlib.contextmanager
def _half_written(path: Path, content: bytes, goal: Path, mode: int = 0o777) -> Iterator[Path]:
    """A file with this content of `path` beside the `goal`, for the time of the block; the folder is made if need be.
    Errors of the system say that the goal cannot be written."""
    try:
        goal.parent.mkdir(mode=mode, parents=True, exist_ok=True)
        temporary = _written(goal.parent, path.name, content)
        try:
            yield temporary
        finally:
            temporary.unlink(missing_ok=True)
    except OSError as error:
        raise refused(goal, error) from error


def _forget(path: Path, folder: Path) -> None:
    """Copies without a run count each for one."""
    kept: set[str] = set()
    for copy, group in reversed(_copies(path, folder)):
        if len(kept | {group}) > KEPT:
            copy.unlink(missing_ok=True)
        else:
            kept.add(group)


def backups(path: Path, folder: Path) -> list[Path]:
    """The copies kept of this file, oldest first."""
    return [copy for copy, _ in _copies(path, folder)]


def _copies(path: Path, folder: Path) -> list[tuple[Path, str]]:
    """The copies, oldest first, each with its run, or its time if it has none."""
    name = re.compile(rf"{re.escape(path.stem)}-(?:(\d{{8,}})-)?({STAMP}){re.escape(path.suffix)}")
    there = folder.iterdir() if folder.is_dir() else ()
    copies = [(match[2], copy, match[1] or match[2]) for copy in there if (match := name.fullmatch(copy.name))]
    return [(copy, group) for _, copy, group in sorted(copies)]


def refused(path: Path, error: OSError) -> WorkbookError:
    """An OSError as a `WorkbookError` that says what to do."""
    if error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG):
        return WorkbookError(
            say(
                "%(path)s cannot be written: the disk is full. The workbook is as it was. Free some space and "
                "run again.",
                path=path,
            )
        )
    if error.errno in (errno.EROFS, errno.EACCES, errno.EPERM):
        return WorkbookError(
            say(
                "%(path)s cannot be written: %(strerror)s. The workbook is as it was. "
                "Give this user the right to write in the folder %(parent)s.",
                path=path, strerror=reason_of(error), parent=path.parent,
            )
        )  # fmt: skip
    return WorkbookError(
        say(
            "%(path)s cannot be written: %(strerror)s. The workbook is as it was.",
            path=path, strerror=reason_of(error),
        )
    )  # fmt: skip


def _written(folder: Path, name: str, content: bytes) -> Path:
    _tidy(folder, name)
    handle, temporary = tempfile.mkstemp(prefix=f".{name}.", suffix=".tmp", dir=folder)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            settle(file.fileno())
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise
    return Path(temporary)


def _tidy(folder: Path, name: str) -> None:
    """Remove what runs that died left half-written."""
    litter = re.compile(rf"\.{re.escape(name)}\.[a-z0-9_]{{8}}\.tmp")
    with contextlib.suppress(OSError):
        for file in os.scandir(folder):
            if litter.fullmatch(file.name) and file.stat().st_mtime < time.time() - LITTER:
                Path(file.path).unlink()


def _like(path: Path, temporary: Path) -> None:
    """Owner, mode and attributes of the file that is replaced. `unkept` named the owner before anything was written.
    Raises `WorkbookError` rather than shut out people who could open it."""
    status = path.stat()
    if hasattr(os, "chown"):
        for owner, group in ((status.st_uid, -1), (-1, status.st_gid)):
            with contextlib.suppress(OSError):
                os.chown(temporary, owner, group)
    with contextlib.suppress(OSError):  # times, of which only the present one is wanted, and attributes
        shutil.copystat(path, temporary)
    give_mode(temporary, stat.S_IMODE(status.st_mode))
    with contextlib.suppress(OSError):
        os.utime(temporary)
    if lost := status.st_mode & ~temporary.stat().st_mode & 0o777:
        raise WorkbookError(
            say(
                "%(path)s cannot be written: the new file would not have the rights %(rights)s of the old, and people "
                "could not open it. The workbook is as it was. Move it to a disk that knows them.",
                path=path, rights=stat.filemode(lost)[1:],
            )
        )  # fmt: skip
