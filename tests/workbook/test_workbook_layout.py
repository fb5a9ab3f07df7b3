"""The workbook `dip init` makes, and how tabs that are missing come into an office's own."""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from lxml import etree
from openpyxl.formatting.rule import Rule
from openpyxl.styles import Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from sync.errors import WorkbookError
from sync.tabs.guide_tab import guide_rows
from sync.workbook import style
from sync.workbook.tab_layout import frozen_columns
from sync.workbook.tab_list import tabs_of
from sync.workbook.xlsx.new_workbook import draw_tabs, first_workbook, to_bytes
from tests.rich_workbook import rich_workbook
from tests.workbooks import TEMPLATE, UNITS, book, cells_of, door, laid_out, parts_of, path_of, saved, sheet

READABLE = 4.5
"""The least contrast between text and ground (WCAG 2.1, success criterion 1.4.3)."""


@pytest.fixture(scope="module")
def drawn() -> Workbook:
    """The first workbook as another library reads it."""
    return openpyxl.load_workbook(io.BytesIO(first_workbook(TEMPLATE, UNITS, "KPU Kabupaten Lebak")[0]), rich_text=True)


def unit_tab(drawn: Workbook) -> Worksheet:
    return drawn[UNITS[0].tab]


def test_the_tabs_stand_in_their_order_and_the_lists_are_hidden(drawn: Workbook) -> None:
    assert drawn.sheetnames == [title for title, _ in tabs_of(TEMPLATE, UNITS)]
    assert [tab.title for tab in drawn.worksheets if tab.sheet_state != "visible"] == ["Pilihan"]
    assert drawn.active is unit_tab(drawn)


@pytest.mark.parametrize("kind", ["unit", "induk", "dip", "dik", "riwayat"])
def test_headers_stand_in_the_templates_order_with_a_note_and_an_example(drawn: Workbook, kind: str) -> None:
    tab = drawn[TEMPLATE.tab(kind).title or UNITS[0].tab]
    for number, column in enumerate(TEMPLATE.tab(kind).columns, 1):
        cell = tab.cell(1, number)
        assert cell.value == column.header
        assert cell.comment is not None and column.help in cell.comment.text
        assert not column.example or f"Contoh: {column.example}" in cell.comment.text
        assert not column.required or "Wajib diisi." in cell.comment.text


def test_the_header_stays_in_sight_on_screen_and_on_paper(drawn: Workbook) -> None:
    for tab in drawn.worksheets[:-1]:
        assert str(tab.freeze_panes)[1:] == "2", tab.title
        assert tab.print_title_rows == "$1:$1"
        assert (tab.page_setup.orientation, int(tab.page_setup.paperSize or 0)) == ("landscape", 9)
        assert tab.page_setup.fitToHeight == 0


def test_dropdowns_take_their_lists_from_ranges(drawn: Workbook) -> None:
    """A list inside the rule would break on commas and at 255 characters."""
    rules = [rule for tab in drawn.worksheets for rule in tab.data_validations.dataValidation]
    assert len(rules) == len(UNITS) * 2 + 4 + 1
    for rule in rules:
        title, _, area = str(rule.formula1).partition("!")
        cells = [cell.value for (cell,) in drawn[title.strip("'")][area.replace("$", "")]]
        assert cells and all(cells)


def test_the_choices_offered_are_those_of_the_template(drawn: Workbook) -> None:
    wanted = [choice.value for choice in TEMPLATE.choices["klasifikasi"]]
    letter = get_column_letter(TEMPLATE.tab("unit").roles.index("usulan") + 1)
    (rule,) = [r for r in unit_tab(drawn).data_validations.dataValidation if str(r.sqref).startswith(f"{letter}2:")]
    title, _, area = str(rule.formula1).partition("!")
    assert [cell.value for (cell,) in drawn[title.strip("'")][area.replace("$", "")]] == wanted


def test_what_sync_writes_is_protected_without_a_password_and_unit_tabs_are_open(drawn: Workbook) -> None:
    """A program refuses to sort protected rows, so the units' tabs have no lock at all."""
    locked = {tab.title for tab in drawn.worksheets if tab.protection.sheet}
    assert locked == {TEMPLATE.tab(kind).title for kind in ("induk", "dip", "dik", "riwayat", "kendali")}
    for title in locked:
        protection = drawn[title].protection
        assert (protection.password, protection.autoFilter, protection.sort) == (None, False, False)
    for number, column in enumerate(TEMPLATE.tab("induk").columns, 1):
        letter = get_column_letter(number)
        assert drawn["Induk"].column_dimensions[letter].protection.locked is (column.writer == "sync"), column.role


def test_the_cells_of_the_control_tab_that_people_fill_are_open_and_explained(drawn: Workbook) -> None:
    tab = drawn["Kendali"]
    lines = {str(row[0].value): row for row in tab.iter_rows(min_row=2)}
    for label in TEMPLATE.tab("kendali").lines(unit.tab for unit in UNITS):
        _, value, hint = lines[label.label][:3]
        assert (value.value or "", hint.value) == (label.default, label.help)
        assert value.protection.locked is (label.writer == "sync")
    assert {name for unit in UNITS for name in (unit.tab, f"Nihil {unit.tab}")} <= set(lines)


def test_the_guide_is_made_of_the_templates(drawn: Workbook) -> None:
    rows = [tuple(cell.value or "" for cell in row[:3]) for row in drawn["Petunjuk"].iter_rows()]
    assert rows == list(guide_rows(TEMPLATE, UNITS))


def _luminance(colour: str) -> float:
    parts = [int(colour[-6:][at : at + 2], 16) / 255 for at in (0, 2, 4)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def _contrast(one: str, other: str) -> float:
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _ground(fill: Any) -> str:
    return str(fill.start_color.rgb) if fill.fill_type == "solid" else "FFFFFF"


def test_every_text_can_be_read_on_its_ground(drawn: Workbook) -> None:
    for tab in drawn.worksheets[:-1]:
        for cell in (cell for row in tab.iter_rows() for cell in row if cell.value):
            contrast = _contrast(str(cell.font.color.rgb), _ground(cell.fill))
            assert contrast >= READABLE, (tab.title, cell.coordinate, contrast)
        for letter, column in tab.column_dimensions.items():
            contrast = _contrast(str(column.font.color.rgb), _ground(column.fill))
            assert contrast >= READABLE, (tab.title, letter, contrast)


def _tint(look: Any) -> str:
    return str(look.fill.bgColor.rgb)


def _tints() -> Iterator[tuple[str, str]]:
    for name in ("status", "klasifikasi", "perintah"):
        yield from ((choice.value, choice.colour) for choice in TEMPLATE.choices[name])
    yield "named in Catatan", _tint(style.named())


def test_every_status_has_a_colour_of_its_own_on_which_dark_text_can_be_read() -> None:
    colours = [choice.colour for choice in TEMPLATE.choices["status"]]
    assert len(set(colours)) == len(colours) == 10
    for value, colour in _tints():
        assert _contrast(style.INK, colour) >= READABLE, value


def test_each_status_and_class_is_coloured_where_it_stands(drawn: Workbook) -> None:
    formulas = [str(rule.formula[0]) for ranges in unit_tab(drawn).conditional_formatting for rule in ranges.rules]
    for choice in (*TEMPLATE.choices["status"], *TEMPLATE.choices["klasifikasi"]):
        assert any(f'"{choice.value}")' in formula for formula in formulas), choice.value


@pytest.mark.parametrize("kind", ["unit", "induk"])
def test_the_cells_that_catatan_names_are_coloured_and_the_id_by_its_status(drawn: Workbook, kind: str) -> None:
    """A rule a column, above those of choices; none for what sync answers with."""
    tab, at = drawn[TEMPLATE.tab(kind).title or UNITS[0].tab], letters(kind)
    rules = {(str(ranges.sqref), str(rule.formula[0])): rule for ranges in tab.conditional_formatting
             for rule in ranges.rules}  # fmt: skip
    note, status = at["catatan"], at["status"]
    for column in TEMPLATE.tab(kind).columns:
        area = f"{at[column.role]}2:{at[column.role]}20000"
        formula = f'ISNUMBER(FIND(CHAR(10)&"{column.header}:",CHAR(10)&${note}2))'
        answers = column.writer == "sync" and column.role not in TEMPLATE.content_roles
        assert ((area, formula) in rules) is not answers, column.header
        if not answers:
            assert _tint(rules[area, formula].dxf) == _tint(style.named())
    first = min(rule.priority for (_, formula), rule in rules.items() if "EXACT" in formula)
    assert all(rule.priority < first for (_, formula), rule in rules.items() if "FIND" in formula)
    for choice in TEMPLATE.choices["status"]:
        assert (f"{at['id']}2:{at['id']}20000", f'${status}2="{choice.value}"') in rules


@pytest.mark.parametrize(("kind", "last"), [("unit", "waktu"), ("induk", "catatan")])
def test_what_people_must_see_fits_on_a_laptops_screen(drawn: Workbook, kind: str, last: str) -> None:
    """1366 pixels, less row numbers and scroll bar; seven of them a letter, at the tab's zoom."""
    tab = drawn[TEMPLATE.tab(kind).title or UNITS[0].tab]
    shown = TEMPLATE.tab(kind).roles[: TEMPLATE.tab(kind).roles.index(last) + 1]
    letters = sum(tab.column_dimensions[get_column_letter(n)].width for n in range(1, len(shown) + 1))
    assert letters * 7 * int(tab.sheet_view.zoomScale or 100) / 100 <= 1366 - 60


def letters(kind: str) -> dict[str, str]:
    return {role: get_column_letter(number) for number, role in enumerate(TEMPLATE.tab(kind).roles, 1)}


def test_what_stays_in_sight_is_what_the_template_has_first_and_the_tab_too() -> None:
    """In a workbook of the old order the wide columns between ID and Status are not held fast."""
    unit = TEMPLATE.tab("unit")
    old = ["id", *TEMPLATE.content_roles, "status", "catatan"]
    assert frozen_columns(unit) == 3
    assert frozen_columns(unit, {role: place for place, role in enumerate(old)}) == 1
    assert frozen_columns(unit, {role: place + 1 for place, role in enumerate(old)}) == 0


def test_lines_are_the_cells_own_and_fine(drawn: Workbook) -> None:
    """A line that comes by a rule turns black when LibreOffice saves the workbook."""
    rules = [rule for tab in drawn.worksheets for ranges in tab.conditional_formatting for rule in ranges.rules]
    assert rules and all(rule.dxf.border is None for rule in rules)
    for kind in ("unit", "induk", "dip", "dik", "riwayat"):
        tab = drawn[TEMPLATE.tab(kind).title or UNITS[0].tab]
        colours = {str(column.border.bottom.color.rgb)[-6:] for column in tab.column_dimensions.values()}
        assert colours == {style.LINE}, kind


def test_the_same_templates_give_the_same_bytes() -> None:
    """Therefore the tests draw them once."""
    drawn = [to_bytes(draw_tabs(tabs_of(TEMPLATE, UNITS), TEMPLATE, UNITS, "Kantor")) for _ in range(2)]
    assert drawn == [first_workbook(TEMPLATE, UNITS, "Kantor")[0]] * 2


def test_what_is_there_is_not_made_again(tmp_path: Path) -> None:
    workbook = laid_out(tmp_path)
    before = (tmp_path / "dip.xlsx").read_bytes()
    assert workbook.lay_out() == []
    assert (tmp_path / "dip.xlsx").read_bytes() == before


def test_a_tab_under_one_of_its_other_names_is_not_made_again(tmp_path: Path) -> None:
    renamed = (UNITS[0].tab, "keuangan  UMUM &amp; logistik")
    content = book({"Lain": sheet(""), renamed[1]: sheet("")})
    assert renamed[0] not in saved(tmp_path, content).lay_out()


def test_missing_tabs_come_into_an_offices_own_workbook(tmp_path: Path) -> None:
    """Every sheet that is there keeps its bytes, every style its number; the tabs stand in their order."""
    workbook = saved(tmp_path, rich_workbook())
    path, state = tmp_path / "dip.xlsx", workbook.read()
    before = parts_of(path)
    titles = workbook.lay_out()
    after = parts_of(path)
    assert titles == [title for title, _ in tabs_of(TEMPLATE, UNITS)]
    assert {name for name in before if after[name] != before[name]} == {
        "[Content_Types].xml", "xl/workbook.xml", "xl/_rels/workbook.xml.rels", "xl/styles.xml",
    }  # fmt: skip
    old, new = (_formats(parts["xl/styles.xml"]) for parts in (before, after))
    assert new[: len(old)] == old
    found = workbook.read()
    assert {title: found.sheets[title] for title in state.sheets} == dict(state.sheets)
    assert [title for title in found.sheets if title in titles] == titles
    assert (path.parent / "dip-backup").is_dir()


def _formats(part: bytes) -> list[bytes]:
    (holder,) = etree.fromstring(part).iter("{*}cellXfs")
    return [bytes(etree.tostring(xf, method="c14n")) for xf in holder]


def test_a_tab_carried_in_looks_as_in_a_new_workbook(tmp_path: Path) -> None:
    _others().save(tmp_path / "dip.xlsx")
    door(tmp_path / "dip.xlsx").lay_out()
    carried, fresh = (
        openpyxl.load_workbook(tmp_path / "dip.xlsx"),
        openpyxl.load_workbook(laid_out(tmp_path / "x").location),
    )
    for one, other in ((carried[tab.title], tab) for tab in fresh.worksheets):
        assert _looks(one) == _looks(other), other.title
        assert one.sheet_state == other.sheet_state


def _others() -> Workbook:
    """Somebody's workbook with fonts, fills, number formats and coloured rules of its own."""
    workbook = openpyxl.Workbook()
    tab = workbook.worksheets[0]
    tab["A1"], tab["A2"] = "Judul", 45303
    tab["A1"].font, tab["A1"].fill = (
        Font(name="Courier", color="FF112233"),
        PatternFill("solid", start_color="FF445566"),
    )
    tab["A2"].number_format = "mmm-yy"
    tab.conditional_formatting.add("A1:A9", Rule(type="expression", dxf=style.tint("ABCDEF"), formula=["TRUE"]))
    return workbook


def _looks(tab: Worksheet) -> list[object]:
    cells = [
        (cell.value, cell.font.color.rgb if cell.font.color else None, cell.font.b, cell.fill.start_color.rgb,
         cell.alignment.wrap_text, cell.number_format, cell.protection.locked,
         cell.comment.text if cell.comment else "")
        for row in tab.iter_rows() for cell in row
    ]  # fmt: skip
    rules = [
        (str(ranges.sqref), str(rule.formula), rule.dxf.fill.bgColor.rgb if rule.dxf and rule.dxf.fill else None)
        for ranges in tab.conditional_formatting
        for rule in ranges.rules
    ]
    lists = [(str(rule.sqref), rule.formula1) for rule in tab.data_validations.dataValidation]
    return [cells, rules, lists, tab.freeze_panes, tab.print_title_rows, tab.auto_filter.ref, tab.protection.sheet]


def test_names_that_count_by_place_still_mean_their_tab(tmp_path: Path) -> None:
    """A tab put before others shifts the numbers of the names, filters and views behind it."""
    workbook = laid_out(tmp_path)
    content = _without(tmp_path / "dip.xlsx", "Petunjuk")
    (tmp_path / "dip.xlsx").write_bytes(content)
    assert workbook.lay_out() == ["Petunjuk"]
    titles = openpyxl.load_workbook(tmp_path / "dip.xlsx").worksheets
    assert [tab.print_title_rows for tab in titles[:-1]] == ["$1:$1"] * (len(titles) - 1)


def _without(path: Path, title: str) -> bytes:
    workbook = openpyxl.load_workbook(path)
    del workbook[title]
    out = io.BytesIO()
    workbook.save(out)
    return out.getvalue()


def test_a_file_that_is_no_workbook_is_not_completed(tmp_path: Path) -> None:
    (tmp_path / "dip.xlsx").write_bytes(b"surat")
    with pytest.raises(WorkbookError):
        door(tmp_path / "dip.xlsx").lay_out()
    assert (tmp_path / "dip.xlsx").read_bytes() == b"surat"


def test_cells_of_a_new_tab_hold_their_own_strings(tmp_path: Path) -> None:
    """The office's table of shared strings stays as it is."""
    saved(tmp_path, rich_workbook()).lay_out()
    parts = parts_of(tmp_path / "dip.xlsx")
    cells = cells_of(parts[path_of(tmp_path / "dip.xlsx", "Induk")])
    assert cells and not any(b't="s"' in cell for cell in cells.values())


def test_rows_of_kendali_that_only_the_program_needs_are_hidden(drawn: Workbook) -> None:
    sheet = drawn["Kendali"]
    hidden = [sheet.cell(row, 1).value for row in range(1, sheet.max_row + 1) if sheet.row_dimensions[row].hidden]
    assert hidden == ["Nomor Putaran", "Sidik Buku Besar", "Identitas Buku Besar"]
