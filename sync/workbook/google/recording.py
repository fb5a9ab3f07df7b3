"""Requests and answers kept in the form of VCR cassettes, without what must not leave the office.

Headers are not kept at all but for the content type, so no token is; every e-mail address is replaced,
that of the service account always the same one. Tests replay the rest against their emulator of Google and compare.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Protocol
from urllib.parse import urlencode

from sync.private_files import write_private

Json = dict[str, Any]
SERVICE_ACCOUNT = "robot@emu.iam.gserviceaccount.com"
API = "https://sheets.googleapis.com/v4/spreadsheets/"
_EMAIL = re.compile(r"[\w.+%-]+@[\w-]+(?:\.[\w-]+)+")


class Send(Protocol):
    """One request to Google: method, URL with its query, JSON body or none → status and JSON. Never raises for a
    status."""

    def __call__(self, method: str, url: str, body: Json | None) -> tuple[int, Json]: ...


class Traffic:
    """Sends requests, counts and records them. The address `service_account` is replaced by `SERVICE_ACCOUNT`."""

    def __init__(self, send: Send, id: str, service_account: str = "", most: int = 20) -> None:
        self._send, self._id, self._most = send, id, most
        self._masks = {service_account.lower(): SERVICE_ACCOUNT} if service_account else {}
        self._kept: list[Json] = []

    @property
    def sent(self) -> int:
        """How many requests there were."""
        return len(self._kept)

    def ask(self, method: str, rest: str, body: Json | None = None, **query: str | list[str]) -> tuple[int, Json]:
        """Send a request to the spreadsheet; `rest` follows its ID in the path. Never sends more than `most`."""
        if self.sent >= self._most:
            raise AssertionError(f"more than {self._most} requests")
        url = API + self._id + rest + (f"?{urlencode(query, doseq=True)}" if query else "")
        status, answer = self._send(method, url, body)
        self._kept.append(_exchange(method, url, body, status, answer))
        return status, answer

    def save(self, path: Path) -> None:
        """Write the cassette, for the owner alone. Raises OSError."""
        text = json.dumps({"version": 1, "interactions": self._kept}, ensure_ascii=False, indent=1)
        write_private(path, f"{_EMAIL.sub(self._mask, text)}\n".encode())

    def _mask(self, match: re.Match[str]) -> str:
        return self._masks.setdefault(match[0].lower(), f"orang-{len(self._masks) + 1}@example.org")


def is_traffic(path: Path) -> bool:
    """Whether a file is a cassette."""
    try:
        return "interactions" in json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError, TypeError, RecursionError):
        return False


def _exchange(method: str, url: str, body: Json | None, status: int, answer: Mapping[str, Any]) -> Json:
    sent: Json = {"method": method, "uri": url, "body": json.dumps(body) if body is not None else None}
    sent["headers"] = {"Content-Type": ["application/json"]}
    back: Json = {"status": {"code": status, "message": ""}, "body": {"string": json.dumps(answer, ensure_ascii=False)}}
    back["headers"] = {"Content-Type": ["application/json; charset=UTF-8"]}
    return {"request": sent, "response": back}
