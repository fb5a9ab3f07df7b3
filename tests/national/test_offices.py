"""`offices.csv` and `national.toml` are read strictly; each mistake is told with its line."""

from __future__ import annotations

from pathlib import Path

import pytest

from sync.errors import SettingsError
from sync.national.national_settings import load_national
from sync.national.offices import OfficeSite, read_offices

HEAD = "code,name,kind,province,address\n"
GOOD = "3602,KPU Kabupaten Lebak,KPU Kabupaten,Banten,https://kab-lebak.kpu.go.id/dip\n"
TOML = '[national]\nname = "KPU"\nurl = "https://cari.kpu.go.id/"\ncontact = "ppid@kpu.go.id"\n'


def offices(folder: Path, text: str | bytes) -> tuple[OfficeSite, ...]:
    path = folder / "offices.csv"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return read_offices(path)


def test_an_office_is_a_line(tmp_path: Path) -> None:
    (office,) = offices(tmp_path, b"\xef\xbb\xbf" + (HEAD + GOOD + "\n,,,,\n").encode())
    assert office == ("3602", "KPU Kabupaten Lebak", "KPU Kabupaten", "Banten", "https://kab-lebak.kpu.go.id/dip/")


def test_what_excel_saves_in_indonesian_is_read(tmp_path: Path) -> None:
    """Semicolons, and the line ends of Windows."""
    saved = (HEAD + GOOD).replace(",", ";").replace("\n", "\r\n")
    assert offices(tmp_path, b"\xef\xbb\xbf" + saved.encode()) == offices(tmp_path, HEAD + GOOD)
    with pytest.raises(SettingsError, match="line 1: the header must be"):
        offices(tmp_path, saved.replace("kind;", ""))


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("kode,nama\n", "line 1: the header must be"),
        (HEAD, "no office stands in it"),
        (HEAD + "3602,KPU,KPU\n", "line 2: 3 columns, not 5"),
        (HEAD + GOOD.replace("Banten", ""), "line 2: province is empty"),
        (HEAD + GOOD.replace("3602", "36/02"), "line 2: the code “36/02” may have"),
        (HEAD + GOOD.replace("KPU Kabupaten Lebak", "KPU\x1b[31m"), "line 2: name is too long, or has a sign"),
        (HEAD + GOOD + GOOD.replace("3602", "3603"), "line 3: the same address as in line 2"),
        (HEAD + GOOD + GOOD.replace("/dip", "/b"), "line 3: the same code as in line 2"),
        (HEAD + GOOD.replace("https://kab-lebak.kpu.go.id", "http://192.168.1.1"), "leads into an internal network"),
        (HEAD + GOOD.replace("https://kab-lebak.kpu.go.id", "http://localhost"), "leads into an internal network"),
        (HEAD + GOOD.replace("kab-lebak.kpu.go.id", "kab-lebak.kpu.go.id:8443"), "443"),
        (HEAD + GOOD.replace("https", "ftp"), "is no public address"),
        (HEAD + GOOD.replace("/dip", "/dip?a=1"), "without ? and #"),
        (HEAD + '3602,"KPU\n', "cannot be read"),
    ],
)
def test_a_line_that_does_not_fit_is_told(text: str, told: str, tmp_path: Path) -> None:
    with pytest.raises(SettingsError) as stopped:
        offices(tmp_path, text)
    assert told in str(stopped.value)


def test_many_mistakes_are_told_at_once_and_not_all(tmp_path: Path) -> None:
    with pytest.raises(SettingsError) as stopped:
        offices(tmp_path, HEAD + "a\n" * 50)
    lines = str(stopped.value).split("; ")
    assert len(lines) == 21 and lines[-1] == "and 30 more"


def test_a_file_that_is_no_text_or_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="not UTF-8"):
        offices(tmp_path, b"\xff\xfe\x00")
    with pytest.raises(SettingsError, match="cannot be read"):
        read_offices(tmp_path / "nothing.csv")


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (TOML.replace("name", "nama"), "nama"),
        (TOML + "show_days = 0\n", "show_days in .national. must be 1 to 366"),
        (TOML + "asked = 1000000\n", "asked in .national. must be"),
        (TOML.replace("https", "javascript"), "url in .national."),
        ("[nasional]\n", "did you mean “national”"),
    ],
)
def test_a_setting_that_has_no_meaning_is_told(text: str, told: str, tmp_path: Path) -> None:
    path = tmp_path / "national.toml"
    path.write_text(text)
    with pytest.raises(SettingsError, match=told):
        load_national(path)


def test_the_settings_are_found_beside_their_file(tmp_path: Path) -> None:
    (tmp_path / "national.toml").write_text(TOML)
    settings = load_national(tmp_path / "national.toml")
    assert settings.url == "https://cari.kpu.go.id/" and settings.offices_path == tmp_path.resolve() / "offices.csv"
    with pytest.raises(SettingsError, match="there is no such file"):
        load_national(tmp_path / "other.toml")
