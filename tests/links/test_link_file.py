"""What is kept of links: read and written whole, for the operator's account alone, and never in the way."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from sync.links.link_file import LinkFile
from sync.links.link_result import NO_RESULTS, LinkAnswer, LinkResult, LinkResults, Openness, next_result

OPEN, SIGN_IN, GONE, UNKNOWN = Openness
NOW = datetime(2026, 11, 30, 3, tzinfo=UTC)
URL = "https://data.example.org/a.pdf"


def at(days: float) -> str:
    return (NOW - timedelta(days=days)).isoformat()


def test_what_is_written_is_read_again(tmp_path: Path) -> None:
    results = LinkResults(
        {URL: LinkResult(GONE, "404", at(1), at(9), at(1)), "https://b/": LinkResult(OPEN, "", at(1))}, at(0)
    )
    file = LinkFile(tmp_path / "dip-links.sqlite")
    assert file.read() == NO_RESULTS
    file.write(results)
    assert file.read() == results
    assert (tmp_path / "dip-links.sqlite").stat().st_mode & 0o777 == 0o600
    assert [path.name for path in tmp_path.iterdir()] == ["dip-links.sqlite"]


@pytest.mark.parametrize("damage", [b"", b"no database", b"SQLite format 3\0" + b"\xff" * 5000])
def test_a_damaged_file_is_told_and_says_nothing(tmp_path: Path, damage: bytes) -> None:
    path = tmp_path / "dip-links.sqlite"
    path.write_bytes(damage)
    read = LinkFile(path).read()
    assert read.trouble == "dip-links.sqlite cannot be used: it is damaged. dip links makes it anew."
    assert (read.by_url, read.reported) == ({}, "")
    assert path.read_bytes() == damage


@pytest.mark.parametrize("cut", [100, 2000, 4096, 5000, 8191])
def test_half_a_file_is_told(tmp_path: Path, cut: int) -> None:
    path = tmp_path / "dip-links.sqlite"
    LinkFile(path).write(LinkResults({f"{URL}{n}": LinkResult(OPEN, "", at(1)) for n in range(50)}, at(0)))
    path.write_bytes(path.read_bytes()[:cut])
    assert LinkFile(path).read().trouble


@pytest.mark.parametrize("asked", ["yesterday", "2026-11-30T03:00:00", ""])
def test_a_time_that_is_none_is_damage(tmp_path: Path, asked: str) -> None:
    path = tmp_path / "dip-links.sqlite"
    LinkFile(path).write(LinkResults({URL: LinkResult(OPEN, "", asked)}, at(0)))
    assert LinkFile(path).read().trouble


def test_a_file_that_may_not_be_read_is_told(tmp_path: Path) -> None:
    path = tmp_path / "dip-links.sqlite"
    path.mkdir()
    assert LinkFile(path).read().trouble == "dip-links.sqlite cannot be used: Is a directory. dip links makes it anew."


def test_what_cannot_be_told_changes_nothing_of_what_was_found_before() -> None:
    known = next_result(None, LinkAnswer(OPEN), at(30))
    known = next_result(known, LinkAnswer(GONE, "404"), at(20))
    known = next_result(known, LinkAnswer(UNKNOWN, "slow"), at(10))
    known = next_result(known, LinkAnswer(SIGN_IN, "401"), at(1))
    assert known == LinkResult(SIGN_IN, "401", at(1), at(30), at(20))
    assert next_result(known, LinkAnswer(OPEN), at(0)) == LinkResult(OPEN, "", at(0), at(0), "")


@pytest.mark.parametrize(
    ("opened", "closed", "open_then"), [("", "", False), (9, "", True), (9, 3, True), (9, 7, False), ("", 7, False)]
)
def test_a_link_was_open_until_it_was_first_found_closed(
    opened: float | str, closed: float | str, open_then: bool
) -> None:
    times = [time if isinstance(time, str) else at(time) for time in (opened, closed)]
    assert LinkResult(GONE, "404", at(0), *times).was_open(at(5)) is open_then


@pytest.mark.parametrize(("days", "said"), [(0, True), (27.9, True), (28.1, False), (-1, True), (-8, False)])
def test_only_what_is_recent_is_said(days: float, said: bool) -> None:
    """What a wrong clock dated far ahead is not."""
    results = LinkResults({URL: LinkResult(GONE, "404", at(days))})
    assert (URL in results.worth_saying(NOW)) is said


@pytest.mark.parametrize("openness", [OPEN, UNKNOWN])
def test_nothing_is_said_of_what_is_open_or_cannot_be_told(openness: Openness) -> None:
    assert LinkResults({URL: LinkResult(openness, "", at(0))}).worth_saying(NOW) == {}


@pytest.mark.parametrize(("days", "fresh"), [(0, True), (6, True), (6.99, False), (7, False), (-3, True), (-9, False)])
def test_a_link_is_asked_again_after_a_week_of_days(days: float, fresh: bool) -> None:
    """A weekly cron line that is a few minutes early asks."""
    assert LinkResults({URL: LinkResult(OPEN, "", at(days))}).is_fresh(URL, NOW) is fresh
    assert not NO_RESULTS.is_fresh(URL, NOW)
