"""One file of Drive: who may see it, and how it is shown."""

from __future__ import annotations

import copy
from typing import Any

from . import mask
from .errors import drive_error, no_file
from .spreadsheets import Call
from .world import RANK, File, permission, when

Json = dict[str, Any]
USUAL = mask.parse("kind,id,name,mimeType")


def file_of(call: Call, role: str = "reader") -> File:
    """The file a request names, if the asker has the role."""
    file = call.world.files.get(call.names["fileId"])
    mine = file.role(call.email) if file else None
    if file is None or mine is None:
        raise no_file(call.names["fileId"])
    if RANK[mine] < RANK[role]:
        message = f"The user does not have sufficient permissions for file {call.names['fileId']}."
        raise drive_error(403, message, "global", "insufficientFilePermissions")
    return file


def user(email: str) -> Json:
    return {"kind": "drive#user", "displayName": email, "me": False, "emailAddress": email,
            "permissionId": permission(email, "reader")["id"]}  # fmt: skip


def resource(call: Call, file: File) -> Json:
    """A file with all its fields."""
    url = f"https://docs.google.com/spreadsheets/d/{file.book.id}/edit?usp=drivesdk"
    return {
        "kind": "drive#file", "id": file.book.id, "name": file.book.properties["title"], "mimeType": file.mime,
        "createdTime": when(file.created), "modifiedTime": when(file.modified), "version": str(file.version),
        "trashed": file.trashed, "parents": list(file.parents), "webViewLink": url, "spaces": ["drive"],
        "owners": [user(file.owner)], "lastModifyingUser": user(file.last_user),
        "modifiedByMe": file.last_user == call.email, "ownedByMe": file.owner == call.email,
        "shared": len(file.permissions) > 1, "permissions": copy.deepcopy(file.permissions),
        "capabilities": {"canEdit": RANK[file.role(call.email) or "reader"] >= RANK["writer"]}, **file.more,
    }  # fmt: skip


def shown(call: Call, found: Json, usual: mask.Tree) -> Json:
    """What the mask of a request leaves of an answer; without one, what Drive gives unasked."""
    return mask.select(found, call.tree or usual)  # type: ignore[no-any-return]


def required(call: Call) -> None:
    """Some methods answer nothing unless they are told what [documentation]."""
    if not call.tree:
        place = {"location": "fields", "locationType": "parameter"}
        text = "The 'fields' parameter is required for this method."
        raise drive_error(400, text, "global", "required", place)
