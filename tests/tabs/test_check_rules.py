"""Rules over several cells and over several rows."""

from __future__ import annotations

import pytest

from sync.tabs.row_rules import check_class, find_duplicates
from sync.template.loader import load_template

TEMPLATE = load_template()
BASIS = {
    "dasar_pengecualian": "UU 14/2008 Pasal 17 huruf h",
    "nomor_uji": "002/UK/2026",
    "jangka_pengecualian": "5 tahun",
}
CONSEQUENCES = ("konsekuensi_dibuka", "konsekuensi_ditutup")


def lacks(klasifikasi: str, values: dict[str, str] | None = None, basis: dict[str, str] | None = None):
    """What it lacks; the consequences are there."""
    said = dict.fromkeys(CONSEQUENCES, "Pelapor terlindungi") | (basis or {})
    return [(role, flaw.code) for role, flaw in check_class(klasifikasi, values or {}, said, TEMPLATE)]


def test_periodic_information_in_softcopy_needs_a_link():
    for form in ("Softcopy", "Softcopy dan Hardcopy"):
        assert lacks("Informasi Berkala", {"bentuk": form}) == [("tautan", "tautan-wajib")]
        assert lacks("Informasi Berkala", {"bentuk": form, "tautan": "https://a.go.id/1"}) == []


def test_hardcopy_other_classes_and_no_class_need_none():
    assert lacks("Informasi Berkala", {"bentuk": "Hardcopy"}) == []
    assert lacks("Informasi Berkala", {"bentuk": "kaset"}) == []
    assert lacks("Informasi Setiap Saat", {"bentuk": "Softcopy"}) == []
    assert lacks("", {"bentuk": "Softcopy"}) == []


def test_excluded_information_needs_all_three_columns_of_its_basis():
    assert lacks("Informasi Dikecualikan", basis=BASIS) == []
    assert lacks("Informasi Dikecualikan", basis=BASIS | {"nomor_uji": " "}) == [("nomor_uji", "dasar-kurang")]
    assert lacks("Informasi Dikecualikan", basis={"nomor_uji": "-"}) == [(role, "dasar-kurang") for role in BASIS]


def test_excluded_information_should_say_its_consequences():
    empty = dict.fromkeys(CONSEQUENCES, "")
    told = [(role, "konsekuensi-kosong") for role in CONSEQUENCES]
    assert lacks("Informasi Dikecualikan", basis=BASIS | empty) == told


@pytest.mark.parametrize("text", ["-", "—", "n.a.", "?", "…", "idem", "sda", "menyusul", "Belum ada.", "xxx", "#REF!"])
def test_a_basis_that_says_nothing_is_none(text):
    """What no other cell accepts as content does not exclude information either."""
    assert lacks("Informasi Dikecualikan", basis=BASIS | {"nomor_uji": text}) == [("nomor_uji", "dasar-kurang")]


def test_a_basis_with_a_persons_number_is_told():
    """The list of exempted information may be public: what the desk writes there is held to the same."""
    basis = BASIS | {"dasar_pengecualian": "UU 14/2008 Pasal 17 huruf h, NIK 3602014501900001"}
    assert lacks("Informasi Dikecualikan", basis=basis) == [("dasar_pengecualian", "data-pribadi-nik")]


def test_twins_name_each_other():
    """Same title and period, however typed, within and across tabs."""
    rows = [
        (1, "Laporan Keuangan 2025", "2025", "“Keuangan” baris 2"),
        (2, "Rencana Strategis", "2025–2029", "“Keuangan” baris 3"),
        (3, "LAPORAN  KEUANGAN, 2025", "2025", "“Teknis” baris 9"),
        (4, "Laporan Keuangan 2025", "2024", "“Teknis” baris 10"),
        (5, "Laporan keuangan 2025.", "2025", "“Data” baris 4"),
    ]
    assert find_duplicates(rows) == {1: "“Teknis” baris 9", 3: "“Keuangan” baris 2", 5: "“Keuangan” baris 2"}


def test_rows_without_a_title_are_no_twins():
    assert find_duplicates([("a", "", "2025", "x"), ("b", " ", "2025", "y")]) == {}
