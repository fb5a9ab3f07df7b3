"""What the ledger remembers, as values: entries, their versions, the office as a whole, and what one run adds to it.

The plan reads a `LedgerState` and answers with a `Record`; only the ledger turns either into SQL. What there is one of
for every row is a named tuple: made and changed (`_replace`) several times as fast as a frozen dataclass.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from sync.model import UploadOrder
from sync.release import AttachedDecree, ListPage, PastList


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


NO_BASIS = ("", "", "", "", "")
NO_PAGE = ListPage()


class EntryState(NamedTuple):
    """Everything the ledger knows of one entry after a run. Versions are numbers, 0 for none.

    id              its ID
    unit            code of the unit whose tab it stands in, or stood in last
    typed           the texts of its row as typed, in the order of the template's content roles
    version         the version that `Induk` shows
    answerable      that version was found whole and valid when sync last answered the row, so that a tick on it counts
    missing         its row is gone from its unit's tab
    removed         it was taken out of `Induk`, too, before anything of it was ever approved: no row is made for it
    klasifikasi     the desk's class as typed
    basis           the texts of an exclusion's basis, in the order of the template's basis roles
    class_filled    sync filled in the class once, from the unit's proposal
    setuju          the tick as last read or written
    setuju_sign     the sign that stands for it, if only an earlier version would take it for a tick
    tarik_text      the texts last read under `Tarik` that are no clear tick, one a line
    alasan          the text last read under `Alasan Tarik`
    alasan_void     it stood there when the entry was approved anew: it says nothing until it is another, or empty
    note            the PPID's note
    note_version    the version the note belongs to; 0 for a remark on a ticked row
    approved        the version whose approval stands
    approved_at     when it was approved (UTC, ISO)
    unconfirmed     the version shown is the approved one, and yet the PPID is asked again: its row was missing from
                    `Induk`, or sync took its tick away
    withdrawn       the version that was withdrawn, until the content changes or it is ticked again
    history         the approvals of public versions, oldest first
    public          it has been on the site
    left            the day it left the site, empty while it stands there
    mark            what sync last meant to stand in `Tanda`
    former_mark     what it read in the row before that; this and the next three count while the answer has not arrived
    former_setuju   the tick read then
    former_tarik    the `Tarik` read then
    former_class    the class read then
    row_run         the run that added its row to `Induk`
    mended_run      the last run that gave its row in the unit's tab the ID back
    status          the status its rows show
    reason          slug of the last message in its row, with the ID it is about behind a colon
    """

    id: str
    unit: str
    typed: tuple[str, ...]
    version: int
    answerable: bool = False
    missing: bool = False
    removed: bool = False
    klasifikasi: str = ""
    basis: tuple[str, ...] = NO_BASIS
    class_filled: bool = False
    setuju: bool = False
    setuju_sign: str = ""
    tarik_text: str = ""
    alasan: str = ""
    alasan_void: bool = False
    note: str = ""
    note_version: int = 0
    approved: int = 0
    approved_at: str = ""
    unconfirmed: bool = False
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

    @property
    def stands(self) -> bool:
        """Whether the version shown is approved, and the PPID is not asked again."""
        return bool(self.approved) and self.approved == self.version and not self.unconfirmed

    @property
    def is_withdrawn(self) -> bool:
        """Whether the version shown is withdrawn: until its content changes, or it is ticked again."""
        return self.withdrawn != 0 and self.withdrawn == self.version

    @property
    def ever_approved(self) -> bool:
        """Whether any version of it was, or it has been public."""
        return bool(self.approved_at or self.history or self.public or self.left)


@dataclass(frozen=True, slots=True)
class OfficeState:
    """What the ledger knows of the office as a whole.

    identity        which workbook and ledger belong together
    run             the last run that changed something
    confirmed       the last run whose workbook was confirmed written
    release         the number of the release
    establishment   number and day of the decision that established it
    exemption_decree  number and day of the decision on the list of exemptions
    decrees         SHA-256 of the signed decrees that came back and that the release may show
    list_page       what its list is known by for good
    ordered         the release that a `Sekali` asked for and that is not yet received, else 0
    once_done       the `Sekali` that may still stand in the cell is done
    received        the release that the target last had whole
    rollback        the earlier release that is shown again, 0 if none is; new ones wait until the order is another
    order           the order to upload as last read, None before the first run
    behind_since    since when (UTC) the target lacks the release, empty if it has it
    locked          the last run found that only the PPID can tick
    report          what the last run that changed something did, for `Kendali`
    reported_at     when that was (UTC)
    columns         the columns that each unit's tab has had
    names           the units' names last known, by code: of a unit that `dip.toml` no longer has, too
    numbers         by code the highest number that was ever given, where witnesses know more than the entries do
    exclusions      those that the release shows (ID → version), if the office shows any; None in a ledger of before
                    they were part of a release
    tick_lists      which edition of the lists of ticks the ledger was last read with; 0 before they were numbered
    nihil           by the unit's code the period for which it says in `Kendali` that it has nothing new
    """

    identity: str
    run: int = 0
    confirmed: int = 0
    release: int = 0
    establishment: tuple[str, str] = ("", "")
    exemption_decree: tuple[str, str] = ("", "")
    decrees: tuple[str, ...] = ()
    list_page: ListPage = NO_PAGE
    ordered: int = 0
    once_done: bool = False
    received: int = 0
    rollback: int = 0
    order: UploadOrder | None = None
    behind_since: str = ""
    locked: bool = False
    report: str = ""
    reported_at: str = ""
    columns: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    names: Mapping[str, str] = field(default_factory=dict)
    numbers: Mapping[str, int] = field(default_factory=dict)
    exclusions: Mapping[str, int] | None = None
    tick_lists: int = 0
    nihil: Mapping[str, str] = field(default_factory=dict)


TICK_LISTS = 1
"""The edition of the lists of what ticks."""

RELEASED = "published"
"""The event of an entry, or of a new version of it, that a release has for the first time: before the upload. It bears
the name that ledgers and JSON have for it."""
RECOVERED = "recovered"
"""The event of a ledger that was put back or made again."""
ATTACHED = "attached"
"""The event of a signed decree that came back."""
TAKEN_BACK = frozenset({"withdrawn"})
"""Events that take an entry off the site. `excluded` is none: it establishes an exclusion, and where the entry was
public its class had taken it off by a `withdrawn` before."""
GIVEN = frozenset({"approved", RELEASED})
"""Events that give an entry to the public, or give it again: after one of them it is no longer taken back."""


class Event(NamedTuple):
    """One line of the ledger. `by` is a role (`unit:KUL`, `desk`, `ppid`, `sync`): no workbook tells who. `detail` is
    JSON where there is more to say."""

    id: str
    event: str
    version: int
    by: str
    detail: str = ""


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
    detail: str = ""


class RunWitness(NamedTuple):
    """What something outside the ledger knows of it: a run, and the head of the chain then (empty if not said). A
    ledger that knows less is an older one. `place` is how messages name it."""

    place: str
    run: int
    head: str = ""


@dataclass(frozen=True)
class PastRelease:
    """A release the ledger knows: when it was decided (UTC), the last event of the last run that knew it as the
    newest, how many entries it has, and number and day of the decision that established it."""

    number: int
    at: str
    last_seq: int
    entries: int
    received: bool
    establishment: tuple[str, str] = ("", "")


@dataclass(frozen=True)
class LedgerState:
    """The ledger as read. `readings` knows, per entry, which typed text was read as which version; `items` is the
    release. `advice` names the newest kept copy, for messages. `head` is that of its chain, `heads` are all that it
    ever had. `secret` seals the manifest of the site; it is empty if the ledger has none yet, and stands in nothing
    that is shown, logged or published. `lists` are the lists of all releases, oldest first, `attached` the newest
    signed decree of each list that has one, `exempting` those on the exemptions, `reported` by the unit's code when it
    last added or changed a row (UTC)."""

    office: OfficeState
    entries: Mapping[str, EntryState] = field(default_factory=dict)
    versions: Mapping[str, Mapping[int, Version]] = field(default_factory=dict)
    readings: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    items: Mapping[str, int] = field(default_factory=dict)
    newest: tuple[RecordedEvent, ...] = ()
    last_seq: int = 0
    exists: bool = True
    advice: str = ""
    head: str = ""
    heads: frozenset[str] = frozenset()
    secret: str = field(default="", repr=False)
    lists: tuple[PastList, ...] = ()
    attached: tuple[AttachedDecree, ...] = ()
    exempting: tuple[AttachedDecree, ...] = ()
    reported: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Record:
    """What one run adds to the ledger, in one transaction. `items` are the changes of the release (0 = leaves it)."""

    office: OfficeState
    entries: tuple[EntryState, ...] = ()
    versions: tuple[Version, ...] = ()
    readings: tuple[tuple[str, str, int], ...] = ()
    events: tuple[Event, ...] = ()
    items: Mapping[str, int] = field(default_factory=dict)
