"""How much of lists that offices already have `dip import` understands: the shares that were measured are floors."""

from __future__ import annotations

import json
import os
from functools import cache
from pathlib import Path

import pytest

from tests.imports.measure import Score, load, measure, table
from tests.imports.our_answer import our_answer

HERE = Path(__file__).parent
LISTS = sorted((HERE / "lists").glob("*.json"))
REAL = sorted((HERE / "real").glob("*.json"))
REAL_LISTS = os.environ.get("DIP_REAL_LISTS", "")
LEAST = {"understood": 0.95, "right": 0.99, "understood with --map": 0.98, "right with --map": 0.99}


def score(path: Path, folder: Path, *, mapped: bool, source: Path | None = None) -> Score:
    """The score of our answer to a list. `source`: where it lies, if its answers do not repeat its texts."""
    document = json.loads(path.read_text("utf-8"))
    maps = [document["map"]] if mapped and document["map"] else []
    answer = our_answer(folder / document["file"], document["call"], maps)
    return measure(answer, load(path, mapped=mapped, source=source))


@cache
def scores(*, mapped: bool) -> list[Score]:
    return [score(path, HERE / "lists", mapped=mapped) for path in LISTS]


def measured_tables() -> str:
    """The tables of `docs/importing.md`."""
    return f"Without a word:\n\n{table(scores(mapped=False))}\n\nWith one `--map`:\n\n{table(scores(mapped=True))}\n"


@pytest.mark.parametrize("mapped", [False, True])
def test_nine_cells_in_ten_are_understood(mapped: bool) -> None:
    found = scores(mapped=mapped)
    print(table(found))
    end = " with --map" if mapped else ""
    cells = sum(each.all_cells for each in found)
    assert sum(each.understood * each.all_cells for each in found) / cells >= LEAST[f"understood{end}"]
    assert sum(each.right * each.all_cells for each in found) / cells >= LEAST[f"right{end}"]


@pytest.mark.parametrize("path", LISTS, ids=lambda path: path.stem)
def test_nothing_is_guessed_and_no_row_is_lost_or_invented(path: Path) -> None:
    found = scores(mapped=False)[LISTS.index(path)]
    assert found.right >= LEAST["right"], found.faults
    assert found.rows_share >= LEAST["right"], found.faults


if REAL_LISTS:  # they belong to others: the project does not contain them

    @pytest.mark.parametrize("path", REAL, ids=lambda path: path.stem)
    def test_real_lists_are_understood_as_well(path: Path) -> None:
        folder = Path(REAL_LISTS)
        found = score(path, folder, mapped=True, source=folder)
        assert found.understood >= LEAST["understood"], found.faults


def test_the_document_shows_what_is_measured() -> None:
    assert measured_tables() in (HERE.parent.parent / "docs" / "importing.md").read_text("utf-8")
