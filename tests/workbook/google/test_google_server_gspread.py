"""gspread at work on the stand-in, as its users use it: what no recording of ours shows, and no request of dip's."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import gspread
import pytest
from google.auth.transport.requests import AuthorizedSession
from google.oauth2.credentials import Credentials
from gspread.exceptions import APIError, SpreadsheetNotFound, WorksheetNotFound
from gspread.utils import (
    Dimension,
    ExportFormat,
    PasteOrientation,
    PasteType,
    ValidationConditionType,
    ValueRenderOption,
)
from gspread.worksheet import Worksheet

from sync.workbook.google.credentials import _EmulatorAdapter
from tests.google_server.front import GoogleServer
from tests.google_server.world import DRIVE, SPREADSHEETS, STRANGE, World

Json = dict[str, Any]


@pytest.fixture(scope="module")
def server() -> Iterator[GoogleServer]:
    world = World(no_storage=False, quotas=False)
    world.furnish()
    with GoogleServer(world) as server:
        yield server
    # gspread sends a field of Drive v2, which Drive overlooks.
    assert [text for text in world.problems if "withLink" not in text] == []


@pytest.fixture
def client(server: GoogleServer) -> gspread.Client:
    """gspread as the service account, its requests sent to the stand-in."""
    token = server.world.grant(server.world.robot, f"{SPREADSHEETS} {DRIVE}")
    credentials = Credentials(token)
    session = AuthorizedSession(credentials)
    session.mount("https://", _EmulatorAdapter(server.address))
    found = gspread.Client(credentials, session)
    found.set_timeout((5, 30))
    return found


@pytest.fixture
def tab(client: gspread.Client) -> Worksheet:
    return client.create("Percobaan").sheet1


def change(tab: Worksheet, *requests: Json) -> list[Json]:
    answer: Json = tab.spreadsheet.batch_update({"requests": list(requests)})
    replies: list[Json] = answer["replies"]
    return replies


def area(tab: Worksheet, bottom: int, right: int) -> Json:
    return {"sheetId": tab.id, "startRowIndex": 0, "endRowIndex": bottom, "startColumnIndex": 0,
            "endColumnIndex": right}  # fmt: skip


def test_cells_ranges_and_finding(tab: Worksheet) -> None:
    tab.update([["a", "b"], ["c", 1]], "A1")
    tab.update_acell("B2", "42")
    assert tab.cell(2, 2).numeric_value == 42
    tab.update_cell(1, 1, "=1+1")
    assert (tab.acell("A1").value, tab.get("A1", value_render_option=ValueRenderOption.formula)[0][0]) == ("2", "=1+1")
    cells = tab.range("A1:C3")
    for number, cell in enumerate(cells):
        cell.value = str(number)
    tab.update_cells(cells)
    assert (tab.row_values(2), tab.col_values(2)) == (["3", "4", "5"], ["1", "4", "7"])
    assert [cell.address for cell in tab.findall("4")] == ["B2"]


def test_rows_and_columns_come_and_go(tab: Worksheet) -> None:
    tab.append_rows([["a", "b"], ["c"]])
    tab.insert_rows([["1"], ["2"]], 2, inherit_from_before=True)
    tab.insert_cols([["links"]], 1)
    assert tab.get_all_values()[:3] == [["links", "a", "b"], ["", "1", ""], ["", "2", ""]]
    tab.delete_columns(1)
    tab.delete_rows(2, 3)
    tab.resize(5, 4)
    assert (tab.get_all_values(), tab.row_count, tab.col_count) == ([["a", "b"], ["c", ""]], 5, 4)


def test_merges_groups_filters_and_sorting(tab: Worksheet) -> None:
    tab.update([["h1", "h2"], [3, "c"], [1, "b"], [2, "a"]])
    tab.set_basic_filter("A1:B4")
    tab.sort((1, "asc"), range="A2:B4")
    assert tab.col_values(2) == ["h2", "b", "a", "c"]
    tab.clear_basic_filter()
    tab.merge_cells("C1:D3", "MERGE_ROWS")
    tab.unmerge_cells("C1:D1")
    tab.add_dimension_group_rows(1, 4)
    tab.add_dimension_group_rows(2, 3)
    assert [group["depth"] for group in tab.list_dimension_group_rows()] == [1, 2]
    tab.delete_dimension_group_rows(2, 3)
    assert len(tab.spreadsheet.fetch_sheet_metadata()["sheets"][0]["merges"]) == 2


def test_looks_and_notes(tab: Worksheet) -> None:
    tab.format("A1", {"numberFormat": {"type": "NUMBER", "pattern": "#,##0.00"}, "textFormat": {"bold": True}})
    tab.update_acell("A1", "1234.5")
    assert tab.acell("A1").value == "1,234.50"
    tab.freeze(1, 1)
    tab.columns_auto_resize(0, 2)
    tab.hide_rows(0, 2)
    tab.hide_gridlines()
    tab.update_tab_color("#ff0000")
    assert tab.get_tab_color() == "#FF0000"
    tab.update_notes({"A1": "satu", "C3": "dua"})
    assert tab.get_notes() == [["satu"], [], ["", "", "dua"]]
    tab.clear_notes(["A1", "C3"])
    assert (tab.get_note("A1"), tab.get_note("C3")) == ("", "")


def test_validation_names_and_protection(tab: Worksheet) -> None:
    tab.add_validation("A1:A3", ValidationConditionType.one_of_list, ["a", "b"], strict=True, showCustomUi=True)
    tab.add_validation("B1", ValidationConditionType.boolean, [])
    tab.update([["x"]], "A1")
    tab.define_named_range("A1:B1", "Nama")
    assert tab.get("Nama", value_render_option=ValueRenderOption.unformatted) == [["x", False]]
    reply = tab.add_protected_range("A1:B2", ["a@b.example"], description="d")
    rule = reply["replies"][0]["addProtectedRange"]["protectedRange"]["protectedRangeId"]
    tab.delete_protected_range(rule)
    assert tab.spreadsheet.list_protected_ranges(tab.id) == []


def test_copying_and_cutting(tab: Worksheet) -> None:
    tab.update([["a", "b"], ["c", "d"]])
    tab.copy_range("A1:B2", "D1:E2", PasteType.normal, PasteOrientation.transpose)
    tab.cut_range("A1:B2", "A5")
    assert tab.get("A1:E6") == [["", "", "", "a", "c"], ["", "", "", "b", "d"], [], [], ["a", "b"], ["c", "d"]]


def test_tabs_are_copied_ordered_and_hidden(client: gspread.Client, tab: Worksheet) -> None:
    """A place that is null is one that was not sent."""
    book = tab.spreadsheet
    twin = tab.duplicate(new_sheet_name="kembar")
    book.reorder_worksheets([tab, twin])
    assert [each.title for each in book.worksheets()] == ["Sheet1", "kembar"]
    twin.hide()
    assert [each.title for each in book.worksheets(exclude_hidden=True)] == ["Sheet1"]
    assert twin.copy_to(client.create("Lain").id)["title"] == "Copy of kembar"
    with pytest.raises(WorksheetNotFound):
        book.get_worksheet(9)


def test_files_permissions_and_exports(client: gspread.Client, tab: Worksheet) -> None:
    book = tab.spreadsheet
    client.import_csv(book.id, "a,b\n007,2\n")
    assert client.open_by_key(book.id).sheet1.get_all_values() == [["a", "b"], ["7", "2"]]
    assert book.export(ExportFormat.CSV).split() == [b"a,b", b"7,2"]
    assert book.export(ExportFormat.EXCEL)[:2] == b"PK"
    book.share("warga@example.org", "user", "reader", notify=False)
    book.remove_permissions("warga@example.org")
    assert [each["role"] for each in book.list_permissions()] == ["owner"]
    assert client.copy(book.id, title="Salinan", copy_comments=True).title == "Salinan"
    with pytest.raises(SpreadsheetNotFound):
        client.open_by_key("test")
    with pytest.raises(PermissionError):
        client.open_by_key(STRANGE)


def test_a_series_is_filled_on(tab: Worksheet) -> None:
    tab.update([[1, "a"], [3, "b"]])
    span = area(tab, 2, 2)
    change(tab, {"autoFill": {"sourceAndDestination": {"source": span, "dimension": "ROWS", "fillLength": 2}}})
    assert tab.get("A3:B4") == [["5", "a"], ["7", "b"]]


def test_charts_slicers_and_views_are_kept(tab: Worksheet) -> None:
    place = {"overlayPosition": {"anchorCell": {"sheetId": tab.id}}}
    chart = {"spec": {"title": "c", "basicChart": {"chartType": "BAR"}}, "position": place}
    slicer = {"spec": {"title": "s"}, "position": place}
    added = change(tab, {"addChart": {"chart": chart}}, {"addSlicer": {"slicer": slicer}},
                   {"addFilterView": {"filter": {"title": "v", "range": area(tab, 3, 2)}}})  # fmt: skip
    number = added[0]["addChart"]["chart"]["chartId"]
    view = added[2]["addFilterView"]["filter"]["filterViewId"]
    slice_id = added[1]["addSlicer"]["slicer"]["slicerId"]
    change(
        tab,
        {"updateChartSpec": {"chartId": number, "spec": {"title": "lain", "basicChart": {"chartType": "LINE"}}}},
        {"updateSlicerSpec": {"slicerId": slice_id, "spec": {"title": "baru"}, "fields": "title"}},
        {"duplicateFilterView": {"filterId": view}},
    )
    found = tab.spreadsheet.fetch_sheet_metadata()["sheets"][0]
    assert (found["charts"][0]["spec"]["title"], found["slicers"][0]["spec"]["title"]) == ("lain", "baru")
    assert [each["title"] for each in found["filterViews"]] == ["v", "Copy of v"]
    change(tab, {"deleteEmbeddedObject": {"objectId": number}})
    with pytest.raises(APIError, match="No embedded object"):
        change(tab, {"deleteEmbeddedObject": {"objectId": number}})


def test_the_rest_of_a_tab(tab: Worksheet) -> None:
    """Grown, grouped, hidden and shown, coloured, moved, its notes and names."""
    tab.add_rows(5)
    tab.add_cols(2)
    assert (tab.row_count, tab.col_count) == (1005, 28)
    tab.add_dimension_group_columns(1, 3)
    assert [group["depth"] for group in tab.list_dimension_group_columns()] == [1]
    tab.delete_dimension_group_columns(1, 3)
    tab.hide_columns(1, 2)
    tab.unhide_columns(1, 2)
    tab.unhide_rows(0, 1)
    tab.show_gridlines()
    assert (tab.is_gridlines_hidden, tab.frozen_row_count, tab.frozen_col_count) == (False, 0, 0)
    tab.rows_auto_resize(0, 2)
    tab.insert_notes({"B1": "x"})
    tab.batch_format([{"range": "A1:B2", "format": {"textFormat": {"bold": True}}}])
    tab.batch_merge([{"range": "A5:B6"}, {"range": "A7:B8", "mergeType": "MERGE_COLUMNS"}])
    tab.spreadsheet.add_worksheet("z", 3, 3)
    tab.update_index(2)  # counted before the move
    tab.update_title("lain")
    assert [each.title for each in tab.spreadsheet.worksheets()] == ["z", "lain"]
    tab.update_tab_color("#00ff00")
    tab.clear_tab_color()
    assert tab.get_tab_color() is None
    tab.define_named_range("A1:B2", "Nama")
    (named,) = tab.spreadsheet.list_named_ranges()
    assert tab.spreadsheet.named_range("Nama")[0].address == "A1"
    tab.delete_named_range(named["namedRangeId"])
    with pytest.raises(APIError, match="You can't freeze all visible rows on the sheet."):
        tab.freeze(rows=tab.row_count)


def test_values_by_their_own_methods(tab: Worksheet) -> None:
    """Appended, written, read along columns, cleared; with the values in the answer."""
    book = tab.spreadsheet
    more: Any = {"valueInputOption": "USER_ENTERED", "includeValuesInResponse": True}
    added = book.values_append(
        "Sheet1!A1", {**more, "insertDataOption": "INSERT_ROWS"}, {"values": [[1, "=1+1", True]]}
    )
    assert added["updates"]["updatedData"]["values"] == [["1", "2", "TRUE"]]
    book.values_update("Sheet1!A2", {**more, "responseValueRenderOption": "FORMULA"}, {"values": [["=A1", None, "x"]]})
    columns: Any = {"majorDimension": "COLUMNS", "valueRenderOption": "UNFORMATTED_VALUE"}
    assert book.values_get("Sheet1!A1:C2", columns)["values"] == [[1, 1], [2], [True, "x"]]
    data = [{"range": "Sheet1!A9", "values": [["x"]]}, {"range": "Sheet1!B9:B10", "majorDimension": "COLUMNS",
                                                        "values": [["x", "y"]]}]  # fmt: skip
    assert book.values_batch_update({**more, "data": data})["totalUpdatedCells"] == 3
    assert book.values_batch_get(["Sheet1!B9:B10"])["valueRanges"][0]["values"] == [["x"], ["y"]]
    assert book.values_batch_clear(body={"ranges": ["Sheet1!A9:B10"]})["clearedRanges"] == ["Sheet1!A9:B10"]
    assert book.values_clear("Sheet1")["clearedRange"].startswith("Sheet1!A1:")
    tab.update([["a", "b"], ["c", "d"]], "C20")
    assert tab.expand("C20") == [["a", "b"], ["c", "d"]]
    assert tab.batch_get(["C20:D20", "C21"], major_dimension=Dimension.cols) == [[["a"], ["b"]], [["c"]]]
    tab.batch_clear(["C20:D21"])
    assert len(tab.get_all_cells()) == 1001 * 26  # a row was inserted


def test_a_file_in_a_folder_changes_hands(client: gspread.Client, server: GoogleServer) -> None:
    """Found by its folder; offered to somebody else, who accepts."""
    book = client.create("Di map", folder_id="MAP")
    assert [each["name"] for each in client.list_spreadsheet_files(title="Di map", folder_id="MAP")] == ["Di map"]
    assert client.open_by_url(book.url).id == client.open("Di map").id == book.id
    client.insert_permission(book.id, None, "anyone", "reader", with_link=True)
    book.share("baru@example.org", "user", "writer", notify=False)
    (rule,) = [each for each in book.list_permissions() if each.get("emailAddress") == "baru@example.org"]
    book.transfer_ownership(str(rule["id"]))
    assert client.get_file_drive_metadata(book.id)["name"] == "Di map"
    assert (book.locale, book.timezone) == ("en_US", "Etc/GMT")
    book.update_locale("id_ID")
    book.update_timezone("Asia/Jakarta")
    book.update_title("Judul lain")
    assert book.title == "Judul lain"
