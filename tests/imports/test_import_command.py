"""`dip import` as an operator uses it: what is shown, what is written, and what it says to bad input."""

from __future__ import annotations

import csv
import json
import random
import stat
import tomllib
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from sync.errors import ListError
from sync.importing.given import given_by
from sync.importing.list_reading import read_list
from sync.importing.source import read_source
from sync.run.import_list import write_import
from tests.imports.our_answer import TEMPLATE, example_office
from tests.memory_doors import Fuse
from tests.office_folder import KUL, OfficeFolder

HERE = Path(__file__).parent
LISTS, BAD = HERE / "lists", HERE / "bad"
EXPECTED = tomllib.loads((BAD / "expected.toml").read_text("utf-8"))["file"]
HEADER = ["No", "Judul Informasi", "Ringkasan", "Unit", "Penanggung Jawab", "Waktu", "Tempat", "Bentuk", "Retensi"]


@pytest.fixture(scope="module")
def new_office(tmp_path_factory: pytest.TempPathFactory) -> OfficeFolder:
    return OfficeFolder(tmp_path_factory.mktemp("office"))


@pytest.fixture
def office(new_office: OfficeFolder, tmp_path: Path) -> OfficeFolder:
    return OfficeFolder(tmp_path / "office", new_office)


def entry(number: int, **changes: str) -> list[str]:
    cells = {
        "no": str(number), "judul": f"Laporan Keuangan {number}", "ringkasan": f"Neraca bagian {number}", "unit": "KUL",
        "pj": "Kasubbag Keuangan", "waktu": "Januari 2025", "tempat": "Rangkasbitung", "bentuk": "Soft file",
        "retensi": "5 (lima) tahun",
    }  # fmt: skip
    return list((cells | changes).values())


def write_csv(path: Path, *rows: list[str], header: list[str] | None = None) -> Path:
    with path.open("w", encoding="utf-8", newline="") as stream:
        csv.writer(stream, delimiter=";").writerows([header or HEADER, *rows])
    return path


def rows_of(office: OfficeFolder, title: str = KUL) -> list[dict[str, str]]:
    """What stands in a unit's tab, with an ID or without."""
    sheet = openpyxl.load_workbook(office.workbook)[title]
    roles = {column.header: column.role for column in TEMPLATE.tab("unit").columns}
    header = [roles.get(str(cell.value), "") for cell in sheet[1]]
    rows = [
        dict(zip(header, ("" if value is None else str(value) for value in values), strict=True))
        for values in sheet.iter_rows(min_row=2, values_only=True)
    ]
    return [row for row in rows if any(row.values())]


def test_it_shows_first_and_writes_nothing(office: OfficeFolder, tmp_path: Path) -> None:
    path = write_csv(tmp_path / "daftar.csv", entry(1), entry(2, retensi="Sesuai JRA"))
    before = office.state()
    shown = office.dip("import", str(path)).stdout
    assert "Judul Informasi (by its header)" in shown
    assert "1 × Jangka Waktu Penyimpanan “Sesuai JRA” (I3)" in shown
    assert "2 rows can be written, 0 known, 0 wait for an answer. Nothing has been written." in shown
    assert office.state() == before


def test_it_ends_with_one_command_that_answers_or_one_that_writes(office: OfficeFolder, tmp_path: Path) -> None:
    path = write_csv(tmp_path / "daftar.csv", entry(1), entry(2, unit="Bidang Antariksa"))
    asked = office.dip("import", str(path)).stdout
    assert '--map "CODE=Bidang Antariksa"' in asked.splitlines()[-1]
    assert "To write them" not in asked
    shown = office.dip("import", str(path), "--map", "KUL=Bidang Antariksa").stdout
    assert "All answers" not in shown
    assert shown.splitlines()[-1].startswith("To write them: dip import ")
    refused = office.dip("import", str(path), "--map", "CODE=Bidang Antariksa", "--write")
    assert refused.exit_code == 2


def test_what_is_written_is_read_by_the_next_run(office: OfficeFolder, tmp_path: Path) -> None:
    path = write_csv(tmp_path / "daftar.csv", entry(1), entry(2, retensi="Sesuai JRA"))
    assert office.dip("import", str(path), "--write").exit_code == 0
    first, second = rows_of(office)
    assert (first["judul"], first["bentuk"], first["retensi"]) == ("Laporan Keuangan 1", "Softcopy", "5 tahun")
    assert second["retensi"] == "Sesuai JRA", "what cannot be read stands there as it was, for the clerk to mend"
    assert office.json("sync")["rows"]["total"] == 2


def test_typed_cells_stay_and_rows_come_beneath_them(office: OfficeFolder, tmp_path: Path) -> None:
    book = openpyxl.load_workbook(office.workbook)
    sheet = book[KUL]
    width = len(TEMPLATE.tab("unit").columns)
    sheet.cell(2, 2).value, sheet.cell(5, width + 3).value = "Diketik sendiri", "catatan di luar tabel"
    book.save(office.workbook)
    office.dip("import", str(write_csv(tmp_path / "daftar.csv", entry(1))), "--write")
    sheet = openpyxl.load_workbook(office.workbook)[KUL]
    assert (sheet.cell(2, 2).value, sheet.cell(5, width + 3).value) == ("Diketik sendiri", "catatan di luar tabel")
    assert [cell.value for cell in sheet[6]].count("Laporan Keuangan 1") == 1


def test_a_column_that_the_tab_has_not_is_told(office: OfficeFolder, tmp_path: Path) -> None:
    at = TEMPLATE.tab("unit").roles.index("lokasi_arsip") + 1
    book = openpyxl.load_workbook(office.workbook)
    book[KUL].delete_cols(at)
    book.save(office.workbook)
    path = write_csv(tmp_path / "daftar.csv", [*entry(1), "Rak 2"], header=[*HEADER, "Lokasi Simpan"])
    assert f"“{KUL}” has no column “Lokasi Arsip Fisik”" in office.dip("import", str(path), "--write").stdout


def test_forms_are_ticked_where_the_tab_has_a_column_for_each(office: OfficeFolder, tmp_path: Path) -> None:
    at = TEMPLATE.tab("unit").roles.index("bentuk") + 1
    book = openpyxl.load_workbook(office.workbook)
    book[KUL].insert_cols(at)
    book[KUL].cell(1, at).value, book[KUL].cell(1, at + 1).value = "Cetak", "Online"
    book.save(office.workbook)
    office.dip("import", str(write_csv(tmp_path / "daftar.csv", entry(1))), "--write")
    sheet = openpyxl.load_workbook(office.workbook)[KUL]
    assert (sheet.cell(2, at).value, sheet.cell(2, at + 1).value) == (None, "✓")


def test_a_row_comes_in_once_also_after_a_clerk_mended_it(office: OfficeFolder, tmp_path: Path) -> None:
    path = write_csv(tmp_path / "daftar.csv", entry(1), entry(2))
    office.dip("import", str(path), "--write")
    at = TEMPLATE.tab("unit").roles.index("judul") + 1
    book = openpyxl.load_workbook(office.workbook)
    book[KUL].cell(2, at).value = "Judul yang diperbaiki"
    book.save(office.workbook)
    kept = (office.path / "dip-import.jsonl").read_bytes()
    # Later the list has grown, and its numbers have moved.
    write_csv(path, entry(1, no="7"), entry(3, no="8"), entry(2, no="9"))
    document = office.json("import", str(path), "--write")
    assert (document["rows"], document["written"], document["known"]) == (3, 1, 2)
    assert (office.path / "dip-import.jsonl").read_bytes().startswith(kept)
    assert len(rows_of(office)) == 3
    again = office.json("import", str(path), "--write")
    assert (again["written"], again["known"]) == (0, 3)


def test_a_run_that_died_between_workbook_and_record_brings_no_row_twice(
    office: OfficeFolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    def dies(*_: object) -> None:
        raise OSError(28, "No space left on device")

    for path in (LISTS / "01-daftar-resmi.xlsx", LISTS / "15-lampiran-bagian.docx"):
        with monkeypatch.context() as patched:
            patched.setattr("sync.run.import_list.append_private", dies)
            assert office.dip("import", str(path), "--write").exit_code == 1
        assert office.json("import", str(path), "--write")["written"] == 0
    office.type(KUL, "unit", 2, judul="Judul yang diganti orang", waktu="2019")
    for path in (LISTS / "01-daftar-resmi.xlsx", LISTS / "15-lampiran-bagian.docx"):
        assert office.json("import", str(path), "--write")["written"] == 0, "what was found there is kept, too"


def test_a_column_that_there_is_not_is_answered_with_the_headers_there_are(office: OfficeFolder) -> None:
    done = office.dip("import", str(LISTS / "15-lampiran-bagian.docx"), "--map", "Jdul Informasi=No")
    assert done.exit_code == 2
    assert "the nearest is “Judul Informasi”" in done.stderr
    assert "Tempat Pembuatan, Bentuk Informasi, Jangka Waktu Penyimpanan" in done.stderr


def test_half_a_line_of_what_came_in_harms_nothing(office: OfficeFolder, tmp_path: Path) -> None:
    """A machine went off while it was written."""
    path = write_csv(tmp_path / "daftar.csv", entry(1))
    office.dip("import", str(path), "--write")
    log = office.path / "dip-import.jsonl"
    log.write_bytes(log.read_bytes() + b'{"digest": "ab')
    office.dip("import", str(write_csv(tmp_path / "lain.csv", entry(2))), "--write")
    assert [line[:11] for line in log.read_text("utf-8").splitlines()] == ['{"digest": '] * 3
    assert office.json("import", str(write_csv(path, entry(1), entry(2))), "--write")["known"] == 2


def test_a_row_that_seems_to_be_there_is_known(office: OfficeFolder, tmp_path: Path) -> None:
    """By title and time, as after a crash between workbook and log."""
    path = write_csv(tmp_path / "daftar.csv", entry(1), entry(2))
    office.dip("import", str(path), "--write")
    (office.path / "dip-import.jsonl").unlink()
    assert office.json("import", str(path), "--write")["known"] == 2
    assert len(rows_of(office)) == 2


def test_what_it_keeps_is_for_the_operator_alone(office: OfficeFolder, tmp_path: Path) -> None:
    path = write_csv(tmp_path / "daftar.csv", entry(1), header=["No", "Perkara", *HEADER[2:]])
    office.dip("import", str(path), "--map", "Judul=Perkara", "--write")
    for name in ("dip-import.jsonl", "dip-import.toml"):
        assert stat.S_IMODE((office.path / name).stat().st_mode) == 0o600


def test_a_mapping_is_kept_for_the_next_time(office: OfficeFolder, tmp_path: Path) -> None:
    header = ["No", "Perkara", *HEADER[2:]]
    path = write_csv(tmp_path / "daftar.csv", entry(1, unit="Bidang Keuangan Lama Sekali"), header=header)
    assert office.json("import", str(path))["columns"].get("Perkara") is None
    said = ("--map", "Judul=Perkara", "--map", "KUL=Bidang Keuangan Lama Sekali", "--write")
    assert "dip-import.toml" in office.dip("import", str(path), *said).stdout
    write_csv(path, entry(2, unit="Bidang Keuangan Lama Sekali"), header=header)
    document = office.json("import", str(path), "--write")
    assert document["columns"]["Perkara"] == "Judul Informasi"
    assert document["written"] == 1
    # Another list has no such column: what was said of the first is no mistake there.
    assert office.dip("import", str(write_csv(tmp_path / "lain.csv", entry(5)))).exit_code == 0


def test_what_is_only_shown_keeps_no_mapping(office: OfficeFolder, tmp_path: Path) -> None:
    path = write_csv(tmp_path / "daftar.csv", entry(1), header=["No", "Perkara", *HEADER[2:]])
    before = office.state()
    assert office.json("import", str(path), "--map", "Judul=Perkara")["columns"]["Perkara"] == "Judul Informasi"
    assert office.state() == before
    assert "Perkara" not in office.json("import", str(path))["columns"]


def test_a_mapping_is_taken_back_by_its_line(office: OfficeFolder, tmp_path: Path) -> None:
    path = write_csv(tmp_path / "daftar.csv", entry(1), header=["No", "Perkara", *HEADER[2:]])
    office.dip("import", str(path), "--map", "Judul=Perkara", "--write")
    kept = office.path / "dip-import.toml"
    text = kept.read_text("utf-8")
    assert "Hapus barisnya" in text and '"Perkara" = "Judul"' in text
    kept.write_text(text.replace('"Perkara" = "Judul"\n', ""), "utf-8")
    assert "Perkara" not in office.json("import", str(path))["columns"]


@pytest.mark.parametrize("name", ["kul", KUL, "Subbagian Keuangan, Umum, dan Logistik"])
def test_a_unit_is_known_by_its_tab_and_name_too(office: OfficeFolder, tmp_path: Path, name: str) -> None:
    path = write_csv(tmp_path / "daftar.csv", entry(1, unit=""))
    assert office.json("import", str(path), "--unit", name, "--write")["written"] == 1
    assert len(rows_of(office)) == 1


def test_one_unit_for_the_whole_file_takes_the_rows_that_name_none(office: OfficeFolder, tmp_path: Path) -> None:
    """A row that names another unit of the office stays with it, by its own words or by a `--map`; how many go to whom
    is told before."""
    names = ["Tim A", "Tim B", "", "KUL", "Subbagian Keuangan", "REN", "Tim B"]
    path = write_csv(tmp_path / "daftar.csv", *(entry(n, unit=unit) for n, unit in enumerate(names)))
    given = ["import", str(path), "--unit", "REN", "--map", "TEK=Tim A"]
    shown = office.dip(*given).stdout
    assert "By unit: KUL 2, REN 4, TEK 1\n" in shown
    assert "! --unit took 3 rows that name no unit of this office: “Tim B” 2, 1 say nothing\n" in shown
    assert '! is one of these another unit\'s? Then say --map "CODE=Tim B"\n' in shown
    assert "! 3 rows name another unit of this office and stay with it: KUL 2, TEK 1\n" in shown
    assert "By unit: KUL 2, REN 4, TEK 1\n" in office.dip(*given, "--write").stdout
    assert [len(rows_of(office, office.settings.unit(code).tab)) for code in ("KUL", "TEK", "REN")] == [2, 1, 4]


def test_a_unit_over_the_rows_holds_against_one_for_the_whole_file(office: OfficeFolder, tmp_path: Path) -> None:
    """A heading names the unit of the rows beneath it; one that nobody knows names none."""
    header = ["No", "Judul Informasi", "Ringkasan", "Waktu"]
    rows = [["1", "Neraca", "Neraca", "2024"], ["2", "Maklumat", "Maklumat", "2025"]]
    path = write_csv(
        tmp_path / "daftar.csv", ["SUBBAGIAN KEUANGAN"], rows[0], ["SUBBAGIAN PERSANDIAN"], rows[1], header=header
    )
    assert "By unit: KUL 1, REN 1\n" in office.dip("import", str(path), "--unit", "REN").stdout


def test_an_official_does_not_hold_against_one_unit_for_the_whole_file(office: OfficeFolder, tmp_path: Path) -> None:
    """Who signs is named, not whose the row is."""
    path = write_csv(tmp_path / "daftar.csv", entry(1, unit=""), entry(2, unit=""))
    assert "By unit: REN 2\n" in office.dip("import", str(path), "--unit", "REN").stdout


def test_the_letter_of_a_column_is_said_for_this_list_alone(office: OfficeFolder, tmp_path: Path) -> None:
    path = write_csv(tmp_path / "daftar.csv", entry(1), header=["No", "Perkara", *HEADER[2:]])
    said = office.json("import", str(path), "--map", "Judul=B", "--write")
    assert said["columns"]["Perkara"] == "Judul Informasi"
    assert "Perkara" not in office.json("import", str(path))["columns"]


def test_the_document_says_what_the_contract_promises(office: OfficeFolder, tmp_path: Path) -> None:
    path = write_csv(tmp_path / "daftar.csv", entry(1), entry(2, retensi="Sesuai JRA"))
    document = office.json("import", str(path))
    assert (document["rows"], document["written"], document["known"]) == (2, 0, 0)
    assert document["columns"]["Retensi"] == "Jangka Waktu Penyimpanan"
    (unread,) = document["not_understood"]
    assert (unread["cell"], unread["value"]) == ("I3", "Sesuai JRA")
    assert unread["message"]


def test_a_column_that_is_asked_about_holds_every_row(office: OfficeFolder, tmp_path: Path) -> None:
    header = ["No", "Uraian", "Unit", "Waktu"]
    path = write_csv(tmp_path / "daftar.csv", ["1", "Laporan", "KUL", "2025"], header=header)
    document = office.json("import", str(path), "--write")
    assert document["written"] == 0
    assert "Judul Informasi or Ringkasan Isi Informasi" in document["questions"][0]
    said = office.json("import", str(path), "--map", "Judul=Uraian", "--write")
    assert said["written"] == 1


@pytest.mark.parametrize("name", [".~lock.dip.xlsx#", "~$dip.xlsx"])
def test_an_open_workbook_is_not_written(office: OfficeFolder, tmp_path: Path, name: str) -> None:
    path = write_csv(tmp_path / "daftar.csv", entry(1))
    before = office.workbook.read_bytes()
    (office.path / name).write_text(",ani,pc,23.11.2026 08:00,file:///home/ani;", encoding="utf-8")
    assert office.dip("import", str(path)).exit_code == 0
    assert office.dip("import", str(path), "--write").exit_code == 75
    assert office.workbook.read_bytes() == before
    assert not (office.path / "dip-import.jsonl").exists()


@pytest.mark.parametrize(
    "call", [case.get("call", []) for case in EXPECTED if case.get("call")], ids=lambda call: call[-1]
)
def test_a_mapping_or_code_that_names_nothing_is_2(office: OfficeFolder, call: list[str]) -> None:
    case = next(case for case in EXPECTED if case.get("call") == call)
    done = office.dip("import", str(BAD / case["name"]), *call, "--write")
    assert done.exit_code == 2
    assert all(word in done.stderr for word in case["names"])


@pytest.mark.parametrize("case", [case for case in EXPECTED if not case.get("call")], ids=lambda case: case["name"])
def test_bad_input_is_told_and_nothing_comes_in(office: OfficeFolder, case: dict[str, Any]) -> None:
    done = office.dip("import", str(BAD / case["name"]), "--write")
    assert done.exit_code in case["exit"]
    said = done.stdout + done.stderr
    assert not [word for word in case["names"] if word not in said]
    assert not [word for word in ("Traceback", "zip", "OLE") if word in said]
    log = office.path / "dip-import.jsonl"
    assert len(log.read_text("utf-8").splitlines() if log.exists() else []) <= case["writes"]


PACKED = [path for path in sorted(LISTS.iterdir()) if path.suffix in (".xlsx", ".xls", ".ods", ".docx")]


@pytest.mark.parametrize("path", PACKED, ids=lambda path: path.name)
def test_a_damaged_file_is_told_in_a_sentence(path: Path, tmp_path: Path) -> None:
    """Cut off, and with bytes overwritten: read or refused, and nothing else."""
    data = path.read_bytes()
    cut = tmp_path / f"putus{path.suffix}"
    cut.write_bytes(data[: len(data) // 2])
    with pytest.raises(ListError, match=f"^putus{path.suffix} is damaged or incomplete"):
        read_source(cut)
    for seed in range(2):
        bad, chance = bytearray(data), random.Random(seed)
        for _ in range(40):
            bad[chance.randrange(len(bad))] = chance.randrange(256)
        cut.write_bytes(bytes(bad))
        with suppress(ListError):
            read_source(cut)


@pytest.mark.slow
def test_a_hundred_thousand_rows_are_read_in_seconds(office: OfficeFolder, tmp_path: Path) -> None:
    path = write_csv(tmp_path / "daftar.csv", *(entry(number) for number in range(100_000)))
    assert office.json("import", str(path))["rows"] == 100_000


@pytest.mark.slow
def test_rows_come_into_a_spreadsheet_at_google_in_one_batch(tmp_path: Path) -> None:
    from tests.google_book import GoogleBook

    settings = replace(example_office(), folder=tmp_path)
    book = GoogleBook(settings.units, Fuse())
    book.lay_out()
    reading = read_list(LISTS / "01-daftar-resmi.xlsx", settings, TEMPLATE, given_by([], "", settings, TEMPLATE))
    plan = write_import(reading, book.door, settings, TEMPLATE, "daftar.xlsx")
    assert len(plan.fresh) == 21
    written = [json.dumps(list(row)) for sheet in book.door.read().sheets.values() for row in sheet.rows]
    assert sum("Maklumat Pelayanan Informasi Publik" in row for row in written) == 1


NUMBERED = [*HEADER, "id_kategori"]


def test_a_column_of_classes_in_numbers_is_remarked_on_with_the_way_to_carry_it_over(
    office: OfficeFolder, tmp_path: Path
) -> None:
    rows = [[*entry(number), str(number % 3 + 1)] for number in range(1, 7)]
    path = write_csv(tmp_path / "kelas.csv", *rows, header=NUMBERED)
    (told,) = office.json("import", str(path))["remarks"]
    maps = [
        "Usulan Klasifikasi=id_kategori",
        "Informasi Berkala=1",
        "Informasi Serta Merta=2",
        "Informasi Setiap Saat=3",
    ]
    assert told.startswith("column J “id_kategori” holds numbers: 1, 2, 3.")
    assert told.endswith(" ".join(f'--map "{text}"' for text in maps))
    words = [word for text in maps for word in ("--map", text)]
    assert office.json("import", str(path), *words)["remarks"] == []
    assert office.dip("import", str(path), *words, "--write").exit_code == 0
    assert [row["usulan"] for row in rows_of(office)] == [
        maps[number % 3 + 1].partition("=")[0] for number in range(1, 7)
    ]
    kept = tomllib.loads((office.path / "dip-import.toml").read_text("utf-8"))
    assert kept["classes"]["2"] == "Informasi Serta Merta"
    more = write_csv(tmp_path / "lagi.csv", [*entry(8), "2"], header=NUMBERED)
    assert office.dip("import", str(more), "--write").exit_code == 0
    assert rows_of(office)[-1]["usulan"] == "Informasi Serta Merta"


def test_a_number_that_no_class_was_said_for_is_remarked_on(office: OfficeFolder, tmp_path: Path) -> None:
    rows = [[*entry(number), str(number)] for number in (1, 2)]
    path = write_csv(tmp_path / "kelas.csv", *rows, header=[*HEADER, "Klasifikasi"])
    (told,) = office.json("import", str(path), "--map", "Berkala=1")["remarks"]
    assert told.endswith('for instance: --map "Informasi Serta Merta=2"')


@pytest.mark.parametrize(
    ("titles", "remarked"),
    [
        ([f"Laporan Realisasi Anggaran Bagian {number} Periode Bulan Desember 2024"[:54] for number in "ABCD"], True),
        ([f"Laporan Realisasi Anggaran Bagian {number} Periode 2024" for number in "ABCD"], False),
        (["Neraca", "Laporan", "Maklumat"], False),
    ],
)
def test_titles_that_were_cut_at_one_length_are_remarked_on_once(
    office: OfficeFolder, tmp_path: Path, titles: list[str], remarked: bool
) -> None:
    rows = [entry(number, judul=title) for number, title in enumerate([*titles, "Bulan Periode 2024"], 1)]
    told = office.json("import", str(write_csv(tmp_path / "judul.csv", *rows)))["remarks"]
    assert [text.partition(" titles have exactly ")[0] for text in told] == (["4"] if remarked else [])


def test_titles_as_long_as_a_summary_are_remarked_on_and_never_cut(office: OfficeFolder, tmp_path: Path) -> None:
    long = "Laporan tentang " + "segala sesuatu yang terjadi, " * 9
    titles = [f"{long}{'tersebut ' * number}saja" for number in range(4)] + ["Neraca", "x" * 249, "y" * 250]
    path = write_csv(tmp_path / "judul.csv", *(entry(number, judul=title) for number, title in enumerate(titles)))
    (told,) = office.json("import", str(path), "--write")["remarks"]
    assert told.startswith("5 titles have 250 letters and more (row 2, 3, 4 and 2 more): nothing of them is cut")
    assert told.endswith(
        "writes a short Judul Informasi in its tab; the whole text belongs into Ringkasan Isi Informasi"
    )
    assert [row["judul"] for row in rows_of(office)] == titles


def test_a_long_title_is_found_in_its_tab_and_where_the_summary_is_the_title(
    office: OfficeFolder, tmp_path: Path
) -> None:
    book = openpyxl.Workbook()
    book["Sheet"].title = "Berkala"
    for line in (["No", "Ringkasan Isi Informasi", "Unit", "Waktu"], ["1", "Neraca " * 40, "KUL", "2025"]):
        book["Berkala"].append(line)
    book.save(path := tmp_path / "daftar.xlsx")
    assert office.json("import", str(path))["remarks"] == []
    both = ("--map", "Judul=Ringkasan Isi Informasi", "--map", "Ringkasan=Ringkasan Isi Informasi")
    (told,) = office.json("import", str(path), *both)["remarks"]
    assert told.startswith("1 titles have 250 letters and more (row Berkala 2)")
