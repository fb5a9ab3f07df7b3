"""Personal data and other offices' names: found by structure, document numbers left alone. All numbers are invented."""

from __future__ import annotations

from dataclasses import replace

import pytest

from sync.cells.other_offices import OfficeFacts
from sync.cells.personal_data import check_text, hide
from sync.cells.personal_numbers import has_civil_structure, has_nip_structure

OFFICE = OfficeFacts("Komisi Pemilihan Umum Kabupaten Lebak", "KPU Kabupaten Lebak", "lebak@surel.example")


def slugs(text: str) -> list[str]:
    return [flaw.code for flaw in check_text(text, OFFICE)]


@pytest.mark.parametrize(
    "text",
    [
        "Data 3602014501900001 terlampir",
        "3602-0145-0190-0001",
        "36.02.01.450190.0001",
        "360201 450190 0001",
        "NIK3602011201900001",
        "NIK: 1234567890123456",
        "No. KK 1234567890123456",
        "KTP_3602011201900001.pdf",
        "3602\u20110145\u20110190\u20110001",
        "3602—0145—0190—0001",
        "３６０２０１４５０１９００００１",
        "360201450190 0001",
        "3602 01 450190 0001",
        "budi3602014501900001.pdf",
        "https://a.go.id/KTP%203602011201900001.pdf",
        "Nama%20| https://a.go.id/?berkas=3602011201900001",
    ],
)
def test_civil_registration_numbers_by_structure_or_by_name(text):
    """NIK and KK look alike: province, date (a woman's day + 40), serial. In names of files, too."""
    assert slugs(text) == ["data-pribadi-nik"]


@pytest.mark.parametrize(
    "text",
    [
        "Salinan 202507231513390_Surat.pdf",
        "Nomor 9902014501900001",
        "Nomor 3602019901900001",
        "Nomor 3602013002900001",
        "Keputusan 002/PP.01.2-Kpt/3602/KPU-Kab/IX/2024",
        "https://drive.google.com/file/d/1-3602011201900001_xYzAbC/view",
        "https://drive.google.com/open?id=3602011201900001AbCdE",
        "31-12-2024 01-01-2025",
        "2019-2020-2021-2022",
        "Anggaran Rp 1.250.000.000.000.000",
        "31-12-2024 01-01-2025 0001",
        "1 2 3 4 5 6 7 8 9 10 11 12 13",
        "DIPA-076.01.2.657123/2025",
        "SP2D 250011301001234",
        "IMG_20240115_103000.jpg",
        "Kode wilayah 36.02.01.2001 - 36.02.28.2010",
        "Nomor 123/PP.04.1-Und/3602/2026 tanggal 12 Januari 2026",
        "UU 14/2008 Pasal 17 huruf h, PKPU 22/2023, PKPU 11/2024, dan PKPU 4/2025",
        "ISBN 978-602-1234-56-7",
        "0252-201234",
        "Belanja Rp 62.812.345.678",
    ],
)
def test_other_long_numbers_are_left_alone(text):
    assert slugs(text) == []


@pytest.mark.parametrize(
    "text",
    [
        "HP 081234567890",
        "+62 812-3456-7890",
        "62 812 3456 7890",
        "0812.3456.789",
        "(0812) 3456 7890",
        "+62 (812) 3456-7890",
        "0812 – 3456 – 7890",
        "0812\u20113456\u20117890",
        "WA081234567890",
        "0062 812 3456 7890",
        "https://wa.me/6281234567890",
        "WA_085712345678",
        "0 8 1 2 3 4 5 6 7 8 9",
        "+44 7911 123456",
    ],
)
def test_mobile_numbers(text):
    assert slugs(text) == ["data-pribadi-telepon"]


def test_private_mail_is_told_the_offices_own_and_go_id_is_not():
    assert slugs("hubungi budi.s@surel.example") == ["data-pribadi-surel"]
    assert slugs("hubungi LEBAK@surel.example atau kab_lebak@kpu.go.id") == []
    assert slugs("https://video.example/@kpulebak") == []
    assert slugs("a@kpu.go.id.jahat.example") == ["data-pribadi-surel"]


def test_account_numbers_after_a_word_for_an_account():
    assert slugs("Rekening BRI 1234-01-012345-53-1") == ["data-pribadi-rekening"]
    assert slugs("Rek. 1234567890 a.n. bendahara") == ["data-pribadi-rekening"]
    assert slugs("Bank Mandiri 155-00-0123456-7") == ["data-pribadi-rekening"]
    assert slugs("Rekening koran 01-01-2024 s.d. 31-12-2024") == []
    assert slugs("Saldo rekening 1.250.000.000") == []


def test_nip_and_npwp_are_warnings_of_their_own():
    """A NIP carries a birth date, but stands in many public decisions; a NPWP may be the office's own."""
    assert slugs("NIP 198501012010011001") == slugs("19850101 201001 1 001") == ["data-pribadi-nip"]
    assert slugs("19850101 2010 01 1 001") == slugs("19850101 2010011001") == ["data-pribadi-nip"]
    assert slugs("NPWP 01 234 567 8 901 000") == ["data-pribadi-npwp"]
    assert slugs("NPWP 01.234.567.8-901.000") == slugs("NPWP: 012345678901000") == ["data-pribadi-npwp"]


def test_a_named_nip_is_found_with_a_digit_too_few_or_too_many():
    for digits in ("19851301201001100", "198513012010011001", "1985130120100110011"):
        assert slugs(f"NIP {digits}") == ["data-pribadi-nip"]
    assert slugs("NIP 1985130120100110") == slugs("NIP 19851301201001100112") == []


def test_a_street_before_the_person_is_not_that_persons_house():
    assert slugs("Jalan sehat bersama Bapak Asep, RT 02 RW 03") == []
    assert slugs("Bapak Asep, Jalan Melati, RT 02 RW 03") == ["data-pribadi-alamat"]


def test_structures():
    assert has_civil_structure("3602017112990001")
    assert not has_civil_structure("3602013102990001")
    assert not has_civil_structure("3602011201900000")
    assert has_nip_structure("198501012010011001")
    assert not has_nip_structure("198513012010011001")


@pytest.mark.parametrize(
    ("number", "holds"),
    [
        ("3602013004900001", True), ("3602013104900001", False),  # April has 30 days
        ("3602017004900001", True), ("3602017104900001", False),  # as has a woman's
        ("3602013006900001", True), ("3602013106900001", False),
        ("3602013009900001", True), ("3602013109900001", False),
        ("3602013011900001", True), ("3602013111900001", False),
        ("3602013112900001", True), ("3602013212900001", False),
        ("3602017112900001", True), ("3602017212900001", False),
        ("3602012902880001", True), ("3602013002880001", False),
        ("3602010101900001", True), ("3602010001900001", False),  # days begin with 1
        ("3602014001900001", False), ("3602014101900001", True),  # and a woman's with 41
        ("3602010100900001", False), ("3602010113900001", False), ("3602010112900001", True),
        ("3601010101900001", True), ("3600010101900001", False),  # no regency 00
        ("1101010101900001", True), ("1001010101900001", False),
        ("2201010101900001", False), ("9801010101900001", False),
        ("3602010101000001", True), ("3602010101990001", True),  # any year
        ("3602010101900000", False), ("3602010101909999", True),  # numbers begin with 0001
    ],
)  # fmt: skip
def test_the_borders_of_a_civil_registration_number(number: str, holds: bool) -> None:
    """Province, regency, day (+ 40), month, year, serial number: each at the last that is one and the first that is
    none."""
    assert has_civil_structure(number) is holds
    assert slugs(f"Data {number} terlampir") == (["data-pribadi-nik"] if holds else [])


@pytest.mark.parametrize(
    ("number", "holds"),
    [
        ("193001011950011001", True), ("192912311950011001", False),
        ("201512312034011001", True), ("201601012035011001", False),
        ("198501012010011001", True), ("198500012010011001", False), ("198513012010011001", False),
        ("198512012010011001", True),
        ("198501002010011001", False), ("198501312010011001", True), ("198501322010011001", False),
        ("198501011985011001", False), ("198501011986011001", True),  # appointed after the year of birth
        ("198501012100011001", True), ("198501012101011001", False),
        ("198501012010001001", False), ("198501012010121001", True), ("198501012010131001", False),
        ("198501012010211001", True), ("198501012010201001", False), ("198501012010221001", False),  # 21: PPPK
        ("198501012010010001", False), ("198501012010012001", True), ("198501012010013001", False),  # man or woman
    ],
)  # fmt: skip
def test_the_borders_of_an_employees_number(number: str, holds: bool) -> None:
    """Born 1930 to 2015, appointed later and by 2100, in a month that is one (or 21), a man or a woman."""
    assert has_nip_structure(number) is holds
    assert slugs(f"Data {number} terlampir") == (["data-pribadi-nip"] if holds else [])


def test_what_is_found_is_quoted_with_its_middle_hidden():
    assert hide("3602014501900001") == "3602…0001"
    assert hide("12345678901234567890") == "1234…7890"
    assert (hide("1234567"), hide("12345678"), hide("123")) == ("1…7", "12…78", "1…3")
    assert check_text("HP 081234567890", OFFICE)[0].words["found"] == "081…890"


@pytest.mark.parametrize(
    "text",
    [
        "Keputusan KPU Kabupaten Serang",
        "KPU Kabupaten Lebak dan KPU Kabupaten Serang",
        "KPUD Kabupaten Serang",
        "KPU Kab. Pandeglang",
        "KPU Kota Serang",
        "KPU KABUPATEN TANGERANG",
        "kpu kabupaten serang",
        "Komisi Pemilihan Umum Kabupaten Serang",
        "KPU Kabupaten\nSerang",
        "KPU Kota Lebak",
        "KPU Kabupaten Lebak Selatan",
    ],
)
def test_another_office_in_a_row_is_told(text):
    """A row copied from another office keeps its name in the text, which is the usual mistake."""
    assert slugs(text) == ["kantor-lain"]


@pytest.mark.parametrize(
    "text",
    [
        "KPU Kabupaten Lebak",
        "KPU KABUPATEN LEBAK Tahun 2025",
        "KPU Kab. Lebak",
        "Komisi Pemilihan Umum Kabupaten Lebak Nomor 12",
        "KPU Kabupaten/Kota",
        "KPU Kabupaten dan KPU Kota",
        "KPU KABUPATEN SE-BANTEN",
        "KPU Provinsi Banten",
        "KPU RI",
        "Batas Kabupaten Serang",
    ],
)
def test_our_own_name_and_the_general_ones_are_not(text):
    assert slugs(text) == []


def test_the_other_office_is_named():
    words = check_text("Laporan KPU Kota Tangerang Selatan Tahun 2024", OFFICE)[0].words
    assert words["found"] == "KPU Kota Tangerang Selatan"
    assert words["office"] == "KPU Kabupaten Lebak"


def test_a_regency_whose_name_begins_like_ours_is_another():
    bandung = OfficeFacts("Komisi Pemilihan Umum Kabupaten Bandung", "KPU Kabupaten Bandung", "")
    assert check_text("KPU Kabupaten Bandung", bandung) == ()
    assert [flaw.code for flaw in check_text("KPU Kabupaten Bandung Barat", bandung)] == ["kantor-lain"]


def test_everything_in_a_text_is_told() -> None:
    """Numbers, addresses and another office's name in one cell; the words of a second kind hide none of the first."""
    text = "NIK 3602014501900001, budi@surel.example, KPU Kabupaten Serang"
    assert slugs(text) == ["data-pribadi-nik", "data-pribadi-surel", "kantor-lain"]


def test_a_list_of_numbers_is_seen_without_quoting_all_of_it() -> None:
    assert slugs(" ".join(f"orang{n}@surel.example" for n in range(9))) == ["data-pribadi-surel"] * 5


@pytest.mark.parametrize("own", ["Lebak@Surel.Example", "lebak@surel.example"])
@pytest.mark.parametrize("text", ["hubungi Lebak@surel.example", "HUBUNGI LEBAK@SUREL.EXAMPLE"])
def test_the_offices_own_address_is_its_own_however_it_is_spelt(own: str, text: str) -> None:
    assert check_text(text, replace(OFFICE, email=own)) == ()


@pytest.mark.parametrize("text", ["KPU\u00a0Kabupaten\u00a0Serang", "KPU Kabupaten\tSerang"])
def test_another_offices_name_is_found_between_any_blanks(text: str) -> None:
    assert slugs(text) == ["kantor-lain"]


@pytest.mark.parametrize("text", ["BUDI.S@SUREL.EXAMPLE", "PASPOR A1234567", "LAHIR DI LEBAK, 12 JANUARI 1990"])
def test_capitals_hide_nothing(text: str) -> None:
    assert len(slugs(text)) == 1


def test_half_a_sign_stops_no_check() -> None:
    """Google may hand over a surrogate without its other half."""
    assert slugs("\ud800") == []
    assert slugs("\ud800 NIK 3602014501900001") == ["data-pribadi-nik"]


@pytest.mark.parametrize("text", ["Hubungi +60 12-345 6789", "WA +65 8123 4567", "+60123456789"])
def test_a_mobile_number_of_another_country_is_found(text: str) -> None:
    assert slugs(text) == ["data-pribadi-telepon"]
