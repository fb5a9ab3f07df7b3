"""Rule 4: an edit after approval lapses it; the site never shows a content that was not approved."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.office import BERKALA, Office

OLD, NEW = "Laporan Keuangan 2025", "Laporan Keuangan 2026"
LAPSED = "Setuju: isi yang lama tetap berlaku. Baca Perubahan, lalu centang untuk isi yang baru."


@pytest.fixture
def one(office: Office) -> Office:
    """KUL-0001, published, then edited by its unit."""
    office.add(judul=OLD)
    office.approved("KUL-0001")
    office.type_unit("KUL-0001", "judul", NEW)
    office.sync()
    return office


@pytest.fixture
def strict(tmp_path: Path) -> Office:
    """The same in an office that withdraws what is changed."""
    office = Office(tmp_path, on_change="withdraw")
    office.add(judul=OLD)
    office.approved("KUL-0001")
    office.type_unit("KUL-0001", "judul", NEW)
    office.sync()
    return office


def test_an_edit_after_approval_lapses_it(one: Office) -> None:
    """The tick is cleared, the status says `Perlu persetujuan ulang`."""
    assert (one.read("KUL-0001", "setuju"), one.status("KUL-0001")) == ("", "Perlu persetujuan ulang")
    assert one.read("KUL-0001", "status", "KUL") == "Perlu persetujuan ulang"
    assert one.note("KUL-0001") == LAPSED
    assert one.events("KUL-0001") == ["added", "approved", "published", "changed", "lapsed"]


def test_what_changed_is_shown_before_and_after(one: Office) -> None:
    """`Perubahan` names each field with its approved and its new text."""
    one.type("KUL-0001", "klasifikasi", BERKALA)
    one.sync()
    assert one.read("KUL-0001", "perubahan").splitlines() == [
        f"Judul Informasi: {OLD} → {NEW}",
        "Klasifikasi: Informasi Setiap Saat → Informasi Berkala",
    ]


def test_the_site_keeps_the_approved_version(one: Office) -> None:
    """With `on_change = "keep"` no file of the site holds a word of the new text."""
    assert one.titles() == [OLD]
    assert all(NEW.encode() not in data for data in one.target.files.values())


def test_or_drops_the_entry(strict: Office) -> None:
    """With `on_change = "withdraw"` the entry leaves the site, and the row says so."""
    assert (strict.public(), strict.status("KUL-0001")) == ([], "Perlu persetujuan ulang")
    told = "Setuju: isi yang lama tidak tampil di situs. Baca Perubahan, lalu centang untuk isi yang baru."
    assert strict.note("KUL-0001") == told


def test_going_back_to_the_approved_text_ends_the_lapse(one: Office) -> None:
    """The approval of that version stands again; sync never ticks, so the cell stays empty."""
    one.type_unit("KUL-0001", "judul", OLD)
    one.sync()
    assert (one.status("KUL-0001"), one.read("KUL-0001", "setuju"), one.titles()) == ("Terbit", "", [OLD])
    assert (one.note("KUL-0001"), one.read("KUL-0001", "perubahan")) == ("", "")


def test_a_dropped_entry_comes_back_with_its_approved_text(strict: Office) -> None:
    """Going back to the approved text ends the lapse, also where the site had dropped the entry."""
    strict.type_unit("KUL-0001", "judul", OLD)
    strict.sync()
    assert (strict.titles(), strict.status("KUL-0001")) == ([OLD], "Terbit")


def test_tarik_withdraws_what_stands_without_a_tick(one: Office) -> None:
    """An approval that stands again has no tick that could be taken away, so `Tarik` is the way."""
    one.type_unit("KUL-0001", "judul", OLD)
    one.sync()
    one.tick("KUL-0001", role="tarik")
    one.sync()
    assert (one.public(), one.status("KUL-0001")) == ([], "Ditarik")


def test_a_cell_that_is_empty_because_sync_emptied_it_withdraws_nothing(one: Office) -> None:
    """The tick that the lapse cleared is no untick, not even when the approval stands again."""
    one.type_unit("KUL-0001", "judul", OLD)
    one.sync()
    one.sync()
    assert one.titles() == [OLD]


def test_the_new_text_is_published_when_it_is_approved(one: Office) -> None:
    """The site shows the new content once it is approved, and `ditetapkan` stays the day of the first approval."""
    one.tick("KUL-0001")
    one.sync()
    assert (one.titles(), one.status("KUL-0001")) == ([NEW], "Terbit")
    assert one.read("KUL-0001", "perubahan") == ""


def test_an_invalid_edit_keeps_the_approved_version_on_the_site(one: Office) -> None:
    """The site never shows a content that was not approved, and what is approved stays."""
    one.type_unit("KUL-0001", "retensi", "")
    one.sync()
    assert (one.titles(), one.status("KUL-0001")) == ([OLD], "Perlu diperbaiki")


def test_a_withdrawn_version_is_not_approved_by_going_back_to_it(one: Office) -> None:
    """Only an approval that stands can stand again: `Tarik` ended it for good."""
    one.tick("KUL-0001", role="tarik")
    one.sync()
    one.type_unit("KUL-0001", "judul", OLD)
    one.sync()
    assert (one.public(), one.status("KUL-0001")) == ([], "Menunggu persetujuan")


def test_an_older_approval_does_not_come_back(one: Office) -> None:
    """Approved is one version: after the approval of the new text the old text must be approved again."""
    one.tick("KUL-0001")
    one.sync()
    one.type_unit("KUL-0001", "judul", OLD)
    one.sync()
    assert (one.titles(), one.status("KUL-0001")) == ([NEW], "Perlu persetujuan ulang")


def test_while_the_upload_is_held_the_note_says_what_the_site_still_shows(tmp_path: Path) -> None:
    """`Tahan` keeps the release as it is, and `Catatan` speaks of the site as it is."""
    office = Office(tmp_path, on_change="withdraw")
    office.add(judul=OLD)
    office.approved("KUL-0001")
    office.order("Tahan")
    office.type_unit("KUL-0001", "judul", NEW)
    office.sync()
    assert office.titles() == [OLD]
    assert office.note("KUL-0001") == (
        "Setuju: isi yang lama masih tampil, karena unggah ditahan. Baca Perubahan, lalu centang untuk isi baru."
    )
    office.order("Otomatis")
    office.sync()
    assert (office.titles(), office.note("KUL-0001").startswith("Setuju: isi yang lama tidak tampil")) == ([], True)


def test_a_unit_that_changed_is_told_by_its_name(one: Office) -> None:
    """`Perubahan` says what the column says: names, not codes."""
    row = one.row("KUL-0001", "KUL")
    one.tab().remove(row)
    one.tab("TEK").append(row)
    one.sync()
    assert one.read("KUL-0001", "perubahan").splitlines()[0] == (
        "Sub Bagian: Subbagian Keuangan, Umum, dan Logistik → Subbagian Teknis Penyelenggaraan Pemilu dan Hukum"
    )


def test_each_approval_of_a_past_names_what_changed_by_it(one: Office) -> None:
    """Against the one before, and never more than elements: three approvals, two of them of a change."""
    for role, text in (("judul", NEW), ("ringkasan", "Ringkasan baru")):
        one.type_unit("KUL-0001", role, text)
        one.approved("KUL-0001")
    history = one.entry("KUL-0001").history
    assert [(approval.version, approval.elements) for approval in history] == [
        (1, ()),
        (2, ("judul",)),
        (3, ("ringkasan",)),
    ]
