"""What stands where sync would write and neither `dip init` nor sync put there (rule 9)."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

from sync.cells.text import clean, fold, is_blank, squeeze
from sync.ledger.state import LedgerState
from sync.message import say
from sync.model import Sheet
from sync.settings.units import Unit
from sync.tabs.control_tab import Control, read_control
from sync.tabs.guide_tab import guide_rows
from sync.tabs.header_row import Columns, find_columns
from sync.tabs.no_entry import says_no_entry
from sync.tabs.problem import make_problem
from sync.tabs.rows import forms_of
from sync.tabs.tab_names import find_tab
from sync.tabs.unit_tab import Reading
from sync.template.template import TabTemplate, Template


@dataclass(frozen=True)
class Foreign:
    """So many cells under a header of a tab that are somebody's own. `whole`: nothing in the tab shows that it is ours,
    and `header` is the first line of it."""

    tab: str
    header: str
    cells: int
    whole: bool = False

    def __str__(self) -> str:
        cells = say("1 cell") if self.cells == 1 else say("%(count)s cells", count=self.cells)
        return (
            say("tab “%(tab)s” (%(header)s): %(cells)s", tab=self.tab, header=self.header, cells=cells)
            if self.whole
            else say("%(column)s: %(cells)s", column=self.column_of_tab, cells=cells)
        )

    @property
    def column_of_tab(self) -> str:
        """Tab and header."""
        return say("tab “%(tab)s”, “%(header)s”", tab=self.tab, header=self.header)


def foreign_contents(
    sheets: Mapping[str, Sheet], ledger: LedgerState, template: Template, units: Sequence[Unit]
) -> Iterator[Foreign]:
    """What is somebody's own in a workbook of which no write was confirmed yet. `template` has the names of tabs as the
    workbook writes them. What a first run that was cut off meant to write is sync's own: rows with an ID it gave, and
    what it says of rows that are no entry."""
    known = ledger.entries.keys()
    for kind in ("induk", "dip", "dik", "riwayat"):
        tab = template.tab(kind)
        if sheet := sheets.get(tab.title):
            yield from foreign_cells(sheet, tab, template, known) if is_ours(sheet, tab) else _whole(sheet)
            yield from _headers(sheet, tab) if kind != "induk" else ()
    others = {"kendali": _control, "petunjuk": _guide, "pilihan": _lists}
    for kind, look in others.items():
        if sheet := sheets.get(template.tab(kind).title):
            yield from look(sheet, template, units)
    for unit in units:
        if sheet := sheets.get(find_tab(sheets, unit.tab, unit.aliases).title):
            yield from foreign_cells(sheet, template.tab("unit"), template, known)


def foreign_cells(sheet: Sheet, tab: TabTemplate, template: Template, known: Collection[str]) -> Iterator[Foreign]:
    """What stands below the headers of sync's columns, by column, but in rows that bear a `known` ID. Nothing where the
    header cannot be used."""
    columns = find_columns(sheet, tab, (), forms_of(template))
    if not isinstance(columns, Columns):
        return
    place = columns.at.get("id")
    numbers = [
        number
        for number in range(columns.header_row + 1, len(sheet.rows))
        if place is None or clean(sheet.text(number, place)).upper() not in known
    ]
    for role in tab.written_by("sync"):
        if role in columns.at:
            at = columns.at[role]
            count = sum(
                not (is_blank(text := sheet.text(number, at)) or says_no_entry(text)) or (number, at) in sheet.formulas
                for number in numbers
            )
            if count:
                yield Foreign(sheet.title, tab.column(role).header, count)


def unless_foreign(reading: Reading, sheet: Sheet, ledger: LedgerState, template: Template) -> Reading:
    """The reading of a unit's tab. One that no run has read before cannot be used while what is somebody's own stands
    in sync's columns."""
    unit, states = reading.unit, ledger.entries.values()
    known = unit in ledger.office.columns or any(state.unit == unit for state in states)
    columns = () if known else tuple(foreign_cells(sheet, template.tab("unit"), template, ledger.entries.keys()))
    if not columns:
        return reading
    headers = ", ".join(f"“{foreign.header}” ({foreign.cells} sel)" for foreign in columns)
    problem = make_problem("kolom-berisi", tab=sheet.title, title=sheet.title, headers=headers)
    return Reading(unit, sheet.title, False, None, (), (problem,))


def is_ours(sheet: Sheet, tab: TabTemplate) -> bool:
    """Whether a tab of sync is blank, or has the header that makes it one."""
    if not any(_filled(sheet)):
        return True
    columns = find_columns(sheet, tab, ())
    return isinstance(columns, Columns) and bool(columns.at.keys() & set(tab.written_by("sync")))


def is_foreign_control(sheet: Sheet | None, control: Control, template: Template) -> bool:
    """Whether a tab of the name of `Kendali` is somebody's own: it says something, has not its header, and hardly one
    of our labels."""
    if sheet is None or not any(_filled(sheet)):
        return False
    labels = [role for role in control.places if ":" not in role]
    return len(labels) < 2 and not isinstance(find_columns(sheet, template.tab("kendali"), ()), Columns)


def last_guide_row(sheet: Sheet, first: int, rows: Sequence[Sequence[str]]) -> int:
    """The last row from `first` on that begins as a line of the guide does, or says in its second cell what one says:
    all above it belongs to the guide, also where an earlier version said it otherwise. `first - 1` if there is none."""
    names = [{squeeze(row[place]) for row in rows if row[place]} for place in (0, 1)]
    for number in range(len(sheet.rows) - 1, first - 1, -1):
        if any(squeeze(sheet.text(number, place)) in names[place] for place in (0, 1)):
            return number
    return first - 1


def _control(sheet: Sheet, template: Template, units: Sequence[Unit]) -> Iterator[Foreign]:
    """Values beside the labels of sync's lines. (Lines that are none of ours stay what they are.)"""
    tab, control = template.tab("kendali"), read_control(sheet, template, [unit.tab for unit in units])
    if is_foreign_control(sheet, control, template):
        yield from _whole(sheet)
        return
    people = {line.role for line in tab.lines(unit.tab for unit in units) if line.writer != "sync"}
    for role, (row, column) in control.places.items():
        if role not in people and not is_blank(sheet.text(row, column)):
            yield Foreign(sheet.title, clean(sheet.text(row, column - 1)), 1)


def _headers(sheet: Sheet, tab: TabTemplate) -> Iterator[Foreign]:
    """Headers of somebody's own among those of a tab that only sync writes, in the place of one that is not there."""
    columns = find_columns(sheet, tab, ())
    if isinstance(columns, Columns):
        taken = columns.at.values()
        for place, role in enumerate(tab.roles[: max(taken)]):
            text = sheet.text(columns.header_row, place)
            if role not in columns.at and place not in taken and not is_blank(text):
                yield Foreign(sheet.title, clean(text), 1)


def _guide(sheet: Sheet, template: Template, units: Sequence[Unit]) -> Iterator[Foreign]:
    tab = template.tab("petunjuk")
    columns = find_columns(sheet, tab, ())
    if not isinstance(columns, Columns):
        yield from _whole(sheet)
        return
    yield from _headers(sheet, tab)
    last = last_guide_row(sheet, columns.header_row + 1, guide_rows(template, units))
    for role, place in columns.at.items():
        if count := sum(not is_blank(sheet.text(number, place)) for number in range(last + 1, len(sheet.rows))):
            yield Foreign(sheet.title, tab.column(role).header, count)


def _lists(sheet: Sheet, template: Template, _: Sequence[Unit]) -> Iterator[Foreign]:
    if not names_lists(sheet, template):
        yield from _whole(sheet)


def names_lists(sheet: Sheet, template: Template) -> bool:
    """Whether the first row names our lists, as that of the hidden tab of lists does."""
    names = {fold(text) for text in (sheet.rows[0] if sheet.rows else ())}
    return len(names & template.choices.keys()) > 1


def _whole(sheet: Sheet) -> Iterator[Foreign]:
    filled = [[text for text in row if not is_blank(text)] for row in sheet.rows]
    if first := next(filter(None, filled), None):
        header = ", ".join(" ".join(text.split())[:40] for text in first[:4]) + ", …" * (len(first) > 4)
        yield Foreign(sheet.title, header, sum(map(len, filled)), whole=True)


def _filled(sheet: Sheet) -> Iterator[bool]:
    return (not is_blank(text) for row in sheet.rows for text in row)
