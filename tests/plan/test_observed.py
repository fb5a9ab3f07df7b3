"""What people did in the moment sync wrote, told by the witness of that write: withdrawals count, ticks do not."""

from __future__ import annotations

import pytest

from sync.ledger.state import EntryState
from sync.model import Sheet, Witness
from sync.plan.observed import Meanwhile, meanwhile
from sync.tabs.master_tab import MasterReading, read_master
from tests.office import TEMPLATE

ID, OTHER = "KUL-0001", "KUL-0002"
OWNERS = {"MARKNEW1": ID, "MARKXXX2": OTHER}
HEADER = tuple(column.header for column in TEMPLATE.tab("induk").columns)
NOTHING = Meanwhile()
UNTICKED, WITHDRAWN = Meanwhile(unticked=True), Meanwhile(tarik=True)
COVERED, TAKEN = Meanwhile(ticked=True), Meanwhile(taken=True)


def known(**fields: object) -> EntryState:
    """KUL-0001 as the ledger has it: its mark before the last write was `MARKOLD1`, now it should be `MARKNEW1`."""
    state = EntryState(ID, "KUL", (), 1, mark="MARKNEW1", former_mark="MARKOLD1")
    return state._replace(**fields)  # type: ignore[arg-type]


def induk(*rows: dict[str, str]) -> MasterReading:
    """`Induk` with these rows, by role."""
    roles = TEMPLATE.tab("induk").roles
    reading = read_master(
        Sheet("Induk", (HEADER, *(tuple(row.get(role, "") for role in roles) for row in rows))), TEMPLATE
    )
    assert isinstance(reading, MasterReading)
    return reading


def told(state: EntryState, witness: Witness | None, *rows: dict[str, str], **cells: str) -> Meanwhile:
    """What is told of KUL-0001, whose row comes first."""
    master = induk({"id": ID, **cells}, *rows)
    return meanwhile(state, master.rows[0], master, witness, OWNERS)


@pytest.mark.parametrize(
    ("state", "witness", "cells", "expected"),
    [
        (known(former_setuju=True), Witness("MARKOLD1", False, False), {}, UNTICKED),
        (known(former_setuju=True), Witness("MARKOLD1", True, False), {}, NOTHING),
        (known(former_setuju=True), Witness("MARKOLD1", None, False), {}, NOTHING),
        (known(), Witness("MARKOLD1", False, False), {}, NOTHING),
        (known(), Witness("MARKOLD1", True, False), {}, COVERED),
        (known(), Witness("MARKOLD1", True, False), {"setuju": "✓"}, NOTHING),
        (known(), Witness("MARKOLD1", None, False), {}, NOTHING),
        (known(), Witness("MARKOLD1", False, True), {}, WITHDRAWN),
        (known(), Witness("MARKOLD1", False, True), {"tarik": "✓"}, NOTHING),
        (known(former_tarik=True), Witness("MARKOLD1", False, True), {}, NOTHING),
        (known(), Witness("MARKOLD1", True, True), {}, Meanwhile(ticked=True, tarik=True)),
    ],
)  # fmt: skip
def test_the_answer_arrived_in_the_entrys_own_row(
    state: EntryState, witness: Witness, cells: dict[str, str], expected: Meanwhile
) -> None:
    """What stood there right before the write is compared with what sync had read before it: another tick is a
    person's, and what is still in the cell is read as ever."""
    assert told(state, witness, tanda="MARKNEW1", **cells) == expected


@pytest.mark.parametrize(
    ("state", "witness", "cells", "expected"),
    [
        (known(setuju=True), Witness("MARKNEW1", False, False), {}, UNTICKED),
        (known(setuju=True), Witness("MARKNEW1", None, False), {}, NOTHING),
        (known(setuju=True), Witness("MARKNEW1", True, False), {}, TAKEN),
        (known(setuju=True), Witness("MARKNEW1", True, False), {"setuju": "✓"}, NOTHING),
        (known(), Witness("MARKNEW1", True, False), {}, COVERED),
        (known(), Witness("MARKNEW1", True, False), {"setuju": "oke"}, NOTHING),
        (known(former_setuju=True), Witness("MARKNEW1", True, False), {}, COVERED),
        (known(former_setuju=True), Witness("MARKOLD1", True, False), {}, TAKEN),
        (known(former_setuju=True), Witness("MARKOLD1", False, False), {}, UNTICKED),
        (known(setuju=True), Witness("MARKOLD1", True, False), {}, COVERED),
        (known(), Witness("MARKNEW1", False, True), {}, WITHDRAWN),
        (known(former_tarik=True), Witness("MARKNEW1", False, True), {}, WITHDRAWN),
        (known(), Witness("MARKNEW1", False, True), {"tarik": "✓"}, NOTHING),
        (known(), Witness("MARKNEW1", False, False), {}, NOTHING),
    ],
)  # fmt: skip
def test_another_entrys_answer_was_written_over_the_row(
    state: EntryState, witness: Witness, cells: dict[str, str], expected: Meanwhile
) -> None:
    """Rows moved while sync wrote. A tick it knew and that is gone was taken by sync, not by the PPID; a tick it did
    not know was covered; what was gone before the write was taken by a person."""
    assert told(state, witness, tanda="MARKXXX2", **cells) == expected


@pytest.mark.parametrize("former", ["MARKOLD1", ""])
@pytest.mark.parametrize("witness", [None, Witness("MARKXXX2", False, True), Witness("", False, True)])
def test_a_witness_of_another_row_tells_nothing(witness: Witness | None, former: str) -> None:
    """It must carry a mark of this entry; an empty one is nobody's."""
    state = known(setuju=True, former_setuju=True, former_mark=former)
    for mark in ("MARKNEW1", "MARKXXX2", ""):
        assert told(state, witness, tanda=mark) == NOTHING


def test_a_row_whose_mark_stood_before_the_write_tells_nothing_more() -> None:
    """Nothing was written over it: what its cells say now is what people typed."""
    assert told(known(setuju=True, former_setuju=True), Witness("MARKNEW1", False, True), tanda="MARKNEW1") == NOTHING


@pytest.mark.parametrize("mark", ["MARKOLD1", "", "UNKNOWN9"])
def test_a_row_under_nobody_elses_mark_tells_nothing(mark: str) -> None:
    """The answer did not arrive, or somebody typed over the mark: no other entry's answer stands there."""
    assert told(known(setuju=True, former_setuju=True), Witness("MARKOLD1", False, True), tanda=mark) == NOTHING


def test_a_mark_that_still_stands_somewhere_was_not_written_over() -> None:
    """The entry's own row is another one now, and says itself what became of it."""
    state, witness = known(setuju=True), Witness("MARKNEW1", False, True)
    assert told(state, witness, {"id": OTHER, "tanda": "MARKNEW1"}, tanda="MARKXXX2") == NOTHING
    assert told(state, witness, {"id": OTHER, "tanda": "MARKOLD1"}, tanda="MARKXXX2") != NOTHING
