"""`dip backup`: everything of one moment in one zip, and no secret."""

from __future__ import annotations

import hashlib
import json
import re
import shutil
import sqlite3
import stat
import zipfile
from pathlib import Path

import pytest

from sync.run.run_lock import run_lock
from tests.office_folder import KUL, OfficeFolder, row


@pytest.fixture
def office(tmp_path: Path) -> OfficeFolder:
    office = OfficeFolder(tmp_path / "dip")
    office.fill(KUL, row(1), row(2))
    assert office.dip("sync").exit_code == 0
    return office


def contents(path: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(path) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def test_a_backup_holds_ledger_workbook_and_settings_with_their_digests(office: OfficeFolder, tmp_path: Path) -> None:
    result = office.dip("backup", str(tmp_path / "b.zip"))
    assert result.exit_code == 0, result.stderr
    files = contents(tmp_path / "b.zip")
    listed = json.loads(files.pop("dip-backup.json"))
    assert listed["files"] == {name: hashlib.sha256(data).hexdigest() for name, data in files.items()}
    assert {"dip-ledger.sqlite", "dip.toml", "dip.xlsx"} <= files.keys()
    assert files["dip.xlsx"] == office.workbook.read_bytes()
    with sqlite3.connect(office.path / "dip-ledger.sqlite") as base:
        last = base.execute("SELECT run, hash FROM events ORDER BY seq DESC LIMIT 1").fetchone()
    assert (listed["run"], listed["head"]) == last
    assert stat.S_IMODE((tmp_path / "b.zip").stat().st_mode) == 0o600


def test_what_was_brought_in_comes_back_with_it(office: OfficeFolder, tmp_path: Path) -> None:
    """Else the same list could be brought in twice."""
    kept = {"dip-import.jsonl": b'{"digest": "a"}\n', "dip-import.toml": b'[columns]\njudul = "Nama"\n'}
    for name, data in kept.items():
        (office.path / name).write_bytes(data)
    assert office.dip("backup", str(tmp_path / "b.zip")).exit_code == 0
    assert contents(tmp_path / "b.zip").items() >= kept.items()
    (office.path / "dip-import.jsonl").unlink()
    (office.path / "dip-import.toml").write_bytes(b"# newer\n")
    result = office.dip("restore", str(tmp_path / "b.zip"), "--yes")
    assert result.exit_code == 0, result.stderr
    assert (office.path / "dip-import.jsonl").read_bytes() == kept["dip-import.jsonl"]
    assert stat.S_IMODE((office.path / "dip-import.jsonl").stat().st_mode) == 0o600
    assert (office.path / "dip-import.toml").read_bytes() == b"# newer\n"


def test_templates_and_logo_are_in_it_and_no_secret(office: OfficeFolder, tmp_path: Path) -> None:
    """Whatever the settings name as one, wherever it lies and whatever it is called."""
    templates = office.path / "tampilan"
    (templates / "assets").mkdir(parents=True)
    (templates / "assets" / "warna.css").write_text("body {}")
    (templates / "kunci").write_text("RAHASIA-1")
    (templates / "tautan").symlink_to(office.path / "dip-key")
    (office.path / "dip-key").write_text("RAHASIA-2")
    (office.path / "dip-key").chmod(0o600)
    text = office.config.read_text()
    for table, line in (("publish", 'key_file = "dip-key"'), ("workbook", 'credentials = "tampilan/kunci"')):
        text = re.sub(rf"^\[{table}\].*\n", f"[{table}]\n{line}\n", text, flags=re.MULTILINE)
    text = re.sub(r'^to *= *"site/"', 'to = "sftp://dip@web.example/site"', text, flags=re.MULTILINE)
    text = re.sub(r"^(# )?templates *=.*\n", "", text, flags=re.MULTILINE)
    office.config.write_text(re.sub(r"^\[site\].*\n", '[site]\ntemplates = "tampilan"\n', text, flags=re.MULTILINE))
    result = office.dip("backup", str(tmp_path / "b.zip"))
    assert result.exit_code == 0, result.stderr
    files = contents(tmp_path / "b.zip")
    assert files["templates/assets/warna.css"] == b"body {}"
    assert not any(b"RAHASIA" in data for data in files.values())


def test_the_office_s_own_dates_and_checklist_come_home_with_it(office: OfficeFolder, tmp_path: Path) -> None:
    """Without them the settings would name a folder that is not there."""
    own = office.path / "kalender"
    own.mkdir()
    (own / "wajib.toml").write_text('[[kinds]]\nname = "Peta"\nwords = ["peta"]\nsource = "Perbup 1"\n')
    (own / "catatan.txt").write_text("bukan urusan dip")
    with office.config.open("a") as file:
        file.write('\n[calendar]\ntemplates = "kalender"\n')
    assert office.dip("backup", str(tmp_path / "b.zip")).exit_code == 0
    kept = (own / "wajib.toml").read_bytes()
    shutil.rmtree(own)
    assert office.dip("sync").exit_code == 2
    assert office.dip("restore", str(tmp_path / "b.zip"), "--yes").exit_code == 0
    assert {path.name: path.read_bytes() for path in own.iterdir()} == {"wajib.toml": kept}
    assert office.dip("sync").exit_code == 0


def test_a_backup_is_made_while_a_run_holds_the_lock(
    office: OfficeFolder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sync.run.backup.PATIENCE", 0.1)
    with run_lock(office.settings):
        assert office.dip("backup", str(tmp_path / "b.zip")).exit_code == 0
    assert "dip-ledger.sqlite" in contents(tmp_path / "b.zip")


def test_the_last_backups_are_kept_and_nobody_elses_files_touched(office: OfficeFolder, tmp_path: Path) -> None:
    """The newest has the name that was given, the earlier ones bear the time they were made."""
    (tmp_path / "b-punya-saya.zip").write_bytes(b"x")
    for _ in range(4):
        assert office.dip("backup", str(tmp_path / "b.zip"), "--keep", "3").exit_code == 0
    names = sorted(path.name for path in tmp_path.glob("*.zip"))
    assert len(names) == 4 and names[-2:] == ["b-punya-saya.zip", "b.zip"]
    assert all(list(contents(path)) for path in tmp_path.glob("b-2*.zip"))


def test_a_disk_that_is_not_attached_is_named(office: OfficeFolder, tmp_path: Path) -> None:
    found = office.dip("backup", str(tmp_path / "cakram" / "dip.zip"))
    assert found.exit_code == 1 and f"({tmp_path / 'cakram'})" in found.stderr


def test_a_folder_takes_the_backup_under_its_own_name(office: OfficeFolder, tmp_path: Path) -> None:
    (tmp_path / "cadangan").mkdir()
    assert office.dip("backup", str(tmp_path / "cadangan")).exit_code == 0
    assert [path.name for path in (tmp_path / "cadangan").iterdir()] == ["dip.zip"]


@pytest.mark.parametrize("name", ["lain.zip", "dip/dip.xlsx", "dip/dip-ledger.sqlite", "dip/site/b.zip"])
def test_nothing_else_is_overwritten_or_made_public(office: OfficeFolder, tmp_path: Path, name: str) -> None:
    (tmp_path / "lain.zip").write_bytes(b"milik orang")
    before = office.state()
    assert office.dip("backup", str(tmp_path / name)).exit_code == 2
    assert office.state() == before and (tmp_path / "lain.zip").read_bytes() == b"milik orang"


def test_a_damaged_ledger_makes_no_backup_and_spoils_none(office: OfficeFolder, tmp_path: Path) -> None:
    """A copy of damage in the place of the last good one would be the worst of all."""
    assert office.dip("backup", str(tmp_path / "b.zip")).exit_code == 0
    good = (tmp_path / "b.zip").read_bytes()
    with sqlite3.connect(office.path / "dip-ledger.sqlite") as base:
        base.execute("DROP TRIGGER no_update_states")
        base.execute("UPDATE states SET data = replace(data, '1', '2')")
    result = office.dip("backup", str(tmp_path / "b.zip"), "--keep", "2")
    assert result.exit_code == 1 and result.stderr.startswith("Stopped: ")
    assert (tmp_path / "b.zip").read_bytes() == good and len(list(tmp_path.glob("b*.zip"))) == 1


def test_an_office_before_its_first_run_can_be_backed_up(tmp_path: Path) -> None:
    office = OfficeFolder(tmp_path / "dip")
    assert office.dip("backup", str(tmp_path / "b.zip")).exit_code == 0
    assert set(contents(tmp_path / "b.zip")) == {"dip-backup.json", "dip.toml", "dip.xlsx"}


def test_what_belongs_together_bears_one_number(office: OfficeFolder) -> None:
    """Ledger and workbook as they were before run 2."""
    office.fill(KUL, row(3))
    assert office.dip("sync").exit_code == 0
    names = sorted(path.name for path in (office.path / "dip-backup").iterdir())
    assert "ledger-00000002.sqlite" in names
    assert any(name.startswith("dip-00000002-") for name in names)
