"""What a spreadsheet program makes of what was typed: a year that became a day, ticks and numbers in columns of words.
It is told in its row, and nothing of it becomes public."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any, cast

import openpyxl
import pytest
from openpyxl.utils.datetime import MAC_EPOCH

from sync.cells import cell
from sync.cells.text import CellValue
from tests.file_book import FileBook
from tests.office import Office

KUL = "Keuangan, Umum, Logistik"


@pytest.fixture
def office(tmp_path: Path) -> Office:
    office = Office(tmp_path, kind="file")
    office.add()
    return office


def put(office: Office, role: str, value: Any, look: str = "General", *, date1904: bool = False) -> None:
    """Somebody types a value that the program takes for something else."""
    file = cast("FileBook", office.book)
    file.read()
    book = openpyxl.load_workbook(file.path)
    if date1904:
        book.epoch = MAC_EPOCH
    cell = book[KUL].cell(2, office.at(role, "unit") + 1)
    cell.value, cell.number_format = value, look
    book.save(file.path)
    file._show(file.door.read())


def told(office: Office) -> list[tuple[str, str]]:
    outcome = office.sync()
    assert outcome.exit_code == 0
    return [(problem.code, problem.message) for problem in outcome.plan.problems if problem.tab == KUL]


@pytest.mark.parametrize(
    "look", ["d mmmm yyyy", "mm-dd-yy", "mmmm yyyy", "yyyy", "[$-421]dd mmmm yyyy", "mmm-yy", "d-mmm"]
)
@pytest.mark.parametrize("year", [1999, 2024, 2039])
def test_a_year_in_a_cell_for_dates(office: Office, look: str, year: int) -> None:
    put(office, "waktu", year, look)
    ((code, message),) = told(office)
    assert code == "tahun-jadi-hari" and message.endswith(f"mungkin maksudnya tahun {year}. Ketik Tahun {year}.")
    assert office.status("KUL-0001") == "Perlu diperbaiki"
    put(office, "waktu", f"Tahun {year}", look)
    assert (told(office), office.read("KUL-0001", "waktu")) == ([], str(year))


def test_the_same_where_days_count_from_1904(office: Office) -> None:
    put(office, "waktu", 2024, "d mmmm yyyy", date1904=True)
    assert [code for code, _ in told(office)] == ["tahun-jadi-hari"]
    assert "Ketik Tahun 2024." in office.note("KUL-0001")


@pytest.mark.parametrize(
    ("value", "look", "read"),
    [(2024, "General", "2024"), (2024, "0", "2024"), (date(2024, 7, 16), "d mmmm yyyy", "16 Juli 2024"),
     (date(2024, 7, 1), "mmmm yyyy", "Juli 2024"), ("16 Juli 1905", "General", "16 Juli 1905"), ("1905", "@", "1905")],
)  # fmt: skip
def test_what_is_meant_as_it_stands_is_read_so(office: Office, value: object, look: str, read: str) -> None:
    put(office, "waktu", value, look)
    assert (told(office), office.read("KUL-0001", "waktu")) == ([], read)


@pytest.mark.parametrize("role", ["penanggung_jawab", "judul", "ringkasan", "tempat"])
@pytest.mark.parametrize("value", [True, "=TRUE()"])
def test_a_tick_where_words_belong(office: Office, role: str, value: object) -> None:
    put(office, role, value)
    ((code, message),) = told(office)
    assert code in ("isian-pengganti", "rumus-tanpa-nilai") and "misalnya" in message


@pytest.mark.parametrize("value", [12, 2024, 1.5, date(2024, 1, 12)])
def test_a_number_where_words_belong(office: Office, value: object) -> None:
    put(office, "judul", value, "yyyy-mm-dd" if isinstance(value, date) else "General")
    assert [code for code, _ in told(office)] == ["isian-angka"]


def test_what_was_approved_so_stays_and_is_told(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    """A stricter check never withdraws: an entry called `2024` was approved before there was this one."""
    office.order("Otomatis")
    with monkeypatch.context() as earlier:
        earlier.setattr(cell, "_read_kind", lambda value, *_rest: CellValue(value))
        put(office, "judul", "2024", "@")
        office.approved("KUL-0001")
    assert office.titles() == ["2024"]
    office.sync()
    assert office.titles() == ["2024"]
