"""What is said about files of Drive and what became of them: comments, replies, revisions, changes, the account."""

from __future__ import annotations

import copy
from typing import Any

from . import mask
from .drive_file import file_of, required, resource, shown, user
from .errors import Refusal, drive_error
from .spreadsheets import Call
from .world import File, when

Json = dict[str, Any]


def _not_found(what: str, name: str, id: str) -> Refusal:
    place = {"location": name, "locationType": "parameter"}
    return drive_error(404, f"{what} not found: {id}.", "global", "notFound", place)


# --- comments


def _said(call: Call, kind: str, id: str) -> Json:
    now = when(call.world.clock.now())
    return {"kind": f"drive#{kind}", "id": id, "createdTime": now, "modifiedTime": now, "deleted": False,
            "author": user(call.email), **call.body, "htmlContent": call.body.get("content", "")}  # fmt: skip


def _comment(call: Call, file: File) -> Json:
    for item in file.comments:
        if item["id"] == call.names["commentId"]:
            return item
    raise _not_found("Comment", "commentId", call.names["commentId"])


def list_comments(call: Call) -> Json:
    required(call)
    deleted = call.flag("includeDeleted")
    found = [item for item in file_of(call).comments if deleted or not item["deleted"]]
    return shown(call, {"kind": "drive#commentList", "comments": copy.deepcopy(found)}, {})


def create_comment(call: Call) -> Json:
    required(call)
    file = file_of(call, "commenter")
    item = {**_said(call, "comment", f"AAAA{len(file.comments)}"), "resolved": False, "replies": []}
    file.comments.append(item)
    return shown(call, copy.deepcopy(item), {})


def get_comment(call: Call) -> Json:
    required(call)
    return shown(call, copy.deepcopy(_comment(call, file_of(call))), {})


def update_comment(call: Call) -> Json:
    required(call)
    item = _comment(call, file_of(call, "commenter"))
    _say_anew(call, item)
    return shown(call, copy.deepcopy(item), {})


def _say_anew(call: Call, item: Json) -> None:
    text = call.body.get("content", item.get("content", ""))
    item |= {"content": text, "htmlContent": text, "modifiedTime": when(call.world.clock.now())}


def delete_comment(call: Call) -> None:
    """It stays as a trace without words."""
    item = _comment(call, file_of(call, "commenter"))
    for name in ("content", "htmlContent", "author", "quotedFileContent", "anchor"):
        item.pop(name, None)
    item |= {"deleted": True, "replies": []}


def _reply(call: Call, comment: Json) -> Json:
    for item in comment["replies"]:
        if item["id"] == call.names["replyId"]:
            return item  # type: ignore[no-any-return]
    raise _not_found("Reply", "replyId", call.names["replyId"])


def list_replies(call: Call) -> Json:
    required(call)
    found = copy.deepcopy(_comment(call, file_of(call))["replies"])
    return shown(call, {"kind": "drive#replyList", "replies": found}, {})


def create_reply(call: Call) -> Json:
    """With an action it closes the comment, or opens it again."""
    required(call)
    comment = _comment(call, file_of(call, "commenter"))
    item = _said(call, "reply", f"{comment['id']}R{len(comment['replies'])}")
    comment["replies"].append(item)
    if action := call.body.get("action"):
        comment["resolved"] = action == "resolve"
    return shown(call, copy.deepcopy(item), {})


def get_reply(call: Call) -> Json:
    required(call)
    return shown(call, copy.deepcopy(_reply(call, _comment(call, file_of(call)))), {})


def update_reply(call: Call) -> Json:
    required(call)
    item = _reply(call, _comment(call, file_of(call, "commenter")))
    _say_anew(call, item)
    return shown(call, copy.deepcopy(item), {})


def delete_reply(call: Call) -> None:
    comment = _comment(call, file_of(call, "commenter"))
    comment["replies"].remove(_reply(call, comment))


# --- revisions and changes


def _revision(file: File) -> Json:
    item: Json = {"kind": "drive#revision", "id": str(file.version), "mimeType": file.mime}
    return item | {"modifiedTime": when(file.modified), "lastModifyingUser": user(file.last_user)}


def list_revisions(call: Call) -> Json:
    """Edits are run together into few revisions [reported live]."""
    found = {"kind": "drive#revisionList", "revisions": [_revision(file_of(call))]}
    return shown(call, found, mask.parse("kind,nextPageToken,revisions(kind,id,mimeType,modifiedTime)"))


def get_revision(call: Call) -> Json:
    file = file_of(call)
    if call.names["revisionId"] not in {str(file.version), "head"}:
        raise _not_found("Revision", "revisionId", call.names["revisionId"])
    return shown(call, _revision(file), mask.parse("kind,id,mimeType,modifiedTime"))


def start_token(call: Call) -> Json:
    found = {"kind": "drive#startPageToken", "startPageToken": str(len(call.world.changes) + 1)}
    return shown(call, found, {})


def list_changes(call: Call) -> Json:
    """Every file that changed since a token was given, once."""
    start = int(call.option("pageToken", "1")) - 1
    found = [_change(call, id) for id in dict.fromkeys(call.world.changes[start:])]
    answer = {"kind": "drive#changeList", "newStartPageToken": str(len(call.world.changes) + 1),
              "changes": [item for item in found if item]}  # fmt: skip
    return shown(call, answer, mask.parse("kind,nextPageToken,newStartPageToken,changes(kind,type,changeType,time,"
                                          "removed,fileId,file(kind,id,name,mimeType))"))  # fmt: skip


def _change(call: Call, id: str) -> Json | None:
    file = call.world.files.get(id)
    moment = when(file.modified if file else call.world.clock.now())
    item: Json = {"kind": "drive#change", "type": "file", "changeType": "file", "time": moment, "fileId": id}
    if file is None:
        return {**item, "removed": True}
    return {**item, "removed": False, "file": resource(call, file)} if file.role(call.email) else None


# --- the account


def about(call: Call) -> Json:
    """Who asks, and how much room there is; a service account has none today [reported 2025]."""
    required(call)
    limit = "0" if call.world.no_storage and call.email.endswith("gserviceaccount.com") else "16106127360"
    found = {
        "kind": "drive#about", "user": {**user(call.email), "me": True}, "canCreateDrives": False,
        "appInstalled": False,
        "storageQuota": {"limit": limit, "usage": "0", "usageInDrive": "0", "usageInDriveTrash": "0"},
        "maxUploadSize": "5242880000000",
    }  # fmt: skip
    return shown(call, found, {})


def list_drives(call: Call) -> Json:
    """There are no shared drives here."""
    return shown(call, {"kind": "drive#driveList", "drives": []}, {})


def get_drive(call: Call) -> Json:
    raise _not_found("Shared drive", "driveId", call.names["driveId"])
