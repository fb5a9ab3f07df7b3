"""Which Google spreadsheet is meant: what people copy from a browser, as the ID that Google's programs want."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from sync.message import say
from sync.strict_toml import Mistake

GOOGLE = "https://docs.google.com/spreadsheets/"
_HOSTS = ("docs.google.com", "drive.google.com", "sheets.google.com")
_ID = re.compile(r"[A-Za-z0-9_-]+")
_BARE = re.compile(r"1[A-Za-z0-9_-]{43}")
_IN_PATH = re.compile(r"/(?:a/[^/]+/)?spreadsheets/(?:u/\d+/)?d/([^/]+)")


def is_google(location: str) -> bool:
    """Whether a location is a Google address, or the bare ID of a spreadsheet."""
    return urlsplit(location).netloc.lower() in _HOSTS or bool(_BARE.fullmatch(location))


def spreadsheet_id(location: str) -> str:
    """The ID in an address: with or without `/edit`, `#gid=`, `?…`, an account's number, or nothing around it. Raises
    `Mistake` for a folder, another kind of document, or a published copy."""
    if _BARE.fullmatch(location):
        return location
    parts = urlsplit(location)
    if parts.netloc.lower() == "drive.google.com":
        raise Mistake(_drive(location, parts.path))
    match = _IN_PATH.match(parts.path)
    if not match:
        raise Mistake(say("“%(location)s” is no spreadsheet. %(copy)s", location=location, copy=_copy()))
    if match[1] == "e":
        raise Mistake(
            say(
                "“%(location)s” is a copy published for readers, which nobody can fill in. %(copy)s",
                location=location, copy=_copy(),
            )
        )  # fmt: skip
    if not _ID.fullmatch(match[1]):
        raise Mistake(
            say(
                "“%(location)s”: “%(id)s” is not the ID of a spreadsheet. %(copy)s",
                location=location, id=match[1], copy=_copy(),
            )
        )  # fmt: skip
    return match[1]


def _drive(location: str, path: str) -> str:
    if "/folders/" in path:
        return say("“%(location)s” is a folder of Drive. %(copy)s", location=location, copy=_copy())
    return say(
        "“%(location)s” is an address of Drive, not of the spreadsheet itself. %(copy)s",
        location=location, copy=_copy(),
    )  # fmt: skip


def _copy() -> str:
    return say("Open the spreadsheet in a browser and copy the address that begins with %(begin)s", begin=f"{GOOGLE}d/")


def spreadsheet_url(id: str) -> str:
    """The address that opens it in a browser."""
    return f"{GOOGLE}d/{id}/edit"


@dataclass(frozen=True)
class Account:
    """Who opens the spreadsheet, and who may tick in it: a file of credentials (None: those of the machine), the
    account to act as, the addresses of the PPID, the address of the spreadsheet's owner, if it is known, and the
    certificates of the office's network."""

    credentials: Path | None = None
    impersonate: str = ""
    ppid: tuple[str, ...] = ()
    owner: str = ""
    ca_file: Path | None = None
