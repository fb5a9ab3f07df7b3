"""The stand-in run alone, as somebody tries dip out with it; and what dip sends, kind by kind."""

from __future__ import annotations

import json
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
import requests
from click.testing import CliRunner

from sync.cli.main import main
from tests.google_server import batch
from tests.google_server.schema import document
from tests.google_server.world import STRANGE

HERE = Path(__file__).parent.parent.parent
ID = "1" + "b" * 43
ROBOT = "robot@emu.iam.gserviceaccount.com"


@pytest.fixture
def today(tmp_path: Path) -> Iterator[tuple[str, str]]:
    """`--today`, without any key, with an empty spreadsheet of the office: the address, and everything printed."""
    seed = {"spreadsheets": [{"id": ID, "title": "DIP", "owner": "kantor@example.go.id", "share": {ROBOT: "writer"}}]}
    (tmp_path / "seed.json").write_text(json.dumps(seed), encoding="utf-8")
    command = [
        sys.executable,
        "-m",
        "tests.google_server",
        "--port",
        "0",
        "--today",
        "--seed",
        str(tmp_path / "seed.json"),
    ]
    program = subprocess.Popen(command, cwd=HERE.parent, stdout=subprocess.PIPE, text=True)
    assert program.stdout is not None
    line = program.stdout.readline()
    yield re.search(r"127\.0\.0\.1:\d+", line)[0], line  # type: ignore[index]
    program.send_signal(signal.SIGTERM)
    assert program.wait(10) == 0
    assert program.stdout.read() == ""
    program.stdout.close()


@pytest.mark.slow
def test_dip_is_tried_out_on_it_without_any_key(
    today: tuple[str, str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One line when it is ready, which says that signatures are not verified; `SHEETS_EMULATOR_HOST` is all dip needs.
    Files of others are closed, unknown ones are not there, and a service account can own none."""
    address, line = today
    assert line.startswith("ready on http://127.0.0.1:") and "NOT verified" in line
    monkeypatch.setenv("SHEETS_EMULATOR_HOST", address)
    monkeypatch.delenv("GOOGLE_APPLICATION_CREDENTIALS", raising=False)
    monkeypatch.chdir(tmp_path)
    assert CliRunner().invoke(main, ["init", "--example", "--google", ID]).exit_code == 0
    for command in ("plan", "sync", "sync"):
        done = CliRunner().invoke(main, [command])
        assert done.exit_code == 0, done.output
    found = {}
    for name, id in (("strange", STRANGE), ("unknown", "test")):
        refused = CliRunner().invoke(main, ["doctor", "--probe-google", f"https://docs.google.com/spreadsheets/d/{id}"])
        assert refused.exit_code == 1, repr(refused.exception)
        found[name] = refused.output
    assert f"Share → {ROBOT} → Editor" in found["strange"] and "lies in the bin" in found["unknown"]
    problems = requests.get(f"http://{address}/_emu/problems", timeout=10).json()["problems"]
    assert problems == []


def test_every_kind_of_request_dip_sends_is_known(capsys: pytest.CaptureFixture[str]) -> None:
    """The kinds of `batchUpdate` named anywhere in dip's code, against those the stand-in carries out."""
    kinds = set(document("sheets.v4")["schemas"]["Request"]["properties"])
    code = "\n".join(path.read_text("utf-8") for path in (HERE.parent / "sync" / "workbook" / "google").glob("*.py"))
    sent = {name for name in kinds if f'"{name}"' in code}
    known = sent & set(batch.KINDS)
    with capsys.disabled():
        print(f"\nstand-in for Google, kinds of request dip sends: {len(known)}/{len(sent)}")
    assert len(sent) > 10 and known == sent
