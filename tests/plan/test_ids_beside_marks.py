"""Rows of `Induk` whose ID and mark name different entries: the row is that of the entry whose content it shows, and
every withdrawal in it is that entry's."""

from __future__ import annotations

from pathlib import Path

import pytest

from sync.plan.identity import marks_astray
from tests.office import DIKECUALIKAN, TEMPLATE, Office

IDS = ["KUL-0001", "KUL-0002", "KUL-0003"]
KINDS = ["memory", "file", pytest.param("google", marks=pytest.mark.slow)]
WAYS = ["tarik", "text", "untick", "class"]


@pytest.fixture(params=KINDS)
def three(request: pytest.FixtureRequest, tmp_path: Path) -> Office:
    office = Office(tmp_path, kind=request.param)
    for number in range(1, 4):
        office.add(judul=f"Laporan {number}", ringkasan=f"Isi laporan {number}")
    office.approved(*IDS)
    return office


def turn(office: Office, *roles: str) -> None:
    """Somebody sorts these columns of `Induk` alone: what stood in the first row stands in the last."""
    rows = office.induk[1:]
    for place in map(office.at, roles):
        texts = [row[place] for row in rows]
        for row, text in zip(rows, [*texts[1:], texts[0]], strict=True):
            row[place] = text


def withdraw(office: Office, row: list[str], way: str) -> None:
    """One of the ways in which a row says that its entry has to go."""
    role, text = {"tarik": ("tarik", "✓"), "text": ("tarik", "cabut"), "untick": ("setuju", ""),
                  "class": ("klasifikasi", DIKECUALIKAN)}[way]  # fmt: skip
    row[office.at(role)] = text


def shown(office: Office) -> dict[str, str]:
    """Title → the ID beside it."""
    return {row[office.at("judul")]: row[office.at("id")] for row in office.induk[1:] if row[office.at("judul")]}


@pytest.mark.parametrize("way", WAYS)
def test_where_the_ids_were_sorted_alone_the_row_that_people_see_is_withdrawn(three: Office, way: str) -> None:
    """The IDs come back to their rows, and the operator is told."""
    turn(three, "id")
    withdraw(three, three.induk[1], way)
    outcome = three.sync()
    assert three.titles() == ["Laporan 2", "Laporan 3"]
    assert shown(three) == {"Laporan 1": "KUL-0001", "Laporan 2": "KUL-0002", "Laporan 3": "KUL-0003"}
    assert [p.id for p in outcome.plan.problems if p.code == "nomor-dikembalikan"] == IDS
    assert [three.status(id) for id in IDS[1:]] == ["Terbit"] * 2
    assert not three.sync().plan.batch


@pytest.mark.parametrize("way", WAYS)
def test_where_the_marks_alone_were_sorted_the_row_that_people_see_is_withdrawn(three: Office, way: str) -> None:
    turn(three, "tanda")
    withdraw(three, three.induk[1], way)
    three.sync()
    assert three.titles() == ["Laporan 2", "Laporan 3"]
    assert not three.sync().plan.batch


@pytest.mark.parametrize("way", WAYS)
def test_an_id_typed_over_by_another_known_one_withdraws_the_entry_of_its_row(three: Office, way: str) -> None:
    three.induk[1][three.at("id")] = "KUL-0002"
    withdraw(three, three.induk[1], way)
    three.sync()
    assert "Laporan 1" not in three.titles()
    assert "Laporan 3" in three.titles()
    assert not three.sync().plan.batch


def test_of_two_rows_with_one_id_no_tick_counts_and_withdrawals_do(three: Office) -> None:
    """Whosever the rows are otherwise."""
    three.type_unit("KUL-0002", "judul", "Laporan dua")
    three.sync()
    three.tick("KUL-0002")
    three.induk[1][three.at("id")] = "KUL-0002"
    three.sync()
    assert three.titles() == ["Laporan 1", "Laporan 2", "Laporan 3"]
    three.induk[1][three.at("id")] = "KUL-0002"
    three.induk[1][three.at("tarik")] = "✓"
    three.sync()
    assert three.titles() == ["Laporan 3"]


def test_ids_filled_down_over_other_rows_come_back(three: Office) -> None:
    for row in three.induk[1:]:
        row[three.at("id")] = "KUL-0001"
    withdraw(three, three.induk[3], "untick")
    three.sync()
    assert three.titles() == ["Laporan 1", "Laporan 2"]
    assert shown(three) == {"Laporan 1": "KUL-0001", "Laporan 2": "KUL-0002", "Laporan 3": "KUL-0003"}


def test_a_tick_in_a_row_with_anothers_id_approves_nothing(three: Office) -> None:
    """Rule 3."""
    three.type_unit("KUL-0001", "judul", "Laporan satu")
    three.sync()
    turn(three, "id")
    three.induk[1][three.at("setuju")] = "✓"
    three.sync()
    assert three.titles() == ["Laporan 1", "Laporan 2", "Laporan 3"]
    assert three.note("KUL-0001").startswith("Setuju: centang ini ikut tersalin dari baris")


def test_content_sorted_without_ticks_and_marks_unticks_nothing(three: Office) -> None:
    """The ticks stayed where they were: nobody emptied one."""
    three.add(judul="Laporan 4")
    three.sync()
    turn(three, "id", "sub_bagian", *TEMPLATE.content_roles)
    three.sync()
    assert three.titles() == ["Laporan 1", "Laporan 2", "Laporan 3"]


def test_under_a_mark_of_the_last_write_rows_may_have_moved_in_the_cells_in_which_versions_differ(
    office: Office,
) -> None:
    office.add(judul="Laporan 1")
    office.add(judul="Laporan 2", ringkasan="Isi lain")
    office.sync()
    office.type_unit("KUL-0001", "judul", "Laporan 1 baru")
    office.sync()
    place = TEMPLATE.public_roles.index("judul")
    assert marks_astray(office.known(), TEMPLATE.public_roles) == {office.entry("KUL-0001").mark: {place}}
