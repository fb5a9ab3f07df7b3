"""A limit for work that waits for somebody else's answer. A library's own timeout counts from one byte to the next: an
answer that comes drop by drop never exceeds it, and never ends."""

from __future__ import annotations

import faulthandler
import os
import signal
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from contextlib import ExitStack, contextmanager
from types import FrameType
from typing import NoReturn, TypeVar

GRACE = 30.0
"""So many seconds work has to clear up once its time is over, before the process is ended under it."""
SLOWEST = 16 * 1024
"""Bytes a second that a connection carries at least."""

Result = TypeVar("Result")


def seconds_for(size: int) -> float:
    """How long a transfer of so many bytes may take."""
    return 60 + size / SLOWEST


def begun(work: Callable[[], Result]) -> Future[Result]:
    """What `work` will return or raise: it begins now, in a thread that keeps no process alive."""
    outcome: Future[Result] = Future()
    threading.Thread(target=_work, args=(work, outcome), daemon=True).start()
    return outcome


def _work(work: Callable[[], Result], outcome: Future[Result]) -> None:
    try:
        outcome.set_result(work())
    except BaseException as error:  # noqa: BLE001  whoever waits gets it
        outcome.set_exception(error)
    finally:
        del work, outcome  # the error holds this frame, and with them itself until garbage is collected


def within(seconds: float, work: Callable[[], Result]) -> Result:
    """What `work` returns or raises. Raises `TimeoutError` when it takes longer: it is left behind then, in its
    thread."""
    outcome = begun(work)
    try:
        return outcome.result(seconds)
    except TimeoutError:
        if outcome.done():
            raise
        raise TimeoutError(f"no whole answer in {seconds:.0f} seconds") from None
    finally:
        del outcome  # as in `_work`


class TimeIsUp(KeyboardInterrupt):
    """Raised in the work whose time is over. Libraries let it pass as they do Ctrl+C, and clear up behind them."""


@contextmanager
def ended_after(seconds: float, last_words: Callable[[], None]) -> Iterator[None]:
    """Work that ends in any case: after so many seconds `TimeIsUp` is raised in it. If it goes on for `GRACE` more, it
    blocks where no exception reaches it: `last_words` is called from another thread, and the process ends with 1. After
    as long again it ends without a word, even where C code keeps Python from running at all. Only for the main thread.
    """
    with ExitStack() as clocks:
        if hasattr(signal, "setitimer"):
            clocks.callback(signal.signal, signal.SIGALRM, signal.signal(signal.SIGALRM, _raise))
            clocks.callback(signal.setitimer, signal.ITIMER_REAL, 0)
            signal.setitimer(signal.ITIMER_REAL, seconds)
        forced = threading.Timer(seconds + GRACE, _end, [last_words])
        forced.daemon = True
        forced.start()
        clocks.callback(forced.cancel)
        nowhere = clocks.enter_context(open(os.devnull, "w", encoding="utf-8"))
        clocks.callback(faulthandler.cancel_dump_traceback_later)
        faulthandler.dump_traceback_later(seconds + 2 * GRACE, exit=True, file=nowhere)
        yield


def _raise(_: int, __: FrameType | None) -> NoReturn:
    raise TimeIsUp


def _end(last_words: Callable[[], None]) -> None:
    try:
        last_words()
    finally:
        os._exit(1)
