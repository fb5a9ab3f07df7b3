"""`[database]` and `[[pinned]]` of fleet.toml, and dip-fleet.toml: read strictly, and never a password in them."""

from __future__ import annotations

from pathlib import Path

import pytest

from sync.errors import SettingsError
from sync.fence.database import Database
from sync.fence.fleet_mark import read_mark, write_mark
from sync.fleet.fleet_settings import FleetSettings, Pinned, load_fleet

TO = "postgresql://dip@db.example/dip"


def fleet_of(folder: Path, text: str) -> FleetSettings:
    (folder / "fleet.toml").write_text(f'[fleet]\noffices = ["*"]\n{text}')
    return load_fleet(folder / "fleet.toml")


def test_one_machine_has_no_database(tmp_path: Path) -> None:
    assert fleet_of(tmp_path, "").database is None


def test_database_and_pinned_offices_are_read(tmp_path: Path) -> None:
    (tmp_path / "pgpass").touch(0o600)
    text = f'[database]\nto = "{TO}"\npassfile = "pgpass"\n[[pinned]]\noffice = "lebak"\nmachine = "a"\n'
    fleet = fleet_of(tmp_path, text)
    assert fleet.database == Database(TO, str(tmp_path / "pgpass")) and fleet.pinned == (Pinned("lebak", "a"),)


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ('[database]\nto = "postgresql://dip:rahasia@db/dip"', "holds a password"),
        ('[database]\nto = "postgresql://dip@db/dip?password=rahasia"', "holds a password"),
        ('[database]\nto = "mysql://db"', "must be an address"),
        ('[database]\nto = "postgresql://[db"', "must be an address"),
        (f'[database]\nto = "{TO}"\nlease = 1', "no number of seconds"),
        (f'[database]\nto = "{TO}"\nlese = 30', "did you mean|lease"),
        ("[database]", "to is missing"),
        ('[[pinned]]\noffice = "lebak"', "machine is missing"),
        ('pinned = "lebak"', "list of tables|unknown|offices"),
    ],
)
def test_a_mistake_is_named_and_no_password_is_said(tmp_path: Path, text: str, what: str) -> None:
    with pytest.raises(SettingsError, match=what) as raised:
        fleet_of(tmp_path, text)
    assert "rahasia" not in str(raised.value)


def test_a_passfile_that_others_read_is_refused(tmp_path: Path) -> None:
    (tmp_path / "pgpass").touch(0o644)
    (tmp_path / "pgpass").chmod(0o644)
    with pytest.raises(SettingsError, match="chmod 600"):
        fleet_of(tmp_path, f'[database]\nto = "{TO}"\npassfile = "pgpass"\n')


def test_the_mark_of_an_office_is_what_was_written(tmp_path: Path) -> None:
    path = tmp_path / "dip-fleet.toml"
    write_mark(path, Database(TO, "/etc/dip/pgpass", 20), 'kantor "é"')
    mark = read_mark(path)
    assert (mark.to, mark.passfile, mark.lease, mark.office) == (TO, "/etc/dip/pgpass", 20, 'kantor "é"')
    written = path.stat().st_mtime_ns
    write_mark(path, Database(TO, "/etc/dip/pgpass", 20), 'kantor "é"')
    assert path.stat().st_mtime_ns == written


def test_a_mark_that_says_nothing_stops_the_office(tmp_path: Path) -> None:
    path = tmp_path / "dip-fleet.toml"
    for text in ("", f'to = "{TO}"\n', 'office = "lebak"\n', "\0"):
        path.write_text(text)
        with pytest.raises(SettingsError, match=r"dip-fleet\.toml"):
            read_mark(path)
