"""An account on an FTP server keeps what every target promises: with TLS, and on a server that knows little."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.ftp_server import FtpServer, ftp_server, make_certificate
from tests.ownership_contract import OwnershipContract
from tests.places import FtpPlace
from tests.target_contract import TargetContract

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def ftps(tmp_path_factory: pytest.TempPathFactory) -> Iterator[FtpServer]:
    top = tmp_path_factory.getbasetemp()
    with ftp_server(top, make_certificate(tmp_path_factory.mktemp("tls"))) as server:
        yield server


@pytest.fixture(scope="module")
def old_ftp(tmp_path_factory: pytest.TempPathFactory) -> Iterator[FtpServer]:
    top = tmp_path_factory.getbasetemp()
    certificate = make_certificate(tmp_path_factory.mktemp("tls"))
    with ftp_server(top, certificate, tls=False, without=("MLST", "MLSD", "OPTS", "SITE CHMOD")) as server:
        yield server


class TestFtps(TargetContract, OwnershipContract):
    @pytest.fixture
    def place(self, tmp_path: Path, ftps: FtpServer) -> FtpPlace:
        return FtpPlace(tmp_path, "ftps", ftps)


class TestOldFtp(TargetContract, OwnershipContract):
    @pytest.fixture
    def place(self, tmp_path: Path, old_ftp: FtpServer) -> FtpPlace:
        return FtpPlace(tmp_path, "ftp", old_ftp)
