"""An office brings a workbook of its own: what every command does with it before a first write (rules 8 and 9)."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook

from tests.office_folder import KUL, OfficeFolder, row

OWN: list[list[Any]] = [["No", "Nama Arsip", "Rak"], *[[line, f"Arsip lama {line}", "3"] for line in range(1, 21)]]
COMMANDS = (("init",), ("check",), ("plan",), ("sync",))


@pytest.fixture
def office(tmp_path: Path) -> OfficeFolder:
    """Its settings are there, its workbook is its own: a tab `DIP` of 21 rows."""
    office = OfficeFolder(tmp_path)
    book = Workbook()
    for line in OWN:
        book["Sheet"].append(line)
    book["Sheet"].title = "DIP"
    book.save(office.workbook)
    return office


def run(office: OfficeFolder, *command: str) -> tuple[int, str]:
    """Exit code and what is told."""
    folder = (str(office.path),) if command == ("init",) else ()
    result = office.dip(*command, *folder, config=not folder)
    return result.exit_code, result.stderr


@pytest.mark.parametrize("command", COMMANDS)
def test_a_table_of_its_own_under_our_name_is_told_and_nothing_is_written(
    office: OfficeFolder, command: tuple[str, ...]
) -> None:
    before = office.state()
    code, told = run(office, *command)
    assert (code, office.state()) == (1, before)
    assert "tab “DIP” (No, Nama Arsip, Rak): 63 cells" in told


def test_renamed_it_is_never_touched(office: OfficeFolder) -> None:
    book = load_workbook(office.workbook)
    book["DIP"].title = "DIP lama"
    book.save(office.workbook)
    assert run(office, "init")[0] == run(office, "sync")[0] == 0
    kept = [[cell.value for cell in line] for line in load_workbook(office.workbook)["DIP lama"].iter_rows()]
    assert kept == OWN


@pytest.mark.parametrize("command", COMMANDS)
def test_a_column_under_our_header_is_told_and_nothing_is_written(tmp_path: Path, command: tuple[str, ...]) -> None:
    """In the tab of a unit that has long kept a column `Status`."""
    office = OfficeFolder(tmp_path)
    office.fill(KUL, row(1) | {"status": "lengkap"}, row(2) | {"status": "dicari"})
    before = office.state()
    code, told = run(office, *command)
    assert (code, office.state()) == (1, before)
    assert f"tab “{KUL}”, “Status”: 2 cells" in told


def test_init_completes_a_workbook_whose_ledger_nobody_can_read(tmp_path: Path) -> None:
    """A ledger tells of runs, whatever is the matter with it: what stands there may be theirs."""
    office = OfficeFolder(tmp_path)
    office.fill(KUL, row(1))
    office.dip("sync")
    (tmp_path / "dip-ledger.sqlite").write_bytes(b"rusak")
    book = load_workbook(office.workbook)
    del book["DIK"]
    book.save(office.workbook)
    code, told = run(office, "init")
    assert (code, "DIK" in load_workbook(office.workbook).sheetnames) == (0, True), told


def test_until_the_first_release_every_command_says_that_nothing_is_public(tmp_path: Path) -> None:
    """`serve`, too, in the operator's language."""
    office = OfficeFolder(tmp_path)
    office.order("Otomatis")
    office.fill(KUL, row(1))
    for command in ("plan", "sync"):
        site = office.json(command)["site"]
        assert (site["changed"], site["entries"], site["uploaded"]) == (False, 0, 0)
    assert not (tmp_path / "site").exists()
    result = office.dip("serve")
    assert result.exit_code == 1 and "nothing has been published" in result.stderr
    result = office.dip("publish")
    assert result.exit_code == 1 and "nothing has been released yet" in result.stderr


def test_a_line_that_people_fill_is_open_also_where_init_adds_it(tmp_path: Path) -> None:
    office = OfficeFolder(tmp_path)
    run(office, "init")
    book = load_workbook(office.workbook)
    for line in list(book["Kendali"].iter_rows()):
        if str(line[0].value).startswith("Nihil "):
            for cell in line:
                cell.value = None
    book.save(office.workbook)
    assert run(office, "init")[0] == 0
    lines = {str(line[0].value): line for line in load_workbook(office.workbook)["Kendali"].iter_rows()}
    unit = office.settings.units[0].tab
    assert lines[f"Nihil {unit}"][1].protection.locked is False
    assert lines[unit][1].protection.locked is True


def test_lines_of_a_newer_template_are_added_below_by_init(tmp_path: Path) -> None:
    office = OfficeFolder(tmp_path)
    run(office, "init")
    book = load_workbook(office.workbook)
    lines = {line[0].value: line for line in book["Kendali"].iter_rows()}
    for cell in lines["Menunggu Desk"]:
        cell.value = None
    book.save(office.workbook)
    result = office.dip("init", str(office.path), config=False)
    assert (result.exit_code, result.stdout.splitlines()[0]) == (0, "Kendali: Menunggu Desk")
    assert load_workbook(office.workbook)["Kendali"].cell(len(lines) + 1, 1).value == "Menunggu Desk"
    before = office.workbook.read_bytes()
    assert run(office, "init")[0] == 0
    assert office.workbook.read_bytes() == before
    assert run(office, "sync")[0] == 0
    assert load_workbook(office.workbook)["Kendali"].cell(len(lines) + 1, 2).value == "Tidak ada"
