"""What the public may see, as values: a release, its entries, and what became of earlier lists."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NamedTuple


class ListPage(NamedTuple):
    """What a list is known by for good: the day of its newest approval, the SHA-256 over its entries, and how many it
    has. All empty for none."""

    day: str = ""
    digest: str = ""
    total: int = 0


@dataclass(frozen=True)
class PastList:
    """A list that was once released: its page, number and day of the decree that established it (empty if none did),
    and then its entries, ID → version."""

    page: ListPage
    establishment: tuple[str, str] = ("", "")
    items: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True)
class AttachedDecree:
    """A signed decree that came back: the list it carries, its number and day (empty if not said), the SHA-256 of the
    PDF, how it was found to carry the list (`digest`, `address`, or only the operator's `word`), and the entries of
    that list, ID → version. `stands`: none of them was taken back since, and the ledger was not put back since.
    `exempts`: it is the decree on the exemptions, which no release has (rule 7)."""

    page: ListPage
    establishment: tuple[str, str]
    sha256: str
    how: str
    items: Mapping[str, int]
    stands: bool = True
    exempts: bool = False

    @property
    def name(self) -> str:
        """The name of its file beside `dip.toml`."""
        if self.exempts:
            return f"keputusan-dik-{self.page.digest[:8]}-{self.sha256[:8]}.pdf"
        return f"keputusan-{self.page.day}-{self.page.digest[:8]}-{self.sha256[:8]}.pdf"


@dataclass(frozen=True, slots=True)
class Change:
    """Something the public may know of an entry's past: the day, what happened (`established`, `updated`), and which
    elements (roles) changed. Never a former value."""

    day: str
    kind: str
    elements: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ReleasedEntry:
    """One entry of a release: the approved version, as it was approved. `content` maps public roles to text."""

    id: str
    version: int
    unit: str
    content: Mapping[str, str]
    established: str
    updated: str
    changes: tuple[Change, ...] = ()


@dataclass(frozen=True, slots=True)
class Exclusion:
    """One row of the DIK with its approved basis."""

    id: str
    unit: str
    content: Mapping[str, str]


class Withdrawal(NamedTuple):
    """An entry that was once public: its ID, the day it left, the slug of the reason that the PPID chose (empty if
    none), and the ID of the entry that is public in its place (empty if none is)."""

    id: str
    day: str
    reason: str = ""
    successor: str = ""


@dataclass(frozen=True)
class Release:
    """What the public may see, complete: `render_site` needs nothing else. `withdrawn` are entries that were once
    public; `establishment` is (number, date) from the control tab; `lists` are former ones,
    `decrees` the signed ones that came back and were released."""

    number: int
    updated: str
    entries: tuple[ReleasedEntry, ...]
    withdrawn: tuple[Withdrawal, ...] = ()
    excluded: tuple[Exclusion, ...] = ()
    establishment: tuple[str, str] = ("", "")
    lists: tuple[PastList, ...] = ()
    decrees: tuple[AttachedDecree, ...] = ()
