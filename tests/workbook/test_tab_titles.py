"""A tab of a file gets another title, and with it what refers to it; what only a program can change stops it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
from openpyxl.chart import BarChart, Reference
from openpyxl.workbook.defined_name import DefinedName

from sync.errors import WorkbookError
from sync.model import Batch
from sync.workbook.xlsx.xlsx_workbook import XlsxWorkbook
from tests.workbooks import TEMPLATE, UNITS

OLD = UNITS[0].tab


@pytest.fixture
def door(tmp_path: Path) -> XlsxWorkbook:
    door = XlsxWorkbook(tmp_path / "dip.xlsx", TEMPLATE, UNITS, tmp_path / "dip-backup")
    door.lay_out()
    return door


@pytest.mark.parametrize("title", ["Keuangan", "Umum & Logistik", "Jum'at 'x", "Ibu “Sari”"])
def test_names_go_with_the_title(door: XlsxWorkbook, title: str) -> None:
    """Filters and print titles are names of the workbook; nothing else changes."""
    before = door.read()
    door.write(Batch(titles={OLD: title}), before)
    after = door.read()
    assert list(after.sheets) == [title if name == OLD else name for name in before.sheets]
    assert after.sheets[title].rows == before.sheets[OLD].rows
    names = openpyxl.load_workbook(door.location)[title]
    assert names.print_title_rows == "$1:$1"
    door.write(Batch(titles={title: OLD}), after)
    assert list(door.read().sheets) == list(before.sheets)


def _formula(book: openpyxl.Workbook) -> None:
    book.create_sheet("Rekap")["A1"] = f"=COUNTA('{OLD}'!A:A)"


def _link(book: openpyxl.Workbook) -> None:
    book.create_sheet("Rekap")["A1"].hyperlink = f"#'{OLD}'!A1"


def _chart(book: openpyxl.Workbook) -> None:
    chart = BarChart()
    chart.add_data(Reference(book[OLD], min_col=1, min_row=1, max_row=3))
    book.create_sheet("Rekap").add_chart(chart, "A1")


def _sheets(book: openpyxl.Workbook) -> None:
    book.defined_names["semua"] = DefinedName("semua", attr_text=f"SUM('{OLD}:{UNITS[1].tab}'!$A$1)")


@pytest.mark.parametrize("refer", [_formula, _link, _chart, _sheets])
def test_what_only_a_program_can_change_stops_it(
    door: XlsxWorkbook, refer: Callable[[openpyxl.Workbook], None]
) -> None:
    book = openpyxl.load_workbook(door.location)
    refer(book)
    book.save(door.location)
    before = Path(door.location).read_bytes()
    with pytest.raises(WorkbookError, match="is named in formulas, links or charts of dip.xlsx"):
        door.write(Batch(titles={OLD: "Keuangan"}), door.read())
    assert Path(door.location).read_bytes() == before


def test_what_people_wrote_is_no_reference(door: XlsxWorkbook) -> None:
    book = openpyxl.load_workbook(door.location)
    book[OLD]["Z9"] = f"lihat {OLD}!"
    book.save(door.location)
    door.write(Batch(titles={OLD: "Keuangan"}), door.read())
    assert "Keuangan" in door.read().sheets
