"""Requests to the stand-in without a socket: for tests of what is said, not of how it travels."""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import urlencode, urlsplit

import requests

from tests.google_server import routes
from tests.google_server.faults import Broken, Weather
from tests.google_server.front import GoogleServer
from tests.google_server.routes import Answer, Ask
from tests.google_server.world import SPREADSHEETS, World

Json = dict[str, Any]


class MemorySession(requests.Session):
    """A session of somebody who is signed in, as the door knows it."""

    def __init__(self, server: GoogleServer, who: str) -> None:
        super().__init__()
        self._server, self._who = server, who
        self._token = ""

    def request(  # type: ignore[override]  # the part of it that the door uses
        self, method: str, url: str, params: Any = None, json: Any = None, timeout: Any = None, **_: Any
    ) -> requests.Response:
        assert timeout, "a request without a timeout"
        query = f"?{urlencode(params, doseq=True)}" if params else ""
        if self._token not in self._server.world.tokens:
            self._token = self._server.world.grant(self._who, SPREADSHEETS, 10**6)
        headers = {"authorization": f"Bearer {self._token}", "host": "sheets.googleapis.com"}
        body = _dumped(json)
        return self._answered(Ask(method.upper(), urlsplit(url).path + query, headers, body), timeout)

    def _answered(self, ask: Ask, timeout: Any) -> requests.Response:
        try:
            return _response(self._server.answer(ask))
        except Broken as broken:
            if broken.way == "answer" and broken.answer:
                return _response(broken.answer)
            if broken.way == "truncate" and broken.answer:
                return _response(broken.answer._replace(body=broken.answer.body[: len(broken.answer.body) // 2]))
            if broken.way == "hang":
                self._server.world.clock.advance(timeout[1])
                raise requests.Timeout from None
            raise requests.ConnectionError from None


def _dumped(body: Any) -> bytes:
    return b"" if body is None else json.dumps(body).encode()


def _response(answer: Answer) -> requests.Response:
    found = requests.Response()
    found.status_code, found._content = answer.status, answer.body
    found.headers["Content-Type"] = answer.kind
    return found


class InProcess:
    """The stand-in without its socket: what `MemorySession` and the people of a test need of it."""

    def __init__(self, world: World) -> None:
        self.world, self.weather = world, Weather(world)

    def answer(self, ask: Ask) -> Answer:
        """As the server does, one request after the other."""
        return self.weather.pass_through(ask, lambda: routes.answer(self.world, ask))
