"""What desk and PPID are told besides rows that need fixing: a proposal to exclude what is public, a row of `Induk`
that came back, and a decision that is not named."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.office import DIKECUALIKAN, SETIAP_SAAT, Office

UNNAMED = "PPID: Nomor Penetapan atau Tanggal Penetapan belum diisi, padahal ada informasi yang terbit."


def assert_quiet(office: Office) -> None:
    done = office.book.writes, office.ledger.records, office.target.publishes
    office.sync()
    assert (office.book.writes, office.ledger.records, office.target.publishes) == done


@pytest.mark.parametrize("proposal", [DIKECUALIKAN, "dikecualikan", "Rahasia"])
def test_a_proposal_to_exclude_what_is_public_is_told(tmp_path: Path, proposal: str) -> None:
    """In the row of `Induk` and in `Kendali`; what is public stays until desk or PPID decide."""
    office = Office(tmp_path)
    office.add(judul="Laporan")
    office.approved("KUL-0001")
    office.type_unit("KUL-0001", "usulan", proposal)
    office.sync()
    assert (office.public(), office.status("KUL-0001")) == (["KUL-0001"], "Terbit")
    assert "Usulan Klasifikasi: kini Informasi Dikecualikan" in office.note("KUL-0001")
    assert "1 informasi yang disetujui untuk umum kini diusulkan" in office.control("Perlu Perhatian")
    assert "mengusulkan" not in office.read("KUL-0001", "catatan", "KUL")
    assert_quiet(office)
    office.type_unit("KUL-0001", "usulan", SETIAP_SAAT)
    office.sync()
    assert "mengusulkan" not in office.note("KUL-0001")
    assert "diusulkan" not in office.control("Perlu Perhatian")


@pytest.mark.parametrize("on_change", ["keep", "withdraw"])
def test_a_row_deleted_from_induk_lapses_stays_public_and_says_so(tmp_path: Path, on_change: str) -> None:
    office = Office(tmp_path, on_change)
    office.add(judul="Laporan")
    office.add(judul="Neraca")
    office.approved("KUL-0001", "KUL-0002")
    office.drop("KUL-0001", None)
    office.sync()
    assert (office.status("KUL-0001"), office.public()) == ("Perlu persetujuan ulang", ["KUL-0001", "KUL-0002"])
    assert "tetapi tetap terbit." in office.note("KUL-0001")
    assert_quiet(office)


def test_a_decision_that_is_not_named_is_told_once_a_release(tmp_path: Path) -> None:
    """In the report of the run that makes the release, while something is public; `Perlu Perhatian` says it until both
    are named."""
    office = Office(tmp_path)
    office.add(judul="Laporan")
    office.add(judul="Neraca")
    office.sync()
    assert UNNAMED not in office.control("Laporan")
    assert office.control("Perlu Perhatian") == "Tidak ada"
    office.tick("KUL-0001")
    office.sync()
    assert UNNAMED in office.control("Laporan")
    assert office.control("Perlu Perhatian") == UNNAMED
    assert_quiet(office)
    office.type_unit("KUL-0002", "judul", "Neraca 2025")
    office.sync()
    assert UNNAMED not in office.control("Laporan")
    assert office.control("Perlu Perhatian") == UNNAMED
    for row in office.book.tabs["Kendali"]:
        if row and row[0] in ("Nomor Penetapan", "Tanggal Penetapan"):
            row[1:2] = ["17/2026" if row[0].startswith("Nomor") else "20 November 2026"]
    office.tick("KUL-0002")
    office.sync()
    assert office.public() == ["KUL-0001", "KUL-0002"]
    assert UNNAMED not in office.control("Laporan")
    assert office.control("Perlu Perhatian") == "Tidak ada"
