"""A server that keeps files, as far as a publish needs it: seven verbs, each over many files at once, so that every
protocol can do what it does best (many requests under way, many connections, one listing of everything)."""

from __future__ import annotations

import struct
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from typing import Literal, NamedTuple, Protocol

from sync.errors import TargetError, TargetUnreachable
from sync.message import say

GARBLED = (ValueError, LookupError, EOFError, struct.error)
"""What parsing a truncated or malformed answer may raise. Client libraries translate only some of it; a store treats
all of it as a lost connection."""

SAMPLED = 20
"""The `share` of a store for which reading everything at each run costs too much."""

PART = ".part"
"""What a store may append to a name while it writes that file."""

ACTS: Mapping[str, str] = {
    act: act
    for act in (
        *(say("list"), say("look at"), say("make folders on"), say("read"), say("remove files from")),
        *(say("remove folders from"), say("rename files on"), say("write"), say("write to")),
    )
}
"""What is done at a target, as the operator reads it in his language."""

Done = Callable[[], None]
"""Called once for each file that was written."""


class FileInfo(NamedTuple):
    """What a listing says. `stamp` changes when the content does (a time, a tag); `other` is a symlink or worse."""

    kind: Literal["file", "folder", "other"]
    size: int = 0
    stamp: str = ""


class Store(Protocol):
    """Paths are relative to the target, with `/`. Foreign errors leave as `TargetError`, those that a second try may
    overcome as `TargetUnreachable`. Every verb may be repeated.

    `location`: how messages name it.
    `direct`: whether a file written in its place shows nothing until it is whole, so that `move` is not needed.
    `share`: each run reads one in so many of our files whole, another part each time. At 1 it reads every file and
    looks into every folder.
    """

    location: str
    direct: bool
    share: int

    def look(self, paths: Collection[str]) -> dict[str, FileInfo]:
        """What stands at these paths, symlinks not followed; what is missing is absent."""

    def list_folders(self, folders: Collection[str]) -> dict[str, dict[str, FileInfo]]:
        """Everything directly in these folders, by name (`""` is the target itself); missing folders are absent."""

    def read(self, paths: Collection[str]) -> dict[str, bytes]:
        """The content of regular files; what is missing or no regular file is absent."""

    def write(self, files: Mapping[str, bytes], done: Done) -> None:
        """New content, in folders that exist. Unless `direct`, only under names that nobody reads; a write that was
        cut never leaves a file of the whole size, but may leave one at the name with `PART`."""

    def move(self, pairs: Sequence[tuple[str, str]]) -> None:
        """From a name that nobody reads to its place, replacing what is there; in any order."""

    def make_folders(self, folders: Sequence[str]) -> None:
        """In this order, the ones above before those in them; one that exists is no error. `""` is the target."""

    def remove(self, paths: Collection[str], folders: Sequence[str]) -> None:
        """Remove files, missing ones are no error; then those of the folders that are empty, in this order."""

    def close(self) -> None:
        """Close every connection. The next verb connects anew."""


def read_what_may_be(store: Store, paths: Iterable[str]) -> dict[str, bytes]:
    """What these files hold, where we may read them: one that we may not read is absent, and stops nothing."""
    contents: dict[str, bytes] = {}
    for path in paths:
        try:
            contents |= store.read([path])
        except TargetUnreachable:
            raise
        except TargetError:
            continue
    return contents
