"""The gate by itself: which fields pass, in which order, and what never does."""

from __future__ import annotations

from dataclasses import replace

from sync.model import Link
from sync.release import Change, Exclusion, Release
from sync.site.gate import ListedEntry, PublicExclusion, dip_rows, public_entry, public_exclusions, public_list
from tests.releases import OFFICE, TEMPLATE, release, released

OPEN = replace(OFFICE, excluded_list=True)


def exclusion(id: str, unit: str, **basis: str) -> Exclusion:
    """An exclusion whose decision bears its ID."""
    whole = {"dasar_pengecualian": "Pasal 17", "nomor_uji": id, "jangka_pengecualian": "5 tahun"}
    return Exclusion(id, unit, {**whole, **basis})


def excluding(*excluded: Exclusion) -> Release:
    return replace(release(), excluded=excluded)


def test_every_field_of_an_entry_is_the_one_of_its_version() -> None:
    """Each under its own name, the days of the period told apart, the unit by its name."""
    whole = released("TEK-0007", updated="2026-11-23", waktu="Semester II 2025", klasifikasi="Informasi Setiap Saat")
    changes = (Change("2026-11-20", "established"), Change("2026-11-23", "updated", ("ringkasan", "tautan")))
    assert public_entry(whole, 7, OFFICE, TEMPLATE) == ListedEntry(
        id="TEK-0007", judul="Laporan Keuangan Tahun 2025",
        ringkasan="Neraca, realisasi anggaran, dan catatan atas laporan keuangan",
        penguasa="Subbagian Teknis Penyelenggaraan Pemilu dan Hukum",
        penanggung_jawab="Kepala Subbagian Keuangan, Umum, dan Logistik",
        waktu="Semester II 2025", waktu_mulai="2025-07-01", waktu_selesai="2025-12-31", tempat="Rangkasbitung",
        bentuk="Softcopy dan Hardcopy", retensi="2 tahun aktif, 3 tahun inaktif", klasifikasi="Informasi Setiap Saat",
        tautan=(Link("Laporan Keuangan 2025", "https://kpu-lebak.example/dokumen/laporan-keuangan-2025.pdf"),),
        ditetapkan="2026-11-20", dimutakhirkan="2026-11-23", unit="TEK", changes=changes, nomor=7,
    )  # fmt: skip


def test_what_a_version_lacks_is_empty_and_a_unit_without_name_is_its_code() -> None:
    bare = released("KUL-0001", unit="LMA", penanggung_jawab="", waktu="", tautan="", retensi="a\x00b\ufffe")
    entry = public_entry(replace(bare, content={**bare.content, "waktu": ""}), 1, OFFICE, TEMPLATE)
    assert (entry.penguasa, entry.penanggung_jawab, entry.waktu_mulai, entry.tautan) == ("LMA", "", "", ())
    assert entry.retensi == "ab"
    short = {role: text for role, text in bare.content.items() if role in ("judul", "klasifikasi")}
    assert public_entry(replace(bare, content=short), 1, OFFICE, TEMPLATE).ringkasan == ""


def test_units_that_dip_toml_does_not_name_come_last_by_their_code() -> None:
    """And of two IDs with one number that of the earlier code."""
    listed = public_list(
        release(
            released("KUL-0001", unit="ZZZ"), released("KUL-0002", unit="LMA"), released("REN-0001"),
            released("TEK-0003", unit="KUL"), released("KUL-0003"), released("KUL-10000"), released("KUL-9999"),
        ),
        OFFICE, TEMPLATE,
    )  # fmt: skip
    assert [entry.id for entry in listed] == [
        "KUL-0003", "TEK-0003", "KUL-9999", "KUL-10000", "REN-0001", "KUL-0002", "KUL-0001"]  # fmt: skip
    assert [entry.nomor for entry in listed] == [1, 2, 3, 4, 5, 6, 7]


def test_exclusions_stand_in_the_order_of_every_list() -> None:
    """Units as in `dip.toml`, numbers by value."""
    shown = excluding(
        exclusion("KUL-0001", "ZZZ"), exclusion("REN-0001", "REN"), exclusion("KUL-10000", "KUL"),
        exclusion("TEK-0001", "TEK"), exclusion("KUL-9999", "KUL"), exclusion("KUL-0002", "LMA"),
    )  # fmt: skip
    assert [line.nomor_uji for line in public_exclusions(shown, OPEN, TEMPLATE)] == [
        "KUL-9999", "KUL-10000", "TEK-0001", "REN-0001", "KUL-0002", "KUL-0001"]  # fmt: skip


def test_an_exclusion_shows_its_basis_and_its_unit() -> None:
    """Empty where a basis was never given, without signs that no page can carry, and only where there is a decision."""
    lacking = Exclusion("KUL-0002", "LMA", {"nomor_uji": "12\x00/UK"})
    shown = excluding(
        exclusion("KUL-0001", "KUL"),
        lacking,
        exclusion("KUL-0003", "KUL", nomor_uji=" "),
        Exclusion("KUL-0004", "KUL", {}),
    )
    assert public_exclusions(shown, OPEN, TEMPLATE) == (
        PublicExclusion("Pasal 17", "KUL-0001", "5 tahun", OFFICE.units["KUL"]),
        PublicExclusion("", "12/UK", "", "LMA"),
    )
    assert public_exclusions(shown, OFFICE, TEMPLATE) == ()


def test_the_rows_of_the_data_files() -> None:
    """Links as lines, numbers as text."""
    tautan = "Satu | https://a.example/1.pdf\nDua | https://a.example/2.pdf"
    ((id, nomor, *_, links, established, updated),) = dip_rows(
        [public_entry(released(tautan=tautan), 3, OFFICE, TEMPLATE)]
    )
    assert (id, nomor, links, established, updated) == ("KUL-0001", "3", tautan, "2026-11-20", "2026-11-20")
