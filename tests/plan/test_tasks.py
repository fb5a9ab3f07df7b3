"""What waits for whom, one by one, as messages tell it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from sync.plan.make_plan import make_plan
from sync.plan.plan import Task
from sync.settings.settings import WorkbookPlace
from tests.office import BERKALA, DIKECUALIKAN, TEMPLATE, Office


def tasks(office: Office) -> list[Task]:
    """What waits after a run that found nothing new."""
    office.sync()
    return list(office.plan().tasks())


def test_a_row_with_mistakes_waits_for_its_unit_at_the_first_of_them(office: Office) -> None:
    office.add(retensi="", bentuk="Mikrofilm")
    (task,) = tasks(office)
    column = office.at("bentuk", "unit")
    assert (task.whom, task.what, task.id, task.row) == ("unit:KUL", "perlu diperbaiki", "KUL-0001", 1)
    assert task.cell == f"{chr(65 + column)}2" and task.title == "Laporan Keuangan 2025"
    assert [problem.code for problem in task.problems] == ["pilihan-salah", "retensi-kosong"]


def test_a_row_without_a_class_waits_for_the_desk_and_then_for_the_ppid(office: Office) -> None:
    office.add(usulan="")
    (task,) = tasks(office)
    assert (task.whom, task.what, task.tab) == ("desk", "perlu Klasifikasi", "Induk")
    office.type("KUL-0001", "klasifikasi", "Informasi Setiap Saat")
    (task,) = tasks(office)
    assert (task.whom, task.what, task.version, task.changes) == ("ppid", "perlu dicentang", 2, ())


def test_what_was_edited_after_its_approval_says_what_differs(office: Office) -> None:
    office.add()
    office.approved("KUL-0001")
    office.type_unit("KUL-0001", "waktu", "Februari 2026")
    (task,) = tasks(office)
    assert (task.what, task.version) == ("perlu dicentang ulang", 2)
    assert task.changes == (("Waktu Pembuatan", "Januari 2026", "Februari 2026"),)


def test_of_what_is_or_was_or_shall_be_excluded_nothing_is_told(office: Office) -> None:
    for number in range(3):
        office.add(judul=f"Rahasia {number}")
    office.type_unit_row(1, "usulan", DIKECUALIKAN)
    office.sync()
    office.exclude("KUL-0002")
    office.type("KUL-0003", "klasifikasi", "Dikecualikn")
    office.sync()
    office.tick("KUL-0002")
    office.sync()
    office.type("KUL-0002", "klasifikasi", BERKALA)
    assert {task.id: task.excluded for task in tasks(office)} == {
        "KUL-0001": True, "KUL-0002": True, "KUL-0003": True,
    }  # fmt: skip
    assert not [task for task in office.plan().tasks() if task.changes]


def test_a_row_that_gets_no_id_waits_with_what_it_proposes(office: Office) -> None:
    office.add(judul="#REF!", usulan=DIKECUALIKAN)
    (task,) = tasks(office)
    assert (task.id, task.row, task.excluded) == ("", 1, True)


def test_at_google_the_cell_has_an_address(office: Office) -> None:
    office.add(usulan="")
    office.sync()
    snapshot, place = office.snapshot(), WorkbookPlace("https://docs.google.com/spreadsheets/d/abc/edit?usp=sharing")
    snapshot = replace(snapshot, workbook=replace(snapshot.workbook, tab_ids={"Induk": 7}))
    (task,) = make_plan(snapshot, replace(office.settings, workbook=place), TEMPLATE).tasks()
    assert task.link == f"https://docs.google.com/spreadsheets/d/abc/edit#gid=7&range={task.cell}"


@pytest.mark.slow
def test_a_spreadsheet_leads_to_the_very_tab(tmp_path: Path) -> None:
    office = Office(tmp_path, kind="google")
    office.add(usulan="")
    office.sync()
    ids = office.snapshot().workbook.tab_ids
    assert len(set(ids.values())) == len(ids) > 5
    google = WorkbookPlace("https://docs.google.com/spreadsheets/d/abc/edit")
    (task,) = make_plan(office.snapshot(), replace(office.settings, workbook=google), TEMPLATE).tasks()
    assert task.link == f"https://docs.google.com/spreadsheets/d/abc/edit#gid={ids['Induk']}&range={task.cell}"
