"""A hundred lost disks in memory, ten with files and three at Google, each with one of the three ways home.

`DRILLS=2000` makes more of them in memory.
"""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

import pytest

from tests.drill import WAYS, Drill

SHELF = "/dev/shm" if os.access("/dev/shm", os.W_OK) else None
"""Where a ledger costs no disk."""
DRILLS = int(os.environ.get("DRILLS", "100"))


def play(seed: int, kind: str = "memory") -> None:
    with tempfile.TemporaryDirectory(prefix="dip-", dir=SHELF) as folder:
        Drill(Path(folder), seed, WAYS[seed % 3], kind).play()


@pytest.mark.slow
@pytest.mark.parametrize("tens", range(DRILLS // 10))
def test_home_in_memory(tens: int) -> None:
    for seed in range(10 * tens, 10 * tens + 10):
        play(seed)


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(10))
def test_home_with_files(seed: int) -> None:
    play(100_000 + seed, "file")


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(3))
def test_home_at_google(seed: int) -> None:
    play(200_000 + seed, "google")
