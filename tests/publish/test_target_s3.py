"""A bucket keeps what every target promises."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.faults import Line
from tests.ownership_contract import OwnershipContract
from tests.places import S3Place
from tests.target_contract import TargetContract

# A connection that breaks within an answer is left by the library to Python's clearing up.
pytestmark = [pytest.mark.slow, pytest.mark.filterwarnings("ignore:unclosed <socket:ResourceWarning")]


@pytest.fixture(scope="module")
def s3_port() -> Iterator[int]:
    from moto.server import ThreadedMotoServer

    server = ThreadedMotoServer("127.0.0.1", 0, verbose=False)
    server.start()
    yield server.get_host_and_port()[1]
    server.stop()


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
