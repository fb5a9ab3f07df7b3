"""Many links at once: two at a time at a host, with a pause, and everybody gets an answer."""

from __future__ import annotations

import threading
import time
from pathlib import Path

import pytest

from sync.links.asking import ask_all
from sync.links.link_result import LinkAnswer, Openness
from sync.links.turns import Politeness, Turns
from sync.links.web_address import NoAnswer
from tests.internet import answer, internet, redirect


def test_no_host_gets_more_than_two_requests_at_a_time_also_by_redirects(tmp_path: Path) -> None:
    told: dict[str, LinkAnswer] = {}
    with internet(tmp_path) as net:
        net.latency, net.other = 0.02, answer()
        urls = [f"http://host{number % 4}.example.org/{number}" for number in range(24)]
        for number, url in enumerate(urls):
            if number % 4 == 0:
                net.pages[url] = redirect(f"http://host1.example.org/r{number}")
        ask_all([*urls, *urls], net.client(), told.__setitem__, Politeness(pause=0))
        assert (set(told), {each.openness for each in told.values()}) == (set(urls), {Openness.OPEN})
        assert max(net.most.values()) <= 2
        assert len(net.asked) == 24 + 6 + 4  # every link, every redirect, robots.txt of every host


def test_between_two_requests_there_is_a_pause() -> None:
    clock: list[float] = [0.0]
    slept: list[float] = []
    turns = Turns(Politeness(pause=0.5), now=lambda: clock[0], sleep=slept.append)
    for _ in range(3):
        with turns.turn("a"):
            pass
    with turns.turn("b"):
        pass
    turns.slow_down("b", 3)
    turns.slow_down("b", 60)
    for _ in range(2):
        with turns.turn("b"):
            pass
    assert slept == [0.5, 1.0, 0.5, 5.5]


def test_failures_one_after_another_close_a_host_and_a_success_between_opens_it() -> None:
    turns = Turns(Politeness(pause=0, patience=2))

    def fail() -> None:
        with pytest.raises(NoAnswer), turns.turn("a"):
            raise NoAnswer("slow")

    fail()
    with turns.turn("a"):
        pass
    fail()
    fail()
    with pytest.raises(NoAnswer, match="left-alone"), turns.turn("a"):
        raise AssertionError


def test_whoever_stops_it_waits_for_what_is_under_way_and_no_more(tmp_path: Path) -> None:
    def stop(*_: object) -> None:
        raise KeyboardInterrupt

    before = threading.active_count()
    with internet(tmp_path) as net:
        net.other = answer()
        begun = time.monotonic()
        with pytest.raises(KeyboardInterrupt):
            ask_all([f"http://a.example.org/{n}" for n in range(500)], net.client(), stop, Politeness(pause=0))
        assert time.monotonic() - begun < 5
        assert len(net.asked) < 20
    while threading.active_count() > before and time.monotonic() - begun < 10:
        time.sleep(0.02)
    assert threading.active_count() <= before


def test_nothing_to_ask_asks_nothing(tmp_path: Path) -> None:
    with internet(tmp_path) as net:
        ask_all([], net.client(), lambda *_: None)
        assert net.asked == []
