"""Rule 6: a ledger that is behind any witness decides and publishes nothing; what was withdrawn stays withdrawn."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from sync.errors import LedgerError
from sync.run.republish import PublishContext, plan_rollback, resend, resume, roll_back, write_day
from sync.run.run_log import RunLog
from sync.run.sync import Doors, sync
from tests.office import TEMPLATE, Office


@pytest.fixture
def one(office: Office) -> Office:
    """KUL-0001 and KUL-0002 were published, a copy of workbook and ledger was kept, KUL-0001 was withdrawn since."""
    office.add(judul="Laporan Rahasia Jabatan")
    office.add(judul="Laporan Barang 2025")
    office.approved("KUL-0001", "KUL-0002")
    office.kept = office.ledger.path.read_bytes(), {title: [list(row) for row in rows]  # type: ignore[attr-defined]
                                                    for title, rows in office.book.tabs.items()}  # fmt: skip
    office.tick("KUL-0001", role="tarik")
    office.sync()
    return office


def put_back(office: Office, *, workbook: bool = True) -> None:
    """Yesterday's ledger, and yesterday's workbook with it."""
    ledger, tabs = office.kept  # type: ignore[attr-defined]
    office.ledger.path.write_bytes(ledger)
    if workbook:
        office.book.tabs = tabs


def context(office: Office) -> PublishContext:
    return PublishContext(
        office.ledger, office.target, office.settings, TEMPLATE, office.receipts, runs(office), workbook=office.book
    )


def runs(office: Office) -> RunLog:
    return RunLog(office.settings.runs_path)


def run(office: Office) -> object:
    doors = Doors(office.book, office.ledger, office.target, office.receipts, runs(office))
    return sync(doors, office.settings, TEMPLATE, now=office.now)


ACTS: dict[str, Callable[[Office], object]] = {
    "sync": run,
    "plan": lambda office: office.plan(),
    "publish": lambda office: resend(context(office)),
    "rollback": lambda office: roll_back(context(office)),
    "what a rollback would do": lambda office: plan_rollback(context(office)),
    "resume": lambda office: resume(context(office)),
    "a past day": lambda office: write_day(context(office), office.now.date(), office.settings.folder / "lama"),
}  # fmt: skip


@pytest.mark.parametrize("act", ACTS.values(), ids=ACTS)
@pytest.mark.parametrize("workbook", [True, False])
def test_an_old_ledger_publishes_nothing(one: Office, act: Callable[[Office], object], workbook: bool) -> None:
    """Put back alone, or with the workbook of its time: nothing is recorded or sent; the message says what helps."""
    put_back(one, workbook=workbook)
    before, files = one.ledger.path.read_bytes(), dict(one.target.files)
    with pytest.raises(LedgerError, match=r"is older than .*Nothing was decided, written or published.*dip restore"):
        act(one)
    assert (one.ledger.path.read_bytes(), one.target.files) == (before, files)


@pytest.mark.parametrize("act", ["sync", "publish", "rollback", "resume"])
def test_an_emptied_target_is_no_reason_to_believe_it(one: Office, act: str) -> None:
    """The receipt beside them knows of later runs."""
    put_back(one)
    one.target.files.clear()
    with pytest.raises(LedgerError, match=r"older than the receipt \(run 2, the receipt says 3\)"):
        ACTS[act](one)
    assert one.target.files == {}


@pytest.mark.parametrize("act", ["sync", "publish", "rollback", "resume"])
def test_the_runs_are_a_witness_where_the_receipt_is_lost(one: Office, act: str) -> None:
    put_back(one)
    one.target.files.clear()
    one.receipts.data = b""
    runs(one).append({"run": "3", "head": "", "events": [{"id": "KUL-0001", "event": "withdrawn"}]})
    with pytest.raises(LedgerError, match=r"older than dip-runs.jsonl \(run 2, dip-runs.jsonl says 3\)"):
        ACTS[act](one)
    assert one.target.files == {}


def test_a_ledger_with_another_past_is_told_by_the_head_of_its_chain(one: Office) -> None:
    """It has as many runs as the witnesses know, and they are others."""
    head = one.ledger.head()[1]
    put_back(one)
    one.receipts.data = b""
    del one.target.files["manifest.json"]
    one.untick("KUL-0002")
    run(one)
    assert one.known().office.run == 3
    runs(one).append({"run": "3", "head": head})
    with pytest.raises(LedgerError, match="older than dip-runs.jsonl .run 3 as dip-runs.jsonl knows it is not in it"):
        run(one)


def test_without_a_ledger_the_receipt_is_a_witness_too(one: Office) -> None:
    """The workbook was emptied, and no ledger can say whose seal the receipt bears."""
    one.ledger.path.unlink()
    one.book.tabs.clear()
    one.book.lay_out()
    with pytest.raises(LedgerError, match=r"older than the receipt \(run 0, the receipt says 3\)"):
        run(one)


def test_a_manifest_that_nobody_sealed_is_no_witness(one: Office) -> None:
    """Its release was raised: that is damage (rule 5)."""
    document = json.loads(one.target.files["manifest.json"])
    one.target.files["manifest.json"] = json.dumps({**document, "release": 99}).encode()
    one.sync()
    assert json.loads(one.target.files["manifest.json"])["release"] == 2


@pytest.fixture
def changing(tmp_path: Path) -> Office:
    """With `on_change = "withdraw"`: KUL-0001 and KUL-0002 published; then KUL-0001 changed and dropped."""
    office = Office(tmp_path, "withdraw")
    office.add(judul="Laporan lama")
    office.add(judul="Laporan Barang 2025")
    office.order("Otomatis")
    office.approved("KUL-0001", "KUL-0002")
    office.type_unit("KUL-0001", "judul", "Laporan baru")
    office.sync()
    assert office.public() == ["KUL-0002"]
    return office


def test_a_rollback_does_not_bring_back_what_on_change_dropped(changing: Office) -> None:
    """Rule 8: what lapsed and is dropped stays dropped."""
    planned = plan_rollback(context(changing))
    assert (planned.appears, planned.leaves, planned.entries) == ((), (), 1)
    roll_back(context(changing))
    resend(context(changing))
    assert changing.public() == ["KUL-0002"]


def test_a_rollback_shows_what_was_approved_anew_as_it_stands_today(changing: Office) -> None:
    """No superseded text comes back."""
    changing.settings = replace(changing.settings, publish=replace(changing.settings.publish, on_change="keep"))
    changing.tick("KUL-0001")
    changing.sync()
    for _ in range(2):
        roll_back(context(changing))
    resend(context(changing))
    assert sorted(changing.titles()) == ["Laporan Barang 2025", "Laporan baru"]


# -- the list of exclusions is part of the release (rules 7 and 8) ----------------------------------------------------


@pytest.fixture
def listed(office: Office) -> Office:
    """The list of exclusions is on; KUL-0001 is public, KUL-0002 stands as an exclusion and is released."""
    office.settings = replace(office.settings, publish=replace(office.settings.publish, excluded_list=True))
    for judul in ("Laporan Keuangan", "Laporan rahasia", "Laporan rahasia lain"):
        office.add(judul=judul)
    office.sync()
    for number, id in enumerate(("KUL-0002", "KUL-0003")):
        office.exclude(id, nomor_uji=f"00{number}/UK/2026")
    office.sync()
    office.tick("KUL-0001", "KUL-0002")
    office.sync()
    return office


def on_list(office: Office) -> list[str]:
    page = office.target.files["dik/index.html"].decode()
    return [number for number in ("000/UK/2026", "001/UK/2026") if number in page]


def test_under_tahan_a_new_exclusion_waits_for_its_release(listed: Office) -> None:
    assert on_list(listed) == ["000/UK/2026"]
    listed.order("Tahan")
    listed.tick("KUL-0003")
    listed.sync()
    assert (listed.status("KUL-0003"), on_list(listed)) == ("Dikecualikan", ["000/UK/2026"])
    listed.order("Otomatis")
    listed.sync()
    assert on_list(listed) == ["000/UK/2026", "001/UK/2026"]


def test_under_tahan_an_exclusion_that_is_taken_back_goes_at_once(listed: Office) -> None:
    listed.order("Tahan")
    listed.untick("KUL-0002")
    listed.sync()
    assert on_list(listed) == []


def test_switched_on_under_tahan_the_list_waits_for_its_release(listed: Office) -> None:
    publish = listed.settings.publish
    listed.settings = replace(listed.settings, publish=replace(publish, excluded_list=False))
    listed.order("Tahan")
    listed.sync()
    assert "dik/index.html" not in listed.target.files
    listed.settings = replace(listed.settings, publish=publish)
    listed.sync()
    assert on_list(listed) == []


def test_a_rollback_takes_off_exclusions_that_came_after_it(listed: Office) -> None:
    """And a quiet run after it leaves it so."""
    listed.tick("KUL-0003")
    listed.sync()
    assert on_list(listed) == ["000/UK/2026", "001/UK/2026"]
    roll_back(context(listed))
    resend(context(listed))
    assert on_list(listed) == ["000/UK/2026"]
    listed.sync()
    assert on_list(listed) == ["000/UK/2026"]


def test_a_past_day_has_its_own_list(listed: Office, tmp_path: Path) -> None:
    listed.order("Tahan")
    listed.tick("KUL-0003")
    listed.sync()
    write_day(context(listed), listed.now.date(), tmp_path / "lama")
    page = (tmp_path / "lama/dik/index.html").read_text()
    assert ("000/UK/2026" in page, "001/UK/2026" in page) == (True, False)
