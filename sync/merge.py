"""From rows to entries: what `Induk` says of each, and what an entry's content is.

The master is read by its headers like any tab; a row belongs to the entry its ID names, or, if the ID was
overtyped, to the one its mark names. Content is what the public would see plus class and basis (rule 2); its
fingerprint makes a version.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from json.encoder import encode_basestring as _quoted
from typing import NamedTuple
from unicodedata import normalize

from sync.cell import clean, read_cell, read_tick
from sync.header import Columns, find_columns
from sync.model import Sheet
from sync.problem import Problem
from sync.template import Template

NEEDED = ("id", "klasifikasi", "setuju", "tarik")
"""Without one of these columns of `Induk` nothing is decided (rule 6)."""
_BLANK = frozenset({"", "FALSE"})


class MasterRow(NamedTuple):
    """One row of `Induk` as read. `texts` runs over the template's roles; a tick is None where it is neither."""

    number: int
    texts: tuple[str, ...]
    setuju: bool | None
    tarik: bool | None


@dataclass(frozen=True)
class MasterReading:
    """`Induk` as read: its columns, where the roles stand in `texts`, its rows that hold anything, and the first
    free row."""

    columns: Columns
    at: Mapping[str, int]
    rows: tuple[MasterRow, ...]
    end: int

    def text(self, row: MasterRow, role: str) -> str:
        """A cell of a row, by role."""
        return row.texts[self.at[role]]


def read_master(sheet: Sheet, template: Template) -> MasterReading | tuple[Problem, ...]:
    """Read `Induk`, or say why it cannot be used."""
    tab = template.tab("induk")
    columns = find_columns(sheet, tab, NEEDED)
    if not isinstance(columns, Columns):
        return columns
    at = {role: index for index, role in enumerate(tab.roles)}
    rows = []
    for number, texts in _texts(sheet, [columns.at.get(role) for role in tab.roles], columns.header_row + 1):
        setuju, tarik = _tick(sheet, number, columns, "setuju"), _tick(sheet, number, columns, "tarik")
        if setuju or tarik or any(text not in _BLANK for text in texts):
            rows.append(MasterRow(number, texts, setuju, tarik))
    return MasterReading(columns, at, tuple(rows), _end(sheet, columns.header_row))


def _texts(sheet: Sheet, places: Sequence[int | None], first: int) -> Iterator[tuple[int, tuple[str, ...]]]:
    """(number of a row, its trimmed texts at these places); a column that is missing is empty."""
    wide = max((place for place in places if place is not None), default=0) + 1
    at = [wide if place is None else place for place in places]
    for number in range(first, len(sheet.rows)):
        row = sheet.rows[number]
        whole = [*row[:wide], *[""] * (wide + 1 - len(row[:wide]))]
        yield number, tuple([whole[place].strip() for place in at])


def _end(sheet: Sheet, header_row: int) -> int:
    """The first row below everything that stands in the tab, in whatever column; boxes nobody ticked are nothing."""
    computed = (row for (row, _), formula in sheet.formulas.items() if read_tick("", formula.text) is not False)
    last = max(computed, default=header_row)
    for number in range(len(sheet.rows) - 1, header_row, -1):
        if any(text.strip().upper() not in _BLANK for text in sheet.rows[number]):
            return max(number, last, header_row) + 1
    return max(last, header_row) + 1


def _tick(sheet: Sheet, number: int, columns: Columns, role: str) -> bool | None:
    place = columns.at[role]
    formula = sheet.formulas.get((number, place)) if sheet.formulas else None
    text = sheet.text(number, place)
    return False if not text and formula is None else read_tick(text, formula.text if formula else None)


def rows_by_id(master: MasterReading, marks: Mapping[str, str]) -> dict[str, list[MasterRow]]:
    """ID → its rows. `marks` are the entries' marks, by ID: a mark names a row whose ID cell was wiped or overtyped, if
    the entry has no other. Rows that name nothing known are left out."""
    owners = {mark: id for id, mark in marks.items() if mark}
    found: dict[str, list[MasterRow]] = defaultdict(list)
    strays = []
    for row in master.rows:
        id = clean(master.text(row, "id")).upper()
        if id in marks:
            found[id].append(row)
        else:
            strays.append(row)
    for row in strays:
        id = owners.get(master.text(row, "tanda"), "")
        if id and id not in found:
            found[id].append(row)
    return dict(found)


def content_of(
    unit: str, public: Mapping[str, str], klasifikasi: str, basis: Iterable[str], template: Template
) -> dict[str, str]:
    """An entry's content: unit code, public cells, class and basis, empty fields left out, keys in their sorted
    order."""
    whole = {
        "unit": unit, **public, "klasifikasi": klasifikasi, **dict(zip(template.basis_roles, basis, strict=True))
    }  # fmt: skip
    return {role: text for role in template.version_roles if (text := whole.get(role))}


def fingerprint_of(content: Mapping[str, str]) -> str:
    """SHA-256 of the canonical JSON of a content (rule 2): NFC, blanks collapsed, sorted keys, empty fields left
    out."""
    # The same bytes as json.dumps(…, ensure_ascii=False, separators=(",", ":")), which sets itself up anew each time.
    texts = [(role, _canonical(content[role])) for role in sorted(content)]
    fields = [f"{_canonical(role)}:{text}" for role, text in texts if text != '""']
    return hashlib.sha256(f"{{{','.join(fields)}}}".encode("utf-8", "surrogatepass")).hexdigest()


@lru_cache(maxsize=4096)
def _canonical(text: str) -> str:
    """One text of the canonical JSON, quoted. Most columns repeat the same few texts row after row."""
    text = text if text.isascii() else normalize("NFC", text)
    return _quoted(" ".join(text.split()))


def reading_key(unit: str, typed: Iterable[str], klasifikasi: str, basis: Iterable[str]) -> str:
    """Names what was typed, so that a newer reader finds the version it was once read as."""
    text = ",".join(map(_quoted, (unit, *typed, klasifikasi, *basis)))
    return hashlib.blake2b(text.encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()


def read_class(text: str, template: Template) -> tuple[str, bool]:
    """The desk's class: (as meant, whether it is one). Empty is no class and no mistake."""
    if text not in template.classes_read:
        read = read_cell(text, template.tab("induk").column("klasifikasi"), template)
        template.classes_read[text] = read.value, not read.flaws
    return template.classes_read[text]
