"""The fence: one run at a time, every decision in the database first, and nothing written by who stood still."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Callable, Collection, Mapping, Sequence
from contextlib import closing
from pathlib import Path

import pytest

from sync.errors import LedgerError, TryLater
from sync.fence.fence import Fence
from sync.fence.guards import TOGETHER, GuardedStore
from sync.fence.ledger_copy import unpacked
from sync.ledger.ledger import Ledger
from sync.ledger.state import OfficeState, Record
from sync.publish.last_seen import LastSeenFile
from sync.publish.publisher import StoreTarget
from sync.publish.store import Done, FileInfo
from sync.site.manifest import MANIFEST
from tests.fleet_office import LEASE, FleetOffice
from tests.memory_doors import TEMPLATE, Crash
from tests.memory_table import Clock, MemoryTable

AT = "2026-11-23T07:05:00+00:00"
ROLES = TEMPLATE.content_roles


class Copy:
    """One machine's copy of a ledger, behind its fence."""

    def __init__(self, folder: Path, table: MemoryTable) -> None:
        folder.mkdir(exist_ok=True)
        self.ledger = Ledger(folder / "dip-ledger.sqlite", folder / "dip-backup")
        self.fence = Fence(table, self.ledger, (), LEASE, table.clock)
        self.ledger.committing = self.fence.commit

    def record(self, run: int, identity: str = "one") -> None:
        self.ledger.record(Record(OfficeState(identity, run)), AT, ROLES)

    def run(self, run: int, identity: str = "one") -> None:
        with self.fence.held():
            self.record(run, identity)

    @property
    def head(self) -> str:
        return self.ledger.head()[1]


@pytest.fixture
def table() -> MemoryTable:
    return MemoryTable(Clock())


@pytest.fixture
def copies(tmp_path: Path, table: MemoryTable) -> tuple[Copy, Copy]:
    return Copy(tmp_path / "a", table), Copy(tmp_path / "b", table)


def test_a_record_is_in_the_database_whole_before_it_is_in_the_file(copies, table) -> None:
    a, _ = copies
    before: list[int] = []
    table.after = lambda _: before.append(a.ledger.head()[0])
    a.run(1)
    a.run(2)
    assert before == [0, 1] and table.kept.head == a.head and table.kept.run == 2
    with closing(sqlite3.connect(":memory:")) as base:
        base.deserialize(unpacked(table.blob))
        assert base.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        assert base.execute("SELECT max(run) FROM events").fetchone() == (2,)


def test_an_older_copy_is_brought_up_to_date_before_a_run(copies) -> None:
    a, b = copies
    a.run(1)
    b.run(2)
    with a.fence.held():
        assert a.ledger.head()[0] == 2 and a.ledger.verify()
    assert (a.head, a.ledger.secret(), a.ledger.events()) == (b.head, b.ledger.secret(), b.ledger.events())


def test_a_copy_that_is_of_the_same_head_is_not_fetched(copies, table) -> None:
    a, _ = copies
    a.run(1)
    table.asked.clear()
    with a.fence.held():
        pass
    assert table.asked == ["take", "free"]


def test_only_one_run_holds_the_lease(copies, table) -> None:
    a, b = copies
    with a.fence.held():
        table.asked.clear()
        with pytest.raises(TryLater, match="another machine"), b.fence.held():
            pass
        assert table.asked == ["take", "free"], "its connection is closed"
        with a.fence.held():  # a command inside it
            pass
    with b.fence.held():
        pass


def test_who_loses_has_recorded_nothing_and_ends_with_75(copies, table) -> None:
    a, b = copies
    a.run(1)
    with a.fence.held():
        table.clock.now += LEASE + 1
        b.run(2)
        with pytest.raises(TryLater, match="stood still") as raised:
            a.record(2)
        assert raised.value.exit_code == 75 and a.ledger.head()[0] == 1
    a.run(3)
    assert a.ledger.head()[0] == 3 and b.ledger.head()[0] == 2


def test_a_lease_that_is_over_writes_nothing_though_nobody_took_it(copies, table) -> None:
    a, _ = copies
    with a.fence.held():
        a.fence.verify()
        table.clock.now += LEASE + 1
        with pytest.raises(TryLater, match="stood still"):
            a.fence.watch()
        with pytest.raises(TryLater, match="stood still"):
            a.fence.verify()
        with pytest.raises(TryLater, match="stood still"):
            a.record(1)
    assert table.kept.head == ""


def test_an_answer_that_took_longer_than_the_lease_lets_nothing_out(copies, table) -> None:
    """The clock of the machine tells it, whatever the database said."""
    a, _ = copies

    def slowly(what: str) -> None:
        if what == "hold":
            table.until = table.clock.now + 10 * LEASE
            table.clock.now += LEASE + 1

    with a.fence.held():
        table.before = slowly
        with pytest.raises(TryLater, match="stood still"):
            a.fence.verify()


def test_a_record_outside_a_run_is_refused(copies) -> None:
    a, _ = copies
    with pytest.raises(TryLater):
        a.record(1)
    assert a.ledger.head() == (0, "")


def test_a_database_that_does_not_answer_stops_the_record(copies, table) -> None:
    a, _ = copies
    a.run(1)
    with a.fence.held():
        table.down = True
        with pytest.raises(TryLater, match="does not answer"):
            a.record(2)
        assert a.ledger.head()[0] == 1
        table.down = False
        a.record(2)


def test_a_run_that_died_between_database_and_file_is_made_good(copies, table) -> None:
    a, _ = copies

    def die(_: str) -> None:
        raise Crash

    a.run(1)
    table.after = die
    with pytest.raises(Crash):
        a.run(2)
    table.after = lambda _: None
    assert (a.ledger.head()[0], table.kept.run) == (1, 2)
    a.run(3)
    assert a.ledger.head()[0] == 3 and a.ledger.verify() == 3


def test_the_first_machine_gives_its_ledger(tmp_path: Path, table: MemoryTable) -> None:
    """An office that was one of its own comes into the fleet by its first run there."""
    alone = Ledger(tmp_path / "a" / "dip-ledger.sqlite", tmp_path / "a" / "dip-backup")
    alone.path.parent.mkdir()
    alone.record(Record(OfficeState("one", 1)), AT, ROLES)
    a, b = Copy(tmp_path / "a", table), Copy(tmp_path / "b", table)
    with a.fence.held():
        assert table.kept.head == a.head
    with b.fence.held():
        assert b.head == a.head and b.ledger.secret() == a.ledger.secret()


def test_what_was_recorded_here_without_the_fleet_is_given_where_it_goes_on_from_there(copies, table) -> None:
    """As after the database was put back from a backup."""
    a, b = copies
    a.run(1)
    a.ledger.committing = lambda _: None
    a.record(2)
    a.ledger.committing = a.fence.commit
    with a.fence.held():
        assert table.kept.run == 2
    with b.fence.held():
        assert b.ledger.head()[0] == 2


def test_two_ledgers_that_each_know_what_the_other_does_not_are_for_a_person(copies, table) -> None:
    a, b = copies
    a.run(1)
    a.ledger.committing = lambda _: None
    a.record(2)
    b.run(3)
    kept = table.kept
    with pytest.raises(LedgerError, match="both hold what the other does not know"), a.fence.held():
        raise AssertionError("never reached")
    assert table.kept == kept and table.holder == ""


def test_the_ledger_of_another_office_is_refused(copies, table) -> None:
    a, b = copies
    a.run(1)
    b.ledger.committing = lambda _: None
    b.record(1, "another")
    with pytest.raises(LedgerError, match="two offices"), b.fence.held():
        raise AssertionError("never reached")
    assert table.kept.identity == "one"


def test_an_older_dip_is_refused(copies, table) -> None:
    a, _ = copies
    a.run(1)
    table.kept = table.kept._replace(format=99)
    with pytest.raises(LedgerError, match="newer dip"), a.fence.held():
        raise AssertionError("never reached")


def test_an_older_dip_that_is_at_work_commits_nothing_after_a_newer_one(copies, table) -> None:
    a, _ = copies
    with a.fence.held():
        a.record(1)
        table.kept = table.kept._replace(format=99)
        with pytest.raises(TryLater):
            a.record(2)


def test_a_damaged_copy_is_put_aside_and_fetched(copies, table) -> None:
    a, _ = copies
    a.run(1)
    a.ledger.path.write_bytes(b"no ledger at all" * 400)
    with a.fence.held():
        assert a.ledger.verify() == 1
    assert a.ledger.path.with_suffix(".damaged").exists()


def test_a_damaged_ledger_in_the_database_is_never_taken(copies, table) -> None:
    a, b = copies
    a.run(1)
    whole = table.blob
    altered = [whole[:at] + bytes([whole[at] ^ bit]) + whole[at + 1 :] for at, bit in ((4, 0x40), (99, 1))]
    of_a_terabyte = b"\x28\xb5\x2f\xfd\xe0" + (1 << 40).to_bytes(8, "little") + whole[9:]
    for blob in (b"", b"nonsense", whole[:-20], whole + b"more", *altered, of_a_terabyte):
        table.blob = blob
        with pytest.raises(LedgerError, match="damaged"), b.fence.held():
            raise AssertionError("never reached")
    assert not b.ledger.exists()


def test_a_half_written_transaction_of_a_killed_run_does_not_spoil_what_is_fetched(copies) -> None:
    a, b = copies
    a.run(1)
    b.run(2)
    kept = a.ledger.path.read_bytes()
    (journal := a.ledger.path.with_name("dip-ledger.sqlite-journal")).write_bytes(b"\0" * 512)
    with a.fence.held():
        assert a.ledger.verify() == 2
    assert not journal.exists() and a.ledger.path.read_bytes() != kept


def test_the_receipt_goes_from_machine_to_machine(tmp_path: Path) -> None:
    office = FleetOffice(tmp_path)
    office.add()
    office.approved("KUL-0001")
    first = office.receipts.data
    office.add(judul="Laporan Barang")
    office.sync()
    office.tick("KUL-0002")
    office.sync()
    assert first != office.receipts.data == office.table.kept_files["dip-receipt.json"]
    assert office.public() == ["KUL-0001", "KUL-0002"]
    office.sync()
    asked = len(office.table.asked)
    office.sync()
    assert "load" not in office.table.asked[asked:], "both know everything by now"


def test_a_machine_with_nothing_goes_on(tmp_path: Path) -> None:
    office = FleetOffice(tmp_path)
    office.add()
    office.approved("KUL-0001")
    other = office.machines[1 - office.turn]
    shutil.rmtree(other.ledger.path.parent)
    other.ledger.path.parent.mkdir()
    writes, files = office.book.writes, dict(office.target.files)
    assert office.sync().exit_code == 0
    assert (office.book.writes, office.target.files) == (writes, files)


# -- waves of files ----------------------------------------------------------------------------------------------------


class MemoryStore:
    """A store as a dict. `sent` is called with the path of each file that was written, renamed to it, or removed."""

    location, direct, share = "memory", True, 1

    def __init__(self) -> None:
        self.kept: dict[str, bytes] = {}
        self.sent: Callable[[str], None] = lambda _: None

    def look(self, paths: Collection[str]) -> dict[str, FileInfo]:
        there = {path: FileInfo("file", len(self.kept[path])) for path in paths if path in self.kept}
        return there | {path: FileInfo("folder") for path in paths if not path}

    def list_folders(self, folders: Collection[str]) -> dict[str, dict[str, FileInfo]]:
        whole: dict[str, dict[str, FileInfo]] = {folder: {} for folder in folders}
        for path, data in self.kept.items():
            folder, _, name = path.rpartition("/")
            if folder in whole:
                whole[folder][name] = FileInfo("file", len(data))
        return whole

    def read(self, paths: Collection[str]) -> dict[str, bytes]:
        return {path: self.kept[path] for path in paths if path in self.kept}

    def write(self, files: Mapping[str, bytes], done: Done) -> None:
        for path, data in files.items():
            self.kept[path] = data
            self.sent(path)
            done()

    def move(self, pairs: Sequence[tuple[str, str]]) -> None:
        for source, goal in pairs:
            self.kept[goal] = self.kept.pop(source)
            self.sent(goal)

    def make_folders(self, folders: Sequence[str]) -> None:
        """There are none."""

    def remove(self, paths: Collection[str], folders: Sequence[str]) -> None:
        for path in paths:
            self.kept.pop(path, None)
            self.sent(path)

    def close(self) -> None:
        """Nothing is open."""


PAGES = {f"informasi/KUL-{n:04d}/index.html": b"page" for n in range(4)}


def test_whoever_stands_still_between_two_files_sends_no_further_one(copies, table) -> None:
    """At every file of every wave, the journal and the manifest among them."""
    a, _ = copies
    site = {"index.html": b"list", MANIFEST: b'{"files": {}}', **PAGES}
    for stop in range(len(site) + 1):
        store = MemoryStore()
        sent: list[str] = []

        def one_more(path: str, sent: list[str] = sent, stop: int = stop) -> None:
            sent.append(path)
            if len(sent) - 1 == stop:
                table.clock.now += LEASE + 1

        store.sent = one_more
        target = StoreTarget(GuardedStore(store, a.fence), LastSeenFile(None, "memory"))
        with a.fence.held():
            current = target.read()
            with pytest.raises(TryLater, match="stood still"):
                target.publish(site, current, lambda _, __: None)
        assert len(sent) == stop + 1


@pytest.mark.parametrize("verb", ["move", "remove"])
def test_whoever_stands_still_among_renames_or_removals_sends_a_few_more_at_most(verb, copies, table) -> None:
    """What a server renames is public at once: no whole wave of it goes out on waking up."""
    a, _ = copies
    pages = [f"informasi/KUL-{n:04d}/index.html" for n in range(3 * TOGETHER)]
    store, late = MemoryStore(), list[str]()
    store.kept = {path + (".new" if verb == "move" else ""): b"page" for path in pages}

    def stand_still(path: str) -> None:
        late.append(path)
        table.clock.now += LEASE + 1

    store.sent = stand_still
    guarded = GuardedStore(store, a.fence)
    acts = {
        "move": lambda: guarded.move([(f"{path}.new", path) for path in pages]),
        "remove": lambda: guarded.remove(pages, ["informasi"]),
    }
    with a.fence.held(), pytest.raises(TryLater, match="stood still"):
        acts[verb]()
    assert late == pages[:TOGETHER]


def test_everything_is_renamed_and_removed_in_parts(copies) -> None:
    a, _ = copies
    paths = [f"{n}" for n in range(2 * TOGETHER + 1)]
    store = MemoryStore()
    store.kept = {f"{path}.new": b"page" for path in paths}
    guarded = GuardedStore(store, a.fence)
    with a.fence.held():
        guarded.move([(f"{path}.new", path) for path in paths])
        assert list(store.kept) == paths
        guarded.remove(paths, [])
        guarded.remove([], [])
    assert not store.kept


def test_each_wave_asks_the_database(copies, table) -> None:
    """Somebody else took the office: what is under way stops at the next wave, and the manifest never goes out."""
    a, _ = copies
    store = MemoryStore()
    target = StoreTarget(GuardedStore(store, a.fence), LastSeenFile(None, "memory"))

    def taken(path: str) -> None:
        if path in PAGES:
            table.holder = "another run"

    store.sent = taken
    with a.fence.held(), pytest.raises(TryLater, match="faster"):
        target.publish({"index.html": b"list", MANIFEST: b'{"files": {}}', **PAGES}, target.read(), lambda _, __: None)
    assert PAGES.keys() <= store.kept.keys() and "index.html" not in store.kept and MANIFEST not in store.kept
