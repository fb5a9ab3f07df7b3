"""The operator's one screen, how loud commands are, and what only a terminal gets."""

from __future__ import annotations

import json
import os
import pty
import re
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from sync.cli.main import main
from tests.office_folder import OfficeFolder, row

UNIT = "Keuangan, Umum, Logistik"


@pytest.fixture
def folder(tmp_path: Path) -> OfficeFolder:
    """An office with two rows, one of them with a mistake, after its first run."""
    office = OfficeFolder(tmp_path)
    office.fill(UNIT, row(1), row(2, waktu="tiap bulan"))
    office.dip("sync")
    return office


def test_one_screen_says_how_it_stands(folder: OfficeFolder) -> None:
    shown = folder.dip("status").stdout
    lines = dict(re.findall(r"^(\S.*?)  +(.*)$", shown, re.MULTILINE))
    assert lines["Last run"].endswith("(less than a minute ago): done")
    assert lines["Waiting for"] == f"{UNIT}: 1 to fix"
    assert "the PPID, to tick Setuju: 1" in shown
    assert (lines["Order"], lines["Site"], lines["Backup"]) == ("Otomatis", "nothing is public yet", "none yet")


def test_a_moment_is_written_as_people_of_that_language_write_it(folder: OfficeFolder, monkeypatch) -> None:
    assert re.match(r".*, \d{4}-\d\d-\d\d \d\d:\d\d WIB\n", folder.dip("status").stdout)
    monkeypatch.setenv("DIP_LANG", "id")
    assert re.match(r".*, \d{1,2} [A-Z][a-z]+ \d{4}, \d\d\.\d\d WIB\n", folder.dip("status").stdout)


def test_it_neither_reads_nor_writes_the_workbook(folder: OfficeFolder) -> None:
    before = folder.state()
    folder.dip("status")
    assert folder.state() == before
    (folder.path / "dip.xlsx").unlink()
    assert folder.dip("status").exit_code == 0


def test_without_its_ledger_it_does_not_say_that_nothing_is_public(folder: OfficeFolder) -> None:
    (folder.path / "dip-ledger.sqlite").unlink()
    shown = folder.dip("status").stdout
    assert "nothing is public" not in shown and "not known: the ledger cannot be read" in shown
    assert "dip restore dip-backup" in shown


def test_programs_get_the_same_as_a_document(folder: OfficeFolder) -> None:
    folder.dip("backup", str(folder.path / "aman.zip"))
    document = folder.json("status")
    assert (document["exit"], document["last"]["exit"], document["failing_since"]) == (0, 0, None)
    assert {key: document["waiting"][key] for key in ("fix", "tick")} == {"fix": {"KUL": 1}, "tick": 1}
    assert (document["order"], document["site"]["release"]) == ("Otomatis", 0)
    assert document["backup"]["file"].endswith("aman.zip")
    assert "no-backup" not in {step["code"] for step in document["next"]}


def test_monitoring_asks_for_an_age(folder: OfficeFolder) -> None:
    assert folder.dip("status", "--max-age", "2h").exit_code == 0
    runs = folder.path / "dip-runs.jsonl"
    runs.write_text(re.sub('"started": "....', '"started": "2020', runs.read_text("utf-8")), "utf-8")
    assert folder.dip("status", "--max-age", "2h").exit_code == 1
    assert folder.json("status", "--max-age", "90m")["exit"] == 1
    assert folder.dip("status", "--max-age", "soon").exit_code == 2


def test_why_it_stopped_is_said_in_the_operator_s_language(folder: OfficeFolder, monkeypatch) -> None:
    (folder.path / "dip.xlsx").unlink()
    folder.dip("sync")
    assert "stopped with 1. the workbook " in folder.dip("status").stdout
    monkeypatch.setenv("DIP_LANG", "id")
    shown = folder.dip("status").stdout
    assert "berhenti dengan kode 1. buku kerja " in shown
    assert "Betulkan penyebab berhentinya" in shown
    assert "the workbook" in folder.json("status")["last"]["error"]["message"]


@pytest.mark.parametrize("command", ["check", "plan", "sync", "history", "doctor", "status"])
def test_quiet_says_nothing_where_nothing_is_wrong(folder: OfficeFolder, command: str) -> None:
    done = folder.dip(command, "-q")
    assert (done.exit_code, done.stdout, done.stderr) == (0, "", "")


def test_quiet_still_says_what_is_wrong_and_answers_programs(folder: OfficeFolder) -> None:
    assert json.loads(folder.dip("status", "-q", "--json").stdout)["exit"] == 0
    (folder.path / "dip.xlsx").unlink()
    assert folder.dip("sync", "-q").stderr.startswith("Stopped: the workbook ")


def test_verbose_tells_each_step_with_its_time(folder: OfficeFolder) -> None:
    told = folder.dip("plan", "-v").stderr
    assert re.search(r"^ +\d+\.\d\d s  Reading the workbook$", told, re.MULTILINE)
    assert re.search(r"^ +\d+\.\d\d s in all$", told, re.MULTILINE)


def test_every_command_takes_both(folder: OfficeFolder) -> None:
    for name in main.commands:
        shown = CliRunner().invoke(main, [name, "--help"]).stdout
        assert "-q, --quiet" in shown and "-v, --verbose" in shown, name
    assert CliRunner().invoke(main, ["-q", "status", "--config", str(folder.path / "dip.toml")]).stdout == ""


def at_terminal(folder: Path, *words: str, **environment: str) -> str:
    """What stands on a terminal after the command."""
    child, terminal = pty.fork()
    if not child:  # pragma: no cover
        os.chdir(folder)
        os.environ |= {"TERM": "xterm-256color", "COLUMNS": "100", **environment}
        os.execv(sys.executable, [sys.executable, "-c", "from sync.cli.main import main; main()", *words])
    shown = b""
    while True:
        try:
            shown += os.read(terminal, 4096)
        except OSError:
            break
    os.close(terminal)
    os.waitpid(child, 0)
    return shown.decode()


@pytest.mark.slow
def test_colours_are_for_a_terminal_and_can_be_switched_off(folder: OfficeFolder) -> None:
    assert "\x1b[" not in folder.dip("status").stdout
    assert "\x1b[1;32mLast run" in at_terminal(folder.path, "status")
    assert not re.search(r"\x1b\[[0-9;]*3[0-9]", at_terminal(folder.path, "status", NO_COLOR="1"))
    assert "\x1b[1;31mMistake:" in at_terminal(folder.path, "status", "--config", "x.toml")


@pytest.mark.slow
def test_what_draws_on_a_terminal_is_loaded_for_one_alone(folder: OfficeFolder) -> None:
    code = (
        "import sys; from sync.cli.main import main\n"
        "try: main(['status'])\n"
        "except SystemExit: print(sorted({'rich', 'babel', 'openpyxl', 'pandas'} & set(sys.modules)))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=folder.path,
        env=dict(os.environ) | {"DIP_LANG": "en"},
    )  # fmt: skip
    assert done.stdout.splitlines()[-1] == "[]"


def test_what_is_due_by_law_has_a_row_and_a_key(folder: OfficeFolder) -> None:
    """Of an office whose first rows have just come in: what its list may lack, as a question."""
    shown = folder.dip("status").stdout
    assert "Due by law" in shown and "kinds that the law makes mandatory are not seen" in shown
    assert "wajib" in [matter["code"] for matter in folder.json("status")["due"]]


def test_every_kind_that_is_not_seen_is_named_where_it_is_asked_for(folder: OfficeFolder) -> None:
    (count,) = re.findall(r"the desk: (\d+) kinds .* All: dip status -v", folder.dip("status").stdout)
    more = folder.dip("status", "-v").stdout.count("\n") - folder.dip("status").stdout.count("\n")
    assert more == int(count) > 3
