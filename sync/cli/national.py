"""`dip national`: one search over the lists of many offices."""

from __future__ import annotations

import socket
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from sync.cli.common import json_option, print_json, print_lines, report_error, warn
from sync.cli.language import in_language
from sync.cli.progress import LINE
from sync.errors import ArgumentError, DipError, files_translated
from sync.message import Message, say

if TYPE_CHECKING:
    from sync.national.harvest import OfficeOutcome
    from sync.national.list_store import ListStore
    from sync.national.national_settings import NationalSettings

national_option = click.option(
    "--config",
    "config",
    type=click.Path(path_type=Path),
    default=Path("national.toml"),
    envvar="DIP_NATIONAL",
    help="The file national.toml; else the one that DIP_NATIONAL names, else the one in this folder.",
)


@click.group()
def national() -> None:
    """One search over the lists of many offices (the extra `national`)."""


@national.command()
@national_option
@json_option
@click.option("--office", "codes", multiple=True, metavar="CODE", help="Ask this office only; may be given again.")
@click.option("--anew", multiple=True, metavar="CODE", help="Forget what was known of this office, then ask it.")
@click.option("--strict", is_flag=True, help="Exit 1 if the list of an office could not be confirmed.")
def harvest(config: Path, as_json: bool, codes: Sequence[str], anew: Sequence[str], strict: bool) -> None:
    """Ask every office's site for what changed, and bring the index up to date."""

    def work(settings: NationalSettings) -> int:
        outcomes: list[OfficeOutcome] = []
        with LINE.bar(in_language(say("Asking offices")), lambda _, __: None) as progress:

            def told(outcome: OfficeOutcome, due: int) -> None:
                outcomes.append(outcome)
                progress(len(outcomes), due)

            indexed = _harvest(settings, {*codes, *anew}, anew, told)
        troubled = [each for each in outcomes if each.trouble]
        if as_json:
            print_json(
                {"exit": int(strict and bool(troubled)), "indexed": indexed, "offices": list(map(_told, outcomes))}
            )
        else:
            _report(outcomes)
        return int(strict and bool(troubled))

    _guarded(work, config, as_json=as_json)


def _harvest(
    settings: NationalSettings, codes: set[str], anew: Sequence[str], told: Callable[[OfficeOutcome, int], None]
) -> int:
    from sync.national.harvest import harvest as ask_offices
    from sync.national.harvest import open_reader
    from sync.national.offices import read_offices
    from sync.national.search_index import refresh_index
    from sync.national.web import utc_now

    offices = read_offices(settings.offices_path)
    with _only_writer(settings):
        store = _store(settings)
        store.set_offices(offices)
        _verify_codes(store, codes)
        for code in anew:
            store.forget(code)
        due = len(codes or offices)
        ask_offices(store, open_reader(settings), codes, utc_now, settings.table.together, lambda each: told(each, due))
        return refresh_index(settings.index_path, store, utc_now())


def _only_writer(settings: NationalSettings) -> AbstractContextManager[None]:
    """The lists have one writer. Raises `TryLater` if it is at work."""
    from sync.run.run_lock import lock_held

    return lock_held(
        settings.lock_path, say("another dip national is at work in this folder; try again when it is done")
    )


def _verify_codes(store: ListStore, codes: set[str]) -> None:
    for code in sorted(codes):
        if store.office(code) is None:
            raise ArgumentError(say("no office in the list has the code %(code)s", code=code))


def _report(outcomes: Sequence[OfficeOutcome]) -> None:
    """How many, then those with trouble, each with its reason."""
    new, gone = (sum(len(getattr(each.taking, name)) for each in outcomes) for name in ("added", "gone"))
    troubled = [each for each in outcomes if each.trouble]
    counts = {"asked": len(outcomes), "confirmed": len(outcomes) - len(troubled), "new": new, "gone": gone}
    print_lines(
        [say("%(asked)s offices asked, %(confirmed)s lists confirmed, %(new)s entries new, %(gone)s gone", **counts)]
    )
    lines = [_trouble_line(each) for each in troubled]
    lines += [_vanished_words(each) for each in outcomes if each.taking.vanished]
    warn(lines)


def _named(outcome: OfficeOutcome) -> dict[str, str]:
    return {"code": outcome.site.code, "name": outcome.site.name}


def _trouble_line(outcome: OfficeOutcome) -> Message:
    from sync.national.published_list import trouble_words

    return say("%(code)s %(name)s: %(reason)s", reason=trouble_words(outcome.trouble), **_named(outcome))


def _vanished_words(outcome: OfficeOutcome) -> Message:
    return say(
        "%(code)s %(name)s: %(count)s entries vanished without a notice of withdrawal; they are kept for a while",
        count=outcome.taking.vanished, **_named(outcome),
    )  # fmt: skip


def _told(outcome: OfficeOutcome) -> dict[str, Any]:
    from sync.national.published_list import trouble_words

    taking = outcome.taking
    return {
        "code": outcome.site.code, "trouble": outcome.trouble or None,
        "message": trouble_words(outcome.trouble) if outcome.trouble else None, "added": len(taking.added),
        "changed": len(taking.changed), "gone": len(taking.gone), "vanished": taking.vanished,
    }  # fmt: skip


@national.command()
@national_option
def build(config: Path) -> None:
    """Write the pages from what was harvested: provinces, kinds of office, classes, freshness, changes."""

    def work(settings: NationalSettings) -> int:
        print_lines([_build(settings, _store(settings))])
        return 0

    _guarded(work, config, as_json=False)


def _build(settings: NationalSettings, store: ListStore) -> Message:
    """Write the pages. Returns what came of it, in words. Raises `TryLater` if somebody else writes them."""
    from sync.national.page_files import write_pages
    from sync.national.pages import NationalPages
    from sync.national.web import utc_now
    from sync.run.run_lock import lock_held

    busy = say("another dip national writes the pages; try again when it is done")
    with lock_held(settings.pages_lock_path, busy):
        with store.steady():
            files = NationalPages(settings, store, utc_now()).files()
        written, gone = write_pages(settings.pages_path, files)
    words = {"count": len(files), "written": written, "gone": gone, "folder": settings.pages_path}
    return say("%(count)s files in %(folder)s: %(written)s written, %(gone)s taken away", **words)


@national.command()
@national_option
@click.option("--machine", default=socket.gethostname, metavar="NAME", help="This machine's name, not that of another.")
def work(config: Path, machine: str) -> None:
    """Harvest and build by itself, with a job an office, until ended. What systemd runs."""

    def act(settings: NationalSettings) -> int:
        from sync.national.national_settings import database_of

        database_of(settings)  # said before anybody is told to install more for it
        from sync.national.harvest import open_reader
        from sync.national.harvest_worker import HarvestActs, HarvestWorker
        from sync.national.web import utc_now

        def build(store: ListStore) -> None:
            _build(settings, store)

        acts = HarvestActs(lambda: open_reader(settings), _tell_change, lambda line: warn([line]), build)
        with _only_writer(settings):
            HarvestWorker(settings, machine, utc_now, acts).work()
        return 0

    _guarded(act, config, as_json=False)


def _tell_change(outcome: OfficeOutcome, before: str) -> None:
    """What is news of an office: another trouble, the end of it, entries that vanished."""
    if outcome.trouble and outcome.trouble != before:
        warn([_trouble_line(outcome)])
    elif before and not outcome.trouble:
        print_lines([say("%(code)s %(name)s: its list is confirmed again", **_named(outcome))])
    if outcome.taking.vanished and outcome.taking.is_new:
        warn([_vanished_words(outcome)])


@national.command()
@national_option
@click.option("--host", default="127.0.0.1", show_default=True, help="The address to answer at.")
@click.option("--port", type=click.IntRange(0, 65535), default=8080, show_default=True)
@click.option(
    "--proxy", default="", metavar="ADDRESS", help="The web server in front, whose X-Forwarded-For is believed."
)
def serve(config: Path, host: str, port: int, proxy: str) -> None:
    """Answer searches and show the pages, until it is stopped."""

    def work(settings: NationalSettings) -> int:
        from sync.national.web import NationalWeb
        from sync.national.web import serve as answer

        app = NationalWeb(settings, _store(settings))
        answer(app, host, port, proxy, lambda address: print_lines([address], err=True))
        return 0

    _guarded(work, config, as_json=False)


@contextmanager
def _store_translated() -> Iterator[None]:
    """A full disk can meet the store at any step, too."""
    import sqlite3

    try:
        yield
    except sqlite3.Error as error:
        from sync.national.list_store import StoreError

        raise StoreError(say("%(name)s cannot be used: %(reason)s", name="national.sqlite", reason=error)) from error


def _store(settings: NationalSettings) -> ListStore:
    from sync.national.list_store import open_store

    return open_store(settings)


def _guarded(work: Callable[[NationalSettings], int], config: Path, *, as_json: bool) -> None:
    """Read the settings, call `work` and exit with the code it returns; a `DipError` is one sentence and its code."""
    try:
        with files_translated():
            from sync.national.national_settings import load_national

            with _store_translated():
                code = work(load_national(config))
    except ModuleNotFoundError as missing:
        if missing.name not in ("tantivy", "snowballstemmer", "waitress", "jsonschema"):
            raise
        report_error(ArgumentError(say("dip national needs the extra: pip install 'dip-sync[national]'")))
        code = 2
    except DipError as error:
        report_error(error)
        if as_json:
            from sync.cli.json_report import stopped_document

            print_json(stopped_document(error, None))
        code = error.exit_code
    sys.exit(code)
