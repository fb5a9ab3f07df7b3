"""Faults for the adapters: a disk that stops at its nth change, a connection that breaks after so many bytes."""

from __future__ import annotations

import os
import socket
import subprocess
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any


class Crash(BaseException):
    """The machine went off."""


class Faulty:
    """The module `os`, except that its nth change to the disk does not happen (or only half), and the machine goes
    off."""

    CHANGES = ("replace", "unlink", "rmdir", "mkdir", "makedirs", "open", "write", "fsync", "chmod", "fchmod", "sync")

    def __init__(self, crash_at: int = -1, half: bool = False, replaced: dict[str, Any] | None = None) -> None:
        self.count, self.crash_at, self.half, self.replaced = 0, crash_at, half, replaced or {}

    def __getattr__(self, name: str) -> Any:
        real = self.replaced.get(name) or getattr(os, name)
        return self._counted(name, real) if name in self.CHANGES else real

    def _counted(self, name: str, real: Any) -> Any:
        def call(*arguments: Any, **words: Any) -> Any:
            self.count += 1
            if self.count - 1 == self.crash_at:
                if self.half and name == "write":
                    real(arguments[0], bytes(arguments[1])[: len(arguments[1]) // 2])
                raise Crash
            return real(*arguments, **words)

        return call


class FaultyRunner:
    """The module `subprocess`, except that the machine goes off during the nth program (its whole part) when a part of
    its time (the fraction, of a tenth of a second) has passed."""

    def __init__(self, crash_at: float) -> None:
        self.count, self.crash_at = 0, crash_at

    def __getattr__(self, name: str) -> Any:
        return getattr(subprocess, name)

    def Popen(self, command: list[str], **words: Any) -> Any:  # noqa: N802  as the module calls it
        self.count += 1
        if self.count - 1 != int(self.crash_at):
            return subprocess.Popen(command, **words)
        with subprocess.Popen(command, **words) as process:
            time.sleep(max(0.001, self.crash_at % 1 / 10))
            process.kill()
        raise Crash

    def run(self, command: list[str], **words: Any) -> Any:
        self.count += 1
        if self.count - 1 != int(self.crash_at):
            return subprocess.run(command, **words)  # noqa: PLW1510  passed on as it came
        words["timeout"] = max(0.001, self.crash_at % 1 / 10)
        with suppress(subprocess.TimeoutExpired):
            subprocess.run(command, **words)  # noqa: PLW1510
        raise Crash


class Meter:
    """Counts what passes, and says when it is enough. Without a limit it only counts."""

    def __init__(self) -> None:
        self.count = 0
        self.limit: int | None = None
        self.broken = 0
        self._lock = threading.Lock()

    def take(self, amount: int) -> int:
        """How much of it may pass; less than asked means: break now."""
        with self._lock:
            allowed = amount if self.limit is None else max(0, min(amount, self.limit - self.count))
            self.count += allowed
            self.broken += allowed < amount
            return allowed

    @contextmanager
    def counting(self, limit: int | None = None) -> Iterator[Meter]:
        """From zero, with this limit; afterwards everything passes again."""
        self.count, self.limit, self.broken = 0, limit, 0
        try:
            yield self
        finally:
            self.limit = None


class Line:
    """A line on loopback to a server, which breaks in the middle of a byte stream when its meter is spent."""

    def __init__(self, goal: int) -> None:
        self.goal, self.meter = goal, Meter()
        self._listener = socket.create_server(("127.0.0.1", 0), backlog=64)
        self.port: int = self._listener.getsockname()[1]
        self._open: set[tuple[socket.socket, socket.socket]] = set()
        self._answers: set[threading.Thread] = set()
        self._marks: dict[int, threading.Event] = {}
        self._lock = threading.Lock()
        threading.Thread(target=self._serve, daemon=True).start()

    def __enter__(self) -> Line:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """No more connections."""
        with suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        self._break()

    @contextmanager
    def counting(self, limit: int | None = None) -> Iterator[Meter]:
        """What passes is counted, and breaks at the limit. Afterwards the server has done with all that it was sent:
        nothing of this time reaches it, or is at work there, behind a later look."""
        with self.meter.counting(limit) as meter:
            try:
                yield meter
            finally:
                self._settle()

    def _settle(self) -> None:
        """Accept whatever waits to be (a connection of our own comes after it), end it all, and wait for the server."""
        with socket.socket() as mark:
            mark.bind(("127.0.0.1", 0))
            accepted = self._marks[mark.getsockname()[1]] = threading.Event()
            mark.connect(("127.0.0.1", self.port))
            assert accepted.wait(30)
        self._break()
        with self._lock:
            answers = set(self._answers)
        for thread in answers:
            thread.join(30)
            assert not thread.is_alive(), "the server does not hang up"

    def _serve(self) -> None:
        while True:
            try:
                inner, (_, port) = self._listener.accept()
            except OSError:
                return
            if mark := self._marks.pop(port, None):
                inner.close()
                mark.set()
            else:
                self._connect(inner)

    def _connect(self, inner: socket.socket) -> None:
        outer = socket.create_connection(("127.0.0.1", self.goal))
        for end in (inner, outer):
            end.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        answers = threading.Thread(target=self._answer, args=(inner, outer), daemon=True)
        with self._lock:
            self._open.add((inner, outer))
            self._answers.add(answers)
        answers.start()
        threading.Thread(target=self._ask, args=(inner, outer), daemon=True).start()

    def _ask(self, inner: socket.socket, outer: socket.socket) -> None:
        with suppress(OSError):
            self._pump(inner, outer)
        self._end({(inner, outer)})

    def _answer(self, inner: socket.socket, outer: socket.socket) -> None:
        """Until the server hangs up, whether or not anybody still listens."""
        with suppress(OSError):
            self._pump(outer, inner)
        self._end({(inner, outer)})
        with suppress(OSError):
            while outer.recv(65536):
                pass
        outer.close()
        with self._lock:
            self._answers.discard(threading.current_thread())

    def _pump(self, source: socket.socket, goal: socket.socket) -> None:
        while data := source.recv(65536):
            allowed = self.meter.take(len(data))
            goal.sendall(data[:allowed])
            if allowed < len(data):
                self._break()
                return

    def _break(self) -> None:
        """Every connection at once."""
        with self._lock:
            pairs = set(self._open)
        self._end(pairs)

    def _end(self, pairs: set[tuple[socket.socket, socket.socket]]) -> None:
        """Nobody is left waiting: whoever reads there is told that it is over."""
        with self._lock:
            self._open -= pairs
        for inner, outer in pairs:
            for end, how in ((inner, socket.SHUT_RDWR), (outer, socket.SHUT_WR)):
                with suppress(OSError):
                    end.shutdown(how)
            inner.close()
