"""`dip fleet`: many offices on one machine, each run in a process of its own."""

from __future__ import annotations

import signal
from pathlib import Path
from typing import TYPE_CHECKING

import click

from sync.cli.common import json_option, print_json, print_lines, warn
from sync.cli.fleet_all import backup, check, plan, upgrade
from sync.cli.fleet_common import end_document, fleet_option, pool_of, tell_end, with_fleet
from sync.cli.fleet_status import status
from sync.cli.fleet_work import ask_machines, forget_shared, migrate, work
from sync.message import say

if TYPE_CHECKING:
    from sync.fleet.fleet_settings import FleetSettings
    from sync.fleet.office_look import FleetOffice
    from sync.fleet.pool import TaskEnd


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
        if fleet.database:
            return ask_machines(fleet, chosen, as_json=as_json)
        signal.signal(signal.SIGTERM, signal.default_int_handler)  # who is told to end ends the offices at work, too

        def tell(office: FleetOffice, end: TaskEnd, is_news: bool) -> None:
            ends.append(end_document(office, end))
            tell_end(office, end, is_news=is_news, err=as_json)

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


@fleet.command()
@fleet_option
@click.option("--machine", "machines", multiple=True, metavar="NAME", help="This machine, which is gone for good.")
@click.argument("names", nargs=-1, metavar="NAME...")
def forget(source: Path, machines: tuple[str, ...], names: tuple[str, ...]) -> None:
    """Forget what is remembered of an office: one that is gone is no longer told. Its folder is not touched."""
    if not names and not machines:
        raise click.UsageError(say("Which office? Give its name; or --machine with that of a machine."))

    def work(fleet: FleetSettings) -> int:
        is_shared = fleet.database is not None or bool(machines)
        forgotten = forget_shared(fleet, machines, names) if is_shared else _forget_here(fleet, names)
        print_lines([say("forgotten: %(name)s", name=name) for name in forgotten])
        return 0

    with_fleet(work, source, as_json=False)


def _forget_here(fleet: FleetSettings, names: tuple[str, ...]) -> list[str]:
    from sync.fleet.fleet_offices import find_offices, pick_offices
    from sync.fleet.fleet_run import fleet_lock
    from sync.fleet.fleet_state import read_state

    with fleet_lock(fleet):
        state = read_state(fleet.state_path)
        picked = pick_offices(find_offices(fleet, state.known), names)
        state.forget(each.key for each in picked)
        state.save()
    return [each.name for each in picked]


for command in (status, check, plan, backup, upgrade, migrate, work):
    fleet.add_command(command)
