"""Offices are spread evenly over the period, and the offices of one Google account fit into each minute."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from sync.fleet.timetable import last_due, next_due, overfull, place_of, spread

KEYS = st.lists(st.text(min_size=1, max_size=20), unique=True, max_size=40)
MINUTES = st.integers(1, 60)
MOMENTS = st.floats(1e5, 7e9).map(lambda seconds: datetime.fromtimestamp(seconds, UTC))


def test_the_minute_of_an_office_is_the_same_on_every_machine_and_every_day() -> None:
    assert [place_of(f"/srv/dip/{number}/dip.toml", 30) for number in range(6)] == [18, 1, 2, 2, 10, 27]


def test_a_nation_is_spread_over_the_half_hour() -> None:
    counts = Counter(spread({f"/srv/{n}/dip.toml": "" for n in range(552)}, {}, 30).values())
    assert len(counts) == 30 and max(counts.values()) < 3 * 552 / 30


@given(KEYS, MINUTES, st.integers(2, 20), st.data())
@settings(max_examples=40)
def test_no_minute_has_more_offices_of_an_account_than_its_reads_allow(
    keys: list[str], minutes: int, reads: int, data: st.DataObject
) -> None:
    robots = {key: data.draw(st.sampled_from(["", "a", "b"])) for key in keys}
    placed = spread(robots, {"a": reads, "b": 60, "": 60}, minutes)
    assert placed.keys() == robots.keys() and all(0 <= minute < minutes for minute in placed.values())
    of_a = [key for key in keys if robots[key] == "a"]
    most = max(Counter(placed[key] for key in of_a).values(), default=0)
    is_overfull = "a" in overfull(list(robots.values()), {"a": reads, "b": 60}, minutes)
    assert most <= (-(-len(of_a) // minutes) if is_overfull else reads // 2)
    assert all(placed[key] == place_of(key, minutes) for key in keys if not robots[key])


@given(st.integers(0, 59), MINUTES, MOMENTS)
def test_an_office_is_due_once_in_each_period(place: int, minutes: int, now: datetime) -> None:
    due = last_due(place % minutes, minutes, now)
    assert timedelta() <= now - due < timedelta(minutes=minutes)
    assert int(due.timestamp()) // 60 % minutes == place % minutes
    assert next_due(place % minutes, minutes, now) == due + timedelta(minutes=minutes) > now
    assert last_due(place % minutes, minutes, due) == due


def test_an_account_with_too_many_offices_is_told_with_the_minutes_it_would_need() -> None:
    robots = ["a"] * 1000 + ["b"] * 900 + [""] * 5000
    assert overfull(robots, {"a": 60, "b": 60}, 30) == {"a": 34}
