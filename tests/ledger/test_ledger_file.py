"""The ledger as a file: what a damaged, locked, missing, foreign or older one says, and which copies are kept."""

import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from sync.ledger.hash_chain import CLOSING, digest_of, link
from sync.ledger.ledger import Ledger
from tests.office_folder import KUL, OfficeFolder, row


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    office = OfficeFolder(tmp_path_factory.mktemp("made"))
    office.fill(KUL, row(1), row(2))
    office.dip("sync")
    office.type("Induk", "induk", 2, setuju="✓")
    office.dip("sync")
    return office


@pytest.fixture
def office(tmp_path, made):
    return OfficeFolder(tmp_path, made)


def _ledger(office):
    return office.path / "dip-ledger.sqlite"


def _tampered(office, *statements):
    base = sqlite3.connect(_ledger(office))
    for (name,) in base.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
        base.execute(f"DROP TRIGGER {name}")
    for statement in statements:
        base.execute(statement)
    base.commit()
    base.close()


def _stopped(office, *expected, command="sync"):
    """The run ends with 1 and one sentence that holds every expected part; nothing is written."""
    before = office.state()
    result = office.dip(command)
    assert (result.exit_code, office.state()) == (1, before)
    assert result.stderr.startswith("Stopped: ") and result.stderr.count("\n") == 1
    for part in expected:
        assert part in result.stderr
    return result


NEWEST = "The newest copy is dip-backup/ledger-00000002.sqlite. To go on from it: `dip restore dip-backup`."


def test_a_ledger_that_is_no_database_is_damaged(office):
    """1: ledger damaged; the message names the newest copy."""
    _ledger(office).write_bytes(b"not a database at all" * 100)
    _stopped(office, "the ledger dip-ledger.sqlite is damaged: file is not a database.", NEWEST)


def test_a_truncated_ledger_is_damaged(office):
    """The run stops and names the newest copy in `dip-backup/`."""
    data = _ledger(office).read_bytes()
    _ledger(office).write_bytes(data[: len(data) // 2 + 7])
    _stopped(office, "the ledger dip-ledger.sqlite is damaged:", NEWEST)


TAMPERED = {
    "a version's text": "UPDATE versions SET content = replace(content, 'Neraca', 'Rahasia') WHERE id = 'KUL-0001'",
    "a state": "UPDATE states SET data = '{}' WHERE id = 'KUL-0001'",
    "a state that is no text": "UPDATE states SET data = x'ff00' WHERE id = 'KUL-0001'",
    "an approval's role": "UPDATE events SET by = 'sync' WHERE event = 'approved'",
    "an approval made up": "INSERT INTO states SELECT NULL, id, replace(data, '\"approved\":0', '\"approved\":1'), 99 "
    "FROM states WHERE id = 'KUL-0002'",
    "a version made up": "INSERT INTO versions SELECT id, 7, fingerprint, content, valid, tx FROM versions",
    "an entry of the release": "INSERT INTO items SELECT release, 'KUL-0002', 1, tx FROM items",
}


@pytest.mark.parametrize("command", ["sync", "plan", "check", "publish"])
@pytest.mark.parametrize("what", TAMPERED)
def test_no_run_goes_on_with_a_ledger_that_holds_what_no_run_recorded(office, what, command):
    """1: ledger damaged. What stands in it and was not so recorded was approved by nobody, and nothing comes of it."""
    _tampered(office, TAMPERED[what])
    _stopped(office, "Put back a copy that is whole.", NEWEST, command=command)


def test_a_ledger_of_a_newer_version_is_told_as_that(office):
    """1, without a traceback: the chain is whole, and what it holds has another form."""
    _tampered(office, "UPDATE states SET data = '{}' WHERE id = 'KUL-0001'")
    with closing(sqlite3.connect(_ledger(office))) as base, base:
        before = ""
        for event in base.execute("SELECT * FROM events ORDER BY seq").fetchall():
            detail = digest_of(base, event[0]) if event[4] == CLOSING else event[7]
            before = link(before, (*event[:7], detail))
            base.execute("UPDATE events SET detail = ?, hash = ? WHERE seq = ?", (detail, before, event[0]))
    _stopped(office, "holds what this version of dip cannot read. Was it written by a newer one?", NEWEST)


def test_the_chain_says_which_event_was_changed(office):
    """`dip history --verify` names the first event whose hash does not fit."""
    _tampered(office, "UPDATE events SET version = 2 WHERE seq = 4")
    result = office.dip("history", "--verify")
    assert (result.exit_code, result.stderr) == (
        1,
        "Stopped: the ledger's chain breaks at event 4: it is not what was recorded. "
        f"Put back a copy that is whole. {NEWEST}\n",
    )


def test_the_chain_says_which_run_recorded_something_else(office):
    """What a transaction added besides its events is in the chain too."""
    _tampered(office, "UPDATE versions SET content = replace(content, 'Neraca', 'Rahasia') WHERE id = 'KUL-0001'")
    result = office.dip("history", "--verify")
    assert (result.exit_code, result.stderr) == (
        1,
        "Stopped: what run 1 recorded (up to event 3) is not what stands in the ledger now. "
        f"Put back a copy that is whole. {NEWEST}\n",
    )


def test_the_ledger_cannot_be_changed_by_accident(office):
    """Append-only: an UPDATE or DELETE is refused by the file itself."""
    base = sqlite3.connect(_ledger(office))
    for statement in ("UPDATE versions SET valid = 1", "DELETE FROM events"):
        with pytest.raises(sqlite3.IntegrityError, match="the ledger is append-only"):
            base.execute(statement)
    base.close()


@pytest.mark.slow
def test_a_locked_ledger_means_try_later(office):
    """The exit code is 75, and nothing was recorded."""
    office.fill(KUL, row(3))
    base = sqlite3.connect(_ledger(office), isolation_level=None)
    base.execute("BEGIN EXCLUSIVE")
    try:
        result = office.dip("sync")
    finally:
        base.close()
    assert (result.exit_code, result.stderr) == (
        75,
        "Try later: the ledger dip-ledger.sqlite is locked by another program. Close it and run again. "
        "Nothing was recorded.\n",
    )
    assert office.dip("sync").exit_code == 0


def test_no_ledger_beside_a_workbook_with_ids_is_an_error(office):
    """No ledger beside a workbook that has IDs is an error (1); the message names the newest copy."""
    _ledger(office).unlink()
    missing = (
        "the workbook has IDs, but there is no ledger beside dip.toml, or it is empty. Put it back, or go on from a "
        "backup with `dip restore`. "
    )
    _stopped(office, missing + NEWEST)


def test_an_empty_ledger_file_is_none(office):
    """What a run leaves that was cut while it made the ledger is no ledger."""
    _ledger(office).write_bytes(b"")
    _stopped(office, "the workbook has IDs, but there is no ledger beside dip.toml, or it is empty.")


def test_a_foreign_ledger_is_an_error(office, tmp_path_factory):
    """A foreign ledger is an error (1): nothing is written or published."""
    other = OfficeFolder(tmp_path_factory.mktemp("other"))
    other.fill(KUL, row(7))
    other.dip("sync")
    shutil.copy(_ledger(other), _ledger(office))
    _stopped(office, "the ledger beside dip.toml belongs to another workbook;", NEWEST)


def test_a_ledger_older_than_the_workbook_is_an_error(office):
    """`Kendali` says the number of the run that last wrote the workbook."""
    shutil.copy(office.path / "dip-backup/ledger-00000002.sqlite", _ledger(office))
    _stopped(office, "the ledger is older than the workbook (run 1, the workbook says 2).", NEWEST)


def test_a_ledger_older_than_the_site_is_an_error(office):
    """It is found out even if workbook and ledger were put back together."""
    shutil.copy(office.path / "dip-backup/ledger-00000002.sqlite", _ledger(office))
    copies = sorted((office.path / "dip-backup").glob("*.xlsx"))
    shutil.copy(copies[-1], office.workbook)
    _stopped(office, "the ledger is older than the site (release 0, the site says 1).", NEWEST)


def test_a_copy_as_it_was_before_each_run_that_wrote_is_kept(office):
    before = _ledger(office).read_bytes()
    office.fill(KUL, row(3))
    office.dip("sync")
    copy = sqlite3.connect(office.path / "dip-backup/ledger-00000003.sqlite")
    now = sqlite3.connect(_ledger(office))
    told = [base.execute("SELECT COUNT(*) FROM events").fetchone()[0] for base in (copy, now)]
    assert told == [8, 10 + 1] and before
    copy.close()
    now.close()


@pytest.mark.slow
def test_ten_copies_are_kept(office):
    """The eleventh run that writes removes the oldest copy."""
    for number in range(3, 15):
        office.fill(KUL, row(number))
        assert office.dip("sync").exit_code == 0
    names = sorted(path.name for path in (office.path / "dip-backup").glob("ledger-*"))
    assert names == [f"ledger-{run:08d}.sqlite" for run in range(5, 15)]


def test_an_older_workbook_is_put_right_and_its_ticks_do_not_count(office):
    """A workbook older than the ledger (an earlier version was restored) is put right; its ticks do not count."""
    older = office.workbook.read_bytes()
    office.type("Induk", "induk", 3, setuju="✓")
    office.type("Induk", "induk", 2, setuju=None)
    office.dip("sync")
    assert office.json("plan")["rows"]["by_status"] == {"Ditarik": 1, "Terbit": 1}
    office.workbook.write_bytes(older)
    document = office.json("sync")
    assert (document["exit"], document["events"]) == (0, [])
    assert document["rows"]["by_status"] == {"Ditarik": 1, "Terbit": 1}
    assert office.control("laporan").startswith("Berkas ini versi lama")


def test_where_a_fleet_s_database_keeps_the_ledger_no_backup_is_advised(tmp_path: Path) -> None:
    (tmp_path / "dip-fleet.toml").touch()
    advice = Ledger(tmp_path / "dip-ledger.sqlite", tmp_path / "dip-backup").read(("content",), 0).advice
    assert advice.startswith("But the fleet's database keeps this ledger: `dip restore` is refused here.")
