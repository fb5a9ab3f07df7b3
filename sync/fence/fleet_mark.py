"""`dip-fleet.toml`, beside `dip.toml`: this office's ledger is kept in the database of a fleet, and every command that
writes works behind its fence. Without that file nothing here is imported.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, fields
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from sync.errors import SettingsError
from sync.fence.database import Database, verify_database
from sync.message import say
from sync.plain_text import to_json
from sync.private_files import write_private
from sync.settings.settings import Settings
from sync.strict_toml import Mistake, read_fields, read_toml

if TYPE_CHECKING:
    from sync.fence.fence import Fence
    from sync.fence.ledger_table import LedgerTable


@dataclass(frozen=True)
class FleetMark(Database):
    """The whole file: the database, and what the office is called there."""

    office: str = ""


def write_mark(path: Path, database: Database, office: str) -> None:
    """Write the file, if it does not say so already."""
    mark = FleetMark(database.to, database.passfile, database.lease, database.keyfile, office)
    lines = [f"{field.name} = {to_json(getattr(mark, field.name))}" for field in fields(mark)]
    data = "\n".join(["# This office's ledger is kept in the fleet's database: docs/fleet.md", *lines, ""]).encode()
    if not path.exists() or path.read_bytes() != data:
        write_private(path, data)


def read_mark(path: Path) -> FleetMark:
    """Raises `SettingsError`."""
    try:
        mark: FleetMark = read_fields(FleetMark, read_toml(path), path.name)
        verify_database(mark)
        if not mark.office:
            raise Mistake(say("office is empty. Write what the office is called in the fleet's database."))
    except Mistake as mistake:
        raise SettingsError(say("%(path)s: %(mistake)s", path=path, mistake=mistake)) from None
    return mark


def fence_of(settings: Settings) -> Fence | None:
    """The fence of this office, the same for everybody in this process; None for an office of its own. Nothing is asked
    yet. Raises `SettingsError`."""
    if not settings.fleet_mark_path.exists():
        return None
    files = settings.receipt_path, settings.messages_path
    return _fence(settings.fleet_mark_path, settings.ledger_path, settings.backup_folder, files)


@cache
def _fence(mark_path: Path, ledger_path: Path, backup_folder: Path, files: tuple[Path, ...]) -> Fence:
    from sync.fence.encrypted_table import EncryptedTable, read_key
    from sync.fence.fence import Fence
    from sync.fence.postgres import PostgresTable
    from sync.ledger.ledger import Ledger

    mark = read_mark(mark_path)
    table: LedgerTable = PostgresTable(mark, mark.office)
    if mark.keyfile:
        table = EncryptedTable(table, read_key(Path(mark.keyfile)), mark.office)
    return Fence(table, Ledger(ledger_path, backup_folder), files, mark.lease)


def fenced(settings: Settings) -> AbstractContextManager[None]:
    """The lease of this office, as `Fence.held`; nothing for an office of its own."""
    fence = fence_of(settings)
    return fence.held() if fence else nullcontext()


def committing_of(settings: Settings) -> Callable[[sqlite3.Connection], None]:
    """What the ledger of this office calls before it commits a record."""
    fence = fence_of(settings)
    return fence.commit if fence else lambda _: None
