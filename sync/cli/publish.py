"""`dip publish`."""

from __future__ import annotations

import sys
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from sync.cli.common import config_option, guarded, json_option, print_json, print_lines

if TYPE_CHECKING:
    from sync.publish.target import Target
    from sync.settings.settings import Settings
    from sync.template.template import Template


@click.command()
@config_option
@json_option
@click.option("--list", "act", flag_value="list", help="Show every release.")
@click.option("--rollback", "act", flag_value="rollback", help="Show the release before again; new ones wait.")
@click.option("--resume", "act", flag_value="resume", help="Let new releases go out again.")
@click.option("--at", "day", type=click.DateTime(["%Y-%m-%d"]), metavar="DAY", help="What was public that evening …")
@click.option("--out", type=click.Path(path_type=Path, file_okay=False), help="… into this new folder.")
def publish(config: Path, as_json: bool, act: str | None, day: datetime | None, out: Path | None) -> None:
    """Send the current release again, without the workbook; or put an earlier one back."""
    if (day is None) != (out is None) or (day and act):
        raise click.UsageError("--at and --out belong together, and to no other option")

    def work(settings: Settings, template: Template) -> int:
        from sync.cli import publish_text
        from sync.ledger.ledger import Ledger
        from sync.publish.open_target import open_target
        from sync.run import sync as running
        from sync.run.republish import Archive

        ledger = Ledger(settings.ledger_path, settings.backup_folder)
        with running.only_one(settings):
            archive = Archive(ledger, _told(open_target(settings)), settings, template)
            document, lines = publish_text.perform(archive, act or "", day.date() if day else None, out)
        if as_json:
            print_json(document)
        else:
            print_lines(lines)
        return 0

    guarded(work, config, as_json=as_json)


def _told(target: Target) -> Target:
    """On a terminal, what takes more than a second is told."""
    if not sys.stderr.isatty():
        return target
    from sync.cli.progress import LINE, told_target

    click.get_current_context().obj = LINE
    return told_target(target)
