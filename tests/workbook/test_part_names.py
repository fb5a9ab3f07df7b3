"""The names of the parts of a file, as programs store them: they are found, and come back as they are meant."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping
from pathlib import Path
from unittest.mock import patch

import pytest

from sync.model import Batch, TabWrite
from tests.workbooks import book, parts_of, saved, sheet

CELL = '<row r="1"><c r="A1" t="inlineStr"><is><t>isi</t></is></c></row>'
NAMES = ("lembar-é.xml", "日本.xml", "lembar%20satu.xml", "Lembar e\u0301.xml", "lembar satu.xml")


def without_flag(parts: Mapping[str, bytes]) -> bytes:
    """A zip as many programs write it: names in UTF-8, and nothing says so."""
    out = io.BytesIO()
    with (
        patch.object(zipfile.ZipInfo, "_encodeFilenameFlags", lambda self: (self.filename.encode(), self.flag_bits)),
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive,
    ):
        for name, content in parts.items():
            archive.writestr(name, content)
    return out.getvalue()


def named(name: str, target: str, *, flag: bool) -> bytes:
    """A workbook whose one sheet lies under this name, with a picture of a name in UTF-8 beside it."""
    parts = parts_of(book({"Tab": sheet(CELL)}))
    parts[f"xl/worksheets/{name}"] = parts.pop("xl/worksheets/sheet1.xml")
    for part in ("[Content_Types].xml", "xl/_rels/workbook.xml.rels"):
        parts[part] = parts[part].replace(b"sheet1.xml", target.encode())
    parts["xl/media/gambar-ç.png"] = b"gambar"
    if flag:
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w") as archive:
            for part, content in parts.items():
                archive.writestr(part, content)
        return out.getvalue()
    return without_flag(parts)


@pytest.mark.parametrize("flag", [False, True])
@pytest.mark.parametrize("name", NAMES)
def test_a_part_is_found_by_its_name_and_keeps_it(tmp_path: Path, name: str, flag: bool) -> None:
    workbook = saved(tmp_path, named(name, name, flag=flag))
    state = workbook.read()
    assert state.sheets["Tab"].rows == [("isi",)]
    workbook.write(Batch((TabWrite("Tab", "unit", {(1, 0): "baru"}),)), state)
    assert workbook.read().sheets["Tab"].rows == [("isi",), ("baru",)]
    after = parts_of(tmp_path / "dip.xlsx")
    assert (f"xl/worksheets/{name}" in after, after["xl/media/gambar-ç.png"]) == (True, b"gambar")


@pytest.mark.parametrize(
    ("name", "target"),
    [("lembar-é.xml", "lembar-%C3%A9.xml"), ("lembar%20satu.xml", "lembar satu.xml"), ("é.xml", "e\u0301.xml")],
)
def test_what_names_it_may_be_encoded_otherwise(tmp_path: Path, name: str, target: str) -> None:
    assert saved(tmp_path, named(name, target, flag=False)).read().sheets["Tab"].rows == [("isi",)]


def test_letters_of_dos_stay_what_they_are(tmp_path: Path) -> None:
    """What is no UTF-8 was meant as the zip format has it."""
    with patch.object(zipfile.ZipInfo, "_encodeFilenameFlags", lambda self: (self.filename.encode("cp437"), 0)):
        content = named("lembar-é.xml", "lembar-é.xml", flag=True)
    assert saved(tmp_path, content).read().sheets["Tab"].rows == [("isi",)]
