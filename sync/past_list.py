"""Lists of earlier releases, as values: what one is known by for good, and what became of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NamedTuple


class ListPage(NamedTuple):
    """What a list is known by for good: the day of its newest approval, the SHA-256 over its entries, and how many it
    has. All empty for none."""

    day: str = ""
    digest: str = ""
    total: int = 0


@dataclass(frozen=True)
class PastList:
    """A list that was once released: its page, number and day of the decree that established it (empty if none did),
    and then its entries, ID → version."""

    page: ListPage
    establishment: tuple[str, str] = ("", "")
    items: Mapping[str, int] = field(default_factory=dict)
