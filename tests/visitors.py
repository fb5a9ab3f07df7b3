"""A visitor who never stops: reads the list and everything it leads to, again and again, while runs publish and are
cut, and counts what is wrong."""

from __future__ import annotations

import http.client
import os
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing, contextmanager
from functools import cache
from pathlib import Path
from typing import Self
from urllib.parse import quote

from tests.servers import free_port, running
from tests.sites import links, notices

Page = Callable[[str], bytes | None]
"""What a visitor gets at a path; None if there is nothing."""
Round = Callable[[], Page]
"""Begins a round of reading."""

_links = cache(links)


class Visitor(threading.Thread):
    """Reads until the `with` is over. `follows` tells it which site is on its way to which."""

    def __init__(self, begin: Round, site: Mapping[str, bytes]) -> None:
        super().__init__(daemon=True)
        self.pages, self.wrong = 0, set[str]()
        self._begin, self._way, self._done = begin, (site, site), threading.Event()

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._done.set()
        self.join(60)
        assert not self.is_alive()

    def follows(self, before: Mapping[str, bytes], after: Mapping[str, bytes]) -> None:
        """From now on one becomes the other."""
        self._way = (before, after)

    def run(self) -> None:
        while not self._done.wait(0.01):
            way = self._way
            try:
                self._round(self._begin(), way)
            except (OSError, http.client.HTTPException) as error:
                self.wrong.add(repr(error))

    def _round(self, page: Page, way: tuple[Mapping[str, bytes], Mapping[str, bytes]]) -> None:
        before, after = way
        index = self._read(page, "index.html", way)
        gone = [path for path in notices(after) - notices(before) if self._read(page, path, way) != after[path]]
        if index == after["index.html"] and gone and way is self._way:
            self.wrong.add(f"{gone[0]}: withdrawn, and readable behind a list that does not name it")
        for path in _links(index):
            self._read(page, path, way)

    def _read(self, page: Page, path: str, way: tuple[Mapping[str, bytes], Mapping[str, bytes]]) -> bytes:
        data, self.pages = page(path), self.pages + 1
        known = [site[path] for site in (*way, *self._way) if path in site]
        if data is None:
            self.wrong.add(f"{path}: a broken link")
        elif data not in known:
            self.wrong.add(f"{path}: neither old nor new")
        return data or b"<p>"


@contextmanager
def over_http(port: int, prefix: str) -> Iterator[Round]:
    """From this machine."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)

    def page(path: str) -> bytes | None:
        connection.request("GET", prefix + quote(path))
        with connection.getresponse() as answer:
            data = answer.read()
        return data if answer.status == 200 else None

    with closing(connection):
        yield lambda: page


@contextmanager
def nginx(root: Path, folder: Path) -> Iterator[Round]:
    """Debian's nginx over a folder, with a configuration of its own."""
    port = free_port()
    folder.mkdir()
    user = "user root;" if os.geteuid() == 0 else ""
    kinds = ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    paths = " ".join(f"{kind}_temp_path {folder}/{kind};" for kind in kinds)
    (folder / "nginx.conf").write_text(
        f"{user} daemon off; pid {folder}/pid; error_log {folder}/error.log; events {{}}\n"
        f"http {{ access_log off; {paths} types {{ text/html html; }} keepalive_requests 1000000;\n"
        f"server {{ listen 127.0.0.1:{port}; root {root}; }} }}\n"
    )
    command = ["/usr/sbin/nginx", "-p", str(folder), "-c", str(folder / "nginx.conf"), "-e", str(folder / "error.log")]
    with running(command, port), over_http(port, "/") as begin:
        yield begin
