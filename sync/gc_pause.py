"""Python's search for cycles, at rest while a plan is made or a target is looked at."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def at_rest() -> Iterator[None]:
    """No search for cycles inside. A plan, or a look at a target, is hundreds of thousands of small values that all
    live to its end and have no cycles: searching them again and again would cost more than making them. Nor are they
    searched as news afterwards: freezing and thawing puts all there is among what has long been known."""
    if not gc.isenabled():
        yield
        return
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()
        gc.unfreeze()
        gc.enable()
