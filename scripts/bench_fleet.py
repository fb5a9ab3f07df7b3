"""What offices cost in a fleet: processor seconds of each, as `dip fleet run` counts them."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from scripts import people
from scripts.bench_process import USUAL, cpu_seconds
from sync.fence.fleet_mark import write_mark
from sync.fence.postgres import create_tables
from sync.fleet.pool import OfficeTask, Pool
from sync.settings.settings import load_settings
from tests.postgres_server import postgres_server

OFFICES = 24
NATION = 552
ENGINE_ROUNDS = 4


@dataclass(frozen=True)
class FleetCost:
    """Processor seconds: `each` office of the fleet in turn, and one office started cold."""

    each: Sequence[float]
    cold: float


def fleet_cost(dip: str, office: Path, folder: Path, count: int, times: int) -> FleetCost:
    """The cheapest of some rounds over so many copies of an office with nothing new, and of as many cold runs."""
    folder.mkdir()
    for number in range(count):
        _copy(office, folder / f"{number}", f"KPU {number}")
    (folder / "fleet.toml").write_text("[fleet]\noffices = ['*/dip.toml']\nprocesses = 1\n", "utf-8")
    command = [dip, "fleet", "run", "--all", "--json"]
    rounds = []
    for _ in range(times + 1):  # the first one renders each site in its own name
        done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=True, env=USUAL)
        rounds.append([each["cpu"] for each in json.loads(done.stdout)["offices"]])
    cold = min(cpu_seconds([dip, "sync"], folder / "0") for _ in range(times + 1))
    return FleetCost(min(rounds[1:], key=sum), cold)


@dataclass(frozen=True)
class EngineCost:
    """What the fleet's database adds to a run, in processor seconds: one in which nothing is new, and one in which an
    approval is counted and published."""

    quiet: float
    approval: float


def engine_cost(office: Path, folder: Path) -> EngineCost:
    """The cheapest of some rounds in a copy of an office that keeps its ledger in PostgreSQL."""
    shared = folder / "shared"
    with postgres_server() as server, Pool("scripts.bench_engine", 1, 600) as pool:
        create_tables(server.database())
        _copy(office, shared, "KPU shared")
        write_mark(shared / "dip-fleet.toml", server.database(), "shared")
        _engine_seconds(pool, shared)  # the first one renders the site in its own name
        quiet, approval = [], []
        for number in range(ENGINE_ROUNDS):
            quiet.append(_engine_seconds(pool, shared))
            _edit(shared, number)
            _engine_seconds(pool, shared)
            with people.working_in(shared / "dip.xlsx") as book:
                people.approve(book, people.TEMPLATE.status("reapproval"))
            approval.append(_engine_seconds(pool, shared))
    return EngineCost(min(quiet), min(approval))


def _engine_seconds(pool: Pool, office: Path) -> float:
    """What a run spent for the database, as `bench_engine` counts it."""
    pool.start(OfficeTask("run", (("sync", "--config", str(office / "dip.toml")),), office))
    ends = list(pool.wait(600))
    assert [end.code for end in ends] == [0], ends
    return float(ends[0].out.splitlines()[-1])


def _edit(office: Path, number: int) -> None:
    """A clerk changes one summary."""
    unit = load_settings(office / "dip.toml").units[0]
    with people.working_in(office / "dip.xlsx") as book:
        tab = people.Tab(book[unit.tab], "unit")
        tab.type(next(tab.rows()), "ringkasan", f"Ringkasan yang diperbaiki untuk kali ke-{number + 2}.")


def _copy(office: Path, folder: Path, short: str) -> None:
    """Its own files are copies; those of the site, each of which is replaced whole, are links."""
    shutil.copytree(office, folder, ignore=shutil.ignore_patterns("site", "dip-backup"))
    shutil.copytree(office / "site", folder / "site", copy_function=os.link)
    settings = folder / "dip.toml"
    text = settings.read_text("utf-8").replace("KPU Kabupaten Lebak", short)
    settings.write_text(text, "utf-8")
