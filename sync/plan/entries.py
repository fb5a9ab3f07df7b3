"""Every entry with all that was read about it: the row in its unit's tab, its row in `Induk`, and what follows from
both."""

from __future__ import annotations

from dataclasses import dataclass

from sync.ledger.state import Approval, EntryState, LedgerState, Version
from sync.plan.approval import Current, Moment, Observed, decide, decide_new
from sync.plan.entry_plan import EntryPlan
from sync.plan.entry_problems import EntryProblems, tell_duplicates
from sync.plan.gather import Gathered
from sync.plan.identity import UnitRow, order_of
from sync.plan.observed import is_late, observe, primary_row
from sync.plan.release import is_public
from sync.plan.status import changed_elements
from sync.plan.version import content_of, fingerprint_of, public_texts, reading_key
from sync.tabs.master_tab import read_class
from sync.template.template import Template

_NO_BASIS = ("", "", "")


def plan_entries(
    gathered: Gathered, ledger: LedgerState, template: Template, moment: Moment, restored: str
) -> list[EntryPlan]:
    """An `EntryPlan` for every entry: known ones in the order of their numbers, then new ones in sheet order."""
    planner = _Planner(gathered, ledger, template, moment, restored, EntryProblems(gathered, ledger, template))
    entries = [planner.known(id) for id in sorted(ledger.entries, key=order_of)]
    entries += [planner.new(id) for id in gathered.matching.fresh]
    tell_duplicates(entries, gathered, template)
    return entries


@dataclass
class _Planner:
    gathered: Gathered
    ledger: LedgerState
    template: Template
    moment: Moment
    restored: str
    problems: EntryProblems

    def __post_init__(self) -> None:
        self.public_places = [self.template.content_roles.index(role) for role in self.template.public_roles]

    def new(self, id: str) -> EntryPlan:
        """An entry seen for the first time. Its class is its unit's proposal, if that can be read."""
        row = self.gathered.matching.rows[id]
        klasifikasi = self._proposal(row)
        content = self._content(row, klasifikasi, _NO_BASIS)
        problems, error = self.problems.of(id, row, klasifikasi, klasifikasi, _NO_BASIS, content)
        version = Version(id, 1, fingerprint_of(content), content, not error)
        current = Current(
            row.unit, row.row.typed, version.number, approvable=bool(klasifikasi) and not error,
            klasifikasi=klasifikasi, class_filled=bool(klasifikasi),
        )  # fmt: skip
        return EntryPlan(
            id, content.get("judul", ""), decide_new(id, current), version, row.row.values, row, None,
            problems=problems, error=error, new_version=version,
            reading=self._key(row.unit, row.row.typed, klasifikasi, _NO_BASIS), class_written=klasifikasi,
        )  # fmt: skip

    def _proposal(self, row: UnitRow) -> str:
        """The class a unit proposes, if it is one."""
        proposal = row.row.values[self.problems.usulan]
        return proposal if proposal in self.problems.classes else ""

    def known(self, id: str) -> EntryPlan:
        """An entry the ledger knows, with whatever was read of it."""
        before, row = self.ledger.entries[id], self.gathered.matching.rows.get(id)
        rows = self.gathered.rows.get(id, ())
        seen = observe(before, rows, self.gathered, self.ledger, self.template, self.restored) if rows else None
        master = primary_row(before, rows, self.gathered.master) if rows else None
        klasifikasi, basis, filled = self._class(before, seen, row)
        meant, readable = read_class(klasifikasi, self.template)
        unit, typed = (row.unit, row.row.typed) if row else (before.unit, before.typed)
        version, new, key = self._version(before, row, unit, typed, meant, klasifikasi, basis)
        problems, error = self.problems.of(id, row, klasifikasi, meant, basis, version.content)
        if row is None:
            error = error or not version.valid
        if not readable:
            problems = (*problems, self.problems.of_class(id, klasifikasi))
        error = error or not readable
        current = Current(
            unit=unit, typed=typed, version=version.number, approvable=readable and bool(meant) and not error,
            missing=self._missing(before, row), moved=row is not None and self._moved(before, version),
            mended=self._mended(before), klasifikasi=klasifikasi, basis=basis,
            class_filled=before.class_filled or bool(filled),
        )  # fmt: skip
        decision = decide(before, seen, current, self.moment, is_public(before, self.ledger.versions, self.template))
        if master and (master.setuju is None or master.tarik is None):
            problems = (*problems, *self.problems.of_ticks(id, master, decision))
        extra = [other for other in rows if other is not master] if len(rows) > 1 else ()
        values = self._values(before, row, typed, version)
        title = version.content.get("judul", "")
        entry = EntryPlan(
            id, title, decision, version, values, row, master, seen, extra, problems, error, new, key, filled
        )
        self._elements(entry, before)
        return entry

    def _class(
        self, before: EntryState, seen: Observed | None, row: UnitRow | None
    ) -> tuple[str, tuple[str, ...], str]:
        """(class as typed, basis, the class filled in now): the desk's cell, else once the unit's proposal. A class
        that was filled in and never arrived, or that an old version of the workbook lacks, is filled in again."""
        klasifikasi = seen.klasifikasi if seen else before.klasifikasi
        basis = seen.basis if seen else before.basis
        proposal = self._proposal(row) if row else ""
        if seen and not klasifikasi and (seen.spent or (self._unanswered(before) and not before.former_class)):
            return before.klasifikasi, basis, before.klasifikasi
        if not klasifikasi and not before.class_filled and proposal:
            return proposal, basis, proposal
        return klasifikasi, basis, ""

    def _unanswered(self, before: EntryState) -> bool:
        rows = self.gathered.rows[before.id]
        master = self.gathered.master
        return is_late(before, master.text(primary_row(before, rows, master), "tanda"))

    def _version(  # noqa: PLR0913
        self,
        before: EntryState,
        row: UnitRow | None,
        unit: str,
        typed: tuple[str, ...],
        meant: str,
        klasifikasi: str,
        basis: tuple[str, ...],
    ) -> tuple[Version, Version | None, str]:
        """(the version, the same if it is new, the key of a typed text not seen before). Unchanged typed text keeps its
        version whatever a newer reader makes of it, if it could be read then (rule 2)."""
        versions = self.ledger.versions[before.id]
        shown = versions[before.version]
        same_class = (klasifikasi, basis) == (before.klasifikasi, before.basis)
        if (
            same_class
            and unit == before.unit
            and (typed == before.typed or self._same_public(typed, before.typed))
            and (shown.valid or row is None)
        ):
            return shown, None, ""
        key = self._key(unit, typed, klasifikasi, basis)
        known = self.ledger.readings.get(before.id, {}).get(key)
        if known and versions[known].valid:
            return versions[known], None, ""
        content = self._content(row, meant, basis) if row else self._reclassed(shown, meant, basis)
        fingerprint = fingerprint_of(content)
        for version in versions.values():
            if version.fingerprint == fingerprint:
                return version, None, "" if known == version.number else key
        new = Version(before.id, max(versions) + 1, fingerprint, content, row.row.valid if row else shown.valid)
        return new, new, key

    def _content(self, row: UnitRow, klasifikasi: str, basis: tuple[str, ...]) -> dict[str, str]:
        return content_of(row.unit, row.content, klasifikasi, basis, self.template)

    def _reclassed(self, shown: Version, klasifikasi: str, basis: tuple[str, ...]) -> dict[str, str]:
        public = public_texts(shown, self.template)
        return content_of(shown.content["unit"], public, klasifikasi, basis, self.template)

    def _key(self, unit: str, typed: tuple[str, ...], klasifikasi: str, basis: tuple[str, ...]) -> str:
        return reading_key(unit, self.template.public_texts(typed), klasifikasi, basis)

    def _same_public(self, typed: tuple[str, ...], before: tuple[str, ...]) -> bool:
        return self.template.public_texts(typed) == self.template.public_texts(before)

    def _values(
        self, before: EntryState, row: UnitRow | None, typed: tuple[str, ...], version: Version
    ) -> tuple[str, ...]:
        """What `Induk` shows: the public cells of the version, the others as the unit has them."""
        same = version.number == before.version
        public = self.gathered.contents[before.id] if same else public_texts(version, self.template)
        if row and row.content == public:
            return row.row.values
        shown = list(row.row.values if row else typed)
        for place, text in zip(self.public_places, public, strict=True):
            shown[place] = text
        return tuple(shown)

    def _missing(self, before: EntryState, row: UnitRow | None) -> bool:
        return row is None and (before.missing or before.unit not in self.gathered.closed)

    def _mended(self, before: EntryState) -> int:
        """The run that gives a row its ID back; 0 where none was lost: told already, or never known to be written."""
        office = self.ledger.office
        said = max(before.mended_run, before.row_run) > office.confirmed
        return office.run + 1 if before.id in self.gathered.matching.mended and not said else 0

    def _moved(self, before: EntryState, version: Version) -> bool:
        if version.number == before.version:
            return False
        shown = self.ledger.versions[before.id][before.version].content
        roles = ("unit", *self.template.public_roles)
        return any(shown.get(role) != version.content.get(role) for role in roles)

    def _elements(self, entry: EntryPlan, before: EntryState) -> None:
        """Say of a new approval which elements changed since the one before."""
        history = entry.decision.state.history
        if len(history) == len(before.history) or len(history) < 2:
            return
        versions = self.ledger.versions[entry.id]
        changed = changed_elements(
            versions[history[-2].version].content, versions[history[-1].version].content, self.template
        )
        last = Approval(history[-1].at, history[-1].version, changed)
        entry.amend(history=(*history[:-1], last))
