"""A bucket keeps what every target promises."""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from botocore.exceptions import ClientError

from sync.errors import TargetError
from sync.model import TargetState
from sync.publish.last_seen import LastSeenFile
from sync.publish.publisher import StoreTarget
from sync.publish.s3 import S3Store
from tests.faults import Line
from tests.ownership_contract import OwnershipContract
from tests.places import ONCE, S3Place
from tests.sites import EVEN, NEW, ODD, OLD
from tests.target_contract import TargetContract

# A connection that breaks within an answer is left by the library to Python's clearing up.
pytestmark = [pytest.mark.slow, pytest.mark.filterwarnings("ignore:unclosed <socket:ResourceWarning")]


@pytest.fixture(scope="module")
def s3_port() -> Iterator[int]:
    from tests.s3_server import s3_server

    with s3_server() as port:
        yield port


@pytest.fixture(scope="module")
def client(s3_port: int) -> Any:
    import boto3

    return boto3.client(
        "s3", endpoint_url=f"http://127.0.0.1:{s3_port}", region_name="us-east-1", aws_access_key_id="kunci",
        aws_secret_access_key="rahasia",
    )  # fmt: skip


class TestS3(TargetContract, OwnershipContract):
    @pytest.fixture
    def place(self, tmp_path: Path, s3_port: int, client: Any) -> Iterator[S3Place]:
        with Line(s3_port) as line:
            yield S3Place(tmp_path, client, line)
        gc.collect()

    def test_a_write_cut_at_any_byte_leaves_the_old_file_or_the_new_one(self, place: S3Place) -> None:
        """Headers that end with the connection are no headers of an empty file."""
        old, new = b"<h1>lama</h1>", b"<h1>baru</h1>"
        place.put("index.html", old)
        with place.line.counting() as meter:
            place.store.write({"index.html": old}, lambda: None)
        for limit in range(1, meter.count, 40):
            place.store.close()
            with suppress(TargetError), place.line.counting(limit):
                place.store.write({"index.html": new}, lambda: None)
            assert place.everything()["index.html"] in (old, new), limit

    def test_who_stood_still_while_another_published_is_refused_by_the_bucket(self, place: S3Place) -> None:
        """With a list that was there, and with none; the next run puts everything right."""
        for first, second in ((NEW, OLD), (ODD, EVEN)):
            slow, quick = place.target(), _beside(place)
            then, now = slow.read(), quick.read()
            with pytest.raises(TargetError, match=r"somebody else wrote manifest\.json"):
                slow.publish(first, then, _quiet, _meanwhile(quick, second, now))
            assert place.everything()["manifest.json"] == second["manifest.json"]
            again = place.target()
            again.publish(first, again.read(), _quiet)
            assert place.everything() == first

    def test_a_manifest_that_somebody_removed_meanwhile_is_not_put_back(self, place: S3Place) -> None:
        first = place.target()
        first.publish(NEW, first.read(), _quiet)
        target = place.target()
        found = target.read()
        with pytest.raises(TargetError, match=r"somebody else wrote manifest\.json"):
            target.publish(OLD, found, _quiet, lambda: place.remove("manifest.json"))
        assert "manifest.json" not in place.everything()

    @pytest.mark.parametrize("code", ["NotImplemented", "501"])
    def test_a_provider_that_knows_no_conditions_is_written_to_without(
        self, place: S3Place, code: str, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        put, asked = S3Store._put, []

        def simple(store: S3Store, client: Any, path: str, data: bytes, **condition: str) -> str:
            asked.append(path)
            if condition:
                raise ClientError({"Error": {"Code": code}}, "PutObject")
            return put(store, client, path, data)

        monkeypatch.setattr(S3Store, "_put", simple)
        for site in (OLD, NEW):
            target = place.target()
            target.publish(site, target.read(), _quiet)
            assert place.everything() == site
        assert asked.count("manifest.json") == 4


def _beside(place: S3Place) -> StoreTarget:
    """Another machine."""
    return StoreTarget(place.open_store(), LastSeenFile(None, ""), ONCE)


def _meanwhile(target: StoreTarget, site: Mapping[str, bytes], found: TargetState) -> Callable[[], None]:
    """What another machine does, once the first has begun."""

    def publish() -> None:
        target.publish(site, found, _quiet)

    return publish


def _quiet(done: int, total: int) -> None:
    """Nobody watches."""
