"""A limit for work that waits for somebody else's answer. A library's own timeout counts from one byte to the next: an
answer that comes drop by drop never exceeds it, and never ends."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import Future
from typing import TypeVar

SLOWEST = 16 * 1024
"""Bytes a second that a connection carries at least."""

Result = TypeVar("Result")


def seconds_for(size: int) -> float:
    """How long a transfer of so many bytes may take."""
    return 60 + size / SLOWEST


def within(seconds: float, work: Callable[[], Result]) -> Result:
    """What `work` returns or raises. Raises `TimeoutError` when it takes longer: it is left behind then, in a thread
    that keeps no process alive."""
    outcome: Future[Result] = Future()

    def run() -> None:
        try:
            outcome.set_result(work())
        except BaseException as error:  # noqa: BLE001  whoever waits gets it
            outcome.set_exception(error)

    threading.Thread(target=run, daemon=True).start()
    try:
        return outcome.result(seconds)
    except TimeoutError:
        if outcome.done():
            raise
        raise TimeoutError(f"no whole answer in {seconds:.0f} seconds") from None
