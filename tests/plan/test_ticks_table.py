"""The table of what a cell of `Setuju` or `Tarik` means is whole: no case stands twice, none lacks a meaning."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

CASES: list[dict[str, Any]] = tomllib.loads(Path(__file__).with_name("ticks.toml").read_text("utf-8"))["cases"]
CELL, BOOKS = {"value", "formula", "box", "merge"}, {"xlsx", "google"}
MEANINGS = {
    "setuju": {"tick", "untick", "nothing", "refused"},
    "tarik": {"tick", "untick", "nothing", "withdraws"},
}


def test_every_case_has_a_value_a_reason_and_a_workbook_it_occurs_in() -> None:
    assert len(CASES) >= 40
    for case in CASES:
        assert {"value", "reason"} <= set(case) <= CELL | BOOKS | {"reason"}, case
        assert set(case) & BOOKS, case
        assert case["reason"].strip(), case


def test_every_meaning_is_one_that_its_header_knows_and_all_of_them_occur() -> None:
    meanings = [case[book] for case in CASES for book in BOOKS & set(case)]
    assert {tuple(sorted(each)) for each in meanings} == {("setuju", "tarik")}
    assert {header: {each[header] for each in meanings} for header in MEANINGS} == MEANINGS


def test_no_cell_stands_twice() -> None:
    cells = [repr(sorted((key, value) for key, value in case.items() if key in CELL)) for case in CASES]
    assert len(cells) == len(set(cells))
