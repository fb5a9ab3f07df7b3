"""The database of the tests of `dip national work`."""

from tests.fence.conftest import database, server

__all__ = ["database", "server"]
