"""Many links at once: at every host a few at a time, at all hosts together as many as a small office's line bears."""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor, as_completed
from urllib.parse import urlsplit

from sync.links.client import LinkClient
from sync.links.link_result import LinkAnswer
from sync.links.probe import LinkProbe
from sync.links.turns import Politeness, Turns

Told = Callable[[str, LinkAnswer], None]


def ask_all(urls: Iterable[str], client: LinkClient, told: Told, polite: Politeness = Politeness()) -> None:  # noqa: B008  a value
    """Ask every link; `told` is called with each answer, one at a time. Whoever stops it waits for the requests that
    are under way and no more."""
    hosts: dict[str, deque[str]] = {}
    for url in dict.fromkeys(urls):
        hosts.setdefault(_host(url), deque()).append(url)
    turns, lock, stopped = Turns(polite), threading.Lock(), threading.Event()
    probe = LinkProbe(client, turns)

    def lane(queue: deque[str]) -> None:
        while not stopped.is_set():
            try:
                url = queue.popleft()
            except IndexError:
                return
            answer = probe.ask(url)
            with lock:
                if not stopped.is_set():
                    told(url, answer)

    longest = sorted(hosts.values(), key=len, reverse=True)  # what takes longest begins first
    with ThreadPoolExecutor(min(polite.lanes, polite.together * len(hosts)) or 1) as pool:
        lanes = [pool.submit(lane, queue) for queue in longest for _ in range(min(polite.together, len(queue)))]
        try:
            for done in as_completed(lanes):
                done.result()
        finally:
            stopped.set()
            turns.stop()
            pool.shutdown(cancel_futures=True)


def _host(url: str) -> str:
    """Whose turn it will be, as far as the address says."""
    try:
        return urlsplit(url).hostname or ""
    except ValueError:
        return ""
