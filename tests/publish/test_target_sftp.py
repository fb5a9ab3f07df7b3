"""An account on an OpenSSH server keeps what every target promises."""

from __future__ import annotations

import asyncio
import inspect
from collections.abc import Iterator
from pathlib import Path

import pytest

from sync.publish.sftp import AT_ONCE, _SftpSession
from sync.publish.sftp_batch import BatchChannel
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


def test_what_waited_for_its_turn_when_another_failed_is_closed() -> None:
    """Nothing is left behind that would be told at any later time, in another's place."""
    session = _SftpSession([], None, BatchChannel.__new__(BatchChannel), "")

    async def fail() -> None:
        raise OSError("away")

    jobs = [fail(), *(asyncio.sleep(9) for _ in range(3 * AT_ONCE))]
    with pytest.raises(OSError, match="away"):
        asyncio.run(session._all(jobs))
    assert {inspect.getcoroutinestate(job) for job in jobs} == {inspect.CORO_CLOSED}
