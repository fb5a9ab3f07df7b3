"""Shared by the commands of `dip fleet`: `fleet.toml`, the processes, and what is told of each office that ended."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from sync.cli.common import exit_after, print_lines, warn
from sync.message import Message, joined, say

if TYPE_CHECKING:
    from sync.fleet.fleet_settings import FleetSettings
    from sync.fleet.office_look import FleetOffice
    from sync.fleet.pool import Pool, TaskEnd

OFFICE_MODULE = "sync.cli.fleet_office"
"""What each process has imported; it imports all commands, so none of them may import it."""

fleet_option = click.option(
    "--fleet",
    "source",
    type=click.Path(path_type=Path),
    default=Path("fleet.toml"),
    envvar="DIP_FLEET",
    help="The fleet.toml; else the one that DIP_FLEET names, else the one in this folder.",
)


def with_fleet(work: Callable[[FleetSettings], int], source: Path, *, as_json: bool) -> None:
    """Read `fleet.toml`, call `work`, and exit with the code it returns."""

    def act() -> int:
        from sync.fleet.fleet_settings import load_fleet

        return work(load_fleet(source))

    exit_after(act, as_json=as_json)


def pool_of(fleet: FleetSettings) -> Pool:
    """The processes of a fleet."""
    from sync.fleet.pool import Pool

    return Pool(OFFICE_MODULE, fleet.processes, fleet.limit.total_seconds())


def end_document(office: FleetOffice, end: TaskEnd) -> dict[str, Any]:
    """What came of an office, for programs."""
    from sync.fleet.fleet_health import reason_words

    return {
        "office": office.name, "config": str(office.config), "exit": end.code, "message": str(reason_words(end.reason)),
        "seconds": round(end.seconds, 3), "cpu": round(end.cpu, 3),
    }  # fmt: skip


def tell_end(office: FleetOffice, end: TaskEnd, *, is_news: bool, err: bool) -> None:
    """What came of an office, for people: a line; what is news to a person on stderr, as a warning."""
    from sync.fleet.fleet_health import reason_words

    done = say("done in %(seconds)s s", seconds=f"{end.seconds:.1f}")
    line = joined((office.name, ended_words(end.code, reason_words(end.reason)) if end.code else done), ": ")
    if end.code and is_news:
        warn([line])
    else:
        print_lines([line], err=err)


def ended_words(code: int, reason: str) -> Message:
    """With what it ended, and why."""
    if code == 75:
        return say("comes again in minutes. %(error)s", error=reason)
    if code < 0:
        return say("was ended. %(error)s", error=reason)
    return say("stopped with %(code)s. %(error)s", code=code, error=reason)
