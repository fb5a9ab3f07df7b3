"""From a tab as typed to rows as meant.

Finds the columns by their headers, reads every cell once per distinct value, and returns the rows together with every problem
found on the way. Never stops at the first problem, never drops a row that has content, touches nothing outside its arguments.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain

from sync.cell import read_cell
from sync.header import Columns, find_columns
from sync.links import compose_links
from sync.model import Row, Sheet, a1
from sync.personal import OfficeFacts, check_text
from sync.problem import CELL_SENTENCES, Problem, make_problem
from sync.rows import content_rows, fill_merged, forms_of, tick_texts
from sync.rules import check_class, check_row, find_duplicates
from sync.spelling import Flaw, Read
from sync.template import Column, TabTemplate, Template

__all__ = [
    "Columns", "OfficeFacts", "Reading", "check_class", "find_columns", "find_duplicates", "flaw_problem", "read_unit_tab",
]  # fmt: skip

_UNHIDDEN = frozenset({"data-pribadi-nik", "data-pribadi-telepon", "data-pribadi-surel", "data-pribadi-rekening"})


@dataclass(frozen=True)
class Reading:
    """A unit tab as read. `problems` are those of the tab (their `cell` is None or in the header) and then those of its rows;
    `problems_by_row` holds the latter by `Row.number`. An unusable tab has no rows, and says why."""

    unit: str
    tab: str
    usable: bool
    columns: Columns | None
    rows: tuple[Row, ...]
    problems: tuple[Problem, ...]
    problems_by_row: Mapping[int, tuple[Problem, ...]] = field(default_factory=dict)


def read_unit_tab(
    sheet: Sheet, unit_code: str, office: OfficeFacts, template: Template, needed: Collection[str] = ()
) -> Reading:
    """Read one unit's tab. It is unusable without a column that must be filled in, without one of `needed`, or if the door
    knows that rows are missing."""
    tab = template.tab("unit")
    if not sheet.complete:
        incomplete = make_problem("tab-tidak-lengkap", tab=sheet.title, title=sheet.title)
        return Reading(unit_code, sheet.title, False, None, (), (incomplete,))
    needed = {*needed, *(column.role for column in tab.columns if column.required)}
    columns = find_columns(sheet, tab, needed, forms_of(template))
    if not isinstance(columns, Columns):
        return Reading(unit_code, sheet.title, False, None, (), columns)
    return _Tab(sheet, tab, template, office, columns).reading(unit_code)


@dataclass
class _Tab:
    """The work on one tab: columns of texts in, rows and problems out."""

    sheet: Sheet
    tab: TabTemplate
    template: Template
    office: OfficeFacts
    columns: Columns
    found: dict[int, list[Problem]] = field(default_factory=dict)
    bad: set[int] = field(default_factory=set)

    def reading(self, unit_code: str) -> Reading:
        numbers = content_rows(self.sheet, self.tab, self.template, self.columns)
        roles = self.template.content_roles
        typed = [self._typed(role, numbers) for role in roles]
        values = [self._read(role, numbers, texts) for role, texts in zip(roles, typed, strict=True)]
        self._check_rows(numbers, roles, typed, values)
        rows = self._rows(numbers, typed, values)
        by_row = {number: tuple(problems) for number, problems in sorted(self.found.items())}
        problems = (*self.columns.notes, *chain.from_iterable(by_row.values()))
        return Reading(unit_code, self.sheet.title, True, self.columns, rows, problems, by_row)

    def _rows(self, numbers: list[int], typed: list[list[str]], values: list[list[str]]) -> tuple[Row, ...]:
        place = self.columns.at.get("id")
        ids = [""] * len(numbers) if place is None else [self.sheet.text(number, place).strip() for number in numbers]
        bad = self.bad
        parts = zip(numbers, ids, zip(*typed, strict=True), zip(*values, strict=True), strict=True)
        return tuple(Row(number, id, before, after, number not in bad) for number, id, before, after in parts)

    def _typed(self, role: str, numbers: list[int]) -> list[str]:
        """The texts of a column as typed, with what merged cells, tick columns and hidden link targets add to them."""
        place = self.columns.at.get(role)
        if place is None:
            return [""] * len(numbers)
        if role == "bentuk" and self.columns.ticks:
            return tick_texts(self.sheet, self.columns, numbers)
        rows = self.sheet.rows
        texts = [row[place].strip() if place < len(row := rows[number]) else "" for number in numbers]
        texts = fill_merged(self.sheet, place, numbers, texts)
        return self._linked(place, numbers, texts) if self.tab.column(role).kind == "links" else texts

    def _linked(self, place: int, numbers: list[int], texts: list[str]) -> list[str]:
        links = self.sheet.links
        if not links:
            return texts
        pairs = zip(numbers, texts, strict=True)
        return [compose_links(text, links[number, place]) if (number, place) in links else text for number, text in pairs]

    def _read(self, role: str, numbers: list[int], texts: list[str]) -> list[str]:
        """The values of a column. Each distinct text is read once; a flaw is told on every row that has it."""
        column = self.tab.column(role)
        reads = {text: self._read_one(text, column) for text in dict.fromkeys(texts)}
        flawed = {text: read.flaws for text, read in reads.items() if read.flaws}
        if column.required and "" in reads:
            flawed[""] = (self._empty(column),)
        if flawed:
            for number, text in zip(numbers, texts, strict=True):
                if text in flawed:
                    self._tell(number, column, text, flawed[text])
        self._unstored(column, numbers)
        return [reads[text].value for text in texts]

    def _read_one(self, text: str, column: Column) -> Read:
        if not text:
            return Read("")
        read = read_cell(text, column, self.template, date1904=self.sheet.date1904)
        exposed = check_text(read.value, self.office)
        return Read(read.value, (*read.flaws, *exposed)) if exposed else read

    def _empty(self, column: Column) -> Flaw:
        code = f"{column.role.replace('_', '-')}-kosong"
        return Flaw(code if code in CELL_SENTENCES else "isian-kosong", {"example": column.example})

    def _unstored(self, column: Column, numbers: Sequence[int]) -> None:
        """Formulas that the file holds no value for."""
        place = self.columns.at.get(column.role)
        known = None
        for (number, at), formula in self.sheet.formulas.items():
            if at == place and not formula.stored and (number, at) not in self.sheet.links:
                known = known or set(numbers)
                if number in known:
                    self._replace(number, column, formula.text)

    def _replace(self, number: int, column: Column, formula: str) -> None:
        """The missing value is the problem of such a cell, not that it is empty."""
        kept = [problem for problem in self.found.get(number, ()) if problem.column != column.header]
        self.found[number] = kept
        self._tell(number, column, formula, (Flaw("rumus-tanpa-nilai", {"example": column.example}),))

    def _tell(self, number: int, column: Column, text: str, flaws: Iterable[Flaw]) -> None:
        place = self.columns.at.get(column.role)
        if not text and (merge := self._merge_over(number, place)):
            flaws = (Flaw("sel-gabung", {"range": merge, "example": column.example}),)
        cell = None if place is None else a1(number, place)
        for flaw in flaws:
            problem = flaw_problem(flaw, column, tab=self.sheet.title, cell=cell, value=text)
            self.found.setdefault(number, []).append(problem)
            if problem.severity == "error":
                self.bad.add(number)

    def _merge_over(self, number: int, place: int | None) -> str:
        """The range of the merged cells that swallowed an empty cell."""
        for top, left, bottom, right in self.sheet.merges if place is not None else ():
            if top <= number <= bottom and left <= (place or 0) <= right:
                return f"{a1(top, left)}:{a1(bottom, right)}"
        return ""

    def _check_rows(
        self, numbers: list[int], roles: Sequence[str], typed: list[list[str]], values: list[list[str]]
    ) -> None:
        """The rules over several cells of a row."""
        at = {role: index for index, role in enumerate(roles)}
        told: Callable[[int, int, str, Flaw], None] = lambda row, index, role, flaw: self._tell(  # noqa: E731
            row, self.tab.column(role), typed[index][at_row[row]], (flaw,)
        )
        at_row = {number: index for index, number in enumerate(numbers)}
        for index, role, flaw in check_row(at, values, self.tab):
            told(numbers[index], at[role], role, flaw)


def flaw_problem(flaw: Flaw, column: Column, *, tab: str, cell: str | None, value: str, id: str | None = None) -> Problem:
    """The problem that a flaw is at its place. Personal data is not carried along: the value is left out of it."""
    shown = "" if flaw.code in _UNHIDDEN else value
    return make_problem(flaw.code, tab=tab, cell=cell, id=id, column=column.header, value=shown, **flaw.words)
