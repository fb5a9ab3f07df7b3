"""`fleet-state.json`: what is remembered of all offices, beside `fleet.toml`. Losing it loses nothing: every office is
due then, and each run is as right as ever."""

from __future__ import annotations

import json
import os
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

from sync.errors import files_translated
from sync.fleet.office_copies import Remembered
from sync.fleet.office_record import OfficeRecord, read_record
from sync.message import say
from sync.plain_text import to_json
from sync.private_files import write_private

_FORMAT = 1


class FleetState:
    """The records by the offices' keys. `damaged` says that the file could not be read, and where it lies now."""

    def __init__(self, path: Path, records: dict[str, OfficeRecord] | None = None, damaged: str = "") -> None:
        self.path, self.damaged = path, damaged
        self.records = records or {}

    def of(self, key: str) -> OfficeRecord:
        """What is remembered of an office."""
        return self.records.get(key, OfficeRecord())

    @property
    def known(self) -> dict[str, Remembered]:
        """The offices that were started before, by key."""
        return {key: Remembered(record.name, record.ran) for key, record in self.records.items()}

    def forget(self, keys: Iterable[str]) -> None:
        """As if these had never run."""
        for key in keys:
            self.records.pop(key, None)

    def save(self) -> None:
        """Write the file, whole or not at all, for this account alone. Raises `FileError`."""
        offices = {key: record.document() for key, record in sorted(self.records.items())}
        with files_translated():
            write_private(self.path, to_json({"format": _FORMAT, "offices": offices}, indent=0).encode())


def read_state(path: Path, *, put_aside: bool = False) -> FleetState:
    """What is remembered. A damaged file is `put_aside` under another name if that is asked for, and told in any case.
    Raises `FileError` for one that this user may not read."""
    with files_translated():
        try:
            data = path.read_bytes()
        except FileNotFoundError:
            return FleetState(path)
    try:
        document = json.loads(data)
        if document["format"] != _FORMAT:
            raise ValueError("another format")
        return FleetState(path, {str(key): read_record(each) for key, each in document["offices"].items()})
    except (KeyError, ValueError, TypeError, AttributeError, OverflowError, RecursionError):
        aside = path.with_name(f"{path.name}.damaged")
        if put_aside:
            with suppress(OSError):
                os.replace(path, aside)
        words = say("%(name)s cannot be read: dip fleet run puts it aside as %(aside)s and runs every office anew. "
                    "Nothing is lost.", name=path.name, aside=aside.name)  # fmt: skip
        return FleetState(path, damaged=words)
