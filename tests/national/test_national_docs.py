"""docs/national.md: its files are read as they stand there, and no setting is missing from it."""

from __future__ import annotations

import re
from dataclasses import fields
from pathlib import Path

import pytest

from sync.errors import SettingsError
from sync.national.national_settings import NationalTable, load_national
from sync.national.offices import read_offices

PAGE = (Path(__file__).parents[2] / "docs" / "national.md").read_text("utf-8")


def block(kind: str, number: int = 0) -> str:
    """The nth piece of code of this kind."""
    return str(re.findall(rf"```{kind}\n(.*?)```", PAGE, re.DOTALL)[number])


def test_the_files_of_the_guide_are_read(tmp_path: Path) -> None:
    (tmp_path / "offices.csv").write_text(block("csv"), "utf-8")
    (tmp_path / "national.toml").write_text(block("toml") + block("toml", 1), "utf-8")
    settings = load_national(tmp_path / "national.toml")
    assert settings.database and settings.database.to == "postgresql://dip@db.kpu.go.id/dip"
    assert [office.code for office in read_offices(settings.offices_path)] == ["3602", "36"]


def test_every_setting_stands_in_the_guide_with_its_default(tmp_path: Path) -> None:
    (tmp_path / "national.toml").write_text(re.sub("(?m)^# ", "", block("toml")), "utf-8")
    written = load_national(tmp_path / "national.toml").table
    assert {field.name for field in fields(NationalTable)} == set(re.findall(r"(?m)^(?:# )?(\w+) +=", block("toml")))
    assert written == NationalTable(written.name, written.url, written.contact, written.short)


def test_a_password_in_the_settings_is_refused_and_not_told(tmp_path: Path) -> None:
    path = tmp_path / "national.toml"
    path.write_text(f'{block("toml")}[database]\nto = "postgresql://dip:rahasia@db/dip"\n', "utf-8")
    with pytest.raises(SettingsError, match="holds a password") as refused:
        load_national(path)
    assert "rahasia" not in str(refused.value)
