"""How often a request to Google is repeated, and how long all of it may take.

Only reads are repeated. The time is counted over all requests of one client, so that a bad hour ends a run instead of
hanging it.
"""

from __future__ import annotations

import random
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Protocol, TypeVar

from sync.errors import DipError

Answer = TypeVar("Answer")

before_each_read: list[Callable[[], None]] = []
"""What is waited for before a read is sent: where many offices of one machine share an account, its turn."""


class Clock(Protocol):
    """A clock that tests can replace."""

    def now(self) -> float:
        """Seconds since some moment."""

    def sleep(self, seconds: float) -> None:
        """Wait."""


class RealClock:
    """The machine's own."""

    def now(self) -> float:
        return time.monotonic()

    def sleep(self, seconds: float) -> None:
        time.sleep(seconds)


class Transient(Exception):
    """A failure that will probably not happen again. `after` are the seconds that Google asks to wait, if it does."""

    def __init__(self, error: DipError, after: float | None = None) -> None:
        super().__init__(str(error))
        self.error, self.after = error, after


@dataclass
class RetryPolicy:
    """When to give up.

    clock     for measuring and waiting
    attempts  the most for one request
    total     the most seconds that all requests together may lose
    chance    a random number from 0 to 1
    lost      seconds lost so far: failed attempts and the pauses after them
    """

    clock: Clock = field(default_factory=RealClock)
    attempts: int = 8
    total: float = 100.0
    chance: Callable[[], float] = random.random
    lost: float = 0.0

    def run(self, act: Callable[[], Answer], *, repeatable: bool) -> Answer:
        """Call `act` until it returns, and return what it returned. Raises the error inside the last `Transient` when
        attempts or time run out, or at once where the call is not repeatable."""
        number = 1
        while True:
            start = self.clock.now()
            try:
                return act()
            except Transient as failure:
                self.lost += self.clock.now() - start
                pause = self._pause(number, failure.after)
                if not repeatable or number >= self.attempts or self.lost + pause > self.total:
                    raise failure.error from failure
            self.clock.sleep(pause)
            self.lost += pause
            number += 1

    def _pause(self, number: int, after: float | None) -> float:
        """Exponential back-off up to half a minute, with jitter, so that two programs do not keep colliding."""
        pause = min(30.0, 2.0 ** (number - 1)) * (0.75 + self.chance() / 4)
        return pause if after is None else max(pause, after)
