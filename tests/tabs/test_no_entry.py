"""Totals and signatures in a unit's tab: no entries, one sentence for a block."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.tabs.test_check import HEADER, numbers, only, read, row

PLACE_AND_DAY = only(penanggung_jawab="Rangkasbitung, 5 Januari 2026")
SIGNATURES = [
    PLACE_AND_DAY,
    only(judul="Mengetahui,", penanggung_jawab="PPID KPU Kabupaten Lebak"),
    [], [], [],
    only(judul="Budi Santoso, S.H.", penanggung_jawab="Siti Aminah"),
    only(judul="NIP. 19700101 199001 1 001", penanggung_jawab="NIP. 19800101 200501 2 002"),
]  # fmt: skip


def said(*rows: list[str]) -> dict[int, str]:
    """What is said of the blocks, by their first row, and nothing else."""
    reading = read(HEADER, *rows)
    assert reading.problems == () and all(found.judul for found in map(Title, reading.rows))
    return {number: problem.message for number, problem in reading.no_entries.items() if problem}


class Title:
    def __init__(self, found: object) -> None:
        self.judul = found.typed[0]  # type: ignore[attr-defined]


def test_signatures_beneath_the_table_are_one_block() -> None:
    """Place and day above `Mengetahui`, the empty rows people sign in, names and numbers beneath."""
    reading = read(HEADER, row(), [], *SIGNATURES)
    assert numbers(reading) == [1]
    assert sorted(reading.no_entries) == [3, 4, 8, 9]
    assert said(row(), [], *SIGNATURES) == {
        3: "Baris 4 sampai 10 tidak dibaca, karena berisi jumlah atau tanda tangan. Boleh dihapus."
    }


@pytest.mark.parametrize(
    "total",
    [
        only(judul="JUMLAH"),
        only(judul="Jumlah", retensi="45"),
        only(id="TOTAL", bentuk="12", retensi="3"),
        only(judul="Jumlah: 45 dokumen"),
        only(judul="Jumlah informasi", ringkasan="45 informasi"),
        only(ringkasan="Sub total", tautan="7"),
        only(judul="Jml", retensi="45"),
        only(judul="TOTAL", retensi="Rp 45.000"),
        only(judul="JUMLAH", retensi="#REF!"),
    ],
)
def test_a_total_is_no_entry_wherever_it_stands(total: list[str]) -> None:
    assert said(row(), total, row(judul="Laporan Kinerja Tahun 2025")) == {
        2: "Baris 3 tidak dibaca, karena berisi jumlah atau tanda tangan. Boleh dihapus."
    }


def test_a_total_and_the_signatures_beneath_it_are_told_together() -> None:
    assert list(said(row(), only(judul="JUMLAH", retensi="1"), *SIGNATURES).values()) == [
        "Baris 3 sampai 10 tidak dibaca, karena berisi jumlah atau tanda tangan. Boleh dihapus."
    ]


@pytest.mark.parametrize(
    "cells",
    [
        {"judul": "Jumlah Pemilih per Desa Tahun 2024"},
        {"judul": "Jumlah Pemilih", "ringkasan": "Rekapitulasi"},
        {"judul": "Catatan Rapat Pleno"},
        {"judul": "Keputusan Ketua"},
        {"judul": "Pengetahui"},
        {"judul": "Total Quality Management", "retensi": "5 tahun"},
    ],
)
def test_an_entry_that_has_only_been_begun_is_an_entry(cells: dict[str, str]) -> None:
    reading = read(HEADER, row(), only(**cells))
    assert (numbers(reading), reading.no_entries) == ([1, 2], {})


def test_what_has_an_id_is_an_entry_whatever_it_says() -> None:
    """It was one before; only its unit takes it out."""
    reading = read(HEADER, row(), only(id="KUL-0002", judul="JUMLAH", retensi="1"))
    assert (numbers(reading), reading.no_entries) == ([1, 2], {})


@pytest.mark.parametrize(
    "signed",
    [
        ["Rangkasbitung, 5 Januari 2026", "Kepala Subbagian,", "", "", "Budi Santoso", "NIP 197001011990011001"],
        ["Kepala Dinas,", "", "", "", "Drs. Budi Santoso", "NIP. 19700101 199001 1 001"],
        ["Lebak,     Januari 2026", "Sekretaris", "", "Budi", "NIP 19700101 199001 1 001"],
        ["Dibuat oleh:", "", "", "Budi Santoso"],
    ],
)
@pytest.mark.parametrize("role", ["judul", "retensi", "tautan"])
def test_a_block_that_says_only_at_its_end_that_it_is_signed(signed: list[str], role: str) -> None:
    """No word over it: place and day, the office, the name, and a NIP. It stands beneath the list, in any column."""
    reading = read(HEADER, row(), [], *(only(**{role: text}) for text in signed))
    assert numbers(reading) == [1] and reading.problems == ()
    assert sum(1 for problem in reading.no_entries.values() if problem) == 1


def test_what_was_begun_above_a_name_with_its_number_is_an_entry() -> None:
    reading = read(HEADER, row(), only(judul="Laporan Hasil Rapat"), [], only(judul="Budi"), only(judul="NIP. 1970"))
    assert (numbers(reading), sorted(reading.no_entries)) == ([1, 2], [4, 5])


def test_an_entry_beneath_the_signatures_is_an_entry() -> None:
    reading = read(HEADER, row(), *SIGNATURES, row(judul="Laporan Kinerja Tahun 2025"))
    assert numbers(reading) == [1, 9]


def test_what_stands_far_beneath_signatures_is_read() -> None:
    reading = read(HEADER, row(), only(judul="Mengetahui"), *([[]] * 7), only(judul="Laporan baru"))
    assert numbers(reading) == [1, 10]


@given(st.lists(st.sampled_from(["entry", "begun", "total", "blank", "signature", "name"]), max_size=12))
def test_no_row_is_lost(kinds: list[str]) -> None:
    """Every row with content is an entry or in a block, a whole one is always an entry, and each block is told once."""
    rows = {
        "entry": row(), "begun": only(judul="Laporan Hasil Rapat"), "total": only(judul="JUMLAH", retensi="3"),
        "blank": only(), "signature": only(judul="Mengetahui"), "name": only(judul="Budi Santoso"),
    }  # fmt: skip
    reading = read(HEADER, *(rows[kind] for kind in kinds))
    filled = {number for number, kind in enumerate(kinds, 1) if kind != "blank"}
    assert set(numbers(reading)) | set(reading.no_entries) == filled
    assert not set(numbers(reading)) & set(reading.no_entries)
    assert {number for number in filled if kinds[number - 1] == "entry"} <= set(numbers(reading))
    assert {number for number in filled if kinds[number - 1] in ("total", "signature")} <= set(reading.no_entries)
    firsts = [number for number, problem in reading.no_entries.items() if problem]
    assert bool(firsts) == bool(reading.no_entries) and set(firsts) <= set(reading.no_entries)
