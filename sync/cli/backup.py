"""`dip backup`, and the ways home: `dip restore` and `dip rebuild`."""

from __future__ import annotations

import sys
import tempfile
from contextlib import nullcontext, suppress
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from sync.cli.common import config_option, confirmed, guarded, json_option, open_doors, print_json, print_lines
from sync.message import say

if TYPE_CHECKING:
    from sync.run.backup import BackupList
    from sync.run.backup_source import Source
    from sync.settings.settings import Settings
    from sync.template.template import Template

yes_option = click.option("--yes", is_flag=True, help="Do it. Without, it is only shown.")


@click.command()
@config_option
@json_option
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--keep", type=click.IntRange(min=1), metavar="N", help="Keep N backups: this and the ones before.")
def backup(config: Path, as_json: bool, file: Path, keep: int | None) -> None:
    """Write ledger, receipt, workbook, settings and templates of one moment into a zip. Safe during a run."""

    def work(settings: Settings, _: Template) -> int:
        from sync.run.backup import back_up
        from sync.run.run_log import RunLog

        path, listed = back_up(settings, file, keep or 0)
        with suppress(OSError):  # where nothing can be written, a backup is all the more welcome
            at = datetime.now(settings.office.zone).isoformat(timespec="seconds")
            RunLog(settings.runs_path).note({"backup": str(path.resolve()), "started": at})
        if as_json:
            print_json({"exit": 0, "file": str(path), **listed.document()})
        else:
            print_lines([_written(path, listed)])
        return 0

    guarded(work, config, as_json=as_json)


def _written(path: Path, listed: BackupList) -> str:
    state = say("as they were after run %(run)s", run=listed.run) if listed.run else say("nothing has been decided yet")
    return say("wrote %(path)s: %(files)s files, %(state)s", path=path, files=len(listed.files), state=state)


@click.command()
@config_option
@yes_option
@click.option("--workbook", is_flag=True, help="Put back the workbook, too, in place of the one that is there.")
@click.argument("source", metavar="FILE|FOLDER", type=click.Path(path_type=Path, exists=True))
def restore(config: Path, yes: bool, workbook: bool, source: Path) -> None:
    """Put back the ledger of a backup, and what else is missing. Shows first what it would do."""
    with tempfile.TemporaryDirectory(prefix="dip-") as scratch:
        opened: list[Source] = []

        def prepare() -> None:
            opened.append(_open(source, Path(scratch), config, yes=yes))

        def work(settings: Settings, template: Template) -> int:
            here = replace(settings, folder=config.absolute().parent, source=config.absolute())
            return _restore(here, template, opened[0], yes=yes, workbook=workbook)

        guarded(work, Path(scratch) / "office" / "dip.toml", as_json=False, before=prepare)


def _open(source: Path, scratch: Path, config: Path, *, yes: bool) -> Source:
    """The source; its settings and templates where they are missing, shown or put back. They are read from a folder of
    their own, so that what is only shown leaves nothing behind."""
    from sync.run.backup_source import open_source
    from sync.run.restore import missing_files, put_files, stand_in

    opened = open_source(source, scratch)
    missing = missing_files(config, opened)
    print_lines(
        [
            say("put back: %(path)s", path=path) if yes else say("would be put back: %(path)s", path=path)
            for path in missing
        ]
    )
    if yes:
        put_files(missing)
    stand_in(config, missing, scratch / "office")
    return opened


def _restore(settings: Settings, template: Template, source: Source, *, yes: bool, workbook: bool) -> int:
    from sync.run.recovery import recovery_lines, site_advice
    from sync.run.restore import carry_out, plan_restore, restore_lines
    from sync.run.run_lock import run_lock

    doors = open_doors(settings, template)
    with run_lock(settings) if yes else nullcontext():
        planned = plan_restore(doors, settings, template, source, workbook=workbook)
        advice = site_advice(planned.recovery)
        print_lines([*restore_lines(planned), *recovery_lines(planned.recovery), *([] if yes else advice)])
        if yes:
            carry_out(planned, doors)
    if yes and advice:
        print_lines([_done_without_site(settings)])
        return 0
    return _done(yes=yes)


def _done_without_site(settings: Settings) -> str:
    """It is done, and the same command can still be given once more with the site in its place."""
    return say(
        "Done, without a site: all that was approved waits for the PPID. If the old site is still somewhere (web "
        "server, copy): put it into %(folder)s and give this command again. If not, go on with: dip sync",
        folder=settings.target_path,
    )


def _done(*, yes: bool, needed: bool = False) -> int:
    line = say("Done. Go on with: dip sync") if yes else say("Nothing was changed yet. To do it: --yes")
    print_lines([line], needed=needed)
    return 0


@click.command()
@config_option
@yes_option
def rebuild(config: Path, yes: bool) -> None:
    """Make a ledger where there is none, from what workbook and site agree on. Shows first what stays public."""

    def work(settings: Settings, template: Template) -> int:
        from sync.run.rebuild import carry_out_rebuild, plan_rebuild, rebuild_lines
        from sync.run.recovery import recovery_lines, site_advice
        from sync.run.run_lock import run_lock

        with run_lock(settings):
            planned = plan_rebuild(open_doors(settings, template), settings, template)
            print_lines([*rebuild_lines(planned), *recovery_lines(planned), *site_advice(planned)], needed=not yes)
            if not (yes or _agreed()):
                _done(yes=False, needed=True)
                return 2  # as wherever a question was not answered
            carry_out_rebuild(planned)
        return _done(yes=True)

    guarded(work, config, as_json=False)


def _agreed() -> bool:
    return sys.stdin.isatty() and confirmed(say("Only these stay public. Go on?"), default=False)
