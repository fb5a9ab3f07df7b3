"""`dip.toml` and the files beside it: written whole or not at all, most of them for the eyes of the operator's account
alone."""

from __future__ import annotations

import errno
import os
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

from sync.file_system import give_mode, settle


def write_private(path: Path, data: bytes, *, durable: bool = False) -> None:
    """Write the file, whole or not at all, mode 0600 whatever it had before. Raises `OSError`. What a process that was
    killed leaves half-written is taken away by the next. `durable`: it is on the disk before this returns."""
    _write(path, data, 0o600, durable=durable)


def rewrite(path: Path, data: bytes) -> None:
    """Write a file that is there, whole or not at all, with the mode it has; where the path is a link, the file it
    leads to. Raises `OSError`."""
    real = path.resolve()
    _write(real, data, real.stat().st_mode & 0o7777, durable=True)


def write_new(path: Path, data: bytes) -> None:
    """Write a new file, whole or not at all, with the mode that the umask gives. Raises `OSError`, also if there is one
    already."""
    if path.exists():
        raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST), str(path))
    mask = os.umask(0)
    os.umask(mask)
    _write(path, data, 0o666 & ~mask, durable=True)


def _write(path: Path, data: bytes, mode: int, *, durable: bool) -> None:
    fresh = path.with_name(f".{path.name}.new")
    try:
        fresh.unlink(missing_ok=True)
        handle = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            if durable:
                file.flush()
                settle(file.fileno())
        if mode != 0o600:
            give_mode(fresh, mode)
        os.replace(fresh, path)
    except BaseException as error:
        with suppress(OSError):
            fresh.unlink(missing_ok=True)
        if isinstance(error, OSError):
            error.filename, error.filename2 = str(path), None  # what is meant, not what it was called on the way
        raise


def append_private(path: Path, lines: str) -> None:
    """Add whole lines to the file, mode 0600 if it is made now. Half a line that a machine which went off left at its
    end stays one. Raises `OSError`."""
    handle = os.open(path, os.O_RDWR | os.O_APPEND | os.O_CREAT, 0o600)
    with os.fdopen(handle, "r+b") as file:
        is_cut = file.seek(0, os.SEEK_END) > 0 and os.pread(handle, 1, file.tell() - 1) != b"\n"
        file.write((("\n" if is_cut else "") + lines).encode())


def close_to_others(paths: Iterable[Path]) -> None:
    """Take group and others off what is there: copied back from a backup, unzipped, or made by an earlier version. What
    belongs to another account stays as it is."""
    for path in readable_by_others(paths):
        with suppress(OSError):
            path.chmod(path.stat().st_mode & 0o700)


def readable_by_others(paths: Iterable[Path]) -> list[Path]:
    """Those that are there and open to group or others."""
    return [path for path in paths if os.name == "posix" and path.exists() and path.stat().st_mode & 0o077]
