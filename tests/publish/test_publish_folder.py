"""A folder as target: only what changed, never a foreign file, and whole again after a cut at any step."""

from __future__ import annotations

import json
import os
import re
import shutil
from collections.abc import Collection, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from sync.errors import TargetError
from sync.model import PublishResult, TargetState
from sync.publish import folder as module
from sync.publish.last_seen import LastSeenFile
from sync.publish.open_target import folder_target
from sync.publish.steps import steps
from sync.publish.workspace import WORKSPACES
from sync.site.manifest import is_inside
from tests.faults import Crash, Faulty
from tests.releases import OFFICE, TEMPLATE, release, released, rendered
from tests.sites import NEW, OLD, assert_whole

JOURNAL = WORKSPACES[0].journal


def publish(path: Path, site: dict[str, bytes]) -> PublishResult:
    """Read, then bring the folder to the site."""
    target = folder_target(path)
    return target.publish(site, target.read(), lambda done, total: None)


def everything(path: Path) -> dict[str, bytes]:
    """Every file that is there, hidden ones too."""
    return {str(file.relative_to(path)): file.read_bytes() for file in path.rglob("*") if file.is_file()}


def test_a_missing_folder_is_made_and_filled(tmp_path: Path) -> None:
    """The first publish writes the site, nothing but the site, readable for a web server."""
    place = tmp_path / "a" / "site"
    assert folder_target(place).read() == TargetState(None)
    assert publish(place, OLD) == PublishResult(len(OLD), 0, 0)
    assert everything(place) == OLD
    assert {file.stat().st_mode & 0o777 for file in place.rglob("*") if file.is_file()} == {0o644}


def test_a_strict_umask_does_not_hide_the_site(tmp_path: Path) -> None:
    """What cron's umask forbids is given back: the web server is another user."""
    before = os.umask(0o077)
    try:
        publish(tmp_path / "site", OLD)
    finally:
        os.umask(before)
    modes = {path.stat().st_mode & 0o777 for path in (tmp_path / "site").rglob("*")}
    assert modes == {0o644, 0o755}


def test_the_same_site_writes_nothing(tmp_path: Path) -> None:
    """Publishing what is there already does not even move a timestamp."""
    publish(tmp_path, OLD)
    stamps = {path: path.stat().st_mtime_ns for path in tmp_path.rglob("*")}
    assert publish(tmp_path, OLD) == PublishResult(0, 0, len(OLD))
    assert stamps == {path: path.stat().st_mtime_ns for path in tmp_path.rglob("*")}


def test_only_what_changed_is_sent(tmp_path: Path) -> None:
    """Counts are of files; stale pages and their folders go."""
    publish(tmp_path, OLD)
    changed = sum(OLD.get(path) != data for path, data in NEW.items())
    assert publish(tmp_path, NEW) == PublishResult(changed, len(OLD.keys() - NEW.keys()), len(NEW) - changed)
    assert everything(tmp_path) == NEW
    assert not (tmp_path / "informasi" / "TEK-0001").exists()


def test_what_somebody_altered_or_deleted_is_put_right(tmp_path: Path) -> None:
    """The target as read decides, not our memory of it."""
    publish(tmp_path, OLD)
    (tmp_path / "index.html").write_text("judi online")
    (tmp_path / "data/dip.csv").unlink()
    assert publish(tmp_path, OLD) == PublishResult(2, 0, len(OLD) - 2)
    assert everything(tmp_path) == OLD


def test_foreign_files_are_left_alone(tmp_path: Path) -> None:
    """A folder that is not empty is no obstacle where nothing is in the way; a folder of ours that holds a foreign
    file stays."""
    (tmp_path / ".htaccess").write_text("Options -Indexes")
    publish(tmp_path, OLD)
    (tmp_path / "informasi/TEK-0001/foto.jpg").write_bytes(b"jpg")
    publish(tmp_path, NEW)
    assert everything(tmp_path) == {**NEW, ".htaccess": b"Options -Indexes", "informasi/TEK-0001/foto.jpg": b"jpg"}


def test_foreign_files_are_named_wherever_they_lie(tmp_path: Path) -> None:
    """Foreign files are found in folders of ours and in folders of their own; a symlink is named like a file and not
    followed."""
    publish(tmp_path, OLD)
    for path in ("informasi/judi.html", "informasi/TEK-0001/foto.jpg", "slot/a/.htaccess", "slot/b.html"):
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_text("milik orang lain")
    (tmp_path / "kosong").mkdir()
    (tmp_path / "luar").symlink_to(tmp_path.parent)
    assert folder_target(tmp_path).read().foreign == (
        "informasi/TEK-0001/foto.jpg", "informasi/judi.html", "luar", "slot/a/.htaccess", "slot/b.html",
    )  # fmt: skip


def test_a_folder_that_may_not_be_listed_stops_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """`lost+found` and its like belong to somebody else."""
    publish(tmp_path, OLD)
    (tmp_path / "lost+found").mkdir()

    def closed(folder: str) -> Any:
        if folder.endswith("lost+found"):
            raise PermissionError(13, "Permission denied", folder)
        return os.scandir(folder)

    monkeypatch.setattr(module, "os", Faulty(replaced={"scandir": closed}))
    assert folder_target(tmp_path).read().foreign == ()
    assert publish(tmp_path, OLD).unchanged == len(OLD)


def test_a_quiet_run_rewrites_nothing_beside_the_settings_either(tmp_path: Path) -> None:
    site, memory = tmp_path / "site", tmp_path / "dip-target.json"
    stamps = []
    for _ in range(3):
        target = folder_target(site, LastSeenFile(memory, "site"))
        target.publish(OLD, target.read(), lambda _, __: None)
        stamps.append(memory.stat().st_mtime_ns)
    assert stamps[0] == stamps[1] == stamps[2]


def test_only_its_owner_reads_a_file_before_it_is_in_its_place(tmp_path: Path) -> None:
    """What waits there after a cut may be withdrawn before it is ever shown."""
    store = module.FolderStore(tmp_path)
    store.write({"menunggu": b"isi"}, lambda: None)
    assert (tmp_path / "menunggu").stat().st_mode & 0o777 == 0o600
    store.move([("menunggu", "index.html")])
    assert (tmp_path / "index.html").stat().st_mode & 0o777 == 0o644


@pytest.mark.parametrize("way", ["index.html", "informasi", "data/dip.csv"])
def test_a_foreign_file_in_the_way_stops_everything(tmp_path: Path, way: str) -> None:
    """Its name is told, and not one file is written."""
    (tmp_path / way).parent.mkdir(exist_ok=True)
    (tmp_path / way).write_text("milik orang lain")
    before = everything(tmp_path)
    with pytest.raises(TargetError, match=re.escape(f"in places the site needs: {way}. Nothing was written.")):
        publish(tmp_path, OLD)
    assert everything(tmp_path) == before


def test_a_folder_where_a_page_belongs_stops_everything(tmp_path: Path) -> None:
    """It cannot be replaced by a file, and it is not ours."""
    (tmp_path / "index.html").mkdir()
    with pytest.raises(TargetError, match=r"index\.html"):
        publish(tmp_path, OLD)


def test_files_with_exactly_our_content_are_taken_over(tmp_path: Path) -> None:
    """A lost manifest is therefore repaired by deleting it and running again."""
    publish(tmp_path, OLD)
    (tmp_path / "manifest.json").unlink()
    publish(tmp_path, OLD)
    assert everything(tmp_path) == OLD


@pytest.mark.parametrize("text", [
    "", "{", "[]", '{"release": 1}', '{"release": "1", "files": {}}', '{"release": 1, "files": {"../x": "00"}}',
    '{"release": 1, "files": {"/etc/passwd": "00"}}', '{"release": 1, "files": {"a": 1}}', "[" * 100000, "\xff",
])  # fmt: skip
def test_a_damaged_manifest_where_nothing_is_ours_is_a_file_in_the_way(tmp_path: Path, text: str) -> None:
    """It cannot be believed, least of all about files outside the folder; it may be anybody's."""
    (tmp_path / "manifest.json").write_bytes(text.encode("latin-1"))
    assert folder_target(tmp_path).read().known == frozenset()
    with pytest.raises(TargetError, match=r"in places the site needs: manifest\.json\. Nothing was written"):
        publish(tmp_path, OLD)
    assert everything(tmp_path) == {"manifest.json": text.encode("latin-1")}


def test_a_target_that_is_a_file_is_refused(tmp_path: Path) -> None:
    """The sentence says what to put into `[publish] to` instead."""
    (tmp_path / "site").write_text("x")
    with pytest.raises(TargetError, match=r"is a file, not a folder; give \[publish\] to another name"):
        folder_target(tmp_path / "site").read()


def test_symlinks_inside_are_never_followed(tmp_path: Path) -> None:
    """Neither to write through them nor to delete behind them; the folder itself may be a symlink."""
    outside, site = tmp_path / "outside", tmp_path / "site"
    outside.mkdir()
    (outside / "index.html").write_text("luar")
    publish(tmp_path / "real", OLD)
    site.symlink_to(tmp_path / "real")
    shutil.rmtree(site / "informasi" / "TEK-0001")
    (site / "informasi" / "TEK-0001").symlink_to(outside)
    (site / "index.html").unlink()
    (site / "index.html").symlink_to(outside / "index.html")
    publish(site, NEW)
    assert (outside / "index.html").read_text() == "luar"
    assert (site / "index.html").read_bytes() == NEW["index.html"] and not (site / "index.html").is_symlink()
    with pytest.raises(TargetError, match="informasi/TEK-0001"):
        publish(site, OLD)
    assert everything(outside) == {"index.html": b"luar"}


def test_withdrawn_pages_go_first_and_the_seal_last() -> None:
    """A cut never leaves withdrawn content behind lists that no longer name it."""
    order = steps(NEW, TargetState(1, {}, frozenset())).uploads
    assert order[0] == "informasi/KUL-0001/index.html"
    assert order[-2:] == ("index.html", "manifest.json")
    pages = max(place for place, path in enumerate(order) if path.startswith("informasi/"))
    assert pages < min(place for place, path in enumerate(order) if path.startswith("data/"))


@pytest.mark.parametrize("path", ["", "/a", "../a", "a/../b", "a//b", "./a", "a\\b", "C:a", "a\n", "a/", "a/\ud800"])
def test_a_path_that_leaves_the_target_is_none(path: str) -> None:
    """Checked for what a manifest names and for what a publish is given; half a surrogate pair names no file."""
    assert not is_inside(path)
    with pytest.raises(TargetError, match="is no path inside the target"):
        steps({path: b""}, TargetState(None))


def test_a_full_disk_or_a_read_only_folder_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It is an error of the target with the system's reason, and the old site stands."""
    publish(tmp_path, OLD)

    def full(*arguments: Any) -> int:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(module, "os", Faulty(replaced={"write": full}))
    with pytest.raises(TargetError, match="cannot write the site's folder .*: No space left on device"):
        publish(tmp_path, NEW)
    assert {path: data for path, data in everything(tmp_path).items() if path in OLD} == OLD


def cuts(start: Path, work: Path, monkeypatch: pytest.MonkeyPatch, half: bool) -> Iterator[Path]:
    """The folder after a publish of NEW over `start` that was cut at the first step, the second, and so on."""
    for step in range(10_000):
        shutil.rmtree(work, ignore_errors=True)
        shutil.copytree(start, work)
        monkeypatch.setattr(module, "os", Faulty(step, half))
        try:
            publish(work, NEW)
        except Crash:
            monkeypatch.setattr(module, "os", os)
            yield work
        else:
            monkeypatch.setattr(module, "os", os)
            assert step > 20
            return


@pytest.mark.slow
@pytest.mark.parametrize("half", [False, True])
def test_a_cut_at_any_step_leaves_a_whole_site_and_the_next_run_finishes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, half: bool
) -> None:
    """The visible site is the old or the new one with every link working; foreign files are untouched; the next run
    converges, even if it is cut again or the release has moved back meanwhile."""
    start = tmp_path / "start"
    publish(start, OLD)
    (start / ".htaccess").write_text("Options -Indexes")
    foreign = {".htaccess": b"Options -Indexes"}
    for place, work in enumerate(cuts(start, tmp_path / "work", monkeypatch, half)):
        assert_whole(everything(work))
        assert (work / "index.html").read_bytes() in (OLD["index.html"], NEW["index.html"])
        after = (OLD, NEW)[place % 2]
        publish(work, after)
        assert everything(work) == {**after, **foreign}
        assert publish(work, after).unchanged == len(after)


@pytest.mark.slow
def test_a_cut_never_shows_withdrawn_content_that_no_list_names(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """By the time any other file has changed, the withdrawn page is the notice."""
    publish(tmp_path / "start", OLD)
    withdrawn = "informasi/KUL-0001/index.html"
    for work in cuts(tmp_path / "start", tmp_path / "work", monkeypatch, half=False):
        now = {path: data for path, data in everything(work).items() if not path.startswith(".dip-")}
        if now != OLD:
            assert now[withdrawn] == NEW[withdrawn]


@pytest.mark.slow
def test_a_first_publish_cut_anywhere_is_taken_up(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without a manifest only the journal knows what is ours."""
    (tmp_path / "start").mkdir()
    (tmp_path / "start" / "README").write_text("x")
    small = {path: OLD[path] for path in ("index.html", "assets/dip.css", "informasi/KUL-0001/index.html")}
    small["manifest.json"] = json.dumps({"release": 1, "files": dict.fromkeys(small, "0")}).encode()
    for work in cuts(tmp_path / "start", tmp_path / "work", monkeypatch, half=False):
        publish(work, small)
        assert everything(work) == {**small, "README": b"x"}


def test_a_damaged_journal_where_nothing_is_ours_is_somebody_elses(tmp_path: Path) -> None:
    """A journal that cannot be read says of nothing that it is ours; ours is written under another name."""
    (tmp_path / JOURNAL).write_text("{")
    publish(tmp_path, OLD)
    assert everything(tmp_path) == OLD | {JOURNAL: b"{"}


def test_where_every_name_for_the_journal_is_taken_nothing_is_written(tmp_path: Path) -> None:
    """They are told."""
    for workspace in WORKSPACES:
        (tmp_path / workspace.journal).write_text("{")
    before = everything(tmp_path)
    with pytest.raises(TargetError, match=r"in places the site needs: \.dip-journal\.json\. Nothing was written"):
        publish(tmp_path, OLD)
    assert everything(tmp_path) == before


def test_a_journal_we_may_not_read_is_somebody_elses(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """As one that another account of the server made."""
    publish(tmp_path, OLD)
    (tmp_path / JOURNAL).write_text("rahasia")
    real = module.FolderStore.read

    def read(store: module.FolderStore, paths: Collection[str]) -> dict[str, bytes]:
        if JOURNAL in paths:
            raise TargetError("cannot read it")
        return real(store, paths)

    monkeypatch.setattr(module.FolderStore, "read", read)
    publish(tmp_path, NEW)
    assert everything(tmp_path) == NEW | {JOURNAL: b"rahasia"}


def test_a_damaged_journal_beside_our_site_is_cleared_away(tmp_path: Path) -> None:
    publish(tmp_path, OLD)
    (tmp_path / JOURNAL).write_text("{")
    publish(tmp_path, OLD)
    assert everything(tmp_path) == OLD


def test_progress_counts_every_file(tmp_path: Path) -> None:
    """From 1 to all, uploads and removals together."""
    publish(tmp_path, OLD)
    seen: list[tuple[int, int]] = []
    target = folder_target(tmp_path)
    result = target.publish(NEW, target.read(), lambda done, total: seen.append((done, total)))
    total = result.uploaded + result.deleted
    assert seen == [(done, total) for done in range(1, total + 1)]


def test_many_files_are_made_durable_together(tmp_path: Path) -> None:
    """A big first publish works the same as a small one."""
    big = release(*(released(f"KUL-{number:04}") for number in range(1, 101)))
    site = rendered(replace(big, number=9), OFFICE, TEMPLATE)
    publish(tmp_path, site)
    assert everything(tmp_path) == site and folder_target(tmp_path).read().release == 9
