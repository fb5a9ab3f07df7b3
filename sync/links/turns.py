"""Whose turn it is at a host: so many requests at a time, a pause between the beginnings of two, and none any more at a
host that said that it has enough or does not answer."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import NamedTuple

from sync.links.web_address import NoAnswer


class Politeness(NamedTuple):
    """At one host `together` requests at a time, `pause` seconds between the beginnings of two, or what the host's
    `Crawl-delay` asks for up to `longest`; after `patience` failures one after another the host is left alone. At all
    hosts together no more than `lanes` requests at a time. A request may take `seconds`, a link `whole` in all."""

    together: int = 2
    pause: float = 0.5
    longest: float = 5
    patience: int = 6
    lanes: int = 48
    seconds: float = 15
    whole: float = 40


@dataclass
class _Queue:
    slots: threading.BoundedSemaphore
    lock: threading.Lock = field(default_factory=threading.Lock)
    pause: float = 0
    next: float = 0
    failures: int = 0
    closed: bool = False


class Turns:
    """The queues of all hosts."""

    def __init__(
        self, polite: Politeness, now: Callable[[], float] = time.monotonic, sleep: Callable[[float], None] = time.sleep
    ) -> None:
        self.polite, self._now, self._sleep = polite, now, sleep
        self._lock = threading.Lock()
        self._queues: dict[str, _Queue] = {}
        self._stopped = False

    def _queue(self, host: str) -> _Queue:
        with self._lock:
            if host not in self._queues:
                slots = threading.BoundedSemaphore(self.polite.together)
                self._queues[host] = _Queue(slots, pause=self.polite.pause)
            return self._queues[host]

    @contextmanager
    def turn(self, host: str) -> Iterator[None]:
        """Wait for it. Raises `NoAnswer` for a host that is left alone; what is raised inside counts as a failure."""
        queue = self._queue(host)
        with queue.slots:
            self._wait(queue)
            try:
                yield
            except NoAnswer as trouble:
                with queue.lock:
                    queue.failures += trouble.reason in ("slow", "silent", "lookup")
                    queue.closed = queue.closed or queue.failures >= self.polite.patience
                raise
            else:
                with queue.lock:
                    queue.failures = 0

    def _wait(self, queue: _Queue) -> None:
        with queue.lock:
            self._verify(queue)
            now = self._now()
            begin = max(now, queue.next)
            queue.next = begin + queue.pause
        if begin > now:
            self._sleep(begin - now)
        self._verify(queue)

    def _verify(self, queue: _Queue) -> None:
        if queue.closed or self._stopped:
            raise NoAnswer("left-alone")

    def stop(self) -> None:
        """Nobody has a turn any more."""
        self._stopped = True

    def slow_down(self, host: str, seconds: float) -> None:
        """The host asks for a longer pause."""
        queue = self._queue(host)
        with queue.lock:
            queue.pause = max(queue.pause, min(seconds, self.polite.longest))

    def leave_alone(self, host: str) -> None:
        """The host has enough: nothing more is asked of it."""
        self._queue(host).closed = True
