"""Which offices a fleet has: found, named, and told where one cannot be started. No `dip.toml` is judged here."""

from __future__ import annotations

import errno
import json
import os
import time
from datetime import timedelta
from pathlib import Path

import pytest

from sync.errors import ArgumentError, SettingsError
from sync.fleet import office_look
from sync.fleet.fleet_offices import find_offices, pick_offices, reads_of, unmatched
from sync.fleet.fleet_settings import FleetSettings, Robot
from sync.fleet.office_copies import Remembered
from sync.fleet.office_look import DEFAULT_ROBOT


def fleet(folder: Path, *texts: str, robots: tuple[Robot, ...] = ()) -> FleetSettings:
    return FleetSettings(folder / "fleet.toml", texts, timedelta(minutes=30), 2, timedelta(minutes=30), robots)


def add(folder: Path, name: str, short: str = "", location: str = "dip.xlsx", credentials: str = "") -> Path:
    place = folder / name
    place.mkdir(parents=True)
    workbook = f"location = {json.dumps(location)}\ncredentials = {json.dumps(credentials)}\n"
    text = f"[office]\nshort = {json.dumps(short or f'KPU {name}')}\n[workbook]\n{workbook}"
    (place / "dip.toml").write_text(text, "utf-8")
    return place / "dip.toml"


def names(fleet: FleetSettings, known: dict[str, Remembered] | None = None) -> list[str]:
    return [each.name for each in find_offices(fleet, known or {})]


@pytest.mark.parametrize("texts", [("*/dip.toml",), ("*",), ("lebak", "serang/dip.toml"), ("lebak", "*", "serang")])
def test_an_office_is_named_by_its_file_its_folder_or_a_pattern(tmp_path: Path, texts: tuple[str, ...]) -> None:
    add(tmp_path, "serang"), add(tmp_path, "lebak")
    (tmp_path / "lost+found").mkdir()
    found = find_offices(fleet(tmp_path, *texts))
    assert [(each.name, each.config.name, each.trouble) for each in found] == [
        ("KPU lebak", "dip.toml", ""), ("KPU serang", "dip.toml", ""),
    ]  # fmt: skip


def test_an_office_that_two_ways_lead_to_is_one_office(tmp_path: Path) -> None:
    add(tmp_path, "lebak")
    (tmp_path / "kantor").symlink_to(tmp_path / "lebak", target_is_directory=True)
    assert names(fleet(tmp_path, "*", "lebak")) == ["KPU lebak"]


def test_a_pattern_without_a_match_is_told(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match=r"offices in \[fleet\]: nothing matches “\*/dip.toml”, “x/\*”"):
        find_offices(fleet(tmp_path, "*/dip.toml", "x/*"))
    add(tmp_path, "lebak")
    assert unmatched(fleet(tmp_path, "*/dip.toml", "x/*")) == ["x/*"]


def test_an_office_that_is_named_and_not_there_is_told(tmp_path: Path) -> None:
    add(tmp_path, "lebak")
    told = {each.name: each.trouble for each in find_offices(fleet(tmp_path, "lebak", "serang"))}
    assert told["KPU lebak"] == "" and f"there is no {tmp_path}/serang/dip.toml" in told["serang"]


def test_an_office_that_ran_before_and_is_gone_is_told_by_its_name(tmp_path: Path) -> None:
    """A disk that is not mounted would else take offices away without a word."""
    add(tmp_path, "lebak")
    gone = str(tmp_path / "serang" / "dip.toml")
    found = find_offices(fleet(tmp_path, "*"), {gone: Remembered("KPU serang")})
    assert [(each.name, bool(each.trouble)) for each in found] == [("KPU lebak", False), ("KPU serang", True)]


def test_odd_names_are_made_harmless(tmp_path: Path) -> None:
    add(tmp_path, "a", "\x1b[31mKPU\n\u202eevil")
    add(tmp_path, "b", "K" * 500)
    place = Path(os.fsdecode(os.fsencode(tmp_path) + b"/caf\xe9"))
    place.mkdir()
    (place / "dip.toml").write_text("office = 1", "utf-8")
    assert names(fleet(tmp_path, "*")) == ["[31mKPU  evil", "K" * 80, "caf\\xe9"]


@pytest.mark.parametrize("text", [b"", b"[office", b"\xff\xfe", b"[office]\nshort = 5\n[workbook]\nlocation = []\n"])
def test_what_is_wrong_in_a_dip_toml_is_left_to_the_office_s_own_run(tmp_path: Path, text: bytes) -> None:
    add(tmp_path, "lebak").write_bytes(text)
    assert [(each.name, each.trouble) for each in find_offices(fleet(tmp_path, "*"))] == [("lebak", "")]


@pytest.mark.parametrize("kind", ["pipe", "large"])
def test_a_dip_toml_that_never_ends_is_not_read(tmp_path: Path, kind: str) -> None:
    path = add(tmp_path, "lebak")
    path.unlink()
    if kind == "pipe":
        os.mkfifo(path)
    else:
        path.touch()
        os.truncate(path, 10**12)
    assert names(fleet(tmp_path, "*")) == ["lebak"]


def test_an_office_whose_disk_hangs_is_told_and_keeps_no_other_waiting(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    add(tmp_path, "lebak"), add(tmp_path, "serang")
    look = office_look._stamp
    monkeypatch.setattr(office_look, "PATIENCE", 0.1)
    monkeypatch.setattr(office_look, "_stamp", lambda path: time.sleep(3) if "serang" in str(path) else look(path))
    start = time.monotonic()
    for _ in range(20):  # it is not asked again at once
        found = {each.name: each.trouble for each in find_offices(fleet(tmp_path, "*"))}
    assert found == {"KPU lebak": "", "serang": f"the disk of {tmp_path}/serang does not answer"}
    assert time.monotonic() - start < 1


def test_what_the_system_refuses_of_one_office_is_that_office_s_trouble(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    add(tmp_path, "lebak"), add(tmp_path, "serang")
    real = os.path.realpath

    def refusing(path: Path) -> str:
        if "serang" in str(path):
            raise PermissionError(errno.EACCES, "Permission denied", str(path))
        return real(path)

    monkeypatch.setattr(os.path, "realpath", refusing)
    found = {each.name: each.trouble for each in find_offices(fleet(tmp_path, "*"))}
    assert found["KPU lebak"] == ""
    assert found["serang"] == f"{tmp_path}/serang/dip.toml cannot be looked at: Permission denied."


def test_a_file_in_the_place_of_a_folder_is_told(tmp_path: Path) -> None:
    add(tmp_path, "lebak")
    (tmp_path / "serang").touch()
    found = {each.name: each.trouble for each in find_offices(fleet(tmp_path, "*", "serang"))}
    told = f"{tmp_path}/serang is a file, where the folder of an office should be."
    assert found == {"KPU lebak": "", "serang": told}


def test_the_folder_of_another_user_is_told_with_whose_it_is(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    add(tmp_path, "lebak")
    if os.geteuid() == 0:
        os.chown(tmp_path / "lebak", 1, 1)
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    (found,) = find_offices(fleet(tmp_path, "*"))
    assert f"dip may not write in {tmp_path}/lebak." in found.trouble and "and dip runs as root" in found.trouble


def test_two_copies_of_a_key_are_one_google_account(tmp_path: Path) -> None:
    sheet = "https://docs.google.com/spreadsheets/d/1AbC/edit"
    for name in ("a", "b"):
        add(tmp_path, name, location=sheet, credentials="kunci.json")
        (tmp_path / name / "kunci.json").write_text('{"client_email": "dip@kpu.example", "private_key": "x"}')
    add(tmp_path, "c", location=sheet, credentials="tak-ada.json")
    add(tmp_path, "d", location=sheet)
    add(tmp_path, "e")
    found = fleet(tmp_path, "*", robots=(Robot("a/kunci.json", 300),))
    robots = [each.robot for each in find_offices(found)]
    assert robots == ["dip@kpu.example", "dip@kpu.example", str(tmp_path / "c" / "tak-ada.json"), DEFAULT_ROBOT, ""]
    assert reads_of(found) == {"dip@kpu.example": 300}


def test_a_change_of_workbook_or_settings_is_seen(tmp_path: Path) -> None:
    config = add(tmp_path, "lebak")
    stamps: list[str] = []
    for step in (lambda: None, config.touch, lambda: (config.parent / "dip.xlsx").write_text("x")):
        step()
        os.utime(config, ns=(1, 10**9 * (1 + len(stamps) % 2)))
        stamps.append(find_offices(fleet(tmp_path, "*"))[0].stamp)
    assert len(set(stamps)) == 3


def test_a_person_names_an_office_by_short_name_folder_or_path(tmp_path: Path) -> None:
    add(tmp_path, "lebak", "KPU Kabupaten Lebak"), add(tmp_path, "serang"), add(tmp_path, "lain/serang", "Lain")
    found = find_offices(fleet(tmp_path, "*", "lain/*"))
    for name in ("kpu kabupaten lebak", "lebak", str(tmp_path / "lebak"), str(tmp_path / "lebak" / "dip.toml")):
        assert [each.name for each in pick_offices(found, [name, "Lain"])] == ["KPU Kabupaten Lebak", "Lain"]
    with pytest.raises(ArgumentError, match="“serang” is more than one office: .*Give the path of one"):
        pick_offices(found, ["serang"])
    with pytest.raises(ArgumentError, match="“KPU Kabupaten Lebk” is no office of this fleet; did you mean"):
        pick_offices(found, ["KPU Kabupaten Lebk"])
