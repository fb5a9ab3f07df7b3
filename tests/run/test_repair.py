"""`dip doctor --repair-layout`: what a workbook lost of its layout comes back, and no cell says anything else."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from openpyxl.comments import Comment
from openpyxl.formatting.rule import CellIsRule
from openpyxl.styles import PatternFill
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from sync.workbook.xlsx.package import Package
from sync.workbook.xlsx.row_stream import open_bulk
from tests.libreoffice import LibreOffice
from tests.office_folder import KUL, TEMPLATE, OfficeFolder, row

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> OfficeFolder:
    """An office at work: rows, a formula, comments and rules of the clerks' own."""
    office = OfficeFolder(tmp_path_factory.mktemp("kantor"))
    office.fill(KUL, row(1), row(2), {**row(3), "retensi": "kapan-kapan"})
    office.dip("sync")
    book = openpyxl.load_workbook(office.workbook)
    sheet = book[KUL]
    own = len(TEMPLATE.tab("unit").columns) + 2
    sheet.cell(2, own).value = "=LEN(D2)"
    sheet.cell(3, 4).comment = Comment("tanya Bu Sri", "staf")
    red = CellIsRule(operator="equal", formula=['"x"'], fill=PatternFill(bgColor="FFFF0000"))
    sheet.conditional_formatting.add("AA2:AA9", red)
    rule = DataValidation(type="whole", operator="between", formula1="1", formula2="9")
    rule.add("AB2:AB9")
    sheet.add_data_validation(rule)
    book.save(office.workbook)
    return office


@pytest.fixture
def office(tmp_path: Path, made: OfficeFolder) -> OfficeFolder:
    return OfficeFolder(tmp_path / "kantor", like=made)


def no_dropdowns(sheet: Worksheet) -> None:
    sheet.data_validations.dataValidation = [
        rule for rule in sheet.data_validations.dataValidation if rule.type != "list"
    ]


def no_notes(sheet: Worksheet) -> None:
    for cell in sheet[1]:
        cell.comment = None


def no_comments(sheet: Worksheet) -> None:
    for line in sheet.iter_rows():
        for cell in line:
            cell.comment = None


def no_colours(sheet: Worksheet) -> None:
    own = [(str(each.sqref), each.rules) for each in sheet.conditional_formatting if "AA" in str(each.sqref)]
    sheet.conditional_formatting = type(sheet.conditional_formatting)()
    for cells, rules in own:
        for rule in rules:
            sheet.conditional_formatting.add(cells, rule)


def unprotected(sheet: Worksheet) -> None:
    sheet.protection.sheet = False


def everything(sheet: Worksheet) -> None:
    for damage in (no_dropdowns, no_notes, no_colours, unprotected):
        damage(sheet)


def damage(office: OfficeFolder, *damages: Callable[[Worksheet], None]) -> None:
    book = openpyxl.load_workbook(office.workbook)
    for title in (KUL, "Induk"):
        for each in damages:
            each(book[title])
    book.save(office.workbook)


def repair(office: OfficeFolder, *words: str) -> str:
    done = office.dip("doctor", "--repair-layout", *words)
    assert done.exit_code == 0, done.output
    return done.stdout


def contents(path: Path) -> dict[str, list[tuple[str, Any]]]:
    """Every value and formula."""
    book = openpyxl.load_workbook(path)
    return {
        sheet.title: [(cell.coordinate, cell.value) for line in sheet.iter_rows() for cell in line if cell.value]
        for sheet in book
    }


def layout(path: Path, title: str) -> tuple[Any, ...]:
    """Which lists, notes and colours a tab has, and whether it is protected."""
    sheet = openpyxl.load_workbook(path)[title]
    lists = {(str(span), rule.formula1) for rule in sheet.data_validations.dataValidation for span in rule.sqref.ranges}
    notes = {cell.value: cell.comment.text for cell in sheet[1] if cell.comment}
    colours = {(str(each.sqref), str(rule.formula)) for each in sheet.conditional_formatting for rule in each.rules}
    return lists, notes, colours, sheet.protection.sheet


def row_bytes(path: Path) -> dict[str, bytes]:
    package = Package(path.read_bytes(), path.name)
    names = [name for name in package.names() if "/worksheets/sheet" in name and name.endswith(".xml")]
    bulks = {name: open_bulk(package.read(name), "sheetData", name) for name in names}
    return {name: bulk.data[bulk.begin : bulk.end] for name, bulk in bulks.items()}


def test_the_order_of_kendali_is_chosen_from_its_list_again(office: OfficeFolder) -> None:
    wanted = layout(office.workbook, "Kendali")
    book = openpyxl.load_workbook(office.workbook)
    no_dropdowns(book["Kendali"])
    book.save(office.workbook)
    before = contents(office.workbook)
    assert "its layout lost something in 1 places" in office.dip("doctor").stdout
    assert "~ Kendali: dropdowns in B2" in repair(office, "--yes")
    assert layout(office.workbook, "Kendali") == wanted and contents(office.workbook) == before
    assert repair(office, "--yes") == "nothing is missing\n"


@pytest.mark.parametrize("what", [no_dropdowns, no_notes, no_comments, no_colours, unprotected, everything])
def test_what_was_lost_comes_back_and_nothing_else_changes(
    office: OfficeFolder, what: Callable[[Worksheet], None]
) -> None:
    """To the byte of every row; what people made stays; then there is nothing to do, and a sync is as ever."""
    wanted = {title: layout(office.workbook, title) for title in (KUL, "Induk")}
    damage(office, what)
    before, rows = contents(office.workbook), row_bytes(office.workbook)
    shown = repair(office)
    assert "Nothing was changed yet" in shown and row_bytes(office.workbook) == rows
    assert "Put back. No cell was written." in repair(office, "--yes")
    assert (row_bytes(office.workbook), contents(office.workbook)) == (rows, before)
    for title in (KUL, "Induk"):
        assert layout(office.workbook, title) == wanted[title]
    own = openpyxl.load_workbook(office.workbook)[KUL].cell(3, 4).comment
    assert (own is not None and own.text == "tanya Bu Sri") is (what is not no_comments)
    assert repair(office, "--yes") == "nothing is missing\n"
    assert office.json("sync")["exit"] == 0


def test_a_whole_workbook_lacks_nothing(office: OfficeFolder) -> None:
    before = office.workbook.read_bytes()
    assert repair(office, "--yes") == "nothing is missing\n"
    assert office.workbook.read_bytes() == before


def test_only_the_cells_that_lost_it_get_their_dropdown_back(office: OfficeFolder) -> None:
    """A rule of somebody's own in such a cell stays the only one there."""
    book = openpyxl.load_workbook(office.workbook)
    sheet = book[KUL]
    letter = next(cell.column_letter for cell in sheet[1] if cell.value == "Bentuk Informasi")
    for rule in sheet.data_validations.dataValidation:
        if str(rule.sqref) == f"{letter}2:{letter}20000":
            rule.sqref = type(rule.sqref)(f"{letter}2 {letter}7:{letter}20000")
    own = DataValidation(type="textLength", operator="lessThan", formula1="99")
    own.add(f"{letter}5")
    sheet.add_data_validation(own)
    book.save(office.workbook)
    assert f"~ {KUL}: dropdowns in {letter}3:{letter}4, {letter}6\n" in repair(office, "--yes")
    lists, *_ = layout(office.workbook, KUL)
    assert {span for span, _ in lists if span.startswith(letter)} == {
        f"{letter}2", f"{letter}3:{letter}4", f"{letter}5", f"{letter}6", f"{letter}7:{letter}20000",
    }  # fmt: skip


def test_what_only_people_can_mend_is_told(office: OfficeFolder) -> None:
    """A header that is gone, and lists that are not where dropdowns look for them: nothing is guessed."""
    book = openpyxl.load_workbook(office.workbook)
    for cell in book[KUL][1]:
        cell.value = None
    pilihan = book[TEMPLATE.tab("pilihan").title]
    pilihan["A2"].value = "lain"
    no_dropdowns(book["Induk"])
    book.save(office.workbook)
    before = office.workbook.read_bytes()
    shown = repair(office, "--yes")
    assert f"! {KUL}: its header" in shown and "no dropdown is put back" in shown
    assert office.workbook.read_bytes() == before


def test_while_it_is_open_or_a_run_is_at_work_nothing_is_done(office: OfficeFolder) -> None:
    damage(office, everything)
    before = office.workbook.read_bytes()
    (office.path / "~$dip.xlsx").write_bytes(b"\x04Sari" + b" " * 160)
    assert office.dip("doctor", "--repair-layout", "--yes").exit_code == 75
    assert office.workbook.read_bytes() == before
    assert office.dip("doctor", "--yes").exit_code == 2


@pytest.mark.needs("soffice")
def test_a_workbook_that_libreoffice_saved_is_repaired_and_read_by_it(
    office: OfficeFolder, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """It finds the notes and the dropdowns that came back, and after it saved again nothing is missing."""
    libreoffice = LibreOffice(tmp_path_factory.mktemp("libreoffice") / "profile")
    save = f'Sub Work\nSaveAs(Opened("{office.workbook}"), "{office.workbook}")\nEnd Sub\n'
    damage(office, everything)
    libreoffice.run(save)
    before = contents(office.workbook)
    assert "Put back" in repair(office, "--yes")
    assert contents(office.workbook) == before
    libreoffice.run(save)
    assert repair(office) == "nothing is missing\n"
    lists, notes, _, protected = layout(office.workbook, "Induk")
    assert len(notes) == len(TEMPLATE.tab("induk").columns) and protected and lists
    assert contents(office.workbook) == before
