"""From a request to an answer: who asks, whether they may, which method it is, and what is wrong with it."""

from __future__ import annotations

import json
import re
import warnings
from typing import Any, NamedTuple
from urllib.parse import parse_qsl, unquote, urlsplit

from tests.google_tools.discovery_validate import Validator

from . import drive, drive_content, schema, spreadsheets, tokens
from .errors import Refusal, bad_field, narrow_scope, service_disabled
from .spreadsheets import Call
from .world import DRIVE, SPREADSHEETS, World

Json = dict[str, Any]
JSON_TYPE = "application/json; charset=UTF-8"
READ_SCOPES = {SPREADSHEETS + ".readonly", DRIVE + ".readonly"}
IAM = re.compile(r"/v1/projects/-/serviceAccounts/([^/:]+)(/allowedLocations|:generateAccessToken)")
OVERLOOKED = "?includeItemsFromAllDrives"


class Ask(NamedTuple):
    """A request as it came: method, path with query, headers by lower-case name, body."""

    verb: str
    target: str
    headers: dict[str, str]
    body: bytes

    @property
    def path(self) -> str:
        return urlsplit(self.target).path

    @property
    def host(self) -> str:
        """Which of Google's hosts is meant."""
        usual = "sheets.googleapis.com" if self.is_sheets else "www.googleapis.com"
        return self.headers.get("x-emu-host", usual)

    @property
    def is_sheets(self) -> bool:
        return self.path.startswith("/v4/")


class Answer(NamedTuple):
    status: int
    kind: str
    body: bytes
    headers: tuple[tuple[str, str], ...] = ()

    @classmethod
    def of(cls, status: int, found: Json) -> Answer:
        text = json.dumps(found, ensure_ascii=False)
        if len(text) < 100_000:
            text = json.dumps(found, ensure_ascii=False, indent=2) + "\n"
        return cls(status, JSON_TYPE, text.encode())


def _validator() -> Validator:
    """The given tool leaves its files to the garbage collector; that is its way, not a warning about us."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ResourceWarning)
        return Validator()


VALIDATOR = _validator()


def answer(world: World, ask: Ask) -> Answer:
    """Google's answer, whatever the request."""
    try:
        if (found := _signing_in(world, ask)) is not None:
            return found
        if ask.verb == "PUT" and (number := dict(parse_qsl(urlsplit(ask.target).query)).get("upload_id")):
            return _resumed(world, ask, number)
        return _checked(world, ask)
    except tokens.Denied as denied:
        return Answer.of(denied.code, denied.body)
    except Refusal as refusal:
        return Answer.of(refusal.code, refusal.body())
    except drive_content.Download as file:
        return Answer(200, file.kind, file.content)


def _signing_in(world: World, ask: Ask) -> Answer | None:
    """An answer about tokens, if that is what was asked for."""
    if ask.path in {"/token", "/oauth2/v4/token"}:
        audience = f"http://{ask.headers.get('host', '')}{ask.path}"
        return Answer.of(200, tokens.token(world, _form(ask), audience))
    if ask.path == "/v1/token":
        return Answer.of(200, tokens.federated(world, _form(ask)))
    if match := IAM.fullmatch(ask.path):
        if match[2] == "/allowedLocations":
            return Answer.of(200, tokens.allowed_locations())
        who = unquote(match[1])
        return Answer.of(200, tokens.impersonated(world, ask.headers.get("authorization"), who, _json(ask)))
    return None


def _form(ask: Ask) -> Json:
    return dict(parse_qsl(ask.body.decode()))


def _json(ask: Ask) -> Json:
    if not ask.body:
        return {}
    try:
        found = json.loads(ask.body)
    except ValueError:
        raise bad_field("", "Invalid JSON payload received. Unexpected token.") from None
    if not isinstance(found, dict):
        raise bad_field("", 'Invalid JSON payload received. Unknown name "": Root element must be a message.')
    return found


def _checked(world: World, ask: Ask) -> Answer:
    """A method of an API, with both sides held against the discovery document."""
    url = f"https://{ask.host}{ask.target}"
    said = "" if ask.path.startswith("/upload/") else ask.body.decode(errors="replace")
    _, problems = VALIDATOR.request(ask.verb, url, said)
    problems = [text for text in problems if not text.startswith(("note", OVERLOOKED))]
    world.problems += [f"{ask.verb} {ask.target}: {text}" for text in problems]
    try:
        found = _method(world, ask)
    except Refusal as refusal:
        found = Answer.of(refusal.code, refusal.body())
    if found.kind == JSON_TYPE:
        wrong = VALIDATOR.response(ask.verb, url, found.status, found.body.decode())
        world.problems += [f"answer to {ask.verb} {ask.target}: {text}" for text in wrong if text != "no method"]
    return found


def _method(world: World, ask: Ask) -> Answer:
    method = schema.find(ask.verb, ask.path)
    if method is None:
        text = f"<!DOCTYPE html>\n<html lang=en>\n  <title>Error 404 (Not Found)!!1</title>\n  <p>{len(ask.path)}</p>\n"
        return Answer(404, "text/html; charset=UTF-8", text.encode())
    token = world.who(ask.headers.get("authorization"))
    _check_scope(method, token.scopes)
    query = parse_qsl(urlsplit(ask.target).query, keep_blank_values=True)
    names = {name: unquote(text) for name, text in method.names.items()}
    if ask.is_sheets:
        return _sheets(world, ask, Call(world, token.email, method, names, query, _json(ask)))
    return _drive(ask, Call(world, token.email, method, names, query, {}))


def _check_scope(method: schema.Method, scopes: frozenset[str]) -> None:
    if not scopes & set(method.spec.get("scopes", [])):
        service = "sheets.googleapis.com" if method.api.startswith("sheets") else "drive.googleapis.com"
        raise narrow_scope(f"google.{method.id}", service)


def _sheets(world: World, ask: Ask, call: Call) -> Answer:
    if world.disabled:
        raise service_disabled(world.project)
    call = call._replace(body=schema.settled(call.method, call.body))
    schema.check_query(call.method, call.query)
    schema.check_body(call.method, call.body)
    world.count(call.email, "Read" if call.method.id.split(".")[-1] in spreadsheets.READS else "Write")
    return Answer.of(200, spreadsheets.METHODS[call.method.id](call))


def _drive(ask: Ask, call: Call) -> Answer:
    if call.method.upload:
        return _uploaded(ask, call)
    act = drive.METHODS.get(call.method.id) if call.method.api == "drive.v3" else None
    if act is None:
        raise Refusal(501, f"The stand-in does not know the method {call.method.id}.")
    found = act(call._replace(body=_json(ask)))
    return Answer(204, "text/html", b"") if found is None else Answer.of(200, found)


def _uploaded(ask: Ask, call: Call) -> Answer:
    if call.method.api == "drive.v2":
        return Answer.of(200, drive_content.upload_v2(call._replace(body={"text": ask.body.decode()})))
    given = drive_content.Upload(call, ask.headers, ask.body)
    if not given.later:
        return Answer.of(200, drive_content.finish(call, given))
    number = drive_content.begun(call, given)
    base = f"https://{ask.host}" if "x-emu-host" in ask.headers else f"http://{ask.headers.get('host', '')}"
    where = f"{base}{ask.path}?uploadType=resumable&upload_id={number}"
    return Answer(200, "text/plain; charset=utf-8", b"", (("Location", where), ("X-GUploader-UploadID", number)))


def _resumed(world: World, ask: Ask, number: str) -> Answer:
    """The bytes of an upload that has begun, in one piece or in several."""
    if number not in world.uploads:
        raise Refusal(404, "Upload session not found.")
    call, given = world.uploads[number]
    given.content += ask.body
    span = re.fullmatch(r"bytes (?:\d+-(\d+)|\*)/(\d+|\*)", ask.headers.get("content-range", ""))
    if span and span[2] != str(len(given.content)):
        return Answer(308, "text/plain; charset=utf-8", b"", (("Range", f"bytes=0-{len(given.content) - 1}"),))
    del world.uploads[number]
    return Answer.of(200, drive_content.finish(call, given))
