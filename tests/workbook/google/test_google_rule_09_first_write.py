"""The tests of `test_rule_09_first_write`, in an office that works in a Google spreadsheet."""

from __future__ import annotations

import pytest

from tests.google_office import GoogleOffice, google, google_office
from tests.office import Office
from tests.plan.test_rule_09_first_write import *  # noqa: F403

__all__ = ["google", "google_office"]
pytestmark = pytest.mark.slow


@pytest.fixture  # type: ignore[no-redef]  # of another kind
def office(tmp_path):
    return Office(tmp_path, kind="google")


def test_init_refuses_a_spreadsheet_with_a_table_of_its_own_under_our_name(google_office: GoogleOffice) -> None:
    """Renamed it is laid out around it."""
    cells = [{"userEnteredValue": {"stringValue": text}} for text in ("No", "Arsip")]
    google_office.edit({"addSheet": {"properties": {"title": "dip", "sheetId": 77}}})
    start = {"sheetId": 77, "rowIndex": 0, "columnIndex": 0}
    google_office.edit({"updateCells": {"start": start, "rows": [{"values": cells}], "fields": "userEnteredValue"}})
    before = [sheet.title for sheet in google_office.book.sheets]
    done = google_office.dip(f"init --example --google {google_office.google.url}")
    assert (done.exit_code, [sheet.title for sheet in google_office.book.sheets]) == (1, before)
    assert "tab “dip” (No, Arsip): 2 cells" in done.stderr
    renamed = {"properties": {"sheetId": 77, "title": "DIP lama"}, "fields": "title"}
    google_office.edit({"updateSheetProperties": renamed})
    google_office.init()
    assert (google_office.text("DIP lama", 0, 1), google_office.text("DIP", 0, 0)) == ("Arsip", "ID")
