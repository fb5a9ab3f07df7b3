"""The database of the tests of the fence."""

import os

from tests.fence.conftest import database, server

__all__ = ["database", "server"]

# Minutes of outages, which a busy machine does not end in time: `make soak`.
collect_ignore = [] if "SOAK" in os.environ else ["test_database_away.py"]
