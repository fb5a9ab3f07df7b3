"""Any `Store` as target: what is there is found out by looking, what changed is staged, then moved into place.

A journal names what a publish may write before its first file, so that a run cut anywhere leaves nothing of ours that
the next run does not know. Foreign files are never touched. A staged file is named by its place and its content, so
that the run after a cut does not send it again.
"""

from __future__ import annotations

import hashlib
import logging
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from typing import TypeVar

from sync.errors import TargetError, TargetUnreachable
from sync.gc_pause import gc_paused
from sync.message import say
from sync.model import PublishResult, TargetState
from sync.publish.inventory import Inventory, chunks, refusal, take_inventory
from sync.publish.last_seen import LastSeenFile
from sync.publish.ours import Evidence
from sync.publish.steps import INDEX, Steps, folders_above, journal, steps
from sync.publish.store import FileInfo, Store
from sync.publish.target import Progress, nothing
from sync.publish.workspace import WORKSPACES, Workspace, is_staged
from sync.site.manifest import MANIFEST

_log = logging.getLogger("dip")

Files = Mapping[str, bytes]
Result = TypeVar("Result")


@dataclass(frozen=True)
class Retries:
    """How often a publish goes on after a lost connection.

    `tries`: attempts in all.
    `pause`: seconds before the second attempt, doubled before each further one.
    `limit`: seconds after which no further attempt begins.
    """

    tries: int = 4
    pause: float = 1.0
    limit: float = 900.0


@dataclass
class _Tally:
    """What one publish did, over all its attempts."""

    progress: Progress
    begin: Callable[[], None]
    uploaded: set[str] = field(default_factory=set)
    deleted: set[str] = field(default_factory=set)
    bytes: int = 0
    done: int = 0
    total: int = 0
    lock: threading.Lock = field(default_factory=threading.Lock)

    def one_more(self) -> None:
        """Report one more file as done. Stores may call it from several threads."""
        with self.lock:
            self.done += 1
            self.progress(self.done, self.total)


@dataclass(frozen=True)
class _Upload:
    """The site, the SHA-256 of each file that is sent, and the folder in which they wait."""

    site: Files
    digests: Mapping[str, str]
    staging: str

    def staged(self, path: str) -> str:
        """The path of the staged file, made of its place and its content."""
        name = hashlib.sha256(path.encode() + b"\0" + bytes.fromhex(self.digests[path])).hexdigest()[:40]
        return f"{self.staging}/{name}"


class StoreTarget:
    """Any `Store` as a `Target`."""

    def __init__(self, store: Store, last_seen: LastSeenFile, retries: Retries | None = None) -> None:
        self.store = store
        self.location = store.location
        self.last_seen_file = last_seen
        self.retries = retries or Retries()

    def read(self, evidence: Evidence | None = None) -> TargetState:
        """What is there: names, sizes and times of all our files, and the content of those that are new to us, those
        whose turn it is, and those that matter most."""
        try:
            return self._with_retries(lambda _: self._look(evidence).state())
        finally:
            self.store.close()

    def fetch(self, path: str) -> bytes | None:
        """One file's content."""
        try:
            return self._with_retries(lambda _: self.store.read([path])).get(path)
        finally:
            self.store.close()

    def publish(
        self, site: Files, current: TargetState, progress: Progress, begin: Callable[[], None] = nothing
    ) -> PublishResult:
        """Make the target the site, as `Target.publish` promises, and read back what was sent."""
        tally = _Tally(progress, begin)
        seen = current.token if isinstance(current.token, Inventory) else None

        def attempt(number: int) -> Inventory:
            inventory = seen if seen and number == 0 else self._look(seen.evidence if seen else None)
            todo = steps(site, current if inventory is seen else inventory.state())
            if not (todo.uploads or todo.stale or inventory.unfinished):
                return inventory
            return self._carry_out(site, todo, inventory, tally)

        try:
            after = self._with_retries(attempt)
        finally:
            self.store.close()
        self.last_seen_file.write(after.remembered())
        return PublishResult(len(tally.uploaded), len(tally.deleted), len(site) - len(tally.uploaded), tally.bytes)

    def _look(self, evidence: Evidence | None) -> Inventory:
        with gc_paused():
            return take_inventory(self.store, self.last_seen_file.read(), evidence)

    def _with_retries(self, work: Callable[[int], Result]) -> Result:
        """Try again when the connection is lost: whatever was done stays done, and is found by looking again."""
        end = time.monotonic() + self.retries.limit
        for number in range(self.retries.tries):
            try:
                return work(number)
            except TargetUnreachable as error:
                self.store.close()
                pause = self.retries.pause * 2**number
                if number + 1 == self.retries.tries or time.monotonic() + pause > end:
                    raise
                _log.warning(say("%(reason)s. Trying again.", reason=error))
                time.sleep(pause)
        raise AssertionError("unreachable")

    # -- writing -----------------------------------------------------------------------------------------------------

    def _carry_out(self, site: Files, todo: Steps, inventory: Inventory, tally: _Tally) -> Inventory:
        """Do these steps. Returns what is there after them."""
        tally.done, tally.total = 0, len(todo.uploads) + len(todo.stale)
        workspace = inventory.workspace or WORKSPACES[0]
        obstacles, missing = self._refuse_foreign(site, todo, inventory, workspace)
        tally.begin()
        workspace = self._write_journal(
            workspace, journal(todo, inventory.journal or {}, inventory.manifest), inventory
        )
        staged = self._staged(workspace, inventory)
        upload = _Upload(site, todo.digests, workspace.staging)
        self._stage(upload, todo.first, staged, tally)
        self.store.remove(obstacles, [])
        self.store.make_folders(missing)
        self._place(upload, todo.first, tally)
        self._stage(upload, todo.then, staged, tally)
        for wave in todo.waves:
            self._place(upload, wave, tally)
        self._remove(site, todo.stale, tally)
        after = self._verify(site, todo, inventory)
        self._clear(workspace, inventory, staged)
        return after

    def _clear(self, workspace: Workspace, inventory: Inventory, staged: Mapping[str, FileInfo]) -> None:
        """Remove what a publish needs for itself and what those that were cut left of it, the journals last."""
        ours = [each for each in WORKSPACES if each == workspace or inventory.left & each.kinds(direct=False).keys()]
        names = {*inventory.left, *workspace.kinds(direct=self.store.direct)}
        drafts = [name for each in ours for name in each.drafts if name in names]
        self.store.remove([*staged, *drafts], [each.staging for each in ours if each.staging in names])
        self.store.remove([each.journal for each in ours if each.journal in names], [])

    def _write_journal(self, workspace: Workspace, data: bytes, inventory: Inventory) -> Workspace:
        """The first thing written, and moved: a server that refuses renaming refuses here, before anything is
        visible. Returns the names in use: others where the server refuses a dot before a name."""
        direct = self.store.direct
        plain = (each for each in inventory.free if each.is_plain and each != workspace)
        try:
            self.store.write({workspace.journal if direct else workspace.draft: data}, lambda: None)
        except TargetUnreachable:
            raise
        except TargetError as error:
            for each in plain:
                with suppress(TargetError):
                    return self._write_journal(each, data, inventory)
            raise error from error.__cause__
        if not direct:
            self.store.move([(workspace.draft, workspace.journal)])
        return workspace

    def _staged(self, workspace: Workspace, inventory: Inventory) -> dict[str, FileInfo]:
        """What earlier runs staged, by path. Whatever else lies in a folder of ours is somebody else's."""
        if self.store.direct:
            return {}
        self.store.make_folders([workspace.staging])
        folders = {workspace.staging, *(each.staging for each in WORKSPACES if each.staging in inventory.left)}
        listed = self.store.list_folders(sorted(folders))
        return {
            f"{folder}/{name}": info
            for folder, names in listed.items()
            for name, info in names.items()
            if info.kind == "file" and is_staged(name)
        }

    def _stage(self, upload: _Upload, paths: Sequence[str], staged: Mapping[str, FileInfo], tally: _Tally) -> None:
        """Send to the staging folder what does not lie there already, whole."""
        if self.store.direct:
            return
        files = {}
        for path in paths:
            name, data = upload.staged(path), upload.site[path]
            there = staged.get(name)
            if there and (there.kind, there.size) == ("file", len(data)):
                tally.one_more()
            else:
                files[name] = data
        self.store.write(files, tally.one_more)
        tally.bytes += sum(map(len, files.values()))

    def _place(self, upload: _Upload, paths: Sequence[str], tally: _Tally) -> None:
        if self.store.direct:
            self.store.write({path: upload.site[path] for path in paths}, tally.one_more)
            tally.bytes += sum(len(upload.site[path]) for path in paths)
        else:
            self.store.move([(upload.staged(path), path) for path in paths])
        tally.uploaded.update(paths)

    def _remove(self, site: Files, stale: Sequence[str], tally: _Tally) -> None:
        kept = {folder for path in site for folder in folders_above(path)}
        empty = {folder for path in stale for folder in folders_above(path)} - kept
        self.store.remove(stale, sorted(empty, key=lambda folder: (-folder.count("/"), folder)))
        for path in stale:
            tally.deleted.add(path)
            tally.one_more()

    # -- before and after --------------------------------------------------------------------------------------------

    def _refuse_foreign(
        self, site: Files, todo: Steps, inventory: Inventory, workspace: Workspace
    ) -> tuple[list[str], list[str]]:
        """Stop before anything is written if a foreign file stands in a place the site needs. Returns files of ours
        that stand where a folder is needed, and the folders that are missing, upper ones first."""
        known = inventory.known | todo.claimed
        fresh = [path for path in todo.uploads if path not in inventory.files or path not in known]
        above = {folder for path in fresh for folder in folders_above(path)}
        own = workspace.kinds(direct=self.store.direct)
        there = self.store.look([*above, *fresh, *own])
        obstacles = [folder for folder in above if folder in there and there[folder].kind != "folder"]
        taken = [path for path in fresh if path in there and (path not in known or there[path].kind == "folder")]
        same = self.store.read([path for path in taken if there[path].kind == "file"])
        foreign = [path for path in obstacles if path not in known]
        foreign += [path for path in taken if same.get(path) != site[path]]
        foreign += [
            name for name in own if name in there and (not inventory.workspace or there[name].kind != own[name])
        ]
        if foreign:
            raise refusal(self.location, foreign)
        blocked = tuple(f"{path}/" for path in obstacles)
        missing = [folder for folder in above if folder not in there or f"{folder}/".startswith(blocked)]
        return obstacles, sorted(missing, key=lambda folder: (folder.count("/"), folder))

    def _verify(self, site: Files, todo: Steps, inventory: Inventory) -> Inventory:
        """Compare the size of everything that was sent, and the content of what matters most and of what is due.
        Returns what is there now."""
        there = self.store.look(todo.uploads)
        wrong = [path for path in todo.uploads if path not in there or there[path].size != len(site[path])]
        due = (path for path in todo.uploads if inventory.last.is_due(path, self.store.share))
        for some in chunks(sorted({*due, MANIFEST, INDEX} & site.keys())):
            back = self.store.read(some)
            wrong += [path for path in some if back.get(path) != site[path]]
        if wrong:
            raise TargetError(
                say(
                    "%(location)s: %(wrong)s reads back other than it was sent. Look whether somebody else writes "
                    "there or the disk is full, then run again",
                    location=self.location, wrong=wrong[0],
                )
            )  # fmt: skip
        files = {path: info for path, info in inventory.files.items() if path in site} | there
        digests = {**inventory.digests, **todo.digests}
        return replace(inventory, files=files, digests={path: digests[path] for path in files}, doubtful={})
