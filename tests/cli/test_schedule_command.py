"""`dip schedule` as it is typed, with stand-ins for `crontab` and `systemctl`."""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest

from sync.run import scheduler
from tests.mail_server import certificate
from tests.office_folder import OfficeFolder

CRONTAB = """#!/bin/sh
[ "$1" = -u ] && { echo "$2" > "$0.user"; shift 2; }
[ "$1" = -l ] && { [ -e "$0.kept" ] || { echo "no crontab for me" >&2; exit 1; }; cat "$0.kept"; exit; }
echo write >> "$0.calls"; cat > "$0.kept"
"""
SYSTEMCTL = """#!/bin/sh
case "$*" in *is-enabled*) [ -e "$0.on" ]; exit;; *enable*) touch "$0.on";; *disable*) rm -f "$0.on";; esac
echo "$*" >> "$0.calls"
"""


@pytest.fixture
def office(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> OfficeFolder:
    """An office on a machine with these two, and a folder for units."""
    programs = tmp_path / "bin"
    programs.mkdir()
    for name, text in (("crontab", CRONTAB), ("systemctl", SYSTEMCTL)):
        (programs / name).write_text(text)
        (programs / name).chmod(0o755)
    monkeypatch.setenv("PATH", f"{programs}{os.pathsep}{os.environ['PATH']}")
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    monkeypatch.setattr(scheduler.Systemd, "folder", tmp_path / "units")
    monkeypatch.setattr(scheduler, "_has_systemd", lambda *, root: False)
    return OfficeFolder(tmp_path / "kantor besar")


def kept(office: OfficeFolder) -> str:
    path = office.path.parent / "bin" / "crontab.kept"
    return path.read_text("utf-8") if path.exists() else ""


def test_it_shows_first_and_writes_nothing(office: OfficeFolder) -> None:
    before = office.state()
    done = office.dip("schedule")
    assert done.exit_code == 0 and "dip sync -q --config" in done.stdout and "Nothing was installed yet" in done.stdout
    assert (kept(office), office.state()) == ("", before)


def test_installing_twice_changes_nothing_and_removing_leaves_what_was_there(office: OfficeFolder) -> None:
    own = "MAILTO=x\n0 0 * * * mine\n"
    (office.path.parent / "bin" / "crontab.kept").write_text(own)
    assert "Installed." in office.dip("schedule", "--install").stdout
    first = kept(office)
    assert first.startswith(own) and first.count("dip sync -q") == 1
    assert "Nothing to do: it is there already." in office.dip("schedule", "--install").stdout
    assert kept(office) == first
    assert (office.path.parent / "bin" / "crontab.calls").read_text() == "write\n"
    office.dip("schedule", "--install", "--every", "2h", "--backup", str(office.path.parent / "aman.zip"))
    assert kept(office).count("dip sync -q") == 1 and "aman.zip --keep 30" in kept(office)
    assert office.dip("schedule", "--remove").stdout.startswith("Taken away: crontab")
    assert kept(office) == own
    assert "nothing is installed" in office.dip("schedule", "--remove").stdout


def test_another_office_keeps_its_own(office: OfficeFolder) -> None:
    other = OfficeFolder(office.path.parent / "kantor lain")
    office.dip("schedule", "--install")
    alone = kept(office)
    other.dip("schedule", "--install")
    assert kept(office).startswith(alone) and "kantor lain" in kept(office)
    other.dip("schedule", "--remove")
    assert kept(office) == alone


def test_systemd_gets_units_and_is_told(office: OfficeFolder) -> None:
    units, calls = office.path.parent / "units", office.path.parent / "bin" / "systemctl.calls"
    assert "Installed." in office.dip("schedule", "--with", "systemd", "--install").stdout
    names = sorted(path.name for path in units.iterdir())
    assert [name.rpartition("-")[2] for name in names] == ["sync.service", "sync.timer"]
    assert calls.read_text().splitlines()[-1].endswith(f"enable --now {names[1]}")
    before = calls.read_text()
    assert "already" in office.dip("schedule", "--with", "systemd", "--install").stdout
    assert calls.read_text() == before
    (units / "dip-00000000-sync.timer").write_text("another office's")
    backup = ("--backup", str(office.path / "aman.zip"))
    office.dip("schedule", "--with", "systemd", "--install", *backup)
    assert len(list(units.iterdir())) == 5
    office.dip("schedule", "--with", "systemd", "--install")
    assert len(list(units.iterdir())) == 3 and "disable --now" in calls.read_text()
    assert "Taken away" in office.dip("schedule", "--remove").stdout
    assert [path.name for path in units.iterdir()] == ["dip-00000000-sync.timer"]


@pytest.mark.parametrize(
    ("words", "told"),
    [(["--every", "7m"], "must be one of 5m, 10m"), (["--hours", "17-7"], "no span of hours"),
     (["--install", "--remove"], "two things"), (["--backup", "site/x.zip"], "the folder that the public reads")],
)  # fmt: skip
def test_what_has_no_meaning_is_refused(
    office: OfficeFolder, words: list[str], told: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(office.path)
    done = office.dip("schedule", *words)
    assert (done.exit_code, told in done.stderr) == (2, True), done.stderr


def test_a_program_that_refuses_is_quoted(office: OfficeFolder) -> None:
    (office.path.parent / "bin" / "crontab").write_text("#!/bin/sh\necho you are not allowed >&2; exit 1\n")
    done = office.dip("schedule", "--install")
    assert (done.exit_code, done.stderr.splitlines()[-1]) == (1, "Stopped: crontab refuses: you are not allowed")


def test_what_works_by_hand_alone_is_told(office: OfficeFolder, monkeypatch: pytest.MonkeyPatch) -> None:
    """A password in the environment, and a clock that is not the office's."""
    monkeypatch.setenv("DIP_PUBLISH_PASSWORD", "rahasia")
    text = office.config.read_text("utf-8")
    office.config.write_text(text.replace("Asia/Jakarta", "Pacific/Kiritimati"), "utf-8")
    done = office.dip("schedule")
    assert (
        re.search(r"DIP_PUBLISH_PASSWORD is set in this terminal.*key_file in \[publish\]", done.stderr)
        and "rahasia" not in done.output
    )
    assert "set-timezone Pacific/Kiritimati" in done.stderr


def test_certificates_of_this_terminal_alone_are_explained_until_dip_toml_names_them(
    office: OfficeFolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    bundle = str(certificate())
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", bundle)
    assert f'[network]: ca_file = "{bundle}"' in office.dip("schedule").stderr
    with office.config.open("a", encoding="utf-8") as config:
        config.write(f'\n[network]\nca_file = "{bundle}"\n')
    assert "REQUESTS_CA_BUNDLE" not in office.dip("schedule").stderr


def test_a_backup_into_a_folder_that_is_not_there_is_refused_and_its_path_is_shown_in_full(
    office: OfficeFolder,
) -> None:
    place = office.path.parent
    for name in ("tidak ada/dip.zip", "tidak ada"):
        done = office.dip("schedule", "--install", "--backup", str(place / name))
        assert done.exit_code == 2 and f"mkdir -p '{place / 'tidak ada'}'" in done.stderr
    assert kept(office) == ""
    shown = office.dip("schedule", "--backup", str(office.path / ".." / "aman.zip")).stdout
    assert f" {place / 'aman.zip'} " in shown and ".." not in shown


@pytest.mark.skipif(os.name != "posix" or os.geteuid() != 0, reason="only root has other accounts")
def test_root_lets_it_run_as_whose_folder_it_is(office: OfficeFolder) -> None:
    os.chown(office.path, 5, -1)  # games
    assert "For the crontab of games:" in office.dip("schedule", "--install").stdout
    assert (office.path.parent / "bin" / "crontab.user").read_text() == "games\n"
    assert "User=games\n" in office.dip("schedule", "--with", "systemd").stdout


def hinted(office: OfficeFolder) -> bool:
    done = office.dip("doctor")
    assert done.exit_code == 0
    return "no schedule is installed" in " ".join(done.stdout.split())


@pytest.mark.parametrize("kind", ["cron", "systemd"])
def test_doctor_hints_at_a_missing_schedule_after_the_first_run(office: OfficeFolder, kind: str) -> None:
    assert not hinted(office)
    office.dip("sync")
    before = kept(office), office.state()
    assert hinted(office) and (kept(office), office.state()) == before
    assert office.dip("schedule", "--install", "--with", kind).exit_code == 0
    assert not hinted(office)
    office.dip("schedule", "--remove")
    assert hinted(office)


def test_doctor_is_silent_about_a_schedule_where_it_cannot_ask(
    office: OfficeFolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    office.dip("sync")
    crontab = office.path.parent / "bin" / "crontab"
    crontab.write_text("#!/bin/sh\necho not allowed >&2; exit 1\n")
    assert not hinted(office)
    monkeypatch.setenv("PATH", str(office.path))
    assert not hinted(office)
    monkeypatch.setattr(scheduler, "_has_systemd", lambda *, root: True)
    assert hinted(office)
    monkeypatch.setattr(os, "geteuid", lambda: office.path.stat().st_uid + 1)
    assert not hinted(office)
