"""How the columns of a tab that is there would stand in the order of a new one.

A column that is none of ours goes with the one on its left; what stands to the right of our table does not move.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from sync.model import Sheet, column_letters
from sync.tabs.header_row import Columns, find_columns
from sync.template.template import TabTemplate

ARRANGED = ("unit", "induk")
"""The kinds of tabs in which people work from left to right."""


@dataclass(frozen=True)
class ColumnOrder:
    """`order` has at each new place the old one, for the columns up to the last of ours. `at` says where each role
    stands now, `header_row` in which row, `in_order` whether a file holds its cells in the order of their addresses."""

    title: str
    tab: TabTemplate
    header_row: int
    at: dict[str, int]
    order: tuple[int, ...]
    in_order: bool = True

    @property
    def moves(self) -> bool:
        """Whether any column would move."""
        return self.order != tuple(range(len(self.order)))

    def place(self, old: int) -> int:
        """Where a column stands afterwards."""
        return self.order.index(old) if old < len(self.order) else old

    @property
    def after(self) -> dict[str, int]:
        """Where each role stands afterwards."""
        return {role: self.place(place) for role, place in self.at.items()}

    def steps(self) -> Iterator[tuple[int, int]]:
        """(from, to) of each column that is to be taken out and put in further left, one after the other."""
        now = list(range(len(self.order)))
        for to, column in enumerate(self.order):
            if (place := now.index(column)) != to:
                now.insert(to, now.pop(place))
                yield place, to

    def shown(self) -> list[str]:
        """Each column that is taken further left: `Status  L → B`."""
        now = list(range(len(self.order)))
        headers = {place: self.tab.column(role).header for role, place in self.at.items()}
        lines = []
        for place, to in self.steps():
            column = now.pop(place)
            now.insert(to, column)
            if column in headers:
                lines.append(f"{headers[column]}  {column_letters(column)} → {column_letters(to)}")
        return lines


def column_order(sheet: Sheet, tab: TabTemplate) -> ColumnOrder | None:
    """How the columns of this tab would stand; None where its header cannot be read."""
    columns = find_columns(sheet, tab, ())
    if not isinstance(columns, Columns):
        return None
    at = {role: columns.at[role] for role in tab.roles if role in columns.at}
    ours = sorted(at.values())
    with_next = {place: range(place, end) for place, end in zip(ours, [*ours[1:], ours[-1] + 1], strict=True)}
    order = [*range(ours[0]), *(place for role in at for place in with_next[at[role]])]
    return ColumnOrder(sheet.title, tab, columns.header_row, at, tuple(order), sheet.in_order)


@dataclass(frozen=True)
class Arrangement:
    """What would become of one tab; where something stands `in_the_way`, its columns stay where they are. `colours`:
    so many rules of colour it lacks."""

    order: ColumnOrder
    in_the_way: tuple[str, ...] = ()
    colours: int = 0
