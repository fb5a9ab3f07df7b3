"""Rule 5 where the target is not as we left it: a withdrawal goes out all the same, and nothing foreign is touched."""

from __future__ import annotations

import json
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

import pytest

from sync.errors import DipError, TargetError
from sync.model import Manifest
from sync.site.manifest import MANIFEST, document_of, is_sealed, manifest_of, seal
from tests.office import Office
from tests.oracle import public_bytes

PAGE = "informasi/KUL-0003/index.html"
GONE = b"Laporan Rahasia Jabatan"
FOREIGN = b"milik orang lain"


@pytest.fixture
def one(office: Office) -> Office:
    """KUL-0001 and KUL-0002 are published; KUL-0003 waits for its tick."""
    office.add(judul=GONE.decode())
    office.add(judul="Laporan Barang 2025")
    office.add(judul="Laporan Pegawai 2025")
    office.approved("KUL-0001", "KUL-0002")
    return office


def withdraw_and_approve(office: Office) -> None:
    """What happens between two runs: one entry goes, another comes."""
    office.tick("KUL-0001", role="tarik")
    office.tick("KUL-0003")


def assert_gone(office: Office) -> None:
    """Neither its title nor its summary stands in any byte there, and its page says that it left."""
    assert GONE not in public_bytes(office)
    assert "KUL-0001" not in office.public()
    assert b"KUL-0001" in office.target.files["informasi/KUL-0001/index.html"]


def remove(office: Office) -> None:
    del office.target.files[MANIFEST]


def cut_off(office: Office) -> None:
    office.target.files[MANIFEST] = office.target.files[MANIFEST][:-40]


def raise_release(office: Office) -> None:
    document = json.loads(office.target.files[MANIFEST])
    office.target.files[MANIFEST] = json.dumps({**document, "release": 99}).encode()


def replace_by_another_offices(office: Office) -> None:
    other = Manifest(99, {"index.html": "00", "data/dip.csv": "00"}, frozenset())
    sealed = replace(other, seal=seal(other, "f" * 64))
    office.target.files[MANIFEST] = json.dumps(document_of(sealed)).encode()


def empty_list(office: Office) -> None:
    office.target.files[MANIFEST] = b"[]"


def name_nothing(office: Office) -> None:
    office.target.files[MANIFEST] = b'{"release": 2, "files": {}}'


def restore_yesterdays(office: Office) -> None:
    """All files of the release before, its sealed manifest with them."""
    office.tick("KUL-0003")
    before = dict(office.target.files)
    office.sync()
    office.target.files.clear()
    office.target.files.update(before)


def deface_and_remove(office: Office) -> None:
    """A list of the attacker's own, which still names the entry."""
    remove(office)
    office.target.files["index.html"] = b"<h1>judi</h1> KUL-0001"


DAMAGE = pytest.mark.parametrize("damage", [
    remove, cut_off, raise_release, replace_by_another_offices, empty_list, name_nothing, restore_yesterdays,
    deface_and_remove,
])  # fmt: skip


@DAMAGE
def test_a_withdrawal_goes_out_whatever_became_of_the_manifest(one: Office, damage: Callable[[Office], None]) -> None:
    """All is put right in one run: exit 0, and a quiet run after it writes nothing."""
    damage(one)
    withdraw_and_approve(one)
    assert one.sync().exit_code == 0
    assert_gone(one)
    assert one.public() == ["KUL-0002", "KUL-0003"]
    assert is_sealed(manifest_of(json.loads(one.target.files[MANIFEST])), one.known().secret)
    done = one.target.publishes, one.receipts.writes, one.ledger.records, one.book.writes
    assert one.sync().exit_code == 0
    assert (one.target.publishes, one.receipts.writes, one.ledger.records, one.book.writes) == done


@DAMAGE
@pytest.mark.parametrize("order", ["Tahan", ""])
def test_it_goes_out_under_tahan_too(one: Office, damage: Callable[[Office], None], order: str) -> None:
    """The kept release less what was withdrawn."""
    damage(one)
    one.order(order)
    withdraw_and_approve(one)
    assert one.sync().exit_code == 0
    assert_gone(one)


@DAMAGE
def test_what_was_damaged_is_told(one: Office, damage: Callable[[Office], None]) -> None:
    damage(one)
    one.order("Tahan")
    assert MANIFEST in one.sync().target.altered or damage is restore_yesterdays


def receipt_lost(office: Office) -> None:
    office.receipts.data = b""


def receipt_changed(office: Office) -> None:
    office.receipts.data = office.receipts.data.replace(b'"run":', b'"run": ')


@DAMAGE
@pytest.mark.parametrize("trouble", [receipt_lost, receipt_changed])
def test_it_goes_out_without_a_receipt_too(
    one: Office, damage: Callable[[Office], None], trouble: Callable[[Office], None]
) -> None:
    """The receipt is made again from the target, or from the last release. Only a page that somebody replaced while
    the manifest was gone is then nobody's that we know."""
    if damage is restore_yesterdays:
        return  # the receipt then says nothing that the sealed manifest does not
    damage(one)
    trouble(one)
    withdraw_and_approve(one)
    assert one.sync().exit_code == 0
    assert_gone(one)


def test_a_site_moved_to_a_new_server_without_its_manifest_is_taken_over(one: Office) -> None:
    """What has the digests of the receipt is ours on any server; the old address is told until somebody says that it is
    gone."""
    remove(one)
    one.receipts.address = "baru"
    withdraw_and_approve(one)
    outcome = one.sync()
    assert (outcome.exit_code, outcome.former) == (0, (("memory", 1),))
    assert_gone(one)
    assert one.sync().former == (("memory", 1),)


def test_two_offices_with_one_target_never_write_over_each_other(one: Office, tmp_path: Path) -> None:
    """They even bear the same name, so that many files of their sites are alike: the second is refused at each run."""
    (tmp_path / "other").mkdir()
    other = Office(tmp_path / "other")
    other.target.files = one.target.files
    other.add(judul="Laporan kantor lain")
    other.approved("KUL-0001")
    before = dict(one.target.files)
    for _ in range(3):
        with suppress(DipError):
            assert other.sync().exit_code == 1
        assert one.target.files == before
    assert one.sync().exit_code == 0 and one.target.files == before


def test_only_assets_at_a_new_server_prove_nothing(one: Office) -> None:
    """Somebody else's site with our styles: his list is in the way, and nothing is written."""
    styles = {path: data for path, data in one.target.files.items() if path.startswith("assets/")}
    one.target.files.clear()
    one.target.files.update({**styles, "index.html": FOREIGN})
    before = dict(one.target.files)
    one.receipts.address = "baru"
    one.tick("KUL-0001", role="tarik")
    assert (one.sync().exit_code, one.target.files) == (1, before)
    assert one.status("KUL-0001") == "Ditarik"


def test_another_offices_site_at_the_new_address_is_not_ours(one: Office) -> None:
    """It has the same names, and a manifest with a seal of its own."""
    theirs = {path: data + b"<!-- kantor lain -->" for path, data in one.target.files.items()}
    one.target.files.clear()
    one.target.files.update(theirs)
    replace_by_another_offices(one)
    before = dict(one.target.files)
    one.receipts.address = "baru"
    withdraw_and_approve(one)
    assert (one.sync().exit_code, one.target.files) == (1, before)


def test_where_every_file_was_replaced_what_names_the_entry_goes(one: Office) -> None:
    """Not one file proves any more that the site is ours; at the receipt's address what holds the entry is ours all the
    same, and the rest is somebody's."""
    for path in list(one.target.files):
        one.target.files[path] = b"<h1>judi</h1>"
    old = b"<h1>judi</h1> " + GONE
    one.target.files["informasi/KUL-0001/index.html"] = one.target.files["feed.xml"] = old
    del one.target.files[MANIFEST]
    withdraw_and_approve(one)
    assert one.sync().exit_code == 1
    assert GONE not in public_bytes(one)
    assert one.target.files["index.html"] == b"<h1>judi</h1>"


# -- in the way --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("way", [PAGE, "informasi/KUL-0003", f"{PAGE}/halaman.html"])
def test_a_foreign_file_where_a_new_page_goes_holds_up_that_entry_alone(one: Office, way: str) -> None:
    """A page, a file where its folder goes, a folder where it goes: what has to go goes, no list leads to the page that
    is not there, the file keeps its bytes, the run ends with 1 and says so; the next one writes nothing."""
    one.target.files[way] = FOREIGN
    withdraw_and_approve(one)
    outcome = one.sync()
    assert (outcome.exit_code, one.target.files[way]) == (1, FOREIGN)
    assert_gone(one)
    assert one.public() == ["KUL-0002"]
    assert not [path for path, data in one.target.files.items() if b"KUL-0003" in data]
    blocked = way if way == "informasi/KUL-0003" else PAGE
    assert str(outcome.failure).startswith("what was withdrawn is off the site, but files")
    assert blocked in str(outcome.failure)
    assert one.control("Situs").startswith("Tertinggal sejak")
    done = one.target.publishes, one.receipts.writes, one.ledger.records, one.book.writes
    assert one.sync().exit_code == 1
    assert (one.target.publishes, one.receipts.writes, one.ledger.records, one.book.writes) == done
    del one.target.files[way]
    assert one.sync().exit_code == 0
    assert one.public() == ["KUL-0002", "KUL-0003"]


@pytest.mark.parametrize(
    "way", ["assets/dip.css/x", "data/dip.json/x", "index.html/x", "manifest.json/x", "data", "feed.xml/x"]
)
def test_a_foreign_folder_where_another_file_goes_holds_up_that_file_alone(one: Office, way: str) -> None:
    """An asset, an export, the list, even the manifest; and a file where a whole folder goes."""
    stood = way.removesuffix("/x")
    for path in [path for path in one.target.files if path == stood or path.startswith(f"{stood}/")]:
        del one.target.files[path]
    one.target.files[way] = FOREIGN
    withdraw_and_approve(one)
    assert (one.sync().exit_code, one.target.files[way]) == (1, FOREIGN)
    assert GONE not in public_bytes(one)
    assert b"KUL-0001" in one.target.files["informasi/KUL-0001/index.html"]
    files = dict(one.target.files)
    assert (one.sync().exit_code, one.target.files) == (1, files)


@pytest.mark.parametrize(("way", "left"), [
    ("en", ["KUL-0002", "KUL-0003"]), ("en/informasi", ["KUL-0002", "KUL-0003"]),
    ("en/informasi/KUL-0003", ["KUL-0002"]), ("informasi", []),
])  # fmt: skip
def test_a_file_where_an_edition_goes_holds_up_that_edition_alone(one: Office, way: str, left: list[str]) -> None:
    """One page of it: that entry; the folder of its pages: the edition; that of the office's own language: every entry,
    for no list may lead to a page that is not there."""
    one.settings = replace(one.settings, site=replace(one.settings.site, english=True))
    one.sync()
    for path in [path for path in one.target.files if path.startswith(f"{way}/")]:
        del one.target.files[path]
    one.target.files[way] = FOREIGN
    withdraw_and_approve(one)
    assert (one.sync().exit_code, one.public(), one.target.files[way]) == (1, left, FOREIGN)
    assert GONE not in public_bytes(one)
    english = {path for path in one.target.files if path.startswith("en/")} - {way}
    assert bool(english) == (way in ("informasi", "en/informasi/KUL-0003"))


def test_a_receipt_that_cannot_be_written_keeps_nothing_back(one: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    """The disk beside `dip.toml` is full: the withdrawal is out, the run ends with 1, the next writes the receipt."""

    def full(data: bytes) -> None:
        raise TargetError("cannot write dip-receipt.json: No space left on device")

    withdraw_and_approve(one)
    with monkeypatch.context() as patch:
        patch.setattr(one.receipts, "store", full)
        assert one.sync().exit_code == 1
    assert_gone(one)
    assert one.sync().exit_code == 0
    receipt = one.receipts.read(one.known().secret)
    assert receipt is not None and receipt.completed is not None and receipt.completed.release == 2


def test_where_nobody_has_to_go_a_foreign_file_stops_everything(one: Office) -> None:
    """As ever: its name is told, and not one file is written."""
    one.target.files[PAGE] = FOREIGN
    one.tick("KUL-0003")
    before = dict(one.target.files)
    outcome = one.sync()
    assert (outcome.exit_code, one.target.files) == (1, before)
    assert f"in places the site needs: {PAGE}. Nothing was written." in str(outcome.failure)


def withdrawn_and_given_again(one: Office) -> None:
    """KUL-0001 was withdrawn while the host refused, then cleaned, ticked and approved again: the host still shows what
    was withdrawn."""
    one.tick("KUL-0001", role="tarik")
    one.target.refuses = True
    one.sync()
    one.type_unit("KUL-0001", "judul", "Laporan yang bersih")
    one.sync()
    one.tick("KUL-0001", "KUL-0003")
    one.sync()
    assert one.status("KUL-0001") == "Terbit" and GONE in public_bytes(one)
    one.target.refuses = False


@pytest.mark.parametrize("manifest", ["as it was", "removed"])
def test_a_version_that_was_withdrawn_goes_though_another_stands_approved_since(one: Office, manifest: str) -> None:
    """Something stands in the way of another page: the run goes round it."""
    withdrawn_and_given_again(one)
    one.target.files[PAGE] = FOREIGN
    if manifest == "removed":
        del one.target.files["manifest.json"]
        one.target.files["feed.xml"] = b"<feed>" + GONE + b"</feed>"
    assert (one.sync().exit_code, GONE in public_bytes(one)) == (1, False)
    assert "Laporan yang bersih" in one.titles() and one.target.files[PAGE] == FOREIGN
    before = dict(one.target.files)
    assert (one.sync().exit_code, one.target.files) == (1, before)


def test_a_run_that_was_cut_while_it_went_round_goes_on(one: Office) -> None:
    """Its notices were placed, its lists were not: the next run does not take the withdrawal for done."""
    one.target.files[PAGE] = FOREIGN
    withdraw_and_approve(one)
    one.crash("before index.html")
    assert GONE in public_bytes(one)
    assert one.sync().exit_code == 1
    assert_gone(one)


def test_an_old_list_that_somebody_puts_back_beside_a_file_in_the_way_is_put_right(one: Office) -> None:
    """The withdrawal was completed long ago; its text came back by another's hand."""
    old = one.target.files["index.html"]
    one.target.files[PAGE] = FOREIGN
    withdraw_and_approve(one)
    one.sync()
    one.target.files["index.html"] = old
    assert one.sync().exit_code == 1
    assert_gone(one)


def test_a_foreign_page_about_an_entry_that_was_never_ours_stays(one: Office) -> None:
    """It stands where a page was to go, and was blocked; when that entry goes, the page is still somebody else's."""
    one.target.files[PAGE] = b"Catatan orang tentang KUL-0003"
    withdraw_and_approve(one)
    one.sync()
    one.tick("KUL-0003", role="tarik")
    one.sync()
    assert one.target.files[PAGE] == b"Catatan orang tentang KUL-0003"


# -- killed ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("step", ["before receipt", "after receipt", "before index.html", "before manifest.json"])
@pytest.mark.parametrize("count", [1, 2])
def test_killed_between_its_receipts_and_then_damaged_the_site_is_still_ours(
    one: Office, step: str, count: int
) -> None:
    """Both the manifest that was begun and the one before are known."""
    one.tick("KUL-0003")
    try:
        one.crash(step, count)
    except AssertionError:
        return
    one.target.journal = set()
    one.target.files.pop(MANIFEST, None)
    one.tick("KUL-0001", role="tarik")
    assert one.sync().exit_code == 0
    assert_gone(one)


def test_killed_twice_with_different_releases(one: Office) -> None:
    """What the first of them sent is known, too."""
    one.tick("KUL-0003")
    one.crash("before manifest.json")
    one.type_unit("KUL-0002", "judul", "Laporan Barang 2026")
    one.tick("KUL-0001", role="tarik")
    one.crash("before index.html")
    one.target.journal = set()
    one.target.files.pop(MANIFEST, None)
    assert one.sync().exit_code == 0
    assert_gone(one)
