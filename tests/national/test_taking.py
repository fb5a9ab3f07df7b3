"""A list is replaced as a set: who is withdrawn is gone at once, who vanishes in great number is kept for a while."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from sync.national.published_list import ListEntry, PublishedList
from sync.national.taking import Ages, KeptEntry, take_list, take_withdrawals
from tests.national.nation import NOW, ids

AGES = Ages(timedelta(30), timedelta(7))
DAY = timedelta(days=1)


def entry(id: str, title: str = "Laporan") -> ListEntry:
    return ListEntry(id, title, *[""] * 9)


def offered(numbers: Collection[int], title: str = "Laporan") -> PublishedList:
    return PublishedList("2026-11-23", tuple(entry(id, title) for id in sorted(ids(numbers))))


def kept(numbers: Collection[int]) -> dict[str, KeptEntry]:
    return {id: KeptEntry(entry(id)) for id in ids(numbers)}


def test_what_vanishes_from_a_list_is_gone_at_once() -> None:
    taking = take_list(kept(range(10)), offered(range(4, 12)), (), NOW, AGES)
    assert set(taking.kept) == ids(range(4, 12)) and set(taking.gone) == ids(range(4)) and not taking.vanished


def test_more_than_half_that_vanish_without_a_notice_are_kept_for_a_while() -> None:
    taking = take_list(kept(range(10)), offered(range(4)), (), NOW, AGES)
    assert set(taking.kept) == ids(range(10)) and taking.vanished == 6
    again = take_list(taking.kept, offered(range(4)), (), NOW + 7 * DAY, AGES)
    assert set(again.kept) == ids(range(10)) and again.kept["KUL-0009"].missing == taking.kept["KUL-0009"].missing
    late = take_list(again.kept, offered(range(4)), (), NOW + 8 * DAY, AGES)
    assert set(late.kept) == ids(range(4)) and len(late.gone) == 6


def test_what_is_kept_for_a_while_goes_with_time_though_the_list_does_not_change() -> None:
    taking = take_list(kept(range(10)), offered(()), (), NOW, AGES)
    assert len(taking.kept) == 10
    assert take_withdrawals(taking.kept, (), NOW + 8 * DAY, AGES).kept == {}


def test_who_is_named_as_withdrawn_is_gone_at_once_however_many() -> None:
    taking = take_list(kept(range(10)), offered(()), ids(range(10)), NOW, AGES)
    assert taking.kept == {} and set(taking.gone) == ids(range(10))
    assert not take_withdrawals(kept(range(10)), ids(range(10)), NOW, AGES).kept


def test_an_entry_that_comes_back_is_no_longer_missing() -> None:
    taking = take_list(kept(range(10)), offered(range(2)), (), NOW, AGES)
    back = take_list(taking.kept, offered(range(10)), (), NOW + DAY, AGES)
    assert not back.vanished and not any(each.missing for each in back.kept.values())


def test_a_list_is_shown_as_long_as_the_setting_says_and_a_clock_that_goes_back_shortens_nothing() -> None:
    confirmed = NOW.isoformat()
    assert AGES.shows_list(confirmed, NOW + 30 * DAY) and not AGES.shows_list(confirmed, NOW + 31 * DAY)
    assert AGES.shows_list(confirmed, NOW - DAY) and not AGES.shows_list("", NOW)


NUMBERS = st.sets(st.integers(1, 12))


@settings(max_examples=60)
@given(st.lists(st.tuples(NUMBERS, NUMBERS, st.integers(0, 9)), min_size=1, max_size=8))
def test_law_whatever_sites_do_nothing_withdrawn_stays_and_nothing_missing_stays_long(
    turns: list[tuple[set[int], set[int], int]],
) -> None:
    """Lists of any kind, one after another, days between them: what is kept is the list that is there now, without what
    is named as withdrawn, and besides only what vanished less than a week ago in a great number."""
    former: dict[str, KeptEntry] = {}
    now = NOW
    last_seen: dict[str, datetime] = {}
    for there, withdrawn, days in turns:
        now += timedelta(days)
        taking = take_list(former, offered(there), ids(withdrawn), now, AGES)
        shown = {id for id, each in taking.kept.items() if not each.missing}
        assert shown == ids(there) - ids(withdrawn)
        assert not set(taking.kept) & ids(withdrawn)
        last_seen |= dict.fromkeys(shown, now)
        for id, each in taking.kept.items():
            assert not each.missing or now - last_seen[id] <= AGES.notice + timedelta(9)
            assert AGES.shows_entry(each.missing, now)
        assert (
            set(taking.added) == taking.kept.keys() - former.keys() and set(taking.gone) == former.keys() - taking.kept
        )
        former = dict(taking.kept)
