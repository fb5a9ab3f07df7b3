"""Why PostgreSQL lets nobody in is told apart: what passes by itself, and what a person mends, with how."""

from __future__ import annotations

import psycopg
import psycopg_pool
import pytest
from procrastinate import exceptions

from sync.errors import SettingsError, TryLater
from sync.fence.database import Database
from sync.fence.job_queue import stay_at_work
from sync.fence.postgres import PostgresTable, connect
from sync.fence.postgres_errors import postgres_translated, translation
from tests.postgres_server import Server

AT = 'connection failed: connection to server at "10.0.0.7", port 5432 failed: '


@pytest.mark.parametrize(
    ("text", "advice"),
    [
        ("SSL error: certificate verify failed", "sslrootcert="),
        ('root certificate file "/home/dipsync/.postgresql/root.crt" does not exist', "sslrootcert="),
        ('server certificate for "db.x" does not match host name "10.0.0.7"', "is for another name"),
        ("server does not support SSL, but SSL was required", "ssl_cert_file"),
        ('FATAL:  password authentication failed for user "dip"', "does not accept the password"),
        ("fe_sendauth: no password supplied", "passfile in [database]"),
        ('FATAL:  no pg_hba.conf entry for host "10.0.0.2", user "dip", database "dip", no encryption', "hostssl"),
        ('FATAL:  role "dip" does not exist', "createuser"),
        ('FATAL:  database "dip" does not exist', "createdb"),
    ],
)
def test_what_a_person_mends_stops_with_how(text: str, advice: str) -> None:
    said = translation(psycopg.OperationalError(AT + text))
    assert isinstance(said, SettingsError) and said.exit_code == 2
    assert advice in said.message and " ".join(text.split()) in said.message


@pytest.mark.parametrize(
    "text",
    [
        "Connection refused\n\tIs the server running on that host and accepting TCP/IP connections?",
        "FATAL:  the database system is starting up",
        "FATAL:  sorry, too many clients already",
        "timeout expired",
        "failed to resolve host 'db.kantor.go.id': [Errno -3] Temporary failure in name resolution",
    ],
)
def test_what_passes_is_tried_again_and_says_why(text: str) -> None:
    said = translation(psycopg.OperationalError(AT + text))
    assert isinstance(said, TryLater) and said.exit_code == 75
    assert " ".join(text.split()) in said.message


def test_nothing_of_what_a_statement_was_refused_for_is_told() -> None:
    said = translation(psycopg.errors.DiskFull("could not extend file: Subbagian Keuangan"))
    assert "53100" in said.message and "Keuangan" not in said.message


@pytest.mark.slow
def test_a_real_server_says_it_so(server: Server) -> None:
    given = server.database().to
    for address, advice in {
        given.replace("dip@", "nobody@"): "createuser",
        given.replace("/postgres", "/tidakada"): "createdb",
        f"{given}?sslmode=verify-full&sslrootcert=/etc/hosts": "ssl_cert_file",
    }.items():
        with pytest.raises(SettingsError) as told, postgres_translated():
            connect(Database(address))
        assert advice in told.value.message
    with pytest.raises(TryLater, match="Connection refused"), postgres_translated():
        connect(Database("postgresql://dip@127.0.0.1:1/dip"))


@pytest.mark.slow
def test_a_server_that_can_only_be_read_is_told_and_tried_again(database: Database) -> None:
    """After a machine took over from another, or while an administrator works there."""
    name = database.to.rpartition("/")[2]
    with psycopg.connect(database.to, autocommit=True) as connection:
        connection.execute(f"ALTER DATABASE {name} SET default_transaction_read_only = on".encode())
    table = PostgresTable(database, "lebak")
    with pytest.raises(TryLater, match="default_transaction_read_only"):
        table.take("a run", 30)
    table.close()


def test_a_worker_waits_for_what_passes_and_ends_for_what_a_person_mends(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever the libraries make of it on the way."""
    monkeypatch.setattr("sync.fence.job_queue._AGAIN", 0.0)
    wrapped = exceptions.ConnectorException("x")
    wrapped.__cause__ = psycopg.OperationalError(AT + "Connection refused")
    raised = [
        psycopg_pool.PoolTimeout("pool initialization incomplete after 30.0 sec"),
        wrapped,
        exceptions.ConnectorException(),
        psycopg.OperationalError(AT + 'FATAL:  password authentication failed for user "dip"'),
    ]
    lines: list[str] = []

    async def work() -> None:
        raise raised.pop(0)

    with pytest.raises(SettingsError, match="does not accept the password"):
        stay_at_work(work, lines.append)
    assert len(lines) == 3 and all(line.startswith("the fleet's database does not answer (") for line in lines)
