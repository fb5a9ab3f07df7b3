"""Many small SFTP requests, pipelined over a channel of their own.

Each run looks at every page of a list of ten thousand; a client library spends most of that time on bookkeeping for
each request. Protocol: draft-ietf-secsh-filexfer-02, which every SFTP server speaks as version 3.
"""

from __future__ import annotations

import stat
from collections.abc import Collection, Generator, Iterable, Sequence
from itertools import count, islice
from struct import Struct
from typing import Any, TypeVar

from sync.publish.store import FileInfo

INIT, OPEN, CLOSE, READ, LSTAT, OPENDIR, READDIR = 1, 3, 4, 5, 7, 11, 12
STATUS, HANDLE, DATA, NAME, ATTRS = 101, 102, 103, 104, 105
END, MISSING, FORBIDDEN = 1, 2, 3
"""Status codes."""
WINDOW = 64
"""Handles open at the same time: servers limit them."""
PIECE = 32768
"""The largest READ every server must support, in bytes."""

_HEAD, _LONG, _QUAD, _ASKED = Struct(">IB"), Struct(">I"), Struct(">Q"), Struct(">IBI")
_USUAL, _ALL_USUAL = Struct(">IQIIIII"), 15
"""Attributes as most servers give them: size, owner, group, mode, times; and the flags that say so."""

Request = tuple[int, bytes]
"""Packet type and payload."""
Answer = tuple[int, bytes]
"""Packet type and payload."""
Result = TypeVar("Result")
Exchange = Generator[Request, Answer, Result]
"""Requests of which each waits for the answer to the one before; returns what they were for."""
Numbered = tuple[int, Exchange[Result]]
"""An exchange and its position among the others."""


class BatchChannel:
    """A second SFTP session on the same connection. `reader` and `writer` are its byte streams. Raises `GARBLED` and
    `OSError` where the answers are not what the protocol says."""

    def __init__(self, reader: Any, writer: Any) -> None:
        self._reader, self._writer = reader, writer
        self._rest = b""
        self._numbers = count()

    async def begin(self) -> None:
        """The handshake: both sides name their version."""
        self._writer.write(_packet(INIT, _LONG.pack(3)))
        await self._answers()

    async def look(self, paths: Sequence[bytes]) -> list[FileInfo | None]:
        """What stands at these absolute paths, None where nothing does."""
        return await self._all(map(_lstat, paths), len(paths))

    async def read(self, paths: Sequence[bytes]) -> list[bytes | None]:
        """The content of files of at most `PIECE` bytes, None where it cannot be had."""
        return await self._all(map(_content, paths), WINDOW)

    async def list_folders(self, folders: Sequence[bytes]) -> list[dict[bytes, FileInfo] | None]:
        """Everything in these folders by name, None where there is no folder."""
        return await self._all(map(_listing, folders), WINDOW)

    async def _all(self, exchanges: Iterable[Exchange[Result]], at_once: int) -> list[Result]:
        """The results of all exchanges, in their order. At most `at_once` are under way, and none waits for another;
        new requests are sent when all answers at hand have been taken."""
        results: dict[int, Result] = {}
        waiting: dict[int, Numbered[Result]] = {}
        coming = enumerate(exchanges)
        stream = [self._request(waiting, one, next(one[1])) for one in islice(coming, at_once)]
        while waiting:
            self._writer.write(b"".join(stream))
            stream = []
            for kind, body in await self._answers():
                one = waiting.pop(_LONG.unpack_from(body)[0])
                try:
                    stream.append(self._request(waiting, one, one[1].send((kind, body[4:]))))
                except StopIteration as end:
                    results[one[0]] = end.value
                    for one in islice(coming, 1):
                        stream.append(self._request(waiting, one, next(one[1])))
        return [results[place] for place in range(len(results))]

    def _request(self, waiting: dict[int, Numbered[Result]], one: Numbered[Result], request: Request) -> bytes:
        """The packet of a request, under an id by which its answer is matched to the exchange."""
        kind, body = request
        number = next(self._numbers) & 0xFFFFFFFF
        waiting[number] = one
        return _ASKED.pack(len(body) + 5, kind, number) + body

    async def _answers(self) -> list[Answer]:
        """All answers that have arrived in full, at least one. Raises `ConnectionError` when the server closes."""
        while not (answers := self._complete()):
            more = await self._reader.read(1 << 20)
            if not more:
                raise ConnectionError("the server closed the session")
            self._rest += more
        return answers

    def _complete(self) -> list[Answer]:
        answers, place, rest = [], 0, self._rest
        while len(rest) >= place + 5:
            length, kind = _HEAD.unpack_from(rest, place)
            if len(rest) < place + 4 + length:
                break
            answers.append((kind, rest[place + 5 : place + 4 + length]))
            place += 4 + length
        self._rest = rest[place:]
        return answers


def _lstat(path: bytes) -> Exchange[FileInfo | None]:
    return _found((yield LSTAT, _string(path)))


def _content(path: bytes) -> Exchange[bytes | None]:
    handle = _expected((yield OPEN, _string(path) + _LONG.pack(1) + _LONG.pack(0)), HANDLE, (MISSING, FORBIDDEN))
    if handle is None:
        return None
    data = _expected((yield READ, handle + _QUAD.pack(0) + _LONG.pack(PIECE)), DATA, (END,)) or b""
    yield CLOSE, handle
    return data[4:]


def _listing(folder: bytes) -> Exchange[dict[bytes, FileInfo] | None]:
    handle = _expected((yield OPENDIR, _string(folder)), HANDLE, (MISSING,))
    if handle is None:
        return None
    names: dict[bytes, FileInfo] = {}
    while (body := _expected((yield READDIR, handle), NAME, (END,))) is not None:
        names |= _names(body)
    yield CLOSE, handle
    return names


def _expected(answer: Answer, kind: int, silent: Collection[int]) -> bytes | None:
    """The payload of an answer of this type, None for a status among `silent`. Raises for any other, which must not
    pass for a file that is missing or empty."""
    if answer[0] == kind:
        return answer[1]
    status = _status(answer)
    if status in silent:
        return None
    if status == FORBIDDEN:
        raise PermissionError("the server does not let us look")
    raise ConnectionError(f"the server answers with status {status}")


def _status(answer: Answer) -> int:
    """The status code, -1 if the answer is no status."""
    code: int = _LONG.unpack_from(answer[1])[0] if answer[0] == STATUS else -1
    return code


def _packet(kind: int, body: bytes) -> bytes:
    return _HEAD.pack(len(body) + 1, kind) + body


def _string(path: bytes) -> bytes:
    return _LONG.pack(len(path)) + path


def _found(answer: Answer) -> FileInfo | None:
    """The attributes in an answer, None if it says that nothing is there."""
    if answer[0] == ATTRS:
        return _attributes(answer[1], 0)[0]
    if _status(answer) == FORBIDDEN:
        raise PermissionError("the server does not let us look")
    return None


def _attributes(body: bytes, place: int) -> tuple[FileInfo, int]:
    """Parse attributes at `place`; returns them and where they end. Flags say which of size, owner, mode, times and
    extensions follow, in this order."""
    if len(body) >= place + _USUAL.size:
        flags, size, _, _, mode, _, modified = _USUAL.unpack_from(body, place)
        if flags == _ALL_USUAL:
            return as_found(mode, size, modified), place + _USUAL.size
    flags, place, size, mode, modified = _LONG.unpack_from(body, place)[0], place + 4, 0, 0, 0
    if flags & 1:
        (size,) = _QUAD.unpack_from(body, place)
        place += 8
    place += 8 * bool(flags & 2)
    if flags & 4:
        (mode,) = _LONG.unpack_from(body, place)
        place += 4
    if flags & 8:
        (modified,) = _LONG.unpack_from(body, place + 4)
        place += 8
    if flags & 0x80000000:
        others, place = 2 * _LONG.unpack_from(body, place)[0], place + 4
        for _ in range(others):
            place += 4 + _LONG.unpack_from(body, place)[0]
    return as_found(mode, size, modified), place


def _names(body: bytes) -> dict[bytes, FileInfo]:
    """One part of a listing. Each entry is a name, a line for people, and attributes."""
    names, place = {}, 4
    for _ in range(_LONG.unpack_from(body)[0]):
        (length,) = _LONG.unpack_from(body, place)
        name, place = body[place + 4 : place + 4 + length], place + 4 + length
        place += 4 + _LONG.unpack_from(body, place)[0]
        names[name], place = _attributes(body, place)
    return {name: there for name, there in names.items() if name not in {b".", b".."}}


def as_found(mode: int, size: int, modified: int) -> FileInfo:
    """A `FileInfo` of a POSIX mode, a size in bytes and a time in seconds."""
    if stat.S_ISDIR(mode):
        return FileInfo("folder")
    return FileInfo("file" if stat.S_ISREG(mode) else "other", size, str(modified))
