"""`dip national`: what is asked, what is printed, what is kept, and how it ends."""

from __future__ import annotations

import json
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from filelock import FileLock

from sync.cli.main import main
from sync.national import harvest as use_case
from sync.national.list_store import ListStore
from tests.internet import Internet, internet
from tests.national.nation import Nation, record, site

pytestmark = pytest.mark.slow

TOML = '[national]\nname = "Komisi"\nshort = "KPU"\nurl = "https://cari.kpu.go.id/"\ncontact = "ppid@kpu.go.id"\n'


@pytest.fixture
def net(tmp_path: Path) -> Iterator[Internet]:
    (tmp_path / "net").mkdir()
    with internet(tmp_path / "net") as made:
        yield made


@pytest.fixture
def nation(net: Internet, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Nation:
    """A folder with settings and three offices, as somebody sets it up; the sites are there."""
    folder = tmp_path / "nasional"
    folder.mkdir()
    (folder / "national.toml").write_text(TOML)
    made = Nation(net, folder, [site(1), site(2), site(3)])
    for code in made.offices:
        made.publish(code, [record(1), record(2)])
    made.store.close()
    made.settings.store_path.unlink()
    lines = [",".join(each) for each in made.offices.values()]
    made.settings.offices_path.write_text("\n".join(["code,name,kind,province,address", *lines, ""]))
    monkeypatch.setattr(use_case, "open_reader", lambda _: made.reader)
    monkeypatch.chdir(folder)
    return made


def dip(*words: str, expected: int = 0, language: str = "en") -> Result:
    done = CliRunner().invoke(main, ["national", *words], env={"DIP_LANG": language})
    assert done.exit_code == expected, done.output
    return done


def test_harvest_and_build_from_nothing(nation: Nation) -> None:
    assert dip("harvest").stdout == "3 offices asked, 3 lists confirmed, 6 entries new, 0 gone\n"
    assert dip("harvest").stdout == "3 offices asked, 3 lists confirmed, 0 entries new, 0 gone\n"
    assert "files in" in dip("build").stdout
    assert "6 informasi dari 3 kantor" in (nation.settings.pages_path / "index.html").read_text()
    assert ": 0 written, 0 taken away" in dip("build").stdout


def test_trouble_is_told_with_the_office_and_its_reason(nation: Nation) -> None:
    dip("harvest")
    nation.put("3601", "manifest.json", b"<html>")
    nation.publish("3602", [])
    done = dip("harvest", "--strict", expected=1)
    assert done.stdout == "3 offices asked, 2 lists confirmed, 0 entries new, 0 gone\n"
    assert "3601 KPU Kabupaten Nomor 1: it answers with a page, not with data" in done.stderr
    assert "3602 KPU Kabupaten Nomor 2: 2 entries vanished without a notice of withdrawal" in done.stderr
    told = json.loads(dip("harvest", "--json").stdout)
    first = next(each for each in told["offices"] if each["code"] == "3601")
    assert told["exit"] == 0 and first["trouble"] == "html" and first["message"].startswith("it answers with a page")
    assert "jawabannya halaman web, bukan data" in dip("harvest", language="id").stderr


def test_one_office_is_asked_or_asked_anew(nation: Nation) -> None:
    dip("harvest")
    nation.net.asked.clear()
    assert dip("harvest", "--office", "3602").stdout.startswith("1 offices asked")
    assert nation.net.asked == ["GET https://kpu2.example.org/dip/manifest.json"]
    assert "2 entries new" in dip("harvest", "--anew", "3603").stdout
    assert "no office in the list has the code 9" in dip("harvest", "--office", "9", expected=2).stderr


def test_two_harvests_or_two_builds_at_once_and_what_is_missing(nation: Nation, tmp_path: Path) -> None:
    with FileLock(nation.settings.lock_path):
        assert "another dip national is at work" in dip("harvest", expected=75).stderr
        assert dip("build").exit_code == 0, "what was withdrawn must leave the pages, however long a harvest takes"
    with FileLock(nation.settings.pages_lock_path):
        assert "another dip national writes the pages" in dip("build", expected=75).stderr
    assert "run `dip national harvest` first" in dip("serve", expected=1).stderr
    nation.settings.offices_path.write_text("code\n")
    assert "offices.csv, line 1: the header must be" in dip("harvest", expected=2).stderr
    assert not nation.net.asked
    assert "docs/national.md" in dip("build", "--config", str(tmp_path / "x.toml"), expected=2).stderr
    document = json.loads(dip("harvest", "--json", expected=2).stdout)
    assert document["exit"] == 2 and document["error"]["code"] == "settings"


def test_a_full_disk_is_a_sentence(nation: Nation, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object, **__: object) -> None:
        raise sqlite3.OperationalError("database or disk is full")

    monkeypatch.setattr(ListStore, "replace", full)
    assert "national.sqlite cannot be used: database or disk is full" in dip("harvest", expected=1).stderr


def test_without_the_extra_it_says_what_to_install(nation: Nation, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "tantivy", None)
    assert "pip install 'dip-sync[national]'" in dip("harvest", expected=2).stderr


def test_work_says_what_it_lacks_the_settings_first(nation: Nation, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("procrastinate", "psycopg", "sync.fence.job_queue", "sync.national.harvest_worker"):
        monkeypatch.setitem(sys.modules, name, None)
    assert "no table [database]" in dip("work", expected=2).stderr
    with (nation.folder / "national.toml").open("a") as settings:
        settings.write('[database]\nto = "postgresql://dip@127.0.0.1/dip"\n')
    monkeypatch.delitem(sys.modules, "sync.fence.job_queue")
    monkeypatch.delitem(sys.modules, "sync.national.harvest_worker")
    assert "pip install 'dip-sync[fleet]'" in dip("work", expected=2).stderr


def test_one_office_notices_nothing_of_it() -> None:
    code = (
        "import sys, sync.cli.main; heavy = {'tantivy', 'snowballstemmer', 'waitress', 'jsonschema', 'jinja2'};"
        " print(sorted(heavy & set(sys.modules)), [name for name in sys.modules if name.startswith('sync.national')])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "[] []\n"
