"""`offices.csv`: the offices whose lists are brought together, read strictly. Every mistake is told with its line."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from sync.errors import SettingsError, reason_of
from sync.links.web_address import NoAnswer, read_web_address
from sync.message import Message, joined, say

HEADER = ("code", "name", "kind", "province", "address")
TOLD = 20
"""So many mistakes are told at once."""
LONGEST = 2000
"""Letters of an address; a name, kind or province has at most 200."""
_CODE = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,39}")


class OfficeSite(NamedTuple):
    """An office of the list: its own code (`kode` of its data), name, kind (what it is one of), province, and the
    address of its site, which ends with a slash."""

    code: str
    name: str
    kind: str
    province: str
    address: str


def read_offices(path: Path) -> tuple[OfficeSite, ...]:
    """The offices, in the order of the file. Raises `SettingsError` with every line that does not fit."""
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except OSError as error:
        raise SettingsError(
            say("%(path)s cannot be read: %(reason)s", path=path.name, reason=reason_of(error))
        ) from error
    except UnicodeDecodeError:
        raise SettingsError(say("%(path)s is not UTF-8 text. Save it as CSV UTF-8.", path=path.name)) from None
    reading = _Reading()
    try:
        offices = tuple(reading.offices(text))
    except csv.Error as error:
        raise SettingsError(say("%(path)s cannot be read: %(reason)s", path=path.name, reason=error)) from None
    if reading.mistakes:
        mistakes = [say("%(path)s, line %(line)s: %(what)s", path=path.name, line=line, what=what)
                    for line, what in reading.mistakes]  # fmt: skip
        more = len(mistakes) - TOLD
        rest = [say("and %(count)s more", count=more)] if more > 0 else []
        raise SettingsError(joined([*mistakes[:TOLD], *rest], "; "))
    return offices


def _no_address(address: str, reason: str) -> Message:
    if reason == "port":
        return say("“%(address)s” has a port: sites are asked at 443 (https) and 80 (http) only", address=address)
    if reason == "inside":
        return say("“%(address)s” leads into an internal network, which citizens do not reach", address=address)
    return say("“%(address)s” is no public address (https://, or http:// where there is no other)", address=address)


class _Reading:
    """One reading: the mistakes with their lines, and which codes and addresses were there already."""

    def __init__(self) -> None:
        self.mistakes: list[tuple[int, Message]] = []
        self._seen: dict[str, int] = {}

    def offices(self, text: str) -> Iterator[OfficeSite]:
        first = text.partition("\n")[0]
        separator = ";" if ";" in first else ","  # Excel writes the one that the machine's language has
        rows = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
        header = next(rows, [])
        if tuple(cell.strip().lower() for cell in header) != HEADER:
            self.mistakes.append((1, say("the header must be: %(header)s", header=",".join(HEADER))))
            return
        for row in rows:
            if any(cell.strip() for cell in row) and (office := self._office(rows.line_num, row)):
                yield office
        if not self._seen and not self.mistakes:
            self.mistakes.append((1, say("no office stands in it")))

    def _office(self, line: int, row: Sequence[str]) -> OfficeSite | None:
        if len(row) != len(HEADER):
            self.mistakes.append((line, say("%(count)s columns, not %(wanted)s", count=len(row), wanted=len(HEADER))))
            return None
        office = OfficeSite(*(cell.strip() for cell in row))
        faults = [*self._faults(office), *self._doubles(line, office)]
        self.mistakes += [(line, fault) for fault in faults]
        return None if faults else office._replace(address=office.address.rstrip("/") + "/")

    @staticmethod
    def _faults(office: OfficeSite) -> Iterator[Message]:
        for name, value in office._asdict().items():
            if not value:
                yield say("%(name)s is empty", name=name)
            elif not value.isprintable() or len(value) > (LONGEST if name == "address" else 200):
                yield say("%(name)s is too long, or has a sign that cannot be printed", name=name)
        if office.code and not _CODE.fullmatch(office.code):
            yield say("the code “%(code)s” may have letters, numbers, “.”, “_” and “-” only", code=office.code)
        if office.address:
            try:
                address = read_web_address(office.address)
            except NoAnswer as refused:
                yield _no_address(office.address, refused.reason)
            else:
                if "?" in address.target or "#" in office.address:
                    yield say("“%(address)s” must be the address of a folder, without ? and #", address=office.address)

    def _doubles(self, line: int, office: OfficeSite) -> Iterator[Message]:
        for value in (f"code {office.code.casefold()}", f"address {office.address.rstrip('/').casefold()}"):
            first = self._seen.setdefault(value, line)
            if first != line:
                yield say("the same %(what)s as in line %(line)s", what=value.partition(" ")[0], line=first)
