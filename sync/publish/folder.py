"""A folder of this machine as store: one that a web server serves, or that somebody carries there.

A file is durable before it is renamed into its place, and the rename is durable before the next step begins.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

from sync.errors import TargetError, reason_of
from sync.file_system import give_mode, settle, settle_folder
from sync.message import say
from sync.publish.store import ACTS, PART, Done, FileInfo

MANY = 64
"""From so many files on, one `sync` of the whole machine takes less time than an `fsync` of each."""
MISSING = (FileNotFoundError, NotADirectoryError, ValueError)
"""What the system raises where nothing stands; ValueError where no file can have such a name."""


class FolderStore:
    """A `Store`. A folder that is missing counts as an empty one and is made by the first write. It may be a symlink
    itself; no symlink inside it is followed."""

    direct = False
    share = 1

    def __init__(self, path: Path) -> None:
        self.path = path
        self.location = str(path)

    def look(self, paths: Collection[str]) -> dict[str, FileInfo]:
        with self._translated("read"):
            return {path: info for path in self._inside(paths) if (info := self._info(path))}

    def list_folders(self, folders: Collection[str]) -> dict[str, dict[str, FileInfo]]:
        """A folder that we may not list, somebody else's therefore, is absent, too."""
        listed = {}
        with self._translated("read"):
            for folder in self._real(folders):
                with suppress(*MISSING, PermissionError), os.scandir(self._at(folder)) as entries:
                    listed[folder] = {entry.name: info for entry in entries if (info := _listed(entry))}
        return listed

    def read(self, paths: Collection[str]) -> dict[str, bytes]:
        contents = {}
        with self._translated("read"):
            for path in self._inside(paths):
                if (there := self._lstat(path)) and stat.S_ISREG(there.st_mode):
                    with open(self._at(path), "rb", buffering=0) as file:
                        contents[path] = file.read()
        return contents

    def write(self, files: Mapping[str, bytes], done: Done) -> None:
        few = len(files) <= MANY
        with self._translated("write"):
            self._make_folder(self.path)
            for path, data in files.items():
                _write_file(self._at(path + PART), data, durable=few)
            if not few:
                os.sync()
            for path in files:
                os.replace(self._at(path + PART), self._at(path))
                done()

    def move(self, pairs: Sequence[tuple[str, str]]) -> None:
        with self._translated("write"):
            for source, goal in pairs:
                give_mode(self._at(source), 0o644)
                os.replace(self._at(source), self._at(goal))
            self._sync_folders({goal.rpartition("/")[0] for _, goal in pairs})

    def make_folders(self, folders: Sequence[str]) -> None:
        with self._translated("write"):
            for folder in folders:
                self._make_folder(self.path / folder)

    def remove(self, paths: Collection[str], folders: Sequence[str]) -> None:
        with self._translated("write"):
            for path in self._inside(paths):
                with suppress(*MISSING):
                    os.unlink(self._at(path))
            for folder in self._real(folders):
                if not os.listdir(self._at(folder)):
                    os.rmdir(self._at(folder))

    def close(self) -> None:
        """There is no connection."""

    def _at(self, path: str) -> str:
        """The path on this machine."""
        return f"{self.location}/{path}" if path else self.location

    def _inside(self, paths: Collection[str]) -> list[str]:
        """Those of the paths that no symlink inside the folder leads to."""
        real = set(self._real({path.rpartition("/")[0] for path in paths}))
        return [path for path in paths if path.rpartition("/")[0] in real]

    def _real(self, folders: Collection[str]) -> list[str]:
        """Those that are folders, neither a symlink to one nor below such a symlink."""
        known = {"": True}

        def is_real(folder: str) -> bool:
            if folder not in known:
                info = self._info(folder) if is_real(folder.rpartition("/")[0]) else None
                known[folder] = info is not None and info.kind == "folder"
            return known[folder]

        return [folder for folder in folders if is_real(folder)]

    def _info(self, path: str) -> FileInfo | None:
        """What stands there; None if nothing does."""
        if not path:
            is_folder = os.path.isdir(self.location) or not os.path.lexists(self.location)
            return FileInfo("folder" if is_folder else "file")
        there = self._lstat(path)
        return there and _told(there)

    def _lstat(self, path: str) -> os.stat_result | None:
        try:
            return os.lstat(self._at(path))
        except MISSING:
            return None

    def _make_folder(self, folder: Path) -> None:
        """With the missing ones above it, readable for the web server whatever the umask."""
        if folder.is_dir():
            return
        self._make_folder(folder.parent)
        os.mkdir(folder, 0o755)
        give_mode(folder, 0o755)  # the web server must be able to read the site

    def _sync_folders(self, folders: Collection[str]) -> None:
        """Make the renames in these folders durable."""
        if len(folders) > MANY:
            os.sync()
            return
        for folder in sorted(folders):
            settle_folder(self._at(folder))

    @contextmanager
    def _translated(self, verb: str) -> Iterator[None]:
        try:
            yield
        except OSError as error:
            place = error.filename or self.location
            raise TargetError(
                say(
                    "cannot %(verb)s the site's folder %(location)s: %(strerror)s (%(place)s). "
                    "The site is as it was or complete up to this file; the next run finishes it",
                    verb=ACTS.get(verb, verb), location=self.location, strerror=reason_of(error), place=place,
                )
            ) from error  # fmt: skip


def _listed(entry: os.DirEntry[str]) -> FileInfo | None:
    """What stands there; None if it is gone by now. Of a folder the listing itself says that it is one."""
    with suppress(*MISSING):
        if entry.is_dir(follow_symlinks=False):
            return FileInfo("folder")
        return _told(entry.stat(follow_symlinks=False))
    return None


def _told(there: os.stat_result) -> FileInfo:
    if stat.S_ISDIR(there.st_mode):
        return FileInfo("folder")
    return FileInfo("file" if stat.S_ISREG(there.st_mode) else "other", there.st_size, str(there.st_mtime_ns))


def _write_file(path: str, data: bytes, *, durable: bool) -> None:
    """A new file that no other user may read yet; a symlink in its place is not followed."""
    if os.path.lexists(path):
        os.unlink(path)
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        rest = memoryview(data)
        while rest:
            rest = rest[os.write(handle, rest) :]
        if durable:
            settle(handle)
    finally:
        os.close(handle)
