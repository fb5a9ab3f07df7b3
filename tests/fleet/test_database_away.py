"""PostgreSQL is stopped, restarted, cut off as by a power cut, and full, while machines are at work: they go on
afterwards, and nothing is lost or doubled."""

from __future__ import annotations

import random
import signal
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest

from tests.fleet_machines import SharedOffice
from tests.fleet_nation import PATIENCE, Nation
from tests.postgres_server import Server, postgres_server, programs
from tests.refusing_disk import can_mount

pytestmark = pytest.mark.slow
LEASE = 3


@contextmanager
def nation_on(server: Server, folder: Path) -> Iterator[Nation]:
    """Twelve offices, three machines at work."""
    nation = Nation(folder, server.new_database("away", LEASE), offices=12)
    with nation.queue.open():
        nation.start()
        time.sleep(3)
        yield nation
    nation.lose_power()


def ask_and_tick(nation: Nation, offices: Sequence[SharedOffice]) -> None:
    """Every office is asked for, these are ticked."""
    for office in nation.offices:
        nation.ask_for(office)
    for office in offices:
        nation.tick(office)


def verify_goes_on(nation: Nation) -> None:
    """Everything that was ticked is counted once and public."""
    nation.run_all()
    for office in nation.offices:
        nation.tick(office)
    nation.run_all()
    nation.verify_end()
    nation.end()


def test_machines_go_on_after_the_server_was_stopped_and_restarted(server: Server, tmp_path: Path) -> None:
    """At once (SIGINT) and as in a power cut (SIGQUIT), with runs at every step."""
    with nation_on(server, tmp_path) as nation:
        for number, how in enumerate([signal.SIGINT, signal.SIGQUIT, signal.SIGQUIT]):
            ask_and_tick(nation, nation.offices[2 * number : 2 * number + 2])
            server.stop(how)
            time.sleep(number)
            server.start()
            nation.verify()
            nation.revive()
        verify_goes_on(nation)


@pytest.mark.skipif(
    not (can_mount() and programs()), reason="this account may not make a disk of its own for the server"
)
@pytest.mark.needs("mount")
def test_machines_go_on_after_the_servers_disk_was_full(tmp_path: Path) -> None:
    with postgres_server(megabytes=128) as server, nation_on(server, tmp_path) as nation:
        for number in range(2):
            ask_and_tick(nation, nation.offices[2 * number : 2 * number + 2])
            told = _told(nation)
            server.fill_disk()
            _until_more_is_told(nation, told)
            time.sleep(2)
            server.make_room()
            nation.verify()
            nation.revive()
        verify_goes_on(nation)


def _told(nation: Nation) -> int:
    """How often runs and workers said that the database does not take what they give it."""
    logs = [machine.log() for machine in nation.machines]
    return sum(log.count("does not answer") + log.count("the job queue says") for log in logs)


def _until_more_is_told(nation: Nation, told: int) -> None:
    """Somebody goes on asking meanwhile, which a full server refuses or not."""
    end = time.monotonic() + PATIENCE
    while _told(nation) <= told:
        assert time.monotonic() < end, nation.logs()
        nation.revive()
        with suppress(Exception):
            nation.ask_for(random.choice(nation.offices))
        time.sleep(0.2)
