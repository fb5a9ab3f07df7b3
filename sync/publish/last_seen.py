"""What the last run saw at the target, kept in a file beside `dip.toml`: a file of ours that still has the size and the
time it had then need not be read again, and foreign files are told when they appear, not at every run.

Losing it costs one reading of everything; nothing is decided by it that the target itself would not decide.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from sync.errors import TargetError, reason_of
from sync.message import say
from sync.private_files import write_private


@dataclass(frozen=True)
class LastSeen:
    """A target as the last run saw it.

    `files`: path of ours → size, stamp, SHA-256.
    `foreign`: path of a foreign file → its stamp.
    `turn`: which share of our files is due to be read next.
    `looked`: false before the first run.
    """

    files: Mapping[str, tuple[int, str, str]] = field(default_factory=dict)
    foreign: Mapping[str, str] = field(default_factory=dict)
    turn: int = 0
    looked: bool = False

    def is_due(self, path: str, share: int) -> bool:
        """Whether it is this file's turn to be read, if each run reads one file in `share`."""
        return sum(path.encode("utf-8", "surrogatepass")) % share == self.turn % share

    def appeared(self, foreign: Mapping[str, str]) -> tuple[str, ...]:
        """Which foreign files are new or changed."""
        if not self.looked:
            return ()
        return tuple(sorted(path for path, stamp in foreign.items() if self.foreign.get(path) != stamp))


class LastSeenFile:
    """The file. Without a path nothing is kept. What it says of another location counts for nothing."""

    def __init__(self, path: Path | None, location: str) -> None:
        self.path = path
        self.location = location
        self._last: tuple[object, LastSeen] | None = None

    def read(self) -> LastSeen:
        """What the last run saw; an empty value if the file is missing, damaged or about another target. Parsed again
        only if the file has changed."""
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

    def _parse(self) -> LastSeen:
        try:
            document = json.loads(self.path.read_bytes()) if self.path else {}
            if document.get("location") != self.location:
                return LastSeen()
            files = {path: (int(size), str(stamp), str(sha)) for path, (size, stamp, sha) in document["files"].items()}
            return LastSeen(files, dict(document["foreign"]), int(document["turn"]), True)
        except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError):
            return LastSeen()

    def write(self, last: LastSeen) -> None:
        """Keep it, whole or not at all, readable for the owner alone. Raises `TargetError`."""
        if self.path is None or last == self.read():
            return
        document = {"location": self.location, "turn": last.turn, "foreign": last.foreign, "files": last.files}
        try:
            write_private(self.path, json.dumps(document, separators=(",", ":")).encode())
        except OSError as error:
            raise TargetError(
                say(
                    "cannot write %(name)s: %(strerror)s. The site is published",
                    name=self.path.name, strerror=reason_of(error),
                )
            ) from error  # fmt: skip
