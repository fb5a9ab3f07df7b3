"""The service's memory: files and who may use them, accounts and tokens, the clock, quotas, what was asked."""

from __future__ import annotations

import datetime as dt
import json
import random
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

from . import batch, errors
from .book import Actor, Book

Json = dict[str, Any]
SHEET_TYPE = "application/vnd.google-apps.spreadsheet"
EXCEL_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
ACCOUNT = Path(__file__).parent / "account.json"  # made by tests/google_tools/account.py
STRANGE = "1jIKzPs8LsiZZdLdeMEP-5ZIHw6RkjiOmj1LrJN706Yc"
ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
RECORDED_IDS = {"telegram-budgeter@telegram-budgeter.iam.gserviceaccount.com": 5027979280415927516}
ROOT = "0AGIJ7XFn4BojUk9PVA"
"""My Drive, the folder of every file that was put nowhere else."""
RANK = {"reader": 1, "commenter": 2, "writer": 3, "owner": 4}
READ_LIMIT = WRITE_LIMIT = 60
SPREADSHEETS = "https://www.googleapis.com/auth/spreadsheets"
DRIVE = "https://www.googleapis.com/auth/drive"


class Clock:
    """Real time plus what a test added; `fake` stands still in between."""

    def __init__(self, fake: bool = False):
        self.fake, self.moved, self.start = fake, 0.0, time.time()

    def now(self) -> float:
        return (self.start if self.fake else time.time()) + self.moved

    def advance(self, seconds: float) -> None:
        self.moved += seconds


class Token(NamedTuple):
    email: str
    scopes: frozenset[str]
    expires: float


class File:
    """A file in Drive: a spreadsheet, or something else without a book."""

    def __init__(self, book: Book, owner: str, now: float, mime: str = SHEET_TYPE):
        self.book, self.mime = book, mime
        self.created = self.modified = now
        self.version = 1
        self.parents = [ROOT]
        self.last_user = owner
        self.comments: list[Json] = []
        self.trashed = False
        self.content = b""
        self.more: Json = {}
        """What was said of it besides: `description`, `starred`, `properties`."""
        self.permissions: list[Json] = [permission(owner, "owner")]

    @property
    def owner(self) -> str:
        return str(next(item["emailAddress"] for item in self.permissions if item["role"] == "owner"))

    def role(self, email: str) -> str | None:
        """The strongest role somebody has; a link shared with everybody counts."""
        mine = [
            item["role"]
            for item in self.permissions
            if item.get("emailAddress", "").lower() == email.lower()
            or item["type"] == "anyone"
            or (item["type"] == "domain" and email.endswith("@" + item.get("domain", "")))
        ]
        return max(mine, key=lambda role: RANK[role], default=None)


def permission(email: str, role: str, kind: str = "user", **more: str) -> Json:
    number = RECORDED_IDS.get(email) or sum(ord(c) * 257**place for place, c in enumerate(email or kind)) % 10**20
    who = {"emailAddress": email, "displayName": email} if kind in {"user", "group"} else {}
    return {"kind": "drive#permission", "id": f"{number:020d}", "type": kind, "role": role, **who, **more}


class World:
    """Everything the stand-in knows. `problems` are requests a test must not send and answers it must not get."""

    def __init__(self, *, no_storage: bool = True, quotas: bool = True, fake_clock: bool = True, seed: int = 1):
        self.clock = Clock(fake_clock)
        self.numbers = random.Random(seed)
        self.no_storage, self.quotas = no_storage, quotas
        self.storage_domain = "usageLimits"
        self.robot = "robot@emu.iam.gserviceaccount.com"
        self.project = "112233445566"
        self.keys: dict[str, Any] = {}
        """Public keys by account; an account without one is believed."""
        self.disabled = False
        self.domain_only = ""
        self.refuse_invalid = False
        self.metadata_follows_sort = False
        self.files: dict[str, File] = {}
        self.tokens: dict[str, Token] = {}
        self.refresh_tokens: dict[str, str] = {}
        self.used: dict[tuple[str, str, int], int] = {}
        self.mails: list[Json] = []
        self.uploads: dict[str, Any] = {}
        """Uploads that have begun and whose bytes are still to come."""
        self.changes: list[str] = []
        """Files in the order in which they changed."""
        self.log: list[Json] = []
        self.problems: list[str] = []

    # --- files

    def new_id(self) -> str:
        return "1" + "".join(self.numbers.choice(ALPHABET) for _ in range(43))

    def create(self, title: str, owner: str, *, id: str = "", mime: str = SHEET_TYPE, zone: str = "Etc/GMT") -> File:
        book = Book(id or self.new_id(), title, self.numbers, zone)
        return self.adopt(book, owner, mime)

    def adopt(self, book: Book, owner: str, mime: str = SHEET_TYPE) -> File:
        file = File(book, owner, self.clock.now(), mime)
        book.owner_email = owner
        book.refuse_invalid, book.metadata_follows_sort = self.refuse_invalid, self.metadata_follows_sort
        self.files[book.id] = file
        self.changes.append(book.id)
        return file

    def share(self, file_id: str, email: str, role: str = "writer") -> None:
        file = self.files[file_id]
        file.permissions = [item for item in file.permissions if item.get("emailAddress") != email]
        file.permissions.append(permission(email, role))

    def unshare(self, file_id: str, email: str) -> None:
        file = self.files[file_id]
        file.permissions = [item for item in file.permissions if item.get("emailAddress") != email]

    def actor(self, file: File, email: str) -> Actor:
        same = email.rpartition("@")[2] == file.owner.rpartition("@")[2]
        return Actor(email, file.owner.lower() == email.lower(), same)

    def opened(self, file_id: str, email: str, *, write: bool = False) -> File:
        """A spreadsheet for somebody, or Google's refusal [recorded]."""
        file = self.files.get(file_id)
        if file is None:
            raise errors.not_found()
        role = file.role(email)
        if role is None or (write and RANK[role] < RANK["writer"]):
            raise errors.no_permission()
        if file.mime != SHEET_TYPE:
            raise errors.Refusal(400, "This operation is not supported for this document", status="FAILED_PRECONDITION")
        return file

    def change(self, file: File, email: str, act: Callable[[Book], Any]) -> Any:
        """Acts on a copy of the spreadsheet, which takes its place when nothing was refused."""
        twin = file.book.copied(self.actor(file, email))
        twin.moment = when(self.clock.now())
        answer = act(twin)
        file.book = twin
        self.touch(file, email)
        return answer

    def touch(self, file: File, email: str) -> None:
        file.modified = max(self.clock.now(), file.modified + 0.001)
        file.version += 1
        file.last_user = email
        self.changes.append(file.book.id)

    def edit(self, file_id: str, email: str, *requests: Json) -> list[Json]:
        """What a person does in the browser, as requests of `batchUpdate`, with that person's rights and no quota."""
        file = self.opened(file_id, email, write=True)
        return self.change(file, email, lambda book: batch.apply(book, list(requests)))  # type: ignore[no-any-return]

    # --- accounts

    def grant(self, email: str, scopes: str = SPREADSHEETS, seconds: float = 3599) -> str:
        """A new access token."""
        token = "ya29." + "".join(self.numbers.choice(ALPHABET) for _ in range(60))
        self.tokens[token] = Token(email, frozenset(scopes.split()), self.clock.now() + seconds)
        return token

    def who(self, header: str | None) -> Token:
        if not header:
            raise errors.unauthenticated(present=False)
        token = self.tokens.get(header.removeprefix("Bearer ").strip())
        if token is None or token.expires <= self.clock.now():
            raise errors.unauthenticated(present=True)
        return token

    def expire_tokens(self) -> None:
        self.tokens.clear()

    def count(self, email: str, kind: str) -> None:
        """One read or write; the sixty-first of a minute is refused [documentation]."""
        if not self.quotas:
            return
        key = (email, kind, int(self.clock.now() // 60))
        self.used[key] = self.used.get(key, 0) + 1
        if self.used[key] > (READ_LIMIT if kind == "Read" else WRITE_LIMIT):
            raise errors.over_quota(kind, self.project)

    # --- seeds

    def furnish(self) -> None:
        """Somebody else's spreadsheet, one more file of the robot, and what else stood in the recorded account."""
        self.create("Somebody else's", "stranger@example.com", id=STRANGE)
        self.create("Another file of the robot", self.robot)
        for id, title in json.loads(ACCOUNT.read_text(encoding="utf-8")).items():
            self.create(title, self.robot, id=id)


def when(seconds: float) -> str:
    """RFC 3339 with milliseconds [recorded]."""
    moment = dt.datetime.fromtimestamp(round(seconds, 3), dt.UTC)
    return moment.strftime("%Y-%m-%dT%H:%M:%S.") + f"{moment.microsecond // 1000:03d}Z"
