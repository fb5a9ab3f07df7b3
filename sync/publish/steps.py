"""In which order files reach a host, so that a cut at any point leaves a site whose every link works.

Notices of withdrawal first (a cut must not leave withdrawn content behind a list that no longer names it), then
assets, the pages, the lists, `index.html`, and `manifest.json` last.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import groupby

from sync.errors import TargetError
from sync.message import say
from sync.model import Manifest, TargetState
from sync.publish.ours import claim
from sync.site.build import digests_of, leaving_of, notices_of
from sync.site.manifest import MANIFEST, is_inside, read_paths

INDEX = "index.html"
FIRST, LAST = 0, 9


@dataclass(frozen=True)
class Steps:
    """What a publish has to do. Without `uploads` and `stale` the target already is the site.

    `first`: notices, in their place before anything else is sent.
    `then`: the other files to send, in order.
    `stale`: files of ours to remove after that.
    `unchanged`: how many files are there already.
    `digests`: the SHA-256 of all that is sent.
    `claimed`: doubtful files that are ours because of what they hold.
    """

    first: tuple[str, ...]
    then: tuple[str, ...]
    stale: tuple[str, ...]
    unchanged: int
    digests: Mapping[str, str]
    claimed: frozenset[str] = frozenset()

    @property
    def uploads(self) -> tuple[str, ...]:
        """Everything to send, in order."""
        return self.first + self.then

    @property
    def waves(self) -> list[tuple[str, ...]]:
        """`then` in parts: within one the order is free; the next begins when the one before is done."""
        return [tuple(paths) for _, paths in groupby(self.then, key=lambda path: _rank(path, ()))]


def steps(site: Mapping[str, bytes], current: TargetState) -> Steps:
    """Compare the site with the target as read. Raises `TargetError` for a path that would leave the target."""
    for path in site:
        if not is_inside(path):
            raise TargetError(
                say(
                    "the site has a file %(path)s, which is no path inside the target; nothing was written",
                    path=repr(path),
                )
            )
    digests, claimed = digests_of(site), claim(current.doubtful, leaving_of(site))
    changed = {path: digest for path, digest in digests.items() if current.files.get(path) != digest}
    notices = notices_of(site)
    ordered = sorted(changed, key=lambda path: (_rank(path, notices), path))
    first = tuple(path for path in ordered if path in notices)
    there = {*current.files, *claimed}
    stale = tuple(sorted(path for path in (current.known | claimed) - site.keys() if path in there))
    return Steps(first, tuple(ordered[len(first) :]), stale, len(site) - len(changed), changed, claimed)


def parse_journal(data: bytes) -> dict[str, str] | None:
    """What a publish that was cut may have left: path → SHA-256 of what it was about to write (empty: to remove).
    None if it is damaged."""
    try:
        files: dict[str, str] = read_paths(json.loads(data)["files"], dict)
    except (ValueError, KeyError, TypeError, RecursionError):
        return None
    return files if all(isinstance(digest, str) for digest in files.values()) else None


def journal(todo: Steps, before: Mapping[str, str], manifest: Manifest | None) -> bytes:
    """The journal of a publish: what it is about to write or remove, and what an earlier one (`before`) left that no
    manifest names."""
    named = manifest.files if manifest else {}
    files = {path: digest for path, digest in before.items() if path not in named}
    files |= {**dict.fromkeys(todo.stale, ""), **todo.digests}
    return json.dumps({"files": dict(sorted(files.items()))}, indent=0).encode()


def folders_above(path: str) -> Iterator[str]:
    """`a/b/c` → `a`, `a/b`."""
    parts = path.split("/")
    return ("/".join(parts[:depth]) for depth in range(1, len(parts)))


def _rank(path: str, notices: Iterable[str]) -> int:
    if path in notices:
        return FIRST
    if path.startswith("assets/"):
        return 1
    if path.startswith("informasi/") or "/informasi/" in path:
        return 2
    if path.endswith(f"/{INDEX}"):
        # An edition's list, or a part of one: after everything it links to.
        return 4
    return {INDEX: LAST - 1, MANIFEST: LAST}.get(path, 3)
