"""The tests of `test_rule_03_locks`, in an office that works in a Google spreadsheet."""

from __future__ import annotations

import pytest

from tests.office import Office
from tests.plan.test_rule_03_locks import *  # noqa: F403

# On Google the lock stands over columns by their place: a column that is gone has opened it, which is told first.
globals().pop("test_a_column_that_is_gone_shows_nothing")

pytestmark = pytest.mark.slow


@pytest.fixture
def office(tmp_path):
    return Office(tmp_path, kind="google")
