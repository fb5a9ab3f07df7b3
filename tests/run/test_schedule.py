"""What lets `dip` run by itself: as text, as systemd and cron read it, and as they do it."""

from __future__ import annotations

import os
import shlex
import subprocess
import sys
import time
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sync.errors import ArgumentError, ScheduleError
from sync.run.schedule import EVERY, Schedule, Times, cron_block, mark_of, units, with_block
from sync.run.scheduler import Cron
from sync.settings.answers import example_text
from sync.settings.settings import Settings, load_settings
from tests.office_folder import OfficeFolder

ROOT = Path(__file__).parent.parent.parent
ODD = """kantor 100% $HOME "baik" it's; (#1) é"""
"""A folder's name that shells, cron and systemd each have an opinion about."""


def settings_in(folder: Path) -> Settings:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "dip.toml").write_text(example_text("dip.xlsx", key_file=False), "utf-8")
    return load_settings(folder / "dip.toml")


def as_example(settings: Settings) -> Settings:
    """As if it lay where the examples say."""
    return replace(settings, folder=Path("/srv/dip"), source=Path("/srv/dip/dip.toml"))


def test_the_examples_are_what_dip_schedule_makes(tmp_path: Path) -> None:
    """For an office in /srv/dip whose folder is the account `dipsync`'s, with a backup every evening."""
    wanted = Schedule(
        as_example(settings_in(tmp_path)),
        ("/opt/dip/bin/dip",),
        Times(),
        Path("/mnt/cadangan/dip.zip"),
        "id",
        "dipsync",
    )
    made = {**units(wanted, system=True), "crontab": cron_block(wanted)}
    there = {path.name: path.read_text("utf-8") for path in (ROOT / "deploy").iterdir() if path.suffix != ".yml"}
    assert there == made


@pytest.mark.parametrize(
    ("times", "cron", "calendar"),
    [
        (Times(), "11,41 7-17 * * 1-5", "Mon..Fri *-*-* 07..17:11,41:00 Asia/Jakarta"),
        (Times(60, 0, 23, True), "11 * * * *", "*-*-* 00..23:11:00 Asia/Jakarta"),
        (Times(120, 8, 16), "11 8-16/2 * * 1-5", "Mon..Fri *-*-* 08..16/2:11:00 Asia/Jakarta"),
        (Times(15, 9, 9), "11,26,41,56 9 * * 1-5", "Mon..Fri *-*-* 09..09:11,26,41,56:00 Asia/Jakarta"),
    ],
)
def test_times_read_the_same_in_both(times: Times, cron: str, calendar: str) -> None:
    assert (times.cron(11), times.calendar(11, "Asia/Jakarta")) == (cron, calendar)


@pytest.fixture(scope="module")
def example(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    return settings_in(tmp_path_factory.mktemp("office"))


@given(name=st.text("az %'\"$\\#;&|`!()é", min_size=1, max_size=30))
def test_a_shell_that_cron_started_gets_the_very_path(example: Settings, name: str) -> None:
    """cron takes `\\%` for `%`; the rest is the shell's."""
    settings = replace(example, source=Path("/srv", f"x{name}", "dip.toml"))
    line = cron_block(Schedule(settings, ("/opt/my dip/dip",))).splitlines()[1]
    assert "%" not in line.replace("\\%", "")
    assert shlex.split(line.replace("\\%", "%"))[5:] == [
        "DIP_LANG=id", "/opt/my dip/dip", "sync", "-q", "--config", str(settings.source),
    ]  # fmt: skip


@pytest.mark.parametrize("path", ["/srv/a\nb/dip.toml", "/srv/a\x1b/dip.toml", "/srv/a\udce9/dip.toml"])
def test_a_path_that_no_line_can_hold_is_refused(path: str, tmp_path: Path) -> None:
    settings = replace(settings_in(tmp_path), source=Path(path))
    with pytest.raises(ArgumentError, match="another character"):
        Schedule(settings, ("/opt/dip",))
    with pytest.raises(ArgumentError, match="another character"):
        Schedule(settings_in(tmp_path), ("/opt/dip\n",))


def test_what_would_be_cut_off_or_not_started_is_refused(tmp_path: Path) -> None:
    settings = settings_in(tmp_path)
    with pytest.raises(ArgumentError, match="too long"):
        cron_block(Schedule(replace(settings, source=Path("/srv", "x" * 990, "dip.toml")), ("/opt/dip",)))
    with pytest.raises(ArgumentError, match="systemd starts no program"):
        units(Schedule(settings, ("/opt/it's/dip",)), system=True)


OTHERS = (
    "MAILTO=x@example\n# >>> dip 00000000: /srv/other/dip.toml\n1 * * * * other\n# <<< dip 00000000\n0 1 * * * mine"
)


def test_another_office_and_other_lines_keep_their_own() -> None:
    block = "# >>> dip 11111111: /srv/dip/dip.toml\n2 * * * * dip\n# <<< dip 11111111\n"
    once = with_block(OTHERS, "11111111", block)
    assert once == f"{OTHERS}\n{block}"
    assert with_block(once, "11111111", block) == once
    changed = block.replace("2 *", "3 *")
    assert with_block(f"{once}5 5 * * * later\n", "11111111", changed) == f"{OTHERS}\n{changed}5 5 * * * later\n"
    assert with_block(once, "11111111", "") == f"{OTHERS}\n"
    assert with_block("", "11111111", "") == ""


@pytest.mark.parametrize("gone", ["# >>> dip 11111111: /srv/dip/dip.toml\n", "# <<< dip 11111111\n"])
def test_a_block_that_was_changed_by_hand_is_not_guessed_at(gone: str) -> None:
    block = "# >>> dip 11111111: /srv/dip/dip.toml\n2 * * * * dip\n# <<< dip 11111111\n"
    with pytest.raises(ScheduleError, match="changed by hand"):
        with_block(f"{OTHERS}\n{block.replace(gone, '')}0 0 * * * x\n", "11111111", block)
    with pytest.raises(ScheduleError, match="changed by hand"):
        with_block(block + block, "11111111", block)


@pytest.mark.slow
@pytest.mark.needs("systemd-analyze")
@pytest.mark.parametrize("system", [True, False])
def test_systemd_takes_the_units_for_right(tmp_path: Path, system: bool) -> None:
    """Also with a path that holds blanks, %, $ and quotation marks."""
    program = tmp_path / "opt 100% $x" / "dip"
    program.parent.mkdir()
    program.symlink_to("/bin/true")
    settings = settings_in(tmp_path / ODD)
    wanted = Schedule(settings, (str(program),), Times(), tmp_path / ODD / "aman.zip", "id", "games")
    folder = tmp_path / "units"
    folder.mkdir()
    for name, text in units(wanted, system=system).items():
        (folder / name).write_text(text, "utf-8")
    done = subprocess.run(
        ["systemd-analyze", "verify", *([] if system else ["--user"]), *map(str, folder.iterdir())],
        capture_output=True, text=True, check=False, env=os.environ | {"XDG_RUNTIME_DIR": str(tmp_path)},
    )  # fmt: skip
    assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.slow
@pytest.mark.needs("systemd-analyze")
def test_systemd_understands_every_time() -> None:
    spans = [(7, 17), (0, 23), (9, 9)]
    times = [
        Times(every, first, last, every % 2 == 0).calendar(41, "Asia/Jayapura")
        for every in EVERY
        for first, last in spans
    ]
    subprocess.run(["systemd-analyze", "calendar", *times], check=True, capture_output=True)


@pytest.mark.slow
@pytest.mark.needs("yamllint")
def test_the_workflow_for_a_hosted_runner_is_linted() -> None:
    rules = "{extends: default, rules: {line-length: {max: 130}, document-start: disable}}"
    subprocess.run(["yamllint", "--strict", "-d", rules, str(ROOT / "deploy" / "hosted-runner.yml")], check=True)


def test_the_workflow_pins_what_it_uses_and_overlaps_with_nothing() -> None:
    text = (ROOT / "deploy" / "hosted-runner.yml").read_text("utf-8")
    used = [line.split("uses: ")[1].split()[0] for line in text.splitlines() if "uses: " in line]
    assert used and all(len(each.partition("@")[2]) == 40 for each in used)
    assert "cancel-in-progress: false" in text and "permissions: {}" in text
    for name in ("dip-ledger.sqlite", "dip-receipt.json", "dip-runs.jsonl"):
        assert name in text


@dataclass(frozen=True)
class EachMinute(Times):
    """As often as cron can."""

    def cron(self, shift: int) -> str:
        return "* * * * *"


@pytest.mark.slow
@pytest.mark.needs("/usr/sbin/cron")
@pytest.mark.skipif(os.name != "posix" or os.geteuid() != 0, reason="only root starts cron")
def test_a_real_cron_runs_it(tmp_path: Path) -> None:
    """For up to three minutes. The crontab is afterwards what it was, to the byte."""
    office = OfficeFolder(tmp_path / ODD)
    program = ("/usr/bin/env", f"PYTHONPATH={ROOT}", sys.executable, "-m", "sync.cli.main")
    wanted, cron, before = Schedule(office.settings, program, EachMinute(), None, "en"), Cron(), Cron()._read()
    assert (cron.install(wanted), cron.install(wanted)) == (True, False)
    daemon = subprocess.Popen(["/usr/sbin/cron", "-f"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        end = time.monotonic() + 180
        while not office.settings.runs_path.exists() and time.monotonic() < end:
            time.sleep(1)
    finally:
        removed = cron.remove(office.settings), cron.remove(office.settings)
        daemon.terminate()
        daemon.wait()
    assert office.settings.runs_path.exists(), "cron did not run it"
    assert (removed, Cron()._read()) == ((True, False), before)
    end = time.monotonic() + 30
    while not office.json("status")["last"] and time.monotonic() < end:
        time.sleep(0.5)
    assert office.json("status")["last"]["exit"] == 0


def test_an_office_is_known_by_where_its_settings_lie(tmp_path: Path) -> None:
    one, other = settings_in(tmp_path / "a"), settings_in(tmp_path / "b")
    assert mark_of(one) != mark_of(other) and mark_of(one) == mark_of(load_settings(one.source))


def test_a_name_that_ends_in_a_backslash_takes_no_line_with_it(tmp_path: Path) -> None:
    settings = settings_in(tmp_path)
    named = replace(settings, office=replace(settings.office, short="KPU\\"))
    for text in units(Schedule(named, ("/opt/dip",)), system=True).values():
        assert not any(line.endswith("\\") for line in text.splitlines())
