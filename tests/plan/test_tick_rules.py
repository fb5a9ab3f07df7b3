"""What is decided of one entry, from what was known, what `Induk` shows and what the unit says."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from sync.ledger.state import EntryState
from sync.model import Sheet, Witness
from sync.plan.make_plan import make_plan
from sync.plan.observed import primary_row
from sync.plan.tick_rules import Current, Moment, Observed, decide
from sync.tabs.master_tab import MasterReading, read_master
from tests.office import TEMPLATE, Office

ID = "KUL-0001"
NOW = Moment("2026-11-30T01:00:00+00:00", "2026-11-30")
CURRENT = Current("KUL", (), 1, approvable=True)


@pytest.mark.parametrize(
    ("observed", "slug"),
    [
        (Observed(setuju=True, overwritten=True), "centang-tertimpa"),
        (Observed(setuju=True, taken=True), "centang-terhapus"),
    ],
)
def test_a_tick_given_or_taken_while_sync_wrote_approves_nothing_and_is_told(observed: Observed, slug: str) -> None:
    decision = decide(EntryState(ID, "KUL", (), 1, answerable=True), observed, CURRENT, NOW, approved_public=False)
    assert (decision.refused, decision.state.approved, decision.events) == (slug, 0, ())


def test_a_remark_that_was_emptied_is_forgotten() -> None:
    """A note on a ticked row belongs to no version."""
    before = EntryState(ID, "KUL", (), 1, answerable=True, setuju=True, approved=1, note="lihat lampiran")
    decision = decide(before, Observed(setuju=True, was_ticked=True), CURRENT, NOW, approved_public=True)
    assert decision.state.note == ""


def test_an_id_typed_in_small_letters_is_that_of_its_row(office: Office) -> None:
    office.add(judul="Laporan")
    office.sync()
    office.type(ID, "id", ID.lower())
    office.tick(ID.lower())
    office.sync()
    assert office.public() == [ID]


def test_a_tick_that_the_witness_of_the_last_write_shows_is_told_as_covered(office: Office) -> None:
    """A person ticked while sync answered the row, and sync's answer stands there now."""
    office.add(judul="Laporan")
    office.sync()
    office.type_unit(ID, "judul", "Laporan Barang")
    office.sync()
    snapshot = office.snapshot()
    witness = {ID: Witness(office.entry(ID).former_mark, True, False)}
    plan = make_plan(replace(snapshot, workbook=replace(snapshot.workbook, witness=witness)), office.settings, TEMPLATE)
    (state,) = plan.record.entries
    assert (state.reason, state.approved) == ("centang-tertimpa", 0)


def test_a_tick_that_sync_took_from_a_row_that_moved_asks_again_and_withdraws_nothing(tmp_path: Path) -> None:
    office = Office(tmp_path)
    office.add(judul="Laporan")
    office.add(judul="Laporan Barang")
    office.approved(ID)
    mark, other = office.entry(ID).mark, office.entry("KUL-0002").mark
    office.type(ID, "tanda", other)
    office.type(ID, "setuju", "")
    snapshot = office.snapshot()
    witnessed = replace(snapshot, workbook=replace(snapshot.workbook, witness={ID: Witness(mark, True, False)}))
    plan = make_plan(witnessed, office.settings, TEMPLATE)
    (state,) = [state for state in plan.record.entries if state.id == ID]
    assert (state.approved, state.unconfirmed, state.reason) == (1, True, "centang-terhapus")


def test_of_two_rows_with_one_id_the_one_with_its_mark_counts() -> None:
    tab = TEMPLATE.tab("induk")
    header = tuple(column.header for column in tab.columns)
    cells = ({"id": ID, "tanda": "MARKOLD1"}, {"id": ID, "tanda": "MARKNEW1"})
    rows = (tuple(row.get(role, "") for role in tab.roles) for row in cells)
    master = read_master(Sheet("Induk", (header, *rows)), TEMPLATE)
    assert isinstance(master, MasterReading)
    assert primary_row(EntryState(ID, "KUL", (), 1, mark="MARKNEW1"), master.rows, master) is master.rows[1]
