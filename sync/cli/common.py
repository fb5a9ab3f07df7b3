"""What every command shares: options, settings read once, what stops a run as one sentence and an exit code."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from sync.errors import DipError, files_translated

if TYPE_CHECKING:
    from sync.settings.settings import Settings
    from sync.template.template import Template

config_option = click.option(
    "--config", "config", type=click.Path(path_type=Path), default=Path("dip.toml"), help="The office's dip.toml."
)
json_option = click.option("--json", "as_json", is_flag=True, help="One JSON document on stdout, nothing else there.")


def load(config: Path) -> tuple[Settings, Template]:
    from sync.settings.settings import load_settings
    from sync.template.loader import load_template

    template = load_template()
    return load_settings(config, template.fixed_titles), template


def guarded(
    work: Callable[[Settings, Template], int],
    config: Path,
    *,
    as_json: bool,
    before: Callable[[], None] = lambda: None,
) -> None:
    """Read the settings and work. What stops a run becomes one sentence, its exit code, and with --json one
    document."""
    settings = None
    try:
        with files_translated():
            before()
            settings, template = load(config)
            code = work(settings, template)
    except DipError as error:
        tell(error)
        if as_json:
            from sync.cli.json_report import stopped_document

            print_json(stopped_document(error, settings))
        code = error.exit_code
    sys.exit(code)


def tell(error: DipError | None) -> None:
    clear()
    if error:
        message = "".join(letter if letter.isprintable() else " " for letter in str(error))
        click.echo(f"{type(error).__name__}: {message}", err=True)


def warn(lines: Sequence[str]) -> None:
    """What people must know, on stderr."""
    for line in lines:
        clear()
        click.echo("Warning: " + "".join(letter if letter.isprintable() else " " for letter in line), err=True)


def print_lines(lines: Sequence[str]) -> None:
    clear()
    click.echo("\n".join(lines))


def print_json(document: object) -> None:
    clear()
    click.echo(json.dumps(document, ensure_ascii=False, indent=2))


def clear() -> None:
    """Free the line that tells what is going on: something is about to be printed."""
    line = click.get_current_context().obj
    if line:
        line.clear()
