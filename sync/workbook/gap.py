"""One thing of a workbook's layout that is not as the templates have it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sync.model import a1

Json = dict[str, Any]


@dataclass(frozen=True)
class Gap:
    """In which tab (empty: the workbook), what it is, and for Google the requests that mend it: `first` those that make
    tabs, which come before everything else. `sign` is `+` for what is added, `~` for what is put right, `!` for what
    only people can mend."""

    tab: str
    what: str
    requests: tuple[Json, ...] = ()
    first: tuple[Json, ...] = ()
    sign: str = "+"

    @property
    def line(self) -> str:
        """For a person."""
        return f"{self.sign} {self.tab}: {self.what}" if self.tab else f"{self.sign} {self.what}"


def requests_of(gaps: Sequence[Gap]) -> list[Json]:
    """All that mends, in the order to be sent."""
    return [wish for gap in gaps for wish in gap.first] + [wish for gap in gaps for wish in gap.requests]


def runs(places: Sequence[int]) -> list[tuple[int, int]]:
    """Neighbours as (first, past the last)."""
    found: list[tuple[int, int]] = []
    for place in sorted(places):
        if found and found[-1][1] == place:
            found[-1] = (found[-1][0], place + 1)
        else:
            found.append((place, place + 1))
    return found


def spelt(rows: Sequence[int], place: int) -> str:
    """The cells of a column in these rows: `G7, G9:G1000`, the first few."""
    parts = [a1(top, place) + (f":{a1(end - 1, place)}" if end - top > 1 else "") for top, end in runs(rows)]
    return ", ".join(parts[:4]) + (f" and {len(parts) - 4} more places" if len(parts) > 4 else "")
