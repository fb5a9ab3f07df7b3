"""Changes cells inside a sheet's XML and leaves every other byte of it as it is.

One exception: where a changed cell held the wording of a formula that other cells share, these get a wording of their
own.
"""

from __future__ import annotations

import re
from collections import defaultdict, deque
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from html import unescape

from sync.model import Address, Value, a1
from sync.workbook.xlsx.cell_text import escaped, stored_text, unescaped
from sync.workbook.xlsx.formula import shift_formula
from sync.workbook.xlsx.row_height import RowHeights
from sync.workbook.xlsx.sheet_xml import CutRow, SheetCut, attribute


@dataclass(frozen=True)
class NewCell:
    """What a cell should hold, and its style if it has none of its own yet."""

    value: Value
    style: str | None = None


@dataclass(frozen=True)
class ChangedSheet:
    """The changed XML, and the addresses whose formula was overwritten."""

    data: bytes
    freed: frozenset[Address]


@dataclass
class _Work:
    """A change under way. `edits` are the new wordings of formulas whose shared master cell is overwritten."""

    cut: SheetCut
    heights: RowHeights
    edits: Mapping[Address, bytes]
    freed: set[Address] = field(default_factory=set)


def change_cells(cut: SheetCut, cells: Mapping[Address, NewCell], heights: RowHeights) -> ChangedSheet:
    """The sheet with these cells written; all others stay."""
    work = _Work(cut, heights, _freestanding(cut, frozenset(cells)))
    pieces = b"".join(_pieces(work, _by_row(cells)))
    return ChangedSheet(cut.closed(pieces, _last(cells), exact=False), frozenset(work.freed))


def replace_cells(cut: SheetCut, cells: Mapping[Address, NewCell], heights: RowHeights) -> ChangedSheet:
    """The sheet with these cells and no others. Columns, panes, filters and colours stay; merges and links go."""
    freed = {
        at for row in cut.rows() for at, match in cut.cells(row.inside) if cut.formula.search(match.group(2) or b"")
    }
    work, rows = _Work(cut, heights, {}), _by_row(cells)
    head = next((row.attributes for row in cut.touched({0}) if row.number == 0), b"")
    pieces = [_new_row(work, number, rows[number], head if number == 0 else b"") for number in sorted(rows)]
    data = cut.closed(b"".join(pieces), _last(cells), exact=True)
    for name in ("mergeCells", "hyperlinks"):
        tag = re.escape(cut.tag(name))
        data = re.sub(rb"<%s[\s>].*?</%s\s*>" % (tag, tag), b"", data, flags=re.S)
    return ChangedSheet(data, frozenset(freed))


def _by_row(cells: Mapping[Address, NewCell]) -> dict[int, dict[int, NewCell]]:
    rows: dict[int, dict[int, NewCell]] = defaultdict(dict)
    for (row, column), cell in cells.items():
        rows[row][column] = cell
    return dict(rows)


def _last(cells: Mapping[Address, NewCell]) -> Address:
    return max((row for row, _ in cells), default=0), max((column for _, column in cells), default=0)


def _pieces(work: _Work, wanted: dict[int, dict[int, NewCell]]) -> Iterator[bytes]:
    """The new content of `sheetData`: unchanged pieces and changed rows in turn."""
    cut, order, at = work.cut, deque(sorted(wanted)), work.cut.begin
    for row in cut.touched(set(wanted) | {row for row, _ in work.edits}):
        yield cut.data[at : row.begin]
        while order and order[0] < row.number:
            yield _new_row(work, order[0], wanted[order.popleft()])
        if order and order[0] == row.number:
            order.popleft()
        yield _changed(work, row, wanted.get(row.number, {}))
        at = row.end
    yield cut.data[at : cut.end]
    yield from (_new_row(work, number, wanted[number]) for number in order)


def _new_row(work: _Work, number: int, cells: Mapping[int, NewCell], attributes: bytes = b"") -> bytes:
    inside = [_cell(work.cut, (number, column), cell.style, cell.value) for column, cell in sorted(cells.items())]
    styles = {column: cell.style for column, cell in cells.items() if cell.style}
    return _row(work, number, attributes or b' r="%d"' % (number + 1), b"".join(inside), styles)


def _row(work: _Work, number: int, attributes: bytes, inside: bytes, styles: Mapping[int, str]) -> bytes:
    tag = work.cut.tag("row")
    return b"<%s%s>%s</%s>" % (tag, _measured(attributes.rstrip(), work.heights.of(number, styles)), inside, tag)


def _measured(attributes: bytes, height: float | None) -> bytes:
    """`spans` is a hint that may no longer be true.

    A height stays if a person set it, else it follows the new texts.
    """
    attributes = re.sub(rb'\s+spans=("[^"]*"|\'[^\']*\')', b"", attributes)
    if attribute(attributes, b"customHeight") in ("1", "true"):
        return attributes
    attributes = re.sub(rb'\s+(ht|customHeight)=("[^"]*"|\'[^\']*\')', b"", attributes)
    return attributes if height is None else b'%s ht="%s"' % (attributes, f"{height:g}".encode())


def _changed(work: _Work, row: CutRow, cells: Mapping[int, NewCell]) -> bytes:
    cut, wanted, at = work.cut, deque(sorted(cells.items())), 0
    pieces: list[bytes] = []
    for (_, column), match in cut.cells(row.inside):
        pieces.append(row.inside[at : match.start()])
        while wanted and wanted[0][0] < column:
            pieces.append(_added(work, row.number, *wanted.popleft()))
        new = wanted.popleft()[1] if wanted and wanted[0][0] == column else None
        pieces.append(_kept_or_new(work, (row.number, column), match, new))
        at = match.end()
    pieces.append(row.inside[at:])
    pieces += [_added(work, row.number, *each) for each in wanted]
    inside = b"".join(pieces)
    if cells:
        return _row(work, row.number, row.attributes, inside, cut.styles(inside))
    return b"<%s%s>%s</%s>" % (cut.tag("row"), row.attributes, inside, cut.tag("row"))


def _added(work: _Work, row: int, column: int, cell: NewCell) -> bytes:
    return _cell(work.cut, (row, column), cell.style, cell.value)


def _kept_or_new(work: _Work, at: Address, match: re.Match[bytes], new: NewCell | None) -> bytes:
    old = match.group(0)
    if new is None:
        return work.cut.formula.sub(lambda _: work.edits[at], old, count=1) if at in work.edits else old
    if work.cut.formula.search(old):
        work.freed.add(at)
    return _cell(work.cut, at, attribute(match.group(1), b"s") or new.style, new.value)


def _cell(cut: SheetCut, at: Address, style: str | None, value: Value) -> bytes:
    head = f'r="{a1(*at)}"' + (f' s="{style}"' if style else "")
    text = stored_text(value)
    c, string, t = cut.tag("c"), cut.tag("is"), cut.tag("t")
    if not text:
        return b"<%s %s/>" % (c, head.encode()) if style else b""
    body = b'<%s xml:space="preserve">%s</%s>' % (t, escaped(text).encode("utf-8"), t)
    return b'<%s %s t="inlineStr"><%s>%s</%s></%s>' % (c, head.encode(), string, body, string, c)


# --- shared formulas


def _freestanding(cut: SheetCut, going: Collection[Address]) -> dict[Address, bytes]:
    """The wording of its own for each cell that shares the formula of an overwritten cell."""
    if not re.search(rb"<%s\s[^>]*shared" % re.escape(cut.tag("f")), cut.data):
        return {}
    sharing = list(_shared(cut))
    gone = {attribute(m.group(1), b"si"): (at, m.group(2)) for at, m in sharing if m.group(2) and at in going}
    alone: dict[Address, bytes] = {}
    for at, match in sharing:
        group = attribute(match.group(1), b"si")
        if group in gone and at not in going:
            alone[at] = _alone(cut, at, *gone[group])
    return alone


def _shared(cut: SheetCut) -> Iterator[tuple[Address, re.Match[bytes]]]:
    for row in cut.rows():
        for at, cell in cut.cells(row.inside):
            match = cut.formula.search(cell.group(2) or b"")
            if match and attribute(match.group(1), b"t") == "shared":
                yield at, match


def _alone(cut: SheetCut, at: Address, master_at: Address, master: bytes) -> bytes:
    text = unescaped(unescape(master.decode("utf-8")))
    text = shift_formula(text, at[0] - master_at[0], at[1] - master_at[1])
    return b"<%s>%s</%s>" % (cut.tag("f"), escaped(text).encode("utf-8"), cut.tag("f"))
