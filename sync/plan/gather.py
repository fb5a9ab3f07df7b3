"""Every tab as read, every row with its entry: what a plan starts from."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from sync.cells.text import clean
from sync.errors import WorkbookError
from sync.ledger.state import TICK_LISTS, LedgerState, RunWitness
from sync.links.link_result import NO_RESULTS, LinkResults
from sync.message import say
from sync.model import Lock, Row, Sheet, TargetState, Witness, WorkbookState, a1
from sync.plan.foreign import unless_foreign
from sync.plan.identity import Matching, UnitRow, mark_of, mark_owners, marks_astray, match_rows
from sync.plan.lost_header import pasted_over
from sync.plan.tick_rules import Moment
from sync.plan.version import public_texts
from sync.publish.receipt import Receipt, has_to_go
from sync.settings.settings import Settings
from sync.settings.units import Unit
from sync.tabs.control_tab import Control
from sync.tabs.header_row import Columns, find_columns
from sync.tabs.master_tab import MasterReading, MasterRow, namesakes, read_master, rows_by_id
from sync.tabs.problem import Problem, make_problem
from sync.tabs.tab_names import find_tab, name_problems, unclear_name, without_tab
from sync.tabs.unit_tab import Reading, read_unit_tab
from sync.template.template import Template

NEEDED_BY_SYNC = ("id", "status", "catatan")
"""Columns of a unit tab that sync writes: without them no message could reach the unit."""


@dataclass(frozen=True)
class Snapshot:
    """Everything a plan is made from, read at one moment. `busy`: the program that has the workbook open. `witnesses`:
    what others know of the ledger. `taken_back`: since the oldest release the target may show. `links`: as found."""

    workbook: WorkbookState
    ledger: LedgerState
    target: TargetState
    now: datetime
    busy: str = ""
    receipt: Receipt | None = None
    witnesses: tuple[RunWitness, ...] = ()
    address: str = ""
    taken_back: frozenset[str] = frozenset()
    links: LinkResults = NO_RESULTS

    def has_to_go(self, site: Mapping[str, bytes]) -> bool:
        """Whether something may stand at the target that must not."""
        return has_to_go(site, self.target, self.receipt, self.address, self.taken_back)


@dataclass
class Gathered:
    """All tabs as read, every row with its entry.

    readings        the units' tabs, in the order of `dip.toml`
    sheets          the sheet of each unit that has one, by code
    columns         the columns that each unit's tab has had
    master          `Induk` as read
    master_sheet    its sheet
    contents        ID → the public cells that `Induk` should show
    matching        which row of the units' tabs is which entry
    unreadable      units whose tab cannot be read, or that `dip.toml` no longer has
    problems        problems of whole tabs
    rows            ID → its rows of `Induk`
    names           the units' names, by code
    lock            who can tick, where the service knows
    locked          a tick can only be the PPID's, and could already at the last run (true where nobody can tell)
    witness         what stood in the rows of `Induk` right before the last write, by ID
    owners          every mark → its entry; the one before the last only where the last never arrived
    namesakes       ID → the rows of `Induk` whose ID cells name it, where that are several
    unlisted        tabs that look like a unit's and are none's
    workbook_problems  tabs whose names are alike but for case and blanks, cells that a file holds twice
    lost_columns    headers of columns of `Induk` that are gone and without which no tick counts
    """

    readings: tuple[Reading, ...]
    sheets: Mapping[str, Sheet]
    columns: Mapping[str, tuple[str, ...]]
    master: MasterReading
    master_sheet: Sheet
    contents: Mapping[str, tuple[str, ...]]
    matching: Matching
    unreadable: frozenset[str]
    problems: list[Problem]
    rows: Mapping[str, list[MasterRow]]
    names: Mapping[str, str]
    lock: Lock | None = None
    locked: bool = True
    witness: Mapping[str, Witness] = field(default_factory=dict)
    owners: Mapping[str, str] = field(default_factory=dict)
    namesakes: Mapping[str, list[MasterRow]] = field(default_factory=dict)
    unlisted: tuple[str, ...] = ()
    workbook_problems: tuple[Problem, ...] = ()
    lost_columns: str = ""

    @property
    def locked_now(self) -> bool:
        """Whether this run found that only the PPID can tick."""
        return self.lock is not None and self.lock.closed

    def all_problems(self) -> Iterator[Problem]:
        """Problems of tabs and rows, before any is known to belong to an entry."""
        yield from self.problems
        for reading in self.readings:
            for problems in reading.problems_by_row.values():
                yield from problems


@dataclass(frozen=True)
class PlanContext:
    """What a run was given: everything is decided from it. `older` is the slug that says why the workbook seems older
    than the ledger, else empty; `slipped`: so many rows have a new text in the cells of ticks that none counts.
    """

    snapshot: Snapshot
    settings: Settings
    template: Template
    control: Control
    gathered: Gathered
    moment: Moment
    older: str
    slipped: bool = False

    @property
    def upgraded(self) -> bool:
        """Whether an earlier version, with other lists of what ticks, read the workbook last."""
        return self.ledger.exists and self.ledger.office.tick_lists < TICK_LISTS

    @property
    def ledger(self) -> LedgerState:
        """The ledger as it was before the run."""
        return self.snapshot.ledger

    @property
    def run(self) -> int:
        """The number this run has if it changes anything."""
        return self.ledger.office.run + 1

    def mark(self, id: str) -> str:
        """What a row gets that this run acts on."""
        return mark_of(self.ledger.office.identity, id, self.run)


def gather(
    workbook: WorkbookState, ledger: LedgerState, settings: Settings, template: Template, *, after_loss: bool = False
) -> Gathered:
    """Read every tab and match every row. `after_loss`: what the ledger does not know is no stranger's. Raises
    `WorkbookError` without a usable `Induk` (rule 6)."""
    title = template.tab("induk").title
    sheet = workbook.sheets.get(title)
    if sheet is None:
        raise WorkbookError(without_tab(title, workbook.titles))
    master = read_master(sheet, template)
    if not isinstance(master, MasterReading):
        raise WorkbookError(
            say(
                "the tab “%(title)s” cannot be used: %(message)s Nothing but withdrawals was decided.",
                title=title, message=master[0].message,
            )
        )  # fmt: skip
    readings, sheets = [], {}
    problems: list[Problem] = []
    for unit in settings.units:
        reading, unit_sheet = _read_unit(unit, workbook, ledger, settings, template)
        if unit_sheet and reading.usable and not after_loss:
            reading = unless_foreign(reading, unit_sheet, ledger, template)
        readings.append(reading)
        problems += _tab_problems(reading)
        if unit_sheet:
            sheets[unit.code] = unit_sheet
    columns = dict(ledger.office.columns)
    columns |= {
        reading.unit: tuple(sorted(reading.columns.at)) for reading in readings if reading.usable and reading.columns
    }
    unreadable = frozenset(reading.unit for reading in readings if not reading.usable)
    unreadable |= {state.unit for state in ledger.entries.values()} - {unit.code for unit in settings.units}
    contents = {id: public_texts(ledger.versions[id][state.version], template) for id, state in ledger.entries.items()}
    matching = match_rows(
        _unit_rows(readings, contents, ledger, template), ledger.entries, contents, unreadable, ledger.office.numbers
    )
    owners = mark_owners(ledger, {master.text(row, "tanda") for row in master.rows})
    astray = marks_astray(ledger, template.public_roles) if workbook.witness else {}
    rows = rows_by_id(master, owners, contents, astray)
    names = settings.unit_names(ledger.office.names)
    if any(row.silent for row in master.rows):
        known = _Known(ledger, contents, names, template)
        rows = {id: [known.filled(row, id) if row.silent else row for row in id_rows] for id, id_rows in rows.items()}
    lock = workbook.lock
    return Gathered(
        tuple(readings), sheets, columns, master, sheet, contents, matching, unreadable, problems, rows, names,
        lock=lock, locked=lock is None or (lock.closed and ledger.office.locked), witness=workbook.witness,
        owners=owners, namesakes=namesakes(master, contents),
        lost_columns=_lost(master, template),
        unlisted=_unlisted(workbook, settings.units, template) if len(sheets) == len(settings.units) else (),
        workbook_problems=(*name_problems(workbook, template, settings.units), *_doubled(workbook)),
    )  # fmt: skip


@dataclass(frozen=True)
class _Known:
    """What was last read of an entry: it stands where a cell of `Induk` is no answer."""

    ledger: LedgerState
    contents: Mapping[str, tuple[str, ...]]
    names: Mapping[str, str]
    template: Template

    def filled(self, row: MasterRow, id: str) -> MasterRow:
        """The row with what is known in the cells that say nothing."""
        known, roles = self._texts(id), self.template.tab("induk").roles
        texts = [
            known.get(role, text) if role in row.silent else text for role, text in zip(roles, row.texts, strict=True)
        ]
        return row._replace(texts=tuple(texts))

    def _texts(self, id: str) -> dict[str, str]:
        state, template = self.ledger.entries[id], self.template
        return {
            **dict(zip(template.content_roles, state.typed, strict=True)),
            **dict(zip(template.public_roles, self.contents[id], strict=True)),
            **dict(zip(template.basis_roles, state.basis, strict=True)),
            "id": id, "tanda": state.mark, "klasifikasi": state.klasifikasi, "catatan_ppid": state.note,
            "status": state.status, "sub_bagian": self.names.get(state.unit, state.unit),
        }  # fmt: skip


def _lost(master: MasterReading, template: Template) -> str:
    gone = [role for role in ("sub_bagian", *template.public_roles, "tanda") if role not in master.columns.at]
    return ", ".join(f"“{template.tab('induk').column(role).header}”" for role in gone)


def _unlisted(workbook: WorkbookState, units: Sequence[Unit], template: Template) -> tuple[str, ...]:
    """Tabs with the header of a unit's tab and something below it that belong to no unit; they are not read. (While a
    unit's tab is missing, such a tab may be that one under another name; then the missing tab is reported instead.)"""
    names = [(tab.title, ()) for tab in template.tabs.values()] + [(unit.tab, unit.aliases) for unit in units]
    known = {title for name, aliases in names for title in find_tab(workbook.titles, name, aliases).alike}
    others = [sheet for title, sheet in {**workbook.sheets, **workbook.heads}.items() if title not in known]
    return tuple(sheet.title for sheet in others if _looks_like_a_units(sheet, template))


def _doubled(workbook: WorkbookState) -> Iterator[Problem]:
    for sheet in workbook.sheets.values():
        if sheet.doubled:
            cells = ", ".join(a1(*at) for at in sheet.doubled[:4]) + ", …" * (len(sheet.doubled) > 4)
            yield make_problem("sel-ganda", tab=sheet.title, cell=a1(*sheet.doubled[0]), cells=cells, title=sheet.title)


def _looks_like_a_units(sheet: Sheet, template: Template) -> bool:
    columns = find_columns(sheet, template.tab("unit"), NEEDED_BY_SYNC)
    return isinstance(columns, Columns) and any(any(row) for row in sheet.rows[columns.header_row + 1 :])


def _tab_problems(reading: Reading) -> tuple[Problem, ...]:
    """The problems of the tab itself; they stand before those of its rows."""
    of_rows = sum(len(problems) for problems in reading.problems_by_row.values())
    return reading.problems[: len(reading.problems) - of_rows]


def _read_unit(
    unit: Unit, workbook: WorkbookState, ledger: LedgerState, settings: Settings, template: Template
) -> tuple[Reading, Sheet | None]:
    there = find_tab(workbook.titles, unit.tab, unit.aliases)
    sheet = workbook.sheets.get(there.title)
    if sheet is None:
        missing = make_problem("tab-hilang", tab=unit.tab, title=unit.tab)
        problem = unclear_name(unit.tab, there) if there.alike else missing
        return Reading(unit.code, unit.tab, False, None, (), (problem,)), None
    reading = read_unit_tab(sheet, unit.code, settings.office.facts, template, NEEDED_BY_SYNC)
    had = ledger.office.columns.get(unit.code, ())
    if not reading.usable and sheet.complete and (over := pasted_over(sheet, template.tab("unit"), had)):
        return Reading(unit.code, sheet.title, False, None, (), (over,)), sheet
    if reading.usable and reading.columns and (lost := [role for role in had if role not in reading.columns.at]):
        headers = ", ".join(
            template.tab("unit").column(role).header for role in lost if role in template.tab("unit").roles
        )
        if headers:
            problem = make_problem("kolom-lenyap", tab=sheet.title, title=sheet.title, headers=headers)
            return Reading(unit.code, sheet.title, False, None, (), (problem,)), sheet
    return reading, sheet


def _unit_rows(
    readings: Sequence[Reading], contents: Mapping[str, tuple[str, ...]], ledger: LedgerState, template: Template
) -> list[UnitRow]:
    """The rows with their IDs as they may be known, and their contents."""
    rows = [(reading, row) for reading in readings for row in reading.rows]
    if any(row.unsaid for _, row in rows):
        known = _LastTexts(ledger, contents, template)
        rows = [(reading, known.filled(reading, row) if row.unsaid else row) for reading, row in rows]
    return [_unit_row(reading.unit, row, contents, template) for reading, row in rows]


@dataclass(frozen=True)
class _LastTexts:
    """What was last read of the entries, for rows of units' tabs with cells that say nothing."""

    ledger: LedgerState
    contents: Mapping[str, tuple[str, ...]]
    template: Template
    indexes: dict[tuple[str, tuple[int, ...]], dict[tuple[str, ...], list[str]]] = field(default_factory=dict)

    def filled(self, reading: Reading, row: Row) -> Row:
        """The row with the last texts of its entry where it says nothing; as it is if it matches none."""
        id = self._entry(reading.unit, row)
        if not id:
            return row
        state, roles = self.ledger.entries[id], self.template.content_roles
        last_values = {**dict(zip(roles, state.typed, strict=True)),
                       **dict(zip(self.template.public_roles, self.contents[id], strict=True))}  # fmt: skip
        typed = zip(roles, state.typed, row.typed, strict=True)
        values = zip(roles, row.values, strict=True)
        headers = {self.template.tab("unit").column(role).header for role in row.unsaid}
        others = [problem for problem in reading.problems_by_row.get(row.number, ()) if problem.column not in headers]
        return row._replace(
            typed=tuple(last if role in row.unsaid else text for role, last, text in typed),
            values=tuple(last_values[role] if role in row.unsaid else text for role, text in values),
            valid=self.ledger.versions[id][state.version].valid and all(each.severity != "error" for each in others),
        )

    def _entry(self, unit: str, row: Row) -> str:
        """The entry of a row by the cells that can be read: by ID and content, by content alone, by ID alone."""
        id = row.id if row.id in self.contents else clean(row.id).upper()
        roles, public = self.template.content_roles, self.template.public_roles
        readable = tuple(place for place, role in enumerate(public) if role not in row.unsaid)
        content = tuple(row.values[roles.index(public[place])] for place in readable)
        alike = self._by_content(unit, readable).get(content, []) if any(content) else []
        if id in alike or (id in self.contents and len(alike) != 1):
            return id
        return alike[0] if len(alike) == 1 else ""

    def _by_content(self, unit: str, readable: tuple[int, ...]) -> dict[tuple[str, ...], list[str]]:
        """The entries of a unit by what of their content can be read."""
        if (unit, readable) not in self.indexes:
            index: dict[tuple[str, ...], list[str]] = {}
            for id, state in self.ledger.entries.items():
                if state.unit == unit:
                    index.setdefault(tuple(self.contents[id][place] for place in readable), []).append(id)
            self.indexes[unit, readable] = index
        return self.indexes[unit, readable]


def _unit_row(unit: str, row: Row, contents: Mapping[str, tuple[str, ...]], template: Template) -> UnitRow:
    id = row.id if not row.id or row.id in contents else clean(row.id).upper()
    content, known = template.public_texts(row.values), contents.get(id)
    return UnitRow(unit, row, id, known if known == content else content)  # what did not change is kept once
