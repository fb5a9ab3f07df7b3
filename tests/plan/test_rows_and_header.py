"""A header that was sorted in among its rows, or that somebody merged with them: whatever bears an ID is a row."""

from __future__ import annotations

from pathlib import Path

import pytest

from sync.model import Sheet
from sync.tabs.header_row import Columns, find_columns
from tests.office import DIKECUALIKAN, TEMPLATE, Office
from tests.plan.test_merged_cells import merge

IDS = ["KUL-0001", "KUL-0002", "KUL-0003", "KUL-0004"]
KINDS = ["memory", "file", pytest.param("google", marks=pytest.mark.slow)]


@pytest.fixture(params=KINDS)
def four(request: pytest.FixtureRequest, tmp_path: Path) -> Office:
    return with_four(tmp_path, request.param)


def with_four(folder: Path, kind: str) -> Office:
    """Four public entries."""
    office = Office(folder, kind=kind)
    for number in range(1, 5):
        office.add(judul=f"Laporan {number}")
    office.approved(*IDS)
    return office


def sort_in(rows: list[list[str]], place: int) -> None:
    """The header goes where sorting puts it."""
    rows[: place + 1] = [*rows[1 : place + 1], rows[0]]


@pytest.mark.parametrize("place", [1, 2, 4])
def test_withdrawals_in_rows_above_the_header_of_induk_count(four: Office, place: int) -> None:
    """No row is added a second time, and the operator is told."""
    four.tick("KUL-0001", role="tarik")
    four.untick("KUL-0002")
    four.type("KUL-0003", "klasifikasi", DIKECUALIKAN)
    sort_in(four.induk, place)
    outcome = four.sync()
    assert four.public() == ["KUL-0004"]
    assert "baris-di-atas-judul" in [problem.code for problem in outcome.plan.problems]
    assert sorted(row[0] for row in four.induk if row) == ["ID", *IDS]
    assert not four.sync().plan.batch


def test_a_tick_above_the_header_counts_as_anywhere(four: Office) -> None:
    """At Google, too, but in the place where the header stood: there is no box, so it is told and approves nothing."""
    for id in ("KUL-0001", "KUL-0002"):
        four.type_unit(id, "judul", f"Laporan baru {id}")
    four.sync()
    four.tick("KUL-0001", "KUL-0002")
    sort_in(four.induk, 3)
    told = [problem.id for problem in four.sync().plan.problems if "kotak centang di sel ini hilang" in problem.message]
    assert "Laporan baru KUL-0002" in four.titles()
    without_box = four.kind == "google"
    assert ("Laporan baru KUL-0001" in four.titles()) is not without_box
    assert told == (["KUL-0001"] if without_box else [])


def test_withdrawals_above_the_header_count_in_an_induk_that_cannot_be_used(four: Office) -> None:
    """Rule 6."""
    four.tick("KUL-0001", role="tarik")
    four.induk[0][four.at("klasifikasi")] = "Kelas"
    sort_in(four.induk, 2)
    assert four.sync().plan.stop
    assert four.public() == IDS[1:]


def test_no_entry_of_a_units_tab_that_was_sorted_with_its_header_is_missing(four: Office) -> None:
    sort_in(four.tab(), 2)
    outcome = four.sync()
    assert (four.public(), [four.status(id) for id in IDS]) == (IDS, ["Terbit"] * 4)
    assert "baris-di-atas-judul" in [problem.code for problem in outcome.plan.problems]


def test_a_header_far_below_is_found(tmp_path: Path) -> None:
    office = Office(tmp_path)
    ids = [f"KUL-{number:04d}" for number in range(1, 91)]
    for id in ids:
        office.add(judul=f"Laporan {id}")
    office.approved(*ids)
    office.tick("KUL-0001", role="tarik")
    sort_in(office.induk, 80)
    office.sync()
    assert office.public() == ids[1:]


@pytest.mark.parametrize("tab", ["Induk", "Keuangan, Umum, Logistik"])
@pytest.mark.parametrize("role", ["judul", "ringkasan"])
@pytest.mark.parametrize("kind", KINDS[1:])
def test_a_merge_that_begins_in_the_header_swallows_no_row(tmp_path: Path, kind: str, tab: str, role: str) -> None:
    """An ID below is no header."""
    four = with_four(tmp_path, kind)
    four.tick("KUL-0001", role="tarik")
    place = four.at(role) if tab == "Induk" else four.at(role, "unit")
    merge(four, tab, 0, place, 2, place)
    four.sync()
    assert four.public() == IDS[1:]
    assert [four.status(id) for id in IDS[1:]] == ["Terbit"] * 3


def columns(rows: list[list[str]], merges: tuple[tuple[int, int, int, int], ...]) -> Columns:
    found = find_columns(Sheet("KUL", rows, merges=merges), TEMPLATE.tab("unit"), ())
    assert isinstance(found, Columns)
    return found


def test_a_row_with_content_is_none_of_the_header_though_its_id_is_merged_into_it() -> None:
    headers = [column.header for column in TEMPLATE.tab("unit").columns]
    content = ["", "", "", "Laporan", "Isi", "Kepala", "2024", "Lebak"]
    assert columns([headers, content], ((0, 0, 1, 0),)).header_row == 0
    assert columns([headers, [""] * 8], ((0, 0, 1, 0),)).header_row == 1
