"""Files that were made, or broke, so that reading them would take all memory or end in a traceback."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

from sync.errors import ListError
from sync.importing.source import read_source

ODS_NAMES = " ".join(
    f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"' for name in ("office", "table", "text")
)
WORD_NAMES = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
ODS_TYPE = "application/vnd.oasis.opendocument.spreadsheet"
ENTITIES = '<!DOCTYPE a [<!ENTITY e "x">]>'


def package(path: Path, **parts: str) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as made:
        for name, text in parts.items():
            made.writestr(name.replace("__", "/").replace("_xml", ".xml"), text)
    return path


def ods(tmp_path: Path, rows: str, before: str = "") -> Path:
    table = f'<office:document-content {ODS_NAMES}><table:table table:name="A">{rows}</table:table>'
    content = f"{before}{table}</office:document-content>"
    return package(tmp_path / "daftar.ods", mimetype=ODS_TYPE, content_xml=content, styles_xml="<a/>")


def docx(tmp_path: Path, body: str, before: str = "") -> Path:
    return package(tmp_path / "daftar.docx", word__document_xml=f"{before}<w:document {WORD_NAMES}>{body}</w:document>")


def ods_row(cell: str = "", row: str = "") -> str:
    text = "<text:p>x</text:p>"
    return f"<table:table-row {row}><table:table-cell {cell}>{text}</table:table-cell></table:table-row>"


def word_row(span: str) -> str:
    cell = f'<w:tc><w:tcPr><w:gridSpan w:val="{span}"/></w:tcPr><w:p/></w:tc>'
    return f"<w:body><w:tbl><w:tr>{cell}</w:tr></w:tbl></w:body>"


@pytest.mark.parametrize(
    "row",
    [
        ods_row(row='table:number-rows-repeated="1000000000"'),
        ods_row('table:number-columns-repeated="1000000000"'),
        ods_row('table:number-columns-spanned="1000000" table:number-rows-spanned="1000000"'),
    ],
)
def test_a_spreadsheet_that_grows_beyond_any_list_is_refused(tmp_path: Path, row: str) -> None:
    with pytest.raises(ListError, match="larger than any list"):
        read_source(ods(tmp_path, row))


def test_a_document_whose_cells_reach_over_everything_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ListError, match="larger than any list"):
        read_source(docx(tmp_path, word_row("1000000000")))


def test_a_page_whose_cells_reach_over_everything_is_refused(tmp_path: Path) -> None:
    row = f"<tr>{'<td rowspan=500 colspan=500>x' * 20}</tr>"
    (tmp_path / "daftar.html").write_text(f"<html><table>{row * 200}</table>", "utf-8")
    with pytest.raises(ListError, match="larger than any list"):
        read_source(tmp_path / "daftar.html")


@pytest.mark.parametrize("part", ["mimetype", "content_xml"])
def test_a_package_that_unpacks_to_many_times_its_size_is_refused(tmp_path: Path, part: str) -> None:
    parts = {"mimetype": ODS_TYPE, "content_xml": "<a/>"} | {part: " " * 2**27}
    with pytest.raises(ListError, match="larger than any list"):
        read_source(package(tmp_path / "daftar.ods", **parts))


def test_a_part_with_entities_of_its_own_is_refused(tmp_path: Path) -> None:
    for path in (ods(tmp_path, f"&e;{ods_row()}&e;", ENTITIES), docx(tmp_path, "<w:body>&e;</w:body>", ENTITIES)):
        with pytest.raises(ListError, match="damaged"):
            read_source(path)


@pytest.mark.parametrize("body", ["", word_row("many")])
def test_a_document_that_is_none_is_damaged(tmp_path: Path, body: str) -> None:
    with pytest.raises(ListError, match="damaged"):
        read_source(docx(tmp_path, body))


def test_a_quotation_mark_that_is_never_closed_swallows_no_rows(tmp_path: Path) -> None:
    path = tmp_path / "daftar.csv"
    path.write_text('No;Judul;Unit\n1;"Laporan;KUL\n2;SK;KUL\n', "utf-8")
    with pytest.raises(ListError, match="in record 2 is never closed"):
        read_source(path)


def test_a_cell_larger_than_any_text_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "daftar.csv"
    path.write_text(f"No;Judul;Unit\n1;{'x' * 1_100_000};KUL\n", "utf-8")
    with pytest.raises(ListError, match="damaged"):
        read_source(path)


def test_python_files_of_the_folder_it_is_called_from_are_none_of_its_own(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A process of its own reads an old workbook."""
    (tmp_path / "calendar.py").write_text("raise SystemExit(1)", "utf-8")
    monkeypatch.chdir(tmp_path)
    assert read_source(Path(__file__).parent / "lists" / "03-model-ppid-a.xls")
