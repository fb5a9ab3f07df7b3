"""A visitor who never stops: nginx serves what is published, while runs publish and are cut."""

from __future__ import annotations

import os
import threading
import urllib.error
import urllib.request
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from itertools import pairwise
from pathlib import Path
from random import Random

import pytest

from sync.errors import TargetError
from sync.site import render_site
from tests.faults import Line
from tests.ftp_server import ftp_server, make_certificate
from tests.places import FolderPlace, FtpPlace, SftpPlace
from tests.releases import OFFICE, TEMPLATE, release, released
from tests.servers import free_port, running, ssh_server
from tests.sites import links
from tests.target_contract import publish

pytestmark = [pytest.mark.slow, pytest.mark.needs("/usr/sbin/nginx"), pytest.mark.needs("/usr/sbin/sshd")]
ROUNDS = 12


def story(rounds: int) -> list[Mapping[str, bytes]]:
    """Releases as an office makes them: one comes, one changes, one is withdrawn; pages never vanish."""
    sites: list[Mapping[str, bytes]] = []
    for number in range(1, rounds + 1):
        gone = tuple((f"KUL-{old:04}", "2026-11-25") for old in range(1, number))
        here = [released(f"KUL-{new:04}", judul=f"Laporan {number}") for new in range(number, number + 3)]
        sites.append(render_site(release(*here, withdrawn=gone, number=number), OFFICE, TEMPLATE))
    return sites


@contextmanager
def nginx(root: Path, folder: Path) -> Iterator[str]:
    """Debian's nginx over a folder, with a configuration of its own."""
    port = free_port()
    folder.mkdir()
    user = "user root;" if os.geteuid() == 0 else ""
    kinds = ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    paths = " ".join(f"{kind}_temp_path {folder}/{kind};" for kind in kinds)
    (folder / "nginx.conf").write_text(
        f"{user} daemon off; pid {folder}/pid; error_log {folder}/error.log; events {{}}\n"
        f"http {{ access_log off; {paths} types {{ text/html html; }}\n"
        f"server {{ listen 127.0.0.1:{port}; root {root}; }} }}\n"
    )
    command = ["/usr/sbin/nginx", "-p", str(folder), "-c", str(folder / "nginx.conf"), "-e", str(folder / "error.log")]
    with running(command, port):
        yield f"http://127.0.0.1:{port}/"


class Crawler(threading.Thread):
    """Reads the list and everything it leads to, again and again, and counts what is broken or neither old nor new."""

    def __init__(self, url: str, versions: Mapping[str, set[bytes]]) -> None:
        super().__init__(daemon=True)
        self.url, self.versions = url, versions
        self.stop = threading.Event()
        self.seen: Counter[str] = Counter()
        self.wrong: list[str] = []

    def run(self) -> None:
        while not self.stop.is_set():
            for path in links(self.read("index.html")):
                self.read(path)

    def read(self, path: str) -> bytes:
        try:
            with urllib.request.urlopen(self.url + path, timeout=10) as answer:
                data: bytes = answer.read()
        except (urllib.error.URLError, OSError) as error:
            self.wrong.append(f"{path}: {error}")
            return b"<p>"
        self.seen[path] += 1
        if data not in self.versions[path]:
            self.wrong.append(f"{path}: neither old nor new")
        return data


def live(place: FolderPlace | FtpPlace | SftpPlace, folder: Path, chance: Random) -> Crawler:
    """Publish a story, each release cut once on its way, while somebody reads."""
    sites = story(ROUNDS)
    versions: dict[str, set[bytes]] = {}
    for site in sites:
        for path, data in site.items():
            versions.setdefault(path, set()).add(data)
    publish(place, sites[0])
    with nginx(place.root, folder) as url:
        crawler = Crawler(url, versions)
        crawler.start()
        for _, after in pairwise(sites):
            with suppress(TargetError), place.cut(0.3 + chance.random() * 0.7):
                publish(place, after)
            publish(place, after)
        crawler.stop.set()
        crawler.join(20)
    return crawler


@pytest.mark.parametrize("kind", ["folder", "sftp", "ftps"])
def test_no_link_is_ever_broken_and_no_file_is_half(kind: str, tmp_path: Path) -> None:
    """On every target that can rename: 0 broken links, 0 files that are neither the old nor the new one."""
    crawler = run_kind(kind, tmp_path)
    print(kind, sum(crawler.seen.values()), "pages read,", len(crawler.wrong), "wrong")
    assert crawler.wrong == []
    assert sum(crawler.seen.values()) > 100


def run_kind(kind: str, base: Path) -> Crawler:
    chance = Random(7)
    if kind == "folder":
        place = FolderPlace(base)
        place.whole = 200
        return live(place, base / "nginx", chance)
    if kind == "ftps":
        with ftp_server(base, make_certificate(base)) as server:
            ftp = FtpPlace(base / "ftp", "ftps", server)
            ftp.whole = 60_000
            return live(ftp, base / "nginx", chance)
    with ssh_server(base / "ssh") as ssh, Line(ssh.port) as line:
        sftp = SftpPlace(base, ssh, line)
        sftp.whole = 120_000
        return live(sftp, base / "nginx", chance)
