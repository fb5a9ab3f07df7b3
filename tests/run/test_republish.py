"""`dip publish` without files but the ledger's: what goes out again, what comes back, and what never does."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from sync.errors import ArgumentError, LedgerError, TargetError
from sync.ledger.state import OfficeState, Record
from sync.run import republish
from sync.run.republish import PublishContext, forget_address, resend, resume, roll_back, write_day
from tests.office import TEMPLATE, Office


@pytest.fixture
def one(office: Office) -> Office:
    """KUL-0001 and KUL-0002, published."""
    office.add()
    office.add(judul="Laporan Barang 2025")
    office.approved("KUL-0001", "KUL-0002")
    return office


@pytest.fixture(autouse=True)
def clock(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    """`dip publish` looks at the clock of the office in memory."""
    monkeypatch.setattr(republish, "_now", lambda: office.now.isoformat(timespec="seconds"))


def context(office: Office) -> PublishContext:
    return PublishContext(
        office.ledger, office.target, office.settings, TEMPLATE, office.receipts, workbook=office.book
    )


def shown_on(office: Office, day: date, out: Path) -> list[str]:
    """The IDs of the site that `--at` writes."""
    write_day(context(office), day, out)
    return [entry["id"] for entry in json.loads((out / "data/dip.json").read_text("utf-8"))["entries"]]


def test_a_site_newer_than_the_ledger_is_refused(one: Office) -> None:
    """An old ledger was put back: nothing is sent, nothing recorded, and the message says what to do."""
    copy = one.ledger.newest_copy()
    assert copy is not None
    one.ledger.path.write_bytes(copy.read_bytes())
    before, old = dict(one.target.files), one.ledger.path.read_bytes()
    with pytest.raises(LedgerError, match=r"older than the site \(release 0, the site says 1\)") as caught:
        resend(context(one))
    assert (caught.value.exit_code, one.target.files, one.ledger.path.read_bytes()) == (1, before, old)


def test_a_day_shows_no_release_that_never_reached_the_public(one: Office, tmp_path: Path) -> None:
    """The list of a day is what the public could see then: a release whose upload failed all day is not it."""
    one.untick("KUL-0002")
    one.target.refuses = True
    one.sync()
    assert shown_on(one, date(2026, 11, 23), tmp_path / "23") == ["KUL-0001", "KUL-0002"]
    one.target.refuses = False
    one.now = datetime(2026, 11, 24, 7, tzinfo=UTC)
    one.sync()
    assert shown_on(one, date(2026, 11, 24), tmp_path / "24") == ["KUL-0001"]


def test_a_day_ends_at_midnight_of_the_office(one: Office, tmp_path: Path) -> None:
    """Office time, not UTC: at 17:05 UTC it is five past midnight in Jakarta, and the next day has begun."""
    one.now = datetime(2026, 11, 23, 17, tzinfo=UTC)
    one.untick("KUL-0002")
    one.sync()
    assert shown_on(one, date(2026, 11, 23), tmp_path / "23") == ["KUL-0001", "KUL-0002"]
    assert shown_on(one, date(2026, 11, 24), tmp_path / "24") == ["KUL-0001"]


def test_an_entry_withdrawn_and_approved_again_before_a_past_release_comes_back_with_it(one: Office) -> None:
    """What was taken back *since* that release does not return; what was taken back before it, and given again, was
    part of it."""
    one.untick("KUL-0001")
    one.sync()
    one.tick("KUL-0001")
    one.sync()
    one.add(judul="Laporan Pegawai 2025")
    one.approved("KUL-0003")
    roll_back(context(one))
    resend(context(one))
    assert one.public() == ["KUL-0001", "KUL-0002"]


def test_an_entry_withdrawn_and_approved_again_since_does_not_come_back(one: Office) -> None:
    """The approval that stood then was taken back; the one that stands now is of another list."""
    one.add(judul="Laporan Pegawai 2025")
    one.approved("KUL-0003")
    one.untick("KUL-0001")
    one.sync()
    one.tick("KUL-0001")
    one.sync()
    assert [roll_back(context(one)) for _ in range(2)] == [3, 2]
    resend(context(one))
    assert one.public() == ["KUL-0002", "KUL-0003"]


def test_a_former_address_is_told_until_somebody_says_that_the_site_is_gone_from_it(one: Office) -> None:
    """`--gone` takes an address that was told, and no other."""
    one.receipts.address = "baru"
    assert one.sync().former == (("memory", 1),)
    with pytest.raises(ArgumentError, match="former addresses: memory"):
        forget_address(context(one), "lama")
    forget_address(context(one), "memory")
    assert one.sync().former == ()
    with pytest.raises(ArgumentError, match="former addresses: none"):
        forget_address(context(one), "memory")


def test_what_left_with_a_rollback_leaves_a_notice_with_the_day(one: Office) -> None:
    """Today, office time; what came back has none."""
    one.add(judul="Laporan Pegawai 2025")
    one.approved("KUL-0003")
    one.now = datetime(2026, 11, 30, 18, tzinfo=UTC)
    assert roll_back(context(one)) == 1
    resend(context(one))
    assert b'<time datetime="2026-12-01">' in one.target.files["informasi/KUL-0003/index.html"]
    assert (one.entry("KUL-0003").left, one.entry("KUL-0001").left) == ("2026-12-01", "")


def test_a_rollback_shows_a_new_release_and_is_no_run_of_the_workbook(one: Office) -> None:
    """The number of a release is never used twice; the list is the earlier one, and new releases wait for `resume`."""
    one.add(judul="Laporan Pegawai 2025")
    one.approved("KUL-0003")
    before = one.known().office
    roll_back(context(one))
    after = one.known().office
    assert (after.release, after.run, after.rollback) == (before.release + 1, before.run + 1, before.release - 1)
    assert (before.list_page.total, after.list_page.total) == (3, 2)
    assert resend(context(one)).release.number == after.release
    one.sync()
    assert one.public() == ["KUL-0001", "KUL-0002"]
    assert (resume(context(one)), resume(context(one))) == (True, False)
    assert one.known().office.rollback == 0
    one.sync()
    assert one.public() == ["KUL-0001", "KUL-0002", "KUL-0003"]


def test_sending_again_is_the_receipt_that_was_missing(one: Office) -> None:
    """A site that was behind is so no longer, and the ledger says so once."""
    one.untick("KUL-0002")
    one.target.refuses = True
    one.sync()
    one.target.refuses = False
    assert one.known().office.behind_since
    resend(context(one))
    office = one.known().office
    assert (office.received, office.behind_since, one.public()) == (office.release, "", ["KUL-0001"])
    records = one.ledger.records
    resend(context(one))
    assert one.ledger.records == records


@pytest.mark.parametrize("act", [resend, roll_back, resume])
def test_nothing_is_sent_before_the_first_release(office: Office, act: Callable[[PublishContext], object]) -> None:
    """Without a ledger, or with one that never had a release, there is nothing to send."""
    with pytest.raises(LedgerError, match="nothing has been released yet"):
        act(context(office))
    office.ledger.record(Record(OfficeState("kantor")), office.now.isoformat(), TEMPLATE.content_roles)
    with pytest.raises(LedgerError, match="nothing has been released yet"):
        act(context(office))


def test_what_is_recorded_bears_the_time_in_utc(one: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    """To the second, as a run of `dip sync` records it."""
    monkeypatch.undo()
    one.add(judul="Laporan Pegawai 2025")
    one.approved("KUL-0003")
    roll_back(context(one))
    at = one.ledger.releases()[-1].at
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\+00:00", at)


def test_a_past_day_is_written_into_a_new_folder_closed_to_others(one: Office, tmp_path: Path) -> None:
    """With the folders above it; an empty one will do."""
    out = tmp_path / "arsip" / "23"
    assert shown_on(one, date(2026, 11, 23), out) == ["KUL-0001", "KUL-0002"]
    assert out.stat().st_mode & 0o777 == 0o700
    (tmp_path / "kosong").mkdir()
    assert shown_on(one, date(2026, 11, 23), tmp_path / "kosong") == ["KUL-0001", "KUL-0002"]


def test_a_past_day_is_written_over_nothing_and_not_where_the_public_reads(one: Office, tmp_path: Path) -> None:
    (tmp_path / "berkas").write_text("x")
    (tmp_path / "penuh").mkdir()
    (tmp_path / "penuh" / "x").write_text("x")
    for name in ("berkas", "penuh"):
        with pytest.raises(TargetError, match=f"{name} is not empty; give --out a new folder"):
            write_day(context(one), date(2026, 11, 23), tmp_path / name)
    with pytest.raises(ArgumentError, match="is in the folder that the public reads"):
        write_day(context(one), date(2026, 11, 23), one.settings.folder / "site" / "lama")
    with pytest.raises(LedgerError, match="nothing was public on 2026-11-22"):
        write_day(context(one), date(2026, 11, 22), tmp_path / "22")
    assert not (tmp_path / "22").exists()


def test_rollbacks_go_back_one_release_at_a_time_and_not_beyond_the_first(one: Office) -> None:
    """From the release that is shown again, not from the one that shows it."""
    one.add(judul="Laporan Pegawai 2025")
    one.approved("KUL-0003")
    newest = one.known().office.release
    assert [roll_back(context(one)) for _ in range(newest - 1)] == [*range(newest - 1, 0, -1)]
    with pytest.raises(LedgerError, match=r"there is no release before 1; `dip publish --list` shows them"):
        roll_back(context(one))
