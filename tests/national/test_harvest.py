"""Sixty sites, some of which misbehave: the others are taken, these keep what they had; what is withdrawn is gone."""

from __future__ import annotations

import hashlib
import os
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest

from sync.national import search_index
from sync.national.list_store import Confirmation, ListStore, StoreError, open_store
from sync.national.page_files import write_pages
from sync.national.pages import NationalPages
from sync.national.search_index import existing_index, open_index, refresh_index, renew_index
from sync.national.taking import KeptEntry, Taking
from tests.internet import Internet, internet
from tests.national.misbehaving import MISBEHAVING
from tests.national.nation import NOW, Nation, document, ids, manifest, record, site

pytestmark = pytest.mark.slow

SITES = 60


@pytest.fixture
def net(tmp_path: Path) -> Iterator[Internet]:
    folder = tmp_path / "net"
    folder.mkdir()
    with internet(folder) as made:
        yield made


def nation(net: Internet, folder: Path, count: int, entries: int = 10) -> Nation:
    made = Nation(net, folder, [site(number) for number in range(1, count + 1)])
    for code in made.offices:
        made.publish(code, [record(number) for number in range(1, entries + 1)])
    return made


def test_sixty_sites_of_which_some_misbehave(net: Internet, tmp_path: Path) -> None:
    made = nation(net, tmp_path, SITES)
    first = made.harvest()
    assert [each.trouble for each in first.values()] == [""] * SITES
    assert {len(each.taking.added) for each in first.values()} == {10}
    assert made.index() == SITES and made.index() == 0

    bad = dict(zip(made.offices, MISBEHAVING.values(), strict=False))
    assert 10 <= len(bad) == len(MISBEHAVING) <= SITES - 5
    for code in made.offices:
        made.publish(code, [record(number) for number in range(1, 12)], withdrawn=["KUL-0099"])
    for code, (_, spoil) in bad.items():
        spoil(made, code)
    begun, made.reader = time.monotonic(), made.reading(6)
    second = made.harvest(days=1)
    assert time.monotonic() - begun < 60
    reasons = dict(zip(MISBEHAVING, (second[code].trouble for code in bad), strict=True))
    assert reasons == {way: reason for way, (reason, _) in MISBEHAVING.items()}
    for code in made.offices:
        assert made.shown(code) == ids(range(1, 11 if code in bad else 12)), code
        office = made.store.office(code)
        assert office and office.confirmed[:10] == ("2026-11-30" if code in bad else "2026-12-01")
    assert made.index() == SITES - len(bad)
    assert not [place for place, port in net.dialled if place != "93.184.215.14"], "somebody dialled inside"

    made.harvest(*bad, days=31)
    assert {frozenset(made.shown(code)) for code in bad} == {frozenset()}, "a list is shown beyond its time"
    assert made.store.kept(next(iter(bad))) == {}, "a copy outlives its source"


def test_what_is_withdrawn_is_gone_at_the_next_harvest_even_under_a_list_that_is_not_taken(
    net: Internet, tmp_path: Path
) -> None:
    made = nation(net, tmp_path, 2)
    made.harvest()
    made.index()
    made.publish("3601", [record(number) for number in range(2, 11)], withdrawn=["KUL-0001"])
    data = document([record(1)], "3602")
    made.put("3602", "manifest.json", manifest(data, 98, ["KUL-0001", "KUL-0002"]))
    outcomes = made.harvest()
    assert made.shown("3601") == ids(range(2, 11)) and made.shown("3602") == ids(range(3, 11))
    assert (outcomes["3601"].trouble, outcomes["3602"].trouble) == ("", "hash")
    assert made.index() == 2
    assert existing_index(made.settings.index_path).searcher().num_docs == 9 + 8 + 2


def test_who_was_withdrawn_by_mistake_comes_back_though_the_list_is_as_before(net: Internet, tmp_path: Path) -> None:
    made = nation(net, tmp_path, 2)
    made.harvest()
    data = document([record(number) for number in range(1, 11)], "3601")
    for release, withdrawn in ((50, ["KUL-0001"]), (51, [])):
        made.put("3601", "manifest.json", manifest(data, release, withdrawn))
        outcome = made.harvest()["3601"]
        assert (outcome.trouble, made.shown("3601")) == ("", ids(range(1, 11)) - {*withdrawn})


def test_another_offices_manifest_withdraws_nothing(net: Internet, tmp_path: Path) -> None:
    made = nation(net, tmp_path, 2)
    made.harvest()
    data = document([record(2)], "3602")
    made.put("3601", "data/dip.json", data)
    made.put("3601", "manifest.json", manifest(data, 99, ["KUL-0001"]))
    assert made.harvest()["3601"].trouble == "code" and made.shown("3601") == ids(range(1, 11))


def test_a_site_that_did_not_change_is_asked_for_its_manifest_alone(net: Internet, tmp_path: Path) -> None:
    made = nation(net, tmp_path, 3)
    made.harvest()
    net.asked.clear()
    outcomes = made.harvest(days=0.5)
    assert sorted(net.asked) == [f"GET {each.address}manifest.json" for each in made.offices.values()]
    assert all("If-None-Match: " in head for head in net.heads[-3:])
    office = made.store.office("3601")
    assert office and office.confirmed == made.now.isoformat(timespec="seconds")
    assert not any(each.taking.is_new for each in outcomes.values())
    net.marks.clear()  # a server that knows no ETag
    made.harvest()
    assert not [each for each in net.asked if each.endswith("dip.json")]


def test_a_cache_that_always_says_that_nothing_changed_hides_nothing_for_longer_than_a_day(
    net: Internet, tmp_path: Path
) -> None:
    made = nation(net, tmp_path, 1)
    made.harvest()
    url = f"{made.offices['3601'].address}manifest.json"
    mark = net.marks[url]
    made.publish("3601", [record(number) for number in range(2, 11)], withdrawn=["KUL-0001"])
    net.marks[url] = mark
    made.harvest(days=0.5)
    assert "KUL-0001" in made.shown("3601")
    made.harvest(days=0.5)
    assert made.shown("3601") == ids(range(2, 11))


def test_more_than_half_that_vanish_are_kept_and_told_and_gone_after_their_days(net: Internet, tmp_path: Path) -> None:
    made = nation(net, tmp_path, 1)
    made.harvest()
    made.publish("3601", [record(1)])
    assert made.harvest(days=1)["3601"].taking.vanished == 9
    assert made.shown("3601") == ids(range(1, 11))
    assert made.harvest(days=7)["3601"].taking.vanished == 9
    made.now += (NOW - NOW.replace(day=29)) * 1
    assert made.shown("3601") == ids([1]), "shown beyond the setting, though nobody harvested"
    assert made.harvest()["3601"].taking.vanished == 0


def test_a_site_that_begins_anew_is_taken_only_when_asked_for(net: Internet, tmp_path: Path) -> None:
    made = nation(net, tmp_path, 1)
    made.release = 50
    made.publish("3601", [record(1)])
    made.harvest()
    made.release = 0
    made.publish("3601", [record(2)])
    assert made.harvest()["3601"].trouble == "older"
    made.store.forget("3601")
    assert made.harvest()["3601"].trouble == "" and made.shown("3601") == ids([2])


def test_an_office_that_leaves_the_list_is_gone(net: Internet, tmp_path: Path) -> None:
    made = nation(net, tmp_path, 2)
    made.harvest()
    made.store.set_offices([made.offices["3602"]])
    assert made.store.kept("3601") == {} and made.store.office("3601") is None
    assert made.index() == 1


class Killed(BaseException):
    """The machine goes off."""


class Dying:
    """A database that dies at its nth statement."""

    def __init__(self, database: object, steps: int) -> None:
        self._database, self.left = database, steps

    def __getattr__(self, name: str) -> object:
        own = getattr(self._database, name)

        def step(*words: object) -> object:
            self.left -= 1
            if self.left == 0:
                raise Killed
            return own(*words)

        return step if name in ("execute", "executemany") else own


def test_a_harvest_that_is_killed_at_any_step_leaves_every_office_whole(net: Internet, tmp_path: Path) -> None:
    made, whole_at, states_of = nation(net, tmp_path, 3, 0), 0, {"": ""}
    for steps in range(1, 80):
        records = [record(number, f"Laporan {steps}") for number in range(1, 9)]
        for code in made.offices:
            made.publish(code, records)
            states_of[hashlib.sha256(document(records, code)).hexdigest()] = f"Laporan {steps}"
        whole, dying = made.store, open_store(made.settings)
        dying._db, made.store = Dying(dying._db, steps), dying  # type: ignore[assignment]
        try:
            made.harvest()
            whole_at = steps
        except Killed:
            pass
        made.store = whole
        dying.close()
        for code in made.offices:
            office, kept = made.store.office(code), made.store.kept(code)
            assert office
            expected = {states_of[office.confirmation.digest]} - {""}
            assert {each.entry.judul for each in kept.values()} == expected
            assert len(kept) in (0, 8)
        if whole_at:
            break
    assert whole_at > 20, "the harvest was not killed at every step"


LOOP = """
import sys
from datetime import UTC, datetime
from pathlib import Path
from tests.national.test_harvest import states, confirm
from sync.national.list_store import open_store
from sync.national.national_settings import NationalSettings
from tests.national.nation import TABLE
store = open_store(NationalSettings(TABLE, Path(sys.argv[1])))
print("begun", flush=True)
for number in range(100000):
    confirm(store, states(number), number)
"""


def states(number: int) -> dict[str, KeptEntry]:
    """A list whose entries all say which state it is."""
    from sync.national.published_list import ListEntry

    return {id: KeptEntry(ListEntry(id, f"Keadaan {number}", *[""] * 9)) for id in ids(range(300))}


def confirm(store: ListStore, kept: dict[str, KeptEntry], number: int) -> None:
    known = store.kept("3601")
    taking = Taking(kept, tuple(kept.keys() - known.keys()), tuple(kept.keys() & known.keys()), (), 0)
    store.replace("3601", taking, NOW, Confirmation(number, str(number), "", "", "", ()))


def test_a_process_that_is_killed_leaves_one_state(net: Internet, tmp_path: Path) -> None:
    made = Nation(net, tmp_path, [site(1)])
    for wait in (0.05, 0.11, 0.23):
        with subprocess.Popen(
            [sys.executable, "-c", LOOP, str(tmp_path)], stdout=subprocess.PIPE, text=True
        ) as process:
            assert process.stdout and process.stdout.readline() == "begun\n"
            time.sleep(wait)
            process.kill()
        office, kept = made.store.office("3601"), made.store.kept("3601")
        assert office and {each.entry.judul for each in kept.values()} <= {f"Keadaan {office.confirmation.digest}"}
        assert len(kept) in (0, 300)


def test_an_index_that_was_killed_or_damaged_is_made_from_the_store(net: Internet, tmp_path: Path) -> None:
    made = nation(net, tmp_path, 4)
    made.harvest()
    index = open_index(made.settings.index_path)

    def dies(_: int) -> None:
        raise Killed

    with pytest.raises(Killed):
        renew_index(index, made.store, made.now, dies)
    del index
    assert made.index() == 4
    (made.settings.index_path / "meta.json").write_text("{")
    assert made.index() == 4 and made.index() == 0
    (made.settings.index_path / "format").write_text("0")
    assert made.index() == 4


@pytest.mark.parametrize("most", [50_000, 0], ids=["a small index at once", "a large one after a day"])
def test_what_was_withdrawn_is_in_no_file_any_more(
    net: Internet, tmp_path: Path, most: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Not in the lists nor the log of writes, not in the index, not in the pages; also while somebody searches."""
    monkeypatch.setattr(search_index, "SMALL", most)
    made = nation(net, tmp_path, 3)
    records = [record(number) for number in range(1, 300)]
    records[98]["judul"] = "Laporan Zyxwvutra"
    made.publish("3601", records)
    made.harvest()
    refresh_index(made.settings.index_path, made.store, made.now)
    searching, index = open_store(made.settings), existing_index(made.settings.index_path)
    assert searching.kept("3601") and index.searcher().num_docs == 319 + 3
    _build(made)
    assert _files_with(made, b"zyxwvutra")

    made.publish("3601", [*records[:98], *records[99:]], withdrawn=["KUL-0099"])
    made.harvest()
    os.utime(made.settings.index_path / "format", (made.now.timestamp(), made.now.timestamp()))
    refresh_index(made.settings.index_path, made.store, made.now)
    if not most:
        assert search_index._remainder(made.settings.index_path), "a large index is made anew at each change"
        made.now += timedelta(days=1)
        refresh_index(made.settings.index_path, made.store, made.now)
    _build(made)
    assert not _files_with(made, b"zyxwvutra")
    assert not search_index._remainder(made.settings.index_path)
    index.reload()
    assert index.searcher().num_docs == 318 + 3 and len(searching.kept("3601")) == 298
    searching.close()


def _build(made: Nation) -> None:
    write_pages(made.settings.pages_path, NationalPages(made.settings, made.store, made.now).files())


def _files_with(made: Nation, word: bytes) -> list[Path]:
    files = (path for path in made.folder.rglob("*") if path.is_file() and "net" not in path.parts)
    return [path for path in files if word in path.read_bytes().lower()]


def test_an_index_that_cannot_be_written_is_told(net: Internet, tmp_path: Path) -> None:
    made = nation(net, tmp_path, 1)
    made.harvest()
    held = open_index(made.settings.index_path).writer(64_000_000, 1)
    with pytest.raises(StoreError, match="national-index cannot be used"):
        made.index()
    del held
    assert made.index() == 1


def test_a_store_that_is_none_is_told(tmp_path: Path, net: Internet) -> None:
    made = Nation(net, tmp_path, [])
    made.store.close()
    made.settings.store_path.write_bytes(b"no database" * 999)
    with pytest.raises(StoreError, match=r"national\.sqlite cannot be used"):
        open_store(made.settings)


def test_a_store_that_cannot_be_used_is_let_go_of(tmp_path: Path, net: Internet) -> None:
    """Its disk can be unmounted, and its file be moved away as the sentence says."""
    made = Nation(net, tmp_path, [])
    made.store.close()
    with closing(sqlite3.connect(made.settings.store_path)) as base:
        base.execute("PRAGMA user_version=999")
    with pytest.raises(StoreError, match="of another version of dip") as kept:
        open_store(made.settings)
    opened = [os.path.realpath(f"/proc/self/fd/{number}") for number in os.listdir("/proc/self/fd")]
    assert str(made.settings.store_path) not in opened, kept
