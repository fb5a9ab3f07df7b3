"""The tables of the evidence as a workbook: one sheet a table, the same bytes for the same tables."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterable

from sync.papers.evidence_tables import Cell, EvidenceTable
from sync.site.exports import EPOCH, disarmed
from sync.site.gate import printable

_MODIFIED = re.compile(rb"(<dcterms:(created|modified)[^>]*>)[^<]*")


def to_book(tables: Iterable[EvidenceTable]) -> bytes:
    """An .xlsx. Text is text: nothing that anybody typed is taken for a formula."""
    from openpyxl import Workbook
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.styles import Font
    from openpyxl.utils import get_column_letter

    book = Workbook(write_only=True)
    for table in tables:
        sheet = book.create_sheet(table.name[:31])
        sheet.freeze_panes = "A2"
        for place, width in enumerate(table.widths, 1):
            sheet.column_dimensions[get_column_letter(place)].width = max(10.0, width * 0.6)
        heads = [WriteOnlyCell(sheet, _cell(head)) for head in table.heads]
        for head in heads:
            head.font = Font(bold=True)
        sheet.append(heads)
        for row in table.rows:
            sheet.append([_cell(cell) for cell in row])
    raw = io.BytesIO()
    book.save(raw)
    return _without_clock(raw)


def _cell(cell: Cell) -> Cell:
    return disarmed(printable(cell)) if isinstance(cell, str) else cell


def _without_clock(raw: io.BytesIO) -> bytes:
    """The same package, nothing in it made at any time."""
    packed = io.BytesIO()
    with zipfile.ZipFile(raw) as source, zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as target:
        for item in source.infolist():
            data = _MODIFIED.sub(rb"\g<1>1980-01-01T00:00:00Z", source.read(item.filename))
            target.writestr(zipfile.ZipInfo(item.filename, EPOCH), data, zipfile.ZIP_DEFLATED)
    return packed.getvalue()
