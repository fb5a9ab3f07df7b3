"""The ledger: what goes in comes out, nothing ever changes in it, and whoever changes the file is found out."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sync.errors import LedgerError
from sync.ledger.ledger import Ledger
from sync.ledger.state import Approval, EntryState, Event, OfficeState, Record, Version
from sync.model import UploadOrder
from tests.office import Office

ROLES = ("judul", "ringkasan")
TEXT = st.text(st.characters(codec="utf-8"), max_size=12)
ENTRY = st.builds(
    EntryState, id=st.sampled_from(["KUL-0001", "KUL-0002"]), unit=st.just("KUL"), typed=st.tuples(TEXT, TEXT),
    version=st.just(1), note=TEXT, basis=st.tuples(*[TEXT] * 5), setuju=st.booleans(), approved=st.integers(0, 3),
    history=st.lists(st.builds(Approval, TEXT, st.integers(1, 3), st.tuples(TEXT)), max_size=2).map(tuple),
)  # fmt: skip


@given(runs=st.lists(st.lists(ENTRY, max_size=2, unique_by=lambda entry: entry.id), min_size=1, max_size=4))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=30)
def test_what_was_recorded_last_is_what_is_known(runs: list[list[EntryState]], tmp_path_factory) -> None:
    """The latest state of every entry comes back as it went in, whatever it holds."""
    ledger = Ledger(tmp_path_factory.mktemp("l") / "l.sqlite", tmp_path_factory.mktemp("b"))
    known: dict[str, EntryState] = {}
    for run, entries in enumerate(runs, 1):
        ledger.record(Record(OfficeState("x", run=run), tuple(entries)), "2026-11-23T00:00:00+00:00", ROLES)
        known |= {entry.id: entry for entry in entries}
    assert dict(ledger.read(ROLES, 10).entries) == known
    assert ledger.verify() == len(runs)


@pytest.fixture
def used(office: Office) -> Office:
    """A ledger of several runs."""
    office.add()
    office.approved("KUL-0001")
    office.type_unit("KUL-0001", "judul", "Lain")
    office.sync()
    return office


@pytest.mark.parametrize("table", ["meta", "states", "versions", "readings", "items", "events"])
@pytest.mark.parametrize("verb", ["DELETE FROM {table}", "UPDATE {table} SET rowid = rowid + 1000"])
def test_nothing_in_it_can_be_changed(used: Office, table: str, verb: str) -> None:
    """The database itself refuses every UPDATE and DELETE."""
    with closing(sqlite3.connect(used.ledger.path)) as base, pytest.raises(sqlite3.DatabaseError, match="append-only"):
        base.execute(verb.format(table=table))


TAMPERING = {
    "an event's role": ("events", "UPDATE events SET by = 'sync' WHERE event = 'approved'", "event"),
    "an event's time": ("events", "UPDATE events SET at = '2020-01-01' WHERE seq = 3", "event 3"),
    "an event removed": ("events", "DELETE FROM events WHERE event = 'lapsed'", "event"),
    "a version": ("versions", "UPDATE versions SET content = '{}' WHERE number = 2", "run 3"),
    "a state": ("states", "UPDATE states SET data = replace(data, 'KUL', 'TEK')", "run 1"),
    "the release": ("items", "DELETE FROM items", "run 2"),
    "a version made up": (
        "versions",
        "INSERT INTO versions SELECT id, 9, '', '{}', 1, 99 FROM versions LIMIT 1",
        "more",
    ),
    "an event after the last run": (
        "events",
        "INSERT INTO events VALUES (99, '2026', 9, 'KUL-0001', 'approved', 1, 'ppid', '', 'x')",
        "event 99",
    ),
    "a state made up": ("states", "INSERT INTO states SELECT NULL, id, data, 1 FROM states", "run|more"),
    "an entry made up": ("items", "INSERT INTO items VALUES (1, 'KUL-0009', 1, 2)", "run|more"),
    "a reading": ("readings", "UPDATE readings SET version = 2", "run 1"),
}


@pytest.mark.parametrize("what", TAMPERING)
def test_whoever_changes_the_file_is_found_out(used: Office, what: str) -> None:
    """`verify` says where: each event carries the hash of the one before and of what its run recorded."""
    table, statement, where = TAMPERING[what]
    assert used.ledger.verify() > 5
    with closing(sqlite3.connect(used.ledger.path)) as base, base:
        for verb in ("update", "delete"):
            base.execute(f"DROP TRIGGER no_{verb}_{table}")
        base.execute(statement)
    with pytest.raises(LedgerError, match=where):
        used.ledger.verify()
    with pytest.raises(LedgerError, match=where):
        used.ledger.read((), 1)


def test_the_last_ten_copies_are_kept(office: Office) -> None:
    """A copy of the file before each run that writes; the last ten."""
    for number in range(13):
        office.add(judul=f"Laporan {number}")
        office.sync()
    copies = sorted(path.name for path in office.ledger.backup_folder.glob("ledger-*.sqlite"))
    assert copies == [f"ledger-{run:08d}.sqlite" for run in range(4, 14)]
    newest = Ledger(office.ledger.backup_folder / copies[-1], office.ledger.backup_folder)
    assert newest.read(("judul",) * 10, 5).office.run == 12


def test_an_unfinished_transaction_leaves_nothing(used: Office) -> None:
    """A run is one transaction: if it fails half way, nothing of it was recorded."""
    before = used.known()
    twice = Version("KUL-0001", 1, "", {}, True)
    with pytest.raises(LedgerError):
        used.ledger.record(
            Record(OfficeState("x", run=9), (), (twice,), (), (Event("KUL-0001", "approved", 1, "ppid"),)), "x", ROLES
        )
    assert replace(used.known(), advice=before.advice) == before
    used.ledger.verify()


def test_reading_creates_nothing(tmp_path: Path) -> None:
    """Reading never creates the file; the first record does, for its owner alone."""
    ledger = Ledger(tmp_path / "l.sqlite", tmp_path / "b")
    assert ledger.read(ROLES, 5).exists is False
    assert not ledger.path.exists()
    ledger.record(Record(OfficeState("x", run=1)), "2026-11-23T00:00:00+00:00", ROLES)
    assert ledger.path.stat().st_mode & 0o777 == 0o600


def test_a_ledger_keeps_the_names_it_was_begun_with(tmp_path: Path) -> None:
    """Fields and orders that the code calls by better names today are found in ledgers of any age."""
    ledger = Ledger(tmp_path / "ledger.sqlite", tmp_path / "backup")
    office = OfficeState("x", run=1, once_done=True, order=UploadOrder.ALWAYS)
    entry = EntryState("KUL-0001", "KUL", ("",) * len(ROLES), 1, unconfirmed=True)
    ledger.record(Record(office, (entry,)), "2026-11-23T00:00:00+00:00", ROLES)
    with closing(sqlite3.connect(ledger.path)) as base:
        kept, of_entry = (json.loads(data) for (data,) in base.execute("SELECT data FROM states ORDER BY seq"))
    assert (kept["spent"], kept["order"], of_entry["lapsed"]) == (True, "Otomatis", True)
    state = ledger.read(ROLES, 0)
    assert (replace(state.office, identity="x"), state.entries) == (office, {"KUL-0001": entry})
