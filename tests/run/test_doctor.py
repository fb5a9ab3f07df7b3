"""`dip doctor`: every part is looked at, nothing is written, and what is not well says what to do."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import openpyxl
import pytest

from sync.model import WorkbookState
from sync.workbook.xlsx.xlsx_workbook import XlsxWorkbook
from tests.office_folder import KUL, OfficeFolder, row


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> OfficeFolder:
    return OfficeFolder(tmp_path_factory.mktemp("office"))


@pytest.fixture
def folder(tmp_path: Path, model: OfficeFolder) -> OfficeFolder:
    return OfficeFolder(tmp_path / "office", like=model)


ONLY_HERE = "site/ is a folder of this computer: citizens see it once the web server shows it"


def publish_one(folder: OfficeFolder) -> None:
    """One entry, in the first release."""
    folder.order("Otomatis")
    folder.fill(KUL, row(1))
    folder.dip("sync")
    folder.type("Induk", "induk", 2, setuju="✓")
    assert folder.dip("sync").exit_code == 0


def test_a_new_office_is_well_and_stays_as_it_is(folder: OfficeFolder) -> None:
    """Four lines, exit 0, no file made or changed."""
    before = {path: path.read_bytes() for path in folder.path.rglob("*") if path.is_file()}
    found = folder.dip("doctor")
    assert found.exit_code == 0
    assert [line.split()[:2] for line in found.stdout.splitlines()] == [
        ["ok", "settings"], ["ok", "workbook"], ["ok", "ledger"], ["ok", "target"],
    ]  # fmt: skip
    assert {path: path.read_bytes() for path in folder.path.rglob("*") if path.is_file()} == before


def test_the_workbook_is_read_once(folder: OfficeFolder, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every part is told of the same moment, and a large workbook costs what it costs once."""
    reads = []
    read = XlsxWorkbook.read

    def counted(door: XlsxWorkbook) -> WorkbookState:
        reads.append(door)
        return read(door)

    monkeypatch.setattr(XlsxWorkbook, "read", counted)
    assert folder.dip("doctor").exit_code == 0
    assert len(reads) == 1


def test_while_the_office_is_the_example_it_says_so(folder: OfficeFolder) -> None:
    assert "still the example office" in folder.dip("doctor").stdout.splitlines()[0]
    folder.config.write_text(
        folder.config.read_text("utf-8").replace("Kabupaten Lebak", "Kabupaten Pandeglang"), "utf-8"
    )
    assert "example" not in folder.dip("doctor").stdout.splitlines()[0]


def test_tabs_that_are_no_unit_s_are_named(folder: OfficeFolder) -> None:
    book = openpyxl.load_workbook(folder.workbook)
    book.create_sheet("Catatan rapat")
    book[KUL].title = "keuangan umum & LOGISTIK"  # one of its other names
    book.save(folder.workbook)
    assert "; no unit's, and not read: Catatan rapat" in folder.dip("doctor").stdout.splitlines()[1]


def test_what_is_to_be_done_before_the_first_release_is_said(folder: OfficeFolder) -> None:
    """And after it no more."""
    folder.order("Tahan")
    assert "before the first release: no entries yet; Perintah Unggah: Tahan" in folder.dip("doctor").stdout
    folder.fill(KUL, row(1), row(2) | {"waktu": "kapan-kapan"})
    folder.dip("sync")
    told = folder.dip("doctor").stdout
    assert "before the first release: 1 Menunggu persetujuan, 1 Perlu diperbaiki; Perintah Unggah: Tahan" in told
    folder.order("Otomatis")
    folder.type("Induk", "induk", 2, setuju="✓")
    folder.dip("sync")
    assert "before the first release" not in folder.dip("doctor").stdout


def test_what_pasting_took_from_the_layout_is_told(folder: OfficeFolder) -> None:
    """It is not well; it counts what `--repair-layout` shows, and says so."""
    book = openpyxl.load_workbook(folder.workbook)
    book["Induk"].protection.sheet = False
    del book["Petunjuk"]
    book.save(folder.workbook)
    done = folder.dip("doctor")
    told = done.stdout.splitlines()[1]
    assert done.exit_code == 1 and told.startswith("!!  workbook") and "dip doctor --repair-layout" in told
    lines = folder.dip("doctor", "--repair-layout").stdout.splitlines()
    assert lines[:2] == ["+ Induk: the protection", "! Petunjuk: the whole tab: dip init makes it"]
    assert "its layout lost something in 2 places" in told
    lines = folder.dip("plan", "--layout").stdout.splitlines()
    assert lines[0] == "+ Petunjuk: the whole tab" and "--repair-layout" in lines[1]


def test_a_part_that_is_not_well_hides_no_other(folder: OfficeFolder) -> None:
    """The workbook is gone and the ledger is damaged: both are told, exit 1."""
    folder.dip("sync")
    folder.workbook.unlink()
    folder.settings.ledger_path.write_bytes(b"not a ledger")
    parts = {part["part"]: part for part in folder.json("doctor")["parts"]}
    assert (parts["workbook"]["ok"], parts["ledger"]["ok"], parts["target"]["ok"]) == (False, False, True)
    assert "dip init" in parts["workbook"]["message"]
    assert folder.dip("doctor").exit_code == 1


def test_after_a_sync_the_chain_and_the_release_are_told(folder: OfficeFolder) -> None:
    """The ledger was walked, the target read."""
    publish_one(folder)
    lines = folder.dip("doctor").stdout
    assert "the chain is whole" in lines and "release" in lines
    assert f"; {ONLY_HERE}" in " ".join(lines.split())


def test_status_says_of_a_folder_beside_dip_toml_what_doctor_says_and_asks_for_nothing(folder: OfficeFolder) -> None:
    """Beside the release, once there is one; no longer where the site is read back at its public address."""
    assert ONLY_HERE not in " ".join(folder.dip("status").stdout.split())
    publish_one(folder)
    shown = " ".join(folder.dip("status").stdout.split())
    assert f"release 1, 1 entries {ONLY_HERE}" in shown
    assert not [step for step in folder.json("status")["next"] if ONLY_HERE in step["message"]]
    folder.config.write_text(
        re.sub(r"(?m)^url = .*", 'url = "https://dip.kantor.go.id"', folder.config.read_text("utf-8"))
    )
    assert ONLY_HERE not in " ".join(folder.dip("status").stdout.split())


def test_an_open_workbook_is_in_the_way_for_now(folder: OfficeFolder) -> None:
    """LibreOffice's lock: 75, as sync would answer."""
    lock = folder.path / ".~lock.dip.xlsx#"
    lock.write_text(",siti,kpu-lebak,23.11.2026 09:00,file:///home/siti/.config/libreoffice/4;", encoding="utf-8")
    found = folder.dip("doctor")
    assert found.exit_code == 75 and "!!  workbook" in found.stdout


def test_a_site_that_is_gone_was_not_changed_by_somebody(folder: OfficeFolder) -> None:
    """As after a restore on a new disk: nobody has to look for a burglar."""
    publish_one(folder)
    shutil.rmtree(folder.path / "site")
    told = folder.dip("sync").stderr
    assert "the site was not there: all its files are missing" in told and "Now it is as approved again" in told
    assert "somebody else" not in told and (folder.path / "site/index.html").is_file()


def test_what_stands_at_the_target_is_told_as_a_run_would(folder: OfficeFolder) -> None:
    """A manifest that was cut off hides nothing: what was changed, what is not ours, and the address of before."""
    publish_one(folder)
    (folder.path / "site/manifest.json").write_text("{")
    (folder.path / "site/catatan.txt").write_text("milik orang lain")
    line = folder.dip("doctor").stdout.splitlines()[3]
    assert "1 changed by somebody else, 1 that are not ours" in line
    folder.config.write_text(folder.config.read_text().replace('"site/"', '"baru/"'))
    assert "site still shows release 1" in folder.dip("doctor").stdout
