"""The witness: a hidden tab into which every write first copies what it may be about to overwrite.

Google has no conditional write. But a batch is atomic, and a copy at its beginning keeps what stood there just before:
the ticks, which row was where, the control tab. The answer of the batch shows the copy, and so does the next read,
whatever becomes of this run.
"""

from __future__ import annotations

import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from sync.cells.cell import says_nothing
from sync.model import Sheet, Witness
from sync.workbook.google.cells import area
from sync.workbook.google.reader import Tab

Json = dict[str, Any]
TITLE = "dip-saksi"
ROLES = ("id", "klasifikasi", "setuju", "tarik", "tanda")
"""Columns of the master, in the order of the witness's own."""
BESIDE = len(ROLES)
"""Where the copy of the control tab begins."""
_CONTROL_WIDTH = 12
KEPT_AT = BESIDE + _CONTROL_WIDTH
"""The first column of the copies that only the write itself needs."""


@dataclass(frozen=True)
class Watched:
    """What a write copies into the witness before it overwrites anything.

    witness  the hidden tab
    master   `Induk`, of which the columns of `ROLES` are copied; None if it is missing
    columns  role → column in `Induk`; None if its header is not found
    control  `Kendali`; None if it is missing
    exists   whether the witness is there already
    kept     rows and columns that the write needs besides, beginning at `KEPT_AT`
    """

    witness: Tab
    master: Tab | None = None
    columns: Mapping[str, int] | None = None
    control: Tab | None = None
    exists: bool = True
    kept: tuple[int, int] = (0, 0)

    @property
    def height(self) -> int:
        """How many rows the witness needs: as many as the tallest tab that is copied."""
        return max(self.kept[0], *(tab.height for tab in (self.master, self.control, self.witness) if tab))

    @property
    def width(self) -> int:
        """How many columns it needs; it never gets narrower."""
        return max(self.witness.width if self.exists else 0, KEPT_AT + self.kept[1])

    @property
    def filled(self) -> Tab:
        """The witness with the size that it has after `room` and `requests`."""
        return replace(self.witness, height=self.height, width=self.width)

    def taken(self, run: int) -> Watched:
        """What is watched after `turn`."""
        rule = self._rule(run)
        return replace(self, witness=replace(self.filled, protected=(rule,)), exists=True)

    def turn(self, run: int) -> list[Json]:
        """The requests that keep any other computer from writing as this run: the protection of the witness gets the
        run's own number in place of the one that was read. Google refuses the whole batch if that one has gone, or if
        the new one is there already: somebody wrote in between. Nothing where the run wrote before."""
        there = [rule["protectedRangeId"] for rule in self.witness.protected if rule.get("description") == TITLE]
        rule = self._rule(run)
        if rule["protectedRangeId"] in there:
            return []
        gone = [{"deleteProtectedRange": {"protectedRangeId": number}} for number in there]
        return [*gone, {"addProtectedRange": {"protectedRange": rule}}]

    def _rule(self, run: int) -> Json:
        """The whole tab is sync's."""
        number = {"protectedRangeId": turn_number(run)} if run else {}
        return {"range": {"sheetId": self.witness.id}, "description": TITLE, "warningOnly": False, **number}

    @property
    def control_width(self) -> int:
        return min(self.control.width, _CONTROL_WIDTH) if self.control else 0

    def requests(self) -> list[Json]:
        """The first requests of a batch: they empty and fill the witness."""
        requests = [_emptied(self.witness.id)]
        if self.master and self.columns is not None:
            for place, role in enumerate(ROLES):
                if role in self.columns:
                    requests.append(self._copy(self.master, self.columns[role], 1, place))
        if self.control:
            requests.append(self._copy(self.control, 0, self.control_width, BESIDE))
        return requests

    def _copy(self, tab: Tab, left: int, width: int, place: int) -> Json:
        source = area(tab.id, 0, left, tab.height, left + width)
        goal = area(self.witness.id, 0, place, 1, place + 1)
        return {"copyPaste": {"source": source, "destination": goal, "pasteType": "PASTE_VALUES"}}

    def room(self, run: int) -> list[Json]:
        """The requests that add or enlarge the witness; they come before `requests`. A new one belongs to the run."""
        grid = {"rowCount": self.height, "columnCount": self.width}
        own: Json = {"sheetId": self.witness.id, "gridProperties": grid}
        if not self.exists:
            added = {"addSheet": {"properties": {**own, "title": TITLE, "hidden": True}}}
            return [added, {"addProtectedRange": {"protectedRange": self._rule(run)}}]
        if self.height <= self.witness.height and self.witness.width >= grid["columnCount"]:
            return []
        mask = "gridProperties(rowCount,columnCount)"
        return [{"updateSheetProperties": {"properties": own, "fields": mask}}]


def turn_number(run: int) -> int:
    """The number of the protection while this run is the last that wrote."""
    return zlib.crc32(f"{TITLE} {run}".encode()) >> 1 or 1


def _emptied(sheet_id: int) -> Json:
    return {"updateCells": {"range": {"sheetId": sheet_id}, "fields": "userEnteredValue"}}


def witness_of(sheet: Sheet | None, headers: Sequence[str] | None = None) -> dict[str, Witness]:
    """ID → its row as it stood right before the last write. Of several rows with one ID the first that has a mark.
    Nothing if the columns copied were not those with these headers (one for each of `ROLES`): they had moved."""
    witnesses: dict[str, Witness] = {}
    if sheet is None or (headers and not any(_same(row, headers) for row in sheet.rows)):
        return witnesses
    for number in range(len(sheet.rows)):
        texts = [sheet.text(number, place).strip() for place in range(len(ROLES))]
        id, mark = texts[0].upper(), texts[-1]
        if id and mark and id not in witnesses:
            witnesses[id] = Witness(mark, _ticked(texts[2]), _ticked(texts[3]) or False)
    return witnesses


def _ticked(text: str) -> bool | None:
    """Whether the box was ticked; None for an error value, which says nothing."""
    return None if says_nothing(text) else text == "TRUE"


def _same(row: Sequence[str], headers: Sequence[str]) -> bool:
    """Whether a row holds these texts; a role without a header has no column."""
    return len(row) >= len(headers) and all(not text or row[n] == text for n, text in enumerate(headers))
