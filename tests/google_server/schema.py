"""Requests and answers against Google's discovery documents, with the messages Google's own front end gives."""

from __future__ import annotations

import functools
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import googleapiclient

from . import mask
from .errors import Refusal

Json = dict[str, Any]
HOSTS = {"sheets.v4": "sheets.googleapis.com", "drive.v3": "www.googleapis.com", "drive.v2": "www.googleapis.com"}
MASKED = {  # a kind of request → what its mask speaks about
    "updateSheetProperties": "properties", "updateSpreadsheetProperties": "properties", "repeatCell": "cell",
    "updateDimensionProperties": "properties", "updateNamedRange": "namedRange", "updateFilterView": "filter",
    "updateProtectedRange": "protectedRange", "updateBanding": "bandedRange", "updateTable": "table",
    "updateDeveloperMetadata": "developerMetadata", "updateDimensionGroup": "dimensionGroup",
    "updateCells": "", "appendCells": "",
}  # fmt: skip
KINDS = {"boolean": "TYPE_BOOL", "string": "TYPE_STRING", "int32": "TYPE_INT32", "float": "TYPE_FLOAT",
         "double": "TYPE_DOUBLE", "int64": "TYPE_INT64"}  # fmt: skip


class Method(NamedTuple):
    """One method of one API and the document it stands in."""

    api: str
    spec: Json
    document: Json
    upload: bool
    names: dict[str, str]

    @property
    def id(self) -> str:
        return str(self.spec["id"])


def _methods(resource: Json) -> Iterator[Json]:
    yield from resource.get("methods", {}).values()
    for inner in resource.get("resources", {}).values():
        yield from _methods(inner)


@functools.cache
def document(api: str) -> Json:
    folder = Path(googleapiclient.__file__).parent / "discovery_cache" / "documents"
    found: Json = json.loads((folder / f"{api}.json").read_text(encoding="utf-8"))
    return found


@functools.cache
def _table() -> list[tuple[str, str, re.Pattern[str], Json, str, bool]]:
    rows = []
    for api in HOSTS:
        base = "/" + document(api)["servicePath"]
        for spec in _methods(document(api)):
            paths = [(base + spec["path"], False)]
            if "mediaUpload" in spec:
                paths.append((spec["mediaUpload"]["protocols"]["simple"]["path"], True))
            for path, upload in paths:
                pattern = re.sub(r"\\{\\?\+?(\w+)\\}", r"(?P<\1>[^/:]+|[^/]+?)", re.escape(path))
                rows.append((api, spec["httpMethod"], re.compile(pattern), spec, path, upload))
    return sorted(rows, key=lambda row: (-row[4].count(":"), row[4].count("{")))


def find(verb: str, path: str) -> Method | None:
    """The method a verb and a path mean (path still percent-encoded)."""
    for api, method, pattern, spec, _, upload in _table():
        if method == verb and (match := pattern.fullmatch(path)):
            return Method(api, spec, document(api), upload, match.groupdict())
    return None


# --- what Sheets makes of a body


def settled(method: Method, body: Any) -> Any:
    """A body as Google's reader of JSON takes it: one thing where a list belongs is a list of it, and lists in a list
    of things are one list [gspread-formatting and pygsheets send both]."""
    request = method.spec.get("request")
    return _settled(method.document["schemas"], request, body) if request else body


def _settled(schemas: Json, spec: Json, value: Any) -> Any:
    if "$ref" in spec:
        spec = {"type": "object", **schemas[spec["$ref"]]}
    if isinstance(value, dict) and spec.get("type") == "object":
        known = spec.get("properties", {})
        return {name: _settled(schemas, known[name], x) if name in known else x for name, x in value.items()}
    if spec.get("type") != "array" or spec["items"].get("type") in {"array", "any"}:
        return value
    if isinstance(value, dict) and "$ref" in spec["items"]:
        value = [value]
    if not isinstance(value, list):
        return value
    return [_settled(schemas, spec["items"], item) for item in _flat(value)]


def _flat(items: list[Any]) -> Iterator[Any]:
    for item in items:
        yield from _flat(item) if isinstance(item, list) else [item]


# --- what Sheets says of a body that does not fit


def snake(name: str) -> str:
    return re.sub(r"(?<=[a-z0-9])([A-Z])", lambda m: "_" + m[1].lower(), name)


class Strict:
    """Walks a body along its schema and collects violations as (field, description)."""

    def __init__(self, document: Json):
        self.schemas = document["schemas"]
        self.found: list[tuple[str, str]] = []

    def walk(self, spec: Json, value: Any, path: str) -> None:
        if value is None:
            return
        if "$ref" in spec:
            self._object(self.schemas[spec["$ref"]], value, path)
        elif spec.get("type") == "array":
            self._array(spec, value, path)
        elif spec.get("type") == "object":
            self._object(spec, value, path)
        elif spec.get("type") != "any":
            self._scalar(spec, value, path)

    def _array(self, spec: Json, value: Any, path: str) -> None:
        if not isinstance(value, list):
            lists = spec["items"].get("type") == "array"
            kind = "type.googleapis.com/google.protobuf.ListValue" if lists else self._kind(spec["items"])
            self._wrong(path, kind, value)
            return
        for place, item in enumerate(value):
            self.walk(spec["items"], item, f"{path}[{place}]")

    def _object(self, spec: Json, value: Any, path: str) -> None:
        if not isinstance(value, dict):
            self._wrong(path, f"type.googleapis.com/google.apps.sheets.v4.{spec.get('id', 'Struct')}", value)
            return
        known = spec.get("properties", {})
        given = {name: item for name, item in value.items() if item is not None}
        if spec.get("id") == "Request" and len(given) > 1:
            second = list(given)[1]
            text = f"Invalid value at '{path}' (oneof), oneof field 'kind' is already set. Cannot set '{second}'"
            self.found.append((path, text))
        for name, item in value.items():
            place = f"{path}.{snake(name)}" if path else snake(name)
            if name in known:
                self.walk(known[name], item, place)
            elif "additionalProperties" in spec:
                self.walk(spec["additionalProperties"], item, place)
            else:
                where = f" at '{path}'" if path else ""
                text = f'Invalid JSON payload received. Unknown name "{name}"{where}: Cannot find field.'
                self.found.append((path, text))

    def _scalar(self, spec: Json, value: Any, path: str) -> None:
        kind, form = spec["type"], spec.get("format", "")
        number = isinstance(value, (int, float)) and not isinstance(value, bool)
        if "enum" in spec:
            fits = value in spec["enum"]
        elif kind == "boolean":
            fits = isinstance(value, bool) or value in {"true", "false"}
        elif kind == "integer" or form == "int64":
            fits = (number and value == int(value)) or (isinstance(value, str) and bool(re.fullmatch(r"-?\d+", value)))
        elif kind == "number":
            fits = number or (isinstance(value, str) and bool(re.fullmatch(r"-?\d+(\.\d+)?(e[+-]?\d+)?", value, re.I)))
        else:
            fits = isinstance(value, str)
        if not fits:
            self._wrong(path, self._kind(spec), value)

    def _kind(self, spec: Json) -> str:
        if "$ref" in spec:
            return f"type.googleapis.com/google.apps.sheets.v4.{spec['$ref']}"
        if "enum" in spec:
            return "type.googleapis.com/google.apps.sheets.v4.Enum"
        return KINDS.get(spec.get("format", "")) or KINDS.get(spec.get("type", ""), "TYPE_STRING")

    def _wrong(self, path: str, kind: str, value: Any) -> None:
        shown = json.dumps(value, ensure_ascii=False)
        self.found.append((path, f"Invalid value at '{path}' ({kind}), {shown}"))


def _refused(found: list[tuple[str, str]]) -> Refusal:
    violations = [{"field": field, "description": text} if field else {"description": text} for field, text in found]
    detail = {"@type": "type.googleapis.com/google.rpc.BadRequest", "fieldViolations": violations}
    return Refusal(400, "\n".join(text for _, text in found), details=[detail])


def check_body(method: Method, body: Any) -> None:
    """Refuses a body Sheets would refuse. A ValueRange sits in the field `data` of its request [recorded]."""
    if "request" not in method.spec:
        if body:
            raise Refusal(400, "Invalid JSON payload received.")
        return
    name = method.spec["request"]["$ref"]
    strict = Strict(method.document)
    strict.walk({"$ref": name}, {} if body is None else body, "data" if name == "ValueRange" else "")
    if strict.found:
        raise _refused(strict.found)


def check_query(method: Method, query: list[tuple[str, str]]) -> None:
    """Refuses a query Sheets would refuse; Drive overlooks what it does not know [recorded, 165 times]."""
    known = {**method.document.get("parameters", {}), **method.spec.get("parameters", {})}
    found = []
    for name, value in query:
        spec = known.get(name)
        if spec is None:
            text = f'Invalid JSON payload received. Unknown name "{name}": Cannot bind query parameter. Field '
            found.append(("", text + f"'{name}' could not be found in request message."))
        elif "enum" in spec and value not in spec["enum"] and name not in {"$.xgafv", "alt"}:
            found.append((snake(name), f"Invalid value at '{snake(name)}' (TYPE_ENUM), \"{value}\""))
        elif spec["type"] == "boolean" and value.lower() not in {"true", "false", "0", "1"}:
            found.append((snake(name), f"Invalid value at '{snake(name)}' (TYPE_BOOL), \"{value}\""))
    if found and method.api.startswith("sheets"):
        raise _refused(found)


def read_mask(method: Method, text: str) -> mask.Tree:
    """The `fields` of a read; a path that is not in the answer is refused."""
    try:
        tree = mask.parse(text)
    except mask.MaskError as error:
        raise _bad_mask(str(error)) from None
    wrong = wrong_path(method.document, method.spec["response"]["$ref"], tree)
    if wrong is not None:
        raise _bad_mask(wrong)
    return tree


def _bad_mask(path: str) -> Refusal:
    text = f"Error expanding 'fields' parameter. Cannot find matching fields for path '{path}'."
    return _refused([("fields", text)]) if path else Refusal(400, "Request contains an invalid argument.")


def wrong_path(document: Json, name: str, tree: mask.Tree) -> str | None:
    """The first path of a mask that does not exist in a schema, or None."""

    def walk(spec: Json, tree: mask.Tree, path: str) -> str | None:
        while "$ref" in spec or spec.get("type") == "array":
            spec = document["schemas"][spec["$ref"]] if "$ref" in spec else spec["items"]
        for part, below in tree.items():
            if part == "*":
                continue
            inner = spec.get("properties", {}).get(part) or spec.get("additionalProperties")
            here = f"{path}.{part}" if path else part
            if inner is None:
                return here
            if below and (wrong := walk(inner, below, here)):
                return wrong
        return None

    return walk({"$ref": name}, tree, "")
