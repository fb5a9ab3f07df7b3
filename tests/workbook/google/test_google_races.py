"""People edit between sync's reading and its writing: whatever they do, at whatever request of a run.

The run under test has work in every kind of cell: KUL-0001 (approved) was edited by its unit, KUL-0002 waits for a
tick, KUL-0003 is approved and not touched, KUL-0004 was just ticked, KUL-0005 waits for its class, KUL-0006 is new.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from sync.errors import DipError
from sync.model import Address
from sync.run.sync import Doors, Outcome, sync
from tests.google_people import PPID, typed
from tests.google_stand_in import OWNER
from tests.office import BERKALA, TEMPLATE, Office
from tests.workbook_contract import MASTER_AT, UNIT_AT

Json = dict[str, Any]
UNIT, MASTER = "Keuangan, Umum, Logistik", "Induk"
MINE = ("klasifikasi", "dasar_pengecualian", "nomor_uji", "jangka_pengecualian", "pertimbangan", "catatan_ppid")
"""Columns of the master that sync never changes in a row that is there (the class once, while it is empty)."""


class Scene:
    """One office, put back to the same moment before every act."""

    def __init__(self, folder: Path) -> None:
        self.office = Office(folder, kind="google")
        for number in range(1, 5):
            self.office.add(judul=f"Laporan {number}")
        self.office.add(judul="Laporan 5", usulan="entah")
        self.office.approved("KUL-0001", "KUL-0003")
        self.office.sync()
        self.office.type_unit("KUL-0001", "judul", "Laporan 1 baru")
        self.office.add(judul="Laporan 6")
        self.office.type_unit("KUL-0005", "usulan", BERKALA)
        self.office.type_unit("KUL-0005", "bentuk", "Hardcopy")
        self.office.tick("KUL-0004")
        self.office.book._save()  # type: ignore[union-attr]  # it is a spreadsheet at Google
        self.door, self.google, self.people = self._parts()
        self.book = self.google.file.book
        self.kept = dict(self.office.target.files), set(self.office.target.journal)
        shutil.copy(self.office.ledger.path, folder / "kept.sqlite")
        self.receipt = self.office.receipts.data
        self.now = self.office.now

    def _parts(self) -> tuple[Any, Any, Any]:
        book: Any = self.office.book
        return book.door, book.google, book.people

    def restore(self) -> None:
        """Everything as it was: a book is a value, so are a copy of the ledger and the receipt."""
        self.google.file.book = self.book
        self.google.weather.clear()
        self.google.world.problems.clear()
        shutil.copy(self.office.settings.folder / "kept.sqlite", self.office.ledger.path)
        self.office.target.files, self.office.target.journal = dict(self.kept[0]), set(self.kept[1])
        self.office.receipts.data = self.receipt
        self.office.now = self.now

    def run(self) -> Outcome | None:
        """One run of `dip sync`; None if it stopped with a sentence."""
        self.office.now += timedelta(minutes=5)
        doors = Doors(self.door, self.office.ledger, self.office.target, self.office.receipts)
        try:
            return sync(doors, self.office.settings, TEMPLATE, now=self.office.now)
        except DipError:
            return None

    def settle(self) -> list[Outcome]:
        """Runs until one is quiet: two reads, no write."""
        found = []
        for _ in range(4):
            before = (self.door.client.reads, self.door.client.writes)
            outcome = self.run()
            assert outcome and outcome.exit_code == 0, outcome and outcome.failure
            found.append(outcome)
            if (self.door.client.reads, self.door.client.writes) == (before[0] + 2, before[1]):
                return found
        raise AssertionError("it does not come to rest")

    # -- looking -------------------------------------------------------------------------------------------------------

    def sheet(self, title: str) -> Any:
        found = self.google.file.book.by_title(title)
        assert found, title
        return found

    def grid(self, title: str) -> list[list[Any]]:
        sheet = self.sheet(title)
        return [[sheet.cell(r, c).value for c in range(sheet.width)] for r in range(sheet.height)]

    def row_of(self, title: str, id: str) -> int:
        return next(r for r, row in enumerate(self.grid(title)) if row[0] == id)

    def column(self, title: str, role: str) -> int:
        return (MASTER_AT if title == MASTER else UNIT_AT)[role]

    def cell(self, id: str, role: str) -> Any:
        return self.grid(MASTER)[self.row_of(MASTER, id)][MASTER_AT[role]]

    def typed_by_unit(self) -> list[tuple[Any, ...]]:
        """The rows of the unit's tab, but for what sync writes there."""
        own = {UNIT_AT[role] for role in ("id", "status", "catatan")}
        rows = [tuple(text for c, text in enumerate(row[: len(UNIT_AT)]) if c not in own) for row in self.grid(UNIT)]
        return sorted((row for row in rows if any(row)), key=repr)

    def typed_in_master(self) -> list[tuple[Any, ...]]:
        """Every row's columns of desk, panel and PPID (without ticks), beside its ID."""
        rows = [(row[0], *(row[MASTER_AT[role]] for role in MINE)) for row in self.grid(MASTER)[1:]]
        return sorted((row for row in rows if any(row[1:])), key=repr)

    # -- acting --------------------------------------------------------------------------------------------------------

    def put(self, title: str, at: Address, value: str | bool, who: str = OWNER) -> None:
        self.people.put(title, at, typed(value), "userEnteredValue", who)

    def mark(self, id: str, role: str, value: str | bool, who: str = OWNER) -> None:
        self.put(MASTER, (self.row_of(MASTER, id), MASTER_AT[role]), value, who)

    def rows(self, title: str, start: int, end: int) -> Json:
        return {"sheetId": self.sheet(title).id, "dimension": "ROWS", "startIndex": start, "endIndex": end}

    def insert(self, title: str) -> None:
        self.people.edit({"insertDimension": {"range": self.rows(title, 2, 3), "inheritFromBefore": True}})

    def delete(self, title: str, id: str) -> None:
        row = self.row_of(title, id)
        self.people.edit({"deleteDimension": {"range": self.rows(title, row, row + 1)}})

    def sort(self, title: str) -> None:
        sheet = self.sheet(title)
        area = {"sheetId": sheet.id, "startRowIndex": 1, "endRowIndex": sheet.height}
        spec = {"dimensionIndex": self.column(title, "judul"), "sortOrder": "DESCENDING"}
        self.people.edit({"sortRange": {"range": area, "sortSpecs": [spec]}})

    def cut(self, title: str, id: str) -> None:
        """A row is cut and pasted below all others."""
        sheet, row = self.sheet(title), self.row_of(title, id)
        self.people.edit({"appendDimension": {"sheetId": sheet.id, "dimension": "ROWS", "length": 1}})
        source = {"sheetId": sheet.id, "startRowIndex": row, "endRowIndex": row + 1}
        goal = {"sheetId": sheet.id, "rowIndex": sheet.height, "columnIndex": 0}
        self.people.edit({"cutPaste": {"source": source, "destination": goal, "pasteType": "PASTE_NORMAL"}})

    def rename(self, title: str, to: str) -> None:
        own = {"sheetId": self.sheet(title).id, "title": to}
        self.people.edit({"updateSheetProperties": {"properties": own, "fields": "title"}})

    def retype(self, title: str, role: str, text: str) -> None:
        self.put(title, (0, self.column(title, role)), text)


Act = Callable[[Scene], None]
ACTS: dict[str, Act] = {
    "insert above in Induk": lambda scene: scene.insert(MASTER),
    "delete in Induk": lambda scene: scene.delete(MASTER, "KUL-0002"),
    "sort Induk": lambda scene: scene.sort(MASTER),
    "cut and paste in Induk": lambda scene: scene.cut(MASTER, "KUL-0002"),
    "rename Induk": lambda scene: scene.rename(MASTER, "Induk lama"),
    "retype a header of Induk": lambda scene: scene.retype(MASTER, "pertimbangan", "Kolom rapat"),
    "tick": lambda scene: scene.mark("KUL-0002", "setuju", True, PPID),
    "tick the row that is being answered": lambda scene: scene.mark("KUL-0005", "setuju", True, PPID),
    "untick": lambda scene: scene.mark("KUL-0003", "setuju", False, PPID),
    "untick the row whose tick is being cleared": lambda scene: scene.mark("KUL-0001", "setuju", False, PPID),
    "tarik": lambda scene: scene.mark("KUL-0003", "tarik", True, PPID),
    "classify the row that is being filled in": lambda scene: scene.mark(
        "KUL-0005", "klasifikasi", "Informasi Setiap Saat"
    ),
    "write beside in the same row": lambda scene: scene.mark("KUL-0001", "pertimbangan", "Dibahas"),
    "insert above in the unit's tab": lambda scene: scene.insert(UNIT),
    "delete in the unit's tab": lambda scene: scene.delete(UNIT, "KUL-0002"),
    "sort the unit's tab": lambda scene: scene.sort(UNIT),
    "cut and paste in the unit's tab": lambda scene: scene.cut(UNIT, "KUL-0002"),
    "rename the unit's tab": lambda scene: scene.rename(UNIT, "KUL"),
    "retype a header of the unit's tab": lambda scene: scene.retype(UNIT, "tempat", "Ruang"),
    "edit the same row of the unit's tab": lambda scene: scene.put(UNIT, (1, UNIT_AT["judul"]), "Laporan 1 lagi"),
    "delete another unit's tab": lambda scene: scene.people.edit(
        {"deleteSheet": {"sheetId": scene.sheet("Teknis dan Hukum").id}}
    ),
    "delete a tab of sync's own": lambda scene: scene.people.edit({"deleteSheet": {"sheetId": scene.sheet("DIP").id}}),
    "insert above in Kendali": lambda scene: scene.people.edit(
        {"insertDimension": {"range": scene.rows("Kendali", 1, 2), "inheritFromBefore": False}}
    ),
}
UNDO: dict[str, Act] = {
    "rename Induk": lambda scene: scene.rename("Induk lama", MASTER),
    "retype a header of Induk": lambda scene: scene.retype(MASTER, "pertimbangan", "Pertimbangan"),
    "rename the unit's tab": lambda scene: scene.rename("KUL", UNIT),
    "retype a header of the unit's tab": lambda scene: scene.retype(UNIT, "tempat", "Tempat Pembuatan"),
}
pytestmark = pytest.mark.slow
MOMENTS = [(1, "before"), (2, "before"), (3, "before"), (3, "after")]


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Scene:
    return Scene(tmp_path_factory.mktemp("races"))


@pytest.fixture
def scene(built: Scene) -> Iterator[Scene]:
    built.restore()
    yield built
    assert [text for text in built.google.world.problems if "exceeds grid limits" not in text] == []


def test_nobody_in_the_way(scene: Scene) -> None:
    """The run itself: two reads, one write; then two reads."""
    before = (scene.door.client.reads, scene.door.client.writes)
    outcome = scene.run()
    assert outcome and outcome.exit_code == 0
    assert (scene.door.client.reads, scene.door.client.writes) == (before[0] + 2, before[1] + 1)
    assert len(scene.settle()) == 1
    assert scene.office.public() == ["KUL-0001", "KUL-0003", "KUL-0004"]


@pytest.mark.parametrize(("number", "when"), MOMENTS)
@pytest.mark.parametrize("name", ACTS)
def test_whatever_people_do_meanwhile(scene: Scene, name: str, number: int, when: str) -> None:
    """No cell of theirs is another; nothing unapproved is published; nothing is withdrawn that nobody withdrew, and
    what somebody withdrew is gone; no tick is lost in silence; the workbook comes to rest."""
    left: dict[str, list[tuple[Any, ...]]] = {}

    def act() -> None:
        ACTS[name](scene)
        left["unit"] = sorted_rows(scene, "unit")
        left["master"] = sorted_rows(scene, "master")

    scene.google.weather.at(number, act, when)
    outcome = scene.run()
    assert left, "the act did not happen"
    assert outcome is None or outcome.exit_code in (0, 1)
    if name in UNDO:
        UNDO[name](scene)
    scene.settle()
    _nothing_typed_is_lost(scene, name, left)
    _the_public_sees_what_was_approved(scene, name, late=when == "after")


def sorted_rows(scene: Scene, which: str) -> list[tuple[Any, ...]]:
    """What people typed, if the tab has its name."""
    try:
        return scene.typed_by_unit() if which == "unit" else scene.typed_in_master()
    except AssertionError:
        return []


def _nothing_typed_is_lost(scene: Scene, name: str, left: dict[str, list[tuple[Any, ...]]]) -> None:
    if left["unit"] and "header" not in name:
        assert scene.typed_by_unit() == left["unit"]
    if not left["master"] or "delete" in name:
        return
    found = {row[0]: row[1:] for row in scene.typed_in_master()}
    for id, *cells in left["master"]:
        for role, cell in zip(MINE, cells, strict=True):
            if cell:
                assert found[id][MINE.index(role)] == cell, (id, role)


def _the_public_sees_what_was_approved(scene: Scene, name: str, *, late: bool) -> None:
    public, titles = scene.office.public(), set(scene.office.titles())
    assert titles <= {"Laporan 1", "Laporan 2", "Laporan 3", "Laporan 4", "Laporan 5"}
    withdrawn = {"untick": "KUL-0003", "tarik": "KUL-0003"}
    if not late:  # afterwards there is no tick in that cell that could be taken away
        withdrawn["untick the row whose tick is being cleared"] = "KUL-0001"
    for id in ("KUL-0001", "KUL-0003"):
        assert (id in public) == (withdrawn.get(name) != id), id
    if name.startswith("tick"):
        id = "KUL-0002" if name == "tick" else "KUL-0005"
        assert id in public or "centang lagi" in str(scene.cell(id, "catatan")).lower()
    said = str(scene.cell("KUL-0004", "catatan"))
    assert "KUL-0004" in public or "centang" in said.lower()


def test_people_who_never_stop(scene: Scene) -> None:
    """A row moves at every write: after three rounds the run ends with 1 and names the tab; the next one is calm."""
    weather = scene.google.weather

    def again() -> None:
        scene.insert(MASTER)
        scene.mark("KUL-0003", "pertimbangan", f"ke-{weather.seen}")
        weather.on("values:batchGet", again, "after")

    weather.on("values:batchGet", again, "after")
    outcome = scene.run()
    assert outcome and outcome.exit_code == 1 and "“Induk”" in str(outcome.failure)
    weather.clear()
    scene.settle()
    assert "KUL-0003" in scene.office.public()


def test_a_tick_taken_from_a_row_that_moved_lapses_and_says_so(scene: Scene) -> None:
    """The rows above KUL-0003 vanish, and what was meant for KUL-0001 lands on it: its tick is gone by
    sync's own hand. That is no untick: the entry stays on the site and waits for the PPID, and the row says why."""

    def act() -> None:
        scene.delete(MASTER, "KUL-0001")
        scene.delete(MASTER, "KUL-0002")

    scene.google.weather.at(3, act)
    scene.run()
    scene.settle()
    assert "KUL-0003" in scene.office.public()
    assert scene.cell("KUL-0003", "status") == "Perlu persetujuan ulang"
    assert "Setuju: centang terhapus karena baris ini pindah" in scene.cell("KUL-0003", "catatan")
    assert scene.office.events("KUL-0003")[-1] == "lapsed"


def test_a_withdrawal_by_the_moved_row_still_counts(scene: Scene) -> None:
    """The same, but the PPID had just unticked that very row: the witness knows, and the entry leaves the site."""

    def act() -> None:
        scene.mark("KUL-0003", "setuju", False, PPID)
        scene.delete(MASTER, "KUL-0001")
        scene.delete(MASTER, "KUL-0002")

    scene.google.weather.at(3, act)
    scene.run()
    scene.settle()
    assert "KUL-0003" not in scene.office.public()


@pytest.mark.parametrize("what", ["reset", 503, "html", "truncate", "hang"])
def test_a_lost_answer_changes_nothing_in_the_end(scene: Scene, what: int | str) -> None:
    """Applied, and nobody heard: the run ends with 1, the next one finds it done."""
    calm = scene.run()
    assert calm and calm.exit_code == 0
    scene.settle()
    wanted = scene.office.public(), [row[:-1] for row in scene.typed_in_master()], scene.typed_by_unit()
    scene.restore()
    scene.google.weather.fault(what, "after", match=":batchUpdate")
    outcome = scene.run()
    assert outcome and outcome.exit_code == 1 and "not sent again" in str(outcome.failure)
    scene.settle()
    assert (scene.office.public(), [row[:-1] for row in scene.typed_in_master()], scene.typed_by_unit()) == wanted


def test_a_storm_of_refusals_ends_within_the_time_limit(scene: Scene) -> None:
    """Every request refused for two minutes: one sentence, in less time than that; the next run is as it should be."""
    clock = scene.google.world.clock
    scene.google.weather.fault(429, times=10_000)
    start = clock.now()
    scene.door.client._retry.lost = 0.0
    assert scene.run() is None
    assert clock.now() - start < 120
    scene.google.weather.clear()
    clock.advance(120)
    scene.door.client._retry.lost = 0.0
    outcome = scene.run()
    assert outcome and outcome.exit_code == 0
    assert scene.office.public() == ["KUL-0001", "KUL-0003", "KUL-0004"]


def test_access_lost_in_the_middle(scene: Scene) -> None:
    """Somebody takes away the right to write between reading and writing: the run says so, and ends when it is back."""
    robot = scene.google.world.robot
    scene.google.weather.at(3, lambda: scene.google.world.share(scene.google.id, robot, "reader"))
    outcome = scene.run()
    assert outcome and outcome.exit_code == 1 and "an Editor instead of a Viewer" in str(outcome.failure)
    scene.google.world.share(scene.google.id, robot, "writer")
    scene.settle()
    assert scene.office.public() == ["KUL-0001", "KUL-0003", "KUL-0004"]


@pytest.mark.parametrize(("number", "when"), MOMENTS)
@pytest.mark.parametrize("title", ["DIP", "Riwayat", "Petunjuk", "Kendali"])
def test_a_note_that_is_typed_where_a_list_grows_stays(scene: Scene, title: str, number: int, when: str) -> None:
    """A note typed, between the read and the write, into the first free cells of a tab that sync fills."""

    def jot() -> None:
        below = 1 + max(r for r, row in enumerate(scene.grid(title)) if any(row))
        scene.put(title, (below, 0), "Titip: tanyakan Bu Ani")
        scene.put(title, (below, 1), "sebelum Jumat")

    scene.google.weather.at(number, jot, when)
    scene.run()
    scene.settle()
    noted = [row[:2] for row in scene.grid(title) if "Titip: tanyakan Bu Ani" in row]
    assert noted == [["Titip: tanyakan Bu Ani", "sebelum Jumat"]]
