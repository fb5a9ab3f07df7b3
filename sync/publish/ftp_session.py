"""One connection to an FTP server: the commands for each file and folder, and what the answers mean.

The library is given a character for each byte, since a server may say what is not UTF-8.
"""

from __future__ import annotations

import ftplib
import io
import select
import socket
import ssl
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from sync.certificates import context_with
from sync.publish.inventory import WATCHED
from sync.publish.store import FileInfo
from sync.settings.target_address import Address

SECONDS = 30.0
"""From one byte of an answer to the next."""
IMPLICIT = 990
"""The port on which FTPS begins with TLS."""
GREETING = 3.0
"""So many seconds of silence on another port look like such a server: one that speaks first does so at once."""
WIRE = "latin-1"
"""What the library reads and writes: a character for each byte."""


@dataclass(frozen=True)
class FtpTrust:
    """`ca_file`: the certificates that servers are verified with; if None, the system's and those of the office's
    `network`."""

    password: str = ""
    ca_file: Path | None = None
    network: Path | None = None

    @property
    def context(self) -> ssl.SSLContext:
        """How a server's certificate is verified."""
        return ssl.create_default_context(cafile=str(self.ca_file)) if self.ca_file else context_with(self.network)


class FtpSession:
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
        return {name: info or FileInfo("other") for name, info in there.items() if info or name in names}

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
        """Where the server refuses to replace, remove first what a run that was cut left there."""
        try:
            self._ftp.storbinary(f"STOR {self.at(path)}", io.BytesIO(data))
        except ftplib.error_perm:
            there = self.look(path)
            if there is None or there.kind == "folder":
                raise
            self._ftp.delete(self.at(path))
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
        return [text_of(line) for line in lines]

    def _tried(self, command: str) -> str | None:
        """The answer, None if the server refuses for good (5xx)."""
        try:
            return text_of(self._ftp.sendcmd(command))
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

    def connect(self, host: str = "", port: int = 0, *_: object) -> str:
        """With TLS from the first byte on the port that is kept for it, and wherever else the server says nothing until
        it is spoken to so."""
        self.host, self.port = host, port
        self.sock = self._connected(at_once=port == IMPLICIT)
        if port not in (IMPLICIT, ftplib.FTP_PORT) and not select.select([self.sock], [], [], GREETING)[0]:
            try:
                self.sock = self._tls(self.sock)
            except ssl.SSLCertVerificationError:
                raise
            except OSError:  # it was only slow
                self.sock = self._connected(at_once=False)
        self.af = self.sock.family
        self.file = self.sock.makefile("r", encoding=self.encoding)
        self.welcome = self.getresp()
        return self.welcome

    def _connected(self, *, at_once: bool) -> socket.socket:
        plain = socket.create_connection((self.host, self.port), SECONDS)
        return self._tls(plain) if at_once else plain

    def _tls(self, plain: socket.socket) -> ssl.SSLSocket:
        return self.context.wrap_socket(plain, server_hostname=self.host)


def connect(address: Address, trust: FtpTrust) -> FtpSession:
    ftp: ftplib.FTP
    if address.scheme == "ftps":
        ftp = _FtpTls(context=trust.context, timeout=SECONDS, encoding=WIRE)
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
        return FtpSession(ftp, f"{text_of(ftp.pwd()).rstrip('/')}/{path[3:]}" if path.startswith("/~/") else path)
    except BaseException:
        ftp.close()
        raise


def _bytes_of(text: str) -> str:
    return text.encode("utf-8", "surrogateescape").decode(WIRE)


def text_of(answer: str) -> str:
    return answer.encode(WIRE).decode("utf-8", "surrogateescape")


def _found(facts: str) -> FileInfo:
    """`type=file;size=12;modify=20261123070500;` as a `FileInfo`."""
    by_name = {name.lower(): text for name, _, text in (fact.partition("=") for fact in facts.split(";"))}
    kind = by_name.get("type", "").lower()
    if kind in {"dir", "cdir", "pdir"}:
        return FileInfo("folder")
    return FileInfo("file" if kind == "file" else "other", int(by_name.get("size") or 0), by_name.get("modify", ""))
