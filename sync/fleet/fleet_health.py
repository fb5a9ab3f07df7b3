"""`dip fleet status`: which offices are red, since when, why, and what to do; from what the fleet remembers, without
asking any office."""

from __future__ import annotations

import shlex
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from enum import Enum
from typing import Any

from sync.errors import ArgumentError, Held
from sync.fleet.fleet_offices import find_offices, reads_for, reads_of, unmatched
from sync.fleet.fleet_settings import FleetSettings
from sync.fleet.fleet_state import FleetState, read_state
from sync.fleet.machine_table import MachineSeen, doubled
from sync.fleet.office_look import FleetOffice
from sync.fleet.office_record import OfficeRecord, next_start
from sync.fleet.record_table import SharedState, shared_state
from sync.fleet.timetable import overfull, spread
from sync.message import Message, from_document, named, say

_SILENT = 3
"""After so many periods without a run something is wrong with what starts the fleet."""


class Light(Enum):
    """How an office stands, the most urgent first."""

    RED = "red"
    CARE = "care"
    NEW = "new"
    GOOD = "good"


@dataclass(frozen=True)
class OfficeHealth:
    """How one office stands: since when and why it is not well, and what to do about it. `next` is when it is started
    again, None where it cannot be."""

    office: FleetOffice
    record: OfficeRecord
    light: Light
    since: datetime | None = None
    why: str = ""
    what: str = ""
    next: datetime | None = None


@dataclass(frozen=True)
class FleetHealth:
    """How all offices stand, the most urgent first; `warnings` are about the fleet itself. `machines` are those that
    run them together, None where there is one."""

    now: datetime
    offices: tuple[OfficeHealth, ...]
    warnings: tuple[str, ...]
    machines: tuple[MachineSeen, ...] | None = None

    @property
    def needs_a_person(self) -> bool:
        """An office is red, a machine is silent, or there is none, or two bear one name."""
        alone, machines = self.machines is None, self.machines or ()
        return (
            self.count(Light.RED) > 0 or not (alone or machines) or any(m.is_silent or m.is_doubled for m in machines)
        )

    def count(self, light: Light) -> int:
        """How many offices stand so."""
        return sum(each.light is light for each in self.offices)


def fleet_health(fleet: FleetSettings, now: datetime | None = None) -> FleetHealth:
    """How all offices stand now. Raises `SettingsError` if there is none."""
    now, known = now or datetime.now(UTC), _known(fleet)
    state = known.state
    offices = find_offices(fleet, state.known)
    robots = {office.key: office.robot for office in offices}
    reads = reads_for(set(robots.values()), reads_of(fleet))
    places = spread(robots, reads, fleet.minutes)
    counts = Counter(office.name.casefold() for office in offices)
    each = [_health(office, state.of(office.key), fleet, places[office.key], now) for office in offices]
    each = [_with_what(one, fleet, is_unique=counts[one.office.name.casefold()] == 1) for one in each]
    if fleet.database:
        each = [_where_nobody_runs(one, fleet, known.machines) for one in each]
    each.sort(key=lambda one: (list(Light).index(one.light), one.office.name.casefold()))
    warnings = [*_warnings(fleet, state, list(robots.values()), reads, now), *_shared_warnings(fleet, offices, known)]
    return FleetHealth(now, tuple(each), tuple(warnings), tuple(known.machines) if fleet.database else None)


def _known(fleet: FleetSettings) -> SharedState:
    if fleet.database:
        return shared_state(fleet, fleet.database)
    return SharedState(read_state(fleet.state_path), [], [])


def _health(office: FleetOffice, record: OfficeRecord, fleet: FleetSettings, place: int, now: datetime) -> OfficeHealth:
    if office.trouble:
        return OfficeHealth(office, record, Light.RED, record.since if record.failures else None, office.trouble)
    changed = record.red and office.stamp != record.stamp
    again = max(next_start(record, place, fleet.minutes, now, changed=changed), now)
    if record.red:
        return OfficeHealth(office, record, Light.RED, record.since, reason(record), next=again)
    if record.failures or record.later:
        why = reason(record) or say("its last run was told to come later")
        what = say("Nothing yet: it comes again by itself in minutes.")
        return OfficeHealth(office, record, Light.CARE, record.since, why, what, again)
    if record.begun is None:
        return OfficeHealth(office, record, Light.NEW, next=again)
    if record.interrupted and now - record.begun > fleet.limit + timedelta(minutes=1):
        why = say("dip fleet run itself was ended while this office was at work")
        what = say("Nothing: the next dip fleet run starts it again, and each run can be stopped anywhere.")
        return OfficeHealth(office, record, Light.CARE, record.begun, why, what, again)
    return OfficeHealth(office, record, Light.GOOD, next=again)


def reason(record: OfficeRecord) -> str:
    """Why its last run was not well, as it was kept."""
    return reason_words(record.reason)


def reason_words(reason: Any) -> str:
    """A message as it was kept; empty for what is none."""
    try:
        return from_document(reason)
    except (KeyError, TypeError, ValueError, AttributeError):
        return ""


def _where_nobody_runs(health: OfficeHealth, fleet: FleetSettings, machines: Sequence[MachineSeen]) -> OfficeHealth:
    """The same; red where it is pinned to a machine that is not at work."""
    name = health.office.config.parent.name
    pinned = next((each.machine for each in fleet.pinned if each.office == name), "")
    if not pinned or health.light is Light.RED or any(each.name == pinned and not each.is_silent for each in machines):
        return health
    why = say("it waits for the machine %(name)s, which alone may run it and is not at work", name=pinned)
    what = say("Start dip fleet work there; or write another machine into [[pinned]] of fleet.toml, on all machines.")
    return replace(health, light=Light.RED, since=health.record.begun, why=why, what=what, next=None)


def _with_what(health: OfficeHealth, fleet: FleetSettings, *, is_unique: bool) -> OfficeHealth:
    """The same, and of a red one what a person does about it."""
    office, record = health.office, health.record
    if health.light is not Light.RED or office.trouble:
        return health
    if office.stamp != record.stamp:
        return replace(health, what=say("Nothing more: it has changed since, and the next dip fleet run starts it."))
    name = office.name if is_unique else str(office.config.parent)
    again = f"dip fleet run --office {shlex.quote(name)}"
    if fleet.database and record.exit != Held.exit_code:
        return replace(
            health, what=say("Put right what is named there, on every machine. Then: %(again)s", again=again)
        )
    return replace(health, what=_what(office, record, again))


def _what(office: FleetOffice, record: OfficeRecord, again: str) -> str:
    """`again` is the command that starts it at once."""
    config = shlex.quote(str(office.config))
    if record.exit == ArgumentError.exit_code:
        return say(
            "Put right what is named there. The next dip fleet run sees by itself that %(config)s or the workbook is "
            "another; after anything else: %(again)s",
            config=config, again=again,
        )  # fmt: skip
    if record.exit == Held.exit_code:
        return say(
            "Ask first the people of the tab named there. A mistake? Let them undo it. Meant? Run the command named "
            "there with --config %(config)s. Withdrawals go out meanwhile.",
            config=config,
        )
    return say("Put right what stopped it; more says: dip doctor --config %(config)s. Then: %(again)s",
               config=config, again=again)  # fmt: skip


def _warnings(
    fleet: FleetSettings, state: FleetState, robots: Sequence[str], reads: dict[str, int], now: datetime
) -> Iterator[str]:
    if state.damaged:
        yield state.damaged
    if nothing := unmatched(fleet):
        yield say(
            "offices in [fleet]: nothing matches %(patterns)s.", patterns=named([f"“{text}”" for text in nothing])
        )
    for robot, minutes in overfull(robots, reads, fleet.minutes).items():
        yield say(
            "period in [fleet]: %(period)sm is too short for the Google account %(robot)s: its %(count)s offices take "
            "two reads each, and with %(reads)s reads a minute that is %(minutes)s minutes. They run as often as that "
            "allows. Write a longer period, or give some of them another account.",
            period=fleet.minutes, robot=robot, count=robots.count(robot), reads=reads[robot], minutes=minutes,
        )  # fmt: skip
    begun = max((record.begun for record in state.records.values() if record.begun), default=None)
    if fleet.database:
        return
    if begun is None:
        yield say("Nothing has run yet. Run: dip fleet run")
    elif now - begun > max(_SILENT * fleet.period, timedelta(minutes=10)):
        yield say("Nothing has run since %(at)s. Is the line of cron or the timer there, and this computer on?",
                  at=local_minute(begun))  # fmt: skip


def _shared_warnings(fleet: FleetSettings, offices: Sequence[FleetOffice], known: SharedState) -> Iterator[str]:
    if not fleet.database:
        return
    pinned = {each.office for each in fleet.pinned}
    yield from _machine_warnings(fleet, known.machines, {office.config.parent.name for office in offices})
    if away := [name for name in known.elsewhere if name not in pinned]:
        yield say("%(names)s: ran before, and this machine has no such folder. Copy it from another one; or is the "
                  "office gone for good: dip fleet forget NAME", names=named(away))  # fmt: skip


def _machine_warnings(fleet: FleetSettings, machines: Sequence[MachineSeen], offices: Collection[str]) -> Iterator[str]:
    """Machines that were not heard of, and what `[[pinned]]` names and is none. `offices` are the names of folders."""
    if not any(not each.is_silent for each in machines):
        yield say("No machine is at work for this fleet: nothing runs. Start dip fleet work on each (docs/fleet.md).")
    for each in machines:
        if each.is_silent:
            yield say(
                "The machine %(name)s has not been heard of for %(minutes)s minutes: offices that are not pinned to it "
                "run on the others. Start it; or is it gone for good: dip fleet forget --machine %(name)s",
                name=each.name, minutes=int(each.ago.total_seconds()) // 60,
            )  # fmt: skip
        if each.is_doubled:
            yield doubled(each.name)
    if lost := [each.office for each in fleet.pinned if each.office not in offices]:
        yield say("office in [[pinned]]: %(names)s is the folder of no office here. Write the name of its folder, or "
                  "take it out.", names=named([f"“{name}”" for name in lost]))  # fmt: skip


def local_minute(at: datetime) -> str:
    """By this computer's clock."""
    return at.astimezone().strftime("%Y-%m-%d %H:%M")


def stand(health: OfficeHealth) -> Message:
    """How an office stands, in a few words."""
    since = local_minute(health.since) if health.since else ""
    if health.light is Light.RED:
        return say("red since %(at)s", at=since) if since else say("red")
    if health.light is Light.CARE:
        return say("comes again, since %(at)s", at=since)
    good, machine = health.record.good, health.record.machine
    if good and machine:
        return say("well, last %(at)s on %(machine)s", at=local_minute(good), machine=machine)
    return say("well, last %(at)s", at=local_minute(good)) if good else say("new, has not run yet")
