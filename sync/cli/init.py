"""`dip init`: creates or completes settings and workbook; carries an office from one kind of workbook to the other."""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from sync.cli.common import confirmed, guarded, open_doors, print_lines, warn
from sync.cli.language import INDONESIAN, speak_by_default
from sync.errors import ArgumentError
from sync.message import joined, named, say
from sync.private_files import write_new

if TYPE_CHECKING:
    from sync.model import Sheet, TabWrite, WorkbookState
    from sync.settings.answers import Answers
    from sync.settings.settings import Settings
    from sync.template.template import Template
    from sync.workbook.google.client import GoogleClient
    from sync.workbook.layout_gap import Gap
    from sync.workbook.transfer.carried_tab import CarriedTab
    from sync.workbook.workbook import Workbook

KEY_FILE = "service-account.json"


@click.command()
@click.argument("folder", type=click.Path(path_type=Path), default=Path())
@click.option("--google", metavar="URL", default="", help="The office's spreadsheet at Google.")
@click.option("--copy-from", "source", metavar="WHERE", default="", help="Carry this workbook over: a path or a URL.")
@click.option(
    "--answers",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Take the office's answers from this file instead of asking.",
)
@click.option("--example", is_flag=True, help="Make the example office.")
@click.option("--layout", is_flag=True, help="Put the columns of a workbook in use where a new one has them.")
@click.option("--yes", is_flag=True, help="With --layout: do it. Without, it is only shown.")
def init(  # noqa: PLR0913  one for each option
    folder: Path, google: str, source: str, answers: Path | None, example: bool, layout: bool, yes: bool
) -> None:
    """Write dip.toml and the workbook, or complete them. Never overwrites what is there.

    Where there is no dip.toml yet, it asks whose office it is.
    """
    if answers and example:
        raise click.UsageError(say("--answers and --example are two ways to begin: give one."))
    if yes and not layout:
        raise click.UsageError(say("--yes goes with --layout."))
    speak_by_default(INDONESIAN)
    config = folder / "dip.toml"
    fresh = not config.exists()

    def work(settings: Settings, template: Template) -> int:
        _refuse_other(settings, google)
        if source:
            copy_from(source, settings, template)
        elif settings.workbook.on_google:
            _on_google(settings, template)
        else:
            _in_file(settings, template)
        if layout:
            _arrange(settings, template, yes=yes)
        if fresh:
            _say_next(settings)
        return 0

    guarded(work, config, as_json=False, before=lambda: _first_settings(config, google, answers, example))


def _say_next(settings: Settings) -> None:
    """What to do after the first `dip init`, for the operator."""
    place = settings.workbook.location if settings.workbook.on_google else settings.workbook_path
    print_lines(
        [
            "",
            say("What next:"),
            say(
                "1. Open the workbook (%(place)s). Each unit fills in its tab; the tab Petunjuk says how.", place=place
            ),
            say("   There is a list already? Look first at what is understood of it: dip import FILE"),
            say("2. Save and close it, then run: dip sync. The columns Status and Catatan say what came of it."),
            say("3. The desk classifies and the PPID ticks Setuju in the tab Induk; run again: dip sync."),
            say("4. The PPID sets Perintah Unggah in the tab Kendali; until then nothing is public."),
            say("How does it stand? dip status. Something is wrong? dip doctor."),
        ]
    )


def _in_file(settings: Settings, template: Template) -> None:
    from sync.workbook.workbook import layout_gaps
    from sync.workbook.xlsx.xlsx_workbook import XlsxWorkbook

    path = settings.path(settings.workbook.location)
    workbook = XlsxWorkbook(path, template, settings.units, settings.backup_folder, settings.office.name)
    if path.exists():
        _refuse_foreign(workbook.read().sheets, settings, template)
    made = workbook.lay_out()
    print_lines([say("tab %(title)s", title=title) for title in made])
    added = _add_lines(workbook, workbook.read(), settings, template)
    gaps = layout_gaps(settings, template)
    if not (made or added or gaps):
        print_lines([say("nothing is missing")])
    warn([joined((gap.tab, gap.what), ": ") for gap in gaps])


def _arrange(settings: Settings, template: Template, *, yes: bool) -> None:
    """Show which columns would move, and move them if that is agreed to."""
    from sync.run.arrange import arrange, arrangement_lines
    from sync.workbook.column_order import Arrangement

    def agree(arrangements: Sequence[Arrangement]) -> bool:
        print_lines([line for each in arrangements for line in arrangement_lines(each, on_google=on_google)])
        if yes or (sys.stdin.isatty() and confirmed(say("Do it?"), default=False)):
            return True
        print_lines([say("Nothing was changed yet. To do it: --yes")])
        asked.append(True)
        return False

    on_google = settings.workbook.on_google
    asked: list[bool] = []
    if arrange(settings, template, agree):
        print_lines([say("Done. Go on with: dip sync")])
    elif not asked:
        print_lines([say("All columns stand as in a new workbook.")])


def _add_lines(workbook: Workbook, state: WorkbookState, settings: Settings, template: Template) -> bool:
    """Add the lines that a newer template has in `Kendali`; whether there were any."""
    from sync.model import Batch

    if lines := _lacking_lines(state.sheets, settings, template):
        workbook.write(Batch((lines,)), state)
        print_lines([f"{lines.title}: {row[0]}" for row in lines.append])
    return lines is not None


def _lacking_lines(sheets: Mapping[str, Sheet], settings: Settings, template: Template) -> TabWrite | None:
    from sync.plan.guards import control_of
    from sync.tabs.control_tab import lacking_lines
    from sync.tabs.tab_names import as_written

    tabs = [unit.tab for unit in settings.units]
    return lacking_lines(control_of(sheets, settings, template), as_written(template, tuple(sheets)), tabs)


def _refuse_foreign(sheets: Mapping[str, Sheet], settings: Settings, template: Template) -> None:
    """Raises `ForeignContent` where no run wrote into the workbook yet and something stands where one would."""
    from sync.errors import LedgerError
    from sync.ledger.ledger import Ledger
    from sync.plan.guards import control_of, refuse_foreign
    from sync.tabs.tab_names import as_written

    try:
        ledger = Ledger(settings.ledger_path, settings.backup_folder).read(template.content_roles, 0)
    except LedgerError:
        return  # it tells of runs, though nobody can read of which
    template = as_written(template, sheets)
    refuse_foreign(sheets, ledger, control_of(sheets, settings, template), template, settings.units)


def copy_from(source: str, settings: Settings, template: Template) -> None:
    """Carry a workbook over to where dip.toml says: from a file to Google, or from Google to a file."""
    from sync.settings.spreadsheet_address import is_google
    from sync.workbook.transfer.carried_tab import from_file

    if is_google(source) == settings.workbook.on_google:
        raise ArgumentError(
            say(
                "--copy-from carries a workbook from a file to Google or back; “%(source)s” and the location in "
                "%(name)s (“%(location)s”) are of one kind.",
                source=source, name=settings.source.name, location=settings.workbook.location,
            )
        )  # fmt: skip
    if not settings.workbook.on_google:
        _to_file(source, settings, template)
        return
    from sync.workbook.google.setup import client_of
    from sync.workbook.transfer.to_google import copy_into

    tabs, client = from_file(Path(source), template, settings.units), client_of(settings)
    copy_into(client, tabs, settings, template)
    _report_copy(tabs)
    _report_google(client, [], settings, template)


def _to_file(source: str, settings: Settings, template: Template) -> None:
    from sync.workbook.google.setup import client_of
    from sync.workbook.transfer.to_file import from_google, refuse_file, write_file

    path, units = settings.path(settings.workbook.location), settings.units
    refuse_file(path)
    tabs = from_google(client_of(settings, source), template, units)
    write_file(tabs, path, template, units, settings.office.name)
    _report_copy(tabs)
    print_lines([say("wrote %(path)s", path=path)])


def _report_copy(tabs: Sequence[CarriedTab]) -> None:
    from sync.model import a1

    for tab in tabs:
        print_lines([say("tab %(title)s", title=tab.sheet.title)])
    computed = [f"{tab.sheet.title}!{a1(*at)}" for tab in tabs for at in tab.computed()]
    if computed:
        warn([say("formulas were carried over as what they showed: %(cells)s", cells=named(computed))])


def _on_google(settings: Settings, template: Template) -> None:
    from sync.workbook.google.setup import client_of, complete

    def verify(sheets: Mapping[str, Sheet]) -> None:
        _refuse_foreign(sheets, settings, template)
        lacking.append(_lacking_lines(sheets, settings, template))

    lacking: list[TabWrite | None] = []
    client = client_of(settings)
    gaps = complete(client, settings, template, verify)
    if any(lacking):
        workbook = open_doors(settings, template).workbook
        _add_lines(workbook, workbook.read(), settings, template)
        gaps += complete(client, settings, template)  # who may write into the new lines
    _report_google(client, gaps, settings, template)


def _report_google(client: GoogleClient, gaps: Sequence[Gap], settings: Settings, template: Template) -> None:
    from sync.settings.spreadsheet_address import spreadsheet_id, spreadsheet_url
    from sync.workbook.google.setup import owner_of

    print_lines([gap.line for gap in gaps] or [say("nothing is missing")])
    print_lines([say("laid out: %(url)s", url=spreadsheet_url(spreadsheet_id(settings.workbook.location)))])
    if not settings.workbook.owner:
        owner = owner_of(client, settings, template) or "…"
        warn(
            [
                say(
                    'the spreadsheet\'s owner may edit every range; write owner = "%(owner)s" into [workbook] of '
                    "dip.toml.",
                    owner=owner,
                )
            ]
        )
    if not settings.roles.ppid:
        warn(
            [
                say(
                    "[roles] ppid in dip.toml is empty: no tick is accepted. Name who may give it, then run dip "
                    "init again."
                )
            ]
        )


def _first_settings(config: Path, google: str, answers_file: Path | None, example: bool) -> None:
    """Write `dip.toml` where there is none: from a file of answers, of the example office, or from what is answered at
    the terminal. Raises `ArgumentError` if there is nobody to ask."""
    from sync.settings.answers import example_text, read_answers, settings_text
    from sync.settings.settings import check_settings

    if config.exists():
        if answers_file or example:
            warn(
                [
                    say(
                        "%(config)s is already there and stays as it is; the answers are for an office that has none.",
                        config=config,
                    )
                ]
            )
        return
    location = _address(google) if google else ""
    key_file = bool(google) and (config.parent / KEY_FILE).exists()
    if example:
        text = example_text(location or "dip.xlsx", key_file=key_file)
    else:
        answers = read_answers(answers_file) if answers_file else _asked(config, location)
        text = settings_text(replace(answers, workbook=location or answers.workbook), key_file=key_file)
        check_settings(text)
    config.parent.mkdir(parents=True, exist_ok=True)
    write_new(config, text.encode())
    print_lines([say("wrote %(path)s", path=config)])


def _asked(config: Path, location: str) -> Answers:
    from sync.cli.questions import ask

    if not sys.stdin.isatty():
        raise ArgumentError(
            say(
                "there is no %(config)s, and no terminal to ask at. Give the office's answers in a file (dip "
                "init --answers "
                "FILE; docs/reference.md says what is in it), or look at the example office: dip init --example.",
                config=config,
            )
        )
    return ask(location or "dip.xlsx")


def _address(google: str) -> str:
    """The spreadsheet's address as it is written into dip.toml. Raises `ArgumentError` for one that is none."""
    from sync.settings.spreadsheet_address import spreadsheet_id, spreadsheet_url
    from sync.strict_toml import Mistake

    try:
        return spreadsheet_url(spreadsheet_id(google))
    except Mistake as mistake:
        raise ArgumentError(say("--google: %(mistake)s", mistake=mistake)) from None


def _refuse_other(settings: Settings, google: str) -> None:
    """Raises `ArgumentError` if dip.toml names another workbook than the option: an option changes no settings."""
    from sync.settings.spreadsheet_address import spreadsheet_id

    there = settings.workbook
    if google and not (there.on_google and spreadsheet_id(there.location) == spreadsheet_id(google)):
        raise ArgumentError(
            say(
                "%(source)s names another workbook: “%(location)s”. To work in this spreadsheet, write "
                'location = "%(address)s" into its [workbook] table and run dip init again.',
                source=settings.source, location=there.location, address=_address(google),
            )
        )  # fmt: skip
