"""The tests of `test_tab_names`, in an office that works in a Google spreadsheet."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings

from sync.tabs.tab_names import find_tab
from tests.google_book import GoogleBook
from tests.google_people import lay_out
from tests.office import Office
from tests.people_names import add_tab, retitle, titles_in
from tests.workbook.test_tab_names import *  # noqa: F403
from tests.workbook.test_tab_names import NAMESAKES, RENAMED, USUAL, assert_none_made

pytestmark = pytest.mark.slow


@pytest.fixture  # type: ignore[no-redef]
def office(tmp_path: Path) -> Office:
    return Office(tmp_path, kind="google")


@settings(max_examples=12, **USUAL)  # type: ignore[arg-type,no-redef]
@given(names=RENAMED, more=NAMESAKES)
def test_no_run_makes_two_names_that_are_equal_when_folded(
    tmp_path_factory: pytest.TempPathFactory, names: dict[str, str], more: list[str]
) -> None:
    """Google itself refuses names that differ by case alone, and takes those that differ by blanks."""
    office = Office(tmp_path_factory.mktemp("kantor"), kind="google")
    office.add()
    office.sync()
    retitle(office, {name: other for name, other in names.items() if name != other})
    for title in more:
        if title.lower() not in map(str.lower, titles_in(office)):
            add_tab(office, title)
    before = titles_in(office)
    assert office.sync().exit_code == (0 if find_tab(before, "Induk").title else 1)
    assert isinstance(office.book, GoogleBook)
    lay_out(office.book.door, office.book.units)
    assert_none_made(before, titles_in(office))


def test_the_hidden_tab_of_sync_is_found_under_another_spelling(office: Office) -> None:
    office.add()
    office.sync()
    retitle(office, {"dip-saksi": "DIP-Saksi"})
    office.add(judul="Laporan Barang")
    assert office.sync().exit_code == 0
    assert office.status("KUL-0002") == "Menunggu persetujuan"
