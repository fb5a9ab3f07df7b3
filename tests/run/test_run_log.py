"""`dip-runs.jsonl`: a witness, and what is kept of it when it is cut."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from sync.ledger.state import RunWitness
from sync.run import run_log
from sync.run.run_log import RunLog


@pytest.fixture
def log(tmp_path: Path) -> RunLog:
    return RunLog(tmp_path / "dip-runs.jsonl")


def line(run: int, *events: tuple[str, str]) -> dict[str, object]:
    return {"run": str(run), "head": f"h{run}", "events": [{"id": id, "event": event} for id, event in events]}


def test_the_newest_run_that_decided_is_the_witness(log: RunLog) -> None:
    """A run that was stopped says nothing of the ledger, and half a line is none."""
    assert log.last() is None
    log.append(line(7))
    log.append({"run": "", "exit": 1})
    assert log.path is not None
    with log.path.open("a") as file:
        file.write('{"run": "9", "he')
    assert log.last() == RunWitness("dip-runs.jsonl", 7, "h7")


def test_a_line_of_an_earlier_version_has_a_run_and_no_head(log: RunLog) -> None:
    log.append({"run": "3"})
    assert log.last() == RunWitness("dip-runs.jsonl", 3, "")


def test_when_it_is_cut_the_last_word_on_each_entry_stays(log: RunLog, monkeypatch: pytest.MonkeyPatch) -> None:
    """Withdrawn or published, however long ago; and the newest lines as they are."""
    monkeypatch.setattr(run_log, "LIMIT", 2000)
    log.append(line(1, ("KUL-0001", "published"), ("KUL-0002", "published"), ("KUL-0002", "changed")))
    log.append(line(2, ("KUL-0001", "withdrawn")))
    for run in range(3, 60):
        log.append(line(run, ("KUL-0003", "changed")))
    assert log.path is not None and log.path.stat().st_size < 2200
    lines = [json.loads(text) for text in log.path.read_text().splitlines()]
    assert lines[0] == line(1, ("KUL-0002", "published"))
    assert lines[1] == line(2, ("KUL-0001", "withdrawn"))
    assert log.last() == RunWitness("dip-runs.jsonl", 59, "h59")
    assert log.path.stat().st_mode & 0o777 == 0o600


def test_a_file_that_is_cut_again_and_again_keeps_what_it_kept(log: RunLog, monkeypatch: pytest.MonkeyPatch) -> None:
    """A later word takes the place of an earlier one."""
    monkeypatch.setattr(run_log, "LIMIT", 1000)
    log.append(line(1, ("KUL-0001", "withdrawn"), ("KUL-0002", "withdrawn")))
    for run in range(2, 200):
        log.append(line(run, ("KUL-0001", "published")) if run == 100 else line(run))
    said: dict[str, str] = {}
    for each in log.lines():
        for event in each["events"]:
            said.setdefault(event["id"], event["event"])
    assert said == {"KUL-0001": "published", "KUL-0002": "withdrawn"}


def test_a_line_that_broke_off_swallows_no_other(log: RunLog) -> None:
    log.append(line(11))
    assert log.path
    with log.path.open("a") as file:
        file.write('{"run": "12", "hea')
    log.append(line(13, ("KUL-0001", "withdrawn")))
    assert log.last() == RunWitness("dip-runs.jsonl", 13, "h13")


@pytest.mark.parametrize("block", [1, 7, 50, 4096])
@pytest.mark.parametrize("end", ["\n", "", '\n{"run": "9", "he'])
def test_it_is_read_from_its_end_in_blocks(log: RunLog, block: int, end: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever the size of a block, and whatever its last line is."""
    monkeypatch.setattr(run_log, "BLOCK", block)
    assert log.path and list(log.lines()) == []
    texts = [json.dumps({"run": str(run), "backup": "é" * run} if run % 3 else {"run": str(run)}) for run in range(12)]
    log.path.write_text("\n".join(texts) + end, "utf-8")
    assert [each["run"] for each in log.lines()] == [str(run) for run in reversed(range(12))]
    assert [each["run"] for each in log.lines(b"backup")] == [str(run) for run in reversed(range(12)) if run % 3]


def test_who_asks_for_the_newest_line_reads_no_other(log: RunLog) -> None:
    assert log.path
    log.path.write_text("x" * 10_000_000 + "\n" + json.dumps({"run": "7"}) + "\n", "utf-8")
    assert next(iter(log.lines())) == {"run": "7"}
