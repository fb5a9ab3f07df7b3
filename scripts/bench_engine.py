"""An office's process that counts what the fleet's database costs it: the processor seconds inside everything of the
fence. The difference of two whole runs would be smaller than what one run differs from the next."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from typing import Any

from sync.cli import fleet_office_shared
from sync.fence.fence import Fence
from sync.fence.postgres import PostgresTable

PARTS = (
    (Fence, ("_take", "_bring", "_keep_files", "verify", "watch", "commit", "keep_file")),
    (PostgresTable, ("free",)),
)  # fmt: skip
_spent: list[float] = []
_inside: list[None] = []


def _counted(method: Callable[..., Any]) -> Callable[..., Any]:
    def counted(*words: Any, **named: Any) -> Any:
        if _inside:
            return method(*words, **named)
        _inside.append(None)
        start = time.thread_time()
        try:
            return method(*words, **named)
        finally:
            _inside.pop()
            _spent.append(time.thread_time() - start)

    return counted


for _owner, _names in PARTS:
    for _name in _names:
        setattr(_owner, _name, _counted(getattr(_owner, _name)))


def work(commands: Sequence[Sequence[str]], row: str) -> tuple[int, Any]:
    """As every office of the fleet; the last line that it prints are the seconds."""
    ended = fleet_office_shared.work(commands, row)
    print(sum(_spent))
    return ended
