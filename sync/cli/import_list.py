"""`dip import`: shows what was understood of a list, and writes it into the units' tabs when told to."""

from __future__ import annotations

import shlex
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from sync.cli.common import config_option, guarded, json_option, open_doors, print_json, print_lines, warn
from sync.errors import WorkbookError
from sync.message import say

if TYPE_CHECKING:
    from sync.importing.list_reading import ListReading
    from sync.run.import_list import ImportPlan
    from sync.settings.settings import Settings
    from sync.template.template import Template


@click.command("import")
@click.argument("file", type=click.Path(path_type=Path))
@config_option
@json_option
@click.option(
    "--unit",
    metavar="UNIT",
    default="",
    help="Whose the rows are that name no unit of the office: code, name or tab.",
)
@click.option(
    "--class",
    "klass",
    metavar="CLASS",
    default="",
    help='The class of the rows that name none, as --class "Informasi Berkala".',
)
@click.option("--map", "maps", multiple=True, metavar="OURS=THEIRS", help='As --map "Judul=Nama Dokumen". Repeatable.')
@click.option("--write", "writes", is_flag=True, help="Write the rows into the units' tabs.")
def import_list(  # noqa: PLR0913  one for each option
    file: Path, config: Path, as_json: bool, unit: str, klass: str, maps: tuple[str, ...], writes: bool
) -> None:
    """Bring in a list that the office already has, whatever its layout. Shows first what it understood."""

    def work(settings: Settings, template: Template) -> int:
        from sync.cli.import_report import report_document, report_lines
        from sync.importing.given import given_by, remember, remembered
        from sync.importing.list_reading import read_list

        before = remembered(settings.mapping_path, settings, template)
        given = given_by(maps, unit, settings, template, before, klass=klass)
        reading = read_list(file, settings, template, given)
        plan = _written(reading, settings, template, file) if writes else _planned(reading, settings, template)
        kept = bool(writes and maps and remember(settings.mapping_path, maps, settings, template))
        command = _command(file, unit, klass, maps, config)
        if as_json:
            print_json(report_document(reading, plan, settings, template, wrote=writes, command=command))
        else:
            again = "" if writes else f"{command} --write"
            lines = report_lines(reading, plan, settings, template, again=again, command=command)
            print_lines([f"{file.name}:", *lines])
            print_lines([_kept(settings.mapping_path.name)] if kept else [])
        return 0

    guarded(work, config, as_json=as_json)


def _planned(reading: ListReading, settings: Settings, template: Template) -> ImportPlan:
    """What would be written. Without a workbook the list can be looked at all the same."""
    from sync.run.import_list import plan_import

    try:
        state = open_doors(settings, template).workbook.read()
        return plan_import(reading, state, settings, template)
    except WorkbookError as error:
        warn([say("what the workbook holds is not known: %(error)s", error=error)])
        return plan_import(reading, None, settings, template)


def _written(reading: ListReading, settings: Settings, template: Template, file: Path) -> ImportPlan:
    from sync.run.import_list import write_import

    return write_import(reading, open_doors(settings, template).workbook, settings, template, file.name)


def _kept(name: str) -> str:
    return say(
        "What --map said is kept in %(name)s and holds for the next list as well; take its line out there, "
        "and it holds no more.",
        name=name,
    )  # fmt: skip


def _command(file: Path, unit: str, klass: str, maps: Sequence[str], config: Path) -> str:
    """The command that was given, without `--write`."""
    words = ["dip", "import", str(file), *(["--unit", unit] if unit else []), *(["--class", klass] if klass else [])]
    words += [word for text in maps for word in ("--map", text)]
    words += [] if config == Path("dip.toml") else ["--config", str(config)]
    return shlex.join(words)
