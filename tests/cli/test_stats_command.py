"""`dip stats`: on the screen, as a document, as CSV; nothing is written."""

from __future__ import annotations

import csv
import importlib
import io
import re
from pathlib import Path

import pytest

from tests.office_folder import KUL, OfficeFolder, row

stats = importlib.import_module("sync.cli.stats")


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> OfficeFolder:
    """Three rows, one of them public, one that must be fixed."""
    office = OfficeFolder(tmp_path_factory.mktemp("kantor"))
    office.fill(KUL, row(1), row(2), row(3, retensi=""))
    office.dip("sync")
    office.type("Induk", "induk", 2, setuju="✓")
    assert office.dip("sync").exit_code == 0
    return office


def files(office: OfficeFolder) -> dict[Path, bytes]:
    return {path: path.read_bytes() for path in office.path.rglob("*") if path.is_file()}


def test_the_screen_has_a_table_for_each_question(office: OfficeFolder) -> None:
    """And nothing in the office's folder is another afterwards."""
    before = files(office)
    shown = office.dip("stats").stdout
    assert shown.splitlines()[0].endswith(": 3 listed, 1 public")
    for line in ("By class", "By unit", "By form", "By year", "From typed to public", "What waits"):
        assert f"\n{line}\n" in shown
    assert "\n  all" in shown and "2 of 3 (67 %)" in shown
    assert files(office) == before


def test_the_screen_speaks_indonesian(office: OfficeFolder, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DIP_LANG", "id")
    shown = office.dip("stats").stdout
    assert "3 dalam daftar, 1 terbit" in shown and "Yang menunggu" in shown and "listed" not in shown
    assert "1 terbit, setelah 0 hari (median; 0 sampai 0)" in shown
    assert re.search(r"yang terlama sejak \d+ [A-Z][a-z]+ \d{4} \(0 hari\)", shown), shown


@pytest.mark.parametrize(("language", "written"), [("en", "3.5"), ("id", "3,5")])
def test_a_number_is_written_as_the_operator_writes_it(
    language: str, written: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DIP_LANG", language)
    assert (stats._number(3.5), stats._number(12.0)) == (written, "12")


def test_the_document_has_every_table_as_rows(office: OfficeFolder) -> None:
    found = office.json("stats")
    assert (found["exit"], found["total"]) == (0, {"entries": 3, "public": 1})
    assert found["first_try"][0] == {"name": "all", "rows": 3, "right": 2, "share": 0.667}
    assert [each["entries"] for each in found["waiting"]] == [1, 1]


def test_csv_has_a_line_for_each_number(office: OfficeFolder) -> None:
    lines = list(csv.DictReader(io.StringIO(office.dip("stats", "--csv").stdout)))
    assert set(lines[0]) == {"table", "name", "measure", "value"}
    assert {"table": "first_try", "name": "all", "measure": "rows", "value": "3"} in lines
    assert {line["table"] for line in lines} == {
        "class", "unit", "form", "year", "to_public", "waiting", "first_try",
    }  # fmt: skip


def test_a_name_that_a_spreadsheet_would_run_is_disarmed_in_csv(office: OfficeFolder, tmp_path: Path) -> None:
    hostile = OfficeFolder(tmp_path, like=office)
    text = hostile.config.read_text("utf-8")
    hostile.config.write_text(text.replace("Subbagian Keuangan, Umum, dan Logistik", "=HYPERLINK(1)", 1), "utf-8")
    names = {line["name"] for line in csv.DictReader(io.StringIO(hostile.dip("stats", "--csv").stdout))}
    assert "'=HYPERLINK(1)" in names and "=HYPERLINK(1)" not in names


def test_without_a_ledger_it_says_so(tmp_path: Path) -> None:
    done = OfficeFolder(tmp_path).dip("stats")
    assert (done.exit_code, "there is no ledger yet" in done.stderr) == (1, True)


def test_two_forms_at_once_are_a_mistake(office: OfficeFolder) -> None:
    assert office.dip("stats", "--csv", "--json").exit_code == 2
