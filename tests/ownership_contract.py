"""What every target promises where it is not as we left it (rule 5): one suite, run over each of them against a real
server, beside the one of `target_contract`.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import replace

import pytest

from sync.errors import TargetError
from sync.model import Manifest, PublishResult, TargetState
from sync.publish.ours import Evidence
from sync.publish.receipt import Receipt
from sync.publish.target import Target
from sync.site.build import Site, SiteBuild, build_all, build_for
from sync.site.keys import SiteFile
from sync.site.manifest import document_of, manifest_of, seal
from sync.site.site_files import render_site
from tests.places import TAKEN, Place
from tests.receipt_contract import ReceiptContract
from tests.releases import OFFICE, TEMPLATE, release, released
from tests.sites import SITE, WITHDRAWN

SECRET = "0" * 64
NEXT = replace(
    render_site(
        release(
            released("KUL-0002", judul="Judul baru"), released("REN-0011"), released("TEK-0001", tautan=""),
            withdrawn=(("KUL-0001", "2026-11-25"),), number=2,
        ),
        OFFICE,
        TEMPLATE,
    ),
    leaving=("KUL-0001", "Laporan Keuangan Tahun 2025 yang ditarik"),
)  # fmt: skip
"""`SITE` without KUL-0001 and with REN-0011."""


class Keeper:
    """An office that publishes to a place with a secret and a receipt, as a run does."""

    def __init__(self, place: Place, address: str = "situs") -> None:
        self.place, self.address = place, address
        self.receipt: Receipt | None = None

    def read(self) -> TargetState:
        evidence = self.receipt.evidence(SECRET, self.address) if self.receipt else Evidence(SECRET)
        return self.place.target().read(evidence)

    def publish(self, site: Site, *, around: bool = False) -> PublishResult:
        """One run. With `around` it goes round what is in its way, as a run does that has something to withdraw."""
        target, found = self.place.target(), self.read()
        build = build_for(site, found, site.release, SECRET)
        try:
            return self._send(target, build, found)
        except TargetError as error:
            if not (around and error.blocked and found.proven):
                raise
            return self._send(target, build.around(error.blocked), found)

    def _send(self, target: Target, build: SiteBuild, found: TargetState) -> PublishResult:
        manifest = manifest_of(json.loads(build["manifest.json"]))
        before = self.receipt or Receipt("", 0, "")

        def begin() -> None:
            self.receipt = before.begin(manifest, self.address, 1, "")

        done = target.publish(build, found, lambda done, total: None, begin)
        self.receipt = before.complete(manifest, self.address, 1, "")
        return done


def _cut_off(data: bytes) -> bytes:
    return data[: len(data) // 2]


def _raised(data: bytes) -> bytes:
    return json.dumps({**json.loads(data), "release": 99}).encode()


def _another_offices(data: bytes) -> bytes:
    other = Manifest(99, {"index.html": "00", "data/dip.csv": "00"}, frozenset())
    return json.dumps(document_of(replace(other, seal=seal(other, "f" * 64)))).encode()


SPOILT = pytest.mark.parametrize("spoil", [None, _cut_off, _raised, _another_offices, lambda data: b"[]"])
FOREIGN = b"milik orang lain"


class OwnershipContract(ReceiptContract):
    """What every target promises where it is not as we left it (rule 5). A subclass brings the fixture `place`."""

    @SPOILT
    def test_without_its_manifest_the_site_is_still_ours(
        self, place: Place, spoil: Callable[[bytes], bytes] | None
    ) -> None:
        """Removed, cut off, of a higher release, of another office: the next release goes out whole, and no byte of
        what was withdrawn is left."""
        office = Keeper(place)
        office.publish(SITE)
        good = place.everything()["manifest.json"]
        place.remove("manifest.json")
        if spoil:
            place.put("manifest.json", spoil(good))
        assert "manifest.json" in office.read().altered
        office.publish(NEXT)
        assert place.everything() == dict(build_all(NEXT).sealed(SECRET))
        assert office.publish(NEXT).uploaded == 0 and office.read().altered == ()

    def test_without_its_manifest_a_page_that_names_what_goes_is_ours_another_is_not(self, place: Place) -> None:
        """At our address, in the place of a page of ours: one with the ID of the entry that goes, one without."""
        office = Keeper(place)
        office.publish(SITE)
        place.remove("manifest.json")
        place.put("index.html", b"<h1>judi</h1> KUL-0001")
        place.put("feed.xml", FOREIGN)
        office.publish(NEXT, around=True)
        files = place.everything()
        assert files["feed.xml"] == FOREIGN and b"KUL-0001" not in files["index.html"]
        assert files[WITHDRAWN] == dict(build_all(NEXT))[WITHDRAWN]

    def test_a_copy_at_another_address_is_ours_by_what_it_holds(self, place: Place) -> None:
        """The site moved without its manifest; a page that somebody replaced there is his, and gone round."""
        Keeper(place).publish(SITE)
        moved = Keeper(place, "baru")
        moved.receipt = Receipt("situs", 1, "", (), manifest_of(json.loads(place.everything()["manifest.json"])))
        place.remove("manifest.json")
        place.put("feed.xml", b"KUL-0001 " + FOREIGN)
        moved.publish(NEXT, around=True)
        files = place.everything()
        assert files["feed.xml"] == b"KUL-0001 " + FOREIGN
        assert files[WITHDRAWN] == dict(build_all(NEXT))[WITHDRAWN] and b"KUL-0001" not in files["index.html"]

    def test_another_offices_site_is_not_ours(self, place: Place) -> None:
        """The same names and the same styles, another secret: nothing is written."""
        theirs = {
            path: data + b" " for path, data in build_all(SITE).sealed("f" * 64).items() if path != "manifest.json"
        }
        theirs |= {path: data.rstrip() for path, data in theirs.items() if path.startswith("assets/")}
        theirs["manifest.json"] = build_all(SITE).sealed("f" * 64)["manifest.json"]
        place.reset(theirs)
        office = Keeper(place)
        office.receipt = Receipt(
            "lain", 1, "", (), manifest_of(json.loads(build_all(SITE).sealed(SECRET)["manifest.json"]))
        )
        with pytest.raises(TargetError, match="Nothing was written"):
            office.publish(NEXT, around=True)
        assert place.everything() == theirs

    @pytest.mark.parametrize("way", [
        "informasi/REN-0011/index.html", "informasi/REN-0011", "informasi/REN-0011/index.html/x", "assets/baru.css/x",
    ])  # fmt: skip
    def test_what_is_in_the_way_is_gone_round(self, place: Place, way: str) -> None:
        """A file where a new page goes, where its folder goes, a folder where it or an asset goes: the withdrawal is
        out, the foreign bytes are the same, no list names the page that is not there, a second run sends nothing."""
        office = Keeper(place)
        office.publish(SITE)
        place.put(way, FOREIGN)
        style = SiteFile("baru", lambda: b"p {}")
        site = replace(NEXT, files={**NEXT.files, "assets/baru.css": style})
        office.publish(site, around=True)
        files = place.everything()
        assert files[way] == FOREIGN
        assert files[WITHDRAWN] == dict(build_all(NEXT))[WITHDRAWN]
        named = [path for path, data in files.items() if b"REN-0011" in data]
        assert not named or way.startswith("assets/")
        assert way not in json.loads(files["manifest.json"])["files"]
        again = office.publish(site, around=True)
        assert (again.uploaded, again.deleted, place.everything()) == (0, 0, files)

    @pytest.mark.parametrize("way", TAKEN)
    def test_a_withdrawal_goes_out_though_the_names_of_a_publish_are_taken(self, place: Place, way: str) -> None:
        """The foreign bytes are the same, and a second run sends nothing."""
        office = Keeper(place)
        office.publish(SITE)
        place.put(way, FOREIGN)
        office.publish(NEXT)
        assert place.everything() == dict(build_all(NEXT).sealed(SECRET)) | {way: FOREIGN}
        assert office.publish(NEXT).uploaded == 0 and office.read().altered == ()

    def test_begin_is_called_before_the_first_byte_and_not_at_all_if_there_is_none(self, place: Place) -> None:
        seen: list[Mapping[str, bytes]] = []
        build = build_all(SITE).sealed(SECRET)
        for _ in range(2):
            target = place.target()
            found = target.read(Evidence(SECRET))
            target.publish(build, found, lambda _, __: None, lambda: seen.append(place.everything()))
        assert seen == [{}]
