"""Rule 9: nobody's cell is overwritten."""

from __future__ import annotations

import pytest

from tests.office import BERKALA, DIKECUALIKAN, SETIAP_SAAT, TEMPLATE, Office, put


@pytest.fixture
def one(office: Office) -> Office:
    """KUL-0001 and KUL-0002, published."""
    office.add()
    office.add(judul="Laporan Barang 2025")
    office.approved("KUL-0001", "KUL-0002")
    return office


def others_cells(office: Office) -> dict[tuple[str, int, int], str]:
    """Every cell that is not in one of sync's columns, with its text."""
    cells: dict[tuple[str, int, int], str] = {}
    for title, kind in (("Induk", "induk"), *((unit.tab, "unit") for unit in office.settings.units)):
        rows = office.book.tabs[title]
        columns = office.columns(rows, kind)
        own = {columns[role] for role in TEMPLATE.tab(kind).written_by("sync") if role in columns}
        cells |= {(title, r, c): text for r, row in enumerate(rows) for c, text in enumerate(row) if c not in own}
    return {at: text for at, text in cells.items() if text}


def test_sync_writes_only_its_own_columns(one: Office) -> None:
    """Whatever people typed, readable or not, stands there unchanged after a run."""
    one.type_unit("KUL-0001", "judul", "  judul   aneh ")
    one.type_unit("KUL-0001", "bentuk", "Soft Copy")
    one.type_unit("KUL-0001", "retensi", "sampai kapan-kapan")
    one.type("KUL-0001", "pertimbangan", "dibahas")
    one.type("KUL-0001", "catatan_ppid", "lengkapi")
    one.type("KUL-0001", "klasifikasi", "entahlah")
    one.untick("KUL-0001")
    put(one.induk, 1, 60, "catatan pribadi di pinggir")
    put(one.tab(), 9, 30, "dan di sini")
    before = others_cells(one)
    one.sync()
    assert others_cells(one) == before


def test_the_class_is_filled_in_once(office: Office) -> None:
    """The class once: what the desk empties stays empty, whatever is proposed later."""
    office.add()
    office.sync()
    assert office.read("KUL-0001", "klasifikasi") == SETIAP_SAAT
    office.type("KUL-0001", "klasifikasi", "")
    office.type_unit("KUL-0001", "usulan", BERKALA)
    office.sync()
    assert (office.read("KUL-0001", "klasifikasi"), office.status("KUL-0001")) == ("", "Menunggu klasifikasi")


def test_the_class_is_filled_in_when_the_proposal_can_first_be_read(office: Office) -> None:
    """It is filled in the first run in which the proposal can be read and the desk's cell is empty."""
    office.add(usulan="kurang tahu")
    office.sync()
    assert office.read("KUL-0001", "klasifikasi") == ""
    office.type_unit("KUL-0001", "usulan", "serta merta")
    office.sync()
    assert office.read("KUL-0001", "klasifikasi") == "Informasi Serta Merta"


def test_the_desks_class_is_never_replaced_by_a_proposal(office: Office) -> None:
    """The desk's class stands, whatever the unit proposes."""
    office.add(usulan="")
    office.sync()
    office.type("KUL-0001", "klasifikasi", "berkala")
    office.type_unit("KUL-0001", "usulan", DIKECUALIKAN)
    office.sync()
    assert office.read("KUL-0001", "klasifikasi") == "berkala"


def test_what_people_type_into_syncs_columns_is_put_back(one: Office) -> None:
    """The row gets a new mark in the same write, and the approval stands."""
    roles = ("id", "sub_bagian", "judul", "lokasi_arsip", "status", "catatan", "perubahan", "disetujui_pada", "tanda")
    before = {role: one.read("KUL-0001", role) for role in roles}
    row = one.row("KUL-0001")
    for role in roles[:-1]:
        put(one.induk, one.induk.index(row), one.at(role), "diketik orang")
    one.sync()
    after = {role: one.read("KUL-0001", role) for role in roles}
    assert after == before | {"tanda": after["tanda"]}
    assert (after["tanda"] != before["tanda"], one.status("KUL-0001")) == (True, "Terbit")


def test_status_and_note_of_a_unit_tab_are_put_back(one: Office) -> None:
    one.type_unit("KUL-0001", "status", "Selesai")
    one.type_unit("KUL-0001", "catatan", "sudah saya perbaiki")
    one.sync()
    assert [one.read("KUL-0001", role, "KUL") for role in ("status", "catatan")] == ["Terbit", ""]


def test_a_row_that_stays_the_same_is_not_written(one: Office) -> None:
    """Only what differs is written: a change in one row leaves the others, and their marks, alone."""
    mark = one.read("KUL-0002", "tanda")
    one.type_unit("KUL-0001", "judul", "Lain")
    (induk,) = (tab for tab in one.plan().batch.tabs if tab.title == "Induk")
    assert {row for row, _ in induk.cells} == {1}
    one.sync()
    assert one.read("KUL-0002", "tanda") == mark


def test_columns_may_stand_in_any_order(office: Office) -> None:
    """Columns are found by header text, in any order; strangers' columns between them are left alone."""
    for rows in (office.induk, office.tab()):
        rows[0].reverse()
        rows[0].insert(3, "Milik kami")
    office.add()
    put(office.tab(), 1, 3, "catatan kami")
    office.approved("KUL-0001")
    assert (office.public(), office.status("KUL-0001"), office.tab()[1][3]) == (["KUL-0001"], "Terbit", "catatan kami")


def test_a_stranger_row_keeps_what_was_typed(one: Office) -> None:
    """Nothing anyone typed is lost, also where it is no entry's."""
    put(one.induk, 5, one.at("judul"), "Titipan")
    put(one.induk, 5, one.at("klasifikasi"), BERKALA)
    one.sync()
    assert (one.induk[5][one.at("judul")], one.induk[5][one.at("klasifikasi")]) == ("Titipan", BERKALA)
    one.induk[5][one.at("judul")] = one.induk[5][one.at("klasifikasi")] = ""
    one.sync()
    assert not any(text for row in one.induk[5:] for text in row)


def test_every_row_stands_in_induk_valid_or_not(office: Office) -> None:
    """As the newest text its unit gave it: normalised where it can be read, as typed where it cannot."""
    office.add(bentuk="soft copy", retensi="kapan saja", tautan="https://kpu.example/a.pdf")
    office.sync()
    assert [office.read("KUL-0001", role) for role in ("bentuk", "retensi")] == ["Softcopy", "kapan saja"]
    assert office.status("KUL-0001") == "Perlu diperbaiki"


def test_a_tab_without_problems_says_so(one: Office) -> None:
    """`Kendali` has one line for each tab."""
    one.add(judul="Laporan ketiga", retensi="")
    one.sync()
    assert one.control("Keuangan, Umum, Logistik") == "3 baris, 1 baris perlu diperbaiki; lihat kolom Catatan"
    assert one.control("Teknis dan Hukum") == "0 baris, tidak ada yang perlu diperbaiki"
