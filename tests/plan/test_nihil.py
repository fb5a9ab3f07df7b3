"""The lines of `Kendali` in which a unit says for which period it has nothing new."""

from __future__ import annotations

from pathlib import Path

import pytest

from sync.tabs.guide_tab import guide_rows
from tests.office import TEMPLATE, UNITS, Office, put

KUL = UNITS[0].tab
LABEL = f"Nihil {KUL}"
FINE = "1 baris, tidak ada yang perlu diperbaiki"
KINDS = ("memory", "file", "google")


@pytest.fixture(params=KINDS)
def office(request: pytest.FixtureRequest, tmp_path: Path) -> Office:
    office = Office(tmp_path, kind=request.param)
    office.add(judul="Laporan")
    office.sync()
    return office


def say(office: Office, label: str, text: str) -> None:
    """A clerk types beside a label of `Kendali`."""
    rows = office.book.tabs["Kendali"]
    put(rows, next(number for number, row in enumerate(rows) if row[:1] == [label]), 1, text)


def add_row(office: Office, label: str, text: str) -> None:
    """A clerk adds a row of her own below all others."""
    rows = office.book.tabs["Kendali"]
    number = len(rows) + 1
    put(rows, number, 0, label)
    put(rows, number, 1, text)


def assert_quiet(office: Office) -> None:
    assert not office.sync().plan.changed


def test_a_period_beside_nihil_is_read_and_answered_in_the_line_of_the_tab(office: Office) -> None:
    assert [office.control(f"Nihil {unit.tab}") for unit in UNITS] == ["", ""]
    assert office.control(KUL) == FINE
    say(office, LABEL, "smt 2 2026")
    office.sync()
    assert (office.control(LABEL), office.control(KUL)) == ("smt 2 2026", f"{FINE}. Nihil untuk Semester II 2026.")
    assert office.control(UNITS[1].tab) == "0 baris, tidak ada yang perlu diperbaiki"
    assert_quiet(office)
    say(office, LABEL, "")
    office.sync()
    assert office.control(KUL) == FINE


def test_what_is_no_period_is_told_and_stays(office: Office) -> None:
    say(office, LABEL, "tidak ada")
    codes = [problem.code for problem in office.sync().plan.problems]
    assert codes == ["nihil-tak-terbaca"]
    assert office.control(LABEL) == "tidak ada"
    assert office.control(KUL).startswith(f"{FINE}. “tidak ada” di baris “{LABEL}” bukan satu periode.")
    assert_quiet(office)


def test_what_is_typed_beside_the_name_of_the_tab_is_told_there(office: Office) -> None:
    """The line is the program's and is put back; what stood there is quoted until it stands where it belongs."""
    say(office, KUL, "Semester II 2026")
    codes = [problem.code for problem in office.sync().plan.problems]
    assert codes == ["nihil-salah-tempat"]
    note = f"{FINE}. “Semester II 2026” di sini tidak dibaca. Tulis di baris “{LABEL}”."
    assert office.control(KUL) == note
    assert_quiet(office)
    say(office, LABEL, "Semester II 2026")
    office.sync()
    assert office.control(KUL) == f"{FINE}. Nihil untuk Semester II 2026."
    say(office, KUL, "Semester I 2027")
    office.sync()
    assert "“Semester I 2027” di sini tidak dibaca." in office.control(KUL)
    say(office, KUL, "")
    office.sync()
    assert office.control(KUL) == f"{FINE}. Nihil untuk Semester II 2026."


def test_a_line_of_ones_own_is_read_or_told(office: Office) -> None:
    """Also with another sign between, and below the line that is there: two that differ are none."""
    add_row(office, f"nihil: {KUL}", "2026")
    office.sync()
    assert office.control(KUL) == f"{FINE}. Nihil untuk 2026."
    add_row(office, "Nihil Umum", "2026")
    office.sync()
    assert "Baris “Nihil Umum” di Kendali bukan milik sub bagian mana pun" in office.control("Perlu Perhatian")
    say(office, LABEL, "2025")
    office.sync()
    assert "“2025 | 2026” di baris" in office.control(KUL)
    assert_quiet(office)


def test_a_workbook_of_an_earlier_version_is_told_to_whom_to_turn(tmp_path: Path) -> None:
    office = Office(tmp_path)
    rows = office.book.tabs["Kendali"]
    rows[:] = [row for row in rows if not row or not row[0].startswith("Nihil")]
    office.sync()
    say(office, KUL, "2026")
    office.sync()
    assert f"Minta operator menambahkan baris “{LABEL}” (dip init)." in office.control(KUL)
    assert_quiet(office)


def test_the_guide_says_where_to_write_that_there_is_nothing_new() -> None:
    rows = guide_rows(TEMPLATE, UNITS)
    step = next(row for row in rows if row[1].startswith("Tidak ada informasi baru?"))
    assert step[0] == "Langkah 4" and "cari baris Nihil dengan nama tab Anda" in step[1]
    assert "Nihil (nama tab)" in [row[0] for row in rows]
