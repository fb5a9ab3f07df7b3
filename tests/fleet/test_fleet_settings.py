"""`fleet.toml`: what it says, and what is said of a mistake in it."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from sync.errors import SettingsError
from sync.fleet.fleet_settings import SAMPLE, FleetSettings, Robot, load_fleet


def read(folder: Path, text: str) -> FleetSettings:
    path = folder / "fleet.toml"
    path.write_text(text, "utf-8")
    return load_fleet(path)


def test_the_shortest_file_has_usual_values(tmp_path: Path) -> None:
    fleet = read(tmp_path, SAMPLE)
    assert (fleet.offices, fleet.minutes, fleet.processes) == (("/srv/dip/*/dip.toml",), 30, 2)
    assert fleet.limit == timedelta(minutes=30) and fleet.robots == ()
    assert {fleet.state_path.parent, fleet.lock_path.parent, fleet.reads_folder.parent} == {tmp_path}


def test_everything_that_can_be_said(tmp_path: Path) -> None:
    text = """[fleet]
offices = ["lebak", "/srv/dip/*"]
period = "2h"
processes = 8
limit = "10m"

[[robot]]
credentials = "kunci.json"

[[robot]]
credentials = "lain.json"
reads = 300
"""
    fleet = read(tmp_path, text)
    assert (fleet.minutes, fleet.processes, fleet.limit) == (120, 8, timedelta(minutes=10))
    assert fleet.robots == (Robot("kunci.json", 60), Robot("lain.json", 300))
    assert fleet.path("lebak") == tmp_path / "lebak"


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("", "the table [fleet] is missing."),
        ("[fleet]\n", "offices is missing in [fleet]."),
        ("[fleet]\noffices = []\n", "offices in [fleet] is empty."),
        ('[fleet]\noffices = [""]\n', "offices in [fleet]: a text is empty."),
        ('[fleet]\noffices = "/srv"\n', "offices in [fleet] must be a list of texts, not text."),
        (f"{SAMPLE}periode = '30m'\n", "unknown key “periode” in [fleet]; did you mean “period”?"),
        (f"{SAMPLE}period = 30\n", "period in [fleet] must be text, not a number."),
        (f"{SAMPLE}period = '0m'\n", "period in [fleet]: “0m” is no time from 1m to 24h; write it like 30m."),
        (f"{SAMPLE}limit = '2d'\n", "limit in [fleet]: “2d” is no time from 1m to 24h; write it like 30m."),
        (f"{SAMPLE}processes = 0\n", "processes in [fleet]: 0 is not a number from 1 to 64."),
        (f"{SAMPLE}processes = 65\n", "processes in [fleet]: 65 is not a number from 1 to 64."),
        (f"{SAMPLE}[robot]\ncredentials = 'a'\n", "[[robot]] must be a list of tables."),
        (f"{SAMPLE}[[robot]]\n", "credentials is missing in [[robot]] number 1."),
        (f"{SAMPLE}[[robot]]\ncredentials = 'a'\nreads = 1\n", "reads in [[robot]] number 1: 1 is too few"),
        (f"{SAMPLE}[robots]\n", "unknown key “robots”; did you mean “robot”?"),
        ("[fleet\n", "line 1 cannot be read"),
    ],
)
def test_a_mistake_is_told_with_table_key_and_value(tmp_path: Path, text: str, told: str) -> None:
    with pytest.raises(SettingsError) as raised:
        read(tmp_path, text)
    assert told in raised.value.message and str(tmp_path / "fleet.toml") in raised.value.message


def test_a_file_that_is_not_there_is_told_with_what_to_write(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match=r"there is no such file.*\[fleet\] offices = "):
        load_fleet(tmp_path / "fleet.toml")
