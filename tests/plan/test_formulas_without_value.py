"""Formulas that the file holds no value for, as programs write them: such a cell of `Induk` or `Kendali` says nothing,
and is told."""

from __future__ import annotations

from pathlib import Path

import pytest

from sync.model import Formula
from tests.office import BASIS, BERKALA, Office

LOOKUP = Formula("VLOOKUP(A2,Rapat!A:B,2,FALSE)", stored=False)


@pytest.fixture(params=["memory", "file"])
def office(request: pytest.FixtureRequest, tmp_path: Path) -> Office:
    office = Office(tmp_path, kind=request.param)
    office.add(judul="Laporan 1")
    office.approved("KUL-0001")
    return office


def put_formula(office: Office, tab: str, row: int, place: int) -> None:
    office.book.tabs[tab][row][place] = ""
    office.book.formulas[tab, row, place] = LOOKUP


@pytest.mark.parametrize("role", ["klasifikasi", "tarik", "catatan_ppid"])
def test_what_was_last_read_in_induk_stands(office: Office, role: str) -> None:
    before = office.entry("KUL-0001")
    put_formula(office, "Induk", 1, office.at(role))
    outcome = office.sync()
    known = office.entry("KUL-0001")
    assert (known.klasifikasi, known.note, office.public()) == (before.klasifikasi, before.note, ["KUL-0001"])
    assert f"rumus “={LOOKUP.text}” belum ada hasilnya" in office.note("KUL-0001")
    assert [p.severity for p in outcome.plan.problems if p.code.endswith("tanpa-nilai")] == ["warning"]
    assert not office.sync().plan.batch


def test_an_exclusion_keeps_its_basis(office: Office) -> None:
    office.exclude("KUL-0001")
    office.sync()
    office.tick("KUL-0001")
    office.sync()
    put_formula(office, "Induk", 1, office.at("dasar_pengecualian"))
    office.sync()
    assert office.status("KUL-0001") == "Dikecualikan"
    assert office.entry("KUL-0001").basis[0] == BASIS["dasar_pengecualian"]


def test_a_class_that_is_not_computed_yet_is_not_filled_in(office: Office) -> None:
    """Its cell is not empty."""
    office.add(judul="Laporan 2", usulan="")
    office.sync()
    put_formula(office, "Induk", 2, office.at("klasifikasi"))
    office.type_unit("KUL-0002", "usulan", BERKALA)
    office.sync()
    assert office.entry("KUL-0002").klasifikasi == ""
    assert (2, office.at("klasifikasi")) in office.book.read().sheets["Induk"].formulas


def test_a_class_whose_formula_shows_nothing_is_not_filled_in(office: Office) -> None:
    """The desk computes it, from a list of its own say: nothing is written over that."""
    office.add(judul="Laporan 2", usulan="")
    office.sync()
    office.book.tabs["Induk"][2][office.at("klasifikasi")] = ""
    office.book.formulas["Induk", 2, office.at("klasifikasi")] = Formula('""', stored=True)
    office.type_unit("KUL-0002", "usulan", BERKALA)
    office.sync()
    assert office.entry("KUL-0002").klasifikasi == ""
    assert (2, office.at("klasifikasi")) in office.book.read().sheets["Induk"].formulas


def test_an_order_that_is_not_computed_holds_and_the_establishment_stands(office: Office) -> None:
    rows = office.book.tabs["Kendali"]
    labels = [row[0] for row in rows]
    for label, text in (("Nomor Penetapan", "12/2026"), ("Tanggal Penetapan", "20 November 2026")):
        rows[labels.index(label)][1] = text
    office.sync()
    for label in ("Perintah Unggah", "Nomor Penetapan"):
        put_formula(office, "Kendali", labels.index(label), 1)
    office.type_unit("KUL-0001", "judul", "Laporan satu")
    office.sync()
    office.tick("KUL-0001")
    office.sync()
    assert office.titles() == ["Laporan 1"]
    assert office.known().office.establishment == ("12/2026", "2026-11-20")
