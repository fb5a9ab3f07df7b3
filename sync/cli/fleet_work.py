"""`dip fleet migrate` and `dip fleet work`: many offices on several machines, with a database between them."""

from __future__ import annotations

import socket
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from sync.cli.common import print_json, print_lines, warn
from sync.cli.fleet_common import fleet_option, tell_end, with_fleet
from sync.errors import ArgumentError, SettingsError
from sync.message import named, say

if TYPE_CHECKING:
    from sync.fence.database import Database
    from sync.fleet.fleet_run import Chosen
    from sync.fleet.fleet_settings import FleetSettings
    from sync.fleet.office_look import FleetOffice
    from sync.fleet.pool import TaskEnd


def database_of(fleet: FleetSettings) -> Database:
    """Raises `SettingsError` where `fleet.toml` names none."""
    if fleet.database is None:
        raise SettingsError(
            say("%(path)s has no table [database]: several machines need a PostgreSQL between them (docs/fleet.md). "
                "For one machine: dip fleet run", path=fleet.source)
        )  # fmt: skip
    return fleet.database


def ask_machines(fleet: FleetSettings, chosen: Chosen, *, as_json: bool) -> int:
    """What `dip fleet run` does where a database stands between machines: what is chosen is put into the queue. Raises
    `SettingsError` where nothing is, because the offices would run without the others knowing."""
    if not chosen:
        raise SettingsError(
            say("%(path)s has a table [database]: machines run these offices together, and dip fleet work does it "
                "on each. Take dip fleet run out of cron or its timer here. One office at once, by whichever machine "
                "is free: dip fleet run --office NAME", path=fleet.source)
        )  # fmt: skip
    from sync.fleet.worker import ask_for

    asked = ask_for(fleet, database_of(fleet), chosen)
    lines = [say("%(name)s: in the queue; the next machine that is free runs it", name=each.name) for each in asked]
    print_lines(lines, err=as_json)
    if as_json:
        print_json({"exit": 0, "offices": [], "queued": [str(each.config) for each in asked]})
    return 0


def forget_shared(fleet: FleetSettings, machines: Sequence[str], names: Sequence[str]) -> list[str]:
    """Take machines, and offices by the names of their folders or as a person calls them, out of what the database
    remembers; which it were."""
    from sync.fleet.fleet_offices import pick_offices
    from sync.fleet.machine_table import forget_machine, load_machines
    from sync.fleet.record_table import find_shared, forget_record, load_records, name_of

    database = database_of(fleet)
    known = [each.name for each in load_machines(database)]
    if unknown := [name for name in machines if name not in known]:
        raise ArgumentError(say("no machine is called %(name)s; there are: %(names)s",
                                name=unknown[0], names=named(known)))  # fmt: skip
    records = load_records(database)
    offices = [] if all(name in records for name in names) else find_shared(fleet, records)
    picked = [name if name in records else name_of(pick_offices(offices, [name])[0]) for name in names]
    for name in machines:
        forget_machine(database, name)
    for name in picked:
        forget_record(database, name)
    return [*machines, *picked]


@click.command()
@fleet_option
def migrate(source: Path) -> None:
    """Make the tables in the database of fleet.toml; may be repeated."""

    def work(fleet: FleetSettings) -> int:
        from sync.fence.job_queue import create_queue
        from sync.fence.postgres import create_tables
        from sync.fleet.record_table import count_columns

        database = database_of(fleet)
        before = count_columns(database)
        create_tables(database)
        create_queue(database)
        is_new = count_columns(database) > before
        print_lines([say("the fleet's database has its tables now") if is_new
                     else say("the fleet's database had all its tables already")])  # fmt: skip
        return 0

    with_fleet(work, source, as_json=False)


@click.command()
@fleet_option
@click.option("--machine", default=socket.gethostname, metavar="NAME", help="This machine's name, for pinned offices.")
def work(source: Path, machine: str) -> None:
    """Run offices together with other machines, until ended (SIGTERM finishes what is at work). What systemd runs."""

    def act(fleet: FleetSettings) -> int:
        from sync.fleet.pool import Pool
        from sync.fleet.worker import Worker

        database = database_of(fleet)
        with Pool("sync.cli.fleet_office_shared", fleet.processes, fleet.limit.total_seconds()) as pool:

            def tell(office: FleetOffice, end: TaskEnd, is_news: bool) -> None:
                tell_end(office, end, is_news=is_news, err=False)

            Worker(fleet, database, pool, machine, tell).work(lambda line: warn([line]))
        return 0

    with_fleet(act, source, as_json=False)
