"""The brake (rule 6): too many rows gone at once is an accident until somebody names the number."""

from __future__ import annotations

from dataclasses import dataclass

from sync.ledger.state import LedgerState
from sync.plan.gather import Gathered

PERCENT, LEAST = 30, 10


@dataclass(frozen=True)
class Hold:
    """Why a run is held: `gone` rows in all; `message` has the arithmetic and the way on."""

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
        f"{gone} of {of} rows of “{place}” would be marked as removed "
        f"({-(-gone * 100 // of)} %; the limit is {PERCENT} % and at least {LEAST})"
        for place, gone, of in caught
    ]
    return Hold(
        total,
        f"{'; '.join(parts)}. Nothing was written except withdrawals. "
        f"If this is meant: dip sync --allow-removals {total}",
    )


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
    there = [id for id, state in ledger.entries.items() if state.row_run <= ledger.office.confirmed]
    return [(gathered.master_sheet.title, sum(id not in gathered.rows for id in there), len(there))]
