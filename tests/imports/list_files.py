"""Lists as grids with their right answers, and the programs that save them: openpyxl, LibreOffice, and by hand."""

from __future__ import annotations

import csv
import io
import json
import subprocess
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape, quoteattr

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter

from tests.imports.measure import COLUMNS
from tests.imports.pools import Right

HERE = Path(__file__).parent
ROLES = dict(
    zip(
        ("judul", "ringkasan", "pj", "waktu", "tempat", "bentuk", "retensi", "usulan", "tautan", "lokasi"),
        COLUMNS,
        strict=True,
    )
)
_MADE = datetime(2026, 1, 5, 8, 0)  # noqa: DTZ001  what a workbook says of itself has no time zone


@dataclass(frozen=True)
class Entry:
    """A subject to list: its unit's code and its texts, from contents.csv."""

    unit: str
    judul: str
    ringkasan: str
    pj: str
    number: int

    @property
    def url(self) -> str:
        return f"https://kpu-lebak.example/dokumen/{self.number:03}.pdf"


def contents() -> list[Entry]:
    with (HERE / "contents.csv").open(encoding="utf-8", newline="") as stream:
        return [
            Entry(row["unit"], row["judul"], row["ringkasan"], row["penanggung_jawab"], int(row["number"]))
            for row in csv.DictReader(stream)
        ]


@dataclass
class Sheet:
    """A grid, its merged ranges, links behind cells and number formats; rows and columns count from 1."""

    name: str = ""
    rows: list[list[Any]] = field(default_factory=list)
    merges: list[tuple[int, int, int, int]] = field(default_factory=list)
    links: dict[tuple[int, int], str] = field(default_factory=dict)
    formats: dict[tuple[int, int], str] = field(default_factory=dict)

    def put(self, *cells: Any) -> int:
        """A row more; its number."""
        self.rows.append(list(cells))
        return len(self.rows)

    def wide(self, text: str, columns: int) -> int:
        """A text merged over some columns."""
        row = self.put(text, *[""] * (columns - 1))
        self.merges.append((row, 1, row, columns))
        return row


@dataclass
class ListFile:
    """One list: how it looks (`sheets`), and what is right (`entries`, `others`, `columns`)."""

    name: str
    about: str
    call: list[str] = field(default_factory=list)
    map: str | None = None
    columns: list[dict[str, str]] = field(default_factory=list)
    sheets: list[Sheet] = field(default_factory=list)
    entries: list[dict[str, Any]] = field(default_factory=list)
    others: list[dict[str, Any]] = field(default_factory=list)

    def sheet(self, name: str = "") -> Sheet:
        self.sheets.append(Sheet(name))
        return self.sheets[-1]

    def column(self, there: str, here: str, why: str = "") -> None:
        """Which of our columns one of theirs is; `why` where it is in doubt."""
        self.columns.append({"there": there, "here": ROLES.get(here, here), **({"why": why} if why else {})})

    def entry(self, sheet: Sheet, row: int, unit: Right, **cells: Right) -> None:
        """A row that is an entry; cells by role, those that stay empty left out."""
        right = {ROLES[role]: cell for role, cell in cells.items() if cell not in ("", None)}
        self.entries.append({"sheet": sheet.name, "row": row, "unit": unit, "cells": right})

    def other(self, what: str, sheet: Sheet, row: int) -> None:
        """A row that is no entry, and what it is."""
        self.others.append({"sheet": sheet.name, "row": row, "what": what})

    def answers(self) -> str:
        """The JSON file of the right answers."""
        document = {
            "file": self.name, "about": self.about, "call": self.call, "map": self.map,
            "columns": [{**column, "here": column["here"] or None} for column in self.columns],
            "entries": self.entries, "no_entries": self.others,
        }  # fmt: skip
        return to_json(document)


def to_json(document: dict[str, Any]) -> str:
    """The document with one line for each thing that a person would check: a column, a cell, a row that is no entry."""
    parts = []
    for key, value in document.items():
        lines = [f"  {_entry(item)}" for item in value] if value and isinstance(value[0], dict) else []
        text = "[\n" + ",\n".join(lines) + "\n ]" if lines else _line(value)
        parts.append(f" {_line(key)}: {text}")
    return "{\n" + ",\n".join(parts) + "\n}\n"


def _entry(item: dict[str, Any]) -> str:
    if "cells" not in item:
        return _line(item)
    cells = ",\n".join(f"    {_line(column)}: {_line(cell)}" for column, cell in item["cells"].items())
    head = _line({key: value for key, value in item.items() if key != "cells"})
    return f'{head[:-1]}, "cells": {{\n{cells}}}}}'


def _line(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)


def save_xlsx(list_file: ListFile, path: Path) -> None:
    book = Workbook()
    book.remove(book.worksheets[0])
    book.properties.created = book.properties.modified = _MADE
    for sheet in list_file.sheets:
        page = book.create_sheet(sheet.name)
        for number, row in enumerate(sheet.rows, 1):
            for column, value in enumerate(row, 1):
                if value in ("", None):
                    continue
                cell = page.cell(number, column, value)
                cell.alignment = Alignment(wrap_text=True, vertical="top")
                if (number, column) in sheet.links:
                    cell.hyperlink = sheet.links[number, column]
                    cell.font = Font(color="0563C1", underline="single")
                cell.number_format = sheet.formats.get((number, column), cell.number_format)
        for top, left, bottom, right in sheet.merges:
            page.merge_cells(start_row=top, start_column=left, end_row=bottom, end_column=right)
        for column in range(1, page.max_column + 1):
            page.column_dimensions[get_column_letter(column)].width = 6 if column == 1 else 24
    book.save(path)


def save_by_libreoffice(list_file: ListFile, path: Path, scratch: Path) -> None:
    """As xls or ods, the way staff would: opened and saved by LibreOffice."""
    source = scratch / f"{path.stem}.xlsx"
    save_xlsx(list_file, source)
    profile = f"-env:UserInstallation={(scratch / 'profile').as_uri()}"
    words = ["soffice", profile, "--headless", "--convert-to", path.suffix[1:], "--outdir", str(scratch), str(source)]
    subprocess.run(words, check=True, capture_output=True, timeout=120)
    path.write_bytes((scratch / path.name).read_bytes())


def save_csv(list_file: ListFile, path: Path, delimiter: str, encoding: str) -> None:
    text = io.StringIO()
    csv.writer(text, delimiter=delimiter, lineterminator="\r\n").writerows(list_file.sheets[0].rows)
    path.write_bytes(text.getvalue().encode(encoding))


_NAMES = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
_REL = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_TYPES = (
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" '
    'ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Override PartName="/word/document.xml" '
    'ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>'
)
_PACKAGE = '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{}</Relationships>'
_LINK = f'<Relationship Id="{{}}" Type="{_REL}/hyperlink" Target={{}} TargetMode="External"/>'


def save_docx(list_file: ListFile, path: Path, before: Sequence[str]) -> None:
    """Paragraphs, then each sheet as a table; merged ranges as `gridSpan` and `vMerge`, links as Word keeps them."""
    links: list[str] = []
    body = "".join(map(_paragraph, before))
    body += "".join(_word_table(sheet, links) + _paragraph("") for sheet in list_file.sheets)
    document = f'<w:document {_NAMES} xmlns:r="{_REL}"><w:body>{body}<w:sectPr/></w:body></w:document>'
    relations = "".join(_LINK.format(f"rId{number}", quoteattr(url)) for number, url in enumerate(links, 1))
    main = f'<Relationship Id="rId1" Type="{_REL}/officeDocument" Target="word/document.xml"/>'
    parts = {
        "[Content_Types].xml": _TYPES, "_rels/.rels": _PACKAGE.format(main), "word/document.xml": document,
        "word/_rels/document.xml.rels": _PACKAGE.format(relations),
    }  # fmt: skip
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
        for name, text in parts.items():
            head = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
            package.writestr(zipfile.ZipInfo(name, _MADE.timetuple()[:6]), head + text, zipfile.ZIP_DEFLATED)


def _word_table(sheet: Sheet, links: list[str]) -> str:
    rows = []
    for number, row in enumerate(sheet.rows, 1):
        cells, column = [], 0
        while column < len(row):
            span, merge = _merged(sheet, number, column + 1)
            url = sheet.links.get((number, column + 1), "")
            cells.append(_word_cell(str(row[column]), span, merge, url, links))
            column += span
        rows.append(f"<w:tr>{''.join(cells)}</w:tr>")
    grid = "<w:gridCol/>" * max(map(len, sheet.rows))
    return f"<w:tbl><w:tblPr/><w:tblGrid>{grid}</w:tblGrid>{''.join(rows)}</w:tbl>"


def _merged(sheet: Sheet, row: int, column: int) -> tuple[int, str]:
    """How many columns a cell takes, and its place in a merge downwards."""
    for top, left, bottom, right in sheet.merges:
        if top <= row <= bottom and column == left:
            down = "" if top == bottom else '<w:vMerge w:val="restart"/>' if row == top else "<w:vMerge/>"
            return right - left + 1, down
    return 1, ""


def _word_cell(text: str, span: int, merge: str, url: str, links: list[str]) -> str:
    wide = f'<w:gridSpan w:val="{span}"/>' if span > 1 else ""
    if not url:
        inside = "".join(map(_paragraph, text.split("\n")))
    else:
        links.append(url)
        inside = f'<w:p><w:hyperlink r:id="rId{len(links)}">{_run(text)}</w:hyperlink></w:p>'
    return f"<w:tc><w:tcPr>{wide}{merge}</w:tcPr>{inside}</w:tc>"


def _paragraph(text: str) -> str:
    return f"<w:p>{_run(text)}</w:p>"


def _run(text: str) -> str:
    return f'<w:r><w:t xml:space="preserve">{escape(text)}</w:t></w:r>' if text else ""
