"""From decisions to cells: what every tab should say, and the batch that makes it say so.

Only cells that differ are written, only columns of sync, and the three exceptions of rule 9. A row that changes in
any way gets a new mark in the same write.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence

from sync.cases import Case
from sync.control import write_control
from sync.leftovers import emptied_cells, extra_cells, stray_cells
from sync.model import Address, Batch, Sheet, TabWrite, Value
from sync.own_tabs import TOLD_IN_INDUK, Pages, control_lines, told_office, write_history, write_own_tabs
from sync.present import changes_since, master_note, status_role, unit_note
from sync.release import office_minute
from sync.state import Event, OfficeState, Version
from sync.template import Template

_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"
_PAIRS = [first + second for first in _LETTERS for second in _LETTERS]

Versions = Mapping[str, Mapping[int, Version]]
Rows = tuple[tuple[Value, ...], ...]


def make_batch(
    pages: Pages, cases: Sequence[Case], versions: Versions, published: Sequence[Event]
) -> tuple[Batch, OfficeState]:
    """Everything to write, and the office's state with what `Kendali` was told. Completes every case's state."""
    for case in cases:
        _settle(case, pages, versions)
    writes = [
        _write_master(pages, cases, versions),
        *_write_units(pages, cases),
        *write_own_tabs(pages, cases, versions),
    ]
    events = [event for case in cases for event in case.decision.events] + list(published)
    writes.append(write_history(pages, events))
    changed = bool(events or any(writes) or pages.office != pages.snapshot.ledger.office)
    known = pages.snapshot.ledger.entries
    changed = changed or any(known.get(case.id) != case.decision.state for case in cases)
    control = _write_control(pages, cases, pages.office, changed=False)
    office = told_office(pages, events) if changed or control else pages.office
    if office is not pages.office:
        control = _write_control(pages, cases, office, changed=True)
    writes.append(control)
    return Batch(tuple(write for write in writes if write)), office


def _write_control(pages: Pages, cases: Sequence[Case], office: OfficeState, *, changed: bool) -> TabWrite | None:
    return write_control(pages.control, pages.template, control_lines(pages, cases, office, changed))


def _settle(case: Case, pages: Pages, versions: Versions) -> None:
    state, template = case.decision.state, pages.template
    shown = versions[case.id][state.version].content
    role = status_role(
        state,
        excluded=shown.get("klasifikasi") == template.excluded_class,
        error=case.error,
        classified=bool(shown.get("klasifikasi")),
        released=pages.items.get(case.id) == state.version,
    )
    doubled = case.row and (case.row.unit, case.row.row.number) in pages.gathered.matching.doubled
    status, reason = template.status(role), state.reason or ("id-ganda" if doubled else "")
    if (state.status, state.reason) != (status, reason):
        case.amend(status=status, reason=reason)


def _write_master(pages: Pages, cases: Sequence[Case], versions: Versions) -> TabWrite | None:
    master, template = pages.gathered.master, pages.template
    tab = template.tab("induk")
    cells: dict[Address, Value] = {}
    appended: list[tuple[Value, ...]] = []
    width = max(master.columns.at.values()) + 1
    for case in cases:
        desired = _master_cells(case, pages, versions)
        changes = _differences(case, desired, pages) if case.master else {}
        known = pages.snapshot.ledger.entries.get(case.id)
        if not case.master or changes or known != case.decision.state:
            _remark(case, pages)
            changes["tanda"] = desired["tanda"] = case.decision.state.mark
        if case.master:
            number, at = case.master.number, master.columns.at
            cells.update({(number, at[role]): value for role, value in changes.items() if role in at})
            cells.update(extra_cells(case, pages.gathered) if case.extra else {})
        else:
            appended.append(_row(desired, master.columns.at, width))
    cells.update(stray_cells(pages.gathered, template))
    if not cells and not appended:
        return None
    return TabWrite(tab.title, tab.kind, cells, tuple(appended), master.end)


def _row(desired: Mapping[str, Value], at: Mapping[str, int], width: int) -> tuple[Value, ...]:
    row: list[Value] = [None] * width
    for role, value in desired.items():
        if role in at:
            row[at[role]] = value
    return tuple(row)


def _remark(case: Case, pages: Pages) -> None:
    """A new mark, and what stood in the row until now, in case this answer never arrives there."""
    mark = _mark(pages, case.id)
    if case.master and case.seen:
        text, seen = pages.gathered.master.text, case.seen
        case.amend(
            mark=mark, former_mark=text(case.master, "tanda"), former_class=text(case.master, "klasifikasi"),
            former_setuju=seen.was_ticked if seen.setuju is None else seen.setuju, former_tarik=seen.tarik,
        )  # fmt: skip
    else:
        case.amend(
            mark=mark, former_mark="", former_class="", former_setuju=False, former_tarik=False, row_run=pages.run
        )


def _mark(pages: Pages, id: str) -> str:
    """Eight letters and digits that no other row and no other run has."""
    text = f"{pages.snapshot.ledger.office.identity}|{id}|{pages.run}"
    number = int.from_bytes(hashlib.blake2b(text.encode(), digest_size=5).digest(), "big")
    return "".join([_PAIRS[number >> shift & 1023] for shift in (30, 20, 10, 0)])


def _master_cells(case: Case, pages: Pages, versions: Versions) -> dict[str, Value]:
    """What sync's columns of a row say, plus the class of a row that is new or was missing."""
    state, template = case.decision.state, pages.template
    shown = versions[case.id][state.version].content
    role = template.status_role(state.status)
    desired: dict[str, Value] = {"id": case.id, "sub_bagian": pages.gathered.names.get(state.unit, state.unit)}
    desired |= dict(zip(template.content_roles, case.values, strict=True))
    desired |= {
        "status": state.status,
        "catatan": master_note(state, role, case.problems, pages.settings.publish.on_change),
        "perubahan": "",
        "disetujui_pada": "",
        "tanda": state.mark,
    }
    if state.approved:
        approved = versions[case.id][state.approved].content
        desired["perubahan"] = changes_since(approved, shown, template) if state.approved != state.version else ""
        desired["disetujui_pada"] = office_minute(state.approved_at, pages.settings.office.zone)
    if case.class_written or not case.master:
        desired["klasifikasi"] = case.class_written or state.klasifikasi
    if not case.master:
        desired |= dict(zip(template.basis_roles, state.basis, strict=True))
    return desired


def _differences(case: Case, desired: Mapping[str, Value], pages: Pages) -> dict[str, Value]:
    at, there = pages.gathered.master.at, pages.gathered.master.columns.at
    assert case.master is not None  # noqa: S101  only rows that exist differ
    texts = case.master.texts
    changes: dict[str, Value] = {
        role: value
        for role, value in desired.items()
        if texts[at[role]] != value and role in there and not _same(texts[at[role]], value)
    }
    known = pages.snapshot.ledger.entries.get(case.id)
    ticked = case.seen is None or case.seen.setuju is not False
    if case.decision.clear_setuju and (ticked or changes or known != case.decision.state):
        changes["setuju"] = None  # in the same write as anything else, even where no tick was read (rule 3)
    if case.decision.clear_tarik:
        changes["tarik"] = None
    return changes


def _same(text: str, value: Value) -> bool:
    return text == (value or "") or (isinstance(value, str) and text.split() == value.split())


def _write_units(pages: Pages, cases: Sequence[Case]) -> Iterable[TabWrite | None]:
    by_unit: dict[str, list[Case]] = {}
    for case in cases:
        if case.row:
            by_unit.setdefault(case.row.unit, []).append(case)
    for reading in pages.gathered.readings:
        if not reading.usable or not reading.columns:
            continue
        sheet, at = pages.gathered.sheets[reading.unit], reading.columns.at
        cells: dict[Address, Value] = {}
        for case in by_unit.get(reading.unit, ()):
            _unit_cells(case, sheet, at, pages.template, cells)
        filled = {row.number for row in reading.rows}
        first = reading.columns.header_row + 1
        cells.update(emptied_cells(sheet, first, at, filled, pages.gathered, pages.template))
        yield TabWrite(sheet.title, "unit", cells) if cells else None


def _unit_cells(
    case: Case, sheet: Sheet, at: Mapping[str, int], template: Template, cells: dict[Address, Value]
) -> None:
    state = case.decision.state
    own = [problem for problem in case.problems if problem.column is None or problem.code not in TOLD_IN_INDUK]
    note = unit_note(state, template.status_role(state.status), own)
    desired = {"id": case.id, "status": state.status, "catatan": note}
    assert case.row is not None  # noqa: S101  cases are grouped by their row
    for role, text in desired.items():
        if not _same(sheet.text(case.row.row.number, at[role]), text):
            cells[case.row.row.number, at[role]] = text
