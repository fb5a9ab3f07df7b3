"""Rows that are no entry's: copies and foreign rows in `Induk`, rows of unit tabs that were emptied. Their `Catatan`
says what they are, and they lose what only an entry's row may carry; what people typed there stays."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from sync.cells.cell import Tick
from sync.cells.text import is_blank, same_words
from sync.model import ID_PATTERN, Address, Sheet, Value
from sync.plan.entry_plan import EntryPlan
from sync.plan.gather import Gathered
from sync.plan.identity import UnitRow
from sync.tabs.approval_sentences import APPROVAL_SENTENCES
from sync.tabs.header_row import Columns
from sync.tabs.master_tab import MasterRow
from sync.tabs.no_entry import says_no_entry
from sync.tabs.problem import Problem
from sync.template.template import Template

_ANSWERS = ("status", "catatan", "perubahan", "disetujui_pada")


def extra_cells(entry: EntryPlan, gathered: Gathered, texts: Mapping[str, str]) -> dict[Address, Value]:
    """Further rows with an entry's ID: they get what its own row has in sync's columns (`texts`, by role), and a
    note, without ticks, and without the mark that makes a row the entry's own."""
    note = APPROVAL_SENTENCES["baris-induk-ganda"][1].format(id=entry.id)
    cells: dict[Address, Value] = {}
    for row in entry.extra:
        cells.update(_answer_cells(row, gathered, {**texts, "catatan": note, "tanda": ""}))
    return cells


def stray_cells(gathered: Gathered, template: Template) -> dict[Address, Value]:
    """Rows of `Induk` that belong to no entry get a note and lose their ticks. A row in which
    nothing stands but in sync's own columns is emptied."""
    cells: dict[Address, Value] = {}
    for row in strays(gathered):
        note = APPROVAL_SENTENCES["baris-induk-asing"][1].format(row=row.number + 1)
        answers: dict[str, str] = {"catatan": note}
        if not _has_more(row, gathered, template):
            answers = dict.fromkeys(_ANSWERS, "")
        cells.update(_answer_cells(row, gathered, answers))
    return cells


def strays(gathered: Gathered) -> Iterator[MasterRow]:
    """The rows of `Induk` that no entry claims."""
    claimed = {row.number for rows in gathered.rows.values() for row in rows}
    return (row for row in gathered.master.rows if row.number not in claimed)


def _has_more(row: MasterRow, gathered: Gathered, template: Template) -> bool:
    roles = template.tab("induk").roles
    return not all(is_blank(gathered.master.text(row, role)) for role in roles if role not in _ANSWERS)


def _answer_cells(row: MasterRow, gathered: Gathered, answers: Mapping[str, str]) -> dict[Address, Value]:
    master = gathered.master
    at = master.columns.at
    cells: dict[Address, Value] = {
        (row.number, at[role]): text
        for role, text in answers.items()
        if role in at and role not in row.silent and not same_words(master.text(row, role), text)
    }
    if row.setuju is Tick.YES:
        cells[row.number, at["setuju"]] = None
    if row.tarik is Tick.YES:
        cells[row.number, at["tarik"]] = None
    return cells


def unnamed_answer(row: UnitRow, gathered: Gathered, template: Template) -> tuple[tuple[str, str], ...]:
    """What a row of a unit's tab is told that is no known entry's and gets no ID yet: (role, text)."""
    messages = [problem.message for problem in unnamed_problems(row, gathered)]
    messages.append(APPROVAL_SENTENCES["baris-tanpa-id"][1])
    return ("status", template.status("invalid")), ("catatan", "\n".join(messages))


def unnamed_problems(row: UnitRow, gathered: Gathered) -> tuple[Problem, ...]:
    """What is wrong with such a row."""
    reading = next(reading for reading in gathered.readings if reading.unit == row.unit)
    return reading.problems_by_row.get(row.row.number, ())


def no_entry_cells(sheet: Sheet, columns: Columns, no_entries: Mapping[int, Problem | None]) -> dict[Address, Value]:
    """Rows of a unit's tab that are no entry: the first of a block says so, the others nothing. What people typed where
    the note would stand stays."""
    cells: dict[Address, Value] = {}
    for number, problem in no_entries.items():
        there, note = sheet.text(number, columns.at["catatan"]), problem.message if problem else ""
        if (is_blank(there) or says_no_entry(there)) and not same_words(there, note):
            cells[number, columns.at["catatan"]] = note
    return cells


def emptied_cells(
    sheet: Sheet, columns: Columns, filled: set[int], gathered: Gathered, template: Template
) -> dict[Address, Value]:
    """Rows of a unit tab without content: where the ID still stands, the row says what became of the entry; where
    nothing stands but in sync's own columns, they are emptied."""
    cells: dict[Address, Value] = {}
    at = columns.at
    for number in range(columns.first, len(sheet.rows)):
        if number not in filled and not columns.is_header(number):
            for role, text in _answer(sheet.rows[number], at, gathered, template).items():
                if not same_words(sheet.text(number, at[role]), text):
                    cells[number, at[role]] = text
    return cells


def _answer(row: Sequence[str], at: Mapping[str, int], gathered: Gathered, template: Template) -> Mapping[str, str]:
    answers = (at["status"], at["catatan"])
    if all(is_blank(text) for column, text in enumerate(row) if column not in answers):
        return {"status": "", "catatan": ""}
    id = row[at["id"]].strip() if at["id"] < len(row) else ""
    if not ID_PATTERN.fullmatch(id):
        return {}
    status = "" if id in gathered.matching.rows else template.status("missing")
    return {"status": status, "catatan": APPROVAL_SENTENCES["baris-kosong"][1]}
