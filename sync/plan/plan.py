"""What a run will do, as a value: complete, so that carrying it out compares nothing and chooses nothing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import asdict, dataclass, field, replace
from typing import Any, NamedTuple

from sync.calendar.due import DueMatter
from sync.errors import DipError, Held, WorkbookOpen
from sync.ledger.state import EntryState, Event, OfficeState, Record
from sync.model import Batch
from sync.plan.guards import Hold
from sync.release import Release
from sync.site.build import SiteBuild
from sync.tabs.problem import Problem


@dataclass(frozen=True)
class Waiting:
    """How many rows wait for whom after a run.

    fix       for a unit, by its code: rows to be mended in its tab
    returned  for a unit, by its code: rows that the PPID returned
    lost      for a unit, by its code: approved entries whose document is gone
    classify  for the desk: entries without a class
    complete  for the desk: entries that lack something in `Induk`, like the basis of an exclusion
    delete    for the desk: entries that left their unit's tab and never were approved
    tick      for the PPID: entries to be ticked, for the first time or again
    again     how many of these again
    refused   for the PPID: entries with a tick that does not count, or something else in its place
    remove    for the PPID: entries that are no longer in their unit's tab
    order     for the PPID: entries approved, which no order to upload has released yet
    """

    fix: Mapping[str, int]
    returned: Mapping[str, int] = field(default_factory=dict)
    classify: int = 0
    complete: int = 0
    delete: int = 0
    tick: int = 0
    remove: int = 0
    order: int = 0
    again: int = 0
    refused: int = 0
    lost: Mapping[str, int] = field(default_factory=dict)

    def document(self) -> dict[str, Any]:
        """For JSON."""
        return asdict(self)


class Task(NamedTuple):
    """Something that waits for somebody, as a message may tell it.

    whom      for whom: `unit:KUL`, `desk` or `ppid`
    what      what is to be done, in the words of `Kendali`
    id        the entry's ID; empty for a row that has none yet
    tab       the tab in which it is done
    row       the row there
    cell      the cell there
    link      the address that leads a browser to the cell; empty for a file
    title     what people call the entry
    version   the version that waits
    excluded  it is, was or is proposed to be excluded: nothing of it but the ID goes out
    problems  what is wrong with it in that tab
    changes   header, text before and text after of what differs from the version that stands approved
    """

    whom: str
    what: str
    id: str
    tab: str
    row: int
    cell: str
    link: str = ""
    title: str = ""
    version: int = 0
    excluded: bool = False
    problems: tuple[Problem, ...] = ()
    changes: tuple[tuple[str, str, str], ...] = ()


def no_tasks() -> tuple[Task, ...]:
    """Nothing waits, as far as could be seen."""
    return ()


@dataclass(frozen=True)
class Plan:
    """What a run does.

    run             its number; that of the last run if it changes nothing
    at              when it is (UTC, ISO)
    mode            `full`, or `withdrawals` (a brake is held, or the workbook is open): then nothing but withdrawals
                    happens, and nothing is written into the workbook but that a column has slipped
    record          what the ledger gets
    batch           what the workbook gets
    site            the site that the target is brought to
    release         the release it shows
    problems        all that is wrong, in rows, tabs and the workbook
    by_status       how many entries each status has
    total           how many rows the units' tabs have
    events          what happened to the entries, in order
    titles          the entries' titles, by ID
    hold            why a brake is held
    busy            the program that has the workbook open
    site_without    the site to publish if writing the workbook fails: the release before, less what was withdrawn
    after_receipt   what `Kendali` gets when the upload is complete (`Sekali` → `Tahan`)
    after_failure   what it gets when it is not: since when the site is behind
    changed         the run records or writes something
    changes         what differs from the version shown before, by ID, one line a field
    altered         files of the site that somebody else changed at the target
    mistake         one in what the office made for its site: then the site is made without
    stop            why nothing but withdrawals could be decided at all: `Induk` cannot be used
    waiting         who is waited for after it, None if it could not look at every entry
    tasks           what waits for whom, one by one; found when it is asked for
    due             what is due by law on its day, None likewise
    publishes       the site is sent: once there is a release, and with a mistake only if something has to go
    """

    run: int
    at: str
    mode: str
    record: Record
    batch: Batch
    site: SiteBuild
    release: Release
    problems: tuple[Problem, ...]
    by_status: Mapping[str, int]
    total: int
    events: tuple[Event, ...]
    titles: Mapping[str, str]
    hold: Hold | None = None
    busy: str = ""
    site_without: SiteBuild | None = None
    after_receipt: Batch = field(default_factory=Batch)
    after_failure: Batch = field(default_factory=Batch)
    changed: bool = False
    changes: Mapping[str, str] = field(default_factory=dict)
    altered: tuple[str, ...] = ()
    mistake: DipError | None = None
    stop: DipError | None = None
    publishes: bool = True
    waiting: Waiting | None = None
    tasks: Callable[[], tuple[Task, ...]] = field(default=no_tasks, compare=False, repr=False)
    due: tuple[DueMatter, ...] | None = None

    @property
    def received(self) -> OfficeState:
        """The office when the target has the release: a `Sekali` is done (rule 8)."""
        office = self._confirmed
        return replace(
            office,
            received=office.release,
            ordered=0,
            once_done=office.once_done or bool(office.ordered),
            behind_since="",
        )

    @property
    def behind(self) -> OfficeState:
        """The office when the upload failed."""
        office = self._confirmed
        since = office.behind_since or ("" if office.received == office.release else self.at)
        return replace(office, behind_since=since)

    @property
    def _confirmed(self) -> OfficeState:
        """The office once the workbook shows this run."""
        office = self.record.office
        return replace(office, confirmed=office.run) if self.batch and self.mode == "full" else office

    @property
    def trouble(self) -> DipError | None:
        """Why the run is not a full one: the office's templates have a mistake, `Induk` cannot be used, it is held, or
        the workbook is open."""
        if self.mistake or self.stop:
            return self.mistake or self.stop
        if self.hold:
            return Held(self.hold.message)
        return WorkbookOpen(self.busy) if self.busy else None

    @property
    def exit_code(self) -> int:
        """What the run ends with if all goes well."""
        return self.trouble.exit_code if self.trouble else 0


def item_changes(before: Mapping[str, int], after: Mapping[str, int]) -> dict[str, int]:
    """What of a release is another version, or leaves it (0)."""
    changed = {id: version for id, version in after.items() if before.get(id) != version}
    return changed | {id: 0 for id in before if id not in after}


def count_by_status(states: Iterable[EntryState]) -> dict[str, int]:
    """How many entries each status has; those that were taken out have none any more."""
    return dict(Counter(state.status for state in states if not state.removed))
