"""After a loss: what is left besides the ledger, what becomes of an entry, and whose word on it is the latest. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import Enum
from typing import NamedTuple

from sync.ledger.state import EntryState, Version
from sync.model import WorkbookState

PublicRecord = Mapping[str, object]


class Fate(Enum):
    """What becomes of an entry. KEPT: as it was; WITHDRAWN: off the site; LAPSED: it was approved, and waits again;
    WAITING: nothing stands approved."""

    KEPT = "kept"
    WITHDRAWN = "withdrawn"
    LAPSED = "lapsed"
    WAITING = "waiting"


def fate(*, approved: bool, withdrawn: bool, shown: bool, ticked: bool, silent: bool) -> Fate:
    """The first that applies. `approved`: a version stands approved in the ledger; `withdrawn`: a newer witness or
    `Status` says so; `shown`: site and `Induk` show that very version; `ticked`: `Setuju` is, in the entry's only row;
    `silent`: `Tarik` says nothing there."""
    if withdrawn:
        return Fate.WITHDRAWN
    if not approved:
        return Fate.WAITING
    return Fate.KEPT if shown and ticked and silent else Fate.LAPSED


@dataclass(frozen=True)
class Remains:
    """What is left besides the ledger.

    `published`: what `data/dip.json` at the target says of an entry, by ID; empty where nothing confirms it.
    `said`: ID → whether the latest word on it of a witness newer than the ledger is that it was withdrawn.
    `notices`: the entries that have a notice of withdrawal at the target.
    `ids`: every ID that anybody names.
    `run`, `release`: the highest that any witness knows.
    `at`: when the ledger was last written (UTC), empty if there is none.
    """

    workbook: WorkbookState
    published: Mapping[str, PublicRecord]
    said: Mapping[str, bool]
    notices: frozenset[str]
    ids: frozenset[str]
    run: int
    release: int
    confirmed: int
    at: str = ""


class Recovered(NamedTuple):
    """The fate of an entry, and what is known of it from now on. `since`: the ledger did not know that yet."""

    fate: Fate
    state: EntryState
    since: bool = False
    version: Version | None = None
    new: bool = False


class Word(NamedTuple):
    """What a witness says of an entry: the run it is from, and whether it was withdrawn then."""

    run: int
    id: str
    withdrawn: bool


def latest_words(words: Iterable[Word], after: int) -> dict[str, bool]:
    """ID → whether the latest word on it, of a run later than `after`, is that it was withdrawn. Of two words of one
    run the withdrawal counts."""
    latest: dict[str, tuple[int, bool]] = {}
    for word in words:
        if word.run > after:
            latest[word.id] = max(latest.get(word.id, (0, False)), (word.run, word.withdrawn))
    return {id: withdrawn for id, (_, withdrawn) in latest.items()}
