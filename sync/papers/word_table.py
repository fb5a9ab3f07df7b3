"""Tables as Word's XML: made as text, because cell by cell a list of a thousand rows takes minutes."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple
from xml.sax.saxutils import escape

from sync.papers.paper import GroupRow, HeadCell

NAMESPACE = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
_XML = re.compile(r"[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_TWIPS = 56.7
"""So many to a millimetre."""
_WHOLE = 1200
"""Signs that a row may have to stay on one page."""
_HEAD = "E8E8E8"


class TableLook(NamedTuple):
    """How a table is drawn: with `lines`, in a `size` of so many points; so many last rows are `kept` on one page with
    what follows."""

    lines: bool
    size: float
    kept: int = 0


class TableCell(NamedTuple):
    """How a cell is drawn: its width in twips, what it covers, and how its text stands."""

    width: int
    merge: str = ""
    shade: str = ""
    bold: bool = False
    center: bool = False
    keep: bool = False


def printable_in_word(text: str) -> str:
    """Without the signs that XML cannot hold."""
    return _XML.sub("", text)


def table_xml(
    widths: Sequence[float],
    across: float,
    head: Sequence[Sequence[HeadCell]],
    rows: Sequence[tuple[str, ...] | GroupRow],
    look: TableLook,
) -> str:
    """A table so many millimetres `across`, its header on every page. `widths` are shares."""
    twips = [round(width / sum(widths) * across * _TWIPS) for width in widths]
    style = "".join(
        f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="777777"/>'
        for side in ("top", "left", "bottom", "right", "insideH", "insideV")
    )
    borders = f"<w:tblBorders>{style}</w:tblBorders>" if look.lines else ""
    inside = "".join(f'<w:{side} w:w="57" w:type="dxa"/>' for side in ("left", "right"))  # 1 mm: or “NO.” is broken
    margins = f"<w:tblCellMar>{inside}</w:tblCellMar>" if look.lines else ""
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in twips)
    first_kept = len(rows) - look.kept
    body = [_row(row, twips, look.size, keep=place >= first_kept) for place, row in enumerate(rows)]
    return (
        f'<w:tbl {NAMESPACE}><w:tblPr><w:tblW w:w="{sum(twips)}" w:type="dxa"/>{borders}<w:tblLayout w:type="fixed"/>'
        f"{margins}</w:tblPr><w:tblGrid>{grid}</w:tblGrid>"
        f"{''.join(_head_rows(head, twips, look.size))}{''.join(body)}</w:tbl>"
    )


def _head_rows(head: Sequence[Sequence[HeadCell]], twips: list[int], size: float) -> Iterator[str]:
    """The rows of a header; a cell that covers two rows goes on in the second."""
    continued: set[int] = set()
    for row in head:
        cells, covered, waiting = [], set(), iter(row)
        place = 0
        while place < len(twips):
            if place in continued:
                cells.append(_cell("", size, TableCell(twips[place], "<w:vMerge/>", _HEAD)))
                place += 1
                continue
            cell = next(waiting)
            merge = f'<w:gridSpan w:val="{cell.across}"/>' if cell.across > 1 else ""
            if cell.down > 1:
                merge += '<w:vMerge w:val="restart"/>'
                covered.add(place)
            width = sum(twips[place : place + cell.across])
            cells.append(_cell(cell.text, size, TableCell(width, merge, _HEAD, bold=True, center=True)))
            place += cell.across
        continued = covered
        yield f"<w:tr><w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>{''.join(cells)}</w:tr>"


def _row(row: tuple[str, ...] | GroupRow, twips: list[int], size: float, *, keep: bool) -> str:
    if isinstance(row, GroupRow):
        span = f'<w:gridSpan w:val="{len(twips)}"/>'
        cell = _cell(row.text, size, TableCell(sum(twips), span, bold=True, keep=True))
        return f"<w:tr><w:trPr><w:cantSplit/></w:trPr>{cell}</w:tr>"
    split = "<w:cantSplit/>" if keep or sum(map(len, row)) <= _WHOLE else ""
    cells = "".join(_cell(text, size, TableCell(width, keep=keep)) for text, width in zip(row, twips, strict=True))
    return f"<w:tr><w:trPr>{split}</w:trPr>{cells}</w:tr>"


def _cell(text: str, size: float, cell: TableCell) -> str:
    shade = f'<w:shd w:val="clear" w:color="auto" w:fill="{cell.shade}"/>' if cell.shade else ""
    place = '<w:jc w:val="center"/>' if cell.center else ""
    kept = "<w:keepNext/>" if cell.keep else ""
    look = f'<w:rPr>{"<w:b/>" if cell.bold else ""}<w:sz w:val="{round(size * 2)}"/></w:rPr>'
    lines = printable_in_word(text).split("\n")
    runs = "<w:br/>".join(f'<w:t xml:space="preserve">{escape(line)}</w:t>' for line in lines)
    return (
        f'<w:tc><w:tcPr><w:tcW w:w="{cell.width}" w:type="dxa"/>{cell.merge}{shade}</w:tcPr>'
        f'<w:p><w:pPr>{kept}<w:spacing w:after="40"/>{place}</w:pPr><w:r>{look}{runs}</w:r></w:p></w:tc>'
    )
