"""From decisions to cells: what every tab should say, and the batch that makes it say so.

Only cells that differ are written, only columns of sync, and the three exceptions of rule 9. A row that changes in
any way gets a new mark in the same write.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from itertools import chain

from sync.ledger.state import EntryState, Event, OfficeState, Version
from sync.model import Address, Batch, Sheet, TabWrite, Value, slabs, take
from sync.plan.entry_plan import Case
from sync.plan.generated_tabs import (
    Pages,
    control_lines,
    steady_lines,
    told_office,
    told_to_unit,
    unnoticed,
    write_history,
    write_own_tabs,
)
from sync.plan.release import office_minute
from sync.plan.status import changes_since, master_note, status_role, unit_note
from sync.plan.stray_rows import emptied_cells, extra_cells, stray_cells
from sync.tabs.control_tab import write_control
from sync.tabs.master_tab import MasterRow
from sync.template.template import Template

_ANSWERS = ("status", "catatan", "perubahan", "disetujui_pada", "tanda")

Versions = Mapping[str, Mapping[int, Version]]
Rows = tuple[tuple[Value, ...], ...]


def make_batch(
    pages: Pages,
    cases: Sequence[Case],
    states: dict[str, EntryState],
    versions: Versions,
    published: Sequence[Event],
) -> tuple[Batch, OfficeState]:
    """Everything to write, and the office's state with what `Kendali` was told. Completes every case's state, and
    `states` with them."""
    known = pages.snapshot.ledger.entries
    _settle((case for case in cases if case.id in known), pages)  # new ones are settled from the start
    _forget_doubles(cases, known)
    writes = [_write_master(pages, cases, versions), *_write_units(pages, cases)]
    states |= {case.id: case.decision.state for case in cases if case.id in known}
    writes += write_own_tabs(pages, states, versions)
    events = [event for case in cases for event in case.decision.events] + list(published)
    writes.append(write_history(pages, events))
    changed = bool(events or any(writes) or pages.office != unnoticed(pages.snapshot.ledger.office, pages.office))
    changed = changed or any(known.get(id) != state for id, state in states.items())
    steady = steady_lines(pages, cases)
    control = _write_control(pages, steady, pages.office, changed=False)
    office = told_office(pages, events) if changed or control else pages.office
    if office is not pages.office:
        control = _write_control(pages, steady, office, changed=True)
    writes.append(control)
    return Batch(tuple(write for write in writes if write)), office


def _write_control(pages: Pages, steady: Mapping[str, str], office: OfficeState, *, changed: bool) -> TabWrite | None:
    return write_control(pages.control, pages.template, control_lines(pages, steady, office, changed))


def _settle(cases: Iterable[Case], pages: Pages) -> None:
    """Their status and why; a row that is not there yet gets its mark, too."""
    template, doubled, items = pages.template, pages.gathered.matching.doubled, pages.items
    for case in cases:
        state, klasifikasi = case.decision.state, case.version.content.get("klasifikasi", "")
        role = status_role(
            state, excluded=klasifikasi == template.excluded_class, error=case.error, classified=bool(klasifikasi),
            released=items.get(case.id) == state.version,
        )  # fmt: skip
        claimed = doubled.get(case.row.place) if doubled and case.row else None
        status, reason = template.status(role), state.reason or (f"id-ganda:{claimed}" if claimed else "")
        if not case.master:
            case.amend(status=status, reason=reason, mark=pages.mark(case.id), row_run=pages.run)
            case.amend(former_mark="", former_class="", former_setuju=False, former_tarik=False)
        elif (state.status, state.reason) != (status, reason):
            case.amend(status=status, reason=reason)


def _forget_doubles(cases: Sequence[Case], known: Mapping[str, EntryState]) -> None:
    """Rows that bore one ID are told so until all but one of them were changed or decided, or are gone."""
    told = [case for case in cases if case.id in known and known[case.id].reason.startswith("id-ganda")]
    before = Counter(known[case.id].reason for case in told if not known[case.id].missing)
    after = Counter(case.decision.state.reason for case in told if not case.decision.state.missing)
    for case in told:
        reason = case.decision.state.reason
        if reason == known[case.id].reason and after[reason] < min(before[reason], 2):
            case.amend(reason="")


def _write_master(pages: Pages, cases: Sequence[Case], versions: Versions) -> TabWrite | None:
    master, template = pages.gathered.master, pages.template
    tab, at = template.tab("induk"), master.columns.at
    induk = _Induk(pages, versions)
    cells: dict[Address, Value] = {}
    for case in cases:
        if case.master:
            texts = induk.texts(case)
            changes = induk.changes(case, case.master, texts)
            cells.update({(case.master.number, at[role]): value for role, value in changes.items() if role in at})
            if case.extra:
                cells.update(extra_cells(case, pages.gathered, dict(zip(induk.ours, texts, strict=True))))
    cells.update(stray_cells(pages.gathered, template))
    appended = induk.new_rows([case for case in cases if not case.master])
    if not cells and not appended:
        return None
    return TabWrite(tab.title, tab.kind, cells, appended, master.end)


def _remark(case: Case, row: MasterRow, pages: Pages) -> None:
    """A new mark, and what stood in the row until now, in case this answer never arrives there."""
    text, seen = pages.gathered.master.text, case.seen
    assert seen is not None  # noqa: S101  whoever has a row there was seen
    case.amend(
        mark=pages.mark(case.id), former_mark=text(row, "tanda"), former_class=text(row, "klasifikasi"),
        former_setuju=seen.was_ticked if seen.setuju is None else seen.setuju, former_tarik=seen.tarik,
    )  # fmt: skip


class _Induk:
    """What the rows of `Induk` should say: sync's columns, and the class and basis of a row that is new there."""

    def __init__(self, pages: Pages, versions: Versions) -> None:
        template, at = pages.template, pages.gathered.master.columns.at
        self.pages, self.versions, self.before = pages, versions, pages.snapshot.ledger.entries
        self.notes: dict[tuple[str, str, bool, bool, bool], str] = {}
        self.ours = ("id", "sub_bagian", *template.content_roles, *_ANSWERS)
        self.here = take(self.ours, template.tab("induk").roles)
        filled = (*self.ours, "klasifikasi", *template.basis_roles)
        by_place = {place: role for role, place in at.items() if role in filled}
        self.places = [by_place.get(place, "") for place in range(max(at.values()) + 1)]
        self.filled = filled

    def texts(self, case: Case) -> tuple[str, ...]:
        """The texts of sync's columns."""
        state = case.decision.state
        unit = self.pages.gathered.names.get(state.unit, state.unit)
        return (case.id, unit, *case.values, state.status, self._note(case), *self._approval(case), state.mark)

    def new_rows(self, cases: Sequence[Case]) -> Rows:
        """The rows of entries that have none, column by column: sync's columns, class and basis, and nothing else."""
        return tuple(chain.from_iterable(map(self._new_rows, slabs(cases))))

    def _new_rows(self, cases: Sequence[Case]) -> Iterable[tuple[Value, ...]]:
        states, names = [case.decision.state for case in cases], self.pages.gathered.names
        texts = (
            [case.id for case in cases],
            [names.get(state.unit, state.unit) for state in states],
            *zip(*[case.values for case in cases], strict=True),
            [state.status for state in states],
            list(map(self._note, cases)),
            *zip(*map(self._approval, cases), strict=True),
            [state.mark for state in states],
            [case.class_written or case.decision.state.klasifikasi for case in cases],
            *zip(*[state.basis for state in states], strict=True),
        )
        columns: dict[str, Sequence[Value]] = dict(zip(self.filled, texts, strict=True))
        return zip(*[columns.get(role, [None] * len(cases)) for role in self.places], strict=True)

    def _note(self, case: Case) -> str:
        """What to do, which is the same for many, then the problems."""
        state = case.decision.state
        on_site = case.id in self.pages.items
        alike = state.status, state.reason, state.missing, state.approved == state.version, on_site
        if alike not in self.notes:
            role = self.pages.template.status_role(state.status)
            on_change, lost = self.pages.settings.publish.on_change, self.pages.gathered.lost
            self.notes[alike] = master_note(state, role, on_change, on_site=on_site, lost=lost)
        told = self.notes[alike]
        return (
            "\n".join(filter(None, (told, *[problem.message for problem in case.problems]))) if case.problems else told
        )

    def _approval(self, case: Case) -> tuple[str, str]:
        """What changed since the version that stands approved, and when that was."""
        state = case.decision.state
        if not state.approved:
            return "", ""
        at = office_minute(state.approved_at, self.pages.settings.office.zone)
        if state.approved == state.version:
            return "", at
        approved = self.versions[case.id][state.approved].content
        return changes_since(approved, case.version.content, self.pages.template, self.pages.gathered.names), at

    def changes(self, case: Case, row: MasterRow, texts: tuple[str, ...]) -> dict[str, Value]:
        """What is to be written into an entry's row, by role. A row that sync acts on gets a new mark."""
        here = self.here(row.texts)
        acted, decision = self.before.get(case.id) != case.decision.state, case.decision
        if here == texts and not (acted or case.class_written or decision.clear_setuju or decision.clear_tarik):
            return {}
        changes = self._differences(here, texts)
        if case.class_written and not _same(self.pages.gathered.master.text(row, "klasifikasi"), case.class_written):
            changes["klasifikasi"] = case.class_written
        ticked = case.seen is None or case.seen.setuju is not False
        if decision.clear_setuju and (ticked or changes or acted):
            changes["setuju"] = None  # in the same write as anything else, even where no tick was read (rule 3)
        if decision.clear_tarik:
            changes["tarik"] = None
        if changes or acted:
            _remark(case, row, self.pages)
            changes["tanda"] = case.decision.state.mark
        return changes

    def _differences(self, here: Sequence[str], ours: Sequence[str]) -> dict[str, Value]:
        there = self.pages.gathered.master.columns.at
        return {
            role: text
            for role, typed, text in zip(self.ours, here, ours, strict=True)
            if role in there and not _same(typed, text)
        }


def _same(typed: str, text: str) -> bool:
    return typed == text or (typed.split() == text.split() if typed else not text.strip())


def _write_units(pages: Pages, cases: Sequence[Case]) -> Iterable[TabWrite | None]:
    by_unit: dict[str, list[Case]] = {}
    for case in cases:
        if case.row:
            by_unit.setdefault(case.row.unit, []).append(case)
    for reading in pages.gathered.readings:
        if not reading.usable or not reading.columns:
            continue
        sheet, at = pages.gathered.sheets[reading.unit], reading.columns.at
        places = (at["id"], at["status"], at["catatan"])
        cells = _unit_cells(by_unit.get(reading.unit, ()), sheet, places, pages.template)
        filled = {row.number for row in reading.rows}
        first = reading.columns.header_row + 1
        cells.update(emptied_cells(sheet, first, at, filled, pages.gathered, pages.template))
        yield TabWrite(sheet.title, "unit", cells) if cells else None


def _unit_cells(cases: Sequence[Case], sheet: Sheet, places: Sequence[int], template: Template) -> dict[Address, Value]:
    """ID, status and note of the rows of a unit's tab, at these places, where they do not stand there already."""
    numbers = [case.row.row.number for case in cases if case.row]
    rows = [sheet.rows[number] for number in numbers]
    told = ([case.id for case in cases], [case.decision.state.status for case in cases], _unit_notes(cases, template))
    cells: dict[Address, Value] = {}
    for place, texts in zip(places, told, strict=True):
        here = [row[place] if place < len(row) else "" for row in rows]
        cells |= {
            (number, place): text
            for number, typed, text in zip(numbers, here, texts, strict=True)
            if typed != text and not (typed and _same(typed, text))
        }
    return cells


def _unit_notes(cases: Iterable[Case], template: Template) -> list[str]:
    """What the unit reads of each."""
    states = ((case, case.decision.state) for case in cases)
    return [_unit_note(case, template) if case.problems or state.note or state.reason else "" for case, state in states]


def _unit_note(case: Case, template: Template) -> str:
    state = case.decision.state
    own = [problem for problem in case.problems if told_to_unit(problem, template)]
    return unit_note(state, template.status_role(state.status), own)
