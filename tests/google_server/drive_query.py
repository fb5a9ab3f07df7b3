"""Drive's search: what `q` says of a file, and the order of what was found."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from .errors import Refusal, drive_error
from .world import ROOT

Json = dict[str, Any]
Test = Callable[[Json], bool]
_TOKEN = re.compile(
    r"\s*(?:(?P<text>'(?:\\.|[^'\\])*'|\"(?:\\.|[^\"\\])*\")|(?P<sign><=|>=|!=|=|<|>)|(?P<mark>[(){}])|(?P<word>\w+))"
)
_TEXTS = {"name", "mimeType", "fullText", "visibility"}
_TIMES = {"modifiedTime", "createdTime", "viewedByMeTime", "sharedWithMeTime", "modifiedByMeTime"}
_FLAGS = {"trashed", "starred", "sharedWithMe"}
_ROLES = {"owners": {"owner"}, "writers": {"owner", "writer"}, "readers": {"owner", "writer", "commenter", "reader"}}
_ORDERS = {
    "createdTime", "folder", "modifiedByMeTime", "modifiedTime", "name", "name_natural", "quotaBytesUsed", "recency",
    "sharedWithMeTime", "starred", "viewedByMeTime",
}  # fmt: skip


def _wrong(place: str) -> Refusal:
    where = {"location": place, "locationType": "parameter"}
    return drive_error(400, "Invalid Value", "global", "invalid", where)


class _Reader:
    """Reads a query from left to right; `and` and `or` bind alike [documentation]."""

    def __init__(self, text: str):
        self.tokens: list[tuple[str, str]] = []
        place = 0
        while place < len(text.rstrip()):
            match = _TOKEN.match(text, place)
            if match is None:
                raise _wrong("q")
            kind = match.lastgroup or ""
            self.tokens.append((kind, match[kind]))
            place = match.end()

    def whole(self) -> Test:
        found = self._joined()
        if self.tokens:
            raise _wrong("q")
        return found

    def _joined(self) -> Test:
        found = self._one()
        while self.tokens and self.tokens[0][1].lower() in {"and", "or"}:
            word = self._next()[1].lower()
            found = _both(found, self._one()) if word == "and" else _either(found, self._one())
        return found

    def _one(self) -> Test:
        kind, text = self._next()
        if kind == "word" and text.lower() == "not":
            inner = self._one()
            return lambda file: not inner(file)
        if text == "(":
            inner = self._joined()
            self._expect(")")
            return inner
        if kind == "text":
            self._expect("in")
            return _member(self._next()[1], _plain(text))
        return self._term(text)

    def _term(self, field: str) -> Test:
        if field in _FLAGS and (not self.tokens or self.tokens[0][1].lower() in {"and", "or", ")"}):
            return lambda file: bool(file.get(field))
        sign = self._next()[1].lower()
        if sign == "has":
            return self._property(field)
        kind, text = self._next()
        if sign == "in":
            return _member(field, _plain(text))
        if field in _FLAGS and sign in {"=", "!="} and text.lower() in {"true", "false"}:
            return lambda file: (bool(file.get(field)) == (text.lower() == "true")) == (sign == "=")
        if kind != "text":
            raise _wrong("q")
        return _compared(field, sign, _plain(text))

    def _property(self, field: str) -> Test:
        self._expect("{")
        given: dict[str, str] = {}
        while not given.keys() >= {"key", "value"}:
            name = self._next()[1]
            self._expect("=")
            given[name] = _plain(self._next()[1])
            if self.tokens and self.tokens[0][1].lower() == "and":
                self._next()
        self._expect("}")
        return lambda file: file.get(field, {}).get(given["key"]) == given["value"]

    def _next(self) -> tuple[str, str]:
        if not self.tokens:
            raise _wrong("q")
        return self.tokens.pop(0)

    def _expect(self, text: str) -> None:
        if self._next()[1].lower() != text:
            raise _wrong("q")


def _plain(text: str) -> str:
    return re.sub(r"\\(.)", r"\1", text[1:-1])


def _both(one: Test, other: Test) -> Test:
    return lambda file: one(file) and other(file)


def _either(one: Test, other: Test) -> Test:
    return lambda file: one(file) or other(file)


def _member(field: str, who: str) -> Test:
    if field == "parents":
        return lambda file: (ROOT if who == "root" else who) in file["parents"]
    if field not in _ROLES:
        raise _wrong("q")
    return lambda file: any(
        item.get("emailAddress", "").lower() == who.lower() and item["role"] in _ROLES[field]
        for item in file["permissions"]
    )


def _compared(field: str, sign: str, wanted: str) -> Test:
    if field in _TIMES and sign in {"=", "!=", "<", "<=", ">", ">="}:
        return lambda file: _in_order(str(file.get(field, ""))[:19], sign, wanted[:19])
    if field not in _TEXTS or sign not in {"contains", "=", "!="}:
        raise _wrong("q")
    if sign == "contains":
        return lambda file: _contains(file, field, wanted)
    return lambda file: (str(file.get(field, "")) == wanted) == (sign == "=")


def _in_order(value: str, sign: str, wanted: str) -> bool:
    low, same = value < wanted, value == wanted
    return {"=": same, "!=": not same, "<": low, "<=": low or same, ">": not (low or same), ">=": not low}[sign]


def _contains(file: Json, field: str, wanted: str) -> bool:
    """In a name only the beginnings of words are looked at [documentation]."""
    if field == "name":
        return re.search(r"(?<!\w)" + re.escape(wanted), file["name"], re.I) is not None
    if field == "fullText":
        return wanted.strip('"').lower() in f"{file['name']}\n{file.get('fullText', '')}".lower()
    return wanted.lower() in str(file.get(field, "")).lower()


def meant_by(text: str) -> Test:
    """Whether a file is meant; without a query each is."""
    return _Reader(text).whole() if text.strip() else lambda _: True


def ordered(files: list[Json], text: str) -> list[Json]:
    """Sorted by `orderBy`, the first key counting most; without one as they come."""
    for piece in reversed([part.strip() for part in text.split(",") if part.strip()]):
        name, _, way = piece.partition(" ")
        if name not in _ORDERS or way.strip() not in {"", "desc"}:
            raise _wrong("orderBy")
        files = sorted(files, key=lambda file: _rank(file, name), reverse=way.strip() == "desc")
    return files


def _rank(file: Json, name: str) -> Any:
    if name == "folder":
        return not file["mimeType"].endswith(".folder")
    if name in {"name", "name_natural"}:
        return [int(part) if part.isdigit() else part for part in re.split(r"(\d+)", file["name"].lower())]
    return str(file.get("modifiedTime" if name == "recency" else name, ""))
