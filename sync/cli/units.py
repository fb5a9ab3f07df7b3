"""`dip units`: the units restructured, shown first and done on consent."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from sync.cli.common import config_option, confirmed, guarded, json_option, open_doors, print_json, print_lines, warn
from sync.errors import ArgumentError
from sync.message import named, say

if TYPE_CHECKING:
    from sync.ledger.state import LedgerState
    from sync.model import WorkbookState
    from sync.run.change_units import UnitsPlan
    from sync.settings.settings import Settings
    from sync.settings.units import Unit
    from sync.template.template import Template

    Planner = Callable[[WorkbookState, LedgerState, Settings, Template], UnitsPlan]

yes_option = click.option("--yes", is_flag=True, help="Do it without asking.")


@click.group()
def units() -> None:
    """Sub-divisions that are renamed or joined. Shows first what becomes of rows, IDs and approvals."""


@units.command()
@click.argument("old", metavar="CODE")
@click.argument("new", metavar="[NEWCODE]", default="")
@click.option("--name", default="", help="Its new name.")
@click.option("--tab", default="", help="The new title of its tab.")
@config_option
@json_option
@yes_option
def rename(old: str, new: str, name: str, tab: str, config: Path, as_json: bool, yes: bool) -> None:  # noqa: PLR0913  one an option
    """Give a unit another code, name or tab. IDs and approvals stay."""
    if not (new or name or tab):
        raise click.UsageError("say what is to be another: a new code, --name or --tab.")

    def plan(state: WorkbookState, ledger: LedgerState, settings: Settings, template: Template) -> UnitsPlan:
        from sync.run.change_units import Wanted, plan_rename

        return plan_rename(old, Wanted(new, name.strip(), tab.strip()), state, ledger, settings, template)

    guarded(lambda settings, template: _work(plan, settings, template, as_json, yes), config, as_json=as_json)


@units.command()
@click.argument("first", metavar="CODE")
@click.argument("second", metavar="CODE")
@click.option("--into", metavar="CODE", default="", help="Which of the two stays; else the first.")
@click.option("--name", default="", help="The name of the unit that stays.")
@config_option
@json_option
@yes_option
def merge(first: str, second: str, into: str, name: str, config: Path, as_json: bool, yes: bool) -> None:  # noqa: PLR0913  one an option
    """Join two units: the rows of one move into the tab of the other. IDs stay, and the PPID is asked again."""

    def plan(state: WorkbookState, ledger: LedgerState, settings: Settings, template: Template) -> UnitsPlan:
        from sync.run.change_units import plan_merge

        return plan_merge((first, second), into or first, name.strip(), state, ledger, settings, template)

    guarded(lambda settings, template: _work(plan, settings, template, as_json, yes), config, as_json=as_json)


def _work(planner: Planner, settings: Settings, template: Template, as_json: bool, yes: bool) -> int:
    from sync.run.change_units import carry_out_units
    from sync.run.run_lock import run_lock

    doors = open_doors(settings, template)
    with run_lock(settings):
        state = doors.workbook.read()
        doors.workbook.check_writable(state)
        planned = planner(state, doors.ledger.read(template.content_roles, 0), settings, template)
        if not as_json:
            print_lines(list(plan_lines(planned, settings)))
        agreed = yes or (
            sys.stdin.isatty() and not as_json and bool(planned) and confirmed(say("Go on?"), default=False)
        )
        if planned and agreed:
            carry_out_units(planned, doors.workbook, state, settings)
    unanswered = bool(planned) and not agreed
    error = ArgumentError(say("nothing was changed; look at the plan, then run it again with --yes"))
    if as_json:
        print_json(plan_document(planned, error if unanswered else None))
    elif planned and agreed:
        print_lines([say("Done. Go on with: dip sync")])
    if unanswered:
        warn([error.args[0]])
    return error.exit_code if unanswered else 0


def plan_document(planned: UnitsPlan, error: ArgumentError | None) -> dict[str, Any]:
    """For programs: what becomes of units, rows and approvals, and whether it was done."""
    effect, moved = planned.effect, planned.moved
    document: dict[str, Any] = {
        "exit": error.exit_code if error else 0,
        "done": bool(planned) and error is None,
        "units": {unit.code: planned.after.code for unit in planned.before},
        "settings": bool(planned.text),
        "workbook": {"rows": moved.count, "tab": planned.tab, "titles": dict(planned.last.titles)},
        "ids": effect.ids,
        "approvals": {"standing": effect.standing, "waiting": effect.asked, "withdrawn": effect.withdrawn},
    }
    return document | ({"error": {"code": error.code, "message": str(error)}} if error else {})


def plan_lines(planned: UnitsPlan, settings: Settings) -> Iterator[str]:
    """For the operator: what will be otherwise, and what stays."""
    if not planned:
        yield say("it is so already: %(unit)s. There is nothing to change", unit=_named(planned.after))
        return
    for unit in planned.before:
        if (unit.code, unit.name) != (planned.after.code, planned.after.name):
            yield f"{_named(unit)} → {_named(planned.after)}"
    yield from _in_files(planned, settings)
    yield from _in_list(planned, settings)


def _named(unit: Unit) -> str:
    return f"{unit.code} “{unit.name}”"


def _in_files(planned: UnitsPlan, settings: Settings) -> Iterator[str]:
    moved, name, code = planned.moved, settings.source.name, planned.after.code
    if planned.text and len(planned.before) > 1:
        gone = planned.before[0].code
        yield say("%(file)s: %(gone)s becomes a comment, %(code)s remembers it", file=name, gone=gone, code=code)
    elif planned.text:
        yield say("%(file)s: the lines of %(code)s change, everything else in it stays", file=name, code=code)
    for old, new in planned.last.titles.items():
        yield say("workbook: the tab “%(old)s” gets the title “%(new)s”", old=old, new=new)
    if moved.count:
        places = {"count": moved.count, "emptied": planned.emptied, "tab": planned.tab}
        yield say("workbook: %(count)s rows move from the tab “%(emptied)s” beneath those of “%(tab)s”", **places)
    if moved.own:
        yield say("  with their own columns %(columns)s", columns=", ".join(moved.own))
    if moved.computed:
        yield say("  of formulas goes only what they show: %(cells)s", cells=named(moved.computed))
    if planned.emptied:
        yield say(
            "workbook: the tab “%(tab)s” is not read any more; its header, its comments and %(count)s other cells "
            "stay. Delete it if nobody needs it",
            tab=planned.emptied, count=moved.left,
        )  # fmt: skip


def _in_list(planned: UnitsPlan, settings: Settings) -> Iterator[str]:
    effect, code = planned.effect, planned.after.code
    yield say("IDs: %(count)s stay as they are; new entries get %(code)s-…", count=effect.ids, code=code)
    if effect.asked:
        yield say(
            "approvals: %(asked)s wait for the PPID again, because their unit is another; %(standing)s stand",
            asked=effect.asked, standing=effect.standing,
        )  # fmt: skip
    else:
        yield say("approvals: %(standing)s stand; nothing has to be ticked again", standing=effect.standing)
    if effect.public and settings.publish.on_change == "keep":
        yield say("site: %(count)s of them stay with the old name until they are ticked", count=effect.public)
    elif effect.public:
        yield say("site: %(count)s of them leave it until they are ticked (on_change = withdraw)", count=effect.public)
    if effect.withdrawn:
        yield say("site: %(count)s that were withdrawn stay off it", count=effect.withdrawn)
