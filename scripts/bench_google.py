"""The Google door against the stand-in: what a sync of many tabs costs in requests and in work of our own.

The stand-in answers in this process, without its checks of every request; its own time is taken off.
"""

from __future__ import annotations

import hashlib
import json
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any, cast
from urllib.parse import urlencode, urlsplit

import requests
from gspread.http_client import HTTPClient

from scripts.bench_rows import bench_table
from sync.ledger.ledger import Ledger
from sync.plan.make_plan import make_plan
from sync.publish.open_target import folder_target
from sync.run.sync import Doors, sync, take_snapshot
from sync.settings.settings import Settings, load_settings
from sync.settings.spreadsheet_address import Account
from sync.settings.units import Unit
from sync.template.loader import load_template
from sync.workbook.google.cells import put_rows
from sync.workbook.google.client import GoogleClient
from sync.workbook.google.google_workbook import GoogleWorkbook
from sync.workbook.google.setup import complete
from tests.google_server import routes
from tests.google_server.routes import Ask
from tests.google_server.world import SPREADSHEETS, World

OWNER = "kantor@example.go.id"
_DIP = """[office]
name = "Komisi Pemilihan Umum Kabupaten Lebak"
short = "KPU Kabupaten Lebak"
timezone = "Asia/Jakarta"
[workbook]
location = "https://docs.google.com/spreadsheets/d/ID/edit"
[roles]
ppid = ["ppid@example.go.id"]
[publish]
to = "site/"
"""


class Session(requests.Session):
    """Answers from the stand-in, and keeps what was read and how long the stand-in took."""

    def __init__(self, world: World) -> None:
        super().__init__()
        self.world, self.token = world, world.grant(world.robot, SPREADSHEETS, 10**9)
        self.took, self.read, self.sent = 0.0, list[bytes](), list[str]()

    def request(self, method: str, url: str, params: Any = None, json: Any = None, **_: Any) -> requests.Response:  # type: ignore[override]
        """One request, on the stand-in's clock."""
        body = _dumped(json)
        start = time.process_time()
        target = urlsplit(url).path + (f"?{urlencode(params, doseq=True)}" if params else "")
        answer = routes._method(  # noqa: SLF001  without its checks, which take most of its time
            self.world, Ask(method.upper(), target, {"authorization": f"Bearer {self.token}"}, body)
        )
        self.took += time.process_time() - start
        self.sent.append("read" if method == "get" else "write")
        if method == "get":
            self.read.append(answer.body)
        found = requests.Response()
        found.status_code, found._content = answer.status, answer.body  # noqa: SLF001  as requests' own adapter does
        return found


def _dumped(body: Any) -> bytes:
    return b"" if body is None else json.dumps(body).encode()


def office(folder: Path, tabs: int, rows: int) -> tuple[Settings, GoogleWorkbook, Session]:
    """A spreadsheet with so many unit tabs of so many rows each, at Google."""
    codes = [chr(65 + number // 26) + chr(65 + number % 26) for number in range(tabs)]
    units = "".join(f'[[units]]\ncode = "{code}"\nname = "Subbagian {code}"\ntab = "Tab {code}"\n' for code in codes)
    world = World(quotas=False)
    file = world.create("Daftar", OWNER)
    world.share(file.book.id, world.robot)
    (folder / "dip.toml").write_text(_DIP.replace("ID", file.book.id) + units, "utf-8")
    settings, template = load_settings(folder / "dip.toml"), load_template()
    session = Session(world)
    door = GoogleWorkbook(
        settings.workbook.location, template, settings.units,
        Account(None, "", settings.roles.ppid, OWNER),
    )  # fmt: skip
    client = GoogleClient(file.book.id, HTTPClient(cast("Any", None), session), world.robot)
    door._opened = client  # noqa: SLF001  signed in already
    complete(client, settings, template)
    lines = bench_table(Unit("KUL", "", ""), tabs * rows).to_numpy().tolist()
    for number, unit in enumerate(settings.units):
        sheet = world.files[file.book.id].book.by_title(unit.tab)
        assert sheet
        room = {"appendDimension": {"sheetId": sheet.id, "dimension": "ROWS", "length": rows}}
        world.edit(file.book.id, OWNER, room, put_rows(sheet.id, 1, 0, lines[number * rows :][:rows]))
    session.read.clear()
    return settings, door, session


def run(tabs: int, rows: int) -> dict[str, Any]:
    """One sync that writes everything, one that has nothing to do: requests, our seconds, and those of the yardstick
    (reading and hashing the same answers, and planning)."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        settings, door, session = office(folder, tabs, rows)
        template = load_template()
        doors = Doors(door, Ledger(settings.ledger_path, settings.backup_folder), folder_target(settings.target_path))
        first = _timed(doors, settings, session)
        session.read.clear()
        quiet = _timed(doors, settings, session)
        start = time.process_time()
        for body in session.read:
            json.loads(body), hashlib.sha256(body).digest()
        parsing = time.process_time() - start
        snapshot = take_snapshot(doors, settings, template)
        start = time.process_time()
        make_plan(snapshot, settings, template)
        return {"first": first, "quiet": quiet, "parsing": parsing, "planning": time.process_time() - start}


def _timed(doors: Doors, settings: Settings, session: Session) -> tuple[list[str], float]:
    session.took = 0.0
    session.sent.clear()
    start = time.process_time()
    outcome = sync(doors, settings, load_template())
    assert outcome.exit_code == 0, outcome.failure
    return list(session.sent), time.process_time() - start - session.took


def measured(tabs: int, rows: int) -> dict[str, Any]:
    """The same in a process of its own."""
    command = [sys.executable, "-m", "scripts.bench_google", str(tabs), str(rows)]
    done = subprocess.run(command, cwd=Path(__file__).parent.parent, capture_output=True, text=True, check=True)
    found: dict[str, Any] = json.loads(done.stdout)
    return found


if __name__ == "__main__":
    print(json.dumps(run(int(sys.argv[1]), int(sys.argv[2])), indent=1))
