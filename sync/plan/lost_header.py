"""A unit's tab whose header was lost or pasted over, and what is told of it in the tab itself.

Nothing in such a tab is ours to write but the column of notes, if its header still stands with those of `ID` and
`Status`. Else the note goes where nobody has written: into the first row, to the right of everything. No cell with a
text in it is written over, and the note is taken away when the header is back.
"""

from __future__ import annotations

from sync.cells.text import clean, is_blank
from sync.model import ID_PATTERN, Address, Sheet, Value
from sync.tabs.clerk_sentences import HEADER_NOTE
from sync.tabs.header_row import claimed_columns
from sync.tabs.problem import Problem, make_problem
from sync.template.template import TabTemplate

_TOLD = frozenset(
    {"tab-tertimpa", "judul-kolom-hilang", "kolom-hilang", "kolom-lenyap", "kolom-ganda", "kolom-dua-isi"}
)
_SEARCHED = 20
"""So many rows are searched for a free cell, and for the header of another table."""
_LEAST = 3
"""So many columns that are gone at once were pasted over; so many cells in a row are a header."""


def pasted_over(sheet: Sheet, tab: TabTemplate, had: tuple[str, ...]) -> Problem | None:
    """The problem of a tab in which another table stands where the header of ours did. `had` are the columns that it
    had before."""
    if not had or len(set(had) - claimed_columns(sheet, tab)[2].keys()) < _LEAST:
        return None
    filled = ([clean(text) for text in row if not is_blank(text)] for row in sheet.rows[:_SEARCHED])
    first = next((texts for texts in filled if len(texts) >= _LEAST), [])
    if not first or any(ID_PATTERN.fullmatch(text.upper()) for text in first):
        return None
    return make_problem("tab-tertimpa", tab=sheet.title, title=sheet.title)


def header_note(sheet: Sheet, tab: TabTemplate, problems: tuple[Problem, ...]) -> dict[Address, Value]:
    """The cell of a tab without a usable header that tells of it; nothing where that stands there."""
    if not _TOLD.intersection(problem.code for problem in problems) or _noted(sheet):
        return {}
    return {_free_cell(sheet, tab): HEADER_NOTE}


def note_taken_away(sheet: Sheet) -> dict[Address, Value]:
    """The cells of a tab whose header is back, in which the note still stands."""
    rows = enumerate(sheet.rows[: 2 * _SEARCHED])
    return {(number, place): None for number, row in rows for place, text in enumerate(row) if text == HEADER_NOTE}


def _noted(sheet: Sheet) -> bool:
    return any(HEADER_NOTE in row for row in sheet.rows[: 2 * _SEARCHED])


def _free_cell(sheet: Sheet, tab: TabTemplate) -> Address:
    """Never in a column where content will stand once the header is back: it would be read as what a unit wrote. A
    header that lacks one of sync's columns may be that of the other table, with a `Catatan` of its own."""
    _, last, claims = claimed_columns(sheet, tab)
    ours = claims.keys() >= {*tab.written_by("sync")}
    for place in claims["catatan"] if ours else ():
        for number in range(last + 1, last + 1 + _SEARCHED):
            if is_blank(sheet.text(number, place)) and (number, place) not in sheet.formulas:
                return number, place
    widths = [place for row in sheet.rows for place, text in enumerate(row) if text]
    ends = [right for _, _, _, right in sheet.merges]
    return 0, max([len(tab.roles), *widths, *ends, *(place for _, place in sheet.formulas)]) + 2
