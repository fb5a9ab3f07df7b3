"""`dip status`: what runs left beside `dip.toml`, read without the workbook."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from sync.errors import TargetError
from sync.ledger.ledger import Ledger
from sync.ledger.state import OfficeState, Record
from sync.links.link_file import LinkFile
from sync.links.link_result import LinkResult, LinkResults, Openness
from sync.message import say, to_document
from sync.model import UploadOrder
from sync.run.kept_matters import matter_words
from sync.run.run_log import RunLog
from sync.run.status import OfficeStatus, next_steps, read_status
from sync.settings.answers import example_text
from sync.settings.settings import Settings, load_settings
from sync.site.formatting import long_day

NOW = datetime(2026, 11, 27, 9, 0, tzinfo=UTC)
WAITING = {"fix": {"KUL": 2}, "classify": 1, "tick": 0, "remove": 0, "order": 3}


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    text = example_text("dip.xlsx", key_file=False).replace("Lebak", "Contoh")
    (tmp_path / "dip.toml").write_text(text, "utf-8")
    return load_settings(tmp_path / "dip.toml")


def note(settings: Settings, hours: float, code: int = 0, **more: Any) -> None:
    """A run that began so many hours ago."""
    started = (NOW - timedelta(hours=hours)).isoformat()
    line = {"run": "7", "started": started, "exit": code, "site": {"entries": 80}, "waiting": None, **more}
    RunLog(settings.runs_path).append(line)


def steps(settings: Settings) -> list[str]:
    """What is to be done, as programs read it; the backup left out."""
    codes = [step.code for step in next_steps(read_status(settings, NOW), settings)]
    return [code for code in codes if code != "no-backup"]


@pytest.mark.parametrize(("days", "told"), [(1, []), (15, ["links"])])
def test_a_report_on_links_that_has_grown_old_is_told(settings: Settings, days: int, told: list[str]) -> None:
    """Once there was one: an office that never asks is not urged to."""
    note(settings, 1)
    at = (NOW - timedelta(days=days)).isoformat()
    LinkFile(settings.links_path).write(LinkResults({"https://a/": LinkResult(Openness.GONE, "404", at)}, at))
    assert steps(settings) == told


def test_before_the_first_run_nothing_is_known(settings: Settings) -> None:
    assert read_status(settings, NOW) == OfficeStatus(NOW)
    assert steps(settings) == ["no-run"]


def test_it_fails_since_the_first_run_after_the_last_good_one(settings: Settings) -> None:
    Ledger(settings.ledger_path, settings.backup_folder).record(Record(OfficeState("x")), NOW.isoformat(), ())
    note(settings, 30, 1)
    note(settings, 20, waiting=WAITING)
    note(settings, 10, 75)
    told = to_document(
        say(
            "the tab “%(title)s” cannot be used: %(message)s Nothing but withdrawals was decided.",
            title="x",
            message="y",
        )
    )
    note(settings, 1, 1, error={"code": "workbook", "message": "…"}, told=told)
    found = read_status(settings, NOW)
    assert found.last and found.good and found.waiting
    assert (found.last.exit_code, found.failing) == (1, NOW - timedelta(hours=10))
    assert (found.good.at, found.waiting.waiting) == (NOW - timedelta(hours=20), WAITING)
    assert found.last.error == "the tab “x” cannot be used: y Nothing but withdrawals was decided."
    assert steps(settings)[0] == "failing"


def test_a_run_that_was_held_says_whom_to_ask(settings: Settings) -> None:
    """`dip doctor` knows nothing of a brake, so it is not sent there."""
    note(settings, 1, 3, error={"code": "held", "message": "30 of 40 rows …"})
    first = next(iter(next_steps(read_status(settings, NOW), settings)))
    assert first.code == "held" and "ask first" in first.text and settings.backup_folder.name in first.text


def test_rows_to_fix_are_no_failure_of_a_strict_run(settings: Settings) -> None:
    note(settings, 1, 1, error={"code": "rows", "message": "3 cells or rows need fixing"})
    assert read_status(settings, NOW).failing is None


@pytest.mark.parametrize(
    ("hours", "code", "age", "stale"),
    [(1, 0, 2, False), (3, 0, 2, True), (1, 1, 2, True), (99, 0, None, False)],
)
def test_a_good_run_may_be_so_old(settings: Settings, hours: int, code: int, age: int | None, stale: bool) -> None:
    note(settings, hours, code)
    assert read_status(settings, NOW).stale(timedelta(hours=age) if age else None) is stale


def test_a_cron_line_that_went_missing_is_told(settings: Settings) -> None:
    note(settings, 24 * 5)
    assert steps(settings) == ["silent"]


@pytest.mark.parametrize(
    "broken", ["", "{", '{"exit": "x"}', '{"run": "1", "started": "never", "exit": 0, "site": {}}', "7"]
)
def test_a_line_that_nobody_can_read_is_passed_over(settings: Settings, broken: str) -> None:
    note(settings, 1)
    with settings.runs_path.open("a", encoding="utf-8") as file:
        file.write(f"{broken}\n")
    found = read_status(settings, NOW)
    assert found.last and found.last.at == NOW - timedelta(hours=1)


@pytest.mark.parametrize(
    "told", [7, {}, {"say": "x"}, {"say": "%(x)s", "values": {}}, {"say": 3, "values": {"x": "y"}}]
)
def test_a_reason_that_nobody_can_read_is_no_traceback(settings: Settings, told: object) -> None:
    note(settings, 1, 1, told=told)
    read_status(settings, NOW)


def test_order_and_release_are_those_of_the_ledger(settings: Settings) -> None:
    office = OfficeState("x", release=3, order=UploadOrder.HOLD, behind_since=(NOW - timedelta(hours=5)).isoformat())
    Ledger(settings.ledger_path, settings.backup_folder).record(Record(office), NOW.isoformat(), ())
    note(settings, 1, waiting=WAITING)
    assert read_status(settings, NOW).office == office
    assert steps(settings) == ["behind", "order"]


def test_a_ledger_that_is_damaged_is_told(settings: Settings) -> None:
    settings.ledger_path.write_bytes(b"SQLite format 3\0" + b"x" * 4000)
    note(settings, 1)
    found = read_status(settings, NOW)
    assert (found.office, steps(settings)) == (None, ["ledger"])
    assert "the ledger dip-ledger.sqlite" in found.trouble


def test_a_ledger_that_is_gone_is_told(settings: Settings) -> None:
    note(settings, 1, waiting=WAITING)
    (told,) = (step.text for step in next_steps(read_status(settings, NOW), settings) if step.code == "ledger")
    assert "dip-ledger.sqlite is missing" in told and "dip restore" in told


def test_a_log_that_is_gone_is_no_office_where_nothing_ran(settings: Settings) -> None:
    Ledger(settings.ledger_path, settings.backup_folder).record(Record(OfficeState("x", run=3)), NOW.isoformat(), ())
    found = read_status(settings, NOW)
    texts = [step.text for step in next_steps(found, settings)]
    assert found.log_missing and not any("Nothing has run yet" in text or "no backup yet" in text for text in texts)


@pytest.mark.parametrize(("run", "entries"), [(7, 80), (8, None)])
def test_how_many_entries_are_public_is_said_only_of_the_ledger_s_last_run(
    settings: Settings, run: int, entries: int | None
) -> None:
    """A way home and a rollback make a release of which no run told."""
    office = OfficeState("x", run=run, release=3)
    Ledger(settings.ledger_path, settings.backup_folder).record(Record(office), NOW.isoformat(), ())
    note(settings, 1, waiting=WAITING)
    assert read_status(settings, NOW).entries == entries


@pytest.mark.parametrize(("days", "expected"), [(1, []), (8, ["old-backup"])])
def test_the_age_of_the_backup_is_known(settings: Settings, days: int, expected: list[str]) -> None:
    started = (NOW - timedelta(days=days)).isoformat()
    RunLog(settings.runs_path).note({"backup": "/mnt/dip.zip", "started": started})
    note(settings, 1)
    assert steps(settings) == expected


def test_an_error_with_another_inside_is_told_whole() -> None:
    inner = TargetError(say("nothing was changed"))
    assert to_document(say("%(worse)s. Before that: %(error)s", worse="x", error=inner)) == {
        "say": "%(worse)s. Before that: %(error)s",
        "values": {"worse": "x", "error": {"say": "nothing was changed", "values": {}}},
    }


def test_a_time_to_come_hides_nothing_from_the_monitoring(settings: Settings) -> None:
    """The clock was a year ahead for a run: that nothing runs would be told a year late."""
    note(settings, 100)
    note(settings, -24 * 365)
    RunLog(settings.runs_path).note({"backup": "/x.zip", "started": (NOW + timedelta(days=9)).isoformat()})
    found = read_status(settings, NOW)
    assert found.stale(timedelta(hours=2))
    (clock, *_) = [step for step in next_steps(found, settings) if step.code == "clock"]
    assert clock.text == (
        "The last run or backup bears a time that has not come yet (2027-11-27T09:00+00:00): the clock of this "
        "computer was wrong then, or is now. Set it: timedatectl set-ntp true. Then run: dip sync, and dip backup"
    )


def test_a_clock_set_back_a_little_is_none_of_that(settings: Settings) -> None:
    note(settings, -0.1)
    assert steps(settings) == [] and not read_status(settings, NOW).stale(timedelta(hours=2))


DUE = [{"code": "berkala", "count": 7, "unit": "KUL", "ids": ["KUL-0001"], "day": "2026-11-27"}]


@pytest.mark.parametrize(("day", "told"), [("2026-11-27", ["due"]), ("2026-11-28", []), ("", [])])
def test_what_is_due_by_law_needs_somebody_from_its_day_on(settings: Settings, day: str, told: list[str]) -> None:
    """What is only looked for by words has no day, and is no task of the operator's."""
    note(settings, 1, waiting=WAITING | {"order": 0}, due=[DUE[0] | {"day": day}])
    assert [step for step in steps(settings) if step != "ledger"] == told


def test_nobody_is_sent_after_a_guess(settings: Settings) -> None:
    note(settings, 1, waiting=WAITING | {"order": 0}, due=[DUE[0] | {"code": "laporan-layanan", "day": "2026-03-31"}])
    assert "due" not in steps(settings)


def test_what_is_due_is_told_in_one_sentence_that_is_bounded(settings: Settings) -> None:
    note(settings, 1, waiting=WAITING, due=DUE)
    (matter,) = read_status(settings, NOW).due or ()
    assert matter_words(matter, {"KUL": "Keuangan"}, NOW.date()) == (
        "Keuangan: 7 Informasi Berkala not renewed in time: KUL-0001, …"
    )


def test_a_day_that_is_past_is_said_to_be(settings: Settings) -> None:
    report = {"code": "laporan-layanan", "count": 0, "period": "2025"}
    note(settings, 1, waiting=WAITING, due=[report | {"day": "2026-03-31"}, report | {"day": "2027-03-31"}])
    past, ahead = read_status(settings, NOW).due or ()
    assert "its day is past (31 Maret 2026)" in matter_words(past, {}, NOW.date(), long_day)
    assert "(by 2027-03-31)" in matter_words(ahead, {}, NOW.date())


def test_as_many_matters_are_counted_as_are_named(settings: Settings) -> None:
    guess = {"code": "wajib", "count": 7}
    note(settings, 1, waiting=WAITING, due=[*DUE, guess])
    (told,) = [step for step in next_steps(read_status(settings, NOW), settings) if step.code == "due"]
    assert ": 2 matters, named above" in told.text


@pytest.mark.parametrize("hours", [1, -24 * 365])
def test_a_run_whose_clock_was_ahead_says_nothing_of_the_law(settings: Settings, hours: int) -> None:
    note(settings, hours, waiting=WAITING, due=DUE)
    assert (read_status(settings, NOW).due is None) == (hours < 0)
    assert ("clock" in steps(settings)) == (hours < 0)


@pytest.mark.parametrize(
    "due", [None, {}, [7], [{"code": "x", "count": 1}], [{"code": "wajib"}], [{"code": "wajib", "count": 1, "ids": 3}]]
)
def test_what_no_run_wrote_of_the_law_is_passed_over(settings: Settings, due: object) -> None:
    note(settings, 1, waiting=WAITING, due=due)
    assert not read_status(settings, NOW).due
