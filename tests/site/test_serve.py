"""The preview shows what a plain web server would show, on loopback only."""

from __future__ import annotations

import http.client
import os
import threading
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from sync.errors import TargetError
from sync.site.preview import preview
from tests.releases import OFFICE, TEMPLATE, rendered, typical


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A served site with a hidden file in it."""
    folder = tmp_path_factory.mktemp("site")
    for path, data in rendered(typical(), OFFICE, TEMPLATE).items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(data)
    (folder / ".dip-journal.json").write_text("{}")
    with served(folder) as place:
        yield place


@contextmanager
def served(folder: Path) -> Iterator[str]:
    """The address of a preview of this folder."""
    server = preview(folder, 0)
    threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
    yield f"http://127.0.0.1:{server.server_address[1]}/"
    server.shutdown()
    server.server_close()


def fetch(address: str) -> tuple[int, str]:
    """Status and body, whatever the status."""
    try:
        with urllib.request.build_opener(urllib.request.ProxyHandler({})).open(address, timeout=10) as answer:
            return answer.status, answer.read().decode()
    except urllib.error.HTTPError as error:
        return error.code, error.read().decode()


@pytest.mark.parametrize("path", ["", "index.html", "informasi/KUL-0001/", "informasi/KUL-0001", "data/dip.json"])
def test_pages_are_served(address: str, path: str) -> None:
    """A folder is served as its `index.html`."""
    assert fetch(address + path)[0] == 200


@pytest.mark.parametrize(
    "path", ["tidak/ada", "informasi/", "assets/", ".dip-journal.json", "../../etc/passwd", "%2e%2e/x", "%00"]
)
def test_what_is_not_the_site_is_not_found(address: str, path: str) -> None:
    """No listings, no hidden files, nothing outside: the site's own 404 page."""
    status, body = fetch(address + path)
    assert status == 404 and "Halaman tidak ditemukan" in body


@pytest.fixture
def trapped(tmp_path: Path) -> Path:
    """A small site beside a secret, with every way out of it that a file system knows."""
    (tmp_path / "rahasia").mkdir()
    for name in ("index.html", "404.html", "rahasia.txt"):
        (tmp_path / "rahasia" / name).write_text("rahasia")
    site = tmp_path / "site"
    for name in ("biasa", "pintu"):
        (site / name).mkdir(parents=True)
    (site / "index.html").write_text("Daftar")
    (site / "biasa" / "index.html").write_text("Daftar")
    (site / "tautan.txt").symlink_to(tmp_path / "rahasia" / "rahasia.txt")
    (site / "relatif.txt").symlink_to("../rahasia/rahasia.txt")
    (site / "folder").symlink_to(tmp_path / "rahasia")
    (site / "pintu" / "index.html").symlink_to(tmp_path / "rahasia" / "index.html")
    (site / "dalam").symlink_to("biasa")
    (site / "404.html").symlink_to(tmp_path / "rahasia" / "404.html")
    os.mkfifo(site / "pipa")
    (site / "index.htm").mkdir()
    return site


@pytest.mark.skipif(os.name == "nt", reason="symlinks and pipes")
@pytest.mark.parametrize("path", [
    "tautan.txt", "relatif.txt", "folder/rahasia.txt", "folder/", "folder", "pintu/", "pintu/index.html", "dalam/",
    "pipa", "tidak/ada", "biasa/../tautan.txt", "../rahasia/rahasia.txt", "%2e%2e/rahasia/rahasia.txt",
    "..%2frahasia%2frahasia.txt", "%2e%2e%2frahasia%2frahasia.txt", "..%5crahasia%5crahasia.txt",
    "%252e%252e/rahasia/rahasia.txt", "/../rahasia/rahasia.txt",
])  # fmt: skip
@pytest.mark.parametrize("absolute", [False, True])
def test_nothing_leads_out_of_the_site(trapped: Path, path: str, absolute: bool) -> None:
    """No symlink is followed, to a file or through a folder, not even by the page that says 404; no pipe is waited
    for; no spelling of `..` climbs. Asked as it stands, as no browser would."""
    with served(trapped) as address:
        connection = http.client.HTTPConnection(address.split("/")[2], timeout=10)
        connection.request("GET", (address if absolute else "/") + path)
        answer = connection.getresponse()
        assert (answer.status, b"rahasia" in answer.read()) == (404, False)


@pytest.mark.skipif(os.name == "nt", reason="symlinks")
def test_the_folder_of_the_site_itself_may_be_a_link(trapped: Path) -> None:
    """A web server's folder often is a symlink."""
    (trapped.parent / "www").symlink_to(trapped)
    with served(trapped.parent / "www") as address:
        assert fetch(address + "biasa/") == fetch(address) == (200, "Daftar")


def test_a_folder_without_a_site_and_a_taken_port_are_told(tmp_path: Path, address: str) -> None:
    """Each of the two is one sentence."""
    with pytest.raises(TargetError, match=r"^There is no site in .* yet: nothing has been published\. `dip sync`"):
        preview(tmp_path, 0)
    (tmp_path / "index.html").write_text("x")
    with pytest.raises(TargetError, match="cannot be used"):
        preview(tmp_path, int(address.rsplit(":", 1)[1].strip("/")))
