"""The workbook copy: readable by other programs, the same bytes always."""

from __future__ import annotations

import io
import zipfile

import openpyxl
import python_calamine

from sync.site.exports import disarmed, to_xlsx
from sync.site.gate import KEYS, dip_rows, public_list
from tests.releases import OFFICE, TEMPLATE, release, released, typical


def test_openpyxl_and_calamine_read_the_rows_back() -> None:
    """Two readers of other people agree with what was written."""
    entries = public_list(typical(), OFFICE, TEMPLATE)
    rows = [KEYS, *dip_rows(entries)]
    book = openpyxl.load_workbook(io.BytesIO(to_xlsx(entries)))
    assert [[cell or "" for cell in row] for row in book["DIP"].values] == [list(row) for row in rows]
    sheet = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(to_xlsx(entries))).get_sheet_by_index(0)
    assert [list(map(str, row)) for row in sheet.to_python()] == [list(row) for row in rows]


def test_no_cell_is_a_formula() -> None:
    """Text that looks like one is disarmed, and is text in any case."""
    book = openpyxl.load_workbook(io.BytesIO(to_xlsx(public_list(release(released(judul="=1+1")), OFFICE, TEMPLATE))))
    cell = book["DIP"]["C2"]
    assert (cell.value, cell.data_type == "f") == ("'=1+1", False)


def test_the_package_is_stored_with_fixed_times() -> None:
    """Bytes depend neither on zlib nor on the clock."""
    with zipfile.ZipFile(io.BytesIO(to_xlsx(public_list(typical(), OFFICE, TEMPLATE)))) as package:
        assert {(info.compress_type, info.date_time) for info in package.infolist()} == {(0, (1980, 1, 1, 0, 0, 0))}


def test_what_a_spreadsheet_would_run_is_disarmed() -> None:
    """All starts, the full-width ones too; other text stays as it is."""
    for start in "=+-@\t\r＝＋－＠":
        assert disarmed(start + "x") == "'" + start + "x"
    assert disarmed("a=b") == "a=b"
