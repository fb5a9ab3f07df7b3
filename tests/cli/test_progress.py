"""Progress: on a terminal alone, for what takes more than a second, and gone afterwards."""

from __future__ import annotations

import io
import os
import pty
import subprocess
import sys
import time
from pathlib import Path

from sync.cli.progress import ProgressLine, WatchedTarget, WatchedWorkbook
from sync.model import Batch, PublishResult, TargetState, WorkbookState
from tests.office_folder import KUL, OfficeFolder, row

STATE = WorkbookState("dip.xlsx", {}, "stamp")


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def wait_for(terminal: Terminal, text: str) -> None:
    until = time.monotonic() + 10
    while text not in terminal.getvalue():
        assert time.monotonic() < until, terminal.getvalue()
        time.sleep(0.01)


class SlowWorkbook:
    location = "dip.xlsx"

    def __init__(self, terminal: Terminal) -> None:
        self.terminal = terminal

    def read(self):
        wait_for(self.terminal, "Reading the workbook …")
        return STATE

    def write(self, batch, state):
        wait_for(self.terminal, "Writing the workbook …")


class SlowTarget:
    location = "site/"

    def publish(self, site, current, progress, begin=None):
        for done in range(1, 4):
            progress(done, 3)
        return PublishResult(3, 0, 0)


def test_what_takes_long_is_told_and_taken_back() -> None:
    terminal = Terminal()
    workbook = WatchedWorkbook(SlowWorkbook(terminal), line := ProgressLine(terminal, delay=0))  # type: ignore[arg-type]
    assert workbook.read() == STATE
    wait_for(terminal, "Planning …")
    assert workbook.write(Batch(), STATE) is None
    line.clear()
    assert terminal.getvalue().endswith("\r\x1b[2K")


def test_publishing_counts_files_in_a_bar() -> None:
    terminal, counted = Terminal(), []
    target = WatchedTarget(SlowTarget(), ProgressLine(terminal, delay=0))  # type: ignore[arg-type]
    assert target.publish({}, TargetState(None), lambda *files: counted.append(files)).uploaded == 3
    assert counted == [(1, 3), (2, 3), (3, 3)]
    assert "100%" in terminal.getvalue()
    assert terminal.getvalue().endswith("\n")


def test_what_is_quick_is_not_told() -> None:
    terminal = Terminal()
    line = ProgressLine(terminal, delay=60)
    line.show("Reading the workbook")
    with line.bar("Publishing", lambda *_: None) as count:
        count(1, 1)
    line.clear()
    assert terminal.getvalue() == ""


def test_without_a_terminal_nothing_is_told() -> None:
    stream = io.StringIO()
    line = ProgressLine(stream, delay=0)
    line.show("Reading the workbook")
    time.sleep(0.05)
    with line.bar("Publishing", lambda *_: None) as count:
        count(1, 1)
    line.clear()
    assert stream.getvalue() == ""


def test_json_stays_clean_beside_a_terminal(tmp_path: Path) -> None:
    """stdout has the document and nothing else, also when stderr is a terminal and every step is told."""
    code = (
        "import sys, sync.cli.main; from sync.cli import progress; progress.LINE._delay = 0; "
        "sync.cli.main.main(sys.argv[1:])"
    )
    run = [sys.executable, "-c", code]
    office = OfficeFolder(tmp_path)
    office.order("Otomatis")
    office.fill(KUL, row(1))
    office.dip("sync")
    office.type("Induk", "induk", 2, setuju="✓")
    master, terminal = pty.openpty()
    command = [*run, "sync", "--json", "--config", str(tmp_path / "dip.toml")]
    done = subprocess.run(command, stdout=subprocess.PIPE, stderr=terminal, check=True)
    os.close(terminal)
    told_there = os.read(master, 10_000).decode()
    os.close(master)
    assert done.stdout.startswith(b"{")
    assert done.stdout.endswith(b"}\n")
    assert b"\x1b" not in done.stdout
    assert "Publishing" in told_there
