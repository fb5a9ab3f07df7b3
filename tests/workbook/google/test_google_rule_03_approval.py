"""The tests of `test_rule_03_approval`, in an office that works in a Google spreadsheet."""

from __future__ import annotations

import pytest

from sync.model import Formula
from tests.office import Office
from tests.plan.test_rule_03_approval import *  # noqa: F403

pytestmark = pytest.mark.slow


@pytest.fixture
def office(tmp_path):
    return Office(tmp_path, kind="google")


@pytest.mark.parametrize("text", ["v", "X", "Ya", "SETUJU", "1", "true"])  # type: ignore[no-redef]  # otherwise there
def test_every_way_to_tick_counts(one: Office, text: str) -> None:
    """`Setuju` is a checkbox; texts are ticks in an .xlsx only. Here they change nothing and are told."""
    one.tick("KUL-0001", text=text)
    one.sync()
    assert (one.public(), "bukan centang" in one.note("KUL-0001")) == ([], True)


def test_a_tick_as_libreoffice_stores_it_counts(one: Office) -> None:  # type: ignore[no-redef]  # otherwise there
    """A formula is no box that somebody ticked."""
    one.tick("KUL-0001", text="TRUE")
    one.book.formulas["Induk", 1, one.at("setuju")] = Formula("TRUE()", True)
    one.sync()
    assert (one.public(), "bukan centang" in one.note("KUL-0001")) == ([], True)
