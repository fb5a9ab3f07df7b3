"""Rule 6: a row that was a mistake and that nobody ever approved can be taken out for good, by two acts in two runs."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.office import Office

NOTE = "ID: hilang dari tab sub bagian, belum pernah disetujui. Memang dihapus? Lihat Petunjuk."


@pytest.fixture(params=["memory", "file", "google"])
def office(request: pytest.FixtureRequest, tmp_path: Path) -> Office:
    """KUL-0001 is public, KUL-0002 is a mistake that its unit has deleted, KUL-0003 waits."""
    office = Office(tmp_path, kind=request.param)
    for number in (1, 2, 3):
        office.add(judul=f"Laporan {number}", ringkasan=f"Isi laporan {number}")
    office.approved("KUL-0001")
    office.drop("KUL-0002")
    office.sync()
    return office


def test_a_mistake_is_gone_when_its_row_is_deleted_in_induk_too(office: Office) -> None:
    """Its history stays, and its ID is never given again."""
    assert (office.status("KUL-0002"), office.note("KUL-0002")) == ("Diusulkan hapus", NOTE)
    office.drop("KUL-0002", None)
    outcome = office.sync()
    assert [(event.id, event.event, event.by) for event in outcome.plan.events] == [("KUL-0002", "removed", "desk")]
    assert outcome.plan.by_status == {"Terbit": 1, "Menunggu persetujuan": 1}
    assert office.rows_of("KUL-0002") == []
    assert office.events("KUL-0002") == ["added", "missing", "removed"]
    assert office.entry("KUL-0002").typed[0] == "Laporan 2"
    writes = office.book.writes
    assert (office.sync().plan.changed, office.book.writes) == (False, writes)
    office.drop("KUL-0003")
    office.sync()
    office.drop("KUL-0003", None)
    office.sync()
    office.add(judul="Laporan 4", ringkasan="Isi laporan 4")
    office.sync()
    assert office.status("KUL-0004") == "Menunggu persetujuan"


def test_it_is_the_same_entry_when_its_unit_puts_it_back(office: Office) -> None:
    office.drop("KUL-0002", None)
    office.sync()
    office.add(judul="Laporan 2", ringkasan="Isi laporan 2")
    office.sync()
    assert (office.status("KUL-0002"), office.events("KUL-0002")[-1]) == ("Menunggu persetujuan", "restored")
    office.tick("KUL-0002")
    office.sync()
    assert office.public() == ["KUL-0001", "KUL-0002"]


def test_it_is_back_when_its_row_of_induk_is(office: Office) -> None:
    """Somebody undoes the deletion: the row is answered as before, and a tick approves nothing."""
    row = office.row("KUL-0002")
    office.induk.remove(row)
    office.sync()
    office.induk.append(row)
    office.tick("KUL-0002")
    office.sync()
    assert (office.status("KUL-0002"), office.public()) == ("Diusulkan hapus", ["KUL-0001"])
    assert office.events("KUL-0002") == ["added", "missing", "removed", "restored"]


def test_what_was_deleted_in_both_places_at_once_is_shown_first(office: Office) -> None:
    """One accident takes nothing out: the row is put back as `Diusulkan hapus`."""
    office.drop("KUL-0003")
    office.drop("KUL-0003", None)
    office.sync()
    assert office.status("KUL-0003") == "Diusulkan hapus"


def test_what_still_stands_in_its_units_tab_is_put_back(office: Office) -> None:
    office.drop("KUL-0003", None)
    office.sync()
    assert office.status("KUL-0003") == "Menunggu persetujuan"


@pytest.mark.parametrize("act", ["tarik", "untick", "none"])
def test_what_was_ever_approved_cannot_be_taken_out(office: Office, act: str) -> None:
    """Not even after it was withdrawn: its page says that it was public."""
    office.drop("KUL-0001")
    office.sync()
    if act == "tarik":
        office.tick("KUL-0001", role="tarik")
    elif act == "untick":
        office.untick("KUL-0001")
    office.sync()
    before = office.status("KUL-0001"), office.public()
    office.drop("KUL-0001", None)
    office.sync()
    assert (office.status("KUL-0001"), office.public()) == before


def test_a_mistake_that_was_withdrawn_can_be_taken_out(office: Office) -> None:
    office.tick("KUL-0002", role="tarik")
    office.sync()
    assert (office.status("KUL-0002"), office.note("KUL-0002")) == ("Ditarik", NOTE)
    office.drop("KUL-0002", None)
    office.sync()
    assert office.rows_of("KUL-0002") == []


def test_a_row_that_never_said_so_is_put_back(office: Office) -> None:
    """The run that found it missing could not write: nobody read `Diusulkan hapus`."""
    office.drop("KUL-0003")
    office.crash("before workbook")
    office.drop("KUL-0003", None)
    office.sync()
    assert office.status("KUL-0003") == "Diusulkan hapus"


@pytest.mark.parametrize("office", ["memory", "file"], indirect=True)
def test_an_older_workbook_takes_nothing_out(office: Office) -> None:
    """A version of the file without the row proves nothing."""
    office.drop("KUL-0003")
    office.sync()
    old = {title: [list(row) for row in rows] for title, rows in office.book.tabs.items()}
    old["Induk"].remove(office.row("KUL-0003"))
    office.type_unit("KUL-0001", "tempat", "Serang")
    office.sync()
    office.book.tabs = old
    office.sync()
    assert office.status("KUL-0003") == "Diusulkan hapus"


def test_the_brake_counts_them_until_they_are_gone(tmp_path: Path) -> None:
    """Twelve mistakes of 38 rows need consent once, and none in the runs after."""
    office = Office(tmp_path)
    for number in range(1, 39):
        office.add(judul=f"Laporan {number}", ringkasan=f"Isi laporan {number}")
    office.approved("KUL-0001")
    mistakes = [f"KUL-{number:04d}" for number in range(27, 39)]
    for id in mistakes:
        office.drop(id)
    office.sync(allow_removals=12)
    for id in mistakes:
        office.drop(id, None)
    assert office.sync().plan.hold
    assert not office.sync(allow_removals=12).plan.hold
    assert sum(event == "removed" for event in office.events()) == 12
    assert not office.sync().plan.changed
