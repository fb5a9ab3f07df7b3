"""What waits for an answer ends, whoever it is that does not answer: in silence, or drop by drop."""

from __future__ import annotations

import asyncio
import gc
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import pytest
from google.auth.credentials import AnonymousCredentials
from gspread.http_client import HTTPClient
from requests import Session

from sync.errors import GoogleBusy, TargetUnreachable
from sync.model import PublishResult, TargetState
from sync.publish import ftp, git, read_back, s3, sftp
from sync.publish.ftp import FtpStore
from sync.publish.ftp_session import FtpTrust
from sync.publish.last_seen import LastSeenFile
from sync.publish.read_back import CheckedTarget
from sync.publish.s3 import S3Access, S3Store
from sync.publish.sftp import SftpStore
from sync.publish.ssh import SshTrust
from sync.settings.target_address import read_address
from sync.time_limit import within
from sync.workbook.google import client as google_client
from tests.memory_doors import Fuse, MemoryTarget
from tests.sites import OLD

HTTP = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 1000000\r\n\r\n"
pytestmark = pytest.mark.filterwarnings("ignore:unclosed <socket:ResourceWarning")


class Dripping:
    """A server that says `begin` and then this drop, again and again; without a drop it keeps silent."""

    def __init__(self) -> None:
        self.begin, self.drop, self.over = b"", b"", False
        self._listener = socket.create_server(("127.0.0.1", 0), backlog=64)
        self.port: int = self._listener.getsockname()[1]
        threading.Thread(target=self._serve, daemon=True).start()

    def _serve(self) -> None:
        with suppress(OSError):
            while True:
                connection, _ = self._listener.accept()
                threading.Thread(target=self._drip, args=(connection,), daemon=True).start()

    def _drip(self, connection: socket.socket) -> None:
        with connection, suppress(OSError):
            connection.sendall(self.begin)
            while not self.over:
                time.sleep(0.02)
                connection.sendall(self.drop)

    def close(self) -> None:
        self.over = True
        with suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()


@pytest.fixture
def server() -> Iterator[Dripping]:
    dripping = Dripping()
    yield dripping
    dripping.close()


@pytest.fixture(autouse=True)
def _short(monkeypatch: pytest.MonkeyPatch) -> None:
    for module in (s3, ftp, read_back, google_client):
        monkeypatch.setattr(module, "ANSWER", 0.5)
    monkeypatch.setattr(ftp, "SECONDS", 0.5)
    monkeypatch.setattr(sftp, "SECONDS", 0.5)
    monkeypatch.setattr(git, "ANSWER", 1)
    for each in (s3, ftp):
        monkeypatch.setattr(each, "seconds_for", lambda size: 0.5)


def test_what_takes_longer_is_left_behind() -> None:
    """Work that is done in time returns or raises as ever."""
    assert within(5, lambda: 7) == 7
    with pytest.raises(ZeroDivisionError):
        within(5, lambda: 1 // 0)
    with pytest.raises(TimeoutError, match="no whole answer in 0 seconds"):
        within(0.01, threading.Event().wait)


def test_what_failing_work_opened_is_let_go_of_at_once(tmp_path: Path) -> None:
    """Not when garbage is collected, which a run does seldom."""
    let_go = threading.Event()

    class Opened:
        def __del__(self) -> None:
            let_go.set()

    def work() -> None:
        opened = Opened()
        raise ZeroDivisionError(repr(opened))

    gc.disable()
    try:
        with pytest.raises(ZeroDivisionError):
            within(5, work)
        assert let_go.wait(5), "as soon as the thread of the work has ended"
    finally:
        gc.enable()


def test_the_copy_of_the_certificates_goes_with_the_store(tmp_path: Path, server: Dripping) -> None:
    """A process of a fleet ends without clearing up."""
    (tmp_path / "ca.pem").write_bytes(b"-")
    (tmp_path / "kredensial").write_text("[default]\naws_access_key_id = kunci\naws_secret_access_key = rahasia\n")
    access = S3Access(f"http://127.0.0.1:{server.port}", tmp_path / "kredensial", network=tmp_path / "ca.pem")
    store = S3Store(read_address("s3://kantor/dip"), access)
    assert_ends(lambda: store.look([""]))
    copy = Path(str(store._bundle()))
    assert copy.exists()
    store.close()
    assert not copy.exists()


@pytest.mark.parametrize("work", [
    lambda store: store.look([""]), lambda store: store.read(["index.html", "feed.xml"]),
    lambda store: store.write({"index.html": b"x"}, lambda: None), lambda store: store.remove(["index.html"], []),
])  # fmt: skip
def test_a_bucket_that_answers_drop_by_drop(
    server: Dripping, tmp_path: Path, work: Callable[[S3Store], object]
) -> None:
    server.begin, server.drop = HTTP, b"<"
    key_file = tmp_path / "kredensial"
    key_file.write_text("[default]\naws_access_key_id = kunci\naws_secret_access_key = rahasia\n")
    store = S3Store(read_address("s3://kantor/dip"), S3Access(f"http://127.0.0.1:{server.port}", key_file))
    assert_ends(lambda: work(store))
    store.close()


@pytest.mark.parametrize(("begin", "drop"), [(b"", b""), (b"220-", b"x"), (b"", b"220-x\r\n"), (b"220 siap\r\n", b"")])
def test_an_ftp_server_that_answers_drop_by_drop(server: Dripping, begin: bytes, drop: bytes) -> None:
    server.begin, server.drop = begin, drop
    store = FtpStore(read_address(f"ftp://kantor@127.0.0.1:{server.port}/situs"), FtpTrust("rahasia"))
    assert_ends(lambda: store.look(["index.html"]))


@pytest.mark.parametrize("begin", [b"", b"SSH-2.0-Diam\r\n"])
def test_an_ssh_server_that_keeps_silent(server: Dripping, tmp_path: Path, begin: bytes) -> None:
    server.begin = begin
    trust = SshTrust("", tmp_path / "known_hosts", password="rahasia")
    store = SftpStore(read_address(f"sftp://kantor@127.0.0.1:{server.port}/situs"), trust)
    assert_ends(lambda: store.look(["index.html"]))
    store.close()
    address = read_address(f"git+ssh://kantor@127.0.0.1:{server.port}/situs.git#pages")
    target = git.GitTarget(address, tmp_path / "dip-git", LastSeenFile(None, ""), trust)
    assert_ends(target.read)


def test_ssh_connections_that_do_not_end_are_cut(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each of them, the first and the second."""
    monkeypatch.setattr(sftp, "GOODBYE", 0.05)
    heard: list[str] = []

    class Staying:
        def __init__(self, name: str) -> None:
            self.close = lambda: heard.append(f"{name} close")
            self.abort = lambda: heard.append(f"{name} abort")

        async def wait_closed(self) -> None:
            await asyncio.Event().wait()

    session = sftp._SftpSession([Staying("first"), Staying("second")], None, None, "")  # type: ignore[arg-type]
    asyncio.run(session.close())
    assert heard == ["first close", "second close", "first abort", "second abort"]


def test_a_site_that_answers_drop_by_drop(server: Dripping) -> None:
    """The publish is done; that nobody could read it back is told."""
    server.begin, server.drop = HTTP, b"<"
    target = CheckedTarget(MemoryTarget(Fuse()), f"http://127.0.0.1:{server.port}")
    result: PublishResult = target.publish(OLD, TargetState(None), lambda _, __: None)
    assert "does not answer (it does not answer in time)" in result.unread


def test_google_that_answers_drop_by_drop(server: Dripping) -> None:
    server.begin, server.drop = HTTP, b"<"
    there = google_client.GoogleClient("kantor", HTTPClient(AnonymousCredentials(), Session()))
    with pytest.raises(GoogleBusy, match="Google cannot be reached .no whole answer in"):
        there.send("get", f"http://127.0.0.1:{server.port}/", None)


def assert_ends(work: Callable[[], object]) -> None:
    """Within the limits of a test, as a lost connection."""
    begin = time.monotonic()
    with pytest.raises(TargetUnreachable):
        work()
    assert time.monotonic() - begin < 10
