"""What is not a workbook is told apart, and said so that somebody can act on it."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest

from sync.errors import WorkbookError
from sync.workbook.google.google_workbook import GoogleWorkbook
from sync.workbook.workbook import open_workbook
from sync.workbook.xlsx import package
from sync.workbook.xlsx.xlsx_workbook import XlsxWorkbook
from tests.rich_workbook import rich_workbook
from tests.workbooks import book, door, saved, sheet, zipped

PLAIN = book({"Tab": sheet('<row r="1"><c r="A1"><v>1</v></c></row>')})
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 504


def refusal(folder: Path, content: bytes) -> str:
    with pytest.raises(WorkbookError) as caught:
        saved(folder, content).read()
    assert caught.value.exit_code == 1
    return str(caught.value)


def test_missing(tmp_path: Path) -> None:
    with pytest.raises(WorkbookError) as caught:
        door(tmp_path / "dip.xlsx").read()
    assert str(caught.value) == (
        f"the workbook {tmp_path / 'dip.xlsx'} is not there. "
        "Correct [workbook] location in dip.toml, put a copy back (dip-backup/ has some), or make one: dip init"
    )


def test_a_folder(tmp_path: Path) -> None:
    with pytest.raises(WorkbookError, match="is a folder, not a workbook. Name the .xlsx file in dip.toml."):
        door(tmp_path).read()


def test_empty(tmp_path: Path) -> None:
    assert refusal(tmp_path, b"") == "dip.xlsx is empty (0 bytes). Restore a backup copy."


@pytest.mark.parametrize("length", [4, 30, len(PLAIN) // 2, len(PLAIN) - 1])
def test_cut_off(tmp_path: Path, length: int) -> None:
    assert "it is cut off or damaged" in refusal(tmp_path, PLAIN[:length])


def test_bytes_gone_wrong_inside(tmp_path: Path) -> None:
    at = PLAIN.index(b"xl/worksheets/sheet1.xml") + 30
    damaged = PLAIN[:at] + bytes(byte ^ 255 for byte in PLAIN[at : at + 20]) + PLAIN[at + 20 :]
    assert "is damaged in its part xl/worksheets/sheet1.xml" in refusal(tmp_path, damaged)


def test_encrypted(tmp_path: Path) -> None:
    content = OLE + "EncryptedPackage".encode("utf-16-le") + b"\0" * 400
    assert refusal(tmp_path, content) == ("dip.xlsx is encrypted with a password. Save it without one and run again.")


def test_a_zip_with_a_password(tmp_path: Path) -> None:
    content = bytearray(PLAIN)
    at = PLAIN.index(b"PK\x01\x02")
    content[at + 8] |= 1
    assert "is encrypted with a password" in refusal(tmp_path, bytes(content))


def test_an_old_xls(tmp_path: Path) -> None:
    assert refusal(tmp_path, OLE) == (
        "dip.xlsx is an old Excel file (.xls) with another name. Open it and save it as .xlsx."
    )


def test_an_ods(tmp_path: Path) -> None:
    content = zipped({"mimetype": "application/vnd.oasis.opendocument.spreadsheet", "content.xml": "<x/>"})
    assert "is an OpenDocument file (.ods) with another name" in refusal(tmp_path, content)


def test_a_binary_workbook(tmp_path: Path) -> None:
    arrow = '<Relationship Id="a" Type="x/officeDocument" Target="xl/workbook.bin"/>'
    content = zipped({"_rels/.rels": f"<Relationships>{arrow}</Relationships>", "xl/workbook.bin": b"\0"})
    assert "is a binary workbook (.xlsb)" in refusal(tmp_path, content)


@pytest.mark.parametrize(
    ("content", "shown"),
    [(b"a;b;c\n1;2;3\n", r"a;b;c\n1;"), (b"<html></html>", "<html></"), (b"\x89PNG\r\n", r"\x89PNG\r\n")],
)
def test_something_else_altogether(tmp_path: Path, content: bytes, shown: str) -> None:
    assert f"is not an .xlsx workbook (it begins with “{shown}”)" in refusal(tmp_path, content)


def test_another_zip(tmp_path: Path) -> None:
    assert "is a zip file without a workbook inside" in refusal(tmp_path, zipped({"surat.txt": "x"}))


def test_a_zip_bomb_by_ratio(tmp_path: Path) -> None:
    content = book({"Tab": sheet("")}, extra={"xl/media/bom.bin": b"\0" * (package.RATIO_FROM + 1)})
    assert f"times its size; the limit is 200 times. {package.TAKE_OUT}" in refusal(tmp_path, content)


def test_a_zip_bomb_by_total(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(package, "MAX_TOTAL", 1000)
    assert f"bytes; the limit is 1,000. {package.TAKE_OUT}" in refusal(tmp_path, PLAIN)


def test_a_zip_that_lies_about_its_sizes(tmp_path: Path) -> None:
    content = bytearray(book({"Tab": sheet("")}, extra={"xl/a.bin": b"\0" * 100_000}))
    at = content.rindex(b"xl/a.bin") - 46
    content[at + 24 : at + 28] = (10).to_bytes(4, "little")
    workbook = saved(tmp_path, bytes(content))
    with pytest.raises(WorkbookError, match="is damaged in its part xl/a.bin"):
        package.Package((tmp_path / "dip.xlsx").read_bytes(), "dip.xlsx").read("xl/a.bin")
    assert list(workbook.read().sheets) == ["Tab"]


def test_too_many_parts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(package, "MAX_PARTS", 3)
    assert f"5 parts; the limit is 3. {package.TAKE_OUT}" in refusal(tmp_path, PLAIN)


def test_two_parts_of_one_name(tmp_path: Path) -> None:
    out = io.BytesIO(PLAIN)
    with zipfile.ZipFile(out, "a") as archive, pytest.warns(UserWarning, match="Duplicate name"):
        archive.writestr("xl/workbook.xml", "<x/>")
    assert "it holds xl/workbook.xml twice" in refusal(tmp_path, out.getvalue())


def test_entities_that_grow(tmp_path: Path) -> None:
    laughs = (
        '<!DOCTYPE l [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">]><worksheet><sheetData>&b;</sheetData></worksheet>'
    )
    assert "declares entities of its own" in refusal(tmp_path, book({"Tab": laughs}))


def test_an_entity_that_reads_a_file(tmp_path: Path) -> None:
    (tmp_path / "rahasia").write_text("rahasia")
    xml = (
        f'<!DOCTYPE l [<!ENTITY a SYSTEM "file://{tmp_path}/rahasia">]><worksheet><sheetData><row><c t="str"><v>&a;</v>'
        "</c></row></sheetData></worksheet>"
    )
    assert "declares entities of its own" in refusal(tmp_path, book({"Tab": xml}))


@pytest.mark.parametrize(
    "rows",
    [
        '<row r="1"><c r="A1">',
        '<row r="0"><c r="A0"><v>1</v></c></row>',
        '<row r="0"/>',
        '<row r="1048577"/>',
        '<row r="1"><c r="XFE1"><v>1</v></c></row>',
        '<row r="1"><c r="A1" t="s"><v>7</v></c></row>',
        '<row r="x"/>',
    ],
)
def test_a_damaged_tab_is_named(tmp_path: Path, rows: str) -> None:
    assert "tab “Tab” is damaged" in refusal(tmp_path, book({"Tab": sheet(rows)}))


def test_a_tab_wide_enough_to_fill_the_memory(tmp_path: Path) -> None:
    rows = "".join(f'<row r="{n}"><c r="XFD{n}"><v>1</v></c></row>' for n in range(1, 1300))
    assert "more than 20,000,000 cells in one tab" in refusal(tmp_path, book({"Tab": sheet(rows)}))


def test_a_tab_whose_part_is_missing(tmp_path: Path) -> None:
    content = package.Package(PLAIN, "x").rebuilt({"xl/worksheets/sheet1.xml": None})
    assert "tab “Tab” has no content" in refusal(tmp_path, content)


RICH = rich_workbook()


@pytest.mark.parametrize("part", ["xl/workbook.xml", "xl/styles.xml", "xl/sharedStrings.xml"])
def test_a_part_that_is_missing_is_named(tmp_path: Path, part: str) -> None:
    """Without its styles a date would be read as a number, without its strings a text as nothing."""
    content = package.Package(RICH, "x").rebuilt({part: None})
    assert refusal(tmp_path, content) == f"dip.xlsx is damaged: its part {part} is missing. Restore a backup copy."


def test_relationships_that_are_missing(tmp_path: Path) -> None:
    content = package.Package(RICH, "x").rebuilt({"xl/_rels/workbook.xml.rels": None})
    assert "tab “Isi” has no content" in refusal(tmp_path, content)


@pytest.mark.parametrize(
    "part", ["xl/workbook.xml", "xl/styles.xml", "xl/sharedStrings.xml", "xl/worksheets/sheet1.xml"]
)
@pytest.mark.parametrize("content", [b"", b"\0" * 40, b"<a><b></a>", b"bukan XML"])
def test_a_part_that_is_no_xml(tmp_path: Path, part: str, content: bytes) -> None:
    told = refusal(tmp_path, package.Package(RICH, "x").rebuilt({part: content}))
    assert "is damaged" in told and "Restore a backup copy." in told


@pytest.mark.parametrize("number", ["3", "-1"])
def test_a_text_that_is_not_there(tmp_path: Path, number: str) -> None:
    content = book({"Tab": sheet(f'<row r="1"><c r="A1" t="s"><v>{number}</v></c></row>')}, shared="<si><t>a</t></si>")
    assert f"tab “Tab” is damaged: it points at text {number} of 1 shared ones." in refusal(tmp_path, content)


def test_each_location_has_its_door(tmp_path: Path) -> None:
    template = door(tmp_path)._template
    opened = open_workbook("https://docs.google.com/spreadsheets/d/1", tmp_path, template, (), tmp_path)
    assert isinstance(opened, GoogleWorkbook)
    assert isinstance(open_workbook("dip.xlsx", tmp_path, template, (), tmp_path), XlsxWorkbook)
    with pytest.raises(WorkbookError, match="neither a file nor a Google spreadsheet"):
        open_workbook("ftp://example.org/dip.xlsx", tmp_path, template, (), tmp_path)
