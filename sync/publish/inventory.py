"""What is really there on a server: found by listing, and by reading what is new, what matters, and a part in turn."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from sync.errors import TargetError
from sync.model import TargetState
from sync.publish.last_seen import Seen
from sync.publish.steps import INDEX, MANIFEST, Manifest, altered, read_journal, read_manifest
from sync.publish.store import Found, Store
from sync.publish.strangers import WATCHED

JOURNAL = ".dip-journal.json"
FRESH = ".dip-journal.json.new"
STAGING = ".dip-staging"
OURS = frozenset({JOURNAL, FRESH, STAGING})
AT_ONCE = 500


@dataclass(frozen=True)
class Look:
    """A target as seen: `found` and `digests` are of files of ours, `before` is the journal of a publish that was cut
    (None if the last one came to its end)."""

    manifest: Manifest | None
    before: Mapping[str, str] | None
    found: Mapping[str, Found]
    digests: Mapping[str, str]
    foreign: Mapping[str, str]
    state: TargetState = field(default_factory=lambda: TargetState(None))

    def remembered(self, seen: Seen) -> Seen:
        """What the next run need not read again."""
        files = {path: (self.found[path].size, self.found[path].stamp, sha) for path, sha in self.digests.items()}
        return Seen(files, self.foreign, seen.turn + 1, looked=True)


def take_look(store: Store, seen: Seen) -> Look:
    """Look at the target. Raises `TargetError` if its folder is missing, or manifest or journal are damaged."""
    top = store.look([""]).get("")
    if top is None or top.kind == "file":
        raise TargetError(
            f"{store.location}: there is no such folder. Make it there, or correct `to` in [publish]"
            if top is None
            else f"{store.location} is a file, not a folder; correct `to` in [publish]"
        )
    own = store.read([MANIFEST, JOURNAL])
    manifest = read_manifest(own[MANIFEST], f"{store.location}/{MANIFEST}") if MANIFEST in own else None
    before = read_journal(own[JOURNAL], f"{store.location}/{JOURNAL}") if JOURNAL in own else None
    known = frozenset(before or ()) | ({*manifest.files, MANIFEST} if manifest else set())
    found = {path: there for path, there in store.look(known).items() if there.kind == "file"}
    digests = _digests(store, found, seen, before or {})
    foreign = _foreign(store, known, seen)
    changed = altered(manifest, before or {}, digests)
    if seen.looked and before is None and MANIFEST in seen.files and seen.files[MANIFEST][2] != digests.get(MANIFEST):
        changed = (*changed, MANIFEST)
    release = manifest.release if manifest else None
    state = TargetState(release, digests, known, changed, tuple(sorted(foreign)), seen.appeared(foreign))
    return Look(manifest, before, found, digests, foreign, state)


def _digests(store: Store, found: Mapping[str, Found], seen: Seen, unsure: Collection[str]) -> dict[str, str]:
    """The SHA-256 of every file: remembered where size and time are, read where not. What a run that was cut may have
    written (`unsure`) is read: within one second it can have the size and the time of what was there before."""
    digests: dict[str, str] = {}
    to_read = []
    for path, there in found.items():
        size, stamp, digest = seen.files.get(path, (-1, "", ""))
        matters = path in {INDEX, MANIFEST} or path in unsure or seen.is_due(path)
        if matters or (size, stamp) != (there.size, there.stamp):
            to_read.append(path)
        else:
            digests[path] = digest
    for part in parts(to_read):
        digests |= {path: hashlib.sha256(data).hexdigest() for path, data in store.read(part).items()}
    return digests


def _foreign(store: Store, known: Collection[str], seen: Seen) -> dict[str, str]:
    """What is not ours in the folders that are looked into: the upper ones, and those of the files in turn."""
    parents = {path.rpartition("/")[0] for path in known}
    above = {folder for parent in parents for folder in (parent, *folders_above(parent))} | {""}
    due = {path.rpartition("/")[0] for path in known if seen.is_due(path)}
    listed = store.list_folders([folder for folder in sorted(above) if "/" not in folder or folder in due])
    foreign: dict[str, str] = {}
    for folder, names in listed.items():
        for name, there in names.items():
            path = f"{folder}/{name}".lstrip("/")
            ours = path in above if there.kind == "folder" else path in known
            if not ours and path not in OURS:
                foreign[path + "/" * (there.kind == "folder")] = _stamp(there)
    watched = store.read([path for path in foreign if path.rpartition("/")[2] in WATCHED])
    return foreign | {path: hashlib.sha256(data).hexdigest() for path, data in watched.items()}


def _stamp(there: Found) -> str:
    return "" if there.kind == "folder" else f"{there.size} {there.stamp}"


def folders_above(path: str) -> Iterator[str]:
    """`a/b/c` → `a`, `a/b`."""
    parts = path.split("/")
    return ("/".join(parts[:depth]) for depth in range(1, len(parts)))


def parts(paths: Iterable[str]) -> Iterator[list[str]]:
    """In pieces of a size that memory and server bear."""
    rest = list(paths)
    for start in range(0, len(rest), AT_ONCE):
        yield rest[start : start + AT_ONCE]
