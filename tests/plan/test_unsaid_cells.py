"""Cells of units' tabs that say nothing: a formula in error or still loading, also pasted as text, one without a value,
and what a merge over several columns covers."""

from __future__ import annotations

from pathlib import Path

import pytest

from sync.model import Formula
from tests.office import BERKALA, Office
from tests.plan.test_merged_cells import merge

SILENT = ["Loading...", "#REF!", "#N/A", "#NAME?"]


def assert_quiet(office: Office) -> None:
    done = office.book.writes, office.ledger.records, office.target.publishes
    office.sync()
    assert (office.book.writes, office.ledger.records, office.target.publishes) == done


@pytest.mark.parametrize("text", SILENT)
@pytest.mark.parametrize("role", ["judul", "waktu", "bentuk", "retensi", "usulan"])
@pytest.mark.parametrize("on_change", ["keep", "withdraw"])
def test_the_last_text_of_a_known_entry_stands(tmp_path: Path, text: str, role: str, on_change: str) -> None:
    """No new version, no lapse; a warning names the cell. What the cell says later counts again."""
    office = Office(tmp_path, on_change)
    office.add(judul="Laporan")
    office.approved("KUL-0001")
    office.type_unit("KUL-0001", role, text)
    outcome = office.sync()
    assert (office.public(), office.status("KUL-0001")) == (["KUL-0001"], "Terbit")
    assert office.entry("KUL-0001").version == 1
    told = [(problem.code, problem.severity) for problem in outcome.plan.problems if problem.tab != "Kendali"]
    assert ("isian-galat", "warning") in told
    assert f"“{text}” bukan isi" in office.read("KUL-0001", "catatan", "KUL")
    assert office.read("KUL-0001", role, "KUL") == text
    assert_quiet(office)
    office.type_unit("KUL-0001", "judul", "Laporan lain")
    office.sync()
    assert office.entry("KUL-0001").version == 2


@pytest.mark.parametrize("kind", ["file", "google"])
def test_it_is_the_same_in_a_file_and_at_google(tmp_path: Path, kind: str) -> None:
    office = Office(tmp_path, kind=kind)
    office.add(judul="Laporan")
    office.approved("KUL-0001")
    office.type_unit("KUL-0001", "judul", "Loading...")
    office.sync()
    assert (office.titles(), office.status("KUL-0001")) == (["Laporan"], "Terbit")
    assert_quiet(office)


def test_a_formula_that_the_file_has_no_value_for_changes_nothing(tmp_path: Path) -> None:
    """As programs save it that compute nothing."""
    office = Office(tmp_path)
    office.add(judul="Laporan")
    office.approved("KUL-0001")
    office.type_unit("KUL-0001", "judul", "")
    office.book.formulas[office.settings.units[0].tab, 1, office.at("judul", "unit")] = Formula("A1", stored=False)
    office.sync()
    assert (office.titles(), office.status("KUL-0001")) == (["Laporan"], "Terbit")


def test_a_row_with_such_a_cell_is_found_by_what_can_be_read(tmp_path: Path) -> None:
    """Its ID was wiped, too: it is the entry whose other cells it has."""
    office = Office(tmp_path)
    office.add(judul="Laporan", ringkasan="Neraca")
    office.add(judul="Keputusan", ringkasan="Daftar")
    office.approved("KUL-0001", "KUL-0002")
    office.type_unit_row(1, "id", "")
    office.type_unit_row(1, "judul", "#REF!")
    office.sync()
    assert (office.tab()[1][office.at("id", "unit")], office.status("KUL-0001")) == ("KUL-0001", "Terbit")
    assert_quiet(office)


@pytest.mark.parametrize("text", SILENT)
def test_a_row_that_is_no_known_entrys_gets_no_id_until_it_can_be_read(tmp_path: Path, text: str) -> None:
    office = Office(tmp_path)
    office.add(judul=text, ringkasan="Baru")
    office.sync()
    place = office.at("id", "unit")
    assert (office.known().entries, office.tab()[1][place]) == ({}, "")
    assert "ID: baris ini belum mendapat nomor" in office.tab()[1][office.at("catatan", "unit")]
    assert "1 baris perlu diperbaiki" in office.control("Keuangan, Umum, Logistik")
    assert_quiet(office)
    office.type_unit_row(1, "judul", "Laporan")
    office.sync()
    assert office.tab()[1][place] == "KUL-0001"


def test_an_entry_whose_last_text_was_wrong_cannot_be_ticked_while_it_cannot_be_read(tmp_path: Path) -> None:
    office = Office(tmp_path)
    office.add(judul="Laporan", retensi="kapan-kapan")
    office.sync()
    office.type_unit("KUL-0001", "retensi", "#REF!")
    office.sync()
    office.tick("KUL-0001")
    office.sync()
    assert (office.public(), office.status("KUL-0001")) == ([], "Perlu diperbaiki")


@pytest.mark.parametrize("kind", ["file", "google"])
def test_a_merge_over_columns_leaves_the_last_text(tmp_path: Path, kind: str) -> None:
    """Told with its range; the top cell of a merge within one column holds for its rows."""
    office = Office(tmp_path, kind=kind)
    office.add(judul="Laporan", usulan=BERKALA)
    office.add(judul="Neraca")
    office.approved("KUL-0002")
    title, left = office.settings.units[0].tab, office.at("judul", "unit")
    merge(office, title, 2, left, 2, left + 1)
    office.sync()
    assert (office.public(), office.status("KUL-0002"), office.entry("KUL-0002").version) == (["KUL-0002"], "Terbit", 1)
    assert "digabung (merge), jadi isi yang lama tetap dipakai" in office.read("KUL-0002", "catatan", "KUL")
    assert_quiet(office)


def test_the_desks_formula_for_a_class_is_not_overwritten(office: Office) -> None:
    """It shows nothing now; it is the desk's cell all the same."""
    office.add(usulan="")
    office.sync()
    place = "Induk", office.induk.index(office.row("KUL-0001")), office.at("klasifikasi")
    office.book.formulas[place] = Formula('IF(B2="x","Informasi Berkala","")', stored=True)
    office.type_unit("KUL-0001", "usulan", "Informasi Berkala")
    office.sync()
    assert office.read("KUL-0001", "klasifikasi") == ""


def test_what_keeps_a_wrong_text_is_not_said_to_be_the_desks_to_mend(tmp_path: Path) -> None:
    office = Office(tmp_path)
    office.add(retensi="nanti")
    office.sync()
    office.type_unit("KUL-0001", "retensi", "#REF!")
    office.sync()
    assert office.status("KUL-0001") == "Perlu diperbaiki"
    (line,) = office.read("KUL-0001", "catatan", "KUL").splitlines()
    assert line.startswith("Jangka Waktu Penyimpanan: “#REF!” bukan isian")
