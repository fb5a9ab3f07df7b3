"""One table of a file as it stands there: its cells, and the words above it that stand outside its cells."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from sync.errors import ListError
from sync.message import say
from sync.model import Address, Area, Link, Sheet


@dataclass(frozen=True)
class SourceTab:
    """A tab of a workbook, or a table of a page or document. `above` are headings that stand before it."""

    sheet: Sheet
    above: tuple[str, ...] = ()


TOO_LARGE = say("unpacked it is larger than any list. Open it, copy the list into a new file, and bring that one in.")
_MOST_CELLS, _MOST_COVERED = 10_000_000, 2_000_000
"""So many cells a table may have, and so many of them below or beside a cell that reaches over them."""


@dataclass
class SpannedGrid:
    """Cells that come row by row, some of them over several rows and columns, put where they stand."""

    rows: list[list[str]] = field(default_factory=list)
    links: dict[Address, tuple[Link, ...]] = field(default_factory=dict)
    merges: list[Area] = field(default_factory=list)
    taken: set[Address] = field(default_factory=set)
    cells: int = 0

    def new_row(self) -> None:
        """Begin the next row."""
        self.rows.append([])

    def put(self, text: str, links: Iterable[Link] = (), *, down: int = 1, across: int = 1) -> None:
        """The next cell of the row: at the first place that no cell above reaches down to. Raises `ListError` where the
        table becomes larger than any list."""
        self.cells += 1
        if self.cells > _MOST_CELLS or len(self.taken) + down * across > _MOST_COVERED + self.cells:
            raise ListError(TOO_LARGE)
        row = len(self.rows) - 1
        column = len(self.rows[row])
        while (row, column) in self.taken:
            column += 1
        self._pad(row, column)
        self.rows[row][column] = text
        if cell_links := tuple(links):
            self.links[row, column] = cell_links
        for below in range(row, row + down):
            self.taken.update((below, column + step) for step in range(across))
        if down * across > 1:
            self.merges.append((row, column, row + down - 1, column + across - 1))

    def _pad(self, row: int, column: int) -> None:
        self.rows[row] += [""] * (column + 1 - len(self.rows[row]))

    def sheet(self, title: str = "") -> Sheet:
        """The cells as a tab."""
        return Sheet(title, tuple(map(tuple, self.rows)), links=self.links, merges=tuple(self.merges)).trimmed()


def titled(tabs: list[SourceTab]) -> list[SourceTab]:
    """Tables of a page or document: the largest has no title, the others are told apart by number."""
    if not tabs:
        return []
    sizes = [sum(map(len, tab.sheet.rows)) for tab in tabs]
    largest = sizes.index(max(sizes))
    return [
        tab if number == largest else replace(tab, sheet=replace(tab.sheet, title=f"tabel {number + 1}"))
        for number, tab in enumerate(tabs)
    ]
