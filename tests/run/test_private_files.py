"""What is not public is for the operator's account alone, whatever the umask, and whatever mode it had before."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from sync.cells.text import words
from sync.private_files import rewrite, write_private
from sync.workbook.google.recording import Traffic
from tests.office_folder import KUL, OfficeFolder, row

pytestmark = pytest.mark.skipif(os.name != "posix", reason="modes are POSIX")

SHARED = words("dip.toml dip.xlsx")
"""What the office itself keeps beside them: its people open the workbook, with the modes the office gives."""


@pytest.fixture(params=["folder", pytest.param("git", marks=[pytest.mark.needs("git"), pytest.mark.slow])])
def office(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[OfficeFolder]:
    """An office with the umask that most machines have, publishing to a folder or to a branch."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "dip" / "cache"))
    before = os.umask(0o022)
    (tmp_path / "dip").mkdir(mode=0o755)
    made = OfficeFolder(tmp_path / "dip")
    if request.param == "git":
        subprocess.run(["git", "init", "-q", "--bare", tmp_path / "situs.git"], check=True)
        text = made.config.read_text()
        assert 'to  = "site/"' in text
        made.config.write_text(text.replace('to  = "site/"', f'to = "git+file://{tmp_path}/situs.git#pages"'))
    yield made
    os.umask(before)


def play(office: OfficeFolder) -> None:
    """One turn of the procedure, and every command that writes a file."""
    folder = office.path
    office.fill(KUL, row(1), row(2))
    office.order("Otomatis")
    assert office.dip("sync").exit_code == 0
    office.type("Induk", "induk", 2, setuju="✓")
    assert office.dip("plan", "--out", str(folder / "rencana.json")).exit_code == 0
    assert office.dip("sync", "--plan", str(folder / "rencana.json")).exit_code == 0
    assert office.dip("print", "daftar", "--to", str(folder / "cetak")).exit_code == 0
    day = datetime.now(UTC).astimezone(office.settings.office.zone).date().isoformat()
    assert office.dip("publish", "--at", day, "--out", str(folder / "hari")).exit_code == 0
    assert office.dip("publish").exit_code == 0
    Traffic(lambda *_: (200, {}), "id").save(folder / "percakapan.json")


def seen_by_others(office: OfficeFolder) -> set[str]:
    """The names, below the office's folder, of what another account of the machine could read or enter."""
    found = set()
    for folder, folders, files in os.walk(office.path):
        inside = {name for name in folders if (Path(folder) / name).stat().st_mode & 0o077}
        folders[:] = sorted(inside)
        found |= {
            str((Path(folder) / name).relative_to(office.path))
            for name in {*inside, *(name for name in files if (Path(folder) / name).stat().st_mode & 0o077)}
        }
    return found


def test_every_file_that_is_not_public_is_closed_to_others(office: OfficeFolder) -> None:
    """Ledger, receipt, copies, log, lock, plans, papers, a past day, traffic with Google, what is known of a branch and
    the cache: all but the site and the office's own two files."""
    play(office)
    written = words("dip-ledger.sqlite dip-backup dip-runs.jsonl dip.lock rencana.json cetak hari percakapan.json")
    assert {path.name for path in office.path.iterdir()} >= written
    assert {name for name in seen_by_others(office) if name.split("/")[0] != "site"} == SHARED


def test_files_that_were_open_are_closed_by_the_next_run(office: OfficeFolder) -> None:
    """Copied back, unzipped, or made by an earlier version. A file that is written again is closed by that."""
    play(office)
    papers = [office.path / "cetak" / name for name in ("daftar.pdf", "daftar.docx")]
    ours = [path for path in office.path.iterdir() if path.name.startswith("dip-") or path.suffix in (".lock", ".json")]
    for path in (*papers, *ours):
        path.chmod(0o755 if path.is_dir() else 0o644)
    play_again = (["plan", "--out", "rencana.json"], ["sync"], ["print", "daftar", "--to", "cetak"])
    for command, *rest in play_again:
        given = [str(office.path / word) if word in ("rencana.json", "cetak") else word for word in rest]
        assert office.dip(command, *given).exit_code == 0
    Traffic(lambda *_: (200, {}), "id").save(office.path / "percakapan.json")
    assert {name for name in seen_by_others(office) if name.split("/")[0] != "site"} == SHARED
    assert {oct(path.stat().st_mode & 0o777) for path in papers} == {"0o600"}


def test_a_private_file_is_written_whole_or_not_at_all(tmp_path: Path) -> None:
    """What stood there stays, and nothing else is left behind, not even by one that was killed."""
    path = tmp_path / "rencana.json"
    write_private(path, b"lama")
    (tmp_path / ".rencana.json.new").write_bytes(b"setengah")
    with pytest.raises(TypeError):
        write_private(path, "no bytes")  # type: ignore[arg-type]
    assert {file.name: file.read_bytes() for file in tmp_path.iterdir()} == {"rencana.json": b"lama"}


def test_a_link_in_the_place_of_a_private_file_is_not_followed(tmp_path: Path) -> None:
    """Neither one that has its name nor one in the way of the half-written file."""
    (tmp_path / "milik-orang").write_bytes(b"isi")
    for name in ("rencana.json", ".rencana.json.new"):
        (tmp_path / name).symlink_to("milik-orang")
    write_private(tmp_path / "rencana.json", b"baru")
    assert (tmp_path / "milik-orang").read_bytes() == b"isi"
    assert (tmp_path / "rencana.json").read_bytes() == b"baru" and not (tmp_path / "rencana.json").is_symlink()


def test_a_file_that_is_written_anew_keeps_its_mode_and_the_link_to_it(tmp_path: Path) -> None:
    """`dip.toml` may be read by others, and may be a link to where the office keeps it."""
    kept, link = tmp_path / "kept.toml", tmp_path / "dip.toml"
    kept.write_bytes(b"before")
    kept.chmod(0o644)
    link.symlink_to(kept)
    rewrite(link, b"after")
    assert (link.is_symlink(), kept.read_bytes(), kept.stat().st_mode & 0o777) == (True, b"after", 0o644)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["dip.toml", "kept.toml"]
