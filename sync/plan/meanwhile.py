"""What people did in the moment sync wrote, where the workbook keeps a witness of it: ticks given or taken away that
the write then covered, and ticks the write took from rows that had moved.

A withdrawal counts whenever it was made. A tick that was covered approves nothing, because its row was just being
answered; the row says so. A tick that sync itself took away is no untick.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from sync.ledger.state import EntryState
from sync.model import Witness
from sync.tabs.master_tab import MasterReading, MasterRow


class Meanwhile(NamedTuple):
    """Of one entry: was its tick taken away by a person, its `Tarik` given, a tick given, its tick taken by sync."""

    unticked: bool = False
    tarik: bool = False
    ticked: bool = False
    taken: bool = False


def meanwhile(
    state: EntryState, row: MasterRow, master: MasterReading, witness: Witness | None, owners: Mapping[str, str]
) -> Meanwhile:
    """Compare the witness of the last write with what the ledger read before it and with what stands there now.
    `owners` maps every current mark to its entry."""
    if witness is None or witness.mark not in {state.mark, state.former_mark} - {""}:
        return Meanwhile()
    mark = master.text(row, "tanda")
    if mark == state.mark:
        return _answered(state, row, witness) if witness.mark == state.former_mark else Meanwhile()
    if owners.get(mark, state.id) == state.id or _stands(witness.mark, master.rows, master):
        return Meanwhile()
    known = state.setuju if witness.mark == state.mark else state.former_setuju
    gone = witness.setuju and row.setuju is False
    return Meanwhile(
        unticked=known and not witness.setuju, tarik=witness.tarik and not row.tarik,
        ticked=gone and not known, taken=gone and known,
    )  # fmt: skip


def _answered(state: EntryState, row: MasterRow, witness: Witness) -> Meanwhile:
    """The answer arrived in the entry's own row."""
    return Meanwhile(
        unticked=state.former_setuju and not witness.setuju,
        tarik=witness.tarik and not state.former_tarik and not row.tarik,
        ticked=witness.setuju and not state.former_setuju and row.setuju is False,
    )


def _stands(mark: str, rows: Sequence[MasterRow], master: MasterReading) -> bool:
    """Whether the mark is still somewhere: then nothing was written over it."""
    return any(master.text(row, "tanda") == mark for row in rows)
