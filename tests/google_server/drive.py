"""Files of Drive v3: made, copied, found, changed, thrown away; and every method by its name."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from . import drive_content, drive_sharing, drive_talk, mask
from .drive_content import check_storage
from .drive_file import USUAL, file_of, resource, shown
from .drive_query import meant_by, ordered
from .spreadsheets import Call

Json = dict[str, Any]
USUAL_LIST = mask.parse("kind,incompleteSearch,nextPageToken,files(kind,id,name,mimeType)")
_KEPT = ("description", "starred", "properties", "appProperties")
"""What is said of a file and given back as it was said."""


def create(call: Call) -> Json:
    check_storage(call)
    title = call.body.get("name") or "Untitled"
    file = call.world.create(title, call.email, mime=call.body.get("mimeType") or "application/octet-stream")
    file.parents = call.body.get("parents") or file.parents
    file.more = {name: call.body[name] for name in _KEPT if name in call.body}
    return shown(call, resource(call, file), USUAL)


def duplicate(call: Call) -> Json:
    source = file_of(call)
    check_storage(call)
    book = source.book.copied(source.book.actor)
    book.id, book.revision = call.world.new_id(), 0
    book.properties["title"] = call.body.get("name") or f"Copy of {source.book.properties['title']}"
    file = call.world.adopt(book, call.email, source.mime)
    file.parents, file.content = call.body.get("parents") or file.parents, source.content
    return shown(call, resource(call, file), USUAL)


def get(call: Call) -> Json:
    if call.option("alt") == "media":
        return drive_content.download(call)
    return shown(call, resource(call, file_of(call)), USUAL)


def update(call: Call) -> Json:
    file = file_of(call, "writer")
    if call.body.get("name"):
        file.book.properties["title"] = call.body["name"]
    file.trashed = call.body.get("trashed", file.trashed)
    file.more |= {name: call.body[name] for name in _KEPT if name in call.body}
    gone = set(call.option("removeParents").split(","))
    added = [parent for parent in call.option("addParents").split(",") if parent]
    file.parents = [parent for parent in file.parents if parent not in gone] + added
    call.world.touch(file, call.email)
    return shown(call, resource(call, file), USUAL)


def delete(call: Call) -> None:
    file = file_of(call, "owner")
    del call.world.files[file.book.id]
    call.world.changes.append(file.book.id)


def empty_trash(call: Call) -> None:
    """What the asker owns and threw away is gone for good."""
    files = call.world.files
    for id in [id for id, file in files.items() if file.trashed and file.owner == call.email]:
        del files[id]
        call.world.changes.append(id)


def list_files(call: Call) -> Json:
    mine = [file for file in call.world.files.values() if file.role(call.email)]
    found = [resource(call, file) for file in sorted(mine, key=lambda file: -file.modified)]
    fits = meant_by(call.option("q"))
    wanted = ordered([item for item in found if fits(item)], call.option("orderBy"))
    size, start = int(call.option("pageSize", "100")), int(call.option("pageToken", "0") or 0)
    answer = {"kind": "drive#fileList", "incompleteSearch": False, "files": wanted[start : start + size]}
    if start + size < len(wanted):
        answer["nextPageToken"] = str(start + size)
    return shown(call, answer, USUAL_LIST)


def generate_ids(call: Call) -> Json:
    count = int(call.option("count", "10"))
    ids = [call.world.new_id() for _ in range(count)]
    return shown(call, {"kind": "drive#generatedIds", "space": "drive", "ids": ids}, {})


METHODS: dict[str, Callable[[Call], Json | None]] = {
    "drive.about.get": drive_talk.about,
    "drive.changes.getStartPageToken": drive_talk.start_token,
    "drive.changes.list": drive_talk.list_changes,
    "drive.drives.list": drive_talk.list_drives,
    "drive.drives.get": drive_talk.get_drive,
    "drive.files.create": create,
    "drive.files.copy": duplicate,
    "drive.files.get": get,
    "drive.files.update": update,
    "drive.files.delete": delete,
    "drive.files.list": list_files,
    "drive.files.export": drive_content.export,
    "drive.files.emptyTrash": empty_trash,
    "drive.files.generateIds": generate_ids,
    "drive.permissions.list": drive_sharing.list_permissions,
    "drive.permissions.get": drive_sharing.get_permission,
    "drive.permissions.create": drive_sharing.create_permission,
    "drive.permissions.update": drive_sharing.update_permission,
    "drive.permissions.delete": drive_sharing.delete_permission,
    "drive.comments.list": drive_talk.list_comments,
    "drive.comments.create": drive_talk.create_comment,
    "drive.comments.get": drive_talk.get_comment,
    "drive.comments.update": drive_talk.update_comment,
    "drive.comments.delete": drive_talk.delete_comment,
    "drive.replies.list": drive_talk.list_replies,
    "drive.replies.create": drive_talk.create_reply,
    "drive.replies.get": drive_talk.get_reply,
    "drive.replies.update": drive_talk.update_reply,
    "drive.replies.delete": drive_talk.delete_reply,
    "drive.revisions.list": drive_talk.list_revisions,
    "drive.revisions.get": drive_talk.get_revision,
}
