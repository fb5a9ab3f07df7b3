"""From a tab as typed to rows as meant.

Finds the columns by their headers, reads every cell once per distinct value, and returns the rows together with
every problem found on the way. Never stops at the first problem, never drops a row that has content, touches
nothing outside its arguments.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import chain, repeat

from sync.cells.cell import odd_texts, read_cell, says_nothing
from sync.cells.document_links import compose_links, computed_link
from sync.cells.other_offices import OfficeFacts
from sync.cells.personal_data import Watch
from sync.cells.text import CellValue, Flaw, clean, is_blank
from sync.model import ID_PATTERN, Row, Sheet, a1
from sync.tabs.clerk_sentences import CELL_SENTENCES
from sync.tabs.header_row import Columns, find_columns
from sync.tabs.no_entry import MOST_CELLS, find_blocks
from sync.tabs.pasted_rows import LEAST_ROWS, shifted_rows
from sync.tabs.problem import Problem, make_problem
from sync.tabs.row_rules import check_row
from sync.tabs.rows import Grid, content_rows, covered_cells, fill_merged, forms_of, merge_over, tick_texts
from sync.template.template import Column, TabTemplate, Template

Columnwise = Sequence[Sequence[str]]
"""A table as columns: one sequence of texts a role, all equally long."""

_PERSONAL = "data-pribadi-"
_IN_EVERY_ENTRY = ("ringkasan", "penanggung_jawab", "tempat")


@dataclass(frozen=True)
class Reading:
    """A unit tab as read. `problems` are those of the tab (their `cell` is None or in the header) and then those
    of its rows; `problems_by_row` holds the latter by `Row.number`. `no_entries` are rows that are none (a total,
    signatures): the first of each block has the problem that says so. An unusable tab has no rows, and says why."""

    unit: str
    tab: str
    usable: bool
    columns: Columns | None
    rows: tuple[Row, ...]
    problems: tuple[Problem, ...]
    problems_by_row: Mapping[int, tuple[Problem, ...]] = field(default_factory=dict)
    no_entries: Mapping[int, Problem | None] = field(default_factory=dict)


def read_unit_tab(
    sheet: Sheet, unit_code: str, office: OfficeFacts, template: Template, needed: Collection[str] = ()
) -> Reading:
    """Read one unit's tab. It is unusable without a column that must be filled in, without one of `needed`, or if the
    workbook was not read whole."""
    tab = template.tab("unit")
    if not sheet.complete:
        incomplete = make_problem("tab-tidak-lengkap", tab=sheet.title, title=sheet.title)
        return Reading(unit_code, sheet.title, False, None, (), (incomplete,))
    needed = {*needed, *(column.role for column in tab.columns if column.required)}
    columns = find_columns(sheet, tab, needed, forms_of(template))
    if not isinstance(columns, Columns):
        return Reading(unit_code, sheet.title, False, None, (), columns)
    grid = Grid(sheet, columns.first)
    return _Tab(sheet, tab, template, Watch(office), columns, grid).reading(unit_code)


@dataclass
class _Tab:
    """The reading of one tab, column by column. `problems` are those of its rows, by number, `invalid` the rows with an
    error, `unsaid` why cells say nothing (a slug), by row and role; `made` keeps the problem of each flaw of a text."""

    sheet: Sheet
    tab: TabTemplate
    template: Template
    watch: Watch
    columns: Columns
    grid: Grid
    problems: dict[int, list[Problem]] = field(default_factory=dict)
    invalid: set[int] = field(default_factory=set)
    unsaid: dict[int, dict[str, str]] = field(default_factory=dict)
    made: dict[tuple[int, str, str], tuple[Flaw, Problem]] = field(default_factory=dict)

    def reading(self, unit_code: str) -> Reading:
        numbers = content_rows(self.grid, self.tab, self.template, self.columns)
        roles = self.template.content_roles
        typed = [self._typed(role, numbers) for role in roles]
        if no_entries := self._no_entries(numbers, typed):
            kept = [index for index, number in enumerate(numbers) if number not in no_entries]
            numbers, typed = [numbers[index] for index in kept], [[texts[index] for index in kept] for texts in typed]
        self._find_unsaid(numbers, typed)
        values = [self._read(role, numbers, texts) for role, texts in zip(roles, typed, strict=True)]
        self._check_rows(numbers, typed, values)
        self._report_struck(numbers, typed)
        self._report_unsaid(typed, numbers)
        self._report_shifted(numbers, typed)
        rows = self._rows(numbers, typed, values)
        by_row = {number: tuple(self.problems[number]) for number in sorted(self.problems)}
        problems = (*self.columns.notes, *chain.from_iterable(by_row.values()))
        return Reading(unit_code, self.sheet.title, True, self.columns, rows, problems, by_row, no_entries)

    def _no_entries(self, numbers: Sequence[int], typed: Columnwise) -> dict[int, Problem | None]:
        """Rows without an ID that are a total or stand in a block of signatures."""
        place, roles = self.columns.at.get("id", -1), self.template.content_roles
        usual = zip(*(typed[roles.index(role)] for role in _IN_EVERY_ENTRY), strict=True)
        few = [index for index, texts in enumerate(usual) if not all(texts)]  # what holds all of these is an entry
        rows = {}
        for index in few:
            texts = self._own_texts(numbers[index])
            words = [text for text in texts if any(map(str.isalpha, text))]
            if words and len(words) <= MOST_CELLS and not self._has_id(numbers[index], place):
                rows[numbers[index]] = texts
        blocks = find_blocks(rows, set(numbers) - rows.keys(), self.template.no_entries) if rows else []
        return {number: self._no_entry(block) if number == block[0] else None for block in blocks for number in block}

    def _own_texts(self, number: int) -> list[str]:
        """What people typed into a row, in whatever column."""
        ours = {self.columns.at.get("status"), self.columns.at.get("catatan")}
        row = enumerate(self.sheet.rows[number])
        return [clean(text) for place, text in row if place not in ours and not is_blank(text)]

    def _no_entry(self, block: Sequence[int]) -> Problem:
        first, last = block[0] + 1, block[-1] + 1
        rows = f"Baris {first}" if first == last else f"Baris {first} sampai {last}"
        cell = a1(block[0], self.columns.at["judul"])
        return make_problem("bukan-informasi", tab=self.sheet.title, cell=cell, rows=rows)

    def _rows(self, numbers: Sequence[int], typed: Columnwise, values: Columnwise) -> tuple[Row, ...]:
        place = self.columns.at.get("id")
        ids = [""] * len(numbers) if place is None else self.grid.texts(place, numbers)
        valid = [number not in self.invalid for number in numbers]
        texts = list(zip(*typed, strict=True))
        normal = [read if read != row else row for row, read in zip(texts, zip(*values, strict=True), strict=True)]
        unsaid = [tuple(self.unsaid.get(number, ())) for number in numbers] if self.unsaid else repeat(())
        return tuple(map(Row, numbers, ids, texts, normal, valid, unsaid))

    def _typed(self, role: str, numbers: Sequence[int]) -> list[str]:
        """The texts of a column as typed, with what merged cells, tick columns and hidden link targets add to them."""
        place = self.columns.at.get(role)
        if place is None:
            return [""] * len(numbers)
        if role == "bentuk" and self.columns.ticks:
            return tick_texts(self.sheet, self.columns, numbers, self.template.ticks["form"])
        texts = fill_merged(self.sheet, self.columns, place, numbers, self.grid.texts(place, numbers))
        links = self.sheet.links
        if not links or self.tab.column(role).kind != "links":
            return texts
        pairs = zip(numbers, texts, strict=True)
        return [
            compose_links(text, links[number, place]) if (number, place) in links else text for number, text in pairs
        ]

    def _read(self, role: str, numbers: Sequence[int], texts: list[str]) -> list[str]:
        """The values of a column. Each distinct text is read once; its flaws become problems of every row it is in."""
        column = self.tab.column(role)
        distinct = dict.fromkeys(texts)
        odd = dict.fromkeys(chain(odd_texts(distinct, column), self.watch.suspects(distinct)))
        reads = {text: self._read_one(text, column) for text in odd}
        flaws = {text: read.flaws for text, read in reads.items() if read.flaws}
        if flaws:
            for number, text in zip(numbers, texts, strict=True):
                if text in flaws:
                    self._report(number, column, text, self._of_formula(number, column, flaws[text]))
        values = {text: read.value for text, read in reads.items() if read.value != text}
        return [values.get(text, text) for text in texts] if values else texts

    def _of_formula(self, number: int, column: Column, flaws: tuple[Flaw, ...]) -> tuple[Flaw, ...]:
        """The flaws of a cell. A link whose address a formula computes is named as the formula it is."""
        formula = self.sheet.formulas.get((number, self.columns.at.get(column.role, -1)))
        return computed_link(flaws, formula.text) if formula and column.kind == "links" else flaws

    def _read_one(self, text: str, column: Column) -> CellValue:
        read = read_cell(text, column, self.template, date1904=self.sheet.date1904)
        if column.role == "usulan":
            read = CellValue(read.value, tuple(map(_as_hint, read.flaws)))
        if not read.value:
            return CellValue("", (self._empty(column),) if column.required else read.flaws)
        exposed = self.watch.check(read.value)
        return CellValue(read.value, (*read.flaws, *exposed)) if exposed else read

    def _empty(self, column: Column) -> Flaw:
        code = f"{column.role.replace('_', '-')}-kosong"
        return Flaw(code if code in CELL_SENTENCES else "isian-kosong", {"example": column.example})

    def _check_rows(self, numbers: Sequence[int], typed: Columnwise, values: Columnwise) -> None:
        """The rules over several cells of a row."""
        at = {role: index for index, role in enumerate(self.template.content_roles)}
        for index, role, flaw in check_row(at, values, self.tab):
            self._report(numbers[index], self.tab.column(role), typed[at[role]][index], (flaw,))

    def _find_unsaid(self, numbers: Sequence[int], typed: Sequence[list[str]]) -> None:
        """Cells that say nothing: what a merge over several columns, or with the header, covers, error values and what
        is still loading, and formulas that the file holds no value for (a link needs none)."""
        merges = tuple(merge for merge in self.sheet.merges if merge[1] != merge[3] or self.columns.is_header(merge[0]))
        places = set(self.columns.at.values())
        covered = covered_cells(replace(self.sheet, merges=merges), places, self.grid.numbers.start) if merges else {}
        formulas = self.sheet.formulas.items()
        unstored = {at for at, formula in formulas if not formula.stored and at not in self.sheet.links}
        for role, texts in zip(self.template.content_roles, typed, strict=True):
            place = self.columns.at.get(role, -1)
            odd = set(filter(says_nothing, set(texts)))
            for index, number in enumerate(numbers) if odd or covered or unstored else ():
                if (number, place) in covered:
                    texts[index], code = "", "sel-gabung"
                elif texts[index] in odd:
                    code = "rumus-galat"
                elif (number, place) in unstored:
                    code = "rumus-tanpa-nilai"
                else:
                    continue
                self.unsaid.setdefault(number, {})[role] = code

    def _report_unsaid(self, typed: Columnwise, numbers: Sequence[int]) -> None:
        """That a cell says nothing, and not what is wrong with nothing, is its problem."""
        roles, index = self.template.content_roles, {number: index for index, number in enumerate(numbers)}
        for number, codes in self.unsaid.items():
            for role, code in codes.items():
                column, at = self.tab.column(role), (number, self.columns.at[role])
                text = typed[roles.index(role)][index[number]]
                if code == "rumus-tanpa-nilai":
                    text = self.sheet.formulas[at].text
                kept = [problem for problem in self.problems.get(number, ()) if problem.column != column.header]
                self.problems[number] = kept
                words = {"example": column.example, "range": merge_over(self.sheet, *at)}
                self._report(number, column, text, (Flaw(code, words),))

    def _report_struck(self, numbers: Sequence[int], typed: Columnwise) -> None:
        """What somebody struck through and did not delete: it stands there, and is not meant."""
        struck = {row for row, _ in self.sheet.struck}
        for index, number in enumerate(numbers) if struck else ():
            if number not in struck:
                continue
            filled = [role for role, texts in zip(self.template.content_roles, typed, strict=True) if texts[index]]
            roles = [role for role in filled if (number, self.columns.at.get(role, -1)) in self.sheet.struck]
            if len(roles) == len(filled) > 1:
                self._report(number, self.tab.column("judul"), "", (Flaw("baris-dicoret"),))
                continue
            for role in roles:
                self._report(number, self.tab.column(role), "", (Flaw("isian-dicoret"),))

    def _report_shifted(self, numbers: Sequence[int], typed: Columnwise) -> None:
        """New rows that were pasted in another order get one sentence together, besides what must not become public."""
        if len(self.invalid) < LEAST_ROWS:
            return
        place = self.columns.at.get("id", -1)
        texts = zip(numbers, zip(*typed, strict=True), strict=True)
        suspects = [
            (number, row) for number, row in texts if number in self.invalid and not self._has_id(number, place)
        ]
        shifted = shifted_rows(suspects, self.template)
        for number in shifted:
            kept = [problem for problem in self.problems[number] if problem.code.startswith(_PERSONAL)]
            self.problems[number] = [self._shifted(number, shifted), *kept]

    def _shifted(self, number: int, shifted: Sequence[int]) -> Problem:
        """What to do, in the first of the rows; in the others, where that stands."""
        code = "tempelan-bergeser" if number == shifted[0] else "tempelan-lanjutan"
        return make_problem(
            code, tab=self.sheet.title, cell=a1(number, self.columns.at["judul"]),
            column=self.tab.column("judul").header, count=len(shifted), row=shifted[0] + 1,
        )  # fmt: skip

    def _has_id(self, number: int, place: int) -> bool:
        return place >= 0 and ID_PATTERN.fullmatch(self.sheet.text(number, place).strip()) is not None

    def _report(self, number: int, column: Column, text: str, flaws: Iterable[Flaw]) -> None:
        place = self.columns.at.get(column.role)
        cell = None if place is None else a1(number, place)
        for flaw in flaws:
            like = self._problem(flaw, column, text)
            self.problems.setdefault(number, []).append(like._replace(cell=cell))
            if like.severity == "error":
                self.invalid.add(number)

    def _problem(self, flaw: Flaw, column: Column, text: str) -> Problem:
        """The problem without its cell, the same object for every row that has the flaw."""
        alike = id(flaw), column.role, text
        if alike not in self.made:
            self.made[alike] = flaw, flaw_problem(flaw, column, tab=self.sheet.title, cell=None, value=text)
        return self.made[alike][1]


def _as_hint(flaw: Flaw) -> Flaw:
    """A proposal that is none stops nobody: the desk decides the class."""
    return Flaw("usulan-salah", {"more": "", **flaw.words}) if flaw.code in ("pilihan-salah", "isian-belum") else flaw


def flaw_problem(
    flaw: Flaw, column: Column, *, tab: str, cell: str | None, value: str, id: str | None = None
) -> Problem:
    """The problem that a flaw makes in a cell. Personal data is left out of it."""
    shown = "" if flaw.code.startswith(_PERSONAL) else value
    return make_problem(flaw.code, tab=tab, cell=cell, id=id, column=column.header, value=shown, **flaw.words)
