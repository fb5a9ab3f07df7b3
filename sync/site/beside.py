"""Work done beside the rest: in a process of its own where a second processor is free for it and nothing is at risk."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable
from contextlib import suppress
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from multiprocessing.connection import Connection

Made = TypeVar("Made")


def beside(work: Callable[[], Made]) -> Callable[[], Made]:
    """Begin `work`, and give what waits for its result; it is the same wherever it is made. `work` must be pure and its
    result picklable. What it raises is raised by waiting."""
    if not _can_fork():
        return work
    from multiprocessing import get_context

    process = get_context("fork")
    here, there = process.Pipe(duplex=False)
    child = process.Process(target=_tell, args=(there, work), daemon=True)
    try:
        child.start()
    except OSError:  # the system allows no more processes, or no more memory
        here.close()
        return work
    finally:
        there.close()

    def made() -> Made:
        try:
            found: Made = here.recv()
        except (EOFError, OSError):  # it failed or was ended: here it is seen why
            return work()
        finally:
            here.close()
            child.join()
        return found

    return made


def _can_fork() -> bool:
    """A fork copies one thread only: locks that others hold would stay locked. Elsewhere than on Linux libraries of the
    system do not bear it."""
    return hasattr(os, "sched_getaffinity") and len(os.sched_getaffinity(0)) > 1 and threading.active_count() == 1


def _tell(there: Connection, work: Callable[[], object]) -> None:
    with suppress(Exception, KeyboardInterrupt):
        there.send(work())
