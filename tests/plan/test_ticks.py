"""What a cell of `Setuju` or `Tarik` means: every case of `ticks.toml`, typed into a file and into a spreadsheet at
Google, where nothing stood and over a tick that the ledger knows."""

from __future__ import annotations

import re
import zipfile
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook
from openpyxl.utils import get_column_letter

from sync.run.sync import sync
from tests.file_book import FileBook
from tests.google_book import GoogleBook
from tests.office import TEMPLATE, Office
from tests.plan.test_ticks_table import CASES

Case = dict[str, Any]
KIND = {"xlsx": "file", "google": "google"}
WAITING, APPROVED = 0, 2
"""Of each case four rows: one that waits and one that is public, each with one below it that a merge may cover."""
PUBLIC = {
    "setuju": {"tick": {WAITING, APPROVED}, "untick": set(), "refused": set(), "nothing": {APPROVED}},
    "tarik": {"tick": set(), "untick": {APPROVED}, "nothing": {APPROVED}, "withdraws": set()},
}


def cases_of(book: str) -> list[Case]:
    """Those that occur there. (A reading from Google does not tell a typed TRUE from a ticked box: in a column that
    only the PPID can write, both are the PPID's.)"""
    return [case for case in CASES if book in case and (case.get("box", True) or not case["value"])]


def rows_of(number: int) -> tuple[int, int]:
    """The rows of `Induk` of a case: the one that waits, and the public one. A covered cell is the lower of two."""
    return 1 + number * 4 + WAITING, 1 + number * 4 + APPROVED


def place(case: Case, row: int) -> int:
    return row + (case.get("merge") == "covered")


def laid_out(folder: Path, book: str, cases: list[Case]) -> Office:
    office = Office(folder, kind=KIND[book])
    for number in range(4 * len(cases)):
        office.add(judul=f"Laporan {number}")
    office.sync()
    ids = [office.induk[place(case, rows_of(number)[1])][office.at("id")] for number, case in enumerate(cases)]
    office.tick(*ids)
    office.sync()
    return office


def type_into_file(book: FileBook, cells: dict[tuple[int, int], Case]) -> None:
    file = load_workbook(book.path)
    sheet = file["Induk"]
    shown = {}
    for (row, column), case in cells.items():
        cell = sheet.cell(row + 1, column + 1)
        cell.value = case.get("formula", case["value"])
        if "formula" in case and case["value"] != "":
            shown[cell.coordinate] = case["value"]
        if "merge" in case:
            top, letter = row + (case["merge"] == "top"), get_column_letter(column + 1)
            sheet.merged_cells.add(f"{letter}{top}:{letter}{top + 1}")
    file.save(book.path)
    _store_values(book.path, shown)
    book._show(book.door.read())


def _store_values(path: Path, shown: dict[str, Any]) -> None:
    """What formulas show, as Excel stores it and openpyxl does not."""
    with zipfile.ZipFile(path) as old:
        parts = {name: old.read(name) for name in old.namelist()}
    for name, data in parts.items():
        text = data.decode() if name.startswith("xl/worksheets/sheet") else ""
        for at, value in shown.items() if text else ():
            kind, stored = ("b", str(int(value))) if isinstance(value, bool) else ("n", str(value))
            if isinstance(value, str):
                kind, stored = ("e", value) if value.startswith("#") else ("str", value)
            cell = rf'<c r="{at}"([^>]*?)(?: t="\w+")?><f>(.*?)</f><v ?/?>(?:</v>)?</c>'
            text = re.sub(cell, rf'<c r="{at}"\g<1> t="{kind}"><f>\g<2></f><v>{stored}</v></c>', text)
        parts[name] = text.encode() if text else data
    with zipfile.ZipFile(path, "w") as new:
        for name, data in parts.items():
            new.writestr(name, data)


def type_into_google(book: GoogleBook, cells: dict[tuple[int, int], Case]) -> None:
    sheet = book.people.sheet_id("Induk")
    edits: list[Case] = []
    for (row, column), case in cells.items():
        span = {"sheetId": sheet, "startColumnIndex": column, "endColumnIndex": column + 1}
        if "merge" in case:
            top = row - (case["merge"] == "covered")
            span |= {"startRowIndex": top, "endRowIndex": top + 2}
            edits.append({"mergeCells": {"range": span, "mergeType": "MERGE_ALL"}})
        where = {"sheetId": sheet, "rowIndex": row, "columnIndex": column}
        cell = {"userEnteredValue": _entered(case)} if _entered(case) else {}
        edits.append({"updateCells": {"start": where, "rows": [{"values": [cell]}], "fields": "userEnteredValue"}})
    book.people.edit(*edits)
    book._look()


def _entered(case: Case) -> Case:
    value, formula = case["value"], case.get("formula", "")
    if "IF(" in formula:
        formula = f'="{value}"'  # the cell that it looks at stands in no tab here
    if formula:
        return {"formulaValue": formula}
    key = {bool: "boolValue", str: "stringValue"}.get(type(value), "numberValue")
    return {key: value} if value != "" else {}


@pytest.mark.slow
@pytest.mark.parametrize("role", ["setuju", "tarik"])
@pytest.mark.parametrize("book", ["xlsx", "google"])
def test_a_cell_means_what_the_table_says(tmp_path: Path, book: str, role: str) -> None:
    """And the second of two runs writes nothing."""
    cases = cases_of(book)
    office = laid_out(tmp_path, book, cases)
    column = office.at(role)
    cells = {(place(case, row), column): case for number, case in enumerate(cases) for row in rows_of(number)}
    if role == "tarik":
        cells = {at: case for at, case in cells.items() if (at[0] - 1) % 4 >= APPROVED}
    type_into = {"xlsx": type_into_file, "google": type_into_google}[book]
    type_into(office.book, cells)  # type: ignore[operator]
    before = [list(row) for row in office.induk]
    sync(office.doors(), office.settings, TEMPLATE, allow_withdrawals=len(cells), now=office.now)
    wrong = [
        f"{case['value']!r} {case.get('formula', '')}{case.get('merge', '')}: {case[book][role]}, public is {found}"
        for number, case in enumerate(cases)
        if (found := _public(office, case, number)) != PUBLIC[role][case[book][role]]
    ]
    assert wrong == []
    for (row, _), case in cells.items():
        if case[book][role] in ("refused", "withdraws"):
            assert office.induk[row][column] == before[row][column]
            header = TEMPLATE.tab("induk").column(role).header
            assert any(line.startswith(f"{header}: ") for line in office.induk[row][office.at("catatan")].splitlines())
    done = office.book.writes, office.ledger.records
    office.sync()
    assert (office.book.writes, office.ledger.records) == done


def _public(office: Office, case: Case, number: int) -> set[int]:
    ids = {kind: office.induk[place(case, 1 + number * 4 + kind)][office.at("id")] for kind in (WAITING, APPROVED)}
    return {kind for kind, id in ids.items() if id in office.public()}
