"""Workbook, target and receipt that ask the fence before each write. What they do stays what it was."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from typing import TypeVar

from sync.fence.fence import Fence
from sync.model import Batch, PublishResult, TargetState, WorkbookState
from sync.publish.ours import Evidence
from sync.publish.receipt import ReceiptFile
from sync.publish.store import Done, FileInfo, Store
from sync.publish.target import Progress, Target, nothing
from sync.workbook.workbook import Workbook

Item = TypeVar("Item")


class GuardedWorkbook:
    """A workbook that is written by whoever holds the lease."""

    def __init__(self, workbook: Workbook, fence: Fence) -> None:
        self._workbook, self._fence = workbook, fence
        self.location = workbook.location

    def read(self) -> WorkbookState:
        return self._workbook.read()

    def check_writable(self, state: WorkbookState) -> None:
        self._workbook.check_writable(state)

    def write(self, batch: Batch, state: WorkbookState) -> WorkbookState | None:
        self._fence.verify()
        return self._workbook.write(batch, state)


class GuardedTarget:
    """A target that is published to by whoever holds the lease: asked before the first byte, and before each step where
    its store is guarded, too."""

    def __init__(self, target: Target, fence: Fence) -> None:
        self._target, self._fence = target, fence
        self.location = target.location

    def read(self, evidence: Evidence | None = None) -> TargetState:
        state = self._target.read(evidence)
        self._fence.verify_read()  # the last thing that a run reads
        return state

    def fetch(self, path: str) -> bytes | None:
        return self._target.fetch(path)

    def publish(
        self, site: Mapping[str, bytes], current: TargetState, progress: Progress, begin: Callable[[], None] = nothing
    ) -> PublishResult:
        def begin_guarded() -> None:
            begin()
            self._fence.verify()

        return self._target.publish(site, current, progress, begin_guarded)


TOGETHER = 16
"""So many files are renamed or removed between two looks at the clock: as many as SFTP has under way at a time."""


class GuardedStore:
    """A store in which each wave of files asks the database; before each file that is written, and before every few
    that are renamed or removed, the clock is looked at."""

    def __init__(self, store: Store, fence: Fence) -> None:
        self._store, self._fence = store, fence
        self.location, self.direct, self.share = store.location, store.direct, store.share

    def look(self, paths: Collection[str]) -> dict[str, FileInfo]:
        return self._store.look(paths)

    def list_folders(self, folders: Collection[str]) -> dict[str, dict[str, FileInfo]]:
        return self._store.list_folders(folders)

    def read(self, paths: Collection[str]) -> dict[str, bytes]:
        return self._store.read(paths)

    def write(self, files: Mapping[str, bytes], done: Done) -> None:
        def watched() -> None:
            done()
            self._fence.watch()

        self._fence.verify()
        self._store.write(files, watched)

    def move(self, pairs: Sequence[tuple[str, str]]) -> None:
        self._fence.verify()
        for some in _by(TOGETHER, pairs):
            self._fence.watch()
            self._store.move(some)

    def make_folders(self, folders: Sequence[str]) -> None:
        self._fence.verify()
        self._store.make_folders(folders)

    def remove(self, paths: Collection[str], folders: Sequence[str]) -> None:
        self._fence.verify()
        *first, last = _by(TOGETHER, list(paths)) or [()]
        for some in first:
            self._store.remove(some, [])
            self._fence.watch()
        self._store.remove(last, folders)

    def close(self) -> None:
        self._store.close()


def _by(count: int, items: Sequence[Item]) -> list[Sequence[Item]]:
    """In parts of so many."""
    return [items[start : start + count] for start in range(0, len(items), count)]


class FencedReceipts(ReceiptFile):
    """The receipt, kept in the database before it is kept here: who goes on from here on another machine knows what
    was begun."""

    def __init__(self, receipts: ReceiptFile, fence: Fence) -> None:
        super().__init__(receipts.path, receipts.address)
        self._fence = fence

    def store(self, data: bytes) -> None:
        if self.path is not None:
            self._fence.keep_file(self.path.name, data)
        super().store(data)
