"""How lines come onto the screen: plain everywhere, with colours and columns by `rich` where a person sits at a
terminal, and as much of them as `-q` and `-v` ask for. With `--log-json` what goes to stderr is one JSON document a
line, in English, for the program that collects logs.

`rich` is imported for a terminal alone; it obeys `NO_COLOR`. What cells hold is never taken for markup.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, datetime
from enum import Enum
from typing import TYPE_CHECKING, NamedTuple

import click

from sync.cli.language import in_language
from sync.plain_text import plain, to_json

if TYPE_CHECKING:
    from rich.console import Console

_LEVEL = "sync.verbosity"


class Tone(Enum):
    """How a row is meant: its value is the colour."""

    PLAIN = ""
    GOOD = "green"
    CARE = "yellow"
    BAD = "red"


_LEVELS = {Tone.PLAIN: "info", Tone.GOOD: "info", Tone.CARE: "warning", Tone.BAD: "error"}


class JsonLog:
    """What every line of the log says besides its message: nothing, as long as the log is for people."""

    wanted = False
    run = ""

    def begin(self, *, wanted: bool, run: str = "") -> None:
        """From now on the log is for programs, or for people again. `run` is the name of the run."""
        self.wanted, self.run = wanted, run

    def line(self, tone: Tone, message: str, **more: object) -> None:
        """Write a line."""
        at = datetime.now(UTC).isoformat(timespec="milliseconds")
        click.echo(to_json({"at": at, "level": _LEVELS[tone], "run": self.run, "message": message, **more}), err=True)


JSON_LOG = JsonLog()
"""The log of this process."""

REPORTED: list[str] = []
"""What this process reported as the end of a command, for a program that calls commands and tells what came of it."""


class ScreenRow(NamedTuple):
    """A row of a table of two columns."""

    label: str
    text: str
    tone: Tone = Tone.PLAIN


def with_verbosity(command: click.Command) -> None:
    """Give the command, and all commands below it, the options `-q` and `-v`."""
    quiet = click.Option(
        ["-q", "--quiet"], is_flag=True, expose_value=False, callback=_sets(-1), help="Only errors and warnings."
    )
    verbose = click.Option(
        ["-v", "--verbose"], is_flag=True, expose_value=False, callback=_sets(1), help="Steps and their times, too."
    )
    command.params += [quiet, verbose]
    for below in command.commands.values() if isinstance(command, click.Group) else ():
        with_verbosity(below)


def _sets(level: int) -> Callable[[click.Context, click.Parameter, bool], None]:
    def note(context: click.Context, _: click.Parameter, given: bool) -> None:
        if given:
            context.meta[_LEVEL] = level

    return note


def _level() -> int:
    context = click.get_current_context(silent=True)
    return int(context.meta.get(_LEVEL, 0)) if context else 0


def is_quiet() -> bool:
    """Only errors and warnings are wanted."""
    return _level() < 0


def is_verbose() -> bool:
    """Steps and their times are wanted."""
    return _level() > 0


def echo(lines: Iterable[str], *, err: bool = False, tone: Tone = Tone.PLAIN) -> None:
    """Print lines in the operator's language. A line stays one line, whatever is quoted in it."""
    if err and JSON_LOG.wanted:
        for line in filter(None, map(str.strip, lines)):
            JSON_LOG.line(tone, line)
        return
    click.echo("\n".join(plain(in_language(line)) for line in lines), err=err)


def echo_json(document: object) -> None:
    """Print a document for programs."""
    click.echo(to_json(document, indent=2))


def echo_report(kind: str, message: str, tone: Tone) -> None:
    """A line on stderr that begins with what kind of end it is."""
    if tone is Tone.BAD:
        REPORTED.append(message)
    if JSON_LOG.wanted:
        JSON_LOG.line(tone, message)
        return
    kind, message = (plain(in_language(text)) for text in (kind, message))
    if not sys.stderr.isatty():
        click.echo(f"{kind}: {message}", err=True)
        return
    from rich.text import Text

    _console(err=True).print(Text.assemble((f"{kind}:", f"bold {tone.value}"), " ", message), soft_wrap=True)


def echo_rows(rows: Sequence[ScreenRow]) -> None:
    """Print a table of two columns; at a terminal with the colours of its rows."""
    shown = [ScreenRow(plain(in_language(row.label)), plain(in_language(row.text)), row.tone) for row in rows]
    if not sys.stdout.isatty():
        width = max((len(row.label) for row in shown), default=0)
        lines = [f"{row.label:<{width}}  {row.text}" if width else row.text for row in shown]
        click.echo("\n".join(line.rstrip() for line in lines))
        return
    from rich.table import Table
    from rich.text import Text

    table = Table.grid(padding=(0, 2))
    for row in shown:
        table.add_row(Text(row.label, f"bold {row.tone.value}".strip()), Text(row.text, row.tone.value))
    _console().print(table)


def _console(*, err: bool = False) -> Console:
    from rich.console import Console

    return Console(highlight=False, markup=False, emoji=False, stderr=err)
