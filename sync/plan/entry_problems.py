"""What is wrong with an entry: the problems of its row, what its class lacks, what stands in its row of `Induk`, and
which other entries say the same."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence

from sync.cells.cell import Tick
from sync.cells.text import Flaw, squeeze
from sync.cells.withdrawal_reason import read_withdrawal_reason
from sync.model import a1
from sync.plan.entry_plan import EntryPlan
from sync.plan.gather import Gathered, PlanContext
from sync.plan.identity import UnitRow
from sync.plan.observed import primary_row
from sync.plan.tick_rules import Decision, Observed
from sync.tabs.clerk_sentences import MAY_BE_EMPTY
from sync.tabs.master_tab import MasterRow
from sync.tabs.problem import Problem, make_problem
from sync.tabs.row_rules import check_class, find_duplicates
from sync.tabs.rows import merge_over
from sync.tabs.unit_tab import Reading, flaw_problem
from sync.template.template import Template

_UNCLEAR = (Tick.OTHER, Tick.SILENT)


class EntryProblems:
    """Finds them, with what all entries have in common looked up once."""

    def __init__(self, context: PlanContext) -> None:
        self.gathered, self.ledger, self.template = context.gathered, context.ledger, context.template
        self.readings = {reading.unit: reading for reading in self.gathered.readings}
        self.induk = self.template.tab("induk")
        self.lacking: dict[tuple[str, tuple[str, ...], str, bool, str], tuple[tuple[str, Problem], ...]] = {}
        self.by_row = {reading.unit: reading.problems_by_row for reading in self.gathered.readings}
        self.usulan = self.template.content_roles.index("usulan")
        self.tautan, self.judul = map(self.template.content_roles.index, ("tautan", "judul"))
        self.periodic, self.excluded = self.template.periodic_class, self.template.excluded_class
        self.classes = {choice.value for choice in self.template.choices["klasifikasi"]}

    def of(
        self,
        id: str,
        row: UnitRow | None,
        klasifikasi: str,
        class_value: str,
        basis: tuple[str, ...],
        content: Mapping[str, str],
    ) -> tuple[tuple[Problem, ...], bool]:
        """(problems of the entry with its ID, whether one of them is an error)."""
        problems: tuple[Problem, ...] = ()
        if row:
            of_row = self.by_row[row.unit].get(row.row.number)
            if of_row:
                of_row = self._with_last_texts(row, of_row) if row.row.unsaid else of_row
                problems = tuple([problem._replace(id=id) for problem in of_row])
            if not klasifikasi:
                proposal = row.row.values[self.usulan]
                class_value = proposal if proposal in self.classes else ""
        if self.demands(class_value, content.get("tautan", "")):
            lacking = self._lacking(class_value, content, basis, row.unit if row else "")
            lacking = tuple([each for each in lacking if self._can_be_filled(each[0])])
            problems = _without_hints(problems, {problem.column for _, problem in lacking})
            problems += tuple([problem._replace(cell=self._place(id, row, role), id=id) for role, problem in lacking])
        return problems, bool(problems) and any(problem.severity == "error" for problem in problems)

    def _with_last_texts(self, row: UnitRow, problems: tuple[Problem, ...]) -> tuple[Problem, ...]:
        """Where the entry's last text stands, that a cell says nothing is a warning."""
        unit = self.template.tab("unit")
        headers = {unit.column(role).header: role for role in row.row.unsaid}
        return tuple([self._kept(row, problem, headers[problem.column or ""]) if problem.column in headers else problem
                      for problem in problems])  # fmt: skip

    def _kept(self, row: UnitRow, problem: Problem, role: str) -> Problem:
        reading, merge = self.readings[row.unit], ""
        if problem.code == "sel-gabung" and reading.columns:
            merge = merge_over(self.gathered.sheets[row.unit], row.row.number, reading.columns.at[role])
        return make_problem(
            "isian-gabung" if merge else "isian-galat", tab=problem.tab, cell=problem.cell, column=problem.column,
            value=problem.value, range=merge,
        )  # fmt: skip

    def _can_be_filled(self, role: str) -> bool:
        """A workbook made before the consequences had columns is as good without them."""
        return role not in self.template.consequence_roles or role in self.gathered.master.columns.at

    def demands(self, klasifikasi: str, link: str) -> bool:
        """Whether a class asks for something that a row may lack, with this in its cell for links."""
        return klasifikasi == self.excluded or (klasifikasi == self.periodic and not link)

    def _lacking(
        self, class_value: str, content: Mapping[str, str], basis: tuple[str, ...], unit: str
    ) -> tuple[tuple[str, Problem], ...]:
        """(role, the problem wherever it is) of what `check_class` finds, once for all entries of a unit and class with
        the same form and basis, with a link or without."""
        alike = class_value, basis, content.get("bentuk", ""), bool(content.get("tautan")), unit
        if alike not in self.lacking:
            known = dict(zip(self.template.basis_roles, basis, strict=True))
            flaws = check_class(class_value, content, known, self.template)
            self.lacking[alike] = tuple([(role, self._class_flaw(role, flaw, unit)) for role, flaw in flaws])
        return self.lacking[alike]

    def _class_flaw(self, role: str, flaw: Flaw, unit: str) -> Problem:
        """A message for the desk in `Induk`, or for the unit in its own tab."""
        if role in self.template.basis_roles:
            return flaw_problem(flaw, self.induk.column(role), tab=self.induk.title, cell=None, value="")
        reading = self.readings.get(unit)
        tab = reading.tab if reading else self.induk.title
        return flaw_problem(flaw, self.template.tab("unit").column(role), tab=tab, cell=None, value="")

    def _place(self, id: str, row: UnitRow | None, role: str) -> str | None:
        """The address of what is lacking."""
        if role in self.template.basis_roles:
            return self._cell(id, role)
        reading = self.readings.get(row.unit) if row else None
        place = reading.columns.at.get(role) if reading and reading.columns else None
        return a1(row.row.number, place) if row and place is not None else None

    def of_class(self, id: str, klasifikasi: str) -> Problem:
        tab = self.template.tab("induk")
        header = tab.column("klasifikasi").header
        return make_problem(
            "klasifikasi-salah", tab=tab.title, cell=self._cell(id, "klasifikasi"), id=id, column=header,
            value=klasifikasi,
        )  # fmt: skip

    def of_silence(self, id: str, row: MasterRow) -> Iterator[Problem]:
        """Cells of `Induk` that are no answer: those that a merge covers, once a range, and formulas in error or
        without a value."""
        tab, at = self.template.tab("induk"), self.gathered.master.columns.at
        for merge in dict.fromkeys(filter(None, row.silent.values())):
            roles = [role for role in tab.roles if row.silent.get(role) == merge]
            header, cell = tab.column(roles[0]).header, a1(row.number, at[roles[0]])
            yield make_problem("induk-gabung", tab=tab.title, cell=cell, id=id, column=header, range=merge)
        for role in (role for role, merge in row.silent.items() if not merge):
            yield self._unsaid(id, row, role, "induk-galat", "induk-tanpa-nilai")

    def of_proposal(self, id: str, row: UnitRow) -> Iterator[Problem]:
        """That the unit would exclude what is approved for the public: desk and PPID decide."""
        proposal = row.row.values[self.usulan]
        if proposal == self.excluded:
            header, cell = self.induk.column("usulan").header, self._cell(id, "usulan")
            yield make_problem(
                "usul-dikecualikan", tab=self.induk.title, cell=cell, id=id, column=header, value=proposal
            )

    def of_ticks(self, id: str, row: MasterRow, observed: Observed, decision: Decision) -> Iterator[Problem]:
        """What stands in a tick cell, stays there, and is neither a tick nor none."""
        if row.setuju in _UNCLEAR and "setuju" not in row.silent and not observed.sign and not decision.clear_setuju:
            yield self._unclear(id, row, "setuju", self._why_unclear(row))
        if row.tarik is Tick.SILENT and "tarik" not in row.silent:
            yield self._unsaid(id, row, "tarik", "centang-galat", "centang-tanpa-nilai")
        if row.tarik is Tick.OTHER and not decision.clear_tarik:
            code = "tarik-isi" if decision.state.is_withdrawn else "tarik-isi-lama"
            yield self._unclear(id, row, "tarik", code)

    def of_reason(self, id: str, decision: Decision) -> Iterator[Problem]:
        """What stands under `Alasan Tarik` and says nothing to the public."""
        state = decision.state
        if not state.alasan or "alasan_tarik" not in self.gathered.master.columns.at:
            return
        found = read_withdrawal_reason(state.alasan, self.template.choices["alasan_tarik"])
        code = "alasan-lama" if state.alasan_void else "" if found else "alasan-lain"
        successor = found[1] if found and not code else ""
        if successor and (successor == id or successor not in self.ledger.entries):
            code = "alasan-id"
        if code:
            yield make_problem(
                code, tab=self.induk.title, cell=self._cell(id, "alasan_tarik"), id=id,
                column=self.induk.column("alasan_tarik").header, value=state.alasan, successor=successor,
            )  # fmt: skip

    def _why_unclear(self, row: MasterRow) -> str:
        if row.setuju is Tick.OTHER:
            return "centang-tak-terbaca"
        place = row.number, self.gathered.master.columns.at["setuju"]
        sheet = self.gathered.master_sheet
        if place in sheet.struck:
            return "centang-dicoret"
        return "centang-tanpa-kotak" if place in sheet.unboxed else "centang-galat"

    def _unsaid(self, id: str, row: MasterRow, role: str, error: str, empty: str) -> Problem:
        """A cell that says nothing: an error value, or a formula that the file holds no value for."""
        text = self.gathered.master_sheet.text(row.number, self.gathered.master.columns.at[role])
        return self._unclear(id, row, role, error if text.strip() else empty)

    def _unclear(self, id: str, row: MasterRow, role: str, code: str) -> Problem:
        tab, sheet = self.template.tab("induk"), self.gathered.master_sheet
        place = row.number, self.gathered.master.columns.at[role]
        formula = sheet.formulas.get(place)
        value = sheet.text(*place).strip() or (f"={formula.text}" if formula else "")
        return make_problem(code, tab=tab.title, cell=a1(*place), id=id, column=tab.column(role).header, value=value)

    def _cell(self, id: str, role: str) -> str | None:
        """The address of a column in the entry's row of `Induk`."""
        rows, master = self.gathered.rows.get(id), self.gathered.master
        if not rows or role not in master.columns.at:
            return None
        return a1(primary_row(self.ledger.entries[id], rows, master).number, master.columns.at[role])


def _without_hints(problems: tuple[Problem, ...], headers: Collection[str | None]) -> tuple[Problem, ...]:
    """The problems, without a hint that a cell may stay empty which the entry's class asks for."""
    return tuple([each for each in problems if each.code not in MAY_BE_EMPTY or each.column not in headers])


def report_duplicates(entries: Sequence[EntryPlan], gathered: Gathered, template: Template) -> None:
    """Same title and period within or across tabs: each gets a problem that says where the other stands. The order is
    that of the tabs: it says nothing who was there first and has the lower ID. Entries whose tab cannot be read come
    last and get none."""
    column = template.tab("unit").column("judul")
    readings = {reading.unit: (order, reading) for order, reading in enumerate(gathered.readings)}
    alike = {entry.id: entry for entry in _with_common_title(entries, gathered.unreadable)}
    places = sorted((readings[row.unit][0], row.row.number, id) for id, entry in alike.items() if (row := entry.row))
    stand = {id: _where(number, gathered.readings[order]) for order, number, id in places}
    stand |= {id: f"{id}, yang tabnya sedang tidak terbaca" for id, entry in alike.items() if not entry.row}
    rows = [(id, alike[id].title, alike[id].version.content.get("waktu", ""), where) for id, where in stand.items()]
    for id, where in find_duplicates(rows).items():
        entry, row = alike[id], alike[id].row
        if row:
            _, reading = readings[row.unit]
            cell = a1(row.row.number, reading.columns.at["judul"]) if reading.columns else None
            flaw = Flaw("duplikat", {"other": where})
            problem = flaw_problem(flaw, column, tab=reading.tab, cell=cell, value=entry.title, id=id)
            entry.problems = (*entry.problems, problem)


def _where(number: int, reading: Reading) -> str:
    return f"baris {number + 1} di tab “{reading.tab}”"


def _with_common_title(entries: Sequence[EntryPlan], unreadable: frozenset[str]) -> list[EntryPlan]:
    """The entries with a row, or in a tab that cannot be read, whose title another one has, too, blanks and signs
    apart: few, if any."""
    there = [entry for entry in entries if entry.row or (unreadable and _is_unread(entry, unreadable))]
    keys = [squeeze(entry.title) for entry in there]
    common = Counter(keys)
    return [entry for entry, key in zip(there, keys, strict=True) if common[key] > 1]


def _is_unread(entry: EntryPlan, unreadable: frozenset[str]) -> bool:
    state = entry.state
    return state.unit in unreadable and not state.missing
