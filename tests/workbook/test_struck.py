"""What somebody struck through stands there and is not meant: it is told, and nothing of it becomes public."""

from __future__ import annotations

from pathlib import Path
from typing import cast

import openpyxl
import pytest
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.styles import Font

from tests.file_book import FileBook
from tests.libreoffice import LibreOffice
from tests.office import Office, one_of_two_public
from tests.workbooks import MAIN, book, number_styles, saved, sheet

KUL = "Keuangan, Umum, Logistik"
HALF = CellRichText("Laporan ", TextBlock(InlineFont(strike=True), "Keuangan"), " Barang")
BARE = CellRichText("Laporan ", TextBlock(InlineFont(b=True), "Barang"), TextBlock(InlineFont(strike=True), " "))


@pytest.fixture
def office(tmp_path: Path) -> Office:
    return one_of_two_public(tmp_path, "file")


def strike(office: Office, title: str, id: str, *roles: str, value: object = None, struck: bool = True) -> None:
    file = cast("FileBook", office.book)
    file._save()
    workbook = openpyxl.load_workbook(file.path, rich_text=True)
    unit = title != "Induk"
    rows = office.tab() if unit else office.induk
    number = rows.index(office.row(id, "KUL" if unit else None))
    for role in roles:
        cell = workbook[title].cell(number + 1, office.at(role, "unit" if unit else "induk") + 1)
        if value is None:
            cell.font = Font(strike=struck)
        else:
            cell.value = value  # type: ignore[assignment]  # rich text is one of its values
    workbook.save(file.path)
    file._show(file.door.read())


def test_a_cell_that_is_struck_through(office: Office) -> None:
    strike(office, KUL, "KUL-0002", "judul")
    office.sync()
    office.tick("KUL-0002")
    office.sync()
    assert office.read("KUL-0002", "catatan", "KUL") == (
        "Judul Informasi: tulisan di sini dicoret. Hapus yang tidak dipakai, atau hilangkan coretannya."
    )
    assert (office.status("KUL-0002"), office.public()) == ("Perlu diperbaiki", ["KUL-0001"])
    strike(office, KUL, "KUL-0002", "judul", struck=False)
    office.sync()
    assert office.status("KUL-0002") == "Menunggu persetujuan"


@pytest.mark.parametrize(("value", "told"), [(HALF, True), (BARE, False), ("Laporan Lain", False)])
def test_a_part_of_a_text(office: Office, value: object, told: bool) -> None:
    strike(office, KUL, "KUL-0002", "judul", value=value)
    office.sync()
    assert ("dicoret" in office.note("KUL-0002")) is told


def test_a_whole_row_gets_one_sentence(office: Office) -> None:
    """Nothing leaves the site by it: what stands approved stays (rule 6)."""
    roles = ("judul", "ringkasan", "penanggung_jawab", "waktu", "tempat", "bentuk", "retensi", "usulan")
    strike(office, KUL, "KUL-0001", *roles)
    office.sync()
    assert office.read("KUL-0001", "catatan", "KUL") == (
        "Judul Informasi: baris ini dicoret. Hapus barisnya, atau hilangkan coretannya."
    )
    assert (office.public(), office.events("KUL-0001").count("lapsed")) == (["KUL-0001"], 0)
    writes = office.book.writes
    assert (office.sync().exit_code, office.book.writes) == (0, writes)


def test_a_tick_that_is_struck_through_approves_nothing_and_takes_nothing_back(office: Office) -> None:
    strike(office, "Induk", "KUL-0001", "setuju")
    strike(office, "Induk", "KUL-0002", "setuju", value="✓")
    strike(office, "Induk", "KUL-0002", "setuju")
    office.sync()
    assert (office.public(), office.status("KUL-0001")) == (["KUL-0001"], "Terbit")
    for id in ("KUL-0001", "KUL-0002"):
        assert "Setuju: centang di sini dicoret, jadi belum dijawab." in office.note(id)


def test_under_tarik_it_withdraws_all_the_same(office: Office) -> None:
    strike(office, "Induk", "KUL-0001", "tarik", value="✓")
    strike(office, "Induk", "KUL-0001", "tarik")
    office.sync()
    assert (office.public(), office.status("KUL-0001")) == ([], "Ditarik")


def test_an_empty_cell_of_that_look_says_nothing(office: Office) -> None:
    strike(office, KUL, "KUL-0002", "tautan", "lokasi_arsip")
    office.sync()
    assert office.read("KUL-0002", "catatan", "KUL") == ""


def test_in_every_way_a_file_says_so(tmp_path: Path) -> None:
    """By the style of the cell, by a run of a shared string or of one in the cell; `val="0"` says that it is not."""
    fonts = "<fonts><font/><font><strike/></font><font><strike val='0'/></font></fonts>"
    styles = fonts + number_styles(14, 14).replace('<xf numFmtId="14"/>', '<xf fontId="1"/>', 1)
    styles = styles.replace('<xf numFmtId="14"/>', '<xf fontId="2"/>')
    run = "<r><rPr><strike/></rPr><t>coret</t></r><r><t>biasa</t></r>"
    cells = (
        '<c r="A1" s="1"><v>12</v></c><c r="B1" s="2"><v>12</v></c><c r="C1" t="s"><v>0</v></c>'
        f'<c r="D1" t="s"><v>1</v></c><c r="E1" t="inlineStr"><is>{run}</is></c><c r="F1" s="1"/>'
        '<c r="G1" s="1" t="b"><f>TRUE()</f><v>1</v></c>'
    )
    content = book({"Tab": sheet(f'<row r="1">{cells}</row>')}, f"<si>{run}</si><si><t>biasa</t></si>", styles)
    read = saved(tmp_path, content).read().sheets["Tab"]
    assert MAIN and read.struck == {(0, 0), (0, 2), (0, 4), (0, 6)}


@pytest.mark.slow
@pytest.mark.needs("soffice")
def test_as_libreoffice_saves_it(office: Office, tmp_path: Path) -> None:
    strike(office, KUL, "KUL-0002", "judul")
    strike(office, KUL, "KUL-0001", "judul", value=HALF)
    file = cast("FileBook", office.book)
    program = LibreOffice(tmp_path / "profile")
    program.run(f'Sub Work\nSaveAs(Opened("{file.path}"), "{file.path}")\nEnd Sub')
    at = office.at("judul", "unit")
    assert file.door.read().sheets[KUL].struck == {(1, at), (2, at)}
