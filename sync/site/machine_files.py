"""The files of the site that programs read: the list as data, feeds, the sitemap and what robots are told."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import partial
from typing import Any

from sync.release import Release
from sync.site.browse_pages import units_shown
from sync.site.changes import FEED_LIMIT, Update, of_entry, withdrawal
from sync.site.data_description import SCHEMA_PATH, to_openapi, to_schema
from sync.site.exports import to_csv, to_json, to_xlsx
from sync.site.gate import ListedEntry, PublicEntry
from sync.site.keys import SiteFile
from sync.site.linked_data import to_catalogue, to_datapackage, to_jsonld
from sync.site.page_bytes import SitePages
from sync.site.page_paths import entry_feed_path, entry_path, in_editions, notice_paths

Files = dict[str, SiteFile]
_INNER = re.compile(r"(?:^|/)(?:(?:daftar|rilis)/|jelajah/\w+/.+/)|^(?:404|sematan)\.html$")


def feeds(pages: SitePages, release: Release, changes: Sequence[Update], entries: Sequence[PublicEntry]) -> Files:
    """What changed: in the whole list, in each class, in each unit. The feed of a part is as old as its newest change:
    what changes elsewhere leaves it as it is."""

    def feed(path: str, name: str, items: Sequence[Update]) -> SiteFile:
        return _feed(pages, path, name, items, items[0].day if items else "")

    files = {"feed.xml": _feed(pages, "feed.xml", "", changes, release.updated)}
    for choice in (each for each in pages.template.choices["klasifikasi"] if not each.excluded):
        path, shown = feed_path(choice.slug), {entry.id for entry in entries if entry.klasifikasi == choice.value}
        files[path] = feed(path, choice.value, [each for each in changes if each.id in shown])
    for code, name in units_shown(entries, pages.site):
        path, shown = feed_path(code), {entry.id for entry in entries if entry.unit == code}
        files[path] = feed(path, name, [each for each in changes if each.id in shown])
    return files


def entry_feeds(pages: SitePages, release: Release, entries: Sequence[PublicEntry]) -> Files:
    """The feed of every entry, beside its page; of one that left, no more than its notice says. Nothing where the
    office wants none."""
    if not pages.site.entry_feeds:
        return {}
    told = {entry.id: (entry.judul, of_entry(entry)[::-1]) for entry in entries}
    told = {gone.id: (gone.id, [withdrawal(gone)]) for gone in release.withdrawn} | told
    return {
        (path := entry_feed_path(id)): _feed(
            pages, path, name, items, items[0].day if items else "", f"informasi/{id}/"
        )
        for id, (name, items) in told.items()
    }


def _feed(
    pages: SitePages, path: str, name: str, items: Sequence[Update], updated: str, about: str = "pemutakhiran/"
) -> SiteFile:
    """`about` is the page that says the same."""
    host = pages.site.url.partition("://")[2].partition("/")[0] or "dip.invalid"
    words: dict[str, Any] = {"nama": name, "updated": updated, "tag": f"tag:{host},2026:", "halaman": about}
    return pages.file("feed.xml.j2", path, items=items[:FEED_LIMIT], **words)


def feed_path(name: str) -> str:
    """Where the feed of a class (its slug) or of a unit (its code) stands."""
    return f"umpan/{name}.xml"


def indexes(pages: SitePages, release: Release, paths: Sequence[str], entries: Sequence[PublicEntry]) -> Files:
    """What robots are told: `robots.txt`, `llms.txt`, and a sitemap for each class and one for the other pages. Parts
    of the list and pages of former lists hold nothing that is not elsewhere."""
    site, files = pages.site, {}
    if site.url:
        of_entries = {path: entry for entry in entries for path in in_editions(entry_path(entry.id), site)}
        gone = set(notice_paths(release, {entry.id for entry in entries}, site))
        others = [path for path in paths if path not in of_entries and path not in gone and not _INNER.search(path)]
        files["sitemap.xml"] = _sitemap(pages, "sitemap.xml", [(path, "") for path in sorted(others)])
        for choice in (each for each in pages.template.choices["klasifikasi"] if not each.excluded):
            own = {path: each.dimutakhirkan for path, each in of_entries.items() if each.klasifikasi == choice.value}
            name = f"sitemap-{choice.slug}.xml"
            files |= {name: _sitemap(pages, name, sorted(own.items()))} if own else {}
    files["robots.txt"] = pages.file("robots.txt.j2", "robots.txt", sitemaps=sorted(files))
    files["llms.txt"] = pages.file("llms.txt.j2", "llms.txt", classes=pages.template.classes())
    return files


def _sitemap(pages: SitePages, path: str, days: Sequence[tuple[str, str]]) -> SiteFile:
    addresses = [(each.removesuffix("index.html"), day) for each, day in days]
    return pages.file("sitemap.xml.j2", path, addresses=addresses)


def exports(pages: SitePages, entries: Sequence[ListedEntry], release: Release) -> Files:
    """The list for programs."""
    site, updated, classes = pages.site, release.updated, pages.template.classes()
    made = {
        "data/dip.csv": partial(to_csv, entries),
        "data/dip.json": partial(to_json, entries, site.name, site.code, updated),
        "data/dip.xlsx": partial(to_xlsx, entries),
        "data/dip.jsonld": partial(to_jsonld, entries, site, updated),
        "data/datapackage.json": partial(to_datapackage, site, classes),
        "data.json": partial(to_catalogue, site, updated),
        SCHEMA_PATH: partial(to_schema, site, classes),
        "openapi.json": partial(to_openapi, site),
    }
    given = pages.keys.key("data/", [entries, updated])
    return {path: SiteFile(pages.keys.key(path, given), make) for path, make in made.items()}
