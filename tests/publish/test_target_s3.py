"""A bucket keeps what every target promises."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest

from sync.errors import TargetError
from tests.faults import Line
from tests.ownership_contract import OwnershipContract
from tests.places import S3Place
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
