"""A run that hangs is ended by its own total time limit: in Python, where no exception reaches it, and in C."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from pathlib import Path

import pytest
from filelock import FileLock

from sync.time_limit import TimeIsUp, ended_after
from tests.office_folder import OfficeFolder, row

HANGS = {
    "in Python": "time.sleep(60)",
    "where every exception is swallowed": (
        "end = time.monotonic() + 60\n"
        "    while time.monotonic() < end:\n"
        "        try: time.sleep(60)\n"
        "        except BaseException: pass"
    ),
    "in C, and Python with it": "wait()",
}
CODE = """
import ctypes, signal, sys, time
from sync import time_limit
from sync.settings.watch import Watching
from sync.workbook.xlsx.xlsx_workbook import XlsxWorkbook

def wait():
    # Holds Python's lock: no other thread runs, no signal is delivered to Python.
    signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGALRM])
    ctypes.PyDLL(None).sleep(60)

def hang(self):
    {hang}

time_limit.GRACE = 0.7
Watching.seconds = 0.3
XlsxWorkbook.read = hang
from sync.cli.main import main
main()
"""


@pytest.fixture
def office(tmp_path: Path) -> OfficeFolder:
    made = OfficeFolder(tmp_path)
    made.fill("Keuangan, Umum, Logistik", row(1))
    made.dip("sync")
    return made


@pytest.mark.slow
@pytest.mark.parametrize("where", HANGS)
def test_a_run_that_hangs_is_ended_and_the_next_goes_on(office: OfficeFolder, where: str) -> None:
    """Exit code 1, the lock free, nothing but the log changed; where Python still runs, it is told and logged."""
    before, start = office.state(), time.monotonic()
    done = subprocess.run(
        [sys.executable, "-c", CODE.format(hang=HANGS[where]), "sync", "--config", str(office.config)],
        capture_output=True, text=True, check=False, timeout=50, env=os.environ | {"DIP_LANG": "en"},
    )  # fmt: skip
    assert (done.returncode, time.monotonic() - start < 20) == (1, True), done.stderr
    assert "Traceback" not in done.stderr
    with FileLock(office.path / "dip.lock", timeout=0):
        assert office.state() == before
    if "C" not in where:
        assert done.stderr.startswith("Stopped: the run took longer than 25m and was ended."), done.stderr
        line = json.loads((office.path / "dip-runs.jsonl").read_text("utf-8").splitlines()[-1])
        assert (line["exit"], line["error"]["code"]) == (1, "time-limit")
        assert office.json("status")["next"][0]["code"] in {"failing", "example"}
    assert office.dip("sync").exit_code == 0


def test_work_that_is_over_in_time_is_left_alone() -> None:
    with ended_after(60, lambda: None):
        pass
    time.sleep(0.01)


def test_time_is_up_passes_what_catches_errors() -> None:
    def stubborn() -> None:
        for _ in range(100):
            try:
                time.sleep(1)
            except Exception:  # noqa: BLE001  as libraries do
                continue

    with pytest.raises(TimeIsUp), ended_after(0.05, lambda: None):
        stubborn()


def test_every_line_has_a_name_of_its_own(office: OfficeFolder) -> None:
    """Of a run that decides, an idle one, one that is stopped and one that meets another at work; what a run decided
    is still known by its number and the head of the chain."""
    office.dip("sync")
    with FileLock(office.path / "dip.lock"):
        assert office.dip("sync").exit_code == 75
    office.workbook.rename(office.path / "away.xlsx")
    assert office.dip("sync").exit_code == 1
    lines = [json.loads(text) for text in (office.path / "dip-runs.jsonl").read_text("utf-8").splitlines()]
    assert len({line["name"] for line in lines}) == len(lines) == 4
    assert [line["exit"] for line in lines] == [0, 0, 75, 1]
    assert [bool(line["head"]) for line in lines] == [True, True, False, False]


def test_a_run_that_met_another_says_nothing_of_the_office(office: OfficeFolder) -> None:
    with FileLock(office.path / "dip.lock"):
        office.dip("sync")
    found = office.json("status")
    assert (found["last"]["exit"], found["failing_since"]) == (0, None)


def test_logs_for_programs_are_a_document_a_line(office: OfficeFolder, monkeypatch: pytest.MonkeyPatch) -> None:
    """In English, whatever the operator speaks; on stdout stands what stands there without."""
    monkeypatch.setenv("DIP_LANG", "id")
    (office.path / "~$dip.xlsx").write_bytes(b"\x04Sari" + b" " * 160)
    done = office.dip("sync", "--log-json", "-v")
    lines = [json.loads(text) for text in done.stderr.splitlines()]
    assert all(line.keys() >= {"at", "level", "run", "message"} for line in lines)
    assert len({line["run"] for line in lines}) == 1 and lines[0]["run"]
    assert {"level": "error"}.items() <= next(line for line in lines if "open in" in line["message"]).items()
    assert any("Reading the workbook" in line["message"] for line in lines)
    assert next(line for line in lines if "exit" in line)["exit"] == 75
    assert office.dip("sync").stderr.startswith("Coba lagi nanti: ")


def test_logs_for_programs_tell_of_a_run_that_stopped(office: OfficeFolder) -> None:
    office.workbook.unlink()
    (line,) = map(json.loads, office.dip("sync", "--log-json").stderr.splitlines())
    assert line["level"] == "error" and "the workbook" in line["message"]
