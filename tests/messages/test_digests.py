"""What a message says, and what it never says."""

from __future__ import annotations

from dataclasses import replace

import pytest

from sync.messages.digest import LONGEST, bounded, group_text, make_digest
from sync.messages.matters import RoleSection, Waitings, waitings_of
from sync.messages.sentences import INTROS
from sync.model import UploadOrder
from sync.plan import waiting
from sync.tabs.control_sentences import NOTHING, ORDERED
from tests.office import BERKALA, DIKECUALIKAN, TEMPLATE, Office


def waitings(office: Office) -> Waitings:
    """What waits after a run that found nothing new."""
    office.sync()
    found = waitings_of(office.plan(), office.settings, TEMPLATE)
    assert found is not None
    return found


def text_for(office: Office, whom: str) -> str:
    sections = waitings(office).of([whom])
    return make_digest(sections, "KPU Kabupaten Lebak", (), str).body


def section(office: Office, whom: str) -> RoleSection:
    (found,) = waitings(office).of([whom])
    return found


def test_a_unit_reads_which_rows_to_mend_and_where(office: Office) -> None:
    office.add(retensi="", judul="Laporan Keuangan 2025")
    office.add("TEK", judul="Putusan", waktu="kapan-kapan")
    assert text_for(office, "unit:KUL") == (
        "Daftar Informasi Publik KPU Kabupaten Lebak\n"
        "\n"
        "SUBBAGIAN KEUANGAN, UMUM, DAN LOGISTIK\n"
        "1 baris perlu diperbaiki di tab “Keuangan, Umum, Logistik”:\n"
        "1. KUL-0001 Laporan Keuangan 2025\n"
        "   Jangka Waktu Penyimpanan: berapa lama dokumen disimpan? Tulis misalnya 5 tahun atau Permanen.\n"
        "   Sel: 'Keuangan, Umum, Logistik'!J2\n"
        "\n"
        "Kerjakan di tabelnya, bukan dengan membalas surat ini. Surat ini otomatis: paling banyak sekali sehari, dan "
        "hanya bila ada yang baru.\n"
    )


def test_the_ppid_reads_what_changed_since_the_approval(office: Office) -> None:
    office.add()
    office.approved("KUL-0001")
    office.type_unit("KUL-0001", "waktu", "Februari 2026")
    lines = text_for(office, "ppid").splitlines()
    assert lines[2:7] == [
        "PPID",
        "1 informasi berubah setelah disetujui. Baca perubahannya, lalu centang Setuju lagi:",
        "1. KUL-0001 Laporan Keuangan 2025",
        "   Waktu Pembuatan: Januari 2026 → Februari 2026",
        f"   Sel: Induk!{chr(65 + office.at('setuju'))}2",
    ]


def test_the_names_of_documents_are_not_told(office: Office) -> None:
    office.add(usulan=BERKALA, bentuk="Softcopy", tautan="Rahasia kita | https://dip.example/rahasia.pdf")
    office.approved("KUL-0001")
    office.type_unit("KUL-0001", "tautan", "Nama lain | https://dip.example/lain.pdf")
    text = text_for(office, "ppid")
    assert "Tautan Dokumen: berubah, lihat barisnya" in text
    assert not [word for word in ("Rahasia", "Nama lain", "https", ".pdf") if word in text]


@pytest.mark.parametrize(
    "cells",
    [
        {"judul": "Daftar gaji NIK 3602041201850003", "retensi": ""},
        {"ringkasan": "Hubungi 0812-3456-7890", "retensi": ""},
        {"waktu": "tanya budi@gmail.com"},
        {"tautan": "KTP Budi | htp:/dip.example/budi.pdf"},
        {"tempat": "https://dip.example/x.pdf", "retensi": ""},
    ],
)
def test_neither_personal_data_nor_a_link_goes_out(office: Office, cells: dict[str, str]) -> None:
    office.add(**cells)
    text = text_for(office, "unit:KUL")
    assert "KUL-0001" in text
    assert not [word for word in ("3602", "0812", "081", "budi", "Budi", "://", "htp") if word in text]


def test_what_is_to_be_excluded_is_told_by_its_id_alone(office: Office) -> None:
    office.add(judul="Rencana rahasia", usulan=DIKECUALIKAN, retensi="entah")
    office.add(judul="Rencana rahasia", usulan="")
    office.sync()
    office.exclude("KUL-0002")
    text = group_text(waitings(office), "KPU Kabupaten Lebak")
    assert "1. KUL-0001\n   Baca kolom Catatan baris itu.\n" in text and "KUL-0002\n" in text
    assert "ahasia" not in text and "entah" not in text


def test_one_that_has_no_id_yet_is_told_by_its_row(office: Office) -> None:
    office.add(judul="#REF!", ringkasan="Isi")
    assert "1. Baris 2: #REF!\n" in text_for(office, "unit:KUL")


def test_an_entry_that_waits_for_the_order_is_told_to_the_ppid(office: Office) -> None:
    office.order("Tahan")
    office.add()
    office.approved("KUL-0001")
    assert "1 informasi sudah disetujui, tetapi belum terbit. Isi Perintah Unggah" in text_for(office, "ppid")
    assert office.plan().record.office.order is UploadOrder.HOLD


def test_for_a_group_there_is_no_address_and_every_role_is_named(office: Office) -> None:
    office.add(retensi="")
    office.add("TEK", usulan="")
    text = group_text(waitings(office), "KPU Kabupaten Lebak")
    assert text.splitlines()[0] == "Daftar Informasi Publik KPU Kabupaten Lebak: yang masih menunggu"
    assert "SUBBAGIAN KEUANGAN, UMUM, DAN LOGISTIK" in text and "DESK PELAYANAN INFORMASI" in text
    assert "://" not in text and "@" not in text


def test_a_group_for_whom_nothing_waits_is_thanked() -> None:
    assert "Tidak ada yang menunggu." in group_text(Waitings(), "KPU Kabupaten Lebak")


def test_what_was_not_told_before_stands_first(office: Office) -> None:
    for number in range(12):
        office.add(judul=f"Laporan {number:02}", retensi="")
    whole = section(office, "unit:KUL")
    old = whole.keys - set(whole.parts[0][1][11].keys)
    lines = make_digest([whole], "KPU", old, str).body.splitlines()
    assert lines[4].startswith("1. KUL-0012 Laporan 11") and "… dan 2 lagi." in lines


def test_a_mistake_that_goes_leaves_nothing_new_and_one_that_comes_does(office: Office) -> None:
    office.add(retensi="", waktu="")
    two = section(office, "unit:KUL").keys
    office.type_unit("KUL-0001", "waktu", "2026")
    one = section(office, "unit:KUL").keys
    office.type_unit("KUL-0001", "tempat", "")
    assert one < two and section(office, "unit:KUL").keys - two


def test_whatever_is_waited_for_can_be_told() -> None:
    words = {value for name, value in vars(waiting).items() if name.isupper() and isinstance(value, str)}
    assert words - {NOTHING, ORDERED} == set(INTROS)


def test_a_message_has_a_longest_length() -> None:
    text = bounded(["x" * 1000] * 100)
    assert len(text) < LONGEST + 10 and text.endswith("x\n…\n")


def test_no_terminal_obeys_a_title(office: Office) -> None:
    office.add(judul="Laporan\u202e \x1b[31m2025", retensi="")
    text = text_for(office, "unit:KUL")
    assert "KUL-0001 Laporan" in text and text.replace("\n", "").isprintable()


def test_without_a_look_at_every_entry_nobody_is_told_what_waits(office: Office) -> None:
    office.sync()
    assert waitings_of(replace(office.plan(), waiting=None), office.settings, TEMPLATE) is None
