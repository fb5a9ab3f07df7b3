"""Shares, memory sticks and mounts of a cloud: what they refuse is forgiven where nothing is lost, and told where
something is. With a real file system (FUSE) that refuses it."""

from __future__ import annotations

import errno
import os
from collections.abc import Mapping
from pathlib import Path

import pytest

from tests.office_folder import KUL, OfficeFolder, row
from tests.refusing_disk import can_mount, refusing_disk

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not can_mount(), reason="this account may not mount a disk here: see tests/test_file_system.py"),
]

NO_LOCKS = (
    "{folder} lies on a disk that knows no locks ({reason}), as some shares and cloud drives are. Two runs could write "
    "there at once, so nothing was done. Move dip.toml and what lies beside it to a disk of this machine. Workbook and "
    "site may stay: write their whole path in dip.toml"
)


def one_turn(office: OfficeFolder) -> None:
    """From a row to its page, a backup, and back."""
    office.fill(KUL, row(1))
    done = office.dip("sync")
    assert done.exit_code == 0, done.output
    office.type("Induk", "induk", 2, setuju="✓")
    for command in (("sync",), ("publish",), ("backup", str(office.path / "cadangan.zip"))):
        done = office.dip(*command)
        assert done.exit_code == 0, done.output
    assert (office.path / "site/informasi/KUL-0001/index.html").exists()
    back = office.dip("restore", str(office.path / "cadangan.zip"), "--yes")
    assert back.exit_code == 0, back.output


@pytest.mark.parametrize(
    ("refused", "mode"),
    [
        ({"chmod": errno.EPERM, "chown": errno.EPERM, "utime": errno.EPERM}, None),  # CIFS
        ({"chmod": errno.EOPNOTSUPP, "chown": errno.ENOSYS, "utime": errno.ENOSYS}, None),  # a mount of a cloud
        ({"chmod": errno.EPERM, "chown": errno.EPERM}, 0o777),  # exFAT, vfat
        ({"fsync folder": errno.EINVAL}, None),
        ({"link": errno.EPERM, "fsync folder": errno.EOPNOTSUPP}, 0o755),
    ],
)
def test_what_loses_nothing_is_forgiven(tmp_path: Path, refused: Mapping[str, int], mode: int | None) -> None:
    with refusing_disk(tmp_path / "disk", tmp_path / "kantor", refused, mode) as folder:
        one_turn(OfficeFolder(folder))


@pytest.mark.parametrize("kind", ["flock", "lock"])
@pytest.mark.parametrize("number", [errno.ENOSYS, errno.ENOLCK, errno.EOPNOTSUPP])
def test_a_disk_without_locks_is_told_at_every_run(tmp_path: Path, kind: str, number: int) -> None:
    """Not a lock by the existence of a file: the second run would wait for ever for the first, which is done. The same
    where the ledger's own kind of lock is missing."""
    reason = {errno.ENOSYS: "Function not implemented", errno.ENOLCK: "No locks available"}.get(
        number, "Operation not supported"
    )
    with refusing_disk(tmp_path / "disk", tmp_path / "kantor", {kind: number}) as folder:
        office = OfficeFolder(folder)
        office.fill(KUL, row(1))
        for _ in range(2):
            done = office.dip("sync")
            assert (done.exit_code, done.stderr) == (
                1,
                f"Stopped: {NO_LOCKS.format(folder=folder, reason=reason)}\n",
            )
        parts = {part["part"]: part for part in office.json("doctor")["parts"]}
        assert parts["settings"]["message"] == NO_LOCKS.format(folder=folder, reason=reason)


def test_an_office_whose_workbook_and_site_lie_on_such_a_disk(tmp_path: Path) -> None:
    """What the sentence says to do helps."""
    office = OfficeFolder(tmp_path / "kantor")
    refused = {"flock": errno.ENOSYS, "lock": errno.ENOSYS, "chmod": errno.EPERM, "utime": errno.EPERM}
    with refusing_disk(tmp_path / "disk", tmp_path / "bersama", refused, 0o755) as folder:
        text = office.config.read_text().replace('"dip.xlsx"', f'"{folder}/dip.xlsx"')
        office.config.write_text(text.replace('"site/"', f'"{folder}/site/"'))
        office.workbook = office.workbook.rename(tmp_path / "dip.xlsx")
        (folder / "dip.xlsx").write_bytes(office.workbook.read_bytes())
        office.workbook = folder / "dip.xlsx"
        office.fill(KUL, row(1))
        assert office.dip("sync").exit_code == 0
        office.type("Induk", "induk", 2, setuju="✓")
        assert office.dip("sync").exit_code == 0
        assert (folder / "site/informasi/KUL-0001/index.html").exists()


def test_a_mode_that_cannot_be_given_locks_nobody_out(tmp_path: Path) -> None:
    """A disk that keeps modes and lets nobody change them: the new file would be the operator's alone."""
    office = OfficeFolder(tmp_path / "kantor")
    office.fill(KUL, row(1))
    office.workbook.chmod(0o664)
    with refusing_disk(tmp_path / "kantor", tmp_path / "bersama", {"chmod": errno.EPERM}) as folder:
        before = office.workbook.read_bytes()
        done = OfficeFolder.dip(office, "sync", "--config", str(folder / "dip.toml"), config=False)
    assert (done.exit_code, done.stderr) == (
        1,
        f"Stopped: {folder}/dip.xlsx cannot be written: the new file would not have the rights ---rw-r-- of the old, "
        "and people could not open it. The workbook is as it was. Move it to a disk that knows them.\n",
    )
    assert office.workbook.read_bytes() == before
    assert not list(office.path.glob(".*.tmp"))


def test_what_everybody_can_read_is_told(tmp_path: Path) -> None:
    """No run can close it: the ledger holds what is not public."""
    with refusing_disk(tmp_path / "disk", tmp_path / "kantor", {"chmod": errno.EPERM}, 0o777) as folder:
        office = OfficeFolder(folder)
        assert office.dip("sync").exit_code == 0
        (part, *_) = office.json("doctor")["parts"]
    assert "; other users of this machine can read dip-ledger.sqlite, " in part["message"]
    assert (
        "the next run closes them, unless their disk gives every file the same rights. Then mount it for this user "
        "alone (umask=077), or move the folder"
    ) in part["message"]


@pytest.mark.parametrize(
    ("number", "reason"),
    [
        (errno.EDQUOT, "Disk quota exceeded"),
        (errno.EROFS, "Read-only file system"),
        (errno.EIO, "Input/output error"),
    ],
)
def test_a_disk_on_which_nothing_can_be_written(tmp_path: Path, number: int, reason: str) -> None:
    """`dip init` leaves no half `dip.toml`, which the next one would take for the office's."""
    with refusing_disk(tmp_path / "disk", tmp_path / "kantor", {"write": number}) as folder:
        done = OfficeFolder.dip(None, "init", str(folder), "--example", config=False)  # type: ignore[arg-type]
        assert done.exit_code == 1
        assert f"{reason} ({folder}/dip.toml)" in done.stderr
        assert os.listdir(folder) == []
