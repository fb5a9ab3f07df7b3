"""So many processes at once, each with one office in it, each with its time.

They are forked from Python's `forkserver`, which has imported the program and opened nothing: no office pays for the
imports, and nothing of one office (folder, environment, language, log) can reach another. What an office prints goes
into files of its own, which have no names: nothing of them is left, however the fleet ends.
"""

from __future__ import annotations

import errno
import importlib
import json
import multiprocessing
import os
import resource
import signal
import sys
import tempfile
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, field
from multiprocessing.connection import wait as wait_for
from multiprocessing.process import BaseProcess
from multiprocessing.reduction import DupFd
from pathlib import Path
from types import ModuleType, TracebackType
from typing import IO, Any, NoReturn

from sync.message import say, to_document

GRACE = 10.0
"""So many seconds a process has to clear up once it was told to end."""
_UNWATCHED = 255
"""What `multiprocessing` says of a process whose forkserver is gone."""
_LOST = 3
"""After so many times as long it is left alone."""
MOST_OUTPUT = 50_000_000
"""So many bytes are read of what an office prints, from its end."""

_FIRST = 3
"""Below this number are input, output and errors."""

ENTRY = "work"
"""The function of the preloaded module that is called in the process, with commands and what counts the reads of the
Google account. It returns the exit code, and why it was not well as `to_document` gives it."""


@dataclass(frozen=True)
class OfficeTask:
    """Commands for one office, one after the other as long as they are well. `row` says where the reads of its Google
    account are counted, empty for none."""

    key: str
    commands: tuple[tuple[str, ...], ...]
    folder: Path
    row: str = ""


@dataclass(frozen=True)
class TaskEnd:
    """What came of it. `code` is negative where a signal ended the process; `reason` is why it was not well, `cpu` how
    long a processor worked, for everything the office started, too."""

    key: str
    code: int
    reason: Any
    out: str
    err: str
    seconds: float
    cpu: float


@dataclass
class _Running:
    task: OfficeTask
    process: BaseProcess
    files: tuple[IO[bytes], ...]
    """What it prints, what it says as an error, what came of it."""
    start: float = field(default_factory=time.monotonic)
    asked: float = 0.0
    """When it was told to end; 0 if it was not."""


class Pool:
    """So many processes at once, each for so many seconds. The module `preload` imports what they need, and does it."""

    def __init__(self, preload: str, size: int, limit: float) -> None:
        self.size, self.limit = size, limit
        self._preload = preload
        self._running: list[_Running] = []
        _open_standard_files()

    def __enter__(self) -> Pool:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        """Whoever stops the fleet stops the offices that are at work: each run can be stopped anywhere."""
        for each in self._running:
            self._ask_to_end(each)
        while self._running:
            self.wait(1.0)

    @property
    def is_busy(self) -> bool:
        """Whether any is at work."""
        return bool(self._running)

    @property
    def has_room(self) -> bool:
        """Whether one more may start."""
        return len(self._running) < self.size

    def start(self, task: OfficeTask) -> None:
        """Start a process. Raises `OSError` where the machine has none left."""
        context = multiprocessing.get_context("forkserver")
        context.set_forkserver_preload([self._preload])
        with ExitStack() as unstarted:
            files = tuple(unstarted.enter_context(tempfile.TemporaryFile(buffering=0)) for _ in range(3))
            arguments = (self._preload, task, [_Handle(file.fileno()) for file in files], dict(os.environ))
            with _as_a_stranger():
                process = context.Process(target=_enter, args=arguments, daemon=False)
                _start(process)
            unstarted.pop_all()  # `_read` closes them
        self._running.append(_Running(task, process, files))

    def wait(self, seconds: float) -> Iterator[TaskEnd]:
        """Those that ended, after so many seconds at the latest (all of them, if none is at work). Whose time is over
        is ended."""
        for each in self._running:
            self._watch(each)
        if not self._running:
            time.sleep(seconds)
        done = wait_for([each.process.sentinel for each in self._running], seconds)
        ended = [each for each in self._running if each.process.sentinel in done or _is_lost(each)]
        self._running = [each for each in self._running if each not in ended]
        return iter([_end_of(each, self.limit) for each in ended])

    def _watch(self, running: _Running) -> None:
        now = time.monotonic()
        if not running.asked and now - running.start > self.limit:
            self._ask_to_end(running)
        elif running.asked and now - running.asked > GRACE:
            _signal(running.process, signal.SIGKILL)

    def _ask_to_end(self, running: _Running) -> None:
        running.asked = time.monotonic()
        _signal(running.process, signal.SIGINT)


def _start(process: BaseProcess) -> None:
    """The forkserver ends where it is killed, and where it may not fork. The next start has another one."""
    try:
        process.start()
    except (EOFError, ConnectionError):
        time.sleep(0.5)  # until the system knows that it has ended
        try:
            process.start()
        except (EOFError, ConnectionError) as error:
            raise OSError(errno.EAGAIN, os.strerror(errno.EAGAIN)) from error


def _is_lost(running: _Running) -> bool:
    """Whether not even the kernel ends the process: it waits for a disk that does not answer. Nobody waits for it."""
    if not running.asked or time.monotonic() - running.asked < _LOST * GRACE:
        return False
    getattr(multiprocessing.process, "_children").discard(running.process)  # noqa: B009  else the end waits for it
    return True


def _signal(process: BaseProcess, number: signal.Signals) -> None:
    """To the process and everything it started."""
    if process.pid is None or process.exitcode is not None:
        return
    try:
        os.killpg(process.pid, number)
    except (ProcessLookupError, PermissionError):  # it has not made a group of its own yet
        with suppress(ProcessLookupError):
            os.kill(process.pid, number)


def _open_standard_files() -> None:
    """Some schedulers start programs with input, output and errors closed: no other file may get their numbers, here
    and in every process."""
    while (handle := os.open(os.devnull, os.O_RDWR)) < _FIRST:
        pass
    os.close(handle)
    for number in range(_FIRST):
        os.set_inheritable(number, True)


@dataclass(frozen=True)
class _Handle:
    """An open file, in another process: its number is another one there."""

    number: int

    def __reduce__(self) -> tuple[Any, ...]:
        return _handed_over, (DupFd(self.number),)


def _handed_over(handle: Any) -> _Handle:
    return _Handle(handle.detach())


@contextmanager
def _as_a_stranger() -> Iterator[None]:
    """A new process would import whatever program started it, and modules from the folder it was started in."""
    own, safe = sys.modules["__main__"], os.environ.get("PYTHONSAFEPATH")
    sys.modules["__main__"] = ModuleType("__main__")
    os.environ["PYTHONSAFEPATH"] = "1"
    try:
        yield
    finally:
        sys.modules["__main__"] = own
        if safe is None:
            del os.environ["PYTHONSAFEPATH"]
        else:
            os.environ["PYTHONSAFEPATH"] = safe


def _enter(preload: str, task: OfficeTask, files: Sequence[_Handle], environment: Mapping[str, str]) -> NoReturn:
    """The process of an office: a session, a folder, an environment and an output of its own."""
    os.setsid()
    signal.signal(signal.SIGINT, signal.default_int_handler)  # whoever starts a fleet behind a shell has it ignored
    threading.Thread(target=_end_with_the_fleet, daemon=True).start()
    *printed, result = (each.number for each in files)
    try:
        nothing = os.open(os.devnull, os.O_RDONLY)
        os.dup2(nothing, 0)  # no office and no program of it asks at the terminal of who started the fleet
        if nothing:
            os.close(nothing)
        for number, handle in enumerate(printed, 1):
            os.dup2(handle, number)
            os.close(handle)
        os.set_inheritable(result, False)
    except OSError:
        os._exit(1)  # nobody can be told here; whoever waits says it
    os.environ.clear()
    os.environ.update(environment)
    time.tzset()
    os.chdir(task.folder if task.folder.is_dir() else "/")
    code, reason = getattr(importlib.import_module(preload), ENTRY)(task.commands, task.row)
    used = [resource.getrusage(whose) for whose in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    cpu = sum(each.ru_utime + each.ru_stime for each in used)
    with suppress(OSError), open(result, "w", encoding="utf-8") as file:
        json.dump({"reason": reason, "cpu": cpu}, file)
    sys.exit(code)


def _end_with_the_fleet() -> None:
    """A fleet that was killed takes its offices along: nobody would note how they end. It is asked first."""
    fleet = multiprocessing.parent_process()
    assert fleet  # noqa: S101  whoever runs this was started by one
    wait_for([fleet.sentinel])
    os.killpg(0, signal.SIGINT)
    time.sleep(GRACE)
    os.killpg(0, signal.SIGKILL)


def _end_of(running: _Running, limit: float) -> TaskEnd:
    running.process.join(0)
    code, seconds = running.process.exitcode, time.monotonic() - running.start
    code = -signal.SIGKILL if code is None else code
    out, err, told = (_read(file) for file in running.files)
    try:
        result = json.loads(told)
    except ValueError:
        result = {"reason": "", "cpu": 0.0}
    reason = result["reason"] or _reason(running, code, err, limit)
    code = code or (1 if running.asked and not result["cpu"] else 0)
    return TaskEnd(running.task.key, code, reason if code else "", out, err, seconds, result["cpu"])


def _reason(running: _Running, code: int, err: str, limit: float) -> Any:
    """Why a process ended that could not say so itself."""
    if running.asked:
        words = say(
            "it took longer than %(minutes)s minutes and was ended. Nothing is half written, the next run goes on. "
            "What does not answer? dip doctor says it, in the office's folder. If offices must take longer: limit in "
            "[fleet] of fleet.toml",
            minutes=f"{limit / 60:g}",
        )
        return to_document(words)
    if code == _UNWATCHED:
        words = say("what starts the processes was ended from outside, and how this one ends is not known; if nobody "
                    "did it, the machine may have run out of memory. The next run goes on")  # fmt: skip
        return to_document(words)
    if code < 0:
        words = say("its process was ended from outside (signal %(number)s); if nobody did it, the machine may have "
                    "run out of memory", number=-code)  # fmt: skip
        return to_document(words)
    last = next((line.strip() for line in reversed(err.splitlines()) if line.strip()), "")
    return last or to_document(say("its process could not begin. Is the disk of temporary files full?"))


def _read(file: IO[bytes]) -> str:
    """What was written, from the end; it is closed."""
    with file, suppress(OSError):
        file.seek(-min(os.fstat(file.fileno()).st_size, MOST_OUTPUT), os.SEEK_END)
        return file.read().decode("utf-8", "replace")
    return ""
