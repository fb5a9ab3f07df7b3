"""A list as a whole: its tables found, its columns recognised, its rows read, what must be asked gathered."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from sync.cells.placeholders import is_ditto
from sync.cells.text import clean, fold, is_blank
from sync.importing.cell_kinds import CellKinds
from sync.importing.given import UNIT, Given, mapped_columns, verify_named
from sync.importing.link_names import with_link_names
from sync.importing.list_columns import IGNORED, Guess, guess_columns
from sync.importing.list_entry import EntryCells, EntryReader, Unread
from sync.importing.list_header import ListHeader
from sync.importing.list_questions import Question, unit_columns
from sync.importing.list_rows import Classes, LeftOut, ListRow, RowSorter, Section, data_rows, filled_merges, is_number
from sync.importing.list_tables import FoundTable, find_tables, section_of
from sync.importing.source import read_source
from sync.importing.source_tab import SourceTab
from sync.importing.unit_names import UnitNames
from sync.importing.words import Vocabulary, load_vocabulary, weigh
from sync.model import a1, column_letters
from sync.settings.settings import Settings
from sync.settings.units import folded_title
from sync.template.template import Template

_TITLE_ROLES = frozenset({"judul", "ringkasan"})


@dataclass(frozen=True)
class Entry:
    """One row that could be brought in. `unit` is empty while it is asked, `named` is the text that says whose it is.
    `source` are its own texts by the header there, `digest` tells it from every other row."""

    tab: str
    row: int
    unit: str
    values: Mapping[str, str]
    unread: tuple[Unread, ...]
    source: Mapping[str, str]
    digest: str
    named: str = ""

    @property
    def title(self) -> str:
        """Its title, or its summary where it has none."""
        return self.values.get("judul") or self.values.get("ringkasan", "")


@dataclass(frozen=True)
class ReadTable:
    """One table of the list: its header, its columns with a text out of each, the rows that are no entries, how many
    are, and the class that its titles, the tab's name or its columns say for them."""

    tab: str
    header: ListHeader
    guesses: Mapping[int, Guess]
    samples: Mapping[int, str]
    left_out: tuple[LeftOut, ...]
    entries: int
    klass: str


@dataclass
class WholeFile:
    """What an option for the whole file did. `filled` are the texts that name nothing here (empty: none stands there)
    of the rows it took, `kept` what rows name that it left alone; each with how many."""

    filled: Counter[str] = field(default_factory=Counter)
    kept: Counter[str] = field(default_factory=Counter)

    def choose(self, own: str, given: str, text: str) -> str:
        """What a row names; what was given for the whole file where it names nothing."""
        if given and not own:
            self.filled[text] += 1
        elif given and own != given:
            self.kept[own] += 1
        return own or given


@dataclass
class ListReading:
    """All that was understood of a list. `titles` stand above its tables, `beside` says where tables stand beside each
    other, by tab. `by_unit` and `by_class` say what the options for the whole file did. `answered` are the
    names of units that a person gave a unit. `name` is that of the file."""

    tables: list[ReadTable] = field(default_factory=list)
    entries: list[Entry] = field(default_factory=list)
    questions: list[Question] = field(default_factory=list)
    titles: list[str] = field(default_factory=list)
    beside: dict[str, tuple[str, ...]] = field(default_factory=dict)
    by_unit: WholeFile = field(default_factory=WholeFile)
    by_class: WholeFile = field(default_factory=WholeFile)
    answered: set[str] = field(default_factory=set)
    name: str = ""


class ListReader:
    """Reads lists for one office, by what a person said."""

    def __init__(self, settings: Settings, template: Template, vocabulary: Vocabulary, given: Given) -> None:
        self._template, self._vocabulary, self._given = template, vocabulary, given
        office = settings.office.name, settings.office.short
        self._units = UnitNames(settings.units, vocabulary.words, given.units, office)
        places = [piece for piece in settings.office.address.split(",") if not any(map(str.isdigit, piece))]
        self._kinds = CellKinds(template, vocabulary.words, self._units, places)
        self._classes = Classes(template.choices["klasifikasi"])
        self._reading = ListReading()

    def read(self, tabs: Sequence[SourceTab]) -> ListReading:
        """Every table of the file."""
        for tab in self._lists(tabs):
            section = Section()
            for table in find_tables(tab, self._vocabulary):
                self._reading.titles += table.titles
                fresh = section_of(table.titles, tab.sheet.title, self._classes, self._units)
                section = Section(fresh.klass or section.klass, fresh.unit or section.unit, section.unknown)
                if table.beside:
                    cells = tuple(a1(table.header.top, column) for column in table.beside)
                    self._reading.beside[tab.sheet.title] = cells
                else:
                    section = self._read_table(table, section)
        return self._reading

    def _lists(self, tabs: Sequence[SourceTab]) -> Sequence[SourceTab]:
        """Of a workbook of our own kind the units' tabs alone."""
        own = {folded_title(title) for title in self._template.fixed_titles}
        is_own = len({folded_title(tab.sheet.title) for tab in tabs} & own) > len(own) // 2
        return [tab for tab in tabs if folded_title(tab.sheet.title) not in own] if is_own else tabs

    def _read_table(self, table: FoundTable, section: Section) -> Section:
        guesses = self._guess(table)
        content = frozenset(place for place, guess in guesses.items() if guess.asked or _is_ours(guess))
        anchors = tuple(place for place in content if _TITLE_ROLES & {*guesses[place].roles, *guesses[place].asked})
        number = _number_column(table, guesses)
        sorter = RowSorter(
            table.sheet,
            table.header,
            self._vocabulary,
            self._classes,
            self._units,
            content,
            anchors,
            number,
            self._template.no_entries,
        )
        if any(guess.role == "pengecualian" for guess in guesses.values()) and not section.klass:
            section = replace(section, klass=self._class_of_other_list(guesses))
        klass = section.klass
        rows, section = sorter.rows(table.end, section)
        samples = {place: _sample(table, place) for place in guesses}
        made = ReadTable(table.sheet.title, table.header, guesses, samples, tuple(sorter.left_out), len(rows), klass)
        self._reading.tables.append(made)
        if anchors or table.header.top < 0:
            self._ask_columns(table, guesses, rows)
            self._read_rows(table, guesses, rows)
        return section

    def _class_of_other_list(self, guesses: Mapping[int, Guess]) -> str:
        """A list with the columns of an exclusion, and none of classes, is that of the excluded."""
        classed = any({"usulan", "tick_kelas"} & {*guess.roles, *guess.asked} for guess in guesses.values())
        return "" if classed else self._template.excluded_class

    def _guess(self, table: FoundTable) -> dict[int, Guess]:
        """The meaning of the columns, by what stands in the rows that hold more than one text."""
        rows = filled_merges(table.sheet, table.header)
        filled = list(data_rows(table.sheet, table.header, table.end))
        texts: dict[int, dict[int, str]] = {}
        linked: dict[int, float] = {}
        for place in range(max((len(rows[row]) for row in filled), default=0)):
            column = [(row, rows[row][place].strip()) for row in filled if place < len(rows[row])]
            held = [(row, text) for row, text in column if not is_blank(text) and text.strip("-– ")]
            if held:
                texts[place] = dict(held)
                linked[place] = sum((row, place) in table.links for row, _ in held) / len(held)
        mapped = mapped_columns(self._given, table.header, self._template)
        held_texts = {place: list(column.values()) for place, column in texts.items()}
        guesses = guess_columns(table.header, held_texts, linked, mapped, self._kinds, self._vocabulary, self._template)
        return with_link_names(guesses, texts, self._vocabulary.words)

    def _ask_columns(self, table: FoundTable, guesses: Mapping[int, Guess], rows: Sequence[ListRow]) -> None:
        numbers = frozenset(row.number for row in rows)
        for guess in guesses.values():
            roles = tuple(role for role in guess.asked if role != UNIT or not self._given.unit)
            if roles:
                question = Question(frozenset(roles), table.sheet.title, numbers, guess.header, roles, guess.column)
                self._reading.questions.append(question)

    def _read_rows(self, table: FoundTable, guesses: Mapping[int, Guess], rows: Sequence[ListRow]) -> None:
        vocabulary, is_1904 = self._vocabulary, table.sheet.date1904
        classes = self._given.classes
        reader = EntryReader(
            guesses,
            table.links,
            self._kinds,
            self._template,
            vocabulary,
            classes,
            date1904=is_1904,
            formulas=table.sheet.formulas,
        )
        reader.learn_places(rows)
        unit_column = next((place for place, guess in guesses.items() if UNIT in guess.roles), -1)
        asked: dict[tuple[str, str], list[int]] = {}
        above = ""
        for row in rows:
            cells = reader.read(row)
            text = row.text(unit_column) if unit_column >= 0 else ""
            above = text = above if is_ditto(text) else text
            unit = self._unit_of(text, guesses.get(unit_column), row.section.unit, cells)
            self._add_class(cells, row.section)
            if not unit:
                cells.asked[UNIT] = text or row.section.unit
            for role, about in cells.asked.items():
                asked.setdefault((role, about), []).append(row.number)
            name = self._named(text or row.section.unit, unit, cells)
            self._reading.entries.append(replace(_entry(table, guesses, row, cells, unit), named=name))
        self._ask_values(table.sheet.title, asked, unit_columns(guesses, rows, self._units) if unit_column < 0 else ())

    def _named(self, text: str, unit: str, cells: EntryCells) -> str:
        """The text that says whose a row is; where none does, the official who does."""
        if self._units.given(text):
            self._reading.answered.add(clean(text))
        by_official = unit and not text and not self._given.unit
        return cells.values.get("penanggung_jawab", "") if by_official else clean(text)

    def _unit_of(self, text: str, column: Guess | None, heading: str, cells: EntryCells) -> str:
        """The code of the unit whose row it is: that of the name that stands there or over it, then what a person gave
        for the whole file. An official that stands in the same cell is whose task it is."""
        both = column is not None and "penanggung_jawab" in weigh(column.header, self._vocabulary)
        code, official = self._units.split(text, official_too=both) if text else ("", "")
        if official and (column is None or "penanggung_jawab" in column.roles):
            cells.values["penanggung_jawab"] = official
        elif official:
            cells.values.setdefault("penanggung_jawab", official)
        if not text and heading:
            code = self._units.find(heading)
        if self._given.unit:
            return self._reading.by_unit.choose(code, self._given.unit, clean(text or heading))
        if not text and not heading and column is None:
            code, own = self._units.split(cells.values.get("penanggung_jawab", ""))
            if code and own:
                cells.values["penanggung_jawab"] = own
        return code

    def _add_class(self, cells: EntryCells, section: Section) -> None:
        """The class that stands over the row, where none stands in it, then what a person gave for the whole file; a
        text that names none is asked about."""
        text = cells.asked.get("usulan", "") or cells.values.get("usulan", "")
        own = "" if text not in self._template.class_values else text
        if not text:
            own, text = section.klass, "" if section.klass else section.unknown
        if self._given.klass:
            cells.values["usulan"] = self._reading.by_class.choose(own, self._given.klass, clean(text))
            cells.unread = [unread for unread in cells.unread if unread.role != "usulan"]
            cells.asked.pop("usulan", None)
        elif own:
            cells.values["usulan"] = own
        elif text and "usulan" not in cells.values:
            cells.asked["usulan"] = text

    def _ask_values(self, tab: str, asked: Mapping[tuple[str, str], list[int]], columns: tuple[str, ...]) -> None:
        """What is not understood of values. `columns` are those that may say whose the rows are."""
        for (role, about), numbers in asked.items():
            options, near = tuple(sorted(self._classes.named(about))), tuple[str, ...]()
            if role == UNIT:
                options, near = (self._units.named(about), self._units.nearest(about)) if about else (columns, ())
            question = Question(frozenset({role}), tab, frozenset(numbers), about, options, near=near)
            self._reading.questions.append(question)


def _is_ours(guess: Guess) -> bool:
    return bool(guess.role) and guess.role not in IGNORED


def _sample(table: FoundTable, place: int) -> str:
    """The first text of a column below its header."""
    column = (table.sheet.text(row, place).strip() for row in range(table.header.bottom + 1, table.end))
    return next(filter(None, column), "")


def _number_column(table: FoundTable, guesses: Mapping[int, Guess]) -> int:
    """The column that numbers the entries: by its header, or a key that counts; -1 where there is none."""
    named = [place for place, guess in guesses.items() if guess.role == "nomor"]
    if named:
        return named[0]
    filled = list(data_rows(table.sheet, table.header, table.end))
    for place in (place for place, guess in guesses.items() if guess.role in IGNORED):
        texts = [table.sheet.text(row, place).strip() for row in filled]
        if filled and all(map(is_number, texts)) and len(set(texts)) == len(texts):
            return place
    return -1


def _entry(table: FoundTable, guesses: Mapping[int, Guess], row: ListRow, cells: EntryCells, unit: str) -> Entry:
    source = {guess.header or column_letters(place): row.text(place) for place, guess in guesses.items()}
    source = {header: text for header, text in source.items() if text}
    digest = _digest(row, guesses, table)
    return Entry(table.sheet.title, row.number, unit, cells.values, tuple(cells.unread), source, digest)


def read_list(path: Path, settings: Settings, template: Template, given: Given) -> ListReading:
    """Everything that could be understood of a file. Raises `ListError` for one that cannot be read, `ArgumentError`
    for a mapping that names no column of it."""
    vocabulary = load_vocabulary(template.tab("unit"))
    reading = ListReader(settings, template, vocabulary, given).read(read_source(path))
    reading.name = path.stem
    headers: dict[str, str] = {}
    for table in reading.tables:
        for place in table.header.texts:
            for name in table.header.names(place):
                headers.setdefault(name, table.header.text(place))
    verify_named(given, headers, settings, template)
    return reading


def _digest(row: ListRow, guesses: Mapping[int, Guess], table: FoundTable) -> str:
    """What tells the row from every other: all its texts but the number, what they lead to, and what stands over it."""
    texts = [
        [clean(row.text(place)), *(link.url for link in table.links.get((row.number, place), ()))]
        for place in range(len(row.texts))
        if place not in guesses or guesses[place].role != "nomor"
    ]
    texts = [text for text in texts if any(text)]
    document = json.dumps([texts, row.section.klass, fold(row.section.unit)], ensure_ascii=False)
    return hashlib.sha256(document.encode()).hexdigest()
