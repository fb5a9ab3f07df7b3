"""Texts under `Tarik` and `Setuju` that are neither a tick nor none: in doubt an entry leaves the site, but for a
column that has slipped and for what stood there before an upgrade."""

from __future__ import annotations

from pathlib import Path

import pytest

from sync.plan import gather, make_plan
from sync.run.sync import Outcome, sync
from tests.office import TEMPLATE, Office

TOLD = "Tarik: tertulis “salah tahun”, jadi informasi ini ditarik. Keliru? Kosongkan sel ini, lalu centang Setuju."


def with_public(folder: Path, count: int, kind: str = "memory") -> Office:
    office = Office(folder, kind=kind)
    for number in range(count):
        office.add(judul=f"Laporan {number}")
    office.sync()
    office.tick(*office.known().entries)
    office.sync()
    return office


def assert_quiet(office: Office) -> None:
    done = office.book.writes, office.ledger.records, office.target.publishes
    office.sync()
    assert (office.book.writes, office.ledger.records, office.target.publishes) == done


def upgrade(monkeypatch: pytest.MonkeyPatch) -> None:
    """The next run is the first of a version with other lists."""
    for module in (gather, make_plan):
        monkeypatch.setattr(module, "TICK_LISTS", 2)


@pytest.mark.parametrize("kind", ["memory", "file", "google"])
def test_a_text_withdraws_stays_and_while_it_stands_no_tick_counts(tmp_path: Path, kind: str) -> None:
    office = with_public(tmp_path, 1, kind)
    office.tick("KUL-0001", role="tarik", text="salah tahun")
    office.sync()
    assert (office.public(), office.status("KUL-0001")) == ([], "Ditarik")
    assert office.read("KUL-0001", "tarik") == "salah tahun"
    assert TOLD in office.note("KUL-0001")
    assert "Tarik: 1 baris berisi tulisan yang bukan centang" in office.control("Perlu Perhatian")
    office.tick("KUL-0001")
    office.sync()
    assert (office.public(), office.read("KUL-0001", "setuju")) == ([], "")
    assert "Setuju: centang tidak berlaku selama ada tulisan di Tarik" in office.note("KUL-0001")
    assert_quiet(office)
    office.tick("KUL-0001", role="tarik", text="")
    office.sync()
    office.tick("KUL-0001")
    office.sync()
    assert office.public() == ["KUL-0001"]


def test_a_text_that_stands_withdraws_once(tmp_path: Path) -> None:
    """New content of the row waits for its tick; the text that stands there still is no second withdrawal."""
    office = with_public(tmp_path, 1)
    office.tick("KUL-0001", role="tarik", text="salah tahun")
    office.sync()
    office.type_unit("KUL-0001", "judul", "Laporan 2026")
    office.sync()
    assert_quiet(office)
    assert office.status("KUL-0001") == "Menunggu persetujuan"
    assert office.events("KUL-0001").count("withdrawn") == 1


@pytest.mark.parametrize("text", ["x", "ditarik", "?", "12 Januari 2026"])
def test_in_doubt_off_the_site(tmp_path: Path, text: str) -> None:
    office = with_public(tmp_path, 1)
    office.tick("KUL-0001", role="tarik", text=text)
    office.sync()
    assert (office.public(), office.read("KUL-0001", "tarik")) == ([], text)


@pytest.mark.parametrize("kind", ["memory", "file", "google"])
def test_a_column_that_slipped_withdraws_nothing(tmp_path: Path, kind: str) -> None:
    """Ten of thirty-two public entries with a new text are too many at once: exit 3, and nothing but that is written;
    clear ticks go out as ever."""
    office = with_public(tmp_path, 32, kind)
    ids = office.public()
    for id in ids[:10]:
        office.tick(id, role="tarik", text="5 tahun")
    office.tick(ids[11], role="tarik")
    office.type_unit(ids[12], "judul", "Belum dibaca")
    outcome = office.sync()
    assert outcome.exit_code == 3
    share = -(-1000 // len(ids))
    assert outcome.plan.hold and outcome.plan.hold.message.endswith(
        f"10 of {len(ids)} public entries suddenly have a text in the columns for ticks ({share} %; the limit is 30 % "
        "and at least 10): has a column slipped? These texts withdraw nothing; nothing was written except that, and "
        "withdrawals. If they are meant: dip sync --allow-withdrawals 10"
    )
    assert office.public() == [id for id in ids if id != ids[11]]
    assert "belum menarik apa pun, karena ada di banyak baris" in office.note(ids[0])
    assert "belum menarik" not in office.note(ids[10])
    assert "Tarik: ada tulisan di 10 baris yang terbit" in office.control("Perlu Perhatian")
    assert "Belum dibaca" not in office.read(ids[12], "judul")
    assert_quiet(office)
    assert sync_allowing(office, 10).exit_code == 0
    assert office.public() == [id for id in ids[10:] if id != ids[11]]


@pytest.mark.parametrize("kind", ["memory", "file", "google"])
def test_a_column_that_slipped_over_ticks_withdraws_nothing(tmp_path: Path, kind: str) -> None:
    """As under `Tarik`: an untick goes out as ever, and what was typed over the ticks waits for a word."""
    office = with_public(tmp_path, 15, kind)
    ids = office.public()
    office.tick(*ids[:11], text="5 tahun")
    office.tick(ids[11], role="tarik", text="5 tahun")
    office.untick(ids[12])
    outcome = office.sync()
    assert outcome.exit_code == 3
    assert outcome.plan.hold and "dip sync --allow-withdrawals 12" in outcome.plan.hold.message
    assert office.public() == [id for id in ids if id != ids[12]]
    assert "Setuju: “5 tahun” belum menarik apa pun, karena ada di banyak baris" in office.note(ids[0])
    assert "Setuju, Tarik: ada tulisan di 12 baris yang terbit" in office.control("Perlu Perhatian")
    assert_quiet(office)
    office.tick(*ids[:3])
    office.tick(ids[11], role="tarik", text="")
    assert office.sync().exit_code == 0
    assert office.public() == [*ids[:3], ids[11], *ids[13:]]


def test_a_run_that_is_held_for_two_reasons_says_both(tmp_path: Path) -> None:
    office = with_public(tmp_path, 15)
    ids = office.public()
    office.tick(*ids[:11], text="5 tahun")
    for id in ids[2:]:
        office.drop(id)
    outcome = office.sync()
    assert outcome.exit_code == 3
    assert outcome.plan.hold and outcome.plan.hold.gone == 13 + 11
    assert "dip sync --allow-removals 13" in outcome.plan.hold.message
    assert "dip sync --allow-withdrawals 11" in outcome.plan.hold.message


def test_ticks_put_back_after_a_column_slipped_stand_as_before(tmp_path: Path) -> None:
    office = with_public(tmp_path, 15)
    ids = office.public()
    office.tick(*ids, text="5 tahun")
    assert office.sync().exit_code == 3
    office.tick(*ids)
    assert office.sync().exit_code == 0
    assert (office.public(), {office.status(id) for id in ids}) == (ids, {"Terbit"})


def sync_allowing(office: Office, count: int) -> Outcome:
    return sync(office.doors(), office.settings, TEMPLATE, allow_withdrawals=count, now=office.now)


@pytest.mark.parametrize(("texts", "of"), [(9, 9), (10, 34)])
def test_fewer_than_ten_or_than_three_in_ten_are_no_slip(tmp_path: Path, texts: int, of: int) -> None:
    office = with_public(tmp_path, of)
    ids = office.public()
    for id in ids[:texts]:
        office.tick(id, role="tarik", text="salah")
    assert office.sync().exit_code == 0
    assert office.public() == ids[texts:]


def test_a_text_from_before_an_upgrade_withdraws_nothing_until_it_changes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is told, and while it stands no tick counts."""
    office = with_public(tmp_path, 1)
    office.tick("KUL-0001", role="tarik", text="bila lewat")
    upgrade(monkeypatch)
    office.sync()
    assert office.public() == ["KUL-0001"]
    assert "Tarik: “bila lewat” bukan centang, jadi belum menarik apa pun." in office.note("KUL-0001")
    assert_quiet(office)
    office.tick("KUL-0001", role="tarik", text="sudah lewat")
    office.sync()
    assert office.public() == []


def test_a_sign_that_an_earlier_version_counted_stays_a_tick_in_its_row(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Silently, until it is taken away; typed anew, or in another row, it is none."""
    office = with_public(tmp_path, 2)
    office.tick("KUL-0001", text="x")
    upgrade(monkeypatch)
    office.sync()
    assert (office.public(), office.status("KUL-0001")) == (["KUL-0001", "KUL-0002"], "Terbit")
    assert "x" not in office.note("KUL-0001").split()
    assert_quiet(office)
    office.tick("KUL-0002", text="x")
    office.untick("KUL-0001")
    office.sync()
    assert office.public() == []
    office.tick("KUL-0001", text="x")
    office.sync()
    assert office.public() == []
