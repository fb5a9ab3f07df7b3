"""Jangka Waktu Penyimpanan: read where it has one meaning, told where it has not, filled in never."""

from __future__ import annotations

import pytest

from sync.cells.retention import number_of, read_retention


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
        ("2 tahun aktif, 3 tahun inaktif", "2 tahun aktif, 3 tahun inaktif"),
        ("2 th aktif + 3 th in aktif", "2 tahun aktif, 3 tahun inaktif"),
        ("Aktif: 2 tahun; Inaktif: 3 tahun", "2 tahun aktif, 3 tahun inaktif"),
        ("3 tahun inaktif, 2 tahun aktif", "2 tahun aktif, 3 tahun inaktif"),
        ("2 (dua) tahun (aktif) dan 3 (tiga) tahun (inaktif)", "2 tahun aktif, 3 tahun inaktif"),
        ("2 tahun aktif, 3 tahun inaktif, Musnah", "2 tahun aktif, 3 tahun inaktif, musnah"),
        ("5 tahun setelah MoU berakhir", "5 tahun setelah MoU berakhir"),
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
        ("5 tahun setelah …", "retensi-salah"),
        ("Permanen?", "retensi-salah"),
        ("≠ permanen", "retensi-salah"),
        ("0 tahun", "retensi-nol"),
        ("5", "retensi-satuan"),
        ("3-5 tahun", "retensi-tidak-pasti"),
        ("minimal 5 tahun", "retensi-tidak-pasti"),
        ("Sesuai masa berlaku MoU (biasanya 3-5 tahun)", "retensi-tidak-pasti"),
        ("1O tahun", "huruf-angka"),
        ("Selama berlaku / Diperbarui jika ada perubahan", "retensi-salah"),
        ("5 tahun 3 tahun", "retensi-salah"),
        ("2 tahun aktif, 3 tahun aktif", "retensi-salah"),
        ("nanti", "retensi-salah"),
    ],
)
def test_forms_without_one_meaning_stay_as_typed(typed, code):
    read = read_retention(typed)
    assert [flaw.code for flaw in read.flaws] == [code]
    assert read.value == typed


def test_number_words_up_to_ninety_nine():
    spoken = {"nol": 0, "sebelas": 11, "dua belas": 12, "dua puluh": 20, "sembilan puluh sembilan": 99}
    assert {words: number_of(words) for words in spoken} == spoken
    assert number_of("seratus") is None
    assert number_of("dua puluh nol") is None
