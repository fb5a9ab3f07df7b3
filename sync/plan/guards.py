"""What keeps a run from deciding (rule 6): a workbook, a ledger and a target that do not belong together, and the
brake, which holds when too many rows are gone at once."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from sync.errors import ForeignContent, LedgerError
from sync.ledger.state import LedgerState, RunWitness
from sync.message import joined, say
from sync.model import ID_PATTERN, Sheet, TargetState, UploadOrder, WorkbookState, run_number
from sync.plan.foreign import foreign_contents, is_foreign_control
from sync.plan.gather import Gathered, PlanContext
from sync.plan.observed import slipped_roles
from sync.settings.settings import Settings
from sync.settings.units import Unit
from sync.tabs.control_tab import Control, read_control
from sync.tabs.header_row import Columns, find_columns
from sync.tabs.tab_names import as_written
from sync.template.template import TabTemplate, Template

HASH = re.compile(r"[0-9a-f]{64}")
"""A head of the chain; anything else in its place says nothing."""
PERCENT, LEAST = 30, 10
"""The brake: so many rows gone, or typed over, at once are an accident until somebody names the number."""


def control_of(sheets: Mapping[str, Sheet], settings: Settings, template: Template) -> Control:
    """`Kendali` as it stands among the tabs of a workbook; one that is somebody's own says nothing, so it holds."""
    template = as_written(template, tuple(sheets))
    sheet = sheets.get(template.tab("kendali").title)
    control = read_control(sheet, template, [unit.tab for unit in settings.units])
    if is_foreign_control(sheet, control, template):
        return Control(UploadOrder.HOLD, None, foreign=True)
    return control


def guard_identity(
    ledger: LedgerState,
    workbook: WorkbookState,
    target: TargetState,
    control: Control,
    template: Template,
    witnesses: Iterable[RunWitness] = (),
) -> str:
    """Raises `LedgerError` for a ledger that is missing beside a workbook in use, foreign, or behind any witness.
    Returns as a slug that the workbook is older than the ledger (an earlier version of it was restored), or that nobody
    can tell; else nothing. A workbook of which no write was ever confirmed is not older: its first may have broken off
    half way."""
    if not ledger.exists:
        _refuse_orphan(ledger, workbook, control, template)
    identity = control.value("buku")
    if identity and ledger.exists and identity != ledger.office.identity:
        raise LedgerError(
            say(
                "the ledger beside dip.toml belongs to another workbook; put back the ledger of this workbook, "
                "or go on "
                "from a backup with `dip restore`. %(advice)s Nothing was decided, written or published.",
                advice=ledger.advice,
            )
        )
    number = run_number(control.value("nomor_putaran"))
    if number is not None:
        head = control.value("sidik_buku")
        guard_witnesses(ledger, [RunWitness(say("the workbook"), number, head if HASH.fullmatch(head) else "")])
    guard_witnesses(ledger, witnesses, target)
    if ledger.office.confirmed <= (number or 0):
        return ""
    return "nomor-putaran-hilang" if number is None else "berkas-lama"


def guard_witnesses(ledger: LedgerState, witnesses: Iterable[RunWitness], target: TargetState | None = None) -> None:
    """Raises `LedgerError` for a ledger that is behind any of the witnesses, or has another past, and for one that is
    behind the target: a manifest counts if the ledger's secret sealed it, or if nobody looked for a seal. Whatever was
    decided since is not in it, withdrawals too, so nothing may be decided or published with it."""
    release = target.release if target else None
    if target and release is not None and target.sealed is not False and release > ledger.office.release:
        raise _too_old(
            ledger,
            say("the site"),
            say("release %(known)s, the site says %(release)s", known=ledger.office.release, release=release),
        )
    known = ledger.office.run if ledger.exists else 0
    for place, run, head in witnesses:
        if run > known:
            raise _too_old(
                ledger, place, say("run %(known)s, %(place)s says %(run)s", known=known, place=place, run=run)
            )
        if head and head not in ledger.heads:
            raise _too_old(ledger, place, say("run %(run)s as %(place)s knows it is not in it", run=run, place=place))


def refuse_foreign(
    sheets: Mapping[str, Sheet], ledger: LedgerState, control: Control, template: Template, units: Sequence[Unit]
) -> None:
    """Raises `ForeignContent` where no write of sync was confirmed yet and what is somebody's own stands where it would
    write (rule 9). To an office that has a release, or whose `Kendali` names a ledger, it has written."""
    if ledger.office.confirmed or ledger.office.release or control.value("buku"):
        return
    if contents := tuple(foreign_contents(sheets, ledger, template, units)):
        raise ForeignContent(
            say(
                "%(found)s. This is not from dip, which would write there. Give the tab or the column "
                "another name and run again: then it is never touched. Nothing was written.",
                found=joined(map(str, contents), "; "),
            )
        )


def _too_old(ledger: LedgerState, place: str, reason: str) -> LedgerError:
    return LedgerError(
        say(
            "the ledger is older than %(place)s (%(reason)s). Nothing was decided, written or published. Do not delete "
            "anything: `dip restore` goes on from a backup and keeps off the site what was withdrawn since. "
            "%(advice)s",
            place=place, reason=reason, advice=ledger.advice,
        )
    )  # fmt: skip


def _refuse_orphan(ledger: LedgerState, workbook: WorkbookState, control: Control, template: Template) -> None:
    induk, own = template.tab("induk"), {tab.title for tab in template.tabs.values()}
    kinds = {title: induk if title == induk.title else template.tab("unit") for title in workbook.sheets}
    sheets = [sheet for title, sheet in workbook.sheets.items() if title == induk.title or title not in own]
    if control.value("buku") or any(_has_ids(sheet, kinds[sheet.title]) for sheet in sheets):
        raise LedgerError(
            say(
                "the workbook has IDs, but there is no ledger beside dip.toml, or it is empty. Put it back, or "
                "go on from "
                "a backup with `dip restore`. %(advice)s Nothing was decided, written or published.",
                advice=ledger.advice,
            )
        )


def _has_ids(sheet: Sheet, tab: TabTemplate) -> bool:
    """Whether an ID stands in the column of IDs, wherever that is."""
    columns = find_columns(sheet, tab, ())
    if not isinstance(columns, Columns) or "id" not in columns.at:
        return False
    place = columns.at["id"]
    texts = {row[place] for row in sheet.rows if len(row) > place}
    return any(ID_PATTERN.fullmatch(text.strip()) for text in texts)


@dataclass(frozen=True)
class Hold:
    """Why a run is held: `gone` rows in all, or with a new text; `message` has the arithmetic and the way on."""

    gone: int
    message: str


def find_hold(gathered: Gathered, ledger: LedgerState, allow_removals: int) -> Hold | None:
    """A hold if more than 30 % and at least 10 of a unit's rows, or of the rows of `Induk`, are gone since the last
    run."""
    losses = [*_unit_losses(gathered, ledger), *_master_losses(gathered, ledger)]
    caught = [(place, gone, of) for place, gone, of in losses if gone >= LEAST and gone * 100 > PERCENT * of]
    total = sum(gone for _, gone, _ in caught)
    if not caught or total <= allow_removals:
        return None
    parts = [
        say(
            "%(gone)s of %(of)s rows of “%(place)s” are gone "
            "(%(share)s %%; the limit is %(percent)s %% and at least %(least)s)",
            gone=gone, of=of, place=place, share=-(-gone * 100 // of), percent=PERCENT, least=LEAST,
        )
        for place, gone, of in caught
    ]  # fmt: skip
    return Hold(
        total,
        say(
            "%(parts)s. Nothing was written except withdrawals. If this is meant: dip sync --allow-removals %(total)s",
            parts=joined(parts, "; "), total=total,
        ),
    )  # fmt: skip


def slipped_texts(context: PlanContext, allow_withdrawals: int) -> int:
    """How many public entries have a new text under `Tarik`, or one typed over their tick, if they are so many at once
    that a column has slipped; else 0."""
    entries, rows, public = context.ledger.entries, context.gathered.rows, context.ledger.items
    count = sum(bool(slipped_roles(entries[id], rows[id], context)) for id in public if id in rows)
    caught = count >= LEAST and count * 100 > PERCENT * len(public)
    return count if caught and count > allow_withdrawals else 0


def hold_for_slip(count: int, of: int) -> Hold:
    """The hold that `slipped_texts` asks for."""
    return Hold(
        count,
        say(
            "%(count)s of %(of)s public entries suddenly have a text in the columns for ticks "
            "(%(share)s %%; the limit is %(percent)s %% and at least %(least)s): has a column slipped? These "
            "texts withdraw nothing; nothing was written except that, and withdrawals. "
            "If they are meant: dip sync --allow-withdrawals %(count)s",
            count=count, of=of, share=-(-count * 100 // of), percent=PERCENT, least=LEAST,
        ),
    )  # fmt: skip


def both(first: Hold | None, second: Hold | None) -> Hold | None:
    """Two reasons to hold a run as one."""
    if first and second:
        return Hold(first.gone + second.gone, say("%(first)s %(second)s", first=first.message, second=second.message))
    return first or second


def _unit_losses(gathered: Gathered, ledger: LedgerState) -> list[tuple[str, int, int]]:
    losses = []
    for reading in gathered.readings:
        if reading.usable:
            there = [
                id
                for id, state in ledger.entries.items()
                if state.unit == reading.unit and not state.missing and state.withdrawn != state.version
            ]
            gone = sum(id not in gathered.matching.rows for id in there)
            losses.append((reading.tab, gone, len(there)))
    return losses


def _master_losses(gathered: Gathered, ledger: LedgerState) -> list[tuple[str, int, int]]:
    """Rows that the last confirmed run left in `Induk`: what a crash kept from being written there is not gone."""
    confirmed, states = ledger.office.confirmed, ledger.entries.items()
    there = [id for id, state in states if state.row_run <= confirmed and not state.removed]
    return [(gathered.master_sheet.title, sum(id not in gathered.rows for id in there), len(there))]
