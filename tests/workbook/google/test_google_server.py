"""What the stand-in does where no recording says it: strictness, atomicity, protection, people, and the weather."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
import requests

from tests.google_server.world import STRANGE, World
from tests.google_stand_in import OWNER, Google, google

__all__ = ["google"]
Json = dict[str, Any]
CLERK = "staf@example.go.id"


def cell(row: int, column: int, **more: object) -> dict[str, object]:
    span = {"startRowIndex": row, "endRowIndex": row + 1, "startColumnIndex": column, "endColumnIndex": column + 1}
    return {"sheetId": 0, **span, **more}


def text_at(row: int, column: int, text: str) -> dict[str, object]:
    rows = [{"values": [{"userEnteredValue": {"stringValue": text}}]}]
    return {"updateCells": {"range": cell(row, column), "rows": rows, "fields": "userEnteredValue"}}


def message(answer: tuple[int, Json]) -> str:
    assert answer[0] >= 400, answer
    return str(answer[1]["error"]["message"])


# --- strict as Google is


@pytest.mark.parametrize(
    ("request_", "said"),
    [
        ({"updateCells": {"range": cell(0, 0), "rowss": [], "fields": "*"}}, 'Unknown name "rowss"'),
        ({"updateCells": {"range": {"sheetId": "one"}, "fields": "*"}}, "Invalid value at 'requests[0].update_cells"),
        ({"mergeCells": {"range": cell(0, 0), "mergeType": "SOME"}}, "Invalid value at 'requests[0].merge_cells"),
        ({"updateCells": {"range": cell(0, 0), "rows": []}}, "At least one field must be listed in 'fields'"),
        ({"repeatCell": {"range": cell(0, 0), "cell": {}, "fields": "shade"}}, "Invalid field: shade"),
    ],
)
def test_a_request_google_would_not_understand_is_refused_and_told(google: Google, request_, said) -> None:
    """Unknown fields, wrong types, bad enums and missing masks are refused, and noted against the test."""
    assert said in message(google.batch(request_))
    assert google.unexpected()
    google.world.problems.clear()


@pytest.mark.parametrize("given", [text_at(0, 0, "a"), [[text_at(0, 0, "a")]]])
def test_lists_in_lists_and_one_thing_for_a_list_are_understood(google: Google, given) -> None:
    """Programs that work with Google send them; in our own tests they count as mistakes all the same."""
    path = f"/v4/spreadsheets/{google.id}:batchUpdate"
    assert google.call("POST", path, {"requests": given}) == (200, {"spreadsheetId": google.id, "replies": [{}]})
    assert google.values("Sheet1") == [["a"]]
    google.expect("body.requests")


def test_a_mask_over_an_answer_must_fit_the_answer(google: Google) -> None:
    """`fields` of a read names fields that exist."""
    status, found = google.call("GET", f"/v4/spreadsheets/{google.id}", fields="sheets.propertiez")
    assert status == 400 and "sheets.propertiez" in found["error"]["message"]
    google.expect("no field 'propertiez'")


def test_a_batch_is_applied_wholly_or_not_at_all(google: Google) -> None:
    """The second request is refused: the first leaves no trace, and the message names the second."""
    before = google.world.files[google.id].version
    answer = google.batch(text_at(0, 0, "a"), {"deleteSheet": {"sheetId": 77}})
    assert message(answer) == "Invalid requests[1].deleteSheet: No sheet with id: 77"
    assert google.values("Sheet1") == [] and google.world.files[google.id].version == before


def test_requests_of_a_batch_see_what_the_ones_before_them_did(google: Google) -> None:
    """A row is inserted, then written."""
    row = {"sheetId": 0, "dimension": "ROWS", "startIndex": 0, "endIndex": 1}
    google.put("Sheet1!A1", [["old"]])
    assert google.batch({"insertDimension": {"range": row}}, text_at(0, 0, "new"))[0] == 200
    assert google.values("Sheet1") == [["new"], ["old"]]


def test_the_answer_of_a_batch_can_hold_the_cells_asked_for(google: Google) -> None:
    """`responseRanges` limits what comes back, as it is after the batch."""
    more: Json = {
        "includeSpreadsheetInResponse": True,
        "responseIncludeGridData": True,
        "responseRanges": ["Sheet1!B2:B3"],
    }
    _, found = google.batch(text_at(1, 1, "here"), text_at(0, 0, "not here"), **more)
    data = found["updatedSpreadsheet"]["sheets"][0]["data"]
    assert [row["values"][0]["formattedValue"] for row in data[0]["rowData"]] == ["here"]
    assert data[0]["startRow"] == 1


# --- limits


def test_a_write_outside_the_grid_is_refused_and_the_grid_stays(google: Google) -> None:
    """A write never grows the grid."""
    assert message(google.put("Sheet1!A1001", [["x"]])) == (
        "Range (Sheet1!A1001) exceeds grid limits. Max rows: 1000, max columns: 26"
    )
    assert "Requested writing within range" in message(google.put("Sheet1!A1:A2", [["1"], ["2"], ["3"]]))


def test_a_cell_holds_50000_characters_and_a_workbook_10_million_cells(google: Google) -> None:
    """One more of either is refused, in Google's words."""
    assert google.put("Sheet1!A1", [["x" * 50_000]])[0] == 200
    assert "maximum of 50000 characters" in message(google.put("Sheet1!A1", [["x" * 50_001]]))
    size = {"rowCount": 500_000, "columnCount": 20}
    assert "limit of 10000000 cells" in message(google.batch({"addSheet": {"properties": {"gridProperties": size}}}))


# --- values


def test_raw_text_stays_text_and_typed_text_is_read(google: Google) -> None:
    """RAW keeps `=1+1` and `0042`; USER_ENTERED makes a formula and a number of them."""
    google.put("Sheet1!A1", [["=1+1", "0042", "31/12/2025"]])
    assert google.values("Sheet1", valueRenderOption="UNFORMATTED_VALUE") == [["=1+1", "0042", "31/12/2025"]]
    google.put("Sheet1!A2", [["=1+1", "0042", "2025-12-31"]], "USER_ENTERED")
    assert google.values("Sheet1!2:2", valueRenderOption="UNFORMATTED_VALUE") == [[2, 42, 46022]]


def test_the_locale_decides_what_a_comma_is(google: Google) -> None:
    """In an Indonesian spreadsheet `1,5` is one and a half."""
    locale = {"updateSpreadsheetProperties": {"properties": {"locale": "id_ID"}, "fields": "locale"}}
    assert google.batch(locale)[0] == 200
    google.put("Sheet1!A1", [["1,5", "31/12/2025"]], "USER_ENTERED")
    assert google.values("Sheet1", valueRenderOption="UNFORMATTED_VALUE") == [[1.5, 46022]]
    assert google.values("Sheet1") == [["1,5", "31/12/2025"]]


def test_a_checkbox_is_a_boolean_and_unticked_it_is_false(google: Google) -> None:
    """FALSE is there to read as soon as the checkbox is."""
    rule = {"condition": {"type": "BOOLEAN"}}
    google.batch({"setDataValidation": {"range": cell(0, 0), "rule": rule}})
    assert google.values("Sheet1", valueRenderOption="UNFORMATTED_VALUE") == [[False]]
    assert google.values("Sheet1") == [["FALSE"]]


def test_links_come_by_mask(google: Google) -> None:
    """HYPERLINK formulas, links over a part of a text, and chips."""
    runs = [{"startIndex": 0, "format": {"link": {"uri": "https://a.example/"}}}, {"startIndex": 3, "format": {}}]
    chip = {"startIndex": 0, "chip": {"richLinkProperties": {"uri": "https://drive.google.com/file/d/x"}}}
    cells = [
        {"userEnteredValue": {"formulaValue": '=HYPERLINK("https://b.example/", "b")'}},
        {"userEnteredValue": {"stringValue": "one two"}, "textFormatRuns": runs},
        {"userEnteredValue": {"stringValue": "@file"}, "chipRuns": [chip]},
    ]
    fields = "userEnteredValue,textFormatRuns,chipRuns"
    area = cell(0, 0, endColumnIndex=3)
    assert google.batch({"updateCells": {"range": area, "rows": [{"values": cells}], "fields": fields}})[0] == 200
    mask = "sheets.data.rowData.values(hyperlink,textFormatRuns.format.link,chipRuns)"
    _, found = google.call("GET", f"/v4/spreadsheets/{google.id}", fields=mask)
    values = found["sheets"][0]["data"][0]["rowData"][0]["values"]
    assert values[0] == {"hyperlink": "https://b.example/"}
    assert values[1]["textFormatRuns"][0] == {"format": {"link": {"uri": "https://a.example/"}}}
    assert values[2]["chipRuns"] == [chip]


# --- people


def test_protected_cells_are_refused_to_others_and_the_whole_batch_with_them(google: Google) -> None:
    """A protected range is open to its editors and the owner."""
    google.world.share(google.id, CLERK)
    rule = {
        "protectedRange": {
            "range": {"sheetId": 0, "startColumnIndex": 1, "endColumnIndex": 2},
            "editors": {"users": [OWNER]},
        }
    }
    assert google.batch({"addProtectedRange": rule}, who=OWNER)[0] == 200
    answer = google.batch(text_at(0, 0, "free"), text_at(0, 1, "locked"), who=CLERK)
    assert message(answer).startswith("Invalid requests[1].updateCells: You are trying to edit a protected cell")
    assert google.values("Sheet1") == []
    assert google.batch(text_at(0, 1, "mine"), who=OWNER)[0] == 200


def test_editors_of_a_protected_range_are_shown_to_editors_only(google: Google) -> None:
    """The service account, not being among them, sees neither the list nor that it may edit."""
    google.batch({"addProtectedRange": {"protectedRange": {"range": cell(0, 0)}}}, who=OWNER)
    _, found = google.call("GET", f"/v4/spreadsheets/{google.id}", fields="sheets.protectedRanges")
    rule = found["sheets"][0]["protectedRanges"][0]
    assert "editors" not in rule and "requestingUserCanEdit" not in rule


def test_people_sort_insert_and_cut_between_two_requests(google: Google) -> None:
    """An event happens before or after a request, by number, as the person named."""
    google.put("Sheet1!A1", [["b"], ["a"]])
    sort = {"sortRange": {"range": cell(0, 0, endRowIndex=2), "sortSpecs": [{"dimensionIndex": 0}]}}
    google.world.share(google.id, CLERK)
    google.weather.at(2, lambda: google.world.edit(google.id, CLERK, sort))
    assert google.values("Sheet1") == [["b"], ["a"]]
    assert google.values("Sheet1") == [["a"], ["b"]]
    assert google.world.files[google.id].last_user == CLERK


def test_strangers_files_and_unknown_ones_are_told_apart(google: Google) -> None:
    """403 for somebody else's spreadsheet, 404 for one that is not."""
    google.world.furnish()
    assert google.call("GET", f"/v4/spreadsheets/{STRANGE}")[0] == 403
    assert google.call("GET", "/v4/spreadsheets/test")[0] == 404
    google.world.share(google.id, google.world.robot, "reader")
    assert message(google.put("Sheet1!A1", [["x"]])) == "The caller does not have permission"


def test_service_accounts_own_no_files(google: Google) -> None:
    """Creating and copying are refused, whichever way Google words the domain."""
    for domain in ("usageLimits", "global"):
        google.world.storage_domain = domain
        status, found = google.call("POST", "/drive/v3/files", {"name": "x"})
        assert status == 403 and found["error"]["errors"][0]["reason"] == "storageQuotaExceeded"
        assert found["error"]["errors"][0]["domain"] == domain
    assert google.call("POST", "/v4/spreadsheets", {})[0] == 403


# --- quotas, tokens, weather


def test_the_sixty_first_read_of_a_minute_is_refused_and_the_next_minute_is_open(google: Google) -> None:
    """60 a minute and user, writes counted apart; the body is the recorded one, without Retry-After."""
    for _ in range(60):
        assert google.call("GET", f"/v4/spreadsheets/{google.id}", fields="spreadsheetId")[0] == 200
    status, found = google.call("GET", f"/v4/spreadsheets/{google.id}", fields="spreadsheetId")
    assert status == 429 and found["error"]["status"] == "RESOURCE_EXHAUSTED"
    assert "'Read requests per minute per user'" in found["error"]["message"]
    assert google.put("Sheet1!A1", [["x"]])[0] == 200
    google.world.clock.advance(60)
    assert google.call("GET", f"/v4/spreadsheets/{google.id}", fields="spreadsheetId")[0] == 200


def test_a_fault_after_a_write_hides_that_it_was_applied(google: Google) -> None:
    """503 after: the cells are changed. 503 before: they are not."""
    google.weather.fault(503, "after")
    assert google.put("Sheet1!A1", [["applied"]])[0] == 503
    google.weather.fault(503, "before")
    assert google.put("Sheet1!A1", [["not applied"]])[0] == 503
    assert google.values("Sheet1") == [["applied"]]


@pytest.mark.parametrize("way", ["reset", "truncate"])
def test_connections_break(google: Google, way: str) -> None:
    """The connection is reset, or ends after half an answer."""
    google.weather.fault(way, "after")
    with pytest.raises(requests.exceptions.RequestException):
        google.put("Sheet1!A1", [["x"]])
    assert google.values("Sheet1") == [["x"]]


def test_a_502_is_a_page(google: Google) -> None:
    """The front end speaks HTML."""
    google.weather.fault("html")
    assert google.put("Sheet1!A1", [["x"]]) == (502, {})


def test_a_token_is_given_for_a_true_signature_only(google: Google, tmp_path) -> None:
    """google-auth's own assertion is believed; the same by another key, or from another hour, is not."""
    from google.auth.exceptions import RefreshError
    from google.auth.transport.requests import Request
    from google.oauth2.service_account import Credentials

    path = google.key_file(tmp_path)
    scopes = ["https://www.googleapis.com/auth/spreadsheets"]

    def make() -> Credentials:
        return Credentials.from_service_account_file(str(path), scopes=scopes)  # type: ignore[no-any-return]

    credentials = make()
    credentials.refresh(Request())
    assert credentials.token in google.world.tokens
    google.world.clock.advance(3700)
    with pytest.raises(RefreshError, match="reasonable timeframe"):
        make().refresh(Request())
    google.world.clock.advance(-3700)
    from cryptography.hazmat.primitives.asymmetric import rsa

    google.world.keys[google.world.robot] = rsa.generate_private_key(65537, 2048).public_key()
    with pytest.raises(RefreshError, match="Invalid JWT Signature"):
        make().refresh(Request())


def test_where_a_key_may_be_used_from_is_answered(google: Google) -> None:
    """google-auth looks up `allowedLocations` of the account it signs for: everywhere."""
    where = f"http://{google.server.address}/v1/projects/-/serviceAccounts/robot@x.example/allowedLocations"
    assert requests.get(where, timeout=10).json() == {"locations": [], "encodedLocations": "0x0"}


def test_a_token_that_ran_out_is_401_and_a_narrow_one_403(google: Google) -> None:
    """A request without any token is answered with 401, too."""
    url = f"http://{google.server.address}/v4/spreadsheets/{google.id}"
    token = google.world.grant(google.world.robot)
    google.world.clock.advance(3600)
    assert requests.get(url, headers={"Authorization": f"Bearer {token}"}, timeout=5).status_code == 401
    assert requests.get(url, timeout=5).status_code == 401
    narrow = google.world.grant(google.world.robot, "https://www.googleapis.com/auth/drive.metadata.readonly")
    answer = requests.get(url, headers={"Authorization": f"Bearer {narrow}"}, timeout=5)
    assert answer.status_code == 403 and "ACCESS_TOKEN_SCOPE_INSUFFICIENT" in answer.text


def test_every_change_moves_version_and_time(google: Google) -> None:
    """modifiedTime has milliseconds."""
    path = f"/drive/v3/files/{google.id}"
    _, before = google.call("GET", path, fields="version,modifiedTime")
    google.put("Sheet1!A1", [["x"]])
    _, after = google.call("GET", path, fields="version,modifiedTime")
    assert int(after["version"]) > int(before["version"]) and after["modifiedTime"] > before["modifiedTime"]
    assert dt.datetime.strptime(after["modifiedTime"], "%Y-%m-%dT%H:%M:%S.%f%z").microsecond % 1000 == 0


def test_the_same_seed_makes_the_same_ids() -> None:
    assert World().create("a", OWNER).book.id == World().create("b", OWNER).book.id
