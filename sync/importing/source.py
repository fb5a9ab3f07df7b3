"""A file that an office has → its tables, whatever its name says it is."""

from __future__ import annotations

import csv
import io
import re
import struct
import zipfile
import zlib
from pathlib import Path

from sync.errors import DipError, FileError, ListError, reason_of
from sync.importing.old_excel import LOCKED, read_xls
from sync.importing.source_tab import TOO_LARGE, SourceTab
from sync.message import say

KINDS = "xlsx, xls, ods, csv, html, docx"
_MAX_FILE = 256 * 2**20
_MAX_UNPACKED, _RATIO_FROM, _MAX_RATIO = 2**30, 2**26, 200
"""A package may be so large unpacked; and from there on so many times its size."""
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_PICTURES = (b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"BM", b"II*\x00", b"MM\x00*", b"RIFF")
_DAMAGE = (
    zipfile.BadZipFile, zlib.error, struct.error, csv.Error, EOFError, LookupError, ValueError, SyntaxError,
    NotImplementedError, RuntimeError,
)  # fmt: skip
"""What readers of zip, XML and old workbooks raise for a file that is not whole."""
_HTML = re.compile(rb"<(?:!doctype\s+html|html|head|body|table|meta)\b", re.IGNORECASE)


def read_source(path: Path) -> list[SourceTab]:
    """The tables of the file. Raises `ListError` if it is none that we can read, `FileError` if it cannot be opened."""
    data = _bytes(path)
    try:
        return _read(data, path.name)
    except ListError as error:
        raise ListError(say("%(name)s: %(error)s", name=path.name, error=error)) from error
    except (DipError, OSError, *_DAMAGE) as error:
        raise ListError(_damaged(path.name)) from error


def _damaged(name: str) -> str:
    return say("%(name)s is damaged or incomplete. Copy or download it again, or open it and save it anew.", name=name)


def _bytes(path: Path) -> bytes:
    try:
        if path.is_dir():
            raise ListError(
                say("%(path)s is a folder. Name the file with the list (%(kinds)s).", path=path, kinds=KINDS)
            )
        with path.open("rb") as file:
            data = file.read(_MAX_FILE + 1)  # a device has no end
        if len(data) > _MAX_FILE:
            raise ListError(
                say(
                    "%(name)s is too large for a list: %(size)s bytes.",
                    name=path.name, size=format(max(path.stat().st_size, len(data)), ","),
                )
            )  # fmt: skip
        return data
    except OSError as error:
        raise FileError(say("%(path)s cannot be read: %(strerror)s.", path=path, strerror=reason_of(error))) from error


def _read(data: bytes, name: str) -> list[SourceTab]:
    if not data.strip(b"\x00\xef\xbb\xbf \t\r\n"):
        raise ListError(say("the file is empty. Ask for the list once more."))
    if data.startswith(_PICTURES) or data.startswith(b"%PDF"):
        what = say("a PDF") if data.startswith(b"%PDF") else say("a picture")
        raise ListError(
            say(
                "this is %(what)s, no list, whatever its name says. Ask for the list itself (%(kinds)s).",
                what=what, kinds=KINDS,
            )
        )  # fmt: skip
    if data.startswith(_OLE):
        return _read_old(data)
    if data.startswith(b"PK"):
        return _read_zip(data, name)
    if _HTML.search(data[:20_000]):
        from sync.importing.html_page import read_html

        return read_html(data)
    if b"\x00" in data[:4096] and data[:2] not in (b"\xff\xfe", b"\xfe\xff"):
        raise ListError(
            say("the file is of a kind that is not known. Ask for the list as one of %(kinds)s.", kinds=KINDS)
        )
    from sync.importing.csv_file import read_csv

    return [SourceTab(read_csv(data))]


def _read_old(data: bytes) -> list[SourceTab]:
    """A file as Office wrote them before 2007; a newer one that is locked looks the same."""
    if "EncryptedPackage".encode("utf-16-le") in data:
        raise ListError(LOCKED)
    if "WordDocument".encode("utf-16-le") in data:
        raise ListError(say("this is a document of an old kind (.doc). Open it and save it as .docx."))
    return read_xls(data)


def _read_zip(data: bytes, name: str) -> list[SourceTab]:
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        names = set(package.namelist())
        unpacked = sum(part.file_size for part in package.infolist())
        if unpacked > _MAX_UNPACKED or _RATIO_FROM < unpacked > len(data) * _MAX_RATIO:
            raise ListError(TOO_LARGE)
        if any(part.flag_bits & 1 for part in package.infolist()):
            raise ListError(LOCKED)
        spreadsheet = "mimetype" in names and b"opendocument.spreadsheet" in package.read("mimetype")
    if spreadsheet:
        from sync.importing.open_document import read_ods

        if b"encryption-data" in data:
            raise ListError(LOCKED)
        return read_ods(data)
    if "word/document.xml" in names:
        from sync.importing.open_document import read_docx

        return read_docx(data)
    if "xl/workbook.bin" in names:
        return read_xls(data)
    if not any(part.startswith("xl/") for part in names):
        raise ListError(say("this is no list. Ask for the list as one of %(kinds)s.", kinds=KINDS))
    from sync.workbook.xlsx.sheet_reader import read_book

    return [SourceTab(sheet) for sheet in read_book(data, name)[1].values()]
