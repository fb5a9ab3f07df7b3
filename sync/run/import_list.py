"""dip import: the rows of a list into the units' tabs, each once, beneath what stands there.

What was brought in is kept beside dip.toml by its digest: the same row comes in no second time, whatever a clerk made
of it since. The workbook is written first: after a crash between the two a row is known by its title and time.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path

from sync.cells.text import squeeze
from sync.errors import WorkbookError
from sync.importing.list_questions import Question
from sync.importing.list_reading import Entry, ListReading
from sync.message import say
from sync.model import Batch, Sheet, TabWrite, WorkbookState
from sync.plain_text import to_json
from sync.private_files import append_private
from sync.run.run_lock import run_lock
from sync.settings.settings import Settings
from sync.tabs.added_rows import as_row, first_free, row_cells
from sync.tabs.header_row import Columns
from sync.tabs.tab_names import find_tab
from sync.tabs.unit_tab import Reading, read_unit_tab
from sync.template.template import Template
from sync.workbook.workbook import Workbook


@dataclass(frozen=True)
class ImportPlan:
    """What becomes of the entries of a list. `fresh` can be written, `known` came in before or seem to be in the
    workbook, `waiting` need an answer first: whose they are, or which column says what they are. `blocked` says that
    columns are asked about: until that is answered nothing is written. `questions` are those about rows that are not
    known. `lost` are columns that a unit's tab has not, by
    tab and header: what the list says there is left out."""

    fresh: tuple[Entry, ...] = ()
    known: tuple[Entry, ...] = ()
    waiting: tuple[Entry, ...] = ()
    blocked: bool = False
    questions: tuple[Question, ...] = ()
    lost: tuple[tuple[str, str], ...] = ()
    batch: Batch = field(default_factory=Batch)


def plan_import(
    reading: ListReading, state: WorkbookState | None, settings: Settings, template: Template
) -> ImportPlan:
    """What would be written. Without a workbook (`state` None) only what came in before is known. Raises
    `WorkbookError` for the tab of a unit that rows would go to and that cannot be used."""
    seen = _brought_in(settings.imports_path)
    tabs = _tabs({entry.unit for entry in reading.entries if entry.unit}, state, settings, template)
    there = {code: _keys_there(tab.reading, template) for code, tab in tabs.items()}
    sorted_out: dict[str, list[Entry]] = {"fresh": [], "known": [], "waiting": []}
    for entry in reading.entries:
        kind = _kind(entry, seen, there.get(entry.unit, frozenset()))
        seen |= {entry.digest} if kind == "fresh" else set()
        sorted_out[kind].append(entry)
    fresh, known, waiting = (tuple(entries) for entries in sorted_out.values())
    questions = tuple(_open(reading.questions, known))
    blocked = bool(reading.beside) or any(question.column >= 0 for question in questions)
    batch = Batch() if blocked else _batch(fresh, tabs, template)
    return ImportPlan(fresh, known, waiting, blocked, questions, _lost(fresh, tabs, template), batch)


def _open(questions: Iterable[Question], known: Iterable[Entry]) -> Iterator[Question]:
    """The questions about rows that are not known, each about these alone."""
    rows: dict[str, set[int]] = {}
    for entry in known:
        rows.setdefault(entry.tab, set()).add(entry.row)
    for question in questions:
        left = question.rows - rows.get(question.tab, set()) if question.rows else question.rows
        if left or not question.rows:
            yield replace(question, rows=left)


def _brought_in(path: Path) -> set[str]:
    """The digests of the rows that came in before. A line that cannot be read says nothing."""
    try:
        lines = path.read_bytes().splitlines()
    except FileNotFoundError:
        return set()
    digests = set()
    for line in lines:
        with suppress(ValueError, KeyError, TypeError):
            digests.add(str(json.loads(line)["digest"]))
    return digests


def write_import(
    reading: ListReading, workbook: Workbook, settings: Settings, template: Template, source: str
) -> ImportPlan:
    """Write what can be written, in one batch. Raises `WorkbookOpen` while a program has the workbook open, `TryLater`
    while another run is at work, and what reading and writing raise; then nothing came in."""
    with run_lock(settings):
        state = workbook.read()
        workbook.check_writable(state)
        plan = plan_import(reading, state, settings, template)
        if plan.batch:
            workbook.write(plan.batch, state)
        if not plan.blocked:
            _remember((*plan.fresh, *plan.known), settings, source)
    return plan


def _remember(entries: Iterable[Entry], settings: Settings, source: str) -> None:
    """Keep what came in, and what was found there: whatever a clerk makes of it, it comes in no more."""
    seen = _brought_in(settings.imports_path)
    entries = {entry.digest: entry for entry in entries if entry.digest not in seen}.values()
    if not entries:
        return
    at = datetime.now(UTC).isoformat(timespec="seconds")
    lines = []
    for entry in entries:
        where = {"file": source, "tab": entry.tab, "row": entry.row + 1}
        lines.append(to_json({"digest": entry.digest, "at": at, "unit": entry.unit, **where}))
    append_private(settings.imports_path, "\n".join([*lines, ""]))


def _kind(entry: Entry, seen: set[str], there: frozenset[str]) -> str:
    if entry.digest in seen or _key(entry.values) in there:
        return "known"
    return "fresh" if entry.unit and entry.title else "waiting"


def _key(values: Mapping[str, str]) -> str:
    """By what a row is taken for one that is there: its title (its summary where it has none) and its time."""
    return f"{squeeze(values.get('judul', '') or values.get('ringkasan', ''))}|{squeeze(values.get('waktu', ''))}"


def _keys_there(reading: Reading, template: Template) -> frozenset[str]:
    roles = template.content_roles
    return frozenset(_key(dict(zip(roles, row.values, strict=True))) for row in reading.rows)


@dataclass(frozen=True)
class _UnitTab:
    """The tab of a unit, as it stands in the workbook."""

    sheet: Sheet
    reading: Reading
    columns: Columns


def _tabs(
    codes: Iterable[str], state: WorkbookState | None, settings: Settings, template: Template
) -> dict[str, _UnitTab]:
    if state is None:
        return {}
    tabs = {}
    for code in codes:
        unit = settings.unit(code)
        title = find_tab(state.titles, unit.tab, unit.aliases).title
        sheet = state.sheets.get(title)
        if sheet is None:
            raise WorkbookError(
                say(
                    "the workbook has no tab “%(tab)s” for the rows of %(code)s. Run dip init, which adds it.",
                    tab=unit.tab, code=code,
                )
            )  # fmt: skip
        reading = read_unit_tab(sheet, code, settings.office.facts, template)
        if reading.columns is None:
            why = " ".join(problem.message for problem in reading.problems[:2])
            raise WorkbookError(say("the tab “%(title)s” cannot take rows in: %(why)s", title=title, why=why))
        tabs[code] = _UnitTab(sheet, reading, reading.columns)
    return tabs


def _batch(fresh: Sequence[Entry], tabs: Mapping[str, _UnitTab], template: Template) -> Batch:
    """The rows beneath everything that stands in their tabs."""
    writes = []
    for code, tab in tabs.items():
        rows = tuple(as_row(row_cells(entry.values, tab.columns, template)) for entry in fresh if entry.unit == code)
        if rows:
            writes.append(TabWrite(tab.sheet.title, "unit", append=rows, append_at=first_free(tab.sheet, tab.columns)))
    return Batch(tuple(writes))


def _lost(fresh: Sequence[Entry], tabs: Mapping[str, _UnitTab], template: Template) -> tuple[tuple[str, str], ...]:
    """The columns that rows would fill and their tabs have not."""
    unit = template.tab("unit")
    used = dict.fromkeys((entry.unit, role) for entry in fresh if entry.unit in tabs for role in entry.values)
    return tuple(
        (tabs[code].sheet.title, unit.column(role).header) for code, role in used if role not in tabs[code].columns.at
    )
