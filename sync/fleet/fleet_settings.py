"""`fleet.toml`, read strictly into frozen values: where the offices are, how often and how many at once they run, and
the Google accounts whose quota they share."""

from __future__ import annotations

import os
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

from sync.errors import SettingsError
from sync.fence.database import Database, read_database
from sync.message import say
from sync.settings.watch import read_span
from sync.strict_toml import Mistake, read_fields, read_table, read_toml, refuse_unknown

_TABLES = ("fleet", "robot", "database", "pinned")
_DAY = timedelta(days=1)
_MOST_PROCESSES = 64
GOOGLE_READS = 60
"""So many reads a minute Google lets one account have."""
SAMPLE = """[fleet]
offices = ["/srv/dip/*/dip.toml"]
"""
"""The shortest `fleet.toml`."""


@dataclass(frozen=True)
class Robot:
    """A Google account: its key file, and how many reads a minute it may have."""

    credentials: str
    reads: int = GOOGLE_READS


@dataclass(frozen=True)
class Pinned:
    """An office, by the name of its folder, that one machine alone runs: its workbook or its secrets are only there."""

    office: str
    machine: str


@dataclass(frozen=True)
class _Table:
    """`[fleet]` as written."""

    offices: tuple[str, ...]
    period: str = "30m"
    processes: int = 2
    limit: str = "30m"


@dataclass(frozen=True)
class FleetSettings:
    """The whole of `fleet.toml`.

    source     the file itself
    offices    each a `dip.toml`, its folder, or a pattern of either
    period     from one run of an office to its next
    processes  how many offices run at once
    limit      how long an office may take before it is ended
    robots     Google accounts that `fleet.toml` names; others have Google's usual quota
    database   where machines that run the offices together keep their ledgers; None for one machine
    pinned     offices that one of these machines alone runs
    """

    source: Path
    offices: tuple[str, ...]
    period: timedelta
    processes: int
    limit: timedelta
    robots: tuple[Robot, ...] = ()
    database: Database | None = None
    pinned: tuple[Pinned, ...] = ()

    @property
    def folder(self) -> Path:
        """Where it lies, and what is kept beside it."""
        return self.source.parent

    @property
    def minutes(self) -> int:
        """The period."""
        return int(self.period.total_seconds()) // 60

    @property
    def state_path(self) -> Path:
        """What is remembered of all offices."""
        return self.folder / "fleet-state.json"

    @property
    def lock_path(self) -> Path:
        """Held while `dip fleet run` is at work."""
        return self.folder / "fleet.lock"

    @property
    def reads_folder(self) -> Path:
        """What each Google account read in the last minute."""
        return self.folder / "fleet-reads"

    def path(self, text: str) -> Path:
        """A path as written in `fleet.toml`: relative to its folder, `~` understood."""
        return self.folder / os.path.expanduser(text)


def load_fleet(path: Path) -> FleetSettings:
    """Read `fleet.toml`. Raises `SettingsError` with the first mistake: table, key, value, what to do."""
    try:
        return _fleet(read_toml(path), path.absolute())
    except FileNotFoundError:
        raise SettingsError(
            say("%(path)s: there is no such file. Write one that says where the offices are: %(sample)s",
                path=path, sample=" ".join(SAMPLE.split("\n")).strip())
        ) from None  # fmt: skip
    except Mistake as mistake:
        raise SettingsError(say("%(path)s: %(mistake)s", path=path, mistake=mistake)) from None


def _fleet(raw: dict[str, Any], path: Path) -> FleetSettings:
    refuse_unknown(raw, _TABLES, "")
    table: _Table = read_table(_Table, raw, "fleet")
    if not all(table.offices):
        raise Mistake(say("offices in [fleet]: a text is empty. Write a dip.toml, its folder, or a pattern of either."))
    if not 1 <= table.processes <= _MOST_PROCESSES:
        raise Mistake(
            say("processes in [fleet]: %(count)s is not a number from 1 to %(most)s. Write how many offices may run at "
                "once; as many as the machine has processors is a good number.",
                count=table.processes, most=_MOST_PROCESSES)
        )  # fmt: skip
    period, limit = (_span(name, getattr(table, name)) for name in ("period", "limit"))
    return FleetSettings(
        path, table.offices, period, table.processes, limit, _robots(raw), read_database(raw, path.parent), _pinned(raw)
    )


def _span(name: str, text: str) -> timedelta:
    span = read_span(text)
    if not span or span > _DAY:
        raise Mistake(
            say("%(name)s in [fleet]: “%(text)s” is no time from 1m to 24h; write it like 30m.", name=name, text=text)
        )
    return span


def _robots(raw: dict[str, Any]) -> tuple[Robot, ...]:
    tables = raw.get("robot", [])
    if not isinstance(tables, list):
        raise Mistake(say("[[%(name)s]] must be a list of tables.", name="robot"))
    robots = tuple(read_fields(Robot, each, f"[[robot]] number {number}") for number, each in enumerate(tables, 1))
    for number, robot in enumerate(robots, 1):
        if robot.reads < 2:
            raise Mistake(
                say("reads in [[robot]] number %(number)s: %(reads)s is too few, a run takes two. Google's own limit "
                    "is %(usual)s a minute.", number=number, reads=robot.reads, usual=GOOGLE_READS)
            )  # fmt: skip
    return robots


def _pinned(raw: dict[str, Any]) -> tuple[Pinned, ...]:
    tables = raw.get("pinned", [])
    if not isinstance(tables, list):
        raise Mistake(say("[[%(name)s]] must be a list of tables.", name="pinned"))
    return tuple(read_fields(Pinned, each, f"[[pinned]] number {number}") for number, each in enumerate(tables, 1))
