"""A branch keeps what every target promises, on this machine and over ssh."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.faults import Line
from tests.ownership_contract import OwnershipContract
from tests.places import GitPlace
from tests.servers import Ssh, ssh_server
from tests.target_contract import TargetContract

pytestmark = [pytest.mark.slow, pytest.mark.needs("git")]


class TestGitFile(TargetContract, OwnershipContract):
    @pytest.fixture
    def place(self, tmp_path: Path) -> GitPlace:
        return GitPlace(tmp_path)


@pytest.fixture(scope="module")
def ssh(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ssh]:
    with ssh_server(tmp_path_factory.mktemp("ssh")) as server:
        yield server


@pytest.mark.needs("/usr/sbin/sshd")
class TestGitSsh(TargetContract, OwnershipContract):
    @pytest.fixture
    def place(self, tmp_path: Path, ssh: Ssh) -> Iterator[GitPlace]:
        with Line(ssh.port) as line:
            yield GitPlace(tmp_path, ssh, line)
