"""Answers cut in their middle, and answers that are none: always a lost connection, never a crash, and never taken for
an empty target."""

from __future__ import annotations

import asyncio
import gc
import socket
import threading
from collections.abc import Iterator, Mapping
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sync.errors import TargetError, TargetUnreachable
from sync.publish.ftp import FtpStore
from sync.publish.ftp_session import FtpTrust
from sync.publish.s3 import S3Access, S3Store
from sync.publish.sftp_batch import BatchChannel
from sync.publish.store import GARBLED
from sync.settings.target_address import read_address
from tests.places import GitPlace
from tests.sites import NEW, OLD
from tests.target_contract import publish

# A connection that breaks within an answer is left by the library to Python's clearing up.
pytestmark = pytest.mark.filterwarnings("ignore:unclosed <socket:ResourceWarning")


class Script:
    """A server that answers every request with the same bytes and hangs up; it may speak first."""

    def __init__(self) -> None:
        self.answer, self.asked, self.greets = b"", b"", False
        self._listener = socket.create_server(("127.0.0.1", 0), backlog=64)
        self.port: int = self._listener.getsockname()[1]
        threading.Thread(target=self._serve, daemon=True).start()

    def _serve(self) -> None:
        with suppress(OSError):
            while True:
                connection, _ = self._listener.accept()
                with connection, suppress(OSError):
                    if not self.greets:
                        self.asked = connection.recv(65536)
                    connection.sendall(self.answer)

    def close(self) -> None:
        with suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()


@pytest.fixture
def script() -> Iterator[Script]:
    server = Script()
    yield server
    server.close()


@pytest.fixture
def store(script: Script, tmp_path: Path) -> Iterator[S3Store]:
    key_file = tmp_path / "kredensial"
    key_file.write_text("[default]\naws_access_key_id = kunci\naws_secret_access_key = rahasia\n")
    store = S3Store(read_address("s3://kantor/dip"), S3Access(f"http://127.0.0.1:{script.port}", key_file))
    yield store
    store.close()
    gc.collect()


DATE = "Mon, 23 Nov 2026 07:05:00 GMT"
LISTING = (
    '<?xml version="1.0" encoding="UTF-8"?><ListBucketResult><Name>kantor</Name><IsTruncated>false</IsTruncated>'
    "<Contents><Key>dip/index.html</Key><LastModified>2026-11-23T07:05:00Z</LastModified><ETag>x</ETag>"
    "<Size>5</Size></Contents></ListBucketResult>"
)


def whole(body: str, order: int, more: Mapping[str, str]) -> bytes:
    """An answer that says that the server hangs up after it, as `Script` does; the length stands first or last."""
    lines = ["Connection: close", *(f"{name}: {text}" for name, text in more.items())]
    lines.insert(order * len(lines), f"Content-Length: {len(body)}")
    return ("HTTP/1.1 200 OK\r\n" + "\r\n".join(lines) + "\r\n\r\n" + body).encode()


@pytest.mark.slow
@pytest.mark.parametrize("order", [0, 1])
def test_a_listing_cut_at_any_byte_is_no_empty_bucket(script: Script, store: S3Store, order: int) -> None:
    """An empty target would be filled anew, and what is ours there would belong to nobody."""
    answer = whole(LISTING, order, {"Date": DATE, "Content-Type": "application/xml"})
    for end in range(len(answer)):
        script.answer = answer[:end]
        with pytest.raises(TargetUnreachable, match="the connection failed"):
            store.look([""])
    script.answer = answer
    assert store.look(["index.html"]).keys() == {"index.html"}


@pytest.mark.slow
def test_a_write_whose_answer_is_cut_before_its_length_comes_to_an_end(script: Script, store: S3Store) -> None:
    """Above all within a `100 Continue`, which nothing of ours asks for. What a whole answer promises is read back."""
    begin = b"HTTP/1.1 100 Continue\r\nConnection: keep-alive\r\n\r\nHTTP/1.1 200 OK\r\n"
    for end in range(len(begin)):
        script.answer = begin[:end]
        with pytest.raises(TargetUnreachable, match="the connection failed"):
            store.write({"index.html": b"halo!"}, lambda: None)
        assert b"Expect:" not in script.asked and b"Content-MD5: Fc0hkrdlvLGZK26Od5jjHg==" in script.asked


@pytest.mark.slow
@pytest.mark.parametrize("order", [0, 1])
def test_an_object_cut_at_any_byte_is_no_shorter_object(script: Script, store: S3Store, order: int) -> None:
    """An answer that was cut is a failed connection, and half a date in it makes no warning."""
    answer = whole("halo!", order, {"Last-Modified": DATE, "Date": DATE, "ETag": '"x"'})
    for end in range(len(answer)):
        script.answer = answer[:end]
        with pytest.raises(TargetUnreachable, match="the connection failed"):
            store.read(["index.html"])
    script.answer = answer
    assert store.read(["index.html"]) == {"index.html": b"halo!"}


@pytest.mark.parametrize("body", ["", "<html>Selamat datang</html>", "{}", LISTING.replace(">5<", ">lima<")])
def test_a_listing_that_is_none_is_no_empty_bucket(script: Script, store: S3Store, body: str) -> None:
    """The page of a hotel's gate, for example, must not look like a bucket without files."""
    script.answer = whole(body, 0, {})
    with pytest.raises(TargetUnreachable, match="the connection failed"):
        store.look([""])


MORE = LISTING.replace(">false<", ">true<")
AGAIN = MORE.replace("<Contents>", "<NextContinuationToken>a</NextContinuationToken><Contents>")
VERSION_1 = MORE.replace("<Contents>", "<Marker></Marker><NextMarker>dip/index.html</NextMarker><Contents>")


@pytest.mark.parametrize("body", [MORE, AGAIN, VERSION_1])
def test_a_listing_that_says_it_goes_on_and_not_where_is_not_the_whole(
    script: Script, store: S3Store, body: str
) -> None:
    """As lesser gateways give it: without a token, with the same one again, or of version 1."""
    script.answer = whole(body, 0, {})
    with pytest.raises(TargetError, match="its listing goes on, and does not say where.* ListObjectsV2") as caught:
        store.look([""])
    assert not isinstance(caught.value, TargetUnreachable)


def test_a_listing_of_more_than_was_asked_for_has_no_files_of_others(script: Script, store: S3Store) -> None:
    """A gateway that knows no prefix lists the whole bucket."""
    script.answer = whole(LISTING.replace("<Key>dip/", "<Key>"), 0, {})
    assert store.look(["index.html"]) == {}


@given(stream=st.binary(max_size=200), kind=st.sampled_from(["look", "read", "list_folders"]))
def test_bytes_that_are_no_sftp_are_a_lost_connection(stream: bytes, kind: str) -> None:
    """Whatever arrives, it ends, in an answer or an error that the store knows."""

    class Nowhere:
        def write(self, data: bytes) -> None:
            """Sent."""

        async def drain(self) -> None:
            """Sent."""

    async def ask() -> None:
        reader = asyncio.StreamReader()
        reader.feed_data(stream)
        reader.feed_eof()
        channel = BatchChannel(reader, Nowhere())
        await getattr(channel, kind)([b"/a", b"/b"])

    with suppress(ConnectionError, OSError, *GARBLED):
        asyncio.run(ask())


@pytest.mark.parametrize("answer", [b"", b"2", b"220", b"220 siap\r\n", b"<html>\r\n", b"\xff\xfe\r\n", b"220-\r\n"])
def test_what_is_no_ftp_is_a_lost_connection(script: Script, answer: bytes) -> None:
    script.answer, script.greets = answer, True
    store = FtpStore(read_address(f"ftp://kantor@127.0.0.1:{script.port}/situs"), FtpTrust("rahasia"))
    with pytest.raises(TargetUnreachable, match="the connection failed"):
        store.look([""])


@pytest.mark.slow
@pytest.mark.needs("git")
def test_our_copy_of_a_branch_may_lack_any_object(tmp_path: Path) -> None:
    """A fetch that was cut leaves a commit without its files; whatever is missing is had again."""
    place = GitPlace(tmp_path)
    place.reset(OLD)
    place.target().read()
    objects = [path.relative_to(place.cache) for path in place.cache.glob("objects/??/*")]
    assert len(objects) > len(OLD)
    for path in objects[::3]:
        (place.cache / path).unlink()
        assert place.target().read().files.keys() == OLD.keys()
    (place.cache / objects[0]).unlink()
    publish(place, NEW)
    assert place.everything() == NEW
