"""What at a target is ours (rule 5), from manifest, journal, receipt and digests alone."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import pytest

from sync.model import Manifest
from sync.publish.ours import Evidence, altered, candidates, claim, decide
from sync.publish.receipt import Receipt, ReceiptFile
from sync.site.manifest import seal

SECRET, OTHER = "1" * 64, "2" * 64
FILES = {"index.html": "aa", "assets/dip.css": "bb", "informasi/KUL-0001/index.html": "cc", "data/dip.xlsx": "dd"}
HERE = "sftp://dip@kantor.example/situs"


def manifest(files: Mapping[str, str] = FILES, secret: str = "", release: int = 3) -> Manifest:
    """A manifest with the seal of a secret, if one is given."""
    bare = Manifest(release, dict(files), frozenset())
    return replace(bare, seal=seal(bare, secret)) if secret else bare


RECEIPT = Receipt(HERE, 3, "", (), manifest(secret=SECRET))
EVIDENCE = RECEIPT.evidence(SECRET, HERE)
ELSEWHERE = RECEIPT.evidence(SECRET, "sftp://dip@lain.example/situs")
ALL = frozenset({*FILES, "manifest.json"})


@pytest.mark.parametrize("evidence", [EVIDENCE, ELSEWHERE, Evidence(SECRET)])
def test_what_a_sealed_manifest_names_is_ours(evidence: Evidence) -> None:
    """Whatever it holds, wherever it is, with or without a receipt."""
    found = dict.fromkeys(FILES, "ee")
    owned = decide(manifest(secret=SECRET), None, found, evidence)
    assert (owned.known, owned.doubtful, owned.proven) == (ALL, frozenset(), True)


@pytest.mark.parametrize("sealed_by", ["", OTHER])
def test_an_unsealed_manifest_alone_proves_nothing(sealed_by: str) -> None:
    """Another office's site has the same names: nothing of it is ours, neither without a receipt nor with one."""
    found = dict.fromkeys(FILES, "ee")
    for evidence in (Evidence(SECRET), ELSEWHERE):
        owned = decide(manifest(secret=sealed_by), None, found, evidence)
        assert (owned.known, owned.proven, owned.reserved) == (frozenset(), False, False)


def test_an_unsealed_manifest_beside_a_file_of_ours_names_what_the_receipt_names_too() -> None:
    """Its release was raised, and one page changed: all paths of the receipt are ours, a path it adds is not."""
    raised = manifest({**FILES, "catatan.txt": "ff"}, release=99)
    owned = decide(raised, None, {**FILES, "index.html": "ee", "catatan.txt": "ff"}, ELSEWHERE)
    assert (owned.known, owned.proven) == (ALL, True)


def test_without_a_manifest_files_with_the_digests_of_the_receipt_are_ours() -> None:
    """The site moved to a new server; a page somebody put into the place of ours is his."""
    owned = decide(None, None, {**FILES, "index.html": "ee"}, ELSEWHERE)
    assert (owned.known, owned.proven) == (ALL - {"index.html"}, True)


@pytest.mark.parametrize("path", ["robots.txt", "sitemap.xml", "data/schema/dip-1.json", "openapi.json", "404.html"])
def test_what_another_office_may_have_just_so_proves_nothing(path: str) -> None:
    everywhere = replace(ELSEWHERE, digests={**ELSEWHERE.digests, path: {"ff"}})
    owned = decide(None, None, {path: "ff"}, everywhere)
    assert (owned.known, owned.proven) == (frozenset(), False)
    assert decide(None, None, {path: "ff", "index.html": "aa"}, everywhere).known >= {path, "index.html"}


def test_assets_alone_prove_nothing() -> None:
    """Every office has them."""
    owned = decide(None, None, {"assets/dip.css": "bb"}, ELSEWHERE)
    assert (owned.known, owned.proven) == (frozenset(), False)


def test_at_the_receipts_address_other_contents_are_doubtful() -> None:
    """What cannot be searched as text is ours at once, and so is the manifest."""
    owned = decide(None, None, dict.fromkeys(FILES, "ee"), EVIDENCE)
    assert owned.known == {"data/dip.xlsx", "manifest.json"}
    assert owned.doubtful == {"index.html", "assets/dip.css", "informasi/KUL-0001/index.html"}


def test_an_old_journal_proves_what_it_names() -> None:
    """A first publish was cut: there is neither a manifest nor a receipt."""
    owned = decide(None, {"index.html": "aa"}, {"index.html": "aa"}, Evidence(SECRET))
    assert owned.proven and owned.known == {"index.html", "manifest.json"}


def test_every_path_that_may_be_ours_is_looked_at() -> None:
    assert candidates(None, {"lama.html": ""}, EVIDENCE) == ALL | {"lama.html"}
    assert candidates(None, None, Evidence(SECRET)) == frozenset()


@pytest.mark.parametrize("text", [
    "Laporan “A & B” 2025", "kode kul-0007 di sini", "Laporan\n  “A &amp; B”   2025", "laporan \u201ca & b\u201d 2025",
    r'{"judul": "Laporan \u201cA & B\u201d 2025"}', "cari?q=Laporan%20%E2%80%9CA%20%26%20B%E2%80%9D%202025",
])  # fmt: skip
def test_a_file_that_holds_the_id_or_title_of_what_has_to_go_is_claimed(text: str) -> None:
    """However it is spelt: in HTML, in JSON, in an address, with other blanks, in capitals."""
    assert claim({"index.html": text.encode()}, ("KUL-0007", "Laporan “A & B” 2025")) == {"index.html"}


@pytest.mark.parametrize("text", ["Laporan B 2025", "", "KUL-00071 bukan", "\xff\xfe"])
def test_a_file_that_holds_neither_is_not_claimed(text: str) -> None:
    assert claim({"index.html": text.encode()}, ("KUL-0070", "Laporan A")) == frozenset()
    assert claim({"index.html": b"KUL-0007"}, ()) == frozenset()


def test_what_was_not_completed_by_us_is_altered() -> None:
    """By what we completed, not by the manifest that stands there now; a missing seal is told, too."""
    found = {**FILES, "index.html": "ee"}
    del found["data/dip.xlsx"]
    assert altered(manifest(found), None, found, EVIDENCE) == ("data/dip.xlsx", "index.html", "manifest.json")
    assert altered(manifest(secret=SECRET), None, FILES, EVIDENCE) == ()


def test_what_a_cut_publish_made_is_nobodys_alteration() -> None:
    """It had begun to remove a page and to change another."""
    begun = RECEIPT.begin(manifest({"index.html": "ee", "assets/dip.css": "bb"}), HERE, 4, "")
    found = {"index.html": "ee", "assets/dip.css": "bb"}
    assert altered(manifest(secret=SECRET), None, found, begun.evidence(SECRET, HERE)) == ()


# -- the receipt -------------------------------------------------------------------------------------------------------


def test_two_cuts_in_a_row_forget_nothing() -> None:
    """What was begun and not completed is kept until something is completed."""
    one, two = manifest({"a": "1"}), manifest({"a": "2"})
    begun = RECEIPT.begin(one, HERE, 4, "").begin(two, HERE, 5, "")
    assert begun.evidence(SECRET, HERE).digests["a"] == {"1", "2"}
    assert begun.begin(two, HERE, 5, "") == begun
    done = begun.complete(two, HERE, 5, "")
    assert (done.begun, done.completed, done.evidence(SECRET, HERE).digests) == ((), two, {"a": {"2"}})


def test_a_new_address_remembers_the_old_one_until_the_site_is_there_again() -> None:
    """The files may have been copied; what is told of the old address ends when the site is back there."""
    there = "sftp://dip@lain.example/situs"
    begun = RECEIPT.begin(manifest({"a": "1"}), there, 4, "")
    assert begun.former == ((HERE, 3),)
    evidence = begun.evidence(SECRET, there)
    assert (evidence.here, evidence.paths) == (True, frozenset({"a"})) and "aa" in evidence.digests["index.html"]
    done = begun.complete(manifest({"a": "1"}), there, 4, "")
    assert done.former == ((HERE, 3),) and done.evidence(SECRET, there).digests.keys() == {"a"}
    back = done.begin(manifest(), HERE, 5, "")
    assert back.former == ((there, 3),)


def test_the_file_reads_back_what_was_written(tmp_path) -> None:
    file = ReceiptFile(tmp_path / "dip-receipt.json", HERE)
    whole = replace(RECEIPT.begin(manifest({"é": "1"}, SECRET), HERE, 4, "head"), former=(("site", 2),))
    file.write(whole, SECRET)
    assert (file.read(SECRET), file.claimed()) == (whole, whole)
    assert (tmp_path / "dip-receipt.json").stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize("change", [
    lambda data: b"", lambda data: data[:-5], lambda data: data.replace(b'"run":3', b'"run":9'), lambda _: b"[" * 9999,
    lambda data: data.replace(b'{"seal"', b'{"segel"'), lambda data: b"\xff" + data,
])  # fmt: skip
def test_a_receipt_that_somebody_changed_is_none(tmp_path, change) -> None:
    """One byte is enough; and so is the ledger of another office."""
    path = tmp_path / "dip-receipt.json"
    file = ReceiptFile(path, HERE)
    assert file.read(SECRET) is None
    file.write(RECEIPT, SECRET)
    assert (file.read(OTHER), file.read("")) == (None, None)
    path.write_bytes(change(path.read_bytes()))
    assert file.read(SECRET) is None
