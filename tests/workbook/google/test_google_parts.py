"""Writes to a Google spreadsheet that go in several parts, and break off between two of them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from sync.workbook.google import requests
from tests.convergence import end_state, twin
from tests.office import Office

pytestmark = pytest.mark.slow
ROWS = 7


@pytest.fixture
def office(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Office:
    """Seven new rows in two tabs, which take several parts."""
    monkeypatch.setattr(requests.parts_of, "__defaults__", (6_000,))
    monkeypatch.setattr(requests, "_ROWS", 3)
    office = Office(tmp_path, kind="google")
    for number in range(ROWS):
        office.add(judul=f"Laporan {number}", ringkasan=f"Isi {number}")
    office.add("TEK", judul="Putusan")
    return office


def parts(office: Office) -> int:
    """How many requests that write one run sends."""
    book: Any = office.book
    before = book.door.client.writes
    office.sync()
    return int(book.door.client.writes - before)


def cut(office: Office, number: int, when: str) -> None:
    """One run whose connection breaks before or after the part with this number (from zero) arrives, and a calm one."""
    book: Any = office.book
    weather = book.google.weather
    weather.at(3 + number, lambda: weather.fault("reset", when))  # two requests read
    now = office.now
    assert office.sync().exit_code == 1
    office.now = now
    outcome = office.sync()
    assert outcome.exit_code == 0
    assert not [problem for problem in outcome.plan.problems if problem.code == "berkas-lama"]


def ends_the_same(office: Office, folder: Path, when: str) -> None:
    calm = twin(office, folder / "calm")
    count = parts(calm)
    assert count > 3
    for number in range(count):
        other = twin(office, folder / f"cut{number}")
        cut(other, number, when)
        assert end_state(other) == end_state(calm), f"cut {when} part {number}"
        assert "versi lama" not in other.control("Laporan")
        assert parts(other) == 0


@pytest.mark.parametrize("when", ["before", "after"])
def test_a_first_write_cut_between_any_parts_is_finished_by_the_next_run(
    office: Office, tmp_path: Path, when: str
) -> None:
    """No file was restored: what arrived is known, what did not is written, and nobody is told of an old version."""
    ends_the_same(office, tmp_path, when)


def test_a_later_write_cut_between_any_parts_is_finished_too(office: Office, tmp_path: Path) -> None:
    """Every row was edited, some were ticked before: the second write is as large as the first."""
    office.approved("KUL-0001", "KUL-0002")
    for number in range(1, ROWS + 1):
        office.type_unit(f"KUL-{number:04d}", "judul", f"Laporan {number}, diperbaiki")
    office.tick("KUL-0003", "KUL-0004")
    ends_the_same(office, tmp_path, "before")
