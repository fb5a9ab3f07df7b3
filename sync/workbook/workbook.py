"""The `Workbook` protocol, and which adapter opens a location of `dip.toml`."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Protocol

from sync.errors import WorkbookError
from sync.message import say
from sync.model import Batch, WorkbookState
from sync.settings.settings import Settings
from sync.settings.spreadsheet_address import Account, is_google
from sync.settings.units import Unit
from sync.template.template import Template
from sync.workbook.layout_gap import Gap


class Workbook(Protocol):
    """A spreadsheet file or service.

    Errors of libraries and of the system are raised as `WorkbookError`, `WorkbookChanged` or `WorkbookOpen`.
    """

    location: str

    def read(self) -> WorkbookState:
        """Everything the plan needs. Raises `WorkbookError` if any of it is missing or damaged."""

    def check_writable(self, state: WorkbookState) -> None:
        """Raises `WorkbookOpen` while a program has it open, `WorkbookChanged` if it is no longer `state`.

        Writes nothing.
        """

    def write(self, batch: Batch, state: WorkbookState) -> WorkbookState | None:
        """Apply the batch wholly or not at all, onto exactly the state that was read.

        Returns the state after it, onto which another batch may be written; None if it is not known. Raises
        `WorkbookChanged` if the workbook is no longer what was read.
        """


def open_workbook(  # noqa: PLR0913  all that any adapter may need
    location: str,
    folder: Path,
    template: Template,
    units: Sequence[Unit],
    backup_folder: Path,
    office: str = "",
    account: Account | None = None,
    before_change: Callable[[], None] = lambda: None,
) -> Workbook:
    """The adapter for a location of `dip.toml`: a path relative to `folder`, or the address of a Google spreadsheet,
    which `account` opens; there `before_change` is called before each request that writes. Opens nothing yet.

    Raises `WorkbookError` for any other address.
    """
    if is_google(location):
        from sync.workbook.google.google_workbook import GoogleWorkbook

        return GoogleWorkbook(location, template, units, account or Account(), before_change=before_change)
    if "://" in location:
        raise WorkbookError(say("%(location)s is neither a file nor a Google spreadsheet.", location=location))
    from sync.workbook.xlsx.xlsx_workbook import XlsxWorkbook

    return XlsxWorkbook(folder / location, template, units, backup_folder, office)


def layout_gaps(settings: Settings, template: Template) -> list[Gap]:
    """What of the layout is missing, as `dip init` would add it, and what only people can put right. Writes nothing.
    Raises as `Workbook.read`."""
    if settings.workbook.on_google:
        from sync.workbook.google.setup import client_of, missing

        return missing(client_of(settings), settings, template)
    from sync.workbook.xlsx.gaps import file_gaps

    return file_gaps(settings.path(settings.workbook.location), template, settings.units)
