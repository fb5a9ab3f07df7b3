"""`dip publish`: again without the workbook, an earlier list put back, a past day written out."""

from __future__ import annotations

import json
import shutil
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests.office_folder import KUL, OfficeFolder, row


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> OfficeFolder:
    """Release 1 has one entry, release 2 two."""
    office = OfficeFolder(tmp_path_factory.mktemp("made"))
    office.fill(KUL, row(1), row(2))
    office.dip("sync")
    for line in (2, 3):
        office.type("Induk", "induk", line, setuju="✓")
        office.dip("sync")
    return office


@pytest.fixture
def office(tmp_path: Path, made: OfficeFolder) -> OfficeFolder:
    return OfficeFolder(tmp_path, made)


def shown(office: OfficeFolder) -> list[str]:
    document = json.loads((office.path / "site/data/dip.json").read_text())
    return [entry["id"] for entry in document["entries"]]


def test_publish_sends_again_without_the_workbook(office: OfficeFolder) -> None:
    """The ledger alone is enough, even when both workbook and site are gone."""
    site = office.path / "site"
    before = {path: path.read_bytes() for path in site.rglob("*") if path.is_file()}
    shutil.rmtree(site)
    office.workbook.unlink()
    document = office.json("publish")
    assert (document["exit"], document["site"]["uploaded"]) == (0, len(before))
    assert {path: path.read_bytes() for path in site.rglob("*") if path.is_file()} == before
    assert office.json("publish")["site"]["uploaded"] == 0


def test_the_list_of_releases(office: OfficeFolder) -> None:
    told = office.json("publish", "--list")
    assert [(line["entries"], line["current"]) for line in told][-2:] == [(1, False), (2, True)]
    assert "2 entries  current" in office.dip("publish", "--list").stdout


def test_people_read_of_releases_in_their_language(office: OfficeFolder, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DIP_LANG", "id")
    assert "2 entri  yang tampil sekarang\n" in office.dip("publish", "--list").stdout
    assert "tidak ada yang ditahan" in office.dip("publish", "--resume").stdout
    back = office.dip("publish", "--rollback", "--yes")
    assert "daftar terbitan 1 tampil lagi" in back.stdout and "berkas dikirim" in back.stdout
    assert "yang tampil sekarang, daftar terbitan 1" in office.dip("publish", "--list").stdout


def test_rollback_shows_the_release_before_and_holds_new_ones(office: OfficeFolder) -> None:
    """`Kendali` says so; another order to upload lets new releases go."""
    assert shown(office) == ["KUL-0001", "KUL-0002"]
    assert office.dip("publish", "--rollback", "--yes").exit_code == 0
    assert shown(office) == ["KUL-0001"]
    assert office.dip("sync").exit_code == 0
    assert shown(office) == ["KUL-0001"]
    assert "Situs menampilkan kembali terbitan" in office.control("perhatian")
    before = office.state()
    assert office.dip("sync").exit_code == 0
    assert office.state() == before
    office.order("Tahan")
    office.dip("sync")
    assert shown(office) == ["KUL-0001"]
    office.order("Otomatis")
    office.dip("sync")
    assert shown(office) == ["KUL-0001", "KUL-0002"]
    assert "Situs menampilkan kembali" not in office.control("perhatian")


def test_resume_lets_new_releases_go_out_again(office: OfficeFolder) -> None:
    office.dip("publish", "--rollback", "--yes")
    assert "with the next" in office.dip("publish", "--resume").stdout
    assert "nothing was held" in office.dip("publish", "--resume").stdout
    office.dip("sync")
    assert shown(office) == ["KUL-0001", "KUL-0002"]


def test_rollback_never_brings_back_what_was_withdrawn_since(office: OfficeFolder) -> None:
    """An entry that was withdrawn and approved again stays away, too: the old release was made before both."""
    office.type("Induk", "induk", 2, tarik="✓")
    office.dip("sync")
    assert shown(office) == ["KUL-0002"]
    office.dip("publish", "--rollback", "--yes")
    assert shown(office) == ["KUL-0002"]
    notice = (office.path / "site/informasi/KUL-0001/index.html").read_text()
    assert "Laporan" not in notice


def test_rollback_twice_goes_further_back_and_not_beyond_the_first(office: OfficeFolder) -> None:
    """Less what was withdrawn since."""
    office.type("Induk", "induk", 2, tarik="✓")
    office.dip("sync")
    for left in (["KUL-0002"], []):
        office.dip("publish", "--rollback", "--yes")
        assert shown(office) == left
    for _ in range(3):
        last = office.dip("publish", "--rollback", "--yes")
    assert last.exit_code == 1 and "there is no release before" in last.stderr


def test_a_past_day_is_written_into_a_folder(office: OfficeFolder, tmp_path: Path) -> None:
    """The list exactly; never over anything, never into the site."""
    out = tmp_path / "lama"
    today = datetime.now(UTC).astimezone(office.settings.office.zone).date().isoformat()
    assert office.dip("publish", "--at", today, "--out", str(out)).exit_code == 0
    assert (out / "data/dip.json").read_bytes() == (office.path / "site/data/dip.json").read_bytes()
    assert "is not empty" in office.dip("publish", "--at", today, "--out", str(out)).stderr
    inside = office.dip("publish", "--at", today, "--out", str(office.path / "site/lama"))
    assert inside.exit_code == 2 and "is in the folder that the public reads" in inside.stderr
    assert "nothing was public" in office.dip("publish", "--at", "2020-01-01", "--out", str(tmp_path / "b")).stderr
    assert office.dip("publish", "--at", today).exit_code == 2


def test_nothing_to_send_is_told(tmp_path: Path) -> None:
    office = OfficeFolder(tmp_path)
    result = office.dip("publish")
    assert result.exit_code == 1 and "run `dip sync` first" in result.stderr


def test_what_somebody_changed_on_the_site_is_told(office: OfficeFolder) -> None:
    """Loudly, in the document and in `Kendali`; and put right."""
    (office.path / "site/index.html").write_text("judi online")
    (office.path / "site/.htaccess").write_text("Redirect / https://judi.example/")
    result = office.dip("sync")
    assert "index.html" in result.stderr and ".htaccess" in result.stderr
    assert "judi" not in (office.path / "site/index.html").read_text()
    site = office.json("sync")["site"]
    assert (site["altered"], site["foreign"]) == ([], [".htaccess"])


def test_a_rollback_says_first_what_it_does_and_does_nothing_unasked(office: OfficeFolder) -> None:
    """Without a terminal it needs `--yes`."""
    before = office.state()
    result = office.dip("publish", "--rollback")
    assert (result.exit_code, office.state()) == (2, before)
    assert "appears:    nothing" in result.stderr and "disappears: KUL-0002" in result.stderr
    assert "dip publish --rollback --yes" in result.stderr
    document = office.json("publish", "--rollback", "--yes")
    assert (document["appears"], document["disappears"]) == ([], ["KUL-0002"])


def test_a_rollback_to_an_empty_list_is_said_and_needs_yes(office: OfficeFolder) -> None:
    office.type("Induk", "induk", 2, tarik="✓")
    office.dip("sync")
    office.dip("publish", "--rollback", "--yes")
    result = office.dip("publish", "--rollback")
    assert result.exit_code == 2 and "the list would be empty" in result.stderr
    assert shown(office) == ["KUL-0002"]


def test_yesterdays_folder_put_back_stops_every_command_that_publishes(office: OfficeFolder, tmp_path: Path) -> None:
    """Workbook and ledger of yesterday, and an emptied site: receipt and `dip-runs.jsonl` know of later runs."""
    kept = {path: path.read_bytes() for path in (office.workbook, office.settings.ledger_path)}
    office.type("Induk", "induk", 2, tarik="✓")
    assert office.dip("sync").exit_code == 0
    for path, data in kept.items():
        path.write_bytes(data)
    shutil.rmtree(office.path / "site")
    for receipt in (True, False):
        if not receipt:
            (office.path / "dip-receipt.json").unlink()
        for words in (
            ["sync"], ["check"], ["plan"], ["publish"], ["publish", "--rollback", "--yes"], ["publish", "--resume"],
            ["publish", "--list"], ["publish", "--at", "2030-01-01", "--out", str(tmp_path / "lama")],
        ):  # fmt: skip
            result = office.dip(*words)
            assert result.exit_code == 1 and "`dip restore`" in result.stderr, words
    assert not (office.path / "site").exists()


def test_a_former_address_is_told_until_somebody_says_that_it_is_gone(office: OfficeFolder) -> None:
    """`to` is another folder now: what is withdrawn stays public in the old one."""
    office.config.write_text(office.config.read_text().replace('"site/"', '"situs/"'))
    for command in ("plan", "sync", "sync"):
        assert "site still shows release 2 of this site" in "".join(office.dip(command).output.splitlines())
    wrong = office.dip("publish", "--gone", "lain")
    assert wrong.exit_code == 2 and "former addresses: site" in wrong.stderr
    assert office.dip("publish", "--gone", "site").exit_code == 0
    assert "still shows" not in office.dip("sync").output
