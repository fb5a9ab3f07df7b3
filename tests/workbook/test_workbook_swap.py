"""The file is replaced whole or not at all, and stays the file it was: its link, its mode, its owner."""

from __future__ import annotations

import errno
import os
import resource
import shutil
import stat
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from sync.errors import WorkbookChanged, WorkbookError
from sync.model import Batch, TabWrite
from sync.workbook.xlsx import file_swap
from sync.workbook.xlsx.xlsx_workbook import XlsxWorkbook
from tests.rich_workbook import rich_workbook
from tests.workbooks import door, saved

NOBODY = 65_534
ROOT = os.geteuid() == 0


def batch(text: str = "baru") -> Batch:
    return Batch((TabWrite("Isi", "unit", cells={(1, 0): text}),))


def copies(folder: Path) -> list[Path]:
    return sorted((folder / "dip-backup").glob("dip-*.xlsx"))


def beside(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir()}


def refused(workbook: XlsxWorkbook) -> str:
    """A write that fails; the sentence. The file must be as it was, and nothing lie beside it."""
    path, state = Path(workbook.location), workbook.read()
    before, names = path.read_bytes(), beside(path.parent) - {"dip-backup"}
    with pytest.raises(WorkbookError) as caught:
        workbook.write(batch(), state)
    assert path.read_bytes() == before
    assert beside(path.parent) - {"dip-backup"} == names
    return str(caught.value)


def test_the_version_before_is_kept(tmp_path: Path) -> None:
    workbook = saved(tmp_path, rich_workbook())
    before = (tmp_path / "dip.xlsx").read_bytes()
    workbook.write(batch(), workbook.read())
    (copy,) = copies(tmp_path)
    assert copy.read_bytes() == before != (tmp_path / "dip.xlsx").read_bytes()
    assert stat.S_IMODE(copy.stat().st_mode) == 0o600
    assert stat.S_IMODE(copy.parent.stat().st_mode) == 0o700
    assert door(copy).read().sheets["Isi"].text(1, 0) == "1"


def test_ten_copies_are_kept_the_newest_ones_and_nobody_elses(tmp_path: Path) -> None:
    workbook = saved(tmp_path, rich_workbook())
    (tmp_path / "dip-backup").mkdir()
    (tmp_path / "dip-backup/dip-punya-saya.xlsx").write_bytes(b"x")
    for number in range(13):
        workbook.write(batch(f"tulisan {number}"), workbook.read())
    kept = [copy for copy in copies(tmp_path) if "punya" not in copy.name]
    texts = [door(copy).read().sheets["Isi"].text(1, 0) for copy in kept]
    assert texts == [f"tulisan {number}" for number in range(2, 12)]
    assert (tmp_path / "dip-backup/dip-punya-saya.xlsx").exists()


def test_a_file_saved_since_it_was_read_is_left_alone(tmp_path: Path) -> None:
    workbook = saved(tmp_path, rich_workbook())
    state = workbook.read()
    workbook.write(batch("orang lain"), state)
    theirs = (tmp_path / "dip.xlsx").read_bytes()
    for attempt in (lambda: workbook.check_writable(state), lambda: workbook.write(batch(), state)):
        with pytest.raises(WorkbookChanged, match="was saved by somebody since it was read. Nothing was written."):
            attempt()
    assert (tmp_path / "dip.xlsx").read_bytes() == theirs
    assert len(copies(tmp_path)) == 1


def test_a_file_saved_while_sync_writes_is_left_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    workbook = saved(tmp_path, rich_workbook())
    state, path = workbook.read(), tmp_path / "dip.xlsx"
    keep = file_swap.back_up

    def meanwhile(*arguments: Path | bytes) -> Path:
        path.write_bytes(b"milik orang lain")
        return keep(*arguments)  # type: ignore[arg-type]

    monkeypatch.setattr(file_swap, "back_up", meanwhile)
    with pytest.raises(WorkbookChanged, match="while it was being written. Nothing was written."):
        workbook.write(batch(), state)
    assert path.read_bytes() == b"milik orang lain"
    assert beside(tmp_path) == {"dip.xlsx", "dip-backup"}


def test_a_link_is_followed_and_stays_a_link(tmp_path: Path) -> None:
    folder = tmp_path / "bersama"
    folder.mkdir()
    (folder / "asli.xlsx").write_bytes(rich_workbook())
    (tmp_path / "lewat.xlsx").symlink_to("bersama/asli.xlsx")
    (tmp_path / "dip.xlsx").symlink_to("lewat.xlsx")
    workbook = door(tmp_path / "dip.xlsx")
    workbook.write(batch(), workbook.read())
    assert [os.readlink(tmp_path / name) for name in ("dip.xlsx", "lewat.xlsx")] == ["lewat.xlsx", "bersama/asli.xlsx"]
    assert not (folder / "asli.xlsx").is_symlink()
    assert door(folder / "asli.xlsx").read().sheets["Isi"].text(1, 0) == "baru"
    assert beside(folder) == {"asli.xlsx"}


def test_mode_owner_and_attributes_stay(tmp_path: Path) -> None:
    workbook = saved(tmp_path, rich_workbook())
    path = tmp_path / "dip.xlsx"
    owner = (1234, 4321) if ROOT else (os.getuid(), os.getgid())
    os.chown(path, *owner)
    path.chmod(0o660)
    attributes = _marked(path)
    workbook.write(batch(), workbook.read())
    status = path.stat()
    assert (status.st_uid, status.st_gid, stat.S_IMODE(status.st_mode)) == (*owner, 0o660)
    assert {name: os.getxattr(path, name) for name in attributes} == attributes
    assert status.st_mtime > time.time() - 60


def _marked(path: Path) -> dict[str, bytes]:
    """An attribute of the file, where the file system has such."""
    try:
        os.setxattr(path, "user.kantor", b"Lebak")
    except OSError:
        return {}
    return {"user.kantor": b"Lebak"}


def test_a_new_workbook_is_readable_as_the_umask_says(tmp_path: Path) -> None:
    old = os.umask(0o027)
    try:
        door(tmp_path / "baru/dip.xlsx").lay_out()
    finally:
        os.umask(old)
    assert stat.S_IMODE((tmp_path / "baru/dip.xlsx").stat().st_mode) == 0o640


@contextmanager
def _limited(size: int) -> Iterator[None]:
    """No file may grow beyond `size` bytes."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


def test_no_room_for_the_copy(tmp_path: Path) -> None:
    workbook = saved(tmp_path, rich_workbook())
    with _limited(1000):
        told = refused(workbook)
    assert "cannot be written: the disk is full. The workbook is as it was. Free some space and run again." in told
    assert not copies(tmp_path) and not any(beside(tmp_path / "dip-backup"))


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of its own with 256 KB, where the machine lets us have one; else a folder."""
    folder = tmp_path / "disk"
    folder.mkdir()
    mounted = (
        ROOT
        and not subprocess.run(
            ["mount", "-t", "tmpfs", "-o", "size=256k", "tmpfs", str(folder)], check=False, capture_output=True
        ).returncode
    )
    yield folder
    if mounted:
        subprocess.run(["umount", str(folder)], check=True)


@pytest.mark.parametrize("room", [0.5, 1.5])
def test_a_disk_that_is_full(disk: Path, monkeypatch: pytest.MonkeyPatch, room: float) -> None:
    """Neither a copy that does not fit nor a new file that does not fit harms the old one."""
    workbook = saved(disk, rich_workbook())
    size = (disk / "dip.xlsx").stat().st_size
    if os.path.ismount(disk):
        (disk / "penuh").write_bytes(b"\0" * (int(shutil.disk_usage(disk).free - room * size) // 4096 * 4096))
    else:
        _full_after(monkeypatch, 0 if room < 1 else 1)
    assert "the disk is full. The workbook is as it was." in refused(workbook)
    assert len(copies(disk)) == int(room > 1)
    assert not list(disk.rglob("*.tmp"))
    (disk / "penuh").unlink(missing_ok=True)


def _full_after(monkeypatch: pytest.MonkeyPatch, files: int) -> None:
    """Where no small disk can be had: as many files settle, then the disk has no more room."""
    settle, left = os.fsync, [files]

    def fsync(handle: int) -> None:
        if os.path.isfile(f"/proc/self/fd/{handle}"):
            left[0] -= 1
            if left[0] < 0:
                raise OSError(errno.ENOSPC, "No space left on device")
        settle(handle)

    monkeypatch.setattr(os, "fsync", fsync)


def test_a_folder_nobody_may_write_in(monkeypatch: pytest.MonkeyPatch) -> None:
    folder = Path(tempfile.mkdtemp(prefix="dip-"))
    try:
        workbook = saved(folder, rich_workbook())
        workbook.write(batch("pemanasan"), workbook.read())
        told = _as_a_stranger(folder, workbook)
        assert told.startswith(f"{folder}/dip-backup/dip-")
        assert told.endswith(
            f"cannot be written: Permission denied. The workbook is as it was. "
            f"Give this user the right to write in the folder {folder}/dip-backup."
        )
    finally:
        shutil.rmtree(folder)


def _as_a_stranger(folder: Path, workbook: XlsxWorkbook) -> str:
    (folder / "dip-backup").chmod(0o555)
    folder.chmod(0o555)
    (folder / "dip.xlsx").chmod(0o644)
    if ROOT:
        os.seteuid(NOBODY)
    try:
        assert [word for word in workbook.read().unkept if "owner" in word] or not ROOT
        return refused(workbook)
    finally:
        if ROOT:
            os.seteuid(0)
        folder.chmod(0o755)
        (folder / "dip-backup").chmod(0o755)


KILLED = """
import os, signal, sys
from pathlib import Path
import sync.workbook.xlsx.apply_batch
from tests.workbook.test_workbook_swap import batch
from tests.workbooks import door
workbook = door(Path(sys.argv[1]))
state, steps = workbook.read(), [int(sys.argv[2])]
def step(event, arguments):
    if event in {"open", "os.rename", "os.chown", "os.chmod", "os.utime", "os.remove", "os.mkdir", "os.scandir"}:
        steps[0] -= 1
        if steps[0] < 0:
            os.kill(os.getpid(), signal.SIGKILL)
settle = os.fsync
os.fsync = lambda handle: (step("open", ()), settle(handle))
sys.addaudithook(step)
workbook.write(batch(), state)
os._exit(0)
"""


@pytest.mark.slow
def test_killed_between_any_two_steps_leaves_the_old_or_the_new_file(tmp_path: Path) -> None:
    """Whenever the process dies, the workbook is whole, and the next run works and tidies up."""
    seen = set()
    for step in range(200):
        folder = tmp_path / str(step)
        folder.mkdir()
        workbook = saved(folder, rich_workbook())
        path = folder / "dip.xlsx"
        code = subprocess.run([sys.executable, "-c", KILLED, str(path), str(step)], check=False).returncode
        text = workbook.read().sheets["Isi"].text(1, 0)
        seen.add(text)
        assert text in {"1", "baru"}
        _tidied(folder, workbook)
        if code == 0:
            break
        assert code == -9
    assert seen == {"1", "baru"}
    assert step > 10


def _tidied(folder: Path, workbook: XlsxWorkbook) -> None:
    for litter in folder.rglob("*.tmp"):
        os.utime(litter, (time.time() - 2 * file_swap.LITTER, time.time() - 2 * file_swap.LITTER))
    workbook.write(batch("sesudahnya"), workbook.read())
    assert workbook.read().sheets["Isi"].text(1, 0) == "sesudahnya"
    assert beside(folder) == {"dip.xlsx", "dip-backup"}
    assert not list(folder.rglob("*.tmp"))


def test_a_file_being_written_by_another_is_not_tidied_away(tmp_path: Path) -> None:
    workbook = saved(tmp_path, rich_workbook())
    fresh = tmp_path / ".dip.xlsx.abcdefgh.tmp"
    fresh.write_bytes(b"x")
    workbook.write(batch(), workbook.read())
    assert fresh.exists()
