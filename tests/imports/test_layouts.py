"""Layouts that lists have, each by the smallest table that shows it: what is found, taken apart, asked."""

from __future__ import annotations

import csv
import datetime as dt
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from hypothesis import given, strategies

from sync.cli.import_report import report_lines
from sync.importing.given import Given
from sync.importing.list_reading import ListReader, ListReading, read_list
from sync.importing.source_tab import SourceTab
from sync.importing.words import load_vocabulary
from sync.model import Formula, Sheet
from sync.run.import_list import plan_import
from tests.imports.our_answer import TEMPLATE, example_office

HEADER = ["No", "Judul", "Unit", "Waktu"]


def understood(path: Path) -> ListReading:
    return read_list(path, example_office(), TEMPLATE, Given())


def from_csv(tmp_path: Path, *rows: Sequence[str]) -> ListReading:
    path = tmp_path / "daftar.csv"
    with path.open("w", encoding="utf-8", newline="") as stream:
        csv.writer(stream).writerows(rows)
    return understood(path)


def from_xlsx(tmp_path: Path, tabs: dict[str, list[list[Any]]], *merges: str) -> ListReading:
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    for title, rows in tabs.items():
        sheet = book.create_sheet(title)
        for row in rows:
            sheet.append(row)
        for merge in merges:
            sheet.merge_cells(merge)
    book.save(tmp_path / "daftar.xlsx")
    return understood(tmp_path / "daftar.xlsx")


def values(reading: ListReading, role: str) -> list[str]:
    return [entry.values.get(role, "") for entry in reading.entries]


def test_tables_beneath_each_other_have_their_own_headers_and_classes(tmp_path: Path) -> None:
    reading = from_csv(
        tmp_path,
        ["I. INFORMASI BERKALA"], HEADER, ["1", "Laporan A", "KUL", "2024"], ["2", "Laporan B", "KUL", "2024"], [],
        ["II. INFORMASI SETIAP SAAT"], ["No", "Unit", "Judul", "Tahun", "Format"], ["1", "TEK", "SK", "2025", "PDF"],
    )  # fmt: skip
    assert values(reading, "judul") == ["Laporan A", "Laporan B", "SK"]
    assert values(reading, "usulan") == ["Informasi Berkala", "Informasi Berkala", "Informasi Setiap Saat"]
    assert values(reading, "bentuk") == ["", "", "Softcopy"]


def test_units_stand_as_rows_between_the_entries(tmp_path: Path) -> None:
    reading = from_csv(
        tmp_path, ["No", "Judul", "Waktu"], ["I", "Rendatin"], ["1", "DPB", "2024"], ["", "Jumlah", "1"],
        ["II", "SUBBAGIAN TEKNIS DAN HUKUM"], ["1", "SK Dapil", "2023"],
    )  # fmt: skip
    assert [(entry.unit, entry.values["judul"]) for entry in reading.entries] == [("REN", "DPB"), ("TEK", "SK Dapil")]


def test_a_part_beside_the_unit_is_the_official_where_the_header_says_so(tmp_path: Path) -> None:
    row = ["1", "Laporan", "Subbag Umum / Humas", "2024"]
    reading = from_csv(tmp_path, ["No", "Judul", "Unit dan Penanggung Jawab", "Waktu"], row)
    assert (reading.entries[0].unit, values(reading, "penanggung_jawab")) == ("KUL", ["Humas"])
    asked = from_csv(tmp_path, HEADER, row)
    assert (asked.entries[0].unit, len(asked.questions)) == ("", 1), "it may be another unit"


@pytest.mark.parametrize(
    ("klass", "heading"),
    [("A. INFORMASI BERKALA", "1. Informasi tentang Profil"), ("1. INFORMASI BERKALA", "a. INFORMASI TENTANG PROFIL")],
)
def test_a_heading_that_is_numbered_otherwise_stands_beneath_the_class(
    tmp_path: Path, klass: str, heading: str
) -> None:
    rows = [[klass], [heading], ["1", "Laporan A", "KUL", "2024"], ["2", "Laporan B", "KUL", "2024"]]
    reading = from_csv(tmp_path, HEADER, *rows)
    assert values(reading, "usulan") == ["Informasi Berkala"] * 2
    assert not reading.questions


def test_a_word_for_every_list_names_a_column_only_where_no_other_does(tmp_path: Path) -> None:
    header = ["No", "Informasi", "Pembuat Informasi", "Thn Dokumen", "Subbag", "Retensi (Th)"]
    reading = from_csv(tmp_path, header, ["1", "Laporan A", "Ketua", "2024", "KUL", "5"])
    (entry,) = reading.entries
    assert entry.values == {
        "judul": "Laporan A", "penanggung_jawab": "Ketua", "waktu": "2024", "retensi": "5 tahun"
    }  # fmt: skip


def test_a_position_is_taken_rather_than_a_name(tmp_path: Path) -> None:
    header = ["No", "Judul", "Subbag", "Nama Penanggung Jawab", "Jabatan", "Tahun"]
    reading = from_csv(tmp_path, header, ["1", "Laporan A", "KUL", "Asep Suryana, S.E.", "Kasubbag KUL", "2024"])
    assert values(reading, "penanggung_jawab") == ["Kasubbag KUL"]


def test_title_and_summary_in_one_cell_are_asked_about(tmp_path: Path) -> None:
    header = ["No", "Judul dan Ringkasan Informasi", "Subbag", "Tahun"]
    reading = from_csv(tmp_path, header, ["1", "Laporan A: neraca", "KUL", "2024"])
    assert [question.roles for question in reading.questions] == [{"judul", "ringkasan"}]


def test_what_stands_under_documents_is_no_link_when_it_plainly_is_something_else(tmp_path: Path) -> None:
    header = ["No", "Judul", "Subbag", "Dokumen"]
    rows = [[str(number), f"Laporan {number}", "KUL", "Januari 2024"] for number in range(1, 4)]
    reading = from_csv(tmp_path, header, *rows)
    assert values(reading, "tautan") == [""] * 3
    assert values(reading, "waktu") == ["Januari 2024"] * 3


def test_a_month_and_a_year_in_two_columns_are_one_time(tmp_path: Path) -> None:
    header = ["No", "Judul", "Subbag", "Bulan", "Tahun"]
    months = ["Maret", "9", "-", "Semester I"]
    reading = from_csv(
        tmp_path, header, *([str(row), f"Laporan {row}", "KUL", month, "2025"] for row, month in enumerate(months))
    )
    assert values(reading, "waktu") == ["Maret 2025", "September 2025", "2025", "Semester I 2025"]
    alone = from_csv(tmp_path, header[:4], ["1", "Laporan", "KUL", "Maret 2025"])
    assert values(alone, "waktu") == ["Maret 2025"]


def test_a_column_of_moments_is_no_time_of_documents(tmp_path: Path) -> None:
    header = ["id", "title", "unit_name", "issued_at", "created_at", "updated_at"]
    stamps = ["2025-11-12 09:15:00", "2026-01-12T13:00:22Z"]
    reading = from_csv(tmp_path, header, ["1", "Laporan A", "KUL", "2025-10-02", *stamps])
    assert values(reading, "waktu") == ["2 Oktober 2025"]
    alone = from_csv(tmp_path, ["id", "title", "unit_name", "created_at"], ["1", "Laporan A", "KUL", stamps[0]])
    assert values(alone, "waktu") == [""]


def test_a_bare_number_has_the_unit_that_its_header_names(tmp_path: Path) -> None:
    reading = from_csv(tmp_path, [*HEADER, "Retensi (Tahun)"], ["1", "Laporan", "KUL", "2024", "5"])
    assert values(reading, "retensi") == ["5 tahun"]
    assert not reading.entries[0].unread


def test_what_becomes_of_an_archive_may_stand_under_remarks(tmp_path: Path) -> None:
    header = [*HEADER, "Retensi Aktif", "Retensi Inaktif", "Keterangan"]
    reading = from_csv(tmp_path, header, ["1", "Laporan", "KUL", "2024", "2 tahun", "3 tahun", "Musnah"])
    assert values(reading, "retensi") == ["2 tahun aktif, 3 tahun inaktif, musnah"]


@pytest.mark.parametrize("formula", ['HYPERLINK(B2,"Unduh")', 'IF(A2=1,HYPERLINK("https://a.go.id/"&A2),"")'])
def test_a_link_that_a_formula_computes_is_named_as_the_formula_it_is(formula: str) -> None:
    rows = (
        (*HEADER, "Tautan"),
        ("1", "Laporan", "KUL", "2024", "Unduh"),
        ("2", "SK", "KUL", "2024", "https://a.go.id/1"),
    )
    sheet = Sheet("Daftar", rows, formulas={(1, 4): Formula(formula, True)})
    reader = ListReader(example_office(), TEMPLATE, load_vocabulary(TEMPLATE.tab("unit")), Given())
    entries = reader.read([SourceTab(sheet)]).entries
    assert [[unread.flaw.code for unread in entry.unread] for entry in entries] == [["tautan-rumus"], []]


def test_conditions_in_the_columns_of_a_schedule_stay_with_their_phase(tmp_path: Path) -> None:
    header = [*HEADER, "Retensi Aktif", "Retensi Inaktif", "Keterangan"]
    rows = [["1", "A", "KUL", "2024", "2 tahun setelah diaudit", "3 tahun", "Musnah"]]
    rows += [["2", "B", "KUL", "2024", "Selama berlaku", "2 th sejak dicabut", "Permanen"]]
    assert values(from_csv(tmp_path, header, *rows), "retensi") == [
        "2 tahun aktif setelah diaudit, 3 tahun inaktif, musnah",
        "aktif selama berlaku, 2 tahun inaktif sejak dicabut, permanen",
    ]


def test_signatures_beneath_are_no_entries(tmp_path: Path) -> None:
    end = [["", "", "Rangkasbitung, 5 Januari 2026"], ["", "Mengetahui", "PPID"], ["", "NIP. 1970", "NIP. 1980"]]
    reading = from_csv(tmp_path, HEADER, ["1", "Laporan A", "KUL", "2024"], ["2", "Laporan B", "KUL", "2024"], *end)
    assert values(reading, "judul") == ["Laporan A", "Laporan B"]


def test_a_merge_downwards_holds_for_its_rows(tmp_path: Path) -> None:
    rows: list[list[Any]] = [
        HEADER,
        [1, "Laporan A", "Rendatin", 2024],
        [2, "Laporan B", None, 2024],
        [3, "Laporan C", "KUL", 2024],
    ]
    reading = from_xlsx(tmp_path, {"DIP": rows}, "C2:C3")
    assert [entry.unit for entry in reading.entries] == ["REN", "REN", "KUL"]


def test_an_empty_unit_that_no_merge_covers_is_asked(tmp_path: Path) -> None:
    reading = from_csv(tmp_path, HEADER, ["1", "Laporan A", "KUL", "2024"], ["2", "Laporan B", "", "2024"])
    assert [entry.unit for entry in reading.entries] == ["KUL", ""]
    assert [sorted(question.rows or ()) for question in reading.questions] == [[2]]


def test_dates_are_as_exact_as_their_format_shows(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(HEADER)
    for number, code in enumerate(["dd/mm/yyyy", "mmm yyyy", "yyyy"], 1):
        sheet.append([number, f"Laporan {number}", "KUL", dt.date(2025, 3, 1)])
        sheet.cell(number + 1, 4).number_format = code
    book.save(tmp_path / "daftar.xlsx")
    assert values(understood(tmp_path / "daftar.xlsx"), "waktu") == ["1 Maret 2025", "Maret 2025", "2025"]


@pytest.mark.parametrize(
    ("cell", "time", "place"),
    [
        ("Tegal, 2025", "2025", "Tegal"),
        ("Tegal bulan Juli 2025", "Juli 2025", "Tegal"),
        ("Tahun 2021, Jakarta", "2021", "Jakarta"),
        ("Semester I Tahun 2026\nSerang", "Semester I 2026", "Serang"),
        ("Januari 2025", "Januari 2025", ""),
        ("Rangkasbitung", "", "Rangkasbitung"),
        ("Lebak, Mei s.d. Juli 2024", "Mei s.d. Juli 2024", "Lebak"),
        ("Kantor KPU Lebak di tiap akhir bulan", "Kantor KPU Lebak di tiap akhir bulan", ""),
    ],
)
def test_time_and_place_in_one_cell(tmp_path: Path, cell: str, time: str, place: str) -> None:
    header = ["No", "Judul", "Unit", "Tempat dan Waktu Pembuatan"]
    reading = from_csv(tmp_path, header, ["1", "Laporan", "KUL", cell], ["2", "Laporan B", "KUL", "Serang, 2025"])
    assert (values(reading, "waktu")[0], values(reading, "tempat")[0]) == (time, place)


@pytest.mark.parametrize(
    ("cell", "unit", "official"),
    [
        ("Rendatin / Kasubbag Rendatin", "REN", "Kasubbag Rendatin"),
        ("Teknis & Hukum\nKepala Subbagian Teknis dan Hukum", "TEK", "Kepala Subbagian Teknis dan Hukum"),
        ("SDM dan Parmas, Admin PPID", "PAR", "Admin PPID"),
        ("Subbag Rendatin (Kasubbag Rendatin)", "REN", "Kasubbag Rendatin"),
        ("Kasubbag Program dan Data", "REN", "Kasubbag Program dan Data"),
        ("Teknis, Parhumas", "", ""),
        ("Sekretaris", "", "Sekretaris"),
        ("Subbag Umum / Kuasa Pengguna Anggaran", "KUL", "Kuasa Pengguna Anggaran"),
    ],
)
def test_unit_and_official_in_one_cell(tmp_path: Path, cell: str, unit: str, official: str) -> None:
    reading = from_csv(tmp_path, ["No", "Judul", "Unit dan Penanggung Jawab", "Waktu"], ["1", "Laporan", cell, "2025"])
    assert reading.entries[0].unit == unit
    if official:
        assert values(reading, "penanggung_jawab") == [official]


def test_the_list_of_the_excluded_is_known_by_its_columns(tmp_path: Path) -> None:
    header = ["No", "Informasi", "Unit", "Dasar Hukum Pengecualian", "Konsekuensi Bila Dibuka", "Jangka Waktu"]
    reading = from_csv(tmp_path, header, ["1", "Data pemilih", "REN", "Pasal 17 huruf h", "Rahasia pribadi", "5 tahun"])
    assert values(reading, "usulan") == ["Informasi Dikecualikan"]
    assert values(reading, "retensi") == [""], "how long it is excluded is not how long it is kept"


def test_a_name_that_is_a_button_is_no_name_of_a_document(tmp_path: Path) -> None:
    page = "<table><tr><th>No</th><th>Judul</th><th>Unit</th><th>Aksi</th></tr>" + "".join(
        f"<tr><td>{number}</td><td>Laporan {number}</td><td>KUL</td><td><a href='https://a.go.id/{number}.pdf'>Unduh</a>"
        for number in range(1, 4)
    )
    (tmp_path / "daftar.html").write_text(f"<h3>Informasi Serta Merta</h3>{page}</table>", encoding="utf-8")
    reading = understood(tmp_path / "daftar.html")
    assert values(reading, "tautan") == [f"https://a.go.id/{number}.pdf" for number in range(1, 4)]
    assert set(values(reading, "usulan")) == {"Informasi Serta Merta"}


def test_of_a_workbook_of_our_own_kind_the_units_tabs_are_the_list(tmp_path: Path) -> None:
    columns, typed = TEMPLATE.tab("unit").columns, {"id": "KUL-0001", "judul": "Laporan", "ringkasan": "Isi"}
    unit: list[list[Any]] = [[column.header for column in columns], [typed.get(column.role) for column in columns]]
    fixed: dict[str, list[list[Any]]] = {
        title: [["Judul", "Penjelasan"], ["a", "b"]] for title in TEMPLATE.fixed_titles
    }
    reading = from_xlsx(tmp_path, {"Keuangan, Umum, Logistik": unit, **fixed})
    assert [(entry.unit, entry.values["judul"]) for entry in reading.entries] == [("KUL", "Laporan")]


def test_titles_beside_merged_cells_are_entries_each(tmp_path: Path) -> None:
    rows: list[list[Any]] = [HEADER, [1, "Laporan A", "Rendatin", 2024], [None, "Laporan B"], [None, "Laporan C"]]
    reading = from_xlsx(tmp_path, {"DIP": [*rows, [2, "Laporan D", "KUL", 2025]]}, "A2:A4", "C2:C4", "D2:D4")
    assert [(entry.unit, entry.values["judul"]) for entry in reading.entries] == [
        ("REN", "Laporan A"), ("REN", "Laporan B"), ("REN", "Laporan C"), ("KUL", "Laporan D"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("name", "unit"),
    [
        ("Keu, Umum & Log", "KUL"),
        ("Sub bagian Umum", "KUL"),
        ("Subbag Teknis dan Hukum KPU Kab. Lebak", "TEK"),
        ("Hukum dan SDM", ""),
        ("Bagian Umum dan Hukum", ""),
        ("Sekretariat KPU Kabupaten Lebak", ""),
        ("Dinas Perhubungan", ""),
    ],
)
def test_which_unit_a_name_means(tmp_path: Path, name: str, unit: str) -> None:
    reading = from_csv(tmp_path, HEADER, ["1", "Laporan", name, "2025"])
    assert reading.entries[0].unit == unit
    assert bool(reading.questions) is not bool(unit)


def test_a_page_that_a_spreadsheet_was_saved_as_has_numbers_of_its_own(tmp_path: Path) -> None:
    rows = [["1", "DAFTAR", "", ""], ["2", "No", "Judul", "Unit"], ["3", "1", "SK", "TEK"], ["4", "2", "SOP", "TEK"]]
    cells = "".join(f"<tr><th>{head}</th>{''.join(f'<td>{text}</td>' for text in row)}</tr>" for head, *row in rows)
    page = f"<table><tr><th></th><th>A</th><th>B</th><th>C</th></tr>{cells}</table>"
    (tmp_path / "daftar.html").write_text(page, encoding="utf-8")
    assert values(understood(tmp_path / "daftar.html"), "judul") == ["SK", "SOP"]


def test_questions_of_a_form_are_headers(tmp_path: Path) -> None:
    header = [
        "Timestamp", "NIP", "Sub Bagian/Divisi", "Judul dokumen yang dikuasai", "Siapa yang bertanggung jawab atasnya?",
        "Tahun berapa dokumen dibuat?", "Apakah dokumen berbentuk softcopy atau hardcopy?",
        "Berapa tahun dokumen disimpan?", "Unggah / tautan file",
    ]  # fmt: skip
    answer = [
        "2/3/2025 10:11:12",
        "198701012010012001",
        "Teknis dan Hukum",
        "SK",
        "Kasubbag Teknis",
        "2024",
        "soft",
        "5",
    ]
    reading = from_csv(tmp_path, header, [*answer, "https://a.go.id/1"])
    (entry,) = reading.entries
    assert (entry.unit, dict(entry.values)) == (
        "TEK",
        {
            "judul": "SK", "penanggung_jawab": "Kasubbag Teknis", "waktu": "2024", "bentuk": "Softcopy",
            "retensi": "5 tahun", "tautan": "https://a.go.id/1",
        },
    )  # fmt: skip
    assert not entry.unread


WORDS = (
    *("", "", "No", "Judul", "Uraian", "Ringkasan", "Unit", "Waktu", "Waktu dan Tempat", "Bentuk", "Cetak", "Online"),
    *("Retensi", "Aktif", "Inaktif", "Kategori", "Link", "Lokasi", "Berkala", "Dasar Pengecualian", "√", "x", "1", "2"),
    *(
        "(1)",
        "I",
        "A. INFORMASI BERKALA",
        "INFORMASI LAINNYA",
        "JUMLAH",
        "Mengetahui",
        "KUL",
        "Teknis, Parhumas",
        "idem",
    ),
    *("Kasubbag Umum / KUL", "-", "2025", "Tegal, 2025", "5 tahun", "Sesuai JRA", "https://a.go.id/x.pdf", "#REF!"),
)
CELL = strategies.sampled_from(WORDS)
AREA = strategies.tuples(
    *(strategies.integers(0, 12) for _ in range(2)), *(strategies.integers(0, 3) for _ in range(2))
)


@given(strategies.lists(strategies.lists(CELL, max_size=9), max_size=12), strategies.lists(AREA, max_size=3))
def test_no_table_whatever_stops_it(rows: list[list[str]], areas: list[tuple[int, int, int, int]]) -> None:
    merges = tuple((top, left, top + down, left + across) for top, left, down, across in areas)
    office = example_office()
    vocabulary = load_vocabulary(TEMPLATE.tab("unit"))
    sheet = Sheet("T", tuple(map(tuple, rows)), merges=merges)
    reading = ListReader(office, TEMPLATE, vocabulary, Given()).read([SourceTab(sheet)])
    plan = plan_import(reading, None, office, TEMPLATE)
    assert report_lines(reading, plan, office, TEMPLATE, again="")
    assert len({(entry.tab, entry.row) for entry in reading.entries}) == len(reading.entries) <= len(rows)
