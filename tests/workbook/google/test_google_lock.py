"""Rule 3, the lock on the door: on Google a tick counts only where nobody but the PPID can have made it."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from sync.model import Lock, column_letters
from sync.settings.settings import Roles
from sync.workbook.google.reader import Tab
from sync.workbook.google.tick_lock import lock_of
from tests.google_book import GoogleBook
from tests.google_people import PPID
from tests.office import TEMPLATE, Office

Json = dict[str, Any]
REFUSED = (
    "Setuju: centang tidak diterima, karena kolom ini belum terkunci untuk PPID. Lihat Kendali, lalu centang lagi."
)
SETUJU = TEMPLATE.tab("induk").roles.index("setuju")
OPEN = f"Induk!{column_letters(SETUJU)}:{column_letters(SETUJU)}"


def book(office: Office) -> GoogleBook:
    assert isinstance(office.book, GoogleBook)
    return office.book


@pytest.fixture
def one(tmp_path):
    """KUL-0001 is published, KUL-0002 waits for its tick; the columns of ticks are closed."""
    office = Office(tmp_path, kind="google")
    office.add()
    office.add(judul="Laporan Barang 2025")
    office.approved("KUL-0001")
    return office


def test_a_tick_behind_an_open_door_is_not_accepted(one: Office) -> None:
    """It approves nothing, is cleared, and the row says why; what was approved before stands."""
    book(one).unlock()
    one.tick("KUL-0002")
    outcome = one.sync()
    assert one.public() == ["KUL-0001"]
    assert (one.read("KUL-0002", "setuju"), one.note("KUL-0002").splitlines()[0]) == ("", REFUSED)
    told = [problem.code for problem in outcome.plan.problems]
    assert "kunci-terbuka" in told and "centang-tak-terkunci" in told


def test_kendali_says_which_range_and_who(one: Office) -> None:
    """The range in letters, and the addresses it is open to besides."""
    book(one).unlock()
    one.sync()
    assert f"{OPEN} dapat diubah oleh siapa saja yang dapat menyunting" in one.control("Perlu Perhatian")
    book(one).lock("staf@example.go.id", "magang@example.go.id")
    one.sync()
    assert f"{OPEN} dapat diubah oleh magang@example.go.id, staf@example.go.id." in one.control("Perlu Perhatian")


def test_accepted_again_from_the_second_run_that_found_it_closed(one: Office) -> None:
    """A tick made while it was open is not saved by closing it afterwards."""
    book(one).unlock()
    one.sync()
    one.tick("KUL-0002")
    book(one).lock()
    one.sync()
    assert (one.public(), one.read("KUL-0002", "setuju")) == (["KUL-0001"], "")
    one.tick("KUL-0002")
    one.sync()
    assert one.public() == ["KUL-0001", "KUL-0002"]
    assert "Induk!" not in one.control("Perlu Perhatian")


@pytest.mark.parametrize("role", ["setuju", "tarik"])
def test_a_withdrawal_counts_whoever_made_it(one: Office, role: str) -> None:
    """Rule 5 needs nothing to be whole."""
    book(one).unlock()
    one.tick("KUL-0001", role=role, text="" if role == "setuju" else "✓")
    one.sync()
    assert one.public() == []


def test_without_a_ppid_no_tick_is_accepted(one: Office) -> None:
    """`roles.ppid` is empty: nobody could have ticked."""
    one.settings = replace(one.settings, roles=Roles())
    book(one).door._account = replace(book(one).door._account, ppid=())
    one.tick("KUL-0002")
    outcome = one.sync()
    assert one.public() == ["KUL-0001"]
    assert "kunci-tanpa-ppid" in [problem.code for problem in outcome.plan.problems]
    assert "alamat email PPID belum didaftarkan" in one.control("Perlu Perhatian")


def test_a_quiet_run_stays_quiet_with_the_door_open(one: Office) -> None:
    """Open columns are told once and give a second run nothing to write."""
    book(one).unlock()
    one.sync()
    writes = book(one).writes
    one.sync()
    assert book(one).writes == writes


# -- what closes a column ----------------------------------------------------------------------------------------------

ROBOT, OWNER = "robot@emu.iam.gserviceaccount.com", "kantor@example.go.id"
COLUMN = {"startColumnIndex": SETUJU, "endColumnIndex": SETUJU + 1}


def lock(*rules: Json) -> Lock:
    return lock_of(Tab(7, "Induk", 100, 30, rules), [SETUJU], 1, (PPID,), (ROBOT, OWNER))


def rule(users: list[str] | None = None, span: Json | None = None, **more: Any) -> Json:
    editors = {"users": [PPID, ROBOT] if users is None else users}
    return {"range": {"sheetId": 7, **(COLUMN if span is None else span)}, "editors": editors, **more}


@pytest.mark.parametrize(
    "closing",
    [
        rule(),
        rule([PPID.upper(), OWNER, ROBOT]),
        rule([]),
        rule(span={}),
        rule(span={**COLUMN, "startRowIndex": 1}),
        rule(span={**COLUMN, "startRowIndex": 1, "endRowIndex": 100}),
        rule(span={"startColumnIndex": 0}),
    ],
)
def test_what_closes_the_column(closing: Json) -> None:
    """Whoever may tick, or fewer; the column, or more; from the first row below the header to the last."""
    assert lock(closing) == Lock(closed=True)


@pytest.mark.parametrize(
    ("opening", "who"),
    [
        (rule(["staf@example.go.id", PPID]), "staf@example.go.id"),
        (rule() | {"editors": {"users": [PPID], "groups": ["semua@example.go.id"]}}, "semua@example.go.id"),
        (rule() | {"editors": {"users": [PPID], "domainUsersCanEdit": True}}, "*"),
        (rule(warningOnly=True), ""),
        (rule(unprotectedRanges=[{"sheetId": 7}]), ""),
        (rule(span={**COLUMN, "startRowIndex": 2}), ""),
        (rule(span={**COLUMN, "endRowIndex": 99}), ""),
        (rule(span={"startColumnIndex": 0, "endColumnIndex": SETUJU}), ""),
        ({"range": {"sheetId": 7, **COLUMN}}, "?"),
        ({"namedRangeId": "x", "editors": {"users": [PPID]}}, ""),
    ],
)
def test_what_leaves_it_open(opening: Json, who: str) -> None:
    """A warning, a hole, an end above the last row, a stranger, a group, a whole domain, editors we are not shown."""
    assert lock(opening) == Lock(closed=False, open=OPEN, who=who)
    assert lock(opening, rule()) == Lock(closed=True), "a second rule closes what the first leaves open"


def test_no_rule_at_all() -> None:
    assert lock() == Lock(closed=False, open=OPEN)
