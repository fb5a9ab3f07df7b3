"""`Setuju` is a checkbox: at Google a tick is a ticked box, and what says TRUE without one is none."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.google_office import OWNER, GoogleOffice, google, google_office
from tests.office import Office
from tests.workbook.google.test_google_sync import office_at_google

__all__ = ["google", "google_office"]
TRUE: dict[str, Any] = {"userEnteredValue": {"boolValue": True}}
FALSE: dict[str, Any] = {"userEnteredValue": {"boolValue": False}}
WORD: dict[str, Any] = {"userEnteredValue": {"stringValue": "TRUE"}}


def place(office: Office, id: str, role: str) -> tuple[int, int]:
    return office.induk.index(office.row(id)), office.at(role)


def paste_over(office: Office, book: Any, id: str, role: str, cell: dict[str, Any]) -> None:
    """Somebody pastes a cell, and with it that it is no box."""
    book.people.put("Induk", place(office, id, role), cell, "userEnteredValue,dataValidation")
    book._look()


def told(office: Office, id: str) -> bool:
    return "kotak centang di sel ini hilang" in office.note(id)


def test_a_value_typed_where_the_box_is_gone_approves_nothing_and_is_told(tmp_path: Path) -> None:
    office, book = office_at_google(tmp_path)
    paste_over(office, book, "KUL-0002", "setuju", TRUE)
    office.sync()
    assert (office.public(), told(office, "KUL-0002")) == (["KUL-0001"], True)
    writes = book.writes
    office.sync()
    assert (office.public(), book.writes) == (["KUL-0001"], writes)


def test_the_word_approves_nothing_either(tmp_path: Path) -> None:
    office, book = office_at_google(tmp_path)
    for cell in (WORD, {"userEnteredValue": {"formulaValue": "=TRUE()"}}):
        paste_over(office, book, "KUL-0002", "setuju", cell)
        office.sync()
        assert (office.public(), "bukan centang" in office.note("KUL-0002")) == (["KUL-0001"], True)


def test_a_tick_that_counted_and_lost_its_box_is_not_taken_back(tmp_path: Path) -> None:
    """Who pastes over a box has unticked nothing; the row says that the box is gone."""
    office, book = office_at_google(tmp_path)
    paste_over(office, book, "KUL-0001", "setuju", TRUE)
    office.sync()
    assert (office.public(), office.status("KUL-0001"), told(office, "KUL-0001")) == (["KUL-0001"], "Terbit", True)


@pytest.mark.parametrize("cell", [FALSE, {}, WORD])
def test_what_is_no_tick_there_takes_it_back(tmp_path: Path, cell: dict[str, Any]) -> None:
    office, book = office_at_google(tmp_path)
    paste_over(office, book, "KUL-0001", "setuju", cell)
    office.sync()
    assert (office.public(), office.status("KUL-0001")) == ([], "Ditarik")


@pytest.mark.parametrize("cell", [TRUE, WORD])
def test_under_tarik_it_withdraws_all_the_same(tmp_path: Path, cell: dict[str, Any]) -> None:
    office, book = office_at_google(tmp_path)
    paste_over(office, book, "KUL-0001", "tarik", cell)
    office.sync()
    assert (office.public(), office.status("KUL-0001")) == ([], "Ditarik")


def test_a_box_that_came_back_counts_as_it_stands(tmp_path: Path) -> None:
    office, book = office_at_google(tmp_path)
    paste_over(office, book, "KUL-0002", "setuju", TRUE)
    office.sync()
    box = {"dataValidation": {"condition": {"type": "BOOLEAN"}, "strict": True}}
    book.people.put("Induk", place(office, "KUL-0002", "setuju"), box, "dataValidation")
    office.sync()
    assert (office.public(), told(office, "KUL-0002")) == (["KUL-0001", "KUL-0002"], False)


def test_the_box_of_a_new_row_is_one(tmp_path: Path) -> None:
    """Rows that sync inserts have boxes, the first of an empty tab, too."""
    office = Office(tmp_path, kind="google")
    for number in range(3):
        office.add(judul=f"Laporan {number}")
    office.sync()
    office.tick("KUL-0001", "KUL-0002", "KUL-0003")
    office.sync()
    assert office.public() == ["KUL-0001", "KUL-0002", "KUL-0003"]


def test_new_rows_have_boxes_under_a_header_that_stands_lower(tmp_path: Path) -> None:
    """The first of them, too, whose row above is the header."""
    office = Office(tmp_path, kind="google")
    book: Any = office.book
    above = {"sheetId": book.people.sheet_id("Induk"), "dimension": "ROWS", "startIndex": 0, "endIndex": 2}
    book.people.edit({"insertDimension": {"range": above}})
    book._look()
    office.add()
    office.add(judul="Laporan Barang")
    office.sync()
    sheet = book.google.file.book.by_title("Induk")
    at = next(row for row in office.induk if "Setuju" in row).index("Setuju")
    assert ["BOOLEAN" in str(sheet.cell(number, at).validation) for number in (2, 3, 4)] == [False, True, True]


@pytest.mark.slow
def test_init_puts_the_boxes_back(google_office: GoogleOffice) -> None:
    """As the row asks of the operator."""
    google_office.init()
    induk = google_office.tab("Induk")
    headers = [google_office.text("Induk", 0, place) for place in range(induk.width)]
    at = headers.index("Setuju")
    span = {"sheetId": induk.id, "startRowIndex": 1, "endRowIndex": 5, "startColumnIndex": at, "endColumnIndex": at + 1}
    google_office.edit({"setDataValidation": {"range": span}}, who=OWNER)
    assert "boxes" in google_office.dip("plan --layout").output
    google_office.init()
    assert "BOOLEAN" in str(google_office.tab("Induk").cell(2, at).validation)
