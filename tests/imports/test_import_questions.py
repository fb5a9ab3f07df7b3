"""What `dip import` says of a list whose columns and units are not ours, so that a new operator loses nothing of it."""

from __future__ import annotations

import csv
import shlex
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from sync.cli.import_questions import question_lines
from sync.cli.import_report import report_lines
from sync.errors import ArgumentError
from sync.importing.given import given_by
from sync.importing.list_reading import ListReading, read_list
from sync.run.import_list import ImportPlan, plan_import
from sync.settings.units import Unit
from tests.imports.our_answer import TEMPLATE, example_office

UNITS = (
    Unit("KEU", "Bagian Keuangan dan Umum", "Keuangan dan Umum"),
    Unit("AKA", "Subbagian Akademik dan Ketarunaan", "Akademik dan Ketarunaan"),
    Unit("UPM", "Unit Penjaminan Mutu", "Unit Penjaminan Mutu"),
)
HEADER = ["judul", "ringkasan", "pejabat", "penerbit", "bentuk", "waktu_tempat", "retensi", "label", "link", "ukuran"]
OFFICIALS = ["Kanit Asrama", "Katim Kerja", "Kanit Asrama", "Katim Kerja"]
ISSUERS = ["Tim Administrasi Ketarunaan", "Prodi Jalan", "Prodi Jalan", "Tim Keuangan dan Mutu"]
TIMES = ["Kota Contoh, 2025", "Kampus Tegal", "Kampus Tegal di tiap akhir bulan", "Tegal, 2024"]
PJ, UNIT = "Penanggung Jawab Pembuatan/Penerbitan", "Sub Bagian"


class OldList:
    """A list in a file, read for an office of three units, with what `dip import` would print."""

    def __init__(self, folder: Path) -> None:
        self.office = replace(example_office(), folder=folder, units=UNITS)
        self.path = folder / "daftar.csv"
        self.write(*(self.row(number) for number in range(4)))

    @staticmethod
    def row(number: int) -> list[str]:
        link = f"https://drive.google.com/file/d/1abc{number}/view"
        return [
            f"Laporan {number}", f"Isi laporan {number}", OFFICIALS[number], ISSUERS[number], "Softcopy", TIMES[number],
            "5 tahun", f"LAPORAN {number}.pdf", link, "120 KB",
        ]  # fmt: skip

    def write(self, *rows: Sequence[str], header: Sequence[str] = HEADER) -> None:
        with self.path.open("w", encoding="utf-8", newline="") as stream:
            csv.writer(stream).writerows([header, *rows])

    def read(self, *maps: str, unit: str = "") -> tuple[ListReading, ImportPlan]:
        reading = read_list(self.path, self.office, TEMPLATE, given_by(maps, unit, self.office, TEMPLATE))
        return reading, plan_import(reading, None, self.office, TEMPLATE)

    def asked(self, *maps: str) -> list[str]:
        return question_lines(*self.read(*maps), self.office, TEMPLATE)

    def report(self, *maps: str, unit: str = "") -> str:
        return "\n".join(report_lines(*self.read(*maps, unit=unit), self.office, TEMPLATE, again=""))

    def values(self, role: str, *maps: str) -> list[str]:
        return [entry.values.get(role, "") for entry in self.read(*maps)[0].entries]


@pytest.fixture
def old(tmp_path: Path) -> OldList:
    return OldList(tmp_path)


def test_the_column_that_may_name_the_units_is_proposed_before_one_unit_for_all(old: OldList) -> None:
    said = old.asked()[-1]
    assert said.startswith("4 rows do not say whose they are. Does a column name the units?")
    first, last = said.index(f'--map "{UNIT}=penerbit"'), said.index("--unit CODE, one of KEU, AKA, UPM")
    assert first < last and "=pejabat" not in said, "the texts of one column sound like units"
    old.write(*(["Laporan", "Isi", *row[2:3] * 2, *row[4:]] for row in map(old.row, range(4))))
    assert f'Say --map "{UNIT}=pejabat" or --map "{UNIT}=penerbit". Do all' in old.asked()[-1]


def test_who_issues_is_asked_as_unit_too_where_the_texts_sound_like_units(old: OldList) -> None:
    official, issuer = old.asked()[:2]
    assert f'may be {PJ} or {UNIT}: say --map "{PJ}=pejabat"' in official
    assert f'may be {UNIT} or {PJ}: say --map "{UNIT}=penerbit"' in issuer
    assert issuer.endswith('or --map "-=penerbit" for none: it stays in the old file')


def test_columns_that_go_nowhere_are_named(old: OldList) -> None:
    assert "not taken over, stays in the old file: ukuran\n" in old.report()
    assert "stays in the old file: penerbit, ukuran\n" in old.report("-=penerbit")


def test_required_cells_that_are_empty_are_announced_with_those_that_cannot_be_read(old: OldList) -> None:
    shown = old.report(f"{PJ}=pejabat", f"{UNIT}=penerbit")
    assert "Still empty, for the unit to fill in: Waktu Pembuatan 1\n" in shown
    old.write(*([*old.row(number)[:5], "", ""] for number in range(3)), header=HEADER[:7])
    shown = old.report(f"{PJ}=pejabat", f"{UNIT}=penerbit")
    assert "Waktu Pembuatan 3, Tempat Pembuatan 3, Jangka Waktu Penyimpanan 3\n" in shown


def test_a_place_before_a_time_without_a_year_is_taken_apart_where_the_column_has_it_alone(old: OldList) -> None:
    assert old.values("tempat") == ["Kota Contoh", "Kampus Tegal", "Kampus Tegal", "Tegal"]
    assert old.values("waktu") == ["2025", "", "di tiap akhir bulan", "2024"]


def test_the_unit_that_shares_the_rarest_word_is_proposed_or_none(old: OldList) -> None:
    ketarunaan, prodi, both = old.asked(f"{PJ}=pejabat", f"{UNIT}=penerbit")
    assert '--map "AKA=Tim Administrasi Ketarunaan"' in ketarunaan
    assert '--map "CODE=Prodi Jalan"' in prodi
    assert '--map "CODE=Tim Keuangan dan Mutu"' in both, "each word is another unit's"
    assert both.endswith("; all that are left, to one unit: --unit CODE")
    assert "all that are left" not in ketarunaan + prodi


def test_what_is_about_rows_that_came_in_before_is_not_asked_again(old: OldList) -> None:
    entries = old.read()[0].entries
    log = old.office.imports_path
    log.write_text("".join(f'{{"digest": "{entry.digest}"}}\n' for entry in entries[1:]), "utf-8")
    maps = (f"{PJ}=pejabat", f"{UNIT}=penerbit")
    assert [line.partition(" (")[0] for line in old.asked(*maps)] == ["“Tim Administrasi Ketarunaan”"]
    assert old.asked()[-1].startswith("1 rows do not say whose they are.")
    log.write_text("".join(f'{{"digest": "{entry.digest}"}}\n' for entry in entries), "utf-8")
    assert old.asked() == [] == old.asked(*maps)
    assert not old.read()[1].blocked


def test_names_of_files_beside_the_links_are_their_names(old: OldList) -> None:
    link = "https://drive.google.com/file/d/1abc0/view"
    assert old.values("tautan")[0] == f"LAPORAN 0.pdf | {link}"
    assert "Nama Tautan (by its header)" in old.report()
    old.write(*map(old.row, range(4)), header=[*HEADER[:7], "berkas unggahan", *HEADER[8:]])
    assert old.values("tautan")[0] == f"LAPORAN 0.pdf | {link}", "its texts are names of files"
    assert old.values("tautan", "-=berkas unggahan")[0] == link


def test_a_column_beside_the_links_that_says_something_else_names_none(old: OldList) -> None:
    rows = [old.row(number) for number in range(4)]
    old.write(*([*row[:7], "sudah diperiksa", *row[8:]] for row in rows), header=[*HEADER[:7], "hasil", *HEADER[8:]])
    assert old.values("tautan")[0].startswith("https://")
    assert old.values("tautan", "Nama Tautan=hasil")[0].startswith("sudah diperiksa | https://")
    old.write(rows[0], *([*row[:8], "", row[9]] for row in rows[1:]))
    assert old.values("tautan")[0].startswith("https://"), "it is filled where no link is"


def test_several_names_and_links_of_a_row_are_put_together_one_by_one(old: OldList) -> None:
    one, two = "https://contoh.go.id/a.pdf", "https://contoh.go.id/b.pdf"
    row = old.row(0)
    old.write([*row[:7], "A.pdf\n\nB | b.pdf", f"{one}\n{two}", row[9]], [*row[:7], "A.pdf\nB.pdf", one, row[9]])
    assert old.values("tautan") == [f"A.pdf | {one}\nB / b.pdf | {two}", f"A.pdf, B.pdf | {one}"]


OFFICE = (
    Unit("UMU", "Biro Umum", "Umum"), Unit("REN", "Biro Perencanaan dan Organisasi", "Perencanaan"),
    Unit("HUK", "Direktorat Hukum", "Hukum"), Unit("KER", "Direktorat Kerja Sama", "Kerja Sama"),
    Unit("INS", "Inspektorat", "Inspektorat"), Unit("SEK", "Sekretariat", "Sekretariat"),
)  # fmt: skip
PLAIN = ["judul", "ringkasan", "unit", "waktu"]


def of_units(old: OldList, units: Sequence[Unit], *names: str) -> None:
    old.office = replace(old.office, units=tuple(units))
    old.write(*([f"Laporan {name}", "Isi", name, "2025"] for name in names), header=PLAIN)


@pytest.mark.parametrize(
    "name", ["Biroum", "Biro Um.", "Biroum/Bag. Keu", "Biro Umum TU & Rumga", "Bag. Biroum", "BIRO-UM"]
)
def test_a_spelling_that_was_squeezed_or_cut_short_is_proposed_and_not_taken(old: OldList, name: str) -> None:
    of_units(old, OFFICE, name)
    (said,) = old.asked()
    assert said.endswith(f'(1 rows) is no name of one unit here; may be UMU: say --map "UMU={name}"')
    assert [entry.unit for entry in old.read()[0].entries] == [""]


@pytest.mark.parametrize(("name", "code"), [("Biroren", "REN"), ("Dirhuk", "HUK"), ("Kersam Luar Negeri", "KER")])
def test_beginnings_of_words_written_as_one_are_known(old: OldList, name: str, code: str) -> None:
    of_units(old, OFFICE, name)
    assert f'--map "{code}={name}"' in old.asked()[0]


@pytest.mark.parametrize(
    "name",
    [
        "Direktorat",
        "Direktorat Operasi",
        "Bagian X",
        "Biro",
        "Kepala Bagian",
        "Sub Bagian Persandian",
        "UKPBJ",
        "Pusat X",
    ],
)
def test_words_for_kinds_of_units_find_and_propose_none(old: OldList, name: str) -> None:
    """Not even where one unit alone is of that kind, or has no other word in its name."""
    of_units(old, [unit for unit in OFFICE if unit.code != "KER"], name)
    (said,) = old.asked()
    assert said.startswith(f'“{name}” (1 rows) fits no unit here: say --map "CODE={name}"')
    assert [entry.unit for entry in old.read()[0].entries] == [""]


@pytest.mark.parametrize(
    ("name", "code"),
    [("Inspektorat", "INS"), ("SEKRETARIAT", "SEK"), ("Direktorat Kerjasama", "KER"), ("Biro Umum", "UMU")],
)
def test_the_name_itself_is_known_however_it_is_spaced(old: OldList, name: str, code: str) -> None:
    of_units(old, OFFICE, name)
    assert [entry.unit for entry in old.read()[0].entries] == [code]


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("SPI Politeknik Keselamatan Transportasi Jalan", "SPI"),
        ("Pusat Kesehatan, Politeknik Keselamatan Transportasi Jalan", "KES"),
        ("Politeknik Keselamatan Transportasi Jalan", ""),
    ],
)
def test_the_name_of_the_office_beside_a_unit_names_no_other_unit(old: OldList, name: str, code: str) -> None:
    """Also where a unit has words of it."""
    units = (
        Unit("SPI", "Satuan Pengawas Internal", "SPI"), Unit("KES", "Pusat Kesehatan", "Kesehatan"),
        Unit("RSTJ", "Rekayasa Sistem Transportasi Jalan", "RSTJ"),
    )  # fmt: skip
    of_units(old, units, name)
    old.office = replace(
        old.office, office=replace(old.office.office, name="Politeknik Keselamatan Transportasi Jalan", short="PKTJ")
    )
    assert [entry.unit for entry in old.read()[0].entries] == [code]


def test_a_name_of_two_units_squeezed_together_is_proposed_for_neither(old: OldList) -> None:
    of_units(old, OFFICE, "Biro Ren & Org Biroum/Bag. Kepegawaian", "Biroum")
    two, one = old.asked()
    assert "fits no unit here" in two
    assert ". The name sounds like REN, UMU: a row belongs to one unit, the one that masters the information. " in two
    assert two.endswith("A row can be moved later: cut it, paste it into the other unit's tab; its ID stays")
    assert "a row belongs to one unit" not in one


def test_rows_whose_owner_is_unknown_may_go_to_any_unit_first(old: OldList) -> None:
    of_units(old, OFFICE, "Biro Umum", "")
    (said,) = old.asked()
    assert "give --unit, one of UMU, REN, HUK, KER, INS, SEK. Nobody knows whose they are? Give them to any" in said
    assert said.endswith("cut it, paste it into the other unit's tab; its ID stays")


@pytest.mark.parametrize("name", ["Biroum $(rm x)", 'Biroum "A"', "Biroum `x`", "Biroum's !1"])
def test_an_answer_is_one_argument_of_a_shell_whatever_the_list_holds(old: OldList, name: str) -> None:
    of_units(old, OFFICE, name)
    (said,) = old.asked()
    option = said[said.index("--map") :].partition(" Is it a unit")[0].partition(", with one of")[0]
    assert shlex.split(option) == ["--map", f"UMU={name}"]


def test_names_that_fit_no_unit_are_told_with_the_way_to_add_one(old: OldList) -> None:
    of_units(old, OFFICE, "UKPBJ", "UPH", "UKPBJ", "Biroum")
    first, second, third = old.asked()
    assert first == '“UKPBJ” (2 rows) fits no unit here: say --map "CODE=UKPBJ"'
    assert second.startswith('“UPH” (1 rows) fits no unit here: say --map "CODE=UPH", with one of UMU, REN, HUK, KER')
    assert second.endswith("Add it to dip.toml: copy a [[units]], then dip init")
    assert third.endswith("; all that are left, to one unit: --unit CODE")


def test_each_spelling_of_an_owner_is_listed_with_its_unit_and_who_said_so(old: OldList) -> None:
    of_units(old, OFFICE, "Biro Ren/Org", "Biroum", "Biroum/Bag. Umum", "Biroum", "UKPBJ")
    shown = [" ".join(line.split()) for line in old.report("UMU=Biroum").splitlines()]
    first = shown.index("Units (name in the list → unit here, rows)") + 1
    assert shown[first : first + 5] == [
        "Biro Ren/Org → REN, 1 rows (found)",
        "Biroum → UMU, 2 rows (as you said)",
        "Biroum/Bag. Umum → UMU, 1 rows (found)",
        "UKPBJ → ?, 1 rows (asked)",
        "",
    ]
    assert "UKPBJ → INS, 1 rows (as you said)" in " ".join(old.report("UMU=Biroum", unit="INS").split())


def test_all_answers_stand_in_one_command_with_code_where_a_person_decides(old: OldList) -> None:
    of_units(old, OFFICE, "Biroum", "UKPBJ", "", "Biro Umum")
    reading, plan = old.read()
    lines = report_lines(reading, plan, old.office, TEMPLATE, again="dip import x --write", command="dip import x")
    said = lines[-1]
    assert said.startswith("All answers in one command.")
    words = shlex.split(said[said.index("dip import x") :])
    assert words == ["dip", "import", "x", "--map", "UMU=Biroum", "--map", "CODE=UKPBJ", "--unit", "CODE"]
    with pytest.raises(ArgumentError, match="write the code of a unit in place of CODE: UMU, REN, HUK, KER, INS, SEK"):
        old.read("CODE=UKPBJ")
    reading, plan = old.read("UMU=Biroum", "HUK=UKPBJ", unit="INS")
    assert "All answers" not in "".join(report_lines(reading, plan, old.office, TEMPLATE, again="x --write"))


def test_the_whole_command_has_the_titles_and_the_class_of_the_file_as_well(old: OldList) -> None:
    old.office, old.path = replace(old.office, units=OFFICE), old.path.with_name("daftar_berkala.csv")
    old.write(["Isi laporan", "Biro Umum", "2025"], header=["Ringkasan Isi Informasi", "Unit", "Waktu"])
    reading, plan = old.read()
    said = report_lines(reading, plan, old.office, TEMPLATE, again="x", command="dip import x")[-1]
    summary, title = "Ringkasan Isi Informasi", "Judul Informasi"
    assert shlex.split(said[said.index("dip import x") :])[3:] == [
        "--map", f"{title}={summary}", "--map", f"{summary}={summary}", "--class", "Informasi Berkala",
    ]  # fmt: skip


def test_a_column_that_is_asked_about_is_left_to_the_person_in_the_whole_command(old: OldList) -> None:
    reading, plan = old.read()
    said = report_lines(reading, plan, old.office, TEMPLATE, again="x", command="dip import x")[-1]
    assert '--map "COLUMN=pejabat" --map "COLUMN=penerbit"' in said
