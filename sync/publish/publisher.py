"""A server as target: what is there is found out by looking, what changed is sent aside, then moved into place.

The same promises as a folder: a journal names what this publish may write before the first file, so that a run cut
anywhere leaves nothing of ours that the next does not know; strangers' files are never touched. What was sent aside
is named by its content, so that the next run does not send it again.
"""

from __future__ import annotations

import hashlib
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TypeVar

from sync.errors import TargetError, TargetUnreachable
from sync.gc_pause import gc_paused
from sync.model import Receipt, TargetState
from sync.publish.inventory import FRESH, JOURNAL, STAGING, Look, folders_above, take_look
from sync.publish.last_seen import SeenFile
from sync.publish.steps import INDEX, MANIFEST, Steps, journal, steps
from sync.publish.store import Found, Store
from sync.publish.strangers import refusal
from sync.publish.target import Progress

Site = Mapping[str, bytes]
Result = TypeVar("Result")


@dataclass(frozen=True)
class Patience:
    """How often a lost connection is tried again, the pause before (seconds, doubled each time), and for how many
    seconds in all."""

    tries: int = 4
    pause: float = 1.0
    limit: float = 900.0


@dataclass
class _Tally:
    """What one publish did, over all its attempts."""

    progress: Progress
    uploaded: set[str] = field(default_factory=set)
    deleted: set[str] = field(default_factory=set)
    bytes: int = 0
    done: int = 0
    total: int = 0
    lock: threading.Lock = field(default_factory=threading.Lock)

    def one_more(self) -> None:
        """Tell that one file is through. Stores may say so from several threads."""
        with self.lock:
            self.done += 1
            self.progress(self.done, self.total)


@dataclass(frozen=True)
class _Load:
    """What is under way: the site, and the SHA-256 of each file that is sent."""

    site: Site
    digests: Mapping[str, str]

    def aside(self, path: str) -> str:
        """The name under which a file waits: of its place and its content."""
        return hashlib.sha256(path.encode() + b"\0" + bytes.fromhex(self.digests[path])).hexdigest()[:40]


class RemoteTarget:
    """Any `Store` as a `Target`."""

    def __init__(self, store: Store, seen: SeenFile, patience: Patience | None = None) -> None:
        self.store = store
        self.location = store.location
        self.seen_file = seen
        self.patience = patience or Patience()
        self._look: Look | None = None

    def read(self) -> TargetState:
        """What is there: names, sizes and times of all our files, and the content of those that are new to us, those
        whose turn it is, and those that matter most. Raises `TargetError` for a damaged manifest."""
        try:
            return self._patiently(lambda _: self._see().state)
        finally:
            self.store.close()

    def publish(self, site: Site, current: TargetState, progress: Progress) -> Receipt:
        """Make the target the site, as `Target.publish` promises; reads back what it sent."""
        tally = _Tally(progress)

        def attempt(number: int) -> None:
            look = self._look if number == 0 and self._look else self._see()
            found = current if number == 0 else look.state
            todo = steps(site, found)
            if todo.uploads or todo.stale or look.before is not None:
                self._carry_out(site, todo, look, tally)

        try:
            self._patiently(attempt)
        finally:
            self.store.close()
        if self._look:
            self.seen_file.write(self._look.remembered(self.seen_file.read()))
        return Receipt(len(tally.uploaded), len(tally.deleted), len(site) - len(tally.uploaded), tally.bytes)

    def _see(self) -> Look:
        with gc_paused():
            self._look = take_look(self.store, self.seen_file.read())
        return self._look

    def _patiently(self, work: Callable[[int], Result]) -> Result:
        """Try again when the connection is lost: whatever was done stays done, and is found by looking again."""
        end = time.monotonic() + self.patience.limit
        for number in range(self.patience.tries):
            try:
                return work(number)
            except TargetUnreachable:
                self.store.close()
                pause = self.patience.pause * 2**number
                if number + 1 == self.patience.tries or time.monotonic() + pause > end:
                    raise
                time.sleep(pause)
        raise AssertionError("unreachable")

    # -- writing -----------------------------------------------------------------------------------------------------

    def _carry_out(self, site: Site, todo: Steps, look: Look, tally: _Tally) -> None:
        tally.done, tally.total = 0, len(todo.uploads) + len(todo.stale)
        obstacles, missing = self._refuse_strangers(site, todo, look)
        self._write_journal(journal(todo, look.before or {}, look.manifest))
        staged, load = self._staged(), _Load(site, todo.digests)
        self._stage(load, todo.first, staged, tally)
        self.store.remove(obstacles, [])
        self.store.make_folders(missing)
        self._place(load, todo.first, tally)
        self._stage(load, todo.then, staged, tally)
        for wave in todo.waves:
            self._place(load, wave, tally)
        self._remove(site, todo.stale, tally)
        self._verify(site, todo, look)
        self.store.remove([*(f"{STAGING}/{name}" for name in staged), FRESH, JOURNAL], [STAGING])

    def _write_journal(self, data: bytes) -> None:
        """The first thing written, and moved: a server that refuses renaming refuses here, before anything is
        visible."""
        if self.store.direct:
            self.store.write({JOURNAL: data}, lambda: None)
        else:
            self.store.write({FRESH: data}, lambda: None)
            self.store.move([(FRESH, JOURNAL)])

    def _staged(self) -> dict[str, Found]:
        """What an earlier run sent aside; nothing of ours can be there without a journal."""
        if self.store.direct:
            return {}
        self.store.make_folders([STAGING])
        return self.store.list_folders([STAGING]).get(STAGING, {})

    def _stage(self, load: _Load, paths: Sequence[str], staged: Mapping[str, Found], tally: _Tally) -> None:
        """Send aside what does not lie there already, whole."""
        if self.store.direct:
            return
        files = {}
        for path in paths:
            name, data = load.aside(path), load.site[path]
            there = staged.get(name)
            if there and (there.kind, there.size) == ("file", len(data)):
                tally.one_more()
            else:
                files[f"{STAGING}/{name}"] = data
        self.store.write(files, tally.one_more)
        tally.bytes += sum(map(len, files.values()))

    def _place(self, load: _Load, paths: Sequence[str], tally: _Tally) -> None:
        if self.store.direct:
            self.store.write({path: load.site[path] for path in paths}, tally.one_more)
            tally.bytes += sum(len(load.site[path]) for path in paths)
        else:
            self.store.move([(f"{STAGING}/{load.aside(path)}", path) for path in paths])
        tally.uploaded.update(paths)

    def _remove(self, site: Site, stale: Sequence[str], tally: _Tally) -> None:
        kept = {folder for path in site for folder in folders_above(path)}
        empty = {folder for path in stale for folder in folders_above(path)} - kept
        self.store.remove(stale, sorted(empty, key=lambda folder: (-folder.count("/"), folder)))
        for path in stale:
            tally.deleted.add(path)
            tally.one_more()

    # -- strangers ---------------------------------------------------------------------------------------------------

    def _refuse_strangers(self, site: Site, todo: Steps, look: Look) -> tuple[list[str], list[str]]:
        """Stop before anything is written if a place the site needs is taken by something that is not ours. Returns
        files of ours that stand where a folder is needed, and the folders that are missing, upper ones first."""
        fresh = [path for path in todo.uploads if path not in look.found]
        above = {folder for path in fresh for folder in folders_above(path)}
        there = self.store.look([*above, *fresh])
        known = look.state.known
        obstacles = [folder for folder in above if folder in there and there[folder].kind != "folder"]
        taken = [path for path in fresh if path in there and (path not in known or there[path].kind == "folder")]
        same = self.store.read([path for path in taken if there[path].kind == "file"])
        strangers = [path for path in obstacles if path not in known]
        strangers += [path for path in taken if same.get(path) != site[path]]
        if look.before is None and self.store.look([STAGING]):
            strangers.append(STAGING)
        if strangers:
            raise refusal(self.location, strangers)
        blocked = tuple(f"{path}/" for path in obstacles)
        missing = [folder for folder in above if folder not in there or f"{folder}/".startswith(blocked)]
        return obstacles, sorted(missing, key=lambda folder: (folder.count("/"), folder))

    # -- reading back ------------------------------------------------------------------------------------------------

    def _verify(self, site: Site, todo: Steps, look: Look) -> None:
        """Read back what matters most, and the size of everything that was sent; remember what is there now."""
        now = self.store.look(todo.uploads)
        back = self.store.read([MANIFEST, INDEX])
        wrong = [path for path in (INDEX, MANIFEST) if path in site and back.get(path) != site[path]]
        wrong += [path for path in todo.uploads if path not in now or now[path].size != len(site[path])]
        if wrong:
            raise TargetError(
                f"{self.location}: {wrong[0]} reads back other than it was sent. Look whether somebody else writes "
                "there or the disk is full, then run again"
            )
        found = {path: there for path, there in look.found.items() if path in site} | now
        digests = {**look.digests, **todo.digests}
        self._look = replace(look, found=found, digests={path: digests[path] for path in found})
