"""What the last run saw at the target, kept beside `dip.toml`: a file that still has the size and the time it had
then need not be read again, and what is not ours is told when it appears, not at every run.

Losing the file costs one reading of everything; it decides nothing that the target itself would not.
"""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from sync.errors import TargetError

SHARE = 20
"""Each run reads one in so many files whole, another part each time."""


@dataclass(frozen=True)
class Seen:
    """`files` maps paths of ours to (size, stamp, SHA-256), `foreign` what is not ours to its stamp; `turn` counts
    the runs; `looked` is false before the first."""

    files: Mapping[str, tuple[int, str, str]] = field(default_factory=dict)
    foreign: Mapping[str, str] = field(default_factory=dict)
    turn: int = 0
    looked: bool = False

    def is_due(self, path: str) -> bool:
        """Whether it is this file's turn to be read whole."""
        return sum(path.encode()) % SHARE == self.turn % SHARE

    def appeared(self, foreign: Mapping[str, str]) -> tuple[str, ...]:
        """What is new or changed among the files that are not ours."""
        if not self.looked:
            return ()
        return tuple(sorted(path for path, stamp in foreign.items() if self.foreign.get(path) != stamp))


class SeenFile:
    """The file. Without a path nothing is kept. What another location left in it says nothing about this one."""

    def __init__(self, path: Path | None, location: str) -> None:
        self.path = path
        self.location = location
        self._last: tuple[object, Seen] | None = None

    def read(self) -> Seen:
        """What the last run saw; nothing if the file is missing, damaged or about another target. Parsed again only if
        it is another file than it was."""
        stamp = self._stamp()
        if self._last is None or self._last[0] != stamp:
            self._last = stamp, self._parse()
        return self._last[1]

    def _stamp(self) -> object:
        try:
            there = self.path.stat() if self.path else None
        except OSError:
            return None
        return there and (there.st_ino, there.st_mtime_ns, there.st_size)

    def _parse(self) -> Seen:
        try:
            document = json.loads(self.path.read_bytes()) if self.path else {}
            if document.get("location") != self.location:
                return Seen()
            files = {path: (int(size), str(stamp), str(sha)) for path, (size, stamp, sha) in document["files"].items()}
            return Seen(files, dict(document["foreign"]), int(document["turn"]), True)
        except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError):
            return Seen()

    def write(self, seen: Seen) -> None:
        """Keep it, whole or not at all; readable for the owner alone."""
        if self.path is None or seen == self.read():
            return
        document = {"location": self.location, "turn": seen.turn, "foreign": seen.foreign, "files": seen.files}
        fresh = self.path.with_name(f"{self.path.name}.new")
        try:
            handle = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
            with os.fdopen(handle, "w", encoding="utf-8") as file:
                file.write(json.dumps(document, separators=(",", ":")))
            os.replace(fresh, self.path)
        except OSError as error:
            raise TargetError(f"cannot write {self.path.name}: {error.strerror}. The site is published") from error
