"""One row of a list → the cells of one row of ours, read as our tabs read them.

What can be read is in the written form, what cannot keeps its own text and is told. Nothing is filled in.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from sync.cells.cell import Tick, read_cell, read_tick
from sync.cells.document_links import compose_links, computed_link, read_links
from sync.cells.period_reading import read_period
from sync.cells.text import CellValue, Flaw, clean, fold, squeeze
from sync.cells.time_and_place import split_place
from sync.importing.cell_kinds import CellKinds, may_be_place
from sync.importing.link_names import named_lines
from sync.importing.list_columns import LINK_NAMES, Guess
from sync.importing.list_rows import ListRow
from sync.importing.words import ListWords, Vocabulary, whole_words
from sync.model import Address, Formula, Link
from sync.template.template import Template

_PARTS = (("retensi_aktif", "aktif"), ("retensi_inaktif", "inaktif"), ("retensi_nasib", ""))
_NOTHING = frozenset({"isian-pengganti", "isian-belum"})


@dataclass(frozen=True)
class Unread:
    """A cell whose text could not be read: for which role, from which column (-1: from none of its own), and why."""

    role: str
    column: int
    value: str
    flaw: Flaw


@dataclass
class EntryCells:
    """What a row gives: role → text, what could not be read, and roles that must be asked for this row, each with what
    stands there."""

    values: dict[str, str] = field(default_factory=dict)
    unread: list[Unread] = field(default_factory=list)
    asked: dict[str, str] = field(default_factory=dict)


class EntryReader:
    """Reads the rows of one table. `guesses` are the meanings of its columns, `links` those behind its cells,
    `classes` what a person said stands for them."""

    def __init__(  # noqa: PLR0913  what it reads by
        self,
        guesses: Mapping[int, Guess],
        links: Mapping[Address, tuple[Link, ...]],
        kinds: CellKinds,
        template: Template,
        vocabulary: Vocabulary,
        classes: Mapping[str, str],
        *,
        date1904: bool = False,
        formulas: Mapping[Address, Formula] | None = None,
    ) -> None:
        self._formulas = formulas or {}
        self._classes = classes
        self._at: dict[str, list[int]] = {}
        for place, guess in guesses.items():
            for role in guess.roles:
                self._at.setdefault(role, []).append(place)
        self._guesses, self._links, self._kinds, self._vocabulary = guesses, links, kinds, vocabulary
        self._template, self._tab, self._date1904 = template, template.tab("unit"), date1904
        self._known: dict[tuple[str, str], CellValue] = {}
        self._places: set[str] = set()

    def learn_places(self, rows: Sequence[ListRow]) -> None:
        """The places that stand beside a time that can be read, or alone: they are known where the time cannot be."""
        for place in self._at.get("waktu_tempat", ()):
            texts = {clean(row.text(place)) for row in rows}
            names = (split_place(text)[0] for text in texts)
            self._places |= {squeeze(name) for name in names if name}
            self._places |= {squeeze(text) for text in texts if may_be_place(text) and self._split_at_known(text)[0]}

    def read(self, row: ListRow) -> EntryCells:
        """The cells of a row, without its unit and class."""
        cells = EntryCells()
        for role in self._template.content_roles:
            for place in self._at.get(role, ())[:1] if role != "tautan" else ():
                text = row.text(place)
                text = self._with_unit(text, self._guesses[place].header) if role == "retensi" else text
                text = self._with_month(text, row) if role == "waktu" else text
                self._take(cells, role, place, text)
        self._split_time(cells, row)
        self._ticks(cells, row)
        self._retention(cells, row)
        self._documents(cells, row)
        return cells

    def _take(self, cells: EntryCells, role: str, place: int, text: str) -> None:
        """One cell as our column reads it."""
        text = self._classes.get(squeeze(clean(text)), text) if role == "usulan" else text
        read = self._read(role, text)
        flaws = [flaw for flaw in read.flaws if flaw.code not in _NOTHING]
        if role == "waktu" and flaws and flaws[0].code == "waktu-tempat" and "tempat" not in self._at:
            self._place_and_time(cells, place, text)
            return
        if read.flaws and not flaws:
            return
        if read.value:
            cells.values[role] = read.value
        if flaws:
            cells.unread.append(Unread(role, place, text, flaws[0]))

    def _read(self, role: str, text: str) -> CellValue:
        key = role, text
        if key not in self._known:
            column = self._tab.column(role)
            self._known[key] = read_cell(text, column, self._template, date1904=self._date1904)
        return self._known[key]

    def _with_month(self, text: str, row: ListRow) -> str:
        """A bare year with the month that stands in a column of its own."""
        month = next((row.text(place) for place in self._at.get("waktu_bulan", ())), "")
        if not month or not text.isdecimal() or any(flaw.code in _NOTHING for flaw in self._read("waktu", month).flaws):
            return text
        return f"{month}/{text}" if month.isdecimal() else f"{month} {text}"

    def _split_time(self, cells: EntryCells, row: ListRow) -> None:
        for place in self._at.get("waktu_tempat", ())[:1]:
            self._place_and_time(cells, place, row.text(place))

    def _place_and_time(self, cells: EntryCells, column: int, text: str) -> None:
        """A cell with time and place: both, or the one that is there; else its text stands for the time and is told."""
        value = clean(text)
        if not value or any(flaw.code in _NOTHING for flaw in self._read("waktu", value).flaws):
            return
        where, when = split_place(value)
        if not where:
            where, when = self._split_at_known(value)
            where, when = (value, "") if where and may_be_place(value) else (where, when)
        if where:
            cells.values["tempat"] = where
        self._take_time(cells, column, when or ("" if where else value))

    def _take_time(self, cells: EntryCells, column: int, text: str) -> None:
        read = read_period(text, date1904=self._date1904)
        if not text:
            return
        cells.values["waktu"] = read.value
        if read.flaws:
            read = self._read("waktu", text)
            cells.unread.append(Unread("waktu", column, text, read.flaws[0]))

    def _split_at_known(self, value: str) -> tuple[str, str]:
        """A place that is known from other rows at the beginning or end, and the rest; nothing if there is none."""
        words = value.split()
        for count in range(len(words), 0, -1):
            for head, rest in ((words[:count], words[count:]), (words[-count:], words[:-count])):
                name = " ".join(head).strip(" ,.;:()/-")
                if squeeze(name) in self._places or (count < 3 and self._kinds.is_place(name)):
                    return name, " ".join(rest).strip(" ,;:()/-")
        return "", ""

    def _ticks(self, cells: EntryCells, row: ListRow) -> None:
        """Forms and classes that are ticked. One class is the class; two are asked about."""
        forms = [
            self._guesses[place].form for place in self._at.get("tick_bentuk", ()) if self._is_ticked(row.text(place))
        ]
        if forms and "bentuk" not in cells.values:
            self._take(cells, "bentuk", self._at["tick_bentuk"][0], ", ".join(forms))
        classes = [
            self._guesses[place].form for place in self._at.get("tick_kelas", ()) if self._is_ticked(row.text(place))
        ]
        if len(classes) == 1:
            cells.values["usulan"] = classes[0]
        elif classes:
            cells.asked["usulan"] = ", ".join(classes)

    def _is_ticked(self, text: str) -> bool:
        return bool(text) and read_tick(text, self._template.ticks["form"]) is Tick.YES

    def _retention(self, cells: EntryCells, row: ListRow) -> None:
        """The active and the inactive time and the fate, from columns of their own, as one text."""
        if "retensi" in cells.values:
            return
        pieces = []
        for role, word in _PARTS:
            for place in self._at.get(role, ())[:1]:
                text = self._with_unit(row.text(place), self._guesses[place].header)
                text = text if word else text.lower()
                if text.strip(" -–"):
                    complete = not word or word in fold(text).split()
                    pieces.append(text if complete else f"{word} {text}")  # behind a condition it would be a part of it
        if pieces:
            column = next(place for role, _ in _PARTS for place in self._at.get(role, ()))
            self._take(cells, "retensi", column, self._joined(pieces))

    @staticmethod
    def _joined(pieces: Sequence[str]) -> str:
        """One piece alone keeps its words: `Permanen` is no phase."""
        alone = pieces[0].removeprefix("aktif ").removeprefix("inaktif ") if len(pieces) == 1 else ""
        return alone if alone and not any(map(str.isdigit, alone)) else ", ".join(pieces)

    def _with_unit(self, text: str, header: str) -> str:
        """A bare number with the unit that its header names."""
        words = whole_words(header, self._vocabulary)
        unit = next((word for word in ("tahun", "bulan") if word in words), "")
        return f"{text} {unit}" if text.isdecimal() and unit else text

    def _documents(self, cells: EntryCells, row: ListRow) -> None:
        """What the columns of links show and lead to; links behind other cells of the row as well."""
        own = self._at.get("tautan", ())
        lines: list[str] = []
        names = "\n".join(row.text(place) for place in self._at.get(LINK_NAMES, ()))
        for place in (*own, *(place for place in range(len(row.texts)) if place not in own)):
            links = self._links.get((row.number, place), ())
            text = row.text(place) if place in own else ""
            if place not in own and (not links or self._guesses.get(place, Guess(place, "")).role in ("", "lain")):
                continue
            links = links if place in own else tuple(link for link in links if link.url.startswith("http"))
            if not links and not text:
                continue
            read = read_list_links(text, links, self._vocabulary.words) if links or self._said(text) else CellValue("")
            found = named_lines(read.value.split("\n"), names if place in own else "")
            lines += [line for line in found if line and line not in lines]
            formula = self._formulas.get((row.number, place))
            flaws = computed_link(read.flaws, formula.text) if formula else read.flaws
            cells.unread += [
                Unread("tautan", place, text, flaw) for flaw in flaws[:1] if flaw.code != "tautan-dalam-kantor"
            ]
        if lines:
            cells.values["tautan"] = "\n".join(lines)

    def _said(self, text: str) -> bool:
        """Whether a cell of links says anything: `-` does not."""
        read = read_cell(text, self._tab.column("tautan"), self._template)
        return bool(read.value)


# --- links

_ADDRESS = re.compile(r"https?://", re.IGNORECASE)


def read_list_links(text: str, links: Sequence[Link], words: ListWords) -> CellValue:
    """The text of a cell and the links behind it as lines. A name that only says `Unduh` is none; the several names of
    one address stand before it."""
    shown = clean(text, lines=True)
    links = [Link(clean(link.name), link.url.strip()) for link in links]
    if len(links) == 1 and not _ADDRESS.search(shown):
        name = " ".join(shown.split("\n"))
        composed = f"{name.replace('|', '/')} | {links[0].url}" if name else links[0].url
    elif len(links) > 1 and not _ADDRESS.search(shown):
        composed = "\n".join(f"{link.name.replace('|', '/')} | {link.url}" if link.name else link.url for link in links)
    else:
        composed = compose_links(shown, links)
    return read_links(composed if "\n" in composed else _without_empty_name(composed, words))


def _without_empty_name(line: str, words: ListWords) -> str:
    name, bar, url = line.rpartition(" | ")
    says_nothing = fold(name) in words.link_names or squeeze(name) == squeeze(url)
    return url if bar and says_nothing and _ADDRESS.match(url) else line
