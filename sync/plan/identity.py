"""Which row is which entry (rule 1): IDs survive sorting, moving, retyping, copying and wiping.

Every tab is first matched against the entries that were in it: content and ID together, then content alone, then
the ID cell. What is left of both is matched across tabs in the same order; what is left then is new. Pure: rows and
states in, a `Matching` out; numbers only ever grow.
"""

from __future__ import annotations

from collections import Counter, defaultdict, deque
from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import blake2b
from itertools import count
from typing import NamedTuple

from sync.ledger.state import EntryState, LedgerState
from sync.model import Row

_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"
_PAIRS = [first + second for first in _LETTERS for second in _LETTERS]


class UnitRow(NamedTuple):
    """A row and the unit whose tab it stands in. `content` is what identifies it: its public cells, as meant."""

    unit: str
    row: Row
    id: str
    content: tuple[str, ...]

    @property
    def place(self) -> tuple[str, int]:
        """What names the row: its unit and number."""
        return self.unit, self.row.number


Rivals = dict[tuple[str, tuple[str, ...]], deque[UnitRow]]
"""Rows that could be an entry's, those of one tab that are typed alike together, in sheet order."""
Claims = dict[str, Rivals]
Contents = Mapping[str, tuple[str, ...]]


@dataclass
class Matching:
    """Which row is which entry.

    rows            ID → its row
    fresh           the IDs given now, in the order of their rows
    doubled         (unit, row number) of rows that share an ID → that ID
    mended          the IDs that were wiped or overtyped in their row
    unnamed         rows that are no known entry's and have a cell that says nothing: no ID until it can be read
    """

    rows: dict[str, UnitRow] = field(default_factory=dict)
    fresh: list[str] = field(default_factory=list)
    doubled: dict[tuple[str, int], str] = field(default_factory=dict)
    mended: set[str] = field(default_factory=set)
    unnamed: list[UnitRow] = field(default_factory=list)

    @property
    def ids(self) -> dict[tuple[str, int], str]:
        """Each (unit, row number) and its ID."""
        return {row.place: id for id, row in self.rows.items()}


def order_of(id: str) -> tuple[str, int]:
    """IDs in the order of their numbers: `KUL-9999` before `KUL-10000`."""
    code, _, number = id.rpartition("-")
    return code, int(number) if number.isdigit() else 0


def mark_of(identity: str, id: str, run: int) -> str:
    """Eight letters and digits that no other row, no other run and no other office's ledger has."""
    bits = int.from_bytes(blake2b(f"{identity}|{id}|{run}".encode(), digest_size=5).digest(), "big")
    return f"{_PAIRS[bits >> 30]}{_PAIRS[bits >> 20 & 1023]}{_PAIRS[bits >> 10 & 1023]}{_PAIRS[bits & 1023]}"


def mark_owners(ledger: LedgerState, standing: Container[str]) -> dict[str, str]:
    """Whose each mark is: mark → ID. Where the last one is not among those that stand in `Induk`, it never arrived, and
    the row still has the one before it."""
    former = {state.former_mark: id for id, state in ledger.entries.items() if state.mark not in standing}
    current = {state.mark: id for id, state in ledger.entries.items()}
    return {mark: id for mark, id in (former | current).items() if mark}


def marks_astray(ledger: LedgerState, roles: Sequence[str]) -> dict[str, frozenset[int]]:
    """The marks of the last write, under which rows may have moved: mark → the places (in `roles`) of the cells in
    which versions of its entry differ, which may have been written with it."""
    places = {}
    for id, state in ledger.entries.items():
        if state.mark == mark_of(ledger.office.identity, id, ledger.office.run):
            contents = [version.content for version in ledger.versions[id].values()]
            texts = [{content.get(role, "") for content in contents} for role in roles]
            places[state.mark] = frozenset(place for place, distinct in enumerate(texts) if len(distinct) > 1)
    return places


def match_rows(
    rows: Sequence[UnitRow],
    entries: Mapping[str, EntryState],
    contents: Contents,
    unreadable_units: Iterable[str] = (),
    numbers: Mapping[str, int] | None = None,
) -> Matching:
    """Give every row its entry. `contents` is each entry's last known content; entries of `unreadable_units` (tabs that
    cannot be read) keep their rows, and only a row that says both their ID and their content is theirs all the same:
    it was moved. New IDs begin above the `numbers` of their code."""
    unreadable = set(unreadable_units)
    free = {id: state for id, state in entries.items() if state.unit not in unreadable}
    unread = {id: state for id, state in entries.items() if state.unit in unreadable} if unreadable else {}
    matching = Matching()
    left = _unchanged(rows, free, matching)
    for own_tab in (True, False):
        for claim in (_by_content_and_id, _by_content, _by_id):
            if left and free:
                left = _claim(left, claim(left, free, contents), free, matching, own_tab)
            if left and unread and not own_tab and claim is _by_content_and_id:
                left = _claim(left, claim(left, unread, contents), unread, matching, own_tab)
    _report_doubles(rows, entries, matching)
    matching.unnamed = [row for row in left if row.row.unsaid]
    left = [row for row in left if not row.row.unsaid]
    _number(left, entries, matching, numbers or {})
    return matching


def _unchanged(rows: Sequence[UnitRow], free: dict[str, EntryState], matching: Matching) -> list[UnitRow]:
    """Rows that hold their ID and did not change keep their entry. Rows in sheet order."""
    left = []
    if not free:
        return list(rows)
    for row in rows:
        state = free.get(row.id)
        if state is not None and state.unit == row.unit and state.typed == row.row.typed:
            matching.rows[row.id] = row
            del free[row.id]
        else:
            left.append(row)
    return left


def _by_content(left: Sequence[UnitRow], free: Mapping[str, EntryState], contents: Contents) -> Claims:
    alike: dict[tuple[str, ...], list[UnitRow]] = defaultdict(list)
    for row in left:
        alike[row.content].append(row)
    shared = {content: _grouped(rows) for content, rows in alike.items()}
    return {id: shared[contents[id]] for id in free if contents[id] in shared}


def _by_content_and_id(left: Sequence[UnitRow], free: Mapping[str, EntryState], contents: Contents) -> Claims:
    return _by_id([row for row in left if row.id in free and contents[row.id] == row.content], free, contents)


def _by_id(left: Sequence[UnitRow], free: Mapping[str, EntryState], _: Contents) -> Claims:
    claims: dict[str, list[UnitRow]] = defaultdict(list)
    for row in left:
        if row.id in free:
            claims[row.id].append(row)
    return {id: _grouped(rows) for id, rows in claims.items()}


def _grouped(rows: Iterable[UnitRow]) -> Rivals:
    groups: Rivals = defaultdict(deque)
    for row in rows:
        groups[row.unit, row.row.typed].append(row)
    return groups


def _claim(
    left: list[UnitRow], claims: Claims, free: dict[str, EntryState], matching: Matching, own_tab: bool
) -> list[UnitRow]:
    """Settle claims: the row with most equal cells, then the topmost; entries in the order of their numbers."""
    taken: set[tuple[str, int]] = set()
    for id in sorted(claims, key=order_of):
        state = free.get(id)
        if state is None:
            continue
        groups = [rows for (unit, _), rows in claims[id].items() if (unit == state.unit) == own_tab]
        rivals = [row for rows in groups if (row := _topmost(rows, taken))]
        if not rivals:
            continue
        best = max(rivals, key=lambda row: (_equal_cells(row, state), -row.row.number))
        matching.rows[id] = best
        taken.add(best.place)
        if best.id != id:
            matching.mended.add(id)
        del free[id]
    return [row for row in left if row.place not in taken]


def _topmost(rows: deque[UnitRow], taken: Container[tuple[str, int]]) -> UnitRow | None:
    """The first of some rows that are alike and that is still to be had."""
    while rows and rows[0].place in taken:
        rows.popleft()
    return rows[0] if rows else None


def _equal_cells(row: UnitRow, state: EntryState) -> int:
    return sum(mine == known for mine, known in zip(row.row.typed, state.typed, strict=True)) + (row.id == state.id)


def _report_doubles(rows: Sequence[UnitRow], entries: Mapping[str, EntryState], matching: Matching) -> None:
    claiming = [row for row in rows if row.id in entries] if entries else ()
    claims = Counter([row.id for row in claiming])
    if len(claims) < len(claiming):
        matching.doubled.update({row.place: row.id for row in claiming if claims[row.id] > 1})


def _number(
    left: Sequence[UnitRow], entries: Mapping[str, EntryState], matching: Matching, numbers: Mapping[str, int]
) -> None:
    highest: dict[str, int] = defaultdict(int, numbers)
    for id in entries:
        code, number = order_of(id)
        highest[code] = max(highest[code], number)
    counts = {unit: count(highest[unit] + 1) for unit in {row.unit for row in left}}
    matching.fresh = [f"{row.unit}-{str(next(counts[row.unit])).zfill(4)}" for row in left]
    matching.rows.update(zip(matching.fresh, left, strict=True))
