"""Pasting takes dropdowns along, and somebody lifts a protection: every run compares the workbook with its templates
and tells the people who can put it right."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest
from openpyxl.worksheet.cell_range import MultiCellRange
from openpyxl.worksheet.datavalidation import DataValidation

from sync.model import Sheet, column_letters
from sync.tabs.header_row import Columns
from sync.tabs.layout_loss import lost_dropdowns, lost_protection
from sync.template.loader import load_template
from tests.office_folder import OfficeFolder, row

TEMPLATE = load_template()
FORM = column_letters(TEMPLATE.tab("unit").roles.index("bentuk"))
KUL = "Keuangan, Umum, Logistik"
EVERYWHERE = (0, 0, 1000, 50)
UNPROTECTED = (
    "Perlindungan tab “Induk” mati. Nyalakan lagi tanpa kata sandi: menu Tinjau atau Perkakas, Proteksi Lembar."
)
NO_LISTS = (
    f"Di tab “{KUL}” daftar pilihan hilang tertimpa tempelan (Bentuk Informasi di {FORM}2 dan seterusnya). "
    "Salin sel lain dari kolom itu ke sana, lalu isi lagi."
)


@pytest.fixture
def folder(tmp_path: Path) -> OfficeFolder:
    office = OfficeFolder(tmp_path / "office")
    office.fill(KUL, row(1), row(2))
    return office


def test_what_was_lost_is_told_in_kendali_until_it_is_back(folder: OfficeFolder) -> None:
    """`Perlu Perhatian` names the tab and what to do, once; the rows have no problems; when it is back, it is quiet."""
    assert (folder.dip("sync").exit_code, folder.control("perhatian")) == (0, "Tidak ada")
    book = openpyxl.load_workbook(folder.workbook)
    rules = book[KUL].data_validations
    whole = list(rules.dataValidation)
    book["Induk"].protection.sheet = False
    rules.dataValidation = [rule for rule in whole if not str(rule.sqref).startswith(FORM)]
    rules.append(DataValidation(type="list", formula1='"a,b"', sqref=f"{FORM}4:{FORM}100"))
    book.save(folder.workbook)
    assert folder.dip("sync").exit_code == 0
    assert folder.control("perhatian") == f"{UNPROTECTED}\n{NO_LISTS}"
    assert (folder.json("sync")["workbook"]["writes"], folder.json("check")["problems"]) == (0, [])
    book = openpyxl.load_workbook(folder.workbook)
    book["Induk"].protection.sheet = True
    book[KUL].data_validations.dataValidation = whole
    book.save(folder.workbook)
    assert (folder.dip("sync").exit_code, folder.control("perhatian")) == (0, "Tidak ada")


def test_a_column_that_never_had_lists_and_rows_below_their_end_lost_nothing(folder: OfficeFolder) -> None:
    """An office's own tab has none, and sync's own rows may come to stand below where they end."""
    book = openpyxl.load_workbook(folder.workbook)
    book[KUL].data_validations.dataValidation = []
    for rule in book["Induk"].data_validations.dataValidation:
        column = str(rule.sqref)[0]
        rule.sqref = MultiCellRange(f"{column}2:{column}2")
    book.save(folder.workbook)
    assert (folder.dip("sync").exit_code, folder.control("perhatian")) == (0, "Tidak ada")
    assert folder.json("sync")["workbook"]["writes"] == 0


def test_a_tab_whose_door_does_not_read_its_layout_lost_nothing() -> None:
    """Google's answer to a run has no dropdowns in it: what was not read is not told as gone."""
    sheet = Sheet("Induk", [["ID"], ["KUL-0001"]])
    assert not lost_protection(sheet, TEMPLATE.tab("induk"))
    assert not list(lost_dropdowns(sheet, TEMPLATE.tab("induk"), Columns(0, {"setuju": 5})))


@pytest.mark.parametrize(
    ("lists", "bare"),
    [
        ((), [1, 3]),
        ((EVERYWHERE,), []),
        (((1, 5, 1, 5),), [3]),
        (((1, 5, 1, 5), (2, 4, 3, 6)), []),
        (((1, 6, 9, 6),), [1, 3]),
    ],
)
def test_only_rows_with_content_need_a_dropdown(lists: tuple[tuple[int, int, int, int], ...], bare: list[int]) -> None:
    """Empty rows need none; pasting cuts one area into several."""
    sheet = Sheet("Induk", [["ID"], ["KUL-0001"], [" "], ["KUL-0002"]], lists=lists)
    lost = list(lost_dropdowns(sheet, TEMPLATE.tab("induk"), Columns(0, {"id": 0, "setuju": 5, "status": 9})))
    assert [(column.role, place, rows) for column, place, rows in lost] == ([("setuju", 5, bare)] if bare else [])


def test_units_tabs_are_open_and_need_no_protection() -> None:
    """Excel refuses sorting in a protected tab, so units' tabs never are."""
    open_sheet = Sheet("Tab", [], protected=False)
    assert not lost_protection(open_sheet, TEMPLATE.tab("unit"))
    assert not lost_protection(open_sheet, TEMPLATE.tab("petunjuk"))
    assert lost_protection(open_sheet, TEMPLATE.tab("kendali"))
