"""One thing of a workbook's layout that is not as the templates have it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sync.message import joined, say
from sync.model import a1
from sync.tabs.tab_names import FoundTab
from sync.template.template import TabTemplate

Json = dict[str, Any]


@dataclass(frozen=True)
class Gap:
    """One thing of the layout that is missing or wrong, and at Google the requests that mend it.

    tab       its title; empty if the whole workbook is meant
    what      in words
    requests  what mends it
    first     requests that make tabs: they are sent before all others
    sign      `+` it is added, `~` it is put right, `!` only people can mend it
    """

    tab: str
    what: str
    requests: tuple[Json, ...] = ()
    first: tuple[Json, ...] = ()
    sign: str = "+"

    @property
    def line(self) -> str:
        """As it is printed."""
        return joined((f"{self.sign} {self.tab}: " if self.tab else f"{self.sign} ", self.what))


def for_init(gap: Gap) -> Gap:
    """The same where nothing but what is there is mended: a tab that is gone is made by `dip init`."""
    return Gap(gap.tab, say("%(what)s: dip init makes it", what=gap.what), sign="!") if gap.sign == "+" else gap


def missing_tab(title: str, tab: FoundTab) -> Gap:
    """A tab that is not there, or that none of those there is for certain."""
    if not tab.alike:
        return Gap(title, say("the whole tab"))
    names = ", ".join(f"“{name}”" for name in tab.alike)
    return Gap(
        title,
        say("not clear which tab it is: %(names)s; give one exactly this name, the others another", names=names),
        sign="!",
    )


def lacking_columns(title: str, tab: TabTemplate, at: Mapping[str, int]) -> Iterator[Gap]:
    """The columns that are not there. Only people add them: an empty column made by a program would look as if somebody
    had emptied every cell of it."""
    missing = [column.header for column in tab.columns if column.role not in at]
    if missing and tab.kind in ("unit", "induk"):
        yield Gap(
            title,
            say("no column %(missing)s; a person adds it, or gives it its header back", missing=", ".join(missing)),
            sign="!",
        )


def requests_of(gaps: Sequence[Gap]) -> list[Json]:
    """The requests of all gaps, in the order in which they are to be sent."""
    return [request for gap in gaps for request in gap.first] + [request for gap in gaps for request in gap.requests]


def runs(places: Sequence[int]) -> list[tuple[int, int]]:
    """Numbers grouped into runs without a hole: (first, last + 1) of each."""
    spans: list[tuple[int, int]] = []
    for place in sorted(places):
        if spans and spans[-1][1] == place:
            spans[-1] = (spans[-1][0], place + 1)
        else:
            spans.append((place, place + 1))
    return spans


def cell_ranges(rows: Sequence[int], place: int) -> str:
    """The cells of a column in these rows: `G7, G9:G1000`, the first few."""
    parts = [a1(top, place) + (f":{a1(end - 1, place)}" if end - top > 1 else "") for top, end in runs(rows)]
    first = ", ".join(parts[:4])
    return say("%(cells)s and %(count)s more places", cells=first, count=len(parts) - 4) if len(parts) > 4 else first
