"""At which minute of the period an office is due. Nothing is asked, nothing is remembered: the same offices give the
same minutes."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta

QUIET_READS = 2
"""So many reads a run takes at Google when nothing is new."""


def place_of(key: str, minutes: int) -> int:
    """The minute of an office in a period of so many minutes, from its name alone."""
    return int.from_bytes(hashlib.sha256(key.encode("utf-8", "surrogateescape")).digest()[:8]) % minutes


def spread(robots: Mapping[str, str], reads: Mapping[str, int], minutes: int) -> dict[str, int]:
    """Office → its minute, for offices with the Google account of each (empty for none) and the reads that each account
    may have in a minute. In no minute more offices of one account are due than fit into it; who does not fit takes the
    next minute with room. Where all of them together do not fit into the period, each minute gets its share."""
    placed: dict[str, int] = {}
    taken: dict[tuple[str, int], int] = {}
    counts = {robot: sum(each == robot for each in robots.values()) for robot in set(robots.values())}
    for key in sorted(robots, key=lambda key: hashlib.sha256(key.encode("utf-8", "surrogateescape")).digest()):
        robot, minute = robots[key], place_of(key, minutes)
        if robot:
            fit = max(reads[robot] // QUIET_READS, -(-counts[robot] // minutes))
            while taken.get((robot, minute), 0) >= fit:
                minute = (minute + 1) % minutes
            taken[robot, minute] = taken.get((robot, minute), 0) + 1
        placed[key] = minute
    return placed


def overfull(robots: Sequence[str], reads: Mapping[str, int], minutes: int) -> dict[str, int]:
    """Accounts with more offices than fit into the period → how many minutes they would need."""
    needed = {robot: -(-robots.count(robot) // (reads[robot] // QUIET_READS)) for robot in set(robots) if robot}
    return {robot: count for robot, count in needed.items() if count > minutes}


def last_due(place: int, minutes: int, now: datetime) -> datetime:
    """When the office was due last, by this moment; the minutes are counted from 1970 on."""
    minute = int(now.timestamp()) // 60
    return datetime.fromtimestamp((minute - (minute - place) % minutes) * 60, UTC)


def next_due(place: int, minutes: int, begun: datetime) -> datetime:
    """When it is due after a run that began then."""
    return last_due(place, minutes, begun) + timedelta(minutes=minutes)
