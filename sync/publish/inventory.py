"""What is there at a `Store`, ours and foreign: found by listing, and by reading what is new, what matters most, and a
part of the rest in turn."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass

from sync.errors import TargetError
from sync.model import Manifest, TargetState
from sync.publish.last_seen import LastSeen
from sync.publish.steps import INDEX, altered, folders_above, read_journal
from sync.publish.store import PART, FileInfo, Store
from sync.site.manifest import MANIFEST, read_manifest

JOURNAL = ".dip-journal.json"
FRESH = ".dip-journal.json.new"
STAGING = ".dip-staging"
DRAFTS = (FRESH, FRESH + PART)
"""Where a journal is written before it is moved to its name."""
OURS = frozenset({JOURNAL, *DRAFTS, STAGING})
WATCHED = frozenset({".htaccess", ".user.ini", "web.config"})
"""Names that a web server obeys: their content is read at each run, wherever they are seen."""
AT_ONCE = 500


@dataclass(frozen=True)
class Inventory:
    """A store as found. `TargetState.token` carries it from reading to publishing.

    `manifest`: None if there is none.
    `journal`: path → SHA-256 of what a publish that was cut may have written; None if there is no journal.
    `unfinished`: whether a publish that was cut left something to clear away.
    `files`: the regular files of ours that are there.
    `digests`: their SHA-256.
    `foreign`: the files that are not ours, each with a stamp that changes when it does.
    `last`: what the run before saw.
    `share`: the store's.
    """

    manifest: Manifest | None
    journal: Mapping[str, str] | None
    unfinished: bool
    files: Mapping[str, FileInfo]
    digests: Mapping[str, str]
    foreign: Mapping[str, str]
    last: LastSeen
    share: int

    @property
    def known(self) -> frozenset[str]:
        """Every path that manifest or journal says is ours."""
        return _known(self.manifest, self.journal)

    def state(self) -> TargetState:
        """The same as the plan sees it."""
        changed = altered(self.manifest, self.journal or {}, self.digests)
        _, _, manifest_then = self.last.files.get(MANIFEST, (0, "", ""))
        if self.journal is None and manifest_then and manifest_then != self.digests.get(MANIFEST):
            changed = (*changed, MANIFEST)
        release = self.manifest.release if self.manifest else None
        foreign, appeared = tuple(sorted(self.foreign)), self.last.appeared(self.foreign)
        return TargetState(
            release, self.digests, self.known, changed, foreign, appeared, manifest=self.manifest, token=self
        )

    def remembered(self) -> LastSeen:
        """What the next run need not read again, and what it need not tell again."""
        files = {path: (self.files[path].size, self.files[path].stamp, sha) for path, sha in self.digests.items()}
        return LastSeen(files if self.share > 1 else {}, self.foreign, (self.last.turn + 1) % self.share, looked=True)


def take_inventory(store: Store, last: LastSeen) -> Inventory:
    """Look at the target. Raises `TargetError` if its folder is missing, or manifest or journal are damaged."""
    _require_folder(store)
    own = store.read([MANIFEST, JOURNAL, *DRAFTS])
    manifest = read_manifest(own[MANIFEST], f"{store.location}/{MANIFEST}") if MANIFEST in own else None
    journal = read_journal(own[JOURNAL], f"{store.location}/{JOURNAL}") if JOURNAL in own else None
    known = _known(manifest, journal)
    files = {path: info for path, info in store.look(known).items() if info.kind == "file"}
    digests = _digests(store, files, last, journal or {})
    unfinished = not own.keys() <= {MANIFEST}
    return Inventory(manifest, journal, unfinished, files, digests, _foreign(store, known, last), last, store.share)


def refusal(location: str, paths: Iterable[str]) -> TargetError:
    """The error that names foreign files in the way, before anything is written."""
    names = ", ".join(sorted(set(paths))[:5])
    return TargetError(
        f"{location} already holds what this program did not write, in places the site needs: {names}. "
        "Nothing was written. Move it away, or give [publish] to another folder"
    )


def chunks(paths: Iterable[str]) -> Iterator[list[str]]:
    """The paths in lists of at most `AT_ONCE`, so that their contents fit into memory."""
    rest = list(paths)
    for start in range(0, len(rest), AT_ONCE):
        yield rest[start : start + AT_ONCE]


def _require_folder(store: Store) -> None:
    top = store.look([""]).get("")
    if top is None:
        raise TargetError(f"{store.location}: there is no such folder. Make it there, or correct `to` in [publish]")
    if top.kind == "file":
        raise TargetError(
            f"{store.location} is a file, not a folder; give [publish] to another name or move the file away"
        )


def _known(manifest: Manifest | None, journal: Mapping[str, str] | None) -> frozenset[str]:
    return frozenset(journal or ()) | ({*manifest.files, MANIFEST} if manifest else set())


def _digests(store: Store, files: Mapping[str, FileInfo], last: LastSeen, unsure: Collection[str]) -> dict[str, str]:
    """The SHA-256 of every file: the remembered one where size and stamp are as they were, else of what is read. What
    a run that was cut may have written (`unsure`) is read: within one second it can have the size and the time of what
    was there before."""
    digests: dict[str, str] = {}
    to_read = []
    for path, info in files.items():
        size, stamp, digest = last.files.get(path, (-1, "", ""))
        matters = path in {INDEX, MANIFEST} or path in unsure or last.is_due(path, store.share)
        if matters or (size, stamp) != (info.size, info.stamp):
            to_read.append(path)
        else:
            digests[path] = digest
    for some in chunks(to_read):
        digests |= {path: hashlib.sha256(data).hexdigest() for path, data in store.read(some).items()}
    return digests


def _foreign(store: Store, known: Collection[str], last: LastSeen) -> dict[str, str]:
    """What is not ours, with its stamp, in the folders that are looked into: the upper ones and those above the files
    that are due. A foreign folder is named with a `/` at its end; at a `share` of 1 its files are named instead."""
    ours = {folder for path in known for folder in folders_above(path)} | {""}
    due = {folder for path in known if last.is_due(path, store.share) for folder in folders_above(path)}
    to_list = [folder for folder in sorted(ours) if "/" not in folder or folder in due]
    files: dict[str, FileInfo] = {}
    folders: list[str] = []
    while to_list:
        there = _entries(store, to_list)
        files |= {path: info for path, info in there.items() if info.kind != "folder" and path not in known}
        folders = [path for path, info in there.items() if info.kind == "folder" and path not in ours]
        to_list = folders if store.share == 1 else []
    watched = store.read([path for path in files if path.rpartition("/")[2] in WATCHED])
    stamps = {path: f"{info.size} {info.stamp}" for path, info in files.items()}
    stamps |= {f"{folder}/": "" for folder in folders}
    return stamps | {path: hashlib.sha256(data).hexdigest() for path, data in watched.items()}


def _entries(store: Store, folders: Collection[str]) -> dict[str, FileInfo]:
    """Everything directly in these folders but the names that are ours alone, by path."""
    listed = store.list_folders(folders)
    entries = {f"{folder}/{name}".lstrip("/"): info for folder in listed for name, info in listed[folder].items()}
    return {path: info for path, info in entries.items() if path not in OURS}
