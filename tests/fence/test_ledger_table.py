"""What a database keeps of an office: the same of the table in memory, which other tests use, and of PostgreSQL."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing
from dataclasses import replace
from multiprocessing import get_context
from multiprocessing.synchronize import Barrier
from pathlib import Path
from signal import SIGQUIT
from typing import Any

import psycopg
import pytest

from sync.errors import LedgerError, SettingsError, TryLater
from sync.fence.database import Database
from sync.fence.encrypted_table import EncryptedTable, read_key
from sync.fence.ledger_copy import unpacked
from sync.fence.ledger_table import LedgerHead, LedgerTable
from sync.fence.postgres import PostgresTable, create_tables
from tests.memory_table import MemoryTable
from tests.postgres_server import Server

FIRST, SECOND = LedgerHead("one", 1, 1, "h1"), LedgerHead("one", 1, 2, "h2")
SOON = 0.2
KEY = bytes(range(32))


@pytest.fixture(params=["memory", "encrypted", pytest.param("postgres", marks=pytest.mark.slow)])
def table(request: pytest.FixtureRequest) -> Iterator[LedgerTable]:
    if request.param == "memory":
        yield MemoryTable()
    elif request.param == "encrypted":
        yield EncryptedTable(MemoryTable(), KEY, "lebak")
    else:
        with closing(PostgresTable(request.getfixturevalue("database"), "lebak")) as table:
            yield table


def pass_by(table: LedgerTable) -> None:
    inner = getattr(table, "_table", table)
    if isinstance(inner, MemoryTable):
        inner.clock.now += 2 * SOON
    else:
        time.sleep(2 * SOON)


def test_an_office_that_nobody_knows_is_taken_empty(table: LedgerTable) -> None:
    assert table.take("a", 30) == LedgerHead()
    assert (table.load(), table.files()) == (b"", {})


def test_one_holder_at_a_time(table: LedgerTable) -> None:
    table.take("a", 30)
    assert table.take("b", 30) is None and table.take("a", 30) == LedgerHead()
    table.free("b")
    assert table.take("b", 30) is None
    table.free("a")
    assert table.take("b", 30) == LedgerHead()


def test_a_lease_that_is_over_is_taken_and_never_prolonged(table: LedgerTable) -> None:
    table.take("a", SOON)
    assert table.hold("a", "", SOON)
    pass_by(table)
    assert not table.hold("a", "", SOON)
    assert not table.replace("a", "", FIRST, b"1", 30)
    assert not table.keep_file("a", "", "x", b"1")
    assert table.take("b", 30) == LedgerHead()
    assert not table.hold("a", "", SOON)


def test_a_ledger_takes_the_place_of_the_one_that_was_read_alone(table: LedgerTable) -> None:
    table.take("a", 30)
    assert table.replace("a", "", FIRST, b"1", 30)
    assert not table.replace("a", "", SECOND, b"2", 30)
    assert not table.hold("a", "", 30) and table.hold("a", "h1", 30)
    assert not table.replace("b", "h1", SECOND, b"2", 30)
    assert table.replace("a", "h1", SECOND, b"2\0\xff", 30)
    table.free("a")
    assert table.load() == b"2\0\xff" and table.take("b", 30) == SECOND


def test_neither_an_older_format_nor_another_office_takes_its_place(table: LedgerTable) -> None:
    table.take("a", 30)
    table.replace("a", "", FIRST._replace(format=2), b"1", 30)
    assert not table.replace("a", "h1", SECOND, b"2", 30)
    assert not table.replace("a", "h1", SECOND._replace(format=2, identity="two"), b"2", 30)
    assert table.replace("a", "h1", SECOND._replace(format=3), b"2", 30)


def test_files_are_kept_by_the_holder_alone(table: LedgerTable) -> None:
    table.take("a", 30)
    assert table.keep_file("a", "", "dip-receipt.json", b"1") and table.keep_file("a", "", "dip-receipt.json", b"2")
    assert not table.keep_file("b", "", "dip-receipt.json", b"3") and not table.keep_file("a", "h", "x", b"3")
    assert table.files() == {"dip-receipt.json": b"2"}


# -- PostgreSQL --------------------------------------------------------------------------------------------------------


@pytest.fixture
def opened() -> Iterator[Callable[[Database], PostgresTable]]:
    """The rows of an office, as often as one likes; closed in the end."""
    with ExitStack() as stack:
        yield lambda database: stack.enter_context(closing(PostgresTable(database, "lebak")))


def _race(database: Database, barrier: Barrier, number: int, results: Any) -> None:
    table, won = PostgresTable(database, "lebak"), 0
    for turn in range(60):
        barrier.wait()
        head = f"h{turn}" if turn else ""
        won += table.replace("a", head, LedgerHead("one", 1, turn, f"h{turn + 1}"), b"%d" % number, 30)
        barrier.wait()
    results.put(won)
    table.close()


@pytest.mark.slow
def test_of_two_processes_that_compare_and_set_one_wins(database: Database, opened) -> None:
    """Sixty times, both with the right to do so."""
    table = opened(database)
    table.take("a", 30)
    context = get_context("spawn")
    barrier, results = context.Barrier(2), context.Queue()
    processes = [context.Process(target=_race, args=(database, barrier, n, results)) for n in range(2)]
    for process in processes:
        process.start()
    won = [results.get(timeout=60) for _ in processes]
    for process in processes:
        process.join()
    assert sum(won) == 60 and table.take("a", 30) == LedgerHead("one", 1, 59, "h60")


@pytest.mark.slow
def test_the_tables_are_made_as_often_as_one_likes(database: Database) -> None:
    create_tables(database)


@pytest.mark.slow
def test_a_server_that_was_restarted_is_asked_again(server: Server, database: Database, opened) -> None:
    table = opened(database)
    table.take("a", 30)
    table.replace("a", "", FIRST, b"1", 30)
    server.stop(SIGQUIT)
    with pytest.raises(TryLater, match="does not answer"):
        table.hold("a", "h1", 30)
    server.start()
    assert table.hold("a", "h1", 30) and table.load() == b"1"
    server.stop()
    server.start()
    with pytest.raises(TryLater):  # never sent twice
        table.replace("a", "h1", SECOND, b"2", 30)
    assert table.hold("a", "h1", 30)


@pytest.mark.slow
def test_what_a_person_must_do_is_said(server: Server, opened) -> None:
    empty = server.new_database("nothing")
    with pytest.raises(SettingsError, match="dip fleet migrate"):
        opened(empty).take("a", 30)
    create_tables(empty)
    with psycopg.connect(empty.to, autocommit=True) as connection:
        connection.execute("CREATE ROLE stranger LOGIN")
    stranger = replace(empty, to=empty.to.replace("dip@", "stranger@"))
    with pytest.raises(SettingsError, match="does not let this user"):
        opened(stranger).take("a", 30)


@pytest.mark.slow
def test_a_full_database_stops_the_record_and_says_why(database: Database, opened) -> None:
    table = opened(database)
    table.take("a", 30)
    with psycopg.connect(database.to, autocommit=True) as connection:
        connection.execute(
            "CREATE FUNCTION full_disk() RETURNS trigger LANGUAGE plpgsql AS "
            "$$ BEGIN RAISE EXCEPTION 'no space left' USING ERRCODE = '53100'; END $$"
        )
        connection.execute(
            "CREATE TRIGGER full_disk BEFORE UPDATE OF blob ON office_ledger FOR EACH ROW EXECUTE FUNCTION full_disk()"
        )
    with pytest.raises(TryLater, match="53100"):
        table.replace("a", "", FIRST, b"1", 30)
    assert table.hold("a", "", 30)


def test_a_password_is_never_in_what_is_said(tmp_path: Path, opened) -> None:
    (passfile := tmp_path / "pgpass").write_text("*:*:*:*:rahasia\n")
    passfile.chmod(0o600)
    nobody = Database("postgresql://dip@127.0.0.1:1/dip", str(passfile))
    with pytest.raises(TryLater) as raised:
        opened(nobody).take("a", 30)
    assert "rahasia" not in f"{raised.value}{raised.value.__cause__}{raised.value.__context__}{nobody}"


def test_an_office_of_its_own_imports_nothing_of_it() -> None:
    code = "import sync.cli.sync, sync.run.sync, sync.run.run_lock, sys; print(*sys.modules)"
    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.split()
    assert not {name for name in loaded if name.split(".")[0] in ("psycopg", "procrastinate")}
    assert "sync.fence.fence" not in loaded and "sync.fence.postgres" not in loaded


def test_whoever_has_the_database_alone_reads_nothing() -> None:
    inner = MemoryTable()
    table = EncryptedTable(inner, KEY, "lebak")
    table.take("a", 30)
    assert table.replace("a", "", FIRST, b"the secret of the ledger", 30)
    assert table.keep_file("a", "h1", "dip-receipt.json", b"the receipt")
    assert (table.load(), table.files()) == (b"the secret of the ledger", {"dip-receipt.json": b"the receipt"})
    assert b"secret" not in inner.blob and b"receipt" not in inner.kept_files["dip-receipt.json"]


@pytest.mark.parametrize(
    ("key", "office", "spoil"),
    [
        (bytes(32), "lebak", lambda blob: blob), (KEY, "serang", lambda blob: blob),
        (KEY, "lebak", lambda blob: blob[:-1]), (KEY, "lebak", lambda blob: blob[:-1] + bytes([blob[-1] ^ 1])),
        (KEY, "lebak", lambda blob: blob[:9]), (KEY, "lebak", lambda _: b"x" * 40),
    ],
)  # fmt: skip
def test_what_another_key_encrypted_or_somebody_altered_is_no_ledger(
    key: bytes, office: str, spoil: Callable[[bytes], bytes]
) -> None:
    """Another key, another office's blob, a cut or altered one, one that was never encrypted."""
    inner = MemoryTable()
    EncryptedTable(inner, KEY, "lebak").take("a", 30)
    EncryptedTable(inner, KEY, "lebak").replace("a", "", FIRST, b"whole", 30)
    inner.blob = spoil(inner.blob)
    with pytest.raises(LedgerError, match="keyfile"):
        EncryptedTable(inner, key, office).load()


def test_a_machine_without_the_key_is_told() -> None:
    table = MemoryTable()
    EncryptedTable(table, KEY, "lebak").take("a", 30)
    EncryptedTable(table, KEY, "lebak").replace("a", "", FIRST, b"whole", 30)
    with pytest.raises(LedgerError, match="no key"):
        unpacked(table.load())


@pytest.mark.parametrize("text", ["", "abc", "00" * 31, "zz" * 32, "é" * 64])
def test_a_key_that_is_none_is_told(text: str, tmp_path: Path) -> None:
    path = tmp_path / "key"
    with pytest.raises(SettingsError, match="openssl"):
        read_key(path)
    path.write_text(text, "utf-8")
    with pytest.raises(SettingsError, match="openssl"):
        read_key(path)
    path.write_text("0a" * 32 + "\n", "ascii")
    assert read_key(path) == b"\n" * 32
