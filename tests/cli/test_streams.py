"""Whoever runs `dip` may have closed its output, or a full disk may lie behind it: the exit code says what became of
the run, and no traceback appears."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.office_folder import OfficeFolder

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> OfficeFolder:
    office = OfficeFolder(tmp_path_factory.mktemp("kantor"))
    office.dip("sync")
    return office


def run(words: str, config: Path, streams: str) -> subprocess.CompletedProcess[str]:
    start = "from sync.cli.main import main; main()"
    command = f"{sys.executable} -c '{start}' {words} --config {config} {streams}"
    return subprocess.run(["bash", "-c", command], capture_output=True, text=True, check=False)


@pytest.mark.parametrize("words", ["check", "plan --json", "sync --json", "doctor"])
@pytest.mark.parametrize(("streams", "code"), [("2>&-", 0), (">&-", 0), (">&- 2>&-", 0), ("2>/dev/full", 0)])
def test_a_closed_stream_changes_no_run(office: OfficeFolder, words: str, streams: str, code: int) -> None:
    done = run(words, office.config, streams)
    assert (done.returncode, "Traceback" in done.stderr) == (code, False)
    if "--json" in words and streams.startswith("2"):
        assert json.loads(done.stdout)["exit"] == 0


@pytest.mark.parametrize("words", ["check", "plan --json", "sync --json", "doctor"])
def test_a_full_disk_behind_the_output_is_said(office: OfficeFolder, words: str) -> None:
    done = run(words, office.config, ">/dev/full")
    assert done.returncode == 1 and done.stderr.startswith("Stopped: No space left on device")


@pytest.mark.parametrize("streams", ["2>&-", "2>/dev/full", ">&- 2>&-", ">/dev/full 2>/dev/full"])
def test_a_mistake_has_its_exit_code_where_nobody_can_be_told(tmp_path: Path, streams: str) -> None:
    for words in ("check", "sync --json"):
        assert run(words, tmp_path / "tidak-ada.toml", streams).returncode == 2


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        ("backup /dev/full", "/dev/full is there already and is no backup of dip"),
        ("restore /dev/zero", "/dev/zero is no backup of dip"),
        ("import /dev/zero", "zero is too large for a list"),
    ],
)
def test_a_device_that_never_ends_is_not_read_to_its_end(office: OfficeFolder, words: str, sentence: str) -> None:
    done = run(words, office.config, "")
    assert sentence in done.stderr and done.returncode in (1, 2)


def test_a_word_that_is_no_utf_8_is_a_mistake(office: OfficeFolder) -> None:
    done = run("history $(printf 'KUL-\\351')", office.config, "")
    assert (done.returncode, done.stderr) == (2, "Mistake: “KUL-\\xe9” on the command line is not UTF-8 text.\n")
