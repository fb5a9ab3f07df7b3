"""A workbook that is a Google spreadsheet: read and written by the real door, edited by people in the stand-in."""

from __future__ import annotations

from typing import Any, cast

from sync.errors import WorkbookError, WorkbookOpen
from sync.model import Batch, Formula, WorkbookState
from sync.settings.units import Unit
from sync.tabs.tab_names import find_tab
from tests.google_people import PPID, GooglePeople, lay_out, open_door
from tests.google_server.book import Actor, Book
from tests.google_server.front import GoogleServer
from tests.google_server.world import World
from tests.google_session import InProcess
from tests.google_stand_in import OWNER, Google
from tests.memory_doors import TEMPLATE, Fuse

Json = dict[str, Any]
Tabs = dict[str, list[list[str]]]
_TICKED = {"TRUE": "✓", "FALSE": ""}
_BOX: dict[str, Json] = {"✓": {"userEnteredValue": {"boolValue": True}}, "": {"userEnteredValue": {"boolValue": False}}}


_LAID_OUT: dict[tuple[Unit, ...], tuple[Book, Tabs]] = {}
"""A spreadsheet as `dip init` makes it: books are values, so one is enough for all tests."""


class GoogleBook:
    """Looks like `MemoryBook` to people and tests; `tabs` is what they type into, sent before the door looks. Ticks are
    boxes, shown as `✓`. The columns of ticks are the PPID's alone."""

    def __init__(self, units: tuple[Unit, ...], fuse: Fuse) -> None:
        self.google = Google(cast("GoogleServer", InProcess(World(quotas=False))))
        self.fuse, self.units = fuse, units
        self.door = open_door(self.google, units)
        self.people = GooglePeople(self.google, self.door)
        self.location = self.google.url
        self.tabs: Tabs = {}
        self.saved: Tabs = {}
        self.formulas: dict[tuple[str, int, int], Formula] = {}
        self.open_in = self.trouble = ""
        self.writes = self.reads = 0

    def lay_out(self) -> list[str]:
        self.google.world.share(self.google.id, PPID)
        file, known = self.google.file, _LAID_OUT.get(self.units)
        if known is None:
            lay_out(self.door, self.units)
            self._shrink()
            self._show(self.door.read())
            _LAID_OUT[self.units] = file.book, self.saved
        else:
            file.book = known[0].copied(Actor(OWNER, owner=True))
            file.book.id = self.google.id
            self.tabs = {title: [list(row) for row in rows] for title, rows in known[1].items()}
            self._remember()
        return list(self.tabs)

    def become(self, other: GoogleBook) -> None:
        """The same spreadsheet, typed but unsaved edits included; neither touches the other from now on."""
        file = self.google.file
        file.book = other.google.file.book.copied(Actor(OWNER, owner=True))
        file.book.id = self.google.id
        self.tabs = {title: [list(row) for row in rows] for title, rows in other.tabs.items()}
        self.saved = {title: [list(row) for row in rows] for title, rows in other.saved.items()}
        self.formulas = dict(other.formulas)

    def _shrink(self) -> None:
        """Small grids are read faster: rows with nothing but empty boxes go."""
        for sheet in list(self.google.world.files[self.google.id].book.sheets):
            last = max([0, *(row for row, _, cell in sheet.used(sheet.whole) if cell.value)]) + 3
            span = {"sheetId": sheet.id, "dimension": "ROWS", "startIndex": last, "endIndex": sheet.height}
            if last < sheet.height:
                self.people.edit({"deleteDimension": {"range": span}})

    def lock(self, *editors: str) -> None:
        """The owner lets only the PPID and the service account (and whom else) tick."""
        roles = TEMPLATE.tab("induk").roles
        users = [PPID, OWNER, self.google.world.robot, *editors]
        for role in ("setuju", "tarik"):
            place = roles.index(role)
            span = {"sheetId": self.people.sheet_id("Induk"), "startColumnIndex": place, "endColumnIndex": place + 1}
            self.people.edit({"addProtectedRange": {"protectedRange": {"range": span, "editors": {"users": users}}}})

    def unlock(self) -> None:
        """The owner takes the protection away."""
        sheet = self.google.world.files[self.google.id].book.by_title("Induk")
        assert sheet
        ids = [rule["protectedRangeId"] for rule in sheet.protected]
        self.people.edit(*[{"deleteProtectedRange": {"protectedRangeId": id}} for id in ids])

    def read(self) -> WorkbookState:
        self._save()
        self.reads += 1
        return self.door.read()

    def check_writable(self, state: WorkbookState) -> None:
        self._save()
        if self.open_in:
            raise WorkbookOpen(f"{self.location} is open in {self.open_in}")
        self.door.check_writable(state)

    def write(self, batch: Batch, state: WorkbookState) -> WorkbookState | None:
        self.check_writable(state)
        self.fuse.step("before workbook")
        trouble, self.trouble = self.trouble, ""
        if trouble == "refused":
            raise WorkbookError("the spreadsheet is full")
        if trouble == "lost":
            self.google.weather.fault("reset", "after", match=":batchUpdate")
        self.writes += 1
        try:
            return self.door.write(batch, state)
        finally:
            self._look()
            self.fuse.step("after workbook")

    def _look(self) -> None:
        """People see what stands there now."""
        self._show(self.door.read())

    def _show(self, state: WorkbookState) -> None:
        self.tabs = {title: [list(row) for row in sheet.rows] for title, sheet in state.sheets.items()}
        for rows in self.tabs.values():
            for row in rows[1:]:
                row.extend("" for _ in range(len(rows[0]) - len(row)))
        master = self._master
        for number, row in enumerate(self.tabs.get(master, [])):
            for place in self._ticks():
                if place < len(row) and (number, place) not in state.sheets[master].formulas:
                    row[place] = _TICKED.get(row[place], row[place])
        for rows in self.tabs.values():
            while len(rows) > 1 and not any(rows[-1]):
                rows.pop()
        self._remember()

    @property
    def _master(self) -> str:
        """`Induk` as it is written in the spreadsheet."""
        return find_tab(self.tabs, "Induk").title

    def _ticks(self) -> list[int]:
        induk = TEMPLATE.tab("induk")
        wanted = {induk.column("setuju").header, induk.column("tarik").header}
        header: list[str] = next((row for row in self.tabs[self._master] if not wanted.isdisjoint(row)), [])
        return [place for place, text in enumerate(header) if text in wanted]

    def _remember(self) -> None:
        self.saved = {title: [list(row) for row in rows] for title, rows in self.tabs.items()}

    def _save(self) -> None:
        """Everything typed since, as one edit."""
        if self.tabs == self.saved and not self.formulas:
            return
        self._rename()
        gone = self.saved.keys() - self.tabs.keys()
        requests = [{"deleteSheet": {"sheetId": self.people.sheet_id(title)}} for title in gone]
        for title in self.tabs.keys() - self.saved.keys():
            self.people.edit({"addSheet": {"properties": {"title": title}}})
        for title, rows in self.tabs.items():
            requests += list(self._changes(title, rows))
        for (title, row, column), formula in self.formulas.items():
            cell = {"userEnteredValue": {"formulaValue": f"={formula.text}"}}
            requests.append(self._cell(title, row, column, cell))
        if requests:
            self.people.edit(*requests)
        self._remember()

    def _rename(self) -> None:
        """A title written in another case is the same tab under another name: Google would not add a second one."""
        for old in self.saved.keys() - self.tabs.keys():
            for new in self.tabs.keys() - self.saved.keys():
                if old.casefold() == new.casefold():
                    properties = {"sheetId": self.people.sheet_id(old), "title": new}
                    self.people.edit({"updateSheetProperties": {"properties": properties, "fields": "title"}})
                    self.saved = {new if title == old else title: rows for title, rows in self.saved.items()}

    def _changes(self, title: str, rows: list[list[str]]) -> list[Json]:
        before = self.saved.get(title, [])
        found: list[Json] = []
        sheet = self.google.world.files[self.google.id].book.by_title(title)
        assert sheet
        width = max((len(row) for row in rows), default=0)
        for dimension, lack in (("ROWS", len(rows) - sheet.height), ("COLUMNS", width - sheet.width)):
            if lack > 0:
                found.append({"appendDimension": {"sheetId": sheet.id, "dimension": dimension, "length": lack}})
        ticks = self._ticks() if title.casefold() == self._master.casefold() else []
        for r in range(max(len(rows), len(before))):
            old, new = (grid[r] if r < len(grid) else [] for grid in (before, rows))
            for c in range(max(len(old), len(new))):
                text = new[c] if c < len(new) else ""
                if text != (old[c] if c < len(old) else ""):
                    found.append(self._typed(title, r, c, text, box=c in ticks))
        return found

    def _typed(self, title: str, row: int, column: int, text: str, *, box: bool) -> Json:
        cell = {"userEnteredValue": {"stringValue": text}} if text else {}
        if box and text in _BOX:
            cell = _BOX[text]
        return self._cell(title, row, column, cell)

    def _cell(self, title: str, row: int, column: int, cell: Json) -> Json:
        where = {"sheetId": self.people.sheet_id(title), "rowIndex": row, "columnIndex": column}
        return {"updateCells": {"start": where, "rows": [{"values": [cell]}], "fields": "userEnteredValue"}}
