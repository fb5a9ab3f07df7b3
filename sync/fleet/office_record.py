"""What the fleet remembers of one office: how its last run ended, whether it is red, and when it is started again.

0 is well. 75 is neither: somebody else was in the way, it comes again in minutes. After 1 it comes once more in
minutes; if that fails, too, the office is red. After 2 and 3 it is red at once: a person is needed.

A red office is started again as soon as its `dip.toml` or its workbook is another, or a person says so
(`dip fleet run --office NAME`), else once an hour: what healed by itself, as a network does, is green again by itself.
One that a brake holds (3) keeps its usual times, because withdrawals in it must not wait.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from sync.errors import ArgumentError, Held, TryLater
from sync.fleet.pool import TaskEnd
from sync.fleet.timetable import next_due

SOON = timedelta(minutes=5)
"""After so long it comes once more, or again where it was told to come later."""
RED_PAUSE = timedelta(hours=1)
"""After so long a red office is tried again at the latest."""
CLOCKS_DIFFER = timedelta(minutes=10)
"""A run that began later than this from now was noted by a clock that was wrong."""
_LONGEST = 1e9
_COSTLY = 10
"""A red office waits so many times as long as its last run took: one that hangs takes a tenth of a process."""


@dataclass(frozen=True)
class OfficeRecord:
    """One office.

    name      what it was called when it was last seen
    begun     when its last run began
    ended     when that ended; None while it is at work, or where the fleet itself was ended
    exit      with what the last run ended that did its work: not 75
    later     the last run was told to come later
    failures  how many runs in a row were not well
    since     since when it is not well, or is told to come later
    good      when the last good run ended
    reason    why it is not well, as `sync.message.to_document` gives it
    stamp     its dip.toml and workbook as the last run left them
    seconds   how long the last run took
    cpu       how much of that a processor worked
    ran       when its first run began; None where something was always in the way of it
    machine   which machine began the last run; empty where there is one
    """

    name: str = ""
    begun: datetime | None = None
    ended: datetime | None = None
    exit: int = 0
    later: bool = False
    failures: int = 0
    since: datetime | None = None
    good: datetime | None = None
    reason: Any = ""
    stamp: str = ""
    seconds: float = 0.0
    cpu: float = 0.0
    ran: datetime | None = None
    machine: str = ""

    @property
    def red(self) -> bool:
        """A person is needed."""
        return self.failures > 0 and (self.failures > 1 or self.exit in (ArgumentError.exit_code, Held.exit_code))

    @property
    def interrupted(self) -> bool:
        """A run began and nobody knows how it ended."""
        return self.begun is not None and self.ended is None

    def document(self) -> dict[str, Any]:
        """For JSON."""
        return {key: _plain(value) for key, value in asdict(self).items()}


def read_record(document: Mapping[str, Any]) -> OfficeRecord:
    """What `document` gave. Raises `KeyError`, `TypeError`, `ValueError` or `OverflowError` for anything
    else."""
    return OfficeRecord(
        str(document["name"]), _time(document["begun"]), _time(document["ended"]), int(document["exit"]),
        bool(document["later"]), int(document["failures"]), _time(document["since"]), _time(document["good"]),
        document["reason"], str(document["stamp"]), _seconds(document["seconds"]), _seconds(document["cpu"]),
        _time(document.get("ran", document["good"])), str(document.get("machine", "")),
    )  # fmt: skip


def _time(text: Any) -> datetime | None:
    time = datetime.fromisoformat(text) if text else None
    if time and not (time.tzinfo and 1 < time.year < 9999):
        raise ValueError("a time without a zone, or at the end of all times")
    return time


def _seconds(value: Any) -> float:
    seconds = float(value)
    if not 0 <= seconds < _LONGEST:
        raise ValueError("no time that a run takes")
    return seconds


def _plain(value: object) -> object:
    return value.isoformat() if isinstance(value, datetime) else value


def with_begin(
    record: OfficeRecord, name: str, now: datetime, *, is_run: bool = True, machine: str = ""
) -> OfficeRecord:
    """The office is started; no run is begun where something is in the way of it."""
    ran = record.ran or (now if is_run else None)
    return replace(record, name=name, begun=now, ended=None, ran=ran, machine=machine)


def with_end(record: OfficeRecord, end: TaskEnd, stamp: str, now: datetime) -> OfficeRecord:
    """Its run ended; `stamp` is that of its files as it left them."""
    code, reason = end.code, end.reason
    ended = replace(record, ended=now, stamp=stamp, later=code == TryLater.exit_code, seconds=end.seconds, cpu=end.cpu)
    if ended.later:
        return replace(ended, since=record.since or now, reason=record.reason if record.failures else reason)
    if code == 0:
        return replace(ended, exit=0, failures=0, since=None, good=now, reason="")
    return replace(ended, exit=code, failures=record.failures + 1, since=_failing_since(record) or now, reason=reason)


def _failing_since(record: OfficeRecord) -> datetime | None:
    return record.since if record.failures else None


def next_start(record: OfficeRecord, place: int, minutes: int, now: datetime, *, changed: bool = False) -> datetime:
    """When the office is started next, as things stand now; now or earlier if it is due. `place` is its minute of the
    period, `changed` says that its files are no longer as the last run left them."""
    if record.begun is None or record.ended is None or record.begun - now > CLOCKS_DIFFER:
        return now
    soon = record.ended + min(SOON, timedelta(minutes=minutes))
    if record.later or (record.failures and not record.red):
        return soon
    usual = next_due(place, minutes, record.begun)
    if not record.red or record.exit == Held.exit_code:
        return usual
    if changed:
        return now
    return record.ended + max(RED_PAUSE, timedelta(seconds=_COSTLY * record.seconds))
