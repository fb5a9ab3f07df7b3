"""How tall a row of wrapped text needs to be.

An estimate, since not every spreadsheet program measures a file it opens.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sync.workbook.xlsx.book import children, parse

LINE, PADDING, TALLEST = 12.75, 4.0, 409.0
DEFAULT_WIDTH = 8.43


@dataclass(frozen=True)
class RowHeights:
    """Measures rows of one sheet: the widths of its columns, which cell styles wrap, and the texts it will hold."""

    widths: Mapping[int, float]
    wraps: Sequence[bool]
    rows: Sequence[Sequence[str]]

    def of(self, row: int, styles: Mapping[int, str]) -> float | None:
        """The height in points for cells of these styles; None if nothing in the row wraps."""
        texts = self.rows[row] if row < len(self.rows) else ()
        wrapped = [column for column, style in styles.items() if column < len(texts) and self._wraps(style)]
        return height({column: texts[column] for column in wrapped}, self.widths) if wrapped else None

    def _wraps(self, style: str) -> bool:
        number = int(style)
        return number < len(self.wraps) and self.wraps[number]


def height(texts: Mapping[int, str], widths: Mapping[int, float]) -> float:
    """The height in points that shows the longest of these texts whole."""
    lines = max((_lines(text, widths.get(column, DEFAULT_WIDTH)) for column, text in texts.items()), default=1)
    return min(TALLEST, lines * LINE + PADDING)


def _lines(text: str, width: float) -> int:
    per_line = max(4, int(width * 1.25))
    return sum(1 + max(0, len(line) - 1) // per_line for line in text.split("\n"))


def wrapping_styles(data: bytes, where: str) -> list[bool]:
    """For each cell style, whether it wraps its text."""
    formats = [xf for holder in children(parse(data, where), "cellXfs") for xf in children(holder, "xf")]
    marks = [[a.get("wrapText") for a in children(xf, "alignment")] for xf in formats]
    return [any(mark in ("1", "true") for mark in each) for each in marks]
