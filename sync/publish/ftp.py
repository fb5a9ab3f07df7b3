"""`ftps://` and `ftp://`: an account on an FTP server, several connections at a time.

FTPS is explicit TLS on the ordinary port (RFC 4217): the certificate is verified against the server's name, data
connections are encrypted and resume the TLS session of their control connection, which many servers require. Plain
ftp:// sends the password in the clear: for a server that has nothing better.
"""

from __future__ import annotations

import ftplib
import io
import re
import socket
import ssl
import threading
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from sync.errors import TargetError, TargetUnreachable
from sync.message import say
from sync.plain_text import readable
from sync.publish.inventory import WATCHED
from sync.publish.store import GARBLED, SAMPLED, Done, FileInfo
from sync.settings.target_address import PASSWORD_VARIABLE, Address
from sync.time_limit import seconds_for, within

AT_ONCE = 4
"""Connections: shared hosting seldom allows more."""
SECONDS = 30.0
"""From one byte of an answer to the next."""
ANSWER = 120.0
"""Seconds for all that is asked about one file or folder."""

Result = TypeVar("Result")
WIRE = "latin-1"
"""What the library reads and writes: a character for each byte. A server may say what is not UTF-8."""


@dataclass(frozen=True)
class FtpTrust:
    """`ca_file`: the certificates that servers are verified with; if None, the system's."""

    password: str = ""
    ca_file: Path | None = None


class FtpStore:
    """A `Store`. Connects when first asked."""

    direct = False
    share = SAMPLED

    def __init__(self, address: Address, trust: FtpTrust) -> None:
        self.location = address.location
        self._address, self._trust = address, trust
        self._idle: list[_FtpSession] = []
        self._open, self._most, self._changed = 0, AT_ONCE, threading.Condition()

    def look(self, paths: Collection[str]) -> dict[str, FileInfo]:
        """One question a file; folders and what is missing are found by listing the folder above."""
        asked = list(paths)
        answers = self._each("look at", asked, lambda session, path: session.look(path))
        return {path: there for path, there in zip(asked, answers, strict=True) if there}

    def list_folders(self, folders: Collection[str]) -> dict[str, dict[str, FileInfo]]:
        asked = list(folders)
        answers = self._each("list", asked, lambda session, folder: session.list_folder(folder))
        return {folder: names for folder, names in zip(asked, answers, strict=True) if names is not None}

    def read(self, paths: Collection[str]) -> dict[str, bytes]:
        asked = list(paths)
        answers = self._each("read", asked, lambda session, path: session.read(path))
        return {path: data for path, data in zip(asked, answers, strict=True) if data is not None}

    def write(self, files: Mapping[str, bytes], done: Done) -> None:
        def send(session: _FtpSession, path: str) -> None:
            session.write(path, files[path])
            done()

        self._each("write to", files, send, lambda path: seconds_for(len(files[path])))

    def move(self, pairs: Sequence[tuple[str, str]]) -> None:
        self._each("rename files on", pairs, lambda session, pair: session.move(*pair))

    def make_folders(self, folders: Sequence[str]) -> None:
        for folder in folders:
            self._each("make folders on", [folder], lambda session, path: session.make_folder(path))

    def remove(self, paths: Collection[str], folders: Sequence[str]) -> None:
        self._each("remove files from", paths, lambda session, path: session.remove(path))
        for folder in folders:
            self._each("remove folders from", [folder], lambda session, path: session.remove_folder(path))

    def close(self) -> None:
        while self._idle:
            self._idle.pop().leave()
            self._give_back(None)

    def _each(
        self, verb: str, items: Iterable[Any], work: Callable[[_FtpSession, Any], Result],
        limit: Callable[[Any], float] = lambda _: ANSWER,
    ) -> list[Result]:  # fmt: skip
        """The results of `work` for every item, over several connections; the first error cancels the rest."""

        def one(item: Any) -> Result:
            with self._session() as session:
                return within(limit(item), lambda: work(session, item))

        whole = list(items)
        try:
            if len(whole) < 2:
                return [one(item) for item in whole]
            with ThreadPoolExecutor(AT_ONCE) as pool:
                jobs = [pool.submit(one, item) for item in whole]
                try:
                    return [job.result() for job in jobs]
                except BaseException:
                    pool.shutdown(cancel_futures=True)
                    raise
        except (ftplib.Error, OSError, *GARBLED) as error:
            raise explain(error, verb, self._address) from error

    @contextmanager
    def _session(self) -> Iterator[_FtpSession]:
        session = self._taken()
        try:
            yield session
        except BaseException:
            session.close()
            self._give_back(None)
            raise
        self._give_back(session)

    def _taken(self) -> _FtpSession:
        """A connection: an idle one, else a new one, else whichever is free next. A server that refuses one more while
        there are others gives no more than those."""
        while True:
            with self._changed:
                self._changed.wait_for(lambda: self._idle or self._open < self._most)
                if self._idle:
                    return self._idle.pop()
                self._open += 1
            try:
                return within(SECONDS * 2, lambda: _connect(self._address, self._trust))
            except (ftplib.Error, OSError, *GARBLED):
                self._give_back(None)
                with self._changed:
                    self._most = self._open
                    if not self._most:
                        self._most = AT_ONCE
                        raise

    def _give_back(self, session: _FtpSession | None) -> None:
        """It is idle now; None: it is closed."""
        with self._changed:
            if session:
                self._idle.append(session)
            else:
                self._open -= 1
            self._changed.notify_all()


class _FtpSession:
    """One connection. A file is looked at by MLST where the server has it, else by SIZE and MDTM."""

    def __init__(self, ftp: ftplib.FTP, root: str) -> None:
        self._ftp, self._root = ftp, root.rstrip("/")
        self._facts = self._has_facts()

    def at(self, path: str) -> str:
        """The absolute path on the server, as the library takes it."""
        return _bytes_of(f"{self._root}/{path}" if path else self._root or "/")

    def look(self, path: str) -> FileInfo | None:
        if not self._facts:
            return self._look_without_facts(path)
        answer = self._tried(f"MLST {self.at(path)}")
        if answer is None:
            return None
        return _found(answer.split("\n")[1].strip().partition(" ")[0])

    def _look_without_facts(self, path: str) -> FileInfo | None:
        size = self._tried(f"SIZE {self.at(path)}")
        if size is not None:
            modified = self._tried(f"MDTM {self.at(path)}") or ""
            return FileInfo("file", int(size.split()[1]), modified.partition(" ")[2])
        return FileInfo("folder") if self._is_folder(path) else None

    def _is_folder(self, path: str) -> bool:
        """Whether CWD succeeds. All other paths are absolute, so the working directory does not matter."""
        return self._tried(f"CWD {self.at(path)}") is not None

    def list_folder(self, folder: str) -> dict[str, FileInfo] | None:
        if not self._is_folder(folder):
            return None
        if not self._facts:
            return self._list_without_facts(folder)
        lines = self._lines(f"MLSD {self.at(folder)}")
        named = (line.partition(" ")[::2] for line in lines)
        return {name: _found(facts) for facts, name in named if "type=cdir" not in facts and "type=pdir" not in facts}

    def _list_without_facts(self, folder: str) -> dict[str, FileInfo]:
        """NLST gives names alone, often without hidden ones: those in `WATCHED` are asked for by name."""
        try:
            lines = self._lines(f"NLST {self.at(folder)}")
        except ftplib.error_perm as error:
            if not str(error).startswith("550"):  # many servers say so of an empty folder
                raise
            lines = []
        names = {line.rpartition("/")[2] for line in lines} - {".", "..", ""}
        there = {name: self.look(f"{folder}/{name}".lstrip("/")) for name in sorted(names | WATCHED)}
        return {name: found or FileInfo("other") for name, found in there.items() if found or name in names}

    def read(self, path: str) -> bytes | None:
        content = io.BytesIO()
        try:
            self._ftp.retrbinary(f"RETR {self.at(path)}", content.write)
        except ftplib.error_perm as error:
            if not str(error).startswith("550"):
                raise
            return None
        return content.getvalue()

    def write(self, path: str, data: bytes) -> None:
        self._ftp.storbinary(f"STOR {self.at(path)}", io.BytesIO(data))

    def move(self, source: str, goal: str) -> None:
        """Rename onto what is there. Where the server refuses to replace, remove it first: not atomic."""
        self._tried(f"SITE CHMOD 644 {self.at(source)}")
        try:
            self._ftp.rename(self.at(source), self.at(goal))
        except ftplib.error_perm:
            if self.look(goal) is None or self.look(source) is None:
                raise
            self._ftp.delete(self.at(goal))
            self._ftp.rename(self.at(source), self.at(goal))

    def make_folder(self, folder: str) -> None:
        if not self._is_folder(folder):
            self._ftp.mkd(self.at(folder))
            self._tried(f"SITE CHMOD 755 {self.at(folder)}")

    def remove(self, path: str) -> None:
        try:
            self._ftp.delete(self.at(path))
        except ftplib.error_perm:
            if self.look(path) is not None:
                raise

    def remove_folder(self, folder: str) -> None:
        if self.list_folder(folder) == {}:
            self._tried(f"CWD {self.at('')}")  # servers refuse to remove their working directory
            self._ftp.rmd(self.at(folder))

    def leave(self) -> None:
        """Say so: a server that counts connections has one more for the next."""
        with suppress(ftplib.Error, OSError, EOFError):
            if self._ftp.sock:
                self._ftp.sock.settimeout(2)
            self._ftp.quit()
        self.close()

    def close(self) -> None:
        with suppress(ftplib.Error, OSError, EOFError):
            if self._ftp.sock:
                self._ftp.sock.shutdown(socket.SHUT_RDWR)  # wakes whoever still waits there
        with suppress(ftplib.Error, OSError, EOFError):
            self._ftp.close()

    def _lines(self, command: str) -> list[str]:
        """A listing. It switches to ASCII mode, in which servers refuse SIZE; switched back here."""
        lines: list[str] = []
        try:
            self._ftp.retrlines(command, lines.append)
        finally:
            self._ftp.voidcmd("TYPE I")
        return [_text_of(line) for line in lines]

    def _tried(self, command: str) -> str | None:
        """The answer, None if the server refuses for good (5xx)."""
        try:
            return _text_of(self._ftp.sendcmd(command))
        except ftplib.error_perm:
            return None

    def _has_facts(self) -> bool:
        features = self._tried("FEAT") or ""
        return "MLST" in features.upper()


class _FtpTls(ftplib.FTP_TLS):
    """Python's, but a data connection resumes the TLS session of the control connection: many servers refuse any
    other, since it could be somebody else's."""

    def ntransfercmd(self, cmd: str, rest: int | str | None = None) -> tuple[socket.socket, int | None]:
        connection, size = ftplib.FTP.ntransfercmd(self, cmd, rest)  # noqa: S321  wrapped in TLS below
        session = self.sock.session if isinstance(self.sock, ssl.SSLSocket) else None
        secure = self.context.wrap_socket(connection, server_hostname=self.host, session=session)
        return secure, size


def _connect(address: Address, trust: FtpTrust) -> _FtpSession:
    ftp: ftplib.FTP
    if address.scheme == "ftps":
        context = ssl.create_default_context(cafile=str(trust.ca_file) if trust.ca_file else None)
        ftp = _FtpTls(context=context, timeout=SECONDS, encoding=WIRE)
    else:
        ftp = ftplib.FTP(timeout=SECONDS, encoding=WIRE)  # noqa: S321  the office's host has nothing better; told in docs
    try:
        ftp.connect(address.host, address.port or ftplib.FTP_PORT)
        ftp.login(_bytes_of(address.user or "anonymous"), _bytes_of(trust.password))
        if isinstance(ftp, ftplib.FTP_TLS):
            ftp.prot_p()
        ftp.voidcmd("TYPE I")
        with suppress(ftplib.error_perm):
            ftp.voidcmd("OPTS UTF8 ON")
        path = address.path
        return _FtpSession(ftp, f"{_text_of(ftp.pwd()).rstrip('/')}/{path[3:]}" if path.startswith("/~/") else path)
    except BaseException:
        ftp.close()
        raise


def _bytes_of(text: str) -> str:
    return text.encode("utf-8", "surrogateescape").decode(WIRE)


def _text_of(said: str) -> str:
    return said.encode(WIRE).decode("utf-8", "surrogateescape")


def _found(facts: str) -> FileInfo:
    """`type=file;size=12;modify=20261123070500;` as a `FileInfo`."""
    by_name = {name.lower(): text for name, _, text in (fact.partition("=") for fact in facts.split(";"))}
    kind = by_name.get("type", "").lower()
    if kind in {"dir", "cdir", "pdir"}:
        return FileInfo("folder")
    return FileInfo("file" if kind == "file" else "other", int(by_name.get("size") or 0), by_name.get("modify", ""))


_FULL = re.compile(r"(421|530)\b.*\b(maximum|too many)\b", re.IGNORECASE | re.DOTALL)
"""All connections are in use."""


def _answer_of(error: Exception) -> str:
    """What the server or the system said, as it can be shown."""
    said = str(error)
    return readable(_text_of(said)) if isinstance(error, ftplib.Error) else said


def explain(error: Exception, verb: str, address: Address) -> TargetError:
    """The library's error as one sentence that says what to do."""
    where, answer = address.location, _answer_of(error)
    if isinstance(error, ssl.SSLCertVerificationError):
        return TargetError(
            say(
                "%(where)s: the server's certificate cannot be trusted (%(verify_message)s). Nothing was sent. If it "
                "is the office's own, name its certificate as ca_file in [publish]",
                where=where, verify_message=error.verify_message,
            )
        )  # fmt: skip
    if isinstance(error, ftplib.error_perm | ftplib.error_temp) and _FULL.match(answer):
        return TargetUnreachable(
            say(
                "%(location)s: the server has no connection left for us (%(answer)s). Nothing is wrong with the "
                "password: another program of this account or address may have them. The next run finishes",
                location=where, answer=answer,
            )
        )  # fmt: skip
    if isinstance(error, ftplib.error_perm) and answer.startswith(("530", "331", "332")):
        return TargetError(
            say(
                "%(where)s: the server does not let %(user)s in. Check the user in `to` and "
                "%(password_variable)s, or key_file",
                where=where, user=address.user or "anonymous", password_variable=PASSWORD_VARIABLE,
            )
        )  # fmt: skip
    if isinstance(error, ftplib.error_perm | ftplib.error_temp) and answer.startswith(("552", "452")):
        return TargetError(
            say("%(where)s: the server's disk or quota is full. Make room; the next run finishes", where=where)
        )
    if isinstance(error, ftplib.error_perm):
        return TargetError(
            say(
                "%(where)s: the server refuses to %(verb)s it (%(answer)s). Give the account the right to read, "
                "write, rename and delete there; the visible site is whole",
                where=where, verb=verb, answer=answer,
            )
        )  # fmt: skip
    parts = {"where": where, "reason": answer or type(error).__name__}
    return TargetUnreachable(
        say("%(where)s: the connection failed (%(reason)s). The visible site is whole; the next run finishes", **parts)
    )
