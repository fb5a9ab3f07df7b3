"""What citizens are told of changes: on the page, in the feed; and what is said to those who index the site."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

from lxml import etree

from sync.release import Change, Release
from sync.site.changes import FEED_LIMIT, FIRST_DAY, SHOWN, by_day, updates
from sync.site.gate import public_list
from tests.releases import OFFICE, TEMPLATE, many, parsed, release, released, rendered, typical

ATOM = {"a": "http://www.w3.org/2005/Atom"}


def text(page: bytes, place: str) -> list[str]:
    return [" ".join(each.text_content().split()) for each in parsed(page).xpath(place)]


def feed(shown: Release, **office: Any) -> Any:
    return etree.fromstring(rendered(shown, replace(OFFICE, **office), TEMPLATE)["feed.xml"])


def test_the_page_tells_new_updated_and_withdrawn_the_newest_day_first() -> None:
    """An update names elements, a withdrawal is an ID; neither shows what was there."""
    page = rendered(typical(), OFFICE, TEMPLATE)["pemutakhiran/index.html"]
    assert text(page, "//section/h2") == ["23 November 2026", "22 November 2026", "20 November 2026"]
    assert text(page, "//section/ul/li")[:3] == [
        "Dimutakhirkan Laporan Barang Milik Negara 2025 KUL-0002 Yang berubah: Ringkasan Isi Informasi, Tautan Dokumen",
        "Ditarik KUL-0003",
        "Baru Laporan Keuangan Tahun 2025 KUL-0001",
    ]


def test_what_changed_twice_on_a_day_is_told_once() -> None:
    twice = replace(released(), changes=(
        Change("2026-11-20", "established"), Change("2026-11-23", "updated", ("judul",)),
        Change("2026-11-23", "updated", ("tautan", "judul")),
    ))  # fmt: skip
    found = updates(public_list(release(twice), OFFICE, TEMPLATE), release(twice))
    assert [(each.kind, each.elements) for each in found] == [("updated", ("judul", "tautan")), ("established", ())]


def test_a_day_on_which_everything_changed_stays_readable() -> None:
    """The first lines, and how many more there are."""
    shown = release(*(released(f"KUL-{number:04}", updated="2026-11-23") for number in range(1, SHOWN + 6)))
    day = by_day(updates(public_list(shown, OFFICE, TEMPLATE), shown))[0]
    assert (len(day.shown), day.more) == (SHOWN, 5)
    assert "dan 5 informasi lain pada hari ini" in rendered(shown, OFFICE, TEMPLATE)["pemutakhiran/index.html"].decode()


def test_what_the_list_began_with_is_one_line() -> None:
    """The first day alone: what is new later is told one by one, and so are the few of a small beginning."""
    shown = many(SHOWN + 5)
    (day,) = by_day(updates(public_list(shown, OFFICE, TEMPLATE), shown))
    assert (day.shown, day.more, day.began) == ((), 0, SHOWN + 5)
    page = rendered(shown, OFFICE, TEMPLATE)["pemutakhiran/index.html"]
    assert "45 informasi ditetapkan untuk pertama kali." in page.decode()
    later = replace(released("TEK-0099"), changes=(Change("2026-11-21", "established"),))
    days = by_day(updates(public_list(release(*shown.entries, later), OFFICE, TEMPLATE), shown))
    assert [(day.day, len(day.shown), day.began) for day in days] == [
        ("2026-11-21", 1, 0),
        ("2026-11-20", 0, SHOWN + 5),
    ]
    few = many(FIRST_DAY - 1)
    assert by_day(updates(public_list(few, OFFICE, TEMPLATE), few))[0].began == 0


def test_a_day_is_told_unit_by_unit() -> None:
    (_, _, day) = by_day(updates(public_list(typical(), OFFICE, TEMPLATE), typical()))
    assert [(unit, [each.id for each in items]) for unit, items in day.units] == [
        (OFFICE.units["KUL"], ["KUL-0001", "KUL-0002"]), (OFFICE.units["TEK"], ["TEK-0001"]),
        (OFFICE.units["REN"], ["REN-0010"]),
    ]  # fmt: skip


def test_classes_and_units_have_feeds_of_their_own() -> None:
    """Named on the page of changes; each with an identity and an address of its own, and nothing of the others."""
    files = rendered(typical(), OFFICE, TEMPLATE)
    paths = [path for path in files if path.startswith("umpan/")]
    assert parsed(files["pemutakhiran/index.html"]).xpath("//ul[@class='pilah']//a/@href") == [
        f"../umpan/{name}.xml" for name in ("berkala", "serta-merta", "setiap-saat", "KUL", "TEK", "REN")
    ]
    assert len(paths) == 6
    roots = [etree.fromstring(files[path]) for path in ("feed.xml", *paths)]
    assert len({root.xpath("string(a:id)", namespaces=ATOM) for root in roots}) == 7
    assert len({root.xpath("string(a:link[@rel='self']/@href)", namespaces=ATOM) for root in roots}) == 7
    root = etree.fromstring(files["umpan/TEK.xml"])
    assert root.xpath("string(a:updated)", namespaces=ATOM) == "2026-11-20T00:00:00Z"
    assert root.xpath("a:entry/a:title/text()", namespaces=ATOM) == ["Baru: Tata cara pengaduan"]


def test_nothing_changed_yet() -> None:
    page = rendered(release(), OFFICE, TEMPLATE)["pemutakhiran/index.html"]
    assert text(page, "//main//p[@class='nihil']") == ["Belum ada perubahan yang diumumkan."]


def test_the_feed_is_atom_with_an_identity_for_each_change() -> None:
    """Permanent, distinct, and independent of what else is in the feed."""
    root = feed(typical())
    ids = root.xpath("a:entry/a:id/text()", namespaces=ATOM)
    assert len(ids) == len(set(ids)) == 6
    assert ids[0] == "tag:kpu-lebak.example,2026:KUL-0002:2026-11-23:updated"
    assert root.xpath("a:entry/a:link/@href", namespaces=ATOM)[0] == (
        "https://kpu-lebak.example/dip/informasi/KUL-0002/"
    )
    assert root.xpath("string(a:updated)", namespaces=ATOM) == "2026-11-23T00:00:00Z"


def test_the_feed_says_nothing_of_what_was_withdrawn_but_its_id() -> None:
    """No title, no summary, even if a reader kept the older entry."""
    gone = [each for each in feed(typical()).xpath("a:entry", namespaces=ATOM) if "KUL-0003" in each[0].text]
    assert [child.text for child in gone[0] if child.text] == [
        "tag:kpu-lebak.example,2026:KUL-0003:2026-11-22:withdrawn", "Ditarik: KUL-0003", "2026-11-22T00:00:00Z",
        "KUL-0003 ditarik dari Daftar Informasi Publik.",
    ]  # fmt: skip


FOLLOWED = replace(OFFICE, entry_feeds=True)


def test_an_entry_has_a_feed_of_its_own_where_the_office_wants_it() -> None:
    """Each change of that entry and of no other, named in its page; by default there is none."""
    assert not [path for path in rendered(typical(), OFFICE, TEMPLATE) if path.endswith("umpan.xml")]
    files = rendered(typical(), FOLLOWED, TEMPLATE)
    own: Any = etree.fromstring(files["informasi/KUL-0002/umpan.xml"])
    whole: Any = etree.fromstring(files["feed.xml"])
    told, in_all = ([[part.text for part in each] for each in root.findall("a:entry", ATOM)] for root in (own, whole))
    assert told == [each for each in in_all if "KUL-0002" in each[0]] and len(told) == 2
    assert own.xpath("string(a:link[@rel='alternate']/@href)", namespaces=ATOM) == (
        "https://kpu-lebak.example/dip/informasi/KUL-0002/"
    )
    page = parsed(files["informasi/KUL-0002/index.html"])
    assert page.xpath("//link[@rel='alternate']/@href")[0] == "../../informasi/KUL-0002/umpan.xml"
    assert page.xpath("//section[@aria-labelledby='h-riwayat']//a/@href") == ["../../informasi/KUL-0002/umpan.xml"]


def test_the_feed_of_an_entry_that_left_says_no_more_than_its_notice() -> None:
    """ID, day and the reason that was chosen; it is sent with the notices, before anything else."""
    gone = release(withdrawn=(("KUL-0003", "2026-11-22", "dua-kali"), ("KUL-0004", "2026-11-21")))
    files = rendered(gone, FOLLOWED, TEMPLATE)
    page = parsed(files["pemutakhiran/index.html"]).xpath("//ul[@class='kabar']")[0].text_content()
    assert "Alasannya: informasi yang sama dimuat dua kali." in page
    texts: dict[str, Any] = {
        id: etree.fromstring(files[f"informasi/{id}/umpan.xml"]) for id in ("KUL-0003", "KUL-0004")
    }
    said = {id: root.xpath("a:entry/*/text()", namespaces=ATOM) for id, root in texts.items()}
    assert said["KUL-0003"] == [
        "tag:kpu-lebak.example,2026:KUL-0003:2026-11-22:withdrawn", "Ditarik: KUL-0003", "2026-11-22T00:00:00Z",
        "KUL-0003 ditarik dari Daftar Informasi Publik. Alasannya: informasi yang sama dimuat dua kali.",
    ]  # fmt: skip
    assert said["KUL-0004"][-1] == "KUL-0004 ditarik dari Daftar Informasi Publik."
    assert "informasi/KUL-0003/umpan.xml" in json.loads(files["manifest.json"])["withdrawn"]


def test_a_feed_is_no_archive() -> None:
    assert len(feed(many(FEED_LIMIT + 30)).xpath("a:entry", namespaces=ATOM)) == FEED_LIMIT


def test_hostile_titles_stay_text_in_the_feed() -> None:
    title = "<b>&amp; ]]> </title>"
    assert feed(release(released(judul=title))).xpath("a:entry/a:title/text()", namespaces=ATOM) == [f"Baru: {title}"]


def test_the_sitemaps_name_what_is_to_be_found() -> None:
    """One for each class, every entry with its day, and one for the other pages; neither notices of withdrawal, nor
    former lists, nor the page that says that there is none."""
    files = rendered(typical(), OFFICE, TEMPLATE)
    found = {name: sitemap(files[name]) for name in files if name.startswith("sitemap")}
    assert found["sitemap-berkala.xml"]["https://kpu-lebak.example/dip/informasi/KUL-0002/"] == "2026-11-23"
    assert list(found["sitemap-serta-merta.xml"]) == ["https://kpu-lebak.example/dip/informasi/TEK-0001/"]
    assert "https://kpu-lebak.example/dip/" in found["sitemap.xml"]
    assert "https://kpu-lebak.example/dip/pemutakhiran/" in found["sitemap.xml"]
    everything = " ".join(address for each in found.values() for address in each)
    assert not any(word in everything for word in ("KUL-0003", "404", "rilis", "sematan"))
    assert len(everything.split()) == len(set(everything.split()))


def sitemap(data: bytes) -> dict[str, str]:
    return {str(url[0].text): str(url[1].text) if len(url) > 1 else "" for url in etree.fromstring(data)}


def test_without_an_address_there_is_no_sitemap() -> None:
    """It must hold full addresses; nobody is sent to a wrong one."""
    files = rendered(typical(), replace(OFFICE, url=""), TEMPLATE)
    assert "sitemap.xml" not in files
    assert files["robots.txt"] == b"User-agent: *\nAllow: /\n"
    assert b'href="informasi/KUL-0002/index.html"' in files["feed.xml"]


def test_robots_are_welcome() -> None:
    assert rendered(typical(), OFFICE, TEMPLATE)["robots.txt"].decode() == (
        "User-agent: *\nAllow: /\nSitemap: https://kpu-lebak.example/dip/sitemap-berkala.xml\n"
        "Sitemap: https://kpu-lebak.example/dip/sitemap-serta-merta.xml\n"
        "Sitemap: https://kpu-lebak.example/dip/sitemap-setiap-saat.xml\n"
        "Sitemap: https://kpu-lebak.example/dip/sitemap.xml\n"
    )
