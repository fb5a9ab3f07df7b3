"""Two computers run the same office on one spreadsheet, which nobody may do: the second stops before it writes."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from sync.workbook.google.client import GoogleClient
from tests.google_office import GoogleOffice, google, google_office
from tests.office_folder import KUL, row
from tests.office_folder import TEMPLATE as SHEETS

__all__ = ["google", "google_office"]
pytestmark = pytest.mark.slow
CODE = "from sync.cli.main import main; main()"
ROLES = SHEETS.tab("unit").roles


def start(folder: Path) -> subprocess.Popen[str]:
    """`dip sync`, as the cron of a computer starts it."""
    command = [sys.executable, "-c", CODE, "sync", "--config", str(folder / "dip.toml")]
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def end(process: subprocess.Popen[str]) -> tuple[int, str]:
    _, told = process.communicate(timeout=120)
    return process.returncode, told


def fill(office: GoogleOffice, first: int, last: int) -> None:
    """A unit types rows."""
    for number in range(first, last + 1):
        typed = row(number)
        line = [typed.get(role, "") for role in ROLES]
        office.google.put(f"'{KUL}'!A{number + 1}", [line])


def ids(office: GoogleOffice, title: str) -> list[str]:
    """What stands in the column of IDs."""
    return [line[0] for line in office.google.values(f"'{title}'!A2:A60") if line and line[0]]


def other_computer(office: GoogleOffice, tmp_path: Path) -> Path:
    """The office's folder, copied to a second machine."""
    folder = tmp_path / "komputer-kedua"
    shutil.copytree(office.folder, folder, ignore=shutil.ignore_patterns("komputer-kedua"))
    return folder


def between_read_and_write(monkeypatch: pytest.MonkeyPatch, what: Any) -> None:
    """Something happens right before the first write leaves."""
    change, left = GoogleClient.change, [what]

    def late(self: GoogleClient, *arguments: Any, **words: Any) -> Any:
        if left:
            left.pop()()
        return change(self, *arguments, **words)

    monkeypatch.setattr(GoogleClient, "change", late)


@pytest.mark.parametrize("first_run", [True, False], ids=["the first run", "a later run"])
def test_the_second_stops_before_it_writes(
    google_office: GoogleOffice, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, first_run: bool
) -> None:
    """Both read before either wrote. No row is doubled, and the second says that it is not alone."""
    google_office.laid_out()
    fill(google_office, 1, 3)
    if not first_run:
        assert google_office.dip("sync").exit_code == 0
        fill(google_office, 4, 5)
    folder, ended = other_computer(google_office, tmp_path), []
    between_read_and_write(monkeypatch, lambda: ended.append(end(start(folder))))
    google_office.google.expect("ProtectedRange")
    done = google_office.dip("sync")
    assert ended == [(0, ended[0][1])]
    assert (done.exit_code, done.stderr) == (
        1,
        "Stopped: another computer wrote into the spreadsheet since it was read: two run the same office. Nothing was "
        "written. Only one of them may: dip schedule --remove on the other\n",
    )
    expected = [f"KUL-{number:04}" for number in range(1, 4 if first_run else 6)]
    assert ids(google_office, "Induk") == ids(google_office, KUL) == expected
    fill(google_office, 6, 6)
    assert end(start(folder))[0] == 0
    belongs = "the ledger beside dip.toml belongs to another workbook" if first_run else "the ledger is older than"
    assert f"Stopped: {belongs}" in google_office.dip("sync").stderr


def test_two_processes_at_once(google_office: GoogleOffice, tmp_path: Path) -> None:
    """However they meet, one does the work and the other stops, three times over."""
    google_office.laid_out()
    fill(google_office, 1, 3)
    assert google_office.dip("sync").exit_code == 0

    google_office.google.expect("ProtectedRange")
    for turn in range(3):
        fill(google_office, 4 + turn * 2, 5 + turn * 2)
        folder = tmp_path / str(turn)
        shutil.copytree(google_office.folder, folder, ignore=shutil.ignore_patterns("[0-9]"))
        processes = [start(google_office.folder), start(folder)]
        codes = [end(process)[0] for process in processes]
        assert sorted(codes) == [0, 1]
        assert max(Counter(ids(google_office, "Induk")).values()) == 1
        assert ids(google_office, "Induk") == [f"KUL-{number:04}" for number in range(1, 6 + turn * 2)]
        if codes[0]:  # the other computer goes on
            for path in folder.glob("dip-*"):
                if path.is_file():
                    shutil.copy(path, google_office.folder)
    assert (google_office.dip("sync")).exit_code == 0


def test_one_computer_is_never_taken_for_two(google_office: GoogleOffice, monkeypatch: pytest.MonkeyPatch) -> None:
    """An answer that was lost, and a protection that somebody took away, are no second computer."""
    google_office.laid_out()
    fill(google_office, 1, 2)
    google_office.google.weather.fault("reset", "after", match=":batchUpdate")
    assert google_office.dip("sync").exit_code == 1
    assert google_office.dip("sync").exit_code == 0

    hidden = google_office.tab("dip-saksi")
    (rule,) = hidden.protected
    google_office.edit({"deleteProtectedRange": {"protectedRangeId": rule["protectedRangeId"]}})
    fill(google_office, 3, 3)
    assert google_office.dip("sync").exit_code == 0

    assert len(google_office.tab("dip-saksi").protected) == 1
    fill(google_office, 4, 4)
    assert google_office.dip("sync").exit_code == 0

    assert len(google_office.tab("dip-saksi").protected) == 1
    assert ids(google_office, "Induk") == ["KUL-0001", "KUL-0002", "KUL-0003", "KUL-0004"]


def test_a_witness_of_an_earlier_version_is_taken_over(google_office: GoogleOffice) -> None:
    """Its protection has a number that Google chose."""
    google_office.laid_out()
    fill(google_office, 1, 1)
    assert google_office.dip("sync").exit_code == 0

    hidden = google_office.tab("dip-saksi")
    hidden.protected[0]["protectedRangeId"] = 424242
    fill(google_office, 2, 2)
    assert google_office.dip("sync").exit_code == 0

    assert [rule["protectedRangeId"] == 424242 for rule in google_office.tab("dip-saksi").protected] == [False]
