"""Where the columns of a tab are: found by their headers, wherever these stand and however they are spelt.

Title rows above, a second header row below (merged groups, tick columns under the forms), other orders, aliases
and small typing errors are understood, and a header that was sorted in among its rows. A column that is missing, or
there twice, is a problem that names header and tab.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from sync.cells.text import clean, fold, squeeze
from sync.model import ID_PATTERN, Sheet, a1
from sync.spelling import closest
from sync.tabs.problem import Problem, make_problem, shorten
from sync.template.template import Column, TabTemplate

SEARCHED_ROWS = 60
_LIKE_ENOUGH = 0.88
_MARK = re.compile("[A-Z2-7]{8}")


@dataclass(frozen=True)
class Columns:
    """Role → column. The header stands in the rows from `top` to `header_row`. `ticks` are the columns of forms to be
    ticked, each with the word above it (they stand for the column of the forms). `notes` are warnings about columns
    that are not read, and about rows above the header. `first` is the first row that may be one: the one below the
    header, or one above it that has an ID, where the tab was sorted together with its header."""

    header_row: int
    at: Mapping[str, int]
    ticks: Mapping[int, str] = field(default_factory=dict)
    notes: tuple[Problem, ...] = ()
    top: int = 0
    first: int = 1

    def is_header(self, row: int) -> bool:
        """Whether a row belongs to the header."""
        return self.top <= row <= self.header_row


def find_columns(
    sheet: Sheet, tab: TabTemplate, needed: Collection[str], forms: Collection[str] = ()
) -> Columns | tuple[Problem, ...]:
    """The columns of a tab, or why it cannot be used. `needed` are the roles it cannot do without; `forms` the squeezed
    spellings that may stand over tick columns."""
    row, claims = _best_row(sheet, tab)
    if len(claims) < min(2, len(tab.columns)):
        return (make_problem("judul-kolom-hilang", tab=sheet.title, title=sheet.title),)
    return _settle(sheet, tab, needed, _with_second_row(sheet, tab, row, claims, frozenset(forms)))


def claimed_columns(sheet: Sheet, tab: TabTemplate) -> tuple[int, int, dict[str, list[int]]]:
    """The first and the last row of the header, and by role every column that claims it: of a tab that cannot be used
    as it is."""
    row, claims = _best_row(sheet, tab)
    header = _with_second_row(sheet, tab, row, claims, frozenset()) if claims else _Header(row, row, {}, {})
    places = {
        role: [place for place, is_own in held if is_own] or [place for place, _ in held]
        for role, held in header.claims.items()
    }
    return header.row, header.last, places


HeaderClaims = dict[str, list[tuple[int, bool]]]
"""Role → the columns that claim it, each with whether the header is the template's own (not an alias or a near
spelling)."""


class _Header(NamedTuple):
    """The header of a tab: its first and its last row, the columns that claim a role, and the tick columns with the
    word above each."""

    row: int
    last: int
    claims: HeaderClaims
    ticks: dict[int, str]


def _best_row(sheet: Sheet, tab: TabTemplate) -> tuple[int, HeaderClaims]:
    """The row that names most columns; the first of several. Below `SEARCHED_ROWS` only a header that is written as in
    the template is found."""
    best: tuple[int, HeaderClaims] = (0, {})
    names, least = _names(tab), min(2, len(tab.columns))
    for row in range(min(SEARCHED_ROWS, len(sheet.rows))):
        claims = _claims(sheet, names, row)
        if len(claims) > len(best[1]):
            best = row, claims
    if len(best[1]) < least:
        headers = {column.header for column in tab.columns}
        for row in range(SEARCHED_ROWS, len(sheet.rows)):
            if len(headers.intersection(sheet.rows[row])) >= least:
                return row, _claims(sheet, names, row)
    return best


def _names(tab: TabTemplate) -> dict[str, tuple[str, bool]]:
    names = {squeeze(alias): (column.role, False) for column in tab.columns for alias in column.aliases}
    return names | {squeeze(column.header): (column.role, True) for column in tab.columns}


def _claims(sheet: Sheet, names: Mapping[str, tuple[str, bool]], row: int) -> HeaderClaims:
    claims: HeaderClaims = {}
    unknown: list[tuple[int, str]] = []
    for column, text in enumerate(sheet.rows[row]):
        key = squeeze(text) if 0 < len(text) <= 150 else ""
        if key in names:
            role, own = names[key]
            claims.setdefault(role, []).append((column, own))
        elif key:
            unknown.append((column, key))
    if claims:
        _claim_near(claims, unknown, names)
    return claims


def _claim_near(claims: HeaderClaims, unknown: list[tuple[int, str]], names: Mapping[str, tuple[str, bool]]) -> None:
    """Headers with a typing error, for roles that nothing else claims."""
    for column, key in unknown:
        options = [name for name, (role, _) in names.items() if len(name) >= 8 and role not in claims]
        if near := closest(key, options, _LIKE_ENOUGH):
            claims[names[near][0]] = [(column, False)]


def _with_second_row(sheet: Sheet, tab: TabTemplate, row: int, claims: HeaderClaims, forms: frozenset[str]) -> _Header:
    """The header with the row below it, where that belongs to it: merged downwards, or naming columns and forms of
    its own."""
    ours = {column for held in claims.values() for column, _ in held}
    merged = max(
        (
            bottom
            for top, left, bottom, right in sheet.merges
            if top <= row < bottom <= row + 2 and any(left <= column <= right for column in ours)
        ),
        default=row,
    )
    merged = next((number - 1 for number in range(row + 1, merged + 1) if _is_row(sheet, claims, number)), merged)
    ticks = {} if "bentuk" in claims else _tick_columns(sheet, row, forms, range(len(sheet.rows[row])))
    if row + 1 >= len(sheet.rows) or _has_id(sheet, claims, row + 1):
        return _Header(row, merged, claims, ticks)
    below = _claims(sheet, _names(tab), row + 1)
    fresh = {role: held for role, held in below.items() if role not in claims and held[0][0] not in ours}
    group = _group(sheet, row, claims["bentuk"][0][0]) if "bentuk" in claims else range(0)
    ticks = ticks or _tick_columns(sheet, row + 1, forms, group)
    belongs = (fresh and len(below) == len(fresh)) or any(column in group for column in ticks)
    if belongs:
        return _Header(row, max(merged, row + 1), claims | fresh, ticks)
    return _Header(row, merged, claims, ticks)


def _has_id(sheet: Sheet, claims: HeaderClaims, row: int) -> bool:
    """Whether an ID, or the mark of one, stands in a row: whatever is merged into it, it is no header and no title."""
    ids = (clean(sheet.text(row, place)).upper() for place, _ in claims.get("id", ()))
    marks = (sheet.text(row, place).strip() for place, _ in claims.get("tanda", ()))
    return any(map(ID_PATTERN.fullmatch, ids)) or any(map(_MARK.fullmatch, marks))


def _is_row(sheet: Sheet, claims: HeaderClaims, row: int) -> bool:
    """Whether a row that something in the header is merged into holds content all the same."""
    places = {place for role, held in claims.items() if role != "bentuk" for place, _ in held}
    return _has_id(sheet, claims, row) or sum(bool(sheet.text(row, place).strip()) for place in places) >= 3


def _group(sheet: Sheet, row: int, column: int) -> range:
    """The columns a header stands over: its own and the empty ones to its right."""
    end = column + 1
    width = max(len(sheet.rows[row]), len(sheet.rows[row + 1]) if row + 1 < len(sheet.rows) else 0)
    while end < width and not sheet.text(row, end).strip():
        end += 1
    return range(column, end)


def _tick_columns(sheet: Sheet, row: int, forms: frozenset[str], columns: range) -> dict[int, str]:
    """Columns headed by a form (`Cetak`, `Rekam`, `Online`): two at least, or it is a column like any other."""
    ticks = {column: clean(sheet.text(row, column)) for column in columns if squeeze(sheet.text(row, column)) in forms}
    return ticks if len(ticks) >= 2 else {}


def _settle(sheet: Sheet, tab: TabTemplate, needed: Collection[str], header: _Header) -> Columns | tuple[Problem, ...]:
    """The columns that the claims come to, or what is wrong with them."""
    row, last, claims, ticks = header
    if ticks:
        claims = claims | {"bentuk": [(min(ticks), True)]}
    at: dict[str, int] = {}
    problems: list[Problem] = []
    notes: list[Problem] = []
    for column in tab.columns:
        held = claims.get(column.role, [])
        own = [place for place, is_own in held if is_own] or [place for place, _ in held]
        if len(own) == 1:
            at[column.role] = own[0]
            notes.extend(_ignored(sheet, row, column, place) for place, _ in held if place != own[0])
        elif own:
            problems.append(_twice(sheet, row, column, own))
    missing = [column for column in tab.columns if column.role in needed and column.role not in claims]
    claimed = {place for held in claims.values() for place, _ in held}
    problems.extend(_missing(sheet, row, missing, claimed | set(ticks)))
    if problems:
        return tuple(problems)
    above = next((number for number in range(row) if _has_id(sheet, claims, number)), None)
    if above is not None:
        cell = a1(above, at.get("id", 0))
        notes.append(make_problem("baris-di-atas-judul", tab=sheet.title, cell=cell, title=sheet.title, row=row + 1))
    return Columns(last, at, ticks, tuple(notes), row, last + 1 if above is None else above)


def _ignored(sheet: Sheet, row: int, column: Column, place: int) -> Problem:
    words = {"title": sheet.title, "found": clean(sheet.text(row, place))}
    return make_problem("kolom-serupa", tab=sheet.title, cell=a1(row, place), column=column.header, **words)


def _twice(sheet: Sheet, row: int, column: Column, places: list[int]) -> Problem:
    cells = " dan ".join(a1(row, place) for place in places)
    return make_problem("kolom-ganda", tab=sheet.title, column=column.header, title=sheet.title, cells=cells)


def _missing(sheet: Sheet, row: int, missing: list[Column], known: set[int]) -> Iterator[Problem]:
    """One problem a missing column; one for several that stand together under one header (`Tempat dan Waktu
    Pembuatan`)."""
    others = [clean(sheet.text(row, place)) for place in range(len(sheet.rows[row])) if place not in known]
    for other in (text for text in others if text):
        inside = [column for column in missing if set(fold(column.header).split()) <= set(fold(other).split())]
        if len(inside) > 1:
            headers = ", ".join(column.header for column in inside)
            yield make_problem("kolom-dua-isi", tab=sheet.title, title=sheet.title, found=other, headers=headers)
            missing = [column for column in missing if column not in inside]
    seen = ", ".join(f"“{text}”" for text in others if text and not text.isdigit())
    more = f" (yang tidak dikenal: {shorten(seen)})" if seen else ""
    for column in missing:
        yield make_problem("kolom-hilang", tab=sheet.title, column=column.header, title=sheet.title, more=more)
