"""Copies are kept by their order, and a wrong clock changes no order."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from sync import time_stamp
from sync.time_stamp import stamp_after
from sync.workbook.xlsx.file_swap import KEPT, back_up, backups
from tests.office_folder import KUL, OfficeFolder, row

TODAY = datetime(2026, 11, 23, 7, 5, tzinfo=UTC)
YEAR = timedelta(days=365)


class Clock:
    """The clock of the machine, which somebody sets."""

    def __init__(self, patch: pytest.MonkeyPatch) -> None:
        self.now = TODAY
        clock = self

        class Told(datetime):
            @classmethod
            def now(cls, tz: object = None) -> datetime:  # type: ignore[override]
                clock.now += timedelta(seconds=1)
                return clock.now

        patch.setattr(time_stamp, "datetime", Told)


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    return Clock(monkeypatch)


@pytest.mark.parametrize("made_up", ["99999999T999999999999Z", "99991231T235959999999Z", "٢٠٢٧٠١٠١T٠٠٠٠٠٠٠٠٠٠٠٠Z"])
def test_a_name_that_is_no_time_changes_no_stamp(made_up: str) -> None:
    assert stamp_after([f"dip-{made_up}.xlsx"], TODAY) == stamp_after([], TODAY)


def test_a_stamp_is_the_time() -> None:
    assert stamp_after([], TODAY) == "20261123T070500000000Z"
    assert stamp_after(["dip-00000012-20261123T070459999999Z.xlsx"], TODAY) == "20261123T070500000000Z"


@pytest.mark.parametrize("latest", ["20261123T070500000000Z", "20271123T070500000000Z"])
def test_a_stamp_stands_behind_every_earlier_one(latest: str) -> None:
    names = [f"dip-{latest}.zip", "dip-20200101T000000000000Z.zip", "dip-punya-saya.zip"]
    assert stamp_after(names, TODAY) == latest.replace("000000Z", "000001Z")


@pytest.mark.parametrize("run", [0, 1], ids=["init", "sync"])
@pytest.mark.parametrize("wrong", [-YEAR, YEAR], ids=["set back", "ahead"])
def test_no_fresh_copy_of_the_workbook_goes_for_a_wrong_clock(
    tmp_path: Path, clock: Clock, wrong: timedelta, run: int
) -> None:
    """The clock is wrong for two runs, then it is set right: always the last ten stay."""
    made, folder = [], tmp_path / "dip-backup"
    for number in range(1, 30):
        clock.now = TODAY + timedelta(hours=number) + (wrong if number in (12, 13) else timedelta())
        made.append(back_up(tmp_path / "dip.xlsx", b"%d" % number, folder, run and number))
        kept = backups(tmp_path / "dip.xlsx", folder)
        assert kept == made[-KEPT:]
    assert [int(copy.read_bytes()) for copy in backups(tmp_path / "dip.xlsx", folder)] == list(range(20, 30))


@pytest.mark.parametrize("wrong", [-YEAR, YEAR], ids=["set back", "ahead"])
def test_no_fresh_backup_goes_for_a_wrong_clock(
    tmp_path: Path, clock: Clock, monkeypatch: pytest.MonkeyPatch, wrong: timedelta
) -> None:
    monkeypatch.setattr("sync.run.backup.datetime", vars(time_stamp)["datetime"])
    office, archive = OfficeFolder(tmp_path / "kantor"), tmp_path / "dip.zip"
    contents = []
    for number in range(6):
        clock.now = TODAY + timedelta(days=number) + (wrong if number == 3 else timedelta())
        before = archive.read_bytes() if archive.exists() else b""
        assert office.dip("backup", str(archive), "--keep", "3").exit_code == 0
        contents.append(before)
        kept = [path.read_bytes() for path in sorted(tmp_path.glob("dip-2*.zip"))]
        assert kept == [data for data in contents if data][-2:]


def test_restore_takes_the_workbook_that_was_copied_last(tmp_path: Path, clock: Clock) -> None:
    """Though it was copied on a day that seems earlier."""
    office = OfficeFolder(tmp_path)
    for number in range(3):
        clock.now = TODAY - YEAR * number
        office.fill(KUL, row(number))
        assert office.dip("sync").exit_code == 0
    newest = backups(office.workbook, office.settings.backup_folder)[-1]
    assert newest.name.startswith("dip-00000003-")
