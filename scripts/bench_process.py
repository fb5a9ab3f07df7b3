"""How the benchmark measures: every work in a process of its own, the fastest of some rounds."""

from __future__ import annotations

import json
import os
import resource
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parent.parent
USUAL = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
"""Python keeps what it compiled, as it does where nobody told it not to."""


@dataclass(frozen=True)
class Took:
    """What the fastest round took, and the most memory any round had."""

    seconds: float
    megabytes: float


def measure(what: str, count: int, file: str = "") -> Took:
    """One round of one measurement, in a process of its own."""
    command = [sys.executable, "-m", "scripts.bench_one", what, str(count), file]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True, env=USUAL)
    return Took(**json.loads(done.stdout))


def rounds(works: Sequence[tuple[str, int, str]], times: int) -> list[Took]:
    """Each work `times` times, taking turns."""
    took = [[measure(*work) for work in works] for _ in range(times)]
    return [Took(min(t.seconds for t in each), max(t.megabytes for t in each)) for each in zip(*took, strict=True)]


def seconds(command: Sequence[str], folder: Path) -> float:
    """Seconds of the wall clock."""
    start = time.perf_counter()
    subprocess.run(command, cwd=folder, capture_output=True, check=True, env=USUAL)
    return time.perf_counter() - start


def cpu_seconds(command: Sequence[str], folder: Path) -> float:
    """Seconds of the processor, the start of Python included."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(command, cwd=folder, capture_output=True, check=True, env=USUAL)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
