"""What is going on, on a terminal: a line on stderr once it takes more than a second, gone when it is over.

The doors are wrapped; a run knows nothing of it. Without a terminal nothing is written at all.
"""

from __future__ import annotations

import sys
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import TextIO

import click

from sync.model import Batch, Receipt, TargetState, WorkbookState
from sync.publish.target import Progress, Target
from sync.run.sync import Doors
from sync.workbook.workbook import Workbook

PATIENCE = 1.0
"""Seconds that need no explanation."""

_CLEAR = "\r\x1b[2K"


class Line:
    """The one line. `stream` is stderr, looked up when it is needed; `patience` is in seconds."""

    def __init__(self, stream: TextIO | None = None, patience: float = PATIENCE) -> None:
        self._stream, self._patience = stream, patience
        self._lock = threading.Lock()
        self._timer: threading.Timer | None = None
        self._shown = False

    @property
    def stream(self) -> TextIO:
        """Where it is written."""
        return self._stream or sys.stderr

    def say(self, text: str) -> None:
        """From now on this is going on. It is shown if it goes on for long."""
        self.clear()
        if self.stream.isatty():
            self._timer = threading.Timer(self._patience, self._show, [text])
            self._timer.daemon = True
            self._timer.start()

    def clear(self) -> None:
        """Nothing is going on any more; the line is free for what is printed next."""
        if self._timer:
            self._timer.cancel()
        with self._lock:
            self._timer = None
            if self._shown:
                self._shown = False
                self.stream.write(_CLEAR)
                self.stream.flush()

    def _show(self, text: str) -> None:
        with self._lock:
            if self._timer is threading.current_thread():
                self._shown = True
                self.stream.write(f"{_CLEAR}{text} …")
                self.stream.flush()

    @contextmanager
    def bar(self, label: str, progress: Progress) -> Iterator[Progress]:
        """Counts on, as a bar that appears when counting goes on for long."""
        start, bar = time.monotonic(), click.progressbar(length=1, label=label, file=self.stream)

        def count(done: int, total: int) -> None:
            progress(done, total)
            if self.stream.isatty() and time.monotonic() - start >= self._patience:
                self.clear()
                bar.length = total
                bar.update(done - bar.pos)

        try:
            yield count
        finally:
            if bar.pos:
                bar.render_finish()


LINE = Line()
"""The line of this process."""


class _ToldWorkbook:
    """A workbook whose reading and writing is told."""

    def __init__(self, workbook: Workbook, line: Line) -> None:
        self._workbook, self._line = workbook, line
        self.location = workbook.location

    def read(self) -> WorkbookState:
        self._line.say("Reading the workbook")
        try:
            return self._workbook.read()
        finally:
            self._line.say("Planning")

    def check_writable(self, state: WorkbookState) -> None:
        self._workbook.check_writable(state)

    def write(self, batch: Batch, state: WorkbookState) -> WorkbookState | None:
        self._line.say("Writing the workbook")
        try:
            return self._workbook.write(batch, state)
        finally:
            self._line.clear()

    def lay_out(self) -> list[str]:
        return self._workbook.lay_out()


class _ToldTarget:
    """A target whose reading and publishing is told."""

    def __init__(self, target: Target, line: Line) -> None:
        self._target, self._line = target, line
        self.location = target.location

    def read(self) -> TargetState:
        self._line.say("Reading what is published")
        try:
            return self._target.read()
        finally:
            self._line.say("Planning")

    def publish(self, site: Mapping[str, bytes], current: TargetState, progress: Progress) -> Receipt:
        self._line.say("Publishing")
        try:
            with self._line.bar("Publishing", progress) as count:
                return self._target.publish(site, current, count)
        finally:
            self._line.clear()


def told(doors: Doors, line: Line = LINE) -> Doors:
    """The same doors, telling what goes on."""
    return Doors(_ToldWorkbook(doors.workbook, line), doors.ledger, _ToldTarget(doors.target, line))


def told_target(target: Target, line: Line = LINE) -> Target:
    """The same target, telling what goes on."""
    return _ToldTarget(target, line)
