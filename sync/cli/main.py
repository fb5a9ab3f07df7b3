"""The command `dip`: each command reads its arguments, calls a use case of `run/` and prints what came of it."""

from __future__ import annotations

import logging
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from sync.cli.backup import backup, rebuild, restore
from sync.cli.common import (
    LogToOperator,
    config_option,
    guarded,
    json_option,
    open_doors,
    print_json,
    print_lines,
    report_error,
)
from sync.cli.decree import decree
from sync.cli.doctor import doctor
from sync.cli.evidence import evidence
from sync.cli.fleet import fleet
from sync.cli.import_list import import_list
from sync.cli.init import init
from sync.cli.links import links
from sync.cli.messages import messages
from sync.cli.national import national
from sync.cli.print import print_
from sync.cli.publish import publish
from sync.cli.schedule import schedule
from sync.cli.stats import stats
from sync.cli.status import status
from sync.cli.sync import (
    faults_of,
    removals_option,
    strict_option,
    sync,
    with_trouble,
    withdrawals_option,
)
from sync.cli.terminal import JSON_LOG, with_verbosity
from sync.cli.units import units
from sync.cli.usage import speak_usage, translate_usage, usage_text
from sync.errors import ArgumentError
from sync.message import say
from sync.plain_text import plain

if TYPE_CHECKING:
    from sync.settings.settings import Settings
    from sync.template.template import Template


class _Commands(click.Group):
    """With `--json` a mistake on the command line gives a document, too."""

    def main(self, *arguments: Any, **words: Any) -> Any:
        """A stream that whoever runs `dip` has closed is one that nobody reads; no file of ours takes its number."""
        for name in ("stdout", "stderr"):
            if getattr(sys, name) is None:
                setattr(sys, name, open(os.devnull, "w"))  # noqa: SIM115  as long as the program runs
        logging.getLogger("dip").handlers = [LogToOperator()]
        JSON_LOG.begin(wanted=False)
        try:
            return super().main(*arguments, **words)
        except OSError:
            sys.exit(1)  # the disk behind the output is full, and nobody can be told

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        ctx.meta["as_json"] = "--json" in args
        speak_usage(self, args)
        try:
            return super().parse_args(ctx, args)
        except click.UsageError:
            translate_usage(self)
            raise

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except click.UsageError as error:
            if ctx.meta["as_json"]:
                from sync.cli.json_report import stopped_document

                print_json(stopped_document(ArgumentError(error.format_message()), None))
            if error.ctx:
                translate_usage(error.ctx.command)
            raise click.UsageError(plain(usage_text(error.format_message())), error.ctx) from error


@click.group(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="dip-sync", prog_name="dip", message="%(prog)s %(version)s")
def main() -> None:
    """Keep a Daftar Informasi Publik: from the office's spreadsheet to its web site, with approval in between."""


@main.command()
@config_option
@json_option
@strict_option
def check(config: Path, as_json: bool, strict: bool) -> None:
    """Read and validate. Writes nothing."""

    def work(settings: Settings, template: Template) -> int:
        from sync.cli import json_report, text_report
        from sync.plan.make_plan import make_plan
        from sync.run.sync import take_snapshot

        snapshot = take_snapshot(open_doors(settings, template), settings, template, checking=True)
        made = make_plan(snapshot, settings, template, allow_removals=sys.maxsize, allow_withdrawals=sys.maxsize)
        trouble = made.mistake or made.stop or (faults_of(made) if strict else None)
        code = trouble.exit_code if trouble else 0
        if stopped := made.mistake or made.stop:
            report_error(stopped)
        if as_json:
            document = json_report.run_document(made, settings, code, None, (snapshot.workbook.reads, 0))
            document = with_trouble(document, trouble)
            print_json({key: value for key, value in document.items() if key not in ("events", "site")})
        else:
            print_lines(text_report.check_lines(made, settings))
        return code

    guarded(work, config, as_json=as_json, with_own_files=False)


@main.command()
@config_option
@json_option
@strict_option
@removals_option
@withdrawals_option
@click.option("--out", type=click.Path(path_type=Path, dir_okay=False), help="Keep the plan for `dip sync --plan`.")
@click.option("--markdown", is_flag=True, help="For a mail.")
@click.option("--layout", is_flag=True, help="Show what `dip init` would add to the workbook instead.")
def plan(  # noqa: PLR0913  one a option
    config: Path, as_json: bool, strict: bool, allow_removals: int, allow_withdrawals: int, out: Path | None,
    markdown: bool, layout: bool,
) -> None:  # fmt: skip
    """Show what a sync would do. Writes nothing (but FILE)."""

    def work(settings: Settings, template: Template) -> int:
        if layout:
            return _show_layout(settings, template, as_json)
        from sync.cli import json_report, text_report
        from sync.plan.make_plan import make_plan
        from sync.run.saved_plan import save_plan, verify_place
        from sync.run.sync import take_snapshot

        if out:
            verify_place(out, settings)
        snapshot = take_snapshot(open_doors(settings, template), settings, template)
        consents = {"allow_removals": allow_removals, "allow_withdrawals": allow_withdrawals}
        made = make_plan(snapshot, settings, template, **consents)
        trouble = made.trouble or (faults_of(made) if strict else None)
        code = trouble.exit_code if trouble else 0
        if stopped := made.mistake or made.stop:
            report_error(stopped)
        document = with_trouble(json_report.plan_document(made, snapshot, settings, code), trouble)
        if out:
            save_plan(out, document, made, snapshot, **consents)
        if as_json:
            print_json(document)
        else:
            lines = text_report.plan_lines(made, snapshot, settings, template)
            print_lines(text_report.as_markdown(lines) if markdown else lines)
        return code

    guarded(work, config, as_json=as_json, with_own_files=False)


def _show_layout(settings: Settings, template: Template, as_json: bool) -> int:
    from sync.workbook.workbook import layout_gaps

    gaps = layout_gaps(settings, template)
    if as_json:
        print_json({"layout": [{"tab": gap.tab, "sign": gap.sign, "what": gap.what} for gap in gaps]})
    else:
        print_lines([gap.line for gap in gaps] or [say("nothing is missing")])
    return 0


@main.command()
@config_option
@json_option
@click.argument("id", required=False)
@click.option("--verify", is_flag=True, help="Check the ledger's chain.")
def history(config: Path, as_json: bool, id: str | None, verify: bool) -> None:
    """The ledger's events, for one entry or all."""

    def work(settings: Settings, template: Template) -> int:
        from sync.cli import json_report, text_report

        ledger = open_doors(settings, template).ledger
        if verify:
            print_lines([say("%(count)s events, the chain is whole", count=ledger.verify())], err=as_json)
        events = [json_report.event_document(event, settings) for event in ledger.events(id.upper() if id else None)]
        if as_json:
            print_json(events)
        elif events:
            print_lines(text_report.history_lines(events))
        else:
            none = say("the ledger has no events of %(id)s yet", id=id) if id else say("the ledger has no events yet")
            print_lines([none], err=True)
        return 0

    guarded(work, config, as_json=as_json)


@main.command()
@config_option
@click.option("--port", type=int, default=8000, show_default=True)
def serve(config: Path, port: int) -> None:
    """Preview the built site on loopback."""

    def work(settings: Settings, _: Template) -> int:
        from sync.site.preview import preview, serve_until_stopped

        server = preview(settings.target_path, port)
        address = f"http://127.0.0.1:{server.server_port}/"
        print_lines([address, say("Open it in a browser. Ctrl+C ends it.")], err=True)
        serve_until_stopped(server)
        return 0

    guarded(work, config, as_json=False)


COMMANDS = (
    sync, schedule, backup, restore, rebuild, init, import_list, print_, decree, evidence, publish, links, units,
    stats, status, doctor, messages, fleet, national,
)  # fmt: skip
for command in COMMANDS:
    main.add_command(command)
with_verbosity(main)

if __name__ == "__main__":
    main()
