"""Workbooks for tests: made by hand part by part, since no library writes all that people's programs write."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping
from html import unescape
from pathlib import Path

from lxml import etree

from sync.settings.units import Unit
from sync.template.loader import load_template
from sync.template.template import Template
from sync.workbook.xlsx.book import open_book
from sync.workbook.xlsx.cell_text import escaped
from sync.workbook.xlsx.package import Package
from sync.workbook.xlsx.reference import address
from sync.workbook.xlsx.xlsx_workbook import XlsxWorkbook

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
STRICT = "http://purl.oclc.org/ooxml/spreadsheetml/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"
SHEET_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"
WORKBOOK_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"

Arrow = tuple[str, str, str, bool]
"""(id, kind, target, external)"""
Arrows = tuple[Arrow, ...]

TEMPLATE: Template = load_template()
UNITS = (
    Unit("KUL", "Subbagian Keuangan, Umum, dan Logistik", "Keuangan, Umum, Logistik", ("Keuangan Umum & Logistik",)),
    Unit("TEK", "Subbagian Teknis Penyelenggaraan Pemilu dan Hukum", "Teknis dan Hukum"),
)


def door(path: Path, units: tuple[Unit, ...] = UNITS) -> XlsxWorkbook:
    """The door under test, with its copies beside the file."""
    return XlsxWorkbook(path, TEMPLATE, units, path.parent / "dip-backup", "KPU Kabupaten Lebak")


def laid_out(folder: Path) -> XlsxWorkbook:
    """A door to a workbook fresh from `lay_out`."""
    workbook = door(folder / "dip.xlsx")
    workbook.lay_out()
    return workbook


def zipped(parts: Mapping[str, bytes | str]) -> bytes:
    """Parts as a file."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return out.getvalue()


def parts_of(file: Path | bytes) -> dict[str, bytes]:
    """Every part of a file, unpacked."""
    with zipfile.ZipFile(io.BytesIO(file) if isinstance(file, bytes) else file) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def cells_of(part: bytes) -> dict[str, bytes]:
    """Every cell of a sheet's part as it stands there, by address: what no write may touch unasked."""
    return {
        cell.get("r", ""): bytes(etree.tostring(cell, method="c14n", with_tail=False))
        for cell in etree.fromstring(part).iter("{*}c")
    }


def surroundings_of(part: bytes) -> bytes:
    """A sheet's part without its rows and without how far it and its filter reach."""
    root = etree.fromstring(part)
    for element in root.iter("{*}sheetData", "{*}dimension", "{*}autoFilter"):
        element.attrib.pop("ref", "")
        for row in element.iterchildren("{*}row"):
            element.remove(row)
        element.text = None
    return bytes(etree.tostring(root, method="c14n"))


def path_of(file: Path, title: str) -> str:
    """The part that holds a tab."""
    part = open_book(Package(file.read_bytes(), file.name)).sheet(title)
    assert part is not None
    return part.path


def put_text(file: Path, title: str, reference: str, text: str) -> None:
    """Write a text into a cell inside the sheet's XML, as a program would that knows no limit."""
    part, parts = path_of(file, title), parts_of(file)
    root = etree.fromstring(parts[part])
    number, column = address(reference)
    holder = next(root.iter("{*}sheetData"))
    row = next((row for row in holder if row.get("r") == str(number + 1)), None)
    if row is None:
        row = etree.SubElement(holder, f"{{{MAIN}}}row", r=str(number + 1))
    cell = next((cell for cell in row if cell.get("r") == reference), None)
    if cell is None:
        cell = etree.Element(f"{{{MAIN}}}c", r=reference)
        row.insert(sum(address(other.get("r", ""))[1] < column for other in row), cell)
    cell[:] = []
    cell.set("t", "inlineStr")
    item = etree.SubElement(etree.SubElement(cell, f"{{{MAIN}}}is"), f"{{{MAIN}}}t")
    item.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
    item.text = unescape(escaped(text))
    file.write_bytes(zipped({**parts, part: etree.tostring(root)}))


def sheet(rows: str, before: str = "", after: str = "", space: str = MAIN) -> str:
    """A sheet's XML around its rows."""
    head = f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<worksheet xmlns="{space}" xmlns:r="{OFFICE}">'
    return f"{head}{before}<sheetData>{rows}</sheetData>{after}</worksheet>"


def book(
    sheets: Mapping[str, str],
    shared: str = "",
    styles: str = "",
    properties: str = "",
    extra: Mapping[str, bytes | str] | None = None,
    space: str = MAIN,
    after: tuple[str, Arrows] = ("", ()),
) -> bytes:
    """A workbook of these sheets (title → XML). `shared` and `styles` are the insides of those parts; `after` is what
    stands behind the list of sheets, and the arrows it needs."""
    titles = list(sheets)
    listed = "".join(f'<sheet name="{t}" sheetId="{n}" r:id="rId{n}"/>' for n, t in enumerate(titles, 1))
    arrows = "".join(_arrow(f"rId{n}", "worksheet", f"worksheets/sheet{n}.xml") for n in range(1, len(titles) + 1))
    arrows += _arrow("rId90", "styles", "styles.xml") if styles else ""
    arrows += _arrow("rId91", "sharedStrings", "/xl/sharedStrings.xml") if shared else ""
    arrows += _arrow("rId92", "calcChain", "calcChain.xml") if extra and "xl/calcChain.xml" in extra else ""
    arrows += "".join(_arrow(*arrow) for arrow in after[1])
    inside = f"{properties}<sheets>{listed}</sheets>{after[0]}"
    parts: dict[str, bytes | str] = {
        "[Content_Types].xml": _types(len(titles), extra or {}),
        "_rels/.rels": _relations(_arrow("rId1", "officeDocument", "xl/workbook.xml")),
        "xl/workbook.xml": f'<workbook xmlns="{space}" xmlns:r="{OFFICE}">{inside}</workbook>',
        "xl/_rels/workbook.xml.rels": _relations(arrows),
    }
    parts |= {f"xl/worksheets/sheet{n}.xml": xml for n, xml in enumerate(sheets.values(), 1)}
    parts |= {"xl/styles.xml": f'<styleSheet xmlns="{space}">{styles}</styleSheet>'} if styles else {}
    parts |= {"xl/sharedStrings.xml": f'<sst xmlns="{space}">{shared}</sst>'} if shared else {}
    return zipped({**parts, **(extra or {})})


def relations_part(*arrows: Arrow) -> str:
    """A relationships part of (id, kind, target, external)."""
    return _relations("".join(_arrow(i, kind, target, external) for i, kind, target, external in arrows))


def _arrow(name: str, kind: str, target: str, external: bool = False) -> str:
    mode = ' TargetMode="External"' if external else ""
    return f'<Relationship Id="{name}" Type="{OFFICE}/{kind}" Target="{target}"{mode}/>'


def _relations(arrows: str) -> str:
    return f'<Relationships xmlns="{RELATIONS}">{arrows}</Relationships>'


def _types(count: int, extra: Mapping[str, bytes | str]) -> str:
    overrides = "".join(
        f'<Override PartName="/xl/worksheets/sheet{n}.xml" ContentType="{SHEET_TYPE}"/>' for n in range(1, count + 1)
    )
    calc = "application/vnd.openxmlformats-officedocument.spreadsheetml.calcChain+xml"
    overrides += f'<Override PartName="/xl/calcChain.xml" ContentType="{calc}"/>' if "xl/calcChain.xml" in extra else ""
    return (
        f'<Types xmlns="{TYPES}"><Default Extension="rels" '
        'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/><Default Extension="vml" '
        'ContentType="application/vnd.openxmlformats-officedocument.vmlDrawing"/>'
        '<Default Extension="png" ContentType="image/png"/>'
        '<Default Extension="bin" ContentType="application/octet-stream"/>'
        f'<Override PartName="/xl/workbook.xml" ContentType="{WORKBOOK_TYPE}"/>{overrides}</Types>'
    )


def number_styles(*codes: str | int) -> str:
    """Styles whose cell formats 1, 2, … are these number formats (a code, or the number of a built-in one)."""
    own = [code for code in codes if isinstance(code, str)]
    formats = "".join(f'<numFmt numFmtId="{164 + n}" formatCode="{_quoted(code)}"/>' for n, code in enumerate(own))
    numbers = [code if isinstance(code, int) else 164 + own.index(code) for code in codes]
    cells = "".join(f'<xf numFmtId="{number}"/>' for number in (0, *numbers))
    return f"<numFmts>{formats}</numFmts><cellXfs>{cells}</cellXfs>"


def _quoted(text: str) -> str:
    return text.replace("&", "&amp;").replace('"', "&quot;").replace("<", "&lt;")


def saved(folder: Path, content: bytes, name: str = "dip.xlsx") -> XlsxWorkbook:
    """A door to these bytes as a file."""
    path = folder / name
    path.write_bytes(content)
    return door(path)
