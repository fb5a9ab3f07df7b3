"""A unit tab as staff leave it: where its columns are, which of its rows are rows, and what is told about them."""

from __future__ import annotations

import pytest

from sync.cells.other_offices import OfficeFacts
from sync.model import Formula, Link, Sheet
from sync.tabs.header_row import Columns, find_columns
from sync.tabs.unit_tab import Reading, read_unit_tab
from sync.template.loader import load_template

TEMPLATE = load_template()
UNIT = TEMPLATE.tab("unit")
OFFICE = OfficeFacts("Komisi Pemilihan Umum Kabupaten Lebak", "KPU Kabupaten Lebak", "lebak@surel.example")
ORDER = ("id", *TEMPLATE.content_roles, "status", "catatan")
"""As in workbooks of an earlier version, whose order stays: the columns of a tab may stand in any."""
HEADER = [UNIT.column(role).header for role in ORDER]
AT = {role: index for index, role in enumerate(ORDER)}
GOOD = {
    "judul": "Laporan Keuangan Tahun 2025",
    "ringkasan": "Neraca dan catatan atas laporan keuangan",
    "penanggung_jawab": "Kepala Subbagian Keuangan",
    "waktu": "12 Januari 2026",
    "tempat": "Rangkasbitung",
    "bentuk": "Softcopy",
    "retensi": "5 tahun",
    "usulan": "Informasi Berkala",
    "tautan": "Neraca | https://kantor.example/neraca.pdf",
}


def row(**cells: str) -> list[str]:
    """A row in the order of the template: a good one, but for these cells."""
    return [(GOOD | cells).get(role, "") for role in AT]


def only(**cells: str) -> list[str]:
    """A row with these cells alone."""
    return [cells.get(role, "") for role in AT]


def read(*rows: list[str], needed: tuple[str, ...] = (), **sheet: object) -> Reading:
    return read_unit_tab(Sheet("Keuangan", list(rows), **sheet), "KUL", OFFICE, TEMPLATE, needed)  # type: ignore[arg-type]


def numbers(reading: Reading) -> list[int]:
    return [found.number for found in reading.rows]


def told(reading: Reading) -> list[tuple[str | None, str]]:
    return [(problem.cell, problem.code) for problem in reading.problems]


# Columns


def test_a_good_tab_has_rows_and_no_problems():
    reading = read(HEADER, row(id="KUL-0001", bentuk="soft copy", retensi="5 th"))
    assert reading.usable and reading.problems == ()
    found = reading.rows[0]
    assert (found.number, found.id, found.valid) == (1, "KUL-0001", True)
    typed = dict(zip(TEMPLATE.content_roles, found.typed, strict=True))
    meant = dict(zip(TEMPLATE.content_roles, found.values, strict=True))
    assert (typed["bentuk"], meant["bentuk"]) == ("soft copy", "Softcopy")
    assert (typed["retensi"], meant["retensi"]) == ("5 th", "5 tahun")


def test_title_rows_above_the_header_are_no_rows():
    reading = read(["DAFTAR INFORMASI PUBLIK"], ["KPU Kabupaten Lebak", "", "Tahun 2026"], [], HEADER, row())
    assert reading.columns is not None and reading.columns.header_row == 3
    assert numbers(reading) == [4]


def test_columns_are_found_in_any_order_by_alias_and_in_spite_of_spelling():
    """Case, blanks, punctuation, aliases of the template, and a typing error in a long header."""
    header = [
        "Retensi",
        "BENTUK  INFORMASI *",
        "Tempat",
        "Waktu",
        "PenanggungJawab",
        "Ringkasan:",
        "Judul Infromasi",
        "No.",
    ]
    found = find_columns(Sheet("Tab", [header]), UNIT, ["judul"])
    assert isinstance(found, Columns)
    assert found.at == {
        "judul": 6, "ringkasan": 5, "penanggung_jawab": 4, "waktu": 3, "tempat": 2, "bentuk": 1, "retensi": 0,
    }  # fmt: skip


def test_short_rows_are_filled_up():
    """A reader drops the empty cells at the end of a row."""
    reading = read(HEADER, row()[: AT["retensi"]], row()[: AT["judul"] + 1])
    assert numbers(reading) == [1, 2]
    assert ("H2", "retensi-kosong") in told(reading)


def test_a_header_of_two_rows_merged_downwards():
    top = ["", *HEADER[1:4], "Pembuatan", "", *HEADER[6:]]
    below = ["", "", "", "", "Waktu", "Tempat"]
    reading = read(top, below, row(), merges=((0, 1, 1, 1), (0, 4, 0, 5)))
    assert reading.columns is not None and reading.columns.header_row == 1
    assert (reading.columns.at["waktu"], reading.columns.at["tempat"]) == (4, 5)
    assert numbers(reading) == [2]


def test_tick_columns_stand_for_the_form():
    """Cetak, Rekam, Online under one header: ticks become the words above them, and the words a form."""
    header = ["No", "Judul", "Ringkasan", "Penanggung Jawab", "Waktu", "Tempat", "Bentuk", "", "", "Retensi"]
    marks = [
        ["√", "v", ""],
        ["", "", "✔\ufe0f"],
        ["x", "-", "FALSE"],
        ["", "", ""],
        ["ada dua", "", ""],
        ["v", "", "☒"],
    ]
    rows = [[str(i), f"Judul {i}", "Isi", "Kepala", "2025", "Serang", *mark, "5 tahun"] for i, mark in enumerate(marks)]
    reading = read(header, ["", "", "", "", "", "", "Cetak", "Rekam", "Online"], *rows)
    form = TEMPLATE.content_roles.index("bentuk")
    values = [found.values[form] for found in reading.rows]
    assert values == ["Softcopy dan Hardcopy", "Softcopy", "Hardcopy", "", "Cetak: ada dua", "Cetak, Online: ☒"]
    assert told(reading) == [("G6", "bentuk-kosong"), ("G7", "pilihan-salah"), ("G8", "pilihan-salah")]


def test_a_tab_without_a_header_removes_nothing_and_says_so():
    tabs: list[list[list[str]]] = [[], [[]], [["apa", "saja"]], [row()]]
    for rows in tabs:
        reading = read(*rows)
        assert not reading.usable and reading.rows == () and told(reading) == [(None, "judul-kolom-hilang")]


def test_a_missing_column_makes_the_tab_unusable_and_is_named():
    reading = read([name for name in HEADER if name != UNIT.column("retensi").header], row())
    assert not reading.usable and told(reading) == [(None, "kolom-hilang")]
    assert reading.problems[0].column == UNIT.column("retensi").header


def test_a_column_the_tab_had_before_is_missed_when_asked_for():
    """Optional columns may be absent, unless the ledger knows that they were there."""
    header, cells = HEADER[: AT["tautan"]], row()[: AT["tautan"]]
    assert read(header, cells).usable
    assert told(read(header, cells, needed=("tautan",))) == [(None, "kolom-hilang")]


def test_two_columns_with_one_header_make_the_tab_unusable():
    reading = read([*HEADER, HEADER[1]], row())
    assert not reading.usable and told(reading) == [(None, "kolom-ganda")]
    assert "B1 dan N1" in reading.problems[0].message


def test_a_header_typed_over_another_is_told_as_double_and_not_as_unknown():
    header = [HEADER[1] if name == UNIT.column("waktu").header else name for name in HEADER]
    reading = read(header, row())
    assert told(reading) == [(None, "kolom-ganda"), (None, "kolom-hilang")]
    assert "tidak dikenal" not in reading.problems[1].message


def test_a_second_column_under_an_alias_is_left_unread_and_told():
    """The template's own header wins; the other is not data that may be lost in silence."""
    reading = read([*HEADER, "Judul"], [*row(), "lain"])
    assert reading.usable and told(reading) == [("N1", "kolom-serupa")]


def test_one_column_for_place_and_time_is_explained():
    header = [name for name in HEADER if name not in (UNIT.column("waktu").header, UNIT.column("tempat").header)]
    reading = read([*header, "Tempat dan Waktu Pembuatan"], row())
    assert told(reading) == [(None, "kolom-dua-isi")]


def test_a_tab_the_door_could_not_read_whole_is_unusable():
    assert told(read(HEADER, row(), complete=False)) == [(None, "tab-tidak-lengkap")]


# Rows


@pytest.mark.parametrize(
    "cells",
    [
        [],
        ["", " ", "\u00a0", "\u200b"],
        only(id="KUL-0009"),
        only(id="KUL-0009", status="Terbit", catatan="baik"),
        only(tautan="FALSE", lokasi_arsip="FALSE"),
        only(judul="A. INFORMASI WAJIB DIUMUMKAN SECARA BERKALA"),
        only(judul="Informasi Setiap Saat"),
        only(id="II", ringkasan="INFORMASI SERTA MERTA"),
        HEADER,
        [str(number) for number in range(1, 14)],
        [f"({number})" for number in range(1, 14)],
        [f"{number}." for number in range(1, 14)],
        [f"{number}.0" for number in range(1, 14)],
        only(judul="a. informasi berkala"),
    ],
)
def test_what_looks_like_a_row_and_is_none(cells):
    """Blanks, unticked boxes, sync's own columns, category names, repeated headers, number rows."""
    reading = read(HEADER, row(), cells, row(judul="Lain"))
    assert numbers(reading) == [1, 3]
    assert reading.problems == ()


def test_a_category_merged_over_the_row_is_none():
    assert numbers(read(HEADER, only(judul="Bagian kedua"), row(), merges=((1, 1, 1, 10),))) == [2]


@pytest.mark.parametrize(
    "title",
    [
        *("Laporan Keuangan 2025", "Informasi Umum", "A. Laporan", "2025", "Daftar Informasi Berkala"),
        *("Informasi Pemutakhiran Data Pemilih (Coklit) Tahun 2024", "Informasi pengadaan a.n. KPU"),
        *("Informasi tahapan dll. dan jadwal", "Laporan (akhir) layanan informasi berkala", "(DPT) Informasi Berkala"),
        *("1. Informasi pengadaan barang", "a. informasi tahapan"),
    ],
)
def test_a_row_with_a_title_alone_is_a_row_that_needs_the_rest(title):
    """It is never dropped in silence: staff began it and will go on."""
    reading = read(HEADER, only(judul=title))
    assert numbers(reading) == [1]
    assert len(reading.problems) >= 6


def test_no_rows_at_all_is_a_usable_tab():
    reading = read(HEADER)
    assert reading.usable and reading.rows == () and reading.problems == ()


def test_a_cell_merged_downwards_is_filled_into_the_rows_it_covers():
    second = row(judul="Lain", penanggung_jawab="")
    place = AT["penanggung_jawab"]
    reading = read(HEADER, row(), second, merges=((1, place, 2, place),))
    assert reading.problems == ()
    assert reading.rows[1].typed == tuple(row(judul="Lain")[1:11])


def test_a_merge_does_not_make_rows_of_empty_ones():
    place = AT["tempat"]
    assert numbers(read(HEADER, row(), only(), only(), merges=((1, place, 3, place),))) == [1]


def test_a_cell_lost_in_a_wider_merge_is_told_with_its_range():
    reading = read(HEADER, row(), row(judul="Lain", waktu=""), merges=((1, AT["waktu"], 2, AT["tempat"]),))
    assert sorted(told(reading)) == [("E3", "sel-gabung"), ("F2", "sel-gabung"), ("F3", "sel-gabung")]
    assert all("E2:F3" in problem.message for problem in reading.problems)


def test_a_row_of_dashes_is_told_cell_by_cell_and_its_summary_repeats_nothing():
    dashes = dict.fromkeys((role for role in TEMPLATE.content_roles if UNIT.column(role).required), "-")
    assert {code for _, code in told(read(HEADER, only(**dashes)))} == {"isian-pengganti"}


def test_an_empty_cell_is_not_filled_from_above():
    assert told(read(HEADER, row(), row(judul="Lain", tempat=""))) == [("F3", "tempat-kosong")]


# Cells in their rows


def test_a_problem_carries_tab_cell_column_and_value():
    problem = read(HEADER, row(waktu="31/02/2025")).problems[0]
    assert (problem.tab, problem.cell, problem.id, problem.column) == (
        "Keuangan",
        "E2",
        None,
        UNIT.column("waktu").header,
    )
    assert (problem.code, problem.severity, problem.value) == ("tanggal-salah", "error", "31/02/2025")


def test_problems_are_kept_by_row_and_make_it_invalid():
    reading = read(HEADER, row(), row(waktu="TW III", retensi=""), row(judul="Neraca", ringkasan="NERACA."))
    assert {number: [p.code for p in found] for number, found in reading.problems_by_row.items()} == {
        2: ["waktu-tanpa-tahun", "retensi-kosong"],
        3: ["ringkasan-sama"],
    }
    assert [found.valid for found in reading.rows] == [True, False, True]


def test_what_cannot_be_read_stays_as_typed():
    found = read(HEADER, row(waktu=" TW  III ")).rows[0]
    at = TEMPLATE.content_roles.index("waktu")
    assert (found.typed[at], found.values[at]) == ("TW  III", "TW III")


def test_a_formula_counts_as_its_stored_value():
    formulas = {(1, AT["judul"]): Formula("B5&B6", True), (1, AT["waktu"]): Formula("TODAY()", False)}
    reading = read(HEADER, row(waktu=""), formulas=formulas)
    assert told(reading) == [("E2", "rumus-tanpa-nilai")]
    assert not reading.rows[0].valid


def test_a_link_formula_needs_no_stored_value():
    place = (1, AT["tautan"])
    formulas = {place: Formula('HYPERLINK("https://a.go.id/1")', False)}
    reading = read(HEADER, row(tautan=""), formulas=formulas, links={place: (Link("", "https://a.go.id/1"),)})
    assert reading.problems == ()
    assert reading.rows[0].typed[8] == "https://a.go.id/1"


def test_links_behind_the_text_are_part_of_the_typed_text():
    place = (1, AT["tautan"])
    before = read(HEADER, row(tautan="Neraca"), links={place: (Link("", "https://a.go.id/1"),)})
    after = read(HEADER, row(tautan="Neraca"), links={place: (Link("", "https://a.go.id/2"),)})
    assert before.rows[0].typed[8] == "Neraca | https://a.go.id/1"
    assert after.rows[0].typed[8] == "Neraca | https://a.go.id/2"


def test_serial_days_follow_the_workbooks_calendar():
    at = TEMPLATE.content_roles.index("waktu")
    assert read(HEADER, row(waktu="45303")).rows[0].values[at] == "12 Januari 2024"
    assert read(HEADER, row(waktu="43841"), date1904=True).rows[0].values[at] == "12 Januari 2024"


def test_personal_data_is_an_error_and_is_not_carried_along():
    """It is found in texts, link names and file names, and the problem quotes no more of it than its ends."""
    links = "KTP 3602014501900001 | https://a.go.id/KTP_3602014501900001.pdf"
    reading = read(HEADER, row(ringkasan="Hubungi 081234567890 untuk berkas lengkapnya"), row(judul="B", tautan=links))
    assert {code for _, code in told(reading)} == {"data-pribadi-telepon", "data-pribadi-nik"}
    assert not any(found.valid for found in reading.rows)
    for problem in reading.problems:
        assert "3602014501900001" not in repr(problem) and "081234567890" not in repr(problem)


@pytest.mark.parametrize("blank", ["\u00a0", " \u200b", "\u2009"])
def test_personal_data_is_found_whatever_blanks_stand_in_it(blank):
    """A no-break space, a sign nobody sees, a thin space: what people read is a telephone number."""
    typed = f"Hubungi 0812{blank}3456{blank}7890 untuk berkas lengkapnya di kantor kami"
    assert told(read(HEADER, row(ringkasan=typed), row(judul=typed)))[0] == ("C2", "data-pribadi-telepon")
    assert ("B3", "data-pribadi-telepon") in told(read(HEADER, row(), row(judul=typed)))


def test_another_office_in_any_cell_is_an_error():
    reading = read(HEADER, row(penanggung_jawab="Sekretaris KPU Kabupaten Serang"))
    assert told(reading) == [("D2", "kantor-lain")]


def test_a_person_where_a_position_should_be_is_a_warning():
    reading = read(HEADER, row(penanggung_jawab="Budi Santoso, S.H."), row(judul="B", penanggung_jawab="Sekretaris"))
    assert told(reading) == [("D2", "nama-orang")]
    assert reading.rows[0].valid


@pytest.mark.parametrize(
    "name", ["dr. Siti Aminah", "Siti Aminah, A.Md", "Budi Santoso S.Pd", "H. Ahmad", "Drs. Budi M.Si"]
)
def test_every_title_gives_a_name_away(name):
    assert told(read(HEADER, row(penanggung_jawab=name))) == [("D2", "nama-orang")]


@pytest.mark.parametrize(
    "position",
    [
        "Kepala Subbagian Partisipasi, Hubungan Masyarakat, dan SDM",
        "Plt. Sekretaris",
        "Kasubbag Hukum & S.D.M.",
        "Ketua KPU",
    ],
)
def test_a_position_is_no_name(position):
    assert told(read(HEADER, row(penanggung_jawab=position))) == []


def test_every_row_with_a_flawed_value_is_told():
    """Readers run once per distinct value; people are told in every row."""
    reading = read(HEADER, *(row(judul=f"Judul {number}", retensi="3-5 tahun") for number in range(5)))
    assert told(reading) == [(f"H{number}", "retensi-tidak-pasti") for number in range(2, 7)]


def test_ten_thousand_rows_keep_their_numbers():
    reading = read(HEADER, *(row(judul=f"Laporan Kegiatan Nomor {number} Tahun 2025") for number in range(10_000)))
    assert len(reading.rows) == 10_000 and reading.problems == ()
    assert reading.rows[-1].number == 10_000
