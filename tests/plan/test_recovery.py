"""What becomes of an entry after a loss: the table of the contract's three cases, and whose word is the latest."""

from __future__ import annotations

from itertools import product

import pytest

from sync.plan.after_loss import Fate, Word, fate, latest_words


@pytest.mark.parametrize(
    ("approved", "withdrawn", "shown", "ticked", "silent", "expected"),
    [
        (True, False, True, True, True, Fate.KEPT),
        (True, False, False, True, True, Fate.LAPSED),  # the site shows another version, or none
        (True, False, True, False, True, Fate.LAPSED),  # the tick is gone, or there are two rows
        (True, False, True, True, False, Fate.LAPSED),  # `Tarik` says something: the next run reads it
        (False, False, True, True, True, Fate.WAITING),  # approved since
        (False, False, False, False, True, Fate.WAITING),
    ],
)
def test_the_first_that_applies(
    *, approved: bool, withdrawn: bool, shown: bool, ticked: bool, silent: bool, expected: Fate
) -> None:
    found = fate(approved=approved, withdrawn=withdrawn, shown=shown, ticked=ticked, silent=silent)
    assert found is expected


def test_withdrawn_beats_everything() -> None:
    for approved, shown, ticked, silent in product((True, False), repeat=4):
        found = fate(approved=approved, withdrawn=True, shown=shown, ticked=ticked, silent=silent)
        assert found is Fate.WITHDRAWN


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ([], {}),
        ([Word(5, "A-1", withdrawn=True)], {}),  # the ledger knows run 5
        ([Word(6, "A-1", withdrawn=True)], {"A-1": True}),
        ([Word(6, "A-1", withdrawn=True), Word(7, "A-1", withdrawn=False)], {"A-1": False}),
        ([Word(7, "A-1", withdrawn=False), Word(6, "A-1", withdrawn=True)], {"A-1": False}),
        ([Word(8, "A-1", withdrawn=True), Word(7, "A-1", withdrawn=False)], {"A-1": True}),
        ([Word(7, "A-1", withdrawn=False), Word(7, "A-1", withdrawn=True)], {"A-1": True}),
        ([Word(6, "A-1", withdrawn=True), Word(6, "A-2", withdrawn=False)], {"A-1": True, "A-2": False}),
    ],
)
def test_the_latest_word_counts(words: list[Word], expected: dict[str, bool]) -> None:
    """Of those newer than the ledger (run 5); of two of one run the withdrawal."""
    assert latest_words(words, 5) == expected
