"""The stand-in against recorded Google traffic: every answer of every recorded exchange, compared."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.google_server.__main__ import know
from tests.google_server.world import World
from tests.google_stand_in import key_pair

HERE = Path(__file__).parent.parent.parent
RECORDED, TOOLS = HERE / "google_recorded", HERE / "google_tools"
RECORDED_ROBOT = "telegram-budgeter@telegram-budgeter.iam.gserviceaccount.com"
EXCHANGES, ANSWERS = 0.95, 0.98


@pytest.fixture
def account(tmp_path: Path) -> Path:
    """A key file of the account the recordings were made with, with a key of our own."""
    given = {
        "type": "service_account", "project_id": "emu", "private_key_id": "k1", "private_key": key_pair()[1],
        "client_email": RECORDED_ROBOT, "client_id": "1", "token_uri": "https://oauth2.googleapis.com/token",
    }  # fmt: skip
    path = tmp_path / "account.json"
    path.write_text(json.dumps(given), encoding="utf-8")
    return path


@pytest.fixture
def alone(account: Path) -> Iterator[tuple[str, str]]:
    """The stand-in as a program of its own: its address, and the line it printed when it was ready."""
    command = [sys.executable, "-m", "tests.google_server", "--port", "0", "--service-account", str(account)]
    program = subprocess.Popen(command, cwd=HERE.parent, stdout=subprocess.PIPE, text=True)
    assert program.stdout is not None
    line = program.stdout.readline()
    yield re.search(r"http://[\d.:]+", line)[0], line  # type: ignore[index]
    program.send_signal(signal.SIGTERM)
    assert program.wait(10) == 0
    program.stdout.close()


@pytest.mark.slow
def test_the_stand_in_answers_as_google_did(alone, account, capsys) -> None:
    """Of the recorded exchanges (create to delete) at least 95 %, of the answers at least 98 % are identical."""
    address, line = alone
    assert f"signatures of {RECORDED_ROBOT} are verified" in line
    command = [sys.executable, str(TOOLS / "replay_compare.py"), str(RECORDED)]
    env = {**os.environ, "EMU": address, "GS_CREDS_FILENAME": str(account)}
    done = subprocess.run(command, env=env, capture_output=True, text=True, timeout=300, check=False)
    with capsys.disabled():
        print(f"\nstand-in for Google, recorded traffic: {done.stdout.splitlines()[0] if done.stdout else done.stderr}")
    score = re.match(r"sessions (\d+)/(\d+) identical; answers (\d+)/(\d+) identical", done.stdout)
    assert score, done.stdout + done.stderr
    exchanges, all_exchanges, answers, all_answers = map(int, score.groups())
    assert exchanges >= EXCHANGES * all_exchanges and answers >= ANSWERS * all_answers, done.stdout


@pytest.mark.slow
def test_the_comparison_notices_a_false_answer() -> None:
    """The tool that compares is itself tested: it lets renamed ids pass and catches changed answers."""
    command = [sys.executable, str(TOOLS / "test_replay_compare.py"), str(RECORDED)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=300, check=False)
    assert re.search(r"honest: sessions \d+ answers \d+ diffs 0\b", done.stdout), done.stdout
    caught = re.findall(r"^(value|drop|extra|list|status) (\d+) caught (\d+)$", done.stdout, re.M)
    assert len(caught) == 5 and all(int(hit) >= 0.9 * int(made) for _, made, hit in caught), done.stdout


def test_a_key_file_makes_signatures_count(account) -> None:
    """With a key file the stand-in believes that account only."""
    world = World()
    assert know(world, account) == RECORDED_ROBOT
    assert set(world.keys) == {RECORDED_ROBOT}
