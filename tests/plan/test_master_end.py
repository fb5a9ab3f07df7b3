"""Where new rows of the master go: below everything anybody wrote there."""

from __future__ import annotations

import pytest

from sync.model import Address, Formula, Sheet
from sync.tabs.master_tab import MasterReading, read_master
from sync.template.loader import load_template

TEMPLATE = load_template()
ROLES = TEMPLATE.tab("induk").roles
HEADERS = tuple(column.header for column in TEMPLATE.tab("induk").columns)


def end(*rows: dict[str, str], formulas: dict[Address, Formula] | None = None) -> int:
    texts = [tuple(row.get(role, "") for role in ROLES) for row in rows]
    reading = read_master(Sheet("Induk", [HEADERS, *texts], formulas or {}), TEMPLATE)
    assert isinstance(reading, MasterReading)
    return reading.end


def test_after_the_last_row() -> None:
    assert end({"id": "KUL-0001"}, {}, {"id": "KUL-0002"}) == 4


def test_after_the_header_of_an_empty_master() -> None:
    assert end() == end({}, {}) == 1


def test_rows_of_nothing_but_empty_boxes_are_free() -> None:
    assert end({"id": "KUL-0001"}, *[{"setuju": "FALSE", "tarik": " false "}] * 50) == 2


@pytest.mark.parametrize("role", ["catatan_ppid", "klasifikasi", "setuju", "perubahan"])
def test_below_whatever_somebody_wrote_under_the_list(role: str) -> None:
    """Else every run would want to write over it, and none could."""
    assert end({"id": "KUL-0001"}, {}, {role: "x"}) == 4


def test_below_a_formula_without_a_value() -> None:
    assert end({"id": "KUL-0001"}, {}, {}, formulas={(2, 5): Formula("A1", False)}) == 3


def test_what_stands_at_the_far_end_of_the_grid_leaves_room(monkeypatch: pytest.MonkeyPatch) -> None:
    """Below the last row that a file can have there is none."""
    monkeypatch.setattr("sync.tabs.master_tab._FAR_END", 9)
    assert end({"id": "KUL-0001"}, *[{}] * 8, {"catatan_ppid": "x"}) == 2
    assert end({"id": "KUL-0001"}, *[{}] * 6, {"catatan_ppid": "x"}) == 9
    assert end({"id": "KUL-0001"}, formulas={(1_048_575, 5): Formula("A1", False)}) == 2
