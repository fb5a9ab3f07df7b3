"""The guards themselves: the network is closed, skips do not pass unseen, and nobody waits for what no test needs."""

from __future__ import annotations

import os
import socket
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from tests.conftest import OutsideNetwork, is_loopback, pytest_ignore_collect

FILES = """
import pytest
def test_asks_for_a_skip(): pytest.skip("no reason")
@pytest.mark.xfail(strict=True)
def test_known_to_fail(): assert False
"""


@pytest.mark.parametrize("host", ["127.0.0.1", "127.8.9.10", "::1", "localhost", "", None])
def test_this_machine_may_be_reached(host: object) -> None:
    assert is_loopback(host)


@pytest.mark.parametrize("host", ["192.0.2.1", "10.0.0.1", "2001:db8::1", "kpu-lebak.example", "0.0.0.1"])
def test_other_machines_may_not(host: str) -> None:
    assert not is_loopback(host)


def test_a_socket_that_leaves_the_machine_is_stopped() -> None:
    with socket.socket() as connection, pytest.raises(OutsideNetwork, match="only this machine may be reached"):
        connection.connect(("192.0.2.1", 80))
    with (
        socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as sender,
        pytest.raises(OutsideNetwork, match="only this machine may be reached"),
    ):
        sender.sendto(b"hello", ("192.0.2.1", 53))
    with pytest.raises(OutsideNetwork, match="tried to look up 'kpu-lebak.example'"):
        socket.create_connection(("kpu-lebak.example", 443))


@pytest.mark.parametrize(("ci", "outcome"), [("true", "1 failed, 1 xfailed"), ("", "1 skipped, 1 xfailed")])
def test_a_skip_is_a_failure_in_ci(ci: str, outcome: str, tmp_path: Path) -> None:
    guards = Path(__file__).with_name("conftest.py").read_text("utf-8")
    (tmp_path / "conftest.py").write_text(guards, "utf-8")
    (tmp_path / "test_example.py").write_text(FILES, "utf-8")
    command = [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", "-p", "no:xdist", "--rootdir", str(tmp_path)]
    environment = {**os.environ, "CI": ci}
    done = subprocess.run(
        [*command, str(tmp_path)], cwd=tmp_path, env=environment, capture_output=True, text=True, check=False
    )
    assert outcome in done.stdout


@pytest.mark.parametrize(("wanted", "unread"), [("not slow", True), ("slow", None), ("", None)])
def test_a_file_of_slow_tests_is_not_read_where_they_are_left_out(wanted: str, unread: bool | None) -> None:
    config: Any = SimpleNamespace(option=SimpleNamespace(markexpr=wanted))
    assert pytest_ignore_collect(Path(__file__), config) is unread
    assert pytest_ignore_collect(Path("tests/test_floors.py"), config) is None


def test_no_ledger_waits_for_the_disk(tmp_path: Path) -> None:
    with closing(sqlite3.connect(tmp_path / "dip-ledger.sqlite")) as base:
        assert base.execute("PRAGMA synchronous").fetchone() == (0,)
