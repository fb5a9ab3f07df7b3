"""`dip fleet check|plan|backup|upgrade`: one command over all offices, with one line for each and one exit code."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager, nullcontext, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from sync.cli.backup import yes_option
from sync.cli.common import json_option, print_json, print_lines, warn
from sync.cli.fleet_common import end_document, ended_words, fleet_option, pool_of, with_fleet
from sync.cli.terminal import is_verbose
from sync.message import joined, say

if TYPE_CHECKING:
    from sync.fleet.fleet_run import Commands
    from sync.fleet.fleet_settings import FleetSettings
    from sync.fleet.office_look import FleetOffice
    from sync.fleet.pool import TaskEnd

folder_argument = click.argument("folder", type=click.Path(path_type=Path, file_okay=False))
keep_option = click.option(
    "--keep", type=click.IntRange(min=1), metavar="N", help="Keep N backups of each office: this and the ones before."
)


@click.command()
@fleet_option
@json_option
def check(source: Path, as_json: bool) -> None:
    """dip check in every office. Writes nothing."""
    with_fleet(lambda fleet: _over_all(fleet, _same("check"), as_json=as_json), source, as_json=as_json)


@click.command()
@fleet_option
@json_option
def plan(source: Path, as_json: bool) -> None:
    """dip plan in every office. Writes nothing."""
    with_fleet(lambda fleet: _over_all(fleet, _same("plan"), as_json=as_json), source, as_json=as_json)


@click.command()
@fleet_option
@json_option
@keep_option
@folder_argument
def backup(source: Path, as_json: bool, keep: int | None, folder: Path) -> None:
    """dip backup of every office into FOLDER, a zip for each. Safe during a run."""

    def work(fleet: FleetSettings) -> int:
        return _over_all(fleet, _backups(fleet, folder, keep), as_json=as_json)

    with_fleet(work, source, as_json=as_json)


@click.command()
@fleet_option
@json_option
@yes_option
@folder_argument
def upgrade(source: Path, as_json: bool, yes: bool, folder: Path) -> None:
    """After a new version of dip: add to every workbook what a newer template has. Backups go into FOLDER first."""

    def work(fleet: FleetSettings) -> int:
        if not yes:
            code = _over_all(fleet, _same("plan", "--layout"), as_json=as_json)
            print_lines([say("Nothing was changed yet. To do it: --yes")], err=as_json)
            return code
        from sync.fleet.fleet_run import at_office, fleet_lock

        backups = _backups(fleet, folder, None)

        def steps(office: FleetOffice) -> Sequence[tuple[str, ...]]:
            complete = ("init", str(office.config.parent))
            return [
                at_office(office, "check"),
                *backups(office),
                complete,
                at_office(office, "check", *(["--json"] if as_json else [])),
            ]

        return _over_all(fleet, steps, as_json=as_json, held=fleet_lock(fleet))

    with_fleet(work, source, as_json=as_json)


def _same(*words: str) -> Callable[[FleetOffice], Sequence[tuple[str, ...]]]:
    """The same command everywhere."""

    def commands(office: FleetOffice) -> Sequence[tuple[str, ...]]:
        from sync.fleet.fleet_run import at_office

        return [at_office(office, *words)]

    return commands


def _backups(fleet: FleetSettings, folder: Path, keep: int | None) -> Commands:
    """A zip for each office, called after its folder; where two folders bear one name, with a digest of its path."""
    from sync.fleet.fleet_offices import find_offices, verify_private
    from sync.fleet.fleet_run import at_office

    folder, offices = folder.absolute(), find_offices(fleet)
    verify_private(offices, folder)
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    counts = Counter(office.config.parent.name.casefold() for office in offices)

    def commands(office: FleetOffice) -> Sequence[tuple[str, ...]]:
        name = office.config.parent.name or "office"
        if counts[name.casefold()] > 1:
            name += f"-{hashlib.sha256(office.key.encode('utf-8', 'surrogateescape')).hexdigest()[:8]}"
        words = ("backup", str(folder / f"{name}.zip"), *(("--keep", str(keep)) if keep else ()))
        return [at_office(office, *words)]

    return commands


def _over_all(
    fleet: FleetSettings,
    commands: Commands,
    *,
    as_json: bool,
    held: AbstractContextManager[None] = nullcontext(),  # noqa: B008  it holds nothing
) -> int:
    from sync.fleet.fleet_run import run_over_all, worst

    documents: list[dict[str, Any]] = []

    def asked(office: FleetOffice) -> Sequence[tuple[str, ...]]:
        *first, last = commands(office)
        return [*first, (*last, "--json") if as_json and "--json" not in last and "--layout" not in last else last]

    def tell(office: FleetOffice, end: TaskEnd, _: bool) -> None:
        if as_json:
            documents.append(end_document(office, end) | {"document": _document(end.out)})
        else:
            _tell(office, end)

    with held, pool_of(fleet) as pool:
        codes = run_over_all(fleet, pool, asked, tell)
    code = worst(codes)
    if as_json:
        print_json({"exit": code, "offices": sorted(documents, key=lambda each: str(each["config"]))})
    else:
        bad = sum(map(bool, codes))
        print_lines(["", say("%(count)s offices: %(good)s well, %(bad)s not.",
                             count=len(codes), good=len(codes) - bad, bad=bad)])  # fmt: skip
    return code


def _document(out: str) -> Any:
    """What the office's command printed, if that is a document."""
    with suppress(ValueError):
        return json.loads(out)
    return None


def _tell(office: FleetOffice, end: TaskEnd) -> None:
    """One line, or with `-v` everything that was printed."""
    from sync.fleet.fleet_health import reason_words

    lines = [line for line in end.out.splitlines() if line.strip()]
    if is_verbose():
        print_lines(["", office.name, *(f"  {line}" for line in lines)])
    elif end.code == 0:
        print_lines([joined((office.name, lines[-1] if lines else say("done")), ": ")])
    if end.code:
        warn([joined((office.name, ended_words(end.code, reason_words(end.reason))), ": ")])
