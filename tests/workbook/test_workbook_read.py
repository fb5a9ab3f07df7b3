"""Reading an .xlsx: every way in which programs write a cell, and what of it people see."""

from __future__ import annotations

from pathlib import Path

import pytest

from sync.model import Formula, Link, Sheet
from tests.workbooks import MAIN, STRICT, book, number_styles, relations_part, saved, sheet


def read_one(folder: Path, content: bytes) -> Sheet:
    (tab,) = saved(folder, content).read().sheets.values()
    return tab


def cells(folder: Path, rows: str, **parts: str) -> Sheet:
    return read_one(folder, book({"Tab": sheet(rows)}, **parts))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("45303", "45303"),
        ("5.0", "5"),
        ("2024", "2024"),
        ("0.1", "0.1"),
        ("0.30000000000000004", "0.3"),
        ("1.2345678901234501E+15", "1234567890123450"),
        ("1234567890123456", "1234567890123456"),
        ("3.27404010190001E+15", "3274040101900010"),
        ("-0", "0"),
        ("1E-3", "0.001"),
        ("1.5E+300", "1.5E+300"),
        ("100", "100"),
    ],
)
def test_numbers_are_shown_digit_by_digit_without_a_needless_point(tmp_path: Path, value: str, text: str) -> None:
    assert cells(tmp_path, f'<row r="1"><c r="A1"><v>{value}</v></c></row>').rows == [(text,)]


@pytest.mark.parametrize(
    ("code", "text"),
    [
        (14, "2024-01-12"),
        (15, "2024-01-12"),
        (16, "12 Januari"),
        (17, "2024-01"),
        (20, "12:00"),
        (22, "2024-01-12"),
        (46, "1087284:00"),
        (0, "45303.5"),
        (10, "45303.5"),
        (49, "45303.5"),
        ("dd/mm/yyyy", "2024-01-12"),
        ("mmm-yy", "2024-01"),
        ("mmmm yyyy", "2024-01"),
        ("[$-421]dd mmmm yyyy;@", "2024-01-12"),
        ("[$-3809]mmmm\\ yyyy", "2024-01"),
        ("yyyy", "2024"),
        ('"Tahun" yyyy', "2024"),
        ('yyyy"a"', "2024"),
        ("e", "2024"),
        ("bbbb", "2024"),
        ("dd bbbb tttt", "2024-01-12"),
        ("bbbb tttt", "2024-01"),
        ("tttt", "2024"),
        ("d bbbb yyyy", "2024-01-12"),
        ("d mmm", "12 Januari"),
        ("dd/mm", "12 Januari"),
        ("dddd", "12 Januari"),
        ("mmmmm", "Januari"),
        ("QQ YYYY", "Triwulan I 2024"),
        ("hh:mm", "12:00"),
        ("mm:ss", "12:00"),
        ("[h]:mm", "1087284:00"),
        ("[Red]dd/mm/yyyy", "2024-01-12"),
        ("[>45000]yyyy;mm", "2024"),
        ("yyyy-mm-dd hh:mm:ss.000", "2024-01-12"),
        ("h:mm AM/PM", "12:00"),
        ("General", "45303.5"),
        ("#,##0", "45303.5"),
        ('"Rp"#,##0', "45303.5"),
        ("[$Rp-421]#,##0", "45303.5"),
        ("0.00E+00", "45303.5"),
        ('0" hari"', "45303.5"),
        ('"dd"@', "45303.5"),
        ('_("Rp"* #,##0_)', "45303.5"),
    ],
)
def test_a_date_is_as_precise_as_the_format_that_shows_it(tmp_path: Path, code: str | int, text: str) -> None:
    """Where it shows no year, people typed none: the program filled in the current one."""
    row = '<row r="1"><c r="A1" s="1"><v>45303.5</v></c></row>'
    assert cells(tmp_path, row, styles=number_styles(code)).rows == [(text,)]


@pytest.mark.parametrize(
    ("code", "value", "text"),
    [
        ('0" tahun"', "5", "5 tahun"),
        ('0 "tahun"', "5", "5 tahun"),
        ("0\\ \\t\\a\\h\\u\\n", "5", "5 tahun"),
        ('#,##0" Bulan"', "18", "18 bulan"),
        ('General" th"', "10", "10 th"),
        ('0" tahun";[Red]-0" tahun"', "5", "5 tahun"),
        ('0" tahun"', "4.6", "4.6"),
        ('0" tahun"', "-5", "-5"),
        ('0.0" tahun"', "5", "5"),
        ('0" lembar"', "5", "5"),
        ('"Tahun "0', "2024", "2024"),
        ("0", "5", "5"),
    ],
)
def test_a_unit_of_time_that_the_format_shows_is_read(tmp_path: Path, code: str, value: str, text: str) -> None:
    """Who sees `5 tahun` in a cell cannot know that the file holds a 5."""
    row = f'<row r="1"><c r="A1" s="1"><v>{value}</v></c></row>'
    assert cells(tmp_path, row, styles=number_styles(code)).rows == [(text,)]


@pytest.mark.parametrize(
    ("serial", "text"),
    [
        ("1", "1900-01-01"),
        ("59", "1900-02-28"),
        ("60", "1900-02-28"),
        ("61", "1900-03-01"),
        ("2958465", "9999-12-31"),
        ("2958466", "2958466"),
        ("-5000", "1886-04-22"),
        ("-999999999", "-999999999"),
    ],
)
def test_serial_numbers_at_the_edges(tmp_path: Path, serial: str, text: str) -> None:
    row = f'<row r="1"><c r="A1" s="1"><v>{serial}</v></c></row>'
    assert cells(tmp_path, row, styles=number_styles(14)).rows == [(text,)]


def test_a_workbook_that_counts_from_1904(tmp_path: Path) -> None:
    row = '<row r="1"><c r="A1" s="1"><v>43841</v></c></row>'
    properties = '<workbookPr date1904="1"/>'
    tab = cells(tmp_path, row, styles=number_styles(14), properties=properties)
    assert (tab.rows, tab.date1904) == ([("2024-01-12",)], True)


def test_iso_dates(tmp_path: Path) -> None:
    row = (
        '<row r="1"><c r="A1" t="d" s="1"><v>2024-01-12T00:00:00Z</v></c><c r="B1" t="d" s="2"><v>2024-01-12</v></c>'
        '<c r="C1" t="d"><v>14:05:00</v></c><c r="D1" t="d"><v>besok</v></c></row>'
    )
    tab = cells(tmp_path, row, styles=number_styles(14, "mmmm yyyy"))
    assert tab.rows == [("2024-01-12", "2024-01", "14:05", "besok")]


def test_strings_in_all_their_forms(tmp_path: Path) -> None:
    shared = (
        "<si><t>biasa</t></si><si><r><rPr><b/></rPr><t>te</t></r><r><t xml:space='preserve'>bal </t></r>"
        "<rPh sb='0' eb='1'><t>dibaca</t></rPh><phoneticPr fontId='1'/></si><si><t>a_x000D_\nb</t></si>"
        "<si><t>_x005F_x000D_</t></si><si><t>nada_x0007_</t></si><si/>"
    )
    row = "".join(f'<c r="{letter}1" t="s"><v>{n}</v></c>' for n, letter in enumerate("ABCDEF"))
    row += '<c r="G1" t="inlineStr"><is><t>di</t></is></c><c r="H1" t="inlineStr"><is><r><t>sini</t></r></is></c>'
    row += '<c r="I1" t="e"><v>#REF!</v></c><c r="J1" t="b"><v>1</v></c><c r="K1" t="b"><v>0</v></c>'
    tab = cells(tmp_path, f'<row r="1">{row}</row>', shared=shared)
    assert tab.rows == [
        ("biasa", "tebal ", "a\nb", "_x000D_", "nada\x07", "", "di", "sini", "#REF!", "TRUE", "FALSE")
    ]  # fmt: skip


def test_formulas_count_as_their_stored_value(tmp_path: Path) -> None:
    row = (
        '<c r="A1" t="b"><f>TRUE()</f><v>1</v></c><c r="B1"><f>SUM(1,2)</f></c><c r="C1" t="str"><f>""</f><v></v></c>'
        '<c r="D1" t="str"><f>"a"</f><v>a</v></c><c r="E1"><f>1</f><v/></c>'
    )
    tab = cells(tmp_path, f'<row r="1">{row}</row>')
    assert tab.rows == [("TRUE", "", "", "a")]
    assert dict(tab.formulas) == {
        (0, 0): Formula("TRUE()", True),
        (0, 1): Formula("SUM(1,2)", False),
        (0, 2): Formula('""', True),
        (0, 3): Formula('"a"', True),
        (0, 4): Formula("1", False),
    }


def test_a_shared_formula_is_told_as_each_cell_has_it(tmp_path: Path) -> None:
    rows = (
        '<row r="1"><c r="B1"><f t="shared" ref="B1:B3" si="0">A1+$A$1</f><v>1</v></c></row>'
        '<row r="2"><c r="B2"><f t="shared" si="0"/><v>2</v></c></row>'
    )
    assert cells(tmp_path, rows).formulas[1, 1] == Formula("A2+$A$1", True)


def test_addresses_may_be_left_out_and_rows_may_jump(tmp_path: Path) -> None:
    rows = '<row><c><v>1</v></c><c/><c><v>3</v></c></row><row/><row r="4"><c r="C4"><v>9</v></c><c><v>8</v></c></row>'
    assert cells(tmp_path, rows).rows == [("1", "", "3"), (), (), ("", "", "9", "8")]


def test_styled_empty_cells_are_not_content(tmp_path: Path) -> None:
    rows = '<row r="1"><c r="A1" t="inlineStr"><is><t>x</t></is></c><c r="Z1" s="1"/></row>'
    rows += '<row r="900"><c r="A900" s="1"/></row>'
    assert cells(tmp_path, rows).rows == [("x",)]


def test_prefixed_tags_comments_cdata_and_another_encoding(tmp_path: Path) -> None:
    xml = (
        f'<?xml version="1.0" encoding="UTF-16"?><x:worksheet xmlns:x="{MAIN}"><!-- <x:sheetData/> --><x:sheetData>'
        '<x:row r="1"><x:c r="A1" t="inlineStr"><x:is><x:t><![CDATA[<row> é]]></x:t></x:is></x:c></x:row>'
        "</x:sheetData></x:worksheet>"
    )
    content = book({"Tab": "?"}, extra={"xl/worksheets/sheet1.xml": xml.encode("utf-16")})
    assert read_one(tmp_path, content).rows == [("<row> é",)]


def test_the_strict_dialect(tmp_path: Path) -> None:
    xml = sheet('<row r="1"><c r="A1" t="s"><v>0</v></c></row>', space=STRICT)
    content = book({"Tab": xml}, shared="<si><t>ketat</t></si>", space=STRICT)
    assert read_one(tmp_path, content).rows == [("ketat",)]


def test_links_of_cells_and_of_formulas(tmp_path: Path) -> None:
    rows = (
        '<row r="1"><c r="A1" t="inlineStr"><is><t>Laporan</t></is></c>'
        '<c r="B1" t="inlineStr"><is><t>https://a.example/b</t></is></c>'
        '<c r="C1" t="str"><f>HYPERLINK("https://c.example/?q=""x""","Nama; lain")</f><v>Nama; lain</v></c>'
        '<c r="D1" t="str"><f>HYPERLINK("https://d.example")</f><v>https://d.example</v></c>'
        '<c r="E1" t="inlineStr"><is><t>lompat</t></is></c><c r="F1" t="str"><f>HYPERLINK("#Tab!A1","ke atas")</f>'
        "<v>ke atas</v></c></row>"
    )
    after = (
        '<hyperlinks><hyperlink ref="A1" r:id="rId1" location="hal=2"/><hyperlink ref="B1:B2" r:id="rId2"/>'
        '<hyperlink ref="E1" location="Tab!A1" display="lompat"/></hyperlinks>'
    )
    arrows = relations_part(
        ("rId1", "hyperlink", "https://a.example/a", True), ("rId2", "hyperlink", "https://a.example/b", True)
    )
    content = book({"Tab": sheet(rows, after=after)}, extra={"xl/worksheets/_rels/sheet1.xml.rels": arrows})
    assert dict(read_one(tmp_path, content).links) == {
        (0, 0): (Link("Laporan", "https://a.example/a#hal=2"),),
        (0, 1): (Link("", "https://a.example/b"),),
        (0, 2): (Link("Nama; lain", 'https://c.example/?q="x"'),),
        (0, 3): (Link("", "https://d.example"),),
    }


def test_merges_hidden_tabs_and_tab_order(tmp_path: Path) -> None:
    first = sheet('<row r="1"><c r="A1"><v>1</v></c></row>', after='<mergeCells><mergeCell ref="A1:C2"/></mergeCells>')
    content = book({"Zeta": first, "Alfa": sheet("")})
    state = saved(tmp_path, content).read()
    assert list(state.sheets) == ["Zeta", "Alfa"]
    assert state.sheets["Zeta"].merges == ((0, 0, 1, 2),)
    assert state.sheets["Alfa"].rows == []


def test_the_same_file_has_the_same_stamp_and_another_has_another(tmp_path: Path) -> None:
    one = saved(tmp_path, book({"Tab": sheet("")}))
    other = saved(tmp_path, book({"Tab": sheet('<row r="1"><c r="A1"><v>1</v></c></row>')}), "lain.xlsx")
    assert one.read().stamp == one.read().stamp != other.read().stamp


@pytest.mark.parametrize("part", ["_xmlsignatures/sig1.xml", "xl/revisions/revisionHeaders.xml"])
def test_what_a_write_cannot_keep_is_named_when_reading(tmp_path: Path, part: str) -> None:
    assert len(saved(tmp_path, book({"Tab": sheet("")}, extra={part: "<x/>"})).read().unkept) == 1
