"""Do the workbook, the ledger and the target belong together? (rule 6) Nothing is decided unless they do."""

from __future__ import annotations

from sync.errors import LedgerError
from sync.ledger.state import LedgerState
from sync.model import Sheet, TargetState, WorkbookState
from sync.plan.identity import ID_PATTERN
from sync.tabs.columns import Columns, find_columns
from sync.tabs.control_tab import Control
from sync.template.template import TabTemplate, Template


def guard_identity(
    ledger: LedgerState, workbook: WorkbookState, target: TargetState, control: Control, template: Template
) -> str:
    """Raises `LedgerError` for a ledger that is missing beside a workbook in use, foreign, or older than the
    workbook or the target. Returns as a slug that the workbook is older than the ledger (an earlier version of it was
    restored), or that nobody can tell; else nothing. A workbook of which no write was ever confirmed is not older: its
    first may have broken off half way."""
    if not ledger.exists:
        _refuse_orphan(ledger, workbook, control, template)
    identity = control.value("buku")
    if identity and ledger.exists and identity != ledger.office.identity:
        raise LedgerError(
            "the ledger beside dip.toml belongs to another workbook; put back the ledger of this workbook. "
            f"{ledger.advice} Nothing was written."
        )
    run = control.value("nomor_putaran")
    number = int(run) if run.isdigit() else None
    if number is not None and number > ledger.office.run:
        raise LedgerError(
            f"the ledger is older than the workbook (run {ledger.office.run}, the workbook says {number}). "
            f"Put back the newer one. {ledger.advice} Nothing was written."
        )
    guard_release(ledger, target)
    if ledger.office.confirmed <= (number or 0):
        return ""
    return "nomor-putaran-hilang" if number is None else "berkas-lama"


def guard_release(ledger: LedgerState, target: TargetState) -> None:
    """Raises `LedgerError` if the site is newer than the ledger."""
    if target.release is not None and target.release > ledger.office.release:
        raise LedgerError(
            f"the ledger is older than the site (release {ledger.office.release}, the site says {target.release}). "
            f"Put back the newer one. {ledger.advice} Nothing was written."
        )


def _refuse_orphan(ledger: LedgerState, workbook: WorkbookState, control: Control, template: Template) -> None:
    induk, own = template.tab("induk"), {tab.title for tab in template.tabs.values()}
    kinds = {title: induk if title == induk.title else template.tab("unit") for title in workbook.sheets}
    sheets = [sheet for title, sheet in workbook.sheets.items() if title == induk.title or title not in own]
    if control.value("buku") or any(_has_ids(sheet, kinds[sheet.title]) for sheet in sheets):
        raise LedgerError(
            "the workbook has IDs, but there is no ledger beside dip.toml, or it is empty. Put it back. "
            f"{ledger.advice} Nothing was written."
        )


def _has_ids(sheet: Sheet, tab: TabTemplate) -> bool:
    """Whether an ID stands in the column of IDs, wherever that is."""
    columns = find_columns(sheet, tab, ())
    if not isinstance(columns, Columns) or "id" not in columns.at:
        return False
    place = columns.at["id"]
    texts = {row[place] for row in sheet.rows if len(row) > place}
    return any(ID_PATTERN.fullmatch(text.strip()) for text in texts)
