"""`dip doctor --repair-layout` on Google: what a spreadsheet lost comes back in one batch that writes no content."""

from __future__ import annotations

from typing import Any

import pytest

from tests.google_office import GoogleOffice, google, google_office
from tests.google_server.sheet import Sheet
from tests.workbook.google.test_google_layout import KUL, TEMPLATE, place, span, typed

__all__ = ["google", "google_office"]
pytestmark = pytest.mark.slow
Json = dict[str, Any]


def contents(office: GoogleOffice) -> dict[str, list[tuple[Any, ...]]]:
    """Every value and formula of every tab."""
    found: dict[str, list[tuple[Any, ...]]] = {}
    for sheet in office.book.sheets:
        cells = ((row, column, sheet.cell(row, column)) for row in range(60) for column in range(26))
        found[sheet.title] = [(*at, cell.value, cell.formula) for *at, cell in cells if cell.filled or cell.formula]
    return found


def stripped(sheet: Sheet) -> list[Json]:
    """Notes of the header gone, dropdowns of some rows, all protection, all rules of colour but one of somebody's."""
    rules = len(sheet.conditional)
    width = len(TEMPLATE.tab("unit").columns)
    header = {"range": span(sheet, 0, 0, 1, width), "fields": "note", "rows": [{"values": [{}] * width}]}
    form = place("unit", "bentuk")
    return [
        {"updateCells": header},
        {"setDataValidation": {"range": span(sheet, 1, form, 5, 1)}},
        *[{"deleteConditionalFormatRule": {"sheetId": sheet.id, "index": 0}} for _ in range(rules)],
        *[{"deleteProtectedRange": {"protectedRangeId": each["protectedRangeId"]}} for each in sheet.protected],
    ]


def test_what_was_lost_comes_back_and_no_content_changes(google_office: GoogleOffice) -> None:
    google_office.laid_out()
    sheet = google_office.tab(KUL)
    own = {"ranges": [span(sheet, 1, 3, 9, 1)], "booleanRule": {
        "condition": {"type": "TEXT_CONTAINS", "values": [{"userEnteredValue": "penting"}]},
        "format": {"textFormat": {"bold": True}}}}  # fmt: skip
    google_office.edit(
        typed(sheet, 1, place("unit", "judul"), "Laporan"),
        typed(sheet, 1, place("unit", "bentuk"), "bukan pilihan"),
        *stripped(sheet),
        {"addConditionalFormatRule": {"rule": own, "index": 0}},
    )
    before = contents(google_office)
    lost = google_office.dip("doctor --repair-layout")
    assert lost.exit_code == 0 and "Nothing was changed yet" in lost.output
    assert f"+ {KUL}: notes on " in lost.output and f"~ {KUL}: dropdowns in " in lost.output
    assert contents(google_office) == before
    done = google_office.dip("doctor --repair-layout --yes")
    assert done.exit_code == 0 and "Put back. No cell was written." in done.output, done.output
    assert contents(google_office) == before
    assert google_office.dip("doctor --repair-layout --yes").stdout.splitlines()[0] == "nothing is missing"
    sheet = google_office.tab(KUL)
    assert sheet.cell(0, place("unit", "judul")).note
    assert sheet.protected and "penting" in str(sheet.conditional) and len(sheet.conditional) > 1


def test_a_tab_that_is_gone_is_left_to_init(google_office: GoogleOffice) -> None:
    """A tab that is made has content."""
    google_office.laid_out()
    title = TEMPLATE.tab("riwayat").title
    google_office.edit({"deleteSheet": {"sheetId": google_office.tab(title).id}})
    done = google_office.dip("doctor --repair-layout --yes")
    assert (done.exit_code, f"! {title}: the whole tab" in done.output) == (0, True)
    assert title not in [sheet.title for sheet in google_office.book.sheets]
