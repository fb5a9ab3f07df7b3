"""dip runs as an ordinary user: every command in a folder of his own, and a sentence in one that is somebody else's."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.office_folder import KUL, OfficeFolder, row
from tests.places import git

pytestmark = [pytest.mark.slow, pytest.mark.skipif(os.name != "posix", reason="users are POSIX")]
ROOT = os.geteuid() == 0
USER, GROUP = (65_534, 4_321) if ROOT else (os.geteuid(), os.getegid())
CODE = "from sync.cli.main import main; main()"
PROJECT = Path(__file__).parent.parent.parent
COMMANDS = (
    ("sync",), ("plan",), ("check",), ("status",), ("publish",), ("history",), ("print",), ("doctor",),
    ("backup", "cadangan.zip"), ("units", "rename", "KUL", "KEU", "--yes"), ("rebuild", "--yes"),
    ("publish", "--rollback", "--yes"), ("restore", "dip-backup", "--yes"),
)  # fmt: skip


@pytest.fixture
def base() -> Iterator[Path]:
    """A folder that every user reaches."""
    path = Path(tempfile.mkdtemp(prefix="dip-"))
    path.chmod(0o755)
    yield path
    shutil.rmtree(path)


def dip(folder: Path, *words: str) -> subprocess.CompletedProcess[str]:
    """A command, typed by the ordinary user in this folder. (Who may read the interpreter is not what is tested.)"""
    command = [sys.executable, "-c", CODE, *words]
    if ROOT:
        rights = ("--inh-caps=-all,+dac_read_search", "--ambient-caps=-all,+dac_read_search")
        command = ["setpriv", f"--reuid={USER}", f"--regid={USER}", f"--groups={GROUP}", *rights, *command]
    environment = os.environ | {"HOME": str(folder), "DIP_LANG": "en", "PYTHONPATH": str(PROJECT)}
    return subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False)


def given(path: Path) -> None:
    """The folder and all in it become the ordinary user's."""
    for each in (path, *path.rglob("*")):
        os.chown(each, USER, GROUP)


@pytest.mark.needs("git")
@pytest.mark.parametrize("target", ["folder", "git"])
def test_every_command_in_a_folder_of_his_own(base: Path, target: str) -> None:
    """From the first row to the page, a backup and back, and no file is another's afterwards."""
    folder = base / "kantor"
    folder.mkdir()
    given(folder)
    assert dip(folder, "init", ".", "--example").returncode == 0
    if target == "git":
        git("init", "-q", "--bare", str(base / "situs.git"))
        given(base / "situs.git")
        text = (folder / "dip.toml").read_text().replace('"site/"', f'"git+file://{base}/situs.git#pages"')
        (folder / "dip.toml").write_text(text)
    office = OfficeFolder.__new__(OfficeFolder)
    office.path, office.config, office.workbook = folder, folder / "dip.toml", folder / "dip.xlsx"
    office.order("Otomatis")
    office.fill(KUL, row(1))
    assert dip(folder, "sync").returncode == 0
    office.type("Induk", "induk", 2, setuju="✓")
    for words in (
        ("sync",), ("publish",), ("doctor",), ("print",), ("backup", "cadangan.zip"),
        ("restore", "cadangan.zip", "--yes"), ("sync",), ("status",),
    ):  # fmt: skip
        done = dip(folder, *words)
        assert (done.returncode, "Traceback" in done.stderr) == (0, False), (words, done.stderr)
    assert {path.stat().st_uid for path in folder.rglob("*")} == {USER}
    if target == "folder":
        assert (folder / "site/informasi/KUL-0001/index.html").exists()


@pytest.mark.skipif(not ROOT, reason="only root can be somebody else: see the test below")
def test_a_folder_of_somebody_else_is_told(base: Path) -> None:
    """What whose it is, and who is asking: one sentence for each command, nothing written."""
    office = OfficeFolder(base / "kantor")
    office.fill(KUL, row(1))
    office.dip("sync")
    before = office.state()
    told = {words: dip(office.path, *words) for words in COMMANDS}
    assert not [words for words, done in told.items() if "Traceback" in done.stderr]
    lock = office.path / "dip.lock"
    sentence = (
        f"Stopped: Permission denied ({lock}). {lock} belongs to root, and dip runs as nobody. Let nobody read and "
        "write there, or run dip as the user whose folder it is. Put it right and run again: nothing is lost.\n"
    )
    for words in (("sync",), ("publish",), ("rebuild", "--yes"), ("units", "rename", "KUL", "KEU", "--yes")):
        assert (told[words].returncode, told[words].stderr) == (1, sentence)
    assert f"Permission denied ({office.path.name}" not in told[("backup", "cadangan.zip")].stderr
    assert "Permission denied (cadangan.zip). " in told[("backup", "cadangan.zip")].stderr
    assert told[("doctor",)].returncode == 1
    assert f"{office.path} belongs to root, and dip runs as nobody" in told[("doctor",)].stdout
    assert office.state() == before


@pytest.mark.parametrize("command", ["plan", "check", "history"])
def test_a_ledger_that_cannot_be_read_is_no_full_disk(base: Path, command: str) -> None:
    office = OfficeFolder(base / "kantor")
    office.dip("sync")
    office.dip(command)  # what it imports is there, whoever may read it
    _close(office.settings.ledger_path)
    done = _as_stranger(office, command)
    assert done[0] == 1
    assert done[1].startswith("Stopped: the ledger dip-ledger.sqlite cannot be opened: Permission denied.")
    assert ("belongs to root, and dip runs as nobody" in done[1]) == ROOT


def test_a_log_that_cannot_be_read_is_no_empty_one(base: Path) -> None:
    """`dip status` said that nothing had run yet."""
    office = OfficeFolder(base / "kantor")
    office.dip("sync")
    assert office.dip("status").exit_code == 0
    _close(office.settings.runs_path)
    code, told = _as_stranger(office, "status")
    assert code == 1 and told.startswith(f"Stopped: Permission denied ({office.settings.runs_path})")


def _close(path: Path) -> None:
    path.chmod(0o600 if ROOT else 0)


def _as_stranger(office: OfficeFolder, *words: str) -> tuple[int, str]:
    """A command of a user whose files these are not, or who was shut out of his own."""
    if ROOT:
        os.seteuid(USER)
    try:
        done = office.dip(*words)
    finally:
        if ROOT:
            os.seteuid(0)
    return done.exit_code, done.stderr


@pytest.mark.skipif(not ROOT, reason="only root can give files away")
def test_the_group_of_a_shared_workbook_stays(base: Path) -> None:
    """It is Siti's, for all of her group, and dip belongs to that: she must be able to open it afterwards."""
    office = OfficeFolder(base / "kantor")
    office.fill(KUL, row(1))
    given(office.path)
    os.chown(office.workbook, 1_234, GROUP)
    office.workbook.chmod(0o660)
    done = dip(office.path, "sync", "--json")
    assert (done.returncode, json.loads(done.stdout)["rows"]["total"]) == (0, 1)
    status = office.workbook.stat()
    assert (status.st_uid, status.st_gid, status.st_mode & 0o777) == (USER, GROUP, 0o660)
