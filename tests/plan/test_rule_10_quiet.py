"""Rule 10 in cases that once broke it: the second of two runs wrote what the first could have known."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.office import Office


@pytest.fixture
def two(office: Office) -> Office:
    """KUL-0001 and TEK-0001, answered."""
    office.add(judul="Laporan")
    office.add("TEK", judul="Putusan")
    office.sync()
    return office


def assert_quiet(office: Office) -> None:
    """A run that writes nothing."""
    done = office.book.writes, office.ledger.records, office.target.publishes
    office.sync()
    assert (office.book.writes, office.ledger.records, office.target.publishes) == done


def test_of_three_twins_it_does_not_matter_which_was_there_first(two: Office) -> None:
    """Which row names which does not depend on who has an ID already: the next run, in which all have one, agrees."""
    two.add(judul="Putusan")
    two.tab("TEK").append(list(two.row("TEK-0001", "TEK")))
    two.sync()
    told = "Judul Informasi: judul dan waktunya sama dengan baris 3 di tab “Keuangan, Umum, Logistik”."
    assert told in two.read("TEK-0001", "catatan", "TEK")
    assert_quiet(two)


def test_the_note_of_a_row_put_back_is_gone_at_once(two: Office) -> None:
    """A row put back has no note, and its status says so in the same run."""
    two.type("KUL-0001", "catatan_ppid", "Lengkapi tahunnya.")
    two.sync()
    two.drop("KUL-0001", None)
    two.sync()
    assert two.status("KUL-0001") == "Menunggu persetujuan"
    assert_quiet(two)


def test_what_is_no_tick_and_goes_with_the_old_version_is_not_told(two: Office) -> None:
    """What stood in `Setuju` is cleared with the old version: nothing is told of a text that is no longer there."""
    two.tick("KUL-0001", text="oke")
    two.type_unit("KUL-0001", "judul", "Laporan lain")
    two.sync()
    assert (two.read("KUL-0001", "setuju"), two.note("KUL-0001")) == (
        "",
        ("Setuju: baca dulu baris ini, lalu centang."),
    )
    assert_quiet(two)


def test_a_tick_given_while_the_workbook_was_open_is_new_only_once(two: Office) -> None:
    """Read while open: an untick withdraws, and a tick after it approves again, each once."""
    two.tick("KUL-0001")
    two.sync()
    two.untick("KUL-0001")
    two.book.open_in = "LibreOffice"
    two.sync()
    assert two.public() == []
    two.tick("KUL-0001")
    two.book.open_in = ""
    two.sync()
    assert (two.public(), two.status("KUL-0001")) == (["KUL-0001"], "Terbit")
    assert_quiet(two)


@pytest.mark.parametrize("kind", ["file", "google"])
def test_a_text_over_a_known_tick_is_told_once(tmp_path: Path, kind: str) -> None:
    """What is no tick unticks once, also where a witness keeps what stood in the cell while sync wrote."""
    office = Office(tmp_path, kind=kind)
    office.add(judul="Laporan")
    office.approved("KUL-0001")
    office.tick("KUL-0001", text="oke")
    office.sync()
    assert (office.public(), office.status("KUL-0001")) == ([], "Ditarik")
    assert "Setuju: “oke” bukan centang" in office.note("KUL-0001")
    assert_quiet(office)


@pytest.mark.parametrize("text", ["Kata " * 8000, "x" * 40_000, "𝟘" * 20_000])
def test_a_text_longer_than_a_cell_is_cut_once(two: Office, text: str) -> None:
    """A program that counts otherwise may hold more in the unit's tab than a cell of a file does. Google's cells hold
    these texts whole."""
    two.type_unit("KUL-0001", "ringkasan", text)
    two.sync()
    shown = two.read("KUL-0001", "ringkasan")
    assert shown == text.strip() if two.kind == "google" else shown.endswith("…")
    assert_quiet(two)
