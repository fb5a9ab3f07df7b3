"""Kinds of `batchUpdate` about comments on cells: threads with a first post and replies."""

from __future__ import annotations

import copy
import html
from typing import Any

from .book import Book
from .errors import bad

Json = dict[str, Any]
LONGEST = 2048


def _checked(text: str) -> str:
    if not text.strip():
        raise bad("The content of a comment cannot be empty.")
    if len(text.encode("utf-16-le")) // 2 > LONGEST:
        raise bad(f"The content of a comment cannot be longer than {LONGEST} characters.")
    return text


def _post(book: Book, text: str, more: Json) -> Json:
    author = {"displayName": book.actor.email, "me": True}
    return {"postId": f"AAAA{book.new_id({0})}", "content": text, "contentHtml": html.escape(text, quote=False),
            "author": author, "createTime": book.moment, "updateTime": book.moment, **more}  # fmt: skip


def _thread(book: Book, request: Json) -> Json:
    for thread in book.threads:
        if thread["commentId"] == request.get("commentId"):
            return thread
    raise bad(f"No comment with id: {request.get('commentId')}")


def _own(book: Book, post: Json) -> Json:
    """Only who wrote it may change it [documentation]."""
    if post["author"]["displayName"] != book.actor.email:
        raise bad("Only the author of a post may change it.")
    return post


def _reply(book: Book, thread: Json, request: Json) -> Json:
    for post in (thread["headPost"], *thread["replies"]):
        if post["postId"] == request.get("postId"):
            return _own(book, post)
    raise bad(f"No post with id: {request.get('postId')}")


def insert(book: Book, request: Json) -> Json:
    place = request.get("coordinate") or {}
    row, column = place.get("rowIndex", 0), place.get("columnIndex", 0)
    span = {"sheetId": place.get("sheetId", 0), "startRowIndex": row, "endRowIndex": row + 1,
            "startColumnIndex": column, "endColumnIndex": column + 1}  # fmt: skip
    sheet, _ = book.grid_area(span)
    who = request.get("assigneeEmailAddress")
    post = _post(book, _checked(request.get("content", "")), {"assigneeEmail": who} if who else {})
    anchor = {"anchorId": f"kix.{book.new_id({0})}", "range": span}
    value = sheet.cell(row, column).value
    thread = {"commentId": f"AAAB{book.new_id({0})}", "anchorId": anchor["anchorId"], "headPost": post, "replies": [],
              "status": "OPEN", "plainTextQuote": "" if value is None else str(value)}  # fmt: skip
    sheet.anchors.append(anchor)
    book.threads.append(thread)
    return {"insertComment": {"commentThread": copy.deepcopy(thread)}}


def reply(book: Book, request: Json) -> Json:
    thread, given = _thread(book, request), request.get("post") or {}
    action = given.get("commentAction")
    text = given.get("content", "")
    if action not in {"RESOLVE", "REOPEN"}:
        _checked(text)
    more = {name: given[name] for name in ("commentAction", "assigneeEmail") if name in given}
    post = _post(book, text, more)
    thread["replies"].append(post)
    if action in {"RESOLVE", "REOPEN"}:
        thread["status"] = "RESOLVED" if action == "RESOLVE" else "OPEN"
    return {"addCommentReply": {"post": copy.deepcopy(post)}}


def update_post(book: Book, request: Json) -> Json:
    post = _reply(book, _thread(book, request), request)
    text = _checked(request.get("content", ""))
    post |= {"content": text, "contentHtml": html.escape(text, quote=False), "updateTime": book.moment}
    return {}


def delete(book: Book, request: Json) -> Json:
    thread = _thread(book, request)
    _own(book, thread["headPost"])
    book.threads.remove(thread)
    for sheet in book.sheets:
        sheet.anchors = [anchor for anchor in sheet.anchors if anchor["anchorId"] != thread["anchorId"]]
    return {}


def delete_reply(book: Book, request: Json) -> Json:
    thread = _thread(book, request)
    post = _reply(book, thread, request)
    if post is thread["headPost"]:
        raise bad(f"No reply with id: {request.get('postId')}")
    if post.keys() & {"commentAction", "assigneeEmail"}:
        raise bad("A reply with an action or an assignee cannot be deleted.")
    thread["replies"].remove(post)
    return {}
