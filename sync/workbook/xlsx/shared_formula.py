"""Formulas written once for many cells.

When the cell that holds the wording goes, the others must say it themselves.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from html import unescape

from sync.model import Address
from sync.workbook.xlsx.cell_text import escaped, unescaped
from sync.workbook.xlsx.formula import shifted
from sync.workbook.xlsx.sheet_xml import SheetCut, attribute


def freestanding(cut: SheetCut, going: Collection[Address]) -> dict[Address, bytes]:
    """For each cell that shares the formula of one that goes: the formula it has when it stands alone."""
    if not re.search(rb"<%s\s[^>]*shared" % re.escape(cut.tag("f")), cut.data):
        return {}
    found = list(_shared(cut))
    gone = {attribute(m.group(1), b"si"): (at, m.group(2)) for at, m in found if m.group(2) and at in going}
    alone: dict[Address, bytes] = {}
    for at, match in found:
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
    text = shifted(text, at[0] - master_at[0], at[1] - master_at[1])
    return b"<%s>%s</%s>" % (cut.tag("f"), escaped(text).encode("utf-8"), cut.tag("f"))
