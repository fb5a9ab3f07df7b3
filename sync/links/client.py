"""One request: to the very address that was looked at, as nobody in particular, within limits of size and time.

A name is looked up once, each of its addresses is judged, and the connection goes to one of these: no second look-up
could lead elsewhere. TLS still asks for the certificate of the name. No proxy of the machine is used, since that would
look the name up by itself; no cookie is kept and no password sent.
"""

from __future__ import annotations

import http.client
import socket
import ssl
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from types import MappingProxyType
from typing import NamedTuple, TypeVar

from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.exceptions import HTTPError
from urllib3.response import HTTPResponse

from sync.links.web_address import NoAnswer, WebAddress, is_public
from sync.time_limit import within

READ = 128 * 1024
"""Bytes of a page that are read at most: a page that asks for a sign-in says so at its beginning."""
READABLE = ("", "text/html", "application/xhtml+xml", "text/plain")
"""Kinds of answers that are read."""
TRIED = 3
"""So many addresses of a name are tried."""
_UNKNOWN_NAME = {socket.EAI_NONAME, getattr(socket, "EAI_NODATA", socket.EAI_NONAME)}
_EXPIRED = 10  # OpenSSL's X509_V_ERR_CERT_HAS_EXPIRED

Answered = TypeVar("Answered")
LookUp = Callable[[str, int], Sequence[str]]
"""Host and port → its addresses."""
Dial = Callable[[str, int], tuple[str, int]]
"""The address and port that were looked at → those that are dialled: the same, except in tests."""


class PageAnswer(NamedTuple):
    """What a server answers. `page` is the beginning of a page that can be read, empty for everything else."""

    status: int
    location: str
    kind: str
    page: bytes


class FileAnswer(NamedTuple):
    """What a server answers that was asked for a whole file; `body` is empty unless the status is 200."""

    status: int
    location: str
    kind: str
    etag: str
    modified: str
    body: bytes


def look_up(host: str, port: int) -> Sequence[str]:
    """All addresses of a name. Raises `OSError`."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return tuple(dict.fromkeys(str(entry[4][0]) for entry in found))


def as_looked_up(host: str, port: int) -> tuple[str, int]:
    """Dial what was looked at."""
    return host, port


class _Attempt:
    """The connections of one request. Once it has ended none is opened any more, and nothing reads from one."""

    def __init__(self, seconds: float) -> None:
        self.seconds = seconds
        self._connections: list[HTTPConnection] = []
        self._over = False

    def holding(self, connection: HTTPConnection) -> HTTPConnection:
        """The connection, not yet opened. Raises `NoAnswer` where it comes too late."""
        self._connections.append(connection)
        if self._over:
            raise NoAnswer("slow")
        return connection

    def end(self) -> None:
        """Cut what is open."""
        self._over = True
        for connection in self._connections:
            with suppress(OSError, AttributeError):
                connection.sock.shutdown(socket.SHUT_RDWR)  # ends whoever waits for a byte there
            with suppress(OSError):
                connection.close()


class LinkClient:
    """Asks under the name `agent`; `tls` is whom it trusts."""

    def __init__(self, agent: str, tls: ssl.SSLContext, look_up: LookUp = look_up, dial: Dial = as_looked_up) -> None:
        self._tls, self._look_up, self._dial = tls, look_up, dial
        self._headers = {
            "User-Agent": agent, "Accept": "*/*", "Accept-Language": "id, en;q=0.8", "Accept-Encoding": "identity",
            "Connection": "close",
        }  # fmt: skip

    def ask(self, method: str, address: WebAddress, seconds: float, most: int = READ) -> PageAnswer:
        """The answer to `HEAD` or `GET`, of which no more than `most` bytes are read, in so many seconds in all. Raises
        `NoAnswer`."""
        return self._limited(seconds, lambda attempt: self._exchange(method, address, most, attempt))

    def fetch(
        self, address: WebAddress, seconds: float, most: int, headers: Mapping[str, str] = MappingProxyType({})
    ) -> FileAnswer:
        """A whole file, in so many seconds in all; of one that is larger than `most` bytes one byte more. Raises
        `NoAnswer`, also for a file that ends too soon or is packed, although that was not asked for."""
        return self._limited(seconds, lambda attempt: self._file(address, most, {**self._headers, **headers}, attempt))

    @staticmethod
    def _limited(seconds: float, exchange: Callable[[_Attempt], Answered]) -> Answered:
        attempt = _Attempt(seconds)
        try:
            return within(seconds, lambda: exchange(attempt))
        except TimeoutError:
            raise NoAnswer("slow") from None
        except ssl.SSLCertVerificationError as error:
            raise NoAnswer("expired" if error.verify_code == _EXPIRED else "certificate") from None
        except ssl.SSLError:
            raise NoAnswer("tls") from None
        except http.client.RemoteDisconnected:
            raise NoAnswer("silent") from None
        except (http.client.HTTPException, UnicodeError, ValueError):
            raise NoAnswer("garbled") from None
        except (HTTPError, OSError):
            raise NoAnswer("silent") from None
        finally:
            attempt.end()

    def _exchange(self, method: str, address: WebAddress, most: int, attempt: _Attempt) -> PageAnswer:
        connection = self._connected(address, attempt)
        headers = {**self._headers, "Host": address.place}
        if method == "GET":
            headers["Range"] = f"bytes=0-{most - 1}"
        connection.request(
            method, address.target, headers=headers, preload_content=False, decode_content=False,
            enforce_content_length=False,
        )  # fmt: skip
        response = connection.getresponse()
        return _answer(response, most if method == "GET" else 0)

    def _file(self, address: WebAddress, most: int, headers: Mapping[str, str], attempt: _Attempt) -> FileAnswer:
        connection = self._connected(address, attempt)
        connection.request(
            "GET", address.target, headers={**headers, "Host": address.place}, preload_content=False,
            decode_content=False,
        )  # fmt: skip
        response = connection.getresponse()
        if response.status == 200 and not _is_plain(response):
            raise NoAnswer("garbled")
        body = _up_to(response, most) if response.status == 200 else b""
        etag, modified = (str(response.headers.get(name, ""))[:200] for name in ("ETag", "Last-Modified"))
        return FileAnswer(response.status, _location(response), _kind(response), etag, modified, body)

    def _connected(self, address: WebAddress, attempt: _Attempt) -> HTTPConnection:
        """Connected to one of the addresses of the name; its certificate is the name's."""
        trouble: Exception = NoAnswer("silent")
        for place in self._addresses(address)[:TRIED]:
            connection = attempt.holding(self._connection(address, place, attempt.seconds))
            try:
                connection.connect()
            except ssl.SSLError:
                raise
            except (HTTPError, OSError) as error:
                trouble = error
            else:
                return connection
        raise trouble

    def _connection(self, address: WebAddress, place: str, seconds: float) -> HTTPConnection:
        host, port = self._dial(place, address.port)
        if address.scheme == "http":
            return HTTPConnection(host, port, timeout=seconds)
        return HTTPSConnection(host, port, timeout=seconds, ssl_context=self._tls, server_hostname=address.host)

    def _addresses(self, address: WebAddress) -> Sequence[str]:
        """Where the name leads, all of it outside. Raises `NoAnswer`."""
        try:
            places = self._look_up(address.host, address.port)
        except socket.gaierror as error:
            raise NoAnswer("name" if error.errno in _UNKNOWN_NAME else "lookup") from None
        except (OSError, UnicodeError):
            raise NoAnswer("lookup") from None
        if not all(map(is_public, places)):
            raise NoAnswer("inside")
        return places


def _up_to(response: HTTPResponse, most: int) -> bytes:
    """No more than one byte above `most`: then nobody takes it for whole."""
    parts, left = [], most + 1
    while left and (part := response.read(min(left, 256 * 1024))):
        parts.append(part)
        left -= len(part)
    return b"".join(parts)


def _answer(response: HTTPResponse, most: int) -> PageAnswer:
    """Of a page its beginning; of anything else nothing is read."""
    kind = _kind(response)
    readable = most and _is_plain(response) and kind in READABLE
    return PageAnswer(response.status, _location(response), kind, response.read(most) if readable else b"")


def _kind(response: HTTPResponse) -> str:
    return str(response.headers.get("Content-Type", "")).partition(";")[0].strip().lower()


def _location(response: HTTPResponse) -> str:
    return str(response.headers.get("Location", "")).encode("latin-1", "replace").decode("utf-8", "replace")


def _is_plain(response: HTTPResponse) -> bool:
    return response.headers.get("Content-Encoding", "identity").strip().lower() in ("identity", "")
