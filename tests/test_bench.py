"""The benchmark measures what it says, on few rows."""

from __future__ import annotations

from pathlib import Path

import pytest

from scripts import (
    bench,
    bench_fleet,
    bench_google,
    bench_links,
    bench_national,
    bench_one,
    bench_papers,
    bench_process,
    bench_publish,
    bench_status,
)
from scripts.bench_document import Line, table
from scripts.bench_rows import after, bench_settings, bench_sheets, bench_snapshot
from scripts.people import TEMPLATE
from sync.national.search import NationalSearch, read_question
from sync.plan.make_plan import make_plan
from sync.run.print import office_ledger, sources_of


def test_titles_summaries_and_links_all_differ(tmp_path: Path) -> None:
    settings = bench_settings(tmp_path)
    sheets = bench_sheets(settings, 400)
    rows = [row for unit in settings.units for row in sheets[unit.tab].rows[1:]]
    assert len(rows) == 400
    for role in ("judul", "ringkasan", "tautan"):
        assert len({row[TEMPLATE.tab("unit").roles.index(role)] for row in rows}) == 400


def test_the_first_plan_gives_every_row_an_id_and_the_second_has_nothing_to_do(tmp_path: Path) -> None:
    settings = bench_settings(tmp_path)
    snapshot = bench_snapshot(settings, 400)
    first = make_plan(snapshot, settings, TEMPLATE)
    again = make_plan(after(snapshot, first), settings, TEMPLATE)
    assert (first.total, len(first.events)) == (400, 400)
    assert (again.by_status, again.changed, again.batch.tabs) == (first.by_status, False, ())


@pytest.mark.slow
def test_frictionless_is_given_rules_that_most_rows_keep(tmp_path: Path) -> None:
    """A schema that refused every row would be slow for its own reasons."""
    from frictionless import Resource, Schema

    settings = bench_settings(tmp_path)
    sheets = bench_sheets(settings, 400)
    schema = Schema.from_descriptor(bench_one.table_schema())
    tables = [[list(row) for row in sheets[unit.tab].rows] for unit in settings.units]
    errors = sum(report.stats["errors"] for report in (Resource(data=t, schema=schema).validate() for t in tables))
    assert 0 < errors < 40


@pytest.mark.slow
def test_links_are_measured_against_what_politeness_takes() -> None:
    assert bench_links.least(1000, 20, 0) == pytest.approx(1.3)
    assert bench_links.least(1000, 20, 0.5) == pytest.approx(25.05)
    assert bench_links.asked(12, 3, 0) >= bench_links.least(12, 3, 0)


@pytest.mark.slow
@pytest.mark.parametrize("what", ["plan-first", "plan-again", "check", "frictionless"])
def test_each_measurement_gives_seconds_and_megabytes(what: str) -> None:
    took = bench_process.measure(what, 400)
    assert took.seconds > 0
    assert took.megabytes > 10


def test_the_table_says_whether_a_promise_was_kept() -> None:
    lines = [Line("a", "1 s", "2 s", "0.5 ×", "≤ 1 ×", True), Line("b", "3 s", "", "", "≤ 1 s", False)]
    assert table(lines).splitlines()[2:] == [
        "| a | 1 s | 2 s | 0.5 × | ≤ 1 × | ✓ |", "| b | 3 s |  |  | ≤ 1 s | missed |",
    ]  # fmt: skip


def test_the_year_behind_the_papers_is_one_that_the_ledger_vouches_for(tmp_path: Path) -> None:
    """With its entries public, its events in that year, and enough of them; papers are made from it."""
    bench_papers.make_year(tmp_path, 20, 150)
    settings = bench_settings(tmp_path)
    events = office_ledger(settings).events()
    assert len(events) >= 150 and {event.at[:4] for event in events} == {str(bench_papers.YEAR)}
    assert len(sources_of(settings, TEMPLATE).entries) == 20
    for form in ("pdf", "docx"):
        bench_papers.main(form, str(tmp_path))
        assert (tmp_path / f"keputusan-dip.{form}").stat().st_size > 10_000


@pytest.mark.slow
@pytest.mark.needs("/usr/sbin/sshd")
@pytest.mark.needs("sftp")
@pytest.mark.needs("rsync")
def test_one_changed_entry_is_published_three_ways(tmp_path: Path) -> None:
    """All of them end in the same site, and one change sends few files."""
    took = bench_publish.race(tmp_path, 30, 1)
    assert took and min(took.ours, took.full, took.rsync) > 0
    assert 0 < took.files <= 30
    whole = {place: _files(tmp_path / place) for place in ("after", "ours", "full", "rsync")}
    assert whole["ours"] == whole["full"] == whole["rsync"] == whole["after"]


def _files(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@pytest.mark.slow
def test_google_is_asked_twice_and_told_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """The lines of the benchmark, on few rows and in this process."""
    monkeypatch.setattr(bench_google, "measured", bench_google.run)
    lines = bench.google((2, 3), 3)
    assert [line.kept for line in lines[:2]] == [True, True]
    assert [line.measured for line in lines[:2]] == ["2 reads, 1 writes"] * 2


@pytest.mark.slow
def test_status_is_measured_after_few_runs_and_after_a_year_of_them(tmp_path: Path) -> None:
    office = tmp_path / "150"
    bench._office(office, 12)
    few, many = bench_status.status_seconds(office, tmp_path, 1)
    assert few > 0 and many > 0
    assert (tmp_path / "17520 runs" / "dip-runs.jsonl").read_text("utf-8").count("\n") == bench_status.YEAR


@pytest.mark.slow
def test_a_fleet_costs_what_its_offices_cost(tmp_path: Path) -> None:
    bench._office(tmp_path / "office", 20)
    cost = bench_fleet.fleet_cost(bench.DIP, tmp_path / "office", tmp_path / "fleet", 2, 1)
    assert len(cost.each) == 2 and 0 < min(cost.each) < cost.cold
    places = [tmp_path / "fleet" / name / "site" / "index.html" for name in "01"]
    assert all(f"KPU {name}" in place.read_text("utf-8") for name, place in zip("01", places, strict=True))


@pytest.mark.slow
def test_the_national_search_is_measured_on_words_that_are_found(tmp_path: Path) -> None:
    found = bench_national.figures(tmp_path, 2000)
    assert found.index > 0.01 and found.common > 0 and found.replaced > 0 and found.memory > 20
    search = NationalSearch(tmp_path / "index", bench_national.open_bench_store(tmp_path))
    asked = read_question({"q": [bench_national.COMMON]}, {})
    assert 100 < search.ask(asked, bench_national.NOW).total < 2 * bench_national.EACH
