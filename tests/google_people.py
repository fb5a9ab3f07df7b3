"""People at work in the office's Google spreadsheet, in the browser: their edits are requests with their own rights."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from gspread.http_client import HTTPClient

from sync.model import Address
from sync.settings.settings import Office, Roles, Settings, WorkbookPlace
from sync.settings.spreadsheet_address import Account
from sync.settings.target_address import Publish
from sync.settings.units import Unit
from sync.workbook.google.client import GoogleClient
from sync.workbook.google.google_workbook import GoogleWorkbook
from sync.workbook.google.retry import RetryPolicy
from sync.workbook.google.setup import complete
from tests.google_session import MemorySession
from tests.google_stand_in import OWNER, Google
from tests.workbooks import TEMPLATE, UNITS

Json = dict[str, Any]
PPID = "ppid@example.go.id"


class FakeTime:
    """The stand-in's clock as the run feels it: sleeping moves it."""

    def __init__(self, google: Google) -> None:
        self.clock = google.world.clock

    def now(self) -> float:
        return self.clock.now()

    def sleep(self, seconds: float) -> None:
        self.clock.advance(seconds)


def open_door(google: Google, units: tuple[Unit, ...] = UNITS, folder: Path | None = None) -> GoogleWorkbook:
    """The door as `dip` opens it, for the service account; its requests do not leave the process."""
    account = Account(folder / "service-account.json" if folder else None, "", (PPID,), OWNER)
    door = GoogleWorkbook(google.url, TEMPLATE, units, account)
    session = MemorySession(google.server, google.world.robot)
    retry = RetryPolicy(FakeTime(google), chance=lambda: 1.0)
    door._opened = GoogleClient(google.id, HTTPClient(None, session), google.world.robot, retry)  # type: ignore[arg-type]
    return door


def lay_out(door: GoogleWorkbook, units: tuple[Unit, ...] = UNITS) -> None:
    """Lay the spreadsheet out as `dip init` does."""
    office = Office("Komisi Pemilihan Umum Kabupaten Lebak", "KPU Kabupaten Lebak", "Asia/Jakarta")
    place = WorkbookPlace(door.location, owner=OWNER)
    publish = Publish("site/", "https://dip.example/")
    settings = Settings(office, place, units, Roles((PPID,)), publish, Path(), Path("dip.toml"))
    complete(door.client, settings, TEMPLATE)


class GooglePeople:
    """Those who type in the browser."""

    def __init__(self, google: Google, door: GoogleWorkbook) -> None:
        self.google, self._door = google, door

    def door(self) -> GoogleWorkbook:
        return self._door

    def sheet_id(self, title: str) -> int:
        sheet = self.google.world.files[self.google.id].book.by_title(title)
        assert sheet, title
        return sheet.id

    def edit(self, *requests: Json, who: str = OWNER) -> None:
        self.google.world.edit(self.google.id, who, *requests)

    def put(self, title: str, at: Address, cell: Json, fields: str, who: str = OWNER) -> None:
        where = {
            "sheetId": self.sheet_id(title), "startRowIndex": at[0], "endRowIndex": at[0] + 1,
            "startColumnIndex": at[1], "endColumnIndex": at[1] + 1,
        }  # fmt: skip
        self.edit({"updateCells": {"range": where, "rows": [{"values": [cell]}], "fields": fields}}, who=who)

    def type(self, title: str, cells: Mapping[Address, str | float | bool | None]) -> None:
        for at, value in cells.items():
            self.put(title, at, typed(value), "userEnteredValue")

    def link(self, title: str, at: Address, name: str, url: str) -> None:
        cell = {"userEnteredValue": {"stringValue": name}, "textFormatRuns": [{"format": {"link": {"uri": url}}}]}
        self.put(title, at, cell, "userEnteredValue,textFormatRuns")

    def look(self, title: str, at: Address) -> object:
        sheet = self.google.world.files[self.google.id].book.by_title(title)
        assert sheet
        cell = sheet.cell(*at)
        return repr((cell.format, cell.validation))


def typed(value: str | float | bool | None) -> Json:
    """A value as a cell."""
    if value is None or value == "":
        return {}
    kinds = {str: "stringValue", bool: "boolValue", int: "numberValue", float: "numberValue"}
    return {"userEnteredValue": {kinds[type(value)]: value}}
