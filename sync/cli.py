"""The command `dip`: thin. It reads arguments, opens the doors, calls a run, and tells what came of it."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from sync.errors import DipError, Held, SettingsError

if TYPE_CHECKING:
    from sync.run import Doors
    from sync.settings import Settings
    from sync.template import Template

Command = TypeVar("Command", bound=Callable[..., Any])

config_option = click.option(
    "--config", "config", type=click.Path(path_type=Path), default=Path("dip.toml"), help="The office's dip.toml."
)
json_option = click.option("--json", "as_json", is_flag=True, help="One JSON document on stdout, nothing else there.")


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="dip-sync", prog_name="dip")
def main() -> None:
    """Keep a Daftar Informasi Publik: from the office's spreadsheet to its web site, with approval in between."""


@main.command()
@click.argument("folder", type=click.Path(path_type=Path), default=Path())
def init(folder: Path) -> None:
    """Write dip.toml and the workbook, or complete them. Never overwrites what is there."""

    def work() -> int:
        from sync.settings import example_settings

        folder.mkdir(parents=True, exist_ok=True)
        config = folder / "dip.toml"
        if not config.exists():
            config.write_text(example_settings(), encoding="utf-8")
            click.echo(f"wrote {config}")
        settings, template = _load(config)
        for title in _doors(settings, template).workbook.lay_out():
            click.echo(f"tab {title}")
        return 0

    _guarded(work, as_json=False)


@main.command()
@config_option
@json_option
@click.option("--strict", is_flag=True, help="Exit 1 if any row needs fixing.")
def check(config: Path, as_json: bool, strict: bool) -> None:
    """Read and validate. Writes nothing."""
    _guarded(lambda: _look(config, as_json, strict, ("events", "site")), as_json=as_json)


@main.command()
@config_option
@json_option
@click.option("--strict", is_flag=True, help="Exit 1 if any row needs fixing.")
def plan(config: Path, as_json: bool, strict: bool) -> None:
    """Show what a sync would do. Writes nothing."""
    _guarded(lambda: _look(config, as_json, strict, ()), as_json=as_json)


def _look(config: Path, as_json: bool, strict: bool, left_out: tuple[str, ...]) -> int:
    from sync import report
    from sync.plan import make_plan
    from sync.run import take_snapshot

    settings, template = _load(config)
    made = make_plan(take_snapshot(_doors(settings, template), template), settings, template)
    errors = any(problem.severity == "error" for problem in made.problems)
    code = made.exit_code or int(strict and errors)
    if as_json:
        document = report.run_document(made, settings, code)
        _print_json({key: value for key, value in document.items() if key not in left_out})
    else:
        click.echo("\n".join(report.plan_lines(made)))
    return code


@main.command()
@config_option
@json_option
@click.option("--strict", is_flag=True, help="Exit 1 if any row needs fixing.")
@click.option("--allow-removals", type=int, default=0, metavar="N", help="Let up to N rows vanish at once.")
def sync(config: Path, as_json: bool, strict: bool, allow_removals: int) -> None:
    """Read, plan, write back, publish. What cron runs."""
    _guarded(lambda: _sync(config, as_json, strict, allow_removals), as_json=as_json)


def _sync(config: Path, as_json: bool, strict: bool, allow_removals: int) -> int:
    from sync import report, run

    settings, template = _load(config)
    with run.only_one(settings):
        outcome = run.sync(_doors(settings, template), settings, template, allow_removals=allow_removals)
        errors = any(problem.severity == "error" for problem in outcome.plan.problems)
        code = outcome.exit_code or int(strict and errors)
        document = report.run_document(outcome.plan, settings, code, outcome)
        if trouble := outcome.failure or _held(outcome.plan.hold, outcome.plan.busy):
            document["error"] = {"code": trouble.code, "message": str(trouble)}
            click.echo(f"{type(trouble).__name__}: {trouble}", err=True)
        run.log_run(settings, document)
    if as_json:
        _print_json(document)
    else:
        click.echo("\n".join(report.status_lines(outcome.plan.by_status)))
    return code


def _held(hold: Any, busy: str) -> DipError | None:
    from sync.errors import WorkbookOpen

    if hold:
        return Held(hold.message)
    return WorkbookOpen(busy) if busy else None


@main.command()
@config_option
@json_option
@click.argument("id", required=False)
@click.option("--verify", is_flag=True, help="Check the ledger's chain.")
def history(config: Path, as_json: bool, id: str | None, verify: bool) -> None:
    """The ledger's events, for one entry or all."""

    def work() -> int:
        from sync import report

        settings, template = _load(config)
        ledger = _doors(settings, template).ledger
        if verify:
            click.echo(f"{ledger.verify()} events, chain whole", err=as_json)
        lines = [report.event_document(event, settings) for event in ledger.events(id)]
        if as_json:
            _print_json(lines)
        else:
            for line in lines:
                click.echo(
                    f"{line['seq']:>6}  {line['at']}  {line['id']}  {line['event']}  v{line['version']}  {line['by']}"
                )
        return 0

    _guarded(work, as_json=as_json)


@main.command()
@config_option
@click.option("--port", type=int, default=8000, show_default=True)
def serve(config: Path, port: int) -> None:
    """Preview the built site on loopback."""

    def work() -> int:
        from sync.serve import serve as preview

        settings, _ = _load(config)
        click.echo(f"http://127.0.0.1:{port}/", err=True)
        preview(settings.target_path, port)
        return 0

    _guarded(work, as_json=False)


def _load(config: Path) -> tuple[Settings, Template]:
    from sync.settings import load_settings
    from sync.template import load_template

    template = load_template()
    return load_settings(config, template.fixed_titles), template


def _doors(settings: Settings, template: Template) -> Doors:
    from sync.ledger import Ledger
    from sync.publish.folder import FolderTarget
    from sync.run import Doors
    from sync.workbook import open_workbook
    from sync.workbook.unit_tab import UnitTab

    units = [UnitTab(unit.code, unit.name, unit.tab) for unit in settings.units]
    workbook = open_workbook(
        settings.workbook.location, settings.folder, template, units, settings.backup_folder, settings.office.name
    )
    ledger = Ledger(settings.ledger_path, settings.backup_folder)
    return Doors(workbook, ledger, FolderTarget(settings.target_path))


def _guarded(work: Callable[[], int], *, as_json: bool) -> None:
    """Run, and turn what stops a run into one sentence and its exit code."""
    try:
        code = work()
    except DipError as error:
        click.echo(f"{type(error).__name__}: {error}", err=True)
        if as_json:
            _print_json({"exit": error.exit_code, "error": {"code": error.code, "message": str(error)}})
        code = error.exit_code
    sys.exit(code)


def _print_json(document: object) -> None:
    click.echo(json.dumps(document, ensure_ascii=False, indent=2))


__all__ = ["SettingsError", "main"]
