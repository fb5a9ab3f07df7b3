"""A program that talks to a server: waited for as long as it says something, ended when it is silent for too long."""

from __future__ import annotations

import os
import selectors
import signal
import subprocess
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from typing import IO, cast

QUIET = 15.0
"""After so many seconds of silence it is said what is waited for."""
SILENCE = 60.0
"""After so many it is ended."""


def run_patiently(
    command: Sequence[str], environment: Mapping[str, str], seconds: float, waiting: Callable[[], None]
) -> subprocess.CompletedProcess[bytes]:
    """Run the program; `waiting` is called once, when it has been silent for a while. Raises `FileNotFoundError`, and
    `subprocess.TimeoutExpired`, with the seconds it was silent or took in all, when it was ended together with what it
    had started."""
    if os.name != "posix":  # elsewhere nobody can wait for two pipes at once
        return subprocess.run(command, capture_output=True, env=environment, timeout=seconds, check=False)  # noqa: S603  the caller's words
    with subprocess.Popen(  # noqa: S603
        command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=environment,
        start_new_session=True,
    ) as process:  # fmt: skip
        try:
            out, told = _heard(process, command, seconds, waiting)
            return subprocess.CompletedProcess(command, process.wait(SILENCE), out, told)
        except BaseException:
            with suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
            raise


def _heard(
    process: subprocess.Popen[bytes], command: Sequence[str], seconds: float, waiting: Callable[[], None]
) -> tuple[bytes, bytes]:
    """All that it writes."""
    pipes = [cast("IO[bytes]", process.stdout), cast("IO[bytes]", process.stderr)]
    heard: dict[int, list[bytes]] = {pipe.fileno(): [] for pipe in pipes}
    begun = last = time.monotonic()
    said = False
    with selectors.DefaultSelector() as selector:
        for pipe in pipes:
            selector.register(pipe, selectors.EVENT_READ)
        while selector.get_map():
            ready, now = selector.select(0.2), time.monotonic()
            for key, _ in ready:
                last, data = now, os.read(key.fd, 65536)
                heard[key.fd].append(data)
                if not data:
                    selector.unregister(key.fileobj)
            if now - last > QUIET and not said:
                said = True
                waiting()
            if selector.get_map() and (now - last > SILENCE or now - begun > seconds):
                raise subprocess.TimeoutExpired(command, SILENCE if now - last > SILENCE else seconds)
    out, told = (b"".join(heard[pipe.fileno()]) for pipe in pipes)
    return out, told
