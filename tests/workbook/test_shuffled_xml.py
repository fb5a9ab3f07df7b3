"""Cells are placed by their address, in whatever order a program wrote them into the file."""

from __future__ import annotations

import random
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any, cast

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import etree

from sync.model import Batch, TabWrite, a1
from sync.workbook.xlsx.reference import address
from sync.workbook.xlsx.xlsx_workbook import XlsxWorkbook
from tests.file_book import FileBook
from tests.office import Office, one_of_two_public
from tests.workbooks import book, parts_of, path_of, saved, sheet, zipped

Change = Callable[[Any], None]
"""What a program does to the holder of the rows."""


def change_rows(path: Path, title: str, change: Change) -> None:
    part, parts = path_of(path, title), parts_of(path)
    root = etree.fromstring(parts[part])
    change(next(root.iter("{*}sheetData")))
    path.write_bytes(zipped({**parts, part: etree.tostring(root)}))


def reverse_cells(holder: Any) -> None:
    for row in holder:
        row[:] = reversed(row)


def reverse_rows(holder: Any) -> None:
    holder[:] = reversed(holder)


def split_rows(holder: Any) -> None:
    """Every row once more, with the second half of its cells."""
    for row in list(holder):
        half = etree.SubElement(holder, row.tag, r=row.get("r"))
        half.extend(row[len(row) // 2 :])


def all_in_one_row(holder: Any) -> None:
    """Every cell under the first row: its own address says where it belongs."""
    for row in list(holder)[1:]:
        holder[0].extend(list(row))


def reverse_pairs(holder: Any) -> None:
    """The rows two by two, the last pair first; what can be counted carries no address."""
    rows = list(holder)
    pairs = [rows[start : start + 2] for start in range(0, len(rows), 2)]
    for pair in pairs:
        for row in pair[1:]:
            del row.attrib["r"]
            for cell in row:
                row_number = int(pair[0].get("r")) + 1
                assert cell.get("r").endswith(str(row_number))
    holder[:] = [row for pair in reversed(pairs) for row in pair]


def count_cells(holder: Any) -> None:
    """No cell says where it stands: the empty ones between them are written out."""
    for row in holder:
        at = {address(cell.get("r"))[1]: cell for cell in row}
        row[:] = [at.get(place, row.makeelement(row[0].tag)) for place in range(max(at) + 1)] if at else []
        del row.attrib["r"]
        for cell in row:
            cell.attrib.pop("r", None)


def small_letters(holder: Any) -> None:
    """`$a$1` in the place of `A1`, in rows that stand in reverse."""
    for row in holder:
        for cell in row:
            cell.set("r", re.sub("([A-Z]+)", r"$\1$", cell.get("r")).lower())
    holder[:] = reversed(holder)


CHANGES = (reverse_cells, reverse_rows, split_rows, all_in_one_row, reverse_pairs, count_cells, small_letters)


@pytest.fixture
def office(tmp_path: Path) -> Office:
    return one_of_two_public(tmp_path, "file")


def shuffle(office: Office, change: Change, *titles: str) -> None:
    file = cast("FileBook", office.book)
    file.read()
    for title in titles:
        change_rows(file.path, title, change)
    file._show(file.door.read())


@pytest.mark.parametrize("change", CHANGES)
def test_an_entry_stays_public_however_its_row_is_stored(office: Office, change: Change) -> None:
    shuffle(office, change, "Induk", "Kendali", "Keuangan, Umum, Logistik")
    writes = office.book.writes
    outcome = office.sync()
    assert (outcome.exit_code, office.public(), office.status("KUL-0001")) == (0, ["KUL-0001"], "Terbit")
    assert office.book.writes == writes


@pytest.mark.parametrize("change", CHANGES)
def test_what_is_written_into_such_a_tab_stands_in_order(office: Office, change: Change) -> None:
    """Ticks count, and the result reads the same in a program that wants its cells in order."""
    office.tick("KUL-0002")
    office.tick("KUL-0001", role="tarik")
    shuffle(office, change, "Induk", "Keuangan, Umum, Logistik")
    assert office.sync().exit_code == 0
    assert (office.public(), office.status("KUL-0001")) == (["KUL-0002"], "Ditarik")
    file = cast("FileBook", office.book)
    root = etree.fromstring(parts_of(file.path)[path_of(file.path, "Induk")])
    rows = [int(row.get("r", "0")) for row in root.iter("{*}row")]
    assert rows == sorted(set(rows))


def test_of_an_address_that_stands_twice_the_later_cell_counts_and_it_is_told(office: Office) -> None:
    def twice(holder: Any) -> None:
        row = next(row for row in holder if any("KUL-0002" in cell.xpath("string()") for cell in row))
        judul = office.at("judul")
        again = etree.fromstring(etree.tostring(row[judul]))
        next(again.iter("{*}t")).text = "Laporan Lain"
        row.insert(judul, again)

    shuffle(office, twice, "Induk")
    assert office.read("KUL-0002", "judul") == "Laporan Barang"
    outcome = office.sync()
    cell = a1(2, office.at("judul"))
    assert [(problem.code, problem.tab, problem.cell) for problem in outcome.plan.problems] == [
        ("sel-ganda", "Induk", cell)
    ]
    assert f"Sel {cell} di tab “Induk” tersimpan dua kali" in office.control("Perlu Perhatian")
    assert (office.public(), office.sync().exit_code) == (["KUL-0001"], 0)


CELLS = st.dictionaries(st.tuples(st.integers(0, 5), st.integers(0, 5)), st.text("abc<&", min_size=1), min_size=1)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(cells=CELLS, seed=st.integers(0, 999))
def test_any_order_reads_the_same_and_is_written_in_order(
    tmp_path: Path, cells: dict[tuple[int, int], str], seed: int
) -> None:
    rows: dict[int, list[str]] = {}
    for (row, column), text in sorted(cells.items()):
        value = text.replace("&", "&amp;").replace("<", "&lt;")
        at = f"{chr(65 + column)}{row + 1}"
        rows.setdefault(row, []).append(f'<c r="{at}" t="inlineStr"><is><t>{value}</t></is></c>')
    chance = random.Random(seed)
    plain = "".join(f'<row r="{row + 1}">{"".join(each)}</row>' for row, each in sorted(rows.items()))
    odd = list(rows.items())
    chance.shuffle(odd)
    for _, each in odd:
        chance.shuffle(each)
    shuffled = "".join(f'<row r="{row + 1}">{"".join(each)}</row>' for row, each in odd)
    one, other = (_read(tmp_path, inside) for inside in (plain, shuffled))
    assert one.read().sheets["Lain"].rows == other.read().sheets["Lain"].rows
    for workbook in (one, other):
        workbook.write(Batch((TabWrite("Lain", "unit", {(2, 2): "baru", (7, 0): "bawah"}),)), workbook.read())
    assert one.read().sheets == other.read().sheets


def _read(folder: Path, inside: str) -> XlsxWorkbook:
    place = folder / str(len(list(folder.iterdir())))
    place.mkdir()
    return saved(place, book({"Lain": sheet(inside)}))
