"""A stand-in for Google with an office's spreadsheet in it, for tests: `google` and what can be done with it.

A request Google would not understand, or an answer Google would not give, fails the test that caused it.
"""

from __future__ import annotations

import functools
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import requests

from tests.google_server.front import GoogleServer
from tests.google_server.world import DRIVE, SPREADSHEETS, File, World

Json = dict[str, Any]
OWNER = "kantor@example.go.id"


@functools.cache
def key_pair() -> tuple[Any, str]:
    """An RSA key and its PEM text: one for the whole run, because making one takes a while."""
    from cryptography.hazmat.primitives import serialization
    from cryptography.hazmat.primitives.asymmetric import rsa

    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    kinds = serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    return key, key.private_bytes(*kinds).decode()


class Google:
    """A running stand-in and one spreadsheet of the office, shared with the service account as editor."""

    def __init__(self, server: GoogleServer):
        self.server, self.world, self.weather = server, server.world, server.weather
        self.file: File = self.world.create("Daftar Informasi Publik", OWNER)
        self.id = self.file.book.id
        self.world.share(self.id, self.world.robot, "writer")
        self.expected: list[str] = []

    @property
    def url(self) -> str:
        return f"https://docs.google.com/spreadsheets/d/{self.id}/edit#gid=0"

    def key_file(self, folder: Path, token_uri: str = "") -> Path:
        """A service account's key file, for nobody else to read; the stand-in verifies its signatures."""
        key, text = key_pair()
        self.world.keys[self.world.robot] = key.public_key()
        given = {
            "type": "service_account", "project_id": "emu", "private_key_id": "k1", "private_key": text,
            "client_email": self.world.robot, "client_id": "1", "universe_domain": "googleapis.com",
            "token_uri": token_uri or f"http://{self.server.address}/token",
        }  # fmt: skip
        path = folder / "service-account.json"
        path.write_text(json.dumps(given), encoding="utf-8")
        path.chmod(0o600)
        return path

    def call(self, verb: str, path: str, body: Json | None = None, *, who: str = "", **query: Any) -> tuple[int, Json]:
        """A request as somebody, the service account unless said; answers status and JSON."""
        token = self.world.grant(who or self.world.robot, f"{SPREADSHEETS} {DRIVE}")
        answer = requests.request(
            verb, f"http://{self.server.address}{path}", json=body, params=query,
            headers={"Authorization": f"Bearer {token}"}, timeout=20,
        )  # fmt: skip
        return answer.status_code, answer.json() if answer.text[:1] == "{" else {}

    def batch(self, *wishes: Json, who: str = "", **more: Any) -> tuple[int, Json]:
        return self.call("POST", f"/v4/spreadsheets/{self.id}:batchUpdate", {"requests": list(wishes), **more}, who=who)

    def values(self, where: str, **query: Any) -> list[list[Any]]:
        status, found = self.call("GET", f"/v4/spreadsheets/{self.id}/values/{where}", **query)
        assert status == 200, found
        return found.get("values", [])  # type: ignore[no-any-return]

    def put(self, where: str, lines: list[list[Any]], option: str = "RAW", who: str = "") -> tuple[int, Json]:
        path = f"/v4/spreadsheets/{self.id}/values/{where}"
        return self.call("PUT", path, {"values": lines}, who=who, valueInputOption=option)

    def expect(self, *parts: str) -> None:
        """A problem that this test causes on purpose."""
        self.expected += parts

    def unexpected(self) -> list[str]:
        return [text for text in self.world.problems if not any(part in text for part in self.expected)]


@pytest.fixture
def google() -> Iterator[Google]:
    """Google as it is today: no storage for service accounts, quotas, a clock that only tests move."""
    with GoogleServer(World()) as server:
        found = Google(server)
        yield found
    assert found.unexpected() == []
