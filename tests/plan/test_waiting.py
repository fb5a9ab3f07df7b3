"""`Kendali` says who waits for whom, with numbers and the first cells; `DIP` and `Riwayat` speak as people do."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

import sync
from sync.cli.status import wait_lines
from sync.message import read_catalogue, translated
from sync.model import a1
from sync.plan.plan import Waiting
from sync.run.status import PastRun
from sync.tabs.clerk_sentences import OF_DESK
from tests.office import DIKECUALIKAN, Office

UNIT, DESK, PPID, ORDER = "Menunggu Sub Bagian", "Menunggu Desk", "Menunggu PPID", "Menunggu Perintah Unggah"
NOBODY = "Tidak ada"


@pytest.fixture
def office(tmp_path: Path) -> Office:
    return Office(tmp_path)


def waiting(office: Office) -> dict[str, str]:
    return {label: office.control(label) for label in (UNIT, DESK, PPID, ORDER) if office.control(label) != NOBODY}


def cell(office: Office, row: int, role: str, kind: str = "induk") -> str:
    return a1(row, office.at(role, kind))


def test_what_is_wrong_is_waited_for_from_the_unit(office: Office) -> None:
    office.add(judul="A")
    office.add(judul="B", retensi="")
    office.add(judul="C", retensi="nanti", waktu="entah")
    office.sync()
    retention, time = cell(office, 2, "retensi", "unit"), cell(office, 3, "waktu", "unit")
    assert office.control(UNIT) == f"2 perlu diperbaiki: 'Keuangan, Umum, Logistik'!{retention}, {time}"


def test_a_class_is_waited_for_from_the_desk(office: Office) -> None:
    office.add(judul="A", usulan="")
    office.add(judul="B")
    office.sync()
    assert office.control(DESK) == f"1 perlu Klasifikasi: Induk!{cell(office, 1, 'klasifikasi')}"
    assert office.control(PPID) == f"1 perlu dicentang: Induk!{cell(office, 2, 'setuju')}"
    assert not office.sync().plan.batch


def test_the_basis_of_an_exclusion_is_waited_for_from_the_desk(office: Office) -> None:
    office.add(judul="A")
    office.sync()
    office.type("KUL-0001", "klasifikasi", DIKECUALIKAN)
    office.sync()
    assert waiting(office) == {DESK: f"1 perlu dilengkapi: Induk!{cell(office, 1, 'dasar_pengecualian')}"}


def test_the_first_cell_is_the_right_one_before_the_row_stands_in_induk(office: Office) -> None:
    office.add(judul="A", usulan=DIKECUALIKAN)
    office.sync()
    assert waiting(office) == {DESK: f"1 perlu dilengkapi: Induk!{cell(office, 1, 'dasar_pengecualian')}"}
    assert not office.sync().plan.batch


def test_ticks_are_waited_for_from_the_ppid(office: Office) -> None:
    for number in range(5):
        office.add(judul=f"Laporan {number}", waktu=str(2020 + number))
    office.sync()
    places = ", ".join(cell(office, row, "setuju") for row in (1, 2, 3))
    assert waiting(office) == {PPID: f"5 perlu dicentang: Induk!{places}, …"}
    office.tick(*(f"KUL-000{number}" for number in range(1, 6)))
    office.sync()
    assert waiting(office) == {}
    office.type_unit("KUL-0002", "judul", "Laporan lain")
    office.drop("KUL-0004")
    office.sync()
    assert waiting(office) == {
        PPID: f"1 diusulkan hapus: Induk!{cell(office, 4, 'tarik')}\n"
        f"1 perlu dicentang ulang: Induk!{cell(office, 2, 'setuju')}"
    }


def test_a_tick_that_does_not_count_is_named(office: Office) -> None:
    office.add(judul="A")
    office.sync()
    office.tick("KUL-0001", text="mungkin")
    office.sync()
    place = f"Induk!{cell(office, 1, 'setuju')}"
    assert office.control(PPID) == f"1 centang tidak berlaku: {place}\n1 perlu dicentang: {place}"


def test_a_row_that_was_a_mistake_is_waited_for_from_the_desk_until_it_is_gone(office: Office) -> None:
    office.add(judul="A")
    office.add(judul="B")
    office.sync()
    office.drop("KUL-0001")
    office.sync()
    assert (
        office.control(DESK)
        == f"1 hilang dari tab sub bagian (memang dihapus? lihat Catatan): Induk!{cell(office, 1, 'id')}"
    )
    office.drop("KUL-0001", None)
    office.sync()
    assert waiting(office) == {PPID: f"1 perlu dicentang: Induk!{cell(office, 1, 'setuju')}"}
    assert not office.sync().plan.batch


def test_a_row_that_was_returned_is_waited_for_from_the_unit(office: Office) -> None:
    office.add(judul="A")
    office.sync()
    office.type("KUL-0001", "catatan_ppid", "Lengkapi judul")
    office.sync()
    place = f"'Keuangan, Umum, Logistik'!{cell(office, 1, 'catatan', 'unit')}"
    assert waiting(office) == {UNIT: f"1 dikembalikan PPID: {place}"}


def test_dip_status_says_the_same_in_the_same_words(office: Office) -> None:
    """Of each line of `Kendali` number and words stand on the operator's screen."""
    for number in range(8):
        office.add(judul=f"Laporan {number}", waktu=str(2015 + number))
    office.add(judul="Salah", waktu="entah")
    office.add(judul="Baru", usulan="")
    office.add(judul="Rahasia", usulan=DIKECUALIKAN)
    office.sync()
    office.tick("KUL-0001", "KUL-0002", "KUL-0003")
    office.sync()
    office.type_unit("KUL-0001", "judul", "Laporan lain")
    office.drop("KUL-0002")
    office.drop("KUL-0005")
    office.type("KUL-0006", "catatan_ppid", "Lengkapi judul")
    office.order("Tahan")
    office.tick("KUL-0007")
    office.tick("KUL-0008", text="mungkin")
    waits = office.sync().plan.waiting
    assert waits is not None
    run = PastRun("1", datetime.now(UTC), 0, waiting=waits.document())
    catalogue = read_catalogue((Path(sync.__file__).parent / "cli" / "id.po").read_bytes())
    lines = [translated(line, catalogue) for line in wait_lines(run, office.settings)]
    told = [
        line.partition(": ")[0] for label in (UNIT, DESK, PPID, ORDER) for line in office.control(label).split("\n")
    ]
    assert len(told) == 10
    for words in told:
        count, what = words.split(" ", 1)
        assert any(what in line and count in line for line in lines), (words, lines)


def test_the_order_is_waited_for(office: Office) -> None:
    office.order("Tahan")
    office.add(judul="A")
    office.approved("KUL-0001")
    assert waiting(office) == {ORDER: "1 sudah disetujui, belum terbit: Kendali!B2"}
    office.order("Otomatis")
    office.sync()
    assert waiting(office) == {}
    assert not office.sync().plan.batch


def test_a_workbook_of_an_older_template_has_no_such_lines_and_gets_none(office: Office) -> None:
    """They are added by `dip init`."""
    rows = office.book.tabs["Kendali"]
    rows[:] = [row for row in rows if not row[0].startswith("Menunggu")]
    office.add(judul="A")
    office.sync()
    assert not any(row[0].startswith("Menunggu") for row in rows)
    assert not office.sync().plan.batch


def test_an_older_name_of_a_line_is_known(office: Office) -> None:
    rows = office.book.tabs["Kendali"]
    row = next(row for row in rows if row[0] == "Pembaruan Terakhir")
    row[0] = "Sinkronisasi Terakhir yang Mengubah"
    office.add(judul="A")
    office.sync()
    assert office.control("Sinkronisasi Terakhir yang Mengubah") == "23 November 2026, 14.10"
    assert office.control("Pembaruan Terakhir") == ""


def test_riwayat_names_people_and_times_as_people_do(office: Office) -> None:
    office.add(judul="A")
    office.approved("KUL-0001")
    rows = [row[1:] for row in office.book.tabs["Riwayat"][1:]]
    assert rows == [
        ["23 November 2026, 14.15", "KUL-0001", "Terbit di situs", "1", "otomatis"],
        ["23 November 2026, 14.15", "KUL-0001", "Disetujui", "1", "PPID"],
        ["23 November 2026, 14.10", "KUL-0001", "Masuk ke daftar", "1", "Subbagian Keuangan, Umum, dan Logistik"],
    ]


def test_dip_has_headers_and_days_as_people_write_them(office: Office) -> None:
    office.add(judul="A")
    office.approved("KUL-0001")
    (header, row) = office.book.tabs["DIP"]
    listed = dict(zip(header, row, strict=True))
    assert list(listed)[:4] == ["ID", "Nomor", "Judul Informasi", "Ringkasan Isi Informasi"]
    assert (listed["Hari Pertama"], listed["Hari Terakhir"]) == ("1 Januari 2026", "31 Januari 2026")
    assert (listed["Ditetapkan"], listed["Terbit"]) == ("23 November 2026", "ya")
    assert not [name for name in header if "_" in name or name.islower()]


def test_the_lists_of_an_earlier_version_are_written_anew(office: Office) -> None:
    office.add(judul="A")
    office.approved("KUL-0001")
    wanted = {title: [list(row) for row in office.book.tabs[title]] for title in ("DIP", "Riwayat")}
    office.book.tabs["DIP"][0][:3] = ["id", "nomor", "judul"]
    office.book.tabs["DIP"][1][7:9] = ["2026-01-01", "2026-01-31"]
    for row in office.book.tabs["Riwayat"][1:]:
        row[1], row[5] = "2026-11-23 14:10", "unit:KUL"
    office.sync()
    assert office.book.tabs["DIP"] == wanted["DIP"]
    assert [row[1:] for row in office.book.tabs["Riwayat"][1:]] == [row[1:] for row in wanted["Riwayat"][1:]]
    assert not office.sync().plan.batch


def numbers(office: Office) -> Waiting:
    """The same as the log has it, after one more run."""
    found = office.sync().plan.waiting
    assert found is not None
    return found


def test_nobody_is_waited_for_in_an_empty_workbook(office: Office) -> None:
    assert numbers(office) == Waiting({})


def test_each_row_waits_for_one_person(office: Office) -> None:
    """An error for its unit, a missing class for the desk, a tick and then the order for the PPID."""
    office.add(waktu="tiap bulan")
    office.add("TEK", usulan="")
    office.add("TEK", judul="Laporan Barang 2025")
    assert numbers(office) == Waiting({"KUL": 1}, classify=1, tick=1)
    office.order("Tahan")
    office.tick("TEK-0002")
    assert numbers(office) == Waiting({"KUL": 1}, classify=1, order=1)
    office.order("Otomatis")
    assert numbers(office) == Waiting({"KUL": 1}, classify=1)


def test_a_row_that_the_ppid_returned_waits_for_its_unit(office: Office) -> None:
    office.add()
    office.sync()
    office.type("KUL-0001", "catatan_ppid", "Lengkapi ringkasannya.")
    assert numbers(office) == Waiting({}, returned={"KUL": 1})


def test_what_is_returned_and_what_is_wrong_have_one_count_each(office: Office) -> None:
    """The log, the unit's line in `Kendali` and `Menunggu Sub Bagian` say the same."""
    office.add()
    office.add(judul="Laporan Barang 2025", retensi="")
    office.sync()
    office.type("KUL-0001", "catatan_ppid", "Lengkapi ringkasannya.")
    assert numbers(office) == Waiting({"KUL": 1}, returned={"KUL": 1})
    line = office.control("Keuangan, Umum, Logistik")
    assert line == "2 baris, 1 baris perlu diperbaiki, 1 baris dikembalikan PPID; lihat kolom Catatan"
    found = [line.partition(":")[0] for line in office.control(UNIT).splitlines()]
    assert sorted(found) == ["1 dikembalikan PPID", "1 perlu diperbaiki"]


def test_an_exclusion_without_its_basis_waits_for_the_desk(office: Office) -> None:
    office.add(usulan="Informasi Dikecualikan")
    office.sync()
    assert numbers(office) == Waiting({}, complete=1)
    assert office.control("Keuangan, Umum, Logistik") == "1 baris, tidak ada yang perlu diperbaiki"


def test_the_unit_reads_that_an_exclusion_without_its_basis_is_not_for_it_to_mend(office: Office) -> None:
    office.add()
    office.sync()
    office.type("KUL-0001", "klasifikasi", DIKECUALIKAN)
    office.sync()
    assert office.read("KUL-0001", "status", "KUL") == "Perlu diperbaiki"
    told = OF_DESK
    assert office.read("KUL-0001", "catatan", "KUL") == told
    office.type_unit("KUL-0001", "retensi", "nanti")
    office.sync()
    assert office.read("KUL-0001", "catatan", "KUL").startswith("Jangka Waktu Penyimpanan: ")
    office.type_unit("KUL-0001", "retensi", "5 tahun")
    office.type("KUL-0001", "klasifikasi", "Informasi Berkla")
    office.sync()
    assert office.read("KUL-0001", "catatan", "KUL") == told


def test_a_mistaken_row_is_counted_under_its_own_name(office: Office) -> None:
    office.add()
    office.sync()
    office.drop("KUL-0001")
    assert numbers(office) == Waiting({}, delete=1)


def test_dik_says_when_as_people_do(office: Office) -> None:
    office.add(usulan=DIKECUALIKAN)
    office.sync()
    for role, text in (("dasar_pengecualian", "UU"), ("nomor_uji", "1/2026"), ("jangka_pengecualian", "5 tahun")):
        office.type("KUL-0001", role, text)
    office.approved("KUL-0001")
    assert office.book.tabs["DIK"][1][-1].startswith("23 November 2026, 14.")


def test_a_row_that_is_gone_waits_for_the_ppid_while_it_is_public(office: Office) -> None:
    office.add()
    office.add(judul="Laporan Barang 2025")
    office.approved("KUL-0001")
    office.drop("KUL-0001")
    assert numbers(office) == Waiting({}, tick=1, remove=1)


def test_a_run_that_only_withdraws_cannot_say(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    for number in range(12):
        office.add(judul=f"Laporan {number}")
    office.sync()
    for number in range(1, 13):
        office.drop(f"KUL-{number:04}")
    assert office.sync().plan.waiting is None


def test_the_kinds_of_what_is_waited_for_stand_in_one_order(office: Office) -> None:
    """A new entry is planned after all known ones, and in the next run among them."""
    office.add("TEK", judul="T")
    office.approved("TEK-0001")
    office.drop("TEK-0001", "TEK")
    office.add(judul="A")
    office.sync()
    assert not office.sync().plan.batch


@pytest.mark.parametrize("typed", ["3", "?", "rahasia dan berkala"])
def test_a_proposal_that_is_none_is_a_hint_and_the_desk_decides(office: Office, typed: str) -> None:
    office.add(judul="A", usulan=typed)
    office.sync()
    assert (office.status("KUL-0001"), office.control(UNIT)) == ("Menunggu klasifikasi", NOBODY)
    assert office.control(DESK) == f"1 perlu Klasifikasi: Induk!{cell(office, 1, 'klasifikasi')}"
    note = office.read("KUL-0001", "catatan", "KUL")
    assert note.startswith(f"Usulan Klasifikasi: “{typed}” tidak ada dalam daftar. Pilih dari daftar, atau kosongkan.")
    office.type("KUL-0001", "klasifikasi", "Informasi Berkala")
    office.approved("KUL-0001")
    assert office.public() == ["KUL-0001"]
