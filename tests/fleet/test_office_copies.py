"""An office and its copy: the one that ran before goes on, whatever becomes of it; the copy is told, with both."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from sync.fleet import office_look
from sync.fleet.fleet_offices import find_offices, pick_offices
from sync.fleet.fleet_settings import FleetSettings
from sync.fleet.fleet_state import FleetState, read_state
from sync.fleet.office_copies import Remembered
from sync.fleet.office_record import OfficeRecord, with_begin, with_end
from sync.fleet.pool import TaskEnd
from sync.fleet.record_table import find_shared
from tests.fleet.test_fleet_offices import add, fleet

NOW = datetime(2026, 11, 30, 8, 0, tzinfo=UTC)


def key(folder: Path, name: str) -> str:
    return os.path.realpath(folder / name / "dip.toml")


def troubles(settings: FleetSettings, known: dict[str, Remembered] | None = None) -> dict[str, str]:
    return {each.config.parent.name: each.trouble for each in find_offices(settings, known or {})}


def copied(folder: Path, *command: str) -> None:
    """`serang`, and a copy of it whose name sorts before it as a path."""
    add(folder, "serang", "KPU Kabupaten Serang")
    time.sleep(0.02)
    subprocess.run([*command, folder / "serang", folder / "serang-salinan"], check=True)


def looked(settings: FleetSettings) -> dict[str, str]:
    """What one `dip fleet run --all` remembers, where every run that begins is well."""
    state = read_state(settings.state_path)
    found = {each.key: each for each in find_offices(settings, state.known)}
    for office in found.values():
        code = 2 if office.trouble else 0
        record = with_begin(state.of(office.key), office.name, NOW, is_run=not office.trouble)
        state.records[office.key] = with_end(record, TaskEnd("", code, "", "", "", 1, 1), office.stamp, NOW)
    state.save()
    return {each.config.parent.name: each.trouble for each in found.values()}


def test_look_after_look_the_one_that_ran_before_goes_on(tmp_path: Path) -> None:
    add(tmp_path, "serang", "KPU Kabupaten Serang")
    settings = fleet(tmp_path, "*")
    looked(settings)
    shutil.copytree(tmp_path / "serang", tmp_path / "serang-salinan")
    for _ in range(4):
        told = looked(settings)
        assert told["serang"] == ""
        assert told["serang-salinan"].startswith(
            f"{tmp_path}/serang-salinan bears the same name (short in [office]) as {tmp_path}/serang, which goes on"
        )
    (tmp_path / "fleet-state.json").unlink()
    assert looked(settings)["serang"] == "", "what is remembered was lost"


@pytest.mark.parametrize("command", [("cp", "-r"), ("cp", "-a")])
def test_where_nothing_is_remembered_the_older_folder_goes_on(tmp_path: Path, command: tuple[str, ...]) -> None:
    copied(tmp_path, *command)
    told = troubles(fleet(tmp_path, "*"))
    assert told["serang"] == "" and "as " + str(tmp_path / "serang") in told["serang-salinan"]


def test_the_copy_goes_on_where_a_person_took_it_for_the_office(tmp_path: Path) -> None:
    copied(tmp_path, "cp", "-a")
    told = troubles(fleet(tmp_path, "*"), {key(tmp_path, "serang-salinan"): Remembered("KPU Kabupaten Serang", NOW)})
    assert told["serang-salinan"] == "" and "which goes on" in told["serang"]


def test_of_two_that_ran_under_other_names_the_one_that_ran_first_goes_on(tmp_path: Path) -> None:
    copied(tmp_path, "cp", "-a")
    times = {"serang": NOW, "serang-salinan": NOW - timedelta(days=1)}
    known = {key(tmp_path, name): Remembered("KPU", at) for name, at in times.items()}
    told = troubles(fleet(tmp_path, "*"), known)
    assert told["serang-salinan"] == "" and told["serang"]


@pytest.mark.parametrize("what", ["gone", "broken", "silent"])
def test_a_copy_does_not_step_into_the_place_of_an_office_that_cannot_be_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, what: str
) -> None:
    copied(tmp_path, "cp", "-a")
    if what == "gone":
        shutil.rmtree(tmp_path / "serang")
    elif what == "broken":
        (tmp_path / "serang" / "dip.toml").write_text("[office", "utf-8")
    else:
        look, original = office_look._stamp, tmp_path / "serang" / "dip.toml"
        monkeypatch.setattr(office_look, "PATIENCE", 0.1)
        monkeypatch.setattr(office_look, "_stamp", lambda path: time.sleep(1) if path == original else look(path))
    told = troubles(fleet(tmp_path, "*"), {key(tmp_path, "serang"): Remembered("KPU Kabupaten Serang", NOW)})
    assert f"as {tmp_path}/serang" in told["serang-salinan"]
    if what != "broken":
        assert f"Was it moved here? Then: dip fleet forget {tmp_path}/serang" in told["serang-salinan"]


def test_an_office_that_was_moved_goes_on_once_the_old_place_is_forgotten(tmp_path: Path) -> None:
    add(tmp_path, "serang", "KPU Kabupaten Serang")
    settings = fleet(tmp_path, "*")
    looked(settings)
    (tmp_path / "serang").rename(tmp_path / "kab-serang")
    assert looked(settings)["kab-serang"]
    state = read_state(settings.state_path)
    (old,) = pick_offices(find_offices(settings, state.known), [str(tmp_path / "serang")])
    state.forget([old.key])
    state.save()
    assert looked(settings) == {"kab-serang": ""}


@pytest.mark.parametrize(
    "location", ["../bersama.xlsx", "https://docs.google.com/spreadsheets/d/1AbCdEfGhIjKlMnOpQrStUvWxYz/edit#gid=0"]
)
def test_of_two_offices_with_one_workbook_the_one_that_ran_before_goes_on(tmp_path: Path, location: str) -> None:
    add(tmp_path, "lebak", location=location), add(tmp_path, "serang", location=location.split("#", maxsplit=1)[0])
    add(tmp_path, "sendiri"), add(tmp_path, "lain")
    told = troubles(fleet(tmp_path, "*"), {key(tmp_path, "serang"): Remembered("KPU serang", NOW)})
    assert told.pop("lebak").startswith(
        f"{tmp_path}/lebak has the same workbook (location in [workbook]) as {tmp_path}/serang, which goes on"
    )
    assert set(told.values()) == {""}


@pytest.mark.parametrize(
    ("site", "same"),
    [
        ("/dip-situs", "/x/../dip-situs/"),
        ("sftp://web@situs.kpu.go.id/dip", "sftp://web@Situs.KPU.go.id/dip/"),
        ("s3://dip/lebak", "s3://dip/lebak"),
    ],
)
def test_of_two_offices_with_one_site_the_one_that_ran_before_goes_on(tmp_path: Path, site: str, same: str) -> None:
    sites = {"lebak": site, "serang": same, "lain": f"{site}-lain", "sendiri": ""}
    for name, to in sites.items():
        with add(tmp_path, name).open("a", encoding="utf-8") as file:
            file.write(f"[publish]\nto = {json.dumps(to)}\n")
    told = troubles(fleet(tmp_path, "*"), {key(tmp_path, "serang"): Remembered("KPU serang", NOW)})
    assert told.pop("lebak").startswith(
        f"{tmp_path}/lebak has the same site (to in [publish]) as {tmp_path}/serang, which goes on"
    )
    assert set(told.values()) == {""}


def test_a_bucket_of_another_provider_and_a_folder_beside_each_office_are_other_sites(tmp_path: Path) -> None:
    for name, to in {"a": "s3://dip", "b": "s3://dip", "c": "situs", "d": "situs"}.items():
        with add(tmp_path, name).open("a", encoding="utf-8") as file:
            file.write(f'[publish]\nto = "{to}"\nendpoint = "https://{name}.example"\n')
    assert set(troubles(fleet(tmp_path, "*")).values()) == {""}


def test_on_several_machines_the_one_goes_on_that_ran_before_on_any(tmp_path: Path) -> None:
    copied(tmp_path, "cp", "-a")
    for name, other in (("serang", "serang-salinan"), ("serang-salinan", "serang")):
        records = {name: OfficeRecord("KPU Kabupaten Serang", ran=NOW), other: OfficeRecord("KPU Kabupaten Serang")}
        told = {each.config.parent.name: each.trouble for each in find_shared(fleet(tmp_path, "*"), records)}
        assert told[name] == "" and f"as {tmp_path / name}" in told[other]


def test_what_an_earlier_dip_remembered_says_who_ran(tmp_path: Path) -> None:
    """It did not keep when an office first ran."""
    copied(tmp_path, "cp", "-a")
    records = {"serang": OfficeRecord("KPU", good=NOW), "serang-salinan": OfficeRecord("KPU", failures=1, exit=2)}
    path = tmp_path / "fleet-state.json"
    FleetState(path, {key(tmp_path, name): record for name, record in records.items()}).save()
    document = json.loads(path.read_text("utf-8"))
    for each in document["offices"].values():
        del each["ran"]
    path.write_text(json.dumps(document), "utf-8")
    told = troubles(fleet(tmp_path, "*"), read_state(path).known)
    assert told["serang"] == "" and told["serang-salinan"]
