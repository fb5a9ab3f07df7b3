"""`dip fleet` over real offices: each is run as by `dip sync` in its folder, in a process of its own."""

from __future__ import annotations

import json
import os
import re
import signal
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path
from typing import Any

import filelock
import pytest
from click.testing import CliRunner, Result

from sync.cli.fleet_common import OFFICE_MODULE
from sync.cli.main import main
from sync.errors import FileError
from sync.fleet.pool import Pool
from tests.office_folder import KUL, OfficeFolder, row

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def like(tmp_path_factory: pytest.TempPathFactory) -> OfficeFolder:
    office = OfficeFolder(tmp_path_factory.mktemp("like"))
    office.fill(KUL, row(1))
    office.dip("sync")
    return office


class Offices:
    """A folder with a `fleet.toml` and some offices in it."""

    def __init__(self, folder: Path, like: OfficeFolder) -> None:
        self.folder, self.like = folder, like
        self.write("[fleet]\noffices = ['*/dip.toml']\n")

    def write(self, text: str) -> None:
        (self.folder / "fleet.toml").write_text(text, "utf-8")

    def add(self, name: str, short: str = "") -> OfficeFolder:
        office = OfficeFolder(self.folder / name, self.like)
        self.change(name, "KPU Kabupaten Lebak", short or f"KPU {name}")
        return office

    def change(self, name: str, before: str, after: str) -> None:
        path = self.folder / name / "dip.toml"
        text = path.read_text("utf-8")
        assert before in text
        path.write_text(text.replace(f'short = "{before}"', f'short = "{after}"').replace(before, after), "utf-8")

    def dip(self, *words: str, language: str = "en") -> Result:
        given = ["fleet", *words, "--fleet", str(self.folder / "fleet.toml")]
        result = CliRunner().invoke(main, given, env={"DIP_LANG": language})
        if result.exception and not isinstance(result.exception, SystemExit):
            raise result.exception
        return result

    def json(self, *words: str) -> Any:
        return json.loads(self.dip(*words, "--json").stdout)

    def ends(self, *words: str) -> dict[str, int]:
        """Office → its exit code, after `dip fleet run`."""
        return {each["office"]: each["exit"] for each in self.json("run", *words)["offices"]}

    def runs(self, name: str) -> list[dict[str, Any]]:
        """What the office's own log tells of its runs."""
        text = (self.folder / name / "dip-runs.jsonl").read_text("utf-8")
        return [json.loads(line) for line in text.splitlines()]


@pytest.fixture
def offices(tmp_path: Path, like: OfficeFolder) -> Offices:
    return Offices(tmp_path, like)


def test_every_office_is_run_once_and_then_when_it_is_due(offices: Offices) -> None:
    for name in ("lebak", "serang", "tangerang"):
        offices.add(name).fill(KUL, row(2))
    before = {name: len(offices.runs(name)) for name in ("lebak", "serang", "tangerang")}
    assert offices.ends() == {"KPU lebak": 0, "KPU serang": 0, "KPU tangerang": 0}
    assert {name: len(offices.runs(name)) - count for name, count in before.items()} == dict.fromkeys(before, 1)
    assert (offices.folder / "lebak" / "status.html").exists()
    assert offices.runs("lebak")[-1]["rows"]["total"] == 2
    assert offices.dip("run").output == "", "nothing is due"
    assert offices.ends("--office", "kpu SERANG", "--office", str(offices.folder / "lebak")) == {
        "KPU serang": 0, "KPU lebak": 0,
    }  # fmt: skip
    assert set(offices.ends("--all")) == {"KPU lebak", "KPU serang", "KPU tangerang"}
    private = [offices.folder / name for name in ("fleet-state.json", "fleet.lock")]
    assert [path.stat().st_mode & 0o077 for path in private] == [0, 0]


def test_offices_that_are_missing_broken_or_hang_are_told_and_the_others_go_on(
    offices: Offices, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("baik", "hilang", "rusak", "macet", "salah", "tinggal"):
        offices.add(name)
    offices.write("[fleet]\noffices = ['*/dip.toml', 'tak-ada']\n")
    (offices.folder / "hilang" / "dip.xlsx").unlink()
    (offices.folder / "rusak" / "dip.xlsx").write_bytes(b"PK nothing")
    (offices.folder / "macet" / "dip.toml").unlink()
    os.mkfifo(offices.folder / "macet" / "dip.toml")
    (offices.folder / "salah" / "dip.toml").write_text("x = 1\n", "utf-8")
    monkeypatch.setattr("sync.cli.fleet.pool_of", lambda _: Pool(OFFICE_MODULE, 2, 4.0))
    done = offices.dip("run")
    assert done.exit_code == 2 and "Traceback" not in done.output
    assert sorted(re.findall(r"(?m)^(.+): done in", done.output)) == ["KPU baik", "KPU tinggal"]
    again = (
        "KPU hilang: stopped with 1. the workbook",
        "KPU rusak: stopped with 1. ",
        "macet: stopped with 1. it took",
    )
    red = ("salah: stopped with 2. ", f"tak-ada: stopped with 2. there is no {offices.folder}/tak-ada")
    assert [words for words in again if words not in done.stdout] == []
    assert [words for words in red if f"Warning: {words}" not in done.stderr] == []
    states = {each["office"]: each["state"] for each in offices.json("status")["offices"]}
    assert states == {
        "salah": "red", "tak-ada": "red", "KPU hilang": "care", "KPU rusak": "care", "macet": "care",
        "KPU baik": "good", "KPU tinggal": "good",
    }  # fmt: skip
    assert offices.dip("status", "--strict").exit_code == 1 and offices.dip("status").exit_code == 0


def test_a_red_office_is_green_again_as_soon_as_its_settings_are_mended(offices: Offices) -> None:
    offices.add("lebak")
    offices.change("lebak", "[publish]", "[publis]")
    assert offices.ends() == {"KPU lebak": 2} and offices.ends() == {}
    offices.change("lebak", "[publis]", "[publish]")
    assert offices.ends() == {"KPU lebak": 0}


def test_cron_s_mail_says_once_that_an_office_is_red(offices: Offices) -> None:
    offices.add("lebak")
    (offices.folder / "lebak" / "dip.xlsx").unlink()
    state = offices.folder / "fleet-state.json"

    def said() -> str:
        """What cron would mail of a run whose time has come."""
        if state.exists():
            state.write_text(re.sub(r'("(?:begun|ended)": ")2', r"\g<1>1", state.read_text("utf-8")), "utf-8")
        return offices.dip("run", "-q").output

    assert [said(), "Warning: KPU lebak: stopped with 1" in said(), said()] == ["", True, ""]
    assert "Warning: KPU lebak: stopped with 1" in offices.dip("run", "-q", "--office", "lebak").stderr
    (offices.folder / "lebak" / "dip.toml").write_text("x = 1", "utf-8")
    assert "stopped with 2" in said(), "why it is red is another now"


def test_a_fleet_that_can_remember_nothing_lets_who_is_at_work_end_and_starts_no_more(
    offices: Offices, monkeypatch: pytest.MonkeyPatch
) -> None:
    offices.add("lebak"), offices.add("serang")
    offices.write("[fleet]\noffices = ['*/dip.toml']\nprocesses = 1\n")
    runs = sum(len(offices.runs(name)) for name in ("lebak", "serang"))

    def full(_: object) -> None:
        raise FileError("No space left on device")

    monkeypatch.setattr("sync.fleet.fleet_state.FleetState.save", full)
    done = offices.dip("run")
    assert done.exit_code == 1 and "No space left on device" in done.stderr
    assert sum(len(offices.runs(name)) for name in ("lebak", "serang")) == runs + 1


def test_two_fleets_never_work_at_once(offices: Offices) -> None:
    offices.add("lebak")
    with filelock.FileLock(offices.folder / "fleet.lock"):
        done = offices.dip("run")
        assert (done.exit_code, done.stdout) == (0, "another dip fleet run is at work; it starts whatever is due\n")
        assert offices.dip("run", "-q").output == "", "cron sends no mail every minute"
        assert offices.dip("run", "--all").exit_code == 75
    with filelock.FileLock(offices.folder / "lebak" / "dip.lock"):  # a fleet of another fleet.toml
        assert offices.ends() == {"KPU lebak": 75}
    (health,) = offices.json("status")["offices"]
    assert health["state"] == "care" and "another run of dip is at work" in health["message"]


def test_a_fleet_that_is_killed_leaves_every_office_right(offices: Offices) -> None:
    names = [f"kantor-{number}" for number in range(6)]
    for name in names:
        offices.add(name).fill(KUL, row(2), row(3))
    command = [sys.executable, "-m", "sync.cli.main", "fleet", "run", "--fleet", str(offices.folder / "fleet.toml")]
    fleet = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    assert fleet.stdout
    fleet.stdout.readline()
    os.kill(fleet.pid, signal.SIGKILL)
    fleet.communicate()
    ended = time.monotonic() + 60
    while any(map(_is_held, (offices.folder / name / "dip.lock" for name in names))) and time.monotonic() < ended:
        time.sleep(0.1)
    assert set(offices.ends("--all").values()) == {0}
    assert set(offices.ends("--all").values()) == {0}
    for name in names:
        office = OfficeFolder.__new__(OfficeFolder)
        office.config = offices.folder / name / "dip.toml"
        assert "the chain is whole" in office.dip("history", "--verify").stdout
        last = offices.runs(name)[-1]
        assert last["rows"]["total"] == 3 and last["workbook"]["writes"] == 0
        with closing(sqlite3.connect(office.config.with_name("dip-ledger.sqlite"))) as ledger:
            ids = [id for (id,) in ledger.execute("SELECT id FROM events WHERE event = 'added' ORDER BY id")]
        assert ids == ["KUL-0001", "KUL-0002", "KUL-0003"]


def _is_held(path: Path) -> bool:
    try:
        with filelock.FileLock(path, timeout=0):
            return False
    except filelock.Timeout:
        return True


def test_an_office_speaks_its_operator_s_language_and_hears_of_no_other_office(
    offices: Offices, monkeypatch: pytest.MonkeyPatch
) -> None:
    """`DIP_CONFIG` names an office, and none but the fleet's own are touched; the timezone of one is not the next's."""
    offices.add("lebak")
    offices.add("papua")
    offices.change("papua", "Asia/Jakarta", "Asia/Jayapura")
    offices.write("[fleet]\noffices = ['*/dip.toml']\nprocesses = 1\n")
    monkeypatch.setenv("DIP_CONFIG", str(offices.folder / "tak-ada.toml"))
    assert offices.ends() == {"KPU lebak": 0, "KPU papua": 0}
    zones = {name: offices.runs(name)[-1]["started"][-6:] for name in ("lebak", "papua")}
    assert zones == {"lebak": "+07:00", "papua": "+09:00"}
    assert 'lang="en"' in (offices.folder / "lebak" / "status.html").read_text("utf-8")
    assert "selesai dalam" in offices.dip("run", "--all", language="id").stdout
    assert 'lang="id"' in (offices.folder / "lebak" / "status.html").read_text("utf-8")


HOSTILE = "<script>alert(1)</script> \"& 'x'"


def test_hostile_names_are_shown_and_obeyed_by_nobody(offices: Offices) -> None:
    offices.add("a", HOSTILE.replace('"', '\\"'))
    (offices.folder / "a" / "dip.xlsx").unlink()
    (offices.folder / "\x1b[31mb").mkdir()
    (offices.folder / "\x1b[31mb" / "dip.toml").write_text("", "utf-8")
    for _ in range(2):
        offices.dip("run", "--all")
    shown = offices.dip("status").output
    assert "\x1b" not in shown and HOSTILE in shown and " [31mb" in shown
    done = offices.dip("status", "--page", str(offices.folder / "keadaan.html"))
    page = (offices.folder / "keadaan.html").read_text("utf-8")
    assert done.exit_code == 0 and "<script" not in page and "&lt;script&gt;alert(1)&lt;/script&gt; &quot;&amp;" in page
    assert "\x1b" not in page and "2 offices need a person" in page
    assert (offices.folder / "keadaan.html").stat().st_mode & 0o077 == 0


def test_a_page_is_written_over_no_other_file(offices: Offices) -> None:
    offices.add("lebak")
    other = offices.folder / "lebak" / "dip.toml"
    before = other.read_bytes()
    done = offices.dip("status", "--page", str(other))
    assert done.exit_code == 2 and "is not a page of dip fleet status" in done.stderr and other.read_bytes() == before


def test_nothing_of_the_fleet_is_written_where_the_public_reads(offices: Offices) -> None:
    """Each office looks after its own site alone; the page and the backups are about all of them."""
    site = offices.add("lebak").path / "site"
    offices.add("serang")
    site.mkdir()
    (offices.folder / "tautan").symlink_to(site, target_is_directory=True)
    for words in (
        ["status", "--page", str(site / "x.html")], ["status", "--page", str(offices.folder / "tautan" / "x")],
        ["backup", str(site)], ["backup", str(offices.folder / "tautan" / "x")],
        ["upgrade", str(site / "x"), "--yes"],
    ):  # fmt: skip
        done = offices.dip(*words)
        assert done.exit_code == 2 and "is in the folder that the public reads" in done.stderr, words
    (site / "fleet.toml").write_text(f"[fleet]\noffices = ['{site.parent}']\n", "utf-8")
    done = CliRunner().invoke(main, ["fleet", "run", "--fleet", str(site / "fleet.toml")])
    assert done.exit_code == 2 and "is in the folder that the public reads" in done.stderr
    assert {path.name for path in site.iterdir()} <= {"fleet.toml", "fleet.lock"}


def test_a_command_over_all_offices_ends_with_the_worst_of_them(offices: Offices) -> None:
    offices.add("lebak").fill(KUL, row(2, waktu="entah"))
    offices.add("serang")
    done = offices.dip("check")
    assert done.exit_code == 0 and "KPU lebak: Checked: 1 cells in 1 rows to fix" in done.stdout
    assert done.stdout.endswith("2 offices: 2 well, 0 not.\n")
    (offices.folder / "serang" / "dip.xlsx").unlink()
    document = offices.json("plan")
    assert document["exit"] == 1 and [each["exit"] for each in document["offices"]] == [0, 1]
    assert document["offices"][0]["document"]["rows"]["total"] == 2
    assert document["offices"][1]["document"]["error"]["code"] == "workbook"
    offices.change("lebak", "[publish]", "[publis]")
    assert offices.dip("check").exit_code == 2


def test_a_backup_of_every_office_and_an_upgrade_that_begins_with_one(offices: Offices) -> None:
    for name in ("lebak", "serang"):
        offices.add(name)
    (offices.folder / "serang" / "dip.xlsx").unlink()
    kept = offices.folder / "cadangan"
    assert offices.dip("backup", str(kept), "--keep", "2").exit_code == 0
    assert sorted(path.name for path in kept.iterdir()) == ["lebak.zip", "serang.zip"]
    before = (offices.folder / "lebak" / "dip.xlsx").read_bytes()
    shown = offices.dip("upgrade", str(offices.folder / "lain"))
    assert "KPU lebak: nothing is missing" in shown.stdout and "To do it: --yes" in shown.stdout
    done = offices.dip("upgrade", str(offices.folder / "lain"), "--yes")
    assert done.exit_code == 1 and "KPU serang: stopped with 1. the workbook" in done.stderr
    assert [path.name for path in (offices.folder / "lain").iterdir()] == ["lebak.zip"]
    assert not (offices.folder / "serang" / "dip.xlsx").exists(), "no upgrade makes a new workbook"
    assert (offices.folder / "lebak" / "dip.xlsx").read_bytes() == before


def test_an_office_that_is_gone_is_told_until_it_is_forgotten(offices: Offices) -> None:
    offices.add("lebak")
    office = offices.add("serang")
    offices.dip("run")
    office.path.rename(offices.folder.parent / "elsewhere")
    assert "there is no" in offices.dip("status").stdout
    assert offices.dip("forget", "KPU serang").stdout == "forgotten: KPU serang\n"
    assert "Nothing needs you." in offices.dip("status").stdout


@pytest.mark.parametrize("words", [["run"], ["status"], ["check"], ["backup", "x"], ["forget", "x"]])
def test_without_a_fleet_toml_every_command_says_what_to_write(tmp_path: Path, words: list[str]) -> None:
    given = ["fleet", *words, "--fleet", str(tmp_path / "fleet.toml")]
    done = CliRunner().invoke(main, given)
    assert done.exit_code == 2 and "there is no such file. Write one" in done.stderr and not list(tmp_path.iterdir())


def test_usage_that_contradicts_itself_is_refused(offices: Offices) -> None:
    done = offices.dip("run", "--all", "--office", "x")
    assert done.exit_code == 2 and "--all and --office are two things: give one." in done.stderr


def test_it_runs_where_nobody_listens(offices: Offices) -> None:
    """As some schedulers start programs: without input, output and a place for errors."""
    offices.add("lebak")
    before = len(offices.runs("lebak"))
    words = f"{sys.executable} -m sync.cli.main fleet run --fleet {offices.folder}/fleet.toml <&- >&- 2>&-"
    assert subprocess.run(words, shell=True, check=False).returncode == 0
    assert len(offices.runs("lebak")) == before + 1


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_who_breaks_the_fleet_off_ends_the_offices_at_work(number: int, offices: Offices) -> None:
    (offices.folder / "macet").mkdir()
    os.mkfifo(offices.folder / "macet" / "dip.toml")
    offices.write("[fleet]\noffices = ['macet']\n")
    words = ["-m", "sync.cli.main", "fleet", "run", "--fleet", str(offices.folder / "fleet.toml")]
    command = ["env", "--default-signal=INT", sys.executable, *words]  # tests may run where it is ignored
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as fleet:
        try:
            while not (offices.folder / "fleet-state.json").exists():
                time.sleep(0.1)
            fleet.send_signal(number)
            out, err = fleet.communicate(timeout=30)
        finally:
            fleet.kill()
    assert (fleet.returncode, out) == (1, "") and "Traceback" not in err
    assert str(offices.folder) not in subprocess.run(["ps", "ax"], capture_output=True, text=True, check=True).stdout
