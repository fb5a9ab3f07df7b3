"""A foreign table pasted over a unit's tab is told in the tab itself, and nothing that anybody typed is written over;
ticks pasted over many rows count like any others."""

from __future__ import annotations

from pathlib import Path

import pytest

from sync.tabs.clerk_sentences import HEADER_NOTE
from tests.office import Office, put

TAB = "Keuangan, Umum, Logistik"
FOREIGN = (
    ("No", "Nama Dokumen", "Uraian", "Pejabat", "Tahun", "Format", "Link"),
    ("1", "Laporan A", "Isi A", "Kepala", "2024", "Cetak", "https://a.go.id/a.pdf"),
    ("2", "Laporan B", "Isi B", "Kepala", "2025", "Cetak", "https://a.go.id/b.pdf"),
)
KINDS = ("memory", "file", pytest.param("google", marks=pytest.mark.slow))


@pytest.fixture(params=KINDS)
def office(tmp_path: Path, request: pytest.FixtureRequest) -> Office:
    return Office(tmp_path, kind=request.param)


def paste(office: Office, table: tuple[tuple[str, ...], ...], left: int = 0) -> dict[tuple[int, int], str]:
    """Somebody pastes a table into the first row; returns what stood there before."""
    before = office.texts(TAB)
    for number, row in enumerate(table):
        for place, text in enumerate(row):
            put(office.tab(), number, left + place, text)
    return before


def noted(office: Office) -> list[tuple[int, int]]:
    return [at for at, text in office.texts(TAB).items() if text == HEADER_NOTE]


def published(office: Office) -> None:
    office.add(judul="A")
    office.add(judul="B", waktu="2025")
    office.approved("KUL-0001", "KUL-0002")


def test_a_table_pasted_over_the_header_is_told_in_the_tab(office: Office) -> None:
    published(office)
    paste(office, FOREIGN)
    pasted = {(row, at): text for row, texts in enumerate(office.tab()) for at, text in enumerate(texts) if text}
    outcome = office.sync()
    assert (outcome.exit_code, office.public()) == (0, ["KUL-0001", "KUL-0002"])
    (at,) = noted(office)
    assert at not in pasted
    assert {**pasted, at: HEADER_NOTE} == office.texts(TAB)
    assert office.control(TAB).startswith(f"Judul kolom di tab “{TAB}” tertimpa daftar lain")
    assert not office.sync().plan.batch


def test_the_note_goes_when_the_header_is_back(office: Office) -> None:
    published(office)
    before = paste(office, FOREIGN)
    office.sync()
    for number, row in enumerate(FOREIGN):
        for place, _ in enumerate(row):
            put(office.tab(), number, place, before.get((number, place), ""))
    office.sync()
    assert noted(office) == []
    assert office.texts(TAB) == before
    assert not office.sync().plan.batch


def test_beside_a_table_that_is_wider_than_ours(office: Office) -> None:
    published(office)
    width = len(office.tab()[0])
    paste(office, tuple(tuple(f"{text} {number}" for number in range(3) for text in row) for row in FOREIGN))
    office.sync()
    assert noted(office) == [(0, max(width, 21) + 1)]
    assert not office.sync().plan.batch


def test_a_free_cell_under_catatan_is_used_where_that_header_stands(office: Office) -> None:
    published(office)
    catatan = office.at("catatan", "unit")
    place = 0 if catatan > 6 else catatan + 1
    paste(office, FOREIGN, left=place)
    office.sync()
    assert noted(office) == [(1, catatan)]


def test_the_note_never_becomes_what_a_unit_wrote(office: Office) -> None:
    """The other table has a `Catatan` of its own, where titles of ours stand, and only the header is put right."""
    published(office)
    header = office.tab()[0][:]
    place = office.at("judul", "unit")
    table = (
        ("No", "Nama", "Tahun", "Format", "Rak"),
        ("1", "A", "2024", "Cetak", "3"),
        ("2", "B", "2025", "Cetak", "4"),
    )
    paste(office, tuple((*row[:place], "Catatan" if row is table[0] else "", *row[place:]) for row in table))
    office.sync()
    assert noted(office) and not [at for at in noted(office) if at[1] < len(header)]
    office.tab()[0][: len(header)] = header
    office.sync()
    versions = [version for each in office.known().versions.values() for version in each.values()]
    assert not [version.id for version in versions if HEADER_NOTE in version.content.values()]
    assert noted(office) == []


def test_a_tab_that_was_never_read_is_left_as_it_is(office: Office) -> None:
    """What an office brings with it is told in `Kendali` alone."""
    paste(office, FOREIGN)
    office.sync()
    assert noted(office) == []
    assert not office.sync().plan.batch


def test_many_rows_are_ticked_by_one_paste(office: Office) -> None:
    for number in range(20):
        office.add(judul=f"Laporan {number}", waktu=str(2001 + number))
    ids = [f"KUL-{number:04}" for number in range(1, 21)]
    office.approved(*ids)
    assert office.public() == ids


def test_many_proposals_to_delete_are_withdrawn_by_one_paste(office: Office) -> None:
    """One filter on `Diusulkan hapus`, one tick copied over the cells of `Tarik` that are seen."""
    for number in range(20):
        office.add(judul=f"Laporan {number}", waktu=str(2001 + number))
    ids = [f"KUL-{number:04}" for number in range(1, 21)]
    office.approved(*ids)
    gone = ids[::2]
    for id in gone:
        office.drop(id)
    office.sync(allow_removals=10)
    assert {office.status(id) for id in gone} == {"Diusulkan hapus"}
    office.tick(*gone, role="tarik")
    office.sync()
    assert office.public() == ids[1::2]
    assert {office.status(id) for id in gone} == {"Ditarik"}
    assert {office.read(id, "tarik") for id in gone} <= {"", "FALSE"}
    assert not office.sync().plan.batch
