"""Two machines and one Google account: together they never read more than it may, and whoever lost its office sends
nothing more to Google."""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import psycopg
import pytest

from sync.fence.database import Database
from sync.fence.fleet_mark import write_mark
from tests.fleet_machines import Machine, dip
from tests.google_office import OWNER, GoogleOffice, google, google_office
from tests.google_server.book import Actor
from tests.office_folder import KUL, TEMPLATE, row
from tests.postgres_server import Server

__all__ = ["google", "google_office"]
pytestmark = pytest.mark.slow
LIMIT = 8


class GoogleMachine(Machine):
    """A machine whose offices are all at Google, each with a spreadsheet of its own."""

    def __init__(self, folder: Path, like: GoogleOffice, urls: list[str], database: Database, reads: int) -> None:
        (folder / "offices").mkdir(parents=True)
        super().__init__(folder, [], None, database)
        for number, url in enumerate(urls):
            own = folder / "offices" / f"kab{number}"
            own.mkdir()
            text = re.sub(r'^location *= ".*"', f'location = "{url}"', like.config.read_text("utf-8"), flags=re.M)
            text = re.sub(r'^short *= ".*"', f'short = "Kantor {number}"', text, count=1, flags=re.M)
            (own / "dip.toml").write_text(text, "utf-8")
            like.google.key_file(own)
        with (folder / "fleet.toml").open("a") as file:
            file.write(f'[[robot]]\ncredentials = "offices/kab0/service-account.json"\nreads = {reads}\n')


def spreadsheets(office: GoogleOffice, count: int) -> list[str]:
    """So many copies of the office's spreadsheet; their addresses."""
    world, urls = office.google.world, []
    for number in range(count):
        file = world.create(f"Kantor {number}", OWNER)
        world.share(file.book.id, world.robot, "writer")
        id, file.book = file.book.id, office.book.copied(Actor(OWNER, owner=True))
        file.book.id = id
        world.files[id] = file
        urls.append(f"https://docs.google.com/spreadsheets/d/{id}/edit#gid=0")
    return urls


def reads(office: GoogleOffice) -> list[Any]:
    """Every request to read so far, with its status."""
    return [asked for asked in list(office.google.world.log) if asked["verb"] == "GET" and "/v4/" in asked["target"]]


def test_two_machines_together_never_read_more_than_the_account_may(
    google_office: GoogleOffice, server: Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Six offices want at least twelve reads at once; Google gives eight a minute, and never has to refuse one."""
    google_office.laid_out()
    urls = spreadsheets(google_office, 6)
    database = server.new_database("google", 5)
    machines = [GoogleMachine(tmp_path / f"m{n}", google_office, urls, database, LIMIT) for n in range(2)]
    assert dip("fleet", "migrate", "--fleet", str(machines[0].folder / "fleet.toml")).returncode == 0
    google_office.google.world.log.clear()
    google_office.google.world.clock.fake = False
    monkeypatch.setattr("tests.google_server.world.READ_LIMIT", LIMIT)
    try:
        for machine in machines:
            machine.start()
        _until(lambda: bool(reads(google_office)))
        first = time.monotonic()
        _until(lambda: len(reads(google_office)) >= LIMIT)
        time.sleep(5)
        asked = reads(google_office)
        assert {each["status"] for each in asked} == {200}
        assert len(asked) == LIMIT or time.monotonic() - first > 55
    finally:
        for machine in machines:
            machine.lose_power()


def test_nothing_more_goes_to_google_once_another_machine_has_the_office(
    google_office: GoogleOffice, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Between two requests of one write, too: each asks the database first."""
    google_office.laid_out()
    values = {column.header: row(1).get(column.role, "") for column in TEMPLATE.tab("unit").columns}
    google_office.google.put(f"'{KUL}'!A2", [list(values.values())], who=OWNER)
    write_mark(google_office.folder / "dip-fleet.toml", database, "lebak")
    monkeypatch.setattr("sync.workbook.google.google_workbook.parts_of", lambda steps: [[step] for step in steps])

    def taken() -> None:
        with psycopg.connect(database.to, autocommit=True) as connection:
            connection.execute("UPDATE office_ledger SET holder = 'another machine'")

    google_office.google.weather.on("^POST .*:batchUpdate", taken, "after")
    lost = google_office.dip("sync")
    assert lost.exit_code == 75 and "another machine of the fleet was faster" in lost.output
    assert _batches(google_office) == 1
    with psycopg.connect(database.to, autocommit=True) as connection:
        connection.execute("UPDATE office_ledger SET holder = ''")
    assert google_office.dip("sync").exit_code == 0 and _batches(google_office) > 2, "the next run puts it right"


def _batches(office: GoogleOffice) -> int:
    return sum(path.endswith(":batchUpdate") for _, path in office.sent())


def _until(holds: Callable[[], bool]) -> None:
    end = time.monotonic() + 60
    while not holds():
        assert time.monotonic() < end
        time.sleep(0.2)
