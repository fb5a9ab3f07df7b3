"""The progress line: on a terminal, the step that is under way is shown once it takes more than a second.

Workbook and target are wrapped; a run knows nothing of it. Without a terminal nothing is written, except with `-v` each
step with its time.
"""

from __future__ import annotations

import sys
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import TYPE_CHECKING, TextIO

import click

from sync.cli.language import in_language
from sync.cli.terminal import JSON_LOG, echo, is_verbose
from sync.message import say

if TYPE_CHECKING:
    from sync.model import Batch, PublishResult, TargetState, WorkbookState
    from sync.publish.ours import Evidence
    from sync.publish.target import Progress, Target
    from sync.workbook.workbook import Workbook

DELAY = 1.0
"""Seconds before a step is shown."""

_CLEAR = "\r\x1b[2K"


class ProgressLine:
    """The line on `stream`, by default `sys.stderr` as it is at the moment of writing; `delay` is in seconds."""

    def __init__(self, stream: TextIO | None = None, delay: float = DELAY) -> None:
        self._stream, self._delay = stream, delay
        self._lock = threading.Lock()
        self._timer: threading.Timer | None = None
        self._shown = False
        self._step: tuple[str, float] | None = None

    @property
    def stream(self) -> TextIO:
        """Where it is written."""
        return self._stream or sys.stderr

    def show(self, text: str) -> None:
        """Show this step if it is still under way after the delay. With `-v` it is told when it is over, with "
        "its time."""
        self.clear()
        text = text if JSON_LOG.wanted else in_language(text)
        self._step = (text, time.monotonic()) if is_verbose() else None
        if self.stream.isatty() and not JSON_LOG.wanted:
            self._timer = threading.Timer(self._delay, self._write, [text])
            self._timer.daemon = True
            self._timer.start()

    def clear(self) -> None:
        """Remove the line, so that something else can be printed: the step is over."""
        if self._timer:
            self._timer.cancel()
        with self._lock:
            self._timer = None
            if self._shown:
                self._shown = False
                self.stream.write(_CLEAR)
                self.stream.flush()
        if step := self._step:
            self._step = None
            took = f"{time.monotonic() - step[1]:7.2f} s  {step[0]}"
            if JSON_LOG.wanted:
                echo([took], err=True)
            else:
                self.stream.write(f"{took}\n")

    def _write(self, text: str) -> None:
        with self._lock:
            if self._timer is threading.current_thread():
                self._shown = True
                self.stream.write(f"{_CLEAR}{text} …")
                self.stream.flush()

    @contextmanager
    def bar(self, label: str, progress: Progress) -> Iterator[Progress]:
        """Yields `progress`, shown as a bar as well once the delay is over."""
        start, bar = time.monotonic(), click.progressbar(length=1, label=label, file=self.stream)

        def count(done: int, total: int) -> None:
            progress(done, total)
            if self.stream.isatty() and not JSON_LOG.wanted and time.monotonic() - start >= self._delay:
                self.clear()
                bar.length = total
                bar.update(done - bar.pos)

        try:
            yield count
        finally:
            if bar.pos:
                bar.render_finish()


LINE = ProgressLine()
"""The line of this process."""


class WatchedWorkbook:
    """A workbook that shows on the progress line that it is being read or written."""

    def __init__(self, workbook: Workbook, line: ProgressLine = LINE) -> None:
        self._workbook, self._line = workbook, line
        self.location = workbook.location

    def read(self) -> WorkbookState:
        self._line.show(say("Reading the workbook"))
        try:
            return self._workbook.read()
        finally:
            self._line.show(say("Planning"))

    def check_writable(self, state: WorkbookState) -> None:
        self._workbook.check_writable(state)

    def write(self, batch: Batch, state: WorkbookState) -> WorkbookState | None:
        self._line.show(say("Writing the workbook"))
        try:
            return self._workbook.write(batch, state)
        finally:
            self._line.clear()


class WatchedTarget:
    """A target that shows on the progress line that it is being read or published to."""

    def __init__(self, target: Target, line: ProgressLine = LINE) -> None:
        self._target, self._line = target, line
        self.location = target.location

    def read(self, evidence: Evidence | None = None) -> TargetState:
        self._line.show(say("Reading what is published"))
        try:
            return self._target.read(evidence)
        finally:
            self._line.show(say("Planning"))

    def fetch(self, path: str) -> bytes | None:
        return self._target.fetch(path)

    def publish(
        self,
        site: Mapping[str, bytes],
        current: TargetState,
        progress: Progress,
        begin: Callable[[], None] = lambda: None,
    ) -> PublishResult:
        self._line.show(say("Publishing"))
        try:
            with self._line.bar(in_language(say("Publishing")), progress) as count:
                return self._target.publish(site, current, count, begin)
        finally:
            self._line.clear()
