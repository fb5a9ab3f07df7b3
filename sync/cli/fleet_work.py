"""`dip fleet migrate` and `dip fleet work`: many offices on several machines, with a database between them."""

from __future__ import annotations

import socket
from pathlib import Path
from typing import TYPE_CHECKING

import click

from sync.cli.common import print_lines, warn
from sync.cli.fleet_common import fleet_option, tell_end, with_fleet
from sync.errors import SettingsError
from sync.message import say

if TYPE_CHECKING:
    from sync.fence.database import Database
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


@click.command()
@fleet_option
def migrate(source: Path) -> None:
    """Make the tables in the database of fleet.toml; may be repeated."""

    def work(fleet: FleetSettings) -> int:
        from sync.fence.job_queue import create_queue
        from sync.fence.postgres import create_tables

        database = database_of(fleet)
        create_tables(database)
        create_queue(database)
        print_lines([say("the fleet's database has its tables")])
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
