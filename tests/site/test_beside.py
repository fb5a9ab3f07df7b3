"""Work made beside the rest: the same result wherever it is made, and failures are told where they are waited for."""

from __future__ import annotations

import os
import struct
import subprocess
import sys
import threading
from collections.abc import Callable
from multiprocessing.connection import Connection
from pathlib import Path

import pytest

from sync.site import beside
from sync.site.beside import beside as begin

pytestmark = pytest.mark.filterwarnings("ignore:This process .* is multi-threaded:DeprecationWarning")
"""The tests' own runner may have threads; none of them holds what a copy needs."""

ROOT = Path(__file__).parent.parent.parent
SAME = """
import sys
from sync.site import beside, render as site
from tests.releases import BILINGUAL, TEMPLATE, typical

beside._can_fork = lambda: True
site.BESIDE = 0
forked = site.render_site(typical(), BILINGUAL, TEMPLATE)
site.BESIDE = 1000
assert forked == site.render_site(typical(), BILINGUAL, TEMPLATE)
assert list(forked) == sorted(forked)
"""


@pytest.fixture(params=[False, True], ids=["here", "beside"])
def forks(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> bool:
    """Whether a process of its own is begun; on a machine with one processor neither would be."""
    monkeypatch.setattr(beside, "_can_fork", lambda: request.param)
    return bool(request.param)


def test_the_result_is_the_same(forks: bool) -> None:
    numbers, process = begin(lambda: ([1, 2, 3], os.getpid()))()
    assert numbers == [1, 2, 3]
    assert (process != os.getpid()) is forks


@pytest.mark.usefixtures("forks")
def test_what_the_work_raises_is_raised_by_waiting() -> None:
    def fails() -> None:
        raise ValueError("nomor 7")

    made = begin(fails)
    with pytest.raises(ValueError, match="nomor 7"):
        made()


def test_a_process_that_was_ended_costs_only_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(beside, "_can_fork", lambda: True)
    own = os.getpid()

    def work() -> str:
        return "selesai" if os.getpid() == own else os._exit(9)

    assert begin(work)() == "selesai"


def test_where_no_more_processes_are_allowed_it_is_made_here(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse() -> int:
        raise BlockingIOError(11, "Resource temporarily unavailable")

    monkeypatch.setattr(beside, "_can_fork", lambda: True)
    monkeypatch.setattr(os, "fork", refuse)
    assert begin(os.getpid)() == os.getpid()


def test_a_result_cut_on_its_way_costs_only_time(monkeypatch: pytest.MonkeyPatch) -> None:
    def cut(there: Connection, work: Callable[[], bytes]) -> None:
        os.write(there.fileno(), struct.pack("!i", len(work())) + b"half")
        os._exit(9)

    monkeypatch.setattr(beside, "_can_fork", lambda: True)
    monkeypatch.setattr(beside, "_tell", cut)
    assert begin(lambda: b"whole result")() == b"whole result"


def test_with_another_thread_at_work_nothing_is_forked(monkeypatch: pytest.MonkeyPatch) -> None:
    """What that thread has locked would stay locked in the copy."""
    monkeypatch.setattr(os, "sched_getaffinity", lambda _: {0, 1}, raising=False)
    done = threading.Event()
    thread = threading.Thread(target=done.wait)
    thread.start()
    assert not beside._can_fork()
    done.set()
    thread.join()


def test_a_site_made_beside_has_the_same_bytes() -> None:
    subprocess.run([sys.executable, "-c", SAME], cwd=ROOT, check=True)
