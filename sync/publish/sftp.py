"""`sftp://`: an account on an SSH server.

The server is trusted by the fingerprint in `dip.toml` or by a known_hosts file, never on first use. Files are staged,
many at a time, then renamed with posix-rename, which replaces atomically: a visitor gets the old file or the new one.
"""

from __future__ import annotations

import asyncio
import os
from collections.abc import Awaitable, Callable, Collection, Coroutine, Iterable, Mapping, Sequence
from contextlib import suppress
from typing import Any, TypeVar

from sync.errors import TargetError, TargetUnreachable, reason_of
from sync.message import say
from sync.publish.sftp_batch import PIECE, BatchChannel
from sync.publish.sftp_login import SECONDS, trusted_connection
from sync.publish.ssh import SshTrust
from sync.publish.store import ACTS, GARBLED, PART, SAMPLED, Done, FileInfo
from sync.settings.target_address import PASSWORD_VARIABLE, Address

GOODBYE = 5.0
"""Seconds that a server has to end a connection."""
AT_ONCE = 16
"""Files in transfer at the same time."""
Kinds = tuple[type[Exception], ...]
Result = TypeVar("Result")


class SftpStore:
    """A `Store`. Connects when first asked."""

    direct = False
    share = SAMPLED

    def __init__(self, address: Address, trust: SshTrust) -> None:
        self.location = address.location
        self._address, self._trust = address, trust
        self._runner: asyncio.Runner | None = None
        self._session: _SftpSession | None = None

    def look(self, paths: Collection[str]) -> dict[str, FileInfo]:
        return self._do("look at", lambda session: session.look(list(paths)))

    def list_folders(self, folders: Collection[str]) -> dict[str, dict[str, FileInfo]]:
        return self._do("list", lambda session: session.list_folders(folders))

    def read(self, paths: Collection[str]) -> dict[str, bytes]:
        return self._do("read", lambda session: session.read(list(paths)))

    def write(self, files: Mapping[str, bytes], done: Done) -> None:
        self._do("write to", lambda session: session.write(files, done))

    def move(self, pairs: Sequence[tuple[str, str]]) -> None:
        self._do("rename files on", lambda session: session.move(pairs))

    def make_folders(self, folders: Sequence[str]) -> None:
        self._do("make folders on", lambda session: session.make_folders(folders))

    def remove(self, paths: Collection[str], folders: Sequence[str]) -> None:
        self._do("remove files from", lambda session: session.remove(paths, folders))

    def close(self) -> None:
        if self._runner and self._session:
            with suppress(Exception):
                self._runner.run(self._session.close())
        if self._runner:
            self._runner.close()
        self._runner = self._session = None

    def _do(self, verb: str, work: Callable[[_SftpSession], Coroutine[Any, Any, Result]]) -> Result:
        asyncssh = _library()

        async def run() -> Result:
            if self._session is None:
                self._session = await asyncio.wait_for(_connect(self._address, self._trust), SECONDS * 2)
            return await work(self._session)

        self._runner = self._runner or asyncio.Runner()
        try:
            return self._runner.run(run())
        except (TimeoutError, asyncssh.Error, OSError, *GARBLED) as error:
            raise explain(error, verb, self._address) from error


class _SftpSession:
    """The library's SFTP client for what writes, a `BatchChannel` for what reads; both over one connection where the
    server lets them."""

    def __init__(self, connections: Sequence[Any], client: Any, bulk: BatchChannel, root: str) -> None:
        import asyncssh

        self._connections, self._client, self._batch, self._root = connections, client, bulk, root.rstrip("/")
        self._turn = asyncio.Semaphore(AT_ONCE)
        self._unsupported = asyncssh.SFTPOpUnsupported
        self._missing: Kinds = (asyncssh.SFTPNoSuchFile, asyncssh.SFTPNoSuchPath, asyncssh.SFTPNotADirectory)
        self._refused: Kinds = (asyncssh.SFTPPermissionDenied, asyncssh.SFTPOpUnsupported, asyncssh.SFTPFailure)

    def at(self, path: str) -> str:
        """The absolute path on the server."""
        return f"{self._root}/{path}" if path else self._root or "/"

    def _names(self, paths: Iterable[str]) -> list[bytes]:
        """The absolute paths, encoded."""
        return [self.at(path).encode("utf-8", "surrogateescape") for path in paths]

    async def look(self, paths: Sequence[str]) -> dict[str, FileInfo]:
        answers = await _timely(self._batch.look(self._names(paths)), len(paths))
        return {path: there for path, there in zip(paths, answers, strict=True) if there}

    async def list_folders(self, folders: Iterable[str]) -> dict[str, dict[str, FileInfo]]:
        asked = list(folders)
        listed = await _timely(self._batch.list_folders(self._names(asked)), len(asked))
        return {
            folder: {os.fsdecode(name): there for name, there in names.items()}
            for folder, names in zip(asked, listed, strict=True)
            if names is not None
        }

    async def read(self, paths: Sequence[str]) -> dict[str, bytes]:
        sizes = {path: there.size for path, there in (await self.look(paths)).items() if there.kind == "file"}
        small = [path for path in sizes if sizes[path] < PIECE]
        contents = await _timely(self._batch.read(self._names(small)), len(small))
        files = {path: data for path, data in zip(small, contents, strict=True) if data is not None}
        big = [path for path in sizes if sizes[path] >= PIECE]
        return files | dict(zip(big, await self._all(self._read_big(path) for path in big), strict=True))

    async def _read_big(self, path: str) -> bytes:
        async with self._client.open(self.at(path), "rb") as file:
            data: bytes = await file.read()
            return data

    async def write(self, files: Mapping[str, bytes], done: Done) -> None:
        await self._all(self._write_one(path, data, done) for path, data in files.items())

    async def _write_one(self, path: str, data: bytes, done: Done) -> None:
        """Blocks of one file may be written out of order, so that a cut one can have its whole size: a file of several
        is written at another name."""
        partly = path + PART if len(data) > PIECE else path
        if partly != path:
            with suppress(*self._missing):
                await self._client.remove(self.at(path))
        async with self._client.open(self.at(partly), "wb") as file:
            await file.write(data)
        if partly != path:
            await self._client.rename(self.at(partly), self.at(path))
        done()

    async def move(self, pairs: Sequence[tuple[str, str]]) -> None:
        await self._all(self._move_one(*pair) for pair in pairs)

    async def _move_one(self, source: str, goal: str) -> None:
        await self._let_read(source, 0o644)
        try:
            await self._client.posix_rename(self.at(source), self.at(goal))
        except self._unsupported:
            with suppress(*self._missing):
                await self._client.remove(self.at(goal))
            await self._client.rename(self.at(source), self.at(goal))

    async def _let_read(self, path: str, mode: int) -> None:
        """Set the mode whatever the server's umask: the web server is another user. A server that refuses chmod sets
        modes itself."""
        with suppress(*self._refused):
            await self._client.chmod(self.at(path), mode)

    async def make_folders(self, folders: Sequence[str]) -> None:
        missing = [folder for folder in folders if folder not in await self.look([folder])]
        for depth in sorted({folder.count("/") for folder in missing}):
            level = [folder for folder in missing if folder.count("/") == depth]
            await self._all(self._make_folder(folder) for folder in level)

    async def _make_folder(self, folder: str) -> None:
        await self._client.mkdir(self.at(folder))
        await self._let_read(folder, 0o755)

    async def remove(self, paths: Collection[str], folders: Sequence[str]) -> None:
        there = await self.look([*paths, *folders])
        await self._all(self._client.remove(self.at(path)) for path in paths if path in there)
        for folder in (folder for folder in folders if folder in there):
            if not (await self.list_folders([folder])).get(folder):
                await self._client.rmdir(self.at(folder))

    async def close(self) -> None:
        for connection in self._connections:
            connection.close()
        for connection in self._connections:
            try:
                await asyncio.wait_for(connection.wait_closed(), GOODBYE)
            except TimeoutError:
                connection.abort()

    async def _all(self, work: Iterable[Coroutine[Any, Any, Result]]) -> list[Result]:
        """Run at most `AT_ONCE` at a time and return their results; the first error cancels the rest."""
        jobs = list(work)

        async def one(job: Awaitable[Result]) -> Result:
            async with self._turn:
                return await asyncio.wait_for(job, SECONDS * 4)

        tasks = [asyncio.ensure_future(one(job)) for job in jobs]
        try:
            return list(await asyncio.gather(*tasks))
        except BaseException:
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)
            for job in jobs:
                job.close()  # one that waited for its turn was never begun
            raise


async def _timely(work: Awaitable[Result], amount: int) -> Result:
    return await asyncio.wait_for(work, SECONDS + amount / 50)


async def _connect(address: Address, trust: SshTrust) -> _SftpSession:
    import asyncssh

    connections = [await trusted_connection(address, trust)]
    try:
        client = await _client(connections[0], address)
        try:
            process: Any = await connections[0].create_process(subsystem="sftp", encoding=None)
        except asyncssh.ChannelOpenError:  # one session for each connection
            connections.append(await trusted_connection(address, trust))
            process = await connections[1].create_process(subsystem="sftp", encoding=None)
        bulk = BatchChannel(process.stdout, process.stdin)
        await bulk.begin()
        home = await client.realpath(".")
    except BaseException:
        for connection in connections:
            connection.abort()
        raise
    path = address.path
    return _SftpSession(connections, client, bulk, f"{home}/{path[3:]}" if path.startswith("/~/") else path)


async def _client(connection: Any, address: Address) -> Any:
    """The library's client. Raises `TargetError` if the server answers, and not by SFTP."""
    import asyncssh

    try:
        return await connection.start_sftp_client(path_errors="surrogateescape")
    except (asyncssh.ChannelOpenError, asyncssh.SFTPConnectionLost, asyncssh.SFTPBadMessage):
        if connection.is_closed():
            raise
        raise TargetError(
            say(
                "%(location)s: the server lets %(user)s in and answers by no SFTP: it is not switched on for the "
                "account, or a login script prints something. Ask whoever runs the server for SFTP",
                location=address.location, user=address.user,
            )
        ) from None  # fmt: skip


def _library() -> Any:
    try:
        import asyncssh
    except ImportError:
        raise TargetError(say("publishing by sftp:// needs one more package: pip install 'dip-sync[sftp]'")) from None
    return asyncssh


def explain(error: Exception, verb: str, address: Address) -> TargetError:
    """The library's error as one sentence that says what to do."""
    import asyncssh

    parts: dict[str, object] = {
        "where": address.location, "user": address.user or os.environ.get("USER", ""), "verb": ACTS.get(verb, verb),
        "error": error, "password_variable": PASSWORD_VARIABLE,
    }  # fmt: skip
    sentences: list[tuple[Any, str]] = [
        (asyncssh.PermissionDenied, say(
            "%(where)s: the server does not let %(user)s in. Check the user in `to`, key_file, and "
            "%(password_variable)s", **parts)),
        (asyncssh.KeyEncryptionError, say(
            "%(where)s: key_file is encrypted; give its passphrase in %(password_variable)s", **parts)),
        (asyncssh.KeyImportError, say(
            "%(where)s: key_file is no private key that can be used (%(error)s)", **parts)),
        ((asyncssh.SFTPPermissionDenied, PermissionError), say(
            "%(where)s: the server does not let %(user)s %(verb)s this folder. Give %(user)s the right to read and "
            "write there", **parts)),
        ((asyncssh.SFTPNoSpaceOnFilesystem, asyncssh.SFTPQuotaExceeded), say(
            "%(where)s: the server's disk or quota is full. Make room; the next run finishes", **parts)),
        ((asyncssh.SFTPNoSuchFile, asyncssh.SFTPNoSuchPath), say(
            "%(where)s: the server cannot %(verb)s the folder: %(error)s. Somebody else may be changing it; run again",
            **parts)),
        (asyncssh.SFTPOpUnsupported, say("%(where)s: the server cannot %(verb)s it: %(error)s", **parts)),
        (asyncssh.SFTPFailure, say(
            "%(where)s: the server refuses to %(verb)s it (%(error)s). Its disk or quota may be full, or the account "
            "may not do this; the visible site is whole", **parts)),
    ]  # fmt: skip
    for kinds, sentence in sentences:
        if isinstance(error, kinds):
            return TargetError(sentence)
    reason = reason_of(error) if isinstance(error, OSError) else str(error) or type(error).__name__
    return TargetUnreachable(
        say(
            "%(where)s: the connection failed (%(reason)s). The visible site is whole; the next run finishes",
            where=address.location, reason=reason,
        )
    )  # fmt: skip
