"""What is there at a `Store`, ours and foreign: found by listing, and by reading what is new, what matters most, and a
part of the rest in turn."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass

from sync.errors import TargetError
from sync.message import say
from sync.model import Manifest, TargetState
from sync.plain_text import readable
from sync.publish.last_seen import LastSeen
from sync.publish.ours import Evidence, Ownership, altered, candidates, decide, seal_of
from sync.publish.steps import INDEX, folders_above
from sync.publish.store import FileInfo, Store, read_what_may_be
from sync.publish.workspace import STAGING_FOLDERS, Workspace, is_staged, look_at_workspaces
from sync.site.manifest import MANIFEST, parse_manifest

WATCHED = frozenset({".htaccess", ".user.ini", "web.config"})
"""Names that a web server obeys: their content is read at each run, wherever they are seen."""
AT_ONCE = 500


@dataclass(frozen=True)
class Inventory:
    """A store as found. `TargetState.token` carries it from reading to publishing.

    `manifest`: None if there is none that can be read.
    `journal`: path → SHA-256 of what a publish that was cut may have written; None if there is none that can be read.
    `left`: the names that publishes need for themselves and that those which were cut left to clear away.
    `free`: the sets of names that the next one may use.
    `evidence`, `owned`: what was known before looking, and what of the files is ours by it.
    `doubtful`: the contents of those that are ours if they hold what has to go.
    `files`: the regular files that are ours or may be.
    `digests`: their SHA-256.
    `foreign`: the files that are not ours, each with a stamp that changes when it does.
    `last`: what the run before saw.
    `share`: the store's.
    """

    manifest: Manifest | None
    journal: Mapping[str, str] | None
    left: frozenset[str]
    free: tuple[Workspace, ...]
    evidence: Evidence | None
    owned: Ownership
    doubtful: Mapping[str, bytes]
    files: Mapping[str, FileInfo]
    digests: Mapping[str, str]
    foreign: Mapping[str, str]
    last: LastSeen
    share: int

    @property
    def known(self) -> frozenset[str]:
        """Every path that is ours."""
        return self.owned.known

    @property
    def workspace(self) -> Workspace | None:
        """The names for the next publish; None if all are somebody else's."""
        return self.free[0] if self.free else None

    @property
    def unfinished(self) -> bool:
        """Whether a publish that was cut left something to clear away."""
        return bool(self.left - STAGING_FOLDERS)

    def state(self) -> TargetState:
        """The same as the plan sees it."""
        changed = altered(self.manifest, self.journal, self.digests, self.evidence)
        _, _, manifest_then = self.last.files.get(MANIFEST, (0, "", ""))
        if self.journal is None and manifest_then and manifest_then != self.digests.get(MANIFEST):
            changed = tuple(sorted({*changed, MANIFEST}))
        release = self.manifest.release if self.manifest else None
        foreign = tuple(map(readable, sorted(self.foreign)))
        appeared = tuple(map(readable, self.last.appeared(self.foreign)))
        files = {path: digest for path, digest in self.digests.items() if path in self.known}
        sealed = seal_of(self.manifest, self.evidence)
        return TargetState(
            release, files, self.known, changed, foreign, appeared, manifest=self.manifest, sealed=sealed,
            proven=self.owned.proven, doubtful=self.doubtful, token=self,
        )  # fmt: skip

    def remembered(self) -> LastSeen:
        """What the next run need not read again, and what it need not tell again."""
        files = {path: (self.files[path].size, self.files[path].stamp, sha) for path, sha in self.digests.items()}
        return LastSeen(files if self.share > 1 else {}, self.foreign, (self.last.turn + 1) % self.share, looked=True)


def take_inventory(store: Store, last: LastSeen, evidence: Evidence | None = None) -> Inventory:
    """Look at the target. Raises `TargetError` if its folder is missing."""
    _require_folder(store)
    manifest, workspaces = parse_manifest(store.read([MANIFEST]).get(MANIFEST, b"")), look_at_workspaces(store)
    journal = workspaces.journal
    look_at = candidates(manifest, journal, evidence)
    files = {path: info for path, info in store.look(look_at).items() if info.kind == "file"}
    digests = _digests(store, files, last, journal or {})
    owned = decide(manifest, journal, digests, evidence)
    doubtful = store.read(sorted(owned.doubtful)) if owned.doubtful else {}
    left = workspaces.ours(reserved=owned.reserved)
    foreign = _foreign(store, owned.known, last, left)
    return Inventory(
        manifest, journal, left, workspaces.free(reserved=owned.reserved), evidence, owned, doubtful, files, digests,
        foreign, last, store.share,
    )  # fmt: skip


def refusal(location: str, paths: Iterable[str]) -> TargetError:
    """The error that names foreign files in the way, before anything is written."""
    blocked = tuple(sorted(set(paths)))
    names = ", ".join(blocked[:5])
    return TargetError(
        say(
            "%(location)s already holds what this program did not write, in places the site needs: %(names)s. "
            "Nothing was written. Move it away, or give [publish] to another folder",
            location=location, names=names,
        ),
        blocked,
    )  # fmt: skip


def chunks(paths: Iterable[str]) -> Iterator[list[str]]:
    """The paths in lists of at most `AT_ONCE`, so that their contents fit into memory."""
    rest = list(paths)
    for start in range(0, len(rest), AT_ONCE):
        yield rest[start : start + AT_ONCE]


def _require_folder(store: Store) -> None:
    top = store.look([""]).get("")
    if top is None:
        raise TargetError(
            say(
                "%(location)s: there is no such folder. Make it there, or correct `to` in [publish]",
                location=store.location,
            )
        )
    if top.kind == "file":
        raise TargetError(
            say(
                "%(location)s is a file, not a folder; give [publish] to another name or move the file away",
                location=store.location,
            )
        )


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


def _foreign(store: Store, known: Collection[str], last: LastSeen, left: frozenset[str]) -> dict[str, str]:
    """What is not ours, with its stamp, in the folders that are looked into: the upper ones and those above the files
    that are due. A foreign folder is named with a `/` at its end; at a `share` of 1 its files are named instead."""
    ours = {folder for path in known for folder in folders_above(path)} | {""}
    due = {folder for path in known if last.is_due(path, store.share) for folder in folders_above(path)}
    staging = left & STAGING_FOLDERS
    to_list = [folder for folder in sorted(ours | staging) if "/" not in folder or folder in due]
    files: dict[str, FileInfo] = {}
    folders: list[str] = []
    while to_list:
        entries = _entries(store, to_list).items()
        there = {path: info for path, info in entries if path not in left and not _is_staged(path, staging)}
        files |= {path: info for path, info in there.items() if info.kind != "folder" and path not in known}
        folders = [path for path, info in there.items() if info.kind == "folder" and path not in ours]
        to_list = folders if store.share == 1 else []
    watched = read_what_may_be(store, [path for path in files if path.rpartition("/")[2] in WATCHED])
    stamps = {path: f"{info.size} {info.stamp}" for path, info in files.items()}
    stamps |= {f"{folder}/": "" for folder in folders}
    return stamps | {path: hashlib.sha256(data).hexdigest() for path, data in watched.items()}


def _is_staged(path: str, staging: Collection[str]) -> bool:
    folder, _, name = path.rpartition("/")
    return folder in staging and is_staged(name)


def _entries(store: Store, folders: Collection[str]) -> dict[str, FileInfo]:
    """Everything directly in these folders, by path."""
    listed = store.list_folders(folders)
    return {f"{folder}/{name}".lstrip("/"): info for folder in listed for name, info in listed[folder].items()}
