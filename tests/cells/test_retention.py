"""Jangka Waktu Penyimpanan: read where it has one meaning, told where it has not, filled in never."""

from __future__ import annotations

import pytest

from sync.cells.number_words import number_of
from sync.cells.retention import read_retention
from sync.cells.text import CellValue


@pytest.mark.parametrize(
    ("typed", "written"),
    [
        ("5 tahun", "5 tahun"),
        ("5 TAHUN", "5 tahun"),
        ("5 th", "5 tahun"),
        ("5thn.", "5 tahun"),
        ("5 (lima) tahun", "5 tahun"),
        ("25 (dua puluh lima) tahun", "25 tahun"),
        ("5 tahun (lima tahun)", "5 tahun"),
        ("lima tahun", "5 tahun"),
        ("setahun", "1 tahun"),
        ("12 bulan", "12 bulan"),
        ("6 Bln", "6 bulan"),
        ("1 tahun 6 bulan", "1 tahun 6 bulan"),
        ("1 tahun, 6 bulan", "1 tahun 6 bulan"),
        ("1 tahun, 6 bulan aktif", "1 tahun 6 bulan aktif"),
        ("1 tahun, 6 bulan, musnah", "1 tahun aktif, 6 bulan inaktif, musnah"),
        ("2 tahun aktif, 3 tahun inaktif", "2 tahun aktif, 3 tahun inaktif"),
        ("2 th aktif + 3 th in aktif", "2 tahun aktif, 3 tahun inaktif"),
        ("Aktif: 2 tahun; Inaktif: 3 tahun", "2 tahun aktif, 3 tahun inaktif"),
        ("3 tahun inaktif, 2 tahun aktif", "2 tahun aktif, 3 tahun inaktif"),
        ("2 (dua) tahun (aktif) dan 3 (tiga) tahun (inaktif)", "2 tahun aktif, 3 tahun inaktif"),
        ("2 tahun aktif, 3 tahun inaktif, Musnah", "2 tahun aktif, 3 tahun inaktif, musnah"),
        ("5 tahun setelah MoU berakhir", "5 tahun setelah MoU berakhir"),
        ("5 tahun setelah pegawai tidak aktif", "5 tahun setelah pegawai tidak aktif"),
        ("5 tahun terhitung sejak ditetapkan", "5 tahun terhitung sejak ditetapkan"),
        ("5 tahun, dimusnahkan", "5 tahun, musnah"),
        ("5 thn stlh diaudit", "5 tahun setelah diaudit"),
        ("5 tahun setelah diaudit, Musnah", "5 tahun setelah diaudit, musnah"),
        ("selama masih digunakan", "Selama digunakan"),
        ("Selama berlaku; permanen", "Selama berlaku, permanen"),
        ("tidak ada batas waktu", "Permanen"),
        ("'5 tahun", "5 tahun"),
        ("５ tahun", "5 tahun"),
        ("Lima (5) tahun", "5 tahun"),
        ("12 (duabelas) bulan", "12 bulan"),
        ("2 tahun aktif – 3 tahun non aktif", "2 tahun aktif, 3 tahun inaktif"),
        ("2 tahun aktif, 3 tahun (tidak aktif)", "2 tahun aktif, 3 tahun inaktif"),
        ("Selama masih berlaku", "Selama berlaku"),
        ("selama berlaku", "Selama berlaku"),
        ("Selama masih menjabat", "Selama menjabat"),
        ("permanen", "Permanen"),
        ("(Permanen).", "Permanen"),
        ("Tidak Terbatas", "Permanen"),
    ],
)
def test_forms_with_one_meaning(typed, written):
    """The unit is kept: twelve months stay twelve months."""
    assert read_retention(typed).value == written
    assert read_retention(typed).flaws == ()


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("5 (enam) tahun", "retensi-beda"),
        ("lima (6) tahun", "retensi-beda"),
        ("3\u20115 tahun", "retensi-tidak-pasti"),
        ("5 tahun setelah …", "retensi-syarat"),
        ("5 tahun setelah idem", "retensi-syarat"),
        ("2 tahun setelah sda, 3 tahun, musnah", "retensi-syarat"),
        ("aktif 2 tahun sejak ?, inaktif 3 tahun", "retensi-syarat"),
        ("5 tahun setelah diaudit dll", "retensi-syarat"),
        ("5 tahun setelah diaudit atau 10 tahun", "retensi-tidak-pasti"),
        ("2 tahun aktif, 3 tahun inaktif atau 5 tahun", "retensi-tidak-pasti"),
        ("lima tahun atau sepuluh tahun", "retensi-tidak-pasti"),
        ("5 tahun setelah masa 2 tahun", "retensi-salah"),
        ("2 tahun aktif, 3 tahun inaktif, musnah, permanen", "retensi-salah"),
        ("Sesuai JRA", "retensi-jra"),
        ("jadwal retensi arsip", "retensi-jra"),
        ("menurut ketentuan yang berlaku", "retensi-jra"),
        ("Permanen?", "retensi-salah"),
        ("≠ permanen", "retensi-salah"),
        ("0 tahun", "retensi-nol"),
        ("5", "retensi-satuan"),
        ("lima", "retensi-satuan"),
        ("5+", "retensi-tidak-pasti"),
        ("tergantung kebutuhan", "retensi-jra"),
        ("3-5 tahun", "retensi-tidak-pasti"),
        ("minimal 5 tahun", "retensi-tidak-pasti"),
        ("Sesuai masa berlaku MoU (biasanya 3-5 tahun)", "retensi-tidak-pasti"),
        ("1O tahun", "huruf-angka"),
        ("Selama berlaku / Diperbarui jika ada perubahan", "retensi-mirip"),
        ("5 tahun 3 tahun", "retensi-mirip"),
        ("2 tahun aktif, 3 tahun aktif", "retensi-salah"),
        ("nanti", "retensi-salah"),
    ],
)
def test_forms_without_one_meaning_stay_as_typed(typed, code):
    read = read_retention(typed)
    assert [flaw.code for flaw in read.flaws] == [code]
    assert read.value == typed


@pytest.mark.parametrize(
    ("typed", "written"),
    [
        ("2 tahun setelah diaudit, 3 tahun, musnah", "2 tahun aktif setelah diaudit, 3 tahun inaktif, musnah"),
        ("5 tahun (musnah)", "5 tahun, musnah"),
        ("5 tahun (dinilai kembali)", "5 tahun, dinilai kembali"),
        (
            "2 th setelah Diaudit; 3 th; Dinilai Kembali",
            "2 tahun aktif setelah Diaudit, 3 tahun inaktif, dinilai kembali",
        ),
        (
            "aktif 2 tahun setelah tahun anggaran berakhir, inaktif 3 tahun, permanen",
            "2 tahun aktif setelah tahun anggaran berakhir, 3 tahun inaktif, permanen",
        ),
        (
            "Permanen. Inaktif: 3 tahun sejak dicabut; Aktif: 1 (satu) tahun",
            "1 tahun aktif, 3 tahun inaktif sejak dicabut, permanen",
        ),
        (
            "2 tahun (aktif) setelah serah terima, BAST, dan audit, 3 tahun (inaktif)",
            "2 tahun aktif setelah serah terima, BAST, dan audit, 3 tahun inaktif",
        ),
        ("2 tahun setelah diaudit (aktif), 3 tahun (inaktif)", "2 tahun aktif setelah diaudit, 3 tahun inaktif"),
        ("2 tahun aktif setelah diaudit inaktif 3 tahun", "2 tahun aktif setelah diaudit, 3 tahun inaktif"),
        ("aktif selama masih berlaku, inaktif 2 tahun, musnah", "aktif selama berlaku, 2 tahun inaktif, musnah"),
        ("masa aktif 1 tahun, masa inaktif 2 tahun, ket. musnah", "1 tahun aktif, 2 tahun inaktif, musnah"),
        ("nasib akhir: musnah, 2 tahun, 3 tahun", "2 tahun aktif, 3 tahun inaktif, musnah"),
    ],
)
def test_a_schedule_is_read_in_its_parts(typed, written):
    """Phases with their conditions, then the fate; two lengths that come with a condition or a fate are the active and
    the inactive one, as the columns of a schedule stand."""
    assert read_retention(typed) == CellValue(written)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("5 tahu", "5 tahun"),
        ("lma tahun", "5 tahun"),
        ("permanan", "Permanen"),
        ("selma berlaku", "Selama berlaku"),
        ("2 tahun aktf, 3 tahun inaktiv", "2 tahun aktif, 3 tahun inaktif"),
        ("2 tahun setlah diaudit, 3 tahun, musnh", "2 tahun aktif setelah diaudit, 3 tahun inaktif, musnah"),
        ("2 tahun, 3 tahun", "2 tahun aktif, 3 tahun inaktif"),
        ("2 tahun inaktif, 3 tahun", "3 tahun aktif, 2 tahun inaktif"),
        ("1 (satu) tahun berjalan", "1 tahun"),
        ("musnah setelah 5 tahun", "5 tahun, musnah"),
        ("dimusnahkan 10 tahun", "10 tahun, musnah"),
        ("5 tahun (1 periode)", "5 tahun"),
        ("5 tahun sesuai JRA", "5 tahun"),
        ("sesuai JRA 5 tahun", "5 tahun"),
        ("Sesuai JRA (5 tahun)", "5 tahun"),
        ("JRA: 2 tahun aktif, 3 tahun inaktif", "2 tahun aktif, 3 tahun inaktif"),
        ("5 tahun (setelah diaudit)", "5 tahun setelah diaudit"),
        ("5 tahun (terhitung sejak ditetapkan)", "5 tahun terhitung sejak ditetapkan"),
    ],
)
def test_what_may_be_meant_is_a_hint_and_never_read(typed, meant):
    read = read_retention(typed)
    assert (read.value, [(flaw.code, flaw.words) for flaw in read.flaws]) == (
        typed, [("retensi-mirip", {"hint": meant})]
    )  # fmt: skip
    assert read_retention(meant) == CellValue(meant)


@pytest.mark.parametrize(
    "typed",
    [
        *("5 tahun kecuali arsip vital", "5 tahun jika diaudit", "Permanen?", "tahun depan"),
        *("5 tahun (bila tidak diperpanjang)", "5 tahun (kecuali SK)"),
    ],
)
def test_no_hint_leaves_out_what_changes_the_meaning(typed):
    assert [flaw.code for flaw in read_retention(typed).flaws] == ["retensi-salah"]


def test_number_words_up_to_ninety_nine():
    spoken = {"nol": 0, "sebelas": 11, "dua belas": 12, "dua puluh": 20, "sembilan puluh sembilan": 99}
    assert {words: number_of(words) for words in spoken} == spoken
    assert number_of("seratus") is None
    assert number_of("dua puluh nol") is None
