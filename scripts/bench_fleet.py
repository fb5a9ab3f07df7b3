"""What offices cost in a fleet: processor seconds of each, as `dip fleet run` counts them."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from scripts.bench_process import USUAL, cpu_seconds

OFFICES = 24
NATION = 552


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


def _copy(office: Path, folder: Path, short: str) -> None:
    """Its own files are copies; those of the site, each of which is replaced whole, are links."""
    shutil.copytree(office, folder, ignore=shutil.ignore_patterns("site", "dip-backup"))
    shutil.copytree(office / "site", folder / "site", copy_function=os.link)
    settings = folder / "dip.toml"
    text = settings.read_text("utf-8").replace("KPU Kabupaten Lebak", short)
    settings.write_text(text, "utf-8")
