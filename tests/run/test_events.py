"""What each event of the ledger says of its entry: to whoever asks the log after a loss, to the log when it is cut, and
to a rollback. One rule for the three of them."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from sync.ledger.state import Event, Record
from sync.run import run_log
from sync.run.republish import PublishContext, plan_rollback
from sync.run.run_log import RunLog
from sync.run.witnesses import ask_witnesses
from tests.office import TEMPLATE, Office

SAYS = {
    "added": None, "changed": None, "approved": "given", "lapsed": None, "returned": None, "withdrawn": "taken back",
    "excluded": None, "missing": None, "restored": None, "published": "given", "sesuatu yang baru": None,
}  # fmt: skip
"""Of the events in the contract, and of one that a later version may add."""
EVENTS = pytest.mark.parametrize(("event", "says"), SAYS.items())


@EVENTS
def test_what_a_line_of_the_log_says(office: Office, event: str, says: str | None, tmp_path: Path) -> None:
    """Every line names its entry, whatever happened to it."""
    log = RunLog(tmp_path / "dip-runs.jsonl")
    log.append({"run": "77", "events": [{"id": "KUL-0077", "event": event}]})
    testimony = ask_witnesses(replace(office.doors(), runs=log), office.known(), TEMPLATE)
    assert "KUL-0077" in testimony.ids
    assert [report.withdrawn for report in testimony.reports if report.id == "KUL-0077"] == (
        [says == "taken back"] if says else []
    )


@pytest.mark.parametrize("event", SAYS)
def test_what_is_kept_when_the_log_is_cut(event: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What says something, and no more; the last that was withdrawn or published stays behind a later approval."""
    monkeypatch.setattr(run_log, "LIMIT", 1000)
    log = RunLog(tmp_path / "dip-runs.jsonl")
    log.append({"run": "1", "events": [{"id": "KUL-0001", "event": "withdrawn"}]})
    log.append({"run": "2", "events": [{"id": "KUL-0001", "event": event}]})
    for run in range(3, 90):
        log.append({"run": str(run), "events": []})
    kept = [each["event"] for line in log.lines() for each in line["events"]]
    assert kept == {"published": ["published"], "approved": ["approved", "withdrawn"]}.get(event, ["withdrawn"])


@EVENTS
def test_what_a_rollback_makes_of_it(office: Office, event: str, says: str | None) -> None:
    """An entry that was taken back since the release that is shown again stays off the site."""
    for number in (1, 2, 3):
        office.add(judul=f"Laporan {number}")
    office.approved("KUL-0001", "KUL-0002")
    office.tick("KUL-0003")
    office.sync()
    record = Record(office.known().office, events=(Event("KUL-0001", event, 1, "ppid"),))
    office.ledger.record(record, "2026-11-24T07:00:00+00:00", TEMPLATE.content_roles)
    context = PublishContext(office.ledger, office.target, office.settings, TEMPLATE, office.receipts)
    planned = plan_rollback(context)
    assert (planned.entries, "KUL-0001" in planned.leaves) == ((1, True) if says == "taken back" else (2, False))
