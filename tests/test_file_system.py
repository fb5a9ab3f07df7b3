"""What a file system refuses, said by the system's calls: where no disk can be mounted. With a real one:
tests/run/test_refusing_disk.py."""

from __future__ import annotations

import errno
import fcntl
import os
from pathlib import Path
from typing import Any

import pytest

from sync.errors import FileError
from sync.file_system import give_mode, settle_folder, verify_locks
from sync.private_files import write_new
from tests.office_folder import OfficeFolder


def refusing(number: int) -> Any:
    def refuse(*_: object, **__: object) -> None:
        raise OSError(number, os.strerror(number))

    return refuse


@pytest.mark.parametrize("number", [errno.ENOSYS, errno.EOPNOTSUPP, errno.EINVAL, errno.EBADF, errno.EPERM])
def test_a_folder_that_cannot_be_made_durable_is_forgiven(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int
) -> None:
    monkeypatch.setattr(os, "fsync", refusing(number))
    settle_folder(tmp_path)


@pytest.mark.parametrize("number", [errno.EIO, errno.ENOSPC, errno.EDQUOT])
def test_a_disk_that_fails_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int) -> None:
    monkeypatch.setattr(os, "fsync", refusing(number))
    with pytest.raises(OSError, match=os.strerror(number)):
        settle_folder(tmp_path)


@pytest.mark.parametrize("number", [errno.EPERM, errno.ENOSYS, errno.EOPNOTSUPP])
def test_a_mode_that_cannot_be_given_is_forgiven(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int) -> None:
    monkeypatch.setattr(os, "chmod", refusing(number))
    give_mode(tmp_path, 0o755)


@pytest.mark.parametrize("number", [errno.ENOSYS, errno.ENOLCK, errno.EOPNOTSUPP, errno.EINVAL])
def test_no_run_without_locks(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int) -> None:
    """No lock by the existence of a file takes its place, which a run that died would leave behind."""
    office = OfficeFolder(tmp_path)
    monkeypatch.setattr(fcntl, "flock", refusing(number))
    for _ in range(2):
        done = office.dip("sync")
        assert done.exit_code == 1
        assert f"{tmp_path} lies on a disk that knows no locks (" in done.stderr


@pytest.mark.parametrize("kind", ["flock", "lockf"])
def test_a_lock_that_is_held_is_a_lock(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kind: str) -> None:
    (tmp_path / "dip.toml").touch()
    monkeypatch.setattr(fcntl, kind, refusing(errno.EAGAIN))
    verify_locks(tmp_path / "dip.toml")
    monkeypatch.setattr(fcntl, kind, refusing(errno.ENOLCK))
    with pytest.raises(FileError, match="knows no locks"):
        verify_locks(tmp_path / "dip.toml")


def test_a_new_file_is_whole_or_not_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "fsync", refusing(errno.ENOSPC))
    with pytest.raises(OSError, match="No space left") as caught:
        write_new(tmp_path / "dip.toml", b"[office]")
    assert caught.value.filename == str(tmp_path / "dip.toml")
    assert list(tmp_path.iterdir()) == []


def test_a_new_file_takes_nobody_s_place(tmp_path: Path) -> None:
    write_new(tmp_path / "dip.toml", b"satu")
    with pytest.raises(FileExistsError):
        write_new(tmp_path / "dip.toml", b"dua")
    assert (tmp_path / "dip.toml").read_bytes() == b"satu"
