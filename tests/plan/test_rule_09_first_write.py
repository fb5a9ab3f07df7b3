"""Rule 9, before a first write was confirmed: what is somebody's own stands in nobody's way, and nobody in its."""

from __future__ import annotations

import copy
from pathlib import Path

import pytest

from sync.errors import ForeignContent
from tests.office import BERKALA, TEMPLATE, UNITS, Crash, Office, put

OWN = [["No", "Nama Arsip", "Rak"], *[[str(number), f"Arsip lama {number}", "3"] for number in range(1, 20)]]
"""A table of the office's own: 60 cells."""
OWN_TEXTS = {(row, at): text for row, texts in enumerate(OWN) for at, text in enumerate(texts)}
OURS = ("Induk", "Kendali", "DIP", "DIK", "Riwayat", "Petunjuk", "Pilihan")


@pytest.fixture(params=["memory", "file"])
def office(request: pytest.FixtureRequest, tmp_path: Path) -> Office:
    return Office(tmp_path, kind=request.param)


def refused(office: Office) -> str:
    """What a run says that ends with 1 and has written nothing."""
    before, files = copy.deepcopy(office.book.tabs), dict(office.target.files)
    with pytest.raises(ForeignContent) as raised:
        office.sync()
    assert raised.value.exit_code == 1
    assert (office.book.tabs, office.target.files) == (before, files)
    assert (office.book.writes, office.ledger.records) == (0, 0)
    return str(raised.value)


def replace_tab(office: Office, title: str, written: str, rows: list[list[str]]) -> None:
    """Somebody's own table under the name of a tab of ours."""
    office.book.tabs.pop(title, None)
    office.book.read()
    office.book.tabs[written] = [list(row) for row in rows]


@pytest.mark.parametrize("title", OURS)
def test_a_table_of_the_offices_own_under_our_name_stops_the_first_run(office: Office, title: str) -> None:
    """It is named with its header and the number of its cells; nothing is written, and renamed it is never touched."""
    office.add()
    ours = office.book.tabs.get(title)
    replace_tab(office, title, title, OWN)
    assert f"tab “{title}” (No, Nama Arsip, Rak): 60 cells" in refused(office)
    office.book.tabs["Arsip kami"] = office.book.tabs.pop(title)
    if ours is not None:
        office.book.tabs[title] = ours
    assert office.sync().exit_code == 0
    assert office.texts("Arsip kami") == OWN_TEXTS


@pytest.mark.parametrize(("title", "written"), [("DIP", "dip"), ("Kendali", "KENDALI"), ("Riwayat", "RIWAYAT ")])
def test_a_name_that_folds_the_same_is_the_same(office: Office, title: str, written: str) -> None:
    replace_tab(office, title, written, OWN)
    assert f"tab “{written}” (No, Nama Arsip, Rak): 60 cells" in refused(office)


@pytest.mark.parametrize("role", TEMPLATE.tab("unit").written_by("sync"))
def test_a_column_of_the_offices_own_under_our_header_stops_the_first_run(office: Office, role: str) -> None:
    """In a unit's tab: a secretary has long kept a column `Status` there."""
    office.add()
    office.add(judul="Laporan Barang 2025")
    for number, text in ((1, "lengkap"), (2, "dicari"), (9, "cek")):
        office.type_unit_row(number, role, text)
    header = TEMPLATE.tab("unit").column(role).header
    assert f"tab “Keuangan, Umum, Logistik”, “{header}”: 3 cells" in refused(office)
    put(office.tab(), 0, office.at(role, "unit"), "Milik kami")
    office.tab()[0].append(header)
    assert office.sync().exit_code == 0
    assert [row[office.tab()[0].index("Milik kami")] for row in office.tab()[1:3]] == ["lengkap", "dicari"]


@pytest.mark.parametrize("role", TEMPLATE.tab("induk").written_by("sync"))
def test_a_column_of_induk_that_is_not_from_here_stops_the_first_run(office: Office, role: str) -> None:
    """In `Induk`: nothing that stands in a column of sync is from the people whose tab it is."""
    put(office.induk, 3, office.at(role), "ketikan lama")
    assert f"tab “Induk”, “{TEMPLATE.tab('induk').column(role).header}”: 1 cell." in refused(office)


@pytest.mark.parametrize("title", ["DIP", "DIK", "Riwayat"])
def test_cells_below_our_headers_stop_the_first_run(office: Office, title: str) -> None:
    header = office.book.tabs[title][0]
    office.book.tabs[title] += [[], ["", "ketikan lama"], ["1", "satu lagi"]]
    told = refused(office)
    assert f"tab “{title}”, “{header[0]}”: 1 cell; tab “{title}”, “{header[1]}”: 2 cells" in told


@pytest.mark.parametrize("title", ["DIP", "DIK", "Riwayat"])
def test_a_header_of_the_offices_own_in_the_place_of_ours_stops_the_first_run(office: Office, title: str) -> None:
    put(office.book.tabs[title], 0, 2, "Milik kami")
    assert f"tab “{title}”, “Milik kami”: 1 cell." in refused(office)


def test_what_stands_in_a_line_of_kendali_that_sync_writes_stops_the_first_run(office: Office) -> None:
    rows = office.book.tabs["Kendali"]
    put(rows, next(number for number, row in enumerate(rows) if row[0] == "Perlu Perhatian"), 1, "tanya Pak Budi")
    assert "tab “Kendali”, “Perlu Perhatian”: 1 cell" in refused(office)


def test_everything_that_stands_in_the_way_is_told_at_once(office: Office) -> None:
    put(office.tab(), 1, office.at("catatan", "unit"), "ketikan lama")
    office.book.tabs["DIK"].append(["ketikan lama"])
    told = refused(office)
    assert "tab “DIK”, “ID”: 1 cell; tab “Keuangan, Umum, Logistik”, “Catatan”: 1 cell" in told


def test_columns_that_people_write_never_stop_anything(office: Office) -> None:
    """Rows, classes, notes, an order, columns of one's own, other tabs: an office brings what it has."""
    office.add()
    put(office.tab(), 0, 20, "Milik kami")
    put(office.tab(), 1, 20, "rak 3")
    for role, text in (("klasifikasi", BERKALA), ("catatan_ppid", "lengkapi"), ("pertimbangan", "dibahas")):
        put(office.induk, 4, office.at(role), text)
    put(office.induk, 2, 60, "catatan di pinggir")
    office.book.tabs["Arsip kami"] = [list(row) for row in OWN]
    office.order("Otomatis")
    assert office.sync().exit_code == 0
    induk, tab = office.texts("Induk"), office.texts("Keuangan, Umum, Logistik")
    assert (induk[4, office.at("klasifikasi")], induk[2, 60], tab[1, 20]) == (BERKALA, "catatan di pinggir", "rak 3")
    assert office.texts("Arsip kami") == OWN_TEXTS


def steps_of_the_first_run(tmp_path: Path) -> list[str]:
    """Every point at which it could die."""
    tmp_path.mkdir()
    office = Office(tmp_path)
    office.add()
    office.order("Otomatis")
    office.sync()
    return list(office.fuse.steps)


def test_what_a_first_run_that_was_cut_off_meant_to_write_is_syncs_own(office: Office, tmp_path: Path) -> None:
    """Wherever the first run dies, the next finishes it: the ledger knows the IDs that it gave."""
    steps = steps_of_the_first_run(tmp_path / "other")
    for number in range(len(steps)):
        (tmp_path / str(number)).mkdir()
        again = Office(tmp_path / str(number), kind=office.kind)
        again.add()
        again.order("Otomatis")
        again.fuse.blow_at = number
        with pytest.raises(Crash):
            again.sync()
        again.fuse.blow_at = -1
        assert again.sync().exit_code == 0, steps[number]
        assert again.status("KUL-0001") == "Menunggu persetujuan", steps[number]
        done = again.book.writes, again.ledger.records
        again.sync()
        assert (again.book.writes, again.ledger.records) == done, steps[number]


def test_what_is_typed_between_a_first_run_that_was_cut_off_and_the_next_stops_that_one(office: Office) -> None:
    """No write was confirmed: what stands there now is still nobody's but the typist's."""
    office.add()
    office.crash("before workbook")
    office.type_unit_row(1, "catatan", "sudah lengkap")
    with pytest.raises(ForeignContent, match=r"“Keuangan, Umum, Logistik”, “Catatan”: 1 cell\."):
        office.sync()
    assert office.tab()[1][office.at("catatan", "unit")] == "sudah lengkap"


def test_after_the_first_write_nothing_stops_a_run(office: Office) -> None:
    """What is typed into sync's cells is put back, as ever."""
    office.add()
    office.sync()
    office.type_unit("KUL-0001", "catatan", "sudah lengkap")
    assert office.sync().exit_code == 0
    assert office.read("KUL-0001", "catatan", "KUL") == ""


@pytest.mark.parametrize("role", TEMPLATE.tab("unit").written_by("sync"))
def test_in_the_tab_of_a_unit_added_later_it_makes_that_tab_unusable(office: Office, role: str) -> None:
    """It is told in `Kendali`, nothing is written there, and the others go on (rule 6)."""
    office.use_units("KUL")
    office.add()
    office.sync()
    office.settings = type(office.settings)(**{**vars(office.settings), "units": UNITS})
    office.add("TEK", judul="Peta TPS")
    office.type_unit_row(1, role, "punya kami", "TEK")
    office.book.read()
    before = office.texts("Teknis dan Hukum")
    office.add(judul="Laporan Barang 2025")
    outcome = office.sync()
    assert (outcome.exit_code, office.texts("Teknis dan Hukum")) == (0, before)
    assert office.status("KUL-0002") == "Menunggu persetujuan"
    header = TEMPLATE.tab("unit").column(role).header
    told = (
        "Tab “Teknis dan Hukum” belum dibaca, karena kolom otomatis sudah terisi: "
        f"“{header}” (1 sel). Ganti judul kolom itu."
    )
    assert office.control("Teknis dan Hukum") == told
    assert told in [problem.message for problem in outcome.plan.problems]
    office.type_unit_row(1, role, "", "TEK")
    office.sync()
    assert office.status("TEK-0001") == "Menunggu persetujuan"


def test_a_tab_added_later_and_read_once_is_ours(office: Office) -> None:
    office.use_units("KUL")
    office.sync()
    office.settings = type(office.settings)(**{**vars(office.settings), "units": UNITS})
    office.sync()
    office.add("TEK", judul="Peta TPS")
    office.type_unit_row(1, "catatan", "punya kami", "TEK")
    office.sync()
    assert office.read("TEK-0001", "catatan", "TEK") == ""
