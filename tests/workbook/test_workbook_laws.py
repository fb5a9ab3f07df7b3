"""Laws of writing: whatever the sheet and the batch, its cells say what was asked and nothing else changed."""

from __future__ import annotations

import string
from collections.abc import Mapping
from itertools import zip_longest
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import etree

from sync.model import Address, Batch, TabWrite, Value, a1
from sync.workbook.xlsx.cell_text import escaped, stored_text
from tests.rich_workbook import rich_workbook
from tests.workbooks import MAIN, book, cells_of, number_styles, parts_of, path_of, saved, sheet, surroundings_of

ROWS, COLUMNS = 12, 8
TEXT = st.text(st.characters(codec="utf-8"), max_size=20) | st.sampled_from(
    ["=1+1", "_x000D_", "a\r\nb", "<c r='A1'>", "]]>", "&amp;", "\x00", "\ufffe", "  ", "TRUE", "2024-01-12"]
)
VALUE: st.SearchStrategy[Value] = st.none() | st.booleans() | TEXT
CELL = st.sampled_from(["empty", "number", "date", "string", "inline", "bool", "formula", "shared", "error", "iso"])
PLACE = st.tuples(st.integers(0, ROWS - 1), st.integers(0, COLUMNS - 1))
USUAL = {"suppress_health_check": [HealthCheck.too_slow, HealthCheck.function_scoped_fixture], "deadline": None}


@st.composite
def sheets(draw: st.DrawFn) -> str:
    """The XML of a sheet as some program might write it: gaps, styles, formulas, hints that are not true."""
    kinds: dict[Address, str] = draw(st.dictionaries(PLACE, CELL, max_size=25))
    # The first cell of a column with shared formulas holds the wording, the others only point to it.
    first = {column: row for row, column in sorted(kinds, reverse=True) if kinds[row, column] == "shared"}
    rows = []
    for number in range(ROWS):
        inside = sorted((column, kind) for (row, column), kind in kinds.items() if row == number)
        if inside or draw(st.sampled_from([True, False])):
            cells = "".join(_cell(number, column, kind, first.get(column)) for column, kind in inside)
            rows.append(_row(number, cells, draw(st.sampled_from(["", ' spans="1:3"', ' ht="30" customHeight="1"']))))
    dimension = draw(st.sampled_from(["", '<dimension ref="A1"/>', '<dimension ref="A1:H12"/>']))
    after = draw(
        st.sampled_from(["", '<autoFilter ref="A1:C5"/>', "<mergeCells><mergeCell ref='A1:B2'/></mergeCells>"])
    )
    return sheet("".join(rows), before=dimension, after=after)


def _row(number: int, cells: str, attributes: str) -> str:
    head = f'<row r="{number + 1}"{attributes}'
    return f"{head}>{cells}</row>" if cells else f"{head}/>"


def _cell(row: int, column: int, kind: str, first: int | None = None) -> str:
    at, value = a1(row, column), row * COLUMNS + column
    if kind == "shared":
        master = f' ref="{at}:{a1(ROWS, column)}">{a1(row, 0)}+1</f>' if first in (row, None) else "/>"
        return f'<c r="{at}"><f t="shared" si="{column}"{master}<v>{value}</v></c>'
    return {
        "empty": f'<c r="{at}" s="1"/>',
        "number": f'<c r="{at}"><v>{value}.5</v></c>',
        "date": f'<c r="{at}" s="1"><v>{45_000 + value}</v></c>',
        "string": f'<c r="{at}" s="2" t="s"><v>{value % 3}</v></c>',
        "inline": f'<c r="{at}" t="inlineStr"><is><t xml:space="preserve"> {at} </t></is></c>',
        "bool": f'<c r="{at}" t="b"><v>{value % 2}</v></c>',
        "formula": f'<c r="{at}" t="str"><f>CONCATENATE("{at}",&quot;&lt;&quot;)</f><v>{at}&lt;</v></c>',
        "error": f'<c r="{at}" t="e"><f>1/0</f><v>#DIV/0!</v></c>',
        "iso": f'<c r="{at}" t="d"><v>2024-01-12</v></c>',
    }[kind]


def workbook_bytes(xml: str) -> bytes:
    shared = "<si><t>satu</t></si><si><r><t>du</t></r><r><t>a</t></r></si><si><t>tiga &amp; empat</t></si>"
    return book({"Isi": xml, "Lain": sheet("")}, shared=shared, styles=number_styles("mmm-yy", "@"))


def rows_of(grid: object, cells: Mapping[Address, Value]) -> list[tuple[str, ...]]:
    """The rows a sheet should have after these cells were written."""
    rows = [list(row) for row in grid]  # type: ignore[attr-defined]
    for (row, column), value in cells.items():
        rows.extend([] for _ in range(row + 1 - len(rows)))
        rows[row].extend([""] * (column + 1 - len(rows[row])))
        rows[row][column] = stored_text(value)
    return _trimmed(rows)


def _trimmed(rows: object) -> list[tuple[str, ...]]:
    trimmed = [tuple(row) for row in rows]  # type: ignore[attr-defined]
    trimmed = [row[: max((n for n, text in enumerate(row, 1) if text), default=0)] for row in trimmed]
    while trimmed and not trimmed[-1]:
        trimmed.pop()
    return trimmed


@pytest.mark.slow
@settings(max_examples=150, **USUAL)  # type: ignore[arg-type]
@given(xml=sheets(), cells=st.dictionaries(st.tuples(st.integers(0, ROWS + 3), st.integers(0, 10)), VALUE, min_size=1))
def test_a_batch_changes_its_cells_and_nothing_else(
    tmp_path_factory: object, xml: str, cells: dict[Address, Value]
) -> None:
    folder = tmp_path_factory.mktemp("law")  # type: ignore[attr-defined]
    workbook = saved(folder, workbook_bytes(xml))
    before, parts = workbook.read(), parts_of(folder / "dip.xlsx")
    told = workbook.write(Batch((TabWrite("Isi", "unit", cells=cells),)), before)
    after, now = workbook.read(), parts_of(folder / "dip.xlsx")
    assert told == after
    assert _trimmed(after.sheets["Isi"].rows) == rows_of(before.sheets["Isi"].rows, cells)
    kept = {at: formula for at, formula in before.sheets["Isi"].formulas.items() if at not in cells}
    assert dict(after.sheets["Isi"].formulas) == kept
    part = path_of(folder / "dip.xlsx", "Isi")
    assert {name for name in parts if parts[name] != now[name]} <= {part}
    _same_but_for(cells, parts[part], now[part])


def _same_but_for(cells: Mapping[Address, Value], before: bytes, after: bytes) -> None:
    """Cells that were not asked for keep their very XML (but for a formula shared with one that went); rows keep
    their order; what is around them stays."""
    asked = {a1(*at) for at in cells}
    was, found = cells_of(before), cells_of(after)
    for at in was.keys() - asked:
        assert was[at] == found[at] or b"shared" in was[at]
    assert found.keys() <= was.keys() | asked
    assert surroundings_of(before) == surroundings_of(after)
    numbers = [int(row.get("r", "0")) for row in etree.fromstring(after).iter(f"{{{MAIN}}}row")]
    assert numbers == sorted(set(numbers))
    assert list(found) == sorted(found, key=_in_order)


def _in_order(at: str) -> tuple[int, int, str]:
    letters = at.rstrip(string.digits)
    return int(at[len(letters) :]), len(letters), letters


@pytest.mark.slow
@settings(max_examples=40, **USUAL)  # type: ignore[arg-type]
@given(batches=st.lists(st.dictionaries(PLACE, VALUE, min_size=1, max_size=6), min_size=1, max_size=4))
def test_many_batches_on_the_rich_workbook_leave_everything_else_alone(
    tmp_path_factory: object, batches: list[dict[Address, Value]]
) -> None:
    folder = tmp_path_factory.mktemp("law")  # type: ignore[attr-defined]
    workbook = saved(folder, rich_workbook())
    state, parts = workbook.read(), parts_of(folder / "dip.xlsx")
    wanted = list(state.sheets["Isi"].rows)
    for cells in batches:
        told = workbook.write(Batch((TabWrite("Isi", "unit", cells=cells),)), state)
        state = workbook.read()
        assert told == state
        wanted = rows_of(wanted, cells)  # type: ignore[assignment]
    assert _trimmed(state.sheets["Isi"].rows) == _trimmed(wanted)
    now, part = parts_of(folder / "dip.xlsx"), path_of(folder / "dip.xlsx", "Isi")
    touched = {name for name in parts if now.get(name) != parts[name]}
    chain = {"xl/calcChain.xml", "[Content_Types].xml", "xl/_rels/workbook.xml.rels"}
    assert touched <= {part, *chain}
    everything = {at: value for cells in batches for at, value in cells.items()}
    _same_but_for(everything, parts[part], now[part])


@settings(max_examples=300, deadline=None)
@given(st.text(max_size=50))
def test_whatever_is_stored_comes_back(text: str) -> None:
    """Escapes for what XML cannot hold, and for what would look like such an escape."""
    stored = stored_text(text)
    element = etree.fromstring(f"<t>{escaped(stored)}</t>".encode())
    from sync.workbook.xlsx.cell_text import unescaped

    assert unescaped(element.text or "") == stored
    assert stored_text(stored) == stored


@settings(max_examples=60, **USUAL)  # type: ignore[arg-type]
@given(rows=st.lists(st.lists(VALUE, max_size=6), max_size=8), xml=sheets())
def test_a_tab_that_is_replaced_says_what_was_asked(
    tmp_path_factory: object, rows: list[list[Value]], xml: str
) -> None:
    folder = tmp_path_factory.mktemp("law")  # type: ignore[attr-defined]
    workbook = saved(folder, workbook_bytes(xml))
    replace = tuple(tuple(row) for row in rows)
    workbook.write(Batch((TabWrite("Isi", "riwayat", replace=replace),)), workbook.read())
    found = workbook.read().sheets["Isi"]
    wanted = [tuple(stored_text(value) for value in row) for row in rows]
    for row, (one, other) in enumerate(zip_longest(_trimmed(wanted), _trimmed(found.rows), fillvalue=())):
        assert one == other, row
    assert not found.formulas and not found.merges


def test_the_example_sheets_can_be_read(tmp_path: Path) -> None:
    """Every kind of cell the laws use means what it should."""
    kinds = ["number", "date", "string", "inline", "bool", "formula", "shared", "error", "iso"]
    cells = "".join(_cell(0, column, kind) for column, kind in enumerate(kinds))
    tab = saved(tmp_path, workbook_bytes(sheet(f'<row r="1">{cells}</row>'))).read().sheets["Isi"]
    assert tab.rows[0] == ("0.5", "2023-03", "tiga & empat", " D1 ", "FALSE", "F1<", "6", "#DIV/0!", "2024-01-12")
    assert set(tab.formulas) == {(0, 5), (0, 6), (0, 7)}
