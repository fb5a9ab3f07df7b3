"""The search for browsers and programs: a WSGI application that answers GET, within limits, and writes down nothing.

Pages are those of the folder that `dip national build` wrote; `cari` and `api/v1/cari` are answered from the index.
"""

from __future__ import annotations

import math
import re
import sqlite3
import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import parse_qs, urlencode

from sync.national.api_description import API
from sync.national.list_store import ListStore, StoreError
from sync.national.national_settings import NationalSettings
from sync.national.page_files import pages_made
from sync.national.pages import NationalPages
from sync.national.rate_limit import RateLimit, who_asks
from sync.national.search import (
    HITS,
    PAGES,
    BadQuestion,
    NationalSearch,
    SearchHit,
    SearchPage,
    SearchQuestion,
    read_question,
)
from sync.plain_text import to_json

if TYPE_CHECKING:
    from wsgiref.types import StartResponse, WSGIEnvironment

LONGEST = 2000
"""Letters of what stands behind the `?`."""
CACHED, FRESH, CALM = 1000, 60.0, 1.0
"""So many answers are kept, and so many seconds at most: lists age."""
HEADERS = (
    ("Content-Security-Policy", "default-src 'none'; style-src 'self'; font-src 'self'; img-src 'self'; "
     "base-uri 'none'; form-action 'self'; frame-ancestors 'none'"),
    ("X-Content-Type-Options", "nosniff"), ("Referrer-Policy", "no-referrer"), ("X-Frame-Options", "DENY"),
    ("Cross-Origin-Opener-Policy", "same-origin"),
)  # fmt: skip
_TYPES = {
    ".html": "text/html; charset=utf-8", ".xml": "application/xml; charset=utf-8", ".css": "text/css; charset=utf-8",
    ".svg": "image/svg+xml", ".woff2": "font/woff2", ".txt": "text/plain; charset=utf-8", ".json": "application/json",
}  # fmt: skip
_HTML, _JSON = _TYPES[".html"], _TYPES[".json"]
_PATH = re.compile(r"(?:[a-z0-9][A-Za-z0-9_-]*/)*(?:[A-Za-z0-9][A-Za-z0-9._-]*)?")
_STATUS = {
    200: "200 OK", 400: "400 Bad Request", 404: "404 Not Found", 405: "405 Method Not Allowed",
    414: "414 URI Too Long", 429: "429 Too Many Requests", 503: "503 Service Unavailable",
}  # fmt: skip


def utc_now() -> datetime:
    """The time."""
    return datetime.now(UTC)


class WebAnswer(NamedTuple):
    """An answer, not yet given."""

    status: int
    kind: str
    body: bytes
    seconds: int = 60
    headers: tuple[tuple[str, str], ...] = ()


class NationalWeb:
    """The application. Several threads may call it; `now` and `clock` are what tests put in their place."""

    def __init__(
        self, settings: NationalSettings, store: ListStore, now: Callable[[], datetime] = utc_now,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:  # fmt: skip
        self._settings, self._now, self._clock = settings, now, clock
        self._search = NationalSearch(settings.index_path, store)
        self._limit, self._lock = RateLimit(settings.table.asked, clock), threading.Lock()
        self._answers: OrderedDict[tuple[object, ...], WebAnswer] = OrderedDict()
        self._seen: tuple[object, ...] = ()
        self._renewed: tuple[tuple[object, ...], float] = ((), -math.inf)
        self._pages: NationalPages

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """Answer a request."""
        answer = self._answer(environ)
        length = [("Content-Length", str(len(answer.body)))]
        cache = f"public, max-age={answer.seconds}" if answer.status == 200 else "no-store"
        head = [("Content-Type", answer.kind), *length, ("Cache-Control", cache), *HEADERS, *answer.headers]
        start_response(_STATUS[answer.status], head)
        return [b"" if environ["REQUEST_METHOD"] == "HEAD" else answer.body]

    def _answer(self, environ: WSGIEnvironment) -> WebAnswer:
        if environ["REQUEST_METHOD"] not in ("GET", "HEAD"):
            return WebAnswer(405, _TYPES[".txt"], b"GET\n", headers=(("Allow", "GET, HEAD"),))
        path = environ.get("PATH_INFO", "").lstrip("/")
        if path not in ("cari", API):
            return self._page(path)
        as_json = path == API
        if wait := self._limit.wait(environ.get("REMOTE_ADDR", "")):
            words = f"Terlalu banyak pertanyaan dari alamat Anda. Coba lagi {wait} detik lagi."
            return self._refusal(429, words, as_json)._replace(headers=(("Retry-After", str(wait)),))
        query = environ.get("QUERY_STRING", "")
        if len(query) > LONGEST:
            return self._refusal(414, "Alamat ini terlalu panjang.", as_json)
        return self._found(query, as_json)

    def _page(self, path: str) -> WebAnswer:
        """A file of the pages, and nothing else."""
        found = Path(path + "index.html" if not path or path.endswith("/") else path)
        kind, folder = _TYPES.get(found.suffix), self._settings.pages_path
        file = folder / found
        if kind and _PATH.fullmatch(path) and _is_in(folder, file):
            if self._is_old and not path.startswith("assets/"):
                words = "Halaman ini terlalu lama tidak diperbarui, jadi tidak ditampilkan. Coba lagi besok."
                return self._refusal(503, words, as_json=False)
            return WebAnswer(200, kind, file.read_bytes(), 86_400 if path.startswith("assets/") else 300)
        return self._refusal(404, "Halaman ini tidak ada.", as_json=False)

    @property
    def _is_old(self) -> bool:
        """Whether the pages are older than the lists that are shown may be: nobody builds them any more."""
        age = self._now().timestamp() - pages_made(self._settings.pages_path)
        return age > self._settings.table.show_days * 86_400

    def _found(self, query: str, as_json: bool) -> WebAnswer:
        """What a search finds."""
        with self._lock:  # the store is asked by one at a time
            try:
                self._renew()
                given = parse_qs(
                    query, keep_blank_values=True, strict_parsing=bool(query), errors="strict", max_num_fields=8
                )
                question = read_question(given, self._pages.known_choices)
                if as_json and not question.words:
                    raise BadQuestion("Ketik sedikitnya satu kata.")
            except BadQuestion as mistake:
                return self._mistaken(mistake.words, as_json)
            except (StoreError, sqlite3.Error):  # the index is being made anew, or the disk is full
                words = "Pencarian sedang disiapkan. Coba lagi beberapa menit lagi."
                return self._refusal(503, words, as_json)._replace(headers=(("Retry-After", "60"),))
            except ValueError:
                return self._mistaken("Alamat ini tidak dapat dibaca.", as_json)
            key = (as_json, question.text, *question.key)
            if key not in self._answers:
                self._answers[key] = self._rendered(question, as_json)
                while len(self._answers) > CACHED:
                    self._answers.popitem(last=False)
            self._answers.move_to_end(key)
            return self._answers[key]

    def _renew(self) -> None:
        """Forget what was answered, once the store or the index is another, or a minute has passed. While a harvest is
        at work the store is another many times a second: which offices there are is looked up once in a second."""
        state, at = self._search.state(), self._clock()
        if state != self._seen:
            self._answers.clear()
            self._seen = state
        former, then = self._renewed
        if state[1:] != former[1:] or at - then > (CALM if state != former else FRESH):
            self._search.renew()
            self._answers.clear()
            self._pages = NationalPages(self._settings, self._search.store, self._now())
            self._renewed = state, at

    def _rendered(self, question: SearchQuestion, as_json: bool) -> WebAnswer:
        page = self._search.ask(question, self._now()) if question.words else SearchPage((), 0)
        if as_json:
            return WebAnswer(200, _JSON, to_json(_document(question, page)).encode())
        last = min(PAGES, -(-page.total // HITS))
        body = self._pages.render(
            "cari.html.j2", root="", here="cari", choices=self._pages.known_choices, question=question, page=page,
            last=last, mistake="",
            link=lambda number: urlencode({"q": question.text, **question.filters, "halaman": number}),
        )  # fmt: skip
        return WebAnswer(200, _HTML, body)

    def _mistaken(self, words: str, as_json: bool) -> WebAnswer:
        if as_json:
            return self._refusal(400, words, as_json)
        body = self._pages.render(
            "cari.html.j2",
            root="",
            here="cari",
            choices=self._pages.known_choices,
            question=SearchQuestion("", ()),
            mistake=words,
        )
        return WebAnswer(400, _HTML, body)

    def _refusal(self, status: int, words: str, as_json: bool) -> WebAnswer:
        if as_json:
            return WebAnswer(status, _JSON, to_json({"galat": words}).encode())
        pages = NationalPages(self._settings, self._search.store, self._now())
        path = self._settings.path
        return WebAnswer(
            status, _HTML, pages.render("galat.html.j2", root=path, here="galat", title="Maaf", words=words)
        )


def _is_in(folder: Path, file: Path) -> bool:
    """Whether it is a file of this folder. No file has a name that is longer than the system allows."""
    try:
        return file.resolve().is_relative_to(folder.resolve()) and file.is_file()
    except OSError:
        return False


def _document(question: SearchQuestion, page: SearchPage) -> dict[str, object]:
    hits = [_hit(each) for each in page.hits]
    return {"banyak": page.total, "halaman": question.page, "sebagian": page.partly, "hasil": hits}


def _hit(hit: SearchHit) -> dict[str, object]:
    entry, site = hit.entry, hit.office.site
    return {
        "id": entry.id, "judul": entry.judul, "ringkasan": entry.ringkasan, "klasifikasi": entry.klasifikasi,
        "waktu": entry.waktu, "dimutakhirkan": entry.dimutakhirkan, "url": hit.url, "dibaca": hit.office.confirmed,
        "kantor": {"kode": site.code, "nama": site.name, "jenis": site.kind, "provinsi": site.province,
                   "alamat": site.address},
    }  # fmt: skip


def serve(app: NationalWeb, host: str, port: int, proxy: str, told: Callable[[str], None]) -> None:
    """Answer until the process is stopped; `told` is called with the address once it can be asked. `proxy` is the
    address of the web server in front, whose word is taken for who asks. Raises `OSError` if the port is taken."""
    from waitress import create_server

    def answer(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        said = environ.get("HTTP_X_FORWARDED_FOR", "")  # waitress takes IPv4 in the clothes of IPv6 for a port
        environ["REMOTE_ADDR"] = who_asks(environ.get("REMOTE_ADDR", ""), said, proxy)
        return app(environ, start_response)

    server = create_server(
        answer, host=host, port=port, threads=4, connection_limit=500, channel_timeout=30, ident="",
        max_request_header_size=16_384, max_request_body_size=1024, clear_untrusted_proxy_headers=False,
    )  # fmt: skip
    told(f"http://{host}:{server.effective_port}/")
    server.run()
