"""`dip evidence`: proof for the monev."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from sync.cli.common import config_option, guarded, json_option, print_json, print_lines
from sync.message import joined, say

if TYPE_CHECKING:
    from sync.settings.settings import Settings
    from sync.template.template import Template


@click.command()
@config_option
@json_option
@click.option(
    "--period",
    required=True,
    metavar="PERIOD",
    help="A half year like 2026-H2 or “Semester II 2026”, or a year like 2026.",
)
@click.option("--to", "folder", type=click.Path(path_type=Path), default=Path("bukti"), show_default=True)
def evidence(config: Path, as_json: bool, period: str, folder: Path) -> None:
    """Write the proof for the monev: a PDF of at most 2 MB for each question, an index, and the tables as a workbook.

    What is asked stands in monev.toml, which the office may replace.
    """

    def work(settings: Settings, template: Template) -> int:
        from sync.run.evidence import write_evidence

        made = write_evidence(settings, template, folder, period)
        if as_json:
            missing = [{"question": code, "what": what, "who": who} for code, what, who in made.missing]
            print_json({"exit": 0, "files": [str(path) for path in made.files], "missing": missing})
        else:
            print_lines([say("wrote %(files)s", files=path) for path in made.files])
            print_lines(["", say("Still to be supplied:")] if made.missing else [])
            print_lines([joined(("  ", code, ": ", what, " (", who, ")")) for code, what, who in made.missing])
        return 0

    guarded(work, config, as_json=as_json)
