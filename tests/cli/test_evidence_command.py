"""`dip evidence`: files for the operator's account alone, what is still missing, and sentences for bad input."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests.office_folder import KUL, OfficeFolder, row

PERIOD = datetime.now(UTC).strftime("%Y")


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> tuple[OfficeFolder, str]:
    """One entry is public, and the evidence of this year lies in `bukti/`."""
    office = OfficeFolder(tmp_path_factory.mktemp("kantor"))
    office.fill(KUL, row(1))
    office.dip("sync")
    office.type("Induk", "induk", 2, setuju="✓")
    office.dip("sync")
    done = office.dip("evidence", "--period", PERIOD, "--to", str(office.path / "bukti"))
    assert done.exit_code == 0, done.output
    return office, done.stdout


def test_the_files_lie_in_a_folder_of_the_period_for_this_account_alone(made: tuple[OfficeFolder, str]) -> None:
    """And none of them is larger than what a portal takes."""
    office, shown = made
    folder = office.path / "bukti" / PERIOD
    files = sorted(folder.iterdir())
    assert {"indeks.pdf", "2.1.0.0.pdf", "indikator-6-digitalisasi-dan-inovasi.pdf", "bukti.xlsx"} <= {
        path.name for path in files
    }
    assert {path.stat().st_mode & 0o777 for path in files} == {0o600}
    assert folder.stat().st_mode & 0o777 == 0o700
    assert max(path.stat().st_size for path in files) <= 2_000_000
    assert all(str(path) in shown for path in files)


def test_what_is_still_missing_is_told_with_who_supplies_it(made: tuple[OfficeFolder, str]) -> None:
    _, shown = made
    assert "\nStill to be supplied:\n" in shown
    assert "  2.1.0.0: Nomor dan tanggal penetapan di Kendali (PPID)" in shown


def test_the_files_for_programs_are_those_that_were_read_back(made: tuple[OfficeFolder, str]) -> None:
    """From the receipt: nothing is missing there."""
    assert "data-terbaca-mesin:" not in made[1]


def test_the_document_names_files_and_what_is_missing(made: tuple[OfficeFolder, str], tmp_path: Path) -> None:
    office = OfficeFolder(tmp_path, like=made[0])
    found = office.json("evidence", "--period", PERIOD, "--to", str(tmp_path / "lain"))
    assert found["exit"] == 0 and found["files"][0] == str(tmp_path / "lain" / PERIOD / "indeks.pdf")
    assert {"question": "2.1.0.0", "what": "Nomor dan tanggal penetapan di Kendali", "who": "PPID"} in found["missing"]


@pytest.mark.parametrize(
    ("period", "to", "code", "told"),
    [
        (
            "2026-H3",
            "bukti",
            2,
            "“2026-H3” is no period: write it like 2026-H2 or “Semester II 2026”, or 2026 for the year",
        ),
        ("2001", "bukti", 1, "it can prove nothing of 2001"),
        ("2098-h1", "bukti", 1, "2098-H1 has not begun yet"),
        (PERIOD, "site/bukti", 2, "the folder that the public reads"),
    ],
)
def test_what_cannot_be_proved_is_a_sentence(
    made: tuple[OfficeFolder, str], tmp_path: Path, period: str, to: str, code: int, told: str
) -> None:
    office = OfficeFolder(tmp_path, like=made[0])
    before = sorted(tmp_path.rglob("*"))
    done = office.dip("evidence", "--period", period, "--to", str(tmp_path / to))
    assert (done.exit_code, told in done.output) == (code, True), done.output
    assert sorted(tmp_path.rglob("*")) == before


def test_without_a_ledger_it_says_so(tmp_path: Path) -> None:
    done = OfficeFolder(tmp_path).dip("evidence", "--period", PERIOD, "--to", str(tmp_path / "bukti"))
    assert (done.exit_code, "there is no ledger yet" in done.stderr) == (1, True)


def test_it_speaks_indonesian(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DIP_LANG", "id")
    told = OfficeFolder(tmp_path).dip("evidence", "--period", "x").stderr
    assert "bukan periode" in told and "is no period" not in told
