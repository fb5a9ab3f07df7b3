"""The tests of `test_rule_09_notes`, in an office that works in a Google spreadsheet."""

from __future__ import annotations

import pytest

from tests.office import Office
from tests.plan.test_rule_09_notes import *  # noqa: F403
from tests.plan.test_rule_09_notes import published

pytestmark = pytest.mark.slow


@pytest.fixture  # type: ignore[no-redef]  # of another kind
def office(tmp_path):
    return published(Office(tmp_path, kind="google"))
