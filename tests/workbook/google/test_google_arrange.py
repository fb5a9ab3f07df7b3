"""`dip init --layout` on Google: columns move in one batch; what people did and what `dip init` made goes along."""

from __future__ import annotations

from typing import Any

import pytest

from sync.model import column_letters
from tests.google_office import OWNER, GoogleOffice, google, google_office
from tests.office_folder import KUL, OfficeFolder, row
from tests.old_order import old_order
from tests.workbook.google.test_google_copy import moved_to_google, quiet
from tests.workbooks import TEMPLATE

__all__ = ["google", "google_office"]
Json = dict[str, Any]
pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> OfficeFolder:
    """An office at work in the old order: published, waiting, wrong."""
    with old_order(tmp_path_factory.mktemp("templates")):
        folder = OfficeFolder(tmp_path_factory.mktemp("kantor"))
    folder.fill(KUL, row(1), row(2), {**row(3), "retensi": "kapan-kapan"})
    folder.dip("sync")
    folder.dip("sync")
    folder.type("Induk", "induk", 2, setuju="✓")
    folder.dip("sync")
    return folder


@pytest.fixture
def office(google_office: GoogleOffice, made: OfficeFolder) -> GoogleOffice:
    """It moved to Google, columns as they stood."""
    OfficeFolder(google_office.folder, like=made)
    moved_to_google(google_office)
    quiet(google_office)
    return google_office


def headers(office: GoogleOffice, title: str) -> list[str]:
    return [office.text(title, 0, place) for place in range(office.tab(title).width)]


def texts(office: GoogleOffice, title: str) -> list[dict[str, str]]:
    names = headers(office, title)
    return [{name: office.text(title, n, at) for at, name in enumerate(names) if name} for n in range(1, 6)]


def layout(office: GoogleOffice, more: str = "") -> str:
    done = office.dip(f"init --layout {more}")
    assert done.exit_code == 0, done.output
    return done.output


def test_shown_first_and_nothing_is_moved(office: GoogleOffice) -> None:
    before = headers(office, KUL)
    output = layout(office)
    assert "Status  L → B" in output and "--yes" in output
    assert headers(office, KUL) == before


def test_the_columns_move_and_the_next_sync_changes_nothing(office: GoogleOffice) -> None:
    """Approvals stand, the lock on the ticks is closed, nothing of the layout is missing or left over."""
    layout(office)  # completes what the templates ask for besides
    before = {title: texts(office, title) for title in (KUL, "Induk")}
    rules = {title: len(office.tab(title).conditional) for title in before}
    published = quiet(office)["rows"]
    layout(office, "--yes")
    for title, kind in ((KUL, "unit"), ("Induk", "induk")):
        wanted = [column.header for column in TEMPLATE.tab(kind).columns]
        assert headers(office, title)[: len(wanted)] == wanted
        assert texts(office, title) == before[title]
        assert len(office.tab(title).conditional) == rules[title]
    assert office.tab(KUL).grid["frozenColumnCount"] == 3
    assert office.layout() == []
    document = quiet(office)  # Kendali names cells, and those have moved
    assert (document["site"]["changed"], document["rows"]) == (False, published)
    assert {title: texts(office, title) for title in before} == before
    assert quiet(office)["workbook"]["writes"] == 0
    note = f"${column_letters(TEMPLATE.tab('unit').roles.index('catatan'))}2"
    formulas = [rule["booleanRule"]["condition"]["values"][0]["userEnteredValue"]
                for rule in office.tab(KUL).conditional]  # fmt: skip
    assert all(note in formula for formula in formulas if "FIND" in formula)
    assert "All columns stand" in layout(office) or "Semua kolom" in layout(office)


def test_ticks_given_after_it_count(office: GoogleOffice) -> None:
    """The columns of ticks were never open to anybody else."""
    layout(office, "--yes")
    quiet(office)
    induk = office.tab("Induk")
    place = headers(office, "Induk").index("Setuju")
    span = {"sheetId": induk.id, "startRowIndex": 2, "endRowIndex": 3, "startColumnIndex": place,
            "endColumnIndex": place + 1}  # fmt: skip
    tick = {"rows": [{"values": [{"userEnteredValue": {"boolValue": True}}]}], "fields": "userEnteredValue"}
    office.edit({"updateCells": {"range": span, **tick}}, who=OWNER)
    office.dip("sync")
    assert office.text("Induk", 2, headers(office, "Induk").index("Status")) == "Terbit"


def test_merged_cells_are_named_and_their_tab_stays(office: GoogleOffice) -> None:
    before, unit = headers(office, KUL), office.tab(KUL)
    span = {"sheetId": unit.id, "startRowIndex": 8, "endRowIndex": 9, "startColumnIndex": 1, "endColumnIndex": 3}
    office.edit({"mergeCells": {"range": span, "mergeType": "MERGE_ALL"}})
    assert "B9:C9" in layout(office, "--yes")
    assert headers(office, KUL) == before
    assert headers(office, "Induk")[:3] == ["ID", "Status", "Setuju"]
