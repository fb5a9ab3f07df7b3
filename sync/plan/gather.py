"""Every tab as read, every row with its entry: what a plan starts from."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import repeat

from sync.cells.cell import clean, fold
from sync.cells.other_offices import OfficeFacts
from sync.errors import WorkbookError
from sync.ledger.state import EntryState, LedgerState, Version
from sync.model import Lock, Sheet, TargetState, Witness, WorkbookState, made
from sync.plan.approval import Seen
from sync.plan.identity import Matching, UnitRow, match_rows
from sync.plan.meanwhile import meanwhile
from sync.settings.settings import Settings
from sync.settings.units import Unit
from sync.tabs.columns import Columns, find_columns
from sync.tabs.master_tab import MasterReading, MasterRow, read_class, read_master, rows_by_id
from sync.tabs.problem import Problem, make_problem
from sync.tabs.unit_tab import Reading, read_unit_tab
from sync.template.template import Template

NEEDED_BY_SYNC = ("id", "status", "catatan")
"""Columns of a unit tab that sync writes: without them nobody could be told anything."""


@dataclass(frozen=True)
class Snapshot:
    """Everything a plan is made from, read at one moment. `busy` says which program has the workbook open."""

    workbook: WorkbookState
    ledger: LedgerState
    target: TargetState
    now: datetime
    busy: str = ""


@dataclass
class Gathered:
    """All tabs as read, every row with its entry. `contents` is what `Induk` should show of each one's public cells.
    `locked`: a tick can only be the PPID's, and could already at the last run (always so where nobody can tell).
    `owners` maps every current mark to its entry, where there are witnesses. `unlisted` are tabs that look like a
    unit's and are none's, `lost` the headers of columns of `Induk` that are gone and without which no tick counts."""

    readings: tuple[Reading, ...]
    sheets: Mapping[str, Sheet]
    columns: Mapping[str, tuple[str, ...]]
    master: MasterReading
    master_sheet: Sheet
    contents: Mapping[str, tuple[str, ...]]
    matching: Matching
    closed: frozenset[str]
    problems: list[Problem]
    rows: Mapping[str, list[MasterRow]]
    names: Mapping[str, str]
    lock: Lock | None = None
    locked: bool = True
    witness: Mapping[str, Witness] = field(default_factory=dict)
    owners: Mapping[str, str] = field(default_factory=dict)
    unlisted: tuple[str, ...] = ()
    lost: str = ""

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

    def seen(self, ledger: LedgerState, template: Template, restored: str) -> dict[str, Seen]:
        """What `Induk` says, for every entry that has a row there."""
        return {
            id: seen_of(ledger.entries[id], rows, self, ledger, template, restored) for id, rows in self.rows.items()
        }


def gather(workbook: WorkbookState, ledger: LedgerState, settings: Settings, template: Template) -> Gathered:
    """Read every tab and match every row. Raises `WorkbookError` without a usable `Induk` (rule 6)."""
    title = template.tab("induk").title
    sheet = workbook.sheets.get(title)
    if sheet is None:
        raise WorkbookError(f"the workbook has no tab “{title}”. Nothing was decided. Put it back, or run `dip init`.")
    master = read_master(sheet, template)
    if not isinstance(master, MasterReading):
        raise WorkbookError(f"the tab “{title}” cannot be used: {master[0].message} Nothing was decided.")
    readings, sheets = [], {}
    problems: list[Problem] = []
    tabs = find_unit_sheets(settings.units, workbook)
    for unit in settings.units:
        reading, found = _read_unit(unit, tabs.get(unit.code), ledger, settings, template)
        readings.append(reading)
        problems += _tab_problems(reading)
        if found:
            sheets[unit.code] = found
    columns = dict(ledger.office.columns)
    columns |= {
        reading.unit: tuple(sorted(reading.columns.at)) for reading in readings if reading.usable and reading.columns
    }
    closed = frozenset(reading.unit for reading in readings if not reading.usable)
    closed |= {state.unit for state in ledger.entries.values()} - {unit.code for unit in settings.units}
    contents = {id: public_texts(ledger.versions[id][state.version], template) for id, state in ledger.entries.items()}
    matching = match_rows(_unit_rows(readings, contents, template), ledger.entries, contents, closed)
    rows = rows_by_id(master, {id: state.mark for id, state in ledger.entries.items()})
    names = settings.unit_names(ledger.office.names)
    lock = workbook.lock
    return Gathered(
        tuple(readings), sheets, columns, master, sheet, contents, matching, closed, problems, rows, names,
        lock=lock, locked=lock is None or (lock.closed and ledger.office.locked), witness=workbook.witness,
        owners={state.mark: id for id, state in ledger.entries.items() if state.mark} if workbook.witness else {},
        lost=_lost(master, template),
        unlisted=_unlisted(workbook, tabs.values(), template) if len(tabs) == len(settings.units) else (),
    )  # fmt: skip


def _lost(master: MasterReading, template: Template) -> str:
    gone = [role for role in ("sub_bagian", *template.public_roles, "tanda") if role not in master.columns.at]
    return ", ".join(f"“{template.tab('induk').column(role).header}”" for role in gone)


def _unlisted(workbook: WorkbookState, listed: Iterable[Sheet], template: Template) -> tuple[str, ...]:
    """Tabs with the header of a unit's tab and something below it that no unit claims: nothing in them is read. (While
    a unit misses its tab, such a tab may be that one under another name, and it is told as missing.)"""
    known = {tab.title for tab in template.tabs.values()} | {sheet.title for sheet in listed}
    others = [sheet for title, sheet in {**workbook.sheets, **workbook.heads}.items() if title not in known]
    return tuple(sheet.title for sheet in others if _looks_like_a_units(sheet, template))


def _looks_like_a_units(sheet: Sheet, template: Template) -> bool:
    columns = find_columns(sheet, template.tab("unit"), NEEDED_BY_SYNC)
    return isinstance(columns, Columns) and any(any(row) for row in sheet.rows[columns.header_row + 1 :])


def _tab_problems(reading: Reading) -> tuple[Problem, ...]:
    """The problems of the tab itself; they stand before those of its rows."""
    of_rows = sum(len(problems) for problems in reading.problems_by_row.values())
    return reading.problems[: len(reading.problems) - of_rows]


def _read_unit(
    unit: Unit, sheet: Sheet | None, ledger: LedgerState, settings: Settings, template: Template
) -> tuple[Reading, Sheet | None]:
    if sheet is None:
        problem = make_problem("tab-hilang", tab=unit.tab, title=unit.tab)
        return Reading(unit.code, unit.tab, False, None, (), (problem,)), None
    office = OfficeFacts(settings.office.name, settings.office.short, settings.office.email)
    reading = read_unit_tab(sheet, unit.code, office, template, NEEDED_BY_SYNC)
    had = ledger.office.columns.get(unit.code, ())
    if reading.usable and reading.columns and (lost := [role for role in had if role not in reading.columns.at]):
        headers = ", ".join(
            template.tab("unit").column(role).header for role in lost if role in template.tab("unit").roles
        )
        if headers:
            problem = make_problem("kolom-lenyap", tab=sheet.title, title=sheet.title, headers=headers)
            return Reading(unit.code, sheet.title, False, None, (), (problem,)), sheet
    return reading, sheet


def find_unit_sheets(units: Sequence[Unit], workbook: WorkbookState) -> dict[str, Sheet]:
    """Each unit's tab. A tab belongs to one unit: to the one whose name it bears to the letter, else to none of those
    that could mean it (a guess would give one unit's rows to another)."""
    found = {unit.code: sheet for unit in units if (sheet := _find_unit_sheet(unit, workbook))}
    claims = Counter(sheet.title for sheet in found.values())
    named = {unit.code: unit.tab for unit in units}
    return {code: sheet for code, sheet in found.items() if claims[sheet.title] == 1 or sheet.title == named[code]}


def _find_unit_sheet(unit: Unit, workbook: WorkbookState) -> Sheet | None:
    """The unit's tab by its name, else by an alias, however it is spelt."""
    if unit.tab in workbook.sheets:
        return workbook.sheets[unit.tab]
    names = {fold(name) for name in (unit.tab, *unit.aliases)}
    found = [sheet for title, sheet in workbook.sheets.items() if fold(title) in names]
    return found[0] if len(found) == 1 else None


def _unit_rows(
    readings: Sequence[Reading], contents: Mapping[str, tuple[str, ...]], template: Template
) -> list[UnitRow]:
    """The rows with their contents; what is the same as before is kept once."""
    found: list[UnitRow] = []
    for reading in readings:
        typed = [row.id for row in reading.rows]
        ids = [id if not id or id in contents else clean(id).upper() for id in typed]
        texts = [template.public_texts(row.values) for row in reading.rows]
        known = map(contents.get, ids)
        kept = [before if before == content else content for before, content in zip(known, texts, strict=True)]
        found += made(UnitRow, repeat(reading.unit), reading.rows, ids, kept)
    return found


def public_texts(version: Version, template: Template) -> tuple[str, ...]:
    """The public cells of a version, in the order of their roles."""
    return tuple(map(version.content.get, template.public_roles, repeat("")))


def seen_of(
    state: EntryState,
    rows: Sequence[MasterRow],
    gathered: Gathered,
    ledger: LedgerState,
    template: Template,
    restored: str,
) -> Seen:
    """What the rows of one entry say. Where sync's last answer never arrived (`late`), cells are compared with what was
    read before it; a column that is missing says what the ledger knows."""
    master = gathered.master
    row = primary_row(state, rows, master)
    id, mark = master.text(row, "id"), master.text(row, "tanda")
    current = bool(mark) and mark == state.mark
    late = is_late(state, mark) and not restored
    classes = [read_class(master.text(other, "klasifikasi"), template)[0] for other in rows]
    covered = meanwhile(state, row, master, gathered.witness.get(state.id), gathered.owners)
    return Seen(
        klasifikasi=_class(master.text(row, "klasifikasi"), state.klasifikasi, template),
        basis=_basis(state, row, master, template),
        note=_text(master, row, "catatan_ppid", state.note, lines=True),
        setuju=row.setuju,
        was_ticked=covered.unticked or (not covered.taken and (state.former_setuju if late else state.setuju)),
        unticked=covered.unticked
        or (row.setuju is False if current and len(rows) == 1 else _unticked(state, rows, master)),
        tarik=covered.tarik or any(other.tarik for other in rows),
        was_tarik=late and state.former_tarik,
        excluded=template.excluded_class in classes,
        sole=len(rows) == 1,
        marked=current and not restored and (id == state.id or clean(id).upper() == state.id),
        intact=_intact(ledger.versions[state.id][state.version], row, gathered),
        spent=bool(restored) and not current,
        locked=gathered.locked,
        covered=covered.ticked,
        taken=covered.taken,
        doubts=_doubts(gathered, restored, current=current),
    )


def _doubts(gathered: Gathered, restored: str, *, current: bool) -> tuple[str, str]:
    """Why a tick does not count on a row without mark, and on one that shows another text."""
    unmarked = "centang-nomor" if current and restored == "nomor-putaran-hilang" else "centang-tanda"
    if "tanda" not in gathered.master.columns.at:
        unmarked = "centang-kolom"
    return unmarked, "centang-kolom" if gathered.lost else "centang-isi-induk"


def _class(typed: str, known: str, template: Template) -> str:
    """The class as typed; one that is only spelt in another way than before is the known one."""
    meant, readable = read_class(known, template)
    same = typed == known or (readable and read_class(typed, template) == (meant, True))
    return known if same else clean(typed)


def is_late(state: EntryState, mark: str) -> bool:
    """Whether a row still carries the mark before the last: what sync last meant to write there never arrived."""
    return bool(mark) and mark != state.mark and mark == state.former_mark


def _basis(state: EntryState, row: MasterRow, master: MasterReading, template: Template) -> tuple[str, ...]:
    if master.basis(row.texts) == state.basis:
        return state.basis
    known = zip(template.basis_roles, state.basis, strict=True)
    return tuple(_text(master, row, role, text) for role, text in known)


def _text(master: MasterReading, row: MasterRow, role: str, known: str, *, lines: bool = False) -> str:
    """A cell, cleaned; where its column is missing, what the ledger knows."""
    text = master.text(row, role)
    return known if text == known or role not in master.columns.at else clean(text, lines=lines)


def _unticked(state: EntryState, rows: Sequence[MasterRow], master: MasterReading) -> bool:
    """A row of the entry's own is not ticked, or none is that has its ID. Its own row may stand under another ID (the
    IDs were sorted without their rows): what is ticked there, nobody emptied."""
    marks = {state.mark, state.former_mark} - {""}
    own = [row for row in rows if master.text(row, "tanda") in marks]
    if own or any(row.setuju is not False for row in rows):
        return any(row.setuju is False for row in own)
    slid = state.setuju and any(row.setuju is not False and master.text(row, "tanda") in marks for row in master.rows)
    return not slid


def _intact(put: Version, row: MasterRow, gathered: Gathered) -> bool:
    """Whether the public cells show the version that sync put there; a column that is missing shows nothing."""
    typed, shown, unit = gathered.master.public(row.texts), gathered.contents[put.id], put.content.get("unit", "")
    same = typed == shown or all(map(_same, typed, shown))
    return same and _same(gathered.master.text(row, "sub_bagian"), gathered.names.get(unit, unit))


def _same(typed: str, shown: str) -> bool:
    return typed == shown or typed.split() == shown.split()


def primary_row(state: EntryState, rows: Sequence[MasterRow], master: MasterReading) -> MasterRow:
    """Of several rows with one ID, the one with the current mark, then the topmost."""
    if len(rows) == 1:
        return rows[0]
    return min(rows, key=lambda row: (master.text(row, "tanda") != state.mark, row.number))
