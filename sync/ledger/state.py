"""What the ledger remembers, as values: entries, their versions, the office as a whole, and what one run adds to it.

The plan reads a `LedgerState` and answers with a `Record`; only the ledger turns either into SQL. What there is one of
for every row is a named tuple: made and changed (`_replace`) several times as fast as a frozen dataclass.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NamedTuple


class Version(NamedTuple):
    """One distinct content of an entry (rule 2). `content` maps `unit`, the public roles, `klasifikasi` and the basis
    roles to normalised text; empty fields are left out. `valid`: it could be read whole when it was recorded."""

    id: str
    number: int
    fingerprint: str
    content: Mapping[str, str]
    valid: bool


class Approval(NamedTuple):
    """One approval in an entry's public past: when (UTC, ISO), which version, and which elements changed since the
    one before."""

    at: str
    version: int
    elements: tuple[str, ...] = ()


class EntryState(NamedTuple):
    """Everything the ledger knows of one entry after a run.

    `typed` runs over the template's content roles. `version` is the one `Induk` shows; `answerable` says that it was
    found whole and valid when sync last answered the row, so that a tick on it counts. `approved`, `withdrawn` and
    `note_version` are version numbers, 0 for none; `lapsed` means that the approval of the very version shown needs
    the PPID again. `setuju` is the tick as last read or written. `mark` is what sync last meant to stand in `Tanda`;
    `former_mark`, `former_setuju`, `former_tarik` and `former_class` are what it read in the row before that, and count
    while its answer has not arrived there. `row_run` is the run that added the row to `Induk`,
    `mended_run` the last one that gave its row in the unit's tab the ID back. `reason` is the slug of
    what the row was last told, with the ID it is about behind a colon. `public`: it has been on the site; `left`: the
    day it left.
    """

    id: str
    unit: str
    typed: tuple[str, ...]
    version: int
    answerable: bool = False
    missing: bool = False
    klasifikasi: str = ""
    basis: tuple[str, ...] = ("", "", "")
    class_filled: bool = False
    setuju: bool = False
    note: str = ""
    note_version: int = 0
    approved: int = 0
    approved_at: str = ""
    lapsed: bool = False
    withdrawn: int = 0
    history: tuple[Approval, ...] = ()
    public: bool = False
    left: str = ""
    mark: str = ""
    former_mark: str = ""
    former_setuju: bool = False
    former_tarik: bool = False
    former_class: str = ""
    row_run: int = 0
    mended_run: int = 0
    status: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True)
class OfficeState:
    """What the ledger knows of the office: the last run, the last one whose workbook was confirmed written, the release
    (number, ID → version, establishment), the state of the order to upload, and the columns each unit tab has had.

    `ordered` is the release a `Sekali` asked for and that is not yet received; `spent` means that the `Sekali` which
    may still stand in the cell is done. `received` is the release the target last had whole; `behind_since` (UTC) is
    when it stopped having it. `rollback` is the earlier release that is shown again, 0 if none is; new ones wait until
    the order to upload, last read as `order`, is another. `locked`: the last run found that only the PPID can tick.
    `names` are the units' names last known, by code: of a unit that `dip.toml` no longer has, too.
    """

    identity: str
    run: int = 0
    confirmed: int = 0
    release: int = 0
    establishment: tuple[str, str] = ("", "")
    ordered: int = 0
    spent: bool = False
    received: int = 0
    rollback: int = 0
    order: str = ""
    behind_since: str = ""
    locked: bool = False
    report: str = ""
    reported_at: str = ""
    columns: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    names: Mapping[str, str] = field(default_factory=dict)


class Event(NamedTuple):
    """One line of the ledger. `by` is a role (`unit:KUL`, `desk`, `ppid`, `sync`): no workbook tells who."""

    id: str
    event: str
    version: int
    by: str


@dataclass(frozen=True)
class RecordedEvent:
    """An event as the ledger holds it: in order of `seq`, at a time in UTC."""

    seq: int
    at: str
    run: int
    id: str
    event: str
    version: int
    by: str


@dataclass(frozen=True)
class PastRelease:
    """A release the ledger knows: when it was decided (UTC), the last event of the last run that knew it as the
    newest, and how many entries it has."""

    number: int
    at: str
    last_seq: int
    entries: int
    received: bool


@dataclass(frozen=True)
class LedgerState:
    """The ledger as read. `readings` knows, per entry, which typed text was read as which version; `items` is the
    release. `advice` names the newest kept copy, for messages. `secret` seals the manifest of the site; it is
    empty if the ledger has none yet, and stands in nothing that is shown, logged or published."""

    office: OfficeState
    entries: Mapping[str, EntryState] = field(default_factory=dict)
    versions: Mapping[str, Mapping[int, Version]] = field(default_factory=dict)
    readings: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    items: Mapping[str, int] = field(default_factory=dict)
    newest: tuple[RecordedEvent, ...] = ()
    last_seq: int = 0
    exists: bool = True
    advice: str = ""
    secret: str = field(default="", repr=False)


@dataclass(frozen=True)
class Record:
    """What one run adds to the ledger, in one transaction. `items` are the changes of the release (0 = leaves it)."""

    office: OfficeState
    entries: tuple[EntryState, ...] = ()
    versions: tuple[Version, ...] = ()
    readings: tuple[tuple[str, str, int], ...] = ()
    events: tuple[Event, ...] = ()
    items: Mapping[str, int] = field(default_factory=dict)
