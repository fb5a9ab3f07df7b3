"""Every entry with all that was read about it: the row in its unit's tab, its row in `Induk`, and what follows from
both."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from sync.cells.cell import Tick
from sync.ledger.state import NO_BASIS, Approval, EntryState, Version
from sync.plan.entry_plan import EntryPlan
from sync.plan.entry_problems import EntryProblems, report_duplicates
from sync.plan.gather import PlanContext
from sync.plan.identity import UnitRow, order_of
from sync.plan.linked_documents import report_closed_links
from sync.plan.observed import is_late, observe, primary_row
from sync.plan.tick_rules import Current, Observed, decide, decide_new
from sync.plan.version import content_of, fingerprint_of, public_texts, reading_key
from sync.plan.version_changes import changed_elements
from sync.plan.what_stays_public import is_public
from sync.tabs.master_tab import MasterRow, read_class
from sync.tabs.problem import Problem

_CLEAR = {Tick.YES, Tick.NO}


def plan_entries(context: PlanContext) -> list[EntryPlan]:
    """An `EntryPlan` for every entry: known ones in the order of their numbers, then new ones in sheet order."""
    planner = _Planner(context)
    entries = [planner.known(id) for id in sorted(context.ledger.entries, key=order_of)]
    entries += [planner.new(id) for id in context.gathered.matching.fresh]
    report_duplicates(entries, context.gathered, context.template)
    report_closed_links(entries, context)
    return entries


class _Classed(NamedTuple):
    """The class of an entry and the basis of its exclusion, as read now."""

    typed: str
    value: str
    readable: bool
    basis: tuple[str, ...]
    filled: str
    """The class that sync fills in now, if it does."""


class _Planner:
    def __init__(self, context: PlanContext) -> None:
        self.context, self.gathered, self.ledger = context, context.gathered, context.ledger
        self.template, self.problems = context.template, EntryProblems(context)
        self.distinct: dict[Observed, Observed] = {}
        self.public_places = [self.template.content_roles.index(role) for role in self.template.public_roles]

    def new(self, id: str) -> EntryPlan:
        """An entry seen for the first time. Its class is its unit's proposal, if that can be read."""
        row = self.gathered.matching.rows[id]
        klasifikasi = self._proposal(row)
        content = self._content(row, klasifikasi, NO_BASIS)
        problems, error = self.problems.of(id, row, klasifikasi, klasifikasi, NO_BASIS, content)
        version = Version(id, 1, fingerprint_of(content), content, not error)
        current = Current(
            row.unit, row.row.typed, version.number, approvable=bool(klasifikasi) and not error,
            klasifikasi=klasifikasi, class_filled=bool(klasifikasi),
        )  # fmt: skip
        return EntryPlan(
            id, content.get("judul", ""), decide_new(id, current), version, row.row.values, row, None,
            problems=problems, error=error, new_version=version,
            reading=self._key(row.unit, row.row.typed, klasifikasi, NO_BASIS), class_written=klasifikasi,
        )  # fmt: skip

    def _proposal(self, row: UnitRow) -> str:
        """The class a unit proposes, if it is one."""
        proposal = row.row.values[self.problems.usulan]
        return proposal if proposal in self.problems.classes else ""

    def known(self, id: str) -> EntryPlan:
        """An entry the ledger knows, with whatever was read of it."""
        before, row = self.ledger.entries[id], self.gathered.matching.rows.get(id)
        rows = self.gathered.rows.get(id, ())
        observed = self._observed(before, rows) if rows else None
        master = primary_row(before, rows, self.gathered.master) if rows else None
        classed = self._class(before, observed, row)
        version, new, key = self._version(before, row, classed)
        removed = self._removed(before, row, rows)
        problems, error = ((), False) if removed else self._problems(id, row, classed, version)
        current = self._current(before, row, classed, version, error=error, removed=removed)
        approved_public = is_public(before, self.ledger.versions, self.template)
        decision = decide(before, observed, current, self.context.moment, approved_public)
        if master and observed and (master.silent or not {master.setuju, master.tarik} <= _CLEAR):
            problems = (*problems, *self.problems.of_silence(id, master))
            problems = (*problems, *self.problems.of_ticks(id, master, observed, decision))
        if decision.state.alasan:
            problems = (*problems, *self.problems.of_reason(id, decision))
        if row and decision.state.approved and classed.value != self.template.excluded_class:
            problems = (*problems, *self.problems.of_proposal(id, row))
        entry = EntryPlan(
            id, version.content.get("judul", ""), decision, version, self._values(before, row, version), row, master,
            observed, [other for other in rows if other is not master], problems, error, new, key, classed.filled,
        )  # fmt: skip
        self._elements(entry, before)
        return entry

    def _observed(self, before: EntryState, rows: Sequence[MasterRow]) -> Observed:
        """What `Induk` says. Most entries say the same, which is kept once."""
        observed = observe(before, rows, self.context)
        return self.distinct.setdefault(observed, observed)

    def _class(self, before: EntryState, observed: Observed | None, row: UnitRow | None) -> _Classed:
        """The desk's class and basis; an empty class may be filled in."""
        known = observed or before
        filled = "" if known.klasifikasi or self._unsaid(before) else self._filled(before, observed, row)
        typed = known.klasifikasi or filled
        return _Classed(typed, *read_class(typed, self.template), known.basis, filled)

    def _filled(self, before: EntryState, observed: Observed | None, row: UnitRow | None) -> str:
        """The class for an empty cell: once the unit's proposal, unless it would take what is approved off the site,
        which the desk decides. A class that was filled in and never arrived, or that an old version of the workbook
        lacks, is filled in again."""
        if observed and (observed.outdated or (self._unanswered(before) and not before.former_class)):
            return before.klasifikasi
        proposal = self._proposal(row) if row and not before.class_filled else ""
        return "" if before.approved and proposal == self.template.excluded_class else proposal

    def _unsaid(self, before: EntryState) -> bool:
        """Whether the cell for the class is no answer, or a formula that shows nothing now: it is not empty."""
        rows, master = self.gathered.rows.get(before.id), self.gathered.master
        if rows is None:
            return False
        row = primary_row(before, rows, master)
        computed = (row.number, master.columns.at["klasifikasi"]) in self.gathered.master_sheet.formulas
        return computed or "klasifikasi" in row.silent

    def _unanswered(self, before: EntryState) -> bool:
        rows = self.gathered.rows[before.id]
        master = self.gathered.master
        return is_late(before, master.text(primary_row(before, rows, master), "tanda"))

    def _problems(
        self, id: str, row: UnitRow | None, classed: _Classed, version: Version
    ) -> tuple[tuple[Problem, ...], bool]:
        """(what is wrong with the entry, whether it is an error)."""
        problems, error = self.problems.of(id, row, classed.typed, classed.value, classed.basis, version.content)
        if not classed.readable:
            return (*problems, self.problems.of_class(id, classed.typed)), True
        return problems, error or ((row is None or bool(row.row.unsaid)) and not version.valid)

    def _current(
        self,
        before: EntryState,
        row: UnitRow | None,
        classed: _Classed,
        version: Version,
        *,
        error: bool,
        removed: bool,
    ) -> Current:
        unit, typed = (row.unit, row.row.typed) if row else (before.unit, before.typed)
        return Current(
            unit, typed, version.number, approvable=bool(classed.value) and not error,
            missing=self._missing(before, row), removed=removed, klasifikasi=classed.typed, basis=classed.basis,
            class_filled=before.class_filled or bool(classed.filled),
            moved=row is not None and self._moved(before, version), mended=self._mended(before),
        )  # fmt: skip

    def _version(
        self, before: EntryState, row: UnitRow | None, classed: _Classed
    ) -> tuple[Version, Version | None, str]:
        """(the version, the same if it is new, the key of a typed text not seen before). Unchanged typed text keeps its
        version whatever a newer reader makes of it, if it could be read then (rule 2)."""
        versions = self.ledger.versions[before.id]
        shown = versions[before.version]
        if self._says_the_same(before, shown, row, classed) and (shown.valid or row is None):
            return shown, None, ""
        unit, typed = (row.unit, row.row.typed) if row else (before.unit, before.typed)
        key = self._key(unit, typed, classed.typed, classed.basis)
        known = self.ledger.readings.get(before.id, {}).get(key)
        if known and versions[known].valid:
            return versions[known], None, ""
        content = self._content(row, classed.value, classed.basis) if row else self._reclassed(shown, classed)
        fingerprint = fingerprint_of(content)
        for version in versions.values():
            if version.fingerprint == fingerprint:
                return version, None, "" if known == version.number else key
        new = Version(before.id, max(versions) + 1, fingerprint, content, row.row.valid if row else shown.valid)
        return new, new, key

    def _says_the_same(self, before: EntryState, shown: Version, row: UnitRow | None, classed: _Classed) -> bool:
        """Whether unit, public cells, class and basis are typed as they were."""
        if (classed.typed, classed.basis) != (before.klasifikasi, before.basis):
            return False
        if row is None:
            return True
        if row.unit != shown.content["unit"]:
            return False
        public = self.template.public_texts
        return row.row.typed == before.typed or public(row.row.typed) == public(before.typed)

    def _content(self, row: UnitRow, klasifikasi: str, basis: tuple[str, ...]) -> dict[str, str]:
        return content_of(row.unit, row.content, klasifikasi, basis, self.template)

    def _reclassed(self, shown: Version, classed: _Classed) -> dict[str, str]:
        public = public_texts(shown, self.template)
        return content_of(shown.content["unit"], public, classed.value, classed.basis, self.template)

    def _key(self, unit: str, typed: tuple[str, ...], klasifikasi: str, basis: tuple[str, ...]) -> str:
        return reading_key(unit, self.template.public_texts(typed), klasifikasi, basis)

    def _values(self, before: EntryState, row: UnitRow | None, version: Version) -> tuple[str, ...]:
        """What `Induk` shows: the public cells of the version, the others as the unit has them."""
        same = version.number == before.version
        public = self.gathered.contents[before.id] if same else public_texts(version, self.template)
        if row and row.content == public:
            return row.row.values
        shown = list(row.row.values if row else before.typed)
        for place, text in zip(self.public_places, public, strict=True):
            shown[place] = text
        return tuple(shown)

    def _removed(self, before: EntryState, row: UnitRow | None, rows: Sequence[MasterRow]) -> bool:
        """Whether somebody took its row out of `Induk`, where it was proposed for deletion: a mistake that nobody ever
        approved is gone then (rule 6). A workbook that may never have said so proves nothing."""
        if row or rows:
            return False
        office = self.ledger.office
        proposed = before.missing and office.confirmed == office.run and not self.context.older
        return before.removed or (proposed and not before.ever_approved)

    def _missing(self, before: EntryState, row: UnitRow | None) -> bool:
        return row is None and (before.missing or before.unit not in self.gathered.unreadable)

    def _mended(self, before: EntryState) -> int:
        """The run that gives a row its ID back; 0 where none was lost, or an unconfirmed run gave it."""
        office = self.ledger.office
        reported = max(before.mended_run, before.row_run) > office.confirmed
        return office.run + 1 if before.id in self.gathered.matching.mended and not reported else 0

    def _moved(self, before: EntryState, version: Version) -> bool:
        if version.number == before.version:
            return False
        shown = self.ledger.versions[before.id][before.version].content
        roles = ("unit", *self.template.public_roles)
        return any(shown.get(role) != version.content.get(role) for role in roles)

    def _elements(self, entry: EntryPlan, before: EntryState) -> None:
        """Say of a new approval which elements changed since the one before."""
        history = entry.state.history
        if len(history) == len(before.history) or len(history) < 2:
            return
        versions = self.ledger.versions[entry.id]
        changed = changed_elements(
            versions[history[-2].version].content, versions[history[-1].version].content, self.template
        )
        last = Approval(history[-1].at, history[-1].version, changed)
        entry.amend(history=(*history[:-1], last))
