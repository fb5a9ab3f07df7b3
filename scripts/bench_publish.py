"""Publishing's part of the benchmark: one changed entry among many, over SFTP to an OpenSSH server on this machine,
against the whole site by `sftp -b` and against `rsync -a --checksum` of the same trees over the same server.

Measured from the built site to the verified end: connecting, looking at what is there, sending and reading back.
"""

from __future__ import annotations

import shutil
import subprocess
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from scripts.bench_site import OFFICE, bench_release
from scripts.people import TEMPLATE
from sync.model import PublishResult
from sync.publish.last_seen import LastSeenFile
from sync.publish.publisher import StoreTarget
from sync.publish.sftp import SftpStore
from sync.publish.ssh import SshTrust
from sync.release import PastList
from sync.settings.target_address import read_address
from sync.site.build import build_all
from sync.site.list_digest import list_page
from sync.site.site_files import render_site
from tests.servers import Ssh, ssh_server

PROGRAMS = ("/usr/sbin/sshd", "sftp", "rsync")
Site = Mapping[str, bytes]


@dataclass(frozen=True)
class Race:
    """Seconds of each, and how many files one change made us send and remove."""

    ours: float
    full: float
    rsync: float
    files: int


def race(folder: Path, count: int, times: int) -> Race | None:
    """The fastest of each, taking turns; the whole upload once. None if a program is missing."""
    if not all(shutil.which(program) for program in PROGRAMS):
        return None
    sites = _sites(count)
    for name, site in zip(("before", "after"), sites, strict=True):
        _write(folder / name, site)
    with ssh_server(folder / "ssh") as server:
        target = _target(folder, server)
        _publish(target, sites[0])
        shutil.copytree(folder / "before", folder / "rsync")
        full = _seconds(lambda: _sftp(folder, server))
        ours, theirs, files = [], [], 0
        for turn in range(times):
            ahead = turn % 2 == 0
            start = time.perf_counter()
            receipt = _publish(target, sites[ahead])
            ours.append(time.perf_counter() - start)
            files = max(files, receipt.uploaded + receipt.deleted)
            theirs.append(_seconds(lambda: _rsync(folder, server, "after" if ahead else "before")))  # noqa: B023
    return Race(min(ours), full, min(theirs), files)


def _sites(count: int) -> tuple[Site, Site]:
    """The same list before and after one entry was changed."""
    release = bench_release(count)
    changed = release.entries[count // 2]
    entry = replace(changed, content={**changed.content, "ringkasan": "Diubah"}, updated="2026-11-24")
    entries = tuple(entry if one is changed else one for one in release.entries)
    after = replace(release, number=2, updated="2026-11-24", entries=entries)
    lists = tuple(PastList(list_page(each.entries)) for each in (release, after))
    former, latter = (build_all(render_site(replace(each, lists=lists), OFFICE, TEMPLATE)) for each in (release, after))
    return former, latter


def _write(folder: Path, site: Site) -> None:
    for path, data in site.items():
        place = folder / path
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(data)


def _target(folder: Path, server: Ssh) -> StoreTarget:
    (folder / "ours").mkdir()
    address = read_address(f"sftp://{server.user}@127.0.0.1:{server.port}{folder / 'ours'}")
    store = SftpStore(address, SshTrust(server.fingerprint, key_file=server.key))
    return StoreTarget(store, LastSeenFile(folder / "dip-target.json", address.location))


def _publish(target: StoreTarget, site: Site) -> PublishResult:
    return target.publish(site, target.read(), lambda _, __: None)


def _options(server: Ssh) -> list[str]:
    hosts = server.key.with_name("known_hosts")
    hosts.write_text(f"[127.0.0.1]:{server.port} {server.host_key.read_text()}")
    return ["-F", "none", "-i", str(server.key), "-o", f"UserKnownHostsFile={hosts}"]


def _sftp(folder: Path, server: Ssh) -> None:
    (folder / "full").mkdir()
    (folder / "batch").write_text(f"put -R {folder / 'after'}/. {folder / 'full'}\n")
    where = ["-P", str(server.port), "-b", str(folder / "batch"), f"{server.user}@127.0.0.1"]
    subprocess.run(["sftp", "-q", *_options(server), *where], check=True, capture_output=True)


def _rsync(folder: Path, server: Ssh, name: str) -> None:
    shell = " ".join(["ssh", *_options(server), "-p", str(server.port)])
    goal = f"{server.user}@127.0.0.1:{folder / 'rsync'}/"
    subprocess.run(["rsync", "-a", "--checksum", "-e", shell, f"{folder / name}/", goal], check=True)


def _seconds(work: Callable[[], None]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start
