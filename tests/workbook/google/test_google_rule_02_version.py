"""The tests of `test_rule_02_version`, in an office that works in a Google spreadsheet."""

from __future__ import annotations

import pytest

from tests.office import Office
from tests.plan.test_rule_02_version import *  # noqa: F403

pytestmark = pytest.mark.slow


@pytest.fixture
def office(tmp_path):
    return Office(tmp_path, kind="google")
