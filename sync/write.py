"""From decisions to cells: what every tab should say, and the batch that makes it say so.

Only cells that differ are written, only columns of sync, and the three exceptions of rule 9. A row that changes in
any way gets a new mark in the same write.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from sync.approval import Moment
from sync.cases import Case, Gathered, Snapshot
from sync.control import Control, write_control
from sync.guide import guide_rows
from sync.identity import ID_PATTERN
from sync.merge import MasterRow
from sync.model import Address, Batch, Sheet, TabWrite, Value
from sync.present import EVENT_WORDS, changes_since, master_note, report_line, status_role, tab_line, unit_note
from sync.problem import APPROVAL_SENTENCES
from sync.public import dip_rows, public_list
from sync.release import office_minute, release_of, site_settings, standing
from sync.settings import Settings
from sync.state import EntryState, Event, OfficeState, Version
from sync.template import TabTemplate, Template

Versions = Mapping[str, Mapping[int, Version]]
Rows = tuple[tuple[Value, ...], ...]


@dataclass
class Pages:
    """What the tabs are made from."""

    snapshot: Snapshot
    settings: Settings
    template: Template
    gathered: Gathered
    control: Control
    office: OfficeState
    items: Mapping[str, int]
    moment: Moment
    restored: bool

    @property
    def run(self) -> int:
        """The number this run has if it changes anything."""
        return self.snapshot.ledger.office.run + 1


def make_batch(
    pages: Pages, cases: Sequence[Case], versions: Versions, published: Sequence[Event]
) -> tuple[Batch, OfficeState]:
    """Everything to write, and the office's state with what `Kendali` was told. Completes every case's state."""
    for case in cases:
        _settle(case, pages, versions)
    writes = [
        _write_master(pages, cases, versions),
        *_write_units(pages, cases),
        *_write_own_tabs(pages, cases, versions),
    ]
    events = [event for case in cases for event in case.decision.events] + list(published)
    writes.append(_write_history(pages, events))
    changed = bool(events or any(writes) or pages.office != pages.snapshot.ledger.office)
    known = pages.snapshot.ledger.entries
    changed = changed or any(known.get(case.id) != case.decision.state for case in cases)
    control = _write_control(pages, cases, pages.office, changed=False)
    office = _told(pages, events) if changed or control else pages.office
    if office is not pages.office:
        control = _write_control(pages, cases, office, changed=True)
    writes.append(control)
    return Batch(tuple(write for write in writes if write)), office


def _write_control(pages: Pages, cases: Sequence[Case], office: OfficeState, *, changed: bool) -> TabWrite | None:
    return write_control(pages.control, pages.template, _control(pages, cases, office, changed))


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
    changes: dict[str, object] = {"status": template.status(role)}
    if case.row and (case.row.unit, case.row.row.number) in pages.gathered.matching.doubled and not state.reason:
        changes["reason"] = "id-ganda"
    case.amend(**changes)


def _role(state: EntryState, template: Template) -> str:
    return next(choice.role for choice in template.choices["status"] if choice.value == state.status)


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
            former = case.master.texts[master.at["tanda"]] if case.master else ""
            case.amend(mark=_mark(pages, case.id), former_mark=former)
            changes["tanda"] = desired["tanda"] = case.decision.state.mark
        if case.master:
            cells.update(
                {
                    (case.master.number, master.columns.at[role]): value
                    for role, value in changes.items()
                    if role in master.columns.at
                }
            )
            cells.update(_extra_cells(case, pages))
        else:
            appended.append(_row(desired, master.columns.at, width))
    cells.update(_stray_cells(pages))
    if not cells and not appended:
        return None
    return TabWrite(tab.title, tab.kind, cells, tuple(appended), master.end)


def _row(desired: Mapping[str, Value], at: Mapping[str, int], width: int) -> tuple[Value, ...]:
    row: list[Value] = [None] * width
    for role, value in desired.items():
        if role in at:
            row[at[role]] = value
    return tuple(row)


def _mark(pages: Pages, id: str) -> str:
    """Eight letters and digits that no other row and no other run has."""
    text = f"{pages.snapshot.ledger.office.identity}|{id}|{pages.run}"
    return hashlib.blake2b(text.encode(), digest_size=4).hexdigest().upper()


def _master_cells(case: Case, pages: Pages, versions: Versions) -> dict[str, Value]:
    """What sync's columns of a row say, plus the class of a row that is new or was missing."""
    state, template = case.decision.state, pages.template
    shown = versions[case.id][state.version].content
    role = _role(state, template)
    names = {unit.code: unit.name for unit in pages.settings.units}
    desired: dict[str, Value] = {"id": case.id, "sub_bagian": names.get(state.unit, state.unit)}
    desired |= dict(zip(template.content_roles, case.values, strict=True))
    desired |= {
        "status": state.status,
        "catatan": master_note(state, role, case.problems),
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
    master = pages.gathered.master
    assert case.master is not None  # noqa: S101  only rows that exist differ
    row = case.master
    changes: dict[str, Value] = {
        role: value
        for role, value in desired.items()
        if role in master.columns.at and not _same(row.texts[master.at[role]], value)
    }
    if case.decision.clear_setuju:
        changes["setuju"] = None
    if case.decision.clear_tarik:
        changes["tarik"] = None
    return changes


def _same(text: str, value: Value) -> bool:
    return text == (value or "") or (isinstance(value, str) and text.split() == value.split())


def _extra_cells(case: Case, pages: Pages) -> dict[Address, Value]:
    """Further rows with the same ID: told, and without ticks."""
    cells: dict[Address, Value] = {}
    for row in case.extra:
        told = APPROVAL_SENTENCES["baris-induk-ganda"][1].format(id=case.id)
        cells.update(_say(row, pages, told))
    return cells


def _stray_cells(pages: Pages) -> dict[Address, Value]:
    """Rows of `Induk` that belong to no entry: told, and without ticks."""
    claimed = {row.number for rows in pages.gathered.rows.values() for row in rows}
    cells: dict[Address, Value] = {}
    for row in pages.gathered.master.rows:
        if row.number not in claimed:
            told = APPROVAL_SENTENCES["baris-induk-asing"][1].format(row=row.number + 1)
            cells.update(_say(row, pages, told))
    return cells


def _say(row: MasterRow, pages: Pages, told: str) -> dict[Address, Value]:
    master = pages.gathered.master
    at = master.columns.at
    cells: dict[Address, Value] = {}
    if "catatan" in at and master.text(row, "catatan") != told:
        cells[row.number, at["catatan"]] = told
    if row.setuju:
        cells[row.number, at["setuju"]] = None
    if row.tarik:
        cells[row.number, at["tarik"]] = None
    return cells


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
        _leftover_cells(sheet, reading.columns.header_row + 1, at, filled, pages, cells)
        yield TabWrite(sheet.title, "unit", cells) if cells else None


def _unit_cells(
    case: Case, sheet: Sheet, at: Mapping[str, int], template: Template, cells: dict[Address, Value]
) -> None:
    state = case.decision.state
    own = [problem for problem in case.problems if problem.column is None or problem.code not in _FOR_DESK]
    desired = {"id": case.id, "status": state.status, "catatan": unit_note(state, _role(state, template), own)}
    assert case.row is not None  # noqa: S101  cases are grouped by their row
    for role, text in desired.items():
        if not _same(sheet.text(case.row.row.number, at[role]), text):
            cells[case.row.row.number, at[role]] = text


_FOR_DESK = frozenset({"dasar-kurang", "klasifikasi-salah"})


def _leftover_cells(
    sheet: Sheet, first: int, at: Mapping[str, int], filled: set[int], pages: Pages, cells: dict[Address, Value]
) -> None:
    """Rows whose content was deleted but whose ID still stands: the unit is told what became of the entry."""
    told = APPROVAL_SENTENCES["baris-kosong"][1]
    missing = pages.template.status("missing")
    for number in range(first, len(sheet.rows)):
        if number in filled or not ID_PATTERN.fullmatch(sheet.text(number, at["id"]).strip()):
            continue
        elsewhere = sheet.text(number, at["id"]).strip() in pages.gathered.matching.rows
        for role, text in (("status", "" if elsewhere else missing), ("catatan", told)):
            if not _same(sheet.text(number, at[role]), text):
                cells[number, at[role]] = text


def _write_own_tabs(pages: Pages, cases: Sequence[Case], versions: Versions) -> Iterable[TabWrite | None]:
    template = pages.template
    states = {case.id: case.decision.state for case in cases}
    yield _replaced(pages, template.tab("dip"), _dip(pages, states, versions))
    yield _replaced(pages, template.tab("dik"), _dik(pages, states, versions))
    yield _replaced(pages, template.tab("petunjuk"), guide_rows(template, pages.settings.units), header=False)


def _replaced(pages: Pages, tab: TabTemplate, rows: Rows, *, header: bool = True) -> TabWrite | None:
    """The whole tab, if it does not say so already."""
    whole = (tuple(column.header for column in tab.columns), *rows) if header else rows
    sheet = pages.snapshot.workbook.sheets.get(tab.title)
    if sheet is not None and _grid(sheet.rows) == _grid(whole):
        return None
    return TabWrite(tab.title, tab.kind, replace=whole)


def _grid(rows: Iterable[Sequence[Value]]) -> list[list[list[str]]]:
    grid = [[str(cell or "").split() for cell in row] for row in rows]
    for row in grid:
        while row and not row[-1]:
            row.pop()
    while grid and not grid[-1]:
        grid.pop()
    return grid


def _dip(pages: Pages, states: Mapping[str, EntryState], versions: Versions) -> Rows:
    """The established list: every approval that stands, released or not."""
    approved = standing(states, versions, pages.template, "keep")
    zone = pages.settings.office.zone
    release = release_of(pages.office, approved, states, versions, pages.template, zone)
    entries = public_list(release, site_settings(pages.settings), pages.template)
    rows = zip(entries, dip_rows(entries), strict=True)
    return tuple((*row, "ya" if pages.items.get(entry.id) == approved[entry.id] else "belum") for entry, row in rows)


def _dik(pages: Pages, states: Mapping[str, EntryState], versions: Versions) -> Rows:
    names = {unit.code: unit.name for unit in pages.settings.units}
    rows = []
    for id, state in states.items():
        if state.status == pages.template.status("excluded"):
            content = versions[id][state.version].content
            at = office_minute(state.approved_at, pages.settings.office.zone)
            basis = [content.get(role, "") for role in pages.template.basis_roles]
            rows.append((id, content.get("judul", ""), names.get(state.unit, state.unit), *basis, at))
    return tuple(rows)


def _write_history(pages: Pages, events: Sequence[Event]) -> TabWrite | None:
    """`Riwayat`: the newest events, newest first."""
    tab, ledger, zone = pages.template.tab("riwayat"), pages.snapshot.ledger, pages.settings.office.zone
    old = [(event.seq, event.at, event.id, event.event, event.version, event.by) for event in ledger.newest]
    new = [
        (seq, pages.moment.utc, event.id, event.event, event.version, event.by)
        for seq, event in enumerate(events, ledger.last_seq + 1)
    ]
    rows = tuple(
        (str(seq), office_minute(at, zone), id, EVENT_WORDS[event], str(version), by)
        for seq, at, id, event, version, by in reversed([*old, *new][-tab.newest :])
    )
    return _replaced(pages, tab, rows)


def _told(pages: Pages, events: Sequence[Event]) -> OfficeState:
    """The office's state with the report of a run that changes something."""
    report = report_line(events)
    if pages.restored:
        report = f"{APPROVAL_SENTENCES['berkas-lama'][1]} {report}"
    return replace(pages.office, report=report, reported_at=pages.moment.utc)


def _control(pages: Pages, cases: Sequence[Case], office: OfficeState, changed: bool) -> dict[str, str]:
    """What sync's lines of `Kendali` say."""
    run = pages.run if changed else pages.snapshot.ledger.office.run
    desired = {
        "putaran": office_minute(office.reported_at, pages.settings.office.zone) if office.reported_at else "",
        "laporan": office.report,
        "perhatian": _attention(pages),
        "situs": f"Sesuai rilis {office.release}",
        "nomor_putaran": str(run),
        "buku": office.identity,
    }
    counts = {reading.unit: [0, 0] for reading in pages.gathered.readings}
    for case in cases:
        if case.row:
            own = {problem.severity for problem in case.problems if problem.code not in _FOR_DESK}
            counts[case.row.unit][0] += "error" in own
            counts[case.row.unit][1] += own == {"warning"}
    units = {unit.code: unit for unit in pages.settings.units}
    for reading in pages.gathered.readings:
        line = tab_line(len(reading.rows), *counts[reading.unit])
        if not reading.usable:
            line = " ".join(problem.message for problem in reading.problems if problem.severity == "error")
        desired[f"tab:{units[reading.unit].tab}"] = line
    return desired


def _attention(pages: Pages) -> str:
    lines = []
    if pages.control.told is not None:
        lines.append(APPROVAL_SENTENCES["perintah-tak-terbaca"][1].format(value=pages.control.told))
    return "\n".join(lines) or "Tidak ada"
