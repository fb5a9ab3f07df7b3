"""The Protocol of a target: one verb reads what is there, the other makes it what it should be."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Protocol

from sync.model import PublishResult, TargetState
from sync.publish.ours import Evidence

Progress = Callable[[int, int], None]
"""Called with (files done, files in all)."""


def nothing() -> None:
    """Nobody wants to know."""


class Target(Protocol):
    """A place that serves files. Foreign errors leave it as `TargetError`. Nothing is kept from one verb to the next
    but in the `TargetState`."""

    location: str

    def read(self, evidence: Evidence | None = None) -> TargetState:
        """What is really there now, and what of it is ours by the evidence of ledger and receipt; without evidence the
        manifest found there is believed."""

    def fetch(self, path: str) -> bytes | None:
        """The content of one file there, whoever wrote it; None if it is missing or no regular file."""

    def publish(
        self, site: Mapping[str, bytes], current: TargetState, progress: Progress, begin: Callable[[], None] = nothing
    ) -> PublishResult:
        """Make the target `site` (path → bytes, `manifest.json` among them): withdrawn pages first, then pages,
        then lists, `index.html` and `manifest.json` last, stale files of ours after. Files we did not write are
        left alone; where one stands in a place the site needs, `TargetError` names it and nothing is written.
        `begin` is called right before the first byte is written, and not at all if nothing is. Repeatable after a
        crash anywhere."""
