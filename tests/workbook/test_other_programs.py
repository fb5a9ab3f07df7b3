"""Workbooks as other programs write them: read right, written without loss of what they hold."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any, cast

import pytest
from lxml import etree

from sync.model import Batch, TabWrite
from tests.file_book import FileBook
from tests.libreoffice import LibreOffice
from tests.office import Office, one_of_two_public
from tests.workbooks import MAIN, OFFICE, RELATIONS, STRICT, book, cells_of, parts_of, path_of, saved, sheet, zipped

KUL = "Keuangan, Umum, Logistik"
STRICT_OFFICE = "http://purl.oclc.org/ooxml/officeDocument/relationships"
CHECKBOX = (
    '<xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"><extLst><ext '
    'xmlns:xfpb="http://schemas.microsoft.com/office/spreadsheetml/2022/featurepropertybag" '
    'uri="{C7286773-470A-42A8-94C5-96B5CB345126}"><xfpb:xfComplement i="0"/></ext></extLst></xf>'
)
BAG = (
    '<FeaturePropertyBags xmlns="http://schemas.microsoft.com/office/spreadsheetml/2022/featurepropertybag">'
    '<bag type="Checkbox"/><bag type="XFControls"><bagId k="CellControl">0</bagId></bag>'
    '<bag type="XFComplement"><bagId k="XFControls">1</bagId></bag>'
    '<bag type="XFComplements" extRef="XFComplementsMapperExtRef"><a k="MappedFeaturePropertyBags"><bagId>2</bagId></a>'
    "</bag></FeaturePropertyBags>"
)
BAG_KIND = "http://schemas.microsoft.com/office/2022/11/relationships/FeaturePropertyBag"
THREADED = "http://schemas.microsoft.com/office/spreadsheetml/2018/threadedcomments"
THREAD = (
    f'<ThreadedComments xmlns="{THREADED}"><threadedComment ref="D2" dT="2026-11-23T07:05:00.00" '
    'personId="{8A1F}" id="{11}"><text>Bu Sri, tahunnya?</text></threadedComment></ThreadedComments>'
)
PERSONS = f'<personList xmlns="{THREADED}"><person displayName="Budi" id="{{8A1F}}" userId="b"/></personList>'

Parts = dict[str, bytes]
Writer = Callable[[Parts], Parts]


@pytest.fixture
def office(tmp_path: Path) -> Office:
    return one_of_two_public(tmp_path, "file")


def save_as(office: Office, writer: Writer) -> Parts:
    """Another program saves the file in its own way; the parts as they lie then."""
    file = cast("FileBook", office.book)
    file._save()
    parts = writer(parts_of(file.path))
    file.path.write_bytes(zipped(parts))
    file._show(file.door.read())
    return parts


def sheets_in(parts: Parts) -> list[str]:
    return [name for name in parts if name.startswith("xl/worksheets/sheet")]


def each_sheet(parts: Parts, change: Callable[[Any], None]) -> Parts:
    changed = dict(parts)
    for name in sheets_in(parts):
        root = etree.fromstring(parts[name])
        change(root)
        changed[name] = etree.tostring(root)
    return changed


def with_prefix(parts: Parts) -> Parts:
    """`x:` before every tag, as the Open XML SDK writes it (Google's export, ClosedXML, reports of servers)."""

    def named(data: bytes) -> bytes:
        root = etree.fromstring(data)
        new = etree.Element(root.tag, nsmap={"x": MAIN, **{name: space for name, space in root.nsmap.items() if name}})
        for name, value in root.attrib.items():
            new.set(name, value)
        new.extend(list(root))
        etree.cleanup_namespaces(new)
        return bytes(etree.tostring(new))

    names = [*sheets_in(parts), "xl/styles.xml", "xl/workbook.xml"]
    return {**parts, **{name: named(parts[name]) for name in names}}


def with_absolute_targets(parts: Parts) -> Parts:
    """Targets from the root of the package, tabs in a folder of another name (Numbers, reports of servers)."""
    moved = {name.replace("xl/worksheets/", "xl/lembar/"): content for name, content in parts.items()}
    name = "xl/_rels/workbook.xml.rels"
    targets = re.sub(rb'Target="/?(?:xl/)?(\w)', rb'Target="/xl/\1', moved[name])
    moved[name] = targets.replace(b"/xl/worksheets/", b"/xl/lembar/")
    types = moved["[Content_Types].xml"].replace(b"/xl/worksheets/", b"/xl/lembar/")
    return {**moved, "[Content_Types].xml": types}


def without_outline(parts: Parts) -> Parts:
    """No dimension, no spans, no heights, no document properties."""

    def bare(root: Any) -> None:
        for element in root.findall(f"{{{MAIN}}}dimension"):
            root.remove(element)
        for row in root.iter(f"{{{MAIN}}}row"):
            for name in ("spans", "ht", "customHeight"):
                row.attrib.pop(name, None)

    return each_sheet(parts, bare)


def strict(parts: Parts) -> Parts:
    """*Strict Open XML Spreadsheet*, as Excel offers it: other namespaces, dates in ISO form."""
    pairs = (
        (MAIN.encode(), STRICT.encode()),
        (OFFICE.encode(), STRICT_OFFICE.encode()),
    )
    changed = {}
    for name, content in parts.items():
        changed[name] = content
        for old, new in pairs:
            changed[name] = changed[name].replace(old, new)
    return changed


def with_shared_strings(parts: Parts) -> Parts:
    """Every text in the table of strings (Excel, Google's export, OnlyOffice, WPS), in runs where it has two words."""
    texts: list[str] = []

    def share(root: Any) -> None:
        for cell in root.iter(f"{{{MAIN}}}c"):
            if cell.get("t") == "inlineStr":
                text = str(cell.xpath("string()"))
                texts.append(text)
                cell[:] = []
                cell.set("t", "s")
                etree.SubElement(cell, f"{{{MAIN}}}v").text = str(len(texts) - 1)

    changed = each_sheet(parts, share)
    table = etree.Element(f"{{{MAIN}}}sst", nsmap={"x": MAIN})
    for text in texts:
        item = etree.SubElement(table, f"{{{MAIN}}}si")
        for piece in re.split(r"(?<=[a-z]) ", text, maxsplit=1) if "\n" not in text else [text]:
            rest = " " if len(item) else ""
            holder = etree.SubElement(item, f"{{{MAIN}}}r")
            etree.SubElement(holder, f"{{{MAIN}}}t").text = rest + piece
    changed["xl/sharedStrings.xml"] = etree.tostring(table)
    arrows = changed["xl/_rels/workbook.xml.rels"]
    if b"sharedStrings" not in arrows:
        arrow = f'<Relationship Id="rIdS" Type="{OFFICE}/sharedStrings" Target="sharedStrings.xml"/></Relationships>'
        changed["xl/_rels/workbook.xml.rels"] = arrows.replace(b"</Relationships>", arrow.encode())
        kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"
        override = f'<Override PartName="/xl/sharedStrings.xml" ContentType="{kind}"/></Types>'
        types = changed["[Content_Types].xml"].replace(b"</Types>", override.encode())
        changed["[Content_Types].xml"] = types
    return changed


def one_after_another(parts: Parts) -> Parts:
    return with_absolute_targets(without_outline(with_prefix(with_shared_strings(parts))))


WRITERS = (with_prefix, with_absolute_targets, without_outline, strict, with_shared_strings, one_after_another)


@pytest.mark.parametrize("writer", WRITERS)
def test_an_office_goes_on_in_what_another_program_saved(office: Office, writer: Writer) -> None:
    """Nothing is another text, so nothing is written; what is then typed and ticked counts; the rest stays."""
    save_as(office, writer)
    writes = office.book.writes
    outcome = office.sync()
    assert (outcome.exit_code, office.book.writes, office.public()) == (0, writes, ["KUL-0001"])
    parts = parts_of(cast("FileBook", office.book).path)
    save_as(office, lambda there: there)
    file = cast("FileBook", office.book)
    state = file.door.read()
    file.door.write(Batch((TabWrite(KUL, "unit", {(9, 3): "Laporan Baru"}),)), state)
    after = parts_of(file.path)
    part = path_of(file.path, KUL)
    assert {name for name in parts if parts[name] != after[name]} == {part}
    before, now = cells_of(parts[part]), cells_of(after[part])
    assert {at for at in now if now[at] != before.get(at)} == {"D10"} and before.keys() <= now.keys()
    assert file.door.read().sheets[KUL].text(9, 3) == "Laporan Baru"


@pytest.mark.slow
@pytest.mark.needs("soffice")
def test_libreoffice_opens_what_was_written_into_them(office: Office, tmp_path: Path) -> None:
    program, file = LibreOffice(tmp_path / "profile"), cast("FileBook", office.book)
    original = file.path.read_bytes()
    for number, writer in enumerate(WRITERS):
        file.path.write_bytes(zipped(writer(parts_of(original))))
        file.door.write(Batch((TabWrite(KUL, "unit", {(9, 3): "Laporan Baru"}),)), file.door.read())
        folder = tmp_path / str(number)
        program.converted(file.path, "csv", folder)
        text = next(folder.glob(f"*{KUL}*.csv")).read_text("utf-8")
        assert "Laporan Barang" in text and "Laporan Baru" in text, writer


def test_a_tab_without_a_part_is_a_module_of_macros(tmp_path: Path) -> None:
    content = parts_of(book({"Tab": sheet('<row r="1"><c r="A1"><v>1</v></c></row>')}))
    module = b'<sheet name="Module1" sheetId="9" state="veryHidden" r:id=""/></sheets>'
    content["xl/workbook.xml"] = content["xl/workbook.xml"].replace(b"</sheets>", module)
    workbook = saved(tmp_path, zipped(content))
    state = workbook.read()
    assert (list(state.sheets), state.without_cells) == (["Tab"], ("Module1",))
    workbook.write(Batch((TabWrite("Tab", "unit", {(1, 0): "baru"}),)), state)
    assert workbook.read().sheets["Tab"].text(1, 0) == "baru"


def test_merges_over_whole_columns_and_rows(tmp_path: Path) -> None:
    merges = '<mergeCells><mergeCell ref="A:A"/><mergeCell ref="C:D"/><mergeCell ref="7:8"/></mergeCells>'
    workbook = saved(tmp_path, book({"Tab": sheet('<row r="1"><c r="A1"><v>1</v></c></row>', after=merges)}))
    assert workbook.read().sheets["Tab"].merges == ((0, 0, 1048575, 0), (0, 2, 1048575, 3), (6, 0, 7, 16383))


# -- Excel 365: checkboxes in cells, comments in threads ---------------------------------------------------------------


def with_checkboxes(parts: Parts) -> Parts:
    """`Setuju` and `Tarik` as boxes: a style that names a feature, and a boolean in the cell."""
    styles = etree.fromstring(parts["xl/styles.xml"])
    formats = next(styles.iter(f"{{{MAIN}}}cellXfs"))
    formats.append(etree.fromstring(CHECKBOX.replace("<xf ", f'<xf xmlns="{MAIN}" ', 1)))
    formats.set("count", str(len(formats)))
    changed = {
        **parts,
        "xl/styles.xml": etree.tostring(styles),
        "xl/featurePropertyBag/featurePropertyBag.xml": BAG.encode(),
    }
    arrow = f'<Relationship Id="rIdF" Type="{BAG_KIND}" Target="featurePropertyBag/featurePropertyBag.xml"/>'
    name = "xl/_rels/workbook.xml.rels"
    changed[name] = parts[name].replace(b"</Relationships>", arrow.encode() + b"</Relationships>")
    kind = "application/vnd.ms-excel.featurepropertybag+xml"
    override = f'<Override PartName="/xl/featurePropertyBag/featurePropertyBag.xml" ContentType="{kind}"/></Types>'
    changed["[Content_Types].xml"] = parts["[Content_Types].xml"].replace(b"</Types>", override.encode())
    return changed


def boxed(office: Office, *, ticked: dict[str, bool]) -> str:
    """`Setuju` of these entries as a box; the number of its style."""
    style = ""

    def write(parts: Parts) -> Parts:
        nonlocal style
        changed = with_checkboxes(parts)
        style = str(len(next(etree.fromstring(changed["xl/styles.xml"]).iter(f"{{{MAIN}}}cellXfs"))) - 1)
        part = path_of(cast("FileBook", office.book).path, "Induk")
        root = etree.fromstring(changed[part])
        for id, value in ticked.items():
            row = next(row for row in root.iter(f"{{{MAIN}}}row") if id in str(row.xpath("string()")))
            cell = next(cell for cell in row if str(cell.get("r")).rstrip("0123456789") == "C")
            cell[:] = []
            cell.set("s", style)
            cell.set("t", "b")
            etree.SubElement(cell, f"{{{MAIN}}}v").text = "1" if value else "0"
        changed[part] = etree.tostring(root)
        return changed

    save_as(office, write)
    return style


def test_a_box_in_a_cell_ticks_and_unticks(office: Office) -> None:
    assert office.at("setuju") == 2
    boxed(office, ticked={"KUL-0001": True, "KUL-0002": True})
    office.sync()
    assert office.public() == ["KUL-0001", "KUL-0002"]
    boxed(office, ticked={"KUL-0001": False, "KUL-0002": True})
    office.sync()
    assert (office.public(), office.status("KUL-0001")) == (["KUL-0002"], "Ditarik")


def test_a_tick_that_sync_clears_leaves_the_box(office: Office) -> None:
    """The cell keeps its style, and the style what makes it a box, also when a tab is added to the workbook."""
    style = boxed(office, ticked={"KUL-0001": True, "KUL-0002": False})
    office.type_unit("KUL-0001", "judul", "Laporan Keuangan 2026")
    file = cast("FileBook", office.book)
    kept = parts_of(file.path)
    state = file.door.read()
    file.door.write(Batch((TabWrite("Induk", "induk", {(1, 2): None}), TabWrite("Riwayat 2", "riwayat"))), state)
    parts = parts_of(file.path)
    cell = re.search(rb'<c r="C2"[^>]*>', parts[path_of(file.path, "Induk")])
    assert cell and f's="{style}"'.encode() in cell[0]
    assert b"xfComplement" in parts["xl/styles.xml"]
    name = "xl/featurePropertyBag/featurePropertyBag.xml"
    assert parts[name] == kept[name] and BAG_KIND.encode() in parts["xl/_rels/workbook.xml.rels"]


def test_comments_in_threads_outlive_a_write(office: Office) -> None:
    def write(parts: Parts) -> Parts:
        part = path_of(cast("FileBook", office.book).path, KUL)
        arrows = f"xl/worksheets/_rels/{part.rpartition('/')[2]}.rels"
        kinds = "http://schemas.microsoft.com/office/2017/10/relationships"
        threads = "threadedComments/threadedComment9.xml"
        thread = f'<Relationship Id="rIdT" Type="{kinds}/threadedComment" Target="../{threads}"/>'
        there = parts.get(arrows, f'<Relationships xmlns="{RELATIONS}"></Relationships>'.encode())
        person = f'<Relationship Id="rIdP" Type="{kinds}/person" Target="persons/person.xml"/></Relationships>'
        name = "xl/_rels/workbook.xml.rels"
        return {
            **parts, f"xl/{threads}": THREAD.encode(), "xl/persons/person.xml": PERSONS.encode(),
            arrows: there.replace(b"</Relationships>", thread.encode() + b"</Relationships>"),
            name: parts[name].replace(b"</Relationships>", person.encode()),
        }  # fmt: skip

    before = save_as(office, write)
    office.tick("KUL-0002")
    file = cast("FileBook", office.book)
    file.door.write(Batch((TabWrite(KUL, "unit", {(1, 2): "catatan"}),)), file.door.read())
    after = parts_of(file.path)
    for name in before:
        if "hreaded" in name or "person" in name or name.endswith(".rels"):
            assert after[name] == before[name], name


# -- rows that a filter hides ------------------------------------------------------------------------------------------


def test_rows_that_a_filter_hides_keep_what_they_hold_and_whose_they_are(office: Office) -> None:
    for number in range(3, 7):
        office.add(judul=f"Laporan {number}")
    office.sync()

    def hide(parts: Parts) -> Parts:
        part = path_of(cast("FileBook", office.book).path, "Induk")
        root = etree.fromstring(parts[part])
        for row in root.iter(f"{{{MAIN}}}row"):
            if row.get("r") in ("3", "4", "6"):
                row.set("hidden", "1")
        return {**parts, part: etree.tostring(root)}

    office.tick("KUL-0004", "KUL-0006")
    save_as(office, hide)
    office.type_unit("KUL-0003", "judul", "Laporan 3 baru")
    file = cast("FileBook", office.book)
    state = file.door.read()
    at = office.at("catatan")
    file.door.write(
        Batch((TabWrite("Induk", "induk", {(number, at): f"baris {number}" for number in range(1, 7)}),)), state
    )
    root = etree.fromstring(parts_of(file.path)[path_of(file.path, "Induk")])
    assert [row.get("r") for row in root.iter(f"{{{MAIN}}}row") if row.get("hidden") == "1"] == ["3", "4", "6"]
    file._show(file.door.read())
    office.sync()
    assert office.public() == ["KUL-0001", "KUL-0004", "KUL-0006"]
    assert [office.read(f"KUL-000{n}", "id") for n in range(1, 7)] == [f"KUL-000{n}" for n in range(1, 7)]


def test_ticks_pasted_over_hidden_rows_stay_where_they_were_pasted(office: Office) -> None:
    """Marks tell whose row it is: a block of ticks and marks pasted a row lower approves nothing."""
    for number in range(3, 6):
        office.add(judul=f"Laporan {number}")
    office.sync()
    setuju, tanda = office.at("setuju"), office.at("tanda")
    rows = office.induk
    marks = [rows[number][tanda] for number in range(2, 5)]
    for number, mark in zip(range(3, 6), marks, strict=True):
        rows[number][setuju], rows[number][tanda] = "✓", mark
    office.sync()
    assert office.public() == ["KUL-0001"]
