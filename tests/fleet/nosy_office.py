"""What tests let the processes of a fleet do: tell what reaches them, disturb what they can, hang."""

from __future__ import annotations

import locale
import logging
import os
import signal
import sys
import time
from collections.abc import Sequence
from typing import Any

import sync.cli.fleet_office  # noqa: F401  whichever test starts the server, it has what the others need
from sync.fleet import pool

pool.GRACE = 0.5  # in the processes: who tests the end of a fleet waits for it
LEFT_BEHIND: list[str] = []


def work(commands: Sequence[Sequence[str]], row: str) -> tuple[int, Any]:
    """Do what the words say, and tell how the process found its world."""
    told = {
        "cwd": os.getcwd(), "env": dict(os.environ), "zone": time.tzname, "locale": locale.setlocale(locale.LC_ALL),
        "left": list(LEFT_BEHIND), "handlers": len(logging.getLogger().handlers), "argv": sys.argv[1:], "row": row,
        "stdin": os.readlink("/proc/self/fd/0"),
        "group": os.getpgid(0) == os.getpid(), "threads": len(os.listdir("/proc/self/task")),
        "main": getattr(sys.modules["__main__"], "__file__", ""),
    }  # fmt: skip
    code = 0
    for (word,) in commands:
        code = ACTS[word]()
    return code, told


def _disturb() -> int:
    os.environ.update(TZ="Asia/Jayapura", DIP_LANG="id", DIP_CONFIG="/nowhere", NOISE="x")
    time.tzset()
    os.chdir("/")
    os.umask(0)
    locale.setlocale(locale.LC_ALL, "C.UTF-8")
    logging.getLogger().addHandler(logging.NullHandler())
    LEFT_BEHIND.append("noise")
    print("loud")
    print("last words", file=sys.stderr)
    return 3


def _hang() -> int:
    time.sleep(600)
    return 0


def _hang_hard() -> int:
    """With a child that would stay behind."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    if os.fork() == 0:
        time.sleep(600)
        os._exit(0)
    return _hang()


def _die() -> int:
    os.kill(os.getpid(), signal.SIGKILL)
    return 0


def _kill_the_server() -> int:
    os.kill(os.getppid(), signal.SIGKILL)
    return _hang()


def _raise() -> int:
    raise ValueError("an error that nobody expects")


ACTS = {
    "look": lambda: 7, "disturb": _disturb, "hang": _hang, "hang hard": _hang_hard, "die": _die, "raise": _raise,
    "kill the server": _kill_the_server,
}  # fmt: skip
