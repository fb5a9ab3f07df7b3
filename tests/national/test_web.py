"""The search as browsers and programs meet it: within limits, nothing of what people or sites type is obeyed."""

from __future__ import annotations

import io
import json
import os
import re
import threading
import urllib.error
import urllib.request
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode

import html5lib
import jsonschema  # type: ignore[import-untyped]
import pytest
from openapi_spec_validator import validate

from sync.errors import FileError
from sync.national.national_settings import NationalSettings
from sync.national.page_files import OURS, write_pages
from sync.national.pages import NationalPages
from sync.national.published_list import ListEntry
from sync.national.search_index import open_index, renew_index
from sync.national.taking import KeptEntry, Taking
from sync.national.web import NationalWeb, serve
from tests.national.nation import NOW, TABLE, record, site, stocked

pytestmark = pytest.mark.slow

EVIL = "<script>alert(1)</script> \"'&"


class Answer:
    """What the application answers to one request."""

    def __init__(self, app: NationalWeb, target: str, method: str = "GET", address: str = "192.0.2.1") -> None:
        path, _, query = target.partition("?")
        environ: dict[str, Any] = {
            "REQUEST_METHOD": method, "PATH_INFO": path, "QUERY_STRING": query, "REMOTE_ADDR": address,
            "wsgi.input": io.BytesIO(),
        }  # fmt: skip
        self.headers: dict[str, str] = {}
        self.body = b"".join(app(environ, self._start))  # type: ignore[arg-type]

    def _start(self, status: str, headers: list[tuple[str, str]]) -> Callable[[bytes], object]:
        self.status, self.headers = int(status[:3]), dict(headers)
        return lambda _: None

    @property
    def text(self) -> str:
        return self.body.decode()

    @property
    def json(self) -> Any:
        return json.loads(self.body)


class Seconds:
    """A clock that a test turns."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def settings(tmp_path: Path) -> NationalSettings:
    lists = {
        site(1): [record(1, "Laporan keuangan"), record(2, EVIL, ringkasan=EVIL), record(3, "Jadwal kampanye")],
        site(2, "Bali"): [record(number, f"Daftar aset {number}") for number in range(1, 46)],
        site(3, "Jawa-Barat"): [record(1, "Keputusan")], site(4, "Jawa Barat", "KPU Kota"): [],
    }  # fmt: skip
    store = stocked(tmp_path, lists)
    made = NationalSettings(replace(TABLE, asked=1000), tmp_path)
    write_pages(made.pages_path, NationalPages(made, store, NOW).files())
    store.close()
    return made


@pytest.fixture
def app(settings: NationalSettings) -> NationalWeb:
    from sync.national.list_store import open_store

    return NationalWeb(settings, open_store(settings), lambda: NOW, Seconds())


def strict(page: bytes) -> None:
    """The page is as the HTML standard wants it, without a script and without a style of its own."""
    html5lib.HTMLParser(strict=True).parse(page)
    text = page.decode()
    assert "<script" not in text and " style=" not in text and "<style" not in text and not re.search(r" on\w+=", text)


def test_a_province_whose_lists_were_not_read_yet_is_no_mistake(tmp_path: Path) -> None:
    store = stocked(tmp_path, {site(1): [record(1, "Laporan keuangan")]})
    store.set_offices([site(1), site(2, "Bali")])
    made = NationalSettings(TABLE, tmp_path)
    write_pages(made.pages_path, NationalPages(made, store, NOW).files())
    app = NationalWeb(made, store, lambda: NOW, Seconds())
    answer = Answer(app, "/api/v1/cari?q=laporan&provinsi=Bali")
    assert (answer.status, answer.json["banyak"]) == (200, 0)
    assert Answer(app, "/api/v1/cari?q=laporan&provinsi=Atlantis").status == 400
    assert "provinsi/bali/" not in Answer(app, "/").text


def test_a_search_is_a_page_without_scripts(app: NationalWeb) -> None:
    answer = Answer(app, "/cari?q=keuangan")
    assert answer.status == 200 and "https://kpu1.example.org/dip/informasi/KUL-0001/" in answer.text
    assert "KPU Kabupaten Nomor 1" in answer.text and answer.headers["Content-Type"] == "text/html; charset=utf-8"
    policy = answer.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy and "script" not in policy and "unsafe" not in policy
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    strict(answer.body)


@pytest.mark.parametrize(
    "target",
    [
        "/cari", "/cari?q=", "/cari?q=aset", "/cari?q=aset&halaman=2", "/cari?q=aset&provinsi=Bali", "/cari?q=xyzxyz",
        "/cari?q=xyzxyz&provinsi=Bali", "/cari?q=jadwal+imunisasi", f"/cari?q={quote(EVIL)}", "/cari?q=***", "/nichts",
        "/cari?provinsi=Bali",
    ],
)  # fmt: skip
def test_every_page_of_the_search_is_sound(target: str, app: NationalWeb) -> None:
    strict(Answer(app, target).body)


def test_what_sites_and_people_type_is_text(app: NationalWeb) -> None:
    page = Answer(app, "/cari?" + urlencode({"q": EVIL}))
    assert page.status == 200 and "&lt;script&gt;alert(1)&lt;/script&gt;" in page.text and "<script" not in page.text
    data = Answer(app, "/api/v1/cari?" + urlencode({"q": "alert"}))
    assert data.json["hasil"][0]["judul"] == EVIL and data.headers["Content-Type"] == "application/json"


@pytest.mark.parametrize(
    ("query", "status"),
    [
        ("q=" + "x" * 10_000, 414), ("q=" + "x" * 1000, 400), ("q=***", 400), ("q=*x", 400), ("q=%00", 400),
        ("q=%1b[2J", 400), ("q=%ff%fe", 400), ("q=a&q=b", 400), ("q=a&x=1", 400), ("q", 400), ("&&&", 400),
        ("q=a&halaman=0", 400), ("q=a&halaman=99999999999999999999", 400), ("q=a&provinsi=%3Cb%3E", 400),
        ("q=%3F%3F%3F", 400), ("q=%2A+%2A", 400), ("q=%2Auang", 400), ("q=%E2%80%8Fuang", 400), ("q=a%E2%80%AEb", 400),
        ("q=%C0%80", 400), ("q=%ED%A0%80", 400), ("q=%F8%88%80%80%80", 400), ("q=a%7Fb", 400), ("q=a%C2%85b", 400),
        ("q=%", 400), ("q=aset;halaman=2", 200), ("q=aset&halaman=1&halaman=1", 400), ("q=aset&halaman=%2B1", 400),
        ("q=aset&halaman=1%00", 400), ("q=aset&halaman=" + "9" * 1500, 400), ("q=aset&halaman=1.5", 400), ("=", 400),
        ("q=aset&Q=aset", 400), ("q=aset&kelas=", 200), ("q=aset&%71=aset", 400), ("q=(a%2Ba)%2B$", 200),
        ("q=" + "%25" * 200, 400), ("q=AND+OR+NOT+title:x+[a+TO+b]+~2", 200), ("q=" + "a+" * 90, 200),
        ("a=1&b=2&c=3&d=4&e=5&f=6&g=7&h=8&i=9", 400), ("q=%F0%9F%98%80", 400),
    ],
)  # fmt: skip
def test_parameters_are_strict(query: str, status: int, app: NationalWeb) -> None:
    page, data = Answer(app, f"/cari?{query}"), Answer(app, f"/api/v1/cari?{query}")
    assert (page.status, data.status) == (status, status)
    assert status == 200 or data.json["galat"]
    strict(page.body)


@pytest.mark.parametrize(
    "target",
    [
        "/../national.toml", "/..%2fnational.sqlite", "/national.sqlite", "//etc/passwd", "/.dip-national.json",
        "/assets/../../national.sqlite", "/assets", "/provinsi/", "/provinsi/banten", "/x\x00", "/cari/",
        "/API/v1/cari", f"/{'a' * 300}.html", f"/{'a' * 5000}/", "/" + "a/" * 3000, "/index.html/x.html",
    ],
)  # fmt: skip
def test_nothing_but_pages_is_served(target: str, app: NationalWeb) -> None:
    assert Answer(app, target).status == 404


def test_a_link_in_the_folder_leads_nowhere(app: NationalWeb, settings: NationalSettings) -> None:
    (settings.pages_path / "keluar.txt").symlink_to(settings.store_path)
    assert Answer(app, "/keluar.txt").status == 404


def test_get_alone_is_answered(app: NationalWeb) -> None:
    assert Answer(app, "/cari?q=aset", "POST").status == 405
    head = Answer(app, "/cari?q=aset", "HEAD")
    assert head.status == 200 and head.body == b"" and int(head.headers["Content-Length"]) > 1000


def test_an_address_that_asks_too_often_waits(settings: NationalSettings) -> None:
    from sync.national.list_store import open_store

    clock = Seconds()
    app = NationalWeb(
        replace(settings, table=replace(TABLE, asked=3)), open_store(settings), lambda: NOW, clock
    )  # fmt: skip
    assert [Answer(app, "/cari?q=aset").status for _ in range(5)] == [200, 200, 200, 429, 429]
    refused = Answer(app, "/api/v1/cari?q=aset")
    assert refused.status == 429 and refused.headers["Retry-After"] == "21" and refused.json["galat"]
    assert Answer(app, "/cari?q=aset", address="192.0.2.2").status == 200
    assert Answer(app, "/").status == 200, "pages are not counted"
    clock.now = 21
    assert Answer(app, "/cari?q=aset").status == 200


def test_the_answer_is_what_its_description_says(app: NationalWeb) -> None:
    described = Answer(app, "/openapi.json").json
    validate(described)
    operation = described["paths"]["/api/v1/cari"]["get"]
    for query, status in (("q=aset&halaman=2", 200), ("q=zzzz", 200), ("q=", 400), ("", 400)):
        answer = Answer(app, f"/api/v1/cari?{query}")
        schema = operation["responses"][str(status)]["content"]["application/json"]["schema"]
        assert answer.status == status
        jsonschema.validate(answer.json, schema)
    second = Answer(app, "/api/v1/cari?q=aset&halaman=2").json
    assert (second["banyak"], second["halaman"], len(second["hasil"])) == (45, 2, 20)
    names = {parameter["name"]: parameter["schema"] for parameter in operation["parameters"]}
    assert names["provinsi"]["enum"] == ["Bali", "Banten", "Jawa Barat", "Jawa-Barat"]


def test_what_is_withdrawn_is_gone_from_the_next_answer_on(app: NationalWeb, settings: NationalSettings) -> None:
    from sync.national.list_store import open_store

    assert "informasi/KUL-0003/" in Answer(app, "/cari?q=kampanye").text
    harvest = open_store(settings)
    harvest.replace("3601", Taking({}, (), (), ("KUL-0003",), 0), NOW, None)
    assert "informasi/KUL-0003/" not in Answer(app, "/cari?q=kampanye").text
    renew_index(open_index(settings.index_path), harvest, NOW)
    assert Answer(app, "/api/v1/cari?q=kampanye").json["banyak"] == 0


def test_while_a_harvest_is_at_work_offices_are_looked_up_once_a_second(
    settings: NationalSettings, monkeypatch: pytest.MonkeyPatch
) -> None:
    from sync.national.list_store import open_store
    from sync.national.search import NationalSearch

    clock, harvest = Seconds(), open_store(settings)
    renewed: list[float] = []
    app = NationalWeb(settings, open_store(settings), lambda: NOW, clock)
    renew = NationalSearch.renew

    def counted(search: NationalSearch) -> None:
        renewed.append(clock.now)
        renew(search)

    monkeypatch.setattr(NationalSearch, "renew", counted)
    for number in range(60):
        clock.now = number / 20
        harvest.note_trouble("3601", str(number), NOW)
        assert Answer(app, "/cari?q=kampanye").status == 200
    assert 2 <= len(renewed) <= 4
    harvest.forget("3601")
    assert "informasi/KUL-0003/" not in Answer(app, "/cari?q=kampanye").text, "what is gone waits for no second"


def test_a_search_without_its_index_says_come_again_and_comes_back(
    app: NationalWeb, settings: NationalSettings
) -> None:
    whole = Answer(app, "/cari?q=kampanye").text
    aside = settings.index_path.rename(settings.folder / "aside")
    for target in ("/cari?q=kampanye", "/api/v1/cari?q=kampanye"):
        answer = Answer(app, target)
        assert (answer.status, answer.headers["Retry-After"]) == (503, "60") and "Coba lagi" in answer.text
    aside.rename(settings.index_path)
    assert Answer(app, "/cari?q=kampanye").text == whole


def test_an_entry_that_is_dated_ahead_does_not_stay_the_newest(tmp_path: Path) -> None:
    store = stocked(tmp_path, {site(1): [record(1, dimutakhirkan="9999-12-31"), record(4), record(7)]})
    later, name = NOW + timedelta(9), record(1)["klasifikasi"]
    new = ListEntry(*({**record(10), "dimutakhirkan": "2026-12-05"}[key] for key in ListEntry._fields))
    store.replace("3601", Taking({new.id: KeptEntry(new)}, (new.id,), (), (), 0), later, None)
    assert [entry.id for _, entry in store.newest(name, 2, later)] == ["KUL-0010", "KUL-0001"]


def test_offices_that_are_not_shown_take_no_place_among_the_newest(tmp_path: Path) -> None:
    name = record(1)["klasifikasi"]
    hidden = [record(3 * number + 1, dimutakhirkan="2026-11-29") for number in range(300)]
    store = stocked(tmp_path, {site(1): hidden, site(2): [record(1), record(4)]})
    store._db.execute("UPDATE office SET confirmed='2026-01-01T00:00:00+00:00' WHERE code='3601'")
    assert [code for code, _ in store.newest(name, 5, NOW)] == ["3602", "3602"]


def test_pages_are_of_one_moment_while_a_harvest_is_at_work(settings: NationalSettings) -> None:
    from sync.national.list_store import open_store

    store, harvest = open_store(settings), open_store(settings)
    with store.steady():
        pages = NationalPages(settings, store, NOW)
        before = len(pages.offices)
        harvest.set_offices([site(1), site(9)])
        assert pages.files() == NationalPages(settings, store, NOW).files()
    assert before == 4 and len(NationalPages(settings, store, NOW).offices) == 1


def test_pages_lead_to_pages_that_are_there(app: NationalWeb, settings: NationalSettings) -> None:
    files = {path.relative_to(settings.pages_path).as_posix() for path in settings.pages_path.rglob("*.*")}
    pages = [path for path in files if path.endswith(".html")]
    assert {"provinsi/jawa-barat/index.html", "provinsi/jawa-barat-2/index.html", "kelas/berkala/index.html"} <= files
    for path in pages:
        data = (settings.pages_path / path).read_bytes()
        strict(data)
        for address in re.findall(r'(?:href|src|action)="([^"#]+)"', data.decode()):
            if not re.match(r"https?:|mailto:", address):
                there = (Path("/") / path).parent / address.partition("?")[0]
                parts: list[str] = []
                for part in there.parts[1:]:
                    parts = parts[:-1] if part == ".." else [*parts, part]
                assert "/".join(parts) == "cari" or "/".join(parts) in files, (path, address)


def test_pages_that_nobody_builds_any_more_are_not_shown(app: NationalWeb, settings: NationalSettings) -> None:
    """They may name what was withdrawn since; they may be as old as a list that is shown."""
    for days, status in ((settings.table.show_days - 1, 200), (settings.table.show_days + 1, 503)):
        made = NOW.timestamp() - days * 86_400
        os.utime(settings.pages_path / OURS, (made, made))
        assert Answer(app, "/").status == status, days
    assert Answer(app, "/assets/dip.css").status == 200


def test_what_robots_read_leads_to_every_office(app: NationalWeb) -> None:
    from lxml import etree

    index = etree.fromstring(Answer(app, "/sitemap.xml").body)
    places = {element.text for element in index.iter("{*}loc")}
    assert f"{TABLE.url}sitemap-halaman.xml" in places
    assert "https://kpu2.example.org/dip/sitemap-berkala.xml" in places
    assert f"Sitemap: {TABLE.url}sitemap.xml" in Answer(app, "/robots.txt").text
    assert f"{TABLE.url}provinsi/bali/" in Answer(app, "/sitemap-halaman.xml").text
    assert etree.fromstring(Answer(app, "/umpan.xml").body).tag == "{http://www.w3.org/2005/Atom}feed"


def test_pages_are_written_where_they_differ_and_nothing_foreign_is_touched(
    settings: NationalSettings, tmp_path: Path
) -> None:
    folder = settings.pages_path
    (folder / "milik-orang.txt").write_text("x")
    assert write_pages(folder, {"index.html": b"a", "lama/index.html": b"b"})[0] == 2
    assert write_pages(folder, {"index.html": b"a"}) == (0, 1)
    assert {path.name for path in folder.rglob("*")} >= {"index.html", "milik-orang.txt"}
    assert not (folder / "lama").exists()
    other = tmp_path / "rumah"
    other.mkdir()
    (other / "penting.txt").write_text("x")
    with pytest.raises(FileError, match="holds other files"):
        write_pages(other, {"index.html": b"a"})


@pytest.mark.parametrize(("proxy", "asks"), [("127.0.0.1", "192.0.2.7"), ("", "127.0.0.1")])
def test_over_http_each_asker_has_a_limit_of_its_own(app: NationalWeb, proxy: str, asks: str) -> None:
    said = {"X-Forwarded-For": "6.6.6.6, ::ffff:192.0.2.7"}
    request = urllib.request.Request(f"{_served(app, proxy)}cari?q=aset", headers=said)
    with urllib.request.urlopen(request, timeout=10):
        assert list(app._limit._buckets) == [asks]


def _served(app: NationalWeb, proxy: str = "") -> str:
    """The address at which it answers."""
    places: list[str] = []
    ready = threading.Event()

    def told(place: str) -> None:
        places.append(place)
        ready.set()

    threading.Thread(target=serve, args=(app, "127.0.0.1", 0, proxy, told), daemon=True).start()
    assert ready.wait(10)
    return places[0]


def test_over_http_headers_and_bodies_have_their_limits(app: NationalWeb) -> None:
    """waitress, on a port of its own: a search, a question of ten thousand signs, a body."""
    place = _served(app)
    with urllib.request.urlopen(f"{place}cari?q=keuangan", timeout=10) as answer:
        assert b"Laporan keuangan" in answer.read() and "waitress" not in str(answer.headers)
    for target, data, status in (("cari?q=" + "x" * 10_000, None, 414), ("cari?q=" + "x" * 30_000, None, 431),
                                 ("cari", b"x" * 5000, 413)):  # fmt: skip
        with pytest.raises(urllib.error.HTTPError) as refused:
            urllib.request.urlopen(place + target, data, timeout=10)
        assert refused.value.code == status
        refused.value.close()
