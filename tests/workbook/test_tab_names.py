"""A tab is found whatever the case and outer blanks of its name, and no run ever makes two of one name."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import cast

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl.chart import BarChart

from sync.errors import WorkbookError
from sync.settings.units import folded_title
from sync.tabs.tab_names import FoundTab, find_tab
from tests.file_book import FileBook
from tests.office import UNITS, Office, put
from tests.people_names import add_tab, retitle, titles_in

KUL = UNITS[0].tab
OWN = ("Induk", "Kendali", "DIP", "DIK", "Riwayat")
USUAL = {"suppress_health_check": [HealthCheck.too_slow, HealthCheck.function_scoped_fixture], "deadline": None}


def spelt(name: str) -> st.SearchStrategy[str]:
    """The name as people might write it."""
    letters = st.sampled_from([str, str.upper, str.lower, str.swapcase])
    edges = st.sampled_from(["", " ", "  "])
    return st.builds(lambda left, how, right: left + how(name) + right, edges, letters, edges)


RENAMED = st.fixed_dictionaries({name: st.just(name) | spelt(name) for name in (*OWN, KUL)})
NAMESAKES = st.lists(st.sampled_from((*OWN, KUL)).flatmap(spelt), max_size=3, unique=True)


@pytest.fixture(params=["memory", "file"])
def office(request: pytest.FixtureRequest, tmp_path: Path) -> Office:
    return Office(tmp_path, kind=request.param)


def _published(office: Office) -> None:
    """KUL-0001 is on the site, KUL-0002 is ticked and waits for the run."""
    office.add()
    office.add(judul="Laporan Barang")
    office.order("Otomatis")
    office.approved("KUL-0001")
    office.tick("KUL-0002")


@pytest.mark.parametrize(
    ("title", "names", "found"),
    [
        ("Kendali", (), ["KENDALI"]), ("Kendali", (), [" kendali  "]), ("Kendali", (), ["KENDALI", "Kendali"]),
        ("Keuangan", ("KUL",), ["kul "]), ("Keuangan", ("KUL",), ["keuangan", "KUL"]),
        ("Keuangan", ("KUL",), ["Keuangan dan Umum", "kul", "KUL"]),
    ],
)  # fmt: skip
def test_a_tab_is_found(title: str, names: tuple[str, ...], found: list[str]) -> None:
    """By its name before any alias, and of names that are alike by the one written exactly: here always the last,
    but where the tab's own name stands beside an alias."""
    expected = "keuangan" if "keuangan" in found else found[-1]
    assert find_tab(found, title, names).title == expected


@pytest.mark.parametrize("there", [["dip", "Dip"], ["DIP ", " DIP"]])
def test_of_two_that_could_be_meant_none_is_taken(there: list[str]) -> None:
    assert find_tab(there, "DIP") == FoundTab("", tuple(there))
    assert find_tab(there, "DIK") == FoundTab()


def test_renamed_tabs_work_on(office: Office) -> None:
    """Ticks count, what is due is written, nothing is made again, and the next run has nothing to do."""
    _published(office)
    names = {"Kendali": "KENDALI", "DIP": "dip", "Riwayat": " RIWAYAT", "Induk": "INDUK", KUL: f"{KUL.upper()} "}
    retitle(office, names)
    before = set(titles_in(office))
    outcome = office.sync()
    assert (outcome.exit_code, office.public()) == (0, ["KUL-0001", "KUL-0002"])
    assert [problem.code for problem in outcome.plan.problems] == []
    assert set(titles_in(office)) == before and names.keys().isdisjoint(before)
    assert [row[0] for row in office.book.tabs["dip"][1:]] == ["KUL-0001", "KUL-0002"]
    writes = office.book.writes
    assert office.sync().exit_code == 0 and office.book.writes == writes


def test_a_withdrawal_in_a_renamed_tab_goes_out(office: Office) -> None:
    _published(office)
    retitle(office, {"Induk": " INDUK"})
    rows = office.book.tabs[" INDUK"]
    number = next(number for number, row in enumerate(rows) if row[0] == "KUL-0001")
    put(rows, number, office.columns(rows, "induk")["tarik"], "✓")
    assert office.sync().exit_code == 0
    assert office.public() == ["KUL-0002"]


@pytest.mark.parametrize("name", ["Kendali", "DIP", KUL])
def test_the_one_written_exactly_counts_and_the_other_is_told_and_left(office: Office, name: str) -> None:
    _published(office)
    office.sync()
    add_tab(office, f" {name}")
    outcome = office.sync()
    assert [(problem.code, problem.tab) for problem in outcome.plan.problems] == [("tab-senama", f" {name}")]
    assert f"Tab “ {name}” tidak dibaca, karena" in office.control("Perlu Perhatian")
    assert office.book.tabs[f" {name}"] == [["Catatan rapat"]]
    writes = office.book.writes
    assert office.sync().exit_code == 0 and office.book.writes == writes
    assert office.public() == ["KUL-0001", "KUL-0002"]


@pytest.mark.parametrize("name", ["Kendali", "DIP", "Riwayat", KUL])
def test_if_neither_is_exact_the_tab_cannot_be_read_and_is_not_made_again(office: Office, name: str) -> None:
    """Nothing is withdrawn for it, both stay as they are, and runs come to rest."""
    _published(office)
    office.sync()
    retitle(office, {name: f"{name} "})
    add_tab(office, f" {name}")
    before = {title: [list(row) for row in office.book.tabs[title]] for title in (f" {name}", f"{name} ")}
    outcome = office.sync()
    told = [(problem.code, problem.tab) for problem in outcome.plan.problems if problem.code == "tab-rancu"]
    assert (outcome.exit_code, told) == (0, [("tab-rancu", name)])
    assert office.public() == ["KUL-0001", "KUL-0002"]
    writes = office.book.writes
    assert office.sync().exit_code == 0 and office.book.writes == writes
    assert name not in office.book.tabs
    assert {title: office.book.tabs[title] for title in before} == before


def test_without_a_certain_induk_nothing_is_decided(office: Office) -> None:
    _published(office)
    retitle(office, {"Induk": "Induk "})
    add_tab(office, " Induk")
    before = office.book.writes, office.public()
    outcome = office.sync()
    assert (outcome.exit_code, office.book.writes, office.public()) == (1, *before)
    assert isinstance(outcome.plan.stop, WorkbookError)
    assert "which tab is “Induk” is not clear: “Induk ” and “ Induk”" in str(outcome.plan.stop)


def test_a_chart_that_bears_the_name_of_a_tab_is_told_and_left(tmp_path: Path) -> None:
    """Excel keeps charts as tabs without cells: two of one name are a damaged file, too."""
    office = Office(tmp_path, kind="file")
    _published(office)
    book = cast("FileBook", office.book)
    book.read()
    drawing = openpyxl.load_workbook(book.path)
    del drawing["DIP"]
    drawing.create_chartsheet("dip").add_chart(BarChart())
    drawing.save(book.path)
    book._show(book.door.read())
    before = titles_in(office)
    outcome = office.sync()
    assert (outcome.exit_code, office.public()) == (0, ["KUL-0001", "KUL-0002"])
    assert [problem.code for problem in outcome.plan.problems] == ["tab-rancu"]
    assert book.door.lay_out() == [] and titles_in(office) == before


@pytest.mark.slow
@settings(max_examples=25, **USUAL)  # type: ignore[arg-type]
@given(names=RENAMED, more=NAMESAKES)
def test_no_run_makes_two_names_that_are_equal_when_folded(
    tmp_path_factory: pytest.TempPathFactory, names: dict[str, str], more: list[str]
) -> None:
    """Not `dip sync`, and not `dip init`; what was there before keeps its name and stays alone."""
    office = Office(tmp_path_factory.mktemp("kantor"), kind="file")
    _published(office)
    retitle(office, names)
    for title in more:
        if title not in titles_in(office):
            add_tab(office, title)
    before = titles_in(office)
    assert office.sync().exit_code == (0 if find_tab(before, "Induk").title else 1)
    cast("FileBook", office.book).door.lay_out()
    assert_none_made(before, titles_in(office))


def assert_none_made(before: list[str], after: list[str]) -> None:
    assert [title for title in after if title in before] == before
    alike = Counter(map(folded_title, before))
    assert all(count <= max(1, alike[name]) for name, count in Counter(map(folded_title, after)).items())
