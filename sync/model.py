"""Frozen values that pass between the folders.

Rows and columns are counted from zero in code; `a1` turns an address into what people see. Text is `str` and is
never guessed into another type on the way in: what a cell means is decided by the template alone.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from operator import itemgetter
from typing import Any, NamedTuple

Value = str | bool | None
"""What sync may put into a cell: text, a checkbox, or nothing."""
Address = tuple[int, int]
"""(row, column), from zero."""


ID_PATTERN = re.compile("[A-Z]{2,5}-[0-9]{4,}")
"""An ID: the code of its unit, and a number of at least four digits."""
_RUN_NUMBER = re.compile("[0-9]{1,18}")


def run_number(text: object) -> int | None:
    """The number of a run that stands in a file or a cell; None for what no run was ever called."""
    return int(str(text)) if _RUN_NUMBER.fullmatch(str(text)) else None


Pick = Callable[[Sequence[Any]], tuple[Any, ...]]
"""Picks some items out of many, always those of the same roles."""


def pick(wanted: Iterable[str], roles: Sequence[str]) -> Pick:
    """Picks the items of the wanted roles out of items that run over `roles`."""
    places = [roles.index(role) for role in wanted]
    if len(places) > 1:
        return itemgetter(*places)
    return lambda items: tuple([items[place] for place in places])


def column_letters(column: int) -> str:
    """0 → A, 25 → Z, 26 → AA."""
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def a1(row: int, column: int) -> str:
    """The address as people read it: (6, 7) → `H7`."""
    return f"{column_letters(column)}{row + 1}"


class UploadOrder(StrEnum):
    """What the PPID ordered to be done with the release (rule 8). The words people choose stand in the template."""

    ALWAYS = "always"
    ONCE = "once"
    HOLD = "hold"


@dataclass(frozen=True, slots=True)
class Link:
    """A document: `name` may be empty while it is a cell, never on the site."""

    name: str
    url: str


@dataclass(frozen=True, slots=True)
class Formula:
    """What stands behind a computed cell. `stored` is false when the file holds no value for it."""

    text: str
    stored: bool


Area = tuple[int, int, int, int]
"""(top, left, bottom, right), from zero, all inclusive."""


@dataclass(frozen=True)
class Sheet:
    """One tab as an adapter read it.

    `rows[r][c]` is the text of a cell: dates rendered with the precision of their number format (`2024-01-12`,
    `2024-01`, `2024`), numbers without a needless `.0` (in a file, with the unit of time that their format shows),
    booleans as `TRUE`/`FALSE`, formulas as their stored value. Rows may be ragged; what is past the end is empty.
    `links` are the targets of rich-text links, cell hyperlinks and `HYPERLINK()`. `merges` are the merged cells.
    `complete` is false if the adapter knows that rows are missing. `boxes` are the cells that hold a checkbox's own
    value; None where the program that keeps the workbook has no checkboxes, and people tick with a text; `unboxed`
    are those of them that hold the value and have lost the box. `lists` are the cells with a list to choose from,
    `protected` says whether the tab is protected; both are None where the adapter does not read them. `in_order` is
    false if a file holds the cells in another order than that of their addresses, `doubled` are the addresses that
    it holds twice: there the later cell was read. `struck` are the cells with struck-through text.
    """

    title: str
    rows: Sequence[Sequence[str]]
    formulas: Mapping[Address, Formula] = field(default_factory=dict)
    links: Mapping[Address, tuple[Link, ...]] = field(default_factory=dict)
    merges: tuple[Area, ...] = ()
    date1904: bool = False
    complete: bool = True
    boxes: frozenset[Address] | None = None
    unboxed: frozenset[Address] = frozenset()
    lists: tuple[Area, ...] | None = None
    protected: bool | None = None
    in_order: bool = True
    doubled: tuple[Address, ...] = ()
    struck: frozenset[Address] = frozenset()

    def text(self, row: int, column: int) -> str:
        """The text at an address, empty outside the grid."""
        if row >= len(self.rows) or column >= len(self.rows[row]):
            return ""
        return self.rows[row][column]

    def trimmed(self) -> Sheet:
        """The same sheet without empty cells at the end of its rows and without empty rows at its end."""
        rows = [list(row) for row in self.rows]
        for row in rows:
            while row and not row[-1]:
                row.pop()
        while rows and not rows[-1]:
            rows.pop()
        return replace(self, rows=tuple(map(tuple, rows)))


class Witness(NamedTuple):
    """A row of the master as it stood right before sync's last write: its mark, and the ticks in it. `setuju` is None
    for what says nothing."""

    mark: str
    setuju: bool | None
    tarik: bool


@dataclass(frozen=True, slots=True)
class Lock:
    """Whether only the PPID can tick, where the service knows. `open` names the range, `who` those it is open to."""

    closed: bool
    open: str = ""
    who: str = ""


@dataclass(frozen=True)
class WorkbookState:
    """A whole workbook as read, in tab order. `stamp` names exactly what was read; a write refuses any other state.

    `lock` is None where nobody can say who ticked (a file). `witness` maps IDs to what stood in their rows right before
    the last write, where people work in the workbook at the same time. `tab_ids` are the numbers by which an address
    leads to a tab, title → number; a file has none. `heads` are the first rows of tabs that are
    nobody's, where only these are read; `without_cells` are the titles of tabs that hold no cells. `reads` counts the
    requests that reading took, `writes` those of the write that left it so. `token` belongs to the adapter: what else
    it must know of this state to write onto it.
    """

    location: str
    sheets: Mapping[str, Sheet]
    stamp: str
    reads: int = 1
    unkept: tuple[str, ...] = ()
    lock: Lock | None = None
    witness: Mapping[str, Witness] = field(default_factory=dict)
    writes: int = 1
    heads: Mapping[str, Sheet] = field(default_factory=dict)
    without_cells: tuple[str, ...] = ()
    tab_ids: Mapping[str, int] = field(default_factory=dict)
    token: object = field(default=None, compare=False, repr=False)

    @property
    def titles(self) -> tuple[str, ...]:
        """The titles of all tabs that are known."""
        return (*self.sheets, *self.heads, *self.without_cells)


@dataclass(frozen=True)
class TabWrite:
    """What one tab should receive, in one piece.

    `cells` changes cells that exist. `append` adds whole rows from row `append_at` on (never over content).
    `replace` is the whole content of a tab that only sync writes. A tab that is missing is laid out from its
    template `kind` first.
    """

    title: str
    kind: str
    cells: Mapping[Address, Value] = field(default_factory=dict)
    append: tuple[tuple[Value, ...], ...] = ()
    append_at: int = 0
    replace: tuple[tuple[Value, ...], ...] | None = None

    @property
    def written(self) -> dict[Address, Value]:
        """Every cell that is written, with its value; the addresses of appended rows are those they will have."""
        rows, top = (self.append, self.append_at) if self.replace is None else (self.replace, 0)
        block = {(row, column): value for row, values in enumerate(rows, top) for column, value in enumerate(values)}
        return {**self.cells, **block} if self.replace is None else block

    def applied_to(self, sheet: Sheet, stored_text: Callable[[Value], str], *, inserts: bool = False) -> Sheet:
        """The sheet as it reads after this write. `stored_text` gives the text that is read where a value was written.
        With `inserts` appended rows push down what stands from `append_at` on; without, they take its place."""
        if self.replace is not None:
            sheet = replace(sheet, rows=(), formulas={}, boxes=None if sheet.boxes is None else frozenset())
        written, pushed = self.written, len(self.append) if inserts else 0

        def moved(at: Address) -> Address:
            return (at[0] + pushed, at[1]) if at[0] >= self.append_at else at

        rows = [list(row) for row in sheet.rows]
        rows[self.append_at : self.append_at] = [[] for _ in range(pushed)]
        for (row, column), value in written.items():
            rows += [[] for _ in range(row + 1 - len(rows))]
            rows[row] += [""] * (column + 1 - len(rows[row]))
            rows[row][column] = stored_text(value)
        formulas = {moved(at): formula for at, formula in sheet.formulas.items() if moved(at) not in written}
        boxes = sheet.boxes
        if boxes is not None:
            ticks = {at for at, value in written.items() if isinstance(value, bool)}
            boxes = frozenset(({moved(at) for at in boxes} - written.keys()) | ticks)
        unboxed = frozenset(map(moved, sheet.unboxed)) - written.keys()
        return replace(sheet, rows=tuple(map(tuple, rows)), formulas=formulas, boxes=boxes, unboxed=unboxed)


@dataclass(frozen=True)
class Batch:
    """All that a run writes into the workbook: applied wholly or not at all. `run` is its number, by which the copy of
    the file as it was before is named. `titles` are tabs that then get another title: old → new."""

    tabs: tuple[TabWrite, ...] = ()
    run: int = 0
    titles: Mapping[str, str] = field(default_factory=dict)

    def __bool__(self) -> bool:
        return bool(self.tabs or self.titles)


class Row(NamedTuple):
    """One row of a unit tab. `typed` and `values` run parallel over the roles the unit writes, in template order:
    as typed (blanks trimmed), and as meant (normalised; as typed where it cannot be read). `unsaid` are the roles whose
    cell says nothing: a merge covers it, or a formula there is in error or still loads."""

    number: int
    id: str
    typed: tuple[str, ...]
    values: tuple[str, ...]
    valid: bool
    unsaid: tuple[str, ...] = ()


@dataclass(frozen=True)
class Manifest:
    """What `manifest.json` says: the release, path → SHA-256, the pages that are notices of withdrawal, path → key of
    what the file is made from, and the seal over all this."""

    release: int
    files: Mapping[str, str]
    withdrawn: frozenset[str]
    keys: Mapping[str, str] = field(default_factory=dict)
    seal: str = ""


@dataclass(frozen=True)
class TargetState:
    """A target as read, not as remembered: the release its manifest names and the SHA-256 of every file the
    manifest knows, as found there now (missing files are absent). `known` are all paths that are ours. `altered` are
    files of ours that somebody else changed or removed, `foreign` what stands there and is not ours, `appeared` what
    of that is new or changed since the last run. `unreachable` says why it could not be read, `refused` whether
    somebody has to mend that: nothing is published then, and everything else goes on. `manifest` is the one found
    there, `sealed` whether our ledger sealed it (None if nobody asked), `proven` whether something there shows that it
    is our site. `doubtful` are files at paths of ours with other content (path → content): ours if they hold what has
    to go. `token` is the adapter's own: what it needs of this reading to publish."""

    release: int | None
    files: Mapping[str, str] = field(default_factory=dict)
    known: frozenset[str] = frozenset()
    altered: tuple[str, ...] = ()
    foreign: tuple[str, ...] = ()
    appeared: tuple[str, ...] = ()
    unreachable: str = ""
    refused: bool = False
    manifest: Manifest | None = None
    sealed: bool | None = None
    proven: bool = False
    doubtful: Mapping[str, bytes] = field(default_factory=dict, repr=False)
    token: object = field(default=None, repr=False, compare=False)


@dataclass(frozen=True)
class PublishResult:
    """What a publish did, in files; `bytes` is what it sent; `unread` says why it could not be read back as visitors
    get it."""

    uploaded: int
    deleted: int
    unchanged: int
    bytes: int = field(default=0, compare=False)
    unread: str = field(default="", compare=False)
