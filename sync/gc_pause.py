"""Pauses the cyclic garbage collector while a plan is made or a target is read."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def gc_paused() -> Iterator[None]:
    """Pauses the cyclic garbage collector inside. A plan, or what is read of a target, is hundreds of thousands of
    small values that live to its end and have no cycles: collecting again and again would cost more than making them.
    Freezing and thawing then moves what there is to the oldest generation: it is not searched as new either."""
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
