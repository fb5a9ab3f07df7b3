"""Rule 7: why an entry was withdrawn, as the PPID chose it, is shown on its notice and nowhere else."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from sync.cells.withdrawal_reason import read_withdrawal_reason
from tests.office import DIKECUALIKAN, TEMPLATE, Office

CHOICES = TEMPLATE.choices["alasan_tarik"]
KINDS = pytest.mark.parametrize("kind", ["memory", "file", "google"])


def with_public(folder: Path, kind: str = "memory", count: int = 2) -> Office:
    office = Office(folder, kind=kind)
    for number in range(count):
        office.add(judul=f"Laporan {number}")
    office.sync()
    office.tick(*office.known().entries)
    office.sync()
    return office


def notice(office: Office, id: str = "KUL-0001") -> str:
    """What the page of an entry says, without its markup."""
    page = office.target.files[f"informasi/{id}/index.html"].decode()
    return " ".join(re.sub(r"<[^>]*>", " ", page.partition("<article")[2].partition("</article>")[0]).split())


def withdraw(office: Office, alasan: str, id: str = "KUL-0001") -> None:
    office.type(id, "alasan_tarik", alasan)
    office.tick(id, role="tarik")
    office.sync()


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("Keliru", ("keliru", "")), ("  tidak  berlaku lagi ", ("tidak-berlaku", "")), ("DIGABUNG", ("digabung", "")),
        ("Digabung KUL-0012", ("digabung", "KUL-0012")), ("digabung dengan kul - 0012.", ("digabung", "KUL-0012")),
        ("Dimuat dua kali (TEK-10001)", ("dua-kali", "TEK-10001")), ("Dikecualikan", ("dikecualikan", "")),
        ("Lain-lain", ("lainnya", "")),
        ("Keliru KUL-0012", None), ("karena salah orang", None), ("KUL-0012", None), ("?", None), ("Digabung 12", None),
        ("Keliru. Hubungi 0812-3456-7890", None), ("<b>Keliru</b> x", None),
    ],
)  # fmt: skip
def test_a_reason_is_one_of_the_list_with_an_id_where_one_may_follow(text: str, read: tuple[str, str] | None) -> None:
    """`Digabung` and `Dimuat dua kali` may be followed by an ID; nothing else counts."""
    assert read_withdrawal_reason(text, CHOICES) == read


@KINDS
def test_the_reason_goes_out_with_the_withdrawal_also_under_tahan(tmp_path: Path, kind: str) -> None:
    office = with_public(tmp_path, kind)
    office.order("Tahan")
    withdraw(office, "Keliru")
    assert "Alasannya: isinya keliru." in notice(office)
    assert office.read("KUL-0001", "alasan_tarik") == "Keliru"  # sync never clears it
    office.type("KUL-0001", "alasan_tarik", "Tidak berlaku lagi")
    office.sync()
    assert "tidak berlaku lagi" in notice(office) and "keliru" not in notice(office)
    done = office.book.writes, office.ledger.records, office.target.publishes
    office.sync()
    assert (office.book.writes, office.ledger.records, office.target.publishes) == done
    office.type("KUL-0001", "alasan_tarik", "")
    office.sync()
    assert "Alasan" not in notice(office)


def test_the_entry_in_its_place_is_named_while_it_is_public(tmp_path: Path) -> None:
    office = with_public(tmp_path)
    withdraw(office, "Digabung KUL-0002")
    assert "digabung dengan informasi lain. Penggantinya: KUL-0002" in notice(office)
    withdraw(office, "", "KUL-0002")
    assert "digabung" in notice(office) and "KUL-0002" not in notice(office)


@pytest.mark.parametrize("id", ["KUL-0001", "KUL-0099"])
def test_an_id_that_is_no_other_entry_is_told_and_not_shown(tmp_path: Path, id: str) -> None:
    office = with_public(tmp_path)
    withdraw(office, f"Digabung {id}")
    assert f"Alasan Tarik: {id} bukan ID informasi lain di sini" in office.note("KUL-0001")
    assert "Penggantinya" not in notice(office)


@KINDS
def test_a_text_that_is_none_of_the_list_is_told_and_never_shown(tmp_path: Path, kind: str) -> None:
    office = with_public(tmp_path, kind)
    withdraw(office, "salah orang, lapor 081234567890")
    assert "Alasan Tarik: “salah orang" in office.note("KUL-0001")
    assert "tidak ada dalam daftar, jadi tidak tampil di situs" in office.note("KUL-0001")
    assert not any(b"salah orang" in data for data in office.target.files.values())
    assert "Alasan" not in notice(office)


def test_after_a_new_approval_the_old_reason_is_void_until_it_was_seen_empty_or_different(tmp_path: Path) -> None:
    office = with_public(tmp_path)
    withdraw(office, "Keliru")
    office.tick("KUL-0001")
    office.sync()
    assert office.public() == ["KUL-0001", "KUL-0002"]
    assert "Alasan Tarik: alasan ini dari penarikan yang lalu" in office.note("KUL-0001")
    office.tick("KUL-0001", role="tarik")
    office.sync()
    assert "Alasan" not in notice(office)
    office.type("KUL-0001", "alasan_tarik", "")
    office.sync()
    office.type("KUL-0001", "alasan_tarik", "Keliru")
    office.sync()
    assert "isinya keliru" in notice(office)


def test_a_different_reason_counts_at_once_after_a_new_approval(tmp_path: Path) -> None:
    office = with_public(tmp_path)
    withdraw(office, "Keliru")
    office.tick("KUL-0001")
    office.sync()
    withdraw(office, "Tidak berlaku lagi")
    assert "tidak berlaku lagi" in notice(office) and "Alasan Tarik" not in office.note("KUL-0001")


def test_that_an_entry_is_excluded_now_is_said_only_if_the_ppid_chose_it(tmp_path: Path) -> None:
    """Rule 7: never `Dikecualikan` unless the PPID chose it."""
    office = with_public(tmp_path)
    office.type("KUL-0001", "klasifikasi", DIKECUALIKAN)
    office.sync()
    assert "ditarik" in notice(office).casefold() and "kecuali" not in notice(office)
    office.type("KUL-0001", "alasan_tarik", "Dikecualikan")
    office.sync()
    assert "sekarang dikecualikan" in notice(office)


def test_a_cell_that_says_nothing_changes_nothing(tmp_path: Path) -> None:
    office = with_public(tmp_path)
    withdraw(office, "Keliru")
    office.type("KUL-0001", "alasan_tarik", "#REF!")
    office.sync()
    assert "isinya keliru" in notice(office)


def test_a_workbook_without_the_column_withdraws_as_ever(tmp_path: Path) -> None:
    """A column that a newer template adds is added by `dip init` alone; sync works without it."""
    office = with_public(tmp_path)
    place = office.induk[0].index("Alasan Tarik")
    for row in office.induk:
        del row[place]
    office.tick("KUL-0001", role="tarik")
    office.sync()
    assert "ditarik dari Daftar" in notice(office) and "Alasan" not in notice(office)
