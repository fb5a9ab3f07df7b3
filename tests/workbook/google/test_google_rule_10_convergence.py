"""The tests of `test_rule_10_convergence`, in an office that works in a Google spreadsheet.

A run there is slower than in memory: the office of every test is a copy of one, and of the fourteen scenarios four die
at every step, those whose writes differ most (all fourteen lose their write's answer). All of them took three minutes.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.convergence import twin
from tests.office import Office
from tests.plan import test_rule_10_convergence as shared
from tests.plan.test_rule_10_convergence import *  # noqa: F403

pytestmark = pytest.mark.slow
MOST_UNLIKE = [shared.new_rows, shared.class_and_tick, shared.withdrawals, shared.copies]


@pytest.fixture
def office(tmp_path):
    return Office(tmp_path, kind="google")


@pytest.fixture(scope="module")
def first(tmp_path_factory: pytest.TempPathFactory) -> Office:
    return shared.settle(Office(tmp_path_factory.mktemp("settled"), kind="google"))


@pytest.fixture  # type: ignore[no-redef]  # made anew otherwise
def settled(first: Office, tmp_path: Path) -> Office:
    return twin(first, tmp_path / "settled")


@pytest.mark.parametrize("happens", MOST_UNLIKE)  # type: ignore[no-redef]  # fewer examples
def test_a_crash_anywhere_changes_nothing_in_the_end(
    settled: Office, happens: Callable[[Office], None], tmp_path: Path
) -> None:
    """A crash at any step of apply: the next run converges to what would have been without it."""
    shared.dies_anywhere(settled, happens, tmp_path)
