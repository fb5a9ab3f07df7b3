"""The evidence for a recovery: what is left besides the ledger, what becomes of an entry by it, and which report on an
entry is the latest. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import Enum
from typing import NamedTuple

from sync.ledger.state import EntryState, Version
from sync.model import WorkbookState

PublicRecord = Mapping[str, object]


class RecoveryOutcome(Enum):
    """What becomes of an entry. KEPT: as it was; WITHDRAWN: off the site; LAPSED: it was approved, and waits again;
    WAITING: nothing stands approved."""

    KEPT = "kept"
    WITHDRAWN = "withdrawn"
    LAPSED = "lapsed"
    WAITING = "waiting"


def outcome_of(*, approved: bool, withdrawn: bool, shown: bool, ticked: bool, silent: bool) -> RecoveryOutcome:
    """The first that applies. `approved`: a version stands approved in the ledger; `withdrawn`: a newer witness or
    `Status` says so; `shown`: site and `Induk` show that very version; `ticked`: `Setuju` is, in the entry's only row;
    `silent`: `Tarik` says nothing there."""
    if withdrawn:
        return RecoveryOutcome.WITHDRAWN
    if not approved:
        return RecoveryOutcome.WAITING
    return RecoveryOutcome.KEPT if shown and ticked and silent else RecoveryOutcome.LAPSED


@dataclass(frozen=True)
class RecoveryEvidence:
    """What is left besides the ledger.

    workbook   as it was read
    published  ID → the entry's record in `data/dip.json` at the target; empty where no manifest confirms that file
    reported   ID → whether it was withdrawn, by the latest report of a witness newer than the ledger
    notices    the entries that have a notice of withdrawal at the target
    ids        every ID that any witness names
    run        the highest that any witness knows
    release    the highest that any witness knows
    confirmed  the run that `Kendali` shows
    at         when the ledger was last written (UTC), empty if there is none
    """

    workbook: WorkbookState
    published: Mapping[str, PublicRecord]
    reported: Mapping[str, bool]
    notices: frozenset[str]
    ids: frozenset[str]
    run: int
    release: int
    confirmed: int
    at: str = ""


class RecoveredEntry(NamedTuple):
    """An entry after the recovery.

    outcome  what becomes of it
    state    what the ledger knows of it from now on
    since    this was decided after the ledger was last written: it did not know it
    version  its version, if the ledger does not have it yet
    new      the ledger did not know the entry
    title    what the operator and the PPID know it by
    """

    outcome: RecoveryOutcome
    state: EntryState
    since: bool = False
    version: Version | None = None
    new: bool = False
    title: str = ""


class EntryReport(NamedTuple):
    """What a witness reports of an entry: in which run, and whether it was withdrawn then."""

    run: int
    id: str
    withdrawn: bool


def latest_reports(reports: Iterable[EntryReport], after: int) -> dict[str, bool]:
    """ID → whether the entry was withdrawn, by the latest report on it of a run later than `after`. Of two reports of
    one run the withdrawal counts."""
    latest: dict[str, tuple[int, bool]] = {}
    for report in reports:
        if report.run > after:
            latest[report.id] = max(latest.get(report.id, (0, False)), (report.run, report.withdrawn))
    return {id: withdrawn for id, (_, withdrawn) in latest.items()}
