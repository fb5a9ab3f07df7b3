"""An office on Google: the stand-in, a folder with the key of the service account, and `dip` as operators type it."""

from __future__ import annotations

import functools
import json
import pickle
import shlex
import tempfile
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from sync.cli.main import main
from sync.workbook.google import tab_requests
from tests.google_server.book import Book
from tests.google_server.front import GoogleServer
from tests.google_server.sheet import Sheet
from tests.google_server.world import World
from tests.google_stand_in import OWNER, Google, google

__all__ = ["OWNER", "GoogleOffice", "google", "google_office"]
Json = dict[str, Any]
PPID = "ppid@kpu-lebak.example"


class GoogleOffice:
    """A folder of the operator, and the spreadsheet as it stands at Google."""

    def __init__(self, google: Google, folder: Path) -> None:
        self.google, self.folder = google, folder
        google.key_file(folder)

    @property
    def config(self) -> Path:
        return self.folder / "dip.toml"

    @property
    def book(self) -> Book:
        return self.google.world.files[self.google.id].book

    def tab(self, title: str) -> Sheet:
        found = self.book.by_title(title)
        assert found, title
        return found

    def text(self, title: str, row: int, column: int) -> str:
        """What stands in a cell."""
        value = self.tab(title).cell(row, column).value
        return "" if value is None else str(value)

    def dip(self, line: str) -> Result:
        """A command, typed in the folder."""
        return CliRunner().invoke(main, shlex.split(line))

    def init(self, more: str = "") -> Result:
        done = self.dip(f"init --example --google {self.google.url} {more}")
        assert done.exit_code == 0, done.output
        return done

    def laid_out(self) -> None:
        """As `init` leaves it, from memory: the same spreadsheet every time, and `dip.toml`."""
        content, settings = _laid_out()
        file = self.google.world.files[self.google.id]
        file.book = pickle.loads(content)
        self.config.write_text(settings, encoding="utf-8")

    def name_ppid(self) -> None:
        self.set("ppid  = []", f'ppid  = ["{PPID}"]')

    def set(self, old: str, new: str) -> None:
        """Somebody edits dip.toml."""
        text = self.config.read_text("utf-8")
        assert old in text
        self.config.write_text(text.replace(old, new, 1), encoding="utf-8")

    def layout(self) -> list[Json]:
        """What `dip plan --layout` tells."""
        done = self.dip("plan --layout --json")
        assert done.exit_code == 0, done.output
        found: list[Json] = json.loads(done.stdout)["layout"]
        return found

    def edit(self, *requests: Json, who: str = OWNER) -> None:
        self.google.world.edit(self.google.id, who, *requests)

    def sent(self) -> list[tuple[str, str]]:
        """(verb, path) of every request so far, without those for tokens."""
        log = [(asked["verb"], asked["target"].partition("?")[0]) for asked in self.google.world.log]
        return [(verb, path) for verb, path in log if path.startswith("/v4/")]


def small(patch: pytest.MonkeyPatch) -> None:
    """Tabs of few rows: what a server on the same machine has to show takes its time."""
    for kind in ("unit", "induk", "dip", "dik", "riwayat"):
        patch.setitem(tab_requests.ROWS, kind, 40)


@functools.cache
def _laid_out() -> tuple[bytes, str]:
    """An empty spreadsheet laid out by `dip init` once: worlds with one seed give their spreadsheets the same ID."""
    with GoogleServer(World()) as server, tempfile.TemporaryDirectory() as name, pytest.MonkeyPatch.context() as patch:
        patch.setenv("SHEETS_EMULATOR_HOST", server.address)
        small(patch)
        patch.chdir(name)
        office = GoogleOffice(Google(server), Path(name))
        office.init()
        return pickle.dumps(office.book), office.config.read_text("utf-8")


@pytest.fixture
def google_office(google: Google, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> GoogleOffice:
    monkeypatch.setenv("SHEETS_EMULATOR_HOST", google.server.address)
    monkeypatch.chdir(tmp_path)
    small(monkeypatch)
    return GoogleOffice(google, tmp_path)
