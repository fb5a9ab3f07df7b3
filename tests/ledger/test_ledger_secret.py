"""The secret that seals the manifest: made once, outside the chain, by whoever first writes."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing

import pytest

from sync.site.manifest import is_sealed, manifest_of
from tests.office import TEMPLATE, Office


@pytest.fixture
def one(office: Office) -> Office:
    """KUL-0001, published."""
    office.add(judul="Laporan")
    office.order("Otomatis")
    office.approved("KUL-0001")
    office.sync()
    return office


def forget(office: Office) -> None:
    """The ledger as a version without secrets wrote it."""
    with closing(sqlite3.connect(office.ledger.path)) as base, base:
        (text,) = base.execute("SELECT sql FROM sqlite_master WHERE name = 'no_delete_meta'").fetchone()
        base.execute("DROP TRIGGER no_delete_meta")
        base.execute("DELETE FROM meta WHERE key = 'secret'")
        base.execute(text)


def test_a_ledger_has_a_secret_from_its_first_run_on(office: Office) -> None:
    assert (office.known().secret, office.ledger.secret(), office.ledger.path.exists()) == ("", "", False)
    office.sync()
    secret = office.known().secret
    office.add(judul="Laporan")
    office.sync()
    assert len(secret) == 64 and office.known().secret == office.ledger.secret() == secret


def test_a_ledger_without_one_gains_it_when_it_is_first_written(one: Office) -> None:
    """Reading makes none. The run after it seals the manifest; from then on quiet runs write nothing, and the chain
    is whole throughout."""
    forget(one)
    events = one.ledger.verify()
    assert one.known().secret == ""
    one.plan()
    assert one.known().secret == ""
    outcome = one.sync()
    assert outcome.result is not None and (outcome.result.uploaded, outcome.target.altered) == (1, ())
    assert is_sealed(manifest_of(json.loads(one.target.files["manifest.json"])), one.known().secret)
    before, done = one.ledger.path.read_bytes(), one.target.publishes
    one.sync()
    assert (one.ledger.path.read_bytes(), one.target.publishes) == (before, done)
    assert one.ledger.verify() == events


def test_the_secret_cannot_be_changed(one: Office) -> None:
    with (
        closing(sqlite3.connect(one.ledger.path)) as base,
        pytest.raises(sqlite3.IntegrityError, match="append-only"),
    ):
        base.execute("UPDATE meta SET value = 'x' WHERE key = 'secret'")


def test_a_past_state_has_the_secret_of_today(one: Office) -> None:
    assert one.ledger.read_at(TEMPLATE.content_roles, 1).secret == one.known().secret
