"""`dip init --layout`: the columns of a workbook in use come to stand where a new one has them, and nothing is lost."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
from openpyxl.comments import Comment
from openpyxl.drawing.image import Image
from openpyxl.utils import get_column_letter
from openpyxl.workbook import Workbook

from sync.model import Sheet
from sync.workbook.xlsx.package import Package
from sync.workbook.xlsx.sheet_reader import read_book
from tests.libreoffice import LibreOffice
from tests.office_folder import KUL, TEK, TEMPLATE, OfficeFolder, row
from tests.old_order import old_order
from tests.rich_workbook import PNG
from tests.workbook.test_shuffled_xml import CHANGES, Change, change_rows
from tests.workbooks import path_of

OWN = len(TEMPLATE.tab("unit").columns) + 2
"""A column of the office's own, to the right of the table."""
pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> OfficeFolder:
    """An office that works in a file of the old order: published, waiting, wrong; a note, links, a formula."""
    with old_order(tmp_path_factory.mktemp("templates")):
        folder = OfficeFolder(tmp_path_factory.mktemp("kantor"))
    folder.fill(KUL, row(1), row(2), {**row(3), "retensi": "kapan-kapan"}, row(4))
    folder.fill(TEK, row(5))
    folder.dip("sync")
    folder.dip("sync")
    for number in (2, 3):
        folder.type("Induk", "induk", number, setuju="✓")
    folder.dip("sync")
    book = openpyxl.load_workbook(folder.workbook)
    sheet = book[KUL]
    at = {str(cell.value): number for number, cell in enumerate(sheet[1], 1)}
    sheet.cell(3, at["Judul Informasi"]).comment = Comment("tanya Bu Sri", "staf")
    link = sheet.cell(4, at["Tautan Dokumen"])
    link.value, link.hyperlink = "Rencana kerja", "https://kpu-lebak.example/rencana.pdf"
    sheet.cell(2, OWN).value = "catatan kami sendiri"
    sheet.cell(5, OWN).value = f"=LEN({sheet.cell(5, at['Judul Informasi']).coordinate})"
    book.save(folder.workbook)
    folder.dip("sync")
    return folder


@pytest.fixture
def office(tmp_path: Path, made: OfficeFolder) -> OfficeFolder:
    return OfficeFolder(tmp_path / "kantor", like=made)


def layout(office: OfficeFolder, *more: str) -> str:
    result = office.dip("init", str(office.path), "--layout", *more, config=False)
    assert result.exit_code == 0, result.output
    return result.output


def headers(office: OfficeFolder, title: str) -> list[str]:
    return [str(cell.value or "") for cell in openpyxl.load_workbook(office.workbook)[title][1]]


def sheets(office: OfficeFolder) -> dict[str, Sheet]:
    return read_book(office.workbook.read_bytes(), "dip.xlsx")[1]


def by_header(sheet: Sheet) -> list[dict[str, str]]:
    names = [sheet.text(0, place) or f"kolom {place}" for place in range(max(map(len, sheet.rows)))]
    return [{name: sheet.text(n, place) for place, name in enumerate(names)} for n in range(1, len(sheet.rows))]


def test_shown_first_and_nothing_is_changed(office: OfficeFolder) -> None:
    before = office.workbook.read_bytes()
    output = layout(office)
    assert "Status  L → B" in output and "Catatan  M → C" in output and "--yes" in output
    assert office.workbook.read_bytes() == before


def test_the_columns_stand_as_in_a_new_workbook_and_the_next_sync_changes_nothing(office: OfficeFolder) -> None:
    """Approvals stand, texts, notes, links and formulas went along, dropdowns and colours stand over their columns."""
    before, published = sheets(office), office.json("sync")["rows"]
    history = office.json("history")
    layout(office, "--yes")
    for title, kind in ((KUL, "unit"), (TEK, "unit"), ("Induk", "induk")):
        wanted = [column.header for column in TEMPLATE.tab(kind).columns]
        assert headers(office, title)[: len(wanted)] == wanted
    after = sheets(office)
    for title in before:
        assert by_header(after[title]) == by_header(before[title]), title
    document = office.json("sync")
    assert (document["events"], document["site"]["changed"], document["rows"]) == ([], False, published)
    renewed = sheets(office)
    assert [title for title in after if after[title].rows != renewed[title].rows] == ["Kendali"]  # it names cells
    assert office.json("sync")["workbook"]["writes"] == 0
    assert office.json("history") == history
    assert "All columns stand" in layout(office)


def test_what_belongs_to_a_column_goes_along(office: OfficeFolder) -> None:
    layout(office, "--yes")
    book = openpyxl.load_workbook(office.workbook)
    sheet = book[KUL]
    at = {str(cell.value): number for number, cell in enumerate(sheet[1], 1)}
    letter = {header: get_column_letter(number) for header, number in at.items()}
    note = sheet.cell(3, at["Judul Informasi"]).comment
    assert note and note.text == "tanya Bu Sri"
    link = sheet.cell(4, at["Tautan Dokumen"]).hyperlink
    assert link and link.target == "https://kpu-lebak.example/rencana.pdf"
    assert sheet.cell(2, OWN).value == "catatan kami sendiri"
    assert sheet.cell(5, OWN).value == f"=LEN({letter['Judul Informasi']}5)"
    rules = {str(rule.sqref)[0] for rule in sheet.data_validations.dataValidation}
    assert rules == {letter["Bentuk Informasi"], letter["Usulan Klasifikasi"]}
    status = letter["Status"]
    formulas = {(str(ranges.sqref)[0], rule.formula[0]) for ranges in sheet.conditional_formatting
                for rule in ranges.rules}  # fmt: skip
    assert (status, f'EXACT(${status}2,"Terbit")') in formulas
    waktu, catatan = letter["Waktu Pembuatan"], letter["Catatan"]
    assert (waktu, f'ISNUMBER(FIND(CHAR(10)&"Waktu Pembuatan:",CHAR(10)&${catatan}2))') in formulas
    assert sheet.freeze_panes == "D2" and book["Induk"].freeze_panes == "E2"
    assert sheet.column_dimensions[status].width == pytest.approx(TEMPLATE.tab("unit").column("status").width + 0.7)
    assert not book["Induk"].cell(3, TEMPLATE.tab("induk").roles.index("setuju") + 1).protection.locked


@pytest.mark.needs("soffice")
def test_a_workbook_that_libreoffice_saved_is_put_in_order_too(
    office: OfficeFolder, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """It writes stretches of columns, an empty drawing beside every note, dropdowns in its own words."""
    libreoffice = LibreOffice(tmp_path_factory.mktemp("libreoffice") / "profile")
    path = office.workbook
    libreoffice.run(f'Sub Work\nSaveAs(Opened("{path}"), "{path}")\nEnd Sub\n')
    office.dip("sync")
    before = sheets(office)
    assert "In the way" not in layout(office, "--yes")
    after = sheets(office)
    for title in before:
        assert by_header(after[title]) == by_header(before[title]), title
    sheet = openpyxl.load_workbook(path)[KUL]
    note = sheet.cell(3, TEMPLATE.tab("unit").roles.index("judul") + 1).comment
    assert note and "tanya Bu Sri" in note.text
    assert office.json("sync")["events"] == []
    assert office.json("sync")["workbook"]["writes"] == 0


def test_rules_as_newer_versions_of_excel_write_them_go_along(office: OfficeFolder) -> None:
    """A dropdown whose list stands in another tab is an extension there."""
    data = office.workbook.read_bytes()
    package = Package(data, "dip.xlsx")
    part = path_of(office.workbook, KUL)
    text = package.read(part).decode()
    text = re.sub(r"<dataValidations.*</dataValidations>", "", text)
    text = text.replace("</worksheet>", EXTENSION + "</worksheet>")
    office.workbook.write_bytes(package.rebuilt({part: text.encode()}))
    assert "In the way" not in layout(office, "--yes")
    text = Package(office.workbook.read_bytes(), "dip.xlsx").read(part).decode()
    assert "<xm:f>Pilihan!$A$2:$A$4</xm:f></x14:formula1><xm:sqref>I2:I20000</xm:sqref>" in text


EXTENSION = (
    '<extLst><ext uri="{CCE6A557-97BC-4b89-ADB6-D9C93CAAB3DF}" '
    'xmlns:x14="http://schemas.microsoft.com/office/spreadsheetml/2009/9/main">'
    '<x14:dataValidations count="1" xmlns:xm="http://schemas.microsoft.com/office/excel/2006/main">'
    '<x14:dataValidation type="list" allowBlank="1"><x14:formula1><xm:f>Pilihan!$A$2:$A$4</xm:f></x14:formula1>'
    "<xm:sqref>G2:G20000</xm:sqref></x14:dataValidation></x14:dataValidations></ext></extLst>"
)

Doing = Callable[[Workbook], object]


@pytest.mark.parametrize(
    ("hinder", "words"),
    [
        (lambda book: book[KUL].merge_cells("B7:C7"), "merged cells B7:C7"),
        (lambda book: book[KUL].add_image(Image(io.BytesIO(PNG)), "B9"), "pictures or charts"),
        (lambda book: book["Riwayat"].cell(1, 20, f"='{KUL}'!B2"), "formulas that look at it"),
        (lambda book: book[KUL].cell(9, 20, "=COUNTA(A2:C2)"), "the formula in T9"),
        (lambda book: book[KUL].cell(9, 20, f"='{KUL}'!B2"), "the formula in T9"),
        (lambda book: book[KUL].cell(9, 20, '=INDIRECT("B2")'), "the formula in T9"),
    ],
)
def test_what_stands_in_the_way_is_named_and_widths_are_offered_instead(
    office: OfficeFolder, hinder: Doing, words: str
) -> None:
    """Its columns stay; ID stays in sight, columns are narrow; the other tabs are put in order."""
    book = openpyxl.load_workbook(office.workbook)
    hinder(book)
    book.save(office.workbook)
    office.dip("sync")
    before, first = sheets(office), headers(office, KUL)
    output = layout(office, "--yes")
    assert words in output
    assert headers(office, KUL) == first
    assert headers(office, TEK)[:3] == ["ID", "Status", "Catatan"]
    after = sheets(office)
    assert after[KUL].rows == before[KUL].rows
    sheet = openpyxl.load_workbook(office.workbook)[KUL]
    assert sheet.freeze_panes == "B2" and sheet.column_dimensions["C"].width == 11
    assert office.json("sync")["events"] == []
    assert office.json("sync")["workbook"]["writes"] == 0


def test_nothing_is_moved_while_the_workbook_is_open(office: OfficeFolder) -> None:
    (office.path / ".~lock.dip.xlsx#").write_text(",Siti,pc-1,24.11.2026 09:00,file:///x;")
    before = office.workbook.read_bytes()
    result = office.dip("init", str(office.path), "--layout", "--yes", config=False)
    assert (result.exit_code, office.workbook.read_bytes()) == (75, before)


@pytest.mark.parametrize("change", CHANGES)
def test_columns_move_wherever_the_file_holds_their_cells(office: OfficeFolder, change: Change) -> None:
    """Rows in any order, or cut in two: what stands where afterwards is the same."""
    before = read_book(office.workbook.read_bytes(), "dip.xlsx")[1]
    for title in (KUL, "Induk"):
        change_rows(office.workbook, title, change)
    layout(office, "--yes")
    after = read_book(office.workbook.read_bytes(), "dip.xlsx")[1]
    assert by_header(after[KUL]) == by_header(before[KUL])
    assert headers(office, KUL)[:3] == ["ID", "Status", "Catatan"]
    assert read_book(office.workbook.read_bytes(), "dip.xlsx")[1][KUL].in_order
    assert office.json("sync")["events"] == []


def colour_rules(path: Path, title: str) -> list[tuple[str, str]]:
    """(column, formula) of each rule of colour, what is seen first before the others."""
    sheet = openpyxl.load_workbook(path)[title]
    rules = [(rule.priority, str(ranges.sqref)[0], rule.formula[0], rule.dxf.fill.bgColor.rgb)
             for ranges in sheet.conditional_formatting for rule in ranges.rules]  # fmt: skip
    assert len({priority for priority, *_ in rules}) == len(rules)
    return [(column, formula) for _, column, formula, _ in sorted(rules)]


def uncoloured(path: Path, keep: str = "") -> None:
    """The file as an earlier version made it; an own rule of the office stands in it."""
    package = Package(path.read_bytes(), "kantor")
    parts: dict[str, bytes | None] = {}
    for name in package.names():
        if name.startswith("xl/worksheets/sheet"):
            rule = rb"<conditionalFormatting .*?</conditionalFormatting>"
            parts[name] = re.sub(rule, lambda match: match[0] if keep.encode() in match[0] and keep else b"",
                                 package.read(name), flags=re.DOTALL)  # fmt: skip
    path.write_bytes(package.rebuilt(parts))


@pytest.fixture
def plain(tmp_path: Path) -> OfficeFolder:
    """An office with the columns of a new workbook, and without its colours."""
    folder = OfficeFolder(tmp_path / "polos")
    folder.fill(KUL, row(1), {**row(2), "retensi": "kapan-kapan"})
    folder.dip("sync")
    return folder


@pytest.mark.parametrize("keep", ["", 'EXACT($B2,"Terbit")'], ids=["none", "one"])
def test_a_workbook_without_the_colours_gets_them_on_consent(plain: OfficeFolder, keep: str) -> None:
    """In the order of a new one, each once; nothing that anybody typed is touched; the next sync changes nothing."""
    new = {title: colour_rules(plain.workbook, title) for title in (KUL, "Induk")}
    assert "All columns stand" in layout(plain)
    uncoloured(plain.workbook, keep)
    before = sheets(plain)
    lacking = len(new[KUL]) - len(colour_rules(plain.workbook, KUL))
    assert lacking and f"  {lacking} rules of colour are added" in layout(plain)
    layout(plain, "--yes")
    for title, rules in new.items():
        assert sorted(colour_rules(plain.workbook, title)) == sorted(rules)
    assert "FIND" in colour_rules(plain.workbook, KUL)[0][1]
    assert {title: each.rows for title, each in sheets(plain).items()} == {t: each.rows for t, each in before.items()}
    assert "All columns stand" in layout(plain)
    assert plain.json("sync")["workbook"]["writes"] == 0


@pytest.mark.needs("soffice")
def test_colours_that_libreoffice_saved_are_known(
    plain: OfficeFolder, tmp_path_factory: pytest.TempPathFactory
) -> None:
    libreoffice = LibreOffice(tmp_path_factory.mktemp("libreoffice") / "profile")
    path = plain.workbook
    libreoffice.run(f'Sub Work\nSaveAs(Opened("{path}"), "{path}")\nEnd Sub\n')
    assert "All columns stand" in layout(plain)
    uncoloured(path)
    layout(plain, "--yes")
    libreoffice.run(f'Sub Work\nSaveAs(Opened("{path}"), "{path}")\nEnd Sub\n')
    assert "FIND" in str(colour_rules(path, KUL))
    assert "All columns stand" in layout(plain)


def test_columns_that_move_get_the_colours_where_they_come_to_stand(office: OfficeFolder) -> None:
    uncoloured(office.workbook)
    layout(office, "--yes")
    note = get_column_letter(TEMPLATE.tab("unit").roles.index("catatan") + 1)
    rules = colour_rules(office.workbook, KUL)
    assert any(formula.endswith(f"CHAR(10)&${note}2))") for _, formula in rules)
    assert "All columns stand" in layout(office)
