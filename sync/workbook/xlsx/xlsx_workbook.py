"""The adapter for an .xlsx file.

A write changes the cells of the batch and nothing else: every other part of the package is copied byte for byte, the
new file is read back and compared before it replaces the old one, and a copy of the old one is kept. If a program has
the file open, or somebody saved it since it was read, nothing is written.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from sync.errors import WorkbookChanged, WorkbookError, WorkbookOpen, reason_of
from sync.message import say
from sync.model import Batch, WorkbookState
from sync.settings.units import Unit
from sync.template.template import Template
from sync.workbook.column_order import Arrangement
from sync.workbook.layout_gap import Gap
from sync.workbook.xlsx import file_swap
from sync.workbook.xlsx.book import Book
from sync.workbook.xlsx.office_lock import find_lock
from sync.workbook.xlsx.package import MAX_FILE, TAKE_OUT
from sync.workbook.xlsx.sheet_reader import read_book, unkept_parts


class XlsxWorkbook:
    """A workbook file. See `sync.workbook.workbook.Workbook` for what each method promises."""

    def __init__(
        self, path: Path, template: Template, units: Sequence[Unit], backup_folder: Path, office: str = ""
    ) -> None:
        self.location = str(path)
        self._path = path
        self._template = template
        self._units = tuple(units)
        self._backup_folder = backup_folder
        self._office = office

    def read(self) -> WorkbookState:
        """All tabs. Raises `WorkbookError` if the file is missing, damaged, encrypted, or no .xlsx."""
        data = self._bytes()
        book, sheets = read_book(data, self._path.name)
        others = tuple(sheet.title for sheet in book.sheets if not sheet.grid)
        return WorkbookState(self.location, sheets, _stamp(data), unkept=self._unkept(book), without_cells=others)

    def check_writable(self, state: WorkbookState) -> None:
        """Raises `WorkbookOpen` while a program has it open, `WorkbookChanged` if it is no longer what was read."""
        self._refuse_open()
        self._unchanged(state)

    def write(self, batch: Batch, state: WorkbookState) -> WorkbookState | None:
        """Write the batch. Nothing is written unless the result, read back, is what was meant."""
        if not batch:
            return state
        from sync.workbook.xlsx.apply_batch import apply_batch

        self._refuse_open()
        before = self._file_stamp()
        data = self._unchanged(state)
        content, sheets = apply_batch(batch, state, data, self._path.name, self._template, self._units)
        self._swap(content, data, before, batch.run)
        return replace(state, sheets=sheets, stamp=_stamp(content), writes=1)

    def lay_out(self) -> list[str]:
        """Create the workbook, or add the tabs it lacks. Returns their titles."""
        from sync.workbook.xlsx.new_workbook import add_missing_tabs, first_workbook

        if not self._path.exists():
            content, titles = first_workbook(self._template, self._units, self._office)
            file_swap.create_file(self._real(), content)
            return titles
        self._refuse_open()
        before, data = self._file_stamp(), self._bytes()
        content, titles = add_missing_tabs(data, self._path.name, self._template, self._units, self._office)
        if titles:
            self._swap(content, data, before)
        return titles

    def arrangements(self) -> list[Arrangement]:
        """What would become of each tab whose columns stand otherwise than in a new one."""
        from sync.workbook.xlsx.arrange_tabs import arrangements

        return arrangements(self._bytes(), self._path.name, self._template, self._units)

    def arrange(self) -> list[Arrangement]:
        """Put the columns of those tabs in order; where something is in the way, only what is seen changes. What is
        read back says the same, or nothing is written. Raises `WorkbookOpen` while a program has it open."""
        from sync.workbook.xlsx.arrange_tabs import arranged, arrangements

        self._refuse_open()
        before, data = self._file_stamp(), self._bytes()
        done = arrangements(data, self._path.name, self._template, self._units)
        if done:
            self._swap(arranged(data, self._path.name, done, self._template), data, before)
        return done

    def layout_loss(self) -> list[Gap]:
        """What the workbook lost of its layout: what `repair` puts back, and what only people or `dip init` can."""
        from sync.workbook.xlsx.repair import repairs

        lost, others = repairs(self._bytes(), self._path.name, self._template, self._units)
        return [gap for each in lost for gap in each.gaps()] + others

    def repair(self) -> list[Gap]:
        """Put back dropdowns, notes on headers, protection and rules of colour; no cell changes, or nothing is written.
        Raises `WorkbookOpen` while a program has it open."""
        from sync.workbook.xlsx.repair import repaired, repairs

        self._refuse_open()
        before, data = self._file_stamp(), self._bytes()
        lost, _ = repairs(data, self._path.name, self._template, self._units)
        if lost:
            self._swap(repaired(data, self._path.name, lost, self._template), data, before)
        return [gap for each in lost for gap in each.gaps()]

    def _swap(self, content: bytes, old: bytes, before: file_swap.FileStamp, run: int = 0) -> None:
        file_swap.back_up(self._real(), old, self._backup_folder, run)
        self._refuse_open()
        file_swap.replace_file(self._real(), content, before)

    def _real(self) -> Path:
        """The file itself, where the path is a link."""
        return Path(os.path.realpath(self._path))

    def _file_stamp(self) -> file_swap.FileStamp:
        try:
            return file_swap.file_stamp(self._real())
        except OSError as error:
            raise self._unreadable(error) from error

    def _bytes(self) -> bytes:
        try:
            if self._path.is_dir():
                raise WorkbookError(
                    say(
                        "%(location)s is a folder, not a workbook. Name the .xlsx file in dip.toml.",
                        location=self.location,
                    )
                )
            if (size := self._path.stat().st_size) > MAX_FILE:
                raise WorkbookError(
                    say(
                        "%(location)s is refused: %(size)s bytes; the limit is %(max_file)s. %(take_out)s",
                        location=self.location, size=format(size, ","), max_file=format(MAX_FILE, ","),
                        take_out=TAKE_OUT,
                    )
                )  # fmt: skip
            return self._path.read_bytes()
        except OSError as error:
            raise self._unreadable(error) from error

    def _unreadable(self, error: OSError) -> WorkbookError:
        if isinstance(error, FileNotFoundError):
            return WorkbookError(
                say(
                    "the workbook %(location)s is not there. "
                    "Correct [workbook] location in dip.toml, put a copy back (dip-backup/ has some), or make "
                    "one: dip init",
                    location=self.location,
                )
            )
        return WorkbookError(
            say(
                "the workbook %(location)s cannot be read: %(strerror)s.",
                location=self.location, strerror=reason_of(error),
            )
        )  # fmt: skip

    def _unchanged(self, state: WorkbookState) -> bytes:
        data = self._bytes()
        if _stamp(data) != state.stamp:
            raise WorkbookChanged(
                say(
                    "%(location)s was saved by somebody since it was read. Nothing was written.", location=self.location
                )
            )
        return data

    def _refuse_open(self) -> None:
        if lock := find_lock((self._path, self._real())):
            raise WorkbookOpen(lock.sentence())

    def _unkept(self, book: Book) -> tuple[str, ...]:
        status = self._real().stat()
        unkept = list(unkept_parts(book))
        if hasattr(os, "geteuid") and os.geteuid() not in (0, status.st_uid):
            unkept.append(f"the file's owner (user number {status.st_uid}; sync runs as {os.geteuid()})")
        if status.st_nlink > 1:
            unkept.append("the file's other names (hard links keep the version before)")
        return tuple(unkept)


def _stamp(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()
