"""What the ledger keeps of a run: who did what to which version. `by` is a role: no workbook tells who."""

from __future__ import annotations

import pytest

from tests.office import BERKALA, DIKECUALIKAN, Office


@pytest.fixture
def one(office: Office) -> Office:
    """KUL-0001, published."""
    office.add()
    office.approved("KUL-0001")
    return office


def happened(office: Office) -> list[tuple[str, int, str]]:
    """The events of the next run: name, version, role."""
    before = len(office.recorded())
    office.sync()
    return [(event.event, event.version, event.by) for event in office.recorded()[before:]]


def test_a_new_row_is_its_units_and_its_approval_the_ppids(office: Office) -> None:
    office.add("TEK")
    assert happened(office) == [("added", 1, "unit:TEK")]
    office.tick("TEK-0001")
    assert happened(office) == [("approved", 1, "ppid"), ("published", 1, "sync")]


def test_a_text_changes_by_its_unit_and_a_class_by_the_desk(one: Office) -> None:
    """An approval lapses by itself; while it is lapsed, a further change is no second lapse."""
    one.type_unit("KUL-0001", "judul", "Laporan Keuangan 2026")
    assert happened(one) == [("changed", 2, "unit:KUL"), ("lapsed", 2, "sync")]
    one.type("KUL-0001", "klasifikasi", BERKALA)
    assert happened(one) == [("changed", 3, "desk")]


def test_a_row_that_goes_and_comes_back_does_so_by_its_unit(one: Office) -> None:
    row = one.row("KUL-0001", "KUL")
    one.drop("KUL-0001")
    assert happened(one) == [("missing", 1, "unit:KUL")]
    one.tab().append(row)
    assert happened(one) == [("restored", 1, "unit:KUL")]


def test_a_row_that_moves_to_another_tab_changes_by_the_unit_it_came_to(one: Office) -> None:
    """The unit is content; the ID keeps its code."""
    row = one.row("KUL-0001", "KUL")
    one.drop("KUL-0001")
    one.tab("TEK").append(row)
    assert happened(one) == [("changed", 2, "unit:TEK"), ("lapsed", 2, "sync")]


def test_an_id_that_was_wiped_is_restored_by_its_unit(one: Office) -> None:
    one.type_unit("KUL-0001", "id", "")
    assert happened(one) == [("restored", 1, "unit:KUL")]
    assert happened(one) == []


@pytest.mark.parametrize("role", ["setuju", "tarik"])
def test_a_withdrawal_is_the_ppids(one: Office, role: str) -> None:
    one.tick("KUL-0001", role=role, text="" if role == "setuju" else "✓")
    assert happened(one) == [("withdrawn", 1, "ppid")]
    assert happened(one) == []


def test_a_return_is_the_ppids_and_takes_the_entry_off_first(one: Office) -> None:
    one.untick("KUL-0001")
    one.type("KUL-0001", "catatan_ppid", "Lengkapi tahunnya.")
    assert happened(one) == [("withdrawn", 1, "ppid"), ("returned", 1, "ppid")]


def test_an_exclusion_takes_off_by_the_desk_and_stands_by_the_ppid(one: Office) -> None:
    one.exclude("KUL-0001")
    assert happened(one) == [("withdrawn", 1, "desk"), ("changed", 2, "desk")]
    assert one.read("KUL-0001", "klasifikasi") == DIKECUALIKAN
    one.tick("KUL-0001")
    assert happened(one) == [("excluded", 2, "ppid")]


def test_a_row_gone_from_induk_lapses_by_sync(one: Office) -> None:
    one.drop("KUL-0001", None)
    assert happened(one) == [("lapsed", 1, "sync")]
    assert happened(one) == []


def test_a_note_belongs_to_the_version_the_ppid_read(one: Office) -> None:
    """A note on the text that was shown, while its unit sent another; a note beside a class that the desk gave."""
    one.type("KUL-0001", "catatan_ppid", "Bagus.")
    assert happened(one) == []
    one.type_unit("KUL-0001", "judul", "Laporan Keuangan 2026")
    one.type("KUL-0001", "catatan_ppid", "Lengkapi.")
    assert happened(one)[-1] == ("lapsed", 2, "sync")
    one.type_unit("KUL-0001", "judul", "Laporan Keuangan 2027")
    one.type("KUL-0001", "catatan_ppid", "Lengkapi tahunnya.")
    assert ("returned", 2, "ppid") in happened(one)
    one.type("KUL-0001", "klasifikasi", BERKALA)
    one.type("KUL-0001", "catatan_ppid", "Kelasnya?")
    assert ("returned", 4, "ppid") in happened(one)
    assert one.status("KUL-0001") == "Dikembalikan PPID"
