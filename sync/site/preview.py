"""A preview of the built site on loopback: what a plain web server would show, and nothing else of the disk."""

from __future__ import annotations

import functools
from http import HTTPStatus
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from sync.errors import TargetError


class _Pages(SimpleHTTPRequestHandler):
    """Files and `index.html`; no listings, no hidden files, the site's own 404 page."""

    def list_directory(self, path: Any) -> None:  # noqa: ARG002  the base class names it
        self.send_error(HTTPStatus.NOT_FOUND)

    def translate_path(self, path: str) -> str:
        place = super().translate_path(path)
        hidden = any(part.startswith(".") for part in Path(place).relative_to(self.directory).parts)
        return str(Path(self.directory) / "\0") if hidden else place

    def send_head(self) -> Any:
        if "\0" in self.translate_path(self.path):
            return self.send_error(HTTPStatus.NOT_FOUND)
        return super().send_head()

    def send_error(self, code: int, message: str | None = None, explain: str | None = None) -> None:
        page = Path(self.directory) / "404.html"
        if code != HTTPStatus.NOT_FOUND or not page.is_file():
            super().send_error(code, message, explain)
            return
        body = page.read_bytes()
        self.send_response(HTTPStatus.NOT_FOUND)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    def end_headers(self) -> None:
        self.send_header("Cache-Control", "no-cache")
        super().end_headers()

    def log_message(self, format: str, *args: Any) -> None:
        """A preview is quiet."""


def preview(folder: Path, port: int) -> ThreadingHTTPServer:
    """A server on 127.0.0.1, not yet serving; port 0 takes a free one. Raises `TargetError` without a site or a free
    port."""
    if not (folder / "index.html").is_file():
        raise TargetError(f"{folder} holds no site yet; run `dip sync` first")
    try:
        handler = functools.partial(_Pages, directory=str(folder.resolve()))
        return ThreadingHTTPServer(("127.0.0.1", port), handler)
    except (OSError, OverflowError) as error:
        raise TargetError(f"port {port} on 127.0.0.1 cannot be used: {error}. Try another --port") from error


def serve(folder: Path, port: int) -> None:
    """Serve until interrupted (Ctrl-C ends it quietly)."""
    with preview(folder, port) as server:
        try:
            server.serve_forever()
        except KeyboardInterrupt:
            return
