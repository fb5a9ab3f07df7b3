"""Withdrawals with real files, through the command: nothing that happens to the folder of the site, to the templates or
to what lies beside `dip.toml` keeps one back (rules 5, 6 and 8).
"""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.office_folder import KUL, OfficeFolder, row

GONE = b"Laporan Keuangan 1"
FOREIGN = b"milik orang lain"


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> OfficeFolder:
    """KUL-0001 and KUL-0002 are published, KUL-0003 waits for its tick."""
    office = OfficeFolder(tmp_path_factory.mktemp("made"))
    office.order("Otomatis")
    office.fill(KUL, row(1), row(2), row(3))
    office.dip("sync")
    for line in (2, 3):
        office.type("Induk", "induk", line, setuju="✓")
    assert office.dip("sync").exit_code == 0
    return office


@pytest.fixture
def office(tmp_path: Path, made: OfficeFolder) -> OfficeFolder:
    """Its PPID withdraws one entry and approves another."""
    office = OfficeFolder(tmp_path, made)
    office.type("Induk", "induk", 2, tarik="✓")
    office.type("Induk", "induk", 4, setuju="✓")
    return office


def texts(office: OfficeFolder) -> bytes:
    return b"".join(path.read_bytes() for path in (office.path / "site").rglob("*") if path.is_file())


def shown(office: OfficeFolder) -> list[str]:
    return [entry["id"] for entry in json.loads((office.path / "site/data/dip.json").read_text())["entries"]]


def remove(path: Path) -> None:
    path.unlink()


def cut_off(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:100])


def raise_release(path: Path) -> None:
    path.write_text(json.dumps({**json.loads(path.read_text()), "release": 99}))


def make_a_pipe_dream(path: Path) -> None:
    path.write_bytes(b"\xff\x00" * 10)


@pytest.mark.parametrize("damage", [remove, cut_off, raise_release, make_a_pipe_dream])
@pytest.mark.parametrize("receipt", [True, False])
def test_whatever_became_of_the_manifest(office: OfficeFolder, damage: Callable[[Path], None], receipt: bool) -> None:
    """With the receipt or without it: all is put right, exit 0, and the next run writes nothing."""
    damage(office.path / "site/manifest.json")
    if not receipt:
        (office.path / "dip-receipt.json").unlink()
    assert office.dip("sync").exit_code == 0
    assert (shown(office), GONE in texts(office)) == (["KUL-0002", "KUL-0003"], False)
    before = office.state()
    assert office.dip("sync").exit_code == 0
    assert office.state() == before


def test_a_site_that_moved_without_its_manifest(office: OfficeFolder) -> None:
    (office.path / "site").rename(office.path / "baru")
    (office.path / "baru/manifest.json").unlink()
    office.config.write_text(office.config.read_text().replace('"site/"', '"baru/"'))
    result = office.dip("sync")
    assert result.exit_code == 0 and "site still shows release 1" in result.stderr
    (office.path / "baru").rename(office.path / "site")
    assert (shown(office), GONE in texts(office)) == (["KUL-0002", "KUL-0003"], False)


@pytest.mark.parametrize(
    "way",
    [
        "informasi/KUL-0003/index.html",
        "informasi/KUL-0003",
        "informasi/KUL-0003/index.html/x",
        "informasi/KUL-0003/umpan.xml",
    ],
)
def test_a_foreign_file_where_a_new_page_goes(office: OfficeFolder, way: str) -> None:
    """The withdrawal is out, the new entry waits, the file keeps its bytes; `Kendali` says that the site is behind."""
    place = office.path / "site" / way
    place.parent.mkdir(parents=True, exist_ok=True)
    place.write_bytes(FOREIGN)
    result = office.dip("sync")
    assert result.exit_code == 1 and "what was withdrawn is off the site, but files" in result.stderr
    assert (shown(office), GONE in texts(office), place.read_bytes()) == (["KUL-0002"], False, FOREIGN)
    assert office.control("situs").startswith("Tertinggal sejak")
    before = office.state()
    assert office.dip("sync").exit_code == 1
    assert office.state() == before
    shutil.rmtree(place) if place.is_dir() else place.unlink()
    if way.endswith("/x"):
        place.parent.rmdir()
    assert office.dip("sync").exit_code == 0
    assert shown(office) == ["KUL-0002", "KUL-0003"]


@pytest.mark.parametrize("stood", ["assets/dip.css", "data/dip.csv", "index.html", "manifest.json"])
def test_a_folder_where_another_file_goes(office: OfficeFolder, stood: str) -> None:
    place = office.path / "site" / stood
    place.unlink()
    place.mkdir()
    (place / "catatan.txt").write_bytes(FOREIGN)
    result = office.dip("sync")
    assert result.exit_code == 1 and stood in result.stderr
    assert (GONE in texts(office), (place / "catatan.txt").read_bytes()) == (False, FOREIGN)


@pytest.mark.parametrize("mistake", ["template", "folder", "logo", "no logo"])
def test_a_mistake_in_what_the_office_made_for_its_site(office: OfficeFolder, mistake: str) -> None:
    """Exit 2 with the name of the file; the withdrawal is out, nothing else is decided."""
    setting = 'templates = "templat"' if mistake in ("template", "folder") else 'logo = "lambang.svg"'
    office.config.write_text(office.config.read_text().replace("[site]", f"[site]\n{setting}"))
    if mistake == "template":
        (office.path / "templat").mkdir()
        (office.path / "templat/index.html.j2").write_text("{{ tidak.ada }}")
    if mistake == "logo":
        (office.path / "lambang.svg").write_text("<svg><script/></svg>")
    workbook = office.workbook.read_bytes()
    result = office.dip("sync")
    named = {"template": "index.html.j2", "folder": "templat", "logo": "lambang.svg", "no logo": "lambang.svg"}[mistake]
    assert result.exit_code == 2 and named in result.stderr
    assert (shown(office), GONE in texts(office)) == (["KUL-0002"], False)
    assert office.workbook.read_bytes() == workbook
    assert (office.dip("check").exit_code, office.dip("plan").exit_code) == (2, 2)


def test_an_induk_that_cannot_be_used(office: OfficeFolder) -> None:
    """Its column `Setuju` is gone; `Tarik` can be read."""
    office.type("Induk", "induk", 1, setuju="")
    result = office.dip("sync")
    assert result.exit_code == 1 and "cannot be used" in result.stderr
    assert (shown(office), GONE in texts(office)) == (["KUL-0002"], False)
    lines = (office.path / "dip-runs.jsonl").read_text().splitlines()
    assert json.loads(lines[-1])["events"] == [{"id": "KUL-0001", "event": "withdrawn"}]
    assert office.dip("check").exit_code == office.dip("plan").exit_code == 1


@pytest.mark.parametrize("mode", [None, 0o644])
def test_a_key_file_that_cannot_be_used(office: OfficeFolder, mode: int | None) -> None:
    """Missing, or open to other accounts: the site has to wait, the exit code and the error say why, and what was
    decided is recorded and answered."""
    settings = office.path / "dip.toml"
    key = office.path / "kunci"
    if mode:
        key.write_text("rahasia")
        key.chmod(mode)
    text = re.sub(r"(?m)^to *=.*", 'to = "ftp://kantor@127.0.0.1:9/situs"\nkey_file = "kunci"', settings.read_text())
    settings.write_text(text)
    result = office.dip("sync")
    assert result.exit_code == 1, result.stderr
    assert "key_file kunci can" in result.stderr
    assert [cells["status"] for cells in office.cells("Induk", "induk")] == ["Ditarik", "Terbit", "Terbit"]
    assert office.dip("plan").exit_code == 0 and office.dip("check").exit_code == 0


def test_every_line_of_the_runs_has_the_run_and_the_head_of_the_chain(office: OfficeFolder) -> None:
    """And so have the receipt and `Kendali`."""
    office.dip("sync")
    office.dip("publish")
    lines = [json.loads(line) for line in (office.path / "dip-runs.jsonl").read_text().splitlines()]
    receipt = json.loads((office.path / "dip-receipt.json").read_text())
    assert all(line["run"].isdecimal() and len(line["head"]) == 64 for line in lines)
    assert lines[-1]["run"] == str(receipt["run"]) == office.control("nomor_putaran")
    assert len(receipt["head"]) == len(office.control("sidik_buku")) == 64
    assert receipt["completed"]["seal"] == json.loads((office.path / "site/manifest.json").read_text())["seal"]
    assert (office.path / "dip-receipt.json").stat().st_mode & 0o777 == 0o600
