"""`dip fleet`: many offices on one machine, each run in a process of its own."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from sync.cli.common import exit_after, json_option, print_json, print_lines, warn
from sync.message import Message, from_document, joined, say

if TYPE_CHECKING:
    from sync.fleet.fleet_offices import FleetOffice
    from sync.fleet.fleet_settings import FleetSettings
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


@click.group()
def fleet() -> None:
    """Many offices on one machine: run what is due, see how all of them stand."""


@fleet.command()
@fleet_option
@json_option
@click.option("--all", "every", is_flag=True, help="Every office, due or not, red or not.")
@click.option("--office", "names", multiple=True, metavar="NAME", help="This office, due or not, red or not.")
def run(source: Path, as_json: bool, every: bool, names: tuple[str, ...]) -> None:
    """Run dip sync in each office that is due. What cron runs every minute."""
    if every and names:
        raise click.UsageError(say("--all and --office are two things: give one."))

    def work(fleet: FleetSettings) -> int:
        from sync.errors import TryLater
        from sync.fleet.fleet_run import Chosen, run_fleet, worst

        chosen, ends = Chosen(every, names), []

        def tell(office: FleetOffice, end: TaskEnd) -> None:
            ends.append(end_document(office, end))
            tell_end(office, end, err=as_json)

        try:
            with pool_of(fleet) as pool:
                code = worst(run_fleet(fleet, pool, chosen, tell, lambda line: warn([line])))
        except TryLater as busy:
            if chosen:
                raise
            code = 0
            print_lines([busy.message], err=as_json)
        if as_json:
            print_json({"exit": code, "offices": ends})
        return code

    with_fleet(work, source, as_json=as_json)


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
    return {
        "office": office.name, "config": str(office.config), "exit": end.code, "message": str(why(end.told)),
        "seconds": round(end.seconds, 3), "cpu": round(end.cpu, 3),
    }  # fmt: skip


def tell_end(office: FleetOffice, end: TaskEnd, *, err: bool) -> None:
    """What came of an office, for people: a line; what is not well on stderr."""
    if end.code == 0:
        words = say("done in %(seconds)s s", seconds=f"{end.seconds:.1f}")
        print_lines([joined((office.name, words), ": ")], err=err)
        return
    warn([joined((office.name, ended_words(end.code, why(end.told))), ": ")])


def ended_words(code: int, reason: str) -> Message:
    """With what it ended, and why."""
    if code == 75:
        return say("comes again in minutes. %(error)s", error=reason)
    if code < 0:
        return say("was ended. %(error)s", error=reason)
    return say("stopped with %(code)s. %(error)s", code=code, error=reason)


def why(told: Any) -> str:
    """Why an office is not well, as it was kept."""
    try:
        return from_document(told)
    except (KeyError, TypeError, ValueError, AttributeError):
        return ""


@fleet.command()
@fleet_option
@click.argument("names", nargs=-1, required=True, metavar="NAME...")
def forget(source: Path, names: tuple[str, ...]) -> None:
    """Forget what is remembered of an office: one that is gone is no longer told. Its folder is not touched."""

    def work(fleet: FleetSettings) -> int:
        from sync.fleet.fleet_offices import find_offices, pick_offices
        from sync.fleet.fleet_run import fleet_lock
        from sync.fleet.fleet_state import read_state

        with fleet_lock(fleet):
            state = read_state(fleet.state_path)
            picked = pick_offices(find_offices(fleet, state.names), names)
            state.forget(each.key for each in picked)
            state.save()
        print_lines([say("forgotten: %(name)s", name=each.name) for each in picked])
        return 0

    with_fleet(work, source, as_json=False)
