"""The .xlsx door keeps what every door promises; people work in the file with another library."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import openpyxl
import pytest

from sync.model import Address
from sync.workbook.xlsx.new_workbook import first_workbook
from sync.workbook.xlsx.xlsx_workbook import XlsxWorkbook
from tests.workbook_contract import People, WorkbookContract
from tests.workbooks import TEMPLATE, UNITS, saved


class FilePeople:
    """People who open the file, change it and save it."""

    def __init__(self, workbook: XlsxWorkbook) -> None:
        self._workbook = workbook

    def door(self) -> XlsxWorkbook:
        return self._workbook

    def type(self, title: str, cells: Mapping[Address, str | float | bool | None]) -> None:
        book = openpyxl.load_workbook(self._workbook.location)
        for (row, column), value in cells.items():
            cell = book[title].cell(row + 1, column + 1)
            cell.value, cell.number_format = value, "@" if isinstance(value, str) else "General"
        book.save(self._workbook.location)

    def link(self, title: str, at: Address, name: str, url: str) -> None:
        book = openpyxl.load_workbook(self._workbook.location)
        cell = book[title].cell(at[0] + 1, at[1] + 1)
        cell.value, cell.hyperlink = name, url
        book.save(self._workbook.location)

    def look(self, title: str, at: Address) -> object:
        cell = openpyxl.load_workbook(self._workbook.location)[title].cell(at[0] + 1, at[1] + 1)
        return repr((cell.font, cell.fill, cell.alignment, cell.number_format, cell.protection))


@pytest.fixture(scope="module")
def fresh() -> bytes:
    """A workbook as `lay_out` makes it."""
    return first_workbook(TEMPLATE, UNITS)[0]


class TestXlsxWorkbook(WorkbookContract):
    """An .xlsx file."""

    @pytest.fixture
    def people(self, tmp_path: Path, fresh: bytes) -> People:
        return FilePeople(saved(tmp_path, fresh))
