"""`dip` at work on a Google spreadsheet, over HTTP: the command, what a run costs, and what people bring about."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from sync.cli.main import main
from sync.settings.answers import example_text
from sync.settings.units import Unit
from sync.workbook.google import client as google_client
from sync.workbook.google import requests
from sync.workbook.google.reader import read_all
from tests.google_people import PPID, GooglePeople, lay_out, open_door, typed
from tests.google_stand_in import OWNER, Google, google
from tests.office import TEMPLATE, Office
from tests.office_folder import row
from tests.workbook_contract import MASTER_AT, UNIT_AT
from tests.workbooks import UNITS

__all__ = ["google"]
Json = dict[str, Any]
KUL = UNITS[0].tab


class Desk:
    """A folder with dip.toml and the service account's key, and people in the browser."""

    def __init__(self, google: Google, folder: Path) -> None:
        self.google, self.folder = google, folder
        self.people = GooglePeople(google, open_door(google))
        google.world.share(google.id, PPID)
        google.key_file(folder)
        text = example_text(google.url)
        text = re.sub(r'(?m)^# credentials = "[^"]*"', f'credentials = "service-account.json"\nowner = "{OWNER}"', text)
        text = re.sub(r"(?m)^ppid\s*= \[\]", f'ppid = ["{PPID}"]', text)
        (folder / "dip.toml").write_text(text, "utf-8")

    def dip(self, *arguments: str) -> Result:
        result = CliRunner().invoke(main, [*arguments, "--config", str(self.folder / "dip.toml")])
        if result.exception and not isinstance(result.exception, SystemExit):
            raise result.exception
        return result

    def fill(self, *titles: str) -> None:
        for number, title in enumerate(titles, 1):
            cells = row(number, judul=title)
            self.people.type(KUL, {(number, UNIT_AT[role]): text for role, text in cells.items()})

    def tick(self, number: int) -> None:
        self.people.put("Induk", (number, MASTER_AT["setuju"]), typed(value=True), "userEnteredValue", PPID)

    def counted(self) -> list[str]:
        """What was sent to Sheets since the last call: the method's last word, in order."""
        sent = [item for item in self.google.world.log if item["target"].startswith("/v4/")]
        self.google.world.log.clear()
        return [re.split(r"[/:?]", item["target"].partition("?")[0])[-1][:11] for item in sent]


@pytest.fixture
def desk(google: Google, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Desk:
    monkeypatch.setenv("SHEETS_EMULATOR_HOST", google.server.address)
    google.world.quotas = False
    desk = Desk(google, tmp_path)
    lay_out(desk.people.door())
    desk.people.type("Kendali", {(1, 1): "Otomatis"})
    google.world.log.clear()
    return desk


@pytest.mark.slow
def test_from_the_clerks_row_to_the_site(desk: Desk) -> None:
    """Two reads and one write where something is to be told, two reads where nothing is; nothing secret is printed."""
    desk.fill("Laporan Keuangan", "Laporan Barang")
    first = desk.dip("sync", "--json")
    assert first.exit_code == 0, first.output
    assert [part[:6] for part in desk.counted()] == [desk.google.id[:6], "batchG", "batchU"]
    told = json.loads(first.stdout)["workbook"]
    assert (told["reads"], told["writes"]) == (2, 1)
    assert desk.dip("sync").exit_code == 0
    assert [part[:6] for part in desk.counted()] == [desk.google.id[:6], "batchG"]
    desk.tick(1)
    assert desk.dip("sync").exit_code == 0
    page = json.loads((desk.folder / "site" / "data" / "dip.json").read_text("utf-8"))
    assert [entry["judul"] for entry in page["entries"]] == ["Laporan Keuangan"]
    for command in ("check", "plan", "history"):
        told = desk.dip(command, "--json")
        assert told.exit_code == 0
        assert "PRIVATE" not in told.output and "ya29" not in told.output


@pytest.mark.slow
def test_bad_days(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each stops the run with 1 and one sentence that says what to do; then the next run is as if nothing had been."""
    desk.fill("Laporan Keuangan")
    assert desk.dip("sync").exit_code == 0
    world, robot = desk.google.world, desk.google.world.robot
    monkeypatch.setattr(google_client, "TIMEOUT", (1.0, 2.0))
    world.unshare(desk.google.id, robot)
    assert f"Share → {robot} → Editor" in _stopped(desk)
    world.share(desk.google.id, robot)
    world.disabled = True
    assert "press Enable" in _stopped(desk)
    world.disabled = False
    (desk.folder / "service-account.json").chmod(0o644)
    assert "chmod 600" in _stopped(desk)
    (desk.folder / "service-account.json").chmod(0o600)
    assert desk.dip("sync").exit_code == 0


def _stopped(desk: Desk) -> str:
    result = desk.dip("sync")
    assert result.exit_code == 1, result.output
    assert len(result.stderr.strip().splitlines()) == 1
    return result.stderr


# -- in one process ----------------------------------------------------------------------------------------------------


def office_at_google(folder: Path) -> tuple[Office, Any]:
    office = Office(folder, kind="google")
    office.add()
    office.add(judul="Laporan Barang 2025")
    office.approved("KUL-0001")
    return office, office.book


@pytest.mark.parametrize("words", ["", " tentang sengketa informasi dan keterbukaan"])
def test_sixty_foreign_tabs_cost_no_request(tmp_path: Path, words: str) -> None:
    """Whatever else stands in the spreadsheet changes nothing; its first rows come with the rest. One that is deleted
    between the two requests has both asked again."""
    office, book = office_at_google(tmp_path)
    tabs = [
        {"addSheet": {"properties": {"title": f"Rapat {n}{words}", "gridProperties": {"rowCount": 5}}}}
        for n in range(60)
    ]
    book.people.edit(*tabs)
    before = book.door.client.reads
    assert set(book.door.read().sheets) == set(book.tabs)
    assert book.door.client.reads == before + 2
    gone = {"deleteSheet": {"sheetId": book.people.sheet_id(f"Rapat 7{words}")}}
    book.google.weather.at(2, lambda: book.people.edit(gone))
    assert f"Rapat 7{words}" not in book.door.read().heads
    assert book.door.client.reads == before + 6
    office.sync()
    assert office.public() == ["KUL-0001"]


def test_filters_hidden_rows_merges_and_tables_hide_nothing(tmp_path: Path) -> None:
    """A filter that hides rows, hidden rows, a merged title row, a native table: every row is read, none is removed."""
    office, book = office_at_google(tmp_path)
    unit, master = book.people.sheet_id(KUL), book.people.sheet_id("Induk")
    hidden = {"sheetId": unit, "dimension": "ROWS", "startIndex": 1, "endIndex": 2}
    area = {"sheetId": master, "startRowIndex": 0, "endRowIndex": 3, "startColumnIndex": 0, "endColumnIndex": 5}
    book.people.edit(
        {"setBasicFilter": {"filter": {"range": area, "criteria": {"0": {"hiddenValues": ["KUL-0002"]}}}}},
        {"updateDimensionProperties": {"range": hidden, "properties": {"hiddenByUser": True},
                                       "fields": "hiddenByUser"}},
        {"appendDimension": {"sheetId": unit, "dimension": "ROWS", "length": 3}},
        {"mergeCells": {"range": {"sheetId": unit, "startRowIndex": 4, "endRowIndex": 5, "startColumnIndex": 0,
                                  "endColumnIndex": 3}, "mergeType": "MERGE_ALL"}},
    )  # fmt: skip
    office.tick("KUL-0002")
    office.sync()
    assert office.public() == ["KUL-0001", "KUL-0002"]
    assert office.status("KUL-0002") == "Terbit"


def test_a_title_merged_above_the_header_and_a_native_table(tmp_path: Path) -> None:
    """The header is found below a merged title; a table of Google's own around the rows changes nothing."""
    office, book = office_at_google(tmp_path)
    unit = book.people.sheet_id(KUL)
    top = {"sheetId": unit, "dimension": "ROWS", "startIndex": 0, "endIndex": 1}
    title = {"sheetId": unit, "startRowIndex": 0, "endRowIndex": 1, "startColumnIndex": 0, "endColumnIndex": 13}
    table = {"name": "Draf", "range": {**title, "startRowIndex": 1, "endRowIndex": 4}}
    book.people.edit({"insertDimension": {"range": top, "inheritFromBefore": False}})
    book.people.put(KUL, (0, 0), typed("DRAF DAFTAR INFORMASI PUBLIK"), "userEnteredValue")
    book.people.edit({"mergeCells": {"range": title, "mergeType": "MERGE_ALL"}}, {"addTable": {"table": table}})
    book._look()
    office.tick("KUL-0002")
    office.sync()
    assert office.public() == ["KUL-0001", "KUL-0002"]


def test_links_in_parts_of_a_text_and_chips(tmp_path: Path) -> None:
    """Several links in one cell, an emoji before them, a chip: each with the words it stands on."""
    _, book = office_at_google(tmp_path)
    text = "😀 Neraca dan Arus kas"
    runs = [
        {"startIndex": 0, "format": {}},
        {"startIndex": 3, "format": {"link": {"uri": "https://a.example/n"}}},
        {"startIndex": 9, "format": {}},
        {"startIndex": 14, "format": {"link": {"uri": "https://a.example/k"}}},
    ]
    cell = {"userEnteredValue": {"stringValue": text}, "textFormatRuns": runs}
    book.people.put(KUL, (1, UNIT_AT["tautan"]), cell, "userEnteredValue,textFormatRuns")
    links = book.door.read().sheets[KUL].links[1, UNIT_AT["tautan"]]
    assert [(link.name, link.url) for link in links] == [
        ("Neraca", "https://a.example/n"), ("Arus kas", "https://a.example/k"),
    ]  # fmt: skip


def test_a_tick_by_formula_is_none(tmp_path: Path) -> None:
    """A formula shows a tick that nobody gave."""
    office, book = office_at_google(tmp_path)
    place = (2, MASTER_AT["setuju"])
    book.people.put("Induk", place, {"userEnteredValue": {"formulaValue": "=1=1"}}, "userEnteredValue", PPID)
    office.sync()
    assert office.public() == ["KUL-0001"]


def test_a_large_batch_goes_in_parts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each below the limit, no row torn apart, the control tab in the last; the next run is quiet."""
    monkeypatch.setattr(requests, "MOST_BYTES", 6_000)
    monkeypatch.setattr(requests.parts_of, "__defaults__", (6_000,))
    monkeypatch.setattr(requests, "_ROWS", 3)
    office = Office(tmp_path, kind="google")
    for number in range(12):
        office.add(judul=f"Laporan {number}")
    book: Any = office.book
    before = book.door.client.writes
    office.sync()
    assert book.door.client.writes > before + 2
    assert [line[0] for line in office.induk[1:]] == [f"KUL-{number:04d}" for number in range(1, 13)]
    before = book.door.client.writes
    office.sync()
    assert book.door.client.writes == before


@pytest.mark.parametrize("tabs", [4, 20, 100])
def test_what_a_run_costs_at_any_number_of_tabs(google: Google, tabs: int) -> None:
    """Two reads; more tabs than an address can name are asked for by their numbers."""
    google.world.quotas = False
    units = tuple(Unit(f"U{n}", f"Unit {n}", f"Subbagian dengan nama nomor {n}") for n in range(tabs))
    door = open_door(google, units)
    lay_out(door, units)
    before = door.client.reads
    state = door.read()
    assert door.client.reads == before + 2
    assert {unit.tab for unit in units} < set(state.sheets)
    assert all(state.sheets[unit.tab].rows[0][1] == TEMPLATE.tab("unit").columns[1].header for unit in units)


class Spilled:
    """A spreadsheet in which a formula elsewhere says TRUE in a cell that holds nothing itself."""

    reads = 0

    def get(self, fields: str, ranges: Any = ()) -> Json:
        self.reads += 1
        own = {"sheetId": 1, "title": "Induk", "gridProperties": {"rowCount": 5, "columnCount": 2}}
        line: Json = {"values": [{"userEnteredValue": {}}, {}]}
        return {"sheets": [{"properties": own, "data": [{"rowData": [line]}]}]}

    def values(self, ranges: Any) -> Any:
        self.reads += 1
        return [[["ID", True]]]


def test_a_tick_said_by_a_formula_elsewhere_is_computed() -> None:
    """Looked at three times, in case a row moved; then it is what it is: nobody's tick."""
    client: Any = Spilled()
    sheet = read_all(client, ["Induk"]).sheets["Induk"]
    assert (sheet.text(0, 1), set(sheet.formulas)) == ("TRUE", {(0, 1)})
    assert client.reads == 6


def test_the_first_release_of_all_may_have_to_write_twice(tmp_path: Path) -> None:
    """A run that writes again after the upload knows what its own first write made: tabs, rows, the witness."""
    office = Office(tmp_path, kind="google")
    office.add()
    office.sync()
    office.tick("KUL-0001")
    del office.book.tabs["DIP"]
    office.add(judul="Laporan Barang 2025")
    office.target.refuses = True
    outcome = office.sync()
    assert outcome.failure and outcome.failure.code.startswith("target")
    assert office.control("Situs").startswith("Tertinggal sejak ")
    office.target.refuses = False
    assert office.sync().exit_code == 0 and office.control("Situs").startswith("Sesuai terbitan")
    writes = office.book.writes
    assert office.sync().exit_code == 0 and office.book.writes == writes
