"""Writing into an .xlsx: the cells of the batch change, and nothing else does."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from sync.errors import WorkbookChanged, WorkbookError
from sync.model import Address, Batch, Formula, TabWrite, Value, WorkbookState
from sync.workbook.xlsx.xlsx_workbook import XlsxWorkbook
from tests.rich_workbook import ROWS, rich_workbook
from tests.workbooks import UNITS, book, laid_out, number_styles, parts_of, saved, sheet

SHEET = "xl/worksheets/sheet1.xml"


def write(workbook: XlsxWorkbook, **tab: object) -> WorkbookState:
    """Write one tab and read the file again; what `write` says it did is what is there."""
    tab = {"title": "Isi", "kind": "unit", **tab}
    told = workbook.write(Batch((TabWrite(**tab),)), workbook.read())  # type: ignore[arg-type]
    found = workbook.read()
    assert told == found
    return found


def test_every_other_part_keeps_its_bytes_and_every_other_cell_its_value_and_formula(tmp_path: Path) -> None:
    workbook = saved(tmp_path, rich_workbook())
    before, state = parts_of(tmp_path / "dip.xlsx"), workbook.read()
    after_state = write(workbook, cells={(1, 2): "Perlu <diperbaiki> & dibaca", (3, 2): "x", (6, 0): "baru"})
    after = parts_of(tmp_path / "dip.xlsx")
    assert list(after) == list(before)
    assert {name for name in after if after[name] != before[name]} == {SHEET}
    one, other = state.sheets["Isi"], after_state.sheets["Isi"]
    changed = {(1, 2), (3, 2), (6, 0)}
    addresses = {(row, column) for row in range(9) for column in range(8)} - changed
    assert all(one.text(*at) == other.text(*at) for at in addresses)
    assert (one.formulas, one.merges, state.sheets["Lain"]) == (
        other.formulas,
        other.merges,
        after_state.sheets["Lain"],
    )
    assert [other.text(*at) for at in sorted(changed)] == ["Perlu <diperbaiki> & dibaca", "x", "baru"]


def test_inside_the_sheet_too_only_the_cells_written_change(tmp_path: Path) -> None:
    workbook = saved(tmp_path, rich_workbook())
    before = parts_of(tmp_path / "dip.xlsx")[SHEET].decode()
    write(workbook, cells={(3, 2): "x"})
    after = parts_of(tmp_path / "dip.xlsx")[SHEET].decode()
    cell = '<c r="C4" s="2" t="inlineStr"><is><t xml:space="preserve">x</t></is></c>'
    assert after == before.replace('<row r="4" ht="40.5">', '<row r="4">').replace('<c r="C4" s="2"/>', cell)


def test_nothing_to_write_touches_nothing(tmp_path: Path) -> None:
    workbook = saved(tmp_path, rich_workbook())
    state = workbook.read()
    assert workbook.write(Batch(), state) is state
    assert not (tmp_path / "dip-backup").exists()


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("biasa", "biasa"),
        ("", ""),
        (None, ""),
        (False, ""),
        (True, "✓"),
        ("baris\nkedua", "baris\nkedua"),
        ("baris\r\nkedua\rketiga", "baris\nkedua\nketiga"),
        ("  tepi  ", "  tepi  "),
        ("=1+1", "=1+1"),
        ("&lt;b&gt; \"'", "&lt;b&gt; \"'"),
        ("]]>", "]]>"),
        ("nada\x07 dan \x00", "nada\x07 dan \x00"),
        ("_x000D_ apa adanya", "_x000D_ apa adanya"),
        ("_x005F_x000D_", "_x005F_x000D_"),
        ("😀 \u200fשלום\u200f \xa0", "😀 \u200fשלום\u200f \xa0"),
        ("\ufffe\uffff", "\ufffe\uffff"),
        ("setengah \ud83d", "setengah ?"),
        ("0812", "0812"),
        ("x" * 40_000, "x" * 32_766 + "…"),
        ("😀" * 20_000, "😀" * 16_383 + "…"),
    ],
)
def test_what_is_written_is_what_is_read(tmp_path: Path, value: Value, text: str) -> None:
    workbook = saved(tmp_path, rich_workbook())
    assert write(workbook, cells={(1, 0): value}).sheets["Isi"].text(1, 0) == text


def test_clearing_a_tick_leaves_the_cell_and_its_looks(tmp_path: Path) -> None:
    workbook = saved(tmp_path, rich_workbook())
    state = write(workbook, cells={(2, 1): False, (1, 4): None})
    xml = parts_of(tmp_path / "dip.xlsx")[SHEET].decode()
    assert '<c r="B3" s="3"/>' in xml
    assert 'r="E2"' not in xml
    assert (state.sheets["Isi"].text(2, 1), state.sheets["Isi"].text(1, 4)) == ("", "")


def test_a_formula_that_goes_leaves_the_calculation_chain(tmp_path: Path) -> None:
    workbook = saved(tmp_path, rich_workbook())
    before = parts_of(tmp_path / "dip.xlsx")
    write(workbook, cells={(1, 4): None})
    after = parts_of(tmp_path / "dip.xlsx")
    assert {name for name in after if after[name] != before[name]} == {SHEET, "xl/calcChain.xml"}
    assert re.findall(r'<c r="(\w+)"', after["xl/calcChain.xml"].decode()) == ["D2", "D3", "D4", "E3", "F3"]


def test_a_chain_without_entries_goes_and_nothing_names_it_any_more(tmp_path: Path) -> None:
    workbook = saved(tmp_path, rich_workbook())
    write(workbook, cells={(row, column): None for row in range(1, 4) for column in range(3, 6)})
    after = parts_of(tmp_path / "dip.xlsx")
    assert "xl/calcChain.xml" not in after
    assert not any(b"calcChain" in content for content in after.values())


def test_when_the_cell_with_the_shared_formula_goes_the_others_say_it_themselves(tmp_path: Path) -> None:
    workbook = saved(tmp_path, rich_workbook())
    tab = write(workbook, cells={(1, 3): "kosong"}).sheets["Isi"]
    assert (tab.formulas[2, 3], tab.formulas[3, 3]) == (Formula("A3*2", True), Formula("A4*2", True))
    assert (tab.text(1, 3), tab.text(2, 3), tab.text(3, 3)) == ("kosong", "5", "6")
    assert "shared" not in parts_of(tmp_path / "dip.xlsx")[SHEET].decode()


def test_a_cell_that_only_shares_a_formula_goes_alone(tmp_path: Path) -> None:
    workbook = saved(tmp_path, rich_workbook())
    tab = write(workbook, cells={(2, 3): None}).sheets["Isi"]
    assert tab.formulas[3, 3] == Formula("A4*2", True)
    assert (2, 3) not in tab.formulas


def test_appended_rows_look_like_the_rows_above(tmp_path: Path) -> None:
    rows = (
        '<row r="1"><c r="A1" s="5" t="inlineStr"><is><t>ID</t></is></c></row>'
        '<row r="2"><c r="A2" s="1"><v>1</v></c><c r="B2" s="2"/></row>'
    )
    workbook = saved(tmp_path, book({"Isi": sheet(rows)}, styles=number_styles(14, 15)))
    tab = write(workbook, append=(("a", None, "c"), ("d",)), append_at=2).sheets["Isi"]
    assert tab.rows[2:] == [("a", "", "c"), ("d",)]
    xml = parts_of(tmp_path / "dip.xlsx")[SHEET].decode()
    assert '<row r="3"><c r="A3" s="1" t="inlineStr">' in xml
    assert '<c r="B3" s="2"/>' in xml


def test_appended_rows_do_not_look_like_a_header(tmp_path: Path) -> None:
    rows = '<row r="1"><c r="A1" s="1" t="inlineStr"><is><t>ID</t></is></c></row>'
    workbook = saved(tmp_path, book({"Isi": sheet(rows)}, styles=number_styles(14)))
    write(workbook, append=(("a",),), append_at=1)
    assert '<c r="A2" t="inlineStr">' in parts_of(tmp_path / "dip.xlsx")[SHEET].decode()


def test_styled_empty_rows_are_filled_not_doubled(tmp_path: Path) -> None:
    rows = '<row r="2"><c r="A2" s="1"/><c r="B2" s="1"/></row><row r="3"><c r="A3" s="1"/></row>'
    workbook = saved(tmp_path, book({"Isi": sheet(rows)}, styles=number_styles("@")))
    write(workbook, append=(("a", "b"),), append_at=1)
    xml = parts_of(tmp_path / "dip.xlsx")[SHEET].decode()
    assert xml.count('<row r="2"') == 1
    assert '<c r="B2" s="1" t="inlineStr">' in xml


def test_a_row_that_somebody_filled_is_not_written_over(tmp_path: Path) -> None:
    workbook = saved(tmp_path, rich_workbook())
    before = (tmp_path / "dip.xlsx").read_bytes()
    with pytest.raises(WorkbookChanged, match="Row 8 of “Isi” is no longer empty. Nothing was written."):
        write(workbook, append=(("a",), ("b",), ("c",)), append_at=5)
    assert (tmp_path / "dip.xlsx").read_bytes() == before


def test_a_row_that_holds_nothing_but_blanks_is_free(tmp_path: Path) -> None:
    rows = '<row r="2"><c r="A2" t="inlineStr"><is><t xml:space="preserve">  </t></is></c></row>'
    workbook = saved(tmp_path, book({"Isi": sheet(rows)}))
    write(workbook, append=(("a",),), append_at=1)
    assert workbook.read().sheets["Isi"].text(1, 0) == "a"


def test_filter_and_outline_reach_to_the_last_row(tmp_path: Path) -> None:
    workbook = saved(tmp_path, rich_workbook())
    write(workbook, append=(("a",),), append_at=11)
    xml = parts_of(tmp_path / "dip.xlsx")[SHEET].decode()
    assert ('<dimension ref="A1:F12"/>' in xml, '<autoFilter ref="A1:C12">' in xml) == (True, True)


def test_a_height_set_by_hand_stays(tmp_path: Path) -> None:
    workbook = saved(tmp_path, rich_workbook())
    write(workbook, cells={(0, 3): "panjang " * 50})
    assert 'ht="30" customHeight="1"' in parts_of(tmp_path / "dip.xlsx")[SHEET].decode()


def test_replacing_a_tab_keeps_its_looks_and_drops_its_rows(tmp_path: Path) -> None:
    workbook = saved(tmp_path, rich_workbook())
    before = parts_of(tmp_path / "dip.xlsx")
    tab = write(workbook, replace=(("Judul", "Tanggal"), ("a", None, "c"))).sheets["Isi"]
    after = parts_of(tmp_path / "dip.xlsx")
    assert (tab.rows, dict(tab.formulas), tab.merges) == ([("Judul", "Tanggal"), ("a", "", "c")], {}, ())
    assert {name for name in before if after.get(name) != before[name]} == {
        SHEET, "xl/calcChain.xml", "[Content_Types].xml", "xl/_rels/workbook.xml.rels",
    }  # fmt: skip
    xml = after[SHEET].decode()
    assert all(
        kept in xml for kept in ("<conditionalFormatting", "x14:sparkline", '<c r="A1" s="1"', "legacyDrawingHF")
    )
    assert '<autoFilter ref="A1:C2">' in xml


def test_replacing_by_nothing_empties(tmp_path: Path) -> None:
    workbook = saved(tmp_path, rich_workbook())
    assert write(workbook, replace=()).sheets["Isi"].rows == []


@pytest.mark.parametrize("empty", ["<sheetData/>", "<sheetData></sheetData>"])
def test_an_empty_tab_can_be_written(tmp_path: Path, empty: str) -> None:
    xml = sheet("").replace("<sheetData></sheetData>", empty)
    workbook = saved(tmp_path, book({"Isi": xml}))
    assert write(workbook, cells={(2, 1): "x"}).sheets["Isi"].rows == [(), (), ("", "x")]


def test_unusual_xml_can_be_written(tmp_path: Path) -> None:
    space = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    xml = (
        f'<x:worksheet xmlns:x="{space}"><!-- --><x:sheetData><x:row><x:c><x:v>1</x:v></x:c><x:c t="inlineStr">'
        f"<x:is><x:t>"
        "<![CDATA[<a>]]></x:t></x:is></x:c></x:row><x:row/><x:row><x:c><x:v>3</x:v></x:c></x:row></x:sheetData>"
        "</x:worksheet>"
    )
    workbook = saved(tmp_path, book({"Isi": xml}))
    tab = write(workbook, cells={(1, 1): "baru", (0, 3): "x"}).sheets["Isi"]
    assert tab.rows == [("1", "<a>", "", "x"), ("", "baru"), ("3",)]


def test_a_greater_sign_inside_an_attribute_is_not_the_end_of_a_tag(tmp_path: Path) -> None:
    rows = '<row r="1" a:note="1 > 0" xmlns:a="urn:a"><c r="A1" a:b="/>"><v>1</v></c></row>'
    workbook = saved(tmp_path, book({"Isi": sheet(rows)}))
    assert write(workbook, cells={(0, 1): "x"}).sheets["Isi"].rows == [("1", "x")]


def test_a_tab_that_is_missing_is_laid_out_first(tmp_path: Path) -> None:
    workbook = saved(tmp_path, rich_workbook())
    before = parts_of(tmp_path / "dip.xlsx")
    state = write(workbook, title="DIK", kind="dik", replace=(("ID",), ("KUL-0001",)))
    after = parts_of(tmp_path / "dip.xlsx")
    assert state.sheets["DIK"].rows == [("ID",), ("KUL-0001",)]
    assert {name for name in before if after[name] != before[name]} == {
        "[Content_Types].xml", "xl/workbook.xml", "xl/_rels/workbook.xml.rels", "xl/styles.xml",
    }  # fmt: skip


def test_writing_into_nowhere_is_refused(tmp_path: Path) -> None:
    workbook = saved(tmp_path, rich_workbook())
    state = workbook.read()
    (tmp_path / "dip.xlsx").write_bytes(book({"Lain": sheet("")}))
    with pytest.raises(WorkbookChanged):
        workbook.write(Batch((TabWrite("Isi", "unit", cells={(0, 0): "x"}),)), state)


def test_a_doubt_about_the_result_stops_the_write(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    workbook = saved(tmp_path, rich_workbook())
    before = (tmp_path / "dip.xlsx").read_bytes()
    monkeypatch.setattr("sync.workbook.xlsx.sheet_writer.escaped", str.upper)
    with pytest.raises(WorkbookError, match="“Isi”!A2 would read 'ABC' instead of 'abc'. Nothing was written."):
        write(workbook, cells={(1, 0): "abc"})
    assert (tmp_path / "dip.xlsx").read_bytes() == before


def test_many_tabs_are_written_in_one_go(tmp_path: Path) -> None:
    workbook = laid_out(tmp_path)
    tabs = (
        TabWrite(UNITS[0].tab, "unit", append=(("", "Judul"),), append_at=1),
        TabWrite("Induk", "induk", append=(("KUL-0001",),), append_at=1),
        TabWrite("Kendali", "kendali", cells={(4, 1): "2026-11-23 14:05"}),
        TabWrite("Riwayat", "riwayat", replace=(("Nomor",), ("1",))),
    )
    state = workbook.write(Batch(tabs), workbook.read())
    assert state == workbook.read()
    assert state is not None
    assert state.sheets["Kendali"].text(4, 1) == "2026-11-23 14:05"


def test_the_rows_of_the_example_are_what_this_file_thinks(tmp_path: Path) -> None:
    """The addresses used above are those of the hand-made tab."""
    tab = saved(tmp_path, rich_workbook()).read().sheets["Isi"]
    wanted: dict[Address, str] = {(0, 0): "Judul", (1, 1): "2024-01-12", (2, 1): "TRUE", (7, 0): " jauh "}
    assert {at: tab.text(*at) for at in wanted} == wanted
    assert len(tab.formulas) == ROWS.count("<f") == 6
