"""One thing of a workbook's layout that is not as the templates have it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sync.model import a1
from sync.template.template import TabTemplate

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


def lacking_columns(title: str, tab: TabTemplate, at: Mapping[str, int]) -> Iterator[Gap]:
    """The columns that are not there. An empty column in the place of one that was lost would say that people emptied
    every cell of it, so only people add it."""
    missing = [column.header for column in tab.columns if column.role not in at]
    if missing and tab.kind in ("unit", "induk"):
        yield Gap(title, f"no column {', '.join(missing)}; a person adds it, or gives it its header back", sign="!")


def requests_of(gaps: Sequence[Gap]) -> list[Json]:
    """All that mends, in the order to be sent."""
    return [request for gap in gaps for request in gap.first] + [request for gap in gaps for request in gap.requests]


def runs(places: Sequence[int]) -> list[tuple[int, int]]:
    """Neighbours as (first, past the last)."""
    found: list[tuple[int, int]] = []
    for place in sorted(places):
        if found and found[-1][1] == place:
            found[-1] = (found[-1][0], place + 1)
        else:
            found.append((place, place + 1))
    return found


def cell_ranges(rows: Sequence[int], place: int) -> str:
    """The cells of a column in these rows: `G7, G9:G1000`, the first few."""
    parts = [a1(top, place) + (f":{a1(end - 1, place)}" if end - top > 1 else "") for top, end in runs(rows)]
    return ", ".join(parts[:4]) + (f" and {len(parts) - 4} more places" if len(parts) > 4 else "")
