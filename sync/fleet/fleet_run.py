"""`dip fleet run`: what is due is started, and what becomes due meanwhile; a command over all offices.

One run of the fleet is at work at a time. What it remembers is written at least every second while something changes: a
fleet that was killed starts those again of whom it does not know how they ended.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import UTC, datetime

from sync.errors import ArgumentError, FileError
from sync.fleet.fleet_offices import find_offices, pick_offices, reads_for, reads_of, verify_private
from sync.fleet.fleet_settings import FleetSettings
from sync.fleet.fleet_state import FleetState, read_state
from sync.fleet.office_look import FleetOffice
from sync.fleet.office_record import next_start, with_begin, with_end
from sync.fleet.pool import OfficeTask, Pool, TaskEnd
from sync.fleet.read_row import ReadRow, open_row
from sync.fleet.read_table import open_reads
from sync.fleet.timetable import QUIET_READS, spread
from sync.message import say, to_document
from sync.run.run_lock import lock_held

_LOOK_AGAIN = 10.0
"""After so many seconds it is looked again which offices there are, and which are due."""
_ORDER = (2, 1, 4, 3, 75)
"""Of several exit codes the first of these is given."""

Tell = Callable[[FleetOffice, TaskEnd, bool], None]
"""Hears of each office that ended, and whether that is news for a person: not that it is red as before, nor what is
tried again in minutes anyway."""
Commands = Callable[[FleetOffice], Sequence[tuple[str, ...]]]


@dataclass(frozen=True)
class Chosen:
    """Which offices a person wants to run now: `every` one, or those of these `names`. Neither: those that are due."""

    every: bool = False
    names: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return self.every or bool(self.names)


def worst(codes: Collection[int]) -> int:
    """The exit code of all: of 2, 1, 4, 3, 75 the first that one of them ended with."""
    known = {code if code in _ORDER or code == 0 else 1 for code in codes}
    return next((code for code in _ORDER if code in known), 0)


def run_fleet(fleet: FleetSettings, pool: Pool, chosen: Chosen, tell: Tell, warn: Callable[[str], None]) -> list[int]:
    """Start what is chosen, or what is due until nothing is; the exit codes of those that ran. `tell` hears of each
    that ended, `warn` of what is wrong with the fleet. Raises `TryLater` if another run of the fleet is at work."""
    with fleet_lock(fleet):
        state = read_state(fleet.state_path, put_aside=True)
        if state.damaged:
            warn(state.damaged)
        return _Shift(fleet, pool, state, chosen, tell).work()


def fleet_lock(fleet: FleetSettings) -> AbstractContextManager[None]:
    """Held by whoever changes what is remembered of the offices. Raises `TryLater` if somebody does."""
    return lock_held(fleet.lock_path, say("another dip fleet run is at work; it starts whatever is due"))


class _Shift:
    """One run of the fleet."""

    def __init__(self, fleet: FleetSettings, pool: Pool, state: FleetState, chosen: Chosen, tell: Tell) -> None:
        self.fleet, self.pool, self.state, self.chosen, self.tell = fleet, pool, state, chosen, tell
        self.codes: list[int] = []
        self.offices: dict[str, FleetOffice] = {}
        self.at_work: dict[str, FleetOffice] = {}
        self.places: Mapping[str, int] = {}
        self.rows: dict[str, ReadRow] = {}
        self.unsaved: FileError | None = None
        self._saved = self._looked = 0.0

    def work(self) -> list[int]:
        """Until nothing is left to do. Where nothing can be remembered no more are started, and who is at work ends."""
        self._look()
        offices = list(self.offices.values())
        verify_private(offices, self.fleet.state_path)
        left = {each.key for each in (offices if self.chosen.every else pick_offices(offices, self.chosen.names))}
        try:
            while left or self.at_work or not self.chosen:
                left = left if self.chosen else set(self._due())
                left = set() if self.unsaved else left - set(self._start(left))
                if not (left or self.at_work):
                    break
                for end in self.pool.wait(1.0):
                    self._ended(end)
                self._save(at_most=1.0)
                if time.monotonic() - self._looked > _LOOK_AGAIN:
                    self._look()
        finally:
            self._save()
        if self.unsaved:
            raise self.unsaved
        return self.codes

    def _look(self) -> None:
        self.offices = {each.key: each for each in find_offices(self.fleet, self.state.known)}
        self._looked = time.monotonic()
        robots = {key: office.robot for key, office in self.offices.items()}
        reads = reads_for(set(robots.values()), reads_of(self.fleet))
        self.places = spread(robots, reads, self.fleet.minutes)
        for robot in set(filter(None, robots.values())):
            self.rows[robot] = open_row(self.fleet.reads_folder, robot, reads[robot])

    def _due(self) -> Iterator[str]:
        now = datetime.now(UTC)
        for key, office in self.offices.items():
            record = self.state.of(key)
            changed = record.red and office.stamp != record.stamp
            at = next_start(record, self.places[key], self.fleet.minutes, now, changed=changed)
            if at <= now and key not in self.at_work:
                yield key

    def _start(self, keys: Collection[str]) -> Iterator[str]:
        """Start as many as there is room for, those that are well first; which of them it were."""
        for key in sorted(keys, key=lambda key: (self.state.of(key).red, self.places.get(key, 0), key)):
            office = self.offices.get(key)
            if office is None:
                yield key
            elif office.trouble:
                yield key
                self._begin(office)
                self._ended(TaskEnd(key, ArgumentError.exit_code, to_document(office.trouble), "", "", 0.0, 0.0))
            elif self.pool.has_room and self._may_read(office.robot):
                yield key
                self._begin(office)
                row = self.rows[office.robot].text if office.robot else ""
                self.pool.start(task_of(office, [at_office(office, "sync")], row))

    def _may_read(self, robot: str) -> bool:
        """Whether the account has room for one more run beside those that are at work."""
        if not robot:
            return True
        at_work = sum(each.robot == robot for each in self.at_work.values())
        return self.rows[robot].free() >= min(QUIET_READS * (1 + at_work), self.rows[robot].reads)

    def _begin(self, office: FleetOffice) -> None:
        self.at_work[office.key] = office
        before, is_run = self.state.of(office.key), not office.trouble
        self.state.records[office.key] = with_begin(before, office.name, datetime.now(UTC), is_run=is_run)

    def _ended(self, end: TaskEnd) -> None:
        office, before = self.at_work.pop(end.key), self.state.of(end.key)
        self.codes.append(end.code)
        after = self.state.records[end.key] = with_end(before, end, office.stamp, datetime.now(UTC))
        self.tell(office, end, bool(self.chosen) or (after.red and (not before.red or before.reason != after.reason)))

    def _save(self, at_most: float = 0.0) -> None:
        if time.monotonic() - self._saved >= at_most:
            self._saved = time.monotonic()
            try:
                self.state.save()
            except FileError as error:
                self.unsaved = error


def run_over_all(fleet: FleetSettings, pool: Pool, commands_of: Commands, tell: Tell) -> list[int]:
    """Commands in every office, with the words for each; the exit codes. Nothing is remembered of it."""
    known = {} if fleet.database else read_state(fleet.state_path).known
    offices = find_offices(fleet, known)
    reads = reads_for({each.robot for each in offices}, reads_of(fleet))
    rows = {robot: open_reads(fleet, robot, count).text for robot, count in reads.items() if robot}
    by_key, codes = {each.key: each for each in offices}, []

    def ended(end: TaskEnd) -> None:
        codes.append(end.code)
        tell(by_key[end.key], end, True)

    for office in offices:
        if office.trouble:
            ended(TaskEnd(office.key, ArgumentError.exit_code, to_document(office.trouble), "", "", 0.0, 0.0))
            continue
        while not pool.has_room:
            for end in pool.wait(1.0):
                ended(end)
        pool.start(task_of(office, commands_of(office), rows.get(office.robot, "")))
    while pool.is_busy:
        for end in pool.wait(1.0):
            ended(end)
    return codes


def at_office(office: FleetOffice, *words: str) -> tuple[str, ...]:
    """A command for this office."""
    return (*words, "--config", str(office.config))


def task_of(office: FleetOffice, commands: Sequence[tuple[str, ...]], row: str) -> OfficeTask:
    """Commands in an office; `row` says where the reads of its Google account are counted."""
    return OfficeTask(office.key, tuple(commands), office.config.parent, row)
