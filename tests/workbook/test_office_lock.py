"""A workbook that is open in a program: who has it, since when, and how to clear a lock nobody holds any more."""

from __future__ import annotations

import os
import time
from pathlib import Path

import pytest

from sync.errors import WorkbookOpen
from sync.model import Batch, TabWrite
from sync.workbook.xlsx.office_lock import OfficeLock, find_lock
from tests.office_folder import KUL, OfficeFolder, row
from tests.rich_workbook import rich_workbook
from tests.workbooks import door, saved

BATCH = Batch((TabWrite("Isi", "unit", cells={(1, 0): "baru"}),))


def excel_lock(name: str) -> bytes:
    """Excel's lock file: a length and the name in one byte a letter, then the same in two, both padded with blanks."""
    narrow, wide = name.encode("cp1252", "replace"), name.encode("utf-16-le")
    head = bytes([len(narrow)]) + narrow.ljust(54)
    return head + (len(wide) // 2).to_bytes(2, "little") + wide + " ".encode("utf-16-le") * (54 - len(wide) // 2)


def locked(folder: Path, name: str, content: bytes, age: float = 0) -> OfficeLock | None:
    lock = folder / name
    lock.write_bytes(content)
    os.utime(lock, (time.time() - age, time.time() - age))
    return find_lock((folder / "dip.xlsx",))


def test_no_lock(tmp_path: Path) -> None:
    assert find_lock((tmp_path / "dip.xlsx",)) is None


@pytest.mark.parametrize("name", ["Siti Aminah", "O", "Wayan Śri", "😀 Budi"])
def test_excel_tells_who_has_it_open(tmp_path: Path, name: str) -> None:
    lock = locked(tmp_path, "~$dip.xlsx", excel_lock(name))
    assert lock is not None
    assert (lock.program, lock.owner) == ("Excel", name)


@pytest.mark.parametrize("content", [b"", b"\0" * 165, b"\xff" * 10, b"\x36"])
def test_an_excel_lock_without_a_name_is_still_a_lock(tmp_path: Path, content: bytes) -> None:
    lock = locked(tmp_path, "~$dip.xlsx", content)
    assert lock is not None and lock.program == "Excel"


@pytest.mark.parametrize(
    ("content", "owner"),
    [
        (",budi,kantor-1,24.11.2026 08:30,file:///home/budi/.config/libreoffice/4;", "budi on kantor-1"),
        ("Siti Aminah,siti,pc-2,24.11.2026 08:30,;", "Siti Aminah (siti) on pc-2"),
        ("Aminah\\, Siti,siti,pc-2,24.11.2026,;", "Aminah, Siti (siti) on pc-2"),
        ("Nama\\;aneh,,,,;", "Nama;aneh"),
        (",,pc-3,,;", "pc-3"),
        ("", ""),
        ("\x1b[31mmerah,x,y;", "[31mmerah (x) on y"),
    ],
)
def test_libreoffice_tells_who_and_where(tmp_path: Path, content: str, owner: str) -> None:
    lock = locked(tmp_path, ".~lock.dip.xlsx#", content.encode())
    assert lock is not None
    assert (lock.program, lock.owner) == ("LibreOffice or OnlyOffice", owner)


@pytest.mark.parametrize(
    ("age", "told"),
    [(5, "less than a minute"), (70, "1 minute"), (7200, "2 hours"), (90_000, "1 day"), (3 * 86_400, "3 days")],
)
def test_the_age_of_a_lock_is_told_in_words(tmp_path: Path, age: float, told: str) -> None:
    lock = locked(tmp_path, ".~lock.dip.xlsx#", b",budi,pc;", age)
    assert lock is not None
    assert f"by budi on pc, for {told}: " in lock.sentence()


def test_the_sentence_says_what_to_do(tmp_path: Path) -> None:
    workbook = saved(tmp_path, rich_workbook())
    state = workbook.read()
    locked(tmp_path, "~$dip.xlsx", excel_lock("Siti"), 7300)
    with pytest.raises(WorkbookOpen) as caught:
        workbook.check_writable(state)
    assert caught.value.exit_code == 75
    assert str(caught.value) == (
        f"The workbook is open in Excel by Siti, for 2 hours: {tmp_path / '~$dip.xlsx'}. Nothing was written into it. "
        "Save and close it there and run again. If nobody has it open (the program crashed), delete that lock file."
    )


def test_an_open_workbook_can_be_read_and_is_not_written(tmp_path: Path) -> None:
    workbook = saved(tmp_path, rich_workbook())
    before = (tmp_path / "dip.xlsx").read_bytes()
    locked(tmp_path, ".~lock.dip.xlsx#", b",budi,pc;")
    state = workbook.read()
    for attempt in (lambda: workbook.write(BATCH, state), workbook.lay_out):
        with pytest.raises(WorkbookOpen):
            attempt()
    assert (tmp_path / "dip.xlsx").read_bytes() == before
    assert not (tmp_path / "dip-backup").exists()
    (tmp_path / ".~lock.dip.xlsx#").unlink()
    workbook.write(BATCH, state)


def test_a_lock_where_the_link_leads_counts(tmp_path: Path) -> None:
    folder = tmp_path / "bersama"
    folder.mkdir()
    saved(folder, rich_workbook(), "asli.xlsx")
    (tmp_path / "dip.xlsx").symlink_to(folder / "asli.xlsx")
    (folder / "~$asli.xlsx").write_bytes(excel_lock("Siti"))
    workbook = door(tmp_path / "dip.xlsx")
    with pytest.raises(WorkbookOpen, match="asli.xlsx"):
        workbook.write(BATCH, workbook.read())


@pytest.mark.parametrize("name", [".~dip.xlsx", ".~ip.xlsx", ".~p.xlsx"])
def test_wps_office_tells_who_has_it_open(tmp_path: Path, name: str) -> None:
    """Its sign stands before the name, or in place of its first letters; what is in the file is as Excel writes it."""
    lock = locked(tmp_path, name, excel_lock("Siti Aminah"))
    assert lock is not None
    assert (lock.program, lock.owner) == ("WPS Office", "Siti Aminah")


@pytest.mark.parametrize("content", [b"", b"\0" * 165])
def test_a_wps_lock_without_a_name_is_still_a_lock(tmp_path: Path, content: bytes) -> None:
    lock = locked(tmp_path, ".~dip.xlsx", content)
    assert lock is not None and (lock.program, lock.owner) == ("WPS Office", "")


def test_a_cut_name_is_the_lock_of_the_workbook_that_is_called_so(tmp_path: Path) -> None:
    (tmp_path / "p.xlsx").touch()
    assert locked(tmp_path, ".~p.xlsx", excel_lock("Siti")) is None
    assert locked(tmp_path, ".~.xlsx", excel_lock("Siti")) is None


@pytest.mark.parametrize("name", ["~$DIP.xlsx", ".~DIP.XLSX", ".~lock.Dip.xlsx#"])
def test_over_a_share_the_name_may_be_written_in_other_letters(tmp_path: Path, name: str) -> None:
    lock = locked(tmp_path, name, b"")
    assert lock is not None and lock.path.name == name


def test_a_folder_that_cannot_be_listed_still_shows_its_locks(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(_: object) -> None:
        raise PermissionError

    monkeypatch.setattr(os, "listdir", refuse)
    assert locked(tmp_path, "~$dip.xlsx", excel_lock("Siti")) is not None


@pytest.mark.parametrize("name", ["~$dip.xlsx", ".~dip.xlsx", ".~lock.dip.xlsx#"])
def test_a_run_waits_for_every_program_and_goes_on_afterwards(tmp_path: Path, name: str) -> None:
    """Written under the eyes of a program that has it open, the marks would be lost with that program's next save, and
    the PPID's ticks be refused. A lock that was left behind is told with its age, and who deletes it goes on."""
    office = OfficeFolder(tmp_path)
    office.fill(KUL, row(1))
    assert office.dip("sync").exit_code == 0
    office.type("Induk", "induk", 2, setuju="✓")
    before, lock = office.workbook.read_bytes(), tmp_path / name
    lock.write_bytes(excel_lock("Siti") if "lock" not in name else b"Siti,siti,pc-2,24.11.2026 08:30,;")
    os.utime(lock, (time.time() - 90_000,) * 2)
    done = office.dip("sync")
    assert done.exit_code == 75
    assert f", for 1 day: {lock}. Nothing was written into it." in done.stderr
    assert office.workbook.read_bytes() == before
    lock.unlink()
    assert office.dip("sync").exit_code == 0
    assert office.cells("Induk", "induk")[0]["status"] == "Terbit"


def test_of_two_locks_the_older_is_told(tmp_path: Path) -> None:
    locked(tmp_path, "~$dip.xlsx", excel_lock("Siti"), 10)
    lock = locked(tmp_path, ".~lock.dip.xlsx#", b",budi,pc;", 500)
    assert lock is not None and lock.owner == "budi on pc"


def test_a_lock_of_another_workbook_does_not_count(tmp_path: Path) -> None:
    assert locked(tmp_path, "~$dip2.xlsx", excel_lock("Siti")) is None


def test_a_lock_taken_while_sync_writes_stops_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Somebody opens the workbook after the first look: the second look is just before the swap."""
    workbook = saved(tmp_path, rich_workbook())
    state, before = workbook.read(), (tmp_path / "dip.xlsx").read_bytes()

    def opened(*_: object) -> Path:
        (tmp_path / "~$dip.xlsx").write_bytes(excel_lock("Siti"))
        return tmp_path

    monkeypatch.setattr("sync.workbook.xlsx.file_swap.back_up", opened)
    with pytest.raises(WorkbookOpen):
        workbook.write(BATCH, state)
    assert (tmp_path / "dip.xlsx").read_bytes() == before
