"""What an old workbook (.xls, BIFF8) keeps beside its values: how numbers are shown, and links behind cells.

Read as far as it is needed, and leniently: what cannot be followed leaves the values as they are.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass, field

from sync.model import Address, Link
from sync.workbook import number_format

_FREE, _HEADER = 0xFFFFFFFA, 512
_BOUNDSHEET, _FORMAT, _XF, _BOF, _EOF, _HLINK = 0x85, 0x41E, 0xE0, 0x809, 0x0A, 0x1B8
_ONE_CELL, _MANY_CELLS = frozenset({0x06, 0x203, 0x27E}), 0xBD  # FORMULA, NUMBER, RK; MULRK
_URL_MONIKER = bytes.fromhex("e0c9ea79f9bace118c8200aa004ba90b")
_MOST_LINKED = 10_000


@dataclass
class Look:
    """Of one tab: what the format of a number makes of it, and the links behind cells."""

    meanings: dict[Address, str] = field(default_factory=dict)
    links: dict[Address, tuple[Link, ...]] = field(default_factory=dict)


def look_of(data: bytes) -> dict[str, Look]:
    """The look of each tab by its title; empty where the file is of another kind."""
    try:
        return _looks(_stream(data))
    except (struct.error, IndexError, ValueError, KeyError):
        return {}


def _stream(data: bytes) -> bytes:
    """The stream `Workbook` of the compound file around it. Raises `ValueError` if there is none."""
    size = 1 << struct.unpack_from("<H", data, 30)[0]
    fat = _fat(data, size)
    directory = _chain(data, fat, struct.unpack_from("<I", data, 48)[0], size)
    for entry in range(0, len(directory), 128):
        length = struct.unpack_from("<H", directory, entry + 64)[0]
        name = directory[entry : entry + max(length - 2, 0)].decode("utf-16-le", "replace")
        if name.casefold() in ("workbook", "book"):
            first, total = struct.unpack_from("<II", directory, entry + 116)
            if total < struct.unpack_from("<I", data, 56)[0]:
                raise ValueError("a stream as small as this holds no list")
            return _chain(data, fat, first, size)[:total]
    raise ValueError("no workbook inside")


def _fat(data: bytes, size: int) -> list[int]:
    """Which sector follows which."""
    sectors = [sector for sector in struct.unpack_from("<109I", data, 76) if sector < _FREE]
    more, left = struct.unpack_from("<II", data, 68)
    while more < _FREE and left:
        block = struct.unpack_from(f"<{size // 4}I", data, _HEADER + more * size)
        sectors += [sector for sector in block[:-1] if sector < _FREE]
        more, left = block[-1], left - 1
    return [
        number for sector in sectors for number in struct.unpack_from(f"<{size // 4}I", data, _HEADER + sector * size)
    ]


def _chain(data: bytes, fat: list[int], sector: int, size: int) -> bytes:
    pieces: list[bytes] = []
    while sector < _FREE and len(pieces) <= len(fat):
        pieces.append(data[_HEADER + sector * size : _HEADER + (sector + 1) * size])
        sector = fat[sector]
    return b"".join(pieces)


def _records(stream: bytes, start: int = 0) -> Iterator[tuple[int, bytes]]:
    """The records of one part of the stream, up to its end."""
    while start + 4 <= len(stream):
        kind, length = struct.unpack_from("<HH", stream, start)
        if kind == _EOF:
            return
        yield kind, stream[start + 4 : start + 4 + length]
        start += 4 + length


def _looks(stream: bytes) -> dict[str, Look]:
    codes: dict[int, str] = {}
    formats: list[int] = []
    tabs: dict[str, int] = {}
    for kind, body in _records(stream):
        if kind == _FORMAT:
            codes[struct.unpack_from("<H", body)[0]] = _string(body, 2, "<H")
        elif kind == _XF:
            formats.append(struct.unpack_from("<H", body, 2)[0])
        elif kind == _BOUNDSHEET:
            tabs[_string(body, 6, "<B")] = struct.unpack_from("<I", body)[0]
    known = {key: number_format.unit_shown(code) or number_format.meaning(code) for key, code in codes.items()}
    meanings = [known[key] if key in known else number_format.built_in(key) for key in formats]
    return {title: _look(stream, start, meanings) for title, start in tabs.items()}


def _string(body: bytes, at: int, count: str) -> str:
    length = struct.unpack_from(count, body, at)[0]
    at += struct.calcsize(count)
    wide, at = body[at] & 1, at + 1
    return body[at : at + 2 * length].decode("utf-16-le") if wide else body[at : at + length].decode("latin-1")


def _look(stream: bytes, start: int, meanings: list[str]) -> Look:
    look = Look()
    for kind, body in _records(stream, start):
        if kind in _ONE_CELL:
            row, column, style = struct.unpack_from("<HHH", body)
            look.meanings[row, column] = meanings[style]
        elif kind == _MANY_CELLS:
            row, first = struct.unpack_from("<HH", body)
            for step in range((len(body) - 6) // 6):
                look.meanings[row, first + step] = meanings[struct.unpack_from("<H", body, 4 + 6 * step)[0]]
        elif kind == _HLINK and (url := _url(body)):
            _link(look, struct.unpack_from("<HHHH", body), url)
    return look


def _link(look: Look, area: tuple[int, ...], url: str) -> None:
    top, bottom, left, right = area
    if (bottom - top + 1) * (right - left + 1) <= _MOST_LINKED:
        for row in range(top, bottom + 1):
            for column in range(left, right + 1):
                look.links[row, column] = (Link("", url),)


def _url(body: bytes) -> str:
    """The address in a link: behind the mark of an address on the web."""
    at = body.find(_URL_MONIKER)
    if at < 0:
        return ""
    length = struct.unpack_from("<I", body, at + 16)[0]
    return body[at + 20 : at + 20 + length].decode("utf-16-le", "replace").partition("\x00")[0]
