"""Changes cells inside a sheet's XML and leaves every other byte of it where it is.

The XML is cut at rows and cells, not parsed and written anew, so that what this program has never heard of survives. Sheets
written in an unusual way (comments, CDATA, cells without addresses, another encoding) are first brought into the usual form.
"""

from __future__ import annotations

import re
from collections import defaultdict, deque
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from sync.errors import WorkbookError
from sync.model import Address, Value, a1
from sync.workbook.cell_text import escaped, stored_text, unescaped
from sync.workbook.formula import shifted
from sync.workbook.sheet_reader import address
from sync.workbook.sheet_usual import usual

_ATTRIBUTES = rb'(?:[^>"\']|"[^"]*"|\'[^\']*\')*?'


@dataclass(frozen=True)
class NewCell:
    """What a cell should hold, and its style if it has none of its own (`style` None: the column's)."""

    value: Value
    style: str | None = None


@dataclass(frozen=True)
class Patched:
    """The sheet after, and the addresses that held a formula and no longer do."""

    data: bytes
    freed: frozenset[Address]


@dataclass
class _Cut:
    """A sheet cut open: what is before the rows, the rows, what is after, and how its tags are written."""

    data: bytes
    prefix: bytes
    begin: int
    end: int
    row: re.Pattern[bytes] = field(init=False)
    cell: re.Pattern[bytes] = field(init=False)
    formula: re.Pattern[bytes] = field(init=False)

    def __post_init__(self) -> None:
        p = re.escape(self.prefix)
        self.row = re.compile(rb"<%srow(?=[\s/>])(%s)(/?)>" % (p, _ATTRIBUTES))
        self.cell = re.compile(rb"<%sc(?=[\s/>])(%s)(?:/>|>(.*?)</%sc\s*>)" % (p, _ATTRIBUTES, p), re.S)
        self.formula = re.compile(rb"<%sf(?=[\s/>])(%s)(?:/>|>(.*?)</%sf\s*>)" % (p, _ATTRIBUTES, p), re.S)

    def tag(self, name: str) -> bytes:
        return self.prefix + name.encode()


@dataclass
class _Row:
    """One row as it lies: `begin` to `end` in the data, its opening tag, its inside."""

    number: int
    begin: int
    end: int
    attributes: bytes
    inside: bytes


def patch(data: bytes, cells: Mapping[Address, NewCell], where: str) -> Patched:
    """Put these cells in. Raises `WorkbookError` if the sheet cannot be cut."""
    cut = _opened(usual(data, where), where)
    freed: set[Address] = set()
    edits = _dissolved(cut, cells)
    wanted = _by_row(cells)
    order = deque(sorted(wanted))
    pieces: list[bytes] = []
    at = cut.begin
    for row in _touched(cut, set(wanted) | {row for row, _ in edits}):
        pieces.append(cut.data[at : row.begin])
        while order and order[0] < row.number:
            pieces.append(_new_row(cut, order[0], wanted[order.popleft()]))
        if order and order[0] == row.number:
            order.popleft()
        pieces.append(_changed(cut, row, wanted.get(row.number, {}), edits, freed))
        at = row.end
    pieces.append(cut.data[at : cut.end])
    pieces += [_new_row(cut, number, wanted[number]) for number in order]
    return Patched(_closed(cut, b"".join(pieces), cells), frozenset(freed))


def replace(data: bytes, rows: Mapping[Address, NewCell], where: str) -> Patched:
    """Give the sheet these cells and no others. Columns, panes, filters, validations and colours stay; merges and links go."""
    cut = _opened(usual(data, where), where)
    held = frozenset(at for row in _rows(cut) for at in _computed(cut, row))
    wanted = _by_row(rows)
    inside = b"".join(_new_row(cut, number, wanted[number]) for number in sorted(wanted))
    after = cut.data[cut.end :]
    for name in ("mergeCells", "hyperlinks"):
        tag = re.escape(cut.tag(name))
        after = re.sub(rb"<%s[\s>].*?</%s\s*>" % (tag, tag), b"", after, flags=re.S)
    emptied = _Cut(cut.data[: cut.begin] + after, cut.prefix, cut.begin, cut.begin)
    return Patched(_closed(emptied, inside, rows, exact=True), held)


def cell_styles(data: bytes, row: int, where: str) -> dict[int, str]:
    """The styles of the cells that stand in a row, by column."""
    cut = _opened(usual(data, where), where)
    for found in _touched(cut, {row}):
        marks = ((_reference(m.group(1)), _attribute(m.group(1), b"s")) for m in cut.cell.finditer(found.inside))
        return {address(reference)[1]: style for reference, style in marks if style}
    return {}


def column_styles(data: bytes, where: str) -> dict[int, str]:
    """The styles that columns give to cells that do not exist yet."""
    cut = _opened(usual(data, where), where)
    styles: dict[int, str] = {}
    for match in re.finditer(
        rb"<%s(?=[\s/>])(%s)/?>" % (re.escape(cut.tag("col")), _ATTRIBUTES), cut.data[: cut.begin]
    ):
        first, last, style = (_attribute(match.group(1), name) for name in (b"min", b"max", b"style"))
        if first and last and style and style != "0":
            styles.update(dict.fromkeys(range(int(first) - 1, min(int(last), 200)), style))
    return styles


def _opened(data: bytes, where: str) -> _Cut:
    root = re.search(rb"<(?:([\w.-]+):)?worksheet[\s>]", data)
    if root is None:
        raise WorkbookError(f"{where} is not a worksheet. Restore a backup copy.")
    prefix = root.group(1) + b":" if root.group(1) else b""
    tag = re.escape(prefix + b"sheetData")
    data = re.sub(rb"<(%s)((?:\s[^>]*?)?)\s*/>" % tag, rb"<\1\2></\1>", data, count=1)
    begin, end = re.search(rb"<%s(?:\s[^>]*)?>" % tag, data), re.search(rb"</%s\s*>" % tag, data)
    if begin is None or end is None:
        raise WorkbookError(f"{where} is damaged: it has no rows part. Restore a backup copy.")
    return _Cut(data, prefix, begin.end(), end.start())


def _rows(cut: _Cut) -> Iterator[_Row]:
    closing, at = b"</" + cut.tag("row"), cut.begin
    while match := cut.row.search(cut.data, at, cut.end):
        inside_end = at = match.end()
        if not match.group(2):
            inside_end = cut.data.index(closing, match.end())
            at = cut.data.index(b">", inside_end) + 1
        number = int(_attribute(match.group(1), b"r") or 0) - 1
        yield _Row(number, match.start(), at, match.group(1), cut.data[match.end() : inside_end])


def _touched(cut: _Cut, numbers: set[int]) -> Iterator[_Row]:
    """The rows with these numbers, and for each number that no row has, the first row after it (to insert before)."""
    waiting = sorted(numbers, reverse=True)
    for row in _rows(cut):
        if not waiting:
            return
        if row.number >= waiting[-1]:
            while waiting and waiting[-1] <= row.number:
                waiting.pop()
            yield row


def _by_row(cells: Mapping[Address, NewCell]) -> dict[int, dict[int, NewCell]]:
    rows: dict[int, dict[int, NewCell]] = defaultdict(dict)
    for (row, column), cell in cells.items():
        rows[row][column] = cell
    return dict(rows)


def _new_row(cut: _Cut, number: int, cells: Mapping[int, NewCell]) -> bytes:
    tag = cut.tag("row")
    inside = b"".join(
        _cell(cut, a1(number, column), cells[column].style, cells[column].value) for column in sorted(cells)
    )
    return b'<%s r="%d">%s</%s>' % (tag, number + 1, inside, tag)


def _changed(
    cut: _Cut, row: _Row, cells: dict[int, NewCell], edits: Mapping[Address, bytes], freed: set[Address]
) -> bytes:
    wanted, pieces, at = dict(cells), list[bytes](), 0
    for match in cut.cell.finditer(row.inside):
        column = address(_reference(match.group(1)))[1]
        pieces.append(row.inside[at : match.start()])
        pieces += [_inserted(cut, row.number, column_, wanted) for column_ in sorted(wanted) if column_ < column]
        pieces.append(_kept_or_new(cut, match, (row.number, column), wanted, edits, freed))
        at = match.end()
    pieces.append(row.inside[at:])
    pieces += [_inserted(cut, row.number, column, wanted) for column in sorted(wanted)]
    attributes = _spans_off(row.attributes) if cells else row.attributes
    tag = cut.tag("row")
    return b"<%s%s>%s</%s>" % (tag, attributes, b"".join(pieces), tag)


def _inserted(cut: _Cut, row: int, column: int, wanted: dict[int, NewCell]) -> bytes:
    cell = wanted.pop(column)
    return _cell(cut, a1(row, column), cell.style, cell.value)


def _kept_or_new(
    cut: _Cut, match: re.Match[bytes], at: Address, wanted: dict[int, NewCell], edits: Mapping[Address, bytes],
    freed: set[Address],
) -> bytes:  # fmt: skip
    new = wanted.pop(at[1], None)
    old = match.group(0)
    if new is None:
        return cut.formula.sub(lambda _: edits[at], old, count=1) if at in edits else old
    if cut.formula.search(old):
        freed.add(at)
    return _cell(cut, a1(*at), _attribute(match.group(1), b"s") or new.style, new.value)


def _cell(cut: _Cut, reference: str, style: str | None, value: Value) -> bytes:
    head = f'r="{reference}"' + (f' s="{style}"' if style else "")
    text = stored_text(value)
    c, string, t = cut.tag("c"), cut.tag("is"), cut.tag("t")
    if not text:
        return b"<%s %s/>" % (c, head.encode()) if style else b""
    body = b'<%s xml:space="preserve">%s</%s>' % (t, escaped(text).encode("utf-8"), t)
    return b'<%s %s t="inlineStr"><%s>%s</%s></%s>' % (c, head.encode(), string, body, string, c)


def _spans_off(attributes: bytes) -> bytes:
    """`spans` may no longer be true and is only a hint; a height nobody set by hand is measured anew when the file is opened."""
    attributes = re.sub(rb'\s+spans=("[^"]*"|\'[^\']*\')', b"", attributes)
    if re.search(rb'\scustomHeight=["\'](1|true)', attributes):
        return attributes
    return re.sub(rb'\s+(ht|customHeight)=("[^"]*"|\'[^\']*\')', b"", attributes)


def _dissolved(cut: _Cut, cells: Mapping[Address, NewCell]) -> dict[Address, bytes]:
    """Cells that shared a formula with one that goes away, and the formula each of them has alone."""
    if not re.search(rb"<%s\s[^>]*shared" % re.escape(cut.tag("f")), cut.data):
        return {}
    found = [(at, m) for row in _rows(cut) for at, m in _shared_formulas(cut, row)]
    gone = {_attribute(m.group(1), b"si"): (at, m.group(2)) for at, m in found if m.group(2) and at in cells}
    edits = {}
    for at, match in found:
        group = _attribute(match.group(1), b"si")
        if group in gone and at not in cells:
            edits[at] = _alone(cut, at, *gone[group])
    return edits


def _computed(cut: _Cut, row: _Row) -> Iterator[Address]:
    for cell in cut.cell.finditer(row.inside):
        if cut.formula.search(cell.group(2) or b""):
            yield address(_reference(cell.group(1)))


def _shared_formulas(cut: _Cut, row: _Row) -> Iterator[tuple[Address, re.Match[bytes]]]:
    for cell in cut.cell.finditer(row.inside):
        match = cut.formula.search(cell.group(2) or b"")
        if match and _attribute(match.group(1), b"t") == "shared":
            yield address(_reference(cell.group(1))), match


def _alone(cut: _Cut, at: Address, master_at: Address, master: bytes) -> bytes:
    text = shifted(_plain(master), at[0] - master_at[0], at[1] - master_at[1])
    return b"<%s>%s</%s>" % (cut.tag("f"), escaped(text).encode("utf-8"), cut.tag("f"))


def _plain(content: bytes) -> str:
    text = content.decode("utf-8")
    for mark, character in (("&lt;", "<"), ("&gt;", ">"), ("&quot;", '"'), ("&apos;", "'"), ("&amp;", "&")):
        text = text.replace(mark, character)
    return unescaped(text)


def _attribute(attributes: bytes, name: bytes) -> str | None:
    match = re.search(rb"(?:^|\s)%s\s*=\s*[\"']([^\"']*)[\"']" % name, attributes)
    return match.group(1).decode() if match else None


def _reference(attributes: bytes) -> str:
    return _attribute(attributes, b"r") or ""


def _closed(cut: _Cut, inside: bytes, cells: Mapping[Address, NewCell], exact: bool = False) -> bytes:
    """Put the sheet together again, with its outline and its filter reaching to the last row written."""
    before, after = cut.data[: cut.begin], cut.data[cut.end :]
    last = (max((row for row, _ in cells), default=0), max((column for _, column in cells), default=0))
    before = _reaching(before, cut.tag("dimension"), last, exact)
    return before + inside + _reaching(after, cut.tag("autoFilter"), (last[0], 0), exact)


def _reaching(data: bytes, tag: bytes, last: Address, exact: bool) -> bytes:
    match = re.search(rb"(<%s\s[^>]*?ref=[\"'])([A-Z]+\d+)(?::([A-Z]+\d+))?([\"'])" % re.escape(tag), data)
    if match is None:
        return data
    first, old = address(match.group(2).decode()), address((match.group(3) or match.group(2)).decode())
    bottom = max(first[0], last[0]) if exact else max(old[0], last[0])
    corner = a1(bottom, max(old[1], last[1])).encode()
    return data[: match.start()] + b"%s%s:%s%s" % (*match.group(1, 2), corner, match.group(4)) + data[match.end() :]
