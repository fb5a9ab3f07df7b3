"""A tab: sparse rows of cells and what lies over the grid. Copies are cheap: rows are copied when written."""

from __future__ import annotations

import copy
from collections.abc import Callable, Iterator
from typing import Any

from .a1 import Area, Corners, label
from .cell import EMPTY, Cell

Json = dict[str, Any]
Row = dict[int, Cell]

ROWS, COLUMNS = "ROWS", "COLUMNS"
OVERLAYS = ("merges", "protected", "filter_views", "banded", "charts", "slicers", "tables", "groups", "conditional",
            "anchors")  # fmt: skip


class Sheet:
    """One tab. Only a Book's change may write to it."""

    def __init__(self, properties: Json):
        self.properties = properties
        self.cells: dict[int, Row] = {}
        self.own: set[int] = set()
        self.dimensions: dict[str, dict[int, Json]] = {ROWS: {}, COLUMNS: {}}
        self.basic_filter: Json | None = None
        self.merges: list[Json] = []
        self.protected: list[Json] = []
        self.filter_views: list[Json] = []
        self.banded: list[Json] = []
        self.charts: list[Json] = []
        self.slicers: list[Json] = []
        self.tables: list[Json] = []
        self.groups: list[Json] = []
        self.conditional: list[Json] = []
        self.anchors: list[Json] = []

    def copied(self) -> Sheet:
        """A copy to write to: cells are shared until written, all else is copied."""
        twin = Sheet(copy.deepcopy(self.properties))
        twin.cells = dict(self.cells)
        twin.dimensions = {axis: dict(sizes) for axis, sizes in self.dimensions.items()}
        twin.basic_filter = copy.deepcopy(self.basic_filter)
        for name in OVERLAYS:
            setattr(twin, name, copy.deepcopy(getattr(self, name)))
        return twin

    # --- sizes and names

    @property
    def id(self) -> int:
        return int(self.properties.get("sheetId", 0))

    @property
    def title(self) -> str:
        return str(self.properties["title"])

    @property
    def grid(self) -> Json:
        return self.properties.setdefault("gridProperties", {})  # type: ignore[no-any-return]

    @property
    def height(self) -> int:
        return int(self.grid.get("rowCount", 0))

    @property
    def width(self) -> int:
        return int(self.grid.get("columnCount", 0))

    def size(self, axis: str) -> int:
        return self.height if axis == ROWS else self.width

    def set_size(self, axis: str, size: int) -> None:
        self.grid["rowCount" if axis == ROWS else "columnCount"] = size

    @property
    def whole(self) -> Area:
        return Area(0, self.height, 0, self.width)

    def area(self, corners: Corners) -> Area:
        """A range as written, cut at the edge of the grid."""
        return Area(
            corners.top or 0,
            min(self.height if corners.bottom is None else corners.bottom, self.height),
            corners.left or 0,
            min(self.width if corners.right is None else corners.right, self.width),
        )

    def label(self, area: Area) -> str:
        return label(self.title, area)

    # --- cells

    def cell(self, row: int, column: int) -> Cell:
        return self.cells.get(row, {}).get(column, EMPTY)

    def put(self, row: int, column: int, cell: Cell) -> None:
        if row not in self.own:
            self.cells[row] = dict(self.cells.get(row, {}))
            self.own.add(row)
        if cell == EMPTY:
            self.cells[row].pop(column, None)
            if not self.cells[row]:
                del self.cells[row]
                self.own.discard(row)
        else:
            self.cells[row][column] = cell

    def change(self, area: Area, change: Callable[[Cell], Cell]) -> None:
        """Every cell becomes what `change` makes of it; cells that are one object are changed once."""
        known: dict[int, tuple[Cell, Cell]] = {}
        for row in area.rows:
            for column in area.columns:
                old = self.cell(row, column)
                if id(old) not in known:
                    known[id(old)] = (old, change(old))
                new = known[id(old)][1]
                if new is not old:
                    self.put(row, column, new)

    def used(self, area: Area) -> Iterator[tuple[int, int, Cell]]:
        """The cells that hold anything at all, row by row."""
        rows = area.rows if area.height < len(self.cells) else sorted(r for r in self.cells if r in area.rows)
        for row in rows:
            cells = self.cells.get(row)
            for column in sorted(cells or ()):
                if area.left <= column < area.right:
                    yield row, column, (cells or {})[column]

    def last_filled(self, row: int, area: Area) -> int:
        """The last column of a row with something to see in it, or -1."""
        cells = self.cells.get(row) or {}
        return max((c for c, cell in cells.items() if area.left <= c < area.right and cell.filled), default=-1)

    def block(self, area: Area) -> list[list[Cell]]:
        return [[self.cell(row, column) for column in area.columns] for row in area.rows]

    # --- whole rows and columns

    def reindex(self, axis: str, where: Callable[[int], int | None]) -> None:
        """Moves every row (or column): `where` says the new place, or None for gone."""
        if axis == ROWS:
            self.cells = {to: row for at, row in self.cells.items() if (to := where(at)) is not None}
            self.own = {to for at in self.own if (to := where(at)) is not None}
        else:
            moved = {
                at: {to: cell for column, cell in row.items() if (to := where(column)) is not None}
                for at, row in self.cells.items()
            }
            self.cells = {at: row for at, row in moved.items() if row}
            self.own = set(self.cells)
        sizes = self.dimensions[axis]
        self.dimensions[axis] = {to: size for at, size in sizes.items() if (to := where(at)) is not None}
