"""Tabs that people renamed, sorted or cut: read from the contract, tried with the real command on a real workbook."""

import json

import openpyxl
import pytest

from tests.office_folder import KUL, TEMPLATE, OfficeFolder, row


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    office = OfficeFolder(tmp_path_factory.mktemp("made"))
    office.fill(KUL, row(1), row(2), row(3))
    office.dip("sync")
    office.type("Induk", "induk", 2, setuju="✓")
    office.type("Induk", "induk", 3, setuju="✓")
    office.dip("sync")
    return office


@pytest.fixture
def office(tmp_path, made):
    """KUL-0001 and KUL-0002 are on the site, KUL-0003 waits."""
    return OfficeFolder(tmp_path, made)


def test_a_tab_is_never_read_for_two_units(office):
    """A unit's tab that is missing is not replaced by another unit's whose name is nearly the same."""
    text = office.config.read_text()
    office.config.write_text(text.replace('"Teknis dan Hukum"', '"Keuangan Umum Logistik"'))
    before = _public(office)
    document = office.json("sync")
    assert (document["exit"], document["events"], document["rows"]["total"]) == (0, [], 3)
    assert [(p["code"], p["tab"]) for p in document["problems"]] == [("tab-hilang", "Keuangan Umum Logistik")]
    assert _public(office) == before


def test_a_tab_that_two_units_could_mean_is_nobodys(office):
    """What cannot be mapped to one unit is asked, never guessed; nothing is removed meanwhile."""
    text = office.config.read_text()
    office.config.write_text(text.replace('"Teknis dan Hukum"', '"Keuangan Umum Logistik"'))
    book = openpyxl.load_workbook(office.workbook)
    book[KUL].title = "Keuangan; Umum; Logistik"
    book.save(office.workbook)
    before = _public(office)
    document = office.json("sync")
    assert (document["exit"], document["events"], document["rows"]["total"]) == (0, [], 0)
    assert {p["code"] for p in document["problems"]} == {"tab-hilang"}
    assert _public(office) == before


@pytest.mark.parametrize("role", ["sub_bagian", "ringkasan"])
def test_a_content_column_gone_from_induk_keeps_runs_quiet_and_ticks_out(office, role):
    """Two runs in a row change nothing; a version that is not shown whole cannot be ticked."""
    book = openpyxl.load_workbook(office.workbook)
    header = TEMPLATE.tab("induk").column(role).header
    book["Induk"].delete_cols(next(cell.column for cell in book["Induk"][1] if cell.value == header))
    book.save(office.workbook)
    office.dip("sync")
    before = office.state()
    office.dip("sync")
    assert office.state() == before
    office.type("Induk", "induk", 4, setuju="✓")
    assert {"id": "KUL-0003", "event": "approved"} not in office.json("sync")["events"]
    assert _public(office) == ["KUL-0001", "KUL-0002"]


def test_ids_sorted_without_their_rows_withdraw_and_approve_nothing(office):
    """Unticking is a cell that a person emptied: an ID that slid onto an unticked row is none, and no approval."""
    book = openpyxl.load_workbook(office.workbook)
    for number, id in ((2, "KUL-0003"), (4, "KUL-0001")):
        book["Induk"].cell(number, 1).value = id
    book.save(office.workbook)
    document = office.json("sync")
    assert [event["event"] for event in document["events"]] == []
    assert _public(office) == ["KUL-0001", "KUL-0002"]
    before = office.state()
    office.dip("sync")
    assert office.state() == before


def _public(office):
    document = json.loads((office.path / "site/data/dip.json").read_text())
    return [entry["id"] for entry in document["entries"]]
