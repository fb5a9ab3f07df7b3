"""What visitors get at the public address is compared with what was sent."""

from __future__ import annotations

import http.server
import re
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from sync.errors import TargetError
from sync.publish.likeness import is_like
from sync.publish.open_target import folder_target
from sync.publish.read_back import CheckedTarget, is_public
from tests.sites import EVEN, NEW, OLD


class Visitors:
    """A web server on loopback over a folder, which may show something else."""

    def __init__(self, folder: Path) -> None:
        shown: dict[str, bytes] = {}
        status = [200]

        class Pages(http.server.SimpleHTTPRequestHandler):
            def __init__(self, *arguments: Any) -> None:
                super().__init__(*arguments, directory=str(folder))

            def do_GET(self) -> None:
                if self.path not in shown and status == [200]:
                    super().do_GET()
                    return
                self.send_response(status[0])
                self.end_headers()
                self.wfile.write(shown.get(self.path, b""))

            def log_message(self, format: str, *arguments: Any) -> None:
                """Quiet."""

        self.shown, self.status = shown, status
        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Pages)
        threading.Thread(target=self.server.serve_forever, daemon=True).start()
        self.url = f"http://127.0.0.1:{self.server.server_port}/"


def test_the_site_is_read_back_at_its_address(tmp_path: Path) -> None:
    """A redirect or an old cache is told with the file's name; silence is a remark in the result."""
    visitors = Visitors(tmp_path)
    target = CheckedTarget(folder_target(tmp_path), visitors.url)
    assert target.publish(OLD, target.read(), lambda _, __: None).unread == ""
    visitors.shown["/"] = b"judi online"
    with pytest.raises(TargetError, match=f"{visitors.url} shows something else, though index.html is on"):
        target.publish(OLD, target.read(), lambda _, __: None)
    target = CheckedTarget(folder_target(tmp_path), f"{visitors.url}salah/")
    with pytest.raises(TargetError, match="manifest.json answers 404"):
        target.publish(OLD, target.read(), lambda _, __: None)
    visitors.server.shutdown()
    visitors.server.server_close()
    target = CheckedTarget(folder_target(tmp_path), visitors.url)
    assert "does not answer" in target.publish(OLD, target.read(), lambda _, __: None).unread


HIDDEN = b'<a href="/cdn-cgi/l/email-protection#1f"><span data-cfemail="1f">[email&#160;protected]</span></a>'
REWRITTEN: dict[str, Callable[[bytes], bytes]] = {
    "e-mail obfuscation": lambda page: re.sub(rb'<a href="mailto:[^"]*">[^<]*@[^<]*</a>', HIDDEN, page).replace(
        b"</body>", b"<script>cf()</script>"
    ),
    "an injected script": lambda page: page.replace(b"<head>", b"<head><script>var a = 1</script>"),
    "a banner of the host": lambda page: page.replace(b"</main>", b'</main><a href="https://iklan.example/">Iklan</a>'),
    "blanks taken out": lambda page: re.sub(rb">\s*\n\s*<", b"> <", page),
}


@pytest.mark.parametrize("rewritten", REWRITTEN.values(), ids=REWRITTEN.keys())
def test_a_page_that_is_rewritten_on_the_way_is_a_warning(tmp_path: Path, rewritten: Callable[[bytes], bytes]) -> None:
    visitors = Visitors(tmp_path)
    target = CheckedTarget(folder_target(tmp_path), visitors.url)
    page = OLD["index.html"].replace(b"<main", b'<a href="mailto:ppid@kpu.example">ppid@kpu.example</a><main', 1)
    visitors.shown["/"] = rewritten(page)
    assert visitors.shown["/"] != page
    told = target.publish(OLD | {"index.html": page}, target.read(), lambda _, __: None).unread
    assert told.startswith(
        f"{visitors.url} is rewritten on its way to visitors; the list in it is the one that was sent"
    )


@pytest.mark.parametrize("status", [403, 429, 503])
def test_a_filter_against_bots_is_a_warning(tmp_path: Path, status: int) -> None:
    visitors = Visitors(tmp_path)
    visitors.status[0] = status
    target = CheckedTarget(folder_target(tmp_path), visitors.url)
    told = target.publish(OLD, target.read(), lambda _, __: None).unread
    assert f"manifest.json answers {status}; the site was not read back there. Most often it is a filter" in told


def test_an_old_list_is_no_likeness_of_the_new_one() -> None:
    """What was withdrawn has a link in it, what was changed has not its words; a page of gambling has neither."""
    assert is_like(OLD["index.html"], OLD["index.html"])
    for shown, sent in ((OLD, NEW), (NEW, OLD), (EVEN, OLD), (OLD, EVEN)):
        assert not is_like(shown["index.html"], sent["index.html"])
    assert not is_like(b"judi online", OLD["index.html"])


def test_an_address_may_have_letters_that_are_not_ascii(tmp_path: Path) -> None:
    """A browser sends them encoded, and so do we."""
    visitors = Visitors(tmp_path)
    visitors.shown |= {"/m%C3%A9/": OLD["index.html"], "/m%C3%A9/manifest.json": OLD["manifest.json"]}
    target = CheckedTarget(folder_target(tmp_path), f"{visitors.url}mé/")
    assert target.publish(OLD, target.read(), lambda _, __: None).unread == ""


def test_a_manifest_is_equal_or_it_is_told(tmp_path: Path) -> None:
    visitors = Visitors(tmp_path)
    target = CheckedTarget(folder_target(tmp_path), visitors.url)
    visitors.shown["/manifest.json"] = OLD["manifest.json"] + b"\n"
    with pytest.raises(TargetError, match="manifest.json shows something else"):
        target.publish(OLD, target.read(), lambda _, __: None)


def test_addresses_that_belong_to_nobody_are_not_asked() -> None:
    assert not is_public("https://kpu-lebak.example/dip/") and not is_public("")
    assert is_public("https://kpu-lebak.go.id/dip/")
