"""`git+ssh://…#branch` and `git+file://…#branch`: a branch that a host serves as pages.

The branch always is one commit without a parent: what was withdrawn must not stay in its history. A push moves the
branch from the old commit to the new one or not at all, and only if nobody else has moved it meanwhile. Objects are
kept in a bare repository of ours beside `dip.toml`, so that a run fetches and sends only what changed; losing it costs
one fetch.
"""

from __future__ import annotations

import hashlib
import logging
import re
import shutil
import subprocess
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from urllib.parse import quote

from sync.errors import TargetError, TargetUnreachable
from sync.message import say
from sync.model import Manifest, PublishResult, TargetState
from sync.plain_text import readable
from sync.publish.git_complaints import Moved, damage, explain, without_progress
from sync.publish.inventory import refusal
from sync.publish.last_seen import LastSeen, LastSeenFile
from sync.publish.ours import Evidence, Ownership, altered, candidates, decide, seal_of
from sync.publish.patient_process import run_patiently
from sync.publish.ssh import SshTrust, pinned_line, plain_environment, ssh_environment
from sync.publish.steps import Steps, folders_above, steps
from sync.publish.target import Progress, nothing
from sync.settings.target_address import Address
from sync.site.manifest import MANIFEST, parse_manifest
from sync.time_limit import seconds_for

_log = logging.getLogger("dip")
SECONDS = 300
"""For a command on our own repository."""
SLOWEST = 1800
"""For one that brings the branch, as long as it says how far it is."""
ANSWER = 60
"""Seconds for a question."""
AUTHOR = "DIP Sync <dip-sync@localhost>"
TIP, NEXT, PUSHED = "refs/dip/tip", "refs/dip/next", "refs/dip/pushed"
_ACTS = {
    "ls-remote": say("which was asked where the branch is"), "fetch": say("which was asked for the branch"),
    "push": say("which was sent the site"),
}  # fmt: skip
"""What the server is waited for, by git's command."""
FILE_MODES = ("100644", "100755")


@dataclass(frozen=True)
class _Tree:
    """The branch as read. `TargetState.token` carries it from reading to publishing.

    `commit`: the tip's name, empty if there is no branch.
    `entries`: path → (mode, object name).
    `parents`: the commits the tip names as its parents.
    `manifest`: None if there is none that can be read.
    `evidence`, `owned`: what was known before looking, and what is ours by it.
    `doubtful`: the contents of files that are ours if they hold what has to go.
    `digests`: the SHA-256 of every file of ours that is there.
    """

    commit: str = ""
    entries: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    parents: tuple[str, ...] = ()
    manifest: Manifest | None = None
    digests: Mapping[str, str] = field(default_factory=dict)
    evidence: Evidence | None = None
    owned: Ownership = field(default_factory=Ownership)
    doubtful: Mapping[str, bytes] = field(default_factory=dict)

    @property
    def known(self) -> frozenset[str]:
        """Every path that is ours."""
        return self.owned.known

    @property
    def foreign(self) -> dict[str, str]:
        """The other paths, with their object names."""
        known = self.known
        return {path: name for path, (_, name) in self.entries.items() if path not in known}


class _Damaged(TargetUnreachable):
    """Our own repository lacks objects: a run was cut while git was at work in it. It has been removed."""


class GitTarget:
    """A branch as target. The branch is made when it is missing, the repository is not."""

    def __init__(self, address: Address, cache: Path, last_seen: LastSeenFile, trust: SshTrust) -> None:
        self.location = address.location
        self.cache, self.last_seen_file = cache, last_seen
        self._address, self._trust = address, trust
        self._branch = f"refs/heads/{address.branch}"
        self._url = address.path if address.scheme == "git+file" else _ssh_url(address)

    def read(self, evidence: Evidence | None = None) -> TargetState:
        """The whole branch: every file of ours with its hash, the names of all others. Raises `TargetError`."""
        return self._state(self._look(evidence))

    def fetch(self, path: str) -> bytes | None:
        """One file's content at the tip of the branch."""
        mode, name = self._look(None).entries.get(path, ("", ""))
        return self._blobs([name])[0] if mode in FILE_MODES else None

    def publish(
        self, site: Mapping[str, bytes], current: TargetState, progress: Progress, begin: Callable[[], None] = nothing
    ) -> PublishResult:
        """Make the branch the site in one push, and ask for its tip afterwards. If somebody moves the branch
        meanwhile, look again."""
        tree = current.token if isinstance(current.token, _Tree) else self._look(None)
        for last in (False, False, True):
            todo = steps(site, self._state(tree))
            try:
                if todo.uploads or todo.stale:
                    self._refuse_foreign(site, todo, tree)
                    begin()
                    self._push(self._commit(site, todo, tree), tree, sum(len(site[path]) for path in todo.uploads))
                break
            except (Moved, _Damaged):
                if last:
                    raise
                time.sleep(1)
                tree = self._look(tree.evidence)
        for done in range(len(todo.uploads) + len(todo.stale)):
            progress(done + 1, len(todo.uploads) + len(todo.stale))
        self.last_seen_file.write(LastSeen({}, tree.foreign, 0, looked=True))
        sent = sum(len(site[path]) for path in todo.uploads)
        return PublishResult(len(todo.uploads), len(todo.stale), todo.unchanged, sent)

    # -- reading -----------------------------------------------------------------------------------------------------

    def _look(self, evidence: Evidence | None) -> _Tree:
        try:
            return self._read_tree(self._fetch(), evidence)
        except _Damaged:
            return self._read_tree(self._fetch(), evidence)

    def _state(self, tree: _Tree) -> TargetState:
        """The branch as the plan sees it."""
        release = tree.manifest.release if tree.manifest else None
        changed = altered(tree.manifest, None, tree.digests, tree.evidence)
        foreign = tuple(map(readable, sorted(tree.foreign)))
        appeared = tuple(map(readable, self.last_seen_file.read().appeared(tree.foreign)))
        files = {path: digest for path, digest in tree.digests.items() if path in tree.known}
        sealed = seal_of(tree.manifest, tree.evidence)
        return TargetState(
            release, files, tree.known, changed, foreign, appeared, manifest=tree.manifest, sealed=sealed,
            proven=tree.owned.proven, doubtful=tree.doubtful, token=tree,
        )  # fmt: skip

    def _fetch(self) -> str:
        """Fetch the branch; returns the commit at its tip, empty if there is no branch. Only the commit that `TIP`
        names is known to be here with all its objects: a fetch that was cut moves no reference."""
        if not (self.cache / "HEAD").exists():
            self.cache.mkdir(mode=0o700, parents=True, exist_ok=True)
            self._git("init", "--quiet", "--bare")
        answer = self._remote("ls-remote", self._url, self._branch, seconds=ANSWER).decode()
        tip = answer.split("\t")[0]
        if tip and tip != self._name(TIP):
            self._remote(
                "fetch", "--quiet", "--progress", "--no-tags", "--depth=1", self._url, f"+{self._branch}:{TIP}"
            )
            tip = self._name(TIP)
        return tip

    def _name(self, reference: str) -> str:
        """The commit that a reference of ours names; empty if there is none."""
        return self._git("for-each-ref", "--format=%(objectname)", reference).decode().strip()

    def _read_tree(self, tip: str, evidence: Evidence | None) -> _Tree:
        if not tip:
            return _Tree(evidence=evidence)
        entries = {}
        for line in self._git("ls-tree", "-r", "-z", "--full-tree", tip).split(b"\0"):
            words, _, path = line.partition(b"\t")
            if path:
                mode, _, name = words.decode().split(" ")
                entries[path.decode("utf-8", "surrogateescape")] = (mode, name)
        head = self._git("cat-file", "commit", tip).partition(b"\n\n")[0].decode("utf-8", "replace")
        parents = tuple(line.split(" ")[1] for line in head.splitlines() if line.startswith("parent "))
        data = next(iter(self._blobs([entries[MANIFEST][1]])), b"") if MANIFEST in entries else None
        manifest = parse_manifest(data or b"")
        look_at = sorted(candidates(manifest, None, evidence))
        files = [path for path in look_at if entries.get(path, ("", ""))[0] in FILE_MODES]
        contents = dict(zip(files, self._blobs(entries[path][1] for path in files), strict=True))
        digests = {path: hashlib.sha256(content).hexdigest() for path, content in contents.items()}
        owned = decide(manifest, None, digests, evidence)
        doubtful = {path: contents[path] for path in owned.doubtful}
        return _Tree(tip, entries, parents, manifest, digests, evidence, owned, doubtful)

    def _blobs(self, names: Iterable[str]) -> list[bytes]:
        """The contents of objects, by one `cat-file --batch`."""
        asked = list(names)
        answer = self._git("cat-file", "--batch", given="".join(f"{name}\n" for name in asked).encode())
        contents, place = [], 0
        for _ in asked:
            end = answer.index(b"\n", place)
            head = answer[place:end]
            if head.endswith(b" missing"):
                raise self._explain(f"missing blob: {head.decode()}")
            size = int(head.split(b" ")[2])
            contents.append(answer[end + 1 : end + 1 + size])
            place = end + size + 2
        return contents

    # -- writing -----------------------------------------------------------------------------------------------------

    def _refuse_foreign(self, site: Mapping[str, bytes], todo: Steps, tree: _Tree) -> None:
        """Raise `TargetError` if the push would replace a foreign file or drop somebody's history."""
        pushed, entries, known = self._name(PUSHED), tree.entries, tree.known | todo.claimed
        if not (tree.owned.proven or todo.claimed) and any(parent != pushed for parent in tree.parents):
            raise TargetError(
                say(
                    "%(location)s: this branch has a history that this program did not write, and would lose it. "
                    "Nothing was written. Give [publish] to a branch of its own, like #pages",
                    location=self.location,
                )
            )
        above = {folder for path in entries for folder in folders_above(path)}
        foreign = [path for path in todo.uploads if path in above and _holds(path, tree.foreign.keys() - todo.claimed)]
        for path in todo.uploads:
            foreign += [folder for folder in folders_above(path) if folder in entries and folder not in known]
            if path in entries and path not in known and self._blobs([entries[path][1]]) != [site[path]]:
                foreign.append(path)
        if foreign:
            raise refusal(self.location, foreign)

    def _commit(self, site: Mapping[str, bytes], todo: Steps, tree: _Tree) -> str:
        """Make a commit without a parent: the old tree with what changed. Returns its name."""
        manifest = parse_manifest(site[MANIFEST]) if MANIFEST in site else None
        release = manifest.release if manifest else 0
        message = f"Release {release}\n".encode()
        stream = [f"commit {NEXT}\ncommitter {AUTHOR} {int(time.time())} +0000\n".encode(), _data(message)]
        if tree.commit:
            root = self._git("rev-parse", f"{tree.commit}^{{tree}}").decode().strip()
            stream.append(f'M 040000 {root} ""\n'.encode())
        stream += [b"D " + _quoted(path) + b"\n" for path in todo.stale]
        for path in todo.uploads:
            stream += [b"M 100644 inline " + _quoted(path) + b"\n", _data(site[path])]
        self._git("update-ref", "-d", NEXT)
        self._git("fast-import", "--quiet", "--force", given=b"".join(stream))
        return self._name(NEXT)

    def _push(self, commit: str, tree: _Tree, size: int) -> None:
        lease = f"--force-with-lease={self._branch}:{tree.commit}"
        refspec = f"{commit}:{self._branch}"
        self._remote("push", "--quiet", "--progress", lease, self._url, refspec, seconds=60 + seconds_for(size))
        now = self._remote("ls-remote", self._url, self._branch, seconds=ANSWER).decode().split("\t")[0]
        if now != commit:
            raise explain("stale info", self.location)
        for name in (TIP, PUSHED):
            self._git("update-ref", name, commit)
        self._git("update-ref", "-d", NEXT)

    # -- git ---------------------------------------------------------------------------------------------------------

    def _git(self, *words: str, given: bytes = b"") -> bytes:
        """Run git on our own repository: what it prints. Raises `TargetError` if it fails."""
        environment = plain_environment(self._address)
        try:
            done = subprocess.run(  # noqa: S603  the words are ours; an address cannot begin like an option
                self._command(words), input=given, capture_output=True, env=environment, timeout=SECONDS, check=False
            )
        except FileNotFoundError:
            raise self._not_installed() from None
        except subprocess.TimeoutExpired:
            waited = {"location": self.location, "seconds": SECONDS}
            raise TargetUnreachable(say("%(location)s: git gave no answer in %(seconds)s seconds", **waited)) from None
        return self._result(done)

    def _remote(self, *words: str, seconds: float = SLOWEST) -> bytes:
        """Run a git command that talks to the server: as long as it says how far it is, nobody is in a hurry."""
        what = _ACTS[words[0]]
        note = say("%(location)s: waiting for the server, %(what)s", location=self.location, what=what)
        try:
            with ssh_environment(self._address, self._trust, self._pinned) as environment:
                return self._result(
                    run_patiently(self._command(words), environment, seconds, lambda: _log.warning(note))
                )
        except FileNotFoundError:
            raise self._not_installed() from None
        except subprocess.TimeoutExpired as error:
            raise TargetUnreachable(
                say(
                    "%(location)s: the server said nothing for %(seconds)s seconds, %(what)s. The visible site is "
                    "whole; the next run finishes",
                    location=self.location, seconds=round(error.timeout), what=what,
                )
            ) from None  # fmt: skip

    @cached_property
    def _pinned(self) -> str:
        """The server's host key as a known_hosts line, if a fingerprint pins it."""
        pinned = self._address.scheme == "git+ssh" and self._trust.host_key
        return pinned_line(self._address, self._trust.host_key) if pinned else ""

    def _command(self, words: Sequence[str]) -> list[str]:
        return ["git", "-c", "core.hooksPath=/dev/null", "-c", "gc.auto=0", "--git-dir", str(self.cache), *words]

    def _result(self, done: subprocess.CompletedProcess[bytes]) -> bytes:
        """What git prints. Raises `TargetError` if it failed."""
        if done.returncode:
            raise self._explain(without_progress(done.stderr.decode("utf-8", "replace")))
        return done.stdout

    def _not_installed(self) -> TargetError:
        return TargetError(say("%(location)s: git is not installed", location=self.location))

    def _explain(self, complaint: str) -> TargetError:
        """The error for what git prints on stderr. A damaged cache is removed: all it holds can be fetched again."""
        if _DAMAGE.search(complaint):
            shutil.rmtree(self.cache, ignore_errors=True)
            return _Damaged(damage(self.location, self.cache.name))
        return explain(complaint, self.location)


def _ssh_url(address: Address) -> str:
    """As git takes it apart again."""
    host = f"[{address.host}]" if ":" in address.host else address.host
    user, port = f"{quote(address.user)}@" * bool(address.user), f":{address.port}" * bool(address.port)
    return f"ssh://{user}{host}{port}{quote(address.path)}"


def _holds(folder: str, paths: Iterable[str]) -> bool:
    """Whether one of the paths is in this folder."""
    return any(path.startswith(f"{folder}/") for path in paths)


def _data(content: bytes) -> bytes:
    return f"data {len(content)}\n".encode() + content + b"\n"


def _quoted(path: str) -> bytes:
    """A path as fast-import reads it back."""
    escaped = path.encode("utf-8", "surrogateescape").replace(b"\\", b"\\\\").replace(b'"', b'\\"')
    return b'"' + escaped + b'"'


_DAMAGE = re.compile(
    r"could not read [0-9a-f]{40}|bad object|missing (blob|tree)|object file|not a tree|corrupt|invalid object|"
    r"unable to read|not a git repository: |\.lock': file exists", re.IGNORECASE,
)  # fmt: skip
