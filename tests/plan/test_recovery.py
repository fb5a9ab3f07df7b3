"""What becomes of an entry after a loss: the table of the three cases, and which report on it is the latest."""

from __future__ import annotations

from itertools import product

import pytest

from sync.plan.recovery_evidence import EntryReport, RecoveryOutcome, latest_reports, outcome_of


@pytest.mark.parametrize(
    ("approved", "withdrawn", "shown", "ticked", "silent", "expected"),
    [
        (True, False, True, True, True, RecoveryOutcome.KEPT),
        (True, False, False, True, True, RecoveryOutcome.LAPSED),  # the site shows another version, or none
        (True, False, True, False, True, RecoveryOutcome.LAPSED),  # the tick is gone, or there are two rows
        (True, False, True, True, False, RecoveryOutcome.LAPSED),  # `Tarik` says something: the next run reads it
        (False, False, True, True, True, RecoveryOutcome.WAITING),  # approved since
        (False, False, False, False, True, RecoveryOutcome.WAITING),
    ],
)
def test_the_first_that_applies(
    *, approved: bool, withdrawn: bool, shown: bool, ticked: bool, silent: bool, expected: RecoveryOutcome
) -> None:
    outcome = outcome_of(approved=approved, withdrawn=withdrawn, shown=shown, ticked=ticked, silent=silent)
    assert outcome is expected


def test_withdrawn_beats_everything() -> None:
    for approved, shown, ticked, silent in product((True, False), repeat=4):
        outcome = outcome_of(approved=approved, withdrawn=True, shown=shown, ticked=ticked, silent=silent)
        assert outcome is RecoveryOutcome.WITHDRAWN


@pytest.mark.parametrize(
    ("reports", "expected"),
    [
        ([], {}),
        ([EntryReport(5, "A-1", withdrawn=True)], {}),  # the ledger knows run 5
        ([EntryReport(6, "A-1", withdrawn=True)], {"A-1": True}),
        ([EntryReport(6, "A-1", withdrawn=True), EntryReport(7, "A-1", withdrawn=False)], {"A-1": False}),
        ([EntryReport(7, "A-1", withdrawn=False), EntryReport(6, "A-1", withdrawn=True)], {"A-1": False}),
        ([EntryReport(8, "A-1", withdrawn=True), EntryReport(7, "A-1", withdrawn=False)], {"A-1": True}),
        ([EntryReport(7, "A-1", withdrawn=False), EntryReport(7, "A-1", withdrawn=True)], {"A-1": True}),
        ([EntryReport(6, "A-1", withdrawn=True), EntryReport(6, "A-2", withdrawn=False)], {"A-1": True, "A-2": False}),
    ],
)
def test_the_latest_report_counts(reports: list[EntryReport], expected: dict[str, bool]) -> None:
    """Of those newer than the ledger (run 5); of two of one run the withdrawal."""
    assert latest_reports(reports, 5) == expected
