"""Who may use a file of Drive."""

from __future__ import annotations

import copy
from typing import Any

from . import mask
from .drive_file import file_of, shown
from .errors import drive_error
from .spreadsheets import Call
from .world import File, permission

Json = dict[str, Any]
USUAL = mask.parse("kind,id,type,role")


def list_permissions(call: Call) -> Json:
    found = {"kind": "drive#permissionList", "permissions": copy.deepcopy(file_of(call, "writer").permissions)}
    return shown(call, found, mask.parse("kind,nextPageToken,permissions(kind,id,type,role)"))


def _permission(call: Call, file: File) -> Json:
    for item in file.permissions:
        if item["id"] == call.names["permissionId"]:
            return item
    raise drive_error(404, f"Permission not found: {call.names['permissionId']}.", "global", "notFound",
                      {"location": "permissionId", "locationType": "parameter"})  # fmt: skip


def get_permission(call: Call) -> Json:
    return shown(call, dict(_permission(call, file_of(call))), USUAL)


def create_permission(call: Call) -> Json:
    """A mail goes out to users and groups unless it is forbidden [documentation]."""
    file, given = file_of(call, "writer"), call.body
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
    _give_up_ownership(file, role)
    file.permissions = [other for other in file.permissions if other["id"] != item["id"]] + [item]
    if kind in {"user", "group"} and call.option("sendNotificationEmail", "true").lower() == "true":
        call.world.mails.append({"to": email, "file": file.book.id})
    return shown(call, dict(item), USUAL)


def _give_up_ownership(file: File, role: str) -> None:
    """A file has one owner; the one before stays as an editor."""
    for other in file.permissions if role == "owner" else ():
        other["role"] = "writer" if other["role"] == "owner" else other["role"]


def update_permission(call: Call) -> Json:
    file = file_of(call, "writer")
    item = _permission(call, file)
    role = str(call.body.get("role") or item["role"])
    _give_up_ownership(file, role)
    item["role"] = role
    return shown(call, dict(item), USUAL)


def delete_permission(call: Call) -> None:
    file = file_of(call, "writer")
    file.permissions.remove(_permission(call, file))
