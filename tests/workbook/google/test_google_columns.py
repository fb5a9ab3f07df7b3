"""Columns that people insert, move or delete between sync's reading and its writing, at every request of a run.

The office is that of `test_google_races`, with texts in the columns that stand beside sync's own.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.google_people import typed
from tests.office import TEMPLATE
from tests.workbook.google.test_google_races import MASTER, MINE, MOMENTS, UNIT, Scene
from tests.workbook_contract import MASTER_AT, UNIT_AT

Json = dict[str, Any]
Row = dict[str, Any]
THEIRS = {
    UNIT: [column.header for column in TEMPLATE.tab("unit").columns if column.writer != "sync"],
    MASTER: [TEMPLATE.tab("induk").column(role).header for role in MINE],
}
pytestmark = pytest.mark.slow


class Crowded(Scene):
    """Beside sync's columns stands something everywhere."""

    def __init__(self, folder: Path) -> None:
        super().__init__(folder)
        for row in range(1, 7):
            self.put(UNIT, (row, UNIT_AT["lokasi_arsip"]), f"Lemari {row}")
            self.put(UNIT, (row, UNIT_AT["tautan"]), f"https://a.example/{row}.pdf")
        for id in ("KUL-0001", "KUL-0002", "KUL-0003", "KUL-0004", "KUL-0005"):
            self.mark(id, "pertimbangan", f"Dibahas {id}")
            self.mark(id, "nomor_uji", f"Nomor {id}")
        self.book = self.google.file.book

    def header(self, title: str) -> list[str]:
        return [str(text or "") for text in self.grid(title)[0]]

    def theirs(self, title: str, without: str = "") -> list[Row]:
        """What people typed, by header; the rows of Induk by their IDs."""
        places = {text: n for n, text in enumerate(self.header(title)) if text in THEIRS[title] and text != without}
        id = self.header(title).index("ID")
        rows = [
            {text: row[n] for text, n in places.items() if row[n] not in (None, "")} for row in self.grid(title)[1:]
        ]
        if title == MASTER:
            for number, row in enumerate(rows, 1):
                row["ID"] = self.grid(title)[number][id] if row else ""
        return sorted((row for row in rows if any(row.values())), key=repr)

    def columns(self, title: str, start: int, end: int) -> Json:
        return {"sheetId": self.sheet(title).id, "dimension": "COLUMNS", "startIndex": start, "endIndex": end}

    def insert_column(self, title: str, at: int) -> None:
        self.people.edit({"insertDimension": {"range": self.columns(title, at, at + 1), "inheritFromBefore": at > 0}})

    def delete_column(self, title: str, role: str) -> None:
        at = self.column(title, role)
        self.people.edit({"deleteDimension": {"range": self.columns(title, at, at + 1)}})

    def move_column(self, title: str, role: str, to: int) -> None:
        at = self.column(title, role)
        self.people.edit({"moveDimension": {"source": self.columns(title, at, at + 1), "destinationIndex": to}})


Act = Callable[[Crowded], None]
ACTS: dict[str, Act] = {
    "insert at the left of Induk": lambda scene: scene.insert_column(MASTER, 0),
    "insert before the ticks of Induk": lambda scene: scene.insert_column(MASTER, MASTER_AT["setuju"]),
    "insert before Status in Induk": lambda scene: scene.insert_column(MASTER, MASTER_AT["status"]),
    "move the panel's column of Induk": lambda scene: scene.move_column(MASTER, "pertimbangan", 1),
    "swap the ticks of Induk": lambda scene: scene.move_column(MASTER, "tarik", MASTER_AT["setuju"]),
    "move the marks of Induk": lambda scene: scene.move_column(MASTER, "tanda", 0),
    "insert at the left of the unit's tab": lambda scene: scene.insert_column(UNIT, 0),
    "insert before Status in the unit's tab": lambda scene: scene.insert_column(UNIT, UNIT_AT["status"]),
    "move a column of the unit's tab": lambda scene: scene.move_column(UNIT, "lokasi_arsip", UNIT_AT["status"]),
    "move a link of the unit's tab": lambda scene: scene.move_column(UNIT, "tautan", UNIT_AT["catatan"]),
    "delete a column of the desk in Induk": lambda scene: scene.delete_column(MASTER, "dasar_pengecualian"),
    "delete a column of the unit's tab": lambda scene: scene.delete_column(UNIT, "usulan"),
}


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Crowded:
    return Crowded(tmp_path_factory.mktemp("columns"))


@pytest.fixture
def scene(built: Crowded) -> Iterator[Crowded]:
    built.restore()
    yield built
    assert [text for text in built.google.world.problems if "exceeds grid limits" not in text] == []


@pytest.mark.parametrize(("number", "when"), MOMENTS)
@pytest.mark.parametrize("name", ACTS)
def test_whatever_column_moves_meanwhile(scene: Crowded, name: str, number: int, when: str) -> None:
    """No cell of people's is another; nothing unapproved is published, nothing is withdrawn; the workbook comes to
    rest with sync's words in sync's columns."""
    left: dict[str, list[Row]] = {}

    def act() -> None:
        ACTS[name](scene)
        left.update({title: scene.theirs(title) for title in (UNIT, MASTER)})

    scene.google.weather.at(number, act, when)
    outcome = scene.run()
    assert left and outcome and outcome.exit_code in (0, 1)
    scene.settle()
    assert scene.theirs(UNIT) == left[UNIT]
    assert same_but_for_classes(left[MASTER], scene.theirs(MASTER)), (left[MASTER], scene.theirs(MASTER))
    assert set(scene.office.public()) >= {"KUL-0001", "KUL-0003"}
    assert set(scene.office.titles()) <= {f"Laporan {n}" for n in range(1, 6)}
    at = scene.header(MASTER).index("Status")
    assert all(row[at] in statuses() for row in scene.grid(MASTER)[1:] if row[scene.header(MASTER).index("ID")])


def same_but_for_classes(before: list[Row], after: list[Row]) -> bool:
    """The class is sync's to fill in, once, in a row without one."""
    header = TEMPLATE.tab("induk").column("klasifikasi").header
    old, new = ({row["ID"]: row for row in rows} for rows in (before, after))
    fresh = all(row.keys() == {"ID", header} for id, row in new.items() if id not in old)
    return fresh and all({header: "", **new[id]} == {header: new[id].get(header, ""), **row} for id, row in old.items())


def statuses() -> set[str]:
    return {str(status) for status in TEMPLATE._statuses.values()}


def test_a_second_shift_in_the_very_moment_of_giving_back(scene: Crowded) -> None:
    """The run ends with 1, names the tab and where the former texts stand; nothing is published, nothing is lost."""
    weather = scene.google.weather
    weather.at(3, lambda: scene.move_column(UNIT, "lokasi_arsip", UNIT_AT["status"]))
    weather.at(4, lambda: scene.insert_column(UNIT, 0))
    before = dict(scene.office.target.files)
    outcome = scene.run()
    assert outcome and outcome.exit_code == 1
    assert f"“{UNIT}”" in str(outcome.failure) and "dip-saksi" in str(outcome.failure)
    assert scene.office.target.files == before
    kept = {text for row in scene.grid("dip-saksi") for text in row}
    assert {f"Lemari {row}" for row in (1, 6)} <= kept


def test_a_swap_of_ticks_whose_answer_was_lost_withdraws_nothing(scene: Crowded) -> None:
    """The witness knows which columns it copied: what was `Setuju` is not taken for `Tarik`."""
    weather = scene.google.weather
    weather.at(3, lambda: scene.move_column(MASTER, "tarik", MASTER_AT["setuju"]))
    weather.fault("reset", "after", match=":batchUpdate")
    outcome = scene.run()
    assert outcome and outcome.exit_code == 1
    scene.settle()
    assert {"KUL-0001", "KUL-0003"} <= set(scene.office.public())


def test_a_formula_and_a_number_are_given_back_as_they_were(scene: Crowded) -> None:
    """They come back as formula and number, not as the text they showed."""
    scene.people.put(UNIT, (1, UNIT_AT["lokasi_arsip"]), {"userEnteredValue": {"formulaValue": '="Lemari "&1'}},
                     "userEnteredValue")  # fmt: skip
    scene.people.put(UNIT, (6, UNIT_AT["lokasi_arsip"]), typed(7.5), "userEnteredValue")
    scene.google.weather.at(3, lambda: scene.move_column(UNIT, "lokasi_arsip", UNIT_AT["status"]))
    scene.run()
    scene.settle()
    at = scene.header(UNIT).index(TEMPLATE.tab("unit").column("lokasi_arsip").header)
    assert scene.sheet(UNIT).cell(1, at).formula == '="Lemari "&1'
    assert scene.sheet(UNIT).cell(6, at).value == 7.5


def test_rows_that_move_again_when_a_class_is_given_back(scene: Crowded) -> None:
    """The desk classified a row sync was filling in, and before the class was given back a row was inserted above: the
    run ends with 1 and says where to look."""
    weather = scene.google.weather
    weather.at(3, lambda: scene.mark("KUL-0005", "klasifikasi", "Informasi Setiap Saat"))
    weather.at(4, lambda: scene.insert(MASTER))
    outcome = scene.run()
    assert outcome and outcome.exit_code == 1 and f"look at “{MASTER}”" in str(outcome.failure)
    assert "Informasi Setiap Saat" in {row[1] for row in scene.grid("dip-saksi")}
