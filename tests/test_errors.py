"""What the operating system says, in the operator's language."""

from __future__ import annotations

import errno
import os
import socket

import pytest

from sync.cli.language import in_language
from sync.errors import reason_of

COMMON = [
    errno.ECONNREFUSED, errno.ETIMEDOUT, errno.EHOSTUNREACH, errno.ENETUNREACH, errno.EACCES, errno.ENOSPC,
    errno.ENOENT, errno.EISDIR, errno.EROFS, errno.ECONNRESET, errno.EADDRINUSE,
]  # fmt: skip


@pytest.mark.parametrize("number", COMMON)
def test_what_happens_often_is_said_in_indonesian(number: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DIP_LANG", "id")
    reason = in_language(reason_of(OSError(number, os.strerror(number))))
    assert reason and reason != os.strerror(number)


def test_a_name_that_nobody_knows_and_a_server_that_is_silent_are_said_too(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DIP_LANG", "id")
    unknown = socket.gaierror(socket.EAI_NONAME, "Name or service not known")
    told = [in_language(reason_of(error)) for error in (unknown, TimeoutError("timed out"))]
    assert told == ["tidak ada server bernama ini", "tidak menjawab pada waktunya"]
