"""Words that people write where they have nothing to write: in a cell that may stay empty they are no mistake."""

from __future__ import annotations

import pytest

from tests.office import BERKALA, Office

HINT = "Belum ada? Kosongkan saja sel ini."


@pytest.mark.parametrize("text", ["belum ada", "?", "menyusul"])
def test_an_entry_with_a_placeholder_where_nothing_need_stand_can_be_approved(office: Office, text: str) -> None:
    """The hint stands in its row, the placeholder on no page."""
    office.add(lokasi_arsip=text, tautan=text)
    office.approved("KUL-0001")
    assert office.status("KUL-0001") == "Terbit"
    assert office.site()[0]["tautan"] == []
    notes = office.read("KUL-0001", "catatan", "KUL").split("\n")
    assert [note for note in notes if HINT in note] == [
        f"Tautan Dokumen: “{text}” bukan isian. {HINT}",
        f"Lokasi Arsip Fisik: “{text}” bukan isian. {HINT}",
    ]


@pytest.mark.parametrize("text", ["menyusul", "sda", "belum diunggah"])
def test_a_link_that_the_class_asks_for_may_not_stay_empty(office: Office, text: str) -> None:
    """One sentence, not two that contradict each other."""
    office.add(usulan=BERKALA, bentuk="Softcopy", tautan=text)
    office.sync()
    assert office.status("KUL-0001") == "Perlu diperbaiki"
    assert office.read("KUL-0001", "catatan", "KUL") == (
        "Tautan Dokumen: wajib untuk Informasi Berkala berbentuk Softcopy. Salin alamat dokumennya dari browser."
    )


def test_a_class_that_is_a_placeholder_stays_as_it_was_typed(office: Office) -> None:
    """What the desk typed is told in its own words, and publishes nothing."""
    office.add()
    office.sync()
    office.type("KUL-0001", "klasifikasi", "menyusul")
    office.sync()
    assert office.status("KUL-0001") == "Perlu diperbaiki"
    assert office.entry("KUL-0001").klasifikasi == "menyusul"
