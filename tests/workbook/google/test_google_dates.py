"""How much of a date is meant: told from what is shown and the number behind it, without asking for the look."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sync.model import a1
from sync.workbook.google.dates import could_be_date, seen_as
from sync.workbook.number_format import meaning, serial_text
from tests.google_server.render import shown
from tests.workbook.google.test_google_sync import KUL, office_at_google
from tests.workbook_contract import UNIT_AT

EPOCH = date(1899, 12, 30)
PATTERNS = (
    "d mmmm yyyy", "dd/mm/yyyy", "m/d/yyyy", "yyyy-mm-dd", "dddd, d mmmm yyyy", "d mmm yy", "dd.mm.yy", "mmmm yyyy",
    "mmm yyyy", "mm/yyyy", "yyyy-mm", "yyyy", "mmm-yy", "d/m", "mm/yy", "yy/mm", "mmmm",
    "dd/mm/yyyy hh:mm:ss", "d mmmm", '"Tahun" yyyy', '"Semester 1" yyyy', "dd", "mm", "yy", "hh:mm",
    "d mmmm yyyy h:mm am/pm",
)  # fmt: skip
CERTAIN = ("d mmmm yyyy", "dd/mm/yyyy", "m/d/yyyy", "yyyy-mm-dd", "mmmm yyyy", "mm/yyyy", "yyyy-mm", "yyyy")
ALIKE = st.builds(date, st.integers(2001, 2028), st.integers(1, 12), st.integers(1, 28)).map(
    lambda day: day.replace(day=day.year % 100) if day.toordinal() % 2 else day.replace(year=2000 + day.month)
)
"""Days whose numbers can be taken for one another."""


def look(pattern: str, serial: float, locale: str = "id_ID") -> str:
    return shown(serial, {"type": "DATE", "pattern": pattern}, locale)


@given(
    st.dates(date(1905, 1, 1), date(2100, 12, 31)) | ALIKE, st.sampled_from(PATTERNS),
    st.sampled_from(["id_ID", "en_US", "de_DE"]),
)  # fmt: skip
def test_what_is_told_is_what_the_look_says(day: date, pattern: str, locale: str) -> None:
    """A date under any format is read as what it shows or not at all, but never as something else."""
    serial = (day - EPOCH).days
    told = seen_as(look(pattern, serial, locale), serial)
    assert told in (None, serial_text(serial, meaning(pattern), date1904=False))


@given(st.dates(date(1905, 1, 1), date(2100, 12, 31)), st.sampled_from(CERTAIN))
def test_the_usual_looks_are_always_told(day: date, pattern: str) -> None:
    """Nobody has to be asked how these look, whatever the day."""
    serial = (day - EPOCH).days
    assert seen_as(look(pattern, serial), serial) == serial_text(serial, meaning(pattern), date1904=False)


@pytest.mark.parametrize(
    ("text", "serial", "told"),
    [
        ("12 Januari 2024", 45303, "2024-01-12"), ("1 Januari 2024", 45292, "2024-01-01"),
        ("Januari 2024", 45292, "2024-01"), ("1/1/2024", 45292, "2024-01-01"), ("01/2024", 45292, "2024-01"),
        ("2024", 45292, "2024"),
        ("01/12/2024", 45303, "2024-01-12"), ("12/01/2024 10:30:00", 45303.4375, "2024-01-12"),
        ("Jumat, 12 Januari 2024", 45303, "2024-01-12"), ("Jan-24", 45303, "2024-01"), ("Jan-24", 45315, None),
        ("24/01", 45315, None), ("Januari 2025", 45292, None), ("janvier 2024", 45292, None), ("10:30", 0.4375, None),
        ("", 45303, None), ("12", 45303, None), ("12 Januari 2024", 9e9, None),
    ],
)  # fmt: skip
def test_what_a_date_is_shown_as(text: str, serial: float, told: str | None) -> None:
    """A day stays a day, a year a year; what can be read in two ways, or is of another day, is not told."""
    assert seen_as(text, serial) == told


@pytest.mark.parametrize(
    ("text", "may"),
    [("12 Januari 2024", True), ("2024", True), ("01/12/2024 10:30", True), ("Laporan 2024", False), ("TRUE", False),
     ("", False), ("1.2.3.4", False), ("2" * 41, False)],
)  # fmt: skip
def test_which_computed_texts_might_be_dates(text: str, may: bool) -> None:
    """Only for these is the format asked for."""
    assert could_be_date(text) is may


# -- in a spreadsheet --------------------------------------------------------------------------------------------------


def put_date(book: Any, row: int, pattern: str, serial: float = 45303) -> None:
    """A real date in `Waktu Pembuatan`, as somebody formatted it."""
    kind = "NUMBER" if pattern == "0" else "DATE"
    cell = {"userEnteredValue": {"numberValue": serial},
            "userEnteredFormat": {"numberFormat": {"type": kind, "pattern": pattern}}}  # fmt: skip
    book.people.edit({"appendDimension": {"sheetId": book.people.sheet_id(KUL), "dimension": "ROWS", "length": 1}})
    book.people.put(KUL, (row, UNIT_AT["waktu"]), cell, "userEnteredValue,userEnteredFormat.numberFormat")


def read_dates(book: Any) -> tuple[list[str], int]:
    """What `Waktu Pembuatan` says in the first rows, and how many requests it took."""
    before = book.door.client.reads
    sheet = book.door.read().sheets[KUL]
    return [sheet.text(number, UNIT_AT["waktu"]) for number in range(1, 5)], book.door.client.reads - before


@pytest.mark.parametrize("locale", ["in_ID", "en_US"])
def test_dates_come_with_the_precision_people_see(tmp_path: Path, locale: str) -> None:
    """A real date is read as its format shows it, a number as a number, in the same two requests."""
    _, book = office_at_google(tmp_path)
    book.people.edit({"updateSpreadsheetProperties": {"properties": {"locale": locale}, "fields": "locale"}})
    wanted = {"d mmmm yyyy": "2024-01-12", "mmmm yyyy": "2024-01", "yyyy": "2024", "0": "45303"}
    for number, pattern in enumerate(wanted, 1):
        put_date(book, number, pattern)
    assert read_dates(book) == (list(wanted.values()), 2)


def test_only_a_date_that_can_be_read_in_two_ways_is_asked_for(tmp_path: Path) -> None:
    """`01/24` on the 24th is a month or a day; a formula gives no number to compare with: a third request tells."""
    _, book = office_at_google(tmp_path)
    put_date(book, 1, "mm/yy", 45315)
    put_date(book, 2, "dd/mm/yyyy")
    assert read_dates(book) == (["2024-01", "2024-01-12", "", ""], 3)
    formula = {"userEnteredValue": {"formulaValue": "=45303"},
               "userEnteredFormat": {"numberFormat": {"type": "DATE", "pattern": "mmmm yyyy"}}}  # fmt: skip
    put_date(book, 1, "yyyy")
    book.people.put(KUL, (3, UNIT_AT["waktu"]), formula, "userEnteredValue,userEnteredFormat.numberFormat")
    assert read_dates(book) == (["2024", "2024-01-12", "2024-01", ""], 3)


@pytest.mark.parametrize("pattern", ["d mmmm yyyy", "mmmm yyyy", "yyyy", "dd/mm/yy"])
@pytest.mark.parametrize("year", [1995, 2024, 2026])
def test_a_year_in_a_cell_for_dates_is_told(tmp_path: Path, pattern: str, year: int) -> None:
    """The day that Google makes of it, whatever it shows of that day, never becomes public."""
    office, book = office_at_google(tmp_path)
    put_date(book, 1, pattern, year)
    outcome = office.sync()
    assert [(each.code, each.cell) for each in outcome.plan.problems] == [("tahun-jadi-hari", a1(1, UNIT_AT["waktu"]))]
    assert f"mungkin maksudnya tahun {year}. Ketik Tahun {year}." in office.note("KUL-0001")


def test_a_row_that_moves_between_the_two_requests_takes_no_date_along(tmp_path: Path) -> None:
    """What one request says of a cell does not fit what the other says: it is asked for, and read as it stands now."""
    _, book = office_at_google(tmp_path)
    put_date(book, 1, "d mmmm yyyy", 45303)
    put_date(book, 2, "d mmmm yyyy", 45400)
    gone = {"sheetId": book.people.sheet_id(KUL), "dimension": "ROWS", "startIndex": 1, "endIndex": 2}
    book.google.weather.at(2, lambda: book.people.edit({"deleteDimension": {"range": gone}}))
    assert read_dates(book) == (["2024-04-18", "", "", ""], 3)
