"""What a cell cannot hold as it was meant is compared as it is stored: no run writes it again."""

from __future__ import annotations

from pathlib import Path
from typing import cast

import pytest

from sync.model import a1
from sync.workbook.google.cells import stored_text as stored_at_google
from sync.workbook.xlsx.cell_text import stored_text as stored_in_file
from tests.file_book import FileBook
from tests.google_book import GoogleBook
from tests.google_server.errors import Refusal
from tests.office import Office
from tests.workbooks import put_text

KUL = "Keuangan, Umum, Logistik"
TOO_LONG = ("x" * 40_000, "kata " * 9000, "😀" * 16_500, "=" + "y" * 33_000, "https://kpu.example/" + "z" * 40_000)
ODD = ("'Laporan", "Laporan\r\nBarang", "Laporan_x000D_ _x0041_", "Laporan \u00a0 ", "Lapo\x07ran", "e\u0301\ufeff",
       "Laporan\u2028Barang", "😀" * 2600, "=1+1", "Lapo\ufffe\x0bran")  # fmt: skip
PLACES = (("unit", "judul"), ("unit", "tautan"), ("unit", "waktu"), ("induk", "catatan_ppid"), ("induk", "judul"))


@pytest.fixture(params=["file", "google"])
def office(request: pytest.FixtureRequest, tmp_path: Path) -> Office:
    """KUL-0001 is on the site, KUL-0002 waits."""
    office = Office(tmp_path, kind=request.param)
    office.add()
    office.add(judul="Laporan Barang")
    office.order("Otomatis")
    office.approved("KUL-0001")
    return office


def put_raw(office: Office, title: str, row: int, column: int, text: str) -> None:
    """A program writes a text that no person could type."""
    if isinstance(office.book, GoogleBook):
        cell = {"userEnteredValue": {"stringValue": text}}
        office.book.people.edit(office.book._cell(title, row, column, cell))
        office.book._look()
    else:
        book = cast("FileBook", office.book)
        put_text(book.path, title, a1(row, column), text)
        book._show(book.door.read())


def writes_of_three_runs(office: Office) -> list[int]:
    counts = []
    for _ in range(3):
        before = office.book.writes
        assert office.sync().exit_code == 0
        counts.append(office.book.writes - before)
    return counts


@pytest.mark.slow
@pytest.mark.parametrize("place", PLACES, ids="-".join)
def test_after_what_a_cell_cannot_hold_the_second_run_writes_nothing(office: Office, place: tuple[str, str]) -> None:
    kind, role = place
    for text in (*TOO_LONG, *ODD):
        rows, title = (office.tab(), KUL) if kind == "unit" else (office.induk, "Induk")
        number = rows.index(office.row("KUL-0002", "KUL" if kind == "unit" else None))
        put_raw(office, title, number, office.at(role, kind), text)
        assert writes_of_three_runs(office)[1:] == [0, 0], text[:20]
    assert office.public() == ["KUL-0001"]


def test_the_copies_of_a_file_with_such_a_cell_stay(tmp_path: Path) -> None:
    office = Office(tmp_path, kind="file")
    office.add()
    put_raw(office, KUL, 1, office.at("ringkasan", "unit"), "x" * 40_000)
    office.sync()
    copies = sorted(path.name for path in (tmp_path / "dip-backup").iterdir())
    for _ in range(3):
        office.sync()
    assert sorted(path.name for path in (tmp_path / "dip-backup").iterdir()) == copies
    assert "terlalu panjang, 40.000 huruf (paling banyak 5.000)" in office.note("KUL-0001")


@pytest.mark.parametrize("text", ["😀" * 25_001, "a" + "😀" * 30_000, "é" * 49_999 + "😀"])
def test_at_google_an_emoji_counts_as_two(tmp_path: Path, text: str) -> None:
    """What Google would refuse, with all else that is to be written, is cut as it counts."""
    office = Office(tmp_path, kind="google")
    office.add(ringkasan="Isi")
    office.sync()
    book = cast("GoogleBook", office.book)
    stored = stored_at_google(text)
    assert len(stored.encode("utf-16-le")) // 2 <= 50_000
    put_raw(office, "Induk", 1, office.at("catatan_ppid"), stored)
    assert book.door.read().sheets["Induk"].text(1, office.at("catatan_ppid")) == stored
    with pytest.raises(Refusal, match="maximum of 50000"):
        put_raw(office, "Induk", 1, office.at("catatan_ppid"), text)


@pytest.mark.parametrize(("store", "most"), [(stored_in_file, 32_767), (stored_at_google, 50_000)])
def test_what_is_cut_says_so_and_is_stored_as_it_is(store: object, most: int) -> None:
    assert callable(store)
    for text in ("x" * 60_000, "😀" * 30_000, "a" + "😀" * 30_000):
        cut = store(text)
        assert (cut.endswith("…"), len(cut.encode("utf-16-le")) // 2 <= most, store(cut)) == (True, True, cut)
    assert store("x" * most) == "x" * most
