"""A bucket on loopback, kept as every real server keeps one: half a request changes nothing there."""

from __future__ import annotations

import io
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import cast

from moto.moto_server.werkzeug_app import DomainDispatcherApplication, MotoRequestHandler, create_backend_app
from werkzeug.serving import make_server


class _Lines:
    """The stream of a request, and the last line read of it."""

    def __init__(self, stream: io.BufferedIOBase) -> None:
        self.stream, self.last = stream, b""

    def readline(self, limit: int = -1) -> bytes:
        self.last = self.stream.readline(limit)
        return self.last


class _WholeRequests(MotoRequestHandler):
    """Python's own server takes the end of the connection for the end of the headers: a write that is cut before its
    `Content-Length` would be one of an empty file."""

    def parse_request(self) -> bool:
        lines, stream = _Lines(self.rfile), self.rfile
        self.rfile = cast(io.BufferedIOBase, lines)
        try:
            understood = super().parse_request()
        finally:
            self.rfile = stream
        whole = lines.last in (b"\r\n", b"\n")
        self.close_connection |= not whole
        return bool(understood and whole)


@contextmanager
def s3_server() -> Iterator[int]:
    """The port on which it answers."""
    application = DomainDispatcherApplication(create_backend_app)
    server = make_server("127.0.0.1", 0, application, threaded=True, request_handler=_WholeRequests)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield server.port
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
