"""The workbook as a door: one verb reads, one writes, one lays out. Everything behind it is somebody else's format."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Protocol

from sync.errors import WorkbookError
from sync.model import Batch, WorkbookState
from sync.settings.spreadsheet_address import Account, is_google
from sync.template.template import Template
from sync.workbook.tab_list import UnitTab


class Workbook(Protocol):
    """A spreadsheet file or service.

    Foreign errors leave it as `WorkbookError`, `WorkbookChanged` or `WorkbookOpen`.
    """

    location: str

    def read(self) -> WorkbookState:
        """Everything the plan needs, in one go. Raises `WorkbookError` if any of it is missing or damaged."""

    def check_writable(self, state: WorkbookState) -> None:
        """Raises `WorkbookOpen` while a program has it open, `WorkbookChanged` if it is no longer `state`.

        Writes nothing.
        """

    def write(self, batch: Batch, state: WorkbookState) -> WorkbookState | None:
        """Apply the batch wholly or not at all, onto exactly the state that was read.

        Returns the state after, if known.
        """

    def lay_out(self) -> list[str]:
        """Create the workbook, or add the tabs it lacks; never touch what is there. Returns the titles added."""


def open_workbook(  # noqa: PLR0913  all that any door may need
    location: str,
    folder: Path,
    template: Template,
    units: Sequence[UnitTab],
    backup_folder: Path,
    office: str = "",
    account: Account | None = None,
) -> Workbook:
    """The door to a location of `dip.toml`: a path, relative to `folder`, or a Google spreadsheet, which `account`
    opens.

    Raises `WorkbookError` for what has no door.
    """
    if is_google(location):
        from sync.workbook.google.google_workbook import GoogleWorkbook

        return GoogleWorkbook(location, template, units, account or Account(), office)
    if "://" in location:
        raise WorkbookError(f"{location} is neither a file nor a Google spreadsheet.")
    from sync.workbook.xlsx.xlsx_workbook import XlsxWorkbook

    return XlsxWorkbook(folder / location, template, units, backup_folder, office)
