"""`dip units`: a unit gets another name, code or tab, or is joined to another. IDs stay.

What is to be done is decided and shown first. Rows are moved before `dip.toml` says that their unit is no more (until
then they are rows that somebody moved, rule 1), and a tab gets its new title after `dip.toml` knows both (until then it
is found by its alias): stopped anywhere, the office goes on, and the same command again does what is left.
"""

from __future__ import annotations

from collections.abc import Sequence, Set
from dataclasses import dataclass, field, replace

from sync.errors import ArgumentError, SettingsError
from sync.ledger.state import LedgerState
from sync.message import say
from sync.model import Address, Batch, TabWrite, Value, WorkbookState
from sync.plan.guards import control_of
from sync.plan.what_stays_public import is_public
from sync.private_files import rewrite
from sync.run.moved_rows import MovedRows, move_rows, open_unit_tab
from sync.settings.settings import Settings, check_settings
from sync.settings.unit_tables import with_changed_units
from sync.settings.units import Unit, folded_title
from sync.tabs.control_tab import read_control
from sync.tabs.tab_names import as_written, find_tab
from sync.template.template import Template
from sync.workbook.workbook import Workbook


@dataclass(frozen=True)
class Effect:
    """What becomes of the entries of the units: `ids` that stay, approvals that are `standing` and that are `asked`
    for again, of which so many are `public` now, and what is `withdrawn`, which stays off the site."""

    ids: int = 0
    standing: int = 0
    asked: int = 0
    public: int = 0
    withdrawn: int = 0


@dataclass(frozen=True)
class UnitsPlan:
    """What is going to be done.

    before  the units as they are
    after   the unit that there is then
    text    `dip.toml` as it will be; empty if it says so already
    first   what the workbook gets before that
    last    what it gets after that
    moved   the rows that move
    effect  what becomes of entries and approvals
    tab     the title of the unit's tab, as the workbook has it
    emptied the title of the tab whose rows move
    """

    before: tuple[Unit, ...]
    after: Unit
    text: str = ""
    first: Batch = field(default_factory=Batch)
    last: Batch = field(default_factory=Batch)
    moved: MovedRows = field(default_factory=MovedRows)
    effect: Effect = field(default_factory=Effect)
    tab: str = ""
    emptied: str = ""

    def __bool__(self) -> bool:
        return bool(self.text or self.first or self.last)


@dataclass(frozen=True)
class Wanted:
    """What is asked for a unit; empty: as it is."""

    code: str = ""
    name: str = ""
    tab: str = ""


def plan_rename(
    code: str, wanted: Wanted, state: WorkbookState, ledger: LedgerState, settings: Settings, template: Template
) -> UnitsPlan:
    """Another code, name or tab for a unit. Raises `ArgumentError` for a unit that is none, and for what it cannot be
    called."""
    before = _renamed_unit(code, wanted.code, settings)
    _refuse_strangers(wanted.code, before, ledger, settings)
    title = find_tab(state.titles, before.tab, before.aliases).title
    after = _renamed(before, wanted)
    text = _text({before.code: after}, settings) if after != before else ""
    last = _retitled(title, wanted.tab, before, state, settings, template)
    effect = _effect(ledger, template, kept={before.code})
    return UnitsPlan((before,), after, text, last=last, effect=effect, tab=title)


def _renamed_unit(code: str, new: str, settings: Settings) -> Unit:
    """The unit of this code; or the one that has it no more, where that was done before."""
    for unit in settings.units:
        if unit.code == code or (code in unit.former and unit.code == new):
            return unit
    raise _no_unit(code, settings)


def _no_unit(code: str, settings: Settings) -> ArgumentError:
    known = ", ".join(unit.code for unit in settings.units)
    return ArgumentError(
        say("%(code)s is no unit of %(file)s; known are: %(known)s.", code=code, file=settings.source.name, known=known)
    )


def _refuse_strangers(code: str, unit: Unit, ledger: LedgerState, settings: Settings) -> None:
    """A code under which the ledger remembers entries of a unit that `dip.toml` has no more is taken: they, or what was
    approved of them, would become this unit's. So is that of a unit which this one took in."""
    known = {other.code for other in settings.units} | {*unit.former}
    remembered = code in unit.merged or any(state.unit == code for state in ledger.entries.values())
    if code and code not in known and remembered:
        raise ArgumentError(
            say("%(code)s was another unit's, and its entries are remembered under it. Choose another code.", code=code)
        )


def _renamed(unit: Unit, wanted: Wanted) -> Unit:
    code, tab = wanted.code or unit.code, wanted.tab or unit.tab
    former = [each for each in unit.former if each != code]
    former += [unit.code] if code != unit.code else []
    names = [*unit.aliases, *([unit.tab] if folded_title(tab) != folded_title(unit.tab) else [])]
    aliases = tuple(name for name in names if folded_title(name) != folded_title(tab))
    return replace(unit, code=code, name=wanted.name or unit.name, tab=tab, former=tuple(former), aliases=aliases)


def _text(changed: dict[str, Unit | None], settings: Settings) -> str:
    """Raises `ArgumentError` if `dip.toml` could not say so."""
    text = with_changed_units(settings.source.read_text("utf-8"), changed)
    try:
        check_settings(text)
    except SettingsError as error:
        raise ArgumentError(say("%(error)s Nothing was changed.", error=error)) from None
    return text


def _retitled(title: str, new: str, unit: Unit, state: WorkbookState, settings: Settings, template: Template) -> Batch:
    """The tab with its new title, and its line in `Kendali` with that label."""
    if not new or title in ("", new):
        return Batch()
    if others := [other for other in find_tab(state.titles, new).alike if other != title]:
        raise ArgumentError(say("the workbook has a tab “%(tab)s” already. Nothing was changed.", tab=others[0]))
    write = _relabelled([title, unit.tab], new, state, settings, template)
    return Batch((write,) if write else (), titles={title: new})


def _relabelled(
    old: Sequence[str], new: str, state: WorkbookState, settings: Settings, template: Template
) -> TabWrite | None:
    """The lines of a unit's tab in `Kendali` under their new labels; taken out where they have one, or none is wanted.
    What the unit typed beside one that would go stays, label and all."""
    template = as_written(template, state.titles)
    tab = template.tab("kendali")
    sheet = state.sheets.get(tab.title)
    if sheet is None or control_of(state.sheets, settings, template).foreign:
        return None
    control = read_control(sheet, template, [*dict.fromkeys([*old, *([new] if new else [])])])
    cells: dict[Address, Value] = {}
    for role, label in {"tab": "{tab}", **{line.role: line.label for line in tab.labels if line.of_unit}}.items():
        labelled = not new or f"{role}:{new}" in control.places
        for name in dict.fromkeys(old):
            if name == new or not (place := control.places.get(f"{role}:{name}")):
                continue
            row, column = place
            if not labelled:
                cells[row, column - 1] = label.replace("{tab}", new)
            elif role == "tab" or not control.value(f"{role}:{name}"):
                cells |= {(row, at): None for at in range(column - 1, column + 2) if sheet.text(row, at)}
            labelled = True
    return TabWrite(tab.title, tab.kind, cells) if cells else None


def plan_merge(  # noqa: PLR0913  what it works on
    codes: tuple[str, str],
    into: str,
    name: str,
    state: WorkbookState,
    ledger: LedgerState,
    settings: Settings,
    template: Template,
) -> UnitsPlan:
    """Two units become one, which keeps code and tab of one of them (`into`). Raises `ArgumentError` for units that are
    none, and `WorkbookError` where something that people typed would be lost."""
    if codes[0] == codes[1] or into not in codes:
        raise ArgumentError(say("a merge needs two units, and keeps one of the two: --into is one of their codes."))
    stays, goes = _merging(codes, into, settings)
    if goes is None:
        return UnitsPlan((stays,), stays)
    past = [*stays.merged, goes.code, *goes.past_codes]
    editors = tuple(dict.fromkeys((*stays.editors, *goes.editors)))
    after = replace(stays, name=name or stays.name, merged=tuple(dict.fromkeys(past)), editors=editors)
    text = _text({stays.code: after, goes.code: None}, settings)
    source, goal = (open_unit_tab(unit, state, settings, template) for unit in (goes, stays))
    moved = move_rows(source, goal, settings, template)
    line = _relabelled([source.sheet.title, goes.tab], "", state, settings, template)
    first = Batch((*moved.writes, *([line] if line else [])))
    effect = _effect(ledger, template, kept={stays.code}, asked={goes.code})
    return UnitsPlan(
        (goes, stays), after, text, first, moved=moved, effect=effect, tab=goal.sheet.title,
        emptied=source.sheet.title,
    )  # fmt: skip


def _merging(codes: tuple[str, str], into: str, settings: Settings) -> tuple[Unit, Unit | None]:
    """The unit that stays, and the one that goes; None if it went before."""
    units = {unit.code: unit for unit in settings.units}
    other = codes[0] if codes[1] == into else codes[1]
    if into not in units:
        raise _no_unit(into, settings)
    if other not in units and other not in units[into].past_codes:
        raise _no_unit(other, settings)
    return units[into], units.get(other)


def _effect(ledger: LedgerState, template: Template, kept: Set[str], asked: Set[str] = frozenset()) -> Effect:
    states = [state for state in ledger.entries.values() if state.unit in kept | asked]
    again = [state for state in states if state.unit in asked and state.stands]
    return Effect(
        len(states),
        sum(state.stands for state in states) - len(again),
        len(again),
        sum(is_public(state, ledger.versions, template) and state.id in ledger.items for state in again),
        sum(state.is_withdrawn for state in states),
    )


def carry_out_units(plan: UnitsPlan, workbook: Workbook, state: WorkbookState, settings: Settings) -> None:
    """Do it, onto the workbook as it was read. Raises what writing raises; the same command then does what is left."""
    now: WorkbookState | None = state
    if plan.first:
        now = workbook.write(plan.first, state)
    if plan.text:
        rewrite(settings.source, plan.text.encode())
    if plan.last:
        workbook.write(plan.last, now or workbook.read())
