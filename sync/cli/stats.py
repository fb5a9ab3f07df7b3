"""`dip stats`: counts from the ledger, on the screen, as a document, as CSV. Nothing of it is ever public by itself."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from sync.cli.common import config_option, guarded, json_option, print_json, print_lines, print_rows
from sync.cli.language import INDONESIAN, language
from sync.cli.terminal import ScreenRow
from sync.message import joined, say

if TYPE_CHECKING:
    import pandas as pd

    from sync.papers.sources import Sources
    from sync.settings.settings import Settings
    from sync.template.template import Template

Tables = Mapping[str, "pd.DataFrame"]
Record = Mapping[str, Any]


@click.command()
@config_option
@json_option
@click.option("--csv", "as_csv", is_flag=True, help="As CSV: table, name, measure, value.")
def stats(config: Path, as_json: bool, as_csv: bool) -> None:
    """Count what the ledger knows: entries, days from typed to public, what waits, what was right at once.

    Writes nothing and publishes nothing.
    """
    if as_json and as_csv:
        raise click.UsageError("--json and --csv do not go together")

    def work(settings: Settings, template: Template) -> int:
        from sync.papers.statistics import statistics
        from sync.run.print import office_ledger, sources_of

        sources = sources_of(settings, template)
        tables = statistics(sources, office_ledger(settings).events())
        if as_json:
            print_json(_document(sources, tables))
        elif as_csv:
            print_lines(_csv(tables).rstrip("\n").split("\n"), needed=True)
        else:
            _print_tables(sources, tables)
        return 0

    guarded(work, config, as_json=as_json)


def _records(frame: pd.DataFrame) -> list[dict[str, Any]]:
    """The rows, each with its name."""
    return [
        {str(key): value for key, value in each.items()}
        for each in frame.rename_axis("name").reset_index().to_dict("records")
    ]


def _total(tables: Tables) -> dict[str, int]:
    """How many entries there are, and how many of them are public."""
    return {column: int(tables["class"][column].sum()) for column in ("entries", "public")}


def _document(sources: Sources, tables: Tables) -> dict[str, Any]:
    """The document of `--json`: each table a list of rows, days in office time."""
    head = {"exit": 0, "office": sources.settings.office.name, "day": sources.today, "total": _total(tables)}
    return {**head, **{name: _records(frame) for name, frame in tables.items()}}


def _csv(tables: Tables) -> str:
    """A line for each number of each table; names that a spreadsheet program would run are disarmed."""
    import pandas as pd

    from sync.site.exports import disarmed

    long = [
        frame.astype(object).rename_axis("name").reset_index().melt("name", var_name="measure").assign(table=name)
        for name, frame in tables.items()
    ]
    whole = pd.concat(long)[["table", "name", "measure", "value"]]
    return str(whole.assign(name=whole["name"].map(disarmed)).to_csv(index=False, lineterminator="\n"))


def _print_tables(sources: Sources, tables: Tables) -> None:
    """The screen: a heading and a row for each name of a table."""
    total = _total(tables)
    print_lines([joined((f"{sources.settings.office.short}, {_day(sources.today)}", _counted(total)), ": ")])
    for name, frame in tables.items():
        head, text = _SCREEN[name]
        print_lines(["", head])
        rows = list(_rows(frame, text))
        print_rows(rows or [ScreenRow("  ", say("nothing yet"))])


def _rows(frame: pd.DataFrame, text: Callable[[Record], str]) -> Iterator[ScreenRow]:
    for each in _records(frame):
        yield ScreenRow(joined(("  ", _NAMES.get(each["name"], each["name"]))), text(each))


def _number(value: float) -> str:
    """As the operator writes it: `3.5`, in Indonesian `3,5`."""
    return f"{value:.15g}".replace(".", "," if language() == INDONESIAN else ".")


def _day(iso: str) -> str:
    from sync.site.formatting import long_day

    return long_day(iso, language())


def _counted(row: Record) -> str:
    return say("%(entries)s listed, %(public)s public", entries=row["entries"], public=row["public"])


def _took(row: Record) -> str:
    return say(
        "%(entries)s published, after %(median)s days at the median (%(shortest)s to %(longest)s)",
        entries=row["entries"],
        median=_number(row["median"]), shortest=_number(row["shortest"]), longest=_number(row["longest"]),
    )  # fmt: skip


def _waits(row: Record) -> str:
    return say("%(entries)s, the oldest since %(oldest)s (%(days)s days)",
               entries=row["entries"], oldest=_day(row["oldest"]), days=row["days"])  # fmt: skip


def _right(row: Record) -> str:
    return say("%(right)s of %(rows)s (%(share)s %%)",
               right=row["right"], rows=row["rows"], share=format(100 * row["share"], ".0f"))  # fmt: skip


_NAMES = {"all": say("all"), "none": say("none yet")}
_SCREEN: dict[str, tuple[str, Callable[[Record], str]]] = {
    "class": (say("By class"), _counted),
    "unit": (say("By unit"), _counted),
    "form": (say("By form"), _counted),
    "year": (say("By year"), _counted),
    "to_public": (say("From typed to public"), _took),
    "waiting": (say("What waits"), _waits),
    "first_try": (say("Right at the first try"), _right),
}
"""The heading of each table, and what a row of it says."""
