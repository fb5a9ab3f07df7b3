"""What a sheet reads after a write, told without any file or service."""

from __future__ import annotations

from sync.model import Formula, Sheet, TabWrite
from sync.workbook.xlsx.cell_text import stored_text

SHEET = Sheet("Isi", (("a", "b"), ("c",), ("", "d")), {(2, 1): Formula("A1", stored=True)}, boxes=frozenset({(2, 0)}))


def test_appended_rows_take_the_place_of_what_stands_there() -> None:
    after = TabWrite("Isi", "unit", {(0, 2): "x"}, (("e", None),), append_at=2).applied_to(SHEET, stored_text)
    assert after.rows == (("a", "b", "x"), ("c",), ("e", ""))
    assert (after.formulas, after.boxes) == ({}, frozenset())


def test_inserted_rows_push_down_rows_formulas_and_boxes() -> None:
    write = TabWrite("Isi", "unit", {(0, 0): None}, (("e", True),), append_at=2)
    after = write.applied_to(SHEET, stored_text, inserts=True)
    assert after.rows == (("", "b"), ("c",), ("e", "✓"), ("", "d"))
    assert after.formulas == {(3, 1): Formula("A1", stored=True)}
    assert after.boxes == frozenset({(3, 0), (2, 1)})


def test_rows_may_be_appended_below_the_end() -> None:
    write = TabWrite("Isi", "unit", append=(("e",),), append_at=4)
    rows = (*SHEET.rows, (), ("e",))
    assert write.applied_to(SHEET, stored_text).rows == write.applied_to(SHEET, stored_text, inserts=True).rows == rows


def test_a_tab_that_is_replaced_keeps_nothing() -> None:
    after = TabWrite("Isi", "dip", replace=(("x", ""), ("", ""))).applied_to(SHEET, stored_text)
    assert (after.rows, after.formulas, after.boxes) == ((("x", ""), ("", "")), {}, frozenset())
    assert after.trimmed().rows == (("x",),)


def test_where_a_program_has_no_boxes_a_write_makes_none() -> None:
    after = TabWrite("Isi", "unit", {(0, 0): True}).applied_to(Sheet("Isi", ()), stored_text)
    assert (after.rows, after.boxes) == ((("✓",),), None)
