"""Each office in a process of its own: nothing of one reaches another, and each has its time."""

from __future__ import annotations

import multiprocessing
import os
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from sync.fleet import pool as pool_file
from sync.fleet.pool import OfficeTask, Pool, TaskEnd
from sync.message import from_document

pytestmark = pytest.mark.slow

NOSY = "tests.fleet.nosy_office"


def ends(pool: Pool, folder: Path, acts: Sequence[str]) -> list[TaskEnd]:
    """What came of offices that do these things, in their order."""
    waiting, done = list(enumerate(acts)), list[TaskEnd]()
    while waiting or pool.is_busy:
        while waiting and pool.has_room:
            number, act = waiting.pop(0)
            pool.start(OfficeTask(str(number), ((act,),), folder, "60 /row"))
        done += pool.wait(0.2)
    return sorted(done, key=lambda end: int(end.key))


def test_nothing_of_one_office_reaches_the_next(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TZ", "Asia/Jakarta")
    time.tzset()
    with Pool(NOSY, 1, 60) as pool:
        first, loud, after = ends(pool, tmp_path, ["look", "disturb", "look"])
    monkeypatch.undo()
    time.tzset()
    assert after.reason == first.reason and after.reason["cwd"] == str(tmp_path)
    assert after.reason["env"]["TZ"] == "Asia/Jakarta" and "PYTHONSAFEPATH" not in after.reason["env"]
    assert (after.reason["left"], after.reason["group"]) == ([], True)
    assert after.reason["threads"] == 2, "its own, and the one that waits for the end of the fleet"
    assert (loud.code, loud.out, loud.err) == (3, "loud\n", "last words\n") and after.out == after.err == ""
    assert after.reason["row"] == "60 /row" and after.reason["main"] == "", "what started the fleet is not imported"
    assert after.reason["stdin"] == os.devnull, "an office may ask at the terminal of who started the fleet"


def test_an_office_that_hangs_is_ended_and_told_and_the_others_go_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pool_file, "GRACE", 0.5)
    with Pool(NOSY, 3, 2.0) as pool:
        soft, hard, well = ends(pool, tmp_path, ["hang", "hang hard", "look"])
    assert (soft.code, hard.code, well.code) == (1, -9, 7)
    for end in (soft, hard):
        assert from_document(end.reason).startswith("it took longer than 0.0333333 minutes and was ended.")
        assert end.seconds < 20


def test_a_process_that_dies_or_fails_is_told(tmp_path: Path) -> None:
    with Pool(NOSY, 2, 60) as pool:
        died, raised = ends(pool, tmp_path, ["die", "raise"])
    assert died.code == -9 and "ended from outside (signal 9)" in from_document(died.reason)
    assert raised.code == 1 and raised.reason == "ValueError: an error that nobody expects"


def test_a_process_that_nothing_can_end_is_left_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """As one that waits for a disk on the network which is gone."""
    monkeypatch.setattr(pool_file, "GRACE", 0.3)
    monkeypatch.setattr(pool_file, "_signal", lambda *_: None)
    with Pool(NOSY, 1, 0.3) as pool:
        pool.start(OfficeTask("0", (("hang",),), tmp_path))
        (process,) = multiprocessing.active_children()
        ended = list(pool.wait(0.5))
        while not ended:
            ended = list(pool.wait(0.5))
    process.kill()
    assert ended[0].code == -9 and ended[0].seconds < 5 and not multiprocessing.active_children()


def test_who_stops_the_fleet_stops_the_offices(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pool_file, "GRACE", 0.5)
    start = time.monotonic()
    with Pool(NOSY, 1, 600) as pool:
        pool.start(OfficeTask("0", (("hang hard",),), tmp_path))
        time.sleep(0.5)
    assert time.monotonic() - start < 20 and not pool.is_busy


def test_a_fleet_that_is_killed_takes_its_offices_along_and_leaves_no_files(tmp_path: Path) -> None:
    """One that would not end by being asked, with what it started, too."""
    code = (
        "from pathlib import Path\n"
        "from sync.fleet.pool import OfficeTask, Pool\n"
        f"with Pool({NOSY!r}, 2, 600) as pool:\n"
        "    for act in ('hang', 'hang hard'): pool.start(OfficeTask(act, ((act,),), Path.cwd()))\n"
        "    print(*(each.process.pid for each in pool._running), flush=True)\n"
        "    for end in pool.wait(600): print(end)\n"
    )
    own = {**os.environ, "TMPDIR": str(tmp_path)}
    with subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, text=True, env=own) as fleet:
        assert fleet.stdout
        groups = [int(pid) for pid in fleet.stdout.readline().split()]
        _until(lambda: all(map(_is_there, groups)))
        fleet.kill()
    assert len(groups) == 2
    _until(lambda: not any(map(_is_there, groups)))
    assert not [path for path in tmp_path.iterdir() if not path.name.startswith("pymp-")], "but what Python makes"


def _is_there(group: int) -> bool:
    """Whether any process of the group runs."""
    try:
        os.killpg(group, 0)
    except ProcessLookupError:
        return False
    return True


def _until(holds: Callable[[], bool]) -> None:
    end = time.monotonic() + 30
    while not holds():
        assert time.monotonic() < end
        time.sleep(0.05)


def test_a_machine_that_starts_no_more_processes_says_so_and_keeps_nothing_open(tmp_path: Path) -> None:
    """The forkserver ends where it may not fork; each start tries with a new one."""
    (tmp_path / "unforking.py").write_text(
        "import errno, os\n"
        "def refused(): raise BlockingIOError(errno.EAGAIN, 'no more processes')\n"
        "os.fork = refused\n",
        "utf-8",
    )
    code = (
        "import gc, os\n"
        "from pathlib import Path\n"
        "from sync.fleet.pool import OfficeTask, Pool\n"
        "gc.disable()\n"
        "with Pool('unforking', 1, 60) as pool:\n"
        "    for _ in range(6):\n"
        "        try: pool.start(OfficeTask('0', (), Path.cwd()))\n"
        "        except BlockingIOError as why: print(len(os.listdir('/proc/self/fd')), why.strerror, pool.is_busy)\n"
    )
    own = {**os.environ, "PYTHONPATH": os.pathsep.join([str(tmp_path), os.getcwd()])}
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, env=own)
    opened, *told = zip(*(line.split(" ", 1) for line in done.stdout.splitlines()), strict=True)
    assert told == [("Resource temporarily unavailable False",) * 6]
    assert int(opened[-1]) <= int(opened[0]) + 2, opened  # what leads to the forkserver, or not


def test_an_office_whose_end_nobody_can_tell_is_not_called_well(tmp_path: Path) -> None:
    """The forkserver was killed. The next office is started by a new one."""
    with Pool(NOSY, 1, 60) as pool:
        unknown, after = ends(pool, tmp_path, ["kill the server", "look"])
    assert unknown.code == 255
    assert from_document(unknown.reason).startswith("what starts the processes was ended from outside")
    assert after.code == 7


def test_the_preloaded_program_has_opened_nothing_and_runs_nothing_beside() -> None:
    """What a fork would take along: files, connections, threads."""
    code = (
        "import os, sys, threading\n"
        "before = set(os.listdir('/proc/self/fd'))\n"
        "import sync.cli.fleet_office\n"
        "print(sorted(set(os.listdir('/proc/self/fd')) - before), threading.active_count(), "
        "len(os.listdir('/proc/self/task')), 'pandas' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert (done.stdout, done.stderr) == ("[] 1 1 False\n", "")


def test_modules_in_the_folder_where_it_was_started_are_not_imported(tmp_path: Path) -> None:
    """Whoever may write there would else run as the fleet."""
    (tmp_path / "zipfile.py").write_text("raise SystemExit('hostile')", "utf-8")
    code = (
        "from pathlib import Path\n"
        "from sync.fleet.pool import OfficeTask, Pool\n"
        "with Pool('sync.cli.fleet_office', 1, 60) as pool:\n"
        "    pool.start(OfficeTask('a', (('check', '--config', 'none.toml'),), Path.cwd()))\n"
        "    for end in pool.wait(60): print(end.code, end.reason['say'])\n"
    )
    own = {name: value for name, value in os.environ.items() if name != "PYTHONSAFEPATH"}
    (tmp_path / "bin").mkdir()
    run = tmp_path / "bin" / "fleet.py"
    run.write_text(code, "utf-8")
    done = subprocess.run(
        [sys.executable, str(run)], cwd=tmp_path, capture_output=True, text=True, check=False, env=own
    )
    assert done.stdout.startswith("2 %(path)s: there is no such file") and done.stderr == ""
