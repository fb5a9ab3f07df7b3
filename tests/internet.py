"""A stand-in for the internet, on loopback: names with addresses, servers that answer as they are told, certificates.

The client under test looks names up here and is told where to dial; that the addresses are public ones it judges as
ever.
"""

from __future__ import annotations

import datetime as dt
import socket
import ssl
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from sync.links.client import LinkClient

PUBLIC = "93.184.215.14"
AGENT = "DIP-Sync/test (+https://ppid.example.go.id/; link check)"

Say = Callable[[bytes], None]
Play = Callable[[Say], None]
"""What a server does once it has read a request: it may take its time."""


def answer(status: int = 200, kind: str = "application/pdf", body: bytes = b"", **headers: str) -> Play:
    """A whole answer."""
    lines = [f"HTTP/1.1 {status} Words", f"Content-Type: {kind}", f"Content-Length: {len(body)}"]
    lines += [f"{name.replace('_', '-')}: {text}" for name, text in headers.items()]
    return lambda say: say("\r\n".join([*lines, "", ""]).encode("latin-1") + body)


def page(text: str, title: str = "", status: int = 200) -> Play:
    """A page."""
    head = "<!doctype html><meta charset=utf-8>"
    return answer(status, "text/html; charset=utf-8", f"{head}<title>{title}</title><body>{text}</body>".encode())


def redirect(location: str, status: int = 302) -> Play:
    return answer(status, "text/html", Location=location)


def drops(head: bytes, drop: bytes, every: float) -> Play:
    """Bytes that come one after another and never end."""

    def play(say: Say) -> None:
        say(head)
        while True:
            say(drop)
            time.sleep(every)

    return play


class Internet:
    """Names and pages. `asked` are the requests in their order: method and address; `heads` what each sent along."""

    def __init__(self, folder: Path) -> None:
        self.names: dict[str, Sequence[str] | Callable[[], Sequence[str]] | OSError] = {}
        self.pages: dict[str, Play] = {}
        self.marks: dict[str, str] = {}  # address → ETag: who sends it along is told that nothing changed
        self.other: Play = answer(404, "text/html")
        self.asked: list[str] = []
        self.heads: list[str] = []
        self.looked_up: list[str] = []
        self.dialled: list[tuple[str, int]] = []
        self.latency = 0.0
        self._lock = threading.Lock()
        self.most: dict[str, int] = {}
        self._now: dict[str, int] = {}
        self.authority = Authority(folder)
        self._plain, self._secure = self._listen(None), self._listen(self.authority.server_context())

    def close(self) -> None:
        for listener in (self._plain, self._secure):
            with suppress(OSError):
                listener.shutdown(socket.SHUT_RDWR)  # who waits in accept is not woken by a close
            listener.close()

    def client(self) -> LinkClient:
        """A client that knows this internet alone."""
        return LinkClient(AGENT, self.authority.client_context(), self.look_up, self.dial)

    def look_up(self, host: str, _: int) -> Sequence[str]:
        self.looked_up.append(host)
        found = self.names.get(host, [PUBLIC])
        if isinstance(found, OSError):
            raise found
        return found() if callable(found) else found

    def dial(self, host: str, port: int) -> tuple[str, int]:
        self.dialled.append((host, port))
        return "127.0.0.1", (self._secure if port == 443 else self._plain).getsockname()[1]

    def _listen(self, tls: ssl.SSLContext | None) -> socket.socket:
        listener = socket.create_server(("127.0.0.1", 0), backlog=512)
        threading.Thread(target=self._accept, args=(listener, tls), daemon=True).start()
        return listener

    def _accept(self, listener: socket.socket, tls: ssl.SSLContext | None) -> None:
        while True:
            try:
                connection, _ = listener.accept()
            except OSError:
                return
            threading.Thread(target=self._serve, args=(connection, tls), daemon=True).start()

    def _serve(self, connection: socket.socket, tls: ssl.SSLContext | None) -> None:
        with suppress(OSError), connection:
            if tls:
                connection = tls.wrap_socket(connection, server_side=True)
            with connection:  # the wrapped one is another, and would be left open where the client went away
                self._talk(connection, "https" if tls else "http")

    def _talk(self, connection: socket.socket, scheme: str) -> None:
        head = b""
        while b"\r\n\r\n" not in head:
            if not (more := connection.recv(65536)):
                return
            head += more
        self._answer(connection, head.decode("latin-1"), scheme)
        with suppress(OSError):
            connection.shutdown(socket.SHUT_RDWR)

    def _answer(self, connection: socket.socket, head: str, scheme: str) -> None:
        method, target, _ = head.partition("\r\n")[0].split(" ")
        host = next(line[6:] for line in head.split("\r\n") if line.lower().startswith("host: "))
        url = f"{scheme}://{host}{target}"
        with self._lock:
            self.asked.append(f"{method} {url}")
            self.heads.append(head)
            self._now[host] = self._now.get(host, 0) + 1
            self.most[host] = max(self.most.get(host, 0), self._now[host])
        time.sleep(self.latency)
        with self._lock:  # before the answer goes out: who has it may ask again at once
            self._now[host] -= 1
        play = self.pages.get(f"{method} {url}") or self.pages.get(url)
        if (mark := self.marks.get(url)) and f"If-None-Match: {mark}\r\n" in head:
            play = answer(304)
        if play is None:
            play = answer(404) if target == "/robots.txt" else self.other
        play(lambda data: connection.sendall(_without_body(data) if method == "HEAD" else data))


def _without_body(data: bytes) -> bytes:
    head, end, _ = data.partition(b"\r\n\r\n")
    return head + end


class Authority:
    """Certificates: for every name a good one, except where the name says that it is another."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._key = ec.generate_private_key(ec.SECP256R1())
        self._name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "Authority")])
        now = dt.datetime.now(dt.UTC)
        self._root = self._sign(self._name, self._key, [], now + dt.timedelta(days=9), authority=True)
        self._contexts: dict[str, ssl.SSLContext] = {}
        self._one_at_a_time = threading.Lock()

    def client_context(self) -> ssl.SSLContext:
        """Trusts this authority."""
        return ssl.create_default_context(cadata=self._root.public_bytes(serialization.Encoding.PEM).decode())

    def server_context(self) -> ssl.SSLContext:
        """Shows each client the certificate of the name that it asks for."""
        context = self._context("example.org")
        context.sni_callback = self._choose
        return context

    def _choose(self, connection: ssl.SSLObject, name: str | None, _: ssl.SSLContext) -> None:
        connection.context = self._context(name or "example.org")

    def _context(self, name: str) -> ssl.SSLContext:
        with self._one_at_a_time:  # two may ask for one name at once
            if name not in self._contexts:
                self._contexts[name] = self._made(name)
            return self._contexts[name]

    def _made(self, name: str) -> ssl.SSLContext:
        key, now = ec.generate_private_key(ec.SECP256R1()), dt.datetime.now(dt.UTC)
        shown = "another.example" if name.startswith("wrong-name.") else name
        end = now - dt.timedelta(days=1) if name.startswith("expired.") else now + dt.timedelta(days=8)
        issuer = ec.generate_private_key(ec.SECP256R1()) if name.startswith("unknown.") else self._key
        subject = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, shown[:64])])
        certificate = self._sign(subject, key, [x509.DNSName(shown)], end, signer=issuer)
        file = self._folder / f"{name}.pem"
        form = serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        pem = serialization.Encoding.PEM
        file.write_bytes(certificate.public_bytes(pem) + key.private_bytes(pem, *form))
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(file)
        return context

    def _sign(
        self, subject: x509.Name, key: ec.EllipticCurvePrivateKey, names: Sequence[x509.GeneralName], end: dt.datetime,
        *, signer: ec.EllipticCurvePrivateKey | None = None, authority: bool = False,
    ) -> x509.Certificate:  # fmt: skip
        begin = end - dt.timedelta(days=30)
        builder = x509.CertificateBuilder(
            self._name, subject, key.public_key(), x509.random_serial_number(), begin, end
        )
        builder = builder.add_extension(x509.BasicConstraints(ca=authority, path_length=None), critical=True)
        if names:
            builder = builder.add_extension(x509.SubjectAlternativeName(names), critical=False)
        return builder.sign(signer or self._key, hashes.SHA256())


@contextmanager
def internet(folder: Path) -> Iterator[Internet]:
    """One of its own."""
    made = Internet(folder)
    try:
        yield made
    finally:
        made.close()
