"""What an office answers becomes its `dip.toml`, and nothing of another office is left in it."""

from __future__ import annotations

from pathlib import Path

import pytest

from sync.errors import ArgumentError
from sync.settings.answers import (
    Answers,
    UnitAnswer,
    example_text,
    proposed_code,
    proposed_short,
    proposed_tab,
    read_answers,
    settings_text,
    with_units,
)
from sync.settings.service import Service
from sync.settings.settings import Settings, load_settings


def office(folder: Path, answers: Answers, *units: str) -> Settings:
    path = folder / "dip.toml"
    path.write_text(settings_text(with_units(answers, map(UnitAnswer, units))), "utf-8")
    return load_settings(path)


def test_every_answer_stands_in_dip_toml(tmp_path: Path) -> None:
    answers = Answers(
        'Dinas "A" \\ B', "Dinas A", "Kota A", "Jl. A", "ppid@a.example", "https://a.example/", ("(0250) 100100",),
        "Asia/Jayapura", "buku.xlsx", "situs/", "https://a.example/dip/",
    )  # fmt: skip
    settings = office(tmp_path, answers, "Bidang Umum", "Bidang Layanan")
    there = settings.office
    assert (there.name, there.short, there.address) == ('Dinas "A" \\ B', "Dinas A", "Jl. A")
    assert there.email == "ppid@a.example"
    assert (there.website, there.phones, there.timezone) == ("https://a.example/", ("(0250) 100100",), "Asia/Jayapura")
    assert (settings.workbook.location, settings.publish.to) == ("buku.xlsx", "situs/")
    assert (settings.publish.url, settings.papers.place) == ("https://a.example/dip/", "Kota A")
    assert [(unit.code, unit.name, unit.tab) for unit in settings.units] == [
        ("UMU", "Bidang Umum", "Umum"), ("LAY", "Bidang Layanan", "Layanan"),
    ]  # fmt: skip


def test_the_office_s_own_code_is_given_by_a_file_of_answers(tmp_path: Path) -> None:
    (tmp_path / "answers.toml").write_text('name = "Desa"\ncode = "36.02"\n[[units]]\nname = "Kaur Umum"\n', "utf-8")
    answers = read_answers(tmp_path / "answers.toml")
    (tmp_path / "dip.toml").write_text(settings_text(answers), "utf-8")
    settings = load_settings(tmp_path / "dip.toml")
    assert (settings.office.code, [unit.code for unit in settings.units]) == ("36.02", ["UMU"])


def test_what_was_not_answered_is_empty_and_never_the_example_s(tmp_path: Path) -> None:
    settings = office(tmp_path, Answers("Desa Contoh"), "Kaur Umum")
    there = settings.office
    assert (there.short, there.address, there.email, there.website, there.phones) == ("Desa Contoh", "", "", "", ())
    assert (settings.publish.url, settings.papers.place, settings.service) == ("", "", Service())
    text = (tmp_path / "dip.toml").read_text("utf-8")
    assert not [word for word in ("Lebak", "Rangkasbitung", "KUL", "kpu") if word in text]


def test_the_example_is_itself_what_its_answers_would_make() -> None:
    assert "Rangkasbitung" in example_text()


@pytest.mark.parametrize(
    ("name", "code", "tab"),
    [
        ("Subbagian Keuangan, Umum, dan Logistik", "KUL", "Keuangan, Umum, dan Logistik"),
        ("Bagian Hukum", "HUK", "Hukum"),
        ("Sub Bag. Umum & Keuangan", "UMU", "Umum & Keuangan"),
        ("Seksi A", "AA", "A"),
        ("Direktorat Hukum", "HUK", "Hukum"),
        ("Subdirektorat Keamanan Siber dan Sandi", "KSS", "Keamanan Siber dan Sandi"),
        ("Unit Kerja Pengadaan Barang dan Jasa", "PBJ", "Pengadaan Barang dan Jasa"),
        ("Bidang Pelayanan Informasi Publik dan Kehumasan", "PIPK", "Pelayanan Informasi Publik"),
        ("Bidang Pelayanan Informasi Khusus untuk Warga", "PIKW", "Pelayanan Informasi Khusus"),
        ("Tata Usaha", "TAT", "Tata Usaha"),
        ("Subbagian Partisipasi, Hubungan Masyarakat, dan Sumber Daya Manusia", "PHMSD", "Partisipasi, Hubungan"),
        ("Data/Informasi [baru]", "DIB", "Data Informasi  baru"),
    ],
)
def test_codes_and_tabs_are_proposed(name: str, code: str, tab: str) -> None:
    assert (proposed_code(name, ()), proposed_tab(name, ())) == (code, tab)


def test_no_code_and_no_tab_is_proposed_twice() -> None:
    answers = with_units(Answers("Kantor"), [UnitAnswer("Bidang Umum")] * 60)
    assert len({unit.code for unit in answers.units}) == len({unit.tab for unit in answers.units}) == 60


def test_an_election_commission_has_its_short_name() -> None:
    assert proposed_short("Komisi Pemilihan Umum Kabupaten Pandeglang") == "KPU Kabupaten Pandeglang"
    assert proposed_short("Pemerintah Desa Contoh") == "Pemerintah Desa Contoh"


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ('nama = "x"\n[[units]]\nname = "y"', "unknown key “nama” in the answers; did you mean “name”?"),
        ('name = "x"', "there is no unit"),
        ('name = "x"\nunits = 3', "there is no unit"),
        ('name = "x"\n[[units]]\ncode = "AB"', "name is missing in [[units]] number 1"),
        ("name = ", "is not valid TOML"),
    ],
)
def test_a_mistake_in_the_answers_is_named(tmp_path: Path, text: str, told: str) -> None:
    path = tmp_path / "jawaban.toml"
    path.write_text(text, "utf-8")
    with pytest.raises(ArgumentError) as caught:
        read_answers(path)
    assert told in str(caught.value)
