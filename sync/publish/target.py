"""The Protocol of a target: one verb reads what is there, the other makes it what it should be."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Protocol

from sync.model import PublishResult, TargetState

Progress = Callable[[int, int], None]
"""Called with (files done, files in all)."""


class Target(Protocol):
    """A place that serves files. Foreign errors leave it as `TargetError`. Nothing is kept from one verb to the next
    but in the `TargetState`."""

    location: str

    def read(self) -> TargetState:
        """What is really there now, by the manifest found there: never by our own memory."""

    def publish(self, site: Mapping[str, bytes], current: TargetState, progress: Progress) -> PublishResult:
        """Make the target `site` (path → bytes, `manifest.json` among them): withdrawn pages first, then pages,
        then lists, `index.html` and `manifest.json` last, stale files of ours after. Files we did not write are
        left alone; one that stands where the site needs a place stops the publish before anything is written.
        Repeatable after a crash anywhere."""
