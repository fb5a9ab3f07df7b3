"""The machine-readable copies of the list: CSV, JSON, XLSX and search data as bytes, the same bytes for the same list.

CSV and XLSX are opened in spreadsheet programs, so text that such a program would run as a formula is disarmed there
with an apostrophe; JSON is raw.
"""

from __future__ import annotations

import csv
import io
import json
import zipfile
from collections.abc import Mapping, Sequence
from html import escape

from sync.model import column_letters
from sync.site.formatting import document_kind
from sync.site.gate import KEYS, ListedEntry, PublicEntry, dip_rows

FORMULA_STARTS = tuple("=+-@\t\r\n＝＋－＠")
EPOCH = (1980, 1, 1, 0, 0, 0)
WIDTHS = {"judul": 44, "ringkasan": 60, "penguasa": 36, "penanggung_jawab": 36, "tautan": 60, "klasifikasi": 24}


def disarmed(text: str) -> str:
    """Text that no spreadsheet program takes for a formula."""
    return f"'{text}" if text.startswith(FORMULA_STARTS) else text


def to_csv(entries: Sequence[ListedEntry]) -> bytes:
    """UTF-8 with BOM (Excel needs it), CRLF between records, header row of `KEYS`."""
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer)
    writer.writerow(KEYS)
    writer.writerows([disarmed(cell) for cell in row] for row in dip_rows(entries))
    return buffer.getvalue().encode("utf-8-sig")


def to_json(entries: Sequence[ListedEntry], office: str, code: str, updated: str) -> bytes:
    """`{"office", "kode", "updated", "entries"}`, one entry a line; every entry has every key."""
    head = json.dumps({"office": office, "kode": code, "updated": updated, "entries": []}, ensure_ascii=False)
    one_line = json.JSONEncoder(ensure_ascii=False)
    lines = ",\n".join(one_line.encode(record(entry)) for entry in entries)
    return f"{head[:-2]}\n{lines}\n]}}\n".encode()


def to_search(entries: Sequence[PublicEntry], slugs: Mapping[str, str]) -> bytes:
    """One file of search data: a script that hands its rows to `dip.js`, class by class (`slugs` by name), because a
    page opened from a folder may load scripts but not read files. U+2028 and U+2029 end a line in older scripts."""
    lines = []
    for name, slug in slugs.items():
        of_class = [_search_row(entry) for entry in entries if entry.klasifikasi == name]
        rows = json.dumps(of_class, ensure_ascii=False, separators=(",", ":"))
        plain = rows.replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")
        lines += [f'DIP.terima("{slug}",{plain});\n'] if of_class else []
    return "".join(lines).encode()


def to_xlsx(entries: Sequence[ListedEntry]) -> bytes:
    """One sheet of text cells under a frozen, filterable header. Stored, not deflated: bytes do not depend on zlib."""
    rows = [KEYS, *([disarmed(cell) for cell in row] for row in dip_rows(entries))]
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_STORED) as package:
        for name, text in {**PARTS, "xl/worksheets/sheet1.xml": _sheet(rows)}.items():
            info = zipfile.ZipInfo(name, EPOCH)
            info.create_system = 3
            package.writestr(info, text.encode())
    return buffer.getvalue()


def record(entry: ListedEntry) -> dict[str, object]:
    record: dict[str, object] = {key: getattr(entry, key) for key in KEYS}
    record["tautan"] = [{"nama": link.name, "url": link.url} for link in entry.tautan]
    return record


def _search_row(entry: PublicEntry) -> list[object]:
    """What a row of the list shows, without its number: that changes with the list."""
    links = [[link.name or link.url, link.url, document_kind(link)] for link in entry.tautan]
    return [
        entry.id, entry.unit, entry.judul, entry.ringkasan, entry.penanggung_jawab, entry.waktu, entry.waktu_mulai,
        entry.waktu_selesai, entry.tempat, entry.bentuk, entry.retensi, entry.dimutakhirkan, links,
    ]  # fmt: skip


def _sheet(rows: Sequence[Sequence[str]]) -> str:
    last = f"{column_letters(len(KEYS) - 1)}{len(rows)}"
    columns = "".join(
        f'<col min="{place}" max="{place}" width="{WIDTHS.get(key, 16)}" customWidth="1"/>'
        for place, key in enumerate(KEYS, 1)
    )
    body = "".join(_row(number, row) for number, row in enumerate(rows, 1))
    return (
        f'{XML}<worksheet xmlns="{MAIN}"><dimension ref="A1:{last}"/><sheetViews><sheetView workbookViewId="0">'
        '<pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews>'
        f'<cols>{columns}</cols><sheetData>{body}</sheetData><autoFilter ref="A1:{last}"/></worksheet>'
    )


def _row(number: int, row: Sequence[str]) -> str:
    style = 1 if number == 1 else 2
    cells = "".join(
        f'<c r="{LETTERS[place]}{number}" s="{style}" t="inlineStr">'
        f'<is><t xml:space="preserve">{escape(text, quote=False)}</t></is></c>'
        for place, text in enumerate(row)
        if text
    )
    return f'<row r="{number}">{cells}</row>'


LETTERS = tuple(column_letters(place) for place in range(len(KEYS)))
XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml"
PARTS = {
    "[Content_Types].xml": f'{XML}<Types xmlns="{_PACKAGE}/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/>'
    f'<Override PartName="/xl/workbook.xml" ContentType="{_TYPE}.sheet.main+xml"/>'
    f'<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{_TYPE}.worksheet+xml"/>'
    f'<Override PartName="/xl/styles.xml" ContentType="{_TYPE}.styles+xml"/></Types>',
    "_rels/.rels": f'{XML}<Relationships xmlns="{_PACKAGE}/relationships">'
    f'<Relationship Id="rId1" Type="{_OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
    "xl/workbook.xml": f'{XML}<workbook xmlns="{MAIN}" xmlns:r="{_OFFICE}"><sheets>'
    '<sheet name="DIP" sheetId="1" r:id="rId1"/></sheets></workbook>',
    "xl/_rels/workbook.xml.rels": f'{XML}<Relationships xmlns="{_PACKAGE}/relationships">'
    f'<Relationship Id="rId1" Type="{_OFFICE}/worksheet" Target="worksheets/sheet1.xml"/>'
    f'<Relationship Id="rId2" Type="{_OFFICE}/styles" Target="styles.xml"/></Relationships>',
    "xl/styles.xml": f'{XML}<styleSheet xmlns="{MAIN}">'
    '<fonts count="2"><font><sz val="11"/><name val="Calibri"/></font>'
    '<font><b/><sz val="11"/><name val="Calibri"/></font></fonts>'
    '<fills count="2"><fill><patternFill patternType="none"/></fill>'
    '<fill><patternFill patternType="gray125"/></fill></fills>'
    '<borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>'
    '<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>'
    '<cellXfs count="3"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>'
    '<xf numFmtId="49" fontId="1" fillId="0" borderId="0" xfId="0" applyFont="1"/>'
    '<xf numFmtId="49" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1" applyAlignment="1">'
    '<alignment vertical="top" wrapText="1"/></xf></cellXfs>'
    '<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>',
}
