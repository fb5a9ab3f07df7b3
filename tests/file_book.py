"""A workbook that is a real file: read and written by the real door, edited by people with openpyxl."""

from __future__ import annotations

from pathlib import Path

from openpyxl import load_workbook

from sync.errors import WorkbookError, WorkbookOpen
from sync.model import Batch, Formula, WorkbookState
from sync.settings.units import Unit
from sync.workbook.xlsx.xlsx_workbook import XlsxWorkbook
from tests.memory_doors import TEMPLATE, Fuse

Tabs = dict[str, list[list[str]]]


class FileBook:
    """Looks like `MemoryBook` to people and tests; `tabs` is what they type into, saved before the door looks."""

    def __init__(self, folder: Path, units: tuple[Unit, ...], fuse: Fuse) -> None:
        self.path = folder / "dip.xlsx"
        self.location = str(self.path)
        self.fuse = fuse
        self.door = XlsxWorkbook(self.path, TEMPLATE, units, folder / "dip-backup")
        self.tabs: Tabs = {}
        self.saved: Tabs = {}
        self.formulas: dict[tuple[str, int, int], Formula] = {}
        self.open_in = self.trouble = ""
        self.writes = self.reads = 0

    def lay_out(self) -> list[str]:
        titles = self.door.lay_out()
        self._show(self.door.read())
        return titles

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
            raise WorkbookError("the disk is full")
        self.writes += 1
        after = self.door.write(batch, state)
        assert after is not None
        self._show(after)
        self.fuse.step("after workbook")
        if trouble == "lost":
            raise WorkbookError("no answer")
        return after

    def _show(self, state: WorkbookState) -> None:
        self.tabs = {title: [list(row) for row in sheet.rows] for title, sheet in state.sheets.items()}
        self._remember()

    def _remember(self) -> None:
        self.saved = {title: [list(row) for row in rows] for title, rows in self.tabs.items()}

    def _save(self) -> None:
        """Save what was typed, as a program does that knows nothing of sync, nor what its formulas come to."""
        if self.tabs == self.saved and not self.formulas:
            return
        book = load_workbook(self.path)
        for title in self.saved.keys() - self.tabs.keys():
            del book[title]
        for title, rows in self.tabs.items():
            before = self.saved.get(title, [])
            sheet = book[title] if title in book.sheetnames else book.create_sheet(title)
            for r in range(max(len(rows), len(before))):
                old, new = (grid[r] if r < len(grid) else [] for grid in (before, rows))
                for c in range(max(len(old), len(new))):
                    text = new[c] if c < len(new) else ""
                    if text != (old[c] if c < len(old) else ""):
                        sheet.cell(r + 1, c + 1).value = text or None
        for (title, r, c), formula in self.formulas.items():
            book[title].cell(r + 1, c + 1).value = f"={formula.text}"
        self.formulas.clear()
        book.save(self.path)
        self._remember()
