"""What is in a file of Drive: exported, downloaded, uploaded, and turned into a spreadsheet."""

from __future__ import annotations

import csv
import io
import json
import re
from email import message_from_bytes
from typing import Any

from .a1 import Area
from .book import Book, grid_properties
from .cells import typed_cell
from .drive_file import USUAL, file_of, resource, shown
from .errors import drive_error, no_storage
from .formula import value_of
from .render import shown as rendered
from .sheet import Sheet
from .spreadsheets import Call
from .world import EXCEL_TYPE, SHEET_TYPE, File, permission, when

Json = dict[str, Any]
EXPORTS = {
    "application/x-vnd.oasis.opendocument.spreadsheet": "ods",
    "text/tab-separated-values": "tsv",
    "application/pdf": "pdf",
    EXCEL_TYPE: "xlsx",
    "text/csv": "csv",
    "application/zip": "zip",
    "application/vnd.oasis.opendocument.spreadsheet": "ods",
}


class Download(Exception):
    """An answer that is no JSON."""

    def __init__(self, content: bytes, kind: str):
        super().__init__(kind)
        self.content, self.kind = content, kind


def _texts(book: Book, sheet: Sheet) -> list[list[str]]:
    filled = [(row, column) for row, column, cell in sheet.used(sheet.whole) if cell.filled]
    height = 1 + max((row for row, _ in filled), default=-1)
    width = 1 + max((column for _, column in filled), default=-1)
    block = sheet.block(Area(0, height, 0, width)) if filled else []
    return [[rendered(value_of(book, sheet, c), c.number_format, book.locale) for c in row] for row in block]


def export(call: Call) -> Json:
    book, kind = file_of(call).book, call.option("mimeType")
    if kind not in EXPORTS:
        raise drive_error(400, "The requested conversion is not supported.", "global", "badRequest")
    if EXPORTS[kind] in {"csv", "tsv"}:
        out = io.StringIO()
        csv.writer(out, delimiter="," if EXPORTS[kind] == "csv" else "\t", lineterminator="\r\n").writerows(
            _texts(book, book.sheets[0])
        )
        raise Download(out.getvalue().removesuffix("\r\n").encode(), kind)
    if EXPORTS[kind] == "xlsx":
        raise Download(_excel(book), kind)
    raise Download(b"%PDF-1.4\n%%EOF\n" if EXPORTS[kind] == "pdf" else b"PK\x05\x06" + bytes(18), kind)


def _excel(book: Book) -> bytes:
    from openpyxl import Workbook

    file = Workbook()
    file.remove(file.active)  # type: ignore[arg-type]
    for sheet in book.sheets:
        tab = file.create_sheet(sheet.title[:31])
        for row, column, cell in sheet.used(sheet.whole):
            value: Any = value_of(book, sheet, cell)
            tab.cell(row + 1, column + 1).value = value if isinstance(value, (str, int, float, bool)) else None
    out = io.BytesIO()
    file.save(out)
    return out.getvalue()


# --- what comes in


class Upload:
    """A request that brings a file: what is said of it, its kind and its bytes; `later` says that they follow."""

    def __init__(self, call: Call, headers: dict[str, str], body: bytes):
        self.said: Json = {}
        self.kind, self.content, self.later = headers.get("content-type", "").partition(";")[0], body, False
        if call.option("uploadType") == "multipart":
            self._parts(headers.get("content-type", ""), body)
        elif call.option("uploadType") == "resumable":
            self.said = json.loads(body or b"{}")
            self.kind, self.content, self.later = headers.get("x-upload-content-type", ""), b"", True

    def _parts(self, kind: str, body: bytes) -> None:
        """The description, then the content."""
        whole = message_from_bytes(f"Content-Type: {kind}\r\n\r\n".encode() + body)
        parts = [part for part in whole.walk() if not part.is_multipart()]
        if len(parts) != 2:
            raise drive_error(400, "Malformed multipart body.", "global", "badRequest")
        said, content = (bytes(part.get_payload(decode=True) or b"") for part in parts)
        self.said, self.kind, self.content = json.loads(said or b"{}"), parts[1].get_content_type(), content


def check_storage(call: Call) -> None:
    """Service accounts own no storage."""
    if call.world.no_storage and call.email.endswith("gserviceaccount.com"):
        raise no_storage(call.world.storage_domain)


def begun(call: Call, given: Upload) -> str:
    """The number of an upload whose bytes come in requests of their own."""
    if call.method.id == "drive.files.create":
        check_storage(call)
    number = call.world.new_id()
    call.world.uploads[number] = (call, given)
    return number


def finish(call: Call, given: Upload) -> Json:
    """The file is there: new, or with new content; a table becomes a spreadsheet if that was asked for."""
    if call.method.id == "drive.files.create":
        check_storage(call)
        title = given.said.get("name") or "Untitled"
        file = call.world.create(title, call.email, mime=given.said.get("mimeType") or given.kind)
        file.parents = given.said.get("parents") or file.parents
    else:
        file = file_of(call, "writer")
    if file.mime == SHEET_TYPE:
        tables = _tables_in(file.book.properties["title"], given)
        call.world.change(file, call.email, lambda book: _replaced(book, tables))
    else:
        file.content = given.content
        call.world.touch(file, call.email)
    return shown(call, resource(call, file), USUAL)


def _tables_in(title: str, given: Upload) -> dict[str, list[list[Any]]]:
    if given.kind == EXCEL_TYPE:
        from openpyxl import load_workbook

        book = load_workbook(io.BytesIO(given.content))
        return {tab.title: [list(row) for row in tab.iter_rows(values_only=True)] for tab in book.worksheets}
    if given.kind.endswith("opendocument.spreadsheet"):
        return {"Sheet1": []}
    text, sign = given.content.decode("utf-8-sig", "replace"), "\t" if "tab-separated" in given.kind else ","
    return {re.sub(r"\.(csv|tsv|txt)$", "", title): list(csv.reader(io.StringIO(text), delimiter=sign))}


def _replaced(book: Book, tables: dict[str, list[list[Any]]]) -> None:
    """Every tab gives way; values are as if typed [recorded]."""
    book.sheets, book.names = [], []
    for title, rows in tables.items():
        height, width = max(1000, len(rows)), max(26, max(map(len, rows), default=0))
        sheet = Sheet(grid_properties(title, len(book.sheets), book.new_sheet_id(), height, width))
        for row, line in enumerate(rows):
            for column, value in enumerate(line):
                plain = value if value is None or isinstance(value, bool | int | float) else str(value)
                if plain is not None:
                    sheet.put(row, column, typed_cell(book, sheet.cell(row, column), plain, raw=False))
        book.sheets.append(sheet)


def upload_v2(call: Call) -> Json:
    """A CSV file takes the place of all tabs: one tab with the file's title [recorded]."""
    file = file_of(call, "writer")
    rows = list(csv.reader(io.StringIO(call.body["text"])))

    def act(book: Book) -> None:
        _replaced(book, {book.properties["title"]: rows})
        book.properties["timeZone"] = "America/Los_Angeles"

    call.world.change(file, call.email, act)
    return _old_resource(call, file)


def download(call: Call) -> Json:
    """`alt=media`: the bytes of a file that is not Google's own kind."""
    file = file_of(call)
    if file.mime.startswith("application/vnd.google-apps."):
        text = "Only files with binary content can be downloaded. Use Export with Docs Editors files."
        place = {"location": "alt", "locationType": "parameter"}
        raise drive_error(403, text, "global", "fileNotDownloadable", place)
    raise Download(file.content, file.mime)


def _old_resource(call: Call, file: File) -> Json:
    """A file as Drive v2 shows it [recorded]."""
    id, base = file.book.id, f"https://www.googleapis.com/drive/v2/files/{file.book.id}"
    exports = {
        kind: f"https://docs.google.com/spreadsheets/export?id={id}&exportFormat={end}" for kind, end in EXPORTS.items()
    }
    user = {"displayName": call.email, "kind": "drive#user", "isAuthenticatedUser": True,
            "permissionId": permission(call.email, "owner")["id"], "emailAddress": call.email,
            "picture": {"url": "https://lh3.googleusercontent.com/a/default-user=s64"}}  # fmt: skip
    mine = {"id": "me", "type": "user", "role": file.role(call.email), "kind": "drive#permission",
            "selfLink": f"{base}/permissions/me", "etag": '"e"', "pendingOwner": False}  # fmt: skip
    folder = file.parents[0]
    parent = {"selfLink": f"{base}/parents/{folder}", "id": folder, "isRoot": True, "kind": "drive#parentReference",
              "parentLink": f"https://www.googleapis.com/drive/v2/files/{folder}"}  # fmt: skip
    labels = {"viewed": True, "restricted": False, "starred": False, "hidden": False, "trashed": False}
    moments = {"createdDate": when(file.created), "modifiedDate": when(file.modified),
               "modifiedByMeDate": when(file.modified), "lastViewedByMeDate": when(file.modified),
               "markedViewedByMeDate": "1970-01-01T00:00:00.000Z"}  # fmt: skip
    return {
        "kind": "drive#file", "userPermission": mine, "selfLink": base, "ownerNames": [file.owner],
        "lastModifyingUserName": call.email, "editable": True, "writersCanShare": True, "mimeType": SHEET_TYPE,
        "exportLinks": exports, "parents": [parent], "appDataContents": False,
        "thumbnailLink": f"https://docs.google.com/feeds/vt?gd=true&id={id}",
        "iconLink": f"https://drive-thirdparty.googleusercontent.com/16/type/{SHEET_TYPE}", "shared": False,
        "lastModifyingUser": user, "owners": [user], "copyable": True, "etag": '"e"',
        "alternateLink": f"https://docs.google.com/spreadsheets/d/{id}/edit?usp=drivesdk",
        "embedLink": f"https://docs.google.com/spreadsheets/d/{id}/htmlembed", "fileSize": "1024",
        "copyRequiresWriterPermission": False, "spaces": ["drive"], "id": id,
        "title": file.book.properties["title"], "labels": labels, "explicitlyTrashed": False, **moments,
        "quotaBytesUsed": "1024", "version": str(file.version), "capabilities": {"canEdit": True, "canCopy": True},
    }  # fmt: skip
