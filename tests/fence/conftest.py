"""One PostgreSQL for all tests of a process."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import count

import pytest

from sync.fence.database import Database
from sync.fence.postgres import create_tables
from tests.postgres_server import Server, postgres_server, programs

_NUMBERS = count()


@pytest.fixture(scope="session")
def server() -> Iterator[Server]:
    if not programs():
        pytest.skip("PostgreSQL is not installed (tests/debian-packages.txt)")
    with postgres_server() as server:
        yield server


@pytest.fixture
def database(server: Server) -> Database:
    """A database of its own, with the tables."""
    made = server.new_database(f"test{next(_NUMBERS)}")
    create_tables(made)
    return made
