"""Rule 7: excluded entries appear in no public byte."""

from __future__ import annotations

import io
import json
import zipfile
from dataclasses import replace

import pytest

from sync.tabs.clerk_sentences import OF_DESK
from tests.office import BASIS, DIKECUALIKAN, SETIAP_SAAT, Office

SECRET = "Daftar Nama Pelapor"


@pytest.fixture
def one(office: Office) -> Office:
    """KUL-0001, excluded from the first day, with its basis, not yet ticked; KUL-0002, published."""
    office.add(judul=SECRET, usulan=DIKECUALIKAN)
    office.add(judul="Laporan Barang 2025")
    office.approved("KUL-0002")
    office.exclude("KUL-0001")
    office.sync()
    return office


def public_bytes(office: Office) -> bytes:
    """Everything the public can get, unpacked."""
    whole = b""
    for path, data in office.target.files.items():
        whole += path.encode() + b"\n" + data
        if data[:2] == b"PK":
            with zipfile.ZipFile(io.BytesIO(data)) as archive:
                whole += b"".join(archive.read(name) for name in archive.namelist())
    return whole


@pytest.mark.parametrize("ticked", [False, True])
def test_excluded_entries_appear_in_no_public_byte(one: Office, ticked: bool) -> None:
    """Page, feed, CSV, JSON, XLSX, PDF, manifest, history; approved as excluded or not."""
    if ticked:
        one.tick("KUL-0001")
    one.sync()
    whole = public_bytes(one)
    for word in (SECRET, "KUL-0001", "002/UK/2026", "Pasal 17 huruf h", DIKECUALIKAN):
        assert word.encode() not in whole
    assert b"Laporan Barang 2025" in whole


def test_what_the_desk_typed_is_told_to_the_desk(one: Office) -> None:
    """A person's number in the basis is the desk's to mend: told in `Induk`, not in the unit's tab, which has no such
    column, nor counted as the unit's."""
    one.type("KUL-0001", "dasar_pengecualian", "UU 14/2008 Pasal 17 huruf h, NIK 3602014501900001")
    one.sync()
    assert "nomor NIK atau KK" in one.note("KUL-0001")
    assert one.read("KUL-0001", "catatan", "KUL") == OF_DESK
    assert one.control(one.settings.units[0].tab) == "2 baris, tidak ada yang perlu diperbaiki"


def test_an_approved_exclusion_stands_in_the_dik(one: Office) -> None:
    """`DIK`: the rows with status `Dikecualikan`, and they alone."""
    assert (one.status("KUL-0001"), len(one.book.tabs["DIK"])) == ("Menunggu persetujuan", 1)
    one.tick("KUL-0001")
    one.sync()
    assert (one.status("KUL-0001"), one.events("KUL-0001")[-1]) == ("Dikecualikan", "excluded")
    assert one.book.tabs["DIK"][1] == [
        "KUL-0001", SECRET, "Subbagian Keuangan, Umum, dan Logistik", *BASIS.values(), "23 November 2026, 14.25",
    ]  # fmt: skip


def test_the_dip_lists_every_approval_that_stands(one: Office) -> None:
    """`DIP`: every entry whose approval stands, approved version, and whether it is out."""
    one.order("Tahan")
    one.add(judul="Laporan ketiga")
    one.sync()
    one.tick("KUL-0003")
    one.type_unit("KUL-0002", "judul", "Laporan Barang 2026")
    one.sync()
    assert [[*row[:3], row[-1]] for row in one.book.tabs["DIP"][1:]] == [
        ["KUL-0002", "1", "Laporan Barang 2025", "ya"], ["KUL-0003", "2", "Laporan ketiga", "belum"]]  # fmt: skip


@pytest.mark.parametrize("role", list(BASIS))
def test_an_exclusion_without_its_basis_is_an_error(one: Office, role: str) -> None:
    """All three columns are required for `Informasi Dikecualikan`."""
    one.type("KUL-0001", role, "-")
    outcome = one.sync()
    (problem,) = outcome.plan.problems
    assert (one.status("KUL-0001"), problem.code, problem.id, problem.tab) == (
        "Perlu diperbaiki", "dasar-kurang", "KUL-0001", "Induk")  # fmt: skip
    assert problem.cell == f"{'ABCDEFGHIJKLMNOPQRSTUVWXYZ'[one.at(role)]}2"
    assert one.note("KUL-0001") == problem.message
    assert one.read("KUL-0001", "catatan", "KUL") == OF_DESK
    one.tick("KUL-0001")
    one.sync()
    assert "excluded" not in one.events("KUL-0001")


def test_an_exclusion_that_loses_its_basis_leaves_the_dik(one: Office) -> None:
    """Status `Dikecualikan` only with three columns filled, no error, ticked."""
    one.tick("KUL-0001")
    one.sync()
    one.type("KUL-0001", "nomor_uji", "")
    one.sync()
    assert (one.status("KUL-0001"), sum(map(any, one.book.tabs["DIK"]))) == ("Perlu diperbaiki", 1)


def test_an_entry_that_was_once_public_leaves_its_id_and_the_day(one: Office) -> None:
    """No public byte holds its content."""
    one.type("KUL-0002", "klasifikasi", DIKECUALIKAN)
    one.sync()
    whole = public_bytes(one)
    assert b"Laporan Barang 2025" not in whole
    assert b"KUL-0002" in whole and b"23 November 2026" in whole
    assert one.site() == []


def test_former_values_are_never_shown(one: Office) -> None:
    """Former values are never shown, not even approved ones: histories name elements and days."""
    one.type_unit("KUL-0002", "judul", "Laporan Barang 2026")
    one.sync()
    one.tick("KUL-0002")
    one.sync()
    whole = public_bytes(one)
    assert b"Laporan Barang 2025" not in whole and b"Laporan Barang 2026" in whole


def test_declassified_it_waits_for_its_own_approval(one: Office) -> None:
    """An approved exclusion is no approval to publish."""
    one.tick("KUL-0001")
    one.sync()
    one.type("KUL-0001", "klasifikasi", SETIAP_SAAT)
    one.sync()
    assert (one.status("KUL-0001"), one.public()) == ("Perlu persetujuan ulang", ["KUL-0002"])
    assert SECRET.encode() not in public_bytes(one)
    one.tick("KUL-0001")
    one.sync()
    assert one.public() == ["KUL-0001", "KUL-0002"]


@pytest.mark.parametrize("text", ["dikecualikan", " Informasi  yang Dikecualikan ", "RAHASIA"])
def test_every_way_to_say_it_excludes(one: Office, text: str) -> None:
    """It does not matter how the desk spells the class."""
    one.type("KUL-0002", "klasifikasi", text)
    one.sync()
    assert one.public() == []


def test_a_class_nobody_knows_is_told_and_keeps_what_is_approved(one: Office) -> None:
    """A class that is none is an error in `Induk`, told to the desk."""
    one.type("KUL-0002", "klasifikasi", "Berkla")
    one.sync()
    assert (one.status("KUL-0002"), one.public()) == ("Perlu diperbaiki", ["KUL-0002"])
    assert one.note("KUL-0002") == ("Klasifikasi: “Berkla” tidak ada dalam daftar. Pilih salah satu dari daftar.")


def test_what_is_private_stays_inside(one: Office) -> None:
    """Public is only what the templates say: not where the archive stands, not what the panel or the PPID wrote."""
    one.type_unit("KUL-0002", "lokasi_arsip", "Rak rahasia")
    one.type("KUL-0002", "pertimbangan", "Pertimbangan rahasia")
    one.type("KUL-0002", "catatan_ppid", "Catatan rahasia")
    one.sync()
    assert b"rahasia" not in public_bytes(one)
    assert json.loads(one.target.files["data/dip.json"])["entries"][0]["judul"] == "Laporan Barang 2025"


def test_empty_consequences_are_told_to_the_desk_and_stop_nothing(one: Office) -> None:
    """They are wanted: every office's list of exemptions has the two columns."""
    one.type("KUL-0001", "konsekuensi_ditutup", "")
    one.sync()
    assert one.note("KUL-0001").splitlines()[-1] == (
        "Konsekuensi Bila Ditutup: masih kosong. Tulis misalnya Pelapor terlindungi."
    )
    one.sync()
    one.tick("KUL-0001")
    one.sync()
    assert one.status("KUL-0001") == "Dikecualikan"


def test_a_workbook_without_the_columns_of_consequences_works_as_before(one: Office) -> None:
    """They come with a newer template; until `dip init` adds them nobody is asked for what no cell can hold."""
    for role in ("konsekuensi_dibuka", "konsekuensi_ditutup"):
        column = one.at(role)
        for row in one.book.tabs["Induk"]:
            del row[column]
    outcome = one.sync()
    assert [problem.code for problem in outcome.plan.problems] == []
    one.tick("KUL-0001")
    one.sync()
    assert one.status("KUL-0001") == "Dikecualikan"


def test_consequences_are_in_no_public_byte(one: Office) -> None:
    """Nor in `DIK`, which an office may show: only on paper."""
    one.settings = replace(one.settings, publish=replace(one.settings.publish, excluded_list=True))
    one.tick("KUL-0001")
    one.sync()
    assert one.status("KUL-0001") == "Dikecualikan"
    assert not any(b"Pelapor terlindungi" in data for data in one.target.files.values())


def test_a_unit_excludes_nothing_that_is_public(office: Office) -> None:
    """The desk's empty cell is filled in once from the unit's proposal; not with the class that would take an approved
    entry off the site: that is for the desk to type."""
    office.add(usulan="")
    office.sync()
    office.type("KUL-0001", "klasifikasi", SETIAP_SAAT)
    office.sync()
    office.approved("KUL-0001")
    office.type_unit("KUL-0001", "usulan", DIKECUALIKAN)
    office.type("KUL-0001", "klasifikasi", "")
    for _ in range(3):
        office.sync()
    assert (office.public(), office.read("KUL-0001", "klasifikasi")) == (["KUL-0001"], "")
    assert "withdrawn" not in office.events("KUL-0001")
