"""Waktu Pembuatan: what staff type, and the one form in which it is kept."""

from __future__ import annotations

import pytest

from sync.cells.period import period_days
from sync.cells.period_reading import read_period
from sync.cells.text import Flaw
from sync.cells.time_and_place import split_place


def slug(text: str) -> str:
    return ",".join(flaw.code for flaw in read_period(text, place_column="Tempat").flaws)


@pytest.mark.parametrize(
    ("typed", "written"),
    [
        ("12 Januari 2024", "12 Januari 2024"),
        ("12/01/2024", "12 Januari 2024"),
        ("3-4-2025", "3 April 2025"),
        ("7.8.24", "7 Agustus 2024"),
        ("2026-01-12", "12 Januari 2026"),
        ("2026-01-12 00:00:00", "12 Januari 2026"),
        ("5 Pebruari 2023", "5 Februari 2023"),
        ("10 NOPEMBER 2022", "10 November 2022"),
        ("17 Agt 2024", "17 Agustus 2024"),
        ("17 Agust. 2024", "17 Agustus 2024"),
        ("1 Okt 24", "1 Oktober 2024"),
        ("Senin, 12 Januari 2026", "12 Januari 2026"),
        ("Tgl. 9 Mei 2025", "9 Mei 2025"),
        ("per 31 Desember 2024", "31 Desember 2024"),
        ("Posisi 31 Desember 2024", "31 Desember 2024"),
        ("Posisi, per 31 Desember 2024", "31 Desember 2024"),
        ("Keadaan 31 Desember 2024", "31 Desember 2024"),
        ("March 5, 2024", "5 Maret 2024"),
    ],
)
def test_a_day_is_read_day_first_in_indonesian_or_english(typed, written):
    """A day typed with a day stays a day; `12/01/2024` is the twelfth of January."""
    assert read_period(typed).value == written
    assert slug(typed) == ""


@pytest.mark.parametrize(
    ("typed", "written"),
    [
        ("Januari 2024", "Januari 2024"),
        ("2024-01", "Januari 2024"),
        ("01/2024", "Januari 2024"),
        ("Jan-24", "Januari 2024"),
        ("Des '99", "Desember 1999"),
        ("bulan Juli 2025", "Juli 2025"),
        ("Agustus Tahun 2023", "Agustus 2023"),
    ],
)
def test_a_month_stays_a_month(typed, written):
    """Nothing is filled in: there is no day in `Januari 2024`, so none is kept."""
    assert read_period(typed).value == written


@pytest.mark.parametrize(
    ("typed", "written"),
    [
        ("TW III 2025", "Triwulan III 2025"),
        ("Triwulan 3 Tahun 2025", "Triwulan III 2025"),
        ("tw.iii/2025", "Triwulan III 2025"),
        ("Triwulan Ketiga Tahun Anggaran 2025", "Triwulan III 2025"),
        ("Q4 2024", "Triwulan IV 2024"),
        ("Juli - September 2025", "Triwulan III 2025"),
        ("Semester I Tahun 2026", "Semester I 2026"),
        ("Smt 2 2025", "Semester II 2025"),
        ("Januari s.d. Juni 2026", "Semester I 2026"),
        ("Triwulan I s.d. IV 2024", "2024"),
        ("TW 1-2 2024", "Semester I 2024"),
        ("Triwulan III s/d Triwulan IV Tahun 2024", "Semester II 2024"),
        ("Triwulan I, II, III, dan IV 2024", "2024"),
        ("Semester I dan II 2024", "2024"),
        ("Smt 1 & 2 TA 2024", "2024"),
    ],
)
def test_quarters_and_half_years_in_all_their_spellings(typed, written):
    assert read_period(typed).value == written


@pytest.mark.parametrize(
    ("typed", "written"),
    [
        ("2024", "2024"),
        ("Tahun 2024", "2024"),
        ("TA 2024", "2024"),
        ("1 Januari - 31 Desember 2024", "2024"),
        ("2020-2024", "2020–2024"),
        ("2020 s/d 2024", "2020–2024"),
        ("2020 sampai dengan 2024", "2020–2024"),
        ("Periode 2024-2029", "2024–2029"),
        ("2025/2026", "2025–2026"),
        ("TA 2025 / 2026", "2025–2026"),
        ("1 - 31 Januari 2024", "Januari 2024"),
    ],
)
def test_years_and_ranges_of_years(typed, written):
    """A range that is exactly one written form becomes that form."""
    assert read_period(typed).value == written


@pytest.mark.parametrize(
    ("typed", "written"),
    [
        ("2026\u201101\u201112", "12 Januari 2026"),
        ("12–01–2024", "12 Januari 2024"),
        ("Jan–24", "Januari 2024"),
        ("TW—III 2025", "Triwulan III 2025"),
        ("2020\u22122024", "2020–2024"),
        ("２０２４", "2024"),
        ("１２／０１／２０２４", "12 Januari 2024"),
        ("٢٠٢٤", "2024"),
    ],
)
def test_dashes_and_digits_of_another_keyboard_mean_the_same(typed, written):
    """Word makes long and unbreakable dashes of short ones; some keyboards type wide digits."""
    assert read_period(typed).value == written
    assert slug(typed) == ""


@pytest.mark.parametrize(
    ("typed", "written"),
    [
        ("'12 Januari 2024", "12 Januari 2024"),
        ("'Jan-24", "Januari 2024"),
        ("2024.0", "2024"),
        ("12 Januari 2024, pukul 10.00 WIB", "12 Januari 2024"),
        ("12/01/2024, 10:30", "12 Januari 2024"),
        ("Hari Sabtu, 17 Januari 2026", "17 Januari 2026"),
        ("2024 Januari", "Januari 2024"),
        ("2020-Des-24", "24 Desember 2020"),
        ("2024 Jan 12", "12 Januari 2024"),
    ],
)
def test_what_other_programs_leave_around_a_time(typed, written):
    """The sign that made it text, a clock, a year with its decimals, the year in front: still the same time."""
    assert read_period(typed).value == written
    assert slug(typed) == ""


def test_a_year_and_a_month_with_two_digits_are_no_range():
    """`Des 24` may be a day or a month of 2024: nobody can tell, so nobody guesses."""
    assert slug("2020 - Des 24") == slug("2020-Des 24") == "waktu-salah"
    assert read_period("2020 - Des 2024").value == "2020–2024"


@pytest.mark.parametrize("typed", ["XII/2025", "III 2025", "± 2024", "s.d. 2024", "Januari/Februari 2024", "😀 2024"])
def test_signs_numerals_and_months_are_not_taken_for_a_place(typed):
    """The sentence would tell people to write `XII` under the place."""
    assert slug(typed) == "waktu-salah"


def test_a_bare_number_is_a_year_or_a_serial_day():
    """1900 to 2100 is a year; 20000 to 80000 counts days, in a 1904 workbook from 1462 days later."""
    assert read_period("1904").value == "1904"
    assert read_period("45303").value == "12 Januari 2024"
    assert read_period("45303.75").value == "12 Januari 2024"
    assert read_period("43841", date1904=True).value == "12 Januari 2024"
    assert slug("19999") == "waktu-salah"


def test_two_digit_years_turn_at_seventy():
    """00 to 69 are 2000 to 2069, 70 to 99 are 1970 to 1999."""
    assert [read_period(f"1/1/{year}").value[-4:] for year in ("00", "69", "70", "99")] == [
        "2000",
        "2069",
        "1970",
        "1999",
    ]


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("TW III", "waktu-tanpa-tahun"),
        ("12 Januari", "waktu-tanpa-tahun"),
        ("Triwulan I-IV", "waktu-tanpa-tahun"),
        ("Semester I dan II", "waktu-tanpa-tahun"),
        ("Januari s/d Maret", "waktu-tanpa-tahun"),
        ("Sesuai Tanggal MoU", "waktu-salah"),
        ("tiap akhir bulan", "waktu-salah"),
        ("akhir 2024", "waktu-salah"),
        ("2024/2026", "rentang-waktu"),
        ("Tahun Ajaran 2025/2026", "rentang-waktu"),
        ("2024 (audited)", "waktu-salah"),
        ("2020 - sekarang", "waktu-salah"),
        ("Triwulan I s.d. V 2024", "triwulan-salah"),
        ("Semester II s.d. I 2024", "rentang-terbalik"),
        ("12/24", "waktu-salah"),
        ("31/02/2025", "tanggal-salah"),
        ("13/13/2025", "tanggal-salah"),
        ("17 Agustus 1899", "tahun-di-luar"),
        ("2101", "tahun-di-luar"),
        ("75000", "tahun-di-luar"),
        ("Januri 2025", "bulan-salah"),
        ("Selasa, 12 Januari 2026", "hari-salah"),
        ("TW V 2025", "triwulan-salah"),
        ("Semester 3 2025", "semester-salah"),
        ("2024-2020", "rentang-terbalik"),
        ("1 s.d. 15 Maret 2025", "rentang-waktu"),
        ("Juni 2019 - 2021", "rentang-waktu"),
        ("2O2O", "huruf-angka"),
        ("l2 Januari 2024", "huruf-angka"),
        ("Cilegon, 2025", "waktu-tempat"),
        ("Cilegon bulan Juli 2025", "waktu-tempat"),
        ("Aula Kantor 12 Januari 2026", "waktu-tempat"),
    ],
)
def test_what_has_no_one_meaning_is_told_and_kept_as_typed(typed, code):
    """The reader neither guesses nor fills in a default."""
    if typed == "75000":
        assert read_period(typed, date1904=True).flaws[0].code == code
        return
    assert slug(typed) == code
    assert read_period(typed).value == typed


@pytest.mark.parametrize(
    ("typed", "fits"),
    [
        ("2019 dan 2020", "2019–2020"),
        ("2018, 2019, 2020", "2018–2020"),
        ("Februari-Maret 2020", "Triwulan I 2020"),
        ("Maret dan April 2020", "Semester I 2020"),
        ("Mei s.d. Agustus 2020", "2020"),
        ("12 dan 13 Januari 2026", "Januari 2026"),
        ("Lebak, 12-15 Mei 2025", "Mei 2025"),
        ("12-15 Mei 2025, Lebak", "Mei 2025"),
        ("Triwulan I s.d. III 2024", "2024"),
        ("Triwulan I dan IV 2024", "2024"),
        ("TW I, III 2024", "2024"),
        ("Tahun Ajaran 2025/2026", "2025–2026"),
    ],
)
def test_of_a_time_without_a_written_form_is_said_what_fits(typed, fits):
    """The hint is a form that the reader takes."""
    assert [(flaw.code, dict(flaw.words)) for flaw in read_period(typed).flaws] == [("rentang-waktu", {"hint": fits})]
    assert read_period(fits).value == fits


def test_a_postal_code_behind_a_place_is_no_day():
    """`42312` alone is the fourth of November 2015."""
    assert slug("Rangkasbitung 42312") == "waktu-salah"
    assert split_place("Lebak, 42312") == ("", "")
    assert split_place("Lebak 42312, 2025") == ("", "")
    assert read_period("42312").value == "4 November 2015"


@pytest.mark.parametrize(
    ("typed", "time"),
    [
        ("RPJMD 2021-2026", "2021–2026"),
        ("Renstra 2025 s.d. 2029", "2025–2029"),
        ("Data per 31 Desember 2024", "31 Desember 2024"),
        ("Laporan Semester I 2024", "Semester I 2024"),
        ("Update 2025", "2025"),
    ],
)
def test_words_that_say_what_the_document_is_are_no_place(typed, time):
    """What is left of the cell is named."""
    assert read_period(typed).flaws == (Flaw("waktu-kata", {"hint": time}),)
    assert read_period(time).value == time
    assert split_place(typed) == ("", "")


@pytest.mark.parametrize(
    ("typed", "place", "time"),
    [
        ("Tahun 2021, Jakarta", "Jakarta", "2021"),
        ("Januari 2024 di Lebak", "Lebak", "Januari 2024"),
        ("2021 Jakarta Pusat", "Jakarta Pusat", "2021"),
        ("12 Mei 2024 (Rangkasbitung)", "Rangkasbitung", "12 Mei 2024"),
        ("Semester I 2024 / Kabupaten Lebak", "Kabupaten Lebak", "Semester I 2024"),
    ],
)
def test_a_time_may_stand_before_its_place(typed, place, time):
    assert split_place(typed) == (place, time)
    assert slug(typed) == "waktu-tempat"


@pytest.mark.parametrize(
    "typed", ["42312 Rangkasbitung", "2024 (audited)", "Januari 2024, selesai", "2021 kiriman", "Mei 2024, 12 lembar"]
)
def test_not_every_word_behind_a_time_is_a_place(typed):
    """Behind a blank alone only a place that is known."""
    assert split_place(typed) == ("", "")


@pytest.mark.parametrize(
    ("typed", "time"),
    [
        ("Tw I 2025 Rangkasbitung", "Triwulan I 2025"),
        ("Juli 2025 Malingping", "Juli 2025"),
        ("12 Maret 2025 Cikande Asem", "12 Maret 2025"),
    ],
)
def test_of_a_time_and_words_that_nobody_knows_the_time_is_named(typed, time):
    assert read_period(typed).flaws == (Flaw("waktu-kata", {"hint": time}),)


@pytest.mark.parametrize("typed", ["2025 audited", "2025 sekarang", "2025 dan seterusnya", "Maret 2025 draft"])
def test_words_behind_a_time_that_change_it_name_no_time(typed):
    assert slug(typed) == "waktu-salah"


def test_place_and_time_in_one_cell_are_named_apart():
    flaw = read_period("Cilegon, bulan Juli 2025", place_column="Tempat Pembuatan").flaws[0]
    assert dict(flaw.words) == {"place": "Cilegon", "time": "Juli 2025", "place_column": "Tempat Pembuatan"}


def test_a_time_without_a_written_form_beside_a_place_is_named_for_what_it_is():
    """What to write instead is never an empty text, nor one that would be refused next."""
    assert slug("Lebak, 12-15 Mei 2025") == "rentang-waktu"
    assert split_place("Lebak, 12-15 Mei 2025") == ("Lebak", "12-15 Mei 2025")


@pytest.mark.parametrize(
    ("written", "days"),
    [
        ("12 Januari 2024", ("2024-01-12", "2024-01-12")),
        ("Februari 2024", ("2024-02-01", "2024-02-29")),
        ("Triwulan III 2025", ("2025-07-01", "2025-09-30")),
        ("Semester I 2026", ("2026-01-01", "2026-06-30")),
        ("2024", ("2024-01-01", "2024-12-31")),
        ("2020–2024", ("2020-01-01", "2024-12-31")),
        ("Sesuai Tanggal MoU", ("", "")),
        ("31 Februari 2024", ("", "")),
    ],
)
def test_every_written_form_has_its_days(written, days):
    """First and last day in ISO; one-day periods have the same twice; what is no period has none."""
    assert period_days(written) == days
