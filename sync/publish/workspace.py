"""The names that a publish needs at a store for itself: of its journal, and of the folder in which files wait.

There are a few sets of them. Where something that is not ours bears one of the names, the next set is taken; the last
is for servers that refuse names with a dot before them.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from sync.publish.steps import parse_journal
from sync.publish.store import PART, FileInfo, Store, read_what_may_be


@dataclass(frozen=True)
class Workspace:
    """One set of names."""

    journal: str
    staging: str

    @property
    def is_plain(self) -> bool:
        """Whether no name begins with a dot."""
        return not self.journal.startswith(".")

    @property
    def draft(self) -> str:
        """Where the journal is written before it is moved to its name."""
        return f"{self.journal}.new"

    @property
    def drafts(self) -> tuple[str, str]:
        """What a cut may leave of that."""
        return self.draft, self.draft + PART

    def kinds(self, *, direct: bool) -> dict[str, str]:
        """What each name is meant to be. A store that is `direct` needs no more than the journal."""
        if direct:
            return {self.journal: "file"}
        return {**dict.fromkeys((self.journal, *self.drafts), "file"), self.staging: "folder"}


_PLAIN = Workspace("dip-journal.json", "dip-staging")
_DOTTED = (Workspace(f".dip-journal{number}.json", f".dip-staging{number}") for number in ("", "-2", "-3"))
WORKSPACES = (*_DOTTED, _PLAIN)
STAGING_FOLDERS = frozenset(each.staging for each in WORKSPACES)
_STAGED = re.compile(r"[0-9a-f]{40}(" + re.escape(PART) + ")?")


def is_staged(name: str) -> bool:
    """Whether a publish gives such a name to a file in a staging folder."""
    return bool(_STAGED.fullmatch(name))


@dataclass(frozen=True)
class Workspaces:
    """The sets of names as found. `there` is what bears them, `contents` what those files hold that can be read."""

    there: Mapping[str, FileInfo]
    contents: Mapping[str, bytes]
    direct: bool

    @cached_property
    def journals(self) -> dict[str, dict[str, str]]:
        """The journals that can be parsed, by name."""
        read = {each.journal: parse_journal(self.contents.get(each.journal, b"")) for each in WORKSPACES}
        return {name: files for name, files in read.items() if files is not None}

    @property
    def journal(self) -> dict[str, str] | None:
        """All of them together; None if there is none."""
        together = {path: digest for files in self.journals.values() for path, digest in files.items()}
        return together if self.journals else None

    def ours(self, *, reserved: bool) -> frozenset[str]:
        """The names that are there and ours: drafts, a journal that can be parsed and the folder beside it; all of
        them if they are `reserved`."""
        ours = set()
        for each in WORKSPACES:
            whole = reserved or each.journal in self.journals
            for name, kind in each.kinds(direct=self.direct).items():
                right = name in self.there and self.there[name].kind == kind
                if right and (kind == "folder" or name in self.contents) and (whole or name in each.drafts):
                    ours.add(name)
        return frozenset(ours)

    def free(self, *, reserved: bool) -> tuple[Workspace, ...]:
        """The sets of which nothing is somebody else's."""
        foreign = self.there.keys() - self.ours(reserved=reserved)
        return tuple(each for each in WORKSPACES if not each.kinds(direct=self.direct).keys() & foreign)


def look_at_workspaces(store: Store) -> Workspaces:
    """What bears the names. A file that cannot be read stops nothing: it is not ours."""
    there = store.look([name for each in WORKSPACES for name in each.kinds(direct=store.direct)])
    contents = read_what_may_be(store, [name for name, info in there.items() if info.kind == "file"])
    return Workspaces(there, contents, store.direct)
