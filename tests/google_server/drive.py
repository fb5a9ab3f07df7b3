"""The methods of Drive v3 (and the one of v2) that spreadsheets need."""

from __future__ import annotations

import copy
import csv
import io
import re
from collections.abc import Callable
from typing import Any

from . import mask
from .a1 import Area
from .book import Book, grid_properties
from .cells import typed_cell
from .errors import drive_error, no_file, no_storage
from .formula import value_of
from .render import shown
from .sheet import Sheet
from .spreadsheets import Call
from .world import EXCEL_TYPE, RANK, SHEET_TYPE, File, permission, when

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
USUAL = mask.parse("kind,id,name,mimeType")
USUAL_LIST = mask.parse("kind,incompleteSearch,nextPageToken,files(kind,id,name,mimeType)")
USUAL_PERMISSION = mask.parse("kind,id,type,role")


class Download(Exception):
    """An answer that is no JSON."""

    def __init__(self, content: bytes, kind: str):
        super().__init__(kind)
        self.content, self.kind = content, kind


def _file(call: Call, role: str = "reader") -> File:
    file = call.world.files.get(call.names["fileId"])
    mine = file.role(call.email) if file else None
    if file is None or mine is None:
        raise no_file(call.names["fileId"])
    if RANK[mine] < RANK[role]:
        message = f"The user does not have sufficient permissions for file {call.names['fileId']}."
        raise drive_error(403, message, "global", "insufficientFilePermissions")
    return file


def _user(email: str) -> Json:
    return {"kind": "drive#user", "displayName": email, "me": False, "emailAddress": email,
            "permissionId": permission(email, "reader")["id"]}  # fmt: skip


def _resource(call: Call, file: File) -> Json:
    url = f"https://docs.google.com/spreadsheets/d/{file.book.id}/edit?usp=drivesdk"
    return {
        "kind": "drive#file", "id": file.book.id, "name": file.book.properties["title"], "mimeType": file.mime,
        "createdTime": when(file.created), "modifiedTime": when(file.modified), "version": str(file.version),
        "trashed": False, "parents": list(file.parents), "webViewLink": url, "spaces": ["drive"],
        "owners": [_user(file.owner)], "lastModifyingUser": _user(file.last_user),
        "modifiedByMe": file.last_user == call.email, "ownedByMe": file.owner == call.email,
        "shared": len(file.permissions) > 1, "permissions": copy.deepcopy(file.permissions),
        "capabilities": {"canEdit": RANK[file.role(call.email) or "reader"] >= RANK["writer"]},
    }  # fmt: skip


def _shown(call: Call, found: Json, usual: mask.Tree) -> Json:
    return mask.select(found, call.tree or usual)  # type: ignore[no-any-return]


def _check_storage(call: Call) -> None:
    if call.world.no_storage and call.email.endswith("gserviceaccount.com"):
        raise no_storage(call.world.storage_domain)


def create(call: Call) -> Json:
    _check_storage(call)
    title = call.body.get("name") or "Untitled"
    file = call.world.create(title, call.email, mime=call.body.get("mimeType") or "application/octet-stream")
    file.parents = call.body.get("parents") or file.parents
    return _shown(call, _resource(call, file), USUAL)


def duplicate(call: Call) -> Json:
    source = _file(call)
    _check_storage(call)
    book = source.book.copied(source.book.actor)
    book.id, book.revision = call.world.new_id(), 0
    book.properties["title"] = call.body.get("name") or f"Copy of {source.book.properties['title']}"
    file = call.world.adopt(book, call.email)
    file.parents = call.body.get("parents") or file.parents
    return _shown(call, _resource(call, file), USUAL)


def get(call: Call) -> Json:
    return _shown(call, _resource(call, _file(call)), USUAL)


def update(call: Call) -> Json:
    file = _file(call, "writer")
    if call.body.get("name"):
        file.book.properties["title"] = call.body["name"]
    gone = set(call.option("removeParents").split(","))
    added = [parent for parent in call.option("addParents").split(",") if parent]
    file.parents = [parent for parent in file.parents if parent not in gone] + added
    call.world.touch(file, call.email)
    return _shown(call, _resource(call, file), USUAL)


def delete(call: Call) -> None:
    del call.world.files[_file(call, "owner").book.id]


TERM = re.compile(
    r"\s*(?:(?P<field>\w+)\s*(?P<sign>=|!=|contains)\s*(?P<quote>['\"])(?P<text>(?:\\.|(?!(?P=quote)).)*)(?P=quote)"
    r"|(?P<plain>trashed|sharedWithMe)\s*=\s*(?P<bool>true|false)"
    r"|(?P<quote2>['\"])(?P<who>(?:\\.|(?!(?P=quote2)).)*)(?P=quote2)\s+in\s+(?P<where>\w+))\s*(?:and\b|$)",
    re.I,
)


def _matches(file: Json, text: str) -> bool:
    place = 0
    while place < len(text.rstrip()):
        match = TERM.match(text, place)
        if match is None:
            raise drive_error(400, "Invalid Value", "global", "invalid", {"location": "q", "locationType": "parameter"})
        place = match.end()
        if match["plain"]:
            fits = match["plain"].lower() != "trashed" or match["bool"].lower() == "false"
        elif match["where"]:
            fits = match["where"] != "parents" or match["who"] in file["parents"]
        else:
            value, wanted = str(file.get(match["field"], "")), re.sub(r"\\(.)", r"\1", match["text"])
            sign = match["sign"].lower()
            fits = (wanted.lower() in value.lower()) if sign == "contains" else ((value == wanted) == (sign == "="))
        if not fits:
            return False
    return True


def list_files(call: Call) -> Json:
    mine = [file for file in call.world.files.values() if file.role(call.email)]
    found = [_resource(call, file) for file in sorted(mine, key=lambda file: -file.modified)]
    wanted = [item for item in found if _matches(item, call.option("q"))]
    size, start = int(call.option("pageSize", "100")), int(call.option("pageToken", "0") or 0)
    answer = {"kind": "drive#fileList", "incompleteSearch": False, "files": wanted[start : start + size]}
    if start + size < len(wanted):
        answer["nextPageToken"] = str(start + size)
    return _shown(call, answer, USUAL_LIST)


# --- export and import


def _texts(book: Book, sheet: Sheet) -> list[list[str]]:
    filled = [(row, column) for row, column, cell in sheet.used(sheet.whole) if cell.filled]
    height = 1 + max((row for row, _ in filled), default=-1)
    width = 1 + max((column for _, column in filled), default=-1)
    block = sheet.block(Area(0, height, 0, width)) if filled else []
    return [[shown(value_of(book, sheet, c), c.number_format, book.locale) for c in row] for row in block]


def export(call: Call) -> Json:
    book, kind = _file(call).book, call.option("mimeType")
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


def upload(call: Call) -> Json:
    """A CSV file takes the place of all tabs: one tab with the file's title, values as if typed [recorded]."""
    file = _file(call, "writer")
    rows = list(csv.reader(io.StringIO(call.body["text"])))

    def act(book: Book) -> None:
        height, width = max(1000, len(rows)), max(26, max(map(len, rows), default=0))
        sheet = Sheet(grid_properties(book.properties["title"], 0, book.new_sheet_id(), height, width))
        for row, line in enumerate(rows):
            for column, text in enumerate(line):
                sheet.put(row, column, typed_cell(book, sheet.cell(row, column), text, raw=False))
        book.sheets, book.names = [sheet], []
        book.properties["timeZone"] = "America/Los_Angeles"

    call.world.change(file, call.email, act)
    return _old_resource(call, file)


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


# --- sharing, comments, revisions


def list_permissions(call: Call) -> Json:
    found = {"kind": "drive#permissionList", "permissions": copy.deepcopy(_file(call, "writer").permissions)}
    return _shown(call, found, mask.parse("kind,nextPageToken,permissions(kind,id,type,role)"))


def _permission(call: Call, file: File) -> Json:
    for item in file.permissions:
        if item["id"] == call.names["permissionId"]:
            return item
    raise drive_error(404, f"Permission not found: {call.names['permissionId']}.", "global", "notFound",
                      {"location": "permissionId", "locationType": "parameter"})  # fmt: skip


def get_permission(call: Call) -> Json:
    return _shown(call, dict(_permission(call, _file(call))), USUAL_PERMISSION)


def create_permission(call: Call) -> Json:
    """A mail goes out to users and groups unless it is forbidden [documentation]."""
    file, given = _file(call, "writer"), call.body
    email, kind, role = given.get("emailAddress", ""), given.get("type", "user"), given.get("role", "reader")
    if call.world.domain_only and email and not email.endswith("@" + call.world.domain_only):
        text = 'Bad Request. User message: "Sorry, an item cannot be shared outside of the organisation."'
        raise drive_error(400, text, "global", "invalidSharingRequest")
    if role == "owner" and call.option("transferOwnership").lower() != "true":
        text = "The transferOwnership parameter must be enabled when the permission role is 'owner'."
        place = {"location": "transferOwnership", "locationType": "parameter"}
        raise drive_error(403, text, "global", "forbidden", place)
    more = {"domain": given["domain"]} if "domain" in given else {}
    item = permission(email, role, kind, **more)
    if kind == "anyone":
        item["id"] = "anyoneWithLink"
    if role == "owner":
        for other in file.permissions:
            other["role"] = "writer" if other["role"] == "owner" else other["role"]
    file.permissions = [other for other in file.permissions if other["id"] != item["id"]] + [item]
    if kind in {"user", "group"} and call.option("sendNotificationEmail", "true").lower() == "true":
        call.world.mails.append({"to": email, "file": file.book.id})
    return _shown(call, dict(item), USUAL_PERMISSION)


def update_permission(call: Call) -> Json:
    file = _file(call, "writer")
    item = _permission(call, file)
    role = call.body.get("role", item["role"])
    if role == "owner":
        for other in file.permissions:
            other["role"] = "writer" if other["role"] == "owner" else other["role"]
    item["role"] = role
    return _shown(call, dict(item), USUAL_PERMISSION)


def delete_permission(call: Call) -> None:
    file = _file(call, "writer")
    file.permissions.remove(_permission(call, file))


def list_comments(call: Call) -> Json:
    return _shown(call, {"kind": "drive#commentList", "comments": _file(call).comments}, {})


def create_comment(call: Call) -> Json:
    file = _file(call, "commenter")
    item = {"kind": "drive#comment", "id": f"AAAA{len(file.comments)}", **call.body}
    file.comments.append(item)
    return _shown(call, item, {})


def list_revisions(call: Call) -> Json:
    """Edits are run together into few revisions [reported live]."""
    file = _file(call)
    item: Json = {"kind": "drive#revision", "id": str(file.version), "mimeType": file.mime}
    item |= {"modifiedTime": when(file.modified), "lastModifyingUser": _user(file.last_user)}
    found = {"kind": "drive#revisionList", "revisions": [item]}
    return _shown(call, found, mask.parse("kind,nextPageToken,revisions(kind,id,mimeType,modifiedTime)"))


METHODS: dict[str, Callable[[Call], Json | None]] = {
    "drive.files.create": create,
    "drive.files.copy": duplicate,
    "drive.files.get": get,
    "drive.files.update": update,
    "drive.files.delete": delete,
    "drive.files.list": list_files,
    "drive.files.export": export,
    "drive.permissions.list": list_permissions,
    "drive.permissions.get": get_permission,
    "drive.permissions.create": create_permission,
    "drive.permissions.update": update_permission,
    "drive.permissions.delete": delete_permission,
    "drive.comments.list": list_comments,
    "drive.comments.create": create_comment,
    "drive.revisions.list": list_revisions,
}
