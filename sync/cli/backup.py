"""`dip backup`: what is copied away while all is well."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from sync.cli.common import config_option, guarded, json_option, print_json, print_lines

if TYPE_CHECKING:
    from sync.run.backup import BackupList
    from sync.settings.settings import Settings
    from sync.template.template import Template


@click.command()
@config_option
@json_option
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--keep", type=click.IntRange(min=1), metavar="N", help="Keep N backups: this and the ones before.")
def backup(config: Path, as_json: bool, file: Path, keep: int | None) -> None:
    """Write ledger, receipt, workbook, settings and templates of one moment into a zip. Safe during a run."""

    def work(settings: Settings, _: Template) -> int:
        from sync.run.backup import back_up

        path, listed = back_up(settings, file, keep or 0)
        if as_json:
            print_json({"exit": 0, "file": str(path), **listed.document()})
        else:
            print_lines([_written(path, listed)])
        return 0

    guarded(work, config, as_json=as_json)


def _written(path: Path, listed: BackupList) -> str:
    state = f"as they were after run {listed.run}" if listed.run else "nothing has been decided yet"
    return f"wrote {path}: {len(listed.files)} files, {state}"
