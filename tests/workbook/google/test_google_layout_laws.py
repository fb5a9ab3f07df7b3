"""Laws of completing a spreadsheet in use: no request can change what a cell says."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from sync.settings.answers import example_text
from sync.settings.settings import load_settings
from sync.template.loader import load_template
from sync.workbook.google.complete_tab import tab_gaps
from sync.workbook.google.protection import LayoutContext
from sync.workbook.google.spreadsheet import Spreadsheet, SpreadsheetTab
from sync.workbook.layout_gap import requests_of

Json = dict[str, Any]
TEMPLATE = load_template()
ROWS = 12
HARMLESS = {
    "setDataValidation", "addConditionalFormatRule", "addFilterView", "addProtectedRange", "updateProtectedRange",
}  # fmt: skip
TEXT = st.sampled_from(["", "", "isi", "Softcopy", "TRUE", "FALSE", "5 tahun", "✓"])
CELL = st.builds(
    lambda text, note, kind: {
        **({"formattedValue": text} if text else {}),
        **({"note": note} if note else {}),
        **({"userEnteredFormat": {"numberFormat": {"type": kind}}} if kind else {}),
    },
    TEXT,
    st.sampled_from(["", "", "catatan orang"]),
    st.sampled_from(["", "TEXT", "DATE"]),
)


def wanted(folder: Path) -> LayoutContext:
    (folder / "dip.toml").write_text(example_text(), encoding="utf-8")
    return LayoutContext(load_settings(folder / "dip.toml"), TEMPLATE, "robot@emu.iam.gserviceaccount.com")


@st.composite
def tabs(draw: st.DrawFn) -> tuple[str, SpreadsheetTab]:
    """A tab in use: headers in some order on some row, some of them missing or noted, anything above and below."""
    kind = draw(st.sampled_from(["unit", "induk"]))
    headers = draw(st.permutations([column.header for column in TEMPLATE.tab(kind).columns]))
    width, at = len(headers), draw(st.integers(0, 3))
    cells = draw(st.lists(st.lists(CELL, min_size=width, max_size=width), min_size=ROWS, max_size=ROWS))
    lost = draw(st.sets(st.integers(0, width - 1), max_size=4))
    for place, header in enumerate(headers):
        cells[at][place] |= {"formattedValue": "" if place in lost else header}
    title = "Induk" if kind == "induk" else "Teknis dan Hukum"
    raw = {"properties": {"sheetId": 5, "title": title, "gridProperties": {"rowCount": ROWS + 8}}}
    return kind, SpreadsheetTab(raw, cells)


@settings(max_examples=60, deadline=None)
@given(tab=tabs())
def test_completing_changes_no_cell_that_says_anything(tmp_path_factory: Any, tab: tuple[str, SpreadsheetTab]) -> None:
    """Formats go onto empty cells only, notes onto headers without one, and no value is ever part of a request."""
    kind, seen = tab
    whose = wanted(tmp_path_factory.mktemp("kantor"))
    found = list(tab_gaps(seen, kind, Spreadsheet({}, {seen.title: seen}), whose, "Pilihan"))
    for request in requests_of(found):
        [(name, body)] = request.items()
        if name in HARMLESS:
            continue
        assert name in ("repeatCell", "updateCells")
        span = body["range"]
        touched = [
            seen.cell(row, column)
            for row in range(span["startRowIndex"], span["endRowIndex"])
            for column in range(span["startColumnIndex"], span["endColumnIndex"])
        ]
        if name == "updateCells":
            assert body["fields"] == "note" and not any(cell.get("note") for cell in touched)
        else:
            assert body["fields"].startswith("userEnteredFormat(") and not any(c.get("formattedValue") for c in touched)
