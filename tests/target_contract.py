"""What every target promises, whatever stands behind it: one suite, run over each of them against a real server.

Each `test_target_*.py` runs it over one kind of place.
"""

from __future__ import annotations

import os
import random
import re
from collections.abc import Mapping
from contextlib import suppress
from hashlib import sha256

import pytest

from sync.errors import TargetError
from sync.model import PublishResult, TargetState
from sync.publish.publisher import Retries
from sync.site.build import build_all, build_for, changed_by_others
from sync.site.page_bytes import SitePages
from tests.places import ONCE, TAKEN, Place
from tests.sites import EVEN, NEW, ODD, OLD, SITE, WITHDRAWN, assert_whole, with_files
from tests.visitors import Visitor

INTERRUPTIONS = int(os.environ.get("INTERRUPTIONS", "60"))
CUTS = 4
"""How often one release is cut on its way; the run after that comes through."""
SECRET = "0" * 64
UNCUT = 99.0
"""A share that no run reaches."""


def publish(place: Place, site: Mapping[str, bytes], retries: Retries = ONCE) -> PublishResult:
    """One run: read, then bring the target to the site."""
    target = place.target(retries)
    return target.publish(site, target.read(), lambda done, total: None)


def interrupted(place: Place, share: float, after: Mapping[str, bytes] = NEW) -> bool:
    """Publish, cut when this share of a whole run is through; false if the run came to its end before. It then has
    finished what was there, sending again nothing that was in its place."""
    left = place.everything()
    in_place = [path for path in after if left.get(path) == after[path]]
    try:
        with place.cut(share):
            result = publish(place, after)
    except TargetError:
        return True
    assert place.everything() == after
    assert result.uploaded <= len(after) - len(in_place)
    return False


def check_many_cuts(place: Place, amount: int, seed: int) -> Visitor:
    """One release follows the other, each cut again and again until a run comes through, while somebody reads."""
    place.reset(ODD)
    for site in (EVEN, ODD):
        assert not interrupted(place, 0, site)
    before, after = ODD, EVEN
    chance, cuts = random.Random(seed), 0
    with place.visited() as begin, Visitor(begin, ODD) as visitor:
        while cuts < amount:
            visitor.follows(before, after)
            for share in (*(chance.random() for _ in range(CUTS)), UNCUT):
                if not interrupted(place, share, after):
                    break
                cuts += 1
                assert_whole(place.everything(), before, after)
            before, after = after, before
    return visitor


class TargetContract:
    """A subclass brings the fixture `place`."""

    def test_an_empty_place_is_filled(self, place: Place) -> None:
        """With the site and nothing but the site."""
        assert place.target().read() == TargetState(None)
        assert publish(place, OLD) == PublishResult(len(OLD), 0, 0)
        assert place.everything() == OLD
        assert place.target().read().release == 1

    def test_the_same_site_sends_nothing(self, place: Place) -> None:
        publish(place, OLD)
        result = publish(place, OLD)
        assert (result, result.bytes) == (PublishResult(0, 0, len(OLD)), 0)

    def test_one_file_can_be_fetched(self, place: Place) -> None:
        """Before anything is there, and whoever wrote it."""
        assert place.target(ONCE).fetch("index.html") is None
        publish(place, EVEN)
        assert place.target(ONCE).fetch("index.html") == EVEN["index.html"]
        assert place.target(ONCE).fetch("tidak/ada.html") is None

    def test_only_what_changed_is_sent(self, place: Place) -> None:
        """Counts are of files; stale ones go."""
        publish(place, OLD)
        changed = [path for path, data in NEW.items() if OLD.get(path) != data]
        result = publish(place, NEW)
        assert result == PublishResult(len(changed), len(OLD.keys() - NEW.keys()), len(NEW) - len(changed))
        assert result.bytes == sum(len(NEW[path]) for path in changed)
        assert place.everything() == NEW

    def test_what_somebody_changed_is_told_and_put_right(self, place: Place) -> None:
        """A gambling page in place of the list, a page removed: both are named, both are ours again after one run."""
        publish(place, OLD)
        place.put("index.html", b"<h1>judi online</h1>")
        place.remove("data/dip.csv")
        assert place.target().read().altered == ("data/dip.csv", "index.html")
        assert publish(place, OLD) == PublishResult(2, 0, len(OLD) - 2)
        assert place.everything() == OLD
        assert place.target().read().altered == ()

    @pytest.mark.parametrize("path", ["index.html", "informasi/KUL-0001/index.html"])
    def test_a_page_changed_together_with_what_the_manifest_says_of_it_is_put_right(
        self, place: Place, path: str
    ) -> None:
        """Its digest is made to fit and its key is left; the seal tells."""
        sealed = build_all(SITE).sealed(SECRET)
        publish(place, sealed)
        assert not place.target().read().altered
        forged = b"<h1>judi online</h1>"
        manifest = sealed["manifest.json"].replace(sealed.digests[path].encode(), sha256(forged).hexdigest().encode())
        place.put(path, forged)
        place.put("manifest.json", manifest)
        target = place.target()
        found = target.read()
        build = build_for(SITE, found, 1, SECRET)
        assert changed_by_others(build, found, SECRET) == (path, "manifest.json")
        assert target.publish(build, found, lambda done, total: None).uploaded == 2
        assert place.everything() == dict(sealed)

    def test_a_page_changed_under_a_key_that_fits_is_put_right(self, place: Place) -> None:
        """The manifest and its seal are whole; the bytes of one file are not what they say."""
        sealed = build_all(SITE).sealed(SECRET)
        publish(place, sealed)
        place.put("index.html", b"<h1>judi online</h1>")
        target = place.target()
        found = target.read()
        build = build_for(SITE, found, 1, SECRET)
        assert changed_by_others(build, found, SECRET) == ("index.html",)
        target.publish(build, found, lambda done, total: None)
        assert place.everything() == dict(sealed)

    def test_what_the_target_shows_is_not_rendered(self, place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
        """Neither to find out that nothing is to be sent, nor to send nothing."""
        publish(place, build_all(SITE).sealed(SECRET))
        monkeypatch.setattr(SitePages, "page", lambda *_, **__: pytest.fail("rendered"))
        target = place.target()
        found = target.read()
        build = build_for(SITE, found, 1, SECRET)
        assert target.publish(build, found, lambda done, total: None).uploaded == 0

    def test_foreign_files_are_left_alone_and_named(self, place: Place) -> None:
        """They are told once when they appear or change, and never touched."""
        place.put("catatan.txt", b"milik orang lain")
        publish(place, OLD)
        assert place.target().read().foreign == ("catatan.txt",) and place.target().read().appeared == ()
        place.put(".htaccess", b"Redirect / https://judi.example/")
        found = place.target().read()
        assert (found.foreign, found.appeared) == ((".htaccess", "catatan.txt"), (".htaccess",))
        publish(place, NEW)
        assert place.target().read().appeared == ()
        place.put(".htaccess", b"Redirect / https://judi.contoh/")
        assert place.target().read().appeared == (".htaccess",)
        assert place.everything().keys() - NEW.keys() == {".htaccess", "catatan.txt"}

    def test_names_that_are_not_utf8_stop_nothing(self, place: Place) -> None:
        """What an old Windows called its files: told so that it can be read, and left alone."""
        for path in ("caf\udce9.pdf", "informasi/caf\udce9.pdf"):
            place.put(path, b"milik orang lain")
        for site in (OLD, NEW):
            publish(place, site)
            foreign = place.target().read().foreign
            assert len(foreign) == 2 and "".join(foreign).encode()
        assert len(place.everything()) == len(NEW) + 2 and place.everything().items() >= NEW.items()

    @pytest.mark.parametrize("way", ["index.html", "data/dip.csv"])
    def test_a_foreign_file_in_the_way_stops_everything(self, place: Place, way: str) -> None:
        """Its name is told, and not one file is written."""
        place.put(way, b"milik orang lain")
        with pytest.raises(TargetError, match=re.escape(f"in places the site needs: {way}. Nothing was written.")):
            publish(place, OLD)
        assert place.everything() == {way: b"milik orang lain"}

    def test_files_with_exactly_our_content_are_taken_over(self, place: Place) -> None:
        """So a lost manifest is repaired by running again."""
        publish(place, OLD)
        place.remove("manifest.json")
        publish(place, OLD)
        assert place.everything() == OLD

    @pytest.mark.parametrize("way", TAKEN)
    def test_a_first_publish_takes_other_names_for_itself_where_its_own_are_taken(self, place: Place, way: str) -> None:
        """What bears them is told and left as it is, and nothing but the site is there in the end."""
        place.put(way, b"milik orang lain")
        publish(place, OLD)
        assert place.everything() == OLD | {way: b"milik orang lain"}
        assert publish(place, OLD).uploaded == 0
        assert place.target().read().foreign != ()

    def test_what_a_cut_left_under_other_names_is_found_again(self, place: Place) -> None:
        """Also after whatever stood in the way is gone."""
        place.reset(OLD)
        assert not interrupted(place, 0)
        place.reset(OLD)
        place.put(".dip-staging", b"milik orang lain")
        place.put(".dip-journal-2.json/isi", b"milik orang lain")
        for share in (0.3, 0.6, 0.8):
            with suppress(TargetError), place.cut(share):
                publish(place, NEW)
        place.remove(".dip-staging")
        publish(place, NEW)
        assert place.everything() == NEW | {".dip-journal-2.json/isi": b"milik orang lain"}

    @pytest.mark.parametrize("draft", [".dip-journal.json.new", ".dip-journal.json.new.part"])
    def test_half_a_journal_is_cleared_away(self, place: Place, draft: str) -> None:
        """A run that was cut while it wrote its journal has changed nothing else: the next run need not send a file."""
        if not place.aside:
            return
        publish(place, OLD)
        place.put(draft, b'{"files": {"index')
        assert place.target().read().foreign == ()
        assert publish(place, OLD) == PublishResult(0, 0, len(OLD))
        assert place.everything() == OLD

    def test_a_state_without_the_adapters_token_is_read_again(self, place: Place) -> None:
        """What decides is what is there, not what the caller says."""
        publish(place, OLD)
        assert place.target().publish(OLD, TargetState(None), lambda done, total: None) == PublishResult(0, 0, len(OLD))

    def test_a_state_that_is_out_of_date_does_no_harm(self, place: Place) -> None:
        """Another run published since it was read: this one stops or looks again, and the next comes through."""
        target = place.target()
        before = target.read()
        publish(place, OLD)
        with suppress(TargetError):
            target.publish(NEW, before, lambda done, total: None)
        assert place.everything() in (OLD, NEW)
        publish(place, NEW)
        assert place.everything() == NEW

    @pytest.mark.parametrize("text", ["{", "[]", '{"release": 1, "files": {"../x": "00"}}'])
    def test_a_damaged_manifest_where_nothing_is_ours_is_a_file_in_the_way(self, place: Place, text: str) -> None:
        """It cannot be believed, least of all about files outside; it may be anybody's."""
        place.put("manifest.json", text.encode())
        with pytest.raises(TargetError, match=r"in places the site needs: manifest\.json\. Nothing was written"):
            publish(place, OLD)
        assert place.everything() == {"manifest.json": text.encode()}

    def test_names_with_blanks_and_letters_of_any_script(self, place: Place) -> None:
        """An office's own assets may be called as it likes."""
        site = with_files(OLD, {"assets/lambang kantor é 漢.svg": b"<svg/>", "assets/100% #1 ?.txt": b"x"})
        publish(place, site)
        assert place.everything() == site
        publish(place, OLD)
        assert place.everything() == OLD

    def test_progress_counts_every_file(self, place: Place) -> None:
        """From 1 to all, uploads and removals together."""
        publish(place, OLD)
        seen: list[tuple[int, int]] = []
        target = place.target()
        result = target.publish(NEW, target.read(), lambda done, total: seen.append((done, total)))
        total = result.uploaded + result.deleted
        assert seen == [(done, total) for done in range(1, total + 1)]

    @pytest.mark.slow
    @pytest.mark.needs("/usr/sbin/nginx")
    def test_cut_at_any_of_many_points_the_site_is_whole(self, place: Place) -> None:
        """The old site or the new one with every link working, what is withdrawn gone first, nothing withdrawn behind
        lists that no longer name it, and the next run converges. A visitor who reads all the while sees 0 broken
        links, and 0 files that are neither old nor new."""
        visitor = check_many_cuts(place, INTERRUPTIONS, seed=2)
        print(visitor.pages, "pages read while", INTERRUPTIONS, "runs were cut")
        assert visitor.wrong == set()
        assert visitor.pages > INTERRUPTIONS

    def test_withdrawn_pages_go_first(self, place: Place) -> None:
        """Whatever else a cut run did, it had turned the withdrawn page into its notice before."""
        place.reset(OLD)
        assert not interrupted(place, 0)
        for share in (0.5, 0.7, 0.9):
            place.reset(OLD)
            if interrupted(place, share):
                left = place.everything()
                assert left[WITHDRAWN] == NEW[WITHDRAWN] or all(left[path] == OLD[path] for path in OLD)
