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
from sync.model import Manifest, TargetState
from sync.site.build import digests_of
from sync.site.manifest import MANIFEST, damaged, is_inside, read_manifest, read_paths

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
    """

    first: tuple[str, ...]
    then: tuple[str, ...]
    stale: tuple[str, ...]
    unchanged: int
    digests: Mapping[str, str]

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
            raise TargetError(f"the site has a file {path!r}, which is no path inside the target; nothing was written")
    digests = digests_of(site)
    changed = {path: digest for path, digest in digests.items() if current.files.get(path) != digest}
    notices = read_manifest(site[MANIFEST], MANIFEST).withdrawn if MANIFEST in site else frozenset()
    ordered = sorted(changed, key=lambda path: (_rank(path, notices), path))
    first = tuple(path for path in ordered if path in notices)
    stale = tuple(sorted(path for path in current.known - site.keys() if path in current.files))
    return Steps(first, tuple(ordered[len(first) :]), stale, len(site) - len(changed), changed)


def read_journal(data: bytes, where: str) -> dict[str, str]:
    """What a publish that was cut may have left: path → SHA-256 of what it was about to write (empty: to remove).
    Raises `TargetError` like a manifest."""
    try:
        files: dict[str, str] = read_paths(json.loads(data)["files"], dict)
        if not all(isinstance(digest, str) for digest in files.values()):
            raise ValueError("digest of a wrong kind")
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise TargetError(damaged(where)) from error
    return files


def journal(todo: Steps, before: Mapping[str, str], manifest: Manifest | None) -> bytes:
    """The journal of a publish: what it is about to write or remove, and what an earlier one (`before`) left that no
    manifest names."""
    named = manifest.files if manifest else {}
    files = {path: digest for path, digest in before.items() if path not in named}
    files |= {**dict.fromkeys(todo.stale, ""), **todo.digests}
    return json.dumps({"files": dict(sorted(files.items()))}, indent=0).encode()


def altered(manifest: Manifest | None, before: Mapping[str, str], found: Mapping[str, str]) -> tuple[str, ...]:
    """Files of ours that are neither what the manifest says nor what a publish that was cut made of them: somebody
    else changed or removed them."""
    named = manifest.files if manifest else {}
    return tuple(
        path for path in sorted(named) if found.get(path, "") not in {named[path], before.get(path, named[path])}
    )


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
