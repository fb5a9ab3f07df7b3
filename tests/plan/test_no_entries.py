"""A total or a block of signatures in a unit's tab gets no ID, no status, and one sentence."""

from __future__ import annotations

import pytest

from sync.model import Sheet
from sync.plan.foreign import foreign_cells
from tests.office import TEMPLATE, Office, put

SENTENCE = "tidak dibaca, karena berisi jumlah atau tanda tangan. Boleh dihapus."


def type_beneath(office: Office, *rows: dict[str, str]) -> int:
    """The clerk types rows beneath the table; the number of the first."""
    tab, columns = office.tab(), office.columns(office.tab(), "unit")
    first = len(tab)
    for cells in rows:
        number = len(tab)
        for role, text in cells.items():
            put(tab, number, columns[role], text)
    return first


def unit_cell(office: Office, number: int, role: str) -> str:
    tab = office.tab()
    place = office.columns(tab, "unit")[role]
    return tab[number][place] if number < len(tab) and place < len(tab[number]) else ""


SIGNATURES = (
    {"judul": "JUMLAH", "retensi": "1"},
    {"penanggung_jawab": "Rangkasbitung, 5 Januari 2026"},
    {"judul": "Mengetahui,", "penanggung_jawab": "PPID"},
    {"judul": "Budi Santoso", "penanggung_jawab": "NIP. 197001011990011001"},
)


def test_a_block_gets_no_ids_and_one_sentence_in_its_first_row(office: Office) -> None:
    office.add()
    first = type_beneath(office, *SIGNATURES)
    office.sync()
    assert [unit_cell(office, number, "id") for number in range(first, first + 4)] == [""] * 4
    assert [unit_cell(office, number, "status") for number in range(first, first + 4)] == [""] * 4
    notes = [unit_cell(office, number, "catatan") for number in range(first, first + 4)]
    assert notes == [f"Baris {first + 1} sampai {first + 4} {SENTENCE}", "", "", ""]
    assert list(office.known().entries) == ["KUL-0001"]
    told = [problem for problem in office.plan().problems if problem.code == "bukan-informasi"]
    assert [(problem.severity, problem.cell is not None) for problem in told] == [("warning", True)]
    assert office.control("Keuangan, Umum, Logistik").startswith("1 baris, tidak ada yang perlu diperbaiki")


def test_the_next_run_writes_nothing_and_the_block_moves_with_its_rows(office: Office) -> None:
    office.add()
    first = type_beneath(office, *SIGNATURES)
    office.sync()
    assert not office.sync().plan.batch.tabs
    office.tab().insert(1, list(office.tab()[1]))
    office.type_unit_row(1, "id", "")
    office.type_unit_row(1, "judul", "Laporan Kinerja")
    office.sync()
    assert unit_cell(office, first + 1, "catatan") == f"Baris {first + 2} sampai {first + 5} {SENTENCE}"


def test_a_total_that_becomes_an_entry_loses_the_sentence(office: Office) -> None:
    office.add()
    first = type_beneath(office, {"judul": "JUMLAH"})
    office.sync()
    for role, text in {"judul": "Jumlah Pemilih", "ringkasan": "Rekapitulasi", "tempat": "Lebak"}.items():
        office.type_unit_row(first, role, text)
    office.sync()
    assert unit_cell(office, first, "id") == "KUL-0002"
    assert SENTENCE not in unit_cell(office, first, "catatan")


def test_an_emptied_block_leaves_no_sentence(office: Office) -> None:
    office.add()
    first = type_beneath(office, *SIGNATURES)
    office.sync()
    for number, cells in enumerate(SIGNATURES, first):
        for role in cells:
            office.type_unit_row(number, role, "")
    office.sync()
    assert not any(unit_cell(office, number, "catatan") for number in range(first, first + 4))


@pytest.mark.parametrize("step", ["after ledger", "before workbook", "after workbook"])
def test_the_sentence_is_ours_where_a_first_run_was_cut_off(office: Office, step: str) -> None:
    """It stands in a row without an ID, and stops no run (rule 9)."""
    office.add()
    first = type_beneath(office, *SIGNATURES)
    office.crash(step)
    office.sync()
    assert office.status("KUL-0001") == "Menunggu persetujuan"
    assert SENTENCE in unit_cell(office, first, "catatan")


def test_the_sentence_is_ours_where_nothing_else_says_that_a_run_was_there(office: Office) -> None:
    """As after a write in parts of which the last, `Kendali`, did not arrive."""
    office.add()
    first = type_beneath(office, *SIGNATURES)
    office.sync()
    unit, known = office.settings.units[0], office.known().entries.keys()
    sheet = Sheet(unit.tab, [tuple(row) for row in office.tab()])
    assert not list(foreign_cells(sheet, TEMPLATE.tab("unit"), TEMPLATE, known))
    office.type_unit_row(first, "catatan", "Periksa lagi")
    sheet = Sheet(unit.tab, [tuple(row) for row in office.tab()])
    assert [str(foreign.cells) for foreign in foreign_cells(sheet, TEMPLATE.tab("unit"), TEMPLATE, known)] == ["1"]


def test_what_people_typed_where_the_sentence_would_stand_stays(office: Office) -> None:
    """The signatures may stand beneath our own columns."""
    office.add()
    office.sync()
    first = type_beneath(office, {"catatan": "Ketua,", "judul": "Mengetahui"})
    office.sync()
    assert unit_cell(office, first, "catatan") == "Ketua,"
