"""The reads of an account that several machines share: together they never exceed its quota."""

from __future__ import annotations

import threading
import time
from dataclasses import replace
from pathlib import Path

import psycopg
import pytest

from sync.errors import TryLater
from sync.fence.database import Database
from sync.fleet.read_row import ReadRow
from sync.fleet.read_table import SharedReadRow, read_row_of

SOON = 1.0


@pytest.mark.slow
def test_machines_together_never_read_more_than_the_account_may(database: Database) -> None:
    """Whoever found no place gets one once the oldest is over."""
    row, taken = SharedReadRow(database, "a", 4, SOON), list[float]()

    def machine() -> None:
        for _ in range(3):
            row.wait()
            taken.append(time.monotonic())

    threads = [threading.Thread(target=machine) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert len(taken) == 12
    slack = SOON / 5  # from the server's clock to this one
    for first in taken:
        assert sum(first <= at < first + SOON - slack for at in taken) <= 4
    assert max(taken) - min(taken) < 4 * SOON


@pytest.mark.slow
def test_each_account_has_a_row_and_a_clock_that_was_set_back_frees_it_after_a_minute(database: Database) -> None:
    one, two = (SharedReadRow(database, name, 1, SOON) for name in "ab")
    assert one.take() == 0.0 and two.take() == 0.0
    assert 0 < one.take() <= SOON + 0.1
    with psycopg.connect(database.to, autocommit=True) as connection:
        connection.execute("UPDATE account_reads SET times = ARRAY[extract(epoch FROM clock_timestamp()) + 3600]")
    assert 0 < one.take() <= SOON + 0.1
    time.sleep(SOON + 0.1)
    assert one.take() == 0.0


def test_without_the_database_nobody_reads(tmp_path: Path) -> None:
    row = SharedReadRow(Database("postgresql://dip@127.0.0.1:1/dip"), "a", 60)
    with pytest.raises(TryLater, match="does not answer"):
        row.wait()


def test_a_process_is_told_which_row_counts(tmp_path: Path) -> None:
    database = Database("postgresql://dip@db.example/dip", "/srv/dip/pgpass")
    for row in (ReadRow(tmp_path / "a.json", 20), SharedReadRow(database, "a", 20)):
        assert read_row_of(row.text) == replace(row)
