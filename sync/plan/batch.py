"""From decisions to cells: what every tab should say, and the batch that makes it say so.

Only cells that differ are written, only columns of sync, and the three exceptions of rule 9. A row that changes in
any way gets a new mark in the same write.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from sync.calendar.due import DueMatter
from sync.cells.text import same_words
from sync.ledger.state import EntryState, Event, LedgerState, OfficeState
from sync.model import Address, Batch, TabWrite, Value, pick
from sync.plan.entry_plan import EntryPlan, with_states
from sync.plan.entry_status import master_note, status_role, unit_note
from sync.plan.gather import PlanContext
from sync.plan.generated_tabs import (
    control_lines,
    steady_lines,
    with_report,
    with_unreported,
    write_own_tabs,
)
from sync.plan.lost_header import header_note, note_taken_away
from sync.plan.observed import slipped_roles
from sync.plan.office_clock import office_minute
from sync.plan.stray_rows import emptied_cells, extra_cells, no_entry_cells, stray_cells, unnamed_answer
from sync.plan.version_changes import changes_since
from sync.plan.waiting import is_for_desk_alone, is_for_unit
from sync.tabs.control_sentences import NOTHING
from sync.tabs.control_tab import write_control
from sync.tabs.master_tab import MasterRow
from sync.tabs.problem import Problem, make_problem
from sync.tabs.tab_names import is_free
from sync.tabs.unit_tab import Reading
from sync.template.template import Template

_ANSWERS = ("status", "catatan", "perubahan", "disetujui_pada", "tanda")


def make_batch(
    context: PlanContext,
    entries: Sequence[EntryPlan],
    after: LedgerState,
    events: Sequence[Event],
    due: Sequence[DueMatter],
) -> tuple[Batch, LedgerState, tuple[Problem, ...]]:
    """Everything to write, the ledger with the marks of the rows of `Induk` and the report in `Kendali`, and what is
    told of the tabs that only sync writes."""
    before = context.ledger
    writes = [_write_master(context, entries, after), *_write_units(context, entries)]
    after = with_states(after, entries)
    tabs = write_own_tabs(context, after, events)
    writes += [_possible(context, tab.write) for tab in tabs]
    tab_problems = tuple(problem for tab in tabs for problem in tab.problems)
    changed = bool(events or any(writes)) or after.office != with_unreported(before.office, after.office)
    changed = changed or any(before.entries.get(id) != state for id, state in after.entries.items())
    steady = steady_lines(context, entries, after, tab_problems, due)
    control = _write_control(context, steady, after.office, changed=False)
    if changed or control:
        after = replace(after, office=with_report(context, after, events))
        control = _write_control(context, steady, after.office, changed=True)
    return Batch(tuple(write for write in (*writes, control) if write), context.run), after, tab_problems


def _write_control(
    context: PlanContext, steady: Mapping[str, str], office: OfficeState, *, changed: bool
) -> TabWrite | None:
    write = write_control(context.control, context.template, control_lines(context, steady, office, changed))
    return _possible(context, write)


def _possible(context: PlanContext, write: TabWrite | None) -> TabWrite | None:
    """No tab is made whose name another one bears in another spelling."""
    workbook = context.snapshot.workbook
    if write and (write.title in workbook.sheets or is_free(write.title, workbook.titles)):
        return write
    return None


def settle(entries: Sequence[EntryPlan], context: PlanContext, items: Mapping[str, int]) -> None:
    """Complete what was decided of the entries by their status and why; a row that is not there yet gets its mark, too.
    `items` is the release."""
    template, doubled = context.template, context.gathered.matching.doubled
    for entry in entries:
        state, klasifikasi = entry.decision.state, entry.version.content.get("klasifikasi", "")
        role = status_role(
            state, excluded=klasifikasi == template.excluded_class, error=entry.error, classified=bool(klasifikasi),
            released=items.get(entry.id) == state.version,
        )  # fmt: skip
        claimed = doubled.get(entry.row.place) if doubled and entry.row else None
        status, reason = template.status(role), state.reason or (f"id-ganda:{claimed}" if claimed else "")
        if entry.state.removed:
            entry.amend(status=status, reason="")
        elif not entry.master:
            entry.amend(
                status=status, reason=reason, mark=context.mark(entry.id), row_run=context.run,
                former_mark="", former_class="", former_setuju=False, former_tarik=False,
            )  # fmt: skip
        elif (state.status, state.reason) != (status, reason):
            entry.amend(status=status, reason=reason)
    _forget_doubles(entries, context.ledger.entries)


def _forget_doubles(entries: Sequence[EntryPlan], known: Mapping[str, EntryState]) -> None:
    """Rows that shared an ID say so until all but one of them were changed or decided, or are gone."""
    doubled = [entry for entry in entries if entry.id in known and known[entry.id].reason.startswith("id-ganda")]
    before = Counter(known[entry.id].reason for entry in doubled if not known[entry.id].missing)
    after = Counter(entry.state.reason for entry in doubled if not entry.state.missing)
    for entry in doubled:
        reason = entry.state.reason
        if reason == known[entry.id].reason and after[reason] < min(before[reason], 2):
            entry.amend(reason="")


def slip_batch(context: PlanContext) -> Batch:
    """That texts in the cells of ticks withdraw nothing because they are so many at once: in their rows and in
    `Kendali`."""
    gathered, template, ledger = context.gathered, context.template, context.ledger
    induk, at = template.tab("induk"), gathered.master.columns.at
    cells: dict[Address, Value] = {}
    slipped: dict[str, tuple[str, ...]] = {}
    for id, rows in gathered.rows.items():
        if roles := slipped_roles(ledger.entries[id], rows, context):
            slipped[id] = roles
            cells.update(_slip_notes(rows, roles, context) if "catatan" in at else {})
    public = slipped.keys() & ledger.items.keys()
    columns = [induk.column(role).header for role in ("setuju", "tarik") if any(role in slipped[id] for id in public)]
    notice = make_problem("tarik-ditahan", tab=induk.title, column=", ".join(columns), count=len(public)).message
    attention = context.control.value("perhatian")
    control = None
    if "perhatian" in context.control.places and notice not in attention:
        lines = [line for line in attention.splitlines() if line != NOTHING]
        control = write_control(context.control, template, {"perhatian": "\n".join((*lines, notice))})
    master = TabWrite(induk.title, induk.kind, cells) if cells else None
    return Batch(tuple(write for write in (master, control) if write), context.run)


def _slip_notes(rows: Sequence[MasterRow], roles: Sequence[str], context: PlanContext) -> Iterator[tuple[Address, str]]:
    master, induk = context.gathered.master, context.template.tab("induk")
    for row in rows:
        note = master.text(row, "catatan")
        texts = {role: master.text(row, role) for role in roles}
        messages = [
            make_problem("tarik-bergeser", tab=induk.title, column=induk.column(role).header, value=text).message
            for role, text in texts.items()
        ]
        if new := [message for message in messages if message not in note]:
            yield (row.number, master.columns.at["catatan"]), "\n".join(filter(None, (note, *new)))


def _write_master(context: PlanContext, entries: Sequence[EntryPlan], after: LedgerState) -> TabWrite | None:
    master, template = context.gathered.master, context.template
    tab, at = template.tab("induk"), master.columns.at
    induk = _Induk(context, after)
    cells: dict[Address, Value] = {}
    for entry in entries:
        if entry.master:
            texts = induk.texts(entry)
            changes = induk.changes(entry, entry.master, texts)
            cells.update(
                {
                    (entry.master.number, at[role]): value
                    for role, value in changes.items()
                    if role in at and role not in entry.master.silent
                }
            )
            if entry.extra:
                cells.update(extra_cells(entry, context.gathered, dict(zip(induk.ours, texts, strict=True))))
    cells.update(stray_cells(context.gathered, template))
    appended = tuple(induk.new_row(entry) for entry in entries if not entry.master and not entry.state.removed)
    if not cells and not appended:
        return None
    return TabWrite(tab.title, tab.kind, cells, appended, master.end)


def _renew_mark(entry: EntryPlan, row: MasterRow, context: PlanContext) -> None:
    """A new mark, and what stood in the row until now, in case this answer never arrives there."""
    text, observed = context.gathered.master.text, entry.observed
    assert observed is not None  # noqa: S101  whoever has a row there was observed
    entry.amend(
        mark=context.mark(entry.id), former_mark=text(row, "tanda"), former_class=text(row, "klasifikasi"),
        former_setuju=observed.was_ticked if observed.setuju is None else observed.setuju, former_tarik=observed.tarik,
    )  # fmt: skip


class _Induk:
    """What the rows of `Induk` should say: sync's columns, and the class and basis of a row that is new there."""

    def __init__(self, context: PlanContext, after: LedgerState) -> None:
        template, at = context.template, context.gathered.master.columns.at
        self.context, self.after, self.before = context, after, context.ledger.entries
        self.ours = ("id", "sub_bagian", *template.content_roles, *_ANSWERS)
        self.here = pick(self.ours, template.tab("induk").roles)
        filled = (*self.ours, "klasifikasi", *template.basis_roles)
        by_place = {place: role for role, place in at.items() if role in filled}
        self.in_place = pick([by_place.get(place, "") for place in range(max(at.values()) + 1)], (*filled, ""))

    def texts(self, entry: EntryPlan) -> tuple[str, ...]:
        """The texts of sync's columns."""
        state = entry.state
        unit = self.context.gathered.names.get(state.unit, state.unit)
        return (entry.id, unit, *entry.values, state.status, self._note(entry), *self._approval(entry), state.mark)

    def new_row(self, entry: EntryPlan) -> tuple[Value, ...]:
        """The row of an entry that has none: sync's columns, class and basis, and nothing else."""
        state = entry.state
        return self.in_place((*self.texts(entry), entry.class_written or state.klasifikasi, *state.basis, None))

    def _note(self, entry: EntryPlan) -> str:
        """What to do, then the problems."""
        role = self.context.template.status_role(entry.state.status)
        on_change, lost = self.context.settings.publish.on_change, self.context.gathered.lost_columns
        on_site = entry.id in self.after.items
        note = master_note(entry.state, role, on_change, on_site=on_site, lost=lost)
        return "\n".join(filter(None, (note, *[problem.message for problem in entry.problems])))

    def _approval(self, entry: EntryPlan) -> tuple[str, str]:
        """What changed since the version that stands approved, and when that was."""
        state = entry.state
        if not state.approved:
            return "", ""
        at = office_minute(state.approved_at, self.context.settings.office.zone)
        if state.approved == state.version:
            return "", at
        approved = self.after.versions[entry.id][state.approved].content
        return changes_since(approved, entry.version.content, self.context.template, self.context.gathered.names), at

    def changes(self, entry: EntryPlan, row: MasterRow, texts: tuple[str, ...]) -> dict[str, Value]:
        """What is to be written into an entry's row, by role. A row that sync acts on gets a new mark."""
        here = self.here(row.texts)
        if row.silent:
            here = tuple(
                want if role in row.silent else text for role, text, want in zip(self.ours, here, texts, strict=True)
            )
        acted, decision = self.before.get(entry.id) != entry.state, entry.decision
        if here == texts and not (acted or entry.class_written or decision.clear_setuju or decision.clear_tarik):
            return {}
        changes = self._differences(here, texts)
        if entry.class_written and not same_words(
            self.context.gathered.master.text(row, "klasifikasi"), entry.class_written
        ):
            changes["klasifikasi"] = entry.class_written
        ticked = entry.observed is None or entry.observed.setuju is not False
        if decision.clear_setuju and (ticked or changes or acted):
            changes["setuju"] = None  # in the same write as anything else, even where no tick was read (rule 3)
        if decision.clear_tarik:
            changes["tarik"] = None
        if changes or acted:
            _renew_mark(entry, row, self.context)
            changes["tanda"] = entry.state.mark
        return changes

    def _differences(self, here: Sequence[str], ours: Sequence[str]) -> dict[str, Value]:
        there = self.context.gathered.master.columns.at
        return {
            role: text
            for role, typed, text in zip(self.ours, here, ours, strict=True)
            if role in there and not same_words(typed, text)
        }


def _write_units(context: PlanContext, entries: Sequence[EntryPlan]) -> Iterable[TabWrite | None]:
    gathered, template = context.gathered, context.template
    by_unit: dict[str, list[tuple[int, Iterable[tuple[str, str]]]]] = {}
    for entry in entries:
        if entry.row:
            by_unit.setdefault(entry.row.unit, []).append((entry.row.row.number, _unit_texts(entry, template)))
    for row in gathered.matching.unnamed:
        by_unit.setdefault(row.unit, []).append((row.row.number, unnamed_answer(row, gathered, template)))
    for reading in context.gathered.readings:
        if not reading.usable or not reading.columns:
            yield _told_in_tab(context, reading)
            continue
        sheet, at = context.gathered.sheets[reading.unit], reading.columns.at
        cells = note_taken_away(sheet)
        for number, answers in by_unit.get(reading.unit, ()):
            for role, text in answers:
                if not same_words(sheet.text(number, at[role]), text):
                    cells[number, at[role]] = text
        filled = {row.number for row in reading.rows}
        cells.update(emptied_cells(sheet, reading.columns, filled, context.gathered, context.template))
        cells.update(no_entry_cells(sheet, reading.columns, reading.no_entries))
        yield TabWrite(sheet.title, "unit", cells) if cells else None


def _told_in_tab(context: PlanContext, reading: Reading) -> TabWrite | None:
    """What is told in a unit's tab that has lost its header; nothing in one that no run has read before."""
    sheet = context.gathered.sheets.get(reading.unit)
    if sheet is None or reading.unit not in context.ledger.office.columns:
        return None
    cells = header_note(sheet, context.template.tab("unit"), reading.problems)
    return TabWrite(sheet.title, "unit", cells) if cells else None


def _unit_texts(entry: EntryPlan, template: Template) -> tuple[tuple[str, str], ...]:
    """What sync's columns of the row in its unit's tab say: (role, text)."""
    state, induk = entry.state, template.tab("induk").title
    own = [problem for problem in entry.problems if is_for_unit(problem, induk)]
    for_desk = bool(entry.problems) and is_for_desk_alone(entry.problems, induk)
    note = unit_note(state, template.status_role(state.status), own, for_desk=for_desk)
    return ("id", entry.id), ("status", state.status), ("catatan", note)
