"""A preview of the built site on loopback: what a plain web server would show, and nothing else of the disk."""

from __future__ import annotations

import functools
import os
import stat
from http import HTTPStatus
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from sync.errors import TargetError, reason_of
from sync.message import say


class _Pages(SimpleHTTPRequestHandler):
    """Files and `index.html`; no listings, no hidden files, no symlinks, the site's own 404 page."""

    def list_directory(self, path: Any) -> None:  # noqa: ARG002  the base class names it
        self.send_error(HTTPStatus.NOT_FOUND)

    def translate_path(self, path: str) -> str:
        """The file to send, or a folder whose address lacks its last slash; for everything else a name that no file
        can have."""
        place, root = super().translate_path(path), Path(self.directory)
        if place.endswith("/") and os.path.isdir(place):
            place += "index.html"
        plain = _is_plain(root, Path(place).relative_to(root))
        return place if plain else str(root / "\0")

    def send_head(self) -> Any:
        if "\0" in self.translate_path(self.path):
            return self.send_error(HTTPStatus.NOT_FOUND)
        return super().send_head()

    def send_error(self, code: int, message: str | None = None, explain: str | None = None) -> None:
        page = Path(self.directory) / "404.html"
        if code != HTTPStatus.NOT_FOUND or not _is_plain(page.parent, Path(page.name)):
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


def _is_plain(root: Path, path: Path) -> bool:
    """Whether a path below `root` is a file or a folder that a publish may have put there: not hidden, and neither it
    nor a folder above it a symlink, a pipe or a device."""
    if any(part.startswith(".") for part in path.parts):
        return False
    try:
        modes = [(root / part).lstat().st_mode for part in (path, *path.parents)]
    except (OSError, ValueError):
        return False
    return (stat.S_ISREG(modes[0]) or stat.S_ISDIR(modes[0])) and all(map(stat.S_ISDIR, modes[1:]))


def preview(folder: Path, port: int) -> ThreadingHTTPServer:
    """A server on 127.0.0.1, not yet serving; port 0 takes a free one. Raises `TargetError` without a site or a free
    port."""
    if not (folder / "index.html").is_file():
        raise TargetError(
            say(
                "There is no site in %(folder)s yet: nothing has been published. `dip sync` makes it once an entry is "
                "approved and Perintah Unggah in Kendali says Otomatis or Sekali.",
                folder=folder,
            )
        )
    try:
        handler = functools.partial(_Pages, directory=str(folder.resolve()))
        return ThreadingHTTPServer(("127.0.0.1", port), handler)
    except (OSError, OverflowError) as error:
        raise TargetError(
            say(
                "port %(port)s on 127.0.0.1 cannot be used: %(error)s. Try another --port",
                port=port, error=reason_of(error) if isinstance(error, OSError) else error,
            )
        ) from error  # fmt: skip


def serve_until_stopped(server: ThreadingHTTPServer) -> None:
    """Serve until interrupted (Ctrl-C ends it quietly)."""
    with server:
        try:
            server.serve_forever()
        except KeyboardInterrupt:
            return
