"""The tests of `test_rule_06_absence`, in an office that works in a Google spreadsheet."""

from __future__ import annotations

import pytest

from tests.office import Office
from tests.test_rule_06_absence import *  # noqa: F403

pytestmark = pytest.mark.slow


@pytest.fixture
def office(tmp_path):
    return Office(tmp_path, kind="google")


def test_a_tab_that_no_unit_claims_is_told(one: Office) -> None:  # type: ignore[no-redef]  # otherwise here
    """At Google other tabs are not read at all, so that a run costs two requests."""
    one.book.tabs["Salinan"] = [list(row) for row in one.tab()]
    assert one.sync().plan.problems == ()
    assert one.public() == ["KUL-0001", "KUL-0002"]
