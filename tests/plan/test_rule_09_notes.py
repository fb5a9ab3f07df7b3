"""Rule 9, afterwards: what people type between, below and beside the lists of sync stays; the lists go around it."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from tests.office import TEMPLATE, Office, put

LISTS = ("DIP", "DIK", "Riwayat", "Petunjuk")
OWN = [["No", "Nama Arsip", "Rak"], ["1", "Arsip lama", "3"]]
NOTE = "dicetak 12 Mei, map biru"


@pytest.fixture(params=["memory", "file"])
def office(request: pytest.FixtureRequest, tmp_path: Path) -> Office:
    """KUL-0001 and KUL-0002 are published, KUL-0003 is excluded."""
    office = Office(tmp_path, kind=request.param)
    return published(office)


def published(office: Office) -> Office:
    for number in range(3):
        office.add(judul=f"Laporan {number}")
    office.sync()
    office.exclude("KUL-0003")
    office.approved("KUL-0001", "KUL-0002", "KUL-0003")
    return office


def last(office: Office, title: str) -> int:
    """The last row of a tab that says anything (from zero)."""
    return max(row for row, _ in office.texts(title))


def listed(office: Office, title: str, column: int = 0) -> list[str]:
    """What a column of a tab says below its header."""
    texts = office.texts(title)
    return [texts[at] for at in sorted(texts) if at[1] == column and at[0] > 0]


def grow(office: Office, count: int = 1) -> None:
    """So many more entries are published, and as many excluded."""
    first = len(office.known().entries) + 1
    ids = [f"KUL-{number:04d}" for number in range(first, first + 2 * count)]
    for id in ids:
        office.add(judul=f"Laporan {id}")
    office.sync()
    for id in ids[count:]:
        office.exclude(id)
    office.approved(*ids)


def is_quiet(office: Office) -> bool:
    done = office.book.writes, office.ledger.records
    office.sync()
    return (office.book.writes, office.ledger.records) == done


@pytest.mark.parametrize("title", LISTS)
@pytest.mark.parametrize("gap", [1, 2, 4])
def test_a_note_below_a_list_stays_where_it_is(office: Office, title: str, gap: int) -> None:
    """It is told in `Kendali`; the list that grows goes on beneath it; nothing is told once the note is gone."""
    row = last(office, title) + gap
    put(office.book.tabs[title], row, 1, NOTE)
    put(office.book.tabs[title], row, 3, "sdh. dicek")
    outcome = office.sync()
    told = (
        f"Di tab “{title}” ada tulisan lain di baris {row + 1}, dan dibiarkan. "
        "Lebih aman di tab lain atau di kanan tabel."
    )
    if title == "Petunjuk":
        put(office.book.tabs[title], row, 3, "")
    assert told in office.control("Perlu Perhatian").splitlines()
    assert told in [problem.message for problem in outcome.plan.problems]
    assert is_quiet(office)
    grow(office, 3)
    assert office.texts(title)[row, 1] == NOTE
    assert listed(office, "DIP") == ["KUL-0001", "KUL-0002", "KUL-0004", "KUL-0005", "KUL-0006"]
    assert listed(office, "DIK") == ["KUL-0003", "KUL-0007", "KUL-0008", "KUL-0009"]
    numbers = [int(text) for text in listed(office, "Riwayat")]
    assert numbers == [event.seq for event in reversed(office.recorded())]
    assert is_quiet(office)
    for place in (1, 3):
        put(office.book.tabs[title], row, place, "")
    office.sync()
    assert (office.attention(), is_quiet(office)) == ("Tidak ada", True)


@pytest.mark.parametrize("title", LISTS)
def test_a_note_beside_a_list_is_never_touched(office: Office, title: str) -> None:
    """To the right of our table, in its rows and far below, a header of one's own too; it needs no telling."""
    width = len(TEMPLATE.tab(title.lower()).columns)
    for row, place in ((0, width), (1, width), (1, width + 5), (9, width + 1)):
        put(office.book.tabs[title], row, place, NOTE)
    office.sync()
    grow(office)
    office.untick("KUL-0001")
    office.sync()
    texts = office.texts(title)
    assert all(texts[at] == NOTE for at in ((0, width), (1, width), (1, width + 5), (9, width + 1)))
    assert (office.attention(), is_quiet(office)) == ("Tidak ada", True)
    assert listed(office, "DIP") == ["KUL-0002", "KUL-0004"]


@pytest.mark.parametrize("title", LISTS)
def test_what_is_typed_into_the_rows_of_a_list_is_put_back(office: Office, title: str) -> None:
    """One cell, with a note below or without; the first cell of a row, too."""
    before = office.texts(title)
    for place in (0, 1):
        for note in (False, True):
            put(office.book.tabs[title], 1, place, "ketikan orang")
            if note:
                put(office.book.tabs[title], last(office, title) + 2, 1, NOTE)
            office.sync()
            after = {at: text for at, text in office.texts(title).items() if text != NOTE}
            assert after == before, (place, note)
            rows = office.book.tabs[title]
            for row in rows:
                row[:] = ["" if text == NOTE else text for text in row]


@pytest.mark.parametrize("title", ["DIP", "DIK", "Riwayat"])
def test_a_row_inserted_into_a_list_stays(office: Office, title: str) -> None:
    """The list flows around it; nothing of it stands twice."""
    grow(office)
    before = listed(office, title)
    office.book.tabs[title].insert(2, ["", NOTE])
    office.sync()
    assert office.texts(title)[2, 1] == NOTE
    assert listed(office, title) == before
    assert is_quiet(office)


@pytest.mark.parametrize("title", ["DIP", "DIK", "Riwayat"])
def test_a_list_that_somebody_sorted_is_put_right(office: Office, title: str) -> None:
    grow(office)
    before = office.texts(title)
    rows = office.book.tabs[title]
    rows[1:] = reversed(rows[1:])
    office.sync()
    assert office.texts(title) == before


def test_lines_of_the_guide_that_an_earlier_version_said_otherwise_are_renewed(office: Office) -> None:
    """A note between its lines is none of them."""
    before, rows = office.texts("Petunjuk"), office.book.tabs["Petunjuk"]
    rows[3][:2] = ["PPID Kabupaten", "Centang Setuju."]
    rows[7][0] = "Warna"
    office.sync()
    assert office.texts("Petunjuk") == before
    rows = office.book.tabs["Petunjuk"]
    rows.insert(3, ["", NOTE])
    office.sync()
    texts = office.texts("Petunjuk")
    assert texts[3, 1] == NOTE
    assert [texts[at] for at in sorted(texts) if texts[at] != NOTE] == [before[at] for at in sorted(before)]


def test_the_guide_of_an_earlier_version_becomes_that_of_this_one(office: Office) -> None:
    """No line of it is taken for a note of somebody."""
    before = office.texts("Petunjuk")
    office.book.tabs["Petunjuk"][:] = earlier_guide()
    office.sync()
    assert office.texts("Petunjuk") == before
    assert (office.attention(), is_quiet(office)) == ("Tidak ada", True)


@pytest.mark.parametrize("row", [2, 4, 8, 30, 55])
def test_a_note_between_lines_of_an_earlier_guide_stays(office: Office, row: int) -> None:
    """In the first cell or in the second; the guide flows around it."""
    guide = earlier_guide()
    guide[row:row] = [[NOTE], ["", f"{NOTE} juga"]]
    before = office.texts("Petunjuk")
    office.book.tabs["Petunjuk"][:] = guide
    office.sync()
    texts = office.texts("Petunjuk")
    assert (texts[row, 0], texts[row + 1, 1]) == (NOTE, f"{NOTE} juga")
    assert [texts[at] for at in sorted(texts) if NOTE not in texts[at]] == [before[at] for at in sorted(before)]
    assert f"di baris {row + 1}, {row + 2}, dan" in office.control("Perlu Perhatian")
    assert is_quiet(office)


def earlier_guide() -> list[list[str]]:
    """The guide as it was before it began with steps."""
    with Path(__file__).with_name("guide_of_an_earlier_version.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.reader(file))


def test_events_too_old_for_riwayat_are_no_notes_in_an_older_workbook(tmp_path: Path) -> None:
    office = Office(tmp_path)
    for number in range(210):
        office.add(judul=f"Laporan {number}")
    office.sync()
    old = {title: [list(row) for row in rows] for title, rows in office.book.tabs.items()}
    for number in range(1, 5):
        office.type_unit(f"KUL-{number:04}", "tempat", "Serang")
    office.sync()
    office.book.tabs.update(old)
    office.sync()
    assert "Riwayat" not in office.control("Perlu Perhatian")
    assert listed(office, "Riwayat") == [str(event.seq) for event in reversed(office.recorded())][:200]
    assert is_quiet(office)


def test_a_copy_of_a_row_with_another_word_is_somebodys(office: Office) -> None:
    rows = office.book.tabs["DIP"]
    copy = [*rows[1]]
    copy[2] = "Laporan 0 (usulan judul baru)"
    rows += [[], copy]
    office.sync()
    grow(office)
    assert office.texts("DIP")[4, 2] == "Laporan 0 (usulan judul baru)"
    assert listed(office, "DIP", 2).count("Laporan 0") == 1


@pytest.mark.parametrize("title", LISTS)
def test_a_title_above_a_list_stays(office: Office, title: str) -> None:
    """Rows inserted above the header: the list is found where it is."""
    office.book.tabs[title][:0] = [["DAFTAR KAMI"], []]
    office.sync()
    grow(office)
    texts = office.texts(title)
    assert texts[0, 0] == "DAFTAR KAMI"
    assert texts[2, 0] == TEMPLATE.tab(title.lower()).columns[0].header
    assert is_quiet(office)


@pytest.mark.parametrize("title", LISTS)
def test_a_list_that_somebody_replaced_is_told_and_left(office: Office, title: str) -> None:
    """The run goes on; renamed, it is made again."""
    office.book.tabs[title] = [list(row) for row in OWN]
    office.book.read()
    before = office.texts(title)
    grow(office)
    assert office.texts(title) == before
    told = f"Tab “{title}” berisi hal lain, jadi tidak diperbarui. Beri tab itu nama lain; “{title}” lalu dibuat lagi."
    assert office.attention() == told
    assert office.public() == ["KUL-0001", "KUL-0002", "KUL-0004"]
    assert is_quiet(office)
    del office.book.tabs[title]
    office.sync()
    assert TEMPLATE.tab(title.lower()).columns[0].header in office.texts(title).values()
    assert office.attention() == "Tidak ada"


def test_a_kendali_that_somebody_replaced_is_told_and_left(office: Office) -> None:
    """Its order is to hold; withdrawals go out."""
    office.book.tabs["Kendali"] = [list(row) for row in OWN]
    office.book.read()
    before = office.texts("Kendali")
    office.untick("KUL-0001")
    outcome = office.sync()
    assert (outcome.exit_code, office.texts("Kendali"), office.public()) == (0, before, ["KUL-0002"])
    assert "tab-diganti" in [problem.code for problem in outcome.plan.problems]
    assert is_quiet(office)
    del office.book.tabs["Kendali"]
    office.sync()
    assert office.control("Perintah Unggah") == ""


def test_a_tab_that_somebody_emptied_is_made_again(office: Office) -> None:
    for title in LISTS:
        before = office.texts(title)
        office.book.tabs[title] = [["" for _ in row] for row in office.book.tabs[title]]
        office.sync()
        assert office.texts(title) == before


@pytest.mark.parametrize("place", [3, 60])
def test_new_rows_of_induk_go_beneath_what_stands_below_it(office: Office, place: int) -> None:
    """A note in its columns, or beside them."""
    row = last(office, "Induk") + 3
    put(office.induk, row, office.at("pertimbangan") if place == 3 else place, NOTE)
    grow(office, 2)
    assert NOTE in office.texts("Induk").values()
    assert office.status("KUL-0004") == "Terbit"
    assert is_quiet(office)


@pytest.mark.parametrize("step", ["before workbook", "after workbook"])
def test_a_note_survives_a_run_that_dies(office: Office, step: str) -> None:
    """Whatever the ledger thinks that it wrote."""
    for title in ("DIP", "DIK", "Riwayat"):
        put(office.book.tabs[title], last(office, title) + 1, 1, NOTE)
        put(office.book.tabs[title], last(office, title) + 1, 0, "KUL-0004")
    for number in range(3):
        office.add(judul=f"Baru {number}")
    office.sync()
    office.untick("KUL-0001")
    office.tick("KUL-0004", "KUL-0005")
    office.crash(step)
    office.sync()
    for title in ("DIP", "DIK", "Riwayat"):
        assert {NOTE, "KUL-0004"} <= set(office.texts(title).values())
    assert sorted(listed(office, "DIP")) == ["KUL-0002", "KUL-0004", "KUL-0004", "KUL-0005"]
    assert is_quiet(office)
