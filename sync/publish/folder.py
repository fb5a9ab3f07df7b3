"""A folder that a web server serves, or that somebody carries there.

Ownership is written down before the first file: a journal names every file of this publish, so that a run cut at any
point leaves nothing of ours that the next run does not know. Files are staged inside the target (the same
filesystem), made durable, then renamed into place one by one; the live folder is never emptied, and a file that
neither manifest nor journal names is never touched.
"""

from __future__ import annotations

import hashlib
import os
import stat
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from sync.errors import TargetError
from sync.model import Receipt, TargetState
from sync.publish.last_seen import Seen, SeenFile
from sync.publish.steps import MANIFEST, Manifest, Steps, altered, journal, read_journal, read_manifest, steps
from sync.publish.strangers import WATCHED, refusal
from sync.publish.target import Progress

JOURNAL = ".dip-journal.json"
FRESH = ".dip-journal.json.new"
STAGING = ".dip-staging"
OURS = frozenset({JOURNAL, FRESH, STAGING})
MANY = 64


class FolderTarget:
    """A folder, made when it is missing. A symlink to a folder is followed once, at its root; none inside it is."""

    def __init__(self, path: Path, seen: SeenFile | None = None) -> None:
        self.path = path
        self.location = str(path)
        self.seen_file = seen or SeenFile(None, self.location)
        self._now = self.seen_file.read()

    def read(self) -> TargetState:
        """What is really there: the hash of every regular file that manifest or journal names, and the names of all
        others. Raises `TargetError` when the target is no folder, cannot be read, or its manifest is damaged."""
        with self._translated("read"):
            if not os.path.lexists(self.path):
                self._now = Seen(looked=True)
                return TargetState(None)
            if not self.path.is_dir():
                raise TargetError(
                    f"{self.location} is a file, not a folder; give [publish] to another name or move the file away"
                )
            manifest, before = self._manifest(), self._journal()
            known = frozenset(before) | ({*manifest.files, MANIFEST} if manifest else set())
            found = {path: digest for path in sorted(known) if (digest := self._digest(path)) is not None}
            foreign = self._foreign(known)
        last = self.seen_file.read()
        self._now = Seen({}, foreign, 0, looked=True)
        return TargetState(
            manifest.release if manifest else None, found, known, altered(manifest, before, found),
            tuple(sorted(foreign)), last.appeared(foreign),
        )  # fmt: skip

    def publish(self, site: Mapping[str, bytes], current: TargetState, progress: Progress) -> Receipt:
        """Make the folder the site, as `Target.publish` promises. Nothing to do writes nothing."""
        todo = steps(site, current)
        with self._translated("write"):
            if todo.uploads or todo.stale or self._was_cut():
                self._refuse_strangers(site, todo, current.known)
                self._carry_out(site, todo, current.known, progress)
                self._verify(site, todo)
        self.seen_file.write(self._now)
        sent = sum(len(site[path]) for path in todo.uploads)
        return Receipt(len(todo.uploads), len(todo.stale), todo.unchanged, sent)

    # -- reading -----------------------------------------------------------------------------------------------------

    def _manifest(self) -> Manifest | None:
        data = self._own_file(MANIFEST)
        return None if data is None else read_manifest(data, f"{self.location}/{MANIFEST}")

    def _journal(self) -> dict[str, str]:
        """What a cut publish may have written; empty if the last one came to its end."""
        data = self._own_file(JOURNAL)
        return {} if data is None else read_journal(data, f"{self.location}/{JOURNAL}")

    def _foreign(self, known: frozenset[str]) -> dict[str, str]:
        """Every file that is not ours, with what changes when it does."""
        foreign = {}
        for folder, _, names in os.walk(self.path):
            for name in sorted(names):
                path = Path(folder, name).relative_to(self.path).as_posix()
                if path not in known and path.split("/")[0] not in OURS:
                    here = os.lstat(self.path / path)
                    digest = self._digest(path) if name in WATCHED else None
                    foreign[path] = digest or f"{here.st_size} {here.st_mtime_ns}"
        return foreign

    def _was_cut(self) -> bool:
        """Whether an earlier publish left something to clear away."""
        return bool(self._mode(JOURNAL) or self._mode(FRESH))

    def _own_file(self, path: str) -> bytes | None:
        """A regular file's content; None if there is none, or if any part of its path is a symlink."""
        if self._obstacle(path) is not None or not stat.S_ISREG(self._mode(path)):
            return None
        return (self.path / path).read_bytes()

    def _digest(self, path: str) -> str | None:
        data = self._own_file(path)
        return None if data is None else hashlib.sha256(data).hexdigest()

    def _mode(self, path: str) -> int:
        """The file's mode, not following a symlink; 0 if there is nothing."""
        try:
            return os.lstat(self.path / path).st_mode
        except (FileNotFoundError, NotADirectoryError):
            return 0

    def _obstacle(self, path: str) -> str | None:
        """The first part above `path` that exists and is not a real folder."""
        parts = path.split("/")
        for depth in range(1, len(parts)):
            above = "/".join(parts[:depth])
            mode = self._mode(above)
            if not mode:
                return None
            if not stat.S_ISDIR(mode):
                return above
        return None

    # -- strangers ---------------------------------------------------------------------------------------------------

    def _refuse_strangers(self, site: Mapping[str, bytes], todo: Steps, known: frozenset[str]) -> None:
        """Stop before anything is written if a place the site needs is taken by something that is not ours."""
        strangers = [found for path in todo.uploads if (found := self._stranger(path, site[path], known))]
        if self._staging_is_strange():
            strangers.append(STAGING)
        if strangers:
            raise refusal(self.location, strangers)

    def _stranger(self, path: str, data: bytes, known: frozenset[str]) -> str | None:
        if (obstacle := self._obstacle(path)) is not None:
            return None if obstacle in known else obstacle
        mode = self._mode(path)
        if not mode or (path in known and not stat.S_ISDIR(mode)):
            return None
        same = stat.S_ISREG(mode) and (self.path / path).read_bytes() == data
        return None if same else path

    def _staging_is_strange(self) -> bool:
        """Staging without a journal was not made by us: the journal is written first and removed last."""
        mode = self._mode(STAGING)
        return bool(mode) and not (stat.S_ISDIR(mode) and self._mode(JOURNAL))

    # -- writing -----------------------------------------------------------------------------------------------------

    def _carry_out(self, site: Mapping[str, bytes], todo: Steps, known: frozenset[str], progress: Progress) -> None:
        self._make_folder(self.path)
        self._write_journal(journal(todo, self._journal(), self._manifest()))
        self._clear_staging()
        done, total = 0, len(todo.uploads) + len(todo.stale)
        for group in (todo.first, todo.then):
            staged = self._stage(group, site)
            for path in group:
                self._place(staged[path], path, known)
                done += 1
                progress(done, total)
        for path in todo.stale:
            self._remove(path)
            done += 1
            progress(done, total)
        self._clear_staging()
        self._sync_folder(self.path)
        os.unlink(self.path / JOURNAL)

    def _verify(self, site: Mapping[str, bytes], todo: Steps) -> None:
        """Read back what was written."""
        wrong = [path for path in todo.uploads if self._own_file(path) != site[path]]
        if wrong:
            raise TargetError(f"{self.location}: {wrong[0]} is not what was just written there; run again")

    def _write_journal(self, data: bytes) -> None:
        fresh = self.path / FRESH
        self._write(fresh, data, durable=True)
        os.replace(fresh, self.path / JOURNAL)
        self._sync_folder(self.path)

    def _stage(self, group: tuple[str, ...], site: Mapping[str, bytes]) -> dict[str, Path]:
        """Write a group where nobody looks, durably: after this only renames are left."""
        if not group:
            return {}
        folder = self.path / STAGING
        os.makedirs(folder, mode=0o700, exist_ok=True)
        staged = {path: folder / str(place) for place, path in enumerate(group)}
        for path, place in staged.items():
            self._write(place, site[path], durable=len(group) <= MANY)
        if len(group) > MANY:
            os.sync()
        return staged

    def _place(self, staged: Path, path: str, known: frozenset[str]) -> None:
        """Rename into place. A file of ours that stands where a folder is needed makes way first."""
        if (obstacle := self._obstacle(path)) is not None and obstacle in known:
            os.unlink(self.path / obstacle)
        goal = self.path / path
        self._make_folder(goal.parent)
        os.replace(staged, goal)
        if path in (MANIFEST, "index.html"):
            self._sync_folder(goal.parent)

    def _remove(self, path: str) -> None:
        """Remove a stale file of ours and the folders that are empty without it."""
        if self._obstacle(path) is not None or not stat.S_ISREG(self._mode(path)):
            return
        os.unlink(self.path / path)
        folder = (self.path / path).parent
        while folder != self.path and not os.listdir(folder):
            os.rmdir(folder)
            folder = folder.parent

    def _clear_staging(self) -> None:
        folder = self.path / STAGING
        if not stat.S_ISDIR(self._mode(STAGING)):
            return
        for name in sorted(os.listdir(folder)):
            os.unlink(folder / name)
        os.rmdir(folder)

    def _make_folder(self, folder: Path) -> None:
        """With the missing ones above it, readable for the web server whatever the umask."""
        if folder.is_dir():
            return
        self._make_folder(folder.parent)
        os.mkdir(folder, 0o755)
        os.chmod(folder, 0o755)  # noqa: S103  the web server must be able to read the site

    def _write(self, path: Path, data: bytes, *, durable: bool) -> None:
        """A new file, mode 0644 whatever the umask; a symlink in its place is not followed."""
        if os.path.lexists(path):
            os.unlink(path)
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o644)
        try:
            rest = memoryview(data)
            while rest:
                rest = rest[os.write(handle, rest) :]
            os.fchmod(handle, 0o644)
            if durable:
                os.fsync(handle)
        finally:
            os.close(handle)

    def _sync_folder(self, folder: Path) -> None:
        """Make renames durable, where the filesystem can."""
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)

    @contextmanager
    def _translated(self, verb: str) -> Iterator[None]:
        try:
            yield
        except OSError as error:
            place = error.filename or self.location
            raise TargetError(
                f"cannot {verb} the site's folder {self.location}: {error.strerror} ({place}). "
                "The site is as it was or complete up to this file; the next run finishes it"
            ) from error
