"""Mail servers on loopback: a real one (aiosmtpd, with TLS and a password) whose answers a test chooses, and one that a
test writes line by line, for what no real server does on purpose."""

from __future__ import annotations

import socket
import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from tempfile import mkdtemp
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult

from tests.ftp_server import make_certificate
from tests.servers import free_port

USER, PASSWORD = "dip", "rahasia-sekali"


@cache
def certificate() -> Path:
    """A certificate of 127.0.0.1 with its key, that nobody knows."""
    return make_certificate(Path(mkdtemp(prefix="dip-mail-")))


def server_context() -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate())
    return context


@dataclass
class MailServer:
    """A running server and what it took. `recipients` and `contents` are its answers, if not a yes: the first for the
    first message, the last for all others."""

    port: int = 0
    recipients: dict[str, list[str]] = field(default_factory=dict)
    contents: list[str] = field(default_factory=list)
    taken: list[tuple[str, bytes]] = field(default_factory=list)
    logins: list[bool] = field(default_factory=list)

    async def handle_RCPT(self, _: Any, __: Any, envelope: Any, address: str, ___: Any) -> str:  # noqa: N802
        answers = self.recipients.get(address, [])
        answer = answers.pop(0) if len(answers) > 1 else (answers or ["250 OK"])[0]
        if answer.startswith("250"):
            envelope.rcpt_tos.append(address)
        return answer

    async def handle_DATA(self, _: Any, __: Any, envelope: Any) -> str:  # noqa: N802
        answer = self.contents.pop(0) if self.contents else "250 OK"
        if answer.startswith("250"):
            self.taken.append((envelope.rcpt_tos[0], envelope.content))
        return answer

    def authenticate(self, _: Any, __: Any, ___: Any, mechanism: str, data: Any) -> AuthResult:
        is_right = (data.login, data.password) == (USER.encode(), PASSWORD.encode())
        self.logins.append(is_right)
        return AuthResult(success=is_right, handled=is_right)


@contextmanager
def mail_server(scheme: str = "smtps") -> Iterator[MailServer]:
    """A real server that speaks as `scheme` says."""
    there, port = MailServer(), free_port()
    words: dict[str, Any] = {"authenticator": there.authenticate}
    if scheme == "smtps":
        words |= {"ssl_context": server_context(), "auth_require_tls": False}  # aiosmtpd counts STARTTLS alone as TLS
    elif scheme == "smtp+starttls":
        words |= {"tls_context": server_context(), "require_starttls": True}
    else:
        words["auth_require_tls"] = False
    controller = Controller(there, hostname="127.0.0.1", port=port, **words)
    controller.start()
    there.port = port
    try:
        yield there
    finally:
        controller.stop()


@contextmanager
def scripted_server(talk: Callable[[socket.socket], None]) -> Iterator[int]:
    """The port of a server that says what a test makes it say, to each who comes."""
    listener = socket.create_server(("127.0.0.1", 0))
    open_ones: list[socket.socket] = []

    def one(connection: socket.socket) -> None:
        with connection:
            try:
                talk(connection)
            except OSError:
                return

    def serve() -> None:
        while True:
            try:
                connection, _ = listener.accept()
            except OSError:
                return
            open_ones.append(connection)
            threading.Thread(target=one, args=(connection,), daemon=True).start()

    thread = threading.Thread(target=serve, daemon=True)
    thread.start()
    try:
        yield int(listener.getsockname()[1])
    finally:
        listener.shutdown(socket.SHUT_RDWR)
        listener.close()
        for connection in open_ones:
            connection.close()
        thread.join(5)


def dialogue(connection: socket.socket, *, until: str, last: bytes = b"") -> bytes:
    """Speaks as a mail server does, up to and with the command `until`, to which it answers `last`. Returns what it was
    sent as content."""
    lines = connection.makefile("rb")
    connection.sendall(b"220 here\r\n")
    content = b""
    for line in lines:
        command = line.strip().upper()
        if command.startswith(until.encode()):
            connection.sendall(last)
            return content
        if command == b"DATA":
            connection.sendall(b"354 go on\r\n")
            for text in lines:
                if text == b".\r\n":
                    break
                content += text
            if until == ".":
                connection.sendall(last)
                return content
        connection.sendall(b"250 OK\r\n")
    return content
