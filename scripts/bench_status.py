"""`dip status` after few runs and after a year of them, every half hour day and night."""

from __future__ import annotations

import json
import shutil
import sys
from pathlib import Path

from scripts.bench_process import cpu_seconds
from sync.plain_text import to_json

YEAR = 17_520
_RUNS = "dip-runs.jsonl"


def status_seconds(office: Path, folder: Path, times: int) -> tuple[float, float]:
    """Seconds of the processor, whole processes: after ten runs, and after a year of runs of the same office."""
    last = json.loads((office / _RUNS).read_text("utf-8").splitlines()[-1])
    line = to_json(last | {"events": []}) + "\n"  # nearly every run has nothing new
    offices = []
    for runs in (10, YEAR):
        copy = folder / f"{runs} runs"
        shutil.copytree(office, copy)
        (copy / _RUNS).write_text(line * runs, "utf-8")
        offices.append(copy)
    command = [str(Path(sys.executable).with_name("dip")), "status"]
    took = [[cpu_seconds(command, each) for each in offices] for _ in range(times)]
    few, many = (min(each) for each in zip(*took, strict=True))
    return few, many
