"""The lock files that Excel, WPS Office, LibreOffice and OnlyOffice leave beside a workbook while they have it open.

Who, since when, and how to clear one.
"""

from __future__ import annotations

import os
import time
import unicodedata
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from pathlib import Path

from sync.message import say


@dataclass(frozen=True)
class OfficeLock:
    """One lock file. `owner` is who the program says has the workbook open, empty if the file does not tell."""

    program: str
    path: Path
    owner: str
    age: float

    def sentence(self) -> str:
        """What it means and what to do, for an operator."""
        who = say(" by %(owner)s", owner=self.owner) if self.owner else ""
        return say(
            "The workbook is open in %(program)s%(who)s, for %(duration)s: %(path)s. Nothing was written "
            "into it. Save and close it there and run again. If nobody has it open (the program crashed), "
            "delete that lock file.",
            program=self.program, who=who, duration=_duration(self.age), path=self.path,
        )  # fmt: skip


def find_lock(workbooks: tuple[Path, ...]) -> OfficeLock | None:
    """The lock on a workbook under any of its paths (a link and what it points to), the oldest first."""
    locks = [lock for path in dict.fromkeys(workbooks) for lock in _beside(path)]
    return max(locks, key=lambda lock: lock.age, default=None)


def _beside(workbook: Path) -> Iterator[OfficeLock]:
    there = _names(workbook.parent)
    for program, names, owner in (
        ("Excel", (f"~${workbook.name}",), _excel_owner),
        ("WPS Office", _wps_names(workbook.name, there), _excel_owner),
        (say("LibreOffice or OnlyOffice"), (f".~lock.{workbook.name}#",), _libreoffice_owner),
    ):
        for name in names:
            path = workbook.with_name(there.get(_folded(name), name))
            if (data := _content(path)) is not None:
                yield OfficeLock(program, path, owner(data), _age(path))


def _names(folder: Path) -> dict[str, str]:
    """What lies in the folder, by its folded name: whoever opens the workbook over a share may write its name in other
    letters. Empty where the folder lets nobody list it."""
    try:
        return {_folded(name): name for name in os.listdir(folder)}
    except OSError:
        return {}


def _folded(name: str) -> str:
    return unicodedata.normalize("NFC", name).casefold()


def _wps_names(name: str, there: Collection[str]) -> list[str]:
    """WPS puts its sign before the name, or in place of its first letter or two. Such a cut name may be that of another
    workbook: then it is the lock of that one."""
    cut = [name[letters:] for letters in (1, 2)]
    return [f".~{name}", *(f".~{rest}" for rest in cut if not rest.startswith(".") and _folded(rest) not in there)]


def _excel_owner(data: bytes) -> str:
    """54 bytes of a name in one byte a letter, then the same in two bytes a letter, each after its length."""
    length = int.from_bytes(data[55:57], "little")
    name = data[57 : 57 + 2 * length].decode("utf-16-le", "replace") if 0 < length < 128 else ""
    if not name.strip("\0 \ufffd") and data:
        name = data[1 : 1 + data[0]].decode("cp1252", "replace")
    return _printable(name)


def _libreoffice_owner(data: bytes) -> str:
    """`full name,login,computer,since,profile;` where `\\` guards commas within."""
    fields, escaped = [""], False
    for character in data.decode("utf-8", "replace"):
        if character == "\\" and not escaped:
            escaped = True
            continue
        if character in ",;" and not escaped:
            fields.append("")
        else:
            fields[-1] += character
        escaped = False
    name, login, host = (_printable(text) for text in (*fields, "", "")[:3])
    who = f"{name} ({login})" if name and login else name or login
    return say("%(who)s on %(host)s", who=who, host=host) if who and host else who or host


def _printable(text: str) -> str:
    return "".join(letter for letter in text if letter.isprintable()).strip()[:80]


def _content(path: Path) -> bytes | None:
    try:
        with path.open("rb") as file:
            return file.read(4096)
    except FileNotFoundError:
        return None
    except OSError:
        return b""  # Excel keeps its own lock file locked on some shares: it is there, that is enough


def _age(path: Path) -> float:
    try:
        return max(0.0, time.time() - path.stat().st_mtime)
    except OSError:
        return 0.0


def _duration(seconds: float) -> str:
    minutes, hours, days = (int(seconds // size) for size in (60, 3_600, 86_400))
    if days:
        return say("%(count)s days", count=days) if days > 1 else say("1 day")
    if hours:
        return say("%(count)s hours", count=hours) if hours > 1 else say("1 hour")
    if minutes:
        return say("%(count)s minutes", count=minutes) if minutes > 1 else say("1 minute")
    return say("less than a minute")
