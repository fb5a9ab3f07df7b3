"""The database of the tests of the fence."""

from tests.fence.conftest import database, server

__all__ = ["database", "server"]
