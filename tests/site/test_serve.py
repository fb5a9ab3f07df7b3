"""The preview shows what a plain web server would show, on loopback only."""

from __future__ import annotations

import threading
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

from sync.errors import TargetError
from sync.site.preview import preview
from sync.site.render import render_site
from tests.releases import OFFICE, TEMPLATE, typical


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A served site with a hidden file in it."""
    folder = tmp_path_factory.mktemp("site")
    for path, data in render_site(typical(), OFFICE, TEMPLATE).items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(data)
    (folder / ".dip-journal.json").write_text("{}")
    server = preview(folder, 0)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_address[1]}/"
    server.shutdown()
    server.server_close()


def fetch(address: str) -> tuple[int, str]:
    """Status and body, whatever the status."""
    try:
        with urllib.request.build_opener(urllib.request.ProxyHandler({})).open(address) as answer:
            return answer.status, answer.read().decode()
    except urllib.error.HTTPError as error:
        return error.code, error.read().decode()


@pytest.mark.parametrize("path", ["", "index.html", "informasi/KUL-0001/", "informasi/KUL-0001", "data/dip.json"])
def test_pages_are_served(address: str, path: str) -> None:
    """Folders as their index.html."""
    assert fetch(address + path)[0] == 200


@pytest.mark.parametrize(
    "path", ["tidak/ada", "informasi/", "assets/", ".dip-journal.json", "../../etc/passwd", "%2e%2e/x", "%00"]
)
def test_what_is_not_the_site_is_not_found(address: str, path: str) -> None:
    """No listings, no hidden files, nothing outside: the site's own 404 page."""
    status, body = fetch(address + path)
    assert status == 404 and "Halaman tidak ditemukan" in body


def test_a_folder_without_a_site_and_a_taken_port_are_told(tmp_path: Path, address: str) -> None:
    """In one sentence each."""
    with pytest.raises(TargetError, match="holds no site yet; run `dip sync` first"):
        preview(tmp_path, 0)
    (tmp_path / "index.html").write_text("x")
    with pytest.raises(TargetError, match="cannot be used"):
        preview(tmp_path, int(address.rsplit(":", 1)[1].strip("/")))
