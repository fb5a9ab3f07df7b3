"""An account on an OpenSSH server keeps what every target promises."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.faults import Line
from tests.ownership_contract import OwnershipContract
from tests.places import SftpPlace
from tests.servers import Ssh, ssh_server
from tests.target_contract import TargetContract

pytestmark = [pytest.mark.slow, pytest.mark.needs("/usr/sbin/sshd")]


@pytest.fixture(scope="module")
def ssh(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ssh]:
    with ssh_server(tmp_path_factory.mktemp("ssh")) as server:
        yield server


class TestSftp(TargetContract, OwnershipContract):
    @pytest.fixture
    def place(self, tmp_path: Path, ssh: Ssh) -> Iterator[SftpPlace]:
        with Line(ssh.port) as line:
            yield SftpPlace(tmp_path, ssh, line)
