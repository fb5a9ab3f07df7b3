"""Google's own Python client at work on the stand-in: what is sent by programs that use it, or stand on it."""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

import httplib2
import openpyxl
import pytest
from googleapiclient.discovery import build
from googleapiclient.errors import HttpError
from googleapiclient.http import MediaIoBaseDownload, MediaIoBaseUpload

from tests.google_server.batch import KINDS
from tests.google_server.front import GoogleServer
from tests.google_server.schema import document
from tests.google_server.world import DRIVE, EXCEL_TYPE, SHEET_TYPE, SPREADSHEETS, World

pytestmark = pytest.mark.slow
Json = dict[str, Any]


class Led(httplib2.Http):  # type: ignore[misc]  # it has no types
    """Connections to Google, led to the stand-in."""

    def __init__(self, address: str, token: str) -> None:
        super().__init__()
        self.address, self.token = address, token
        self.redirect_codes: set[int] = set()  # 308 is Google's word for: go on

    def request(self, uri: str, *args: Any, **more: Any) -> Any:
        parts = urlsplit(uri)
        said = {"X-Emu-Host": parts.hostname or "", "Authorization": f"Bearer {self.token}"}
        more["headers"] = {**(more.get("headers") or {}), **said}
        return super().request(f"http://{self.address}{parts.path}?{parts.query}", *args, **more)


@pytest.fixture(scope="module")
def server() -> Iterator[GoogleServer]:
    world = World(no_storage=False, quotas=False)
    with GoogleServer(world) as server:
        yield server
    assert world.problems == []


def service(server: GoogleServer, name: str, version: str, who: str = "") -> Any:
    token = server.world.grant(who or server.world.robot, f"{SPREADSHEETS} {DRIVE}")
    return build(name, version, http=Led(server.address, token), static_discovery=True, cache_discovery=False)


@pytest.fixture(scope="module")
def drive(server: GoogleServer) -> Iterator[Any]:
    with service(server, "drive", "v3") as found:
        yield found


@pytest.fixture(scope="module")
def sheets(server: GoogleServer) -> Iterator[Any]:
    with service(server, "sheets", "v4") as found:
        yield found.spreadsheets()


def media(content: bytes, kind: str, **more: Any) -> MediaIoBaseUpload:
    return MediaIoBaseUpload(io.BytesIO(content), kind, **more)


def batch(sheets: Any, id: str, *requests: Json) -> list[Json]:
    found: list[Json] = sheets.batchUpdate(spreadsheetId=id, body={"requests": list(requests)}).execute()["replies"]
    return found


def test_every_kind_of_request_that_google_knows_is_carried_out() -> None:
    """Nothing is answered with 501."""
    assert set(document("sheets.v4")["schemas"]["Request"]["properties"]) == set(KINDS)


def new(drive: Any, content: bytes, kind: str, **more: Any) -> Json:
    said = {"name": "Daftar.csv", "mimeType": SHEET_TYPE}
    found: Json = drive.files().create(body=said, media_body=media(content, kind, **more), fields="id,name").execute()
    return found


@pytest.mark.parametrize("resumable", [False, True])
def test_a_table_that_is_uploaded_becomes_a_spreadsheet(drive: Any, sheets: Any, resumable: bool) -> None:
    """It may come in one request or in several; its values are read as if typed."""
    made = new(drive, b"a,b\n007,x\n", "text/csv", resumable=resumable)
    assert made["name"] == "Daftar.csv"
    assert sheets.values().get(spreadsheetId=made["id"], range="Daftar!A1:B2").execute()["values"] == [
        ["a", "b"], ["7", "x"],
    ]  # fmt: skip


def test_an_excel_file_keeps_its_tabs(drive: Any, sheets: Any) -> None:
    """Each tab keeps its title."""
    book, out = openpyxl.Workbook(), io.BytesIO()
    book.worksheets[0].append(["x", 3])
    book.create_sheet("Dua")
    book.save(out)
    made = new(drive, out.getvalue(), EXCEL_TYPE)
    found = sheets.get(spreadsheetId=made["id"], fields="sheets.properties.title").execute()
    assert [tab["properties"]["title"] for tab in found["sheets"]] == ["Sheet", "Dua"]
    assert sheets.values().get(spreadsheetId=made["id"], range="Sheet").execute()["values"] == [["x", "3"]]


def test_other_files_are_kept_as_they_are(drive: Any) -> None:
    """They may be uploaded in pieces; a spreadsheet, however, has no bytes to be downloaded."""
    files, content = drive.files(), b"x" * 600_000
    large = media(content, "application/octet-stream", chunksize=262_144, resumable=True)
    id = files.create(body={"name": "besar"}, media_body=large).execute()["id"]
    out = io.BytesIO()
    MediaIoBaseDownload(out, files.get_media(fileId=id)).next_chunk()
    assert out.getvalue() == content
    files.update(fileId=id, media_body=media(b"lain", "text/plain")).execute()
    assert files.get_media(fileId=id).execute() == b"lain"
    sheet = files.create(body={"name": "s", "mimeType": SHEET_TYPE}).execute()["id"]
    with pytest.raises(HttpError, match="Only files with binary content can be downloaded"):
        files.get_media(fileId=sheet).execute()


@pytest.fixture(scope="module")
def shelf(server: GoogleServer) -> Iterator[Any]:
    """Four files of somebody who has no others."""
    drive = service(server, "drive", "v3", "rak@example.org")
    for number, (name, kind) in enumerate([("Rak 2", SHEET_TYPE), ("Rak 10", SHEET_TYPE), ("arsip it's", "text/plain"),
                                           ("HelloWorld", SHEET_TYPE)]):  # fmt: skip
        body = {"name": name, "mimeType": kind, "starred": number == 0, "properties": {"nomor": str(number)}}
        drive.files().create(body=body).execute()
    with drive:
        yield drive


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("name = 'Rak 2'", ["Rak 2"]), ('name = "arsip it\'s"', ["arsip it's"]),
        (r"name = 'arsip it\'s'", ["arsip it's"]),
        ("name contains 'world'", []), ("name contains 'hello'", ["HelloWorld"]), ("name contains '10'", ["Rak 10"]),
        ("not name contains 'Rak'", ["arsip it's", "HelloWorld"]), ("mimeType != 'text/plain' and starred", ["Rak 2"]),
        ("(name = 'Rak 2' or name = 'Rak 10') and starred = false", ["Rak 10"]), ("trashed", []), ("sharedWithMe", []),
        ("'rak@example.org' in owners and 'root' in parents and starred = true", ["Rak 2"]),
        ('parents in "root" and name = "Rak 2"', ["Rak 2"]), ("'x@example.org' in writers", []),
        ("properties has { key='nomor' and value='1' }", ["Rak 10"]), ("modifiedTime > '2100-01-01T00:00:00'", []),
        ("createdTime >= '2020-01-01T00:00:00' and starred = true", ["Rak 2"]),
        ("fullText contains 'arsip'", ["arsip it's"]),
    ],
)  # fmt: skip
def test_files_are_found_as_drive_finds_them(shelf: Any, query: str, names: list[str]) -> None:
    """Every form of `q` in Drive's documentation; in a name only beginnings of words count."""
    found = shelf.files().list(q=query, orderBy="name_natural", fields="files(name)").execute()["files"]
    assert [each["name"] for each in found] == names


@pytest.mark.parametrize(
    "wrong", [{"q": "name == 'x'"}, {"q": "nama = 'x'"}, {"q": "name = 'x"}, {"q": "(name = 'x'"}, {"orderBy": "x"}]
)
def test_a_question_drive_does_not_understand_is_refused(shelf: Any, wrong: Json) -> None:
    """The error names the parameter."""
    with pytest.raises(HttpError, match="Invalid Value") as caught:
        shelf.files().list(**wrong).execute()
    assert caught.value.error_details[0]["location"] == next(iter(wrong))


def test_order_pages_and_the_bin(shelf: Any) -> None:
    """Numbers in names are counted, pages follow each other, what is thrown away comes back or goes for good."""
    files, names = shelf.files(), []
    asked = files.list(orderBy="name_natural desc", pageSize=3, fields="nextPageToken,files(id,name)")
    while asked:
        page = asked.execute()
        names += [each["name"] for each in page["files"]]
        asked = files.list_next(asked, page)
    assert names == ["Rak 10", "Rak 2", "HelloWorld", "arsip it's"]
    thrown = files.create(body={"name": "buang"}).execute()["id"]
    files.update(fileId=thrown, body={"trashed": True}).execute()
    assert [each["id"] for each in files.list(q="trashed = true").execute()["files"]] == [thrown]
    files.emptyTrash().execute()
    with pytest.raises(HttpError, match="File not found"):
        files.get(fileId=thrown).execute()


def test_comments_of_drive(shelf: Any) -> None:
    """Replies close them; what is deleted leaves a trace; nothing is answered unless `fields` says what."""
    id = shelf.files().list(q="name = 'Rak 2'").execute()["files"][0]["id"]
    comments, replies = shelf.comments(), shelf.replies()
    made = comments.create(fileId=id, body={"content": "Mengapa?"}, fields="*").execute()
    replies.create(
        fileId=id, commentId=made["id"], body={"content": "Selesai", "action": "resolve"}, fields="id"
    ).execute()
    comments.update(fileId=id, commentId=made["id"], body={"content": "Kenapa?"}, fields="id").execute()
    found = comments.list(fileId=id, fields="comments(content,resolved,replies/content)").execute()["comments"]
    assert found == [{"content": "Kenapa?", "resolved": True, "replies": [{"content": "Selesai"}]}]
    comments.delete(fileId=id, commentId=made["id"]).execute()
    assert comments.list(fileId=id, fields="comments").execute()["comments"] == []
    with pytest.raises(HttpError, match="'fields' parameter is required"):
        comments.list(fileId=id).execute()


def test_changes_revisions_and_the_account(shelf: Any) -> None:
    """What changed since a token was given; the newest revision; who asks."""
    start = shelf.changes().getStartPageToken().execute()["startPageToken"]
    id = shelf.files().list(q="name = 'HelloWorld'").execute()["files"][0]["id"]
    shelf.files().update(fileId=id, body={"starred": False}).execute()
    changed = shelf.changes().list(pageToken=start).execute()
    assert [each["fileId"] for each in changed["changes"]] == [id]
    revision = shelf.revisions().list(fileId=id).execute()["revisions"][-1]["id"]
    assert shelf.revisions().get(fileId=id, revisionId=revision).execute()["id"] == revision
    assert shelf.about().get(fields="user").execute()["user"]["emailAddress"] == "rak@example.org"
    assert len(shelf.files().generateIds(count=3).execute()["ids"]) == 3


@pytest.fixture
def id(sheets: Any) -> str:
    return str(sheets.create(body={"properties": {"title": "Percobaan"}}).execute()["spreadsheetId"])


def test_properties_may_be_sent_back_whole(sheets: Any, id: str) -> None:
    """They are sent as they were read, with another title, under the mask `*`."""
    given = sheets.get(spreadsheetId=id, fields="properties").execute()["properties"]
    request = {"properties": {**given, "title": "Lain"}, "fields": "*"}
    batch(sheets, id, {"updateSpreadsheetProperties": request})
    assert sheets.get(spreadsheetId=id, fields="properties").execute()["properties"] == {**given, "title": "Lain"}


def test_comments_on_cells_go_along_with_them(sheets: Any, id: str) -> None:
    """A thread is answered, closed and edited; a row inserted above moves its anchor."""
    place = {"rowIndex": 1, "columnIndex": 1}
    thread = batch(sheets, id, {"insertComment": {"coordinate": place, "content": "a<b"}})[0]["insertComment"][
        "commentThread"
    ]
    own = {"commentId": thread["commentId"]}
    row = {"sheetId": 0, "dimension": "ROWS", "startIndex": 0, "endIndex": 1}
    batch(
        sheets, id, {"addCommentReply": {**own, "post": {"commentAction": "RESOLVE"}}},
        {"updateCommentPost": {**own, "postId": thread["headPost"]["postId"], "content": "baru"}},
        {"insertDimension": {"range": row}},
    )  # fmt: skip
    found = sheets.get(spreadsheetId=id, fields="comments(status,headPost.content),sheets.commentAnchors").execute()
    assert found["comments"] == [{"status": "RESOLVED", "headPost": {"content": "baru"}}]
    assert found["sheets"][0]["commentAnchors"][0]["range"]["startRowIndex"] == 2
    batch(sheets, id, {"deleteComment": own})
    with pytest.raises(HttpError, match="No comment with id"):
        batch(sheets, id, {"deleteComment": own})


def test_data_sources_are_kept_with_their_tab(sheets: Any, id: str) -> None:
    """Nothing is fetched."""
    spec = {"bigQuery": {"projectId": "p", "querySpec": {"rawQuery": "select 1"}}}
    made = batch(sheets, id, {"addDataSource": {"dataSource": {"spec": spec}}})[0]["addDataSource"]["dataSource"]
    own = {"dataSourceId": made["dataSourceId"]}
    done = batch(sheets, id, {"refreshDataSource": own}, {"cancelDataSourceRefresh": own})
    assert done[0]["refreshDataSource"]["statuses"][0]["dataExecutionStatus"]["state"] == "RUNNING"
    kinds = sheets.get(spreadsheetId=id, fields="sheets.properties.sheetType").execute()["sheets"]
    assert [tab["properties"]["sheetType"] for tab in kinds] == ["GRID", "DATA_SOURCE"]
    batch(sheets, id, {"deleteDataSource": own})
    assert len(sheets.get(spreadsheetId=id, fields="sheets.properties").execute()["sheets"]) == 1


def test_developer_metadata_is_found_by_key_place_and_cells(sheets: Any, id: str) -> None:
    """A filter by cells means the rows, columns and tabs they are in; a lookup by place may be exact."""
    spans = [{"sheetId": 0, "dimension": "ROWS", "startIndex": n, "endIndex": n + 1} for n in range(3)]
    places: list[Json] = [*({"dimensionRange": span} for span in spans), {"sheetId": 0}]
    for number, place in enumerate(places):
        meta = {"metadataKey": f"k{number}", "visibility": "DOCUMENT", "location": place}
        batch(sheets, id, {"createDeveloperMetadata": {"developerMetadata": meta}})

    def found(item: Json) -> list[str]:
        answer = sheets.developerMetadata().search(spreadsheetId=id, body={"dataFilters": [item]}).execute()
        return [each["developerMetadata"]["metadataKey"] for each in answer.get("matchedDeveloperMetadata", [])]

    whole = {"metadataLocation": {"sheetId": 0}}
    assert found({"a1Range": "A2:B2"}) == ["k1", "k3"]
    assert found({"gridRange": {"sheetId": 0, "startRowIndex": 1, "endRowIndex": 3}}) == ["k1", "k2", "k3"]
    assert found({"developerMetadataLookup": whole}) == ["k0", "k1", "k2", "k3"]
    assert found({"developerMetadataLookup": {**whole, "locationMatchingStrategy": "EXACT_LOCATION"}}) == ["k3"]
    assert found({"developerMetadataLookup": {"metadataKey": "k2", "locationType": "ROW"}}) == ["k2"]


def test_values_by_filter(sheets: Any, id: str) -> None:
    """Written, read and cleared by the row's metadata."""
    span = {"sheetId": 0, "dimension": "ROWS", "startIndex": 1, "endIndex": 2}
    meta = {"metadataKey": "baris", "visibility": "DOCUMENT", "location": {"dimensionRange": span}}
    batch(sheets, id, {"createDeveloperMetadata": {"developerMetadata": meta}})
    own, values = {"developerMetadataLookup": {"metadataKey": "baris"}}, sheets.values()
    data = [{"dataFilter": own, "majorDimension": "ROWS", "values": [["x", 2]]}]
    values.batchUpdateByDataFilter(spreadsheetId=id, body={"valueInputOption": "RAW", "data": data}).execute()
    found = values.batchGetByDataFilter(spreadsheetId=id, body={"dataFilters": [own]}).execute()["valueRanges"]
    assert found[0]["valueRange"]["values"] == [["x", "2"]]
    values.batchClearByDataFilter(spreadsheetId=id, body={"dataFilters": [own]}).execute()
    assert "values" not in values.get(spreadsheetId=id, range="Sheet1").execute()


def test_a_moved_column_takes_its_protection_along(sheets: Any, id: str) -> None:
    """The protections it passes shift with their columns."""
    for column in (1, 4):
        span = {"sheetId": 0, "startColumnIndex": column, "endColumnIndex": column + 1}
        batch(sheets, id, {"addProtectedRange": {"protectedRange": {"range": span, "description": str(column)}}})
    source = {"sheetId": 0, "dimension": "COLUMNS", "startIndex": 1, "endIndex": 2}
    batch(sheets, id, {"moveDimension": {"source": source, "destinationIndex": 6}})
    rules = sheets.get(spreadsheetId=id, fields="sheets.protectedRanges").execute()["sheets"][0]["protectedRanges"]
    assert {rule["description"]: rule["range"]["startColumnIndex"] for rule in rules} == {"1": 5, "4": 3}
