"""LibreOffice fills in and saves the workbook as staff would, and opens what sync wrote."""

from __future__ import annotations

import csv
import time
from collections.abc import Iterator
from pathlib import Path

import openpyxl
import pytest
from lxml import etree

from sync.cells.cell import Tick, read_tick
from sync.errors import WorkbookError, WorkbookOpen
from sync.model import Batch, Sheet, TabWrite, Value, WorkbookState, a1
from sync.workbook.answer_colours import answer_colours
from sync.workbook.xlsx.xlsx_workbook import XlsxWorkbook
from tests.libreoffice import LibreOffice
from tests.rich_workbook import PNG
from tests.workbooks import TEMPLATE, UNITS, cells_of, door, parts_of, path_of, surroundings_of

pytestmark = [pytest.mark.slow, pytest.mark.needs("soffice")]

KUL, TEK = (unit.tab for unit in UNITS)
HEADERS = {kind: [column.header for column in TEMPLATE.tab(kind).columns] for kind in ("unit", "induk")}
APPROVAL = TEMPLATE.ticks["approval"]
MASTER = {column.role: number for number, column in enumerate(TEMPLATE.tab("induk").columns)}

STAFF = """
Sub Work
    Dim book As Object, tab As Object, cell As Object
    book = Opened("{path}")
    tab = book.Sheets.getByName("{kul}")
    For row = 1 To 6
        tab.getCellByPosition(1, row).String = "Laporan " & row & " — “tahun” & <isi> 😀"
        tab.getCellByPosition(2, row).String = "Baris satu" & Chr(10) & "baris dua"
        tab.getCellByPosition(6, row).String = "Softcopy"
    Next
    tab.getCellByPosition(4, 1).Value = 45303
    tab.getCellByPosition(4, 1).NumberFormat = Format(book, "DD/MM/YYYY")
    tab.getCellByPosition(4, 2).Value = 45303
    tab.getCellByPosition(4, 2).NumberFormat = Format(book, "MMM YY")
    tab.getCellByPosition(4, 3).NumberFormat = 0
    tab.getCellByPosition(4, 3).Value = 2024
    tab.getCellByPosition(4, 4).String = "Triwulan III 2025"
    tab.getCellByPosition(7, 4).NumberFormat = 0
    tab.getCellByPosition(7, 4).Value = 5
    tab.getCellByPosition(9, 1).Formula = "=HYPERLINK(""https://kpu-lebak.example/a.pdf"";""Laporan A"")"
    cell = tab.getCellByPosition(9, 2)
    cell.String = ""
    link = book.createInstance("com.sun.star.text.TextField.URL")
    link.URL = "https://kpu-lebak.example/b.pdf"
    link.Representation = "Laporan B"
    cell.insertTextContent(cell.createTextCursor(), link, False)
    tab.getCellByPosition(10, 5).NumberFormat = 0
    tab.getCellByPosition(10, 5).Formula = "=1+1"
    tab.Rows.insertByIndex(3, 1)
    tab.getCellByPosition(1, 3).String = "A. INFORMASI BERKALA"
    tab.getCellRangeByName("B4:K4").merge(True)
    tab.Annotations.insertNew(tab.getCellByPosition(1, 1).CellAddress, "mohon dicek")
    book.NamedRanges.addNewByName("Judulnya", "$'{kul}'.$B$2:$B$9", tab.getCellByPosition(0, 0).CellAddress, 0)
    Decorate(book, tab)
    tab = book.Sheets.getByName("Induk")
    For row = 1 To 5
        tab.getCellByPosition(0, row).String = "KUL-000" & row
        tab.getCellByPosition(2, row).String = "Laporan " & row
    Next
    tab.getCellByPosition({setuju}, 1).String = "✓"
    tab.getCellByPosition({setuju}, 2).Formula = "=TRUE()"
    tab.getCellByPosition({setuju}, 3).Value = 1
    tab.getCellByPosition({setuju}, 3).NumberFormat = Format(book, "BOOLEAN")
    tab.getCellByPosition({setuju}, 4).Value = 0
    tab.getCellByPosition({setuju}, 4).NumberFormat = Format(book, "BOOLEAN")
    tab.getCellByPosition({setuju}, 5).Formula = "=FALSE()"
    tab.getCellByPosition({setuju} + 1, 1).String = "v"
    SaveAs(book, "{path}")
End Sub

Function Format(book As Object, code As String) As Long
    Dim place As New com.sun.star.lang.Locale
    Format = book.NumberFormats.queryKey(code, place, False)
    If Format = -1 Then Format = book.NumberFormats.addNew(code, place)
End Function

Sub Decorate(book As Object, tab As Object)
    Dim frame As New com.sun.star.awt.Rectangle
    Dim size As New com.sun.star.awt.Size
    Dim ranges(0) As New com.sun.star.table.CellRangeAddress
    frame.X = 1000 : frame.Y = 9000 : frame.Width = 6000 : frame.Height = 4000
    ranges(0) = tab.getCellRangeByName("H2:H6").RangeAddress
    tab.Charts.addNewByName("Bagan", frame, ranges(), False, False)
    picture = book.createInstance("com.sun.star.drawing.GraphicObjectShape")
    picture.GraphicURL = ConvertToURL("{picture}")
    size.Width = 2000 : size.Height = 2000
    picture.Size = size
    tab.DrawPage.add(picture)
End Sub
"""


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> LibreOffice:
    """One profile for this file."""
    return LibreOffice(tmp_path_factory.mktemp("libreoffice") / "profile")


@pytest.fixture(scope="module")
def filled(office: LibreOffice, tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """A workbook of `dip init`, filled in and saved by LibreOffice."""
    folder = tmp_path_factory.mktemp("staff")
    path, picture = folder / "dip.xlsx", folder / "gambar.png"
    picture.write_bytes(PNG)
    door(path).lay_out()
    words = {"path": path, "kul": KUL, "setuju": MASTER["setuju"], "picture": picture}
    macro = STAFF
    for name, value in words.items():
        macro = macro.replace(f"{{{name}}}", str(value))
    office.run(macro)
    return path.read_bytes()


@pytest.fixture
def workbook(filled: bytes, tmp_path: Path) -> XlsxWorkbook:
    """A copy of it, to be written into."""
    (tmp_path / "dip.xlsx").write_bytes(filled)
    return door(tmp_path / "dip.xlsx")


def batch() -> Batch:
    """What a sync writes: marks and words in sync's columns, new rows of the master, whole tabs of its own."""
    width = len(HEADERS["unit"])
    unit: dict[tuple[int, int], Value] = {}
    for row in (1, 2, 4, 5):
        unit |= {
            (row, 0): f"KUL-{row:04d}",
            (row, width - 2): "Perlu diperbaiki",
            (row, width - 1): "Tulis <5 tahun> & simpan.",
        }
    new: list[Value] = [None] * len(HEADERS["induk"])
    new[0], new[2], new[MASTER["status"]] = "TEK-0001", "=1+1", "Menunggu persetujuan"
    return Batch(
        (
            TabWrite(KUL, "unit", cells=unit),
            TabWrite(
                "Induk", "induk", {(1, MASTER["setuju"]): None, (2, MASTER["status"]): "Terbit"}, (tuple(new),), 6
            ),
            TabWrite("Kendali", "kendali", cells={(4, 1): "2026-11-23 14:05"}),
            TabWrite("Riwayat", "riwayat", replace=(("Nomor", "Waktu"), ("1", "2026-11-23 14:05"))),
        )
    )


def changed(state: WorkbookState, one: Batch) -> Iterator[tuple[str, Sheet, set[tuple[int, int]]]]:
    """Every tab with the addresses the batch names."""
    for title, sheet in state.sheets.items():
        cells: set[tuple[int, int]] = set()
        for tab in one.tabs:
            if tab.title == title:
                cells = set(tab.cells)
                cells |= {(tab.append_at + r, c) for r, row in enumerate(tab.append) for c in range(len(row))}
                if tab.replace is not None:
                    cells |= {(r, c) for r in range(max(len(sheet.rows), len(tab.replace))) for c in range(50)}
        yield title, sheet, cells


def test_ticks_as_libreoffice_stores_them(filled: bytes, workbook: XlsxWorkbook) -> None:
    """`✓`, the formula TRUE(), a boolean cell are ticks; FALSE() and a boolean that is false are none."""
    sheet = workbook.read().sheets["Induk"]
    formulas = [sheet.formulas.get((row, MASTER["setuju"])) for row in range(1, 6)]
    ticks = [
        read_tick(sheet.text(row, MASTER["setuju"]), APPROVAL, formula.text if formula else None)
        for row, formula in enumerate(formulas, 1)
    ]
    assert ticks == [Tick.YES, Tick.YES, Tick.YES, Tick.NO, Tick.NO]
    assert any(formulas)
    assert read_tick(sheet.text(1, MASTER["tarik"]), APPROVAL) is Tick.YES


def test_what_staff_typed_is_read_as_they_see_it(workbook: XlsxWorkbook) -> None:
    """Dates have the precision their format shows, numbers are digits, links keep their address."""
    sheet = workbook.read().sheets[KUL]
    assert [sheet.text(row, 4) for row in (1, 2, 4, 5)] == ["2024-01-12", "2024-01", "2024", "Triwulan III 2025"]
    assert (sheet.text(5, 7), sheet.text(6, 10)) == ("5", "2")
    assert sheet.text(1, 1) == "Laporan 1 — “tahun” & <isi> 😀"
    assert sheet.text(1, 2) == "Baris satu\nbaris dua"
    assert (3, 1, 3, 10) in sheet.merges
    urls = [link.url for row in (1, 2) for link in sheet.links[row, 9]]
    assert urls == ["https://kpu-lebak.example/a.pdf", "https://kpu-lebak.example/b.pdf"]


def test_only_the_cells_of_the_batch_change_in_a_workbook_libreoffice_saved(workbook: XlsxWorkbook) -> None:
    """Every other part keeps its bytes, every other cell its stored value, formula, link and style."""
    path = Path(workbook.location)
    before, parts = workbook.read(), parts_of(path)
    one = batch()
    workbook.write(one, before)
    after, now = workbook.read(), parts_of(path)
    assert list(now) == list(parts)
    assert {name.rpartition("/")[0] for name in now if now[name] != parts[name]} == {"xl/worksheets"}
    assert sum(now[name] != parts[name] for name in now) == len(one.tabs)
    for title, sheet, cells in changed(before, one):
        part, written = path_of(path, title), {a1(*at) for at in cells}
        if title != "Riwayat":
            was, found = cells_of(parts[part]), cells_of(now[part])
            assert {at: xml for at, xml in was.items() if at not in written}.items() <= found.items()
            assert surroundings_of(parts[part]) == surroundings_of(now[part])
        assert {at: f for at, f in sheet.formulas.items() if at not in cells} == after.sheets[title].formulas
        assert sheet.merges == after.sheets[title].merges
        assert dict(sheet.links) == dict(after.sheets[title].links)


def test_libreoffice_sees_what_sync_wrote(workbook: XlsxWorkbook, office: LibreOffice, tmp_path: Path) -> None:
    """The file opens, and every text cell shows what the door reads."""
    state = workbook.read()
    workbook.write(batch(), state)
    state = workbook.read()
    office.converted(Path(workbook.location), "csv", tmp_path / "csv")
    for title in ("Induk", "Kendali", "Riwayat", "Petunjuk"):
        with (tmp_path / "csv" / f"dip-{title}.csv").open(encoding="utf-8", newline="") as file:
            shown = [tuple(row) for row in csv.reader(file)]
        wanted = state.sheets[title].rows
        assert [_trimmed(row) for row in shown][: len(wanted)] == [_trimmed(row) for row in wanted], title


def _trimmed(row: object) -> tuple[str, ...]:
    texts = [str(text) for text in row]  # type: ignore[attr-defined]
    while texts and not texts[-1]:
        texts.pop()
    return tuple(texts)


def test_dropdowns_protection_header_and_notes_outlive_sync_and_libreoffice(
    workbook: XlsxWorkbook, office: LibreOffice, tmp_path: Path
) -> None:
    """After LibreOffice, sync, and LibreOffice again the workbook still is what `dip init` made it."""
    state = workbook.read()
    workbook.write(batch(), state)
    office.run(f'Sub Work\nSaveAs(Opened("{workbook.location}"), "{tmp_path / "lagi.xlsx"}")\nEnd Sub\n')
    book = openpyxl.load_workbook(tmp_path / "lagi.xlsx")
    unit, master = book[KUL], book["Induk"]
    assert (unit.freeze_panes, master.freeze_panes) == ("D2", "E2")
    assert (unit.protection.sheet, master.protection.sheet, master.protection.password) == (False, True, None)
    assert not master.protection.autoFilter
    assert not master.cell(3, MASTER["setuju"] + 1).protection.locked
    assert master.cell(3, MASTER["status"] + 1).protection.locked
    lists = {rule.formula1 for tab in (unit, master) for rule in tab.data_validations.dataValidation}
    assert any("Pilihan" in str(source) for source in lists)
    assert all(unit.cell(1, number).comment for number in range(1, len(HEADERS["unit"]) + 1))
    assert unit["B2"].comment is not None and "mohon dicek" in unit["B2"].comment.text
    assert "Judulnya" in book.defined_names
    rules = [rule for ranges in unit.conditional_formatting for rule in ranges.rules]
    named = [rule for rule in rules if "FIND(" in rule.formula[0]]
    assert len(named) == len(TEMPLATE.content_roles)
    statuses = len(TEMPLATE.choices["status"])  # of the ID, and of the status itself
    assert len(rules) == len(named) + len(TEMPLATE.choices["klasifikasi"]) + 2 * statuses
    names = parts_of(tmp_path / "lagi.xlsx")
    assert any("charts/chart" in name for name in names) and any("media/image" in name for name in names)


def test_tabs_that_staff_deleted_come_back_as_libreoffice_shows_them(
    workbook: XlsxWorkbook, office: LibreOffice, tmp_path: Path
) -> None:
    """`dip init` completes a workbook LibreOffice saved; LibreOffice opens the result with every tab in its place."""
    path = workbook.location
    removed = "\n".join(f'book.Sheets.removeByName("{title}")' for title in ("Petunjuk", "Induk", "Pilihan"))
    office.run(f'Sub Work\nbook = Opened("{path}")\n{removed}\nSaveAs(book, "{path}")\nEnd Sub\n')
    titles = set(workbook.read().sheets)
    assert workbook.lay_out() == ["Petunjuk", "Induk", "Pilihan"]
    office.run(f'Sub Work\nSaveAs(Opened("{path}"), "{tmp_path / "lagi.xlsx"}")\nEnd Sub\n')
    book, state = openpyxl.load_workbook(tmp_path / "lagi.xlsx"), door(tmp_path / "lagi.xlsx").read()
    assert set(book.sheetnames) - titles == {"Petunjuk", "Induk", "Pilihan"}
    assert book.sheetnames[0] == "Petunjuk"
    assert [cell.value for cell in book["Induk"][1]] == HEADERS["induk"]
    assert (book["Induk"].freeze_panes, book["Induk"].protection.sheet) == ("E2", True)
    assert book["Pilihan"].sheet_state == "hidden"
    assert state.sheets[KUL] == workbook.read().sheets[KUL]


def test_the_rules_of_colour_say_what_they_should(office: LibreOffice, tmp_path: Path) -> None:
    """LibreOffice computes them: a line names its cell at its beginning, and only there."""
    notes = (
        "Waktu Pembuatan: kapan dokumen ini dibuat?",
        "Judul Informasi: kosong.\nWaktu Pembuatan: kapan dokumen ini dibuat?",
        "Tulis seperti di Waktu Pembuatan: 2026.",
        "",
    )
    unit, at = TEMPLATE.tab("unit"), {"waktu": 0, "catatan": 1}
    book = openpyxl.Workbook()
    tab = book.worksheets[0]
    for row, note in enumerate(notes, 1):
        tab.cell(row, 2, note)
        ((_, formula, _),) = answer_colours(unit, TEMPLATE, at, row)
        tab.cell(row, 3, f"={formula}")
    book.save(tmp_path / "asal.xlsx")
    office.run(f'Sub Work\nSaveAs(Opened("{tmp_path / "asal.xlsx"}"), "{tmp_path / "hitung.xlsx"}")\nEnd Sub\n')
    computed = openpyxl.load_workbook(tmp_path / "hitung.xlsx", data_only=True).worksheets[0]
    assert [bool(computed.cell(row, 3).value) for row in range(1, 5)] == [True, True, False, False]


def test_every_part_after_a_write_is_well_formed(workbook: XlsxWorkbook) -> None:
    """Nothing that a stricter program would call damaged."""
    state = workbook.read()
    workbook.write(batch(), state)
    for name, content in parts_of(Path(workbook.location)).items():
        if name.endswith((".xml", ".rels", ".vml")):
            etree.fromstring(content)


def test_while_libreoffice_has_it_open_nothing_is_written(filled: bytes, office: LibreOffice, tmp_path: Path) -> None:
    """LibreOffice's own lock file is found, told with its owner, and gone when the program closes the workbook."""
    path = tmp_path / "dip.xlsx"
    path.write_bytes(filled)
    workbook = door(path)
    state = workbook.read()
    ready, go = tmp_path / "ready", tmp_path / "go"
    macro = f"""
Sub Work
    Dim none()
    book = StarDesktop.loadComponentFromURL(ConvertToURL("{path}"), "_blank", 0, none())
    Told("{ready}", "open")
    Do While Not FileExists("{go}")
        Wait 50
    Loop
    book.close(True)
End Sub
"""
    process = office.started(macro)
    try:
        while not ready.exists() and process.poll() is None:
            time.sleep(0.05)
        with pytest.raises(WorkbookOpen, match="The workbook is open in LibreOffice.*delete that lock file"):
            workbook.check_writable(state)
        with pytest.raises(WorkbookOpen):
            workbook.write(batch(), state)
    finally:
        go.touch()
        process.wait(60)
    assert path.read_bytes() == filled
    workbook.check_writable(state)


def test_what_libreoffice_saves_otherwise_is_named_and_left_alone(
    filled: bytes, office: LibreOffice, tmp_path: Path
) -> None:
    """A workbook saved with a password, as old Excel or as OpenDocument, under the name of the workbook: told for what
    it is, and not touched."""
    path = tmp_path / "staff.xlsx"
    path.write_bytes(filled)
    kinds = {
        "is encrypted with a password. Save it without one": ("Calc MS Excel 2007 XML", "rahasia"),
        "is an old Excel file (.xls) with another name": ("MS Excel 97", ""),
        "is an OpenDocument file (.ods) with another name": ("calc8", ""),
    }
    names = [tmp_path / f"{number}.xlsx" for number in range(len(kinds))]
    saves = [
        f'Kept(book, "{name}", "{kind}", "{word}")' for name, (kind, word) in zip(names, kinds.values(), strict=True)
    ]
    office.run(_KEPT + f'Sub Work\nbook = Opened("{path}")\n' + "\n".join(saves) + "\nbook.close(True)\nEnd Sub\n")
    for name, told in zip(names, kinds, strict=True):
        content = name.read_bytes()
        with pytest.raises(WorkbookError) as caught:
            door(name).read()
        assert told in str(caught.value) and name.read_bytes() == content


_KEPT = """
Sub Kept(book As Object, path As String, kind As String, word As String)
    Dim options(1) As New com.sun.star.beans.PropertyValue
    Dim secret(1) As New com.sun.star.beans.NamedValue
    options(0).Name = "FilterName"
    options(0).Value = kind
    If word <> "" Then
        secret(0).Name = "OOXPassword"
        secret(0).Value = word
        secret(1).Name = "CryptoType"
        secret(1).Value = "Standard"
        options(1).Name = "EncryptionData"
        options(1).Value = secret()
    End If
    book.storeToURL(ConvertToURL(path), options())
End Sub
"""
