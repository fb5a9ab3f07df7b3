"""What every door to a workbook promises, as tests: each door runs this whole suite over its own real parts.

A door's test file makes a subclass whose name begins with `Test` and gives it the fixture `people`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Protocol

import pytest

from sync.cells.cell import Tick, read_tick
from sync.errors import WorkbookChanged
from sync.model import Address, Batch, Link, Sheet, TabWrite, Value, WorkbookState
from sync.workbook.workbook import Workbook
from tests.workbooks import TEMPLATE, UNITS

UNIT, OTHER = (unit.tab for unit in UNITS)
MASTER, HISTORY, CONTROL = (TEMPLATE.tab(kind).title for kind in ("induk", "riwayat", "kendali"))
MASTER_AT = {role: number for number, role in enumerate(TEMPLATE.tab("induk").roles)}
UNIT_AT = {role: number for number, role in enumerate(TEMPLATE.tab("unit").roles)}
WIDTH = len(MASTER_AT)
TICK = MASTER_AT["setuju"]

TEXTS = (
    "007", "0812-3456", "5", "1,5", "1.5", "12.000", "1E5", "NaN", "NA", "TRUE", "FALSE", "2024", "2024-01-12",
    "12/01/2024", "Jan-24", "Januari 2024", "TW III 2025", "45303", "50%", "Rp5.000", "10:30", "-", "+62",
    "=1+1", '=HYPERLINK("https://x.example")', "@nama", "'kutip", "#REF!", "＝1",
)  # fmt: skip
"""What spreadsheets like to take for something else."""
LETTERS = (
    "baris satu\nbaris dua", "tab\tdi dalam", "<b>&amp;</b>", "“kutip” — ‘tunggal’", "😀 \u200fעברית\u200f",
    "satu\xa0spasi", "e\u0301", "  tepi  ", "x" * 5000,
)  # fmt: skip


class People(Protocol):
    """Those who work in the workbook by other means than the door, and see it with their own eyes."""

    def door(self) -> Workbook:
        """A door to the workbook, freshly opened; the workbook is as `dip init` made it, and nobody else's."""

    def type(self, title: str, cells: Mapping[Address, str | float | bool | None]) -> None:
        """Type into cells: text as text, numbers as numbers, ticks as the program stores them."""

    def link(self, title: str, at: Address, name: str, url: str) -> None:
        """Put a link on a cell that shows `name`."""

    def look(self, title: str, at: Address) -> object:
        """How a cell looks: anything that is equal if and only if the looks are."""


def row(**roles: Value) -> tuple[Value, ...]:
    """A row of the master, by role."""
    cells: list[Value] = [None] * WIDTH
    for role, value in roles.items():
        cells[MASTER_AT[role]] = value
    return tuple(cells)


def written(workbook: Workbook, *tabs: TabWrite) -> WorkbookState:
    """Write; what the next read finds must be what the door says it left."""
    told = workbook.write(Batch(tabs), workbook.read())
    found = workbook.read()
    assert told is None or (told.sheets, told.stamp) == (found.sheets, found.stamp)
    return found


def tick(sheet: Sheet, at: Address) -> bool:
    formula = sheet.formulas.get(at)
    return read_tick(sheet.text(*at), TEMPLATE.ticks["approval"], formula.text if formula else None) is Tick.YES


class WorkbookContract:
    """The suite."""

    def test_a_new_workbook_has_every_tab_with_its_header(self, people: People) -> None:
        state = people.door().read()
        for kind in ("induk", "dip", "dik", "riwayat", "kendali"):
            tab = TEMPLATE.tab(kind)
            assert [text for text in state.sheets[tab.title].rows[0] if text] == [c.header for c in tab.columns]
        assert UNIT in state.sheets and OTHER in state.sheets

    def test_reading_twice_gives_the_same(self, people: People) -> None:
        assert people.door().read() == people.door().read()

    def test_nothing_to_write_writes_nothing(self, people: People) -> None:
        workbook = people.door()
        state = workbook.read()
        workbook.write(Batch(), state)
        assert workbook.read() == state

    def test_what_is_written_is_what_is_read(self, people: People) -> None:
        """Cells, new rows and whole tabs in one batch; everything else as it was."""
        workbook = people.door()
        people.type(UNIT, {(1, UNIT_AT["judul"]): "Laporan", (1, UNIT_AT["ringkasan"]): "Isi"})
        before = workbook.read()
        state = written(
            workbook,
            TabWrite(UNIT, "unit", {(1, 0): "KUL-0001", (1, UNIT_AT["status"]): "Menunggu klasifikasi"}),
            TabWrite(MASTER, "induk", append=(row(id="KUL-0001", judul="Laporan"), row(id="KUL-0002")), append_at=1),
            TabWrite(HISTORY, "riwayat", replace=(("Nomor", "Waktu"), ("1", "2026-11-23 14:05"))),
        )
        said = {role: text for role, at in UNIT_AT.items() if (text := state.sheets[UNIT].text(1, at))}
        status = "Menunggu klasifikasi"
        assert said == {"id": "KUL-0001", "status": status, "judul": "Laporan", "ringkasan": "Isi"}
        master = state.sheets[MASTER]
        assert [master.text(number, 0) for number in (1, 2, 3)] == ["KUL-0001", "KUL-0002", ""]
        assert [tuple(texts) for texts in state.sheets[HISTORY].rows] == [("Nomor", "Waktu"), ("1", "2026-11-23 14:05")]
        others = set(before.sheets) - {UNIT, MASTER, HISTORY}
        assert all(before.sheets[title] == state.sheets[title] for title in others)

    def test_rows_that_a_tab_of_sync_no_longer_has_are_gone(self, people: People) -> None:
        workbook = people.door()
        written(workbook, TabWrite(HISTORY, "riwayat", replace=(("Nomor",), *((str(n),) for n in range(30)))))
        state = written(workbook, TabWrite(HISTORY, "riwayat", replace=(("Nomor",), ("1",))))
        assert [tuple(texts) for texts in state.sheets[HISTORY].rows] == [("Nomor",), ("1",)]

    def test_new_rows_are_never_written_over_somebodys_and_then_nothing_is(self, people: People) -> None:
        """A batch is all or nothing: its other tabs stay as they were too."""
        workbook = people.door()
        people.type(MASTER, {(2, MASTER_AT["catatan_ppid"]): "tulisan orang"})
        before = workbook.read()
        batch = Batch(
            (
                TabWrite(UNIT, "unit", {(1, 0): "KUL-0001"}),
                TabWrite(MASTER, "induk", append=(row(id="KUL-0001"), row(id="KUL-0002")), append_at=1),
            )
        )
        with pytest.raises(WorkbookChanged):
            workbook.write(batch, before)
        assert workbook.read() == before

    def test_rows_with_nothing_but_empty_boxes_are_free(self, people: People) -> None:
        workbook = people.door()
        people.type(MASTER, {(number, TICK): False for number in range(1, 5)})
        state = written(workbook, TabWrite(MASTER, "induk", append=(row(id="KUL-0001"),), append_at=1))
        assert state.sheets[MASTER].text(1, 0) == "KUL-0001"
        assert tick(state.sheets[MASTER], (1, TICK)) is False

    def test_many_rows_go_in_at_the_end(self, people: People) -> None:
        """More rows than the tab has room for at first."""
        workbook = people.door()
        rows = tuple(row(id=f"KUL-{number:04d}", judul=f"Judul {number}") for number in range(1, 1501))
        written(workbook, TabWrite(MASTER, "induk", append=rows[:700], append_at=1))
        state = written(workbook, TabWrite(MASTER, "induk", append=rows[700:], append_at=701))
        ids = [texts[0] for texts in state.sheets[MASTER].rows[1:]]
        assert ids[: len(rows)] == [str(each[0]) for each in rows] and not any(ids[len(rows) :])

    def test_a_workbook_that_changed_since_it_was_read_is_not_written(self, people: People) -> None:
        workbook = people.door()
        state = workbook.read()
        people.type(UNIT, {(1, 1): "sedang mengetik"})
        attempts: tuple[Callable[[], object], ...] = (
            lambda: workbook.check_writable(state),
            lambda: workbook.write(Batch((TabWrite(UNIT, "unit", {(1, 0): "KUL-0001"}),)), state),
        )
        for attempt in attempts:
            with pytest.raises(WorkbookChanged):
                attempt()
        sheet = workbook.read().sheets[UNIT]
        assert (sheet.text(1, 0), sheet.text(1, 1)) == ("", "sedang mengetik")

    def test_checking_writes_nothing(self, people: People) -> None:
        workbook = people.door()
        state = workbook.read()
        workbook.check_writable(state)
        assert workbook.read() == state

    def test_a_missing_tab_is_laid_out_first(self, people: People) -> None:
        workbook = people.door()
        state = written(workbook, TabWrite("Riwayat Lama", "riwayat", replace=(("Nomor",), ("1",))))
        assert [tuple(texts) for texts in state.sheets["Riwayat Lama"].rows] == [("Nomor",), ("1",)]

    def test_text_stays_text(self, people: People) -> None:
        """Nothing that sync writes is taken for a number, a date, a truth or a formula."""
        rows = tuple(row(id=text, judul=text, waktu=text) for text in TEXTS)
        found = written(people.door(), TabWrite(MASTER, "induk", append=rows, append_at=1)).sheets[MASTER]
        for role in ("id", "judul", "waktu"):
            assert [found.text(number, MASTER_AT[role]) for number in range(1, len(TEXTS) + 1)] == list(TEXTS)
        assert not found.formulas

    def test_every_letter_survives(self, people: People) -> None:
        cells: dict[Address, Value] = {(n, UNIT_AT["catatan"]): text for n, text in enumerate(LETTERS, 1)}
        found = written(people.door(), TabWrite(UNIT, "unit", cells)).sheets[UNIT]
        assert [found.text(*at) for at in cells] == list(LETTERS)

    def test_numbers_people_type_are_read_digit_by_digit(self, people: People) -> None:
        wanted = {5: "5", 2024: "2024", 1.5: "1.5", 0.1: "0.1", -3: "-3", 1234567890123: "1234567890123"}
        people.type(OTHER, {(n, UNIT_AT["lokasi_arsip"]): number for n, number in enumerate(wanted, 1)})
        found = people.door().read().sheets[OTHER]
        assert [found.text(n, UNIT_AT["lokasi_arsip"]) for n in range(1, len(wanted) + 1)] == list(wanted.values())

    def test_ticks_are_seen_set_and_cleared(self, people: People) -> None:
        workbook = people.door()
        rows = tuple(row(id=f"KUL-{number:04d}") for number in range(1, 5))
        written(workbook, TabWrite(MASTER, "induk", append=rows, append_at=1))
        people.type(MASTER, {(1, TICK): True, (2, TICK): False, (3, TICK): True})
        sheet = workbook.read().sheets[MASTER]
        assert [tick(sheet, (number, TICK)) for number in range(1, 5)] == [True, False, True, False]
        cells: dict[Address, Value] = {(1, TICK): None, (3, TICK): False, (4, TICK): True}
        sheet = written(workbook, TabWrite(MASTER, "induk", cells)).sheets[MASTER]
        assert [tick(sheet, (number, TICK)) for number in range(1, 5)] == [False, False, False, True]
        people.type(MASTER, {(1, TICK): True})
        assert tick(workbook.read().sheets[MASTER], (1, TICK)) is True

    def test_links_come_with_their_address_and_outlive_a_write_beside_them(self, people: People) -> None:
        workbook = people.door()
        at = (1, UNIT_AT["tautan"])
        people.link(UNIT, at, "Laporan", "https://kpu-lebak.example/laporan.pdf")
        people.link(UNIT, (2, at[1]), "https://kpu-lebak.example/b.pdf", "https://kpu-lebak.example/b.pdf")
        wanted = {
            at: (Link("Laporan", "https://kpu-lebak.example/laporan.pdf"),),
            (2, at[1]): (Link("", "https://kpu-lebak.example/b.pdf"),),
        }
        assert dict(workbook.read().sheets[UNIT].links) == wanted
        state = written(workbook, TabWrite(UNIT, "unit", {(1, 0): "KUL-0001", (1, UNIT_AT["status"]): "Terbit"}))
        assert dict(state.sheets[UNIT].links) == wanted

    def test_a_write_changes_no_looks_and_new_rows_look_like_the_others(self, people: People) -> None:
        workbook = people.door()
        places = [MASTER_AT[role] for role in ("id", "judul", "klasifikasi", "setuju", "status", "catatan")]
        written(workbook, TabWrite(MASTER, "induk", append=(row(id="KUL-0001", judul="Satu"),), append_at=1))
        before = [people.look(MASTER, (1, place)) for place in places]
        head = people.look(MASTER, (0, 0))
        cells: dict[Address, Value] = {(1, place): "isi" for place in places}
        written(workbook, TabWrite(MASTER, "induk", cells, (row(id="KUL-0002", judul="Dua", status="Terbit"),), 2))
        assert [people.look(MASTER, (1, place)) for place in places] == before
        assert [people.look(MASTER, (2, place)) for place in places] == before
        assert people.look(MASTER, (0, 0)) == head != before[0]
