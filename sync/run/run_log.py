"""`dip-runs.jsonl`: one line a run, a witness of what was decided.

When the file has grown long it is cut: the newest lines stay as they are, and of each entry the last line before them
that says it was withdrawn or published, and what was approved since. `dip backup` adds a line of its own.
"""

from __future__ import annotations

import json
import os
import secrets
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, BinaryIO

from sync.errors import files_translated
from sync.ledger.state import GIVEN, RELEASED, TAKEN_BACK, RunWitness
from sync.model import run_number
from sync.plain_text import to_json
from sync.private_files import append_private, write_private

LIMIT = 5_000_000
"""So many bytes before the file is cut to half of that and the lines that are kept for their entries."""

BLOCK = 1 << 16
"""So many bytes are read at a time, from the end: who asks for the newest lines waits for no others."""

Line = dict[str, Any]


def run_name() -> str:
    """A name that no other run has, also one that decides nothing or is refused: `20261123T070500Z-9f3a1c`."""
    return f"{datetime.now(UTC):%Y%m%dT%H%M%SZ}-{secrets.token_hex(3)}"


class RunLog:
    """The file. Without a path nothing is kept."""

    def __init__(self, path: Path | None) -> None:
        self.path = path

    def append(self, line: Line) -> None:
        """Add a line."""
        if self.path is None:
            return
        if self.path.exists() and self.path.stat().st_size > LIMIT:
            write_private(self.path, _cut(self.path.read_bytes().splitlines()))
        append_private(self.path, to_json(line) + "\n")

    def note(self, line: Line) -> None:
        """Add a line that no run wrote. Nothing is cut: a run may be at work."""
        if self.path is not None:
            append_private(self.path, to_json(line) + "\n")

    def lines(self, holding: bytes = b"") -> Iterator[Line]:
        """Every line that can be read, newest first; only those that hold this text. Raises `FileError` for a file that
        is there and that this user may not read."""
        if self.path is None or not self.path.exists():
            return
        with files_translated(), self.path.open("rb") as file:
            yield from (line for text in _from_the_end(file, holding) if (line := _parsed(text)))

    def last(self) -> RunWitness | None:
        """What the newest line with a run's number knows of the ledger."""
        for line in self.lines():
            if (number := run_number(line.get("run"))) is not None:
                return RunWitness("dip-runs.jsonl", number, str(line.get("head", "")))
        return None

    def newest_event(self, *names: str) -> str:
        """Which of these events a run noted last; empty if it noted none of them."""
        lines = self.lines(b'"event": "')
        return next((event["event"] for line in lines for event in _events(line) if event["event"] in names), "")


def _from_the_end(file: BinaryIO, holding: bytes) -> Iterator[bytes]:
    place, rest = file.seek(0, os.SEEK_END), b""
    while place:
        size = min(BLOCK, place)
        place = file.seek(place - size)
        rest, newline, whole = (file.read(size) + rest).partition(b"\n")
        if place == 0:  # the first line has no end of another before it
            rest, whole = b"", rest + newline + whole
        if holding in whole:
            yield from (text for text in reversed(whole.splitlines()) if holding in text)


def _parsed(text: bytes) -> Line | None:
    """None for half a line, which a machine that went off may leave."""
    try:
        line = json.loads(text)
    except ValueError:
        return None
    return line if isinstance(line, dict) else None


def _events(line: Line) -> list[dict[str, Any]]:
    events = line.get("events")
    return (
        [event for event in events if isinstance(event, dict) and {"id", "event"} <= event.keys()]
        if isinstance(events, list)
        else []
    )


def _cut(lines: list[bytes]) -> bytes:
    """The newest lines, after those kept for the last word on an entry, which say nothing else."""
    size, first = 0, len(lines)
    while first and size + len(lines[first - 1]) < LIMIT // 2:
        first -= 1
        size += len(lines[first]) + 1
    ids: set[str] = set()
    kept: list[bytes] = []
    for place in reversed(range(len(lines))):
        line = _parsed(lines[place]) or {}
        news = [event for event in _events(line) if event["event"] in TAKEN_BACK | GIVEN and event["id"] not in ids]
        if place < first and news:
            kept.append(to_json({**line, "events": news}).encode())
        ids |= {event["id"] for event in news if event["event"] in TAKEN_BACK | {RELEASED}}
    return b"\n".join([*reversed(kept), *lines[first:], b""])
