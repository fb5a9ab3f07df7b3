"""Shared by the commands: options, opening what a run works on, printing, and errors as a sentence and an exit code."""

from __future__ import annotations

import logging
import sys
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

import click

from sync.cli.language import in_language
from sync.cli.progress import LINE, WatchedTarget, WatchedWorkbook
from sync.cli.terminal import ScreenRow, Tone, echo, echo_json, echo_report, echo_rows, is_quiet, is_verbose
from sync.errors import ArgumentError, DipError, files_translated
from sync.message import Message, joined, say
from sync.plain_text import readable

if TYPE_CHECKING:
    from sync.publish.target import Target
    from sync.run.sync import Doors
    from sync.settings.settings import Settings
    from sync.template.template import Template

config_option = click.option(
    "--config",
    "config",
    type=click.Path(path_type=Path),
    default=Path("dip.toml"),
    envvar="DIP_CONFIG",
    help="The office's dip.toml; else the one that DIP_CONFIG names, else the one in this folder.",
)
json_option = click.option("--json", "as_json", is_flag=True, help="One JSON document on stdout, nothing else there.")


def load(config: Path, *, with_own_files: bool = True) -> tuple[Settings, Template]:
    """The settings, and the templates with examples in this office's words. Raises `SettingsError`."""
    from sync.settings.settings import load_settings
    from sync.template.loader import read_templates, with_examples

    template = read_templates()
    settings = load_settings(config, template, with_own_files=with_own_files)
    return settings, with_examples(template, settings.example_words)


def guarded(
    work: Callable[[Settings, Template], int],
    config: Path,
    *,
    as_json: bool,
    before: Callable[[], None] = lambda: None,
    with_own_files: bool = True,
) -> None:
    """Call `before`, read the settings, call `work` and exit with the code it returns. A `DipError` becomes one
    sentence on stderr, its exit code, and with --json one document on stdout."""
    known: list[Settings] = []

    def act() -> int:
        before()
        settings, template = load(config, with_own_files=with_own_files)
        known.append(settings)
        return work(settings, template)

    exit_after(act, as_json=as_json, settings=lambda: known[0] if known else None)


def exit_after(
    act: Callable[[], int], *, as_json: bool, settings: Callable[[], Settings | None] = lambda: None
) -> NoReturn:
    """Call `act` and exit with the code it returns, with errors as `guarded` tells them."""
    start = time.monotonic()
    try:
        with files_translated():
            _verify_words()
            code = act()
    except DipError as error:
        with suppress(OSError):  # where nobody can be told, the exit code still says it
            report_error(error)
        if as_json:
            from sync.cli.json_report import stopped_document

            with suppress(OSError):
                print_json(stopped_document(error, settings()))
        code = error.exit_code
    except click.Abort:
        print_lines(["", say("Broken off.")], err=True)
        code = 1
    LINE.clear()
    if is_verbose():
        print_lines([say("%(seconds)s s in all", seconds=f"{time.monotonic() - start:7.2f}")], err=True)
    sys.exit(code)


def _verify_words() -> None:
    """Raise `ArgumentError` if a word on the command line, other than a path, is no UTF-8: nothing is called so."""
    context = click.get_current_context(silent=True)
    for given in context.params.values() if context else ():
        for word in given if isinstance(given, tuple) else (given,):
            if isinstance(word, str) and any("\udc80" <= letter <= "\udcff" for letter in word):
                raise ArgumentError(say("“%(word)s” on the command line is not UTF-8 text.", word=readable(word)))


def open_doors(settings: Settings, template: Template) -> Doors:
    """Workbook, ledger and target of this office, behind its fence where a fleet keeps the ledger. Nothing is read
    yet."""
    from sync.fence.fleet_mark import committing_of, fence_of
    from sync.ledger.ledger import Ledger
    from sync.links.link_file import LinkFile
    from sync.plan.version import with_present_codes
    from sync.publish.receipt import ReceiptFile
    from sync.run.run_log import RunLog
    from sync.run.sync import Doors
    from sync.workbook.workbook import open_workbook

    fence = fence_of(settings)
    workbook = open_workbook(
        settings.workbook.location, settings.folder, template, settings.units, settings.backup_folder,
        settings.office.name, settings.account, before_change=fence.verify if fence else lambda: None,
    )  # fmt: skip
    present = partial(with_present_codes, units=settings.units)
    ledger = Ledger(settings.ledger_path, settings.backup_folder, present, committing_of(settings))
    receipts = ReceiptFile(settings.receipt_path, settings.receipt_address)
    target, runs, links = open_watched_target(settings), RunLog(settings.runs_path), LinkFile(settings.links_path)
    doors = Doors(WatchedWorkbook(workbook), ledger, target, receipts, runs, links)
    if fence is None:
        return doors
    from sync.fence.guards import FencedReceipts, GuardedWorkbook

    return replace(doors, workbook=GuardedWorkbook(doors.workbook, fence), receipts=FencedReceipts(receipts, fence))


def open_watched_target(settings: Settings) -> Target:
    """The target of this office. Nothing is asked of it yet."""
    from sync.fence.fleet_mark import fence_of
    from sync.publish.open_target import open_target

    if (fence := fence_of(settings)) is None:
        return WatchedTarget(open_target(settings))
    from sync.fence.guards import GuardedStore, GuardedTarget

    return WatchedTarget(GuardedTarget(open_target(settings, lambda store: GuardedStore(store, fence)), fence))


class LogToOperator(logging.Handler):
    """What is said while a command works, as lines on stderr in the operator's language."""

    def emit(self, record: logging.LogRecord) -> None:
        """Print it."""
        with suppress(OSError):  # nobody reads it
            LINE.clear()
            echo([record.msg if isinstance(record.msg, Message) else record.getMessage()], err=True, tone=Tone.CARE)


def report_error(error: DipError) -> None:
    """What kind of end it is, and the error's sentence, on stderr."""
    LINE.clear()
    echo_report(error.word, error.message, Tone.BAD)


def warn(lines: Sequence[str]) -> None:
    """What the operator must know, on stderr."""
    LINE.clear()
    for line in lines:
        echo_report(say("Warning"), line, Tone.CARE)


def print_lines(lines: Sequence[str], *, err: bool = False, needed: bool = False) -> None:
    """Print on stdout, or on stderr. With `-q` only what is needed for an answer."""
    LINE.clear()
    if lines and (needed or not is_quiet()):
        echo(lines, err=err)


def print_rows(rows: Sequence[ScreenRow]) -> None:
    """Print a table of two columns."""
    LINE.clear()
    if not is_quiet():
        echo_rows(rows)


def print_json(document: object) -> None:
    """Print a document, and nothing is lost of it with `-q`."""
    LINE.clear()
    echo_json(document)


def confirmed(question: str, *, default: bool) -> bool:
    """What a person at the terminal answers to a question of yes or no, in either language."""
    choice = say("[Y/n]") if default else say("[y/N]")
    while True:
        words = in_language(joined((question, choice), " "))
        answer = str(click.prompt(words, default="", show_default=False, err=True)).strip().lower()
        if answer in _YES | _NO | {""}:
            return default if not answer else answer in _YES
        print_lines([say("Answer y or n.")], err=True, needed=True)


_YES, _NO = frozenset({"y", "ya", "yes"}), frozenset({"n", "no", "t", "tidak"})
