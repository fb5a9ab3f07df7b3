"""What exit codes mean to the fleet: 0 done; 75 again in minutes; 1 once more, then red; 2 and 3 red at once."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sync.fleet.office_record import (
    RED_PAUSE,
    SOON,
    OfficeRecord,
    next_start,
    read_record,
    with_begin,
    with_end,
)
from sync.fleet.pool import TaskEnd

NOW = datetime(2026, 11, 30, 8, 0, tzinfo=UTC)
MINUTES, PLACE = 30, 7


def after(*codes: int, seconds: float = 1.0) -> OfficeRecord:
    """The record after runs that ended so, the last of them just now."""
    record = OfficeRecord()
    for number, code in enumerate(codes, 1 - len(codes)):
        at = NOW + timedelta(minutes=number)
        end = TaskEnd("lebak", code, f"why {code}" if code else "", "", "", seconds, 0.5)
        record = with_end(with_begin(record, "Lebak", at), end, "stamp", at)
    return record


def start(record: OfficeRecord, *, changed: bool = False) -> timedelta:
    """How long after the last run the next one is."""
    return next_start(record, PLACE, MINUTES, NOW, changed=changed) - NOW


USUAL = timedelta(minutes=7)
"""The office's minute comes seven minutes after eight."""


@pytest.mark.parametrize(
    ("codes", "red", "next_run"),
    [
        ([0], False, USUAL),
        ([75], False, SOON),
        ([75, 75, 75], False, SOON),
        ([1], False, SOON),
        ([-9], False, SOON),
        ([1, 1], True, RED_PAUSE),
        ([1, -9, 4], True, RED_PAUSE),
        ([1, 0], False, USUAL),
        ([1, 75], False, SOON),
        ([1, 1, 75], True, SOON),
        ([1, 0, 1], False, SOON),
        ([2], True, RED_PAUSE),
        ([2, 0], False, USUAL),
        ([3], True, USUAL),
        ([3, 3], True, USUAL),
        ([3, 1], True, RED_PAUSE),
    ],
)
def test_what_an_exit_code_means(codes: list[int], red: bool, next_run: timedelta) -> None:
    record = after(*codes)
    assert (record.red, start(record)) == (red, next_run)


@pytest.mark.parametrize("codes", [[1, 1], [2]])
def test_a_red_office_is_started_at_once_when_its_files_are_others(codes: list[int]) -> None:
    assert start(after(*codes), changed=True) == timedelta()


def test_an_office_that_never_ran_is_due() -> None:
    assert start(OfficeRecord()) == timedelta()


def test_an_office_of_which_nobody_knows_how_it_ended_is_due() -> None:
    assert start(with_begin(after(0), "Lebak", NOW)) == timedelta()


def test_a_red_office_that_hangs_takes_a_tenth_of_a_process() -> None:
    assert start(after(1, 1, seconds=1800)) == timedelta(hours=5)


def test_a_clock_that_was_ahead_keeps_no_office_waiting() -> None:
    record = after(0)
    assert next_start(record, PLACE, MINUTES, NOW - timedelta(days=30)) == NOW - timedelta(days=30)


@pytest.mark.parametrize("ahead", [timedelta(minutes=-1), timedelta(minutes=1)])
def test_a_machine_whose_clock_differs_by_a_minute_starts_no_office_again(ahead: timedelta) -> None:
    assert next_start(after(0), PLACE, MINUTES, NOW + ahead) == NOW + USUAL


def test_red_is_told_since_the_first_run_that_failed() -> None:
    record = after(0, 1, 1, 75, 1)
    assert record.since == NOW - timedelta(minutes=3) and record.good == NOW - timedelta(minutes=4)
    assert (record.exit, record.reason, record.failures) == (1, "why 1", 3)
    assert after(1, 0).since is None and after(75, 75).since == NOW - timedelta(minutes=1)
    assert after(75, 1).since == NOW, "waiting is not failing"


@given(st.lists(st.sampled_from([0, 1, 2, 3, 4, 75, -9]), max_size=6), st.integers(0, 59), st.integers(1, 60))
def test_every_office_is_started_again_and_never_at_once(codes: list[int], place: int, minutes: int) -> None:
    """Neither is one forgotten, nor does one run without a pause."""
    record = after(*codes)
    pause = next_start(record, place % minutes, minutes, NOW) - NOW
    longest = max(RED_PAUSE, timedelta(minutes=minutes))
    assert (timedelta() < pause <= longest) if codes else pause == timedelta()


@given(st.lists(st.sampled_from([0, 1, 2, 3, 75, -9]), max_size=4))
def test_a_record_is_kept_as_it_is(codes: list[int]) -> None:
    record = after(*codes)
    assert read_record(json.loads(json.dumps(record.document()))) == record
