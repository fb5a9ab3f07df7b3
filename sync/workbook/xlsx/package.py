"""The zip around a workbook: opened within stated limits, rebuilt so that every part nobody named is copied as it lies.

It knows nothing of sheets. Files that are no .xlsx are recognised here, so that the message can say what they are.
"""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Mapping
from unicodedata import normalize
from urllib.parse import unquote

from sync.errors import WorkbookError
from sync.message import say

MAX_FILE = 256 * 2**20
"""The largest workbook file that is read at all, in bytes."""
MAX_TOTAL = 2**30
"""The largest sum of all parts, unpacked, in bytes."""
MAX_RATIO = 200
"""How many times larger than the file its parts may be, once they pass `RATIO_FROM` bytes."""
RATIO_FROM = 64 * 2**20
MAX_PARTS = 10_000
TAKE_OUT = say("Take out what does not belong to the list (pictures, other files), or restore a backup copy.")

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_UTF8 = 0x800
"""The flag that a name is UTF-8."""
_EPOCH = (1980, 1, 1, 0, 0, 0)


class Package:
    """The parts of one workbook file. Raises `WorkbookError` from the constructor on if it is damaged or unsafe."""

    def __init__(self, data: bytes, name: str) -> None:
        self.name = name
        _refuse_other_formats(data, name)
        self._data = data
        self._zip = self._opened()
        self._parts = self._listed()

    def __contains__(self, part: str) -> bool:
        return _key(part) in self._parts

    def names(self) -> list[str]:
        """The parts as written in the file, in its order."""
        return [_name(info) for info in self._parts.values()]

    def there(self, part: str) -> str:
        """The same name. Raises `WorkbookError` if there is no such part."""
        if part not in self:
            raise WorkbookError(
                say(
                    "%(name)s is damaged: its part %(part)s is missing. Restore a backup copy.",
                    name=self.name, part=part,
                )
            )  # fmt: skip
        return part

    def read(self, part: str) -> bytes:
        """One part, unpacked. Raises `WorkbookError` if it is missing or damaged."""
        info = self._parts[_key(self.there(part))]
        try:
            return self._zip.read(info)
        except (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, RuntimeError) as error:
            raise WorkbookError(
                say(
                    "%(name)s is damaged in its part %(part)s (%(error)s). Restore a backup copy.",
                    name=self.name, part=part, error=error,
                )
            ) from error  # fmt: skip

    def rebuilt(self, changes: Mapping[str, bytes | None]) -> bytes:
        """The file with these parts replaced, added or (None) left out; all others keep their very bytes and their
        order."""
        wanted = {_key(part): (part, content) for part, content in changes.items()}
        writer = _ZipWriter()
        for key, info in self._parts.items():
            if key not in wanted:
                writer.copy(info, self._raw(info))
            elif (content := wanted.pop(key)[1]) is not None:
                writer.add(_name(info), content)
        for part, content in wanted.values():
            if content is not None:
                writer.add(part, content)
        return writer.finished()

    def _opened(self) -> zipfile.ZipFile:
        try:
            return zipfile.ZipFile(io.BytesIO(self._data))
        except (zipfile.BadZipFile, EOFError, struct.error, ValueError, NotImplementedError) as error:
            raise WorkbookError(
                say(
                    "%(name)s is not a whole workbook: it is cut off or damaged (%(error)s). "
                    "If it is being copied or saved right now, wait and run again; else restore a backup copy.",
                    name=self.name, error=error,
                )
            ) from error  # fmt: skip

    def _listed(self) -> dict[str, zipfile.ZipInfo]:
        parts: dict[str, zipfile.ZipInfo] = {}
        infos = self._zip.infolist()
        _refuse_bomb(infos, len(self._data), self.name)
        for info in infos:
            if info.flag_bits & 1:
                raise WorkbookError(
                    say("%(name)s is encrypted with a password. Save it without one and run again.", name=self.name)
                )
            if _key(_name(info)) in parts:
                raise WorkbookError(
                    say(
                        "%(name)s is damaged: it holds %(filename)s twice. Restore a backup copy.",
                        name=self.name, filename=_name(info),
                    )
                )  # fmt: skip
            parts[_key(_name(info))] = info
        if "mimetype" in parts and b"opendocument" in self._zip.read(parts["mimetype"]):
            raise WorkbookError(
                say(
                    "%(name)s is an OpenDocument file (.ods) with another name. Open it and save it as .xlsx.",
                    name=self.name,
                )
            )
        return parts

    def _raw(self, info: zipfile.ZipInfo) -> bytes:
        start = info.header_offset
        if self._data[start : start + 4] != b"PK\x03\x04":
            raise WorkbookError(
                say(
                    "%(name)s is damaged at its part %(filename)s. Restore a backup copy.",
                    name=self.name, filename=_name(info),
                )
            )  # fmt: skip
        name_length, extra_length = struct.unpack_from("<HH", self._data, start + 26)
        begin = start + 30 + name_length + extra_length
        return self._data[begin : begin + info.compress_size]


class _ZipWriter:
    """A zip written without a clock: the same parts give the same bytes."""

    def __init__(self) -> None:
        self._out = io.BytesIO()
        self._infos: list[zipfile.ZipInfo] = []

    def copy(self, info: zipfile.ZipInfo, raw: bytes) -> None:
        copied = zipfile.ZipInfo(_name(info), info.date_time)
        copied.compress_type, copied.CRC = info.compress_type, info.CRC
        copied.compress_size, copied.file_size = info.compress_size, info.file_size
        copied.external_attr, copied.create_system = info.external_attr, info.create_system
        self._put(copied, raw)

    def add(self, part: str, content: bytes) -> None:
        added = zipfile.ZipInfo(part, _EPOCH)
        packer = zlib.compressobj(6, zlib.DEFLATED, -15)
        raw = packer.compress(content) + packer.flush()
        added.compress_type, added.CRC = zipfile.ZIP_DEFLATED, zlib.crc32(content)
        added.compress_size, added.file_size = len(raw), len(content)
        self._put(added, raw)

    def _put(self, info: zipfile.ZipInfo, raw: bytes) -> None:
        info.header_offset = self._out.tell()
        self._out.write(info.FileHeader(zip64=False))
        self._out.write(raw)
        self._infos.append(info)

    def finished(self) -> bytes:
        start = self._out.tell()
        for info in self._infos:
            self._out.write(_central(info))
        count, size = len(self._infos), self._out.tell() - start
        self._out.write(struct.pack("<4s4H2LH", b"PK\x05\x06", 0, 0, count, count, size, start, 0))
        return self._out.getvalue()


def _central(info: zipfile.ZipInfo) -> bytes:
    year, month, day, hour, minute, second = info.date_time
    date, time = (year - 1980) << 9 | month << 5 | day, hour << 11 | minute << 5 | second // 2
    ascii_name = info.filename.isascii()
    name = info.filename.encode("ascii" if ascii_name else "utf-8")
    head = struct.pack(
        "<4s4B4HL2L5H2L", b"PK\x01\x02", 20, info.create_system, 20, 0, 0 if ascii_name else _UTF8, info.compress_type,
        time, date, info.CRC, info.compress_size, info.file_size, len(name), 0, 0, 0, 0, info.external_attr,
        info.header_offset,
    )  # fmt: skip
    return head + name


def _name(info: zipfile.ZipInfo) -> str:
    """The name of a part. Many writers store it in UTF-8 and do not say so; then the library takes it for the letters
    of DOS."""
    if info.flag_bits & _UTF8 or info.filename.isascii():
        return info.filename
    try:
        return info.filename.encode("cp437").decode("utf-8")
    except UnicodeError:
        return info.filename


def _key(part: str) -> str:
    """Part names differ neither by case nor by a leading slash, nor by what is percent-encoded; some writers use
    backslashes, some letters with their accents apart."""
    return normalize("NFC", unquote(part.replace("\\", "/"))).lstrip("/").lower()


def _refuse_other_formats(data: bytes, name: str) -> None:
    if data.startswith(_OLE):
        if "EncryptedPackage".encode("utf-16-le") in data:
            raise WorkbookError(
                say("%(name)s is encrypted with a password. Save it without one and run again.", name=name)
            )
        raise WorkbookError(
            say("%(name)s is an old Excel file (.xls) with another name. Open it and save it as .xlsx.", name=name)
        )
    if not data:
        raise WorkbookError(say("%(name)s is empty (0 bytes). Restore a backup copy.", name=name))
    if not data.startswith(b"PK"):
        raise WorkbookError(
            say(
                "%(name)s is not an .xlsx workbook (it begins with “%(value)s”). Save it as .xlsx.",
                name=name, value=data[:8].decode("latin-1").encode("unicode_escape").decode(),
            )
        )  # fmt: skip


def _refuse_bomb(infos: list[zipfile.ZipInfo], size: int, name: str) -> None:
    total = sum(info.file_size for info in infos)
    if len(infos) > MAX_PARTS:
        raise WorkbookError(
            say(
                "%(name)s is refused: %(infos)s parts; the limit is %(max_parts)s. %(take_out)s",
                name=name, infos=len(infos), max_parts=MAX_PARTS, take_out=TAKE_OUT,
            )
        )  # fmt: skip
    if total > MAX_TOTAL:
        raise WorkbookError(
            say(
                "%(name)s is refused: unpacked it takes %(total)s bytes; the limit is %(max_total)s. %(take_out)s",
                name=name, total=format(total, ","), max_total=format(MAX_TOTAL, ","), take_out=TAKE_OUT,
            )
        )  # fmt: skip
    if total > RATIO_FROM and total > size * MAX_RATIO:
        raise WorkbookError(
            say(
                "%(name)s is refused: unpacked it is %(value)s times its size; the limit is %(max_ratio)s times. "
                "%(take_out)s",
                name=name, value=total // size, max_ratio=MAX_RATIO, take_out=TAKE_OUT,
            )
        )  # fmt: skip
