"""What a merge covers in `Induk` and `Kendali`, and what a formula in error shows there, is no answer."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook
from openpyxl.utils import get_column_letter

from sync.model import Sheet
from sync.tabs.rows import covered_cells
from tests.file_book import FileBook
from tests.google_book import GoogleBook
from tests.office import DIKECUALIKAN, Office

IDS = ["KUL-0001", "KUL-0002", "KUL-0003", "KUL-0004"]


@pytest.fixture(params=["file", "google"])
def four(request: pytest.FixtureRequest, tmp_path: Path) -> Office:
    """Four public entries."""
    office = Office(tmp_path, kind=request.param)
    for number in range(4):
        office.add(judul=f"Laporan {number}")
    office.approved(*IDS)
    return office


def merge(office: Office, title: str, top: int, left: int, bottom: int, right: int) -> None:
    """Somebody merges cells (all from zero, inclusive): what stood in the lower ones is gone."""
    office.book.check_writable(office.book.read())
    if isinstance(office.book, FileBook):
        file = load_workbook(office.book.path)
        file[title].merge_cells(f"{get_column_letter(left + 1)}{top + 1}:{get_column_letter(right + 1)}{bottom + 1}")
        file.save(office.book.path)
        office.book._show(office.book.door.read())
    elif isinstance(office.book, GoogleBook):
        span: dict[str, Any] = {
            "sheetId": office.book.people.sheet_id(title), "startRowIndex": top, "endRowIndex": bottom + 1,
            "startColumnIndex": left, "endColumnIndex": right + 1,
        }  # fmt: skip
        office.book.people.edit({"mergeCells": {"range": span, "mergeType": "MERGE_ALL"}})
        office.book._look()


def merge_column(office: Office, role: str) -> str:
    """All rows of a column of `Induk` as one cell; its range."""
    column = office.at(role)
    merge(office, "Induk", 1, column, 4, column)
    letter = get_column_letter(column + 1)
    return f"{letter}2:{letter}5"


def assert_quiet(office: Office) -> None:
    done = office.book.writes, office.ledger.records, office.target.publishes
    office.sync()
    assert (office.book.writes, office.ledger.records, office.target.publishes) == done


@pytest.mark.parametrize("role", ["setuju", "klasifikasi", "catatan_ppid", "tarik", "judul", "id", "tanda", "status"])
def test_merging_a_column_of_induk_changes_nothing_and_is_told(four: Office, role: str) -> None:
    """What was last read stands: nothing is withdrawn, nothing lapses, and the range is told in row and `Kendali`."""
    versions = {id: state.version for id, state in four.known().entries.items()}
    place = merge_column(four, role)
    four.sync()
    assert four.public() == IDS
    assert {id: state.version for id, state in four.known().entries.items()} == versions
    assert f"sel {place} digabung (merge)" in four.control("Perlu Perhatian")
    header = four.induk[0][four.at(role)]
    notes = [row[four.at("catatan")] for row in four.induk[1:]]
    assert [f"{header}: sel {place} digabung" in note for note in notes] == [False, True, True, True]
    assert_quiet(four)


def test_a_tick_taken_from_the_cell_that_shows_is_an_untick(four: Office) -> None:
    """The cell of a merge that shows is its own row's answer."""
    merge_column(four, "setuju")
    four.untick("KUL-0001")
    four.sync()
    assert four.public() == IDS[1:]


@pytest.mark.parametrize("role", ["tanda", "klasifikasi", "judul"])
def test_no_tick_counts_where_a_merge_covers_mark_or_version(tmp_path: Path, role: str) -> None:
    office = Office(tmp_path, kind="file")
    for number in range(2):
        office.add(judul=f"Laporan {number}")
    office.sync()
    merge(office, "Induk", 1, office.at(role), 2, office.at(role))
    office.sync()
    office.tick("KUL-0001", "KUL-0002")
    office.sync()
    assert office.public() == ["KUL-0001"]
    assert "Setuju: centang tidak berlaku selama ada sel digabung (merge)" in office.note("KUL-0002")


def test_withdrawals_go_out_beside_merged_cells(four: Office) -> None:
    """A row found by its mark alone is withdrawn, too."""
    merge_column(four, "id")
    row = four.induk[2]
    row[four.at("tarik")] = "✓"
    four.sync()
    assert four.public() == ["KUL-0001", "KUL-0003", "KUL-0004"]


def test_a_covered_order_means_to_hold(four: Office) -> None:
    """`Perintah Unggah` under a merge with its label is no order, and is told; establishment and run number stand."""
    rows = four.book.tabs["Kendali"]
    number = next(n for n, row in enumerate(rows) if row[0] == "Perintah Unggah")
    run = next(n for n, row in enumerate(rows) if row[0] == "Nomor Putaran")
    merge(four, "Kendali", number, 0, number, 1)
    merge(four, "Kendali", run, 0, run, 1)
    four.type_unit("KUL-0001", "judul", "Laporan lain")
    four.sync()
    four.tick("KUL-0001")
    four.sync()
    assert (four.status("KUL-0001"), four.titles()[0]) == ("Disetujui", "Laporan 0")
    assert f"sel A{number + 1}:B{number + 1}" in four.control("Perlu Perhatian")
    assert_quiet(four)


@pytest.mark.parametrize("text", ["#REF!", "Loading..."])
def test_a_class_in_error_stands_as_it_was(four: Office, text: str) -> None:
    """No lapse, no withdrawal, no class of that name; the row names the cell, and nobody's formula is overwritten."""
    four.type("KUL-0001", "klasifikasi", text)
    four.type("KUL-0002", "catatan_ppid", text)
    four.sync()
    assert (four.public(), four.status("KUL-0001"), four.status("KUL-0002")) == (IDS, "Terbit", "Terbit")
    assert four.read("KUL-0001", "klasifikasi") == text
    assert f"Klasifikasi: rumus di sini salah (“{text}”)" in four.note("KUL-0001")
    assert_quiet(four)
    four.exclude("KUL-0001")
    four.sync()
    assert (four.public(), four.read("KUL-0001", "klasifikasi")) == (IDS[1:], DIKECUALIKAN)


def test_the_decision_is_not_lost_with_a_formula_in_error(four: Office) -> None:
    """`Nomor Penetapan` that shows an error is neither published nor emptied."""
    rows = four.book.tabs["Kendali"]
    number = next(n for n, row in enumerate(rows) if row[0] == "Nomor Penetapan")
    rows[number] += [""] * (2 - len(rows[number]))
    rows[number][1] = "17/2026"
    four.sync()
    four.book.tabs["Kendali"][number][1] = "#REF!"
    four.sync()
    assert four.known().office.establishment[0] == "17/2026"


def test_all_of_a_merge_but_its_top_left_cell_is_covered() -> None:
    sheet = Sheet("", (("a", "b"), ("c", "d"), ("e",)), merges=((0, 0, 1, 1), (2, 0, 99, 0)))
    assert covered_cells(sheet, range(2)) == dict.fromkeys([(0, 1), (1, 0), (1, 1)], "A1:B2")


def test_of_a_merge_over_whole_rows_only_columns_of_ours_are_kept() -> None:
    """Excel has 16,384 columns: a merge of 300 rows would be five million cells."""
    sheet = Sheet("", [["a"]] * 400, merges=((5, 0, 304, 16383),))
    assert len(covered_cells(sheet, [2, 7], 10)) == 295 * 2
