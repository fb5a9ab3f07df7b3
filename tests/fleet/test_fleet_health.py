"""Which offices are red, since when, why and what to do; and what is wrong with the fleet itself."""

from __future__ import annotations

import json
import os
import shutil
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from sync.fleet.fleet_health import FleetHealth, Light, fleet_health
from sync.fleet.fleet_offices import find_offices
from sync.fleet.fleet_settings import FleetSettings, load_fleet
from sync.fleet.fleet_state import FleetState, read_state
from sync.fleet.office_look import FleetOffice
from sync.fleet.office_record import OfficeRecord, with_begin, with_end
from sync.fleet.pool import TaskEnd
from sync.message import say, to_document

NOW = datetime(2026, 11, 30, 8, 0, tzinfo=UTC)


@pytest.fixture
def fleet(tmp_path: Path) -> FleetSettings:
    (tmp_path / "fleet.toml").write_text("[fleet]\noffices = ['*']\n", "utf-8")
    return load_fleet(tmp_path / "fleet.toml")


def add(fleet: FleetSettings, state: FleetState, name: str, *codes: int, at: datetime = NOW) -> None:
    place = fleet.folder / name
    place.mkdir()
    (place / "dip.toml").write_text(f"[office]\nshort = 'KPU {name}'\n", "utf-8")
    record = OfficeRecord()
    stamp = next(each.stamp for each in find_offices(fleet) if each.config.parent == place)
    for code in codes:
        told = to_document(say("the site cannot be reached: %(reason)s", reason="x"))
        record = with_begin(record, f"KPU {name}", at)
        record = with_end(record, TaskEnd("", code, told if code else "", "", "", 1.0, 0.5), stamp, at)
    state.records[os.path.realpath(place / "dip.toml")] = record
    state.save()


def stand(health: FleetHealth) -> dict[str, str]:
    return {each.office.name: each.light.value for each in health.offices}


def test_the_most_urgent_come_first_each_with_why_and_what_to_do(fleet: FleetSettings) -> None:
    state = FleetState(fleet.state_path)
    for name, codes in {
        "baik": (0,),
        "gagal": (1, 1),
        "sekali": (1,),
        "buka": (75,),
        "salah": (2,),
        "rem": (3,),
    }.items():
        add(fleet, state, name, *codes)
    (fleet.folder / "baru").mkdir()
    (fleet.folder / "baru" / "dip.toml").write_text("", "utf-8")
    health = fleet_health(fleet, NOW)
    assert list(stand(health).items()) == [
        ("KPU gagal", "red"), ("KPU rem", "red"), ("KPU salah", "red"), ("KPU buka", "care"), ("KPU sekali", "care"),
        ("baru", "new"), ("KPU baik", "good"),
    ]  # fmt: skip
    what = {each.office.name: each.what for each in health.offices}
    assert (
        f"dip doctor --config {fleet.folder}/gagal/dip.toml. Then: dip fleet run --office 'KPU gagal'"
        in what["KPU gagal"]
    )
    assert what["KPU salah"].startswith("Put right what is named there. The next dip fleet run sees by itself that")
    assert what["KPU salah"].endswith("after anything else: dip fleet run --office 'KPU salah'")
    assert "Withdrawals go out meanwhile." in what["KPU rem"] and "comes again by itself" in what["KPU buka"]
    assert {each.why for each in health.offices if each.light in (Light.RED, Light.CARE)} == {
        "the site cannot be reached: x"
    }
    assert all(each.since == NOW for each in health.offices if each.light is Light.RED) and not health.warnings


def test_a_red_office_that_was_mended_is_started_by_the_next_run(fleet: FleetSettings) -> None:
    """Its dip.toml is another; or what was in the way of it, as the owner of its folder, no longer is."""
    state = FleetState(fleet.state_path)
    add(fleet, state, "lebak", 2)
    add(fleet, state, "serang", 2)
    (fleet.folder / "lebak" / "dip.toml").write_text("[office]\nshort = 'KPU lebak'\n# mended\n", "utf-8")
    key = next(key for key in state.records if "serang" in key)
    state.records[key] = replace(state.records[key], stamp=FleetOffice(Path(), "", "", trouble="not ours").stamp)
    state.save()
    for each in fleet_health(fleet, NOW).offices:
        assert each.what.startswith("Nothing more: it has changed since") and each.next == NOW


def test_a_red_office_with_a_copy_is_called_by_its_folder(fleet: FleetSettings) -> None:
    state = FleetState(fleet.state_path)
    add(fleet, state, "lebak", 1, 1)
    shutil.copytree(fleet.folder / "lebak", fleet.folder / "salinan")
    what = {each.office.config.parent.name: each.what for each in fleet_health(fleet, NOW).offices}
    assert what["lebak"].endswith(f"dip fleet run --office {fleet.folder}/lebak")


def test_an_office_whose_run_was_cut_off_is_told_and_comes_again(fleet: FleetSettings) -> None:
    state = FleetState(fleet.state_path)
    add(fleet, state, "lebak", 0)
    (key,) = state.records
    state.records[key] = with_begin(state.of(key), "KPU lebak", NOW - timedelta(hours=2))
    state.save()
    assert stand(fleet_health(fleet, NOW)) == {"KPU lebak": "care"}
    assert stand(fleet_health(fleet, NOW - timedelta(hours=2))) == {"KPU lebak": "good"}, "it is at work"


def test_a_fleet_that_nothing_starts_is_told(fleet: FleetSettings) -> None:
    state = FleetState(fleet.state_path)
    add(fleet, state, "lebak", 0, at=NOW - timedelta(hours=2))
    (line,) = fleet_health(fleet, NOW).warnings
    assert line.startswith("Nothing has run since ") and "cron" in line


@pytest.mark.parametrize("text", [b"", b"[]", b'{"format": 2, "offices": {}}', b'{"format": 1, "offices": {"a": {}}}'])
def test_a_damaged_file_of_what_is_remembered_is_put_aside_and_told(fleet: FleetSettings, text: bytes) -> None:
    (fleet.folder / "lebak").mkdir()
    (fleet.folder / "lebak" / "dip.toml").write_text("", "utf-8")
    fleet.state_path.write_bytes(text)
    assert "cannot be read" in fleet_health(fleet, NOW).warnings[0] and fleet.state_path.exists()
    state = read_state(fleet.state_path, put_aside=True)
    assert state.records == {} and not fleet.state_path.exists()
    assert (fleet.folder / "fleet-state.json.damaged").read_bytes() == text


@pytest.mark.parametrize(
    ("key", "value"), [("exit", "1e999"), ("seconds", "1e308"), ("begun", '"0001-01-01T00:00:00+00:00"')]
)
def test_numbers_and_times_that_cannot_be_are_damage(key: str, value: str, fleet: FleetSettings) -> None:
    text = json.dumps({"format": 1, "offices": {"a": {**OfficeRecord().document(), key: "HERE"}}})
    fleet.state_path.write_text(text.replace('"HERE"', value), "utf-8")
    state = read_state(fleet.state_path)
    assert state.damaged and not state.records


def test_what_is_remembered_is_for_this_account_alone(fleet: FleetSettings) -> None:
    state = FleetState(fleet.state_path)
    add(fleet, state, "lebak", 0)
    assert fleet.state_path.stat().st_mode & 0o077 == 0
    assert read_state(fleet.state_path).records == state.records
    json.loads(fleet.state_path.read_bytes())


def test_an_account_with_too_many_offices_is_told(fleet: FleetSettings) -> None:
    fleet.source.write_text("[fleet]\noffices = ['*']\nperiod = '1m'\n[[robot]]\ncredentials = 'k.json'\nreads = 2\n")
    state = FleetState(fleet.state_path)
    for name in ("a", "b", "c"):
        add(fleet, state, name)
        sheet = "[workbook]\nlocation = 'https://docs.google.com/spreadsheets/d/1A/edit'\ncredentials = '../k.json'\n"
        (fleet.folder / name / "dip.toml").write_text(sheet, "utf-8")
    lines = fleet_health(load_fleet(fleet.source), NOW).warnings
    assert "its 3 offices take two reads each, and with 2 reads a minute that is 3 minutes" in lines[0]
